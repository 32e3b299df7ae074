//! Rates of small areas drawn towards the whole, for maps only: never for disclosure control, and
//! never as input to a gradient.

pub mod gamma_poisson;
pub mod marshall;

pub use gamma_poisson::gamma_poisson;
pub use marshall::marshall;

use super::{Answer, Group, Method, NoAnswer};

/// The methods of this area.
pub const METHODS: &[Method] = &[marshall::METHOD, gamma_poisson::METHOD];

/// Rates drawn towards the whole, in the order of the areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    /// The rate towards which areas are drawn, per person.
    pub centre: f64,
    /// The variance of the areas' own rates about it; nought where chance explains their spread.
    pub between: f64,
    /// The shrunken rates per person.
    pub rates: Vec<f64>,
}

/// Each area's rate drawn towards `centre` by the share of its variance that is chance.
fn draw(areas: &[Group], centre: f64, between: f64) -> Answer<Shrunk> {
    let rates: Vec<f64> = areas
        .iter()
        .map(|area| centre + between * (area.rate() - centre) / (between + centre / area.population))
        .collect();
    let all = rates.iter().chain([&centre, &between]);
    if all.into_iter().all(|number| number.is_finite()) {
        Ok(Shrunk { centre, between, rates })
    } else {
        Err(NoAnswer::Overflow)
    }
}
