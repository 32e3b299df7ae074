//! Observations in the order the likelihood reads them: latest first, tied times together.

use crate::stats::survival::{End, Observation};
use crate::stats::{Answer, NoAnswer};

/// Observations sorted by falling time, with centred covariates, row by row.
#[derive(Debug, Clone)]
pub(super) struct Sorted {
    pub(super) times: Vec<f64>,
    pub(super) events: Vec<bool>,
    /// Row-major, `width` values a row, each column centred on its mean.
    pub(super) rows: Vec<f64>,
    pub(super) width: usize,
    /// The standard deviation of each column; the fit steps in these units.
    pub(super) scales: Vec<f64>,
    /// Where each sorted row stood in the caller's order.
    pub(super) order: Vec<u32>,
}

impl Sorted {
    pub(super) fn new(observations: &[Observation], columns: &[&[f64]]) -> Answer<Self> {
        let n = observations.len();
        if columns.is_empty() || columns.iter().any(|c| c.len() != n) {
            return Err(NoAnswer::ShapeMismatch);
        }
        if n == 0 {
            return Err(NoAnswer::NoPopulation);
        }
        let count = u32::try_from(n).map_err(|_| NoAnswer::OutOfRange)?;
        if observations.iter().any(|o| !o.time.is_finite() || o.time <= 0.0) {
            return Err(NoAnswer::OutOfRange);
        }
        if columns.iter().any(|c| c.iter().any(|x| !x.is_finite())) {
            return Err(NoAnswer::OutOfRange);
        }
        let mut order: Vec<u32> = (0..count).collect();
        // Positive floats order as their bits do; the index breaks ties, so the order is one for any input.
        order.sort_unstable_by_key(|&i| (!observations[i as usize].time.to_bits(), i));
        let width = columns.len();
        let mut rows = vec![0.0; n * width];
        let mut scales = vec![0.0; width];
        for (j, column) in columns.iter().enumerate() {
            let mean = column.iter().sum::<f64>() / n as f64;
            let mut squares = 0.0;
            for (place, &i) in order.iter().enumerate() {
                let centred = column[i as usize] - mean;
                rows[place * width + j] = centred;
                squares += centred * centred;
            }
            scales[j] = (squares / n as f64).sqrt();
        }
        let times = order.iter().map(|&i| observations[i as usize].time).collect();
        let events = order.iter().map(|&i| observations[i as usize].end == End::Event).collect();
        Ok(Self { times, events, rows, width, scales, order })
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    pub(super) fn row(&self, place: usize) -> &[f64] {
        &self.rows[place * self.width..(place + 1) * self.width]
    }

    /// Returns the linear predictor of each sorted row, about the mean covariates.
    pub(super) fn predictors(&self, beta: &[f64]) -> Vec<f64> {
        self.rows.chunks_exact(self.width).map(|x| x.iter().zip(beta).map(|(x, b)| x * b).sum()).collect()
    }
}
