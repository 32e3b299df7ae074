//! Quantile groups of areas.

use social_gradient::stats::quantiles::{First, Rule, quantiles};
use social_gradient::stats::{Answer, NoAnswer};

use super::answers::compare;
use super::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};

#[test]
fn quantile_groups_meet_the_references() {
    each_folder(|| {
        let areas = input("quantile");
        judge("quantile", &expected("quantile"), |row| match row.status.as_str() {
            "warning" => Verdict::LeftOut("another tool's wording of a warning"),
            _ => compare(row, group(&areas, row)),
        });
    });
}

fn group(table: &[Row], row: &Expected) -> Answer<f64> {
    let (area, unit) = row.group.split_once(':').expect("a group written area:unit");
    let lines: Vec<&Row> =
        table.iter().filter(|line| line["dataset"] == row.dataset && line["area"] == area).collect();
    let scores: Vec<Option<f64>> = lines.iter().map(|line| line["score"].parse().ok()).collect();
    let groups = if row.method.contains("_n10_") { 10 } else { 5 };
    let first = if row.method.ends_with("TRUE") { First::Highest } else { First::Lowest };
    let at = lines.iter().position(|line| line["unit"] == unit).expect("a unit of the inputs");
    quantiles(&scores, groups, first, Rule::RankBegins)?[at]
        .map(|group| group as f64)
        .ok_or(NoAnswer::NotReached)
}
