//! Starts of being looked after, and the SSDA903 files that tell of them.
//!
//! Drawn from streams of their own when all else is drawn, so that no other file depends on them. Brothers and
//! sisters on one plan come into care together, in about a quarter of plans, and more often in deprived
//! neighbourhoods: on the mid-point rank, the rate of coming into care is ten times as high at the most
//! deprived end where that of a plan for domestic abuse is eight times as high.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::domain::codes::{FactorSet, Sex};
use crate::domain::period::age_on;
use crate::domain::{Date, LossReason, Losses};

use super::areas::Ground;
use super::draw::Stream;
use super::episodes::after;
use super::families::window;
use super::gradient::midpoint_ranks;
use super::person::{Birth, Child, Place, Written};
use super::spec::Spec;
use super::truth::{decile_of, factors};
use super::view::as_of;

/// The relative index of coming into care.
pub(super) const RELATIVE_INDEX: f64 = 10.0;
/// The chance that a plan leads into care at the least deprived end.
const CHANCE: f64 = 0.22;
/// One in so many of those who come into care has a home postcode in the second row only, or in none.
const ODD: usize = 12;

/// One start of being looked after.
pub(super) struct Start {
    /// The child, by its place in the list.
    pub(super) child: usize,
    /// The first day.
    pub(super) day: Date,
    /// The last, where care ended.
    left: Option<Date>,
    /// Whether it is one of a series of short breaks, which is not counted.
    pub(super) short_break: bool,
}

/// What the SSDA903 files hold: starts of care in the window, and what becomes of them.
#[derive(Serialize)]
pub(super) struct StartsOfCare {
    pub(super) rows_in: u64,
    pub(super) kept: u64,
    pub(super) lost: BTreeMap<&'static str, u64>,
    pub(super) short_breaks: usize,
}

/// A start of care that is counted: in the decile of the home before, and under the factors of the latest
/// episode referred by then.
pub(super) struct KeptStart {
    pub(super) child: usize,
    pub(super) family: usize,
    pub(super) decile: usize,
    pub(super) factors: FactorSet,
    pub(super) day: Date,
}

/// Draws who came into care in the window, in order of child.
pub(super) fn starts(spec: &Spec, ground: &Ground, children: &[Child]) -> Vec<Start> {
    let window = window(spec);
    let ranks = midpoint_ranks(&ground.children(ground.areas[0].people.len() / 2));
    let ratio = RELATIVE_INDEX / spec.domestic_abuse.cpp_start.relative_index;
    let mut starts = Vec::new();
    for (number, child) in children.iter().enumerate().filter(|(_, child)| !child.birth.is_expected()) {
        for plan in child.episodes.iter().filter_map(|episode| episode.plan.as_ref()) {
            let name = format!("care of family {} from {}", child.family, plan.started);
            let mut stream = Stream::open(&spec.seed, &name);
            let (drawn, days) = (stream.unit(), stream.between(15, 240));
            let (stays, length) = (stream.chance(0.7), stream.between(30, 500));
            let day = after(plan.started, days);
            let chance = match child.place_on(after(day, -1)) {
                Place::Area(area) => CHANCE * ratio.powf(ranks[ground.areas[area].decile]),
                Place::Lost(_) => CHANCE,
            };
            let still_on_plan = plan.ended.is_none_or(|ended| day < ended);
            if drawn < chance && still_on_plan && window.holds(day) {
                let left = (!stays).then(|| after(day, length)).filter(|&left| left <= window.end);
                starts.push(Start { child: number, day, left, short_break: false });
            }
        }
        let mut stream = Stream::open(&spec.seed, &format!("short break of {}", child.id));
        let day = after(window.start, stream.between(0, 1_000));
        if stream.chance(0.002) && child.episodes.iter().all(|episode| episode.plan.is_none()) {
            starts.push(Start { child: number, day, left: Some(after(day, 2)), short_break: true });
        }
    }
    starts
}

