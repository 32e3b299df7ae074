//! Agreement between two readers of the same files, and change in the same files between two readings.

pub mod ac1;
pub mod kappa;
pub mod mcnemar;
pub mod newcombe;
pub mod percent;
#[cfg(test)]
mod tests;

use super::{Answer, Method, NoAnswer};

pub use ac1::ac1;
pub use kappa::{KappaWeights, kappa};
pub use mcnemar::{McNemar, McNemarTest, mcnemar};
pub use newcombe::{Paired, paired_difference};
pub use percent::percent_agreement;

/// The methods of this room.
pub const METHODS: &[Method] =
    &[percent::METHOD, kappa::METHOD, ac1::METHOD, mcnemar::METHOD, newcombe::METHOD];

/// More categories than this are no coding that two readers could share.
const MOST_CATEGORIES: usize = 1000;

/// How often each pair of categories was given by the first and the second reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    categories: usize,
    /// Row by row: the first reader's category, then the second's.
    cells: Vec<u64>,
    files: u64,
}

impl Ratings {
    /// Checks a table of counts, the first reader's category by row, the second's by column.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::TooFewGroups`] with fewer than two categories, [`NoAnswer::ShapeMismatch`] where
    /// the cells are not a square table, [`NoAnswer::NoPopulation`] where no file was read, [`NoAnswer::OutOfRange`]
    /// where they are more than can be counted.
    pub fn new(categories: usize, cells: &[u64]) -> Answer<Self> {
        if categories < 2 {
            return Err(NoAnswer::TooFewGroups);
        }
        if categories.checked_mul(categories) != Some(cells.len()) {
            return Err(NoAnswer::ShapeMismatch);
        }
        match cells.iter().try_fold(0_u64, |sum, &cell| sum.checked_add(cell)) {
            None => Err(NoAnswer::OutOfRange),
            Some(0) => Err(NoAnswer::NoPopulation),
            Some(files) => Ok(Self { categories, cells: cells.to_vec(), files }),
        }
    }

    /// Counts pairs of categories, numbered from nought.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::OutOfRange`] where a category is not below `categories`, or these are more than a thousand; otherwise
    /// as [`Ratings::new`].
    pub fn from_pairs(categories: usize, pairs: &[(usize, usize)]) -> Answer<Self> {
        if categories > MOST_CATEGORIES || pairs.iter().any(|&(a, b)| a >= categories || b >= categories) {
            return Err(NoAnswer::OutOfRange);
        }
        let mut cells = vec![0; categories * categories];
        for &(a, b) in pairs {
            cells[a * categories + b] += 1;
        }
        Self::new(categories, &cells)
    }

    /// Returns how many files were read by both.
    #[must_use]
    pub const fn files(&self) -> u64 {
        self.files
    }

    fn share(&self, first: usize, second: usize) -> f64 {
        self.cells[first * self.categories + second] as f64 / self.files as f64
    }

    /// Returns the share of files in each category, by the first reader and by the second.
    fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let over = |f: &dyn Fn(usize, usize) -> f64| {
            (0..self.categories).map(|i| (0..self.categories).map(|j| f(i, j)).sum()).collect()
        };
        (over(&|i, j| self.share(i, j)), over(&|i, j| self.share(j, i)))
    }

    /// Returns the mean over files of a function of the pair of categories.
    fn mean(&self, f: impl Fn(usize, usize) -> f64) -> f64 {
        let pairs = (0..self.categories).flat_map(|i| (0..self.categories).map(move |j| (i, j)));
        pairs.map(|(i, j)| self.share(i, j) * f(i, j)).sum()
    }

    /// Returns the variance over files, divisor `n`, of a function of the pair of categories.
    fn variance(&self, f: impl Fn(usize, usize) -> f64) -> f64 {
        let centre = self.mean(&f);
        self.mean(|i, j| (f(i, j) - centre).powi(2))
    }
}
