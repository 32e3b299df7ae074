//! Laws that regression and multilevel models keep, over random tables.

use proptest::prelude::*;
use social_gradient::stats::glm::{Covariance, Design, Factor, Model, Variable, covariance, fit};
use social_gradient::stats::multilevel::{
    Kind, Multilevel, Nodes, aggregate, fitted, multilevel, vpc_latent,
};

/// One stratum: events, people, deprived or not, and a score.
type Stratum = (u32, u32, bool, f64);

fn stratum() -> impl Strategy<Value = Stratum> {
    (1_u32..400, 0.01_f64..0.6, any::<bool>(), -2.0_f64..2.0).prop_map(|(people, share, poor, score)| {
        let events = (f64::from(people) * share).round() as u32;
        (events.min(people), people, poor, score)
    })
}

fn table() -> impl Strategy<Value = Vec<Stratum>> {
    let events =
        |rows: &[Stratum], poor: bool| rows.iter().filter(|row| row.2 == poor).map(|row| row.0).sum::<u32>();
    let others = |rows: &[Stratum], poor: bool| {
        rows.iter().filter(|row| row.2 == poor).map(|row| row.1 - row.0).sum::<u32>()
    };
    prop::collection::vec(stratum(), 6..14).prop_filter("both halves have events and others", move |rows| {
        [true, false].iter().all(|&poor| events(rows, poor) > 0 && others(rows, poor) > 0)
    })
}

fn column(rows: &[Stratum], of: impl Fn(&Stratum) -> f64) -> Vec<f64> {
    rows.iter().map(of).collect()
}

fn events(rows: &[Stratum]) -> Vec<f64> {
    column(rows, |row| f64::from(row.0))
}

fn people(rows: &[Stratum]) -> Vec<f64> {
    column(rows, |row| f64::from(row.1))
}

fn poor(rows: &[Stratum]) -> Vec<f64> {
    column(rows, |row| f64::from(u8::from(row.2)))
}

fn design(poor: &[f64]) -> Design {
    Design::intercept(poor.len())
        .with(Variable::Numeric { name: "poor", values: poor })
        .expect("as many rows")
}

fn wide(rows: &[Stratum]) -> Design {
    let score = column(rows, |row| row.3);
    design(&poor(rows)).with(Variable::Numeric { name: "score", values: &score }).expect("as many rows")
}

fn logs(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value.ln()).collect()
}

fn same(a: f64, b: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!((a - b).abs() <= tolerance * (1.0 + a.abs()), "{} against {}", a, b);
    Ok(())
}

