//! Concentration indices. The references rank from the most deprived, so theirs are the negatives.

use social_gradient::stats::inequality::{ConcentrationLimits, Form, Index, concentration};
use social_gradient::stats::{Answer, Level, NoAnswer};

use super::answers::{WIDTHLESS, compare_at, widthless};
use super::harness::{Expected, Verdict, each_folder, expected, judge};
use super::tables::{Table, Tables};

#[test]
fn concentration_indices_meet_the_references() {
    each_folder(|| {
        let tables = Tables::read();
        judge("concentration", &expected("concentration"), |row| {
            let table = tables.of(row);
            let method = row.method.as_str();
            match row.status.as_str() {
                "warning" => return Verdict::LeftOut("another tool's wording of a warning"),
                "error" => return refused(table),
                _ => {}
            }
            if method.contains("cov_convenience") {
                return convenient(table, row);
            }
            if row.kind == "peer_raw" {
                return Verdict::LeftOut("a known defect of another tool");
            }
            if method == "covariance_formula" {
                return formula(table, row);
            }
            if let Some(form) = method.strip_prefix("healthequal_") {
                return regression(table, row, form);
            }
            match (method.contains("direct"), row.stat.as_str()) {
                (true, "estimate") => {
                    let form = match method {
                        name if name.starts_with("rineq_CIg") => Form::Generalised,
                        name if name.starts_with("rineq_CIw") => Form::Wagstaff,
                        _ => Form::Relative,
                    };
                    judged(row, index(table, form).map(|index| -index.value), 1.0)
                }
                (true, _) => Verdict::LeftOut(
                    "a variance of records of individuals, applied to groups: the issue asks for grouped tables, whose is compared with other tools'",
                ),
                (false, _) => Verdict::LeftOut(
                    "a known defect: regressions on grouped data with a sample variance of ranks; the right figure is the direct one",
                ),
            }
        });
    });
}

/// A row in which the reference stopped.
fn refused(table: &Table) -> Verdict {
    let index = concentration(&table.groups, Form::Relative, ConcentrationLimits::Regression, Level::P95);
    match index {
        Err(_) => Verdict::Agrees,
        Ok(index) if index.value.is_finite() && table.events() > 0.0 && table.groups.len() > 1 => {
            Verdict::LeftOut("another tool refuses where there is an answer, which is given")
        }
        Ok(_) => Verdict::Differs("an index where there is none".to_owned()),
    }
}

/// Their method prints the variance of the ranks as the variance of the index. It is not reproduced; what is shown is that
/// ours is another number: the variance that the chance in the counts gives the index.
fn convenient(table: &Table, row: &Expected) -> Verdict {
    const DEFECT: &str =
        "a known defect: the variance of the ranks, printed as the index's; ours is the chance in the counts";
    let form = match row.method.as_str() {
        name if name.starts_with("rineq_CIg") => Form::Generalised,
        name if name.starts_with("rineq_CIw") => Form::Wagstaff,
        name if name.starts_with("rineq_CIc") => {
            return Verdict::LeftOut("a known defect: the range of the outcome is the one seen");
        }
        _ => Form::Relative,
    };
    let (Ok(index), Some(theirs)) = (index(table, form), row.value.filter(|_| row.stat == "variance")) else {
        return Verdict::LeftOut(DEFECT);
    };
    // Of deciles the variance of ranks is a twelfth, whatever the counts; ours falls as counts grow.
    match index.se.map(|se| se * se) {
        Some(ours) if (ours / theirs - 1.0).abs() < 1e-6 => {
            Verdict::Differs("the variance of the ranks, which is not the index's".to_owned())
        }
        _ => Verdict::LeftOut(DEFECT),
    }
}

fn index(table: &Table, form: Form) -> Answer<Index> {
    concentration(&table.groups, form, ConcentrationLimits::Counts(Default::default()), Level::P95)
}

fn formula(table: &Table, row: &Expected) -> Verdict {
    let form = match row.stat.as_str() {
        "mean" => return compare_at(row, Ok(table.mean()), 1.0),
        "rci" => Form::Relative,
        "aci" => Form::Generalised,
        "wagstaff_0_1" => Form::Wagstaff,
        _ => Form::Erreygers,
    };
    judged(row, index(table, form).map(|index| -index.value), 1.0)
}

fn regression(table: &Table, row: &Expected, form: &str) -> Verdict {
    let (form, scale) = match form {
        "aci" => (Form::Generalised, table.mean()),
        "rci" => (Form::Relative, 1.0),
        "rci_wagstaff" => (Form::Wagstaff, 1.0),
        _ => (Form::Erreygers, table.mean()),
    };
    let index = concentration(&table.groups, form, ConcentrationLimits::Regression, Level::P95);
    if index.is_ok_and(|index| index.interval.is_none() && widthless(row, -index.value, scale)) {
        return Verdict::LeftOut(WIDTHLESS);
    }
    let figure = index.and_then(|index| {
        let limits = index.interval.ok_or(NoAnswer::NotReached);
        Ok(match row.stat.as_str() {
            "estimate" => -index.value,
            "se" => index.se.ok_or(NoAnswer::NotReached)?,
            "lower95" => -limits?.upper,
            _ => -limits?.lower,
        })
    });
    judged(row, figure, scale)
}

/// One group has no index; other tools print a nought.
fn judged(row: &Expected, got: Answer<f64>, scale: f64) -> Verdict {
    match got {
        Err(NoAnswer::TooFewGroups) if row.value.is_some() => {
            Verdict::LeftOut("one group: another tool prints nought, which is not an index")
        }
        Err(NoAnswer::NoEvents) if row.value.is_some() => {
            Verdict::LeftOut("no events: another tool prints an index of nothing")
        }
        Ok(got) if row.value.is_none() && got == 0.0 => Verdict::LeftOut(
            "no events: an absolute index of nought, by a formula that goes through nought over nought",
        ),
        got => compare_at(row, got, scale),
    }
}
