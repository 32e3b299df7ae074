//! How often 95% limits hold the truth, over 2,000 simulated data sets at settings like child protection.
//!
//! `cargo run --release --example coverage_journeys [SECTION]` prints a table: the share of limits that hold the
//! truth, the share that lie wholly above and wholly below it, and the share of data sets without limits.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use social_gradient::stats::agreement::{
    KappaWeights, Paired, Ratings, ac1, kappa, paired_difference, percent_agreement,
};
use social_gradient::stats::meta::{
    Between, PooledLimits, PredictionQuantile, Studies, Study, between_variance, generalised_prediction,
    pool, prediction_interval, tau2_interval,
};
use social_gradient::stats::rates::wilson;
use social_gradient::stats::samples::{FiniteTail, finite_exact, finite_wilson};
use social_gradient::stats::survival::{
    Beyond, CurveLimits, Departure, End, Exit, Observation, PartPeriod, Ties, aalen_johansen, cox,
    discrete_hazards, kaplan_meier, median, person_periods, restricted_mean,
};
use social_gradient::stats::{Group, Interval, Level};

const SETS: usize = 2000;

fn main() {
    println!("{:<34} {:<44} {:>7} {:>7} {:>7} {:>7}", "method", "setting", "holds", "above", "below", "none");
    let only = std::env::args().nth(1);
    let sections: [(&str, fn()); 6] = [
        ("curves", curves),
        ("competing", competing),
        ("hazards", hazards),
        ("pooled", pooled),
        ("readers", readers),
        ("shares", shares),
    ];
    for (name, section) in sections {
        if only.as_deref().is_none_or(|only| only == name) {
            section();
        }
    }
}

/// How often limits held, missed and were missing.
#[derive(Default, Clone)]
struct Tally {
    holds: usize,
    above: usize,
    below: usize,
    none: usize,
}

impl Tally {
    fn add(&mut self, limits: Option<(f64, f64)>, truth: f64) {
        match limits {
            None => self.none += 1,
            Some((lower, _)) if truth < lower => self.above += 1,
            Some((_, upper)) if truth > upper => self.below += 1,
            Some(_) => self.holds += 1,
        }
    }

    fn print(&self, method: &str, setting: &str) {
        let limits = self.holds + self.above + self.below;
        let percent = |count: usize, of: usize| 100.0 * count as f64 / of.max(1) as f64;
        println!(
            "{method:<34} {setting:<44} {:>7.1} {:>7.1} {:>7.1} {:>7.1}",
            percent(self.holds, limits),
            percent(self.above, limits),
            percent(self.below, limits),
            percent(self.none, limits + self.none),
        );
    }
}

fn ends(interval: Option<Interval>) -> Option<(f64, f64)> {
    interval.map(|i| (i.lower, i.upper))
}

struct Draws(ChaCha12Rng);

