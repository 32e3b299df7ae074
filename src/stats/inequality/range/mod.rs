//! The most deprived group against the least, without a model: the gap between the two ends of the table.

mod difference;
mod ratio;

pub use difference::METHOD as DIFFERENCE;
pub use difference::range_difference;
pub use ratio::METHOD as RATIO;
pub use ratio::range_ratio;

use super::FEWEST;
use crate::stats::{Answer, Estimate, Group, NoAnswer};

/// Drops the limits of a comparison of groups one of which is too small for them.
pub(super) fn limited(found: Answer<Estimate>, first: Group, second: Group) -> Answer<Estimate> {
    let common = (first.events + second.events) / (first.population + second.population);
    let fewest = common * first.population.min(second.population);
    found.map(|found| if fewest < FEWEST { found.with(None) } else { found })
}

fn ends(groups: &[Group]) -> Answer<(Group, Group)> {
    match groups {
        [first, .., last] => Ok((*first, *last)),
        _ => Err(NoAnswer::TooFewGroups),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Level;
    use crate::stats::rates::RatioLimits;

    #[test]
    fn only_the_ends_count() {
        let groups = [113.0, 71.0, 9.0].map(|events| Group { events, population: 1e4 });
        assert!((range_difference(&groups, Level::P95).unwrap().value * 1e4 - 104.0).abs() < 1e-10);
        let tenfold = range_ratio(&groups, RatioLimits::MidP, Level::P95).unwrap();
        assert!((tenfold.value - 12.556).abs() < 5e-4);
        assert_eq!(range_difference(&groups[..1], Level::P95), Err(NoAnswer::TooFewGroups));
    }
}
