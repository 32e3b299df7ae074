//! How often limits hold the truth, over simulated authorities that look like child protection.
//!
//! `cargo run --release --example coverage` prints, for every method and setting, the percentage of 95%
//! limits that hold the truth among 2,000 simulated tables, and then how often a method had no answer.
//! A star marks what lies outside 93 to 97. The draws are the same every time.

#![expect(clippy::print_stdout, reason = "the tables are what this program is for")]

use std::collections::BTreeMap;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson};
use social_gradient::stats::gradient::{
    Draws, Gradient, Limits, LinearLimits, Measured, OhidLimits, Relative, Scale, linear, logit,
    negative_binomial, ohid, per_step, poisson, poisson_clustered, ridits,
};
use social_gradient::stats::inequality::{
    Chance, ConcentrationLimits, Form, Reference, attributable, between, concentration, mean_log_deviation,
    theil,
};
use social_gradient::stats::rates::{
    CountLimits, Published, RatioLimits, clopper_pearson::clopper_pearson, difference, jeffreys::jeffreys,
    rate, ratio, wilson,
};
use social_gradient::stats::standardise::{Small, Stratum, direct, fay_feuer};
use social_gradient::stats::{Answer, Estimate, Group, Interval, Level};

const TABLES: usize = 2000;
const LEVEL: Level = Level::P95;

/// How events come about besides chance.
#[derive(Clone, Copy)]
enum Excess {
    None,
    /// Deciles vary about the line with this squared coefficient of variation.
    Deciles(f64),
    /// Small areas of 400 children do.
    Areas(f64),
    /// Events come in families of one to three.
    Siblings,
}

struct Setting {
    name: &'static str,
    events: f64,
    populations: [f64; 10],
    ratio: f64,
    excess: Excess,
}

const EVEN: [f64; 10] = [4000.0; 10];
const SMALL: [f64; 10] = [500.0; 10];
const LARGE: [f64; 10] = [20_000.0; 10];
const DEPRIVED: [f64; 10] =
    [20_000.0, 15_000.0, 9000.0, 6000.0, 4000.0, 3000.0, 2000.0, 1500.0, 1000.0, 500.0];
const LEAFY: [f64; 10] = [500.0, 900.0, 1500.0, 2500.0, 3000.0, 4000.0, 6000.0, 9000.0, 12_000.0, 15_000.0];

const SETTINGS: [Setting; 12] = [
    Setting { name: "5 even", events: 5.0, populations: EVEN, ratio: 3.0, excess: Excess::None },
    Setting { name: "10 small", events: 10.0, populations: SMALL, ratio: 6.0, excess: Excess::None },
    Setting { name: "20 even", events: 20.0, populations: EVEN, ratio: 10.0, excess: Excess::None },
    Setting { name: "40 deprived", events: 40.0, populations: DEPRIVED, ratio: 6.0, excess: Excess::None },
    Setting { name: "40 leafy", events: 40.0, populations: LEAFY, ratio: 6.0, excess: Excess::None },
    Setting { name: "80 flat", events: 80.0, populations: EVEN, ratio: 1.0, excess: Excess::None },
    Setting { name: "150 even", events: 150.0, populations: EVEN, ratio: 12.0, excess: Excess::None },
    Setting { name: "400 large", events: 400.0, populations: LARGE, ratio: 12.0, excess: Excess::None },
    Setting {
        name: "150 spread",
        events: 150.0,
        populations: EVEN,
        ratio: 6.0,
        excess: Excess::Deciles(0.05),
    },
    Setting { name: "400 areas", events: 400.0, populations: LEAFY, ratio: 6.0, excess: Excess::Areas(0.5) },
    Setting { name: "60 siblings", events: 60.0, populations: EVEN, ratio: 6.0, excess: Excess::Siblings },
    Setting {
        name: "400 siblings",
        events: 400.0,
        populations: LARGE,
        ratio: 10.0,
        excess: Excess::Siblings,
    },
];

/// Shares of families with one, two and three children involved.
const FAMILIES: [f64; 3] = [0.6, 0.25, 0.15];

