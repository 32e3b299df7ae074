//! The stratum table of the reference figures, as designs.

use social_gradient::stats::glm::{Design, Factor, Term, Variable};

use crate::harness::{self, Row};

/// The characteristics that may cross to make a stratum.
const AXES: [&str; 5] = ["dep", "eth", "sex", "age", "dis"];

/// One dataset of strata with people in them.
pub(crate) struct Strata {
    pub(crate) names: Vec<String>,
    pub(crate) events: Vec<f64>,
    pub(crate) people: Vec<f64>,
    pub(crate) factors: Vec<Factor>,
}

impl Strata {
    /// Returns every dataset of the table.
    pub(crate) fn read() -> Vec<(String, Self)> {
        let rows = harness::input("strata");
        let mut datasets: Vec<String> = Vec::new();
        for row in &rows {
            if !datasets.contains(&row["dataset"]) {
                datasets.push(row["dataset"].clone());
            }
        }
        datasets.into_iter().map(|name| (name.clone(), Self::of(&rows, &name))).collect()
    }

    /// Returns the design with the constant alone.
    pub(crate) fn null(&self) -> Design {
        Design::intercept(self.names.len())
    }

    /// Returns the design with every characteristic's main effect.
    pub(crate) fn main(&self) -> Design {
        self.factors.iter().fold(self.null(), |design, factor| {
            design.with(Variable::Factor(factor)).expect("a factor of as many rows")
        })
    }

    fn of(rows: &[Row], dataset: &str) -> Self {
        let all: Vec<&Row> = rows.iter().filter(|row| row["dataset"] == dataset).collect();
        let kept: Vec<&Row> = all.iter().copied().filter(|row| row["n"] != "0").collect();
        let number = |name: &str| kept.iter().map(|row| row[name].parse().expect("a number")).collect();
        let factors = AXES
            .iter()
            .filter(|axis| kept.iter().any(|row| row[**axis] != kept[0][**axis]))
            .map(|axis| {
                let mut levels: Vec<&str> = Vec::new();
                for row in &all {
                    if !levels.contains(&row[*axis].as_str()) {
                        levels.push(&row[*axis]);
                    }
                }
                let code =
                    |row: &&Row| levels.iter().position(|level| *level == row[*axis]).expect("a level");
                Factor::new(axis, &levels, kept.iter().map(code).collect()).expect("codes of its levels")
            })
            .collect();
        Self {
            names: kept.iter().map(|row| row["stratum"].clone()).collect(),
            events: number("y"),
            people: number("n"),
            factors,
        }
    }
}

/// Returns the position of the column that R calls `name`.
pub(crate) fn column(design: &Design, name: &str) -> Option<usize> {
    design.terms().iter().position(|term| r_name(term) == name)
}

fn r_name(term: &Term) -> String {
    match term {
        Term::Intercept => "(Intercept)".to_owned(),
        Term::Numeric(name) => name.clone(),
        Term::Level { factor, level } => format!("{factor}{level}"),
        Term::Product(a, b) => format!("{}:{}", r_name(a), r_name(b)),
    }
}
