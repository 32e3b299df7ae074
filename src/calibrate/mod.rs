//! How often the program's 95% limits hold the truth, on tables drawn with a known one.
//!
//! What: tables of ten groups that look like child protection are drawn at twelve settings, and every method that the
//! program uses unless asked for another gives its limits for each; and a few that have to be asked for, or are not given,
//! apart. Of 95% limits 95 in 100 should hold the truth.
//! Read: a share between 93 and 97 keeps the promise. No share: limits are refused, for too few events, in nine tables of ten.
//! Not when: the question is about your own figures; it is about the methods.

mod journeys;
mod methods;
mod record;
mod setting;

use std::fmt;

use serde::Serialize;

pub use record::{Recorder, Tally, simulate};
pub use setting::{Excess, SETTINGS, Setting, Table, ages};

/// The shares, in hundredths, that keep the promise of 95% limits.
const KEPT: std::ops::RangeInclusive<f64> = 93.0..=97.0;
/// A method that gives limits for fewer than one table of so many has no share: those are tables that came out larger than the
/// rest by chance.
const FEW: usize = 10;

/// How often limits hold the truth, by method and setting.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// How many tables were drawn for each setting.
    pub tables: usize,
    /// The settings, by name.
    pub settings: Vec<&'static str>,
    /// The methods that are used unless another is asked for, in order.
    pub methods: Vec<Method>,
    /// Methods that are asked for by name, as other studies use them, and limits of rates that a table which does not tell
    /// families might have had and has not.
    pub others: Vec<Method>,
}

/// How often the limits of one method hold the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Method {
    /// What it estimates.
    pub name: &'static str,
    /// Of each setting, the share of limits that hold the truth, in hundredths; nothing where limits are refused.
    pub held: Vec<Option<f64>>,
    /// Of each setting, the share of tables without limits, in hundredths.
    pub refused: Vec<f64>,
}

/// Draws so many tables of each setting and says how often the program's own limits hold the truth. The draws are the
/// same every time.
#[must_use]
pub fn calibrate(tables: usize) -> Calibration {
    Calibration::of(tables, &simulate(tables, methods::note), methods::OTHERS)
}

impl Calibration {
    /// Puts together what was noted, a column for each setting; the methods of `others` apart.
    #[must_use]
    pub fn of(tables: usize, columns: &[Vec<(&'static str, Tally)>], others: &[&str]) -> Self {
        let names = columns.first().into_iter().flatten().map(|&(name, _)| name).enumerate();
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let method = |(at, name): (usize, &'static str)| {
            let tallies = || columns.iter().map(move |column| column[at].1);
            let held = |tally: Tally| {
                (tally.given * FEW >= tally.asked.max(1)).then(|| share(tally.held, tally.given))
            };
            Method {
                name,
                held: tallies().map(held).collect(),
                refused: tallies().map(|tally| share(tally.asked - tally.given, tally.asked)).collect(),
            }
        };
        let (others, methods) = names.map(method).partition(|method| others.contains(&method.name));
        Self { tables, settings: SETTINGS.iter().map(|setting| setting.name).collect(), methods, others }
    }
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = (95.0 * 5.0 / self.tables.max(1) as f64).sqrt();
        writeln!(
            f,
            "Percentage of 95% limits that hold the truth, of {} tables (standard error {error:.2}).",
            self.tables
        )?;
        writeln!(f, "*: outside 93 to 97. -: limits are refused in nine tables of ten.\n")?;
        self.table(f, "method", &self.methods)?;
        if !self.others.is_empty() {
            f.write_str("\n\n")?;
            self.table(f, "what the defaults leave out", &self.others)?;
        }
        Ok(())
    }
}

impl Calibration {
    fn table(&self, f: &mut fmt::Formatter<'_>, title: &str, methods: &[Method]) -> fmt::Result {
        write!(f, "| {title:38} |")?;
        self.settings.iter().try_for_each(|name| write!(f, " {name:>12} |"))?;
        write!(f, "\n| {} |", "-".repeat(38))?;
        self.settings.iter().try_for_each(|_| write!(f, " {}: |", "-".repeat(11)))?;
        for method in methods {
            write!(f, "\n| {:38} |", method.name)?;
            for held in &method.held {
                let cell = held.map_or_else(
                    || "- ".to_owned(),
                    |share| {
                        let shown = (share * 10.0).round() / 10.0;
                        format!("{shown:.1}{}", if KEPT.contains(&shown) { " " } else { "*" })
                    },
                );
                write!(f, " {cell:>12} |")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_the_truth_about_as_often_as_they_promise() {
        let found = calibrate(200);
        assert_eq!(found, calibrate(200), "the draws are the same every time");
        for Method { name, held, refused } in &found.methods {
            assert_eq!(held.len(), SETTINGS.len());
            // Four standard errors below 95, of those tables that have limits; of half of them or more.
            let kept = |(share, refused): (&Option<f64>, &f64)| {
                let least = 95.0 - 4.0 * (95.0 * 5.0 / (200.0 - 2.0 * refused)).sqrt();
                *refused > 50.0 || share.is_none_or(|share| share >= least)
            };
            assert!(held.iter().zip(refused).all(kept), "{name}: {held:?}");
        }
    }

    #[test]
    fn limits_that_never_hold_the_truth_are_marked_and_refusals_are_not() {
        let columns = simulate(20, |to, _, table, _| {
            let group = table.seen[0];
            let far = crate::stats::Interval::new(-2.0, -1.0).expect("limits in order");
            to.note("never", Ok(Some(far)), group.events);
            to.note("refused", Ok(None), group.events);
        });
        let found = Calibration::of(20, &columns, &[]);
        assert_eq!((found.methods[0].held[0], found.methods[1].held[0]), (Some(0.0), None));
        assert_eq!(found.methods[1].refused[0], 100.0);
        let text = found.to_string();
        assert!(text.contains(" 0.0* |") && text.contains("-  |"), "{text}");
    }
}
