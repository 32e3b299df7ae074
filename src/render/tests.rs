//! The whole run folder, looked at from outside.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::domain::{Definition, Edition, Figure, Figures, Grouping, Index};

/// The files that a run would write, in order.
fn written(results: Results, plan: &Plan) -> Vec<File> {
    let audit = made_up::audit();
    let release = Release { results: &results, plan };
    let content = content_of(&results, plan);
    files(
        release,
        &content,
        &Branding::own(),
        audit.get(),
        &made_up::provenance(),
        &Drawn::open(plan).unwrap(),
    )
    .unwrap()
}

/// What a run would say.
fn content_of(results: &Results, plan: &Plan) -> Content {
    let release = Release { results, plan };
    said(release, made_up::audit().get(), &made_up::provenance(), &Branding::own()).unwrap()
}

fn text(files: &[File], path: &str) -> String {
    let file = files.iter().find(|f| f.path == path).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// The page that a run would write, without the files beside it.
fn page_of(results: &Results, plan: &Plan) -> String {
    page::page(&content_of(results, plan), Release { results, plan }, &Branding::own())
}

/// Releases of every shape that a plan or a gate can make.
fn shapes() -> Vec<(&'static str, Results, Plan)> {
    let plan = made_up::plan();
    let mut shapes = vec![("whole", made_up::results(), plan.clone())];
    for (name, cell) in [
        ("hidden", Cell::Hidden),
        ("not applicable", Cell::NotApplicable),
        ("unavailable", Cell::Unavailable),
    ] {
        let mut results = made_up::results_where(|f| (f.value, f.cases) = (cell, cell));
        results.losses.iter_mut().for_each(|line| line.episodes = cell);
        shapes.push((name, results, plan.clone()));
    }
    let mut empty = made_up::results();
    (empty.figures, empty.losses, empty.population) = (Figures::default(), Vec::new(), Vec::new());
    shapes.push(("no figure at all", empty, plan.clone()));
    let mut small = made_up::results();
    small.periods.truncate(1);
    small.definitions = vec![Definition::ANY];
    small.outcomes = vec![plan.headline];
    small.groupings = vec![Grouping::new(7).unwrap()];
    (small.index, small.edition, small.basis) = (Index::Imd, Edition::Iod2025, crate::domain::Basis::Local);
    shapes.push(("the smallest plan", small, Plan { years: 1, ..plan }));
    shapes
}

/// Returns the text between an opening and a closing mark, every time they occur.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect()
}

/// Returns the opening tags of an element.
fn tags<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let open = format!("<{element}");
    between(html, &open, ">").into_iter().filter(|t| t.is_empty() || t.starts_with([' ', '\n'])).collect()
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let plan = made_up::plan();
    assert_eq!(written(made_up::results(), &plan), written(made_up::results(), &plan));
}

#[test]
fn a_run_folder_holds_what_it_promises_and_its_manifest_lists_all_of_it() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("run");
    let results = Safe::made_up(made_up::results());
    let plan = made_up::plan();
    let outcome = render(&results, &made_up::audit(), &made_up::provenance(), &plan, &out).unwrap();
    let names: Vec<_> = outcome.files.iter().map(|p| p.to_str().unwrap()).collect();
    for name in [
        "briefing.html",
        "briefing.pdf",
        "tables.xlsx",
        "charts/rates-cpp-start.svg",
        "charts/rates-cpp-start.png",
        "charts/rates-cpp-start-slide.png",
        "charts/from-referral-to-plan.svg",
        "charts/rates-cpp-at-by-quintile.svg",
        "data/results.csv",
        "data/results.parquet",
        "data/results.json",
        "data/results.schema.json",
        "data/losses.csv",
        "data/domestic_abuse_child_protection_gradient.csv",
        "data/domestic_abuse_child_protection_gradient.meta.csv",
        "datapackage.json",
        "audit.json",
        "manifest.json",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    let unique: BTreeSet<_> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "no file is written twice");
    let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let listed = manifest["outputs"].as_array().unwrap();
    assert_eq!(listed.len(), names.len() - 1);
    for entry in listed {
        let bytes = std::fs::read(out.join(entry["path"].as_str().unwrap())).unwrap();
        assert_eq!(entry["sha256"], crate::provenance::digest(&bytes));
    }
    assert!(outcome.hidden > 0 && outcome.shown > outcome.hidden);
    assert!(outcome.headlines[0].starts_with("Children in the most deprived tenth"));
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("letter.txt"), "dear").unwrap();
    let results = Safe::made_up(made_up::results());
    let plan = made_up::plan();
    let refused = render(&results, &made_up::audit(), &made_up::provenance(), &plan, place.path());
    assert_eq!(refused.unwrap_err().code, Code::FolderNotEmpty);
}

