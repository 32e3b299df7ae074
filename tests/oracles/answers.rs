//! Compares answers, which may be reasons, with expected rows, which may be empty.

use social_gradient::stats::{Answer, Estimate, NoAnswer};

use super::harness::{Expected, Row, Verdict};

/// Compares an answer with a figure, or with the absence of one.
pub(crate) fn compare(row: &Expected, got: Answer<f64>) -> Verdict {
    match (row.value, got) {
        (None, Err(_)) => Verdict::Agrees,
        (Some(want), Err(_)) if want.is_infinite() => Verdict::Agrees,
        (None, Ok(got)) => Verdict::Differs(format!("got {got:e} where there is no figure")),
        (Some(_), Ok(got)) => Verdict::Figure(got),
        (Some(_), Err(why)) => Verdict::Differs(format!("no figure ({why}) where {} is given", row.text)),
    }
}

/// Takes the figure or one of its limits, as `stat` names it.
pub(crate) fn part(estimate: Answer<Estimate>, stat: &str) -> Answer<f64> {
    let estimate = estimate?;
    let limits = estimate.interval.ok_or(NoAnswer::NotReached);
    Ok(if stat.contains("lower") {
        limits?.lower
    } else if stat.contains("upper") {
        limits?.upper
    } else {
        estimate.value
    })
}

/// Whether another tool's limit is the figure itself, to rounding beside `scale`: a limit of no width, which is none.
pub(crate) fn widthless(row: &Expected, figure: f64, scale: f64) -> bool {
    let limit = ["lower", "upper"].iter().any(|side| row.stat.contains(side));
    limit && row.value.is_some_and(|want| (want - figure).abs() <= 1e-9 * scale.max(figure.abs()))
}

/// Why such a row is not compared.
pub(crate) const WIDTHLESS: &str =
    "limits of no width, where nothing is left to judge chance by: ours has none";

/// Reads a number from a column of an input row.
pub(crate) fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a number in the column")
}

/// Compares as [`compare`] does, except that two figures that are both rounding noise beside `scale`
/// agree.
pub(crate) fn compare_at(row: &Expected, got: Answer<f64>, scale: f64) -> Verdict {
    match (row.value, got) {
        (Some(want), Ok(got)) if want.abs() < 1e-9 * scale && got.abs() < 1e-9 * scale => Verdict::Agrees,
        _ => compare(row, got),
    }
}
