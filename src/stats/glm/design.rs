//! The columns of a model, built term by term and each with a name a reader can be told.
//!
//! There is no formula language: a caller states an intercept, numbers, factors and products of them.
//! A factor is coded by treatment contrasts: one column of noughts and ones for each level but its
//! first, so a coefficient compares a level with the first one.

use std::fmt;

use crate::stats::{Answer, NoAnswer};

/// What one column of a design stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// The constant.
    Intercept,
    /// A number by name.
    Numeric(String),
    /// A level of a factor, against the factor's first level.
    Level {
        /// The factor's name.
        factor: String,
        /// The level's name.
        level: String,
    },
    /// The product of two columns: an interaction.
    Product(Box<Term>, Box<Term>),
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intercept => f.write_str("intercept"),
            Self::Numeric(name) => f.write_str(name),
            Self::Level { factor, level } => write!(f, "{factor}[{level}]"),
            Self::Product(a, b) => write!(f, "{a} × {b}"),
        }
    }
}

/// A characteristic with named levels; the first level is the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    name: String,
    levels: Vec<String>,
    codes: Vec<usize>,
}

impl Factor {
    /// Returns the factor whose row `i` has level `levels[codes[i]]`.
    ///
    /// # Errors
    /// [`NoAnswer::OutOfRange`] where a code has no level.
    pub fn new(name: &str, levels: &[&str], codes: Vec<usize>) -> Answer<Self> {
        if codes.iter().any(|&code| code >= levels.len()) {
            return Err(NoAnswer::OutOfRange);
        }
        let levels = levels.iter().map(|&level| level.to_owned()).collect();
        Ok(Self { name: name.to_owned(), levels, codes })
    }

    /// Returns the factor with one label per row, its levels in order of first appearance.
    #[must_use]
    pub fn from_labels(name: &str, labels: &[&str]) -> Self {
        let mut levels: Vec<String> = Vec::new();
        let codes = labels
            .iter()
            .map(|&label| {
                levels.iter().position(|level| level == label).unwrap_or_else(|| {
                    levels.push(label.to_owned());
                    levels.len() - 1
                })
            })
            .collect();
        Self { name: name.to_owned(), levels, codes }
    }

    /// Returns each row's position in the levels.
    #[must_use]
    pub fn codes(&self) -> &[usize] {
        &self.codes
    }

    /// Returns the factor with the same levels over other rows.
    pub(in crate::stats) fn recoded(&self, codes: Vec<usize>) -> Self {
        Self { name: self.name.clone(), levels: self.levels.clone(), codes }
    }

    /// Returns the names of the levels, the reference first.
    #[must_use]
    pub fn levels(&self) -> &[String] {
        &self.levels
    }
}

/// A characteristic that enters a design.
#[derive(Debug, Clone, Copy)]
pub enum Variable<'a> {
    /// A number for each row.
    Numeric {
        /// What it is called.
        name: &'a str,
        /// One finite value per row.
        values: &'a [f64],
    },
    /// A level for each row.
    Factor(&'a Factor),
}

impl Variable<'_> {
    fn columns(&self, rows: usize) -> Answer<Vec<(Term, Vec<f64>)>> {
        match *self {
            Self::Numeric { name, values } => {
                if values.len() != rows {
                    return Err(NoAnswer::ShapeMismatch);
                }
                if values.iter().any(|value| !value.is_finite()) {
                    return Err(NoAnswer::OutOfRange);
                }
                Ok(vec![(Term::Numeric(name.to_owned()), values.to_vec())])
            }
            Self::Factor(factor) => {
                if factor.codes.len() != rows {
                    return Err(NoAnswer::ShapeMismatch);
                }
                let column = |(code, level): (usize, &String)| {
                    let term = Term::Level { factor: factor.name.clone(), level: level.clone() };
                    (term, factor.codes.iter().map(|&c| f64::from(u8::from(c == code))).collect())
                };
                Ok(factor.levels.iter().enumerate().skip(1).map(column).collect())
            }
        }
    }
}

/// The columns of a model: `rows` values under each named term.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    rows: usize,
    terms: Vec<Term>,
    values: Vec<f64>,
}

