//! The likelihood of the standard deviation alone, all else fitted at each of its values.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::climb::{Top, climb};
use super::surface::Surface;
use crate::stats::{Answer, NoAnswer};

/// The likelihood of the variance that a fit maximises: how the coefficients are taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likelihood {
    /// At their best for each variance: the plain profile, whose maximum is the maximum likelihood. It
    /// takes no account of the degrees of freedom that the coefficients use up.
    Profile,
    /// Less half the logarithm of their information (Cox and Reid 1987): what restricted maximum likelihood
    /// is to a linear model.
    Adjusted,
}

/// The curve, with the last place visited as a start for the next.
pub(super) struct Curve<'b> {
    surface: &'b Surface,
    kind: Likelihood,
    free: Vec<usize>,
    pub(super) near: Top,
}

impl<'b> Curve<'b> {
    pub(super) fn new(surface: &'b Surface, near: &Top, kind: Likelihood) -> Self {
        Self { surface, kind, free: (1..surface.size()).collect(), near: near.clone() }
    }

    /// Returns the logarithm of the likelihood at a standard deviation, up to a constant.
    ///
    /// # Errors
    /// [`NoAnswer::NoConvergence`] where the other parameters do not settle.
    pub(super) fn at(&mut self, sd: f64) -> Answer<f64> {
        let mut place = self.near.place.clone();
        place[0] = sd;
        self.near = climb(self.surface, place, self.near.modes.clone(), &self.free)?;
        let penalty = match self.kind {
            Likelihood::Profile => 0.0,
            Likelihood::Adjusted => {
                let (information, _) = self.pieces();
                let factor = Cholesky::new(information).ok_or(NoAnswer::NoConvergence)?;
                factor.l_dirty().diagonal().map(f64::ln).sum()
            }
        };
        Ok(self.near.slope.value - penalty)
    }

    /// Returns the information about all but the standard deviation where the curve was last visited, and
    /// how its slope there moves with the standard deviation.
    pub(super) fn pieces(&self) -> (DMatrix<f64>, DVector<f64>) {
        let hessian = self.surface.hessian(&self.near.place, &self.near.modes, true);
        let information = -hessian.select_rows(&self.free).select_columns(&self.free);
        (information, hessian.column(0).select_rows(&self.free))
    }
}
