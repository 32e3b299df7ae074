//! The figures as tables: what every chart draws, and what it leaves out.

use super::table::{Entry, Table};
use super::view::Numbers;
use crate::domain::{
    Cell, Definition, Figure, Group, Grouping, LossReason, Measure, Outcome, figure::LossLine,
};
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, noun, part, short, when};

/// Children, population and rate by group of deprivation.
pub(super) fn rates(release: Release<'_>, of: Subject, by: Grouping, numbers: &mut Numbers) -> Table {
    let row = |name: String, children, rate: Option<&Figure>, population: Option<f64>| {
        let population = Entry::Count(population.map_or(Cell::Unavailable, Cell::Shown));
        vec![Entry::Words(name), Entry::value(children), population, Entry::value(rate), Entry::limits(rate)]
    };
    let mut rows: Vec<_> = by
        .groups()
        .map(|group| {
            let [children, rate] =
                [Measure::Children, Measure::Rate].map(|m| release.of_group(of, m, by, group));
            row(group_name(by, group), children, rate, release.population(of, by, group))
        })
        .collect();
    let [children, rate] = [Measure::Children, Measure::Rate].map(|m| release.total(of, m));
    rows.push(row("All groups".to_owned(), children, rate, rate.and_then(|f| f.population)));
    Table {
        id: format!("table-rates-{}-{}", of.outcome.name().replace('_', "-"), by.count()),
        number: numbers.table(),
        caption: capital(&format!(
            "{} {}, by {} of deprivation: {}, {}",
            noun(of.outcome),
            clause(of.definition),
            by.noun(),
            release.results.site,
            when(of.outcome, of.period)
        )),
        columns: headings(&[
            &format!("Deprivation {}", by.noun()),
            "Children",
            "Children aged 0 to 17 (denominator)",
            "Rate per 10,000",
            &capital(&release.interval()),
        ]),
        rows,
    }
}

/// The measures of the gradient under each definition.
pub(super) fn definitions(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let measures = [Measure::RatioMostLeast, Measure::DifferenceMostLeast, Measure::Rii, Measure::Sii];
    let under = |definition| Subject { definition, ..of };
    let subjects: Vec<Subject> = release.results.definitions.iter().map(|&it| under(it)).collect();
    let by = measures.map(|measure| release.common(&subjects, measure));
    let row = |of: &Subject| {
        let each = measures.into_iter().zip(by);
        let figures = each.map(|(measure, by)| Entry::both(release.gradient(*of, measure, by)));
        std::iter::once(Entry::Words(of.definition.title().to_owned())).chain(figures).collect()
    };
    let [ratio, difference, rii, sii] = by;
    Table {
        id: "table-definitions".to_owned(),
        number: numbers.table(),
        caption: capital(&format!(
            "{}: the gradient under each definition, with {}s in brackets: {}, {}",
            noun(of.outcome),
            release.interval(),
            release.results.site,
            when(of.outcome, of.period)
        )),
        columns: headings(&[
            "Definition",
            &format!("Ratio, most to least deprived {}", part(ratio)),
            &format!("Difference per 10,000, most less least deprived {}", part(difference)),
            &format!("Relative index of inequality, over {}s", rii.noun()),
            &format!("Slope index of inequality per 10,000, over {}s", sii.noun()),
        ]),
        rows: subjects.iter().map(row).collect(),
    }
}

/// The gradient at each threshold.
pub(super) fn thresholds(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let rows = release
        .results
        .outcomes
        .iter()
        .map(|&outcome| (outcome.title().to_owned(), Subject { outcome, ..of }));
    let caption = format!(
        "The gradient at each threshold, {}, with {}s in brackets: {}, {}",
        clause(of.definition),
        release.interval(),
        release.results.site,
        of.period.words()
    );
    gradient_table(release, ["table-thresholds", "Outcome"], caption, rows.collect(), numbers)
}

/// The rates of the two ends at each step from a referral to a plan.
pub(super) fn flow(release: Release<'_>, of: Subject, by: Grouping, numbers: &mut Numbers) -> Table {
    let (most, least) = (Group::MOST, release.least(by));
    let rows = release.results.outcomes.iter().filter(|outcome| !outcome.is_stock()).map(|&outcome| {
        let of = Subject { outcome, ..of };
        let rate = |group| Entry::both(release.of_group(of, Measure::Rate, by, group));
        let ratio = Entry::both(release.gradient(of, Measure::RatioMostLeast, by));
        vec![Entry::Words(outcome.title().to_owned()), rate(most), rate(least), ratio]
    });
    let part = part(by);
    Table {
        id: "table-flow".to_owned(),
        number: numbers.table(),
        caption: format!(
            "Rates per 10,000 children aged 0 to 17 at each step from referral to plan, {}, in the most and the least \
             deprived {part}, with {}s in brackets: {}, {}",
            clause(of.definition),
            release.interval(),
            release.results.site,
            of.period.words()
        ),
        columns: headings(&[
            "Step",
            &format!("Rate per 10,000, most deprived {part}"),
            &format!("Rate per 10,000, least deprived {part}"),
            "Ratio, most to least deprived",
        ]),
        rows: rows.collect(),
    }
}

