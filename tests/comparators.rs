//! The authority beside published tables: DfE's own where they are at hand, and made-up ones on the fixture.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use social_gradient::config::{self, Breakdowns};
use social_gradient::diag::Findings;
use social_gradient::domain::comparator::{Comparators, Item, Standing, Whose};
use social_gradient::domain::{AreaCode, Figure, Measure, Outcome, Period};
use social_gradient::{count, disclose, estimate, link, read};

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text.as_bytes()).unwrap()
}

#[test]
fn the_departments_tables_are_read_with_their_symbols_and_give_its_rates() {
    let Some(folder) = std::env::var_os("SOCIAL_GRADIENT_OPEN_DATA") else {
        eprintln!("skipped: SOCIAL_GRADIENT_OPEN_DATA is not set");
        return;
    };
    let folder = PathBuf::from(folder).join("dfe_children_in_need");
    let starts = ["c1_", "c4_", "d1_", "d3_", "ons_"];
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| {
        starts.iter().any(|start| file.file_name().unwrap().to_string_lossy().starts_with(start))
    });
    files.sort();
    assert_eq!(files.len(), 5);
    let own = code("E06000008");
    let mut findings = Findings::default();
    let (figures, region) = read::comparators(&files, Some(own), &mut findings).unwrap();
    let tables = Comparators { figures, own: Some(own), region, neighbours: Vec::new() };
    assert_eq!(tables.region, Some(code("E12000002")));
    let rate = |whose, item| {
        let (cases, all) = tables.pair(2024, whose, item).unwrap();
        cases / all
    };
    // As DfE prints them for 2024: 22.4% of referrals, 24.7% of plans, 41.6 and 55.2 per 10,000 at 31 March.
    let near = |found: f64, printed: f64| (found - printed).abs() <= 0.05001;
    assert!(near(rate(Whose::England, Item::Rereferrals) * 100.0, 22.4));
    assert!(near(rate(Whose::England, Item::LaterPlans) * 100.0, 24.7));
    assert!(near(rate(Whose::England, Item::PlansOpen) * 10_000.0, 41.6));
    assert!(near(rate(Whose::Authority(own), Item::PlansOpen) * 10_000.0, 55.2));
    assert_eq!(
        tables.value(2024, Whose::Authority(code("E10000014")), Item::PlansBegun),
        None,
        "Hampshire is `u`"
    );
    assert!(tables.authorities().len() > 150);
}

/// Writes made-up tables of twelve authorities, the fixture's own among them.
fn tables(folder: &Path) -> PathBuf {
    let start = "time_period,geographic_level,region_code,new_la_code,category";
    let mut out = format!("{start},Referrals,Re_referrals,CPP_start,CPP_At31,population_estimate\n");
    for year in [2024, 2025] {
        writeln!(out, "{year},National,,,All,12000,2600,1300,1000,720000").unwrap();
        writeln!(out, "{year},Regional,E12000099,,All,6000,1300,650,500,360000").unwrap();
        for nth in 0..12 {
            let (authority, more) = (990 + nth, if nth == 0 { 500 } else { 5 * nth });
            let symbol = if nth == 3 { "c".to_owned() } else { (200 + nth).to_string() };
            // The first three are of one size, the others larger by steps.
            let size = 1 + (nth - 2).max(0);
            writeln!(
                out,
                "{year},Local authority,E12000099,E08{authority:06},All,{},{symbol},{},{},{}",
                1000 * size + more,
                100 * size + nth,
                80 * size,
                60_000 * size
            )
            .unwrap();
        }
    }
    let file = folder.join("made_up.csv");
    std::fs::write(&file, out).unwrap();
    file
}

/// Writes a plan of the repository with made-up tables beside it, and without its breakdowns.
fn plan(folder: &Path, name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("pipelines").join(name)).unwrap();
    let fixtures = format!("\"{}/fixtures/", root.display());
    let (start, rest) = text.split_once("[breakdowns]").unwrap();
    let after = rest.find("\n[").map_or("", |at| &rest[at..]);
    let text = format!(
        "{}{after}\n[comparators]\nfiles = [\"{}\"]\nneighbours = [\"E08000991\", \"E08000992\"]\n",
        start,
        tables(folder).display()
    );
    let file = folder.join("plan.toml");
    std::fs::write(&file, text.replace("\"../fixtures/", &fixtures)).unwrap();
    file
}