#[test]
fn the_page_is_built_for_every_reader_whatever_is_shown() {
    for (shape, results, plan) in shapes() {
        let html = page_of(&results, &plan);
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"), "{shape}");
        for (element, times) in
            [("h1", 1), ("main", 1), ("header", 1), ("footer", 1), ("nav", 1), ("title", 1)]
        {
            let outside: String =
                html.split("<svg").map(|part| part.rsplit("</svg>").next().unwrap()).collect();
            assert_eq!(tags(&outside, element).len(), times, "{shape}: {element}");
        }
        assert_headings(shape, &html);
        assert_tables(shape, &html);
        assert_ids(shape, &html);
        assert_sealed(shape, &html);
    }
}

fn assert_headings(shape: &str, html: &str) {
    let mut before = 0;
    for at in html.match_indices("<h").map(|(at, _)| at + 2) {
        let Some(level) = html[at..].chars().next().and_then(|c| c.to_digit(10)) else { continue };
        assert!(level <= before + 1, "{shape}: a heading of level {level} follows one of {before}");
        before = level;
    }
}

fn assert_tables(shape: &str, html: &str) {
    let tables = between(html, "<table>", "</table>");
    assert_eq!(tables.len(), tags(html, "table").len());
    assert!(!tables.is_empty(), "{shape}");
    for table in tables {
        assert_eq!(tags(table, "caption").len(), 1, "{shape}");
        let heads = tags(table, "th");
        assert!(heads.iter().all(|th| th.contains("scope=\"")), "{shape}");
        assert!(!table.contains("<td></td>") && !table.contains("\"></th>"), "{shape}: an empty cell");
    }
    for region in tags(html, "div").into_iter().filter(|div| div.contains("scroll")) {
        assert!(region.contains("tabindex=\"0\"") && region.contains(" aria-label"), "{shape}: {region}");
    }
}

fn assert_ids(shape: &str, html: &str) {
    let ids = between(html, " id=\"", "\"");
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{shape}: an id occurs twice");
    let named = between(html, "aria-labelledby=\"", "\"").into_iter().flat_map(str::split_whitespace);
    let linked = between(html, "href=\"", "\"").into_iter().filter(|link| !link.starts_with("data:text"));
    let linked = linked.map(|link| link.strip_prefix('#').unwrap());
    for id in named.chain(linked) {
        assert!(unique.contains(&id), "{shape}: nothing has the id {id}");
    }
}

fn assert_sealed(shape: &str, html: &str) {
    let markup = without(html, "<script>", "</script>");
    for forbidden in ["javascript:", " src=", "<link", "<img", "<iframe", "@import", "url(", " style="] {
        assert!(!markup.contains(forbidden), "{shape}: {forbidden}");
    }
    let scripts: Vec<_> = tags(html, "script");
    assert_eq!(scripts, [" type=\"application/json\" id=\"figures\"", ""], "{shape}");
    let addresses = between(html, "http", "\"").into_iter().filter(|rest| rest.starts_with(['s', ':']));
    assert!(addresses.clone().all(|rest| rest == "://www.w3.org/2000/svg"), "{shape}: {addresses:?}");
    assert!(html.contains("content=\"default-src 'none';"), "{shape}");
    let handlers = markup.split('<').filter(|tag| tag.split('>').next().is_some_and(|t| t.contains(" on")));
    assert_eq!(handlers.count(), 0, "{shape}");
}

/// Returns a text without what stands between two marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let parts = text.split(open).enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once(close).map_or("", |(_, rest)| rest) })
        .collect()
}

#[test]
fn every_chart_is_well_formed_xml_and_stands_in_the_page_as_in_its_file() {
    for (shape, results, plan) in shapes() {
        let content = content_of(&results, &plan);
        let html = page_of(&results, &plan);
        for chart in content.charts() {
            let mut reader = quick_xml::Reader::from_str(&chart.svg);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{shape}, {}: {error}", chart.name),
                }
            }
            let extra = content.extra.iter().any(|one| one.name == chart.name);
            assert!(extra || html.contains(chart.svg.trim_end()), "{shape}: {}", chart.name);
        }
    }
}

#[test]
fn hostile_names_are_words_everywhere() {
    let name = "<script>alert('x')</script>\"&=cmd";
    let plan = Plan { title: name.to_owned(), ..made_up::plan() };
    let provenance = Provenance {
        inputs: vec![crate::provenance::Input { role: "cin", name: name.to_owned(), sha256: "0".repeat(64) }],
        ..made_up::provenance()
    };
    let results = Results { site: name.to_owned(), population_year: name.to_owned(), ..made_up::results() };
    let release = Release { results: &results, plan: &plan };
    let audit = made_up::audit();
    let content = said(release, audit.get(), &provenance, &Branding::own()).unwrap();
    let files =
        files(release, &content, &Branding::own(), audit.get(), &provenance, &Drawn::open(&plan).unwrap())
            .unwrap();
    for file in files.iter().filter(|f| f.path.ends_with("html") || f.path.ends_with("svg")) {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        assert!(!text.contains("<script>alert"), "{}", file.path);
        assert!(text.contains("&lt;script&gt;"), "{}", file.path);
    }
    for path in ["data/results.json", "datapackage.json", "manifest.json"] {
        serde_json::from_str::<serde_json::Value>(&text(&files, path)).unwrap();
    }
    let results = Results { site: "=cmd".to_owned(), ..made_up::results() };
    let files = written(results, &made_up::plan());
    for path in ["data/results.csv", "data/losses.csv"] {
        assert!(text(&files, path).lines().skip(1).all(|line| line.starts_with("'=cmd,")), "{path}");
    }
}

