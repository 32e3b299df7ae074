//! The root of a falling function, by bisection: slow, but it cannot miss.

/// Returns where `f` falls through nought at or above `low`, doubling `step` until it is bracketed.
///
/// `f` must not rise. The answer is `low` where `f` is not positive there, and `None` where it never
/// falls to nought or is not a number. The bracket is halved until it holds no further number.
pub(crate) fn decreasing(f: impl Fn(f64) -> f64, low: f64, step: f64) -> Option<f64> {
    let at_low = f(low);
    if at_low <= 0.0 {
        return Some(low);
    }
    let (mut low, mut width) = (low, step);
    let mut high = low + width;
    while f(high) > 0.0 {
        low = high;
        width *= 2.0;
        high = low + width;
        if !high.is_finite() {
            return None;
        }
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return (!at_low.is_nan()).then_some(middle);
        }
        if f(middle) > 0.0 { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_root_far_from_the_first_guess() {
        let root = decreasing(|x| 1e6 - x, 0.0, 1.0);
        assert_eq!(root, Some(1e6));
    }

    #[test]
    fn stays_at_the_lower_end_when_the_function_is_already_negative() {
        assert_eq!(decreasing(|x| -1.0 - x, 0.0, 1.0), Some(0.0));
    }

    #[test]
    fn gives_up_when_there_is_no_root() {
        assert_eq!(decreasing(|_| 1.0, 0.0, 1.0), None);
    }
}
