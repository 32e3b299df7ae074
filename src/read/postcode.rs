//! A postcode in one spelling, and the postcodes that the addresses hold.
//!
//! Form of a postcode: BS 7666; one or two letters, one or two more signs, a space, a digit, two letters.

use std::collections::HashMap;
use std::fmt;

/// A postcode without its space, in capitals: the outward part filled up to four signs, then the inward part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Postcode([u8; 7]);

impl Postcode {
    /// Reads a postcode, whatever its spacing and case; `None` where it is not of the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut signs = [0; 7];
        let mut length = 0;
        for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
            *signs.get_mut(length)? = u8::try_from(sign).ok()?.to_ascii_uppercase();
            length += 1;
        }
        let (outward, inward) = signs[..length].split_at(length.checked_sub(3)?);
        if !(is_outward(outward) && is_inward(inward) || outward == b"GIR" && inward == b"0AA") {
            return None;
        }
        let mut postcode = [b' '; 7];
        postcode[..outward.len()].copy_from_slice(outward);
        postcode[4..].copy_from_slice(inward);
        Some(Self(postcode))
    }
}

/// A postcode is never shown.
impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(..)")
    }
}

/// The postcodes that the addresses hold, numbered in the order of meeting. Dropped when reading ends.
#[derive(Default)]
pub struct Wanted {
    numbers: HashMap<Postcode, u32>,
}

impl Wanted {
    /// Returns how many postcodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns whether no address holds a postcode, so that no directory is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Returns the number of a postcode, giving out the next one to a postcode not met before.
    pub(super) fn number(&mut self, postcode: Postcode) -> u32 {
        let next = u32::try_from(self.numbers.len()).expect("fewer postcodes than 2^32");
        *self.numbers.entry(postcode).or_insert(next)
    }

    /// Returns each postcode with its number, in no order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (Postcode, u32)> {
        self.numbers.iter().map(|(&postcode, &number)| (postcode, number))
    }

    pub(super) fn find(&self, postcode: Postcode) -> Option<u32> {
        self.numbers.get(&postcode).copied()
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wanted({} postcodes)", self.len())
    }
}

/// `A9`, `A99`, `AA9`, `AA99`, `A9A` or `AA9A`.
fn is_outward(signs: &[u8]) -> bool {
    let letters = signs.iter().take_while(|sign| sign.is_ascii_uppercase()).count();
    let (_, district) = signs.split_at(letters);
    matches!(letters, 1 | 2)
        && match district {
            [digit] => digit.is_ascii_digit(),
            [digit, sign] => digit.is_ascii_digit() && sign.is_ascii_alphanumeric(),
            _ => false,
        }
}

fn is_inward(signs: &[u8]) -> bool {
    matches!(signs, [digit, first, second]
        if digit.is_ascii_digit() && first.is_ascii_uppercase() && second.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_and_case_do_not_matter() {
        let expected = Postcode::parse("E1 6AN");
        assert!(expected.is_some());
        for text in ["E16AN", "e1 6an", "E1  6AN", " E1 6AN ", "E 1 6 A N", "E1\u{a0}6AN"] {
            assert_eq!(Postcode::parse(text), expected, "{text}");
        }
        assert_ne!(Postcode::parse("E1 6AN"), Postcode::parse("E16 6AN"));
    }

    #[test]
    fn every_form_of_postcode_is_read() {
        for text in ["M1 1AA", "M60 1NW", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "ZZ99 3VZ"]
        {
            assert!(Postcode::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_postcode_is_refused() {
        for text in
            ["", "AA", "A 1AA", "ABC1 1AA", "M1 AAA", "M1 11A", "DN551 1PT", "M1-1AA", "M1 1ÀA", "123 4AA"]
        {
            assert_eq!(Postcode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn printing_for_debugging_never_shows_a_postcode() {
        let postcode = Postcode::parse("DN55 1PT").unwrap();
        let mut wanted = Wanted::default();
        wanted.number(postcode);
        let text = format!("{postcode:?} {wanted:?}");
        assert!(!text.contains("DN55") && !text.contains("1PT") && !text.contains("68"), "{text}");
    }
}
