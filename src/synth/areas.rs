//! The ground: made-up areas, their deprivation, their children and their postcodes.
//!
//! Codes begin `E0199`, far above any that exists, and postcodes lie in `NB`, which no post office has.

use super::draw::Stream;
use super::gradient::{ByDecile, midpoint_ranks};
use super::spec::{EthnicGroup, Spec};
use crate::domain::codes::Ethnicity;

/// How many areas the index of 2025 ranks.
pub(super) const RANKED: u32 = 33_755;
/// How many measures the index has: seven domains, the whole, two for the young and the old, six sub-domains.
pub(super) const MEASURES: usize = 16;
/// Which of them is the Income Deprivation Affecting Children Index.
pub(super) const IDACI: usize = 8;
/// Single years of age from 0 to 90 and over.
pub(super) const AGES: usize = 91;

/// What becomes of an episode in the area.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In the authority, with children and a rank.
    Home,
    /// In the district next to it.
    Neighbour,
    /// In the authority and the index, and not in the population file.
    WithoutPopulation,
    /// In the directory, and newer than the index.
    WithoutIndex,
}

/// One 2021 area.
pub(super) struct Area {
    /// Its code.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
    /// The number of the middle-layer area around it.
    pub(super) middle: usize,
    /// Whether it counts.
    pub(super) standing: Standing,
    /// Its national decile of the IDACI, counted from 0 for the most deprived.
    pub(super) decile: usize,
    /// Its rank in each measure of the index.
    pub(super) ranks: [u32; MEASURES],
    /// People by estimate, sex (women first) and age.
    pub(super) people: Vec<[[u32; AGES]; 2]>,
    /// Its postcodes, as published with one space.
    pub(super) postcodes: Vec<Postcode>,
}

/// One postcode.
#[derive(Clone)]
pub(super) struct Postcode {
    /// As published, with one space.
    pub(super) text: String,
    /// Whether it is still in use.
    pub(super) life: Life,
}

/// Whether a postcode is still in use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// In use.
    Live,
    /// Terminated in July 2023.
    Terminated,
}

/// How a 2011 area came to be 2021 areas, as the exact-fit lookup marks it.
pub(super) struct Change {
    /// The 2011 code and name.
    pub(super) old: (String, String),
    /// The 2021 area, by its place.
    pub(super) new: usize,
    /// `U`, `S`, `M` or `X`.
    pub(super) kind: char,
}

/// The whole ground.
pub(super) struct Ground {
    /// Every area: the authority's own first.
    pub(super) areas: Vec<Area>,
    /// How many of them are the authority's own with children and a rank.
    pub(super) home: usize,
    /// Rows of the lookup from 2011.
    pub(super) changes: Vec<Change>,
    /// Postcodes in the directory without an area: a pseudo-code, and nothing at all.
    pub(super) nowhere: [String; 2],
    /// Well-formed postcodes that the directory does not hold.
    pub(super) unknown: [String; 2],
    /// Who is referred in each decile, by ethnicity; `None` where the specification does not say.
    pub(super) ethnicities: Option<Vec<Vec<(Ethnicity, f64)>>>,
}

impl Ground {
    /// Makes the ground of a specification.
    pub(super) fn make(spec: &Spec) -> Self {
        if let Some(territory) = &spec.territory {
            return territory.ground(spec);
        }
        let (place, home) = (&spec.place, spec.place.areas);
        let mut stream = Stream::open(&spec.seed, "areas");
        let mut deciles = spread(&place.children_by_decile, home);
        stream.shuffle(&mut deciles);
        let mut standings: Vec<_> = deciles.into_iter().map(|decile| (Standing::Home, decile)).collect();
        standings.push((Standing::WithoutPopulation, 1));
        standings.extend((0..place.neighbour_areas).map(|n| (Standing::Neighbour, 3 + n % 4)));
        standings.push((Standing::WithoutIndex, 4));
        let in_decile = |wanted| standings.iter().filter(|s| **s == (Standing::Home, wanted)).count() as f64;
        let mut taken = vec![std::collections::BTreeSet::new(); MEASURES];
        let estimates = usize::try_from(spec.years.returns).unwrap_or(1);
        let mut first_postcode = 0;
        let areas = standings.iter().enumerate().map(|(at, &(standing, decile))| {
            let children =
                place.children_by_decile[decile] * f64::from(place.children) / in_decile(decile).max(1.0);
            let postcodes = (0..place.postcodes_per_area).map(|n| Postcode {
                text: postcode(first_postcode + n),
                life: if n == 1 { Life::Terminated } else { Life::Live },
            });
            let postcodes = postcodes.collect();
            first_postcode += place.postcodes_per_area;
            let (code, town, nth) = match standing {
                Standing::Home | Standing::WithoutPopulation => (1_990_001 + at, &spec.name, at),
                Standing::Neighbour => (1_991_000 + at - home, &place.neighbour_name, at - home - 1),
                Standing::WithoutIndex => (1_997_001, &spec.name, at),
            };
            Area {
                code: format!("E{code:08}"),
                name: format!("{town} {:03}{}", nth / 5 + 1, char::from(b'A' + (nth % 5) as u8)),
                middle: at / 5 + 1,
                standing,
                decile,
                ranks: ranks(&mut stream, decile, &mut taken),
                people: people(&mut stream, children * (0.75 + 0.5 * stream_unit(spec, at)), estimates),
                postcodes,
            }
        });
        let areas: Vec<_> = areas.collect();
        let changes = changes(&spec.name, &areas, home);
        let far = |n| postcode(first_postcode + 40 + n);
        let ranks = midpoint_ranks(&place.children_by_decile);
        let ethnicities = ethnicities(spec, &ranks);
        Self { areas, home, changes, nowhere: [far(0), far(1)], unknown: [far(2), far(3)], ethnicities }
    }