impl Setting {
    /// What each decile's events would be in the long run: a straight line in the logarithm of the rate.
    fn truth(&self) -> Vec<Group> {
        let blank = self.populations.map(|population| Group { events: 0.0, population });
        let ranks = ridits(&blank).expect("ten deciles with people");
        let line: Vec<f64> = ranks.iter().map(|rank| ((1.0 - rank) * self.ratio.ln()).exp()).collect();
        let whole: f64 = line.iter().zip(self.populations).map(|(rate, people)| rate * people).sum();
        line.iter()
            .zip(self.populations)
            .map(|(rate, population)| Group { events: self.events * rate * population / whole, population })
            .collect()
    }

    /// One simulated table, and each decile's sum of squared events per family.
    fn draw(&self, truth: &[Group], random: &mut ChaCha12Rng) -> (Vec<Group>, Vec<f64>) {
        let mut squares = Vec::with_capacity(truth.len());
        let groups = truth
            .iter()
            .map(|group| {
                let (events, square) = match self.excess {
                    Excess::None => singles(count(group.events, random)),
                    Excess::Deciles(spread) => singles(count(group.events * factor(spread, random), random)),
                    Excess::Areas(spread) => {
                        let spread = spread * 400.0 / group.population.max(400.0);
                        singles(count(group.events * factor(spread, random), random))
                    }
                    Excess::Siblings => {
                        let mean: f64 =
                            (1..).zip(FAMILIES).map(|(size, share)| f64::from(size) * share).sum();
                        (1..).zip(FAMILIES).fold((0.0, 0.0), |(events, square), (size, share)| {
                            let families = count(group.events / mean * share, random);
                            let size = f64::from(size);
                            (events + size * families, square + size * size * families)
                        })
                    }
                };
                squares.push(square);
                Group { events, ..*group }
            })
            .collect();
        (groups, squares)
    }
}

/// A factor of mean one with a squared coefficient of variation.
fn factor(spread: f64, random: &mut ChaCha12Rng) -> f64 {
    Gamma::new(1.0 / spread, spread).expect("a spread above nought").sample(random)
}

fn singles(events: f64) -> (f64, f64) {
    (events, events)
}

fn count(mean: f64, random: &mut ChaCha12Rng) -> f64 {
    Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(random))
}

/// How one method fared in one setting.
#[derive(Clone, Copy, Default)]
struct Tally {
    tables: usize,
    answers: usize,
    held: usize,
}

type Tallies = BTreeMap<(usize, &'static str), Tally>;

struct Recorder<'a> {
    tallies: &'a mut Tallies,
    order: usize,
}

impl Recorder<'_> {
    fn note(&mut self, method: &'static str, limits: Answer<Option<Interval>>, truth: f64) {
        let tally = self.tallies.entry((self.order, method)).or_default();
        self.order += 1;
        tally.tables += 1;
        if let Ok(Some(limits)) = limits {
            tally.answers += 1;
            tally.held += usize::from(limits.holds(truth));
        }
    }

    fn estimate(&mut self, method: &'static str, estimate: Answer<Estimate>, truth: f64) {
        self.note(method, estimate.map(|estimate| estimate.interval), truth);
    }
}

fn run(setting: &Setting, draws: &Draws) -> Tallies {
    let truth = setting.truth();
    let aims = Aims::of(&truth, setting.ratio);
    let mut random = ChaCha12Rng::seed_from_u64(2026);
    let mut tallies = Tallies::new();
    for _ in 0..TABLES {
        let (groups, squares) = setting.draw(&truth, &mut random);
        let mut to = Recorder { tallies: &mut tallies, order: 0 };
        one_rate(&mut to, &groups, &truth);
        two_rates(&mut to, &groups, &truth);
        standardised(&mut to, setting, &mut random);
        gradients(&mut to, &groups, &squares, &aims);
        published(&mut to, &groups, &aims, draws);
        summaries(&mut to, &groups, &aims);
    }
    tallies
}

