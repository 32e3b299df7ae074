//! Journeys in time as the briefing tells them: from counts at a few months and no single time.
//!
//! Five groups set out, five times as many children as the setting has events. In each month the event comes with odds that
//! are twice as high at the most deprived end as at the least, and another ending that rules it out to one in a
//! hundred. Each child is followed for a time between nought and three years, all equally likely. Where the setting has
//! siblings, they go together all the way.

use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, Uniform};

use super::record::Recorder;
use super::setting::Setting;
use crate::stats::gradient::ridits;
use crate::stats::rates::Clusters;
use crate::stats::survival::hazard_gradient::{HazardCell, hazard_gradient};
use crate::stats::survival::kaplan_meier::{Beyond, CurveLimits};
use crate::stats::survival::{Stretch, grouped_incidence, grouped_median, grouped_survival};
use crate::stats::{Answer, Group, Interval, Level};

const LEVEL: Level = Level::P95;

/// The months at which the whole is told, and those at which groups are.
const MONTHS: [usize; 4] = [3, 6, 12, 24];
const BY_GROUP: [usize; 2] = [3, 12];
/// The risk of the other ending in a month.
const OTHER: f64 = 0.01;
/// How long the longest is followed, in months.
const LONGEST: f64 = 36.0;

/// What became of one child: when and how it ended, in months, and until when it was followed.
#[derive(Clone, Copy)]
struct Course {
    end: f64,
    happened: bool,
    followed: f64,
}

impl Course {
    /// Draws a child whose event comes with some risk in every month.
    fn draw(risk: f64, other: f64, random: &mut ChaCha12Rng) -> Self {
        let unit = Uniform::new(0.0, 1.0).expect("a range");
        let followed = LONGEST * unit.sample(random);
        let mut end = 0.0;
        loop {
            let chance = unit.sample(random);
            if chance < risk + other {
                end += unit.sample(random);
                return Self { end, happened: chance < risk, followed };
            }
            end += 1.0;
            if end > followed {
                return Self { end: f64::INFINITY, happened: false, followed };
            }
        }
    }
}

/// How those drawn so far come in families.
#[derive(Default)]
struct Families {
    children: f64,
    squares: f64,
    families: f64,
}

impl Families {
    /// Draws families until so many children are drawn or a few more; what becomes of one child becomes of all.
    fn draw(
        &mut self,
        children: f64,
        setting: &Setting,
        random: &mut ChaCha12Rng,
        mut course: impl FnMut(&mut ChaCha12Rng) -> Course,
    ) -> Vec<Course> {
        let mut drawn = Vec::new();
        while (drawn.len() as f64) < children.floor() {
            let size = setting.family(random);
            drawn.extend(std::iter::repeat_n(course(random), size));
            self.children += size as f64;
            self.squares += (size * size) as f64;
            self.families += 1.0;
        }
        drawn
    }

    /// Returns stretches of as many independent journeys.
    fn effective(&self, stretches: Vec<Stretch>) -> Vec<Stretch> {
        let Self { children: events, squares, families } = *self;
        let clusters = Clusters { events, squares: Some(squares), clusters: Some(families) };
        let effect = clusters.effect(LEVEL).expect("counts");
        stretches.into_iter().map(|stretch| stretch.effective(effect)).collect()
    }
}

/// Counts courses into stretches that end at some months; as far as somebody is followed.
fn stretches<'a>(courses: impl Iterator<Item = &'a Course> + Clone, months: &[usize]) -> Vec<Stretch> {
    let mut begin = 0.0;
    let mut told = Vec::new();
    for &month in months {
        let end = month as f64;
        let out = |course: &Course| course.end.min(course.followed);
        let within = |course: &&Course| (begin..end).contains(&out(course));
        let count = |is: &dyn Fn(&Course) -> bool| {
            courses.clone().filter(within).filter(|course| is(course)).count() as f64
        };
        let at_risk = courses.clone().filter(|course| out(course) >= begin).count() as f64;
        let seen = |course: &Course| course.end <= course.followed;
        let stretch = Stretch {
            end,
            at_risk,
            events: count(&|course| seen(course) && course.happened),
            competing: count(&|course| seen(course) && !course.happened),
            withdrawn: count(&|course| !seen(course)),
        };
        let left = at_risk - stretch.events - stretch.competing - stretch.withdrawn;
        if at_risk == 0.0 || (left == 0.0 && stretch.withdrawn > 0.0) {
            break;
        }
        told.push(stretch);
        begin = end;
    }
    told
}

