//! The finding that sets the authority beside others, and beside what was published of it.

use super::findings::Maker;
use super::table::{Entry, Table};
use super::tables::headings;
use super::view::{Finding, Numbers};
use crate::domain::comparator::Item;
use crate::domain::period::long_date;
use crate::domain::{Axis, Period};
use crate::render::chart;
use crate::render::release::Release;
use crate::render::words;

impl Maker<'_> {
    /// Returns the finding of comparators; `None` where the plan names none, or they do not hold the authority.
    pub(super) fn beside(&mut self) -> Result<Option<Finding>, String> {
        let release = self.release;
        let Some((year, item)) = release.compared() else { return Ok(None) };
        let mut tables = vec![others(release, year, &mut self.numbers)];
        tables.extend(reconciled(release, year, &mut self.numbers));
        let chart = chart::funnel(release, year, item);
        self.finding("beside", words::beside(release, year, item), chart, tables).map(Some)
    }
}

/// What was published of the authority and of the areas beside it, with its place in each funnel.
fn others(release: Release<'_>, year: Period, numbers: &mut Numbers) -> Table {
    let rows = Item::ALL.iter().copied().filter(|item| item.outcome().is_some()).map(|item| {
        let unit = if item.is_share() { "share" } else { "per 10,000 aged 0 to 17" };
        let mut row = vec![Entry::Words(format!("{}, {unit}", item.title()))];
        row.extend((0..Axis::Against.count()).map(|at| Entry::value(release.published(year, item, at))));
        let [inner, outer] = [0, 1].map(|at| release.in_funnel(year, item, at));
        row.extend([Entry::value(inner), Entry::limits(inner), Entry::limits(outer)]);
        row
    });
    Table {
        id: "table-beside".to_owned(),
        number: numbers.table(),
        caption: format!(
            "{} beside other areas, as the Department for Education published them: year to {}",
            release.results.site,
            long_date(year.end)
        ),
        columns: headings(&[
            "What was published",
            "The authority",
            "England",
            "The region",
            "Statistical neighbours together",
            "The authority over what England’s figure would give it",
            "Funnel at its size, 95%",
            "Funnel at its size, 99.8%",
        ]),
        rows: rows.collect(),
    }
}

/// The lines between what was published of the authority and what was counted; `None` where there are none.
fn reconciled(release: Release<'_>, year: Period, numbers: &mut Numbers) -> Option<Table> {
    let counted = |item: &Item| release.reconciled(year, *item, 0).is_some();
    let items: Vec<_> = Item::ALL.iter().copied().filter(counted).collect();
    if items.is_empty() {
        return None;
    }
    let rows = (0..Axis::Reconciliation.count()).map(|line| {
        let mut row = vec![Entry::Words(Axis::Reconciliation.category_title(line))];
        row.extend(items.iter().map(|&item| Entry::value(release.reconciled(year, item, line))));
        row
    });
    let mut columns = vec!["Line".to_owned()];
    columns.extend(items.iter().map(|item| item.title().to_owned()));
    Some(Table {
        id: "table-reconciled".to_owned(),
        number: numbers.table(),
        caption: format!(
            "What was published of {}, what this run counted, and where the difference lies: year to {}",
            release.results.site,
            long_date(year.end)
        ),
        columns,
        rows: rows.collect(),
    })
}
