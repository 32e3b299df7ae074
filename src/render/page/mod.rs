//! `briefing.html`: one file that needs no other and no network, and reads in full without scripts.
//!
//! Its policy (`Content-Security-Policy`) names the one style and the one script that it holds by their
//! hashes, so that nothing else can run in it.

mod explorer;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::branding::Branding;
use super::content::{Block, Content, Finding, Principle, Section, Table};
use super::data;
use super::release::Release;

const TEMPLATES: &[(&str, &str)] = &[
    ("briefing.html", include_str!("../../../reports/briefing.html")),
    ("parts.html", include_str!("../../../reports/parts.html")),
];
const STYLE: &str = include_str!("../../../reports/style.css");
const SCRIPT: &str = include_str!("../../../reports/script.js");

/// What the templates are given.
#[derive(Serialize)]
struct Context<'a> {
    style: Value,
    style_hash: String,
    script: Value,
    script_hash: String,
    figures: Value,
    logo: Option<String>,
    title: &'a str,
    site: &'a str,
    front: &'a super::content::Front,
    headlines: &'a [String],
    questions: &'a [String],
    findings: Vec<FindingContext<'a>>,
    outcomes: Vec<FindingContext<'a>>,
    principles: &'a [Principle],
    sections: Vec<SectionContext<'a>>,
    footer: &'a str,
}

#[derive(Serialize)]
struct FindingContext<'a> {
    id: &'a str,
    heading: &'a str,
    sentences: &'a [String],
    chart: Option<ChartContext<'a>>,
    tables: Vec<TableContext<'a>>,
    read: &'a [String],
    not: &'a [String],
    ask: Option<&'a str>,
}

#[derive(Serialize)]
struct ChartContext<'a> {
    number: u32,
    name: &'a str,
    title: &'a str,
    svg: Value,
}

#[derive(Serialize)]
struct TableContext<'a> {
    #[serde(flatten)]
    table: &'a Table,
    data: String,
}

#[derive(Serialize)]
struct SectionContext<'a> {
    id: &'a str,
    heading: &'a str,
    blocks: Vec<BlockContext<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum BlockContext<'a> {
    Table { table: TableContext<'a> },
    Other(&'a Block),
}

/// Writes the page.
pub(super) fn page(content: &Content, release: Release<'_>, branding: &Branding) -> String {
    let style = format!("{STYLE}{}", branding.style());
    let context = Context {
        style_hash: hash(&style),
        style: Value::from_safe_string(style),
        script: Value::from_safe_string(SCRIPT.to_owned()),
        script_hash: hash(SCRIPT),
        figures: Value::from_safe_string(explorer::figures(release)),
        logo: branding
            .logo
            .as_ref()
            .map(|logo| format!("data:{};base64,{}", logo.kind, STANDARD.encode(&logo.bytes))),
        title: &content.title,
        site: &content.site,
        front: &content.front,
        headlines: &content.headlines,
        questions: &content.questions,
        findings: content.findings.iter().map(finding).collect(),
        outcomes: content.outcomes.iter().map(finding).collect(),
        principles: &content.principles,
        sections: content.sections.iter().map(section).collect(),
        footer: &content.footer,
    };
    environment()
        .get_template("briefing.html")
        .and_then(|template| template.render(Serde(context)))
        .expect("the templates are part of the program and tested with every shape of release")
}

/// Returns the hash of an inline style or script, as a policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// Returns a finding as the template takes it. The picture was escaped where it was drawn.
fn finding(finding: &Finding) -> FindingContext<'_> {
    let chart = finding.chart.as_ref().map(|(number, chart)| ChartContext {
        number: *number,
        name: &chart.name,
        title: &chart.title,
        svg: Value::from_safe_string(chart.svg.clone()),
    });
    FindingContext {
        id: &finding.id,
        heading: &finding.heading,
        sentences: &finding.sentences,
        chart,
        tables: finding.tables.iter().map(table).collect(),
        read: &finding.read,
        not: &finding.not,
        ask: finding.ask.as_deref(),
    }
}

/// Returns a table with the same figures as CSV, in a link that needs no file and no script.
fn table(table: &Table) -> TableContext<'_> {
    TableContext {
        table,
        data: format!("data:text/csv;charset=utf-8;base64,{}", STANDARD.encode(data::flat_csv(table))),
    }
}

fn section(section: &Section) -> SectionContext<'_> {
    SectionContext {
        id: &section.id,
        heading: &section.heading,
        blocks: section.blocks.iter().map(block).collect(),
    }
}

fn block(block: &Block) -> BlockContext<'_> {
    match block {
        Block::Table(one) => BlockContext::Table { table: table(one) },
        other => BlockContext::Other(other),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_a_style_by_the_hash_that_a_browser_computes() {
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
