//! The methods that the program uses unless it is asked for others: with the families of events known, as they are in a run
//! on returns and where a table of counts has `families` and `sum_sq`; and of a table without them the gradient, which is
//! the one that has limits there.

use rand_chacha::ChaCha12Rng;
use rand_distr::{Bernoulli, Binomial, Distribution};

use super::journeys;
use super::record::Recorder;
use super::setting::{Setting, Table, ages};
use crate::stats::gradient::{
    Limits, Measured, OhidLimits, Scale, logit, negative_binomial, ohid, per_unit, poisson, ridits,
};
use crate::stats::inequality::{
    Chance, ConcentrationLimits, Form, Reference, attributable, between, concentration, mean_log_deviation,
    range_difference, range_ratio, theil,
};
use crate::stats::interaction::{Additive, Exposures, Families, additive};
use crate::stats::rates::{Clusters, CountLimits, RatioLimits, effective, rate, shared_out, wilson};
use crate::stats::standardise::{Reference as Standard, Small, Stratum, direct, indirect};
use crate::stats::{Answer, Estimate, Group, Interval, Level, NoAnswer};

const LEVEL: Level = Level::P95;

/// What is noted beside the defaults: see [`Calibration::others`](super::Calibration::others).
pub(super) const OTHERS: &[&str] = &[RATE_APART, RATE_WIDENED, RELATIVE_OHID, SLOPE_OHID];
const RATE_APART: &str = "rate, each case of a family of its own";
const RATE_WIDENED: &str = "rate, widened by its table's spread";
const RELATIVE_OHID: &str = "relative index, OHID on logarithms";
const SLOPE_OHID: &str = "slope index, OHID on logarithms";

/// Notes what every default makes of a table.
pub(super) fn note(to: &mut Recorder, setting: &Setting, table: &Table, random: &mut ChaCha12Rng) {
    let seen = counted(table);
    rates(to, table, &seen);
    standardised(to, setting, table, random);
    indirectly(to, table, &seen);
    gradients(to, table, &seen);
    steps(to, setting, random);
    summaries(to, table, &seen);
    shares(to, setting, random);
    conventions(to, table, &seen);
    categories(to, setting, random);
    not_recorded(to, setting, random);
    journeys::note(to, setting, random);
}

/// Returns the table's groups as the program takes them where families are known.
fn counted(table: &Table) -> Vec<Group> {
    all_effective(&table.seen, effect(table))
}

/// Returns the design effect of all children of a table.
fn effect(table: &Table) -> f64 {
    design_effect(&table.seen, Some(table.squares.iter().sum()), Some(table.families))
}

/// Returns groups as they would be taken if how much they vary about a line told how cases come in families: what might
/// have been the default where nothing tells.
fn widened(seen: &[Group]) -> Vec<Group> {
    let spread = poisson(seen, Limits::default(), LEVEL).ok().and_then(|fit| fit.dispersion);
    all_effective(seen, design_effect(seen, spread.map(|spread| spread * events(seen)), None))
}

/// Returns the design effect of groups with the second moment of cases by family and the number of families.
fn design_effect(seen: &[Group], squares: Option<f64>, clusters: Option<f64>) -> f64 {
    Clusters { events: events(seen), squares, clusters }.effect(LEVEL).expect("counts")
}

/// Returns groups as their effective size has them.
fn all_effective(seen: &[Group], effect: f64) -> Vec<Group> {
    seen.iter().map(|group| effective(*group, effect)).collect()
}

fn events(groups: &[Group]) -> f64 {
    groups.iter().map(|group| group.events).sum()
}

fn limits(estimate: Answer<Estimate>) -> Answer<Option<Interval>> {
    estimate.map(|estimate| estimate.interval)
}

