//! The text of elements as values. What cannot be read is noted and becomes missing, never a default.

use super::element::Element;
use super::events::Events;
use crate::diag::Code;
use crate::domain::Date;

impl Events<'_> {
    /// Reads a date: `2024-03-31`, with or without a time after it.
    pub(super) fn date(&mut self, element: Element) -> Result<Option<Date>, Code> {
        let text = self.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        let Some(date) = iso_date(text.as_bytes()) else {
            self.note(Code::BadDate, element);
            return Ok(None);
        };
        if (1900..=2100).contains(&date.year()) {
            return Ok(Some(date));
        }
        self.note(Code::DateOutOfRange, element);
        Ok(None)
    }

    /// Reads a code with the function of its own list.
    pub(super) fn code<T>(
        &mut self,
        element: Element,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, Code> {
        let text = self.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        let code = read(text.as_bytes()).or_else(|| read(text.to_ascii_uppercase().as_bytes()));
        if code.is_none() {
            self.note(Code::BadCode, element);
        }
        Ok(code)
    }

    /// Reads a yes or a no: `1`, `0`, `true` or `false`.
    pub(super) fn flag(&mut self, element: Element) -> Result<Option<bool>, Code> {
        let text = self.text()?;
        flag(&text).or_else(|code| {
            self.note(code, element);
            Ok(None)
        })
    }

    /// Reads a count.
    pub(super) fn number(&mut self, element: Element) -> Result<Option<u16>, Code> {
        let text = self.text()?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.note(Code::BadNumber, element);
        }
        Ok(number)
    }
}

/// Reads a yes or a no; `None` where there is no text.
pub(super) fn flag(text: &str) -> Result<Option<bool>, Code> {
    match text {
        "" => Ok(None),
        "1" => Ok(Some(true)),
        "0" => Ok(Some(false)),
        word if word.eq_ignore_ascii_case("true") => Ok(Some(true)),
        word if word.eq_ignore_ascii_case("false") => Ok(Some(false)),
        _ => Err(Code::BadFlag),
    }
}

/// Reads `YYYY-MM-DD`, alone or before a `T` or a `Z`; `None` where there is no such day.
fn iso_date(text: &[u8]) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    if !matches!(rest.first(), None | Some(b'T' | b'Z' | b' ' | b'+')) || day[4] != b'-' || day[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_i16, |sum, &digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    let (year, month, day) = (number(&day[..4])?, number(&day[5..7])?, number(&day[8..])?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_a_day_that_exists() {
        assert_eq!(iso_date(b"2024-02-29"), Some(date(2024, 2, 29)));
        assert_eq!(iso_date(b"2024-02-29T00:00:00"), Some(date(2024, 2, 29)));
        for text in ["2023-02-29", "2023-2-9", "29/02/2024", "2024-02-290", "", "2024-00-01", "20240229"] {
            assert_eq!(iso_date(text.as_bytes()), None, "{text}");
        }
    }
}
