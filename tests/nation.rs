//! A small nation: from its specification to its counts, whatever the threads, the format and the cache.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use arrow_array::{Array, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;
use social_gradient::config::{self, Plan};
use social_gradient::count::{self, Counts};
use social_gradient::diag::{Code, Findings};
use social_gradient::domain::Outcome;
use social_gradient::{link, read};
use tempfile::TempDir;

/// Three small authorities in both formats, with the plan that pools them.
static ALBION: LazyLock<TempDir> = LazyLock::new(|| {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/albion/spec.toml");
    let mut spec = std::fs::read_to_string(fixture).unwrap();
    for (from, to) in [
        ("authorities = 153", "authorities = 3"),
        ("areas = 220.62", "areas = 45.0"),
        ("referrals_per_year = 3984", "referrals_per_year = 830"),
        ("formats = [\"cin_xml\"]", "formats = [\"cin_xml\", \"cin_tables\"]"),
    ] {
        assert!(spec.contains(from), "{from}");
        spec = spec.replace(from, to);
    }
    let folder = tempfile::tempdir().unwrap();
    let beside = tempfile::tempdir().unwrap();
    let file = beside.path().join("spec.toml");
    std::fs::write(&file, spec).unwrap();
    let (file, out) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    assert!(program(&["synth", file, "--out", out]).status().unwrap().success());
    folder
});

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_social-gradient"));
    command.args(arguments);
    command
}

fn plan() -> PathBuf {
    ALBION.path().join("plan.toml")
}

/// Writes the plan again with some words changed, beside the first.
fn changed(name: &str, changes: &[(&str, &str)]) -> PathBuf {
    let mut text = std::fs::read_to_string(plan()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let path = ALBION.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Counts all that a plan pools.
fn counts(path: &Path) -> Counts<u64> {
    of(&config::load(path).unwrap())
}

fn of(plan: &Plan) -> Counts<u64> {
    let (shared, _) = read::shared(plan).unwrap();
    let ground = link::ground(&shared.tables, plan).unwrap();
    let each: Vec<_> = plan.parts().par_iter().map(|part| pooled(part, &shared, &ground)).collect();
    each.into_iter().reduce(|all, next| all.plus(&next)).unwrap()
}

/// Counts one authority by itself, as a plan of one authority does.
fn alone(part: &Plan) -> Counts<u64> {
    let (tables, mut findings) = read::read(part, &|_| {}).unwrap();
    let (cohort, losses) = link::link(&tables, part, &mut findings).unwrap();
    count::count(&cohort, &losses, part)
}

/// Counts one authority as a part of a pool.
fn pooled(part: &Plan, shared: &read::Shared, ground: &link::Ground) -> Counts<u64> {
    let (tables, mut findings) = read::authority(part, shared, &|_| {}).unwrap();
    let (cohort, losses) = link::link_to(ground, &tables, part, &mut findings).unwrap();
    count::count(&cohort, &losses, part)
}

#[test]
fn one_thread_and_two_count_the_same() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| counts(&plan()))
    };
    assert!(on(1) == on(2));
}

#[test]
fn an_authority_counts_the_same_in_a_pool_and_alone_and_counts_add_up() {
    let plan = config::load(&plan()).unwrap();
    let (shared, _) = read::shared(&plan).unwrap();
    let ground = link::ground(&shared.tables, &plan).unwrap();
    let parts = plan.parts();
    assert_eq!(parts.len(), 3);
    let each: Vec<Counts<u64>> = parts.iter().map(|part| pooled(part, &shared, &ground)).collect();
    for (part, counts) in parts.iter().zip(&each) {
        assert!(alone(part) == *counts);
    }
    let all = each[0].plus(&each[1]).plus(&each[2]);
    let total = |counts: &Counts<u64>| {
        let mut sum = 0;
        let _ = counts.map(|count| sum += count);
        sum
    };
    assert_eq!(total(&all), each.iter().map(total).sum::<u64>());
    assert!(total(&all) > 0);
    assert_eq!(all.population, each[0].population);
    assert!(all.cells.iter().any(|(key, cell)| key.outcome == Outcome::ClaStart && cell.children.total > 0));
    for (key, cell) in &all.cells {
        let parts: u64 = each.iter().map(|counts| counts.cells[key].children.total).sum();
        assert_eq!(cell.children.total, parts);
    }
}

