//! The authorities of a nation: how many areas each has, how deprived they are, and how each records.
//!
//! An area's deprivation is the authority's plus its own; the nation's areas are then ranked, so that each tenth of
//! ranks is a decile, as in the published index. Rates by decile are the nation's, times what is the authority's own.

use super::spec::{Nation, rounded, to_f64};
use super::territory::{Site, Territory};
use crate::synth::areas::{IDACI, MEASURES, RANKED};
use crate::synth::draw::Stream;
use crate::synth::gradient::{Gradient, gradient, midpoint_ranks};
use crate::synth::spec::Spec;

/// The words that names of authorities are made of.
const FIRST: [&str; 20] = [
    "Ald", "Bram", "Carl", "Dun", "Elm", "Fen", "Gars", "Hax", "Ing", "Kel", "Lang", "Mar", "Nor", "Oak",
    "Pen", "Rad", "Sel", "Thorn", "Wal", "Yar",
];
const LAST: [&str; 15] = [
    "bury", "bridge", "combe", "dale", "field", "ford", "gate", "ham", "ley", "mere", "port", "shire", "ton",
    "wick", "worth",
];

/// Returns the specification of each authority, in order of number.
pub(super) fn authorities(nation: &Nation) -> Vec<Spec> {
    let sizes = sizes(nation);
    let sites = sites(nation, &sizes);
    let country = &nation.country;
    let all: usize = sizes.iter().sum();
    let children = country.children * to_f64(all);
    let by_decile = country.children_by_decile.map(|share| share * children);
    let ranks = midpoint_ranks(&by_decile);
    let families = &nation.families;
    let mean_size: f64 = families.sizes.iter().zip(1..).map(|(share, size)| share * f64::from(size)).sum();
    let followed = 1.0 + families.repeats + families.later_repeats;
    // `referrals_per_year` is that of an authority of average size.
    let referrals = families.referrals_per_year * to_f64(country.authorities) * to_f64(all)
        / (country.areas * to_f64(country.authorities));
    let first = referrals / mean_size / followed;
    let paths = [&nation.domestic_abuse, &nation.other]
        .map(|path| gradient(path, first, families.siblings_apart, &by_decile));
    let in_decile: [f64; 10] = std::array::from_fn(|decile| {
        to_f64(sites.iter().flatten().filter(|site| site.decile == decile).count()).max(1.0)
    });
    let per_area = std::array::from_fn(|decile| by_decile[decile] / in_decile[decile]);
    let mut before = 0;
    let authority = |(number, areas): (usize, Vec<Site>)| {
        let mut spec = nation.alone();
        spec.name = name(number);
        spec.seed = format!("{}: {}", nation.seed, spec.name);
        spec.place.areas = areas.len();
        spec.place.district = format!("E{:08}", 6_900_001 + number);
        spec.place.lea = (201 + number).to_string();
        let mut stream = Stream::open(&spec.seed, "authority");
        let paths = own(nation, &mut stream, paths);
        records(nation, &mut stream, &mut spec);
        let territory = Territory { first: before, number, children: per_area, ranks, paths, areas };
        before += territory.areas.len();
        Spec { territory: Some(territory), ..spec }
    };
    sites.into_iter().enumerate().map(authority).collect()
}

/// Returns the name of an authority: two hundred and more, none twice.
fn name(number: usize) -> String {
    format!("{}{}", FIRST[number % FIRST.len()], LAST[(2 * (number / FIRST.len()) + number) % LAST.len()])
}

/// Draws a number from the standard normal distribution, near enough and the same on every machine.
fn normal(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.unit()).sum::<f64>() - 6.0
}

/// Returns how many areas each authority has.
fn sizes(nation: &Nation) -> Vec<usize> {
    let country = &nation.country;
    let mut stream = Stream::open(&nation.seed, "sizes");
    let drawn: Vec<f64> =
        (0..country.authorities).map(|_| (country.size * normal(&mut stream)).exp()).collect();
    let total = rounded(country.areas * to_f64(country.authorities));
    let sum: f64 = drawn.iter().sum();
    let share = |size: &f64| rounded(size / sum * to_f64(total)).clamp(30, 900);
    let mut sizes: Vec<usize> = drawn.iter().map(share).collect();
    // What rounding has left over or taken too much is made good one area at a time.
    let mut at = 0;
    while sizes.iter().sum::<usize>() != total {
        let place = at % sizes.len();
        if sizes.iter().sum::<usize>() < total {
            sizes[place] += 1;
        } else if sizes[place] > 30 {
            sizes[place] -= 1;
        }
        at += 1;
    }
    sizes
}

