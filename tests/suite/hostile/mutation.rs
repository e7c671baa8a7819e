//! Posts that something happened to: each seed gives the same post each time.

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        if limit == 0 {
            0
        } else {
            (self.next() % limit as u64) as usize
        }
    }
}

/// What may be put anywhere.
const TOKENS: [&str; 44] = [
    "<div>",
    "</div>",
    "<div id=\"dfp-ad-1\">",
    "<p>",
    "</p>",
    "<",
    ">",
    "<!--",
    "-->",
    "&",
    "&amp;",
    "&#0;",
    "<table><tr><td>",
    "<select>",
    "<svg><p>",
    "<template>",
    "<pre>",
    "<a href='",
    "\"",
    "---\n",
    "\n---\n",
    "+++\n",
    "```\n",
    "~~~",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "[x](",
    "![",
    "](",
    "[a]: ",
    "**",
    "_",
    "`",
    "{% raw %}",
    "{% endraw %}",
    "{{",
    "{: .x}",
    "\r",
    "\0",
    "\u{202E}",
    "\u{200B}",
];

/// Mutations of some originals.
pub(super) struct Mutations {
    originals: Vec<Vec<u8>>,
}

impl Mutations {
    pub(super) fn of(originals: Vec<Vec<u8>>) -> Self {
        assert!(!originals.is_empty());
        Self { originals }
    }

    /// The post of a seed: an original to which one to six things happened.
    pub(super) fn post(&self, seed: u64) -> Vec<u8> {
        let mut random = Random(seed);
        let mut post = self.original(&mut random).to_vec();
        for _ in 0..=random.below(6) {
            self.mutate(&mut post, &mut random);
        }
        post
    }

    fn original(&self, random: &mut Random) -> &[u8] {
        &self.originals[random.below(self.originals.len())]
    }

    fn mutate(&self, post: &mut Vec<u8>, random: &mut Random) {
        let place = random.below(post.len() + 1);
        match random.below(9) {
            0 => post.truncate(place),
            1 => {
                for _ in 0..=random.below(20) {
                    let place = random.below(post.len());
                    if let Some(byte) = post.get_mut(place) {
                        *byte ^= 1 << random.below(8);
                    }
                }
            }
            2 => *post = without(post, b"</"),
            3 => *post = without(post, b">"),
            4 => {
                let token = TOKENS[random.below(TOKENS.len())].repeat(1 + random.below(300));
                post.splice(place..place, token.bytes());
            }
            5 => {
                for _ in 0..=random.below(40) {
                    let place = random.below(post.len() + 1);
                    post.splice(place..place, TOKENS[random.below(TOKENS.len())].bytes());
                }
            }
            6 => {
                let end = (place + random.below(400)).min(post.len());
                post.drain(place..end);
            }
            7 => {
                let other = self.original(random);
                let tail = &other[random.below(other.len() + 1)..];
                post.truncate(place);
                post.extend_from_slice(tail);
            }
            _ => {
                let newline = ["\r\n", "\r", "", "\n\n", "\n> "][random.below(5)];
                *post = post
                    .split(|byte| *byte == b'\n')
                    .collect::<Vec<_>>()
                    .join(newline.as_bytes());
            }
        }
    }
}

/// The bytes without a few of the places where `part` stands.
fn without(post: &[u8], part: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(post.len());
    let mut rest = post;
    while let Some(first) = rest.first() {
        if rest.starts_with(part) {
            rest = &rest[part.len()..];
        } else {
            kept.push(*first);
            rest = &rest[1..];
        }
    }
    kept
}