    /// Returns the authority's children by decile in one estimate.
    pub(super) fn children(&self, estimate: usize) -> ByDecile {
        let mut total = [0.0; 10];
        for area in &self.areas[..self.home] {
            total[area.decile] += f64::from(area.children(estimate));
        }
        total
    }

    /// Returns the places of the authority's own areas in a decile.
    pub(super) fn in_decile(&self, decile: usize) -> Vec<usize> {
        (0..self.home).filter(|&at| self.areas[at].decile == decile).collect()
    }

    /// Returns the places of areas of a standing.
    pub(super) fn standing(&self, standing: Standing) -> Vec<usize> {
        (0..self.areas.len()).filter(|&at| self.areas[at].standing == standing).collect()
    }
}

impl Area {
    /// Returns the number of children aged 0 to 17 in one estimate.
    pub(super) fn children(&self, estimate: usize) -> u32 {
        self.people[estimate].iter().flat_map(|sex| &sex[..18]).sum()
    }
}

/// Draws how large an area is beside others of its decile, apart from all that is drawn in order.
pub(super) fn stream_unit(spec: &Spec, at: usize) -> f64 {
    Stream::open(&spec.seed, &format!("size of area {at}")).unit()
}

/// Returns who is referred in each decile, by ethnicity, from mid-point ranks with 1 at the most deprived end.
pub(super) fn ethnicities(spec: &Spec, ranks: &ByDecile) -> Option<Vec<Vec<(Ethnicity, f64)>>> {
    let weight = |group: &EthnicGroup, rank: f64| {
        share(group, rank) * group.most.powf(rank) * group.least.powf(1.0 - rank)
    };
    let in_decile = |&rank: &f64| {
        let groups = spec.ethnicity.iter();
        let drawn =
            |(code, group): (&String, _)| Some((Ethnicity::from_code(code.as_bytes())?, weight(group, rank)));
        groups.filter_map(drawn).collect()
    };
    (!spec.ethnicity.is_empty()).then(|| ranks.iter().map(in_decile).collect())
}

/// Returns a group's share of children where the mid-point rank is `rank`, before shares are made to add up.
pub(super) fn share(group: &EthnicGroup, rank: f64) -> f64 {
    group.children * group.deprived.powf(rank - 0.5)
}

/// Returns the decile of each area, by largest remainders, with at least one area in each decile.
fn spread(shares: &ByDecile, areas: usize) -> Vec<usize> {
    let exact = shares.map(|share| share * areas as f64);
    let mut counts = exact.map(|exact| (exact as usize).max(1));
    while counts.iter().sum::<usize>() < areas {
        let gap = |d: &usize| exact[*d] - counts[*d] as f64;
        let neediest = (0..10).max_by(|a, b| gap(a).total_cmp(&gap(b)).then(b.cmp(a)));
        counts[neediest.expect("ten deciles")] += 1;
    }
    (0..10).flat_map(|decile| std::iter::repeat_n(decile, counts[decile])).take(areas).collect()
}

/// Draws the ranks of one area: the IDACI within its decile, the others near it, none twice.
fn ranks(
    stream: &mut Stream,
    decile: usize,
    taken: &mut [std::collections::BTreeSet<u32>],
) -> [u32; MEASURES] {
    let (n, d) = (RANKED, decile as u32);
    let (low, high) = (n * d / 10 + 1, n * (d + 1) / 10);
    let mut idaci = low + stream.below((high - low + 1) as usize) as u32;
    while taken[IDACI].contains(&idaci) {
        idaci = if idaci == high { low } else { idaci + 1 };
    }
    std::array::from_fn(|measure| {
        let mut rank = idaci;
        if measure != IDACI {
            let far = idaci as i32 + stream.between(-6_000, 6_000);
            rank = far.clamp(1, n as i32).unsigned_abs();
            while taken[measure].contains(&rank) {
                rank = rank % n + 1;
            }
        }
        taken[measure].insert(rank);
        rank
    })
}

