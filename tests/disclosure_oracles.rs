//! The gate against tables with known answers: leaks that must be found, patterns that must pass, ranges that
//! must be equal. The tables are read from the folder in `SOCIAL_GRADIENT_DISCLOSURE`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and says why")]

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use social_gradient::disclose::{Cell, Kind, Need, Problem, Relation, limits, narrower, suppress};

/// More than any count of the tables.
const MANY: u64 = 1 << 30;

type Row = BTreeMap<String, String>;

/// Returns a table of the folder; `None`, and says so, where no folder is named.
fn table(name: &str) -> Option<Vec<Row>> {
    let Some(folder) = std::env::var_os("SOCIAL_GRADIENT_DISCLOSURE") else {
        println!("skipped: SOCIAL_GRADIENT_DISCLOSURE names no folder");
        return None;
    };
    let mut reader = csv::Reader::from_path(PathBuf::from(folder).join(name)).unwrap();
    let header = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        header.iter().zip(record.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    Some(reader.records().map(|record| named(record.unwrap())).collect())
}

fn number(text: &str) -> u64 {
    text.parse().unwrap()
}

fn cell(truth: u64) -> Cell {
    Cell { truth, kind: Kind::Printed, most: MANY, families: None, need: Need::Group }
}

/// A case of `cases.csv`: its cells, and the relations between them.
struct Case {
    cells: Vec<Row>,
    problem: Problem,
}

fn cases() -> Option<BTreeMap<String, Case>> {
    let (cells, equations) = (table("cells.csv")?, table("equations.csv")?);
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for row in cells {
        let case = cases
            .entry(row["case"].clone())
            .or_insert_with(|| Case { cells: Vec::new(), problem: Problem::default() });
        case.problem.cells.push(cell(number(&row["value"])));
        case.cells.push(row);
    }
    for row in equations {
        let case = cases.get_mut(&row["case"]).unwrap();
        let at = |name: &str| case.cells.iter().position(|cell| cell["cell"] == name).unwrap();
        let parts = row["parts"].split(';').map(at).collect();
        let whole = at(&row["total"]);
        case.problem.relations.push(Relation::Sum { whole, parts });
    }
    Some(cases)
}

/// Compares every range with the one listed, and returns how many small cells are found exactly.
fn found(name: &str, case: &Case, least: u64, attacker: &str) -> usize {
    let known: Vec<RangeInclusive<u64>> = case
        .cells
        .iter()
        .map(|row| match row["status"].as_str() {
            "published" => number(&row["value"])..=number(&row["value"]),
            _ => least..=MANY,
        })
        .collect();
    let limits = limits(&case.problem, &known).unwrap();
    let mut exact = 0;
    for (row, limits) in case.cells.iter().zip(limits) {
        let limits = limits.unwrap_or_else(|| panic!("{name}: {} is unsettled", row["cell"]));
        if row["status"] == "published" {
            continue;
        }
        let listed = number(&row[&format!("{attacker}_lo")])..=number(&row[&format!("{attacker}_hi")]);
        assert_eq!(limits, listed, "{name}: {} to an attacker {attacker}", row["cell"]);
        exact += usize::from(row["status"] == "primary" && limits.start() == limits.end());
    }
    exact
}

#[test]
fn every_case_gives_the_listed_leaks_and_ranges() {
    let (Some(cases), Some(listed)) = (cases(), table("cases.csv")) else { return };
    assert_eq!(listed.len(), 22);
    let mut attacks = 0;
    for row in listed {
        let (name, case) = (&row["case"], &cases[&row["case"]]);
        assert_eq!(case.cells.len().to_string(), row["cells"], "{name}");
        assert_eq!(case.problem.relations.len().to_string(), row["equations"], "{name}");
        for (attacker, least) in [("nonneg", 0), ("ge1", 1)] {
            let listed = &row[&format!("primary_exactly_recovered_{attacker}")];
            if !listed.is_empty() {
                assert_eq!(found(name, case, least, attacker).to_string(), *listed, "{name} {attacker}");
                attacks += 1;
            }
        }
    }
    println!("{attacks} attacks on 22 cases, every range as listed");
}

/// A slope index with so many decimal places is one more relation, in whole numbers.
fn index(rows: &[Row], places: i32) -> Relation {
    let children: Vec<f64> = rows.iter().map(|row| row["children"].parse().unwrap()).collect();
    let all: f64 = children.iter().sum();
    let mut below = 0.0;
    let ridit: Vec<f64> = children
        .iter()
        .map(|&one| {
            below += one;
            (below - one / 2.0) / all
        })
        .collect();
    let mean = ridit.iter().zip(&children).map(|(x, n)| x * n).sum::<f64>() / all;
    let spread: f64 = ridit.iter().zip(&children).map(|(x, n)| n * (x - mean).powi(2)).sum();
    let scale = 1e6;
    let times: Vec<f64> = ridit.iter().map(|x| -1e4 * (x - mean) / spread).collect();
    let truth: f64 = rows.iter().zip(&times).map(|(row, c)| row["count"].parse::<f64>().unwrap() * c).sum();
    let step = 10_f64.powi(-places);
    let printed = (truth / step).round() * step;
    Relation::Linear {
        terms: times.iter().map(|c| (c * scale).round() as i64).enumerate().collect(),
        least: ((printed - step / 2.0) * scale).ceil() as i64,
        most: ((printed + step / 2.0) * scale).floor() as i64,
    }
}

#[test]
fn a_slope_index_gives_hidden_counts_away_as_listed() {
    let Some(rows) = table("sii_leak.csv") else { return };
    let known: Vec<_> = rows
        .iter()
        .map(|row| match row["status"].as_str() {
            "published" => number(&row["count"])..=number(&row["count"]),
            _ => 1..=5,
        })
        .collect();
    let cells: Vec<Cell> = rows.iter().map(|row| cell(number(&row["count"]))).collect();
    for (column, places) in
        [("no_sii", None), ("sii_1dp", Some(1)), ("sii_0dp", Some(0)), ("sii_nearest10", Some(-1))]
    {
        let relations = places.map(|places| index(&rows, places)).into_iter().collect();
        let problem = Problem { cells: cells.clone(), relations, ..Problem::default() };
        let limits = limits(&problem, &known).unwrap();
        for (row, limits) in rows.iter().zip(limits).filter(|(row, _)| row["status"] == "suppressed") {
            let listed = number(&row[&format!("{column}_lo")])..=number(&row[&format!("{column}_hi")]);
            assert_eq!(limits.unwrap(), listed, "{column}, decile {}", row["decile"]);
        }
    }
}

/// The tables of one differencing set: a figure by table, row and column.
fn figures(case: &str) -> Option<BTreeMap<[String; 3], u64>> {
    let rows = table("differencing.csv")?;
    let own = rows.iter().filter(|row| row["case"] == case);
    let key = |row: &Row| ["table", "row", "column"].map(|column| row[column].clone());
    Some(own.map(|row| (key(row), number(&row["value"]))).collect())
}

/// What a reader gets by taking the published parts from a published whole must be the listed figure.
fn assert_difference(
    figures: &BTreeMap<[String; 3], u64>,
    whole: [&str; 3],
    parts: &[[&str; 3]],
    derived: [&str; 3],
) {
    let figure = |at: [&str; 3]| figures[&at.map(str::to_owned)];
    let shown: Vec<u64> = [whole].iter().chain(parts).map(|&at| figure(at)).collect();
    let hidden = shown.len();
    let cells = shown.iter().copied().chain([figure(derived)]).map(cell).collect();
    let sum = Relation::Sum { whole: 0, parts: (1..=hidden).collect() };
    let problem = Problem { cells, relations: vec![sum], ..Problem::default() };
    let known: Vec<_> = shown.iter().map(|&value| value..=value).chain([0..=MANY]).collect();
    let found = limits(&problem, &known).unwrap()[hidden].clone().unwrap();
    assert_eq!(found, figure(derived)..=figure(derived), "{derived:?}");
}

#[test]
fn every_difference_of_published_tables_is_found() {
    let Some(total) = figures("opensafely_total_minus_male") else { return };
    let mut found = 0;
    for [table, row, column] in total.keys().filter(|key| key[0].starts_with("derived")) {
        assert_difference(&total, ["total", row, column], &[["male", row, column]], [table, row, column]);
        found += 1;
    }
    let bands = figures("handbook_overlapping_bands").unwrap();
    for sex in ["male", "female"] {
        assert_difference(
            &bands,
            ["bands_2", sex, "<25"],
            &[["bands_1", sex, "<20"]],
            ["derived", sex, "20-24"],
        );
        found += 1;
    }
    let areas = figures("handbook_geographical_differencing").unwrap();
    for [table, row, column] in areas.keys().filter(|key| key[0].starts_with("derived")) {
        assert_difference(
            &areas,
            ["area_1991", row, column],
            &[["area_2001", row, column]],
            [table, row, column],
        );
        found += 1;
    }
    let linked = figures("handbook_linking").unwrap();
    let both = ["residence_workplace", "area_A", "living_and_working"];
    let male = |column| ["males", "male", column];
    let female = |column| ["derived_female", "female", column];
    assert_difference(&linked, both, &[male("living_and_working")], female("living_and_working"));
    let living = ["residence_workplace", "area_A", "living_in_area"];
    let rest = [["employment", "area_A", "not_employed"], both, male("living_working_elsewhere")];
    assert_difference(&linked, living, &rest, female("living_working_elsewhere"));
    let working = ["residence_workplace", "area_A", "working_in_area"];
    let rest = [both, male("working_living_elsewhere")];
    assert_difference(&linked, working, &rest, female("working_living_elsewhere"));
    println!("{} differences found", found + 3);
}

#[test]
fn the_interval_of_a_rounding_rule_is_the_listed_one() {
    let Some(rows) = table("rounding_intervals.csv") else { return };
    let mut met = 0;
    for row in
        rows.iter().filter(|row| ["zero_restricted", "K_step", "midpoint6"].contains(&row["rule"].as_str()))
    {
        let (base, printed) = (number(&row["base"]) as i64, number(&row["published"]) as i64);
        let (least, most) = match row["rule"].as_str() {
            "zero_restricted" => (printed - base + 1, printed + base - 1),
            "K_step" => {
                // Below so many steps, the interval begins at nought and is the same for all.
                let reach = base * (number(&row["steps"]) as i64 + 1);
                let from = if printed < reach { 0 } else { printed };
                (from - reach + 1, from + reach - 1)
            }
            _ if printed == 0 => (0, 0),
            _ => (printed - 2, printed + 3),
        };
        let relation = Relation::Linear { terms: vec![(0, 1)], least, most };
        let problem =
            Problem { cells: vec![cell(printed as u64)], relations: vec![relation], ..Problem::default() };
        let found = limits(&problem, &[0..=MANY]).unwrap()[0].clone().unwrap();
        assert_eq!(found, number(&row["lo"])..=number(&row["hi"]), "{row:?}");
        met += 1;
    }
    assert_eq!(met, rows.len());
}

/// A column of `z3` that is a level of a dimension, and the codes of that column and what they add up to.
type Parents = BTreeMap<String, Vec<String>>;

/// Every sum of one dimension: a whole, and the codes that make it up.
fn sums(rows: &[Row], fine: &str, coarse: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut sums = Parents::new();
    for row in rows {
        let mut put = |whole: &str, part: &str| {
            let parts = sums.entry(whole.to_owned()).or_default();
            if !parts.iter().any(|one| one == part) {
                parts.push(part.to_owned());
            }
        };
        if coarse.is_empty() {
            put("Total", &row[fine]);
        }
        for &level in coarse {
            put(&row[level], &row[fine]);
            put(&format!("Total by {level}"), &row[level]);
        }
    }
    let whole = |name: String| if name.starts_with("Total") { "Total".to_owned() } else { name };
    sums.into_iter().map(|(name, parts)| (whole(name), parts)).collect()
}

/// The problem `single` or `linked` of `z3`, in the order of `z3_patterns.csv`.
fn z3(name: &str) -> Option<(Problem, Vec<Row>)> {
    let micro = table("z3.csv")?;
    let rows: Vec<Row> = table("z3_patterns.csv")?.into_iter().filter(|row| row["problem"] == name).collect();
    let key = |row: &Row| ["region", "main_income", "months"].map(|column| row[column].clone());
    let place: BTreeMap<[String; 3], usize> = rows.iter().map(key).zip(0..).collect();
    let regions: &[&str] = if name == "linked" { &["county", "k_group"] } else { &["county"] };
    let dimensions = [
        sums(&micro, "region", regions),
        sums(&micro, "main_income", &[]),
        sums(&micro, "months", &["months2"]),
    ];
    let mut problem =
        Problem { cells: rows.iter().map(|row| cell(number(&row["freq"]))).collect(), ..Problem::default() };
    for (at, sums) in dimensions.iter().enumerate() {
        for key in place.keys() {
            for (_, parts) in sums.iter().filter(|(whole, _)| *whole == key[at]) {
                let part = |code: &String| {
                    let mut key = key.clone();
                    key[at].clone_from(code);
                    place[&key]
                };
                problem
                    .relations
                    .push(Relation::Sum { whole: place[key], parts: parts.iter().map(part).collect() });
            }
        }
    }
    Some((problem, rows))
}

#[test]
fn elimination_hides_as_many_counts_as_the_reference_does() {
    for (name, cells, sums) in [("single", 1_200, 960), ("linked", 1_350, 1_245)] {
        let Some((problem, rows)) = z3(name) else { return };
        assert_eq!((problem.cells.len(), problem.relations.len()), (cells, sums), "{name}");
        for form in ["zeros_shown", "zeros_hidden"] {
            let column = |what: &str| -> Vec<bool> {
                rows.iter().map(|row| row[&format!("{form}_{what}")] == "1").collect()
            };
            let hidden = suppress(&problem, &column("primary"));
            let count = |hidden: &[bool]| hidden.iter().filter(|&&one| one).count();
            assert_eq!(count(&hidden), count(&column("gauss_none")), "{name} {form}");
        }
    }
}

/// The small counts that a reader of a pattern finds exactly, who knows that hidden counts are at least so many.
fn exact(problem: &Problem, rows: &[Row], form: &str, pattern: &str, least: u64) -> usize {
    let is = |row: &Row, what: &str| row[&format!("{form}_{what}")] == "1";
    let known: Vec<_> = rows
        .iter()
        .zip(&problem.cells)
        .map(|(row, cell)| if is(row, pattern) { least..=MANY } else { cell.truth..=cell.truth })
        .collect();
    let small: Vec<usize> = (0..rows.len()).filter(|&at| is(&rows[at], "primary")).collect();
    narrower(problem, &known, &small, 1).unwrap().len()
}

#[test]
fn the_patterns_of_the_reference_are_found_as_safe_or_open_as_listed() {
    for name in ["single", "linked"] {
        let Some((problem, rows)) = z3(name) else { return };
        let begun = std::time::Instant::now();
        for (form, pattern, least, listed) in [
            ("zeros_hidden", "gauss_none", 0, 0),
            ("zeros_hidden", "gauss_default", 0, 0),
            ("zeros_shown", "gauss_default", 1, 0),
            ("zeros_shown", "gauss_none", 1, if name == "single" { 130 } else { 235 }),
        ] {
            assert_eq!(exact(&problem, &rows, form, pattern, least), listed, "{name} {form} {pattern}");
        }
        println!("{name}: {} counts audited four times in {:?}", rows.len(), begun.elapsed());
    }
}
