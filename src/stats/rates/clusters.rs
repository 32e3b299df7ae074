//! Effective counts: what events that come in families, or repeat in one child, are worth.
//!
//! What: by how much limits must be widened because events are not independent, as a design effect.
//! Read: 1.9 means that 190 children say as much as 100 who had nothing to do with one another.
//! Not when: families are fewer than about ten: the effect is then a guess, though its own quantile says so.
//! Formula: `d = Σs²/Σs`, `s` the events of a family (one child where only families are counted: `Σs/families`,
//! the least it can be); limits are those of `y/d` events among `n/d` people, with `d` times `(t/z)²`, Student's
//! quantile on the families less one, since `d` is estimated. Families number `(Σs)²/Σs²` where no count is given.
//! Source: Stukel et al. 1994 and Korn and Graubard 1998 (effective size in a score interval); Kish 1965.

use crate::stats::distribution::{t, z};
use crate::stats::{Answer, Group, Level, Method, NoAnswer, finite};

/// What `explain effective-counts` says.
pub const METHOD: Method = Method {
    name: "effective-counts",
    title: "Effective counts of events that come in families",
    what: "How many independent events tell as much as these, of which some are siblings or repeats; limits are those of so many.",
    read: "A design effect of 1.9: 190 children tell as much as 100 who had nothing to do with one another. Figures stay, limits widen.",
    not_when: "Families are fewer than about ten, or a family's children are counted in several groups.",
    formula: "d = sum(s^2)/sum(s), s the events of a family; limits of y/d events among n/d people, d times (t/z)^2 on families - 1",
    source: "Stukel et al. 1994, Statistics in Medicine 13:1781-1791; Korn and Graubard 1998, Survey Methodology 24:193-201; Kish 1965, Survey Sampling, section 11.7",
};

/// How the events of a table come in clusters: families, or children with several events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clusters {
    /// Events.
    pub events: f64,
    /// The sum, over clusters, of the square of each one's events; `None` where it is not known.
    pub squares: Option<f64>,
    /// Clusters with an event; `None` where they are not counted.
    pub clusters: Option<f64>,
}

impl Clusters {
    /// Returns the design effect that limits at a level need; one where nothing is known of clusters, or
    /// there are no events.
    ///
    /// # Errors
    ///
    /// `OutOfRange` for a figure that is negative or not finite.
    pub fn effect(&self, level: Level) -> Answer<f64> {
        let Self { events, squares, clusters } = *self;
        let given = [Some(events), squares, clusters];
        if !given.into_iter().flatten().all(|figure| figure.is_finite() && figure >= 0.0) {
            return Err(NoAnswer::OutOfRange);
        }
        let effect = match (squares, clusters) {
            _ if events == 0.0 => return Ok(1.0),
            (Some(squares), _) => squares / events,
            (None, Some(clusters)) if clusters > 0.0 => events / clusters,
            _ => return Ok(1.0),
        };
        if effect <= 1.0 {
            return Ok(1.0);
        }
        let clusters = clusters.unwrap_or(events / effect).max(2.0);
        finite(effect * (t(level, clusters - 1.0) / z(level)).powi(2))
    }
}

/// Returns the design effect among some of those counted, two of one family being both of them with this probability.
#[must_use]
pub const fn within(effect: f64, both: f64) -> f64 {
    1.0 + (effect - 1.0) * both.clamp(0.0, 1.0)
}

/// Returns the group whose independent events tell as much as this one's under a design effect. Rates stay.
#[must_use]
pub fn effective(group: Group, effect: f64) -> Group {
    Group { events: group.events / effect, population: group.population / effect }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(events: f64, squares: Option<f64>, clusters: Option<f64>) -> f64 {
        Clusters { events, squares, clusters }.effect(Level::P95).unwrap()
    }

    #[test]
    fn many_pairs_of_siblings_halve_the_count() {
        assert!((effect(2e6, Some(4e6), Some(1e6)) - 2.0).abs() < 1e-4);
        // The count of families alone says as much where all are of one size.
        assert_eq!(effect(2e6, None, Some(1e6)), effect(2e6, Some(4e6), Some(1e6)));
    }

    #[test]
    fn few_families_widen_limits_more() {
        assert!(effect(12.0, Some(24.0), Some(6.0)) > 1.5 * effect(2e3, Some(4e3), Some(1e3)));
    }

    #[test]
    fn children_alone_change_nothing() {
        for known in [(Some(30.0), Some(30.0)), (Some(30.0), None), (None, Some(30.0)), (None, None)] {
            assert_eq!(effect(30.0, known.0, known.1), 1.0);
        }
        assert_eq!(effect(0.0, Some(0.0), Some(0.0)), 1.0);
        let wrong = Clusters { events: 3.0, squares: Some(f64::NAN), clusters: None };
        assert_eq!(wrong.effect(Level::P95), Err(NoAnswer::OutOfRange));
    }
}
