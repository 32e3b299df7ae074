//! The code lists of the children in need census, each a type of its own.
//!
//! Meanings are in `data-dictionary/codes/`, one file per list; a test holds the two together.

use std::fmt;

macro_rules! code_list {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each code's meaning is in the data dictionary")]
        #[repr(u8)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every code of the list, in its published order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Reads a code as the census writes it; `None` for anything else.
            #[must_use]
            pub fn from_code(code: &[u8]) -> Option<Self> {
                $(if code == $code.as_bytes() { return Some(Self::$variant); })+
                None
            }

            /// Returns the code as the census writes it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

code_list! {
    /// A factor identified at the end of an assessment.
    Factor {
        F1A = "1A", F1B = "1B", F1C = "1C", F2A = "2A", F2B = "2B", F2C = "2C",
        F3A = "3A", F3B = "3B", F3C = "3C", F4A = "4A", F4B = "4B", F4C = "4C",
        F5A = "5A", F5B = "5B", F5C = "5C", F6A = "6A", F6B = "6B", F6C = "6C",
        F7A = "7A", F8B = "8B", F8C = "8C", F8D = "8D", F8E = "8E", F8F = "8F",
        F9A = "9A", F10A = "10A", F11A = "11A", F12A = "12A", F13A = "13A", F14A = "14A",
        F15A = "15A", F16A = "16A", F17A = "17A", F18A = "18A", F18B = "18B", F18C = "18C",
        F19A = "19A", F19B = "19B", F19C = "19C", F20 = "20", F21 = "21", F22A = "22A",
        F23A = "23A", F24A = "24A",
    }
}

code_list! {
    /// Who made the referral.
    ReferralSource {
        S1A = "1A", S1B = "1B", S1C = "1C", S1D = "1D", S2A = "2A", S2B = "2B", S3A = "3A", S3B = "3B",
        S3C = "3C", S3D = "3D", S3E = "3E", S3F = "3F", S4 = "4", S5A = "5A", S5B = "5B", S5C = "5C",
        S5D = "5D", S6 = "6", S7 = "7", S8 = "8", S9 = "9", S10 = "10",
    }
}

code_list! {
    /// The main reason a child came to be in need.
    PrimaryNeed {
        N0 = "N0", N1 = "N1", N2 = "N2", N3 = "N3", N4 = "N4",
        N5 = "N5", N6 = "N6", N7 = "N7", N8 = "N8", N9 = "N9",
    }
}

code_list! {
    /// Why an episode of need ended.
    ClosureReason {
        Rc1 = "RC1", Rc2 = "RC2", Rc3 = "RC3", Rc4 = "RC4", Rc5 = "RC5",
        Rc6 = "RC6", Rc7 = "RC7", Rc8 = "RC8", Rc9 = "RC9",
    }
}

code_list! {
    /// The category of abuse on a child protection plan.
    AbuseCategory { Neglect = "NEG", Physical = "PHY", Sexual = "SAB", Emotional = "EMO", Multiple = "MUL" }
}

code_list! {
    /// A child's ethnicity as recorded.
    Ethnicity {
        Wbri = "WBRI", Wiri = "WIRI", Wirt = "WIRT", Wrom = "WROM", Woth = "WOTH",
        Mwbc = "MWBC", Mwba = "MWBA", Mwas = "MWAS", Moth = "MOTH",
        Aind = "AIND", Apkn = "APKN", Aban = "ABAN", Chne = "CHNE", Aoth = "AOTH",
        Bcrb = "BCRB", Bafr = "BAFR", Both = "BOTH", Ooth = "OOTH", Refu = "REFU", Nobt = "NOBT",
    }
}

code_list! {
    /// A disability as recorded; `NONE` stands alone.
    Disability {
        NoDisability = "NONE", Mobility = "MOB", Hand = "HAND", PersonalCare = "PC", Incontinence = "INC",
        Communication = "COMM", Learning = "LD", Hearing = "HEAR", Vision = "VIS", Behaviour = "BEH",
        Consciousness = "CON", Autism = "AUT", Other = "DDA",
    }
}

code_list! {
    /// Why a new episode of care began (SSDA903).
    CareReason { Started = "S", Legal = "L", Placement = "P", SameCarer = "T", Both = "B", BothSameCarer = "U" }
}

code_list! {
    /// The legal status of a looked-after child (SSDA903).
    LegalStatus {
        C1 = "C1", C2 = "C2", D1 = "D1", E1 = "E1", V2 = "V2", V3 = "V3", V4 = "V4",
        L1 = "L1", L2 = "L2", L3 = "L3", J1 = "J1", J2 = "J2", J3 = "J3",
    }
}

code_list! {
    /// Why a unique pupil number is missing.
    UpnUnknown { Un1 = "UN1", Un2 = "UN2", Un3 = "UN3", Un4 = "UN4", Un5 = "UN5", Un6 = "UN6", Un7 = "UN7" }
}

/// A child's sex as recorded, whichever value set the return used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Sex {
    /// `F`, or `2` before 2024-25.
    Female,
    /// `M`, or `1` before 2024-25.
    Male,
    /// `U`, or `0` or `9` before 2024-25: unborn, not recorded or indeterminate.
    Unknown,
}

impl Sex {
    /// Reads either value set: `M`, `F`, `U` of `Sex`, or `1`, `2`, `0`, `9` of `GenderCurrent`.
    ///
    /// Both are accepted under either element, because real returns mix them.
    #[must_use]
    pub fn from_code(code: &[u8]) -> Option<Self> {
        match code {
            b"F" | b"f" | b"2" => Some(Self::Female),
            b"M" | b"m" | b"1" => Some(Self::Male),
            b"U" | b"u" | b"0" | b"9" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// The factors of one assessment, or of several together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FactorSet(u64);

impl FactorSet {
    /// No factor at all.
    pub const EMPTY: Self = Self(0);

    /// Adds a factor; adding it twice changes nothing.
    pub fn insert(&mut self, factor: Factor) {
        self.0 |= 1 << factor as u8;
    }

    /// Returns whether the factor is in the set.
    #[must_use]
    pub const fn holds(self, factor: Factor) -> bool {
        self.0 & (1 << factor as u8) != 0
    }

    /// Returns the factors of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether there is no factor.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The disabilities recorded for one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DisabilitySet(u16);

impl DisabilitySet {
    /// Adds a disability; adding it twice changes nothing.
    pub fn insert(&mut self, disability: Disability) {
        self.0 |= 1 << disability as u8;
    }

    /// Returns whether the disability is in the set.
    #[must_use]
    pub const fn holds(self, disability: Disability) -> bool {
        self.0 & (1 << disability as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_means_different_things_in_different_lists() {
        assert_eq!(Factor::from_code(b"3A").map(Factor::code), Some("3A"));
        assert_eq!(ReferralSource::from_code(b"3A").map(ReferralSource::code), Some("3A"));
        assert_eq!(ReferralSource::from_code(b"24A"), None);
        assert_eq!(Factor::from_code(b"8A"), None);
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let mut set = FactorSet::EMPTY;
        set.insert(Factor::F3B);
        set.insert(Factor::F24A);
        assert!(Factor::ALL.iter().all(|&f| set.holds(f) == matches!(f, Factor::F3B | Factor::F24A)));
    }
}
