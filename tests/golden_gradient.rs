//! Published child-welfare gradients, and the figures worked out from them by hand.
//!
//! Rates per 10,000 children by deprivation decile, 2015, from the least deprived to the most: Bywaters
//! et al. 2020, Child Welfare Inequalities Project final report. Populations are taken as equal, so
//! these figures test the arithmetic; they are not the project's own indices.

use social_gradient::stats::gradient::{
    Limits, LinearLimits, Measured, OhidLimits, Relative, Scale, linear, logit, ohid, per_step, poisson,
};
use social_gradient::stats::inequality::{
    Chance, ConcentrationLimits, Form, Reference, attributable, concentration, range_ratio,
};
use social_gradient::stats::rates::RatioLimits;
use social_gradient::stats::{Group, Level, NoAnswer};

/// One outcome's rates and the figures worked out from them.
struct Series {
    name: &'static str,
    rates: [f64; 10],
    mean: f64,
    ten_to_one: f64,
    /// Straight line: slope, and value at the least deprived end.
    linear: (f64, f64),
    /// Straight line through logarithms: values at the least and most deprived end, and their ratio.
    log: (f64, f64, f64),
    /// Poisson regression: likewise.
    poisson: (f64, f64, f64),
    step: f64,
    concentration: f64,
    paf: f64,
}

const SERIES: [Series; 4] = [
    Series {
        name: "England, plans",
        rates: [9.0, 14.0, 21.0, 23.0, 32.0, 35.0, 47.0, 51.0, 71.0, 113.0],
        mean: 41.60,
        ten_to_one: 12.556,
        linear: (94.5455, -5.6727),
        log: (9.4345, 111.8899, 11.8597),
        poisson: (9.3083, 113.6851, 12.2133),
        step: 1.2843,
        concentration: 0.37500,
        paf: 0.7837,
    },
    Series {
        name: "England, care",
        rates: [12.0, 14.0, 23.0, 29.0, 29.0, 40.0, 55.0, 67.0, 88.0, 133.0],
        mean: 49.00,
        ten_to_one: 11.083,
        linear: (116.1212, -9.0606),
        log: (10.4894, 134.5804, 12.8301),
        poisson: (10.0101, 139.4579, 13.9317),
        step: 1.3014,
        concentration: 0.39102,
        paf: 0.7551,
    },
    Series {
        name: "Wales, register",
        rates: [1.0, 5.0, 8.0, 13.0, 17.0, 33.0, 39.0, 55.0, 74.0, 114.0],
        mean: 35.90,
        ten_to_one: 114.0,
        linear: (110.8485, -19.5242),
        log: (1.9234, 182.1494, 94.70),
        poisson: (3.2379, 139.0024, 42.93),
        step: 1.4564,
        concentration: 0.50947,
        paf: 0.9721,
    },
    Series {
        name: "Wales, care",
        rates: [7.0, 12.0, 16.0, 22.0, 31.0, 39.0, 54.0, 63.0, 108.0, 165.0],
        mean: 51.70,
        ten_to_one: 23.571,
        linear: (147.4545, -22.0273),
        log: (6.7333, 173.3602, 25.75),
        poisson: (6.3054, 180.5537, 28.63),
        step: 1.3986,
        concentration: 0.47060,
        paf: 0.8646,
    },
];

impl Series {
    /// The series from the most deprived decile to the least, 10,000 children each.
    fn groups(&self) -> Vec<Group> {
        self.rates.iter().rev().map(|&events| Group { events, population: 1e4 }).collect()
    }

    /// Asserts that a figure is the printed one, within half of its last digit.
    fn check(&self, what: &str, got: f64, printed: f64, digits: i32) {
        let name = self.name;
        assert!(
            (got - printed).abs() <= 0.5001 * 10f64.powi(-digits),
            "{name}, {what}: {got} is not {printed}"
        );
    }

    fn check_ratio(&self, what: &str, got: f64, printed: f64) {
        self.check(what, got, printed, if printed < 20.0 { 4 } else { 2 });
    }
}

#[test]
fn poisson_ends_and_ratio_are_the_golden_ones() {
    for series in &SERIES {
        let fit = poisson(&series.groups(), Limits::Delta, Level::P95).unwrap();
        series.check("Poisson least", fit.least * 1e4, series.poisson.0, 4);
        series.check("Poisson most", fit.most * 1e4, series.poisson.1, 4);
        series.check_ratio("Poisson ratio", fit.rii.value, series.poisson.2);
    }
}

#[test]
fn straight_lines_are_the_golden_ones() {
    for series in &SERIES {
        let fit = linear(&series.groups(), LinearLimits::Student, Level::P95).unwrap();
        series.check("linear slope", fit.sii.value * 1e4, series.linear.0, 4);
        series.check("linear least", fit.least * 1e4, series.linear.1, 4);
        // The line falls below nought, so the ratio of its ends, which other tools print, is none.
        assert_eq!(fit.relative(Relative::EndsRatio), Err(NoAnswer::FittedEndNotPositive));
    }
}

