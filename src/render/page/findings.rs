//! The findings, in the order in which a reader needs them.

use super::view::{Finding, Numbers};
use super::{rates, tables};
use crate::domain::{Basis, Measure, Outcome};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::{chart, words};

/// Returns the sentences of the summary: the gradient, twice defined, its thresholds, and its weak point.
pub(super) fn headlines(release: Release<'_>) -> Vec<String> {
    let of = release.headline();
    let mut said = vec![words::headline(release, of)];
    said.extend(words::second(release, of));
    said.extend(words::thresholds(release, of).into_iter().next());
    if release.results.outcomes.contains(&Outcome::Assessed) {
        said.extend(words::share(release, of).into_iter().next());
    }
    said.extend(words::losses(release, of).into_iter().nth(1));
    said
}

/// Returns every finding with its chart, its tables and how to read them.
pub(super) fn findings(release: Release<'_>, numbers: &mut Numbers) -> Vec<Finding> {
    let of = release.headline();
    let mut findings = vec![
        gradient(release, of, numbers),
        thresholds(release, of, numbers),
        components(release, of, numbers),
    ];
    if release.results.outcomes.contains(&Outcome::Assessed) {
        findings.push(share(release, of, numbers));
    }
    if !release.years().is_empty() {
        findings.push(years(release, of, numbers));
    }
    findings.push(losses(release, of, numbers));
    findings
}

/// Returns the rates of every outcome but the headline's, each with its chart and table.
pub(super) fn outcomes(release: Release<'_>, numbers: &mut Numbers) -> Vec<Finding> {
    let headline = release.headline();
    let others = release.results.outcomes.iter().filter(|&&outcome| outcome != headline.outcome);
    others
        .map(|&outcome| {
            let of = Subject { outcome, ..headline };
            let mut sentences = vec![words::headline(release, of)];
            sentences.extend(unborn(release, of));
            Finding {
                id: outcome.name(),
                heading: outcome.title().to_owned(),
                sentences,
                chart: Some(rates(release, of)),
                figure: numbers.figure(),
                tables: vec![tables::rates(release, of, release.finest(), numbers)],
                read: Vec::new(),
                not: Vec::new(),
                ask: None,
            }
        })
        .collect()
}

fn gradient(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    let by = release.finest();
    let (used, _) = release.shown_gradient(of, Measure::RatioMostLeast);
    let mut sentences = vec![words::headline(release, of)];
    sentences.extend(words::coarser(release, used));
    sentences.extend(words::difference(release, of));
    sentences.push(words::index(release, of));
    sentences.extend(words::caution(release, of));
    sentences.extend(words::by_definition(release, of));
    sentences.extend(unborn(release, of));
    let mut made = vec![tables::rates(release, of, by, numbers)];
    if let Some(&coarse) = release.results.groupings.get(1) {
        made.push(tables::rates(release, of, coarse, numbers));
    }
    made.push(tables::definitions(release, of, numbers));
    let areas = match release.results.basis {
        Basis::National => {
            "Groups are of all neighbourhoods in England, so the authority need not have the same number of children in \
             each."
        }
        Basis::Local => {
            "Groups are of the authority’s own neighbourhoods, so they say nothing of how deprived it is beside others."
        }
    };
    Finding {
        id: "gradient",
        heading: "The gradient: the most and the least deprived neighbourhoods".to_owned(),
        sentences,
        chart: Some(rates(release, of)),
        figure: numbers.figure(),
        tables: made,
        read: said(&[
            "Each bar is a rate: children counted, for every 10,000 children aged 0 to 17 who live in such neighbourhoods.",
            "The line over a bar is its confidence interval: the range of underlying rates with which the count agrees. \
             Where lines overlap, a difference between two bars may be chance.",
            areas,
        ]),
        not: said(&[
            "It does not show that deprivation causes domestic abuse, nor how common domestic abuse is. It shows who \
             became involved with children’s social care, with abuse recorded.",
            "It is about neighbourhoods. It does not show whether the families themselves were poor.",
        ]),
        ask: Some(
            "Which parts of our system (housing, income, policing, referral and recording) could make involvement likelier \
             in our most deprived neighbourhoods, and what would tell us?",
        ),
    }
}