/// Notes what is made of journeys of the setting's size.
pub(super) fn note(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let entrants = 5.0 * setting.events;
    let line = setting.line();
    let whole: f64 = line.iter().map(|group| group.events).sum();
    let fifth = |pair: &[Group]| (entrants * (pair[0].events + pair[1].events) / whole).round().max(1.0);
    let sizes: Vec<f64> = line.chunks(2).map(fifth).collect();
    let groups: Vec<Group> = sizes.iter().map(|&population| Group { events: 0.0, population }).collect();
    let closeness: Vec<f64> =
        ridits(&groups).expect("five groups with people").iter().map(|rank| 1.0 - rank).collect();
    let risks: Vec<f64> = closeness
        .iter()
        .map(|closeness| 1.0 / (1.0 + f64::exp(4.2 - std::f64::consts::LN_2 * closeness)))
        .collect();
    let mut families = Families::default();
    let drawn: Vec<Vec<Course>> = sizes
        .iter()
        .zip(&risks)
        .map(|(&size, &risk)| {
            families.draw(size, setting, random, |random| Course::draw(risk, OTHER, random))
        })
        .collect();
    let told = families.effective(stretches(drawn.iter().flatten(), &MONTHS));
    let incidence = |risk: f64| {
        let leave = risk + OTHER;
        risk / leave * (1.0 - (1.0 - leave).powi(12))
    };
    let mean: f64 = drawn.iter().zip(&risks).map(|(group, &risk)| group.len() as f64 * incidence(risk)).sum();
    let all: usize = drawn.iter().map(Vec::len).sum();
    to.note("share by a year", share(&told), mean / all as f64);
    let by_group: Vec<Vec<Stretch>> =
        drawn.iter().map(|group| families.effective(stretches(group.iter(), &BY_GROUP))).collect();
    let each = by_group.iter().zip(&risks).map(|(told, &risk)| (share(told), incidence(risk)));
    to.each("share by a year, of each group", each);
    let cells: Vec<HazardCell> = by_group
        .iter()
        .zip(&closeness)
        .flat_map(|(told, &closeness)| HazardCell::of(closeness, told))
        .collect();
    to.estimate("gradient of the monthly odds", hazard_gradient(&cells, LEVEL), 2.0);
    lengths(to, setting, random);
}

fn share(told: &[Stretch]) -> Answer<Option<Interval>> {
    grouped_incidence(told, LEVEL)?.at(12.0, Beyond::Refuse).map(|point| point.interval)
}

/// As many plans as the setting has events, of which one in twelve ends in a month. The median is where the straight line
/// between the months of the table crosses the half, as its convention says.
fn lengths(to: &mut Recorder, setting: &Setting, random: &mut ChaCha12Rng) {
    let risk = 1.0 / 12.0;
    let mut families = Families::default();
    let drawn = families.draw(setting.events, setting, random, |random| Course::draw(risk, 0.0, random));
    let told = families.effective(stretches(drawn.iter(), &MONTHS));
    let left = |month: i32| f64::powi(1.0 - risk, month);
    let aim = 6.0 + 6.0 * (left(6) - 0.5) / (left(6) - left(12));
    let curve = || grouped_survival(&told, CurveLimits::LogLog, LEVEL);
    let median = curve().map(|curve| {
        let median = grouped_median(&curve, LEVEL);
        median.lower.zip(median.upper).and_then(|(lower, upper)| Interval::new(lower, upper))
    });
    to.note("median length of a plan", median, aim);
    let ended = curve().and_then(|curve| curve.at(12.0, Beyond::Refuse));
    let ended = ended
        .map(|point| point.interval.and_then(|limits| Interval::new(1.0 - limits.upper, 1.0 - limits.lower)));
    to.note("plans ended by a year", ended, 1.0 - left(12));
}