impl Design {
    /// Returns a design of `rows` rows with no column at all.
    #[must_use]
    pub const fn empty(rows: usize) -> Self {
        Self { rows, terms: Vec::new(), values: Vec::new() }
    }

    /// Returns a design of `rows` rows whose one column is the constant.
    #[must_use]
    pub fn intercept(rows: usize) -> Self {
        Self { rows, terms: vec![Term::Intercept], values: vec![1.0; rows] }
    }

    /// Returns the design with the columns of one more variable.
    ///
    /// # Errors
    /// [`NoAnswer::ShapeMismatch`] where the variable has another number of rows;
    /// [`NoAnswer::OutOfRange`] where a value is not finite.
    pub fn with(mut self, variable: Variable<'_>) -> Answer<Self> {
        for (term, column) in variable.columns(self.rows)? {
            self.push(term, &column);
        }
        Ok(self)
    }

    /// Returns the design with the products of two variables' columns: their interaction, without
    /// their main effects.
    ///
    /// # Errors
    /// As [`Design::with`].
    pub fn with_product(mut self, a: Variable<'_>, b: Variable<'_>) -> Answer<Self> {
        let left = a.columns(self.rows)?;
        for (right_term, right) in b.columns(self.rows)? {
            for (left_term, left) in &left {
                let product: Vec<f64> = left.iter().zip(&right).map(|(l, r)| l * r).collect();
                let term = Term::Product(Box::new(left_term.clone()), Box::new(right_term.clone()));
                self.push(term, &product);
            }
        }
        Ok(self)
    }

    /// Returns the number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the terms, in the order of the coefficients.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns the position of a term, where the design has it.
    #[must_use]
    pub fn position(&self, term: &Term) -> Option<usize> {
        self.terms.iter().position(|held| held == term)
    }

    /// Returns the values of one column, where the design has it.
    #[must_use]
    pub fn values(&self, index: usize) -> Option<&[f64]> {
        (index < self.terms.len()).then(|| self.column(index))
    }

    /// Returns the values of a column that the design has.
    pub(in crate::stats) fn column(&self, index: usize) -> &[f64] {
        &self.values[index * self.rows..(index + 1) * self.rows]
    }

    /// Returns the value in one row of one column.
    pub(in crate::stats) fn at(&self, row: usize, column: usize) -> f64 {
        self.values[column * self.rows + row]
    }

    /// Returns the design with only the columns listed.
    pub(in crate::stats) fn select(&self, columns: &[usize]) -> Self {
        let mut chosen = Self::empty(self.rows);
        for &column in columns {
            chosen.push(self.terms[column].clone(), self.column(column));
        }
        chosen
    }

    /// Returns the product of one row with a vector of coefficients.
    pub(in crate::stats) fn row_dot(&self, row: usize, beta: &[f64]) -> f64 {
        beta.iter().enumerate().map(|(column, b)| b * self.at(row, column)).sum()
    }

    fn push(&mut self, term: Term, column: &[f64]) {
        self.terms.push(term);
        self.values.extend_from_slice(column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_has_a_column_for_each_level_but_its_first() {
        let sex = Factor::from_labels("sex", &["F", "M", "F"]);
        let eth = Factor::from_labels("eth", &["A", "B", "C"]);
        let design = Design::intercept(3)
            .with(Variable::Factor(&sex))
            .and_then(|d| d.with_product(Variable::Factor(&sex), Variable::Factor(&eth)))
            .expect("matching rows");
        let names: Vec<String> = design.terms().iter().map(Term::to_string).collect();
        assert_eq!(names, ["intercept", "sex[M]", "sex[M] × eth[B]", "sex[M] × eth[C]"]);
        assert_eq!(design.column(2), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_design_refuses_what_does_not_fit() {
        let short = Variable::Numeric { name: "x", values: &[1.0] };
        assert_eq!(Design::intercept(2).with(short), Err(NoAnswer::ShapeMismatch));
        let wild = Variable::Numeric { name: "x", values: &[1.0, f64::NAN] };
        assert_eq!(Design::intercept(2).with(wild), Err(NoAnswer::OutOfRange));
        assert_eq!(Factor::new("f", &["a"], vec![0, 1]), Err(NoAnswer::OutOfRange));
    }
}
