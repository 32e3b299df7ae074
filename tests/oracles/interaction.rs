//! Additive interaction against the formulae, epiR and interactionR.

use std::collections::BTreeMap;

use social_gradient::stats::glm::{Covariance, Design, Factor, Fit, Model, Variable, covariance, fit};
use social_gradient::stats::interaction::{Joint, Limits, attributable_proportion, reri, synergy};
use social_gradient::stats::{Answer, Estimate, Level, NoAnswer};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};

const PROTECTIVE: &str = "a synergy index where an exposure protects; ours says there is none";

const SEPARATED: &str =
    "a cell without events or without others, whose term runs to infinity: ours names the term instead";

const LAST_ROUND: &str = "R takes its errors from the weights of the last round but one, good to 1e-7, which moves a limit near nought by a share of the interval's width";

/// Two exposures, a covariate, and counts.
pub(crate) struct Crossed {
    design: Design,
    offset: Vec<f64>,
    events: Vec<f64>,
    people: Vec<f64>,
}

impl Crossed {
    /// Reads rows whose exposures, covariate if any, people and events are in the columns named.
    pub(crate) fn new(rows: &[Row], exposures: [&str; 2], covariate: Option<&str>) -> Self {
        let take = |name: &str| -> Vec<f64> {
            rows.iter().map(|row| row[name].parse().expect("a number")).collect()
        };
        let [first, second] = exposures.map(take);
        let one = Variable::Numeric { name: "e1", values: &first };
        let two = Variable::Numeric { name: "e2", values: &second };
        let mut design = Design::intercept(rows.len())
            .with(one)
            .and_then(|design| design.with(two))
            .and_then(|design| design.with_product(one, two))
            .expect("as many rows");
        if let Some(name) = covariate {
            let labels: Vec<&str> = rows.iter().map(|row| row[name].as_str()).collect();
            let factor = Factor::from_labels(name, &labels);
            design = design.with(Variable::Factor(&factor)).expect("as many rows");
        }
        let people = take("n");
        Self { design, offset: people.iter().map(|n| n.ln()).collect(), events: take("y"), people }
    }

    pub(crate) fn fit(&self, law: &str) -> Fit<'_> {
        let model = match law {
            "logistic" => Model::binomial(&self.design, &self.events, &self.people),
            _ => Model::poisson(&self.design, &self.events).with_offset(&self.offset),
        };
        fit(&model).expect("a fit")
    }
}

/// Returns the joint of a fit of [`Crossed`].
pub(crate) fn joint(fit: &Fit<'_>) -> Answer<Joint> {
    Joint::of(fit, &covariance(fit, Covariance::Model)?, [1, 2, 3])
}

/// Compares a figure or its limit with a row.
pub(crate) fn compare(found: &Answer<Estimate>, part: &str) -> Verdict {
    match found {
        Err(NoAnswer::Protective) => Verdict::LeftOut(PROTECTIVE),
        Err(why) => Verdict::Differs(why.reason().to_owned()),
        Ok(estimate) => {
            let limits = estimate.interval.expect("limits");
            Verdict::Figure(match part {
                "lower" => limits.lower,
                "upper" => limits.upper,
                _ => estimate.value,
            })
        }
    }
}

#[test]
fn interaction_rows() {
    each_folder(|| {
        let mut sets: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in input("interaction") {
            sets.entry(row["dataset"].clone()).or_default().push(row);
        }
        let sets: BTreeMap<String, Crossed> = sets
            .into_iter()
            .map(|(name, rows)| {
                let varies = rows.iter().any(|row| row["agegrp"] != rows[0]["agegrp"]);
                (name, Crossed::new(&rows, ["e1", "e2"], varies.then_some("agegrp")))
            })
            .collect();
        judge("interaction", &expected("interaction"), |row| {
            if row.status == "warning" {
                return Verdict::LeftOut("the text of a warning");
            }
            if row.status == "error" {
                return Verdict::LeftOut("the reference stopped");
            }
            let law = if row.method.starts_with("logistic") { "logistic" } else { "poisson" };
            figure(&sets[&row.dataset].fit(law), row)
        });
    });
}

fn figure(fit: &Fit<'_>, row: &Expected) -> Verdict {
    let joint = match joint(fit) {
        Ok(joint) => joint,
        Err(NoAnswer::Separation) => return Verdict::LeftOut(SEPARATED),
        Err(why) => return Verdict::Differs(why.reason().to_owned()),
    };
    let limits = if row.method.ends_with("mover") { Limits::Mover } else { Limits::Delta };
    let spread = covariance(fit, Covariance::Model).expect("a covariance");
    let place = |name: &str| ["e1", "e2", "e1:e2"].iter().position(|held| *held == name).map(|at| at + 1);
    match row.stat.as_str() {
        "coef" => {
            return Verdict::Figure(
                fit.coefficient(place(&row.term).expect("a term")).expect("a coefficient"),
            );
        }
        "se" => {
            let at = place(&row.term).expect("a term");
            return Verdict::Figure(spread[(at, at)].sqrt());
        }
        "vcov" => {
            // Named `e1:e2`, `e1:e1e2`, `e2:e1e2`: a term and a term, the product without its colon.
            let (one, two) = row.term.split_once(':').expect("two terms");
            let two = if two == "e1e2" { "e1:e2" } else { two };
            return Verdict::Figure(spread[(place(one).expect("a term"), place(two).expect("a term"))]);
        }
        _ => {}
    }
    let (measure, part) = if row.term.is_empty() {
        row.stat.split_once('_').unwrap_or((&row.stat, "value"))
    } else {
        (row.term.as_str(), row.stat.as_str())
    };
    let part = part.trim_end_matches("95");
    let found = match measure {
        "rr10" => joint.ratio([1.0, 0.0, 0.0], Level::P95),
        "rr01" => joint.ratio([0.0, 1.0, 0.0], Level::P95),
        "rr11" => joint.ratio([1.0, 1.0, 1.0], Level::P95),
        "mult" => joint.ratio([0.0, 0.0, 1.0], Level::P95),
        "reri" | "RERI" => reri(&joint, Level::P95, limits),
        "ap" | "AP" => attributable_proportion(&joint, Level::P95, limits),
        "s" | "SI" | "lns" => synergy(&joint, Level::P95),
        other => return Verdict::Differs(format!("no measure {other}")),
    };
    if let (Ok(estimate), "lower" | "upper") = (&found, part) {
        let limits = estimate.interval.expect("limits");
        let want = row.value.unwrap_or(f64::NAN).abs();
        let tolerance = row.tol.unwrap_or(0.0) * want.max(limits.upper - limits.lower);
        return Verdict::Near(
            if part == "lower" { limits.lower } else { limits.upper },
            tolerance,
            LAST_ROUND,
        );
    }
    if part != "se" {
        return compare(&found, part);
    }
    // An error is read off the distance between the limits, on the logarithm for synergy.
    match found {
        Err(_) => compare(&found, part),
        Ok(estimate) => {
            let limits = estimate.interval.expect("limits");
            let width = if measure == "lns" {
                (limits.upper / limits.lower).ln()
            } else {
                limits.upper - limits.lower
            };
            Verdict::Figure(width / (2.0 * 1.959_963_984_540_054))
        }
    }
}
