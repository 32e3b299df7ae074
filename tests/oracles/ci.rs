//! Limits of one rate or one proportion.

use social_gradient::stats::rates::byar;
use social_gradient::stats::rates::clopper_pearson::clopper_pearson;
use social_gradient::stats::rates::exact::exact;
use social_gradient::stats::rates::jeffreys::jeffreys;
use social_gradient::stats::rates::{CountLimits, rate, wilson};
use social_gradient::stats::{Group, Level};

use super::answers::{compare, part};
use super::harness::{Expected, Verdict, each_folder, expected, judge};

#[test]
fn limits_of_one_rate_meet_the_references() {
    each_folder(|| {
        judge("ci", &expected("ci"), verdict);
    });
}

fn verdict(row: &Expected) -> Verdict {
    let (x, n) = row.group.split_once('/').expect("a group written x/n");
    let group = Group { events: x.parse().expect("a count"), population: n.parse().expect("a population") };
    let level = Level::new(row.term.parse().expect("a level")).expect("a level between 0 and 1");
    let got = match row.method.as_str() {
        "byar_count" if row.stat == "lower" => byar::lower(group.events, level),
        "byar_count" => byar::upper(group.events, level),
        "exact_poisson_count" => exact(group.events, level)
            .map(|limits| if row.stat == "lower" { limits.lower } else { limits.upper }),
        "phe_rate_per10000" => part(rate(group, CountLimits::House, level), &row.stat).map(|rate| rate * 1e4),
        "wilson" => part(wilson(group, level), &row.stat),
        "clopper_pearson" => part(clopper_pearson(group, level), &row.stat),
        "jeffreys" => part(jeffreys(group, level), &row.stat),
        _ => return Verdict::LeftOut("a method this program does not have"),
    };
    compare(row, got)
}