fn rates(to: &mut Recorder, table: &Table, seen: &[Group]) {
    let all = || 0..table.own.len();
    let of = |groups: &[Group], at: usize| {
        (limits(rate(groups[at], CountLimits::default(), LEVEL)), table.own[at].rate())
    };
    to.each("rate, of each group", all().map(|at| of(seen, at)));
    to.each(RATE_APART, all().map(|at| of(&table.seen, at)));
    let widened = widened(&table.seen);
    to.each(RATE_WIDENED, all().map(|at| of(&widened, at)));
    to.each("share, of each group", all().map(|at| (limits(wilson(seen[at], LEVEL)), table.own[at].rate())));
    let (gap, fold) = (table.own[0].rate() - table.own[9].rate(), table.own[0].rate() / table.own[9].rate());
    to.estimate("difference of the ends", range_difference(seen, LEVEL), gap);
    to.estimate("ratio of the ends", range_ratio(seen, RatioLimits::default(), LEVEL), fold);
}

/// Single years of age, and a standard that counts each alike.
fn standardised(to: &mut Recorder, setting: &Setting, table: &Table, random: &mut ChaCha12Rng) {
    let people: f64 = setting.populations.iter().sum();
    let all = events(&table.line);
    let bands = ages(people);
    let whole: f64 = bands.iter().map(|band| band.events * band.population).sum();
    let line: Vec<Group> = bands
        .iter()
        .map(|band| Group { events: all * band.events * band.population / whole, ..*band })
        .collect();
    let drawn = setting.draw(&line, random);
    let aim = drawn.own.iter().map(Group::rate).sum::<f64>() / 18.0;
    let stratum = |(group, &squares): (&Group, &f64)| Stratum {
        events: group.events,
        squares,
        population: group.population,
        weight: 1.0,
    };
    let strata: Vec<Stratum> = drawn.seen.iter().zip(&drawn.squares).map(stratum).collect();
    let found = direct(&strata, Small::Withheld, CountLimits::default(), LEVEL);
    to.note("directly standardised rate", found.map(|rate| Some(rate.interval)), aim);
}

/// The whole table beside what it would be on the line.
fn indirectly(to: &mut Recorder, table: &Table, seen: &[Group]) {
    let people: Vec<f64> = seen.iter().map(|group| group.population).collect();
    let reference: Vec<Standard> = table
        .line
        .iter()
        .map(|group| Standard { events: group.events, population: group.population })
        .collect();
    let found = indirect(events(seen), &people, &reference, CountLimits::default(), LEVEL);
    to.estimate(
        "indirectly standardised ratio",
        found.map(|it| it.ratio),
        events(&table.own) / events(&table.line),
    );
}

/// Shares of so many children as the setting has events, that rise from 30% at one end to 60% at the other. Where the setting
/// has siblings, what becomes of one child of a family becomes of all.
fn shares(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let whole: f64 = setting.populations.iter().sum();
    let people = setting.populations.map(|one| (setting.events * one / whole).round().max(1.0));
    let blank = people.map(|population| Group { events: 0.0, population });
    let ranks = ridits(&blank).expect("ten groups with people");
    let odds = |share: f64| (share / (1.0 - share)).ln();
    let share = |rank: f64| 1.0 / (1.0 + (odds(0.6) * (rank - 1.0) - odds(0.3) * rank).exp());
    let (mut squares, mut families) = (0.0, 0.0);
    let drawn: Vec<Group> = blank
        .iter()
        .zip(&ranks)
        .map(|(of, &rank)| {
            let is_so = Bernoulli::new(share(rank)).expect("a share");
            let mut group = Group { events: 0.0, population: 0.0 };
            while group.population < of.population {
                let size = setting.family(random) as f64;
                group.population += size;
                group.events += if is_so.sample(random) { size } else { 0.0 };
                squares += size * size;
                families += 1.0;
            }
            group
        })
        .collect();
    let children: f64 = drawn.iter().map(|group| group.population).sum();
    let clusters = Clusters { events: children, squares: Some(squares), clusters: Some(families) };
    let seen = all_effective(&drawn, clusters.effect(LEVEL).expect("counts"));
    let found = logit(&seen, Limits::default(), LEVEL);
    to.estimate("relative index of shares", found.map(|fit| fit.gradient.rii), 2.0);
    to.estimate("slope index of shares", found.map(|fit| fit.gradient.sii), 0.3);
    let own: Vec<Group> = drawn
        .iter()
        .zip(&ranks)
        .map(|(of, &rank)| Group { events: share(rank) * of.population, ..*of })
        .collect();
    for (name, form) in [
        ("concentration of shares, Wagstaff", Form::Wagstaff),
        ("concentration of shares, Erreygers", Form::Erreygers),
    ] {
        let index = |groups: &[Group]| {
            concentration(groups, form, ConcentrationLimits::Counts(Chance::Binomial), LEVEL)
        };
        to.note(name, index(&seen).map(|index| index.interval), index(&own).expect("an index").value);
    }
}

