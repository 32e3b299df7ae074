//! Axes: from a figure to a place in the picture.

/// How figures are laid along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Axis {
    /// From nought, equal steps for equal differences.
    Linear {
        /// The figure at the far end.
        end: f64,
    },
    /// Equal steps for equal ratios.
    Log {
        /// The figure at the near end, above nought.
        start: f64,
        /// The figure at the far end.
        end: f64,
    },
}

impl Axis {
    /// Returns an axis from nought that holds every figure, ending on a round number.
    pub(super) fn from_nought(figures: impl Iterator<Item = f64>) -> Self {
        let most = figures.fold(0.0, f64::max);
        let step = step(most);
        let steps = (most / step).ceil().max(1.0);
        Self::Linear { end: steps * step }
    }

    /// Returns an axis of ratios that holds 1 and every figure above nought, ending on round numbers.
    pub(super) fn of_ratios(figures: impl Iterator<Item = f64>) -> Self {
        let (least, most) = figures
            .filter(|f| *f > 0.0)
            .fold((1.0, 2.0), |(least, most): (f64, f64), f| (least.min(f), most.max(f)));
        let ladder = rungs();
        let start = ladder.iter().rev().copied().find(|rung| *rung <= least * 1.000_001).unwrap_or(least);
        let end = ladder.iter().copied().find(|rung| *rung >= most * 0.999_999).unwrap_or(most);
        Self::Log { start, end }
    }

    /// Returns how far along the axis a figure lies, from 0 to 1; beyond an end it stays at the end.
    pub(super) fn along(self, figure: f64) -> f64 {
        let share = match self {
            Self::Linear { end } => figure / end,
            Self::Log { start, end } => (figure.max(start) / start).ln() / (end / start).ln(),
        };
        share.clamp(0.0, 1.0)
    }

    /// Returns the round figures at which lines are drawn, at most seven.
    pub(super) fn ticks(self) -> Vec<f64> {
        match self {
            Self::Linear { end } => {
                let step = step(end);
                let mut ticks = Vec::new();
                for at in 0_u8..=7 {
                    let tick = f64::from(at) * step;
                    if tick <= end * 1.000_001 {
                        ticks.push(tick);
                    }
                }
                ticks
            }
            Self::Log { start, end } => {
                let held = |rung: &f64| *rung >= start * 0.999_999 && *rung <= end * 1.000_001;
                let ticks: Vec<f64> = rungs().into_iter().filter(held).collect();
                if ticks.len() <= 7 {
                    return ticks;
                }
                ticks.into_iter().filter(|tick| tick.log10().fract().abs() < 1e-9).collect()
            }
        }
    }
}

/// Returns the 1, 2 or 5 of some power of ten that divides a length into five or so.
fn step(length: f64) -> f64 {
    if length <= 0.0 || !length.is_finite() {
        return 1.0;
    }
    let rough = length / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let digit = [1.0, 2.0, 5.0, 10.0].into_iter().find(|digit| digit * power >= rough * 0.999_999);
    digit.unwrap_or(10.0) * power
}

/// Returns 1, 2 and 5 times each power of ten from a thousandth to a hundred thousand.
fn rungs() -> Vec<f64> {
    (-3..=5).flat_map(|power| [1.0, 2.0, 5.0].map(|digit: f64| digit * 10_f64.powi(power))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_starts_at_nought_and_ends_on_a_round_number_beyond_the_figures() {
        let axis = Axis::from_nought([12.0, 87.3].into_iter());
        assert_eq!(axis, Axis::Linear { end: 100.0 });
        assert_eq!(axis.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert!((axis.along(50.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn twice_the_figure_is_twice_as_far() {
        let axis = Axis::from_nought([9.0].into_iter());
        assert!((axis.along(8.0) - 2.0 * axis.along(4.0)).abs() < 1e-12);
    }

    #[test]
    fn twice_the_ratio_is_one_equal_step() {
        let axis = Axis::of_ratios([1.7, 13.0].into_iter());
        assert_eq!(axis, Axis::Log { start: 1.0, end: 20.0 });
        let (one, two) = (axis.along(4.0) - axis.along(2.0), axis.along(8.0) - axis.along(4.0));
        assert!((one - two).abs() < 1e-12);
        assert_eq!(axis.ticks(), [1.0, 2.0, 5.0, 10.0, 20.0]);
    }

    #[test]
    fn nothing_to_draw_still_makes_an_axis() {
        assert_eq!(Axis::from_nought(std::iter::empty()).ticks().first(), Some(&0.0));
        assert_eq!(Axis::of_ratios(std::iter::empty()), Axis::Log { start: 1.0, end: 2.0 });
        for tiny in [1e-9, 1e-3, 1e12] {
            assert!(Axis::from_nought([tiny].into_iter()).ticks().len() >= 2, "{tiny}");
        }
    }
}
