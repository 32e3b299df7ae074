//! What reading gives: columns whose codes were checked, and no identifier.

use std::path::PathBuf;

use crate::domain::area::AreaCode;
use crate::domain::codes::{
    AbuseCategory, ClosureReason, DisabilitySet, Ethnicity, FactorSet, PrimaryNeed, ReferralSource, Sex,
};
use crate::domain::comparator::Comparators;
use crate::domain::people::ETHNIC_GROUPS;
use crate::domain::{AreaKind, Date, DistrictCode, Lsoa11, Lsoa21, Vintage};
use crate::provenance::Hashes;

/// A child, by the order in which children were first met. It says nothing outside the run.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChildKey(pub u32);

/// All that was read.
#[derive(Clone, Default, PartialEq)]
pub struct Tables {
    /// One row for each child.
    pub children: Vec<Child>,
    /// One row for each `CINdetails`, in order of file and place in it.
    pub episodes: Vec<Episode>,
    /// The assessments, in order of episode.
    pub assessments: Vec<Assessment>,
    /// The section 47 enquiries, in order of episode.
    pub enquiries: Vec<Enquiry>,
    /// The child protection plans, in order of episode.
    pub plans: Vec<ProtectionPlan>,
    /// The returns, the earliest reference date first; equal dates in the plan's order.
    pub returns: Vec<Return>,
    /// The hashes of the returns that are XML, taken as they were read.
    pub hashes: Hashes,
    /// Where children lived, in the order of the file.
    pub addresses: Vec<Address>,
    /// The areas of each postcode that the addresses hold.
    pub postcodes: Directory,
    /// Starts of being looked after, in order of child and day; none where the plan names no SSDA903 return.
    pub care: Vec<CareStart>,
    /// Published figures to set the authority beside; none where the plan names no tables.
    pub comparators: Comparators,
    /// The index of deprivation.
    pub deprivation: DeprivationTable,
    /// Children by area.
    pub population: PopulationTable,
    /// People by area and ethnic group, where the plan gives a table of them.
    pub ethnicity: Option<EthnicityTable>,
    /// The successors of 2011 areas, where the plan gives the lookup.
    pub successors: Option<Successors>,
}

/// One return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The file.
    pub path: PathBuf,
    /// The day on which the year of the return ends.
    pub reference: Date,
}

/// What the return says of a child.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// Who.
    pub key: ChildKey,
    /// When born or expected; `None` where not recorded.
    pub birth: Option<Birth>,
    /// Sex as recorded.
    pub sex: Sex,
    /// Ethnicity as recorded; `None` where missing or not a code.
    pub ethnicity: Option<Ethnicity>,
    /// Disabilities as recorded.
    pub disabilities: DisabilitySet,
}

/// A birth, or the one that is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// Born on the day.
    Born(Date),
    /// Expected on the day: unborn when the return was made.
    Expected(Date),
}

/// One episode of need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Whose.
    pub child: ChildKey,
    /// Which return it came in, by its row in [`Tables::returns`].
    pub file: u16,
    /// The line of the file on which it begins.
    pub line: u32,
    /// When the referral was made.
    pub referred: Date,
    /// Who made it.
    pub source: Option<ReferralSource>,
    /// The main need.
    pub need: Option<PrimaryNeed>,
    /// When the episode ended; `None` while open.
    pub closed: Option<Date>,
    /// Why it ended.
    pub closure: Option<ClosureReason>,
    /// Whether the referral led to no further action.
    pub no_further_action: Option<bool>,
    /// A conference that arose from no enquiry of this episode.
    pub conference: Option<Date>,
    /// Whether pre-proceedings or family group decision making is recorded (from 2026-27).
    pub pre_proceedings: bool,
}

/// One assessment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Assessment {
    /// The episode it belongs to, by its row in [`Tables::episodes`].
    pub episode: u32,
    /// When it began.
    pub started: Option<Date>,
    /// When it was authorised; `None` while not completed.
    pub authorised: Option<Date>,
    /// The factors found.
    pub factors: FactorSet,
}

/// One section 47 enquiry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Enquiry {
    /// The episode it belongs to, by its row in [`Tables::episodes`].
    pub episode: u32,
    /// The day of the strategy discussion.
    pub started: Option<Date>,
    /// The conference it led to.
    pub conference: Option<Date>,
    /// Whether a conference was judged unnecessary.
    pub conference_not_required: Option<bool>,
}

/// One child protection plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ProtectionPlan {
    /// The episode it belongs to, by its row in [`Tables::episodes`].
    pub episode: u32,
    /// When it began.
    pub started: Option<Date>,
    /// When it ended; `None` while open.
    pub ended: Option<Date>,
    /// The category of abuse at the start.
    pub category: Option<AbuseCategory>,
    /// How many plans the child had before, as the authority reports it.
    pub earlier_plans: Option<u16>,
}