fn one_rate(to: &mut Recorder<'_>, groups: &[Group], truth: &[Group]) {
    let (group, aim) = (groups[0], truth[0].rate());
    for (name, limits) in [
        ("rate: house", CountLimits::House),
        ("rate: Byar", CountLimits::Byar),
        ("rate: exact", CountLimits::Exact),
        ("rate: score", CountLimits::Score),
    ] {
        to.estimate(name, rate(group, limits, LEVEL), aim);
    }
    to.estimate("share: Wilson", wilson(group, LEVEL), aim);
    to.estimate("share: Clopper-Pearson", clopper_pearson(group, LEVEL), aim);
    to.estimate("share: Jeffreys", jeffreys(group, LEVEL), aim);
}

fn two_rates(to: &mut Recorder<'_>, groups: &[Group], truth: &[Group]) {
    let (first, last) = (groups[0], groups[9]);
    let (gap, fold) = (truth[0].rate() - truth[9].rate(), truth[0].rate() / truth[9].rate());
    to.estimate("difference: recovered from score", difference(first, last, LEVEL), gap);
    let wald = Published::rate(first)
        .and_then(|first| Ok((first, Published::rate(last)?)))
        .and_then(|(first, last)| difference::of_published(first, last, LEVEL));
    to.estimate("difference: Wald", wald, gap);
    for (name, limits) in [
        ("ratio: mid-P", RatioLimits::MidP),
        ("ratio: exact", RatioLimits::Exact),
        ("ratio: log", RatioLimits::Log),
    ] {
        to.estimate(name, ratio(first, last, limits, LEVEL), fold);
    }
}

/// Single years of age with rates that fall to school age and rise again, and a standard that counts each
/// alike.
fn standardised(to: &mut Recorder<'_>, setting: &Setting, random: &mut ChaCha12Rng) {
    let people: f64 = setting.populations.iter().sum();
    let bands: Vec<Group> = (0..18)
        .map(|age| {
            let age = f64::from(age);
            let population = people / 18.0 * (1.0 + 0.25 * (age / 3.0).sin());
            Group { events: 1.0 + (age - 10.0).powi(2) / 30.0, population }
        })
        .collect();
    let whole: f64 = bands.iter().map(|band| band.events * band.population).sum();
    let truth: Vec<Group> = bands
        .iter()
        .map(|band| Group { events: setting.events * band.events * band.population / whole, ..*band })
        .collect();
    let (groups, squares) = setting.draw(&truth, random);
    let aim = truth.iter().map(Group::rate).sum::<f64>() / 18.0;
    let alone: Vec<Stratum> =
        groups.iter().map(|group| Stratum::independent(group.events, group.population, 1.0)).collect();
    let clustered: Vec<Stratum> =
        alone.iter().zip(squares).map(|(stratum, squares)| Stratum { squares, ..*stratum }).collect();
    let limits = |strata: &[Stratum]| direct(strata, Small::Withheld, LEVEL).map(|rate| Some(rate.interval));
    to.note("dsr: Dobson-Byar", limits(&alone), aim);
    to.note("dsr: with clusters", limits(&clustered), aim);
    to.note("dsr: gamma", fay_feuer(&alone, LEVEL).map(|rate| Some(rate.interval)), aim);
}

/// What each figure would be in the long run.
struct Aims {
    rii: f64,
    sii: f64,
    over_mean: f64,
    step: f64,
    linear: f64,
    linear_over_mean: f64,
    published_log: (f64, f64),
    concentration: f64,
    generalised: f64,
    par: f64,
    paf: f64,
    theil: f64,
    mld: f64,
    variance: f64,
}

impl Aims {
    fn of(truth: &[Group], ratio: f64) -> Self {
        let fit = poisson(truth, Limits::Delta, LEVEL).expect("a line");
        let line = linear(truth, LinearLimits::Student, LEVEL).expect("a line");
        let log =
            ohid(&measured(truth).expect("rates"), Scale::Log, OhidLimits::Closed, LEVEL).expect("a line");
        let index = |form| {
            concentration(truth, form, ConcentrationLimits::Counts(Chance::Poisson), LEVEL)
                .expect("an index")
                .value
        };
        let excess =
            attributable(truth, Reference::LeastDeprived, Chance::Poisson, LEVEL).expect("an excess");
        assert!((fit.rii.value / ratio - 1.0).abs() < 1e-9, "the line is the one the tables are drawn from");
        Self {
            rii: ratio,
            sii: fit.sii.value,
            over_mean: fit.slope_over_mean.value,
            step: per_step(truth, Limits::Delta, LEVEL).expect("a step").ratio.value,
            linear: line.sii.value,
            linear_over_mean: line.relative(Relative::SlopeOverMean).expect("events").value,
            published_log: (log.sii.value, log.rii.expect("ends above nought").value),
            concentration: index(Form::Relative),
            generalised: index(Form::Generalised),
            par: excess.risk.value,
            paf: excess.fraction.expect("events").value,
            theil: theil(truth, Chance::Poisson, LEVEL).expect("events").value,
            mld: mean_log_deviation(truth, Chance::Poisson, LEVEL).expect("events").value,
            variance: between(truth, Chance::Poisson, LEVEL).expect("a spread").variance.value,
        }
    }
}

