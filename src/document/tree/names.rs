//! Names of elements and attributes, each made once.
//!
//! To make one costs a hash, or a lock on the table of all names; and a document
//! has few different ones.

use html5ever::LocalName;

const SLOTS: usize = 64;

/// Names that came before. One takes the slot of another with the same hash.
pub(super) struct Names([LocalName; SLOTS]);

impl Names {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| LocalName::default()))
    }

    /// The name of these bytes; what is not UTF-8 in them becomes U+FFFD.
    pub(super) fn get(&mut self, bytes: &[u8]) -> LocalName {
        let Some(slot) = self.0.get_mut(slot_of(bytes)) else {
            return LocalName::default();
        };
        if slot.as_bytes() != bytes {
            *slot = LocalName::from(&*String::from_utf8_lossy(bytes));
        }
        slot.clone()
    }
}

fn slot_of(bytes: &[u8]) -> usize {
    let mix = |hash: usize, byte: &u8| hash.wrapping_mul(31).wrapping_add(usize::from(*byte));
    bytes.iter().take(8).fold(bytes.len(), mix) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_their_bytes_whatever_came_before() {
        let mut names = Names::new();
        for _ in 0..2 {
            for number in 0..1_000 {
                let name = format!("n{number}");
                assert_eq!(*names.get(name.as_bytes()), *name);
            }
            assert_eq!(*names.get(b""), *"");
            assert_eq!(*names.get(b"a\xFF"), *"a\u{FFFD}");
        }
    }
}
