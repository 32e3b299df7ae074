//! The true gradient: how likely each step is in each decile.
//!
//! The rate of coming as far as a step is `exp(a + x ln R)`, where `x` is the mid-point rank of the decile
//! among the authority's children (0 at the least deprived end, 1 at the most) and `R` the step's relative
//! index. A step's probability, given the one before, is therefore `c (R / R_before)^x`.

use super::spec::{Pathway, Spec};

/// One number for each decile, the most deprived first.
pub(super) type ByDecile = [f64; 10];

/// The rates and probabilities of one kind of family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gradient {
    /// First referrals of families per child and year.
    pub(super) referral: ByDecile,
    /// Assessed, of those referred.
    pub(super) assessed: ByDecile,
    /// The subject of an enquiry, of those assessed.
    pub(super) s47: ByDecile,
    /// The subject of a conference, of those enquired about.
    pub(super) icpc: ByDecile,
    /// On a plan, of those conferred about.
    pub(super) cpp_start: ByDecile,
}

/// Returns the mid-point rank of each decile: 0 at the least deprived end, 1 at the most.
pub(super) fn midpoint_ranks(children: &ByDecile) -> ByDecile {
    let total: f64 = children.iter().sum();
    let mut below = total;
    children.map(|here| {
        below -= here;
        (below + here / 2.0) / total
    })
}

/// Makes the gradient of one kind of family, where `families` are first referred in a year.
pub(super) fn gradient(path: &Pathway, families: f64, apart: f64, children: &ByDecile) -> Gradient {
    let ranks = midpoint_ranks(children);
    let steep = ranks.map(|rank| path.referral.relative_index.powf(rank));
    let crude: f64 = children.iter().zip(steep).map(|(children, steep)| children * steep).sum();
    let referral = steep.map(|steep| steep * families * path.referral.share / crude);
    let mut at: ByDecile = std::array::from_fn(|decile| children[decile] * referral[decile]);
    let steps = path.steps();
    let mut next = |step: usize, apart: f64| {
        let ratio = steps[step].relative_index / steps[step - 1].relative_index;
        let steep = ranks.map(|rank| ratio.powf(rank));
        let crude: f64 = at.iter().zip(steep).map(|(at, steep)| at * steep).sum();
        let level = steps[step].share / (1.0 - apart) * at.iter().sum::<f64>() / crude;
        let probability = steep.map(|steep| steep * level);
        at = std::array::from_fn(|decile| at[decile] * probability[decile]);
        probability
    };
    Gradient {
        referral,
        assessed: next(1, 0.0),
        s47: next(2, apart),
        icpc: next(3, 0.0),
        cpp_start: next(4, 0.0),
    }
}

/// Returns what is wrong where a step would have to be more than certain.
pub(super) fn fault(spec: &Spec) -> Option<String> {
    [("domestic_abuse", &spec.domestic_abuse), ("other", &spec.other)].into_iter().find_map(|(name, path)| {
        let gradient = gradient(path, 1.0, spec.families.siblings_apart, &spec.place.children_by_decile);
        let steps = [gradient.assessed, gradient.s47, gradient.icpc, gradient.cpp_start];
        let certain = steps.iter().flatten().all(|&probability| probability <= 1.0);
        (!certain)
            .then(|| format!("a step of `{name}` would be more than certain in some decile: lower its share"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_mid_points_and_the_most_deprived_lie_near_one() {
        let ranks = midpoint_ranks(&[3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
        assert!((ranks[0] - 10.5 / 12.0).abs() < 1e-12);
        assert!((ranks[9] - 0.5 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn each_step_has_its_relative_index_and_its_share() {
        let spec = Spec::northbridge();
        let children = spec.place.children_by_decile.map(|share| share * 62_000.0);
        let ranks = midpoint_ranks(&children);
        let gradient = gradient(&spec.domestic_abuse, 500.0, 0.0, &children);
        let mut rate = gradient.referral;
        let mut families = children.iter().zip(rate).map(|(children, rate)| children * rate).sum::<f64>();
        assert!((families - 500.0 * spec.domestic_abuse.referral.share).abs() < 1e-9);
        for (step, probability) in spec.domestic_abuse.steps()[1..].iter().zip([
            gradient.assessed,
            gradient.s47,
            gradient.icpc,
            gradient.cpp_start,
        ]) {
            rate = std::array::from_fn(|decile| rate[decile] * probability[decile]);
            let index = (rate[0] / rate[9]).powf(1.0 / (ranks[0] - ranks[9]));
            assert!((index - step.relative_index).abs() < 1e-9);
            let reached = children.iter().zip(rate).map(|(children, rate)| children * rate).sum::<f64>();
            assert!((reached / families - step.share).abs() < 1e-9);
            families = reached;
        }
    }
}