/// Draws the people of one area, one table for each estimate; each differs a little from the one before.
pub(super) fn people(stream: &mut Stream, children: f64, estimates: usize) -> Vec<[[u32; AGES]; 2]> {
    let mut now: [[f64; AGES]; 2] = std::array::from_fn(|_| {
        std::array::from_fn(|age| {
            let shape = match age {
                0..18 => 1.0,
                18..60 => 1.15,
                60..90 => (90 - age) as f64 / 30.0,
                _ => 0.3,
            };
            children / 36.0 * shape * (0.75 + 0.5 * stream.unit())
        })
    });
    let estimates = 0..estimates;
    let drift = |_| {
        let table = now.map(|sex| sex.map(|people| people.round() as u32));
        now = now.map(|sex| sex.map(|people| people * (0.98 + 0.04 * stream.unit())));
        table
    };
    estimates.map(drift).collect()
}

/// Returns the n-th postcode of the made-up post office, with one space.
fn postcode(n: usize) -> String {
    postcode_in("NB", n)
}

/// Returns the n-th postcode of a postcode area, of 79,200.
pub(super) fn postcode_in(area: &str, n: usize) -> String {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let (first, second) = (char::from(LETTERS[n / 20 % 20]), char::from(LETTERS[n % 20]));
    format!("{area}{} {}{first}{second}", n / 800 + 1, n / 400 % 2 + 1 + n % 7)
}

/// Makes the lookup from 2011: most areas unchanged, a few split, merged and redrawn.
fn changes(town: &str, areas: &[Area], home: usize) -> Vec<Change> {
    let row = |(code, name): (String, String), new, kind| Change { old: (code, name), new, kind };
    let gone = |n: usize| (format!("E{:08}", 1_998_000 + n), format!("{town} 9{n:02}Z"));
    let from = home - 10;
    let redrawn = [
        (1, 0, 'S'),
        (1, 1, 'S'),
        (2, 2, 'S'),
        (2, 3, 'S'),
        (2, 4, 'S'),
        (3, 5, 'M'),
        (4, 5, 'M'),
        (5, 6, 'M'),
        (6, 6, 'M'),
        (7, 7, 'X'),
        (7, 8, 'X'),
        (8, 8, 'X'),
    ];
    let unchanged = (0..areas.len())
        .filter(|at| !(from..from + 9).contains(at) && areas[*at].standing != Standing::WithoutIndex)
        .map(|at| row((areas[at].code.clone(), areas[at].name.clone()), at, 'U'));
    unchanged.chain(redrawn.map(|(old, new, kind)| row(gone(old), from + new, kind))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_rank_postcode_or_code_is_given_twice() {
        let ground = Ground::make(&Spec::northbridge());
        for measure in 0..MEASURES {
            let ranks: BTreeSet<_> = ground.areas.iter().map(|area| area.ranks[measure]).collect();
            assert_eq!(ranks.len(), ground.areas.len());
        }
        let codes: BTreeSet<_> = ground.areas.iter().map(|area| &area.code).collect();
        assert_eq!(codes.len(), ground.areas.len());
        let extra = ground.nowhere.iter().chain(&ground.unknown);
        let postcodes: Vec<_> =
            ground.areas.iter().flat_map(|area| &area.postcodes).map(|p| &p.text).chain(extra).collect();
        assert_eq!(postcodes.iter().collect::<BTreeSet<_>>().len(), postcodes.len());
    }

    #[test]
    fn every_decile_has_children_and_the_most_deprived_has_most() {
        let spec = Spec::northbridge();
        let ground = Ground::make(&spec);
        let children = ground.children(0);
        assert!(children.iter().all(|&children| children > 1_000.0));
        assert!(children.iter().all(|&here| here <= children[0]));
        let total: f64 = children.iter().sum();
        assert!((total / f64::from(spec.place.children) - 1.0).abs() < 0.05, "{total}");
    }

    #[test]
    fn a_decile_is_that_of_the_rank() {
        for area in Ground::make(&Spec::northbridge()).areas {
            assert_eq!((area.ranks[IDACI] * 10).div_ceil(RANKED) as usize, area.decile + 1);
        }
    }

    #[test]
    fn postcodes_are_of_the_form_of_postcodes() {
        for n in 0..1_600 {
            let text = postcode(n);
            let (outward, inward) = text.split_once(' ').unwrap();
            assert!(outward.starts_with("NB") && inward.len() == 3, "{text}");
            assert!(inward.as_bytes()[0].is_ascii_digit(), "{text}");
        }
    }
}