fn thresholds(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    Finding {
        id: "thresholds",
        heading: "How the gradient differs between thresholds".to_owned(),
        sentences: words::thresholds(release, of),
        chart: Some(chart::thresholds(release, of)),
        figure: numbers.figure(),
        tables: vec![tables::thresholds(release, of, numbers)],
        read: said(&[
            "The relative index of inequality is the ratio of the fitted rates at the two ends of the scale of deprivation. \
             It uses every group, so it is steadier than the ratio of two of them. At 1 there is no gradient.",
            "The scale is of ratios: the step from 2 to 4 is as long as the step from 4 to 8.",
        ]),
        not: said(&[
            "The thresholds are not separate groups of children: a child on a plan was also referred. A steeper gradient \
             later on does not by itself show that decisions were unfair, nor a flat one that they were fair.",
        ]),
        ask: Some(
            "At which decision does the gradient widen, and what do we know of how that decision is made?",
        ),
    }
}

fn components(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    Finding {
        id: "components",
        heading: "Whose abuse is recorded".to_owned(),
        sentences: words::components(release, of),
        chart: Some(chart::components(release, of)),
        figure: numbers.figure(),
        tables: vec![tables::components(release, of, numbers)],
        read: said(&[
            "The three factors can be recorded together, so their bars add up to more than the bar for any of them.",
        ]),
        not: said(&[
            "The Domestic Abuse Act 2021 makes a child who lives with domestic abuse a victim in their own right. A parent’s \
             abuse (3B) recorded without the child’s (3A) is therefore a sign of how factors are recorded, not of a child \
             unharmed.",
            "Authorities record these factors very differently, so a comparison with another authority is partly a \
             comparison of recording.",
        ]),
        ask: Some(
            "Where a parent’s abuse is recorded, is the child’s own recorded too, and if not, why not?",
        ),
    }
}

fn share(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    Finding {
        id: "share",
        heading: "How much of assessment work is about domestic abuse".to_owned(),
        sentences: words::share(release, of),
        chart: Some(chart::shares(release, of)),
        figure: numbers.figure(),
        tables: vec![tables::share(release, of, numbers)],
        read: said(&[
            "This is a share of episodes that reached the end of an assessment with factors recorded, not a rate per child. \
             A group can have a high rate and an ordinary share.",
        ]),
        not: said(&[
            "Referrals that ended without an assessment have no factors. They are not spread evenly, so the share cannot be \
             carried over to all referrals.",
        ]),
        ask: Some("Would our teams record domestic abuse alike, whatever neighbourhood a family lives in?"),
    }
}

fn years(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    Finding {
        id: "years",
        heading: "Year by year".to_owned(),
        sentences: words::years(release, of),
        chart: None,
        figure: 0,
        tables: vec![tables::years(release, of, numbers)],
        read: said(&[
            "Single years rest on fewer children than the whole window, so their intervals are wider.",
        ]),
        not: said(&["A change in recording looks just like a change in children’s lives."]),
        ask: None,
    }
}

fn losses(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Finding {
    Finding {
        id: "losses",
        heading: "What was lost, and how far it could move the gradient".to_owned(),
        sentences: words::losses(release, of),
        chart: None,
        figure: 0,
        tables: vec![tables::losses(release, numbers)],
        read: said(&[
            "Every episode that was read is either analysed or counted under the first reason that applies to it. \
             Published counts are rounded, so the lines need not add up exactly.",
            "Only episodes that belong to the question and lack nothing but a neighbourhood could move the gradient.",
        ]),
        not: said(&["Children whom no service knows are in no line of the account."]),
        ask: Some("Who are the children without a usable address, and can the case system tell us sooner?"),
    }
}

/// Says how many unborn children are in a numerator; `None` where the outcome counts none.
fn unborn(release: Release<'_>, of: Subject) -> Option<String> {
    if !of.outcome.counts_unborn() {
        return None;
    }
    let figure = release.total(of, Measure::Unborn).or_else(|| release.any(of, Measure::Unborn));
    Some(format!(
        "Unborn children are counted, as the Department for Education counts them, though no denominator holds them: {} here.",
        number::value(figure)
    ))
}

fn said(sentences: &[&str]) -> Vec<String> {
    sentences.iter().map(|&sentence| sentence.to_owned()).collect()
}