/// Compares all that a multilevel fit says of its terms and its variance.
fn same_multilevel(a: &Multilevel<'_>, b: &Multilevel<'_>, tolerance: f64) -> Result<(), TestCaseError> {
    same(a.variance(), b.variance(), tolerance)?;
    prop_assert_eq!(a.at_boundary(), b.at_boundary());
    for index in 0..2 {
        same(a.coefficient(index).expect("finite"), b.coefficient(index).expect("finite"), tolerance)?;
        same(a.error(index).expect("finite"), b.error(index).expect("finite"), 1e2 * tolerance)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn maihda_on_counts_equals_maihda_on_rows(rows in table()) {
        let mut labels = Vec::new();
        let mut outcomes = Vec::new();
        let mut exposures = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            for child in 0..row.1 {
                labels.push(index);
                outcomes.push(f64::from(u8::from(child < row.0)));
                exposures.push(f64::from(u8::from(row.2)));
            }
        }
        let names: Vec<String> = (0..rows.len()).map(|index| index.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let factor = Factor::new("stratum", &names, labels.clone()).expect("codes of its levels");
        let strata = aggregate(&[&factor], &outcomes, &vec![1.0; outcomes.len()]).expect("strata");
        prop_assert_eq!(&strata.events, &events(&rows));
        let (narrow, long) = (design(&poor(&rows)), design(&exposures));
        let ones = vec![1.0; outcomes.len()];
        let groups: Vec<usize> = (0..rows.len()).collect();
        let counts = multilevel(&Model::binomial(&narrow, &strata.events, &strata.trials), &groups, Nodes::default());
        let children = multilevel(&Model::binomial(&long, &outcomes, &ones), &labels, Nodes::default());
        let (counts, children) = (counts.expect("a fit"), children.expect("a fit"));
        same_multilevel(&counts, &children, 1e-6)?;
        same(vpc_latent(&counts).expect("binomial"), vpc_latent(&children).expect("binomial"), 1e-6)?;
        for (a, b) in counts.effects().iter().zip(children.effects()) {
            same(a.mode, b.mode, 1e-6)?;
            same(a.variance, b.variance, 1e-6)?;
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in table(), turn in 1_usize..5) {
        let mut turned = rows.clone();
        turned.rotate_left(turn);
        turned.swap(0, 2);
        let order = |rows: &[Stratum]| -> (Vec<f64>, Vec<f64>, Design) { (events(rows), people(rows), wide(rows)) };
        let ((y, n, x), (ty, tn, tx)) = (order(&rows), order(&turned));
        let (one, two) = (fit(&Model::binomial(&x, &y, &n)), fit(&Model::binomial(&tx, &ty, &tn)));
        let (one, two) = (one.expect("a fit"), two.expect("a fit"));
        for index in 0..3 {
            prop_assert_eq!(one.coefficient(index).is_ok(), two.coefficient(index).is_ok());
            if let (Ok(a), Ok(b)) = (one.coefficient(index), two.coefficient(index)) {
                same(a, b, 1e-9)?;
            }
        }
        same(one.log_likelihood().expect("finite"), two.log_likelihood().expect("finite"), 1e-10)?;
        let mut places: Vec<usize> = (0..rows.len()).collect();
        let one = multilevel(&Model::binomial(&x, &y, &n), &places, Nodes::default()).expect("a fit");
        places.rotate_left(turn);
        places.swap(0, 2);
        let two = multilevel(&Model::binomial(&tx, &ty, &tn), &places, Nodes::default()).expect("a fit");
        same_multilevel(&one, &two, 1e-7)?;
        for (a, b) in one.effects().iter().zip(two.effects()) {
            same(a.mode, b.mode, 1e-7)?;
        }
    }

    #[test]
    fn more_people_of_the_same_kind_scale_rates_and_leave_ratios(rows in table(), factor in 0.1_f64..20.0) {
        let (x, y, n) = (wide(&rows), events(&rows), people(&rows));
        let more: Vec<f64> = n.iter().map(|n| factor * n).collect();
        let (offset, larger) = (logs(&n), logs(&more));
        let one = fit(&Model::poisson(&x, &y).with_offset(&offset)).expect("a fit");
        let two = fit(&Model::poisson(&x, &y).with_offset(&larger)).expect("a fit");
        same(one.coefficient(0).expect("finite") - factor.ln(), two.coefficient(0).expect("finite"), 1e-9)?;
        same(one.coefficient(1).expect("finite"), two.coefficient(1).expect("finite"), 1e-9)?;
        same(one.deviance(), two.deviance(), 1e-8)?;
        let places: Vec<usize> = (0..rows.len()).collect();
        let one = multilevel(&Model::poisson(&x, &y).with_offset(&offset), &places, Nodes::default()).expect("a fit");
        let two = multilevel(&Model::poisson(&x, &y).with_offset(&larger), &places, Nodes::default()).expect("a fit");
        same(one.variance(), two.variance(), 1e-7)?;
        for row in 0..rows.len() {
            let rate = |fit| fitted(fit, row, Kind::Total).expect("a rate");
            same(rate(&one), factor * rate(&two), 1e-6)?;
        }
    }

    #[test]
    fn turning_an_exposure_round_negates_its_coefficient(rows in table()) {
        let there = poor(&rows);
        let back: Vec<f64> = there.iter().map(|x| 1.0 - x).collect();
        let (x, turned, y, n) = (design(&there), design(&back), events(&rows), people(&rows));
        let (one, two) = (fit(&Model::binomial(&x, &y, &n)), fit(&Model::binomial(&turned, &y, &n)));
        let (one, two) = (one.expect("a fit"), two.expect("a fit"));
        same(one.coefficient(1).expect("finite"), -two.coefficient(1).expect("finite"), 1e-8)?;
        same(one.deviance(), two.deviance(), 1e-9)?;
    }

    #[test]
    fn merging_rows_alike_changes_no_coefficient(rows in table()) {
        let (x, y, n) = (design(&poor(&rows)), events(&rows), people(&rows));
        let halves = [false, true].map(|half| {
            rows.iter().filter(|row| row.2 == half).fold((0.0, 0.0), |(y, n), row| {
                (y + f64::from(row.0), n + f64::from(row.1))
            })
        });
        let (merged_y, merged_n) = (halves.map(|half| half.0), halves.map(|half| half.1));
        let two = design(&[0.0, 1.0]);
        for (all, merged) in [
            (Model::binomial(&x, &y, &n), Model::binomial(&two, &merged_y, &merged_n)),
            (
                Model::poisson(&x, &y).with_offset(&logs(&n)),
                Model::poisson(&two, &merged_y).with_offset(&logs(&merged_n)),
            ),
        ] {
            let (all, merged) = (fit(&all).expect("a fit"), fit(&merged).expect("a fit"));
            let spread = |fit| covariance(fit, Covariance::Model).expect("a covariance")[(1, 1)];
            same(all.coefficient(1).expect("finite"), merged.coefficient(1).expect("finite"), 1e-8)?;
            same(spread(&all), spread(&merged), 1e-7)?;
        }
    }

    #[test]
    fn a_weight_of_two_is_a_row_twice(rows in table()) {
        let twice: Vec<Stratum> = rows.iter().chain(&rows).copied().collect();
        let (x, y, n, weights) = (wide(&rows), events(&rows), people(&rows), vec![2.0; rows.len()]);
        let (long_x, long_y, long_n) = (wide(&twice), events(&twice), people(&twice));
        let (offset, long_offset) = (logs(&n), logs(&long_n));
        let one = fit(&Model::poisson(&x, &y).with_offset(&offset).with_weights(&weights)).expect("a fit");
        let two = fit(&Model::poisson(&long_x, &long_y).with_offset(&long_offset)).expect("a fit");
        for index in 0..3 {
            same(one.coefficient(index).expect("finite"), two.coefficient(index).expect("finite"), 1e-9)?;
        }
        same(one.log_likelihood().expect("finite"), two.log_likelihood().expect("finite"), 1e-9)?;
    }

    #[test]
    fn likelihoods_of_different_numbers_of_nodes_are_on_one_scale(rows in table()) {
        // lme4 drops a constant for more than one node, so that its criteria cannot be compared.
        let (x, y, n) = (design(&poor(&rows)), events(&rows), people(&rows));
        let places: Vec<usize> = (0..rows.len()).collect();
        let value = |nodes| {
            let nodes = Nodes::new(nodes).expect("not nought");
            multilevel(&Model::binomial(&x, &y, &n), &places, nodes).expect("a fit").log_likelihood()
        };
        let (one, seven, many) = (value(1), value(7), value(25));
        prop_assert!((one - many).abs() < 0.2 * rows.len() as f64, "{} {}", one, many);
        prop_assert!((seven - many).abs() < 1e-2, "{} {}", seven, many);
    }
}
