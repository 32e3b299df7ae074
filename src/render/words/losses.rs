//! What was lost, and how far it could move the headline, in sentences.

use super::Verdict;
use crate::domain::figure::LossLine;
use crate::domain::{Cell, Figure, LossReason, Measure};
use crate::render::number;
use crate::render::release::{Release, Subject};

/// Says how much was read and kept, and what the index would be if the lost rows lay at either end.
pub(in crate::render) fn losses(release: Release<'_>, of: Subject) -> Vec<String> {
    vec![account(release), bounds(release, of)]
}

fn account(release: Release<'_>) -> String {
    let line = |line| {
        release.results.losses.iter().find(|l| l.line == line).map_or(Cell::Unavailable, |l| l.episodes)
    };
    let again = line(LossLine::Lost(LossReason::Superseded));
    match (line(LossLine::RowsIn), again, line(LossLine::Kept)) {
        (Cell::Shown(read), Cell::Shown(again), Cell::Shown(kept)) if again > 0.0 => format!(
            "The returns hold {} episodes: {} are a referral met again in another return, and {} were analysed; the account of \
             losses gives the reason for every other one.",
            number::count(read),
            number::count(again),
            number::count(kept)
        ),
        (Cell::Shown(read), _, Cell::Shown(kept)) => format!(
            "Of {} episodes read, {} were analysed; the account of losses gives the reason for every other one.",
            number::count(read),
            number::count(kept)
        ),
        _ => {
            "How many episodes were read and analysed is not shown in full; the account of losses gives the \
              reasons."
                .to_owned()
        }
    }
}

fn bounds(release: Release<'_>, of: Subject) -> String {
    let rii = release.gradient(of, Measure::Rii, release.finest());
    let [most, least] = [Measure::RiiLostMost, Measure::RiiLostLeast].map(|m| release.any(of, m));
    let shown = |f: Option<&Figure>| f.and_then(|f| f.value.shown());
    let (Some(at_most), Some(at_least)) = (shown(most), shown(least)) else {
        return "How far the episodes lost for want of a neighbourhood could move the gradient is not shown, because a \
                figure that it needs is hidden or could not be computed."
            .to_owned();
    };
    let published = match rii.filter(|f| f.value.shown().is_some()) {
        Some(_) => format!(" rather than {}", number::value(rii)),
        None => String::new(),
    };
    let sizes = format!(
        "If every episode lost for want of a neighbourhood had belonged to the most deprived group, the relative index \
         would be {}{published}; had they all belonged to the least deprived, {}.",
        number::value(most),
        number::value(least)
    );
    let holds = match super::verdict(rii) {
        Verdict::Higher => at_most > 1.0 && at_least > 1.0,
        Verdict::Lower => at_most < 1.0 && at_least < 1.0,
        Verdict::Similar | Verdict::Unsure | Verdict::TooFew | Verdict::None => return sizes,
    };
    let end = if holds {
        "Either way the gradient keeps its direction."
    } else {
        "So the losses alone could turn the gradient round: do not rely on its direction."
    };
    format!("{sizes} {end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    fn say(lost_least: Cell) -> String {
        let results = made_up::results_where(|f| match f.measure {
            Measure::Rii => (f.value, f.limits) = (Cell::Shown(3.0), Some((2.0, 4.0))),
            Measure::RiiLostMost => f.value = Cell::Shown(3.4),
            Measure::RiiLostLeast => f.value = lost_least,
            _ => {}
        });
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        losses(release, release.headline()).join(" ")
    }

    #[test]
    fn the_account_and_both_bounds_are_said() {
        assert_eq!(
            say(Cell::Shown(2.1)),
            "The returns hold 9,860 episodes: 820 are a referral met again in another return, and 8,455 were analysed; the \
             account of losses gives the reason for every other one. If every episode lost for want of a neighbourhood had belonged to the most deprived group, the relative \
             index would be 3.4 rather than 3.0; had they all belonged to the least deprived, 2.1. Either way the \
             gradient keeps its direction."
        );
    }

    #[test]
    fn losses_that_could_turn_the_gradient_round_are_a_warning() {
        assert!(say(Cell::Shown(0.9)).ends_with("do not rely on its direction."));
    }

    #[test]
    fn a_hidden_bound_gives_no_number() {
        assert!(say(Cell::Hidden).contains("could move the gradient is not shown"));
    }
}
