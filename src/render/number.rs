//! Numbers as a reader meets them.
//!
//! One place decides how many figures of a number are printed, so that a sentence, a chart and a table
//! agree: counts whole, with commas; rates to one decimal below 100 and whole from there; ratios to one
//! decimal, or two where any part of the figure is below 2 and one would hide on which side of 1 it lies;
//! shares as percentages to one decimal. Halves round away from nought.

use crate::domain::{Cell, Figure, Unit};

/// Returns a count with commas: `1,234`.
pub(super) fn count(value: f64) -> String {
    decimal(value, 0)
}

/// Returns a number to some decimal places, with commas and a true minus sign.
pub(super) fn decimal(value: f64, places: u8) -> String {
    let scale = 10_f64.powi(i32::from(places));
    let rounded = (value * scale).round() / scale;
    let text = format!("{:.*}", usize::from(places), rounded.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    if rounded < 0.0 {
        grouped.push('\u{2212}');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// Returns a ratio as a sentence has it: whole from 5, one decimal from 1, two below.
pub(super) fn times(ratio: f64) -> String {
    decimal(
        ratio,
        match ratio {
            r if r >= 5.0 => 0,
            r if r >= 1.0 => 1,
            _ => 2,
        },
    )
}

/// Returns a confidence level: `95%`.
pub(super) fn level(level: f64) -> String {
    let percent = level * 100.0;
    format!("{}%", decimal(percent, u8::from((percent - percent.round()).abs() > 1e-9)))
}

/// Returns a cell as a count, or its symbol.
pub(super) fn cell(cell: Cell) -> String {
    cell.shown().map_or_else(|| symbol(cell).to_owned(), count)
}

/// Returns the symbol of a cell that is not a number; empty for one that is.
pub(super) const fn symbol(cell: Cell) -> &'static str {
    match cell {
        Cell::Shown(_) => "",
        Cell::Hidden => "[c]",
        Cell::NotApplicable => "[z]",
        Cell::Unavailable => "[x]",
    }
}

/// Returns the symbol with its meaning, where a picture has room for it; empty for a number.
pub(super) const fn meaning(cell: Cell) -> &'static str {
    match cell {
        Cell::Shown(_) => "",
        Cell::Hidden => "[c] hidden to protect children",
        Cell::NotApplicable => "[z] not applicable",
        Cell::Unavailable => "[x] not available",
    }
}

/// Returns the value of a figure, or its symbol; a figure that is missing altogether is not available.
pub(super) fn value(figure: Option<&Figure>) -> String {
    let Some(figure) = figure else { return symbol(Cell::Unavailable).to_owned() };
    figure.value.shown().map_or_else(|| symbol(figure.value).to_owned(), |v| in_unit(figure, v))
}

/// Returns the limits of a figure, `7.1 to 11.9`, or its symbol.
pub(super) fn limits(figure: Option<&Figure>) -> String {
    match figure {
        Some(Figure { value: Cell::Shown(_), limits: Some((lower, upper)), .. }) => {
            let figure = figure.expect("the arm matched a figure");
            format!("{} to {}", in_unit(figure, *lower), in_unit(figure, *upper))
        }
        Some(Figure { value: hidden @ (Cell::Hidden | Cell::NotApplicable), .. }) => {
            symbol(*hidden).to_owned()
        }
        _ => symbol(Cell::Unavailable).to_owned(),
    }
}

/// Returns a figure with its limits in brackets: `9.2 (7.1 to 11.9)`.
pub(super) fn with_limits(figure: Option<&Figure>) -> String {
    match figure {
        Some(f) if f.value.shown().is_some() && f.limits.is_some() => {
            format!("{} ({})", value(figure), limits(figure))
        }
        _ => value(figure),
    }
}

/// Returns a number in the unit of a figure, to the figure's own number of places.
pub(super) fn in_unit(figure: &Figure, number: f64) -> String {
    match figure.unit {
        Unit::Proportion => format!("{}%", decimal(number * 100.0, 1)),
        _ => decimal(number, places(figure)),
    }
}

/// Returns how many decimals a figure and its limits are printed to.
pub(super) fn places(figure: &Figure) -> u8 {
    let value = figure.value.shown();
    match figure.unit {
        Unit::Children | Unit::Episodes | Unit::Plans => 0,
        Unit::Per10000Aged0To17 => u8::from(value.is_none_or(|value| value.abs() < 99.95)),
        Unit::Ratio => {
            let least = figure.limits.map_or(f64::INFINITY, |(lower, _)| lower);
            if least.min(value.unwrap_or(least)) < 2.0 { 2 } else { 1 }
        }
        Unit::Proportion | Unit::Months => 1,
        Unit::Index => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up::figure;

    #[test]
    fn counts_have_commas_and_negatives_a_minus_sign() {
        assert_eq!(count(1_234_567.0), "1,234,567");
        assert_eq!(count(995.0), "995");
        assert_eq!(decimal(-1234.56, 1), "\u{2212}1,234.6");
        assert_eq!(decimal(-0.04, 1), "0.0");
    }

    #[test]
    fn halves_round_away_from_nought() {
        assert_eq!([count(2.5), count(3.5), count(-2.5)], ["3", "4", "\u{2212}3"]);
    }

    #[test]
    fn a_ratio_whose_limits_reach_below_two_keeps_two_decimals_throughout() {
        let wide = figure(Unit::Ratio, Cell::Shown(2.44), Some((0.97, 6.1)));
        assert_eq!(with_limits(Some(&wide)), "2.44 (0.97 to 6.10)");
        let firm = figure(Unit::Ratio, Cell::Shown(9.23), Some((7.1, 11.94)));
        assert_eq!(with_limits(Some(&firm)), "9.2 (7.1 to 11.9)");
    }

    #[test]
    fn what_is_not_a_number_prints_its_symbol_and_never_its_limits() {
        for (cell, symbol) in
            [(Cell::Hidden, "[c]"), (Cell::NotApplicable, "[z]"), (Cell::Unavailable, "[x]")]
        {
            let hidden = figure(Unit::Ratio, cell, Some((1.0, 2.0)));
            assert!(meaning(cell).starts_with(symbol));
            assert_eq!(with_limits(Some(&hidden)), symbol);
            assert_eq!(limits(Some(&hidden)), symbol);
        }
        assert_eq!(value(None), "[x]");
    }

    #[test]
    fn rates_lose_their_decimal_at_a_hundred() {
        let low = figure(Unit::Per10000Aged0To17, Cell::Shown(99.9), Some((80.0, 120.4)));
        let high = figure(Unit::Per10000Aged0To17, Cell::Shown(1045.2), Some((99.4, 1100.0)));
        assert_eq!(with_limits(Some(&low)), "99.9 (80.0 to 120.4)");
        assert_eq!(with_limits(Some(&high)), "1,045 (99 to 1,100)");
    }

    #[test]
    fn a_level_prints_as_a_percentage() {
        assert_eq!([level(0.95), level(0.998)], ["95%", "99.8%"]);
    }
}
