//! Small areas and districts.
//!
//! A code such as `E01000001` does not say which census it belongs to: most lower super output areas
//! kept their code in 2021, and a 2011 list joined to a 2021 index silently loses the rest. So each
//! vintage is its own type.

use std::fmt;

/// Nine characters: a letter for the nation, two digits for the kind of area, six for the area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AreaCode(u32);

impl AreaCode {
    /// Reads a nine-character code, ignoring spaces around it and the case of its letter.
    ///
    /// Returns `None` for anything else, and for the pseudo-codes that end in `99999999`.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [nation, digits @ ..] = text.trim_ascii() else { return None };
        let nation = u32::from(nation.to_ascii_uppercase());
        let letter = nation.checked_sub(u32::from(b'A')).filter(|&letter| letter < 26)?;
        if digits.len() != 8 || digits == b"99999999" {
            return None;
        }
        digits
            .iter()
            .try_fold(0, |number, &digit| {
                digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
            })
            .map(|number| Self(letter * 100_000_000 + number))
    }

    /// Returns whether the code is of a kind, such as `E01` for English lower super output areas.
    #[must_use]
    pub fn starts_with(self, prefix: &str) -> bool {
        self.to_string().starts_with(prefix)
    }

    /// Returns a number that stands for the code in joins.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = char::from(b'A' + u8::try_from(self.0 / 100_000_000).unwrap_or(25));
        write!(f, "{letter}{:08}", self.0 % 100_000_000)
    }
}

/// An area is never shown when a value that holds one is printed for debugging.
impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AreaCode(..)")
    }
}

/// Which census drew the boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vintage {
    /// Lower super output areas of the 2011 census.
    Lsoa11,
    /// Lower super output areas of the 2021 census.
    Lsoa21,
}

impl Vintage {
    /// Returns the name a plan or a column uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lsoa11 => "lsoa11",
            Self::Lsoa21 => "lsoa21",
        }
    }

    /// Returns the words a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lsoa11 => "2011 lower super output areas",
            Self::Lsoa21 => "2021 lower super output areas",
        }
    }
}

/// A kind of small area: its vintage, and its code.
pub trait AreaKind: Copy + Eq + std::hash::Hash + Ord + fmt::Debug + Send + Sync + 'static {
    /// The census that drew these areas.
    const VINTAGE: Vintage;

    /// Takes a code to be an area of this kind.
    fn from_code(code: AreaCode) -> Self;

    /// Returns the code.
    fn code(self) -> AreaCode;
}

macro_rules! area_kind {
    ($(#[$meta:meta])* $name:ident, $vintage:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(AreaCode);

        impl AreaKind for $name {
            const VINTAGE: Vintage = $vintage;

            fn from_code(code: AreaCode) -> Self {
                Self(code)
            }

            fn code(self) -> AreaCode {
                self.0
            }
        }
    };
}

area_kind! {
    /// A lower super output area of the 2011 census (English Indices of Deprivation 2019).
    Lsoa11, Vintage::Lsoa11
}
area_kind! {
    /// A lower super output area of the 2021 census (English Indices of Deprivation 2025).
    Lsoa21, Vintage::Lsoa21
}

/// A lower-tier local authority district, such as `E09000001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DistrictCode(pub AreaCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_it_was_written() {
        let code = AreaCode::parse(b" e01000001 ").unwrap();
        assert_eq!(code.to_string(), "E01000001");
        assert!(code.starts_with("E01"));
    }

    #[test]
    fn what_is_not_a_code_is_refused() {
        for text in ["", "E0100001", "E010000011", "101000001", "E01OOOOO1", "E99999999", "É1000001"] {
            assert_eq!(AreaCode::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn printing_for_debugging_never_shows_the_area() {
        let area = Lsoa21::from_code(AreaCode::parse(b"E01000001").unwrap());
        assert!(!format!("{area:?}").contains("1000001"));
    }
}