/// Returns the areas of each authority with their ranks in the nation.
fn sites(nation: &Nation, sizes: &[usize]) -> Vec<Vec<Site>> {
    let mut stream = Stream::open(&nation.seed, "deprivation");
    let deprivation: Vec<f64> = sizes
        .iter()
        .flat_map(|&size| {
            let whole = nation.country.deprivation * normal(&mut stream);
            (0..size).map(|_| whole + normal(&mut stream)).collect::<Vec<_>>()
        })
        .collect();
    let all = deprivation.len();
    let rank = |place: usize| 1 + u32::try_from(place * RANKED as usize / all).expect("within the ranks");
    let ranked = |score: &[f64]| {
        let mut order: Vec<usize> = (0..all).collect();
        order.sort_by(|&one, &other| score[other].total_cmp(&score[one]).then(one.cmp(&other)));
        let mut ranks = vec![0; all];
        order.into_iter().enumerate().for_each(|(place, area)| ranks[area] = rank(place));
        ranks
    };
    let measures: Vec<Vec<u32>> = (0..MEASURES)
        .map(|measure| {
            let noise = if measure == IDACI { 0.0 } else { 0.5 };
            let score: Vec<f64> = deprivation.iter().map(|own| own + noise * normal(&mut stream)).collect();
            ranked(&score)
        })
        .collect();
    let site = |at: usize| {
        let ranks: [u32; MEASURES] = std::array::from_fn(|measure| measures[measure][at]);
        Site { decile: (ranks[IDACI] * 10).div_ceil(RANKED) as usize - 1, ranks }
    };
    let mut first = 0;
    let of = |&size: &usize| {
        first += size;
        (first - size..first).map(site).collect()
    };
    sizes.iter().map(of).collect()
}

/// Returns the nation's gradients as they are in one authority.
fn own(nation: &Nation, stream: &mut Stream, paths: [Gradient; 2]) -> [Gradient; 2] {
    let variation = &nation.variation;
    let referral = (variation.referral * normal(stream)).exp();
    let abuse = variation.domestic_abuse * normal(stream);
    let tilt = [(abuse / 2.0).exp(), (-abuse / 2.0).exp()];
    let mut shift = |spread: f64| spread * normal(stream);
    let steps = [variation.assessed, variation.s47, variation.icpc, variation.cpp_start].map(&mut shift);
    std::array::from_fn(|kind| {
        let path = paths[kind];
        Gradient {
            referral: path.referral.map(|rate| rate * referral * tilt[kind]),
            assessed: path.assessed.map(|share| shifted(share, steps[0])),
            s47: path.s47.map(|share| shifted(share, steps[1])),
            icpc: path.icpc.map(|share| shifted(share, steps[2])),
            cpp_start: path.cpp_start.map(|share| shifted(share, steps[3])),
        }
    })
}

/// Moves a share on the logit scale.
fn shifted(share: f64, by: f64) -> f64 {
    let odds = share / (1.0 - share).max(1e-9) * by.exp();
    odds / (1.0 + odds)
}

/// Changes what an authority's assessments record.
fn records(nation: &Nation, stream: &mut Stream, spec: &mut Spec) {
    let variation = &nation.variation;
    let mut times = |spread: f64| (spread * normal(stream)).exp();
    let [child, parent, other] =
        [variation.factor_3a, variation.factor_3b, variation.factor_3c].map(&mut times);
    let missing = times(variation.factors_missing);
    let weight = |set: &str, share: f64| {
        let part = |code, times| if set.contains(code) { times } else { 1.0 };
        share * part("3A", child) * part("3B", parent) * part("3C", other)
    };
    let weights = nation.factors.abuse.iter().map(|(set, &share)| (set.clone(), weight(set, share)));
    spec.factors.abuse = weights.collect();
    let sum: f64 = spec.factors.abuse.values().sum();
    spec.factors.abuse.values_mut().for_each(|share| *share /= sum);
    spec.factors.missing = (nation.factors.missing * missing).min(0.5);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_authorities_have_one_name() {
        let names: BTreeSet<_> = (0..300).map(name).collect();
        assert_eq!(names.len(), 300);
    }

    #[test]
    fn a_share_moved_stays_a_share() {
        for share in [0.01, 0.5, 0.99, 1.0] {
            assert!(
                (0.0..=1.0).contains(&shifted(share, 3.0)) && (0.0..=1.0).contains(&shifted(share, -3.0))
            );
        }
        assert!((shifted(0.3, 0.0) - 0.3).abs() < 1e-12);
    }
}
