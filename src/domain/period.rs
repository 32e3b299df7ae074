//! Years and windows of them.
//!
//! A census year runs from 1 April to 31 March and is named by the year it ends in.

pub use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// Twelve months or more, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl Period {
    /// Returns the `years` times twelve months that end on `end`.
    ///
    /// Returns `None` where the first day would fall outside the calendar.
    #[must_use]
    pub fn ending(end: Date, years: u8) -> Option<Self> {
        let day_after = end.tomorrow().ok()?;
        let start = day_after.checked_sub(i32::from(years).years()).ok()?;
        Some(Self { start, end })
    }

    /// Returns whether a day lies in the period.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// Returns whether some day is in both.
    #[must_use]
    pub fn meets(&self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Returns the label of the period: `2025` for the year ending 31 March 2025, `2023-2025` for three.
    #[must_use]
    pub fn label(&self) -> String {
        let first = self.start.year() + 1;
        if first >= self.end.year() {
            self.end.year().to_string()
        } else {
            format!("{first}-{}", self.end.year())
        }
    }

    /// Returns the period in words: `1 April 2022 to 31 March 2025`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} to {}", long_date(self.start), long_date(self.end))
    }
}

/// The plan's window: its years one by one, and all of them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// All the years as one period.
    pub whole: Period,
    /// Each year, the earliest first.
    pub years: Vec<Period>,
}

impl Window {
    /// Returns the window of `years` census years ending on `end`; `None` for no years or a date out of range.
    #[must_use]
    pub fn ending(end: Date, years: u8) -> Option<Self> {
        if years == 0 {
            return None;
        }
        let whole = Period::ending(end, years)?;
        let each = (0..years)
            .rev()
            .map(|back| Period::ending(end.checked_sub(i32::from(back).years()).ok()?, 1))
            .collect::<Option<Vec<_>>>()?;
        Some(Self { whole, years: each })
    }

    /// Returns the whole window first, then each year; one period where the window is a single year.
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        let mut periods = vec![self.whole];
        if self.years.len() > 1 {
            periods.extend(&self.years);
        }
        periods
    }
}

/// Returns a date as a reader expects it: `31 March 2025`.
#[must_use]
pub fn long_date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month()).map_or("", |month| MONTHS[month - 1]);
    format!("{} {month} {}", date.day(), date.year())
}

/// Returns the number of whole years from a birth date to a day; negative before birth.
#[must_use]
pub fn age_on(birth: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
    day.year() - birth.year() - i16::from(!had_birthday)
}

/// Returns days since 1 January 1970, the form in which dates are joined.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until((Unit::Day, date)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_window_of_three_years_holds_each_of_its_years() {
        let window = Window::ending(date(2025, 3, 31), 3).unwrap();
        assert_eq!(window.whole, Period { start: date(2022, 4, 1), end: date(2025, 3, 31) });
        let labels: Vec<_> = window.periods().iter().map(Period::label).collect();
        assert_eq!(labels, ["2023-2025", "2023", "2024", "2025"]);
        assert_eq!(window.whole.words(), "1 April 2022 to 31 March 2025");
    }

    #[test]
    fn a_leap_day_ends_a_year_that_began_on_the_first_of_march() {
        let year = Period::ending(date(2024, 2, 29), 1).unwrap();
        assert_eq!(year.start, date(2023, 3, 1));
    }

    #[test]
    fn age_turns_on_the_birthday() {
        assert_eq!(age_on(date(2007, 6, 2), date(2025, 6, 1)), 17);
        assert_eq!(age_on(date(2007, 6, 2), date(2025, 6, 2)), 18);
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number(date(1970, 1, 2)), 1);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
    }
}
