//! Numbers as a reader meets them.
//!
//! One place decides how many figures of a number are printed, so that a sentence, a chart and a table
//! agree: counts whole, with commas; rates to one decimal below 100 and whole from there; ratios and each of their
//! limits whole from 10, to one decimal from 2 and two below, or as many as show on which side of 1 they lie; shares as percentages to one decimal. Halves round
//! away from nought.

use crate::domain::{Cell, Figure, Unit};

/// Returns a count with commas: `1,234`.
pub(super) fn count(value: f64) -> String {
    decimal(value, 0)
}

/// Returns how many there are, with commas.
pub(crate) fn many(of: usize) -> String {
    count(f64::from(u32::try_from(of).unwrap_or(u32::MAX)))
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

/// Returns a number in the unit of a figure.
pub(super) fn in_unit(figure: &Figure, number: f64) -> String {
    match figure.unit {
        Unit::Proportion => format!("{}%", decimal(number * 100.0, 1)),
        _ => decimal(number, places(figure, number)),
    }
}

/// Returns how many decimals a figure, or one of its limits, is printed to.
pub(super) fn places(figure: &Figure, number: f64) -> u8 {
    match figure.unit {
        Unit::Children | Unit::Episodes | Unit::Plans => 0,
        Unit::Per10000Aged0To17 => u8::from(figure.value.shown().is_none_or(|value| value.abs() < 99.95)),
        Unit::Ratio => ratio_places(number),
        Unit::Proportion | Unit::Months => 1,
        Unit::Index => 3,
    }
}

/// Returns a ratio as a table has it.
pub(super) fn ratio(ratio: f64) -> String {
    decimal(ratio, ratio_places(ratio))
}

/// Returns the decimals of a ratio: none from 10, one from 2, two below, and three where it would be printed as 1 and is not.
fn ratio_places(ratio: f64) -> u8 {
    let places = match ratio.abs() {
        r if r >= 9.95 => 0,
        r if r >= 1.995 => 1,
        _ => 2,
    };
    let reads_as_one = |places: u8| decimal(ratio, places) == decimal(1.0, places);
    (places..=3).find(|&places| !reads_as_one(places)).unwrap_or(places)
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
    fn a_ratio_and_its_limits_have_the_decimals_of_their_size_and_show_on_which_side_of_one_they_lie() {
        let print = |value, limits| with_limits(Some(&figure(Unit::Ratio, Cell::Shown(value), Some(limits))));
        assert_eq!(print(2.44, (0.97, 6.1)), "2.4 (0.97 to 6.1)");
        assert_eq!(print(9.23, (7.1, 11.94)), "9.2 (7.1 to 12)");
        assert_eq!(print(6.98, (1.32, 44.12)), "7.0 (1.32 to 44)");
        assert_eq!(print(1.21, (1.03, 1.42)), "1.21 (1.03 to 1.42)");
        assert_eq!(print(0.42, (0.18, 0.997)), "0.42 (0.18 to 0.997)");
        assert_eq!(print(1.0, (0.5, 2.0)), "1.00 (0.50 to 2.0)");
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
