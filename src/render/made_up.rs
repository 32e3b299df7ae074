//! A made-up release, so that what is written can be tested without any data.
//!
//! The figures have the shape of real ones (a steep gradient, rounded counts, small ones hidden) and are
//! nobody's. Hidden cells arise as they do in a run: a count under the threshold, and all that needs it.

use std::path::PathBuf;

use crate::config::{AddressOn, Breakdowns, Disclosure, Inputs, Plan, Site};
use crate::disclose::{Audit, Check, Hidden, Safe};
use crate::domain::figure::{LossFigure, LossLine};
use crate::domain::journey::Journey;
use crate::domain::period::{Date, Window};
use crate::domain::{
    AbuseRole, AreaCode, Axis, Basis, Cell, Cross, Definition, Dimension, DistrictCode, Edition, Figure,
    Grouping, Index, LossReason, Measure, MixOf, Outcome, Period, Results, Stratum, Unit, Whose,
};
use crate::provenance::{Input, Provenance};

const POPULATION: [f64; 10] =
    [9_120.0, 7_840.0, 6_910.0, 5_260.0, 4_730.0, 4_210.0, 3_890.0, 3_350.0, 2_940.0, 2_480.0];

/// A figure of which only unit, value and limits matter.
pub(crate) fn figure(unit: Unit, value: Cell, limits: Option<(f64, f64)>) -> Figure {
    Figure {
        period: window().whole,
        definition: Definition::ANY,
        outcome: Outcome::CppStart,
        measure: Measure::Rii,
        dimension: Dimension::Deprivation(Grouping::DECILES),
        stratum: Stratum::Total,
        value,
        limits,
        level: limits.map(|_| 0.95),
        cases: Cell::NotApplicable,
        population: None,
        unit,
        method: "",
        convention: "",
        reason: None,
    }
}

/// A share of a journey within so many months, for all groups together or for one fifth.
pub(crate) fn by_month(
    journey: Journey,
    months: u8,
    place: Stratum,
    share: Option<(f64, f64, f64)>,
) -> Figure {
    let axis = Axis::Months(journey);
    let at = journey.months().iter().position(|&month| month == months).expect("a month that is looked at");
    let cross = match place {
        Stratum::Group(_) => Cross::new(&[Axis::Deprivation(Grouping::QUINTILES), axis]),
        _ => Cross::new(&[axis]),
    };
    let cross = cross.expect("axes that differ");
    let stratum = cross.stratum(|one| match place {
        Stratum::Group(group) if one != axis => usize::from(group.number()) - 1,
        _ => at,
    });
    let stratum = stratum.and_then(|stratum| u16::try_from(stratum).ok()).expect("a stratum of few");
    let value = share.map_or(Cell::Hidden, |(value, ..)| Cell::Shown(value));
    Figure {
        measure: journey.measure(),
        outcome: journey.outcome(),
        dimension: Dimension::Cross(cross),
        stratum: Stratum::Cross(cross, stratum),
        ..figure(Unit::Proportion, value, share.map(|(_, lower, upper)| (lower, upper)))
    }
}

/// Three census years to 31 March 2025.
pub(crate) fn window() -> Window {
    Window::ending(Date::constant(2025, 3, 31), 3).expect("three years fit the calendar")
}

/// The plan the made-up results answer.
pub(crate) fn plan() -> Plan {
    Plan {
        path: PathBuf::from("plans/made-up.toml"),
        title: "Domestic abuse and deprivation in Northbridge".to_owned(),
        site: Site {
            name: "Northbridge".to_owned(),
            districts: vec![DistrictCode(AreaCode::parse(b"E06999001").expect("a code"))],
        },
        years: 3,
        end: Some(Date::constant(2025, 3, 31)),
        inputs: Inputs {
            authorities: Vec::new(),
            cache: None,
            cin: vec![PathBuf::from("cin-2025.xml")],
            addresses: PathBuf::from("addresses.csv"),
            postcodes: None,
            deprivation: PathBuf::from("index.csv"),
            population: PathBuf::from("population.csv"),
            area_lookup: None,
            looked_after: None,
            ethnicity: None,
            ethnicity_of: MixOf::Everybody,
        },
        breakdowns: Breakdowns {
            crosses: Vec::new(),
            intersections: Vec::new(),
            outcomes: Outcome::ALL.to_vec(),
        },
        address_on: AddressOn::Referral,
        index: Index::Idaci,
        edition: Edition::Iod2019,
        basis: Basis::National,
        groupings: vec![Grouping::DECILES, Grouping::QUINTILES],
        definitions: Definition::ALL[..4].to_vec(),
        outcomes: Outcome::ALL.to_vec(),
        headline: Outcome::CppStart,
        comparators: None,
        disclosure: Disclosure::default(),
        history: crate::config::History::default(),
        output: PathBuf::from("out"),
        branding: None,
    }
}

/// Where the made-up results come from.
pub(crate) fn provenance() -> Provenance {
    let input =
        |role, name: &str, digit: &str| Input { role, name: name.to_owned(), sha256: digit.repeat(64) };
    Provenance {
        program: "0.1.0",
        plan: "a".repeat(64),
        inputs: vec![input("cin", "cin-2025.xml", "b"), input("addresses", "addresses.csv", "c")],
    }
}