/// Returns every number in the words of a page: not in its pictures, its style or its hashes.
fn numbers(html: &str) -> BTreeSet<String> {
    let mut words = html.to_owned();
    for (open, close) in
        [("<style", "</style>"), ("<svg", "</svg>"), ("<script", "</script>"), ("<dd", "</dd>"), ("<", ">")]
    {
        let mut kept = String::new();
        for (at, part) in words.split(open).enumerate() {
            let part = if at == 0 { part } else { part.split_once(close).map_or("", |(_, rest)| rest) };
            kept.push_str(part);
            kept.push(' ');
        }
        words = kept;
    }
    tokens(&words)
}

fn tokens(words: &str) -> BTreeSet<String> {
    words
        .split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .map(|token| token.trim_matches([',', '.']).to_owned())
        .filter(|token| token.starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

#[test]
fn every_number_in_the_page_is_a_figure_of_the_release() {
    let plan = made_up::plan();
    let next = std::cell::Cell::new(100_003.0);
    let fresh = || next.replace(next.get() + 7_919.0);
    let mark = |figure: &mut Figure| {
        let value = fresh();
        figure.value = Cell::Shown(value);
        (figure.limits, figure.cases) = (Some((value - 1_013.0, value + 1_013.0)), Cell::Shown(fresh()));
        figure.population = figure.population.map(|_| fresh());
    };
    let mut results = made_up::results();
    results.figures.iter_mut().for_each(mark);
    results.losses.iter_mut().for_each(|line| line.episodes = Cell::Shown(fresh()));
    results.population.iter_mut().for_each(|children| *children = fresh());
    let mut allowed: BTreeSet<String> = BTreeSet::new();
    for figure in &results.figures {
        allowed.extend(tokens(&number::with_limits(Some(figure))));
        allowed.extend(tokens(&number::cell(figure.cases)));
        allowed.extend(figure.population.map(number::count));
        allowed.extend(figure.value.shown().map(number::times));
    }
    allowed.extend(results.losses.iter().map(|line| number::cell(line.episodes)));
    allowed.extend(results.population.iter().map(|&children| number::count(children)));
    // What the words say by themselves: the page of a release in which nothing is shown.
    let (_, bare, _) = shapes().into_iter().find(|(shape, ..)| *shape == "hidden").unwrap();
    let own = numbers(&page_of(&Results { population: Vec::new(), ..bare }, &plan));
    let page = numbers(&page_of(&results, &plan));
    let strange: Vec<_> = page.iter().filter(|n| !allowed.contains(*n) && !own.contains(*n)).collect();
    assert_eq!(strange, Vec::<&String>::new());
    assert!(page.intersection(&allowed).count() > 200, "the page prints figures");
}

#[test]
fn nothing_that_a_hidden_figure_carries_is_in_any_file() {
    let mut results = made_up::results_where(|f| {
        f.value = Cell::Hidden;
        (f.limits, f.level) = (Some((987_654.0, 987_655.0)), Some(0.95));
        f.cases = Cell::Shown(987_656.0);
    });
    results.losses.iter_mut().for_each(|line| line.episodes = Cell::Hidden);
    for file in written(results, &made_up::plan()) {
        if file.path.ends_with("png") || file.path.ends_with("pdf") {
            continue;
        }
        if file.path.ends_with("xlsx") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes)).unwrap();
            for at in 0..archive.len() {
                let mut text = String::new();
                std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut text).unwrap();
                assert!(!text.contains("98765") && !text.contains("987,65"), "{}", file.path);
            }
        } else if file.path.ends_with("parquet") {
            let needles = [987_654.0_f64, 987_655.0, 987_656.0].map(f64::to_le_bytes);
            assert!(!needles.iter().any(|needle| file.bytes.windows(8).any(|w| w == needle)));
        } else {
            let text = std::str::from_utf8(&file.bytes).unwrap();
            assert!(!text.contains("98765") && !text.contains("987,65"), "{}", file.path);
        }
    }
}

#[test]
fn no_file_tells_where_or_when_it_was_made() {
    let files = written(made_up::results(), &made_up::plan());
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).to_str().unwrap();
    for file in files {
        let text = String::from_utf8_lossy(&file.bytes);
        assert!(!text.contains(here) && !text.contains("created\""), "{}", file.path);
    }
}
