//! Rules that tell a change with a cause from the usual coming and going, by the name of their convention.

pub mod anhoej;
pub mod nelson;
pub mod nhs;

pub use anhoej::{Runs, anhoej};
pub use nelson::{Nelson, nelson};
pub use nhs::{Nhs, nhs};

use super::Chart;

/// Returns sides and turns for patterns of several values; where run rules cannot be asked there are none.
fn patterns(chart: &Chart) -> (Vec<Option<i8>>, Vec<Option<i8>>) {
    let (mut sides, mut turns) = (sides(chart), turns(chart));
    if !chart.runs {
        sides.fill(None);
        turns.fill(None);
    }
    (sides, turns)
}

/// Returns which side of the centre line each value lies: −1, 0 on the line, 1; `None` without a value.
fn sides(chart: &Chart) -> Vec<Option<i8>> {
    let side = |v: f64| {
        if v > chart.centre {
            1
        } else if v < chart.centre {
            -1
        } else {
            0
        }
    };
    chart.marks.iter().map(|m| m.value.map(side)).collect()
}

/// Returns the direction from each value to the next: −1, 0 level, 1; `None` where either is missing.
fn turns(chart: &Chart) -> Vec<Option<i8>> {
    let turn = |a: f64, b: f64| {
        if b > a {
            1
        } else if b < a {
            -1
        } else {
            0
        }
    };
    chart.marks.windows(2).map(|m| Some(turn(m[0].value?, m[1].value?))).collect()
}

/// Returns the one direction that every step shares, up or down; `None` where they do not.
fn shared(steps: &[Option<i8>]) -> Option<i8> {
    let first = steps.first().copied().flatten().filter(|s| *s != 0)?;
    steps.iter().all(|s| *s == Some(first)).then_some(first)
}
