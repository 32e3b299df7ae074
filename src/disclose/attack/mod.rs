//! What a reader can work out. It knows only what was published and how counts hang together, and shares no
//! code with what hides them.
//!
//! A figure is *open* only where whole tables of counts were found that agree with everything published and
//! differ in that figure; each is checked in integers, so no solver is trusted for it. It is *found* where no
//! such tables exist. Ranges are narrowed first, then tables are looked for near the first one, then by integer
//! programmes. What can be settled by none of these is *unsettled*, which the gate takes for found.

mod complete;
mod narrow;
mod near;
mod net;
mod part;
mod programme;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Instant;

pub(super) use self::complete::complete;
pub(super) use self::narrow::Halt;
use self::narrow::narrow;
use self::near::Near;
use self::net::Net;
use self::part::nearest;
use self::programme::{Answer, programme};
use super::problem::Seen;
use super::published::Range;

/// How many counts around those in question are freed while the rest stay, where several are moved at once: most
/// figures are open close by.
const TOGETHER: [usize; 2] = [100, 400];
/// The same where one is moved alone.
const ALONE: [usize; 3] = [400, 1_200, WHOLE];
/// Programmes over more counts than this are not tried.
const WHOLE: usize = 20_000;

/// Something that no reader may find out of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// The most it can be exceeds the least by so much.
    Wide(i64),
    /// It can be every value from one to this.
    Every(i64),
    /// It can be more than this.
    Above(i64),
}

/// What came of an attack on a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It cannot be found out: tables that differ in it were shown.
    Open,
    /// It can be found out.
    Found,
    /// Neither could be shown.
    Unsettled,
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The least.
    Least,
    /// The most.
    Most,
}

/// Both ends, in the order in which they are tried.
const ENDS: [End; 2] = [End::Most, End::Least];

/// How much an attack may cost, and what it has cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effort {
    /// When it is given up.
    pub(super) until: Option<Instant>,
    /// Programmes that may still be solved.
    pub(super) left: u64,
    /// Programmes that were solved.
    pub(super) solved: u64,
    /// Tables that were found and checked.
    pub(super) tables: u64,
}

impl Effort {
    /// An effort of so many programmes, until a time.
    pub(super) const fn new(programmes: u64, until: Option<Instant>) -> Self {
        Self { until, left: programmes, solved: 0, tables: 0 }
    }

    fn is_spent(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }

    fn check(&self) -> Result<(), Halt> {
        if self.is_spent() { Err(Halt::Budget) } else { Ok(()) }
    }
}

/// A reader of a release, at work.
pub(super) struct Reader {
    net: Net,
    /// What is left of each range.
    ranges: Vec<Range>,
    /// Counts that agree with everything published.
    first: Vec<i64>,
    /// The least and the most that was shown of each count.
    shown: Vec<Range>,
    /// Which of the values up to 63 were shown of each count.
    values: Vec<u64>,
    /// Counts of which a value between two others was shown to be impossible.
    gaps: BTreeSet<usize>,
    near: Near,
    pub(super) effort: Effort,
}

impl Reader {
    /// Reads a release. `first` are counts that agree with it: the true ones, or any.
    ///
    /// Where they do not agree, what is known contradicts itself and nothing can be shown.
    pub(super) fn new(seen: Seen, first: Vec<i64>, effort: Effort) -> Result<Self, Halt> {
        let Seen { mut ranges, rows } = seen;
        let net = Net::new(rows, ranges.len());
        narrow(&mut ranges, &net)?;
        if !net.holds(&first, &ranges) {
            return Err(Halt::Contradiction);
        }
        let shown = first.iter().map(|&value| Range { least: value, most: value }).collect();
        let values = first.iter().map(|&value| bit(value)).collect();
        let near = Near::new(&net, &first);
        Ok(Self { net, ranges, first, shown, values, gaps: BTreeSet::new(), near, effort })
    }

    /// Takes note that these counts may now lie in wider ranges: what was shown stays shown.
    pub(super) fn widen(&mut self, seen: Seen) -> Result<(), Halt> {
        let Seen { mut ranges, .. } = seen;
        narrow(&mut ranges, &self.net)?;
        self.ranges = ranges;
        self.gaps.clear();
        Ok(())
    }

