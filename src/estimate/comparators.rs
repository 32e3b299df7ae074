//! The authority beside England, its region and its statistical neighbours, and beside what was published of it.
//!
//! Rates and shares of others are published numbers. The authority's own are its published ones as well; what this
//! run counted is set beside them, with the difference told by reason. A funnel says whether the authority differs from
//! England by more than chance and than authorities usually do: limits with over-dispersion, at 95% and at 99.8%.

use super::{Figure, to_f64};
use crate::count::{Counts, Key};
use crate::disclose::Published;
use crate::domain::comparator::{Comparators, FunnelPoint, Item, Standing, Whose};
use crate::domain::{Axis, Cell, Cross, Definition, Dimension, Measure, Period, Stratum, Unit};
use crate::stats::funnel::{Overdispersion, Transform, Trim, Unit as Area, overdispersion};
use crate::stats::{Answer, Estimate, Interval, Level};

/// Children per so many.
const PER: f64 = 10_000.0;

/// The limits of a funnel.
const LEVELS: [Level; 2] = [Level::P95, Level::P998];

/// At how many sizes the curves of a funnel are told.
const STEPS: u32 = 40;

/// Adds every comparison of every year; none where the plan names no published tables.
pub(super) fn comparators(counts: &Counts<Published>, figures: &mut Vec<Figure>) {
    let tables = &counts.comparators;
    let Some(own) = tables.own else { return };
    for beside in each(counts, tables) {
        beside.others(Whose::Authority(own), figures);
        beside.in_funnel(Whose::Authority(own), figures);
        if !beside.item.is_share() {
            beside.reconciled(Whose::Authority(own), figures);
        }
    }
}

/// Returns every point of every funnel; none where the plan names no published tables.
pub(super) fn funnels(counts: &Counts<Published>) -> Vec<FunnelPoint> {
    let tables = &counts.comparators;
    let Some(own) = tables.own else { return Vec::new() };
    let all = each(counts, tables);
    all.filter_map(|beside| beside.funnel(Whose::Authority(own))).flatten().collect()
}

/// Returns every item of every year.
fn each<'a>(counts: &'a Counts<Published>, tables: &'a Comparators) -> impl Iterator<Item = Beside<'a>> {
    let years = counts.periods.iter().filter(|period| Period::ending(period.end, 1).as_ref() == Some(period));
    years.flat_map(move |&period| {
        let items = Item::ALL.iter().filter(|item| item.outcome().is_some());
        items.map(move |&item| Beside { counts, tables, period, item })
    })
}

/// One item in one year.
struct Beside<'a> {
    counts: &'a Counts<Published>,
    tables: &'a Comparators,
    period: Period,
    item: Item,
}

