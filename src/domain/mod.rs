//! The words of the field as types.
//!
//! Nothing here reads a file or knows another part of the crate. Things that look alike are different
//! types: a referral source `3A` (a general practitioner) is never an assessment factor `3A` (a child
//! subject to domestic abuse), and a 2011 area is never a 2021 area.

pub mod aggregate;
pub mod area;
pub mod axis;
pub mod codes;
pub mod comparator;
pub mod cross;
pub mod deprivation;
pub mod figure;
mod figures;
pub mod involvement;
pub mod journey;
pub mod loss;
pub mod measure;
pub mod people;
pub mod period;

pub use aggregate::{Aggregate, AggregateRow, TableFigure};
pub use area::{AreaCode, AreaKind, DistrictCode, Lsoa11, Lsoa21, Vintage};
pub use axis::{Axis, disability_place, ethnicity_place};
pub use cross::Cross;
pub use deprivation::{Basis, Edition, Group, Grouping, Index};
pub use figure::{Cell, Dimension, Figure, Results, Stratum, Unit};
pub use figures::Figures;
pub use involvement::{AbuseRole, Definition, Evidence, Outcome, Presence, Proxy, Timing, Which, Whose};
pub use loss::{LossReason, Losses};
pub use measure::Measure;
pub use people::{Families, MixOf, People, Scores};
pub use period::{Date, Period, Window};