/// What the gate says of the made-up results.
pub(crate) fn audit() -> Safe<Audit> {
    Safe::made_up(Audit {
        policy: Disclosure::default(),
        counts: 1_440,
        hidden: vec![
            "2023|any|cpp_start|children|decile|9".to_owned(),
            "2023|any|cpp_start|children|decile|10".to_owned(),
        ],
        tables: vec![Hidden {
            table: "deciles of children, cpp_start, any, 2023-2025".to_owned(),
            figures: 2,
        }],
        checks: vec![Check {
            name: "bounds",
            attack: "every sum of published counts, with the rounding known",
            attacked: 100,
            relations: 812,
            programmes: 12,
            recovered: 0,
        }],
        beside: 0,
        merged: Vec::new(),
        proposed: Vec::new(),
    })
}

/// The whole made-up release.
pub(crate) fn results() -> Results {
    let plan = plan();
    let periods = window().periods();
    let mut figures = Vec::new();
    for &period in &periods {
        for &definition in Definition::ALL {
            for &outcome in Outcome::ALL {
                figures.extend(table(period, definition, outcome));
            }
        }
    }
    Results {
        site: plan.site.name,
        index: plan.index,
        edition: plan.edition,
        basis: plan.basis,
        groupings: plan.groupings,
        periods,
        definitions: [&Definition::ALL[..4], &[Definition::All]].concat(),
        outcomes: Outcome::ALL.to_vec(),
        population_year: "mid-2020".to_owned(),
        population: POPULATION.to_vec(),
        figures: figures.into(),
        curve: Vec::new(),
        funnels: Vec::new(),
        losses: losses(),
    }
}

/// The made-up release with a change to every figure that a test picks.
pub(crate) fn results_where(change: impl Fn(&mut Figure)) -> Results {
    let mut results = results();
    results.figures.iter_mut().for_each(change);
    results
}

fn losses() -> Vec<LossFigure> {
    let counted = [
        (LossLine::RowsIn, 9_860.0),
        (LossLine::Lost(LossReason::Superseded), 820.0),
        (LossLine::Lost(LossReason::OutsideWindow), 310.0),
        (LossLine::Lost(LossReason::Adult), 4.0),
        (LossLine::Lost(LossReason::NoAddress), 85.0),
        (LossLine::Lost(LossReason::NoAddressOnDate), 40.0),
        (LossLine::Lost(LossReason::UnknownPostcode), 15.0),
        (LossLine::Lost(LossReason::AreaNotInIndex), 0.0),
        (LossLine::Lost(LossReason::OutsideAuthority), 130.0),
        (LossLine::Kept, 8_455.0),
    ];
    counted.map(|(line, episodes)| LossFigure { line, episodes: protect(episodes) }).to_vec()
}

fn protect(count: f64) -> Cell {
    match count {
        0.0 => Cell::Shown(0.0),
        c if c <= 7.0 => Cell::Hidden,
        c => Cell::Shown((c / 5.0).round() * 5.0),
    }
}

fn base(definition: Definition, outcome: Outcome) -> f64 {
    let outcome = match outcome {
        Outcome::Referral => 620.0,
        Outcome::Assessed => 540.0,
        Outcome::S47 => 340.0,
        Outcome::Icpc => 230.0,
        Outcome::CppStart => 205.0,
        Outcome::CppAt => 90.0,
        Outcome::ClaStart => 45.0,
    };
    let share = match definition {
        Definition::Recorded(Whose::Anyone, ..) => 0.5,
        Definition::Recorded(Whose::One(AbuseRole::Child), ..) => 0.17,
        Definition::Recorded(Whose::One(AbuseRole::Parent), ..) => 0.41,
        Definition::Recorded(Whose::One(AbuseRole::OtherPerson), ..) => 0.05,
        Definition::Proxy(_) => 0.3,
        Definition::All => 1.0,
    };
    outcome * share
}

/// How fast the rate falls from decile to decile: faster at the later outcomes and for recorded abuse.
fn fall(definition: Definition, outcome: Outcome) -> f64 {
    0.15 + 0.012 * f64::from(outcome as u8) + if definition == Definition::All { 0.0 } else { 0.03 }
}

fn table(period: Period, definition: Definition, outcome: Outcome) -> Vec<Figure> {
    let years = f64::from(period.end.year() - period.start.year());
    let scale = if outcome.is_stock() { 1.0 } else { years };
    let fall = fall(definition, outcome);
    let made = Table { period, definition, outcome };
    let deciles: Vec<(f64, f64)> = POPULATION
        .iter()
        .zip(0_u8..)
        .map(|(&population, at)| {
            let rate = base(definition, outcome) * (-fall * f64::from(at)).exp();
            ((population * rate * scale / 10_000.0).round(), population)
        })
        .collect();
    let quintiles: Vec<_> = deciles.chunks(2).map(|p| (p[0].0 + p[1].0, p[0].1 + p[1].1)).collect();
    let all = deciles.iter().fold((0.0, 0.0), |sum, d| (sum.0 + d.0, sum.1 + d.1));
    let mut figures = made.counted(Dimension::None, Stratum::Total, all);
    for (grouping, groups) in [(Grouping::DECILES, &deciles), (Grouping::QUINTILES, &quintiles)] {
        for (group, &counted) in grouping.groups().zip(groups) {
            figures.extend(made.counted(Dimension::Deprivation(grouping), Stratum::Group(group), counted));
        }
        figures.extend(made.gradient(grouping, groups, fall));
    }
    if outcome.counts_unborn() {
        let unborn = protect((all.0 * 0.03).round());
        figures.push(made.figure(Measure::Unborn, Dimension::None, Stratum::Total, unborn, Unit::Children));
    }
    figures
}

