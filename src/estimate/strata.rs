//! Strata modelled together: what a run and a table of counts find of them alike.
//!
//! A random intercept for each stratum, without and with the main effects of every axis (Evans et al. 2018; 2024).
//! Variances are at maximum likelihood, as other programs give them; their limits, and each stratum's rate and departure, are
//! by restricted likelihood, which holds its promise with few strata.

use crate::stats::glm::{Design, Factor, Model, Variable};
use crate::stats::multilevel::{
    Flagging, Kind, Multilevel, Nodes, Spread, fitted, median_ratio, multilevel, pcv, predict, residuals,
    restricted, restricted_limits, vpc_latent, vpc_lognormal,
};
use crate::stats::{Answer, Estimate, Group, Interval, Level, NoAnswer};

/// What counts are taken to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Law {
    Binomial,
    Poisson,
}

/// Strata with counts that a model can be fitted to.
pub(super) struct Strata {
    events: Vec<f64>,
    people: Vec<f64>,
    offset: Vec<f64>,
    null: Design,
    main: Design,
}

/// Both models of strata under one law.
pub(super) struct Models<'a> {
    law: Law,
    level: Level,
    strata: usize,
    null: Fits<'a>,
    main: Fits<'a>,
}

/// A model at maximum likelihood and by restricted likelihood.
struct Fits<'a> {
    likely: Answer<Multilevel<'a>>,
    careful: Answer<Multilevel<'a>>,
}

/// How far strata differ under one model.
pub(super) struct Between {
    pub(super) variance: Answer<Estimate>,
    /// Of a binomial model on the latent scale, of a Poisson one on that of counts.
    pub(super) share: Answer<Estimate>,
    pub(super) median_ratio: Answer<Estimate>,
}

/// What the model with main effects says of one stratum.
pub(super) struct Stratum {
    /// Its rate, drawn towards the rest.
    pub(super) pooled: Answer<Estimate>,
    /// The rate its characteristics add up to.
    pub(super) additive: Answer<Estimate>,
    /// The ratio, or ratio of odds, of the one to the other.
    pub(super) departure: Answer<Estimate>,
}

impl Strata {
    /// Takes strata with people in them, and the name of each axis with every stratum's category of it.
    ///
    /// # Errors
    ///
    /// Those of a design whose rows differ in number.
    pub(super) fn new(strata: &[Group], axes: &[(&str, Vec<&str>)]) -> Answer<Self> {
        let mut main = Design::intercept(strata.len());
        for (name, categories) in axes {
            main = main.with(Variable::Factor(&Factor::from_labels(name, categories)))?;
        }
        Ok(Self {
            events: strata.iter().map(|group| group.events).collect(),
            people: strata.iter().map(|group| group.population).collect(),
            offset: strata.iter().map(|group| group.population.ln()).collect(),
            null: Design::intercept(strata.len()),
            main,
        })
    }

    /// Fits both models.
    pub(super) fn models(&self, law: Law, level: Level) -> Models<'_> {
        let fits = |design| {
            let likely = self.fit(law, design);
            let careful = likely.as_ref().map_err(|why| *why).and_then(restricted);
            Fits { likely, careful }
        };
        let (null, main) = (fits(&self.null), fits(&self.main));
        Models { law, level, strata: self.events.len(), null, main }
    }

    fn fit<'s>(&'s self, law: Law, design: &'s Design) -> Answer<Multilevel<'s>> {
        let model = match law {
            Law::Binomial => Model::binomial(design, &self.events, &self.people),
            Law::Poisson => Model::poisson(design, &self.events).with_offset(&self.offset),
        };
        let groups: Vec<usize> = (0..self.events.len()).collect();
        multilevel(&model, &groups, Nodes::default())
    }
}

impl Models<'_> {
    /// Returns how far strata differ, without main effects and with them.
    pub(super) fn between(&self) -> [Between; 2] {
        [&self.null, &self.main].map(|Fits { likely, careful }| {
            let likely = likely.as_ref().map_err(|why| *why);
            let limits = |fit| restricted_limits(fit, careful.as_ref().ok()?, self.level).ok();
            let share = likely.and_then(match self.law {
                Law::Binomial => vpc_latent,
                Law::Poisson => vpc_lognormal,
            });
            Between {
                variance: likely.map(|fit| Estimate { value: fit.variance(), interval: limits(fit) }),
                share: share.map(Estimate::bare),
                median_ratio: likely.map(|fit| Estimate::bare(median_ratio(fit.variance()))),
            }
        })
    }

    /// Returns the share of the variance that main effects explain.
    pub(super) fn explained(&self) -> Answer<Estimate> {
        match (&self.null.likely, &self.main.likely) {
            (Ok(null), Ok(main)) => pcv(null, main).map(Estimate::bare),
            (Err(why), _) | (_, Err(why)) => Err(*why),
        }
    }

    /// Returns what is found of each stratum; without limits where the variance does not stand out from nought.
    pub(super) fn strata(&self) -> Vec<Stratum> {
        let fit = self.main.careful.as_ref().map_err(|why| *why);
        let known = fit.is_ok_and(Multilevel::stands_out);
        let with = |value, limits: Option<Interval>| Estimate { value, interval: limits.filter(|_| known) };
        let departures =
            fit.and_then(|fit| residuals(fit, self.level, Spread::Prediction, Flagging::Separate));
        let of = |at: usize| Stratum {
            pooled: fit
                .and_then(|fit| predict(fit, at, Kind::Total, self.level))
                .map(|it| with(it.value, it.interval)),
            additive: fit.and_then(|fit| fitted(fit, at, Kind::Fixed)).map(Estimate::bare),
            departure: departures.as_ref().map_err(|why| *why).and_then(|all| {
                let of = all.iter().find(|residual| residual.group == at).ok_or(NoAnswer::Separation)?;
                Ok(with(of.value.exp(), Interval::new(of.limits.lower.exp(), of.limits.upper.exp())))
            }),
        };
        (0..self.strata).map(of).collect()
    }
}
