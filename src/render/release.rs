//! The figures of a release, looked up by what they are.

mod beside;
mod journeys;

use super::number;
use crate::config::Plan;
use crate::domain::figure::Specification;
use crate::domain::{
    Axis, Basis, Cross, Definition, Dimension, Figure, Group, Grouping, Measure, Outcome, Period, Results,
    Stratum,
};

/// Protected results with the plan they answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Release<'a> {
    /// The protected figures.
    pub(super) results: &'a Results,
    /// The choices behind them.
    pub(super) plan: &'a Plan,
}

/// One table of figures: everything about it but the measure and the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    /// When.
    pub(super) period: Period,
    /// Which episodes.
    pub(super) definition: Definition,
    /// Which involvement.
    pub(super) outcome: Outcome,
}

impl<'a> Release<'a> {
    /// Returns the whole window.
    pub(super) fn window(self) -> Period {
        *self.results.periods.first().expect("results are of at least one period")
    }

    /// Returns the years of the window one by one; none where it is a single year.
    pub(super) fn years(self) -> &'a [Period] {
        self.results.periods.get(1..).unwrap_or(&[])
    }

    /// Returns the finest grouping.
    pub(super) fn finest(self) -> Grouping {
        *self.results.groupings.first().expect("a plan has at least one grouping")
    }

    /// Returns what the headline is about.
    pub(super) fn headline(self) -> Subject {
        let definition = *self.results.definitions.first().expect("a plan has at least one definition");
        Subject { period: self.window(), definition, outcome: self.plan.headline }
    }

    /// Returns the case definitions, without the comparison.
    pub(super) fn case_definitions(self) -> impl Iterator<Item = Definition> {
        self.results.definitions.iter().copied().filter(|d| *d != Definition::All)
    }

    /// Returns a figure for all groups together.
    pub(super) fn total(self, of: Subject, measure: Measure) -> Option<&'a Figure> {
        self.find(of, measure, Dimension::None, Stratum::Total)
    }

    /// Returns a figure of one group of deprivation.
    pub(super) fn of_group(
        self,
        of: Subject,
        measure: Measure,
        by: Grouping,
        group: Group,
    ) -> Option<&'a Figure> {
        self.find(of, measure, Dimension::Deprivation(by), Stratum::Group(group))
    }

    /// Returns the least deprived group of a grouping.
    pub(super) fn least(self, by: Grouping) -> Group {
        by.groups().last().expect("a grouping has at least two groups")
    }

    /// Returns the coarsest grouping, whose ends hold the most children.
    pub(super) fn coarsest(self) -> Grouping {
        *self.results.groupings.last().expect("a plan has at least one grouping")
    }

    /// Returns a measure of the gradient over the groups of a grouping.
    pub(super) fn gradient(self, of: Subject, measure: Measure, by: Grouping) -> Option<&'a Figure> {
        self.find(of, measure, Dimension::Deprivation(by), Stratum::Total)
    }

    /// Returns a measure of the gradient by the finest grouping for which it is shown, or by the finest
    /// of all where it is shown for none.
    pub(super) fn shown_gradient(self, of: Subject, measure: Measure) -> (Grouping, Option<&'a Figure>) {
        self.results
            .groupings
            .iter()
            .map(|&by| (by, self.gradient(of, measure, by)))
            .find(|(_, figure)| figure.is_some_and(|f| f.value.shown().is_some()))
            .unwrap_or_else(|| (self.finest(), self.gradient(of, measure, self.finest())))
    }

    /// Returns the grouping by which a measure of the gradient is shown for most of several subjects, the finest of those, so
    /// that they can be set beside each other.
    pub(super) fn common(self, subjects: &[Subject], measure: Measure) -> Grouping {
        let shown = |by| {
            let figure = |of: &&Subject| self.gradient(**of, measure, by);
            subjects.iter().filter(|of| figure(of).is_some_and(|it| it.value.shown().is_some())).count()
        };
        let most = self.results.groupings.iter().map(|&by| shown(by)).max().unwrap_or_default();
        let found = self.results.groupings.iter().copied().find(|&by| most > 0 && shown(by) == most);
        found.unwrap_or_else(|| self.coarsest())
    }

    /// Returns the groups whose two ends every lead sentence compares; `None` where the ends of some outcome are not shown and
    /// its index is: the index then leads at all of them, so that a reader who sets them beside each other compares like with
    /// like.
    pub(super) fn leading(self) -> Option<Grouping> {
        let of = |&outcome| Subject { outcome, ..self.headline() };
        let is_shown = |figure: Option<&Figure>| figure.is_some_and(|it| it.value.shown().is_some());
        let subjects: Vec<Subject> = self.results.outcomes.iter().map(of).collect();
        self.results.groupings.iter().copied().find(|&by| {
            subjects.iter().all(|&of| {
                is_shown(self.gradient(of, Measure::RatioMostLeast, by))
                    || !is_shown(self.shown_gradient(of, Measure::Rii).1)
            })
        })
    }

    /// Returns a figure of one stratum of a cross.
    pub(super) fn of_stratum(
        self,
        of: Subject,
        measure: Measure,
        cross: Cross,
        at: usize,
    ) -> Option<&'a Figure> {
        let at = u16::try_from(at).ok()?;
        self.find(of, measure, Dimension::Cross(cross), Stratum::Cross(cross, at))
    }

    /// Returns a figure of a model over all strata of a cross.
    pub(super) fn of_model(self, of: Subject, measure: Measure, cross: Cross) -> Option<&'a Figure> {
        self.find(of, measure, Dimension::Cross(cross), Stratum::Total)
    }

    /// Returns the crosses of which there are figures of a measure, in order.
    pub(super) fn crosses(self, of: Subject, measure: Measure) -> Vec<Cross> {
        let mut crosses = Vec::new();
        for figure in self.of(of, measure) {
            if let Dimension::Cross(cross) = figure.dimension
                && !crosses.contains(&cross)
            {
                crosses.push(cross);
            }
        }
        crosses
    }

    /// Returns the outcomes of which there is an index of reaching them from the stage before.
    pub(super) fn progressions(self, of: Subject) -> impl Iterator<Item = Outcome> {
        let known =
            move |&outcome: &Outcome| self.any(Subject { outcome, ..of }, Measure::RiiProgression).is_some();
        self.results.outcomes.iter().copied().filter(known)
    }

    /// Returns the subject of a breakdown: the headline, or where most of its strata are hidden, the last outcome before
    /// it of which most are shown, or the headline where there is none.
    pub(super) fn broken_down(self, cross: Cross, measure: Measure) -> Subject {
        let headline = self.headline();
        let mostly = |outcome: Outcome| {
            let of = Subject { outcome, ..headline };
            let figures: Vec<_> =
                (0..cross.count()).filter_map(|at| self.of_stratum(of, measure, cross, at)).collect();
            let shown = figures.iter().filter(|figure| figure.value.shown().is_some()).count();
            !figures.is_empty() && 5 * shown >= 3 * figures.len()
        };
        let later = |outcome: &Outcome| *outcome != headline.outcome;
        let before = self.results.outcomes.iter().rev().copied().skip_while(later);
        let others = before.filter(|outcome| !outcome.is_stock());
        let outcome = std::iter::once(headline.outcome).chain(others).find(|&outcome| mostly(outcome));
        Subject { outcome: outcome.unwrap_or(headline.outcome), ..headline }
    }

    /// Returns a figure by measure alone, whatever it was computed on: the finest comes first.
    pub(super) fn any(self, of: Subject, measure: Measure) -> Option<&'a Figure> {
        self.of(of, measure).next()
    }

    /// Returns the children aged 0 to 17 in a group: the denominator of its rate where there is one.
    pub(super) fn population(self, of: Subject, by: Grouping, group: Group) -> Option<f64> {
        let at = usize::from(group.number()).checked_sub(1)?;
        let finest = (by == self.finest()).then(|| self.results.population.get(at).copied()).flatten();
        self.of_group(of, Measure::Rate, by, group).and_then(|rate| rate.population).or(finest)
    }

    /// Returns the points of the specification curve that are summed up, the least first.
    pub(super) fn curve(self) -> Vec<&'a Specification> {
        self.results.curve.iter().filter(|point| point.choice.counts()).collect()
    }

    /// Returns `95% confidence interval`, or without the level where figures have several or none.
    pub(super) fn interval(self) -> String {
        let figures = self.results.figures.iter().filter(|f| !f.measure.is_in_funnel());
        let shown = figures.filter(|f| f.value.shown().is_some());
        let mut levels = shown.filter_map(|figure| figure.limits.and(figure.level));
        match levels.next() {
            Some(first) if levels.all(|level| level.total_cmp(&first).is_eq()) => {
                format!("{} confidence interval", number::level(first))
            }
            _ => "confidence interval".to_owned(),
        }
    }

    /// Returns the words for the areas that are put in order.
    pub(super) fn neighbourhoods(self) -> &'static str {
        match self.results.basis {
            Basis::National => "neighbourhoods in England",
            Basis::Local => "the authority’s neighbourhoods",
        }
    }

    /// Returns a figure of one category of an axis, for all groups of deprivation or for one of the coarsest grouping.
    fn along(
        self,
        of: Subject,
        measure: Measure,
        (axis, at): (Axis, usize),
        place: Stratum,
    ) -> Option<&'a Figure> {
        let cross = match place {
            Stratum::Group(_) => Cross::new(&[Axis::Deprivation(self.coarsest()), axis])?,
            _ => Cross::new(&[axis])?,
        };
        let stratum = cross.stratum(|one| match place {
            Stratum::Group(group) if one != axis => usize::from(group.number()) - 1,
            _ => at,
        })?;
        self.of_stratum(of, measure, cross, stratum)
    }

    fn find(self, of: Subject, measure: Measure, by: Dimension, stratum: Stratum) -> Option<&'a Figure> {
        self.of(of, measure).find(|figure| figure.dimension == by && figure.stratum == stratum)
    }

    /// Returns the figures of a subject and a measure. One that is no number, or says nothing, counts as not there.
    fn of(self, of: Subject, measure: Measure) -> impl Iterator<Item = &'a Figure> {
        let figures = self.results.figures.of((of.period, of.definition, of.outcome), measure);
        figures.filter(|figure| {
            figure.is_telling()
                && figure.value.shown().is_none_or(f64::is_finite)
                && figure.limits.is_none_or(|(lower, upper)| lower.is_finite() && upper.is_finite())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cell;
    use crate::render::made_up;

    #[test]
    fn figures_are_found_by_what_they_are_of_also_after_a_change() {
        let (mut results, plan) = (made_up::results(), made_up::plan());
        let headline = Release { results: &results, plan: &plan }.headline();
        let rates = |results: &Results| {
            let release = Release { results, plan: &plan };
            release.of(headline, Measure::Rate).cloned().collect::<Vec<_>>()
        };
        let same = |figure: &Figure| {
            (figure.period, figure.definition) == (headline.period, headline.definition)
                && (figure.outcome, figure.measure) == (headline.outcome, Measure::Rate)
        };
        let before: Vec<Figure> = results.figures.iter().filter(|figure| same(figure)).cloned().collect();
        assert!(before.len() > 1);
        assert_eq!(rates(&results), before);
        let last = results.figures.iter().rposition(same).unwrap();
        results.figures[last].measure = Measure::Rii;
        assert_eq!(rates(&results), before[..before.len() - 1]);
    }

    #[test]
    fn a_figure_that_is_no_number_counts_as_not_there() {
        let plan = made_up::plan();
        for (value, limits) in [(f64::INFINITY, (1.0, 2.0)), (1.5, (f64::NAN, 2.0))] {
            let results =
                made_up::results_where(|f| (f.value, f.limits) = (Cell::Shown(value), Some(limits)));
            let release = Release { results: &results, plan: &plan };
            assert_eq!(release.total(release.headline(), Measure::Rate), None);
        }
    }

    #[test]
    fn a_coarser_grouping_speaks_where_the_finest_is_hidden() {
        let plan = made_up::plan();
        let deciles = Dimension::Deprivation(Grouping::DECILES);
        let results = made_up::results_where(|f| {
            f.value = if f.dimension == deciles { Cell::Hidden } else { Cell::Shown(2.0) };
        });
        let release = Release { results: &results, plan: &plan };
        let (by, figure) = release.shown_gradient(release.headline(), Measure::Rii);
        assert_eq!((by, figure.map(|f| f.value)), (Grouping::QUINTILES, Some(Cell::Shown(2.0))));
    }
}