fn gradients(to: &mut Recorder, table: &Table, seen: &[Group]) {
    let aim = poisson(&table.line, Limits::Delta, LEVEL).expect("a line");
    let found = poisson(seen, Limits::default(), LEVEL);
    to.estimate("relative index", found.map(|fit| fit.rii), aim.rii.value);
    to.estimate("slope index", found.map(|fit| fit.sii), aim.sii.value);
    to.estimate("slope over mean", found.map(|fit| fit.slope_over_mean), aim.slope_over_mean.value);
    let blind = poisson(&table.seen, Limits::default(), LEVEL);
    to.estimate("relative index, families untold", blind.map(|fit| fit.rii), aim.rii.value);
    to.estimate("slope index, families untold", blind.map(|fit| fit.sii), aim.sii.value);
}

/// Tables whose rates lie on a line over steps, or over scores that fall ever more slowly, and not over people.
fn steps(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let of_steps: [f64; 10] = std::array::from_fn(|at| 1.0 - at as f64 / 9.0);
    let of_scores = of_steps.map(|step| step * step);
    for (name, along) in [("gradient per step", of_steps), ("gradient per unit of a score", of_scores)] {
        let shape = |at: usize| setting.ratio.powf(along[at]) * setting.populations[at];
        let whole: f64 = (0..10).map(shape).sum();
        let line: Vec<Group> = (0..10)
            .map(|at| Group {
                events: setting.events * shape(at) / whole,
                population: setting.populations[at],
            })
            .collect();
        let seen = counted(&setting.draw(&line, random));
        let found = per_unit(&seen, &along, Limits::default(), LEVEL);
        to.estimate(name, found.map(|per| per.ratio), setting.ratio);
    }
}

fn summaries(to: &mut Recorder, table: &Table, seen: &[Group]) {
    let chance = Chance::Poisson;
    let index =
        |groups: &[Group], form| concentration(groups, form, ConcentrationLimits::Counts(chance), LEVEL);
    for (name, form) in
        [("concentration index", Form::Relative), ("generalised concentration index", Form::Generalised)]
    {
        let aim = index(&table.own, form).expect("an index").value;
        to.note(name, index(seen, form).map(|index| index.interval), aim);
    }
    let excess = |groups: &[Group]| attributable(groups, Reference::LeastDeprived, chance, LEVEL);
    let aim = excess(&table.own).expect("an excess");
    let found = excess(seen);
    to.note("attributable risk", found.map(|excess| excess.risk.interval), aim.risk.value);
    let fraction = found.and_then(|excess| excess.fraction);
    to.note("attributable fraction", fraction.map(|it| it.interval), aim.fraction.expect("events").value);
    let aim = theil(&table.own, chance, LEVEL).expect("events").value;
    to.note("Theil's index", theil(seen, chance, LEVEL).map(|index| index.interval), aim);
    let aim = mean_log_deviation(&table.own, chance, LEVEL).expect("events").value;
    let found = mean_log_deviation(seen, chance, LEVEL);
    to.note("mean log deviation", found.map(|index| index.interval), aim);
    let aim = between(&table.own, chance, LEVEL).expect("a spread").variance.value;
    let found = between(seen, chance, LEVEL);
    to.note("between-group variance", found.map(|spread| spread.variance.interval), aim);
}

