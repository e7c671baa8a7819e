//! What bytes that are not UTF-8 seem to be.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, SHIFT_JIS};

/// A legacy encoding that a text seems to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GB18030, with its subsets GBK and GB2312.
    Gb18030,
    /// Big5, Taiwan and Hong Kong.
    Big5,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Shift-JIS, Japan.
    ShiftJis,
    /// EUC-JP, Japan.
    EucJp,
    /// EUC-KR, Korea.
    EucKr,
    /// UTF-8 in which some bytes are broken.
    BrokenUtf8,
    /// None that we recognise with confidence: perhaps no text at all.
    Unknown,
}

impl Encoding {
    /// The name by which converters such as `iconv` know it.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Gb18030 => "GB18030",
            Encoding::Big5 => "BIG5",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::ShiftJis => "SHIFT_JIS",
            Encoding::EucJp => "EUC-JP",
            Encoding::EucKr => "EUC-KR",
            Encoding::BrokenUtf8 => "UTF-8",
            Encoding::Unknown => "unknown",
        }
    }

    /// UTF-16 that happens to be valid UTF-8 too, as ASCII with a zero byte
    /// beside each letter is.
    pub fn guess_in_valid_utf8(bytes: &[u8]) -> Option<Self> {
        let sample = &bytes[..bytes.len().min(UTF16_SAMPLE)];
        sample.contains(&0).then(|| utf16(bytes)).flatten()
    }

    /// Guesses from the bytes, which are known not to be UTF-8.
    ///
    /// UTF-16 by its byte order mark or by the zero bytes of its ASCII; a text
    /// of which nearly all is valid UTF-8 with multi-byte characters is broken
    /// UTF-8; the rest by chardetng, and only where the guess decodes the text
    /// without an error.
    pub fn guess(bytes: &[u8]) -> Self {
        if let Some(utf16) = utf16(bytes) {
            return utf16;
        }
        if is_mostly_utf8(bytes) {
            return Encoding::BrokenUtf8;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guessed = detector.guess(None, Utf8Detection::Deny);
        let candidates = [
            (GB18030, Encoding::Gb18030),
            (GBK, Encoding::Gb18030),
            (BIG5, Encoding::Big5),
            (SHIFT_JIS, Encoding::ShiftJis),
            (EUC_JP, Encoding::EucJp),
            (EUC_KR, Encoding::EucKr),
        ];
        candidates
            .into_iter()
            .find(|(encoding, _)| *encoding == guessed)
            .filter(|(encoding, _)| !encoding.decode_without_bom_handling(bytes).1)
            .map_or(Encoding::Unknown, |(_, name)| name)
    }
}

/// How many bytes are looked at to tell UTF-16 without a byte order mark.
const UTF16_SAMPLE: usize = 4096;

fn utf16(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16Be),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE) & !1];
    let zeros_at = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let many = (sample.len() / 2).div_ceil(8).max(2);
    match (even, odd) {
        (0, odd) if odd >= many => Some(Encoding::Utf16Le),
        (even, 0) if even >= many => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut multi_byte, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        multi_byte += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    multi_byte > invalid.saturating_mul(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "---\ntitle: 中韩外长举行视频会晤\n---\n双方就共同关心的问题交换意见，并达成共识。";
    const TAIWANESE: &str = "雙方就共同關心的問題交換意見，並達成共識，會議由外交部長主持。";
    const JAPANESE: &str = "これは日本語の文章です。両国の外相がテレビ会談を行いました。";

    #[test]
    fn legacy_encodings_are_recognised() {
        let encoded = |encoding: &'static encoding_rs::Encoding, text| encoding.encode(text).0.into_owned();
        assert_eq!(Encoding::guess(&encoded(GB18030, CHINESE)), Encoding::Gb18030);
        assert_eq!(Encoding::guess(&encoded(BIG5, TAIWANESE)), Encoding::Big5);
        assert_eq!(Encoding::guess(&encoded(SHIFT_JIS, JAPANESE)), Encoding::ShiftJis);
    }

    #[test]
    fn utf16_is_recognised_with_and_without_a_byte_order_mark() {
        let little: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Encoding::guess(&little), Encoding::Utf16Le);
        assert_eq!(Encoding::guess(&big), Encoding::Utf16Be);
        assert_eq!(
            Encoding::guess(&[&[0xFF, 0xFE], &little[..]].concat()),
            Encoding::Utf16Le
        );
        let ascii: Vec<u8> = "title: a".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Encoding::guess_in_valid_utf8(&ascii), Some(Encoding::Utf16Be));
        assert_eq!(Encoding::guess_in_valid_utf8(CHINESE.as_bytes()), None);
    }

    #[test]
    fn a_stray_byte_in_utf8_is_broken_utf8() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.insert(40, 0xFF);
        assert_eq!(Encoding::guess(&bytes), Encoding::BrokenUtf8);
    }

    #[test]
    fn noise_is_unknown() {
        assert_eq!(Encoding::guess(&[0xFF, 0x00, 0x80, 0xFF, 0x01]), Encoding::Unknown);
    }
}