impl Draws {
    /// The seed is the name of the setting, so a row does not depend on the rows before it.
    fn named(name: &str) -> Self {
        let seed = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn below(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// A frailty under which hazards stay proportional in the margin, drawn in by `alpha`.
    fn positive_stable(&mut self, alpha: f64) -> f64 {
        let angle = std::f64::consts::PI * self.uniform();
        let tail = ((1.0 - alpha) * angle).sin() / self.exponential();
        (alpha * angle).sin() / angle.sin().powf(1.0 / alpha) * tail.powf((1.0 - alpha) / alpha)
    }
}

/// Days to the event at a constant rate, censored between 30 and 950 days and never past 730.
fn watched(draws: &mut Draws, rate: f64) -> Observation {
    let (event, censored) = (draws.exponential() / rate, (30.0 + 920.0 * draws.uniform()).min(730.0));
    let end = if event <= censored { End::Event } else { End::Censored };
    Observation { time: event.min(censored).ceil(), end }
}

fn curves() {
    for (n, within) in [
        (30, 0.35),
        (30, 0.6),
        (60, 0.1),
        (60, 0.35),
        (60, 0.6),
        (150, 0.05),
        (150, 0.1),
        (150, 0.35),
        (150, 0.6),
        (400, 0.05),
        (400, 0.35),
        (400, 0.6),
    ] {
        let setting = format!("{n} children, {:.0}% within a year", within * 100.0);
        let rate = -(1.0_f64 - within).ln() / 365.0;
        let mut draws = Draws::named(&setting);
        let mut tallies = vec![Tally::default(); 4];
        for _ in 0..SETS {
            let rows: Vec<Observation> = (0..n).map(|_| watched(&mut draws, rate)).collect();
            for (tally, limits) in
                tallies.iter_mut().zip([CurveLimits::LogLog, CurveLimits::Log, CurveLimits::Plain])
            {
                let curve = kaplan_meier(&rows, limits, Level::P95).expect("children");
                tally.add(curve.at(365.0, Beyond::Refuse).ok().and_then(|p| ends(p.interval)), 1.0 - within);
            }
            let curve = kaplan_meier(&rows, CurveLimits::LogLog, Level::P95).expect("children");
            let mean = restricted_mean(&curve, 365.0, Beyond::Refuse, Level::P95).ok();
            // Time in whole days, rounded up, is half a day longer on average before the horizon.
            let truth: f64 = (0..365).map(|day| (-rate * f64::from(day)).exp()).sum();
            tallies[3].add(mean.and_then(|m| ends(m.interval)), truth);
        }
        for (tally, name) in tallies.iter().zip(["log-log", "log", "plain"]) {
            tally.print(&format!("Kaplan-Meier at a year, {name}"), &setting);
        }
        tallies[3].print("restricted mean, a year", &setting);
    }
    for (n, days) in [
        (30, 100.0),
        (30, 200.0),
        (60, 100.0),
        (60, 200.0),
        (60, 300.0),
        (150, 100.0),
        (150, 200.0),
        (150, 300.0),
        (400, 100.0),
        (400, 200.0),
        (400, 300.0),
        (400, 400.0),
    ] {
        let setting = format!("{n} children, half by day {days}");
        let mut draws = Draws::named(&setting);
        let mut tally = Tally::default();
        for _ in 0..SETS {
            let rows: Vec<Observation> = (0..n).map(|_| watched(&mut draws, 2.0_f64.ln() / days)).collect();
            let middle = median(&kaplan_meier(&rows, CurveLimits::LogLog, Level::P95).expect("children"));
            tally.add(middle.lower.map(|l| (l, middle.upper.unwrap_or(f64::INFINITY))), days);
        }
        tally.print("median, log-log (open ends count)", &setting);
    }
    for (n, risk) in [
        (60, 0.05),
        (60, 0.1),
        (60, 0.2),
        (150, 0.03),
        (150, 0.05),
        (150, 0.1),
        (150, 0.2),
        (400, 0.02),
        (400, 0.03),
        (400, 0.05),
        (400, 0.1),
        (400, 0.2),
    ] {
        let setting = format!("{n} children, {:.0}% a month, third month", risk * 100.0);
        let mut draws = Draws::named(&setting);
        let mut tally = Tally::default();
        for _ in 0..SETS {
            let rows: Vec<(usize, Observation)> =
                (0..n).map(|_| (0, watched(&mut draws, -(1.0_f64 - risk).ln() / 30.0))).collect();
            let counts = person_periods(&rows, 30.0, PartPeriod::Dropped).expect("a month");
            let hazard = discrete_hazards(&counts, Level::P95).expect("months")[2].hazard;
            tally.add(ends(hazard.interval), risk);
        }
        tally.print("discrete hazard, logit", &setting);
    }
}

fn competing() {
    for (n, rate, other) in [
        (30, 0.0012, 0.001),
        (30, 0.003, 0.0005),
        (60, 0.0006, 0.0005),
        (60, 0.0012, 0.001),
        (60, 0.003, 0.003),
        (150, 0.0003, 0.001),
        (150, 0.0006, 0.001),
        (150, 0.0012, 0.003),
        (150, 0.003, 0.0005),
        (400, 0.0003, 0.0005),
        (400, 0.0006, 0.003),
        (400, 0.003, 0.001),
    ] {
        let truth = rate / (rate + other) * (1.0 - (-(rate + other) * 365.0_f64).exp());
        let setting = format!("{n} children, {:.0}% within a year, competing", truth * 100.0);
        let mut draws = Draws::named(&setting);
        let mut tally = Tally::default();
        for _ in 0..SETS {
            let rows: Vec<Departure> = (0..n)
                .map(|_| {
                    let seen = watched(&mut draws, rate + other);
                    let exit = match seen.end {
                        End::Censored => Exit::Censored,
                        End::Event if draws.below(rate / (rate + other)) => Exit::Event,
                        End::Event => Exit::Competing,
                    };
                    Departure { time: seen.time, exit }
                })
                .collect();
            let curve = aalen_johansen(&rows, Level::P95).expect("children");
            tally.add(curve.at(365.0, Beyond::Refuse).ok().and_then(|p| ends(p.interval)), truth);
        }
        tally.print("Aalen-Johansen at a year, log-log", &setting);
    }
}

fn hazards() {
    for (families, size, alpha) in [
        (60, 1, 1.0),
        (100, 1, 1.0),
        (150, 1, 1.0),
        (250, 1, 1.0),
        (400, 1, 1.0),
        (800, 1, 1.0),
        (60, 3, 0.6),
        (100, 2, 0.6),
        (150, 2, 0.6),
        (150, 3, 0.8),
        (300, 2, 0.8),
        (300, 3, 0.6),
    ] {
        let kind = if alpha < 1.0 { "alike" } else { "alone" };
        let setting = format!("{families} families of {size}, siblings {kind}");
        let mut draws = Draws::named(&setting);
        let (mut plain, mut clustered) = (Tally::default(), Tally::default());
        let slope = -0.15;
        for _ in 0..SETS {
            let (mut rows, mut decile, mut sex, mut own) = (vec![], vec![], vec![], vec![]);
            for family in 0..families {
                let group = (10.0 * draws.uniform()).floor();
                let frailty = if alpha < 1.0 { draws.positive_stable(alpha) } else { 1.0 };
                for _ in 0..size {
                    let girl = f64::from(u8::from(draws.below(0.5)));
                    let relative = frailty * (slope / alpha * group + 0.2 / alpha * girl).exp();
                    // In the margin the hazard is proportional, with time to the power of alpha.
                    let event = (draws.exponential() / relative) / 0.003_f64.powf(1.0 / alpha).max(1e-12);
                    let censored = (30.0 + 920.0 * draws.uniform()).min(730.0);
                    let end = if event <= censored { End::Event } else { End::Censored };
                    rows.push(Observation { time: event.min(censored).ceil().max(1.0), end });
                    decile.push(group);
                    sex.push(girl);
                    own.push(family);
                }
            }
            let fit = cox(&rows, &[&decile, &sex], Ties::Efron).ok();
            let truth = slope.exp();
            plain.add(fit.as_ref().and_then(|f| ends(f.hazard_ratios(Level::P95)[0].ok()?.interval)), truth);
            let robust =
                fit.and_then(|f| ends(f.clustered(&own).ok()?.hazard_ratios(Level::P95)[0].ok()?.interval));
            clustered.add(robust, truth);
        }
        plain.print("Cox, Wald", &setting);
        clustered.print("Cox, clustered", &setting);
    }
}

fn pooled() {
    let ways = [
        ("DL, normal", Between::DerSimonianLaird, PooledLimits::Normal),
        ("REML, normal", Between::RestrictedMaximumLikelihood, PooledLimits::Normal),
        ("DL, Hartung-Knapp", Between::DerSimonianLaird, PooledLimits::HartungKnapp),
        ("REML, Hartung-Knapp", Between::RestrictedMaximumLikelihood, PooledLimits::HartungKnapp),
        (
            "REML, Hartung-Knapp floored",
            Between::RestrictedMaximumLikelihood,
            PooledLimits::HartungKnappFloored,
        ),
        ("PM, Hartung-Knapp", Between::PauleMandel, PooledLimits::HartungKnapp),
        (
            "REML, Hartung-Knapp or fixed",
            Between::RestrictedMaximumLikelihood,
            PooledLimits::HartungKnappOrFixed,
        ),
        ("DL, Hartung-Knapp or fixed", Between::DerSimonianLaird, PooledLimits::HartungKnappOrFixed),
        ("PM, Hartung-Knapp or fixed", Between::PauleMandel, PooledLimits::HartungKnappOrFixed),
    ];
    for (sites, most) in [
        (3, 0.2),
        (3, 0.3),
        (3, 0.4),
        (5, 0.2),
        (5, 0.3),
        (5, 0.4),
        (10, 0.2),
        (10, 0.3),
        (10, 0.4),
        (20, 0.2),
        (20, 0.3),
        (20, 0.4),
    ] {
        let setting = format!("{sites} sites, tau from 0 to {most}");
        let mut draws = Draws::named(&setting);
        let mut tallies = vec![Tally::default(); ways.len()];
        let (mut profile, mut next) = (Tally::default(), vec![Tally::default(); 3]);
        for _ in 0..SETS {
            let tau = most * draws.uniform();
            let list: Vec<Study> = (0..sites)
                .map(|_| {
                    // From about 15 to 400 events a site: a standard error of the log ratio from 0.3 to 0.06.
                    let se = 0.06 * 5.0_f64.powf(draws.uniform());
                    Study { effect: 0.5 + tau * draws.normal() + se * draws.normal(), variance: se * se }
                })
                .collect();
            let studies = Studies::new(&list).expect("sound studies");
            for (tally, (_, between, limits)) in tallies.iter_mut().zip(ways) {
                let mean =
                    between_variance(&studies, between).and_then(|t| pool(&studies, &t, limits, Level::P95));
                tally.add(mean.ok().map(|m| (m.interval.lower, m.interval.upper)), 0.5);
            }
            profile.add(ends(tau2_interval(&studies, Level::P95).ok()), tau * tau);
            let limits = PooledLimits::HartungKnapp;
            let spread = generalised_prediction(&studies, Level::P95).ok();
            let other = 0.5 + tau * draws.normal();
            for (tally, quantile) in
                next.iter_mut().zip([PredictionQuantile::AsLimits, PredictionQuantile::StudentKMinusTwo])
            {
                let interval =
                    between_variance(&studies, Between::RestrictedMaximumLikelihood).and_then(|t| {
                        let mean = pool(&studies, &t, limits, Level::P95)?;
                        prediction_interval(&studies, &t, &mean, limits, quantile, Level::P95)
                    });
                tally.add(ends(interval.ok()), other);
            }
            next[2].add(ends(spread), other);
        }
        for (tally, (name, ..)) in tallies.iter().zip(ways) {
            tally.print(name, &setting);
        }
        profile.print("tau2, Q-profile", &setting);
        next[0].print("prediction, HK, k-1", &setting);
        next[1].print("prediction, HK, k-2", &setting);
        next[2].print("prediction, generalised", &setting);
    }
}

fn readers() {
    for (files, shares, truth) in [
        (30, &[0.5, 0.5][..], 0.6),
        (60, &[0.7, 0.3], 0.4),
        (60, &[0.9, 0.1], 0.6),
        (166, &[0.5, 0.5], 0.8),
        (60, &[0.5, 0.5], 0.6),
        (60, &[0.5, 0.5], 0.8),
        (166, &[0.7, 0.3], 0.4),
        (166, &[0.7, 0.3], 0.6),
        (166, &[0.9, 0.1], 0.6),
        (60, &[0.1, 0.4, 0.3, 0.2], 0.5),
        (30, &[0.2, 0.3, 0.3, 0.2], 0.6),
        (166, &[0.1, 0.4, 0.3, 0.2], 0.5),
    ] {
        let setting = format!("{files} files, kappa about {truth}, shares {shares:?}");
        let mut draws = Draws::named(&setting);
        let k = shares.len();
        let same: f64 = shares.iter().map(|p| p * p).sum();
        let chance = (1.0 - same) / (k as f64 - 1.0);
        let mut tallies = vec![Tally::default(); 4];
        for _ in 0..SETS {
            let truth = truth + 0.2 * (draws.uniform() - 0.5);
            let agreed = truth + (1.0 - truth) * same;
            let pick = |draws: &mut Draws| {
                let mut left = draws.uniform();
                shares
                    .iter()
                    .position(|p| {
                        left -= p;
                        left < 0.0
                    })
                    .unwrap_or(k - 1)
            };
            let pairs: Vec<(usize, usize)> = (0..files)
                .map(|_| {
                    let first = pick(&mut draws);
                    (first, if draws.below(truth) { first } else { pick(&mut draws) })
                })
                .collect();
            let table = Ratings::from_pairs(k, &pairs).expect("files");
            let limits = |e: Option<social_gradient::stats::Estimate>| e.and_then(|e| ends(e.interval));
            tallies[0].add(limits(kappa(&table, KappaWeights::Nominal, Level::P95).ok()), truth);
            tallies[1].add(limits(kappa(&table, KappaWeights::Quadratic, Level::P95).ok()), truth);
            tallies[2].add(limits(ac1(&table, Level::P95).ok()), (agreed - chance) / (1.0 - chance));
            tallies[3].add(limits(percent_agreement(&table, Level::P95).ok()), agreed);
        }
        for (tally, name) in tallies.iter().zip(["kappa", "kappa, quadratic", "AC1", "percent agreement"]) {
            tally.print(name, &setting);
        }
    }
}

fn shares() {
    for (files, both, first, second) in [
        (20, 0.4, 0.3, 0.1),
        (20, 0.1, 0.6, 0.05),
        (60, 0.4, 0.3, 0.1),
        (60, 0.85, 0.1, 0.02),
        (20, 0.2, 0.2, 0.2),
        (60, 0.1, 0.6, 0.05),
        (60, 0.3, 0.2, 0.15),
        (60, 0.6, 0.2, 0.1),
        (166, 0.3, 0.2, 0.15),
        (166, 0.4, 0.3, 0.1),
        (166, 0.6, 0.2, 0.1),
        (166, 0.85, 0.1, 0.02),
    ] {
        let setting = format!("{files} plans, both {both}, one {first}, other {second}");
        let mut draws = Draws::named(&setting);
        let mut tally = Tally::default();
        for _ in 0..SETS {
            let (first, second) =
                (first * (0.8 + 0.4 * draws.uniform()), second * (0.8 + 0.4 * draws.uniform()));
            let mut plans = Paired { both: 0, first: 0, second: 0, neither: 0 };
            for _ in 0..files {
                let u = draws.uniform();
                if u < both {
                    plans.both += 1;
                } else if u < both + first {
                    plans.first += 1;
                } else if u < both + first + second {
                    plans.second += 1;
                } else {
                    plans.neither += 1;
                }
            }
            tally.add(
                paired_difference(plans, Level::P95).ok().and_then(|e| ends(e.interval)),
                first - second,
            );
        }
        tally.print("Newcombe paired", &setting);
    }
    for (population, sample, failing) in [
        (60, 20, 3),
        (60, 20, 12),
        (60, 20, 20),
        (60, 30, 10),
        (60, 30, 25),
        (120, 20, 30),
        (120, 40, 12),
        (120, 40, 30),
        (120, 40, 60),
        (400, 60, 40),
        (400, 60, 150),
        (400, 100, 80),
    ] {
        let setting = format!("{sample} of {population} files, about {failing} failing");
        let mut draws = Draws::named(&setting);
        let mut tallies = vec![Tally::default(); 4];
        for _ in 0..SETS {
            let failing = (f64::from(failing) * (0.5 + draws.uniform())).round();
            let truth = failing / population as f64;
            let (mut left, mut bad, mut seen) = (population, failing as u64, 0_u64);
            for _ in 0..sample {
                if draws.below(bad as f64 / left as f64) {
                    bad -= 1;
                    seen += 1;
                }
                left -= 1;
            }
            let exact = |counting| finite_exact(seen, sample, population, counting, Level::P95);
            let whole = finite_wilson(seen, sample, population, Level::P95);
            let plain = wilson(Group { events: seen as f64, population: sample as f64 }, Level::P95);
            let ways = [exact(FiniteTail::Exact), exact(FiniteTail::MidP), whole, plain];
            for (tally, way) in tallies.iter_mut().zip(ways) {
                tally.add(ends(way.expect("a sample").interval), truth);
            }
        }
        let names = ["hypergeometric, exact", "hypergeometric, mid-p", "Wilson, finite", "Wilson"];
        tallies.iter().zip(names).for_each(|(tally, name)| tally.print(name, &setting));
    }
}