/// The same table under other published conventions of the gradient.
fn conventions(to: &mut Recorder, table: &Table, seen: &[Group]) {
    let aim = poisson(&table.line, Limits::Delta, LEVEL).expect("a line");
    let found = negative_binomial(seen, Limits::default(), LEVEL).map(|fit| fit.gradient);
    to.estimate("relative index, negative binomial", found.map(|fit| fit.rii), aim.rii.value);
    to.estimate("slope index, negative binomial", found.map(|fit| fit.sii), aim.sii.value);
    let measured = |group: &Group| {
        let found = rate(*group, CountLimits::default(), LEVEL)?;
        let limits = found.interval.ok_or(NoAnswer::ZeroCount)?;
        Ok(Measured {
            value: found.value,
            lower: limits.lower,
            upper: limits.upper,
            population: group.population,
        })
    };
    let groups: Answer<Vec<Measured>> = seen.iter().map(measured).collect();
    let found = groups.and_then(|groups| ohid(&groups, Scale::Log, OhidLimits::Closed, LEVEL));
    to.estimate(RELATIVE_OHID, found.and_then(|fit| fit.rii), aim.rii.value);
    to.estimate(SLOPE_OHID, found.map(|fit| fit.sii), aim.sii.value);
}

/// One category of children in seven, and one child in ten whose category is not recorded, and who is shared out in
/// proportion.
fn not_recorded(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let people: f64 = setting.populations.iter().sum();
    let line = [1.5 / 7.5, 6.0 / 7.5].into_iter().zip([1.0 / 7.0, 6.0 / 7.0]);
    let line: Vec<Group> =
        line.map(|(events, of)| Group { events: setting.events * events, population: people * of }).collect();
    let table = setting.draw(&line, random);
    let recorded = [0, 1].map(|at| {
        let of: Group = table.seen[at];
        let kept = Binomial::new(of.events as u64, 0.9).expect("a share").sample(random);
        Group { events: kept as f64, ..of }
    });
    let all = events(&table.seen);
    let effect = effect(&table);
    let found = shared_out(recorded[0], events(&recorded), all - events(&recorded), effect, LEVEL);
    to.estimate("rate with those not recorded shared out", found, table.own[0].rate());
}

/// One category of children in seven, by two fifths and three of deprivation, with ratios of 1.5, 2 and 4: the rate of
/// the category beside the others', and how both add up. Of two groups, a seventh and the rest, there are as many events
/// as a fifth of the setting's.
fn categories(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let people: f64 = setting.populations.iter().sum();
    let cells = |shares: &[f64], ratios: &[f64], events: f64, people: f64| -> Vec<Group> {
        let whole: f64 = shares.iter().zip(ratios).map(|(share, ratio)| share * ratio).sum();
        let cell =
            |(share, ratio)| Group { events: events * share * ratio / whole, population: people * share };
        shares.iter().zip(ratios).map(cell).collect()
    };
    let line = cells(&[1.0 / 7.0, 6.0 / 7.0], &[1.5, 1.0], setting.events / 5.0, people / 5.0);
    let table = setting.draw(&line, random);
    let found = range_ratio(&counted(&table), RatioLimits::default(), LEVEL);
    to.estimate("relative rate of a category", found, table.own[0].rate() / table.own[1].rate());
    let shares = [0.6 * 6.0 / 7.0, 0.4 * 6.0 / 7.0, 0.6 / 7.0, 0.4 / 7.0];
    let table = setting.draw(&cells(&shares, &[1.0, 2.0, 1.5, 4.0], setting.events, people), random);
    let of = Exposures {
        neither: table.seen[0],
        first: table.seen[1],
        second: table.seen[2],
        both: table.seen[3],
        families: Families::Together(effect(&table)),
    };
    let [r00, r10, r01, r11] = [0, 1, 2, 3].map(|at| table.own[at].rate());
    let excess = r11 - r10 - r01 + r00;
    for (name, measure, aim) in [
        ("excess risk of interaction (RERI)", Additive::Reri, excess / r00),
        ("attributable proportion (AP)", Additive::Proportion, excess / r11),
        ("joint excess", Additive::Excess, excess),
    ] {
        to.estimate(name, additive(&of, measure, LEVEL), aim);
    }
}