#[test]
fn the_briefing_sets_the_authority_in_the_funnel_and_keeps_the_rules_of_publication() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, run) = (plan(folder.path(), "quarterly.toml"), folder.path().join("run"));
    let program = || Command::new(env!("CARGO_BIN_EXE_social-gradient"));
    assert!(program().arg("run").arg(&plan).args(["--quiet", "--out"]).arg(&run).status().unwrap().success());
    let page = std::fs::read_to_string(run.join("briefing.html")).unwrap();
    for part in ["id=\"beside\"", "id=\"table-beside\"", "id=\"table-reconciled\"", "the 95% limits"] {
        assert!(page.contains(part), "{part}");
    }
    let chart = std::fs::read_to_string(run.join("charts/funnel-cpp-start.svg")).unwrap();
    assert!(chart.contains("<title>The authority: ") && chart.contains(">99.8% limits</text>"));
    let points = std::fs::read_to_string(run.join("data/funnels.csv")).unwrap();
    assert_eq!(points.lines().filter(|line| line.starts_with("2025,cpp_start,authority,")).count(), 1);
    assert!(!points.contains("E08"), "no authority is named");
    let checked = program().arg("verify").arg(&run).arg("--accessibility").output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn the_authority_is_set_beside_others_in_the_funnel_and_beside_what_was_published_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = config::load(&plan(folder.path(), "replication.toml")).unwrap();
    plan.breakdowns = Breakdowns { crosses: Vec::new(), intersections: Vec::new(), outcomes: Vec::new() };
    let (tables, mut findings) = read::read(&plan, &|_| {}).unwrap();
    let (cohort, losses) = link::link(&tables, &plan, &mut findings).unwrap();
    let counts = count::count(&cohort, &losses, &plan);
    let (published, _) = disclose::disclose(&counts, plan.disclosure).unwrap();
    let results = published.derive(&plan, estimate::estimate).get().clone();
    let find = |measure, outcome, stratum: &str| -> Figure {
        let same = |one: &&Figure| {
            (one.measure, one.outcome) == (measure, outcome)
                && one.stratum.name() == stratum
                && one.period.label() == "2025"
        };
        results.figures.iter().find(same).unwrap().clone()
    };
    let rate = |against| find(Measure::ComparatorRate, Outcome::Referral, against).value.shown().unwrap();
    assert!((rate("authority") - 250.0).abs() < 1e-9);
    assert!((rate("england") - 12_000.0 / 72.0).abs() < 1e-9);
    assert!((rate("neighbours") - (1_005.0 + 1_010.0) / 12.0).abs() < 1e-9);
    let funnel = find(Measure::Funnel, Outcome::Referral, "limits_95");
    let (lower, upper) = funnel.limits.unwrap();
    assert!((funnel.value.shown().unwrap() - 1.5).abs() < 1e-9 && lower < 1.0 && 1.0 < upper && upper < 1.5);
    let outer = find(Measure::Funnel, Outcome::Referral, "limits_99.8").limits.unwrap();
    assert!(outer.0 < lower && upper < outer.1);
    let mut points = results
        .funnels
        .iter()
        .filter(|point| (point.item, point.period.label()) == (Item::Referrals, "2025".to_owned()));
    let own = points.clone().find(|point| point.standing == Standing::Authority).unwrap();
    assert!((own.ratio.unwrap() - 1.5).abs() < 1e-9 && (own.expected - 1_000.0).abs() < 1e-9);
    assert_eq!(Some(own.limits[0]), funnel.limits, "the figure and the point have one funnel");
    let count = |standing| points.clone().filter(|point| point.standing == standing).count();
    assert_eq!([Standing::Neighbour, Standing::Other, Standing::Curve].map(count), [2, 9, 41]);
    assert!(
        points.all(|point| point.limits[1].0 < point.limits[0].0 && point.limits[0].1 < point.limits[1].1)
    );
    let line = |name| find(Measure::Reconciled, Outcome::Referral, name).value.shown().unwrap();
    assert!((line("published") - 1_500.0).abs() < 1e-9);
    assert!((line("published") - line("counted")).abs() < 200.0);
    // What outsiders know exactly is known at the gate, year by year.
    let known = |period: Period| counts.comparators.of_authority(period, Outcome::Referral);
    assert_eq!(known(counts.periods[0]), None, "the window is nobody else's");
    assert_eq!(counts.periods[1..].iter().filter_map(|&year| known(year)).collect::<Vec<_>>(), [1_500.0; 2]);
}
