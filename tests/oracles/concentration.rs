//! Concentration indices. The references rank from the most deprived, so theirs are the negatives.

use social_gradient::stats::inequality::{ConcentrationLimits, Form, Index, concentration};
use social_gradient::stats::{Answer, Level, NoAnswer};

use super::answers::compare_at;
use super::harness::{Expected, Verdict, expected, folder, judge};
use super::tables::{Table, Tables};

#[test]
fn concentration_indices_meet_the_references() {
    if folder().is_none() {
        return;
    }
    let tables = Tables::read();
    judge("concentration", &expected("concentration"), |row| {
        let table = tables.of(row);
        let method = row.method.as_str();
        match row.status.as_str() {
            "warning" => return Verdict::LeftOut("another tool's wording of a warning"),
            "error" if table.events() == 0.0 || table.groups.len() < 2 => {
                return match concentration(
                    &table.groups,
                    Form::Relative,
                    ConcentrationLimits::Regression,
                    Level::P95,
                ) {
                    Err(_) => Verdict::Agrees,
                    Ok(_) => Verdict::Differs("an index where there is none".to_owned()),
                };
            }
            "error" => return Verdict::LeftOut("another tool refuses where there is an answer"),
            _ => {}
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
            (true, _) => Verdict::LeftOut("a variance for individuals, applied to groups"),
            (false, _) => Verdict::LeftOut(
                "a known defect: regressions on grouped data with a sample variance of ranks; the right figure is the direct one",
            ),
        }
    });
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
    let figure = index.map(|index| match row.stat.as_str() {
        "estimate" => -index.value,
        "se" => index.se.expect("a standard error by regression"),
        "lower95" => -index.interval.expect("limits by regression").upper,
        _ => -index.interval.expect("limits by regression").lower,
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
