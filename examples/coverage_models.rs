//! How often 95% limits hold the truth: regression, multilevel and interaction limits over simulated data.
//!
//! Each setting looks like child protection: few events, unequal populations, areas that vary beyond
//! chance, siblings counted together, strata of a few hundred children. Run with
//! `cargo run --release --example coverage_models [lines|strata|pairs|parts|sites]`; the table is the same on every run.

#![expect(clippy::print_stdout, reason = "an example that prints a table")]

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::weighted::WeightedIndex;
use rand_distr::{Binomial, Distribution, Gamma, Normal, Poisson};
use social_gradient::stats::glm::{
    Covariance, Design, Factor, FewClusters, Model, Reference, Variable, clustered, covariance, fit,
    negative_binomial, profile, wald,
};
use social_gradient::stats::inequality::range_ratio;
use social_gradient::stats::interaction::{
    Additive, Exposures, Families, Joint, Limits, additive, attributable_proportion, reri, synergy,
};
use social_gradient::stats::multilevel::{
    Areas, Flagging, Kind, Nodes, Spread, gradients, multilevel, predict, residuals, restricted,
    restricted_limits, variance_limits,
};
use social_gradient::stats::rates::{Clusters, CountLimits, RatioLimits, effective, rate, wilson, within};
use social_gradient::stats::{Answer, Estimate, Group, Interval, Level, NoAnswer};

/// How many data sets are drawn at each setting: of models, and of what is had from counts in a closed form.
const FITTED: usize = 2000;
const CLOSED: usize = 16_000;

/// For each method: how many limits held the truth, and how many there were.
type Tally = BTreeMap<&'static str, (usize, usize)>;

fn main() {
    println!("{:<44} {:<26} {:>7} {:>9}", "setting", "limits", "held", "datasets");
    let only = std::env::args().nth(1);
    let sections: [(&str, fn()); 5] =
        [("lines", lines), ("strata", strata), ("pairs", pairs), ("parts", parts), ("sites", sites)];
    for (name, section) in sections {
        if only.as_deref().is_none_or(|only| only == name) {
            section();
        }
    }
}

fn lines() {
    // How many areas, how many events, how unlike the areas are beyond chance, and how many children of a family.
    for (areas, events, theta, family) in [
        (10, 20.0, None, 1.0),
        (10, 60.0, None, 1.0),
        (10, 400.0, None, 1.0),
        (10, 150.0, Some(20.0), 1.0),
        (10, 60.0, None, 2.0),
        (10, 400.0, None, 2.0),
        (120, 40.0, None, 1.0),
        (120, 150.0, None, 1.0),
        (120, 400.0, None, 1.0),
        (120, 150.0, Some(2.0), 1.0),
        (120, 400.0, Some(2.0), 1.0),
        (120, 400.0, None, 2.0),
    ] {
        let beyond = if theta.is_some() { ", over-dispersed" } else { "" };
        let siblings = if family > 1.0 { ", siblings" } else { "" };
        let setting = Gradient { areas, events, theta, family };
        report(&format!("{areas} areas, {events} events{beyond}{siblings}"), FITTED, |random, tally| {
            setting.run(random, tally);
        });
    }
}

fn strata() {
    let of_48 = [4, 3, 2, 2];
    for (widths, people, rate, variance) in [
        (of_48, 800.0, 0.02, 0.10),
        (of_48, 800.0, 0.02, 0.40),
        (of_48, 150.0, 0.05, 0.20),
        (of_48, 400.0, 0.02, 0.20),
        (of_48, 400.0, 0.05, 0.10),
        (of_48, 2000.0, 0.01, 0.05),
        // The crosses of the default plan.
        ([5, 4, 1, 1], 2000.0, 0.02, 0.10),
        ([5, 4, 1, 1], 2000.0, 0.02, 0.40),
        ([5, 1, 2, 2], 2000.0, 0.02, 0.10),
        ([5, 1, 2, 2], 500.0, 0.03, 0.40),
    ] {
        let strata: usize = widths.iter().product();
        let (level, percent) = (f64::ln(rate), 100.0 * rate);
        let name = format!("{strata} strata of {people}, rate {percent}%, variance {variance:.2}");
        for (law, kind) in [(Law::Binomial, "shares"), (Law::Poisson, "counts")] {
            let strata = Crossing { widths, people, level, variance, siblings: None };
            report(&format!("{name}, {kind}"), FITTED, |random, tally| strata.run(law, random, tally));
        }
        for (siblings, kind) in [(Siblings::Together, "together"), (Siblings::Apart, "apart")] {
            let strata = Crossing { widths, people, level, variance, siblings: Some(siblings) };
            report(&format!("{name}, siblings {kind}"), FITTED, |random, tally| {
                strata.run(Law::Poisson, random, tally)
            });
        }
    }
}

