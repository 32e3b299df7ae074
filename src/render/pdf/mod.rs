//! `briefing.pdf`: the same content as the page, as a tagged document that conforms to PDF/UA-1.
//!
//! typst lays it out from `reports/briefing.typ`. Words and figures are given to it as JSON, so no text of the release
//! can be taken for markup. Fonts are the program's own, and no time is stated.

mod world;

use serde::Serialize;
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::branding::Branding;
use super::content::{Content, Finding, Front, Principle, Section, Table};
pub(super) use world::{Entries, TEMPLATE};
use world::{Pages, has};

/// What the document is given.
#[derive(Serialize)]
struct Context<'a> {
    title: &'a str,
    site: &'a str,
    logo: Option<&'static str>,
    front: &'a Front,
    headlines: &'a [String],
    questions: &'a [String],
    findings: Vec<FindingContext<'a>>,
    outcomes: Vec<FindingContext<'a>>,
    principles: &'a [Principle],
    sections: &'a [Section],
    footer: &'a str,
}

#[derive(Serialize)]
struct FindingContext<'a> {
    heading: &'a str,
    sentences: &'a [String],
    chart: Option<ChartContext<'a>>,
    tables: &'a [Table],
    read: &'a [String],
    not: &'a [String],
    ask: Option<&'a str>,
}

#[derive(Serialize)]
struct ChartContext<'a> {
    number: u32,
    name: &'a str,
    title: &'a str,
    description: &'a str,
}

/// Returns what the document is set from: words and figures as JSON, charts and the logo.
pub(super) fn entries(content: &Content, branding: &Branding) -> Entries {
    let mut entries = Entries::new();
    for chart in content.charts() {
        entries.insert(format!("charts/{}.svg", chart.name), chart.svg.clone().into_bytes());
    }
    let logo = branding.logo.as_ref().map(|logo| if logo.kind == "image/png" { "png" } else { "svg" });
    if let (Some(kind), Some(logo)) = (logo, &branding.logo) {
        entries.insert(format!("logo.{kind}"), logo.bytes.clone());
    }
    let context = Context {
        title: &content.title,
        site: &content.site,
        logo,
        front: &content.front,
        headlines: &content.headlines,
        questions: &content.questions,
        findings: content.findings.iter().map(finding).collect(),
        outcomes: content.outcomes.iter().map(finding).collect(),
        principles: &content.principles,
        sections: &content.sections,
        footer: &content.footer,
    };
    let mut said = serde_json::to_value(&context).expect("words and numbers can be written as JSON");
    legible(&mut said);
    entries.insert("content.json".to_owned(), said.to_string().into_bytes());
    entries
}

/// Sets the document; the same entries give the same bytes.
///
/// # Errors
///
/// Returns what typst says of it, in a sentence.
pub(super) fn pdf(entries: &Entries) -> Result<Vec<u8>, String> {
    // What was kept of an earlier document is let go before the next: after the last nobody has to wait for it.
    typst::comemo::evict(0);
    let pages = Pages::new(entries);
    let document = typst::compile::<PagedDocument>(&pages).output.map_err(|found| told(&found))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?;
    let creator = typst::foundations::Smart::Custom(Some("social-gradient".to_owned()));
    let options = PdfOptions { standards, creator, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|found| told(&found))
}

/// Puts the replacement character where the font has nothing to show: a document that conforms leaves no blank.
fn legible(value: &mut Value) {
    match value {
        Value::String(text) => {
            let shown = |c: char| if c.is_whitespace() || has(c) { c } else { char::REPLACEMENT_CHARACTER };
            *text = text.chars().map(shown).collect();
        }
        Value::Array(all) => all.iter_mut().for_each(legible),
        Value::Object(all) => all.values_mut().for_each(legible),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

fn told(found: &[SourceDiagnostic]) -> String {
    found.iter().map(|one| one.message.to_string()).collect::<Vec<_>>().join("; ")
}

fn finding(finding: &Finding) -> FindingContext<'_> {
    let chart = finding.chart.as_ref().map(|(number, chart)| ChartContext {
        number: *number,
        name: &chart.name,
        title: &chart.title,
        description: &chart.description,
    });
    FindingContext {
        heading: &finding.heading,
        sentences: &finding.sentences,
        chart,
        tables: &finding.tables,
        read: &finding.read,
        not: &finding.not,
        ask: finding.ask.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Results;
    use crate::render::made_up;
    use crate::render::release::Release;

    fn made(results: &Results) -> Vec<u8> {
        let plan = made_up::plan();
        let release = Release { results, plan: &plan };
        let branding = Branding::own();
        let audit = made_up::audit();
        let content =
            super::super::content::content(release, audit.get(), &made_up::provenance(), &branding.wording);
        pdf(&entries(&content.unwrap(), &branding)).unwrap()
    }

    fn holds(bytes: &[u8], needle: &str) -> bool {
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    }

    #[test]
    fn the_document_is_tagged_titled_and_in_british_english_and_states_no_time() {
        let bytes = made(&made_up::results());
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert!(holds(&bytes, "/Lang (en-GB)") || holds(&bytes, "/Lang(en-GB)"));
        assert!(holds(&bytes, "pdfuaid"));
        assert!(holds(&bytes, "/Marked true"));
        assert!(!holds(&bytes, "/CreationDate"));
    }

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        assert!(made(&made_up::results()) == made(&made_up::results()));
    }

    #[test]
    fn words_that_look_like_markup_or_have_no_letters_in_the_font_are_words() {
        let results = Results {
            site: "#panic(\"x\") $ *b* <a> @c \u{1b}[31m \u{9b}1m 北".to_owned(),
            ..made_up::results()
        };
        assert!(!made(&results).is_empty());
    }
}
