//! Published child-welfare gradients, and the figures worked out from them by hand.
//!
//! Rates per 10,000 children by deprivation decile, 2015, from the least deprived to the most: Bywaters
//! et al. 2020, Child Welfare Inequalities Project final report. Populations are taken as equal, so
//! these figures test the arithmetic; they are not the project's own indices.

use social_gradient::stats::gradient::{Limits, poisson};
use social_gradient::stats::{Group, Level};

struct Series {
    name: &'static str,
    rates: [f64; 10],
    /// Poisson regression: rate at the least deprived end, at the most, and their ratio.
    poisson: (f64, f64, f64),
}

const SERIES: [Series; 4] = [
    Series {
        name: "England, plans",
        rates: [9.0, 14.0, 21.0, 23.0, 32.0, 35.0, 47.0, 51.0, 71.0, 113.0],
        poisson: (9.3083, 113.6851, 12.2133),
    },
    Series {
        name: "England, care",
        rates: [12.0, 14.0, 23.0, 29.0, 29.0, 40.0, 55.0, 67.0, 88.0, 133.0],
        poisson: (10.0101, 139.4579, 13.9317),
    },
    Series {
        name: "Wales, register",
        rates: [1.0, 5.0, 8.0, 13.0, 17.0, 33.0, 39.0, 55.0, 74.0, 114.0],
        poisson: (3.2379, 139.0024, 42.93),
    },
    Series {
        name: "Wales, care",
        rates: [7.0, 12.0, 16.0, 22.0, 31.0, 39.0, 54.0, 63.0, 108.0, 165.0],
        poisson: (6.3054, 180.5537, 28.63),
    },
];

impl Series {
    /// The series from the most deprived decile to the least, 10,000 children each.
    fn groups(&self) -> Vec<Group> {
        self.rates.iter().rev().map(|&events| Group { events, population: 1e4 }).collect()
    }
}

fn close(name: &str, got: f64, printed: f64, digits: i32) {
    assert!((got - printed).abs() <= 0.5001 * 10f64.powi(-digits), "{name}: {got} is not {printed}");
}

#[test]
fn poisson_ends_and_ratio_are_the_golden_ones() {
    for series in &SERIES {
        let fit = poisson(&series.groups(), Limits::Delta, Level::P95).unwrap();
        close(series.name, fit.least * 1e4, series.poisson.0, 4);
        close(series.name, fit.most * 1e4, series.poisson.1, 4);
        close(series.name, fit.rii.value, series.poisson.2, if series.poisson.2 < 20.0 { 4 } else { 2 });
    }
}