fn pairs() {
    for rate in [0.004, 0.012, 0.04] {
        for events in [60.0, 120.0, 250.0, 400.0] {
            let setting = Pair { people: events / (1.44 * rate), rate };
            report(&format!("two exposures, {events} events, rate {rate}"), CLOSED, |random, tally| {
                setting.run(random, tally);
            });
        }
    }
}

fn parts() {
    for (ratios, name) in [
        ([1.0, 2.0, 1.1, 2.4], "alike"),
        ([1.0, 2.0, 1.5, 4.0], "unlike"),
        ([1.0, 2.5, 1.3, 2.8], "less together"),
    ] {
        for events in [60.0, 150.0, 250.0, 400.0] {
            report(&format!("boys beside girls, {name}, {events} events"), CLOSED, |random, tally| {
                Parts { ratios, events }.run(random, tally);
            });
        }
    }
}

fn sites() {
    for (sites, areas) in [(2, 40), (4, 20), (4, 60), (10, 30)] {
        for (events, variance) in [(2.0, 0.0), (5.0, 0.1), (10.0, 0.3)] {
            let name =
                format!("{sites} sites of {areas} areas, {events} events an area, variance {variance}");
            report(&name, FITTED, |random, tally| {
                Sites { sites, areas, events, variance }.run(random, tally);
            });
        }
    }
}

/// Runs a setting over its data sets, seeded by its name, and prints its rows.
fn report(name: &str, datasets: usize, run: impl Fn(&mut ChaCha8Rng, &mut Tally) + Sync) {
    let halves: Vec<Tally> = std::thread::scope(|scope| {
        let run = &run;
        let worker = |half: usize| {
            move || {
                let mut tally = Tally::new();
                for dataset in (half..datasets).step_by(2) {
                    run(&mut ChaCha8Rng::seed_from_u64(seed(name, dataset)), &mut tally);
                }
                tally
            }
        };
        let handles = [scope.spawn(worker(0)), scope.spawn(worker(1))];
        handles.map(|handle| handle.join().expect("a worker that ends")).into()
    });
    let mut tally = Tally::new();
    for (method, (held, given)) in halves.into_iter().flatten() {
        let total = tally.entry(method).or_default();
        *total = (total.0 + held, total.1 + given);
    }
    for (method, (held, given)) in tally {
        println!("{name:<44} {method:<26} {:>6.1}% {given:>9}", 100.0 * held as f64 / given as f64);
    }
}