/// Where a child lived, and when.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// Who.
    pub child: ChildKey,
    /// From when; `None` where the file is silent.
    pub start: Option<Date>,
    /// Until when; `None` while current.
    pub end: Option<Date>,
    /// Where.
    pub place: AddressPlace,
    /// The row of the file.
    pub row: u64,
    /// The family, by the order in which families were first met; `None` where the file does not say.
    pub family: Option<u32>,
}

/// One start of being looked after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CareStart {
    /// Who.
    pub child: ChildKey,
    /// The first day of the period of care.
    pub day: Date,
    /// The home before it, as the return has it; never the placement. `Unreadable` where it has none.
    pub home: AddressPlace,
}

/// Where an address is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressPlace {
    /// A postcode, by its row in the directory; `None` where the directory does not hold it.
    Postcode(Option<u32>),
    /// An area of the 2011 census.
    Lsoa11(Lsoa11),
    /// An area of the 2021 census.
    Lsoa21(Lsoa21),
    /// Neither could be read.
    Unreadable,
}

impl AddressPlace {
    /// Takes a code to be an area of a census.
    #[must_use]
    pub fn area(vintage: Vintage, code: AreaCode) -> Self {
        match vintage {
            Vintage::Lsoa11 => Self::Lsoa11(Lsoa11::from_code(code)),
            Vintage::Lsoa21 => Self::Lsoa21(Lsoa21::from_code(code)),
        }
    }
}

/// The postcodes that the addresses hold, and the areas each lies in.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// The entries, by the number an address gives.
    pub entries: Vec<DirectoryEntry>,
}

/// The areas of one postcode; `None` where the directory has no such column, or a pseudo-code in it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Its 2011 area.
    pub lsoa11: Option<Lsoa11>,
    /// Its 2021 area.
    pub lsoa21: Option<Lsoa21>,
}

/// The index of deprivation, one row for each area in the order of the file.
#[derive(Clone, Default, PartialEq)]
pub struct DeprivationTable {
    /// The rows.
    pub rows: Vec<AreaDeprivation>,
}

/// How deprived one area is.
#[derive(Clone, Copy, PartialEq)]
pub struct AreaDeprivation {
    /// The area, of the edition's own census.
    pub area: AreaCode,
    /// The district it lies in, by the codes of the edition.
    pub district: DistrictCode,
    /// Its rank in the nation; 1 is the most deprived.
    pub rank: u32,
    /// Its score, where the file gives one.
    pub score: Option<f64>,
    /// Its rank by each of [`Index::ALL`](crate::domain::Index::ALL), where the file gives it.
    pub ranks: [Option<u32>; 3],
}

/// Children by area.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PopulationTable {
    /// The census that drew the areas; `None` where the file does not say.
    pub vintage: Option<Vintage>,
    /// The year of the estimate, as the file or its sheet names it: `mid-2024`.
    pub estimate: String,
    /// The rows, in the order of the file.
    pub rows: Vec<AreaPopulation>,
}

/// Children in one area, by single year of age from 0 to 17.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AreaPopulation {
    /// The area.
    pub area: AreaCode,
    /// Girls, or everybody where the file has no sexes (`boys` is then nought).
    pub girls: [u32; 18],
    /// Boys.
    pub boys: [u32; 18],
}

impl AreaPopulation {
    /// Returns the number of children aged 0 to 17.
    #[must_use]
    pub fn children(&self) -> u32 {
        self.girls.iter().sum::<u32>() + self.boys.iter().sum::<u32>()
    }
}

/// People by area and ethnic group: public figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EthnicityTable {
    /// Sorted by area: people in each of the five groups.
    pub rows: Vec<(AreaCode, [u32; ETHNIC_GROUPS])>,
}

impl EthnicityTable {
    /// Returns the shares of the five groups in an area; `None` where the table lacks it or it has nobody.
    #[must_use]
    pub fn mix(&self, area: AreaCode) -> Option<[f64; ETHNIC_GROUPS]> {
        let row = self.rows.binary_search_by_key(&area, |&(code, _)| code).ok()?;
        let people = self.rows[row].1.map(f64::from);
        let all: f64 = people.iter().sum();
        (all > 0.0).then(|| people.map(|group| group / all))
    }
}

/// What became of 2011 areas in 2021.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Successors {
    /// Sorted by 2011 area: its one 2021 successor, or `None` where it was split or redrawn.
    pub rows: Vec<(Lsoa11, Option<Lsoa21>)>,
}

impl Successors {
    /// Returns the successor of a 2011 area; `Some(None)` where it has no single one, `None` where it is unknown.
    #[must_use]
    pub fn of(&self, area: Lsoa11) -> Option<Option<Lsoa21>> {
        let row = self.rows.binary_search_by_key(&area, |&(old, _)| old).ok()?;
        Some(self.rows[row].1)
    }
}