#[test]
fn lines_through_logarithms_are_the_golden_ones() {
    for series in &SERIES {
        let groups: Vec<Measured> = series
            .groups()
            .iter()
            .map(|group| Measured {
                value: group.events,
                lower: group.events / 1.5,
                upper: group.events * 1.5,
                population: group.population,
            })
            .collect();
        let fit = ohid(&groups, Scale::Log, OhidLimits::Closed, Level::P95).unwrap();
        series.check("log least", fit.least, series.log.0, 4);
        series.check("log most", fit.most, series.log.1, 4);
        series.check_ratio("log ratio", fit.rii.unwrap().value, series.log.2);
    }
}

#[test]
fn steps_gaps_and_summaries_are_the_golden_ones() {
    let counts = ConcentrationLimits::Counts(Chance::Poisson);
    for series in &SERIES {
        let groups = series.groups();
        let step = per_step(&groups, Limits::Delta, Level::P95).unwrap();
        series.check("step", step.ratio.value, series.step, 4);
        let gap = range_ratio(&groups, RatioLimits::MidP, Level::P95).unwrap();
        series.check("10:1", gap.value, series.ten_to_one, 3);
        let index = concentration(&groups, Form::Relative, counts, Level::P95).unwrap();
        series.check("concentration", index.value, series.concentration, 5);
        let excess = attributable(&groups, Reference::LeastDeprived, Chance::Poisson, Level::P95).unwrap();
        series.check("attributable fraction", excess.fraction.unwrap().value, series.paf, 4);
        let mean = excess.risk.value * 1e4 + series.rates[0];
        series.check("mean", mean, series.mean, 2);
    }
}

#[test]
fn bounded_concentration_indices_are_the_golden_ones() {
    // methods.md 3.3: Wagstaff and Erreygers, rates as proportions.
    for (series, wagstaff, erreygers) in
        [(&SERIES[0], 0.376_567, 0.006_240), (&SERIES[1], 0.392_945, 0.007_664)]
    {
        let counts = ConcentrationLimits::Counts(Chance::Binomial);
        let of = |form| concentration(&series.groups(), form, counts, Level::P95).unwrap().value;
        // One of the printed figures is cut, not rounded.
        series.check("Wagstaff", of(Form::Wagstaff), wagstaff, 5);
        series.check("Erreygers", of(Form::Erreygers), erreygers, 6);
    }
}

#[test]
fn the_grouped_logistic_slope_is_not_that_of_squared_weights() {
    // healthequal weights by the square of the population and finds -86.1 per 10,000 for this made-up
    // authority; the grouped logistic slope is -92.8 (from the most deprived end; ours is its negative).
    let populations = [8265.0, 3840.0, 8936.0, 6357.0, 2236.0, 3437.0, 3842.0, 5993.0, 4164.0, 6322.0];
    let events = [81.0, 43.0, 70.0, 57.0, 14.0, 17.0, 23.0, 31.0, 10.0, 17.0];
    let groups: Vec<Group> = events
        .into_iter()
        .zip(populations)
        .map(|(events, population)| Group { events, population })
        .collect();
    let fit = logit(&groups, Limits::Delta, Level::P95).unwrap();
    assert!((fit.gradient.sii.value * 1e4 - 92.8).abs() < 0.05);
    // Percentages all below one are not taken for proportions: the slope is what it is, in its own unit.
    let percent = |unit: f64| {
        let groups: Vec<Measured> = groups
            .iter()
            .map(|group| {
                let value = group.rate() * unit;
                Measured { value, lower: value * 0.8, upper: value * 1.2, population: group.population }
            })
            .collect();
        ohid(&groups, Scale::Log, OhidLimits::Closed, Level::P95).unwrap()
    };
    let (share, hundred) = (percent(1.0), percent(100.0));
    assert!((hundred.sii.value / share.sii.value - 100.0).abs() < 1e-9);
    // A unit below one swaps no limits, as a multiplier between 0 and 1 does in phe_sii.
    let (share, hundredth) = (share.sii.interval.unwrap(), percent(0.01).sii.interval.unwrap());
    assert!((hundredth.lower - 0.01 * share.lower).abs() < 1e-12 && hundredth.lower < hundredth.upper);
}

#[test]
fn fifths_are_the_golden_ones() {
    // methods.md 3.2: the most deprived fifth's share of cases, and its rate over the least deprived fifth's.
    for (series, share, fold) in [(&SERIES[0], 0.442, 8.0), (&SERIES[1], 0.451, 8.5)] {
        let fifths: Vec<Group> = series
            .groups()
            .chunks(2)
            .map(|pair| Group {
                events: pair[0].events + pair[1].events,
                population: pair[0].population + pair[1].population,
            })
            .collect();
        let gap = range_ratio(&fifths, RatioLimits::MidP, Level::P95).unwrap();
        series.check("fifth over fifth", gap.value, fold, 1);
        // Of two groups the concentration index is the first one's share of cases less its share of people.
        let rest = Group {
            events: fifths[1..].iter().map(|group| group.events).sum(),
            population: fifths[1..].iter().map(|group| group.population).sum(),
        };
        let counts = ConcentrationLimits::Counts(Chance::Poisson);
        let index = concentration(&[fifths[0], rest], Form::Relative, counts, Level::P95).unwrap();
        series.check("share of the most deprived fifth", index.value + 0.2, share, 3);
    }
}
