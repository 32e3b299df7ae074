//! Every number that a reader meets is a figure of the protected release, or stands in a closed list of others.
//!
//! The release is `data/results.csv`, `data/losses.csv`, `data/specifications.csv` and the plan's own choices. Page, charts, workbook and the
//! platform's files are read as a reader reads them, and each number is looked for among the figures as they are printed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

static RUN: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(["run", "pipelines/quarterly.toml", "--quiet", "--out"])
        .arg(folder.path().join("run"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success());
    folder
});

fn run(path: &str) -> PathBuf {
    RUN.path().join("run").join(path)
}

fn text(path: &str) -> String {
    std::fs::read_to_string(run(path)).unwrap()
}

/// The numbers in a text: digits with commas and one point, without signs.
fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .map(|token| token.trim_matches([',', '.']).replace(',', ""))
        .filter(|token| token.starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

/// Every form in which a figure may be printed.
fn printed(value: f64, into: &mut BTreeSet<String>) {
    for scale in [1.0, 100.0] {
        let value = (value * scale).abs();
        for places in 0..=6_i32 {
            let power = 10_f64.powi(places);
            for rounded in [(value * power).round() / power, (value * power + 0.5).floor() / power] {
                into.insert(format!("{rounded:.*}", usize::try_from(places).unwrap()));
                into.insert(rounded.to_string());
            }
        }
    }
}

/// The figures of the release as they may be printed.
static FIGURES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut figures = BTreeSet::new();
    for file in ["data/results.csv", "data/losses.csv", "data/specifications.csv"] {
        let mut reader = csv::Reader::from_path(run(file)).unwrap();
        let header = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            for (name, cell) in header.iter().zip(&row) {
                if ["value", "lower", "upper", "cases", "population", "level", "episodes"].contains(&name)
                    && let Ok(value) = cell.parse::<f64>()
                {
                    printed(value, &mut figures);
                }
            }
        }
    }
    figures
});

/// Numbers that are no figures of children, each for a reason.
static OTHERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut others = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Fixed words: factor codes, helplines, laws, the unit of a rate.
    for file in ["reports/wording.toml", "reports/briefing.html", "reports/parts.html"] {
        others.extend(numbers(&std::fs::read_to_string(root.join(file)).unwrap()));
    }
    // What the plan chose, and what a reader knows the inputs by: years, groups, the names of files, the version.
    others.extend(numbers(
        &text("manifest.json").replace(|c: char| c.is_ascii_hexdigit() && c.is_ascii_lowercase(), "z"),
    ));
    others.extend(numbers(&text("audit.json")));
    others.extend(numbers(&std::fs::read_to_string(root.join("pipelines/quarterly.toml")).unwrap()));
    // Numbers of groups, tables, charts, notes and pages; days of a month.
    others.extend((0..=120).map(|number: u32| number.to_string()));
    // Years, and ages in words.
    others.extend((2000..=2040).map(|year: u32| year.to_string()));
    // Marks of axes: 1, 2, 5 and their multiples at every power of ten.
    for power in -4..=6_i32 {
        for step in 1..=50_u32 {
            for places in 0..=4_usize {
                others.insert(format!("{:.*}", places, f64::from(step) * 10_f64.powi(power)));
            }
        }
    }
    // The unit, the code of England, the authority's code, and how many counts are called few.
    others.extend(["10000", "92000001", "08000990", "30"].map(str::to_owned));
    others
});

fn strange(file: &str, text: &str) -> Vec<String> {
    let known = |number: &String| FIGURES.contains(number) || OTHERS.contains(number);
    numbers(text)
        .into_iter()
        .filter(|number| !known(number))
        .map(|number| format!("{file}: {number}"))
        .collect()
}

/// Takes away what stands between two marks, every time they occur.
fn without(text: &str, open: &str, close: &str) -> String {
    let parts = text.split(open).enumerate();
    parts
        .map(|(at, part)| if at == 0 { part } else { part.split_once(close).map_or("", |(_, rest)| rest) })
        .collect()
}

/// The words of a page or a drawing: no style, no program, no figures of the program, no hash, no place of a mark.
fn words(markup: &str) -> String {
    let mut text = markup.to_owned();
    for (open, close) in [("<style", "</style>"), ("<script", "</script>"), ("<dd", "</dd>")] {
        text = without(&text, open, close);
    }
    let mut words = String::new();
    for (at, part) in text.split('<').enumerate() {
        words.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
        words.push(' ');
    }
    words
}

/// The words and the numbers of a value, apart.
fn leaves(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(all) => all.iter().map(leaves).collect(),
        serde_json::Value::Object(all) => all.values().map(leaves).collect(),
        serde_json::Value::String(text) => format!("{text} "),
        other => format!("{other} "),
    }
}

#[test]
fn every_number_that_readers_may_choose_on_the_page_is_of_the_release() {
    let page = text("briefing.html");
    let (_, rest) = page.split_once("id=\"figures\">").unwrap();
    let figures = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let said = leaves(&figures);
    assert!(numbers(&said).len() > 500);
    assert_eq!(strange("briefing.html", &said), Vec::<String>::new());
}