/// Runs a plan and returns every file of the run folder but what names the inputs and hashes of the others.
fn run(plan: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("run");
    let (plan, to) = (plan.to_str().unwrap(), folder.to_str().unwrap());
    assert!(program(&["run", plan, "--quiet", "--out", to]).status().unwrap().success());
    let paths = glob::glob(&folder.join("**/*.*").to_string_lossy()).unwrap().flatten();
    let named = |path: &PathBuf| path.ends_with("manifest.json") || path.ends_with("audit.json");
    let paths = paths.filter(|path| path.is_file() && !named(path));
    paths.map(|path| (path.strip_prefix(&folder).unwrap().to_owned(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn the_census_as_tables_gives_the_figures_of_the_census_as_xml() {
    let tables = changed("tables.toml", &[("cin/*.xml", "cin_tables/*/Header.csv")]);
    assert!(counts(&plan()) == counts(&tables));
    let (xml, tables) = (run(&plan()), run(&tables));
    assert!(xml.len() > 50 && xml[Path::new("data/results.csv")].len() > 100_000);
    assert!(xml.keys().eq(tables.keys()));
    for (name, bytes) in &xml {
        // The page and the document name the files that were read, and nothing else differs.
        if !name.starts_with("briefing.html") && !name.starts_with("briefing.pdf") {
            assert!(*bytes == tables[name], "{name:?}");
        }
    }
}

#[test]
fn a_warm_cache_writes_the_same_bytes_and_draws_nothing_again() {
    let plan = changed("drawn.toml", &[("[inputs]", "[inputs]\ncache = \"kept\"")]);
    let drawn = || {
        let paths = glob::glob(&ALBION.path().join("kept/drawn/drawn/*").to_string_lossy()).unwrap();
        let made = |path: PathBuf| (std::fs::metadata(&path).unwrap().modified().unwrap(), path);
        paths.flatten().map(made).collect::<Vec<_>>()
    };
    let cold = run(&plan);
    let first = drawn();
    let pictures = cold.keys().filter(|name| name.extension().is_some_and(|kind| kind == "png")).count();
    assert!(pictures > 20);
    assert_eq!(first.len(), pictures + 1, "every picture, and the document");
    assert!(cold == run(&plan));
    assert!(first == drawn(), "nothing was drawn again");
}

#[test]
fn every_table_of_a_return_is_an_input_of_the_run() {
    let tables = changed("inputs.toml", &[("cin/*.xml", "cin_tables/2025/Header.csv")]);
    let files = config::load(&tables).unwrap().inputs.files();
    let named =
        |name: &str| files.iter().filter(|(role, path)| *role == "cin" && path.ends_with(name)).count();
    assert_eq!((named("Header.csv"), named("Assessments.csv"), named("addresses.csv")), (3, 3, 0));
}

#[test]
fn every_episode_of_the_tables_is_that_of_the_xml() {
    let read = |path: &Path| {
        let plan = config::load(path).unwrap();
        read::read(&plan.parts()[0], &|_| {}).unwrap()
    };
    let (xml, found) = read(&plan());
    let (tables, _) = read(&changed("parts.toml", &[("cin/*.xml", "cin_tables/*/Header.csv")]));
    assert!(!found.has_errors());
    assert!(xml.children == tables.children && xml.addresses == tables.addresses);
    assert_eq!(xml.episodes.len(), tables.episodes.len());
    let same =
        |one: &read::Episode, other: &read::Episode| read::Episode { line: other.line, ..*one } == *other;
    assert!(xml.episodes.iter().zip(&tables.episodes).all(|(one, other)| same(one, other)));
    assert!(xml.assessments == tables.assessments);
    assert!(xml.enquiries == tables.enquiries && xml.plans == tables.plans);
    assert!(xml.plans.len() > 20);
}

#[test]
fn a_row_of_an_episode_that_is_not_there_is_left_out_and_told() {
    let own = tempfile::tempdir().unwrap();
    let from = ALBION.path().join("authorities");
    let first = std::fs::read_dir(from).unwrap().next().unwrap().unwrap().path();
    for file in std::fs::read_dir(first.join("cin_tables/2025")).unwrap().flatten() {
        std::fs::copy(file.path(), own.path().join(file.file_name())).unwrap();
    }
    let enquiries = own.path().join("Section47.csv");
    let mut text = std::fs::read_to_string(&enquiries).unwrap();
    let whole = text.lines().count() - 1;
    text.push_str("NOBODY,1,2024-05-01,,,1\n");
    std::fs::write(&enquiries, text).unwrap();
    let (mut tables, mut findings) = (read::Tables::default(), Findings::default());
    let mut keys = read::ChildKeys::default();
    let header = [own.path().join("Header.csv")];
    read::cin::returns(&header, &mut tables, &mut keys, &mut findings, &|_| {}).unwrap();
    assert_eq!(tables.enquiries.len(), whole);
    assert_eq!(findings.count(Code::RecordWithoutParent), 1);
    assert!(findings.has_errors());
}

#[test]
fn a_warm_cache_gives_the_same_counts_and_reads_again_only_what_changed() {
    let plan = changed("cached.toml", &[("[inputs]", "[inputs]\ncache = \"cache\"")]);
    let cache = ALBION.path().join("cache");
    let cached = config::load(&plan).unwrap();
    let mut without = cached.clone();
    without.inputs.cache = None;
    let expected = of(&without);
    assert!(!cache.exists());
    assert!(of(&cached) == expected);
    let index = glob::glob(&cache.join("site=*/year=2025/*/source.json").to_string_lossy()).unwrap();
    let index = index.flatten().next().unwrap();
    let written = || std::fs::metadata(&index).unwrap().modified().unwrap();
    let first = written();
    assert!(of(&cached) == expected);
    assert_eq!(first, written());
    // A cache that was spoilt, or is of another return, is read past and made again.
    std::fs::write(index.with_file_name("episodes.parquet"), "not parquet").unwrap();
    assert!(of(&cached) == expected);
    assert!(first < written());
    std::fs::remove_dir_all(&cache).unwrap();
    assert!(of(&cached) == expected);
}

#[test]
fn the_cache_holds_no_identifier_and_no_postcode_and_only_its_owner_may_read_it() {
    let plan = changed("secret.toml", &[("[inputs]", "[inputs]\ncache = \"secret\"")]);
    let _ = counts(&plan);
    let addresses = std::fs::read_to_string(
        glob::glob(&ALBION.path().join("authorities/*/addresses.csv").to_string_lossy())
            .unwrap()
            .flatten()
            .next()
            .unwrap(),
    )
    .unwrap();
    let secrets: BTreeSet<&str> = addresses
        .lines()
        .skip(1)
        .flat_map(|row| row.split(',').enumerate().filter(|(at, _)| matches!(at, 0 | 2)))
        .map(|(_, cell)| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let (mut looked_at, mut texts) = (0, 0);
    for path in glob::glob(&ALBION.path().join("secret/**/*").to_string_lossy()).unwrap().flatten() {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0, "{path:?}");
        }
        if path.extension().is_some_and(|kind| kind == "parquet") {
            let file = std::fs::File::open(&path).unwrap();
            for rows in ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap() {
                let rows = rows.unwrap();
                for column in rows.columns() {
                    let Some(column) = column.as_any().downcast_ref::<StringArray>() else { continue };
                    texts += column.len();
                    assert!(column.iter().flatten().all(|cell| !secrets.contains(cell)), "{path:?}");
                }
            }
            looked_at += 1;
        }
    }
    assert!(looked_at == 3 * 3 * 5 && texts > 1_000 && secrets.len() > 100);
}

#[test]
fn a_pool_whose_plan_names_no_last_day_is_refused() {
    let open = changed("open.toml", &[("end = \"2025-03-31\"", "")]);
    let problems = config::load(&open).unwrap_err();
    assert!(problems.iter().any(|problem| problem.help.contains("window.end")), "{problems:?}");
    let nowhere = changed("nowhere.toml", &[("authorities/*", "counties/*")]);
    assert_eq!(config::load(&nowhere).unwrap_err()[0].code, Code::PlanFileMissing);
}
