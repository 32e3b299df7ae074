//! An authority's part of the nation: which of its areas, and how its families fare.

use crate::synth::areas::{self, Area, Ground, Life, MEASURES, Postcode, Standing, postcode_in};
use crate::synth::draw::Stream;
use crate::synth::gradient::{ByDecile, Gradient};
use crate::synth::spec::Spec;

/// How many postcodes a postcode area has.
const POSTCODES: usize = 79_200;

/// An authority's part of a nation.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::synth) struct Territory {
    /// How many areas of the nation come before its own.
    pub(super) first: usize,
    /// Its number among the authorities.
    pub(super) number: usize,
    /// Its areas.
    pub(super) areas: Vec<Site>,
    /// Children in an area of average size, by national decile.
    pub(super) children: ByDecile,
    /// The nation's mid-point ranks of deciles.
    pub(super) ranks: ByDecile,
    /// The gradients of families with domestic abuse behind the referral, and of all others.
    pub(in crate::synth) paths: [Gradient; 2],
}

/// One area's place in the nation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Site {
    /// Its national decile, counted from 0 for the most deprived.
    pub(super) decile: usize,
    /// Its rank in each measure.
    pub(super) ranks: [u32; MEASURES],
}

impl Territory {
    /// Makes the authority's ground. It has no areas of neighbours and none from another census.
    pub(in crate::synth) fn ground(&self, spec: &Spec) -> Ground {
        let mut stream = Stream::open(&spec.seed, "areas");
        let each = spec.place.postcodes_per_area;
        let area = |(at, site): (usize, &Site)| {
            let number = self.first + at;
            let size = 0.75 + 0.5 * areas::stream_unit(spec, at);
            let postcodes = (0..each).map(|n| Postcode {
                text: postcode('Q', number * each + n),
                life: if n == 1 { Life::Terminated } else { Life::Live },
            });
            Area {
                code: format!("E{:08}", 1_900_001 + number),
                name: format!("{} {:03}{}", spec.name, at / 5 + 1, ["A", "B", "C", "D", "E"][at % 5]),
                middle: number / 5 + 1,
                standing: Standing::Home,
                decile: site.decile,
                ranks: site.ranks,
                people: areas::people(&mut stream, self.children[site.decile] * size, 1),
                postcodes: postcodes.collect(),
            }
        };
        let areas: Vec<Area> = self.areas.iter().enumerate().map(area).collect();
        let far = |n| postcode('X', self.number * 4 + n);
        Ground {
            home: areas.len(),
            areas,
            changes: Vec::new(),
            nowhere: [far(0), far(1)],
            unknown: [far(2), far(3)],
            ethnicities: areas::ethnicities(spec, &self.ranks),
        }
    }
}

/// Returns the n-th postcode of those that begin with a letter, which no real postcode does.
fn postcode(letter: char, n: usize) -> String {
    let second = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n / POSTCODES % 26];
    postcode_in(&format!("{letter}{}", char::from(second)), n % POSTCODES)
}
