//! Cells as values: dates and numbers as exports write them.

use crate::diag::Code;
use crate::domain::Date;
use jiff::civil::date as day;

/// Returns whether a cell says that there is nothing: empty, or a word that databases write for it.
#[must_use]
pub fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 7] = ["null", "na", "n/a", "#n/a", "nan", "nat", "none"];
    let cell = cell.trim();
    cell.is_empty() || WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Reads a date as `YYYY-MM-DD` or `DD/MM/YYYY`, with or without a time of day.
///
/// Returns `None` where the cell is missing or holds 1 January 1900, which databases write for "no date".
///
/// # Errors
///
/// Returns `bad-date` for what is no date, and `date-out-of-range` for one outside 1900 to 2100.
pub fn date(cell: &str) -> Result<Option<Date>, Code> {
    if is_missing(cell) {
        return Ok(None);
    }
    let (front, time) = cell.trim().split_once(['T', ' ']).unwrap_or((cell.trim(), ""));
    if !time.bytes().all(|sign| sign.is_ascii_digit() || b":.+-ZAPMzapm ".contains(&sign)) {
        return Err(Code::BadDate);
    }
    let [year, month, day_of_month] = parts(front).ok_or(Code::BadDate)?;
    let narrow = |number: u32| i8::try_from(number).map_err(|_| Code::BadDate);
    let year = i16::try_from(year).map_err(|_| Code::BadDate)?;
    let date = Date::new(year, narrow(month)?, narrow(day_of_month)?).map_err(|_| Code::BadDate)?;
    match date.year() {
        _ if date == day(1900, 1, 1) => Ok(None),
        1900..=2100 => Ok(Some(date)),
        _ => Err(Code::DateOutOfRange),
    }
}

/// Reads a whole number as `29199`, `29,199` or `29199.00`; `None` where the cell is missing.
///
/// # Errors
///
/// Returns `bad-number` for anything else.
pub fn whole(cell: &str) -> Result<Option<u32>, Code> {
    if let Some(number) = plain(cell.as_bytes()) {
        return Ok(Some(number));
    }
    if is_missing(cell) {
        return Ok(None);
    }
    let (front, fraction) = cell.trim().split_once('.').unwrap_or((cell.trim(), ""));
    if !fraction.bytes().all(|digit| digit == b'0') {
        return Err(Code::BadNumber);
    }
    let number = ungrouped(front).ok_or(Code::BadNumber)?;
    number.parse().map(Some).map_err(|_| Code::BadNumber)
}

/// Reads a number as `6.208`, `-1.9` or `1,234.5`; `None` where the cell is missing.
///
/// # Errors
///
/// Returns `bad-number` for anything else.
pub fn decimal(cell: &str) -> Result<Option<f64>, Code> {
    if is_missing(cell) {
        return Ok(None);
    }
    let cell = cell.trim();
    let (sign, size) = cell.strip_prefix('-').map_or((1.0, cell), |size| (-1.0, size));
    let (front, rest) = size.split_at(size.find(['.', 'e', 'E']).unwrap_or(size.len()));
    let front = if front.is_empty() { "0".to_owned() } else { ungrouped(front).ok_or(Code::BadNumber)? };
    let number: f64 = format!("{front}{rest}").parse().map_err(|_| Code::BadNumber)?;
    if number.is_finite() { Ok(Some(sign * number)) } else { Err(Code::BadNumber) }
}

/// Returns year, month and day of `YYYY-MM-DD` or `DD/MM/YYYY`.
fn parts(text: &str) -> Option<[u32; 3]> {
    let read = |lengths: [&[usize]; 3], sign: char| {
        let mut numbers = [0; 3];
        let mut words = text.split(sign);
        for (number, lengths) in numbers.iter_mut().zip(lengths) {
            let word = words.next()?;
            if !lengths.contains(&word.len()) || !word.bytes().all(|digit| digit.is_ascii_digit()) {
                return None;
            }
            *number = word.parse().ok()?;
        }
        words.next().is_none().then_some(numbers)
    };
    read([&[4], &[2], &[2]], '-').or_else(|| {
        let [day_of_month, month, year] = read([&[1, 2], &[1, 2], &[4]], '/')?;
        Some([year, month, day_of_month])
    })
}

/// Returns a number that is written in digits alone, as nearly all are; at most nine, which always fit.
fn plain(cell: &[u8]) -> Option<u32> {
    let short = (1..=9).contains(&cell.len());
    (short && cell.iter().all(u8::is_ascii_digit))
        .then(|| cell.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// Returns the digits of `29199` or `29,199`; `None` where commas do not stand before every third digit.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let grouped = text.len() > first.len();
    let digits = |group: &str| group.bytes().all(|digit| digit.is_ascii_digit());
    let first_fits = !first.is_empty() && digits(first) && (!grouped || first.len() <= 3);
    (first_fits && groups.all(|group| group.len() == 3 && digits(group))).then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_exports_write_them() {
        let expected = Ok(Some(day(2023, 2, 1)));
        for text in [
            "2023-02-01",
            "01/02/2023",
            "1/2/2023",
            "2023-02-01T00:00:00",
            "2023-02-01 00:00:00.000",
            " 2023-02-01 ",
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn what_databases_write_for_no_date_is_missing() {
        for text in ["", "  ", "NULL", "null", "NaT", "1900-01-01", "01/01/1900", "1900-01-01 00:00:00"] {
            assert_eq!(date(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_date_is_never_guessed() {
        for text in
            ["2023-02-30", "02/13/2023", "2023-2-1", "20230201", "soon", "2023-02-01 at noon", "01/02/23"]
        {
            assert_eq!(date(text), Err(Code::BadDate), "{text}");
        }
        for text in ["1899-12-31", "2101-01-01", "9999-12-31"] {
            assert_eq!(date(text), Err(Code::DateOutOfRange), "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_read_as_spreadsheets_write_them() {
        for text in ["29199", "29,199", "29199.00", "29,199.0", "29199.", " 29199 "] {
            assert_eq!(whole(text), Ok(Some(29_199)), "{text}");
        }
        assert_eq!(whole(""), Ok(None));
        for text in ["29.5", "2,91,99", "29,19", ",199", "1e4", "-1", "29 199", "4294967296", "29199,"] {
            assert_eq!(whole(text), Err(Code::BadNumber), "{text}");
        }
    }

    #[test]
    fn decimals_are_finite_or_refused() {
        assert_eq!(decimal("-1,771.5"), Ok(Some(-1771.5)));
        assert_eq!(decimal(".5"), Ok(Some(0.5)));
        assert_eq!(decimal("1.5e-3"), Ok(Some(0.0015)));
        for text in ["inf", "1e999", "--1", "0x10", "1.2.3", "+1"] {
            assert_eq!(decimal(text), Err(Code::BadNumber), "{text}");
        }
    }
}
