//! Sums of weights that would cancel where one weight is nearly all of them.

/// Returns `Σw - Σw²/Σw`, as the sum over weights of each times the share that the others have: of weights above nought
/// it is above nought, however unequal they are.
pub(super) fn beside_the_rest(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    weights.iter().zip(others(weights)).map(|(weight, others)| weight * (others / total)).sum()
}

/// Returns for each weight the sum of the others.
pub(super) fn others(weights: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; weights.len()];
    let mut before = 0.0;
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += before;
        before += weight;
    }
    let mut after = 0.0;
    for (sum, weight) in sums.iter_mut().zip(weights).rev() {
        *sum += after;
        after += weight;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_usual_weights_it_is_the_sum_less_the_squares() {
        let weights = [3.0, 1.0, 2.5, 0.5];
        let (sum, squares) = (7.0, 9.0 + 1.0 + 6.25 + 0.25);
        assert!((beside_the_rest(&weights) - (sum - squares / sum)).abs() < 1e-12);
        assert_eq!(others(&weights), [4.0, 6.0, 4.5, 6.5]);
    }

    #[test]
    fn one_weight_that_is_nearly_all_leaves_what_the_other_is() {
        assert!((beside_the_rest(&[1e15, 1e-15]) / 2e-15 - 1.0).abs() < 1e-12);
    }
}