struct Table {
    period: Period,
    definition: Definition,
    outcome: Outcome,
}

impl Table {
    fn figure(&self, measure: Measure, by: Dimension, stratum: Stratum, value: Cell, unit: Unit) -> Figure {
        let (period, definition, outcome) = (self.period, self.definition, self.outcome);
        Figure { period, definition, outcome, measure, dimension: by, stratum, ..figure(unit, value, None) }
    }

    fn counted(&self, by: Dimension, stratum: Stratum, (count, population): (f64, f64)) -> Vec<Figure> {
        let children = protect(count);
        let mut rate = self.figure(Measure::Rate, by, stratum, Cell::Hidden, Unit::Per10000Aged0To17);
        rate.cases = children;
        rate.population = Some(population);
        rate.method = "byar";
        if let Some(shown) = children.shown() {
            let spread = 1.96 * shown.sqrt();
            let per = 10_000.0 / population;
            rate.value = Cell::Shown(shown * per);
            rate.limits = Some(((shown - spread).max(0.0) * per, (shown + spread + 2.0) * per));
            rate.level = Some(0.95);
        }
        let mut made = vec![
            self.figure(Measure::Children, by, stratum, children, Unit::Children),
            self.figure(Measure::Episodes, by, stratum, protect((count * 1.15).round()), Unit::Episodes),
            rate,
        ];
        if self.outcome == Outcome::Assessed && self.definition != Definition::All {
            let share = base(self.definition, self.outcome) / base(Definition::All, self.outcome);
            let value = if children.shown().is_some() { Cell::Shown(share) } else { Cell::Hidden };
            let mut share = self.figure(Measure::DvaShare, by, stratum, value, Unit::Proportion);
            if let Some(p) = value.shown() {
                let spread = 1.96 * (p * (1.0 - p) * p / count.max(1.0)).sqrt();
                share.limits = Some(((p - spread).max(0.0), (p + spread).min(1.0)));
                share.level = Some(0.95);
            }
            share.cases = children;
            share.method = "wilson";
            made.push(share);
        }
        made
    }

    fn gradient(&self, by: Grouping, groups: &[(f64, f64)], fall: f64) -> Vec<Figure> {
        let cases: Vec<_> = groups.iter().map(|&(count, _)| protect(count)).collect();
        let known = cases.iter().all(|c| c.shown().is_some());
        let ends = groups.first().zip(groups.last());
        let ends = ends.filter(|_| {
            [cases[0], cases[cases.len() - 1]].iter().all(|c| c.shown().is_some_and(|n| n > 0.0))
        });
        let all: f64 = groups.iter().map(|g| g.0).sum();
        let index = (fall * 10.0).exp();
        let measures = [
            (Measure::RatioMostLeast, ends.map(|(m, l)| (m.0 / m.1) / (l.0 / l.1)), Unit::Ratio),
            (
                Measure::DifferenceMostLeast,
                ends.map(|(m, l)| (m.0 / m.1 - l.0 / l.1) * 10_000.0),
                Unit::Per10000Aged0To17,
            ),
            (Measure::Rii, known.then_some(index), Unit::Ratio),
            (Measure::Sii, known.then_some(index * 5.0), Unit::Per10000Aged0To17),
        ];
        let made = measures.into_iter().map(|(measure, value, unit)| {
            let cell = value.map_or(Cell::Hidden, Cell::Shown);
            let by = Dimension::Deprivation(by);
            let mut figure = self.figure(measure, by, Stratum::Total, cell, unit);
            let spread = (3.0 / all.max(1.0).sqrt()).exp();
            figure.limits = value.map(|v| (v / spread, v * spread));
            figure.level = value.map(|_| 0.95);
            figure.method =
                if measure == Measure::Rii || measure == Measure::Sii { "poisson" } else { "katz" };
            figure.convention = if measure == Measure::Rii { "ends_ratio" } else { "" };
            figure
        });
        let mut made: Vec<_> = made.collect();
        if by == Grouping::DECILES && self.period == window().whole {
            for (measure, factor) in [(Measure::RiiLostMost, 1.09), (Measure::RiiLostLeast, 0.71)] {
                let cell = if known { Cell::Shown(index * factor) } else { Cell::Hidden };
                let by = Dimension::Deprivation(by);
                made.push(self.figure(measure, by, Stratum::Total, cell, Unit::Ratio));
            }
        }
        made
    }
}
