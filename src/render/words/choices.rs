//! The choices behind a point of the specification curve, in words.

use super::short;
use crate::domain::figure::Specification;
use crate::domain::{Basis, Definition, Index, Timing, Unit, Which};

/// Returns what was chosen for each part of the question, in the order in which a plan asks for them; nothing for a part
/// that a definition leaves no choice in.
pub(in crate::render) fn choices(point: &Specification) -> [Option<String>; 9] {
    let (definition, assessment) = match point.definition {
        Definition::Recorded(whose, which, timing) => {
            (Definition::Recorded(whose, Which::Any, Timing::Episode), Some((which, timing)))
        }
        other => (other, None),
    };
    let which = assessment.map_or("none is read", |(which, _)| reads(which));
    [
        Some(format!("Case: {}", short(definition))),
        Some(format!("Assessment: {which}")),
        assessment.map(|(_, timing)| format!("Assessment: {}", reads_until(timing))),
        Some(format!(
            "Counted: {}",
            if point.unit == Unit::Episodes { "episodes" } else { "children, each once" }
        )),
        Some(format!("Index: {}", index(point.index))),
        Some(format!(
            "Groups of: {}",
            if point.basis == Basis::National { "the nation’s areas" } else { "the authority’s areas" }
        )),
        Some(format!("Address: at the {}", point.address_on.replace('_', " "))),
        Some(format!("Number of groups: {}", point.grouping.count())),
        Some(format!("Model: {}", point.model.replace('_', " ").replace("poisson", "Poisson"))),
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
