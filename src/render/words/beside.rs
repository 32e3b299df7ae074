//! The authority beside others, in sentences: inside or outside the limits of a funnel, and never in an order.

use super::{list, lower};
use crate::domain::comparator::Item;
use crate::domain::period::long_date;
use crate::domain::{Figure, Period};
use crate::render::number;
use crate::render::release::Release;

/// The lines of the reconciliation that a sentence names.
const PUBLISHED: usize = 0;
const COUNTED: usize = 1;
const NO_NEIGHBOURHOOD: usize = 4;
const REST: usize = 5;

/// Where a figure lies among the limits of a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    Outside95,
    Outside998,
}

/// Says where the authority lies in the funnel of an item, and of which others it lies outside.
pub(in crate::render) fn beside(release: Release<'_>, year: Period, item: Item) -> Vec<String> {
    let mut said: Vec<_> = own(release, year, item).into_iter().collect();
    let others = Item::ALL.iter().copied().filter(|&other| other != item && other.outcome().is_some());
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for other in others {
        match place(release, year, other) {
            Some(Place::Inside) => inside.push(lower(other.title())),
            Some(Place::Outside95 | Place::Outside998) => outside.push(lower(other.title())),
            None => (),
        }
    }
    let ways = [("inside", inside), ("outside", outside)].into_iter().filter(|(_, items)| !items.is_empty());
    let ways: Vec<_> = ways.map(|(way, items)| format!("{way} the 95% limits, {}", list(&items))).collect();
    if !ways.is_empty() {
        said.push(format!("Of the other figures published for the authority: {}.", ways.join("; ")));
    }
    said.extend(reconciled(release, year, item));
    said
}

fn own(release: Release<'_>, year: Period, item: Item) -> Option<String> {
    let [inner, outer] = [0, 1].map(|at| release.in_funnel(year, item, at).filter(|f| f.limits.is_some()));
    let (inner, outer) = (inner?, outer?);
    let sizes = format!(
        "{} in {}, as the Department for Education published them for the year to {}, were {} times what England’s {} would give",
        item.title(),
        release.results.site,
        long_date(year.end),
        number::value(Some(inner)),
        if item.is_share() { "share" } else { "rate" },
    );
    let limits = |figure: &Figure| number::limits(Some(figure));
    Some(match place(release, year, item)? {
        Place::Inside => format!(
            "{sizes}: inside the 95% limits ({}) that chance, and the usual differences between authorities, would give. These \
             figures do not show that the authority differs from England.",
            limits(inner)
        ),
        Place::Outside95 => format!(
            "{sizes}: outside the 95% limits ({}) that chance, and the usual differences between authorities, would give, and \
             inside the 99.8% limits ({}). Of 20 authorities that do not differ, about one lies there.",
            limits(inner),
            limits(outer)
        ),
        Place::Outside998 => format!(
            "{sizes}: outside the 99.8% limits ({}) that chance, and the usual differences between authorities, would give. That \
             is a question to ask, and no verdict.",
            limits(outer)
        ),
    })
}

fn place(release: Release<'_>, year: Period, item: Item) -> Option<Place> {
    let outside = |at| {
        let figure = release.in_funnel(year, item, at)?;
        let (value, (lower, upper)) = (figure.value.shown()?, figure.limits?);
        Some(value < lower || upper < value)
    };
    Some(match (outside(0)?, outside(1)?) {
        (_, true) => Place::Outside998,
        (true, false) => Place::Outside95,
        (false, false) => Place::Inside,
    })
}

/// Says what was published of the authority, what was counted here, and how much of the difference has a reason.
fn reconciled(release: Release<'_>, year: Period, item: Item) -> Option<String> {
    let line = |at| release.reconciled(year, item, at).filter(|figure| figure.value.shown().is_some());
    let (published, counted) = (line(PUBLISHED)?, line(COUNTED)?);
    let reasons: Vec<_> =
        [(NO_NEIGHBOURHOOD, "of children whose neighbourhood is not known"), (REST, "left over")]
            .into_iter()
            .filter_map(|(at, what)| Some(format!("{} {what}", number::value(Some(line(at)?)))))
            .collect();
    let difference =
        if reasons.is_empty() { String::new() } else { format!(" The difference: {}.", list(&reasons)) };
    Some(format!(
        "{}: {} were published for the authority, and this run counted {} episodes of that year.{difference}",
        item.title(),
        number::value(Some(published)),
        number::value(Some(counted))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Axis, Cell, Cross, Definition, Dimension, Measure, Results, Stratum, Unit};
    use crate::render::made_up;

    fn figure(measure: Measure, (axis, at): (Axis, u16), value: f64, limits: Option<(f64, f64)>) -> Figure {
        let cross = Cross::new(&[axis]).unwrap();
        let unit = if limits.is_some() { Unit::Ratio } else { Unit::Episodes };
        Figure {
            period: made_up::window().years[2],
            definition: Definition::All,
            measure,
            dimension: Dimension::Cross(cross),
            stratum: Stratum::Cross(cross, at),
            ..made_up::figure(unit, Cell::Shown(value), limits)
        }
    }

    fn say(ratio: f64, lines: &[(u16, f64)]) -> String {
        let funnel = |at, limits| figure(Measure::Funnel, (Axis::FunnelLimits, at), ratio, Some(limits));
        let mut figures = vec![funnel(0, (0.7, 1.3)), funnel(1, (0.5, 1.6))];
        figures.extend(
            lines
                .iter()
                .map(|&(at, value)| figure(Measure::Reconciled, (Axis::Reconciliation, at), value, None)),
        );
        let (results, plan) = (Results { figures: figures.into(), ..made_up::results() }, made_up::plan());
        beside(Release { results: &results, plan: &plan }, made_up::window().years[2], Item::PlansBegun)
            .join(" ")
    }

    #[test]
    fn the_place_in_the_funnel_is_said_and_never_a_rank() {
        assert!(
            say(1.2, &[])
                .contains("1.20 times what England’s rate would give: inside the 95% limits (0.70 to 1.30)")
        );
        assert!(say(1.2, &[]).ends_with("do not show that the authority differs from England."));
        assert!(say(1.4, &[]).contains("outside the 95% limits (0.70 to 1.30)"));
        assert!(say(1.4, &[]).contains("inside the 99.8% limits (0.50 to 1.60)"));
        assert!(say(0.4, &[]).contains("outside the 99.8% limits (0.50 to 1.60)"));
        for ratio in [0.4, 1.2, 1.4] {
            for word in ["highest", "worst", "rank", "best"] {
                assert!(!say(ratio, &[]).contains(word), "{word}");
            }
        }
    }

    #[test]
    fn the_difference_from_what_was_published_is_told_with_its_reasons() {
        let said = say(1.2, &[(0, 500.0), (1, 470.0), (4, 20.0), (5, 10.0)]);
        assert!(
            said.ends_with(
                "Child protection plans begun: 500 were published for the authority, and this run counted 470 episodes of \
                 that year. The difference: 20 of children whose neighbourhood is not known and 10 left over."
            ),
            "{said}"
        );
    }
}