/// Returns a seed from a name and a number (FNV-1a).
fn seed(name: &str, dataset: usize) -> u64 {
    let bytes = name.bytes().chain(dataset.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn note(tally: &mut Tally, method: &'static str, limits: Answer<Interval>, truth: f64) {
    if let Ok(limits) = limits {
        let entry = tally.entry(method).or_default();
        *entry = (entry.0 + usize::from(limits.holds(truth)), entry.1 + 1);
    }
}

fn limits_of(estimate: Answer<Estimate>) -> Answer<Interval> {
    estimate.map(|estimate| estimate.interval.expect("limits"))
}

fn poisson(random: &mut ChaCha8Rng, mean: f64) -> f64 {
    Poisson::new(mean).expect("a law").sample(random)
}

fn uniform(random: &mut ChaCha8Rng, low: f64, high: f64) -> f64 {
    rand_distr::Uniform::new(low, high).expect("a law").sample(random)
}

/// Counts over areas in order of deprivation, with a rate ratio of five between the ends.
#[derive(Clone, Copy)]
struct Gradient {
    areas: usize,
    events: f64,
    /// Size of the variation between areas beyond chance.
    theta: Option<f64>,
    /// Children counted with each family.
    family: f64,
}

impl Gradient {
    fn run(self, random: &mut ChaCha8Rng, tally: &mut Tally) {
        let slope = -(5.0_f64.ln());
        let people: Vec<f64> = (0..self.areas).map(|_| uniform(random, 500.0, 3000.0)).collect();
        let total: f64 = people.iter().sum();
        let mut before = 0.0;
        let rank: Vec<f64> = people
            .iter()
            .map(|n| {
                before += n;
                (before - 0.5 * n) / total
            })
            .collect();
        let mass: f64 = people.iter().zip(&rank).map(|(n, x)| n * (slope * x).exp()).sum();
        let counts: Vec<f64> = people
            .iter()
            .zip(&rank)
            .map(|(n, x)| {
                let mut mean = self.events * n * (slope * x).exp() / mass;
                if let Some(theta) = self.theta {
                    mean *= Gamma::new(theta, 1.0 / theta).expect("a law").sample(random);
                }
                self.family * poisson(random, mean / self.family)
            })
            .collect();
        let offset: Vec<f64> = people.iter().map(|n| n.ln()).collect();
        let design = Design::intercept(self.areas)
            .with(Variable::Numeric { name: "rank", values: &rank })
            .expect("as many rows");
        let model = Model::poisson(&design, &counts).with_offset(&offset);
        let Ok(fitted) = fit(&model) else { return };
        let by =
            |matrix, reference| wald(&fitted, 1, &matrix, Level::P95, reference).map(|found| found.limits);
        for (name, which) in [
            ("poisson wald", Covariance::Model),
            ("poisson HC0", Covariance::Hc0),
            ("poisson HC1", Covariance::Hc1),
            ("poisson HC2", Covariance::Hc2),
            ("poisson HC3", Covariance::Hc3),
        ] {
            note(
                tally,
                name,
                covariance(&fitted, which).and_then(|matrix| by(matrix, Reference::Normal)),
                slope,
            );
        }
        let student = Reference::Student(fitted.residual_df() as f64);
        note(
            tally,
            "quasi-poisson t",
            covariance(&fitted, Covariance::Scaled).and_then(|m| by(m, student)),
            slope,
        );
        note(
            tally,
            "poisson HC3 t",
            covariance(&fitted, Covariance::Hc3).and_then(|m| by(m, student)),
            slope,
        );
        note(tally, "poisson profile", profile(&fitted, 1, Level::P95), slope);
        if self.areas > 50 {
            let places: Vec<usize> = (0..self.areas).map(|area| area / 3).collect();
            let matrix = clustered(&fitted, &places, FewClusters::Clusters);
            let few = Reference::Student((self.areas / 3 - 1) as f64);
            note(tally, "poisson by cluster", matrix.clone().and_then(|m| by(m, Reference::Normal)), slope);
            note(tally, "poisson by cluster, t", matrix.and_then(|m| by(m, few)), slope);
            if let Ok(found) = negative_binomial(&model) {
                let at =
                    |matrix| wald(&found.fit, 1, &matrix, Level::P95, Reference::Normal).map(|c| c.limits);
                note(tally, "nb2 wald", covariance(&found.fit, Covariance::Model).and_then(at), slope);
                note(tally, "nb2 wald, joint", found.joint_covariance().and_then(at), slope);
            }
        }
    }
}

/// Strata of deprivation, ethnicity, sex and disability, each in so many categories.
#[derive(Clone, Copy)]
struct Crossing {
    widths: [usize; 4],
    people: f64,
    level: f64,
    variance: f64,
    siblings: Option<Siblings>,
}

/// Where the children of one family are counted.
#[derive(Clone, Copy, PartialEq)]
enum Siblings {
    /// All in one stratum.
    Together,
    /// In strata of one deprivation and ethnicity, as chance has it.
    Apart,
}

impl Crossing {
    /// Draws how many children of families of one to three are counted in each stratum, and returns them with the design
    /// effect in each.
    fn of_families(self, siblings: Siblings, means: &[f64], random: &mut ChaCha8Rng) -> (Vec<f64>, Vec<f64>) {
        // Strata of deprivation and ethnicity lie next to each other, in the order of sex and disability.
        let homes = self.widths[0] * self.widths[1];
        let (mut counts, mut squares, mut families) = (vec![0.0; means.len()], 0.0, 0.0);
        for first in 0..means.len() {
            let home: Vec<usize> = match siblings {
                Siblings::Together => vec![first],
                Siblings::Apart if first < homes => (first..means.len()).step_by(homes).collect(),
                Siblings::Apart => continue,
            };
            let mean: f64 = home.iter().map(|&stratum| means[stratum]).sum();
            let among = WeightedIndex::new(home.iter().map(|&stratum| means[stratum])).expect("rates");
            for (size, share) in [(1_u32, 0.6), (2, 0.25), (3, 0.15)] {
                let number = poisson(random, mean / 1.55 * share);
                families += number;
                squares += number * f64::from(size * size);
                for _ in 0..number as u64 * u64::from(size) {
                    counts[home[among.sample(random)]] += 1.0;
                }
            }
        }
        let events: f64 = counts.iter().sum();
        let clusters = Clusters { events, squares: Some(squares), clusters: Some(families) };
        let effect = clusters.effect(Level::P95).expect("counts");
        // As a run has it: two of a family are both in a stratum with its share of those of one deprivation and ethnicity.
        let kin: Vec<f64> = (0..homes).map(|home| counts.iter().skip(home).step_by(homes).sum()).collect();
        let of = |stratum: usize| match siblings {
            Siblings::Together => effect,
            Siblings::Apart => within(effect, counts[stratum] / kin[stratum % homes].max(1.0)),
        };
        let effects = (0..means.len()).map(of).collect();
        (counts, effects)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Law {
    Binomial,
    Poisson,
}

impl Crossing {
    fn run(self, law: Law, random: &mut ChaCha8Rng, tally: &mut Tally) {
        let axes = [
            ("dep", [("1", 0.0), ("2", -0.3), ("3", -0.6), ("4", -0.9), ("5", -1.2)].as_slice()),
            ("eth", &[("a", 0.0), ("b", 0.3), ("c", -0.4), ("d", 0.1)]),
            ("sex", &[("f", 0.0), ("m", 0.05)]),
            ("dis", &[("n", 0.0), ("y", 0.7)]),
        ];
        let crossed: Vec<(&str, &[(&str, f64)])> = axes
            .into_iter()
            .zip(self.widths)
            .map(|((name, levels), width)| (name, &levels[..width]))
            .filter(|(_, levels)| levels.len() > 1)
            .collect();
        let count = self.widths.iter().product();
        let mut codes: Vec<Vec<usize>> = vec![Vec::new(); crossed.len()];
        let shift = Normal::new(0.0, self.variance.sqrt()).expect("a law");
        let (mut trials, mut etas, mut departures) = (Vec::new(), Vec::new(), Vec::new());
        for cell in 0..count {
            let (mut rest, mut eta) = (cell, self.level);
            for ((_, levels), codes) in crossed.iter().zip(&mut codes) {
                codes.push(rest % levels.len());
                eta += levels[rest % levels.len()].1;
                rest /= levels.len();
            }
            let departure = shift.sample(random);
            trials.push((self.people * uniform(random, 0.2, 1.8)).round());
            etas.push(eta + departure);
            departures.push(departure);
        }
        let chances: Vec<f64> = etas.iter().map(|&eta| law.rate(eta)).collect();
        let means: Vec<f64> = trials.iter().zip(&chances).map(|(people, chance)| people * chance).collect();
        let (events, effects) = match self.siblings {
            Some(siblings) => self.of_families(siblings, &means, random),
            None => {
                let each = trials.iter().zip(&chances).map(|(&people, &chance)| match law {
                    Law::Binomial => {
                        Binomial::new(people as u64, chance).expect("a law").sample(random) as f64
                    }
                    Law::Poisson => poisson(random, people * chance),
                });
                (each.collect(), vec![1.0; count])
            }
        };
        let groups = events.iter().zip(&trials).map(|(&events, &population)| Group { events, population });
        let seen: Vec<Group> = groups.zip(effects).map(|(group, effect)| effective(group, effect)).collect();
        let (events, trials): (Vec<f64>, Vec<f64>) = seen.iter().map(|it| (it.events, it.population)).unzip();
        let factor = |((name, levels), codes): (&(&str, &[(&str, f64)]), _)| {
            let names: Vec<&str> = levels.iter().map(|level| level.0).collect();
            Factor::new(name, &names, codes).expect("codes of its levels")
        };
        let factors: Vec<Factor> = crossed.iter().zip(codes).map(factor).collect();
        let design = factors.iter().fold(Design::intercept(count), |design, factor| {
            design.with(Variable::Factor(factor)).expect("as many rows")
        });
        let groups: Vec<usize> = (0..count).collect();
        let offset: Vec<f64> = trials.iter().map(|people| people.ln()).collect();
        let model = match law {
            Law::Binomial => Model::binomial(&design, &events, &trials),
            Law::Poisson => Model::poisson(&design, &events).with_offset(&offset),
        };
        let Ok(fitted) = multilevel(&model, &groups, Nodes::default()) else { return };
        note(tally, "variance, profile", variance_limits(&fitted, Level::P95), self.variance);
        let Ok(better) = restricted(&fitted) else { return };
        note(tally, "variance, restricted", restricted_limits(&fitted, &better, Level::P95), self.variance);
        let names = ["coefficient", "rate", "residual, conditional", "residual, prediction"];
        let restricted = ["coefficient, restricted", "rate, restricted", "-", "residual, restricted"];
        // The program gives limits of strata by restricted likelihood, where the variance stands out.
        for (fit, names, given) in [(&fitted, names, true), (&better, restricted, better.stands_out())] {
            let reach = 1.959_963_984_540_054;
            let aim = crossed.last().and_then(|(_, levels)| levels.last()).map_or(0.0, |level| level.1);
            let last = design.terms().len() - 1;
            if let (Ok(value), Ok(error)) = (fit.coefficient(last), fit.error(last)) {
                let limits = Interval::new(value - reach * error, value + reach * error);
                note(tally, names[0], limits.ok_or(NoAnswer::OutOfRange), aim);
            }
            if !given {
                continue;
            }
            for (row, eta) in etas.iter().enumerate() {
                let truth = law.rate(*eta);
                note(tally, names[1], limits_of(predict(fit, row, Kind::Total, Level::P95)), truth);
            }
            for (name, spread) in [(names[2], Spread::Conditional), (names[3], Spread::Prediction)] {
                let all = residuals(fit, Level::P95, spread, Flagging::Separate).unwrap_or_default();
                for (residual, departure) in all.iter().zip(&departures).filter(|_| name != "-") {
                    note(tally, name, Ok(residual.limits), *departure);
                }
            }
        }
    }
}

impl Law {
    fn rate(self, eta: f64) -> f64 {
        match self {
            Self::Binomial => 1.0 / (1.0 + f64::exp(-eta)),
            Self::Poisson => eta.exp(),
        }
    }
}

/// Two exposures of a fifth and a tenth of children, ratios 2, 1.5 and 4 for both.
#[derive(Clone, Copy)]
struct Pair {
    people: f64,
    rate: f64,
}

impl Pair {
    fn run(self, random: &mut ChaCha8Rng, tally: &mut Tally) {
        let people: Vec<f64> = [0.72, 0.18, 0.08, 0.02].iter().map(|share| share * self.people).collect();
        let rates = [1.0, 2.0, 1.5, 4.0].map(|ratio| ratio * self.rate);
        let events: Vec<f64> = people.iter().zip(rates).map(|(n, rate)| poisson(random, n * rate)).collect();
        let group = |at: usize| Group { events: events[at], population: people[at] };
        let of = Exposures {
            neither: group(0),
            first: group(1),
            second: group(2),
            both: group(3),
            families: Families::Together(1.0),
        };
        for (name, measure, truth) in [
            ("RERI counts", Additive::Reri, 1.5),
            ("AP counts", Additive::Proportion, 0.375),
            ("joint excess counts", Additive::Excess, 1.5 * self.rate),
        ] {
            note(tally, name, given(additive(&of, measure, Level::P95)), truth);
        }
        let Ok(joint) = Joint::of_counts(&of) else { return };
        note(tally, "RERI delta", limits_of(reri(&joint, Level::P95, Limits::Delta)), 1.5);
        note(tally, "RERI MOVER", limits_of(reri(&joint, Level::P95, Limits::Mover)), 1.5);
        note(tally, "AP delta", limits_of(attributable_proportion(&joint, Level::P95, Limits::Delta)), 0.375);
        note(tally, "AP MOVER", limits_of(attributable_proportion(&joint, Level::P95, Limits::Mover)), 0.375);
        note(tally, "synergy", limits_of(synergy(&joint, Level::P95)), 2.0);
    }
}

/// Girls and boys of two levels of deprivation, in families of one to three whose children are girls or boys by chance:
/// rates of girls in less and more deprived areas, then of boys, as ratios; limits as a run on returns gives them.
#[derive(Clone, Copy)]
struct Parts {
    ratios: [f64; 4],
    events: f64,
}

impl Parts {
    fn run(self, random: &mut ChaCha8Rng, tally: &mut Tally) {
        let people = [0.3, 0.2, 0.3, 0.2].map(|share| share * 40_000.0);
        let whole: f64 = people.iter().zip(self.ratios).map(|(people, ratio)| people * ratio).sum();
        let rates = self.ratios.map(|ratio| ratio * self.events / whole);
        let (mut counts, mut squares, mut families) = ([0.0; 4], 0.0, 0.0);
        for level in 0..2 {
            let (girls, boys) = (people[level] * rates[level], people[level + 2] * rates[level + 2]);
            for (size, share) in [(1_u32, 0.6), (2, 0.25), (3, 0.15)] {
                let number = poisson(random, (girls + boys) / 1.55 * share);
                families += number;
                squares += number * f64::from(size * size);
                let children = number as u64 * u64::from(size);
                let sons = Binomial::new(children, boys / (girls + boys)).expect("a law").sample(random);
                counts[level] += (children - sons) as f64;
                counts[level + 2] += sons as f64;
            }
        }
        let events: f64 = counts.iter().sum();
        let clusters = Clusters { events, squares: Some(squares), clusters: Some(families) };
        let effect = clusters.effect(Level::P95).expect("counts");
        let kin = [0, 1].map(|level| (counts[level] + counts[level + 2]).max(1.0));
        let with = |group: Group, both: f64| effective(group, within(effect, both));
        let group = |at: usize| Group { events: counts[at], population: people[at] };
        for at in 0..4 {
            let of_kin = counts[at] / kin[at % 2];
            let part = with(group(at), of_kin);
            note(tally, "rate of a part", given(rate(part, CountLimits::default(), Level::P95)), rates[at]);
            let share = counts[at] / events;
            let part = Group { events: counts[at], population: events };
            let part = with(part, (of_kin - share) / (1.0 - share));
            let aim = people[at] * rates[at] / self.events;
            note(tally, "share of a part", given(wilson(part, Level::P95)), aim);
        }
        let found = range_ratio(&[group(3), group(1)], RatioLimits::default(), Level::P95);
        note(tally, "boys over girls", given(found), rates[3] / rates[1]);
        let of = Exposures {
            neither: group(0),
            first: group(1),
            second: group(2),
            both: group(3),
            families: Families::Spread { effect, kin },
        };
        let [r00, r10, r01, r11] = rates;
        let excess = r11 - r10 - r01 + r00;
        for (name, measure, aim) in [
            ("RERI", Additive::Reri, excess / r00),
            ("AP", Additive::Proportion, excess / r11),
            ("joint excess", Additive::Excess, excess),
        ] {
            note(tally, name, given(additive(&of, measure, Level::P95)), aim);
        }
    }
}

/// Small areas of several sites whose rates rise alike with deprivation and differ by chance.
#[derive(Clone, Copy)]
struct Sites {
    sites: usize,
    areas: usize,
    events: f64,
    variance: f64,
}

impl Sites {
    fn run(self, random: &mut ChaCha8Rng, tally: &mut Tally) {
        const SLOPE: f64 = 0.5;
        let (mut labels, mut score, mut events, mut population) = (vec![], vec![], vec![], vec![]);
        let spread = Normal::new(0.0, self.variance.sqrt()).expect("a law");
        for site in 0..self.sites {
            let level = uniform(random, -0.4, 0.4);
            for _ in 0..self.areas {
                let deprived = Normal::new(0.0, 1.0).expect("a law").sample(random);
                let people = uniform(random, 200.0, 600.0);
                let eta = level + SLOPE * deprived + spread.sample(random);
                labels.push(site.to_string());
                score.push(deprived);
                population.push(people);
                events.push(poisson(random, self.events * people / 400.0 * eta.exp()));
            }
        }
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let site = Factor::from_labels("site", &labels);
        let areas = Areas { site: &site, score: &score, events: &events, population: &population };
        let Ok(found) = gradients(areas, Level::P95, Nodes::default()) else { return };
        note(tally, "slope, common", limits_of(found.common), SLOPE);
        for own in found.by_site {
            note(tally, "slope, of a site", limits_of(own), SLOPE);
        }
        let calm = Interval::new(0.05, 1.0).expect("in order");
        note(tally, "no difference found", Ok(calm), found.differ.p);
    }
}

/// Returns the limits of an estimate; none where it has none.
fn given(estimate: Answer<Estimate>) -> Answer<Interval> {
    estimate.and_then(|estimate| estimate.interval.ok_or(NoAnswer::NotReached))
}
