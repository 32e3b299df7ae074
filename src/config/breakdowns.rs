//! The breakdowns of a plan: which characteristics are crossed.

use toml::Spanned;

use super::validate::Check;
use super::{Breakdowns, Inputs, file};
use crate::domain::{Axis, Cross, Grouping, Outcome};

/// What a plan may call deprivation in a cross: its coarsest grouping.
const DEPRIVATION: &str = "deprivation";

impl Check<'_> {
    /// Checks the breakdowns; where the plan is silent, every characteristic alone and crossed with deprivation.
    pub(super) fn breakdowns(
        &mut self,
        written: &file::Breakdowns,
        inputs: &Inputs,
        groupings: &[Grouping],
        outcomes: &[Outcome],
    ) -> Breakdowns {
        let coarsest = *groupings.last().unwrap_or(&Grouping::QUINTILES);
        let mut crosses = match &written.crosses {
            None => usual(coarsest),
            Some(texts) => texts.get_ref().iter().filter_map(|text| self.cross(text, coarsest)).collect(),
        };
        let intersections: Vec<Cross> = match &written.intersections {
            Some(texts) => texts.get_ref().iter().filter_map(|text| self.cross(text, coarsest)).collect(),
            None => usual_intersections(coarsest, inputs),
        };
        crosses.extend(&intersections);
        crosses.sort_unstable();
        crosses.dedup();
        let outcomes = match &written.outcomes {
            None => outcomes.to_vec(),
            Some(_) => {
                let chosen = self.list(written.outcomes.as_ref(), Outcome::ALL, Outcome::name);
                chosen.into_iter().filter(|one| outcomes.contains(one)).collect()
            }
        };
        Breakdowns { crosses, intersections, outcomes }
    }

    fn cross(&mut self, text: &Spanned<String>, coarsest: Grouping) -> Option<Cross> {
        let mut axes = Vec::new();
        for name in text.get_ref().split('*').map(str::trim) {
            let other = Axis::OTHERS.iter().copied().find(|axis| axis.name() == name);
            let deprivation = (name == DEPRIVATION).then_some(Axis::Deprivation(coarsest));
            let Some(axis) = deprivation.or(other) else {
                let names: Vec<_> = Axis::OTHERS.iter().map(|axis| axis.name()).collect();
                self.value(
                    text,
                    format!("`{name}` is not a characteristic"),
                    format!("cross `{DEPRIVATION}` and any of {}", names.join(", ")),
                );
                return None;
            };
            axes.push(axis);
        }
        if axes == [Axis::Deprivation(coarsest)] {
            self.value(
                text,
                "deprivation alone is always given".to_owned(),
                "cross it with something, or leave it out",
            );
            return None;
        }
        let cross = Cross::new(&axes);
        if cross.is_none() {
            self.value(
                text,
                "these cannot be crossed".to_owned(),
                "cross up to four characteristics, each once",
            );
        }
        cross
    }
}

fn usual(coarsest: Grouping) -> Vec<Cross> {
    let deprivation = Axis::Deprivation(coarsest);
    let others = [Axis::Ethnicity, Axis::Sex, Axis::Age, Axis::Disability];
    let alone = others.iter().map(|&axis| vec![axis]);
    let crossed = others.iter().map(|&axis| vec![deprivation, axis]);
    alone.chain(crossed).filter_map(|axes| Cross::new(&axes)).collect()
}

/// Deprivation by sex and age, and by ethnic group where ethnic groups have denominators.
fn usual_intersections(coarsest: Grouping, inputs: &Inputs) -> Vec<Cross> {
    let deprivation = Axis::Deprivation(coarsest);
    let ethnic = inputs.ethnicity.iter().map(|_| vec![deprivation, Axis::Ethnicity]);
    let others = std::iter::once(vec![deprivation, Axis::Sex, Axis::YoungerHalf]);
    others.chain(ethnic).filter_map(|axes| Cross::new(&axes)).collect()
}