fn gradients(to: &mut Recorder<'_>, groups: &[Group], squares: &[f64], aims: &Aims) {
    for (ratio, slope, limits) in [
        ("RII Poisson: delta", "SII Poisson: delta", Limits::Delta),
        ("RII Poisson: inflated", "SII Poisson: inflated", Limits::Inflated),
        ("RII Poisson: HC0", "SII Poisson: HC0", Limits::Hc0),
        ("RII Poisson: HC1", "SII Poisson: HC1", Limits::Hc1),
        ("RII Poisson: profile", "SII Poisson: profile", Limits::Profile),
        ("RII Poisson: inflated profile", "SII Poisson: inflated profile", Limits::InflatedProfile),
    ] {
        both(to, (ratio, slope), poisson(groups, limits, LEVEL), aims);
    }
    let clustered = poisson_clustered(groups, squares, LEVEL);
    both(to, ("RII Poisson: clusters", "SII Poisson: clusters"), clustered, aims);
    for (ratio, slope, limits) in [
        ("RII NB2: delta", "SII NB2: delta", Limits::Delta),
        ("RII NB2: profile", "SII NB2: profile", Limits::Profile),
    ] {
        both(to, (ratio, slope), negative_binomial(groups, limits, LEVEL).map(|fit| fit.gradient), aims);
    }
    let shares = |limits| logit(groups, limits, LEVEL).map(|fit| fit.gradient);
    both(to, ("RII logit: delta", "SII logit: delta"), shares(Limits::Delta), aims);
    both(to, ("RII logit: profile", "SII logit: profile"), shares(Limits::Profile), aims);
    let over_mean = |limits| poisson(groups, limits, LEVEL).map(|fit| fit.slope_over_mean);
    to.estimate("slope/mean Poisson: delta", over_mean(Limits::Delta), aims.over_mean);
    to.estimate("slope/mean Poisson: inflated", over_mean(Limits::Inflated), aims.over_mean);
    to.estimate(
        "step: inflated",
        per_step(groups, Limits::Inflated, LEVEL).map(|step| step.ratio),
        aims.step,
    );
    for (name, limits) in [
        ("SII linear: Student", LinearLimits::Student),
        ("SII linear: HC1", LinearLimits::Hc1),
        ("SII linear: HC3", LinearLimits::Hc3),
    ] {
        to.estimate(name, linear(groups, limits, LEVEL).map(|fit| fit.sii), aims.linear);
    }
    let relative =
        linear(groups, LinearLimits::Student, LEVEL).and_then(|fit| fit.relative(Relative::SlopeOverMean));
    to.estimate("slope/mean linear: Student", relative, aims.linear_over_mean);
}

fn both(to: &mut Recorder<'_>, names: (&'static str, &'static str), fit: Answer<Gradient>, aims: &Aims) {
    to.estimate(names.0, fit.map(|fit| fit.rii), aims.rii);
    to.estimate(names.1, fit.map(|fit| fit.sii), aims.sii);
}

fn measured(groups: &[Group]) -> Answer<Vec<Measured>> {
    groups
        .iter()
        .map(|&group| {
            let Estimate { value, interval } = rate(group, CountLimits::House, LEVEL)?;
            let limits = interval.expect("limits of a rate");
            Ok(Measured { value, lower: limits.lower, upper: limits.upper, population: group.population })
        })
        .collect()
}