#[test]
fn every_number_of_the_page_is_of_the_release() {
    assert_eq!(strange("briefing.html", &words(&text("briefing.html"))), Vec::<String>::new());
    let shown =
        numbers(&words(&text("briefing.html"))).into_iter().filter(|number| !OTHERS.contains(number)).count();
    assert!(shown > 100, "the page prints figures: {shown}");
}

#[test]
fn every_number_of_every_chart_is_of_the_release() {
    let mut charts = 0;
    for entry in std::fs::read_dir(run("charts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "svg") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert_eq!(
                strange(&name, &words(&std::fs::read_to_string(&path).unwrap())),
                Vec::<String>::new()
            );
            charts += 1;
        }
    }
    assert!(charts >= 20, "{charts}");
}

#[test]
fn every_number_of_the_workbook_is_of_the_release() {
    let bytes = std::fs::read(run("tables.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut cells = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if name == "xl/sharedStrings.xml" {
            cells.push_str(&words(&text));
        } else if name.starts_with("xl/worksheets/sheet") {
            // A cell without a type holds a number; one with `t="s"` holds a place among the strings.
            for cell in
                text.split("<c ").skip(1).filter(|cell| !cell.split('>').next().unwrap().contains("t=\"s\""))
            {
                if let Some(value) = cell.split("<v>").nth(1).and_then(|rest| rest.split("</v>").next()) {
                    let rounded = (value.parse::<f64>().unwrap() * 1e6).round() / 1e6;
                    cells.push_str(&format!(" {rounded} "));
                }
            }
        }
    }
    assert_eq!(strange("tables.xlsx", &cells), Vec::<String>::new());
}

#[test]
fn columns_of_the_workbook_are_titles_each_once() {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook(run("tables.xlsx")).unwrap();
    let mut headers = 0;
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        let is_header = |row: &&[calamine::Data]| row.first().is_some_and(|cell| *cell == "Period");
        let Some(header) = sheet.rows().find(is_header) else { continue };
        let titles: Vec<String> =
            header.iter().map(ToString::to_string).filter(|it| !it.is_empty()).collect();
        let each: BTreeSet<&String> = titles.iter().collect();
        assert_eq!(each.len(), titles.len(), "{name}: {titles:?}");
        for title in titles {
            assert!(!title.contains('`') && !title.contains("meanings"), "{name}: {title}");
            headers += 1;
        }
    }
    assert!(headers > 200, "{headers}");
}

#[test]
fn every_number_of_the_platforms_file_and_of_json_is_of_the_release() {
    let file = "data/domestic_abuse_child_protection_gradient.csv";
    let cells: String = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(run(file))
        .unwrap()
        .records()
        .flat_map(|row| row.unwrap().iter().map(|cell| format!("{cell} ")).collect::<Vec<_>>())
        .collect();
    assert_eq!(strange(file, &cells), Vec::<String>::new());
    let rows: serde_json::Value = serde_json::from_str(&text("data/results.json")).unwrap();
    for name in ["value", "lower", "upper", "cases", "population"] {
        let values: String = rows
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row[name].as_f64())
            .map(|value| format!("{value} "))
            .collect();
        assert_eq!(strange("data/results.json", &values), Vec::<String>::new());
    }
}

#[test]
fn every_number_of_the_strata_is_of_the_release() {
    for file in ["data/maihda_strata.csv", "data/maihda_strata_2.csv"] {
        let mut reader = csv::Reader::from_path(run(file)).unwrap();
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|one| one == name).unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert!(!rows.is_empty(), "{file}");
        for row in &rows {
            let mut said = String::new();
            for name in ["children", "population", "prediction", "prediction_lower", "prediction_upper"] {
                said.push_str(&format!("{} ", &row[at(name)]));
            }
            // A departure is the logarithm of a ratio that is published.
            for name in ["departure", "departure_lower", "departure_upper"] {
                if let Ok(departure) = row[at(name)].parse::<f64>() {
                    said.push_str(&format!("{:.3} ", departure.exp()));
                }
            }
            assert_eq!(strange(file, &said), Vec::<String>::new());
        }
    }
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
fn no_words_of_a_chart_reach_beyond_its_edge() {
    let mut options = resvg::usvg::Options { font_family: "Noto Sans".to_owned(), ..Default::default() };
    options.fontdb_mut().load_font_data(notosans::REGULAR_TTF.to_vec());
    let mut over = Vec::new();
    for entry in std::fs::read_dir(run("charts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "svg") {
            let tree =
                resvg::usvg::Tree::from_str(&std::fs::read_to_string(&path).unwrap(), &options).unwrap();
            let mut found = Vec::new();
            texts(tree.root(), &mut found);
            assert!(found.len() > 5, "{}", path.display());
            found.retain(|(_, left, right)| *left < 0.0 || *right > 600.0);
            over.extend(found.into_iter().map(|text| (path.file_name().unwrap().to_owned(), text)));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn a_number_that_the_release_does_not_hold_is_found() {
    assert_eq!(strange("x", "of 1,234.567 children"), ["x: 1234.567"]);
}