    /// Returns what narrowing alone finds; what it does not find is taken for open.
    pub(super) fn found(&self, asks: &[(usize, Ask)]) -> Vec<Verdict> {
        let verdict = |&(place, ask): &(usize, Ask)| {
            if self.is_found(place, ask) { Verdict::Found } else { Verdict::Open }
        };
        asks.iter().map(verdict).collect()
    }

    /// Tries to find out of counts what is not to be found out, and returns what came of each.
    ///
    /// The cheap ways come first, for all of them; what is left is tried together before each alone, because a
    /// table that is far from the first shows much at once.
    pub(super) fn tries(&mut self, asks: &[(usize, Ask)]) -> Result<Vec<Verdict>, Halt> {
        let mut left = Vec::new();
        for &(place, ask) in asks {
            self.effort.check()?;
            for value in self.worth_trying(place, ask) {
                if !self.is_settled(place, ask) {
                    self.look_near(place, value);
                }
            }
            if !self.is_settled(place, ask) {
                left.push((place, ask));
            }
        }
        for freed in TOGETHER {
            left = self.together(&left, freed);
        }
        for &(place, ask) in &left {
            self.effort.check()?;
            self.solve(place, ask);
        }
        let verdict = |&(place, ask): &(usize, Ask)| match () {
            () if self.is_open(place, ask) => Verdict::Open,
            () if self.is_found(place, ask) => Verdict::Found,
            () => Verdict::Unsettled,
        };
        Ok(asks.iter().map(verdict).collect())
    }

    /// Moves counts as far as they go, up and down, those that are near each other at once, with so many counts
    /// around freed and the rest as they are. Returns the asks that this has not settled.
    fn together(&mut self, asks: &[(usize, Ask)], freed: usize) -> Vec<(usize, Ask)> {
        let mut left = asks.to_vec();
        let mut unsettled = Vec::new();
        while let Some(&(place, _)) = left.first() {
            let (members, _) = self.members(place, freed);
            let (own, others): (Vec<(usize, Ask)>, Vec<_>) =
                left.into_iter().partition(|(one, _)| members.binary_search(one).is_ok());
            let aim: Vec<usize> = own.iter().map(|&(place, _)| place).collect();
            for answer in self.both(&members, &aim) {
                if let Answer::Best { table, .. } = answer {
                    self.note(&table);
                }
            }
            unsettled.extend(own);
            left = others;
        }
        unsettled.retain(|&(place, ask)| !self.is_settled(place, ask));
        unsettled
    }

    /// Returns the least or the most that a count can be, exactly; `None` where it could not be settled.
    pub(super) fn extreme(&mut self, place: usize, end: End) -> Option<i64> {
        if !self.reached(place, end) {
            self.look_near(place, end.of(self.ranges[place]));
        }
        if !self.reached(place, end) {
            self.bounds(place, WHOLE);
        }
        self.reached(place, end).then(|| end.of(self.shown[place]))
    }

    /// Returns the range of a count, as far as it was narrowed.
    pub(super) fn range(&self, place: usize) -> Range {
        self.ranges[place]
    }

    /// Returns the values that would settle the matter, the nearest first.
    fn worth_trying(&self, place: usize, ask: Ask) -> Vec<i64> {
        let (value, range) = (self.first[place], self.ranges[place]);
        let values = match ask {
            Ask::Wide(width) => (1..=width).flat_map(|by| [value + by, value - by]).collect(),
            Ask::Every(last) => (1..=last).filter(|&one| self.values[place] & bit(one) == 0).collect(),
            Ask::Above(most) => vec![most + 1, most + 2, most + 5],
        };
        values.into_iter().filter(|&value| range.holds(value)).collect()
    }

    fn is_open(&self, place: usize, ask: Ask) -> bool {
        match ask {
            Ask::Wide(width) => self.shown[place].most - self.shown[place].least >= width,
            Ask::Every(last) => (1..=last).all(|value| self.values[place] & bit(value) != 0),
            Ask::Above(most) => self.shown[place].most > most,
        }
    }

    fn is_found(&self, place: usize, ask: Ask) -> bool {
        let range = self.ranges[place];
        match ask {
            Ask::Wide(width) => range.most - range.least < width,
            Ask::Every(last) => range.least > 1 || range.most < last || self.gaps.contains(&place),
            Ask::Above(most) => range.most <= most,
        }
    }

    fn is_settled(&self, place: usize, ask: Ask) -> bool {
        self.is_open(place, ask) || self.is_found(place, ask)
    }