/// Returns what becomes of starts of care, and those that are counted.
pub(super) fn account(
    ground: &Ground,
    children: &[Child],
    care: &[Start],
    dates: &[Date],
) -> (StartsOfCare, Vec<KeptStart>) {
    let (mut losses, mut kept) = (Losses::default(), Vec::new());
    for start in care.iter().filter(|start| !start.short_break) {
        let child = &children[start.child];
        let adult = matches!(child.birth, Birth::Born(birth) if age_on(birth, start.day) >= 18);
        let home = decile_of(ground, child.place_on(after(start.day, -1)));
        match if adult { Err(LossReason::Adult) } else { home } {
            Err(reason) => losses.lose(reason),
            Ok(decile) => {
                losses.keep();
                let own = child.episodes.iter().rfind(|episode| episode.referred <= start.day);
                let last = dates[dates.len() - 1];
                let factors = own.map_or(FactorSet::EMPTY, |episode| factors(&as_of(episode, last)));
                kept.push(KeptStart {
                    child: start.child,
                    family: child.family,
                    decile,
                    factors,
                    day: start.day,
                });
            }
        }
    }
    let told = StartsOfCare {
        rows_in: losses.rows_in(),
        kept: losses.kept(),
        lost: LossReason::ALL.iter().map(|&reason| (reason.name(), losses.lost(reason))).collect(),
        short_breaks: care.iter().filter(|start| start.short_break).count(),
    };
    (told, kept)
}

/// Writes `header.csv`: everybody who is in the episodes.
pub(super) fn header(children: &[Child], starts: &[Start]) -> String {
    let mut out = String::from("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n");
    let mut last = None;
    for (nth, start) in starts.iter().enumerate() {
        if last.replace(start.child) == Some(start.child) {
            continue;
        }
        let child = &children[start.child];
        let sex = if child.sex == Sex::Female { 2 } else { 1 };
        let birth = match child.birth {
            Birth::Born(day) | Birth::Expected(day) => written(day),
        };
        let pupil = child.pupil.map_or_else(|| "UN1".to_owned(), |digits| format!("A990{digits}9"));
        let (id, ethnicity) = (identifier(child, nth), child.ethnicity.code());
        line(&mut out, format_args!("{id},{sex},{birth},{ethnicity},{pupil},,"));
    }
    out
}

/// Writes `episodes.csv`: two rows for those who stay a month, the second under a care order.
pub(super) fn episodes(children: &[Child], starts: &[Start]) -> String {
    let mut out = String::from(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n",
    );
    for (nth, start) in starts.iter().enumerate() {
        let child = &children[start.child];
        let id = identifier(child, nth);
        let home = home(child, after(start.day, -1));
        let home = if nth % ODD == 1 { "" } else { home };
        let began = written(start.day);
        let left = start.left.map(written).unwrap_or_default();
        if start.short_break {
            line(&mut out, format_args!("{id},{began},S,V4,N2,K2,PR1,{left},E8,,{home},NB99 9ZZ,SC000001"));
            continue;
        }
        let order = after(start.day, 28);
        if start.left.is_some_and(|left| left <= order) {
            line(&mut out, format_args!("{id},{began},S,V2,N1,U4,PR1,{left},E4A,,{home},NB99 9ZZ,SC000002"));
            continue;
        }
        let first = if nth % ODD == 2 { "" } else { home };
        let (order, end) = (written(order), if start.left.is_some() { "E4A" } else { "" });
        line(&mut out, format_args!("{id},{began},S,V2,N1,U4,PR1,{order},X1,,{first},NB99 9ZZ,SC000002"));
        line(&mut out, format_args!("{id},{order},L,C1,N1,U4,PR1,{left},{end},,{home},NB99 9ZZ,SC000002"));
    }
    out
}

/// Returns the identifier as the return has it: a few have another system's, and are known by pupil number.
fn identifier(child: &Child, nth: usize) -> String {
    let other = child.pupil.is_some() && nth % 25 == 3;
    if other { format!("LA{}", &child.id[2..]) } else { child.id.clone() }
}

fn home(child: &Child, day: Date) -> &str {
    let in_force = child.addresses.iter().filter(|address| {
        address.start.is_none_or(|start| start <= day) && address.end.is_none_or(|end| day <= end)
    });
    match in_force.max_by_key(|address| address.start).map(|address| &address.written) {
        Some(Written::Postcode(text)) => text,
        _ => "",
    }
}

fn written(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("a string takes all that is written");
}
