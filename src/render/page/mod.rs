//! `briefing.html`: one file that needs no other, no script and no network.
//!
//! Findings come first, in sentences; each is followed by a chart, the same figures as a table, how to
//! read it and what it does not show. The wording that no figure changes is in `reports/`.

mod findings;
mod method;
mod tables;
mod view;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use super::chart::{self, Chart};
use super::release::{Release, Subject};
use crate::disclose::Audit;
use crate::provenance::Provenance;

const TEMPLATES: &[(&str, &str)] = &[
    ("briefing.html", include_str!("../../../reports/briefing.html")),
    ("parts.html", include_str!("../../../reports/parts.html")),
    ("method.html", include_str!("../../../reports/method.html")),
    ("limits.html", include_str!("../../../reports/limits.html")),
    ("glossary.html", include_str!("../../../reports/glossary.html")),
];
const STYLE: &str = include_str!("../../../reports/style.css");

/// The page with what else is made of the same figures.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// The page.
    pub(super) html: String,
    /// The charts in it, in the order of the page.
    pub(super) charts: Vec<Chart>,
    /// The headline sentences, for a terminal.
    pub(super) headlines: Vec<String>,
}

/// What the templates are given.
#[derive(Serialize)]
struct Context<'a> {
    style: Value,
    title: &'a str,
    site: &'a str,
    window: String,
    headlines: &'a [String],
    findings: Vec<view::FindingContext<'a>>,
    outcomes: Vec<view::FindingContext<'a>>,
    population: view::Table,
    method: method::Method,
    provenance: method::Origin,
}

/// Writes the briefing.
pub(super) fn page(release: Release<'_>, audit: &Audit, provenance: &Provenance) -> Page {
    let headlines = findings::headlines(release);
    let mut numbers = view::Numbers::default();
    let findings = findings::findings(release, &mut numbers);
    let outcomes = findings::outcomes(release, &mut numbers);
    let charts = findings.iter().chain(&outcomes).filter_map(|f| f.chart.as_ref()).cloned().collect();
    let context = Context {
        style: Value::from_safe_string(STYLE.to_owned()),
        title: &release.plan.title,
        site: &release.results.site,
        window: release.window().words(),
        headlines: &headlines,
        findings: findings.iter().map(view::Finding::context).collect(),
        outcomes: outcomes.iter().map(view::Finding::context).collect(),
        population: tables::population(release, &mut numbers),
        method: method::method(release, audit),
        provenance: method::provenance(provenance),
    };
    let html = environment()
        .get_template("briefing.html")
        .and_then(|template| template.render(Serde(context)))
        .expect("the templates are part of the program and tested with every shape of release");
    Page { html, charts, headlines }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the usual marks of a template differ from each other"));
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).expect("the templates are part of the program");
    }
    environment
}

/// Returns the chart of rates for an outcome under the headline definition.
fn rates(release: Release<'_>, of: Subject) -> Chart {
    chart::rates(release, of)
}
