//! The choices behind a point of the specification curve, in words.

use super::short;
use crate::domain::figure::Specification;
use crate::domain::{Basis, Definition, Index, Timing, Unit, Which};

/// Returns what was chosen for each part of the question, in the order in which a plan asks for them.
pub(in crate::render) fn choices(point: &Specification) -> [String; 9] {
    let (definition, which, timing) = match point.definition {
        Definition::Recorded(whose, which, timing) => {
            let plain = Definition::Recorded(whose, Which::Any, Timing::Episode);
            (plain, reads(which), reads_until(timing))
        }
        other => (other, "no assessment read", "no assessment read"),
    };
    [
        format!("Case: {}", short(definition)),
        format!("Assessment: {which}"),
        format!("Assessment: {timing}"),
        format!("Counted: {}", if point.unit == Unit::Episodes { "episodes" } else { "children, each once" }),
        format!("Index: {}", index(point.index)),
        format!(
            "Groups of: {}",
            if point.basis == Basis::National { "the nation’s areas" } else { "the authority’s areas" }
        ),
        format!("Address: on the day of the {}", point.address_on.replace('_', " ")),
        format!("Number of groups: {}", point.grouping.count()),
        format!("Model: {}", point.model.replace('_', " ").replace("poisson", "Poisson")),
    ]
}

const fn reads(which: Which) -> &'static str {
    match which {
        Which::Any => "any of the episode",
        Which::First => "the first",
        Which::Latest => "the latest",
    }
}

const fn reads_until(timing: Timing) -> &'static str {
    match timing {
        Timing::Episode => "whenever authorised",
        Timing::ByOutcome => "authorised by the day of the outcome",
    }
}

const fn index(index: Index) -> &'static str {
    match index {
        Index::Idaci => "IDACI",
        Index::Imd => "IMD",
        Index::Income => "income domain",
    }
}