fn published(to: &mut Recorder<'_>, groups: &[Group], aims: &Aims, draws: &Draws) {
    let of = |scale, limits| measured(groups).and_then(|groups| ohid(&groups, scale, limits, LEVEL));
    let closed = of(Scale::Linear, OhidLimits::Closed);
    to.estimate("SII OHID linear: closed", closed.map(|fit| fit.sii), aims.linear);
    let log = of(Scale::Log, OhidLimits::Closed);
    to.estimate("SII OHID log: closed", log.map(|fit| fit.sii), aims.published_log.0);
    to.estimate("RII OHID log: closed", log.and_then(|fit| fit.rii), aims.published_log.1);
    let simulated = of(Scale::LinearLogErrors, OhidLimits::Simulated(draws));
    to.estimate("SII OHID linear, log errors: simulated", simulated.map(|fit| fit.sii), aims.linear);
}

fn summaries(to: &mut Recorder<'_>, groups: &[Group], aims: &Aims) {
    let index = |form, limits| concentration(groups, form, limits, LEVEL).map(|index| index.interval);
    let counts = ConcentrationLimits::Counts(Chance::Poisson);
    to.note("concentration: counts", index(Form::Relative, counts), aims.concentration);
    to.note(
        "concentration: regression",
        index(Form::Relative, ConcentrationLimits::Regression),
        aims.concentration,
    );
    to.note(
        "concentration: regr. delta",
        index(Form::Relative, ConcentrationLimits::RegressionDelta),
        aims.concentration,
    );
    to.note("generalised concentration: counts", index(Form::Generalised, counts), aims.generalised);
    let excess = attributable(groups, Reference::LeastDeprived, Chance::Poisson, LEVEL);
    to.note("PAR: from difference", excess.map(|excess| excess.risk.interval), aims.par);
    let fraction = excess.and_then(|excess| excess.fraction);
    to.note("PAF: from mid-P ratio", fraction.map(|fraction| fraction.interval), aims.paf);
    to.note("Theil: delta", theil(groups, Chance::Poisson, LEVEL).map(|index| index.interval), aims.theil);
    let deviation = mean_log_deviation(groups, Chance::Poisson, LEVEL);
    to.note("mean log deviation: delta", deviation.map(|index| index.interval), aims.mld);
    let spread = between(groups, Chance::Poisson, LEVEL);
    to.note("between-group variance", spread.map(|spread| spread.variance.interval), aims.variance);
}

fn main() {
    let draws = Draws::new("coverage", 10, 1000);
    let (early, late) = SETTINGS.split_at(SETTINGS.len() / 2);
    let all = |settings: &[Setting]| settings.iter().map(|setting| run(setting, &draws)).collect::<Vec<_>>();
    let columns = std::thread::scope(|scope| {
        let first = scope.spawn(|| all(early));
        let mut second = all(late);
        let mut columns = first.join().expect("a thread that ends");
        columns.append(&mut second);
        columns
    });
    println!("Percentage of 95% limits that hold the truth, of {TABLES} tables (standard error 0.5)\n");
    print_table(&columns, |tally| {
        if tally.answers * 20 < tally.tables {
            return "-".to_owned();
        }
        let share = 100.0 * tally.held as f64 / tally.answers as f64;
        format!("{share:.1}{}", if (93.0..=97.0).contains(&share) { " " } else { "*" })
    });
    println!("\nPercentage of tables for which a method has no answer, or none with limits\n");
    print_table(&columns, |tally| {
        format!("{:.0} ", 100.0 * (tally.tables - tally.answers) as f64 / tally.tables as f64)
    });
}

fn print_table(columns: &[Tallies], cell: impl Fn(&Tally) -> String) {
    print!("| {:38} |", "method");
    for setting in &SETTINGS {
        print!(" {:>12} |", setting.name);
    }
    println!();
    print!("| {} |", "-".repeat(38));
    for _ in &SETTINGS {
        print!(" {}: |", "-".repeat(11));
    }
    println!();
    for key in columns[0].keys() {
        print!("| {:38} |", key.1);
        for column in columns {
            print!(" {:>12} |", cell(&column[key]));
        }
        println!();
    }
}
