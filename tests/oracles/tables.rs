//! The gradient tables of the inputs, by dataset and area.

use std::collections::BTreeMap;

use social_gradient::stats::Group;

use super::answers::number;
use super::harness::{Expected, input};

/// Groups from the most deprived to the least, with their decile.
pub(crate) struct Table {
    pub(crate) deciles: Vec<u32>,
    pub(crate) groups: Vec<Group>,
}

impl Table {
    pub(crate) fn events(&self) -> f64 {
        self.groups.iter().map(|group| group.events).sum()
    }

    pub(crate) fn mean(&self) -> f64 {
        self.events() / self.groups.iter().map(|group| group.population).sum::<f64>()
    }
}

/// Every table of `inputs/gradient.csv`.
pub(crate) struct Tables(BTreeMap<(String, String), Table>);

impl Tables {
    pub(crate) fn read() -> Self {
        let mut rows = input("gradient");
        rows.sort_by_key(|row| row["decile"].parse::<u32>().expect("a decile"));
        let mut tables = BTreeMap::new();
        for row in rows {
            let table = tables
                .entry((row["dataset"].clone(), row["area"].clone()))
                .or_insert_with(|| Table { deciles: Vec::new(), groups: Vec::new() });
            table.deciles.push(row["decile"].parse().expect("a decile"));
            table
                .groups
                .push(Group { events: number(&row, "events"), population: number(&row, "population") });
        }
        Self(tables)
    }

    pub(crate) fn of(&self, row: &Expected) -> &Table {
        self.0.get(&(row.dataset.clone(), row.group.clone())).expect("a table of the inputs")
    }
}
