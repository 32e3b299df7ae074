//! How often every kind of limits holds the truth, over the simulated authorities of `social-gradient calibrate`.
//!
//! `cargo run --release --example coverage` prints, for every method and setting, the percentage of 95%
//! limits that hold the truth. It is for choosing among methods: what the
//! program gives unless asked is in `calibrate`. Families are known to no method but those named for them.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use rand_chacha::ChaCha12Rng;
use social_gradient::calibrate::{Calibration, Recorder, Setting, Table, ages, simulate};
use social_gradient::stats::gradient::{
    Draws, Gradient, Limits, LinearLimits, Measured, OhidLimits, Relative, Scale, linear, logit,
    negative_binomial, ohid, poisson, poisson_clustered,
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
use social_gradient::stats::{Answer, Estimate, Group, Level};

const LEVEL: Level = Level::P95;
/// How many tables are drawn for each setting.
const TABLES: usize = 4000;

fn main() {
    let draws = Draws::new("coverage", 10, 1000);
    let columns = simulate(TABLES, |to, setting, table, random| {
        let (line, own) = (Aims::of(&table.line), Aims::of(&table.own));
        one_rate(to, &table.seen, &table.own);
        two_rates(to, &table.seen, &table.own);
        standardised(to, setting, random);
        gradients(to, table, &line);
        published(to, &table.seen, &line, &draws);
        summaries(to, &table.seen, &own);
    });
    println!("{}", Calibration::of(TABLES, &columns, &[]));
}

fn one_rate(to: &mut Recorder, groups: &[Group], truth: &[Group]) {
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

fn two_rates(to: &mut Recorder, groups: &[Group], truth: &[Group]) {
    let (first, last) = (groups[0], groups[9]);
    let (gap, fold) = (truth[0].rate() - truth[9].rate(), truth[0].rate() / truth[9].rate());
    to.estimate("difference: recovered from score", difference(first, last, LEVEL), gap);
    let wald = Published::rate(first)
        .and_then(|first| Ok((first, Published::rate(last)?)))
        .and_then(|(first, last)| difference::of_published(first, last, LEVEL));
    to.estimate("difference: Wald", wald, gap);
    for (name, limits) in [
        ("ratio: score", RatioLimits::Score),
        ("ratio: mid-P", RatioLimits::MidP),
        ("ratio: exact", RatioLimits::Exact),
        ("ratio: log", RatioLimits::Log),
    ] {
        to.estimate(name, ratio(first, last, limits, LEVEL), fold);
    }
}

/// Single years of age, and a standard that counts each alike.
fn standardised(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let people: f64 = setting.populations.iter().sum();
    let bands = ages(people);
    let whole: f64 = bands.iter().map(|band| band.events * band.population).sum();
    let line: Vec<Group> = bands
        .iter()
        .map(|band| Group { events: setting.events * band.events * band.population / whole, ..*band })
        .collect();
    let Table { own, seen, squares, .. } = setting.draw(&line, random);
    let aim = own.iter().map(Group::rate).sum::<f64>() / 18.0;
    let alone: Vec<Stratum> =
        seen.iter().map(|group| Stratum::independent(group.events, group.population, 1.0)).collect();
    let clustered: Vec<Stratum> =
        alone.iter().zip(squares).map(|(stratum, squares)| Stratum { squares, ..*stratum }).collect();
    let limits = |strata: &[Stratum]| {
        direct(strata, Small::Withheld, CountLimits::House, LEVEL).map(|rate| Some(rate.interval))
    };
    to.note("dsr: Dobson-Byar", limits(&alone), aim);
    to.note("dsr: with clusters", limits(&clustered), aim);
    to.note("dsr: gamma", fay_feuer(&alone, LEVEL).map(|rate| Some(rate.interval)), aim);
}

/// What each figure would be in the long run.
struct Aims {
    rii: f64,
    sii: f64,
    over_mean: f64,
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
    fn of(truth: &[Group]) -> Self {
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
        Self {
            rii: fit.rii.value,
            sii: fit.sii.value,
            over_mean: fit.slope_over_mean.value,
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

fn gradients(to: &mut Recorder, table: &Table, aims: &Aims) {
    let (groups, squares) = (&table.seen, &table.squares);
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

fn both(to: &mut Recorder, names: (&'static str, &'static str), fit: Answer<Gradient>, aims: &Aims) {
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

fn published(to: &mut Recorder, groups: &[Group], aims: &Aims, draws: &Draws) {
    let of = |scale, limits| measured(groups).and_then(|groups| ohid(&groups, scale, limits, LEVEL));
    let closed = of(Scale::Linear, OhidLimits::Closed);
    to.estimate("SII OHID linear: closed", closed.map(|fit| fit.sii), aims.linear);
    let log = of(Scale::Log, OhidLimits::Closed);
    to.estimate("SII OHID log: closed", log.map(|fit| fit.sii), aims.published_log.0);
    to.estimate("RII OHID log: closed", log.and_then(|fit| fit.rii), aims.published_log.1);
    let simulated = of(Scale::LinearLogErrors, OhidLimits::Simulated(draws));
    to.estimate("SII OHID linear, log errors: simulated", simulated.map(|fit| fit.sii), aims.linear);
}

fn summaries(to: &mut Recorder, groups: &[Group], aims: &Aims) {
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
    to.note("PAF: from ratio", fraction.map(|fraction| fraction.interval), aims.paf);
    to.note(
        "Theil: delta",
        theil(groups, Chance::Poisson, LEVEL).map(|index| index.symmetric(LEVEL)),
        aims.theil,
    );
    let deviation = mean_log_deviation(groups, Chance::Poisson, LEVEL);
    to.note("mean log deviation: delta", deviation.map(|index| index.symmetric(LEVEL)), aims.mld);
    let spread = between(groups, Chance::Poisson, LEVEL);
    to.note(
        "between-group variance: delta",
        spread.map(|spread| spread.variance.symmetric(LEVEL)),
        aims.variance,
    );
}
