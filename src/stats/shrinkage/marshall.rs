//! Marshall's global empirical Bayes rates.
//!
//! What: each small area's rate drawn towards the whole's, the more so the fewer its people.
//! Read: a steadier map; an area of few children says little on its own.
//! Not when: rates are published as counts in disguise (it hides nothing), or a gradient is to be fitted.
//! Formula: `b = Σy/Σn`; `s² = Σn(r - b)²/Σn`; `a = max(0, s² - b/n̄)`; `r̃ = b + a(r - b)/(a + b/n)`.
//! Source: Marshall 1991, Applied Statistics 40:283.

use super::{Shrunk, draw};
use crate::stats::{Answer, Group, Method, NoAnswer, finite, group};

/// What `explain marshall` says.
pub const METHOD: Method = Method {
    name: "marshall",
    title: "Shrunken rates (Marshall)",
    what: "Each small area's rate drawn towards the rate of the whole, the more so the fewer its people.",
    read: "A steadier map. The variance between areas is nought where chance alone explains their spread.",
    not_when: "Never for disclosure control (it hides nothing) and never as input to a gradient.",
    formula: "b = sum y/sum n; s2 = sum n(r-b)^2/sum n; a = max(0, s2 - b/mean n); b + a(r-b)/(a + b/n)",
    source: "Marshall 1991, Applied Statistics 40:283-294",
};

/// Returns the shrunken rates of areas.
///
/// # Errors
///
/// `TooFewGroups` below two areas; `NoEvents`; `OutOfRange`; `NoPopulation`.
pub fn marshall(areas: &[Group]) -> Answer<Shrunk> {
    let sums = group::totals(areas, 2)?;
    if sums.events == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let centre = sums.events / sums.population;
    let spread = areas.iter().map(|area| area.population * (area.rate() - centre).powi(2)).sum::<f64>()
        / sums.population;
    let between = finite(spread - centre * areas.len() as f64 / sums.population)?.max(0.0);
    draw(areas, centre, between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_areas_of_the_reference_are_met() {
        // methods.md 3.5, checked against spdep's and epiR's empirical Bayes rates.
        let areas = [(0.0, 400.0), (2.0, 600.0), (5.0, 800.0), (9.0, 700.0), (30.0, 900.0)]
            .map(|(events, population)| Group { events, population });
        let shrunk = marshall(&areas).unwrap();
        assert!(
            (shrunk.centre - 0.013_529_41).abs() < 5e-9 && (shrunk.between - 0.000_136_362).abs() < 5e-10
        );
        for (rate, printed) in
            shrunk.rates.iter().zip([0.002_688_9, 0.004_780_13, 0.007_053_19, 0.012_940_6, 0.031_366_91])
        {
            assert!((rate - printed).abs() < 5e-8, "{rate} is not {printed}");
        }
    }

    #[test]
    fn areas_that_differ_by_chance_alone_are_drawn_together() {
        let shrunk = marshall(&[Group { events: 5.0, population: 100.0 }; 3]).unwrap();
        assert_eq!(shrunk.between, 0.0);
        assert!(shrunk.rates.iter().all(|rate| *rate == shrunk.centre));
    }
}
