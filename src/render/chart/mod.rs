//! Charts as SVG with real text, each with a title and a description for those who do not see it.
//!
//! One look, after the Government Analysis Function's guidance: its colours in their order, horizontal
//! text, light horizontal lines, bars from nought, an interval on every estimate, direct labels and the
//! direction of deprivation in words. A chart draws protected values only; what is hidden is drawn as its
//! symbol and has no length. plotters draws; its SVG has no title or description, so they are added after.

mod axis;
mod bars;
mod canvas;
mod caterpillar;
mod curve;
mod flow;
mod funnel;
mod lines;
mod months;
mod panels;
mod png;
mod rows;
mod strata;

pub(super) use bars::{completeness, rates, shares};
pub(super) use caterpillar::caterpillar;
pub(super) use curve::curve;
pub(super) use flow::flow;
pub(super) use funnel::funnel;
pub(super) use lines::years;
pub(super) use months::{coming_back, escalation, plan_lengths};
pub(super) use panels::panels;
pub(super) use png::{layouts, picture};
pub(super) use rows::{components, definitions, groups, progression, thresholds};
pub(super) use strata::strata;

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chart {
    /// Its name, from which its file and ids are made: lower-case letters, digits and hyphens.
    pub(super) name: String,
    /// What it is, in a few words.
    pub(super) title: String,
    /// What it shows, for those who do not see it.
    pub(super) description: String,
    /// The picture.
    pub(super) svg: String,
    /// How tall it is; all are equally wide.
    pub(super) height: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cell, Results, Unit};
    use crate::render::made_up;
    use crate::render::release::Release;

    fn all(results: &Results) -> Vec<Chart> {
        let plan = made_up::plan();
        let release = Release { results, plan: &plan };
        let of = release.headline();
        vec![
            rates(release, of, release.finest()),
            shares(release, of),
            thresholds(release, of),
            components(release, of),
            definitions(release, of),
            flow(release, of, release.coarsest()),
            years(release, of),
        ]
    }

    #[test]
    fn every_chart_has_a_role_a_title_and_a_description_that_it_names() {
        for chart in all(&made_up::results()) {
            let name = &chart.name;
            let head = chart.svg.lines().next().unwrap();
            assert!(head.starts_with("<svg ") && head.contains("role=\"img\""), "{head}");
            assert!(head.contains(&format!("aria-labelledby=\"{name}-title {name}-desc\"")), "{head}");
            assert!(head.contains("viewBox=\"0 0 600 "), "{head}");
            assert!(chart.svg.contains(&format!("<title id=\"{name}-title\">{}</title>", chart.title)));
            assert!(chart.svg.contains(&format!("<desc id=\"{name}-desc\">")), "{name}");
            assert_eq!(chart.svg.matches("<svg").count(), 1);
            assert!(chart.svg.trim_end().ends_with("</svg>"));
            assert!(chart.description.len() > 80, "{}", chart.description);
        }
    }

    #[test]
    fn the_direction_of_deprivation_is_in_words_on_every_chart_by_deprivation() {
        let charts = all(&made_up::results());
        for chart in &charts[..2] {
            assert!(chart.svg.contains("Most deprived") && chart.svg.contains("Least deprived"));
        }
        assert!(charts[2].svg.contains("Above 1: higher where deprivation is greater"));
    }

    /// Every text of a drawing, with its left and right edge.
    fn texts(group: &resvg::usvg::Group, into: &mut Vec<(String, f32, f32)>) {
        for node in group.children() {
            match node {
                resvg::usvg::Node::Group(group) => texts(group, into),
                resvg::usvg::Node::Text(text) => {
                    let edges = text.abs_bounding_box();
                    let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    into.push((words, edges.left(), edges.right()));
                }
                _ => (),
            }
        }
    }

    #[test]
    fn no_words_reach_beyond_the_edge_of_a_chart() {
        let long = made_up::results_where(|f| {
            let (value, lower, upper) = match f.unit {
                Unit::Ratio => (15.36, 1.62, 184.41),
                Unit::Proportion => (0.878, 0.8, 0.928),
                _ => (99.2, 69.3, 142.1),
            };
            (f.value, f.limits) = (Cell::Shown(value), Some((lower, upper)));
        });
        let hidden = made_up::results_where(|f| (f.value, f.limits) = (Cell::Hidden, None));
        for chart in all(&long).into_iter().chain(all(&hidden)) {
            let mut found = Vec::new();
            texts(png::tree(&chart.svg).unwrap().root(), &mut found);
            assert!(found.len() > 5, "{}", chart.name);
            for (words, left, right) in found {
                assert!(left >= 0.0 && right <= 600.0, "{}: `{words}` from {left} to {right}", chart.name);
            }
        }
    }

    #[test]
    fn a_hidden_figure_is_drawn_as_its_symbol_and_its_value_reaches_no_chart() {
        let shown = all(&made_up::results_where(|f| f.value = Cell::Shown(3.0)));
        let hidden = all(&made_up::results_where(|f| f.value = Cell::Hidden));
        let bare = all(&made_up::results_where(|f| {
            (f.value, f.limits, f.cases, f.level) = (Cell::Hidden, None, Cell::Hidden, None);
        }));
        for ((shown, hidden), bare) in shown.iter().zip(&hidden).zip(&bare) {
            assert!(!shown.svg.contains("[c]"), "{}", shown.name);
            assert!(hidden.svg.contains("[c]"), "{}", hidden.name);
            assert!(hidden == bare, "{}: what a hidden figure carries changes nothing", hidden.name);
        }
    }

    #[test]
    fn no_chart_breaks_where_nothing_is_available() {
        for chart in all(&made_up::results_where(|f| (f.value, f.limits) = (Cell::Unavailable, None))) {
            assert!(chart.svg.contains("[x]"), "{}", chart.name);
            assert!(!chart.svg.contains("NaN"), "{}", chart.name);
        }
    }
}
