//! Rates and shares over time, each period beside control limits, with the signals that the run rules find.
//!
//! Limits are those of the chart, three standard deviations about the centre line, and not of the period's own figure.

use crate::domain::TableFigure;
use crate::stats::monitoring::rules::nelson::{Nelson, nelson};
use crate::stats::monitoring::rules::nhs::{Nhs, nhs};
use crate::stats::monitoring::{Baseline, Chart, Count, Screening, p_chart, u_chart, xmr_chart};
use crate::stats::{Answer, Estimate, Group, NoAnswer};

use super::Asked;
use super::cells::Context;
use super::figure::Base;

pub(super) fn rates(asked: &Asked<'_>, series: &Context<'_>) -> Vec<TableFigure> {
    charted(asked, series, |counts| u_chart(&counts.iter().map(count).collect::<Vec<_>>(), Baseline::Whole))
}

pub(super) fn shares(asked: &Asked<'_>, series: &Context<'_>) -> Vec<TableFigure> {
    charted(asked, series, |counts| p_chart(&counts.iter().map(count).collect::<Vec<_>>(), Baseline::Whole))
}

pub(super) fn individuals(asked: &Asked<'_>, series: &Context<'_>) -> Vec<TableFigure> {
    charted(asked, series, |counts| {
        let rate = |group: &Group| (group.population > 0.0).then(|| group.rate());
        let rates: Vec<Option<f64>> = counts.iter().map(rate).collect();
        xmr_chart(&rates, Screening::Screened, Baseline::Whole)
    })
}

const fn count(group: &Group) -> Count {
    Count { events: group.events, denominator: group.population }
}

fn charted(
    asked: &Asked<'_>,
    series: &Context<'_>,
    chart: fn(&[Group]) -> Answer<Chart>,
) -> Vec<TableFigure> {
    series.split(asked.by).iter().flat_map(|part| of_part(asked, part, chart)).collect()
}

fn of_part(asked: &Asked<'_>, part: &Context<'_>, chart: fn(&[Group]) -> Answer<Chart>) -> Vec<TableFigure> {
    let periods = part.periods();
    let chart = chart(&periods.iter().map(Context::counted).collect::<Vec<_>>());
    let signals = chart.as_ref().map(signals).unwrap_or_default();
    let figure = |(at, period): (usize, &Context<'_>)| {
        let answer = chart.as_ref().map_err(|why| *why).and_then(|chart| {
            let mark = chart.marks[at];
            Ok(Estimate { value: mark.value.ok_or(NoAnswer::NoPopulation)?, interval: mark.limits })
        });
        let mut conventions = vec![asked.measure.convention.to_owned()];
        conventions.extend(signals.get(at).cloned().unwrap_or_default());
        let convention = conventions.join("; ");
        let base = Base { convention: &convention, untold: true, ..asked.base(period) };
        let figure = base.figure(answer, asked.measure.unit, asked.level);
        // Limits of a chart are no confidence limits.
        TableFigure { level: None, ..figure }
    };
    periods.iter().enumerate().map(figure).collect()
}

/// Returns the signals of each mark under both sets of rules, by name.
fn signals(chart: &Chart) -> Vec<Vec<String>> {
    let each = nhs(chart).into_iter().zip(nelson(chart));
    each.map(|(nhs, nelson)| {
        let nhs = nhs.map(|signal| format!("nhs: {}", of_nhs(signal)));
        nhs.into_iter().chain(nelson.into_iter().map(|rule| format!("nelson: {}", of_nelson(rule)))).collect()
    })
    .collect()
}

const fn of_nhs(signal: Nhs) -> &'static str {
    match signal {
        Nhs::AboveLimit => "above_limit",
        Nhs::BelowLimit => "below_limit",
        Nhs::Rising => "seven_rising",
        Nhs::Falling => "seven_falling",
        Nhs::TwoOfThreeHigh => "two_of_three_near_upper_limit",
        Nhs::TwoOfThreeLow => "two_of_three_near_lower_limit",
        Nhs::SevenAbove => "seven_above_mean",
        Nhs::SevenBelow => "seven_below_mean",
    }
}

const fn of_nelson(rule: Nelson) -> &'static str {
    match rule {
        Nelson::BeyondThree => "1_beyond_three_sd",
        Nelson::NineOneSide => "2_nine_on_one_side",
        Nelson::SixTrend => "3_six_in_a_trend",
        Nelson::FourteenAlternating => "4_fourteen_alternating",
        Nelson::TwoOfThree => "5_two_of_three_beyond_two_sd",
        Nelson::FourOfFive => "6_four_of_five_beyond_one_sd",
        Nelson::FifteenWithin => "7_fifteen_within_one_sd",
        Nelson::EightBeyond => "8_eight_beyond_one_sd",
    }
}