    fn reached(&self, place: usize, end: End) -> bool {
        end.of(self.shown[place]) == end.of(self.ranges[place])
    }

    /// Looks for a table near the first one in which the count has this value.
    fn look_near(&mut self, place: usize, value: i64) {
        if let Some(changed) = self.near.table(&self.net, &self.ranges, place, value) {
            self.note(&changed);
        }
    }

    fn note(&mut self, changed: &[(usize, i64)]) {
        self.effort.tables += 1;
        for &(place, value) in changed {
            let shown = &mut self.shown[place];
            shown.least = shown.least.min(value);
            shown.most = shown.most.max(value);
            self.values[place] |= bit(value);
        }
    }

    /// Settles by programmes what could not be settled near by.
    fn solve(&mut self, place: usize, ask: Ask) {
        match ask {
            Ask::Wide(_) | Ask::Above(_) => {
                for freed in ALONE {
                    if !self.is_settled(place, ask) {
                        self.bounds(place, freed);
                    }
                }
            }
            Ask::Every(last) => {
                for value in 1..=last {
                    if self.values[place] & bit(value) == 0 && self.fixed(place, value) == Answer::Impossible
                    {
                        self.gaps.insert(place);
                        return;
                    }
                }
            }
        }
    }

    /// Shows how far a count can go with so many counts around it freed; where those are all that have to do with
    /// it, that is how far it can go at all.
    fn bounds(&mut self, place: usize, freed: usize) {
        let (members, is_whole) = self.members(place, freed);
        for (end, answer) in ENDS.into_iter().zip(self.both(&members, &[place])) {
            if let Answer::Best { value, table } = answer {
                self.note(&table);
                if is_whole {
                    self.tighten(place, end, value);
                }
            }
        }
    }

    fn tighten(&mut self, place: usize, end: End, value: i64) {
        let (range, shown) = (&mut self.ranges[place], self.shown[place]);
        match end {
            End::Least => range.least = range.least.max(value.min(shown.least)),
            End::Most => range.most = range.most.min(value.max(shown.most)),
        }
    }

    /// Looks for a table in which the count has exactly this value.
    fn fixed(&mut self, place: usize, value: i64) -> Answer {
        let range = self.ranges[place];
        for freed in [ALONE[0], WHOLE] {
            let (members, is_whole) = self.members(place, freed);
            self.ranges[place] = Range { least: value, most: value };
            let answer = self.programme(&members, &[place], End::Least);
            self.ranges[place] = range;
            match answer {
                Answer::Best { ref table, .. } => {
                    self.note(table);
                    return answer;
                }
                Answer::Impossible if is_whole => return answer,
                Answer::Impossible | Answer::Failed => {}
            }
        }
        Answer::Failed
    }

    /// Returns so many counts that have to do with this one, the nearest, and whether they are all of them.
    fn members(&self, place: usize, freed: usize) -> (Vec<usize>, bool) {
        let mut found = nearest(&self.net, &self.ranges, place, freed + 1);
        let is_whole = found.len() <= freed;
        found.truncate(freed);
        found.sort_unstable();
        (found, is_whole)
    }

    /// Solves for the most and the least side by side.
    fn both(&mut self, members: &[usize], aim: &[usize]) -> [Answer; 2] {
        if !self.may_solve(2) {
            return [Answer::Failed, Answer::Failed];
        }
        let solve = |end| programme(&self.net, &self.ranges, &self.first, members, (aim, end));
        rayon::join(|| solve(ENDS[0]), || solve(ENDS[1])).into()
    }

    fn programme(&mut self, members: &[usize], aim: &[usize], end: End) -> Answer {
        if !self.may_solve(1) {
            return Answer::Failed;
        }
        programme(&self.net, &self.ranges, &self.first, members, (aim, end))
    }

    /// Takes so many programmes from what may still be solved, where there are as many.
    fn may_solve(&mut self, programmes: u64) -> bool {
        if self.effort.left < programmes || self.effort.is_spent() {
            return false;
        }
        self.effort.left -= programmes;
        self.effort.solved += programmes;
        true
    }
}

impl End {
    const fn of(self, range: Range) -> i64 {
        match self {
            Self::Least => range.least,
            Self::Most => range.most,
        }
    }
}

const fn bit(value: i64) -> u64 {
    if 0 <= value && value < 64 { 1 << value } else { 0 }
}