/// The gradient year by year.
pub(super) fn years(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let rows = release.years().iter().map(|&period| {
        let name = format!("Year to {}", crate::domain::period::long_date(period.end));
        (name, Subject { period, ..of })
    });
    let caption = capital(&format!(
        "{} {}, year by year, with {}s in brackets: {}",
        noun(of.outcome),
        clause(of.definition),
        release.interval(),
        release.results.site
    ));
    gradient_table(release, ["table-years", "Year"], caption, rows.collect(), numbers)
}

/// The components of the definition beside the whole of it.
pub(super) fn components(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let rows = release
        .results
        .definitions
        .iter()
        .filter(|&&definition| definition != Definition::All)
        .map(|&definition| (capital(&short(definition)), Subject { definition, ..of }));
    let caption = capital(&format!(
        "{}, by who was recorded as subject to domestic abuse, with {}s in brackets: {}, {}",
        noun(of.outcome),
        release.interval(),
        release.results.site,
        when(of.outcome, of.period)
    ));
    gradient_table(
        release,
        ["table-components", "Recorded as subject to abuse"],
        caption,
        rows.collect(),
        numbers,
    )
}

/// The share of assessed episodes by group of deprivation.
pub(super) fn share(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let of = Subject { outcome: Outcome::Assessed, ..of };
    let by = release.finest();
    let row = |name: String, share: Option<&Figure>| {
        let cases = share.map_or(Cell::Unavailable, |f| f.value.shown().map_or(f.value, |_| f.cases));
        vec![Entry::Words(name), Entry::Count(cases), Entry::value(share), Entry::limits(share)]
    };
    let mut rows: Vec<_> = by
        .groups()
        .map(|group| row(group_name(by, group), release.of_group(of, Measure::DvaShare, by, group)))
        .collect();
    rows.push(row("All groups".to_owned(), release.total(of, Measure::DvaShare)));
    Table {
        id: "table-share".to_owned(),
        number: numbers.table(),
        caption: format!(
            "Share of assessed episodes {}, by {} of deprivation: {}, {}",
            clause(of.definition),
            by.noun(),
            release.results.site,
            of.period.words()
        ),
        columns: headings(&[
            &format!("Deprivation {}", by.noun()),
            "Episodes with domestic abuse recorded",
            "Share of assessed episodes",
            &capital(&release.interval()),
        ]),
        rows,
    }
}

/// The loss account.
pub(super) fn losses(release: Release<'_>, numbers: &mut Numbers) -> Table {
    let could = |line| match line {
        LossLine::Lost(reason) if LossReason::could_move_the_gradient(reason) => "Yes",
        LossLine::Lost(_) => "No",
        LossLine::RowsIn | LossLine::Kept => "Not a loss",
    };
    let rows = release
        .results
        .losses
        .iter()
        .map(|l| {
            let words = |text: &str| Entry::Words(text.to_owned());
            vec![words(l.line.title()), Entry::Count(l.episodes), words(could(l.line))]
        })
        .collect();
    Table {
        id: "table-losses".to_owned(),
        number: numbers.table(),
        caption: format!(
            "What became of every episode that was read: {}, {}",
            release.results.site,
            release.window().words()
        ),
        columns: headings(&["Line of the account", "Episodes", "Could move the gradient"]),
        rows,
    }
}

/// The children who live in each group of neighbourhoods.
pub(super) fn population(release: Release<'_>, numbers: &mut Numbers) -> Table {
    let by = release.finest();
    let rows = by
        .groups()
        .zip(&release.results.population)
        .map(|(group, &children)| {
            vec![Entry::Words(group_name(by, group)), Entry::Count(Cell::Shown(children))]
        })
        .collect();
    Table {
        id: "table-population".to_owned(),
        number: numbers.table(),
        caption: format!(
            "Children aged 0 to 17 by {} of deprivation: {}, {}",
            by.noun(),
            release.results.site,
            release.results.population_year
        ),
        columns: headings(&[&format!("Deprivation {}", by.noun()), "Children aged 0 to 17"]),
        rows,
    }
}

/// A table of subjects with their gradients, each measure over the same groups in every row.
fn gradient_table(
    release: Release<'_>,
    [id, first]: [&str; 2],
    caption: String,
    subjects: Vec<(String, Subject)>,
    numbers: &mut Numbers,
) -> Table {
    let each: Vec<Subject> = subjects.iter().map(|(_, of)| *of).collect();
    let [ratio, rii] = [Measure::RatioMostLeast, Measure::Rii].map(|measure| release.common(&each, measure));
    let row = |(name, of): (String, Subject)| {
        vec![
            Entry::Words(name),
            Entry::value(release.total(of, Measure::Children)),
            Entry::both(release.total(of, Measure::Rate)),
            Entry::both(release.gradient(of, Measure::RatioMostLeast, ratio)),
            Entry::both(release.gradient(of, Measure::Rii, rii)),
        ]
    };
    Table {
        id: id.to_owned(),
        number: numbers.table(),
        caption,
        columns: headings(&[
            first,
            "Children",
            "Rate per 10,000",
            &format!("Ratio, most to least deprived {}", part(ratio)),
            &format!("Relative index of inequality, over {}s", rii.noun()),
        ]),
        rows: subjects.into_iter().map(row).collect(),
    }
}

pub(super) fn group_name(by: Grouping, group: Group) -> String {
    match group.number() {
        1 => "1 (most deprived)".to_owned(),
        last if last == by.count() => format!("{last} (least deprived)"),
        middle => middle.to_string(),
    }
}

pub(super) fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