impl Beside<'_> {
    fn figure(&self, measure: Measure, unit: Unit, axis: Axis, at: usize) -> Figure {
        let cross = Cross::new(&[axis]).expect("one axis is a cross");
        let outcome = self.item.outcome().expect("an item that is compared has an outcome");
        Figure {
            dimension: Dimension::Cross(cross),
            stratum: Stratum::Cross(cross, u16::try_from(at).expect("few categories")),
            value: Cell::Unavailable,
            convention: if self.item.is_share() {
                "share of cases (DfE)"
            } else {
                "per_10000_aged_0_17 (DfE)"
            },
            reason: Some("not published"),
            ..Figure::blank((self.period, Definition::All, outcome), measure, unit)
        }
    }

    const fn unit(&self) -> (Measure, Unit, f64) {
        match self.item {
            Item::Rereferrals => (Measure::ComparatorRereferral, Unit::Proportion, 1.0),
            Item::LaterPlans => (Measure::ComparatorLaterPlan, Unit::Proportion, 1.0),
            _ => (Measure::ComparatorRate, Unit::Per10000Aged0To17, PER),
        }
    }

    /// Adds the authority, England, the region and the neighbours together.
    fn others(&self, own: Whose, figures: &mut Vec<Figure>) {
        let (measure, unit, per) = self.unit();
        let year = self.period.end.year();
        let pair = |whose| self.tables.pair(year, whose, self.item);
        let neighbours = self.tables.neighbours.iter().filter_map(|&code| pair(Whose::Authority(code)));
        let neighbours = neighbours.fold(None, |sum: Option<(f64, f64)>, (cases, all)| {
            let (before, of) = sum.unwrap_or((0.0, 0.0));
            Some((before + cases, of + all))
        });
        let region = self.tables.region.and_then(|code| pair(Whose::Region(code)));
        for (at, found) in [pair(own), pair(Whose::England), region, neighbours].into_iter().enumerate() {
            let blank = self.figure(measure, unit, Axis::Against, at);
            figures.push(match found.filter(|&(_, all)| all > 0.0) {
                Some((cases, all)) => Figure {
                    value: Cell::Shown(cases / all * per),
                    cases: Cell::Shown(cases),
                    population: Some(all),
                    reason: None,
                    ..blank
                },
                None => blank,
            });
        }
    }

    /// Adds the authority's ratio to England's rate with the limits of the funnel.
    fn in_funnel(&self, own: Whose, figures: &mut Vec<Figure>) {
        for (at, level) in LEVELS.into_iter().enumerate() {
            let measure = match self.item {
                Item::Rereferrals => Measure::FunnelRereferral,
                Item::LaterPlans => Measure::FunnelLaterPlan,
                _ => Measure::Funnel,
            };
            let blank = Figure {
                method: "funnel-overdispersion",
                convention: "ratio to England; limits are the funnel's about 1, with over-dispersion between authorities",
                ..self.figure(measure, Unit::Ratio, Axis::FunnelLimits, at)
            };
            let published = self.tables.pair(self.period.end.year(), own, self.item).zip(self.target());
            let Some(((events, all), target)) = published else {
                figures.push(blank);
                continue;
            };
            let limits = self.spread(target).and_then(|spread| spread.limits(all * target, level));
            let answer = limits
                .map(|limits: Interval| Estimate { value: events / (all * target), interval: Some(limits) });
            let blank = Figure { cases: Cell::Shown(events), population: Some(all), reason: None, ..blank };
            figures.push(blank.with(answer, 1.0, level));
        }
    }

    /// Returns the authorities and the curves of the limits; `None` where the authority is not among them.
    fn funnel(&self, own: Whose) -> Option<Vec<FunnelPoint>> {
        let target = self.target()?;
        let spread = self.spread(target).ok()?;
        let point = |standing, expected: f64, ratio| {
            let limits = |level| spread.limits(expected, level).ok().map(|one| (one.lower, one.upper));
            let limits = [limits(LEVELS[0])?, limits(LEVELS[1])?];
            Some(FunnelPoint { period: self.period, item: self.item, standing, expected, ratio, limits })
        };
        let areas = self.areas(target);
        areas.iter().find(|(whose, _)| *whose == own)?;
        let sizes = || areas.iter().map(|(_, area)| area.size.sqrt());
        let (least, most) = (sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max));
        let curves = (0..=STEPS).filter_map(|step| {
            let root = least + (most - least) * f64::from(step) / f64::from(STEPS);
            point(Standing::Curve, root * root, None)
        });
        let stands = areas.iter().filter_map(|&(whose, area)| {
            let standing = match whose {
                whose if whose == own => Standing::Authority,
                Whose::Authority(code) if self.tables.neighbours.contains(&code) => Standing::Neighbour,
                _ => Standing::Other,
            };
            point(standing, area.size, Some(area.events / area.size))
        });
        Some(curves.chain(stands).collect())
    }

    /// Returns England's rate or share.
    fn target(&self) -> Option<f64> {
        let england = self.tables.pair(self.period.end.year(), Whose::England, self.item);
        england.map(|(cases, all)| cases / all)
    }

    /// Returns every authority with a published number, in order of code, with what England's figure would give it.
    fn areas(&self, target: f64) -> Vec<(Whose, Area)> {
        let codes = self.tables.authorities().into_iter().map(Whose::Authority);
        let pairs = codes
            .filter_map(|whose| Some((whose, self.tables.pair(self.period.end.year(), whose, self.item)?)));
        pairs
            .filter(|&(_, (_, all))| all > 0.0)
            .map(|(whose, (events, all))| (whose, Area { events, size: all * target }))
            .collect()
    }

    /// Returns how authorities vary about England.
    fn spread(&self, target: f64) -> Answer<Overdispersion> {
        let areas: Vec<Area> = self.areas(target).into_iter().map(|(_, area)| area).collect();
        overdispersion(&areas, Transform::RootRatio, Trim::Winsorise)
    }

    /// Adds what was published of the authority, what this run counted, and where the difference lies.
    fn reconciled(&self, own: Whose, figures: &mut Vec<Figure>) {
        let outcome = self.item.outcome().expect("an item that is compared has an outcome");
        let key = Key { period: self.period, definition: Definition::All, outcome };
        let Some(cell) = self.counts.cells.get(&key) else { return };
        let published = self.tables.value(self.period.end.year(), own, self.item);
        let shown = |count: Published| count.shown().map(to_f64);
        let (episodes, children) = (shown(cell.episodes.total), shown(cell.children.total));
        let (unplaced, unborn) = (shown(cell.unplaced), shown(cell.unborn));
        // A hidden count is a small one, and so is what it would explain.
        let least = |count: Option<f64>| count.unwrap_or(0.0);
        let rest =
            published.zip(episodes).map(|(published, episodes)| published - episodes - least(unplaced));
        let again = episodes.zip(children).map(|(episodes, children)| episodes - children);
        let lines = [published, episodes, again, unborn, unplaced, rest];
        for (at, line) in lines.into_iter().enumerate() {
            let blank = Figure {
                convention: "DfE counts each referral, enquiry, conference and plan of every child; this run counts \
                             episodes of children whose neighbourhood is known",
                ..self.figure(Measure::Reconciled, Unit::Episodes, Axis::Reconciliation, at)
            };
            figures.push(match line {
                Some(value) => Figure { value: Cell::Shown(value), reason: None, ..blank },
                None if at == 0 || at + 1 == lines.len() => blank,
                None => Figure { value: Cell::Hidden, reason: None, ..blank },
            });
        }
    }
}
