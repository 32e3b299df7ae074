//! `estimate` as a researcher types it: golden figures, streams, awkward tables, every measure.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_social-gradient");

type Line = BTreeMap<String, String>;

/// Runs `estimate -` on a table, with arguments parted by spaces.
fn estimate(table: &str, arguments: &str) -> Output {
    let mut child = Command::new(BINARY)
        .args(["estimate", "-"])
        .args(arguments.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may stop before it has read everything, and that is for the test to judge.
    let _ = child.stdin.take().unwrap().write_all(table.as_bytes());
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn lines(text: &str) -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|line| line.unwrap()).collect()
}

/// The figures of a table; the command must succeed.
fn figures(table: &str, arguments: &str) -> Vec<Line> {
    let output = estimate(table, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments}: {}", stderr(&output));
    lines(&stdout(&output))
}

fn number(line: &Line, column: &str) -> f64 {
    line[column].parse().unwrap_or_else(|_| panic!("no {column}: {line:?}"))
}

/// The only figure of a measure of a site.
fn one_of(found: &[Line], measure: &str, site: &str) -> f64 {
    let of: Vec<Line> = found.iter().filter(|line| line["site"] == site).cloned().collect();
    one(&of, measure)
}

/// The only figure of a measure.
fn one(found: &[Line], measure: &str) -> f64 {
    let mut of = found.iter().filter(|line| line["measure"] == measure);
    let value = number(of.next().unwrap_or_else(|| panic!("no {measure}")), "value");
    assert!(of.next().is_none(), "several {measure}");
    value
}

fn golden(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn assert_places(found: f64, expected: &Line, what: &str) {
    let places: i32 = expected["places"].parse().unwrap();
    let (value, slack) = (number(expected, "value"), 0.500_001 * 10_f64.powi(-places));
    assert!((found - value).abs() <= slack, "{what}: {found}, not {value} to {places} places");
}

/// A table with everything a measure could need: two sites, five groups, two dimensions, families.
fn everything() -> String {
    let mut text = "site,period,outcome,group,score,sex,income,cases,population,families,sum_sq,standard_cases,standard_population\n".to_owned();
    for (site, shift) in [("Kirkby", 0), ("Lowthorpe", 3), ("Marsh, North", 7)] {
        for group in 1..=5_u32 {
            for (sex, more) in [("F", 0), ("M", 4)] {
                for (income, low) in [("higher", 0), ("low", 11)] {
                    let cases = 60 - 10 * group + more + low + shift;
                    let row = format!(
                        "\"{site}\",2025,cpp_start,{group},{}.5,{sex},{income},{cases},{},{},{},{},{}\n",
                        50 - 8 * group,
                        2_000 + 100 * group,
                        cases / 2 + 1,
                        cases + cases / 2,
                        500 - 60 * group,
                        20_000 + 10 * group
                    );
                    text.push_str(&row);
                }
            }
        }
    }
    text
}

/// Every measure that `explain estimate` lists.
fn measures() -> Vec<String> {
    let output = Command::new(BINARY).args(["explain", "estimate"]).output().unwrap();
    let names: Vec<String> = stdout(&output)
        .lines()
        .skip(1)
        .filter_map(|line| Some(line.strip_prefix('`')?.split_once('`')?.0.to_owned()))
        .filter(|name| !name.contains(' '))
        .collect();
    assert!(names.len() > 50, "{names:?}");
    names
}

#[test]
fn published_decile_rates_give_the_golden_figures() {
    let expected = lines(&golden("decile_figures.csv"));
    let mut names: Vec<&str> = expected.iter().map(|line| line["measure"].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let found = figures(&golden("decile_rates.csv"), &format!("--measure {}", names.join(",")));
    for line in &expected {
        let key = |other: &&Line| {
            other["outcome"] == line["outcome"]
                && other["measure"] == line["measure"]
                && other["stratum"].is_empty()
        };
        let figure = found.iter().find(key).unwrap_or_else(|| panic!("no figure for {line:?}"));
        let what = format!("{} {}", line["outcome"], line["measure"]);
        assert_places(number(figure, "value"), line, &what);
    }
    assert_eq!(expected.len(), 36);
}

#[test]
fn a_line_below_nought_has_no_ratio_and_says_so() {
    for line in figures(&golden("decile_rates.csv"), "--measure rii_linear") {
        assert_eq!((line["status"].as_str(), line["value"].as_str()), ("x", ""));
        assert_eq!(line["convention"], "none: the fitted value at an end of the scale is not positive");
    }
}

#[test]
fn shrunken_rates_are_the_golden_ones() {
    let found = figures(&golden("small_areas.csv"), "--measure eb_marshall");
    for line in lines(&golden("small_areas_figures.csv")) {
        let figure = found.iter().find(|other| other["site"] == line["site"]).unwrap();
        assert_places(number(figure, "value"), &line, &line["site"]);
    }
}

#[test]
fn additive_interaction_is_the_golden_one_and_names_who_is_exposed() {
    for (measures, limits) in [("reri,ap,s", ""), ("reri,ap,s", "_delta"), ("reri,ap", "_mover")] {
        let named: Vec<String> = measures.split(',').map(|measure| format!("{measure}{limits}")).collect();
        let arguments = format!("--measure {} --by poverty,violence --independent", named.join(","));
        let found = figures(&golden("two_by_two.csv"), &arguments);
        for line in lines(&golden("two_by_two_figures.csv")) {
            if measures.split(',').any(|measure| measure == line["measure"]) {
                assert_places(one(&found, &format!("{}{limits}", line["measure"])), &line, &line["measure"]);
            }
        }
        assert!(found.iter().all(|line| line["stratum"] == "yes*yes"));
        // The synergy index has limits where they are asked for by name alone.
        for line in &found {
            if line["measure"] == "s" {
                assert_eq!((line["lower"].as_str(), line["upper"].as_str()), ("", ""));
            } else {
                assert!(number(line, "lower") < number(line, "upper"), "{line:?}");
            }
        }
    }
}

#[test]
fn of_two_groups_of_deprivation_the_more_deprived_are_the_exposed() {
    let text = "group,sex,cases,population\n1,F,120,1000\n1,M,60,1000\n2,F,50,1000\n2,M,30,1000\n";
    for by in ["group,sex", "sex,group"] {
        let found = figures(text, &format!("--measure reri,joint_excess --by {by} --independent"));
        // Girls are the reference: 60/50 - 120/50 - 30/50 + 1 and (60 - 120 - 30 + 50)/1000.
        assert!((one(&found, "reri") - (60.0 - 120.0 - 30.0 + 50.0) / 50.0).abs() < 1e-9, "{by}");
        assert!((one(&found, "joint_excess") + 400.0).abs() < 1e-9, "{by}");
        let exposed = if by.starts_with("group") { "1*M" } else { "M*1" };
        assert!(found.iter().all(|line| line["stratum"] == exposed), "{found:?}");
    }
}

#[test]
fn sites_are_pooled_by_what_each_of_them_says() {
    let mut text = "site,group,cases,population\n".to_owned();
    for (site, times) in [("A", 1), ("B", 2), ("C", 4), ("D", 3), ("E", 5)] {
        for group in 1..=5 {
            text.push_str(&format!("{site},{group},{},{}\n", times * (60 - 10 * group), times * 4_000));
        }
    }
    let found = figures(&text, "--measure rii,rii_pooled --independent");
    let own = one_of(&found, "rii", "A");
    // Sites that are alike have one index, and nothing between them.
    for measure in ["rii_pooled", "rii_pooled_fixed", "rii_pooled_dl", "rii_pooled_pm"] {
        let line = found.iter().find(|line| line["measure"] == measure).unwrap();
        assert!((number(line, "value") / own - 1.0).abs() < 1e-6, "{line:?}");
        assert!(number(line, "lower") < own && own < number(line, "upper"), "{line:?}");
        assert!(line["convention"].ends_with("5_of_5_sites"), "{line:?}");
    }
    assert_eq!((one(&found, "rii_pooled_tau2"), one(&found, "rii_pooled_i2")), (0.0, 0.0));
    // A site without a gradient of its own is left out, and told.
    text.push_str("F,1,0,4000\nF,2,0,4000\nF,3,0,4000\nF,4,0,4000\nF,5,0,4000\n");
    let found = figures(&text, "--measure rii_pooled --independent");
    assert!(found.iter().all(|line| line["convention"].contains("; 5_of_6_sites")), "{found:?}");
}

#[test]
fn small_areas_of_several_sites_have_one_gradient_per_step_of_the_score() {
    let mut text = "site,score,cases,population\n".to_owned();
    for (site, level) in [("A", 0.01), ("B", 0.02), ("C", 0.04)] {
        for area in 0..20 {
            let score = 3.0 * f64::from(area);
            let cases = (50_000.0 * level * (0.02 * score).exp()).round();
            text.push_str(&format!("{site},{score},{cases},50000\n"));
        }
    }
    for (step, ratio) in [("1", 0.02_f64.exp()), ("10", 0.2_f64.exp())] {
        let found = figures(
            &text,
            &format!("--measure gradient_in_sites,gradient_per_score --step {step} --independent"),
        );
        assert!((one(&found, "gradient_in_sites") - ratio).abs() < 1e-3, "{step}: {found:?}");
        for site in ["A", "B", "C"] {
            assert!((one_of(&found, "gradient_in_sites_own", site) - ratio).abs() < 2e-3);
            assert!((one_of(&found, "gradient_per_score", site) - ratio).abs() < 2e-3);
        }
        assert!(one(&found, "gradient_in_sites_differ") > 0.9);
    }
    let refused = estimate(&text, "--measure gradient_per_score --step 0");
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).starts_with("error[bad-step]"), "{}", stderr(&refused));
}

#[test]
fn a_shift_in_time_signals_under_both_sets_of_rules_and_steady_months_under_none() {
    let months = |cases: &dyn Fn(usize) -> usize| {
        let rows = (1..=24).map(|month| format!("{},{},10000\n", 202_400 + month, cases(month)));
        format!("period,cases,population\n{}", rows.collect::<String>())
    };
    let steady = months(&|month| 100 + [0, 3, -3, 1][month % 4].max(-3_i32).unsigned_abs() as usize);
    let shifted = months(&|month| if month > 12 { 116 } else { 104 } + month % 2);
    for measure in ["chart_rate", "chart_share"] {
        let signals = |text: &str, rules: &str| {
            let found = figures(text, &format!("--measure {measure}"));
            assert_eq!(found.len(), 24);
            assert!(found.windows(2).all(|pair| pair[0]["period"] < pair[1]["period"]));
            assert!(found.iter().all(|line| line["level"].is_empty() && number(line, "lower") > 0.0));
            found.iter().filter(|line| line["convention"].contains(rules)).count()
        };
        assert!(signals(&shifted, "nhs: seven_above_mean") > 0 && signals(&shifted, "nelson: 2_") > 0);
        assert_eq!((signals(&steady, "above_limit"), signals(&steady, "1_beyond")), (0, 0));
    }
    assert_eq!(figures(&shifted, "--measure chart_individuals").len(), 24);
}

#[test]
fn areas_are_put_in_fifths_by_score_and_ties_stay_together() {
    let rows = [9, 8, 7, 7, 5, 4, 3, 2, 1, 0].map(|score| format!("area{score},{score},1,100\n"));
    let mut text = format!("area,score,cases,population\n{}", rows.concat());
    text = text.replacen("area7,7", "area6,7", 1);
    let found = figures(&text, "--measure quintile --by area");
    let group = |area: &str| number(found.iter().find(|line| line["stratum"] == area).unwrap(), "value");
    assert_eq!(["area9", "area8", "area7", "area6", "area0"].map(group), [1.0, 1.0, 2.0, 2.0, 5.0]);
}

#[test]
fn every_measure_is_estimated_from_a_table_that_has_everything() {
    for measure in measures() {
        let by = match measure.as_str() {
            "maihda" | "maihda_poisson" => "--by group,sex,income",
            "joint_excess" | "reri" | "ap" | "s" => "--by sex,income",
            "decile" => "--by group,sex,income",
            "quintile" => "--by group",
            named if ["reri_", "ap_", "s_"].iter().any(|of| named.starts_with(of)) => "--by sex,income",
            _ => "",
        };
        let table = match measure.starts_with("chart_") {
            // Two periods, in each of which every group would have to be for the rest.
            true => everything().replace("2025,cpp_start,3", "2024,cpp_start,3"),
            false => everything(),
        };
        let found = figures(&table, &format!("--measure {measure} {by}"));
        assert!(!found.is_empty(), "{measure}");
        let shown = found.iter().filter(|line| line["status"] == "shown").count();
        assert!(shown > 0, "{measure}: {found:?}");
        for line in &found {
            assert!(line["measure"].starts_with(&measure), "{line:?}");
            assert!(!line["method"].is_empty() && !line["unit"].is_empty(), "{line:?}");
            let known = Command::new(BINARY).args(["explain", &line["method"]]).output().unwrap();
            assert!(known.status.success(), "explain {}", line["method"]);
        }
    }
}

#[test]
fn every_measure_is_explained_by_its_name() {
    for measure in measures() {
        let output = Command::new(BINARY).args(["explain", &measure]).output().unwrap();
        assert!(output.status.success(), "{measure}: {}", stderr(&output));
        assert!(stdout(&output).contains("Formula."), "{measure}: {}", stdout(&output));
    }
}

#[test]
fn no_value_is_infinite_or_no_number_and_every_gap_has_its_reason() {
    let bare =
        "site,period,group,sex,income,score,cases,population,sum_sq,standard_cases,standard_population\n";
    let mut reasons = 0;
    for cases in [
        ["0,100,0", "0,100,0", "0,100,0", "0,100,0"],
        ["9,0,9", "0,0,0", "9,0,9", "0,0,0"],
        ["9,3,9", "5,2,5", "9,3,9", "5,2,5"],
        ["0,100,0", "7,100,7", "0,100,0", "7,100,7"],
    ] {
        let mut table = bare.to_owned();
        for at in 0..16_usize {
            let (site, group, sex) = (["A", "B"][at / 8], at / 4 % 2, at / 2 % 2);
            let income = ["high", "low"][at % 2];
            let (counts, sum_sq) = cases[2 * group + sex].rsplit_once(',').unwrap();
            let place = format!("{site},2025,{},{},{income},{}", group + 1, ["F", "M"][sex], 3 - group);
            table.push_str(&format!("{place},{counts},{sum_sq},5,100\n"));
        }
        let found = figures(&table, &format!("--measure {} --by sex,income", measures().join(",")));
        for line in found {
            for column in ["value", "lower", "upper"] {
                let text = line[column].as_str();
                assert!(text.is_empty() || text.parse::<f64>().unwrap().is_finite(), "{line:?}");
            }
            match line["status"].as_str() {
                "shown" => assert!(!line["value"].is_empty(), "{line:?}"),
                "x" | "z" => {
                    reasons += 1;
                    assert!(line["convention"].starts_with("none: ") && line["value"].is_empty(), "{line:?}");
                    assert!(line["lower"].is_empty() && line["upper"].is_empty(), "{line:?}");
                }
                other => panic!("{other}"),
            }
        }
    }
    assert!(reasons > 100);
}

#[test]
fn a_figure_is_one_line_in_the_columns_of_the_results() {
    let output = estimate("cases,population,families\n10,2000,10\n", "--measure rate");
    let columns = golden_columns();
    let line = ",,,,,,,rate,,,50,27.15993053,92.04736358,0.95,10,2000,per_10000,rate,score,shown";
    assert_eq!(stdout(&output), format!("{columns}\n{line}\n"));
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_table_that_does_not_tell_families_has_no_limits_that_need_them_and_says_so_aloud() {
    let table = "group,cases,population\n1,60,1000\n2,42,1100\n3,30,900\n";
    let output = estimate(table, "--measure rate,paf,theil");
    assert!(stderr(&output).starts_with("warning[families-untold]"), "{}", stderr(&output));
    for line in lines(&stdout(&output)) {
        assert!(
            !line["value"].is_empty() && line["lower"].is_empty() && line["level"].is_empty(),
            "{line:?}"
        );
        assert!(line["convention"].ends_with("no limits: families not told"), "{line:?}");
    }
    let given =
        lines(&stdout(&estimate(table, "--measure rii,sii,slope_over_mean,gradient_per_step,rate_byar")));
    assert!(given.iter().all(|line| number(line, "lower") < number(line, "upper")), "{given:?}");
}

#[test]
fn cases_that_are_said_to_be_independent_have_the_limits_of_families_of_one() {
    let table = |families: [&str; 3]| {
        let rows = ["1,60,1000", "2,42,1100", "3,30,900"].into_iter().zip(families);
        let rows: String = rows.map(|(row, families)| format!("{row}{families}\n")).collect();
        format!("group,cases,population{}\n{rows}", if families[0].is_empty() { "" } else { ",families" })
    };
    let (untold, of_one) = (table([""; 3]), table([",60", ",42", ",30"]));
    let measures = "--measure rate,proportion,difference_most_least,concentration,mld,paf,rii";
    let said = estimate(&untold, &format!("{measures} --independent"));
    assert_eq!((stderr(&said), stdout(&said)), (String::new(), stdout(&estimate(&of_one, measures))));
    let told = table([",30", ",21", ",15"]);
    let both = estimate(&told, &format!("{measures} --independent"));
    assert_eq!(stdout(&both), stdout(&estimate(&told, measures)), "what a table tells is not unsaid");
    let squares = estimate("cases,population,sum_sq\n10,2000,18\n", "--measure rate");
    assert_eq!((stderr(&squares), lines(&stdout(&squares))[0]["lower"].is_empty()), (String::new(), false));
}

#[test]
fn strata_of_families_vary_less_between_them_than_of_as_many_strangers() {
    let row = |at: u32, cases: u32| format!("{},{},{cases},400,{}\n", at / 3, at % 3, cases.div_ceil(2));
    let rows: String =
        [9, 21, 14, 30, 12, 25, 40, 18, 33].into_iter().zip(0..).map(|(cases, at)| row(at, cases)).collect();
    let families = format!("one,other,cases,population,families\n{rows}");
    let strangers = families.replace(",families", ",kin");
    let of = |table: &str, arguments: &str| {
        figures(table, &format!("--measure maihda_poisson --by one,other {arguments}")).remove(0)
    };
    let (families, strangers) = (of(&families, ""), of(&strangers, "--independent"));
    assert_eq!(families["measure"], "maihda_poisson_variance_null");
    assert!(number(&families, "value") < number(&strangers, "value"));
}

#[test]
fn strata_that_hardly_differ_have_no_limits_and_say_why() {
    let table = |cases: [u32; 9]| {
        let row = |(at, cases): (u32, u32)| format!("{},{},{cases},4000\n", at / 3, at % 3);
        let rows: String = (0..).zip(cases).map(row).collect();
        format!("one,other,cases,population\n{rows}")
    };
    let of = |cases| figures(&table(cases), "--measure maihda_poisson --by one,other --independent");
    let pooled = |line: &Line| line["measure"] == "maihda_poisson_predicted";
    let (alike, unlike) =
        (of([30, 33, 31, 29, 36, 32, 35, 30, 31]), of([10, 90, 40, 60, 20, 80, 95, 15, 30]));
    for line in alike.iter().filter(|line| pooled(line)) {
        assert!(line["lower"].is_empty() && !line["value"].is_empty(), "{line:?}");
        assert!(line["convention"].ends_with("variance too uncertain for limits"), "{line:?}");
    }
    assert!(unlike.iter().filter(|line| pooled(line)).all(|line| !line["lower"].is_empty()), "{unlike:?}");
    assert_eq!(alike.iter().filter(|line| pooled(line)).count(), 9);
}

/// The header, as the dictionary has it.
fn golden_columns() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-dictionary/outputs/results.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let names: Vec<String> = lines(&text).iter().map(|line| line["name"].clone()).collect();
    names.join(",")
}

#[test]
fn json_says_what_csv_says() {
    let arguments = "--measure rate,theil,rii_linear --by sex";
    let found = figures(&everything(), arguments);
    let json: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&estimate(&everything(), &format!("{arguments} --json")).stdout).unwrap();
    assert_eq!(json.len(), found.len());
    for (object, line) in json.iter().zip(&found) {
        assert_eq!(object.len(), line.len());
        for (column, value) in object {
            let text = match value {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.as_f64().unwrap().to_string(),
            };
            assert_eq!(text, line[column], "{column}");
        }
    }
}

#[test]
fn a_file_goes_in_and_a_file_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("counts.csv"), golden("decile_rates.csv")).unwrap();
    let run = |arguments: &[&str]| {
        Command::new(BINARY).arg("estimate").args(arguments).current_dir(folder.path()).output().unwrap()
    };
    let to_file = run(&["counts.csv", "--measure", "rii", "--out", "results.csv"]);
    assert_eq!(to_file.status.code(), Some(0), "{}", stderr(&to_file));
    assert_eq!(stdout(&to_file), "");
    // A gradient has its limits, so nothing is said of families.
    assert!(stderr(&to_file).starts_with("4 figures written to results.csv"), "{}", stderr(&to_file));
    let to_stream = run(&["counts.csv", "--measure", "rii", "--out", "-"]);
    assert_eq!(std::fs::read(folder.path().join("results.csv")).unwrap(), to_stream.stdout);
    let nowhere = run(&["counts.csv", "--measure", "rii", "--out", "no/such/results.csv"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(stderr(&nowhere).contains("output-failed"));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let table = everything();
    let (header, rows) = table.split_once('\n').unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    let turned = format!("{header}\n{}\n", turned.join("\n"));
    let arguments = format!("--measure {} --by sex,income", measures().join(","));
    let (first, second) = (figures(&table, &arguments), figures(&turned, &arguments));
    assert_eq!(first.len(), second.len());
    for (one, other) in first.iter().zip(&second) {
        for column in ["measure", "site", "stratum", "value", "lower", "upper", "convention"] {
            match (one[column].parse::<f64>(), other[column].parse::<f64>()) {
                (Ok(one), Ok(other)) => assert!((one - other).abs() <= 1e-8 * one.abs().max(1e-8)),
                _ => assert_eq!(one[column], other[column]),
            }
        }
    }
}

#[test]
fn a_breakdown_gives_each_cell_and_names_it() {
    let found = figures(&everything(), "--measure rate,rii --by sex");
    let of = |measure: &str, stratum: &str| {
        let place = |line: &&Line| line["measure"] == measure && line["stratum"] == stratum;
        found.iter().find(place).map(|line| line["dimensions"].clone())
    };
    assert_eq!(of("rate", "1*F").as_deref(), Some("group*sex"));
    assert_eq!(of("rate", "").as_deref(), Some(""));
    assert_eq!(of("rii", "*M").as_deref(), Some("group*sex"));
}

#[test]
fn a_level_changes_limits_and_not_values() {
    let at = |level: &str| figures(&everything(), &format!("--measure sii,paf,smr --level {level}"));
    for (narrow, wide) in at("0.8").iter().zip(&at("0.998")) {
        assert_eq!(narrow["value"], wide["value"]);
        assert!(number(narrow, "lower") > number(wide, "lower"), "{narrow:?}");
        assert!(number(narrow, "upper") < number(wide, "upper"), "{narrow:?}");
        assert_eq!(wide["level"], "0.998");
    }
}

#[test]
fn scores_put_areas_in_order_where_there_are_no_groups() {
    let grouped = "group,cases,population\n1,30,1000\n2,20,1100\n3,9,900\n";
    let scored = "score,cases,population\n3.5,9,900\n9.25,20,1000\n9.25,10,0\n7,20,1100\n";
    assert_eq!(one(&figures(grouped, "--measure rii"), "rii"), one(&figures(scored, "--measure rii"), "rii"));
}

#[test]
fn siblings_widen_limits_where_the_table_tells_of_them() {
    let table =
        |columns: &str, rows: [&str; 3]| format!("group,cases,population{columns}\n{}\n", rows.join("\n"));
    let alone = table(",families", ["1,60,1000,60", "2,42,1100,42", "3,30,900,30"]);
    let squares = table(",sum_sq", ["1,60,1000,130", "2,42,1100,80", "3,30,900,54"]);
    // Half as many families as cases: the least design effect that there can be is two.
    let families = table(",families", ["1,60,1000,30", "2,42,1100,21", "3,30,900,15"]);
    let both = table(",families,sum_sq", ["1,60,1000,30,130", "2,42,1100,21,80", "3,30,900,15,54"]);
    for measure in [
        "rate",
        "proportion",
        "rii",
        "sii",
        "ratio_most_least",
        "difference_most_least",
        "paf",
        "concentration",
    ] {
        let of = |table: &str| figures(table, &format!("--measure {measure}")).remove(0);
        let width = |line: &Line| number(line, "upper") - number(line, "lower");
        let plain = of(&alone);
        for known in [&squares, &families, &both] {
            let found = of(known);
            for column in ["value", "cases", "population"] {
                assert!((number(&found, column) / number(&plain, column) - 1.0).abs() < 1e-8, "{found:?}");
            }
            assert!(width(&found) > 1.25 * width(&plain), "{measure}: {found:?}");
        }
    }
    let same = table(",families,sum_sq", ["1,60,1000,60,60", "2,42,1100,42,42", "3,30,900,30,30"]);
    assert_eq!(figures(&same, "--measure rate,rii"), figures(&alone, "--measure rate,rii"));
}

#[test]
fn limits_that_few_events_cannot_bear_are_left_out_with_the_reason() {
    let few = "group,cases,population\n1,6,1000\n2,2,1000\n";
    let found = figures(few, "--measure ratio_most_least,theil,index_of_disparity,rate_byar --independent");
    for line in &found[..2] {
        assert!(line["lower"].is_empty() && line["level"].is_empty(), "{line:?}");
        assert!(line["convention"].ends_with("too few events for limits"), "{line:?}");
        assert_eq!(line["status"], "shown");
    }
    assert_eq!(found[2]["convention"], "weighted_by_people");
    assert_eq!(
        (found[3]["lower"].is_empty(), found[3]["convention"].as_str()),
        (false, "exact_below_10_byar_from_10")
    );
}

#[test]
fn counts_of_thousands_of_millions_do_not_hold_it_up() {
    let table =
        "group,cases,population\n1,3,999999999\n2,1,999999999\n3,0,999999999\n4,999999999,999999999\n";
    let found = figures(
        table,
        "--measure rate,rate_byar,proportion,proportion_exact,ratio_most_least,paf --independent",
    );
    assert!(found.iter().all(|line| line["status"] == "shown" || line["status"] == "x"));
}

#[test]
fn what_is_wrong_has_a_code_and_a_way_out_and_shows_no_cell() {
    for (table, arguments, code, said) in [
        ("cases,people_at_risk\n8731,9942\n", "--measure rate", "missing-column", "population"),
        ("cases,population\n-8731,9942\n", "--measure rate", "bad-count", "row 2"),
        ("cases,population\n[c],9942\n", "--measure rate", "bad-count", "hidden"),
        ("cases,population,group\n8731,9942,1\n3,9942,3\n", "--measure rii", "group-gap", "without a gap"),
        ("cases,population,group\n8731,9942,0\n", "--measure rii", "group-gap", "row 2"),
        ("cases,population,sex\n8731,9942,\n", "--measure rate", "blank-level", "totals"),
        ("cases,population\n8731,9942\n", "--measure rij", "unknown-measure", "`rii`"),
        (
            "cases,population\n8731,9942\n",
            "--measure a_wholly_different_thing",
            "unknown-measure",
            "explain estimate",
        ),
        ("cases,population\n8731,9942\n", "--measure rii", "missing-column", "`group` or `score`"),
        ("cases,population\n8731,9942\n", "--measure dsr", "missing-column", "standard_population"),
        ("cases,population\n8731,9942\n", "--measure funnel", "missing-column", "site"),
        ("cases,population,sex\n8731,9942,F\n", "--measure maihda", "bad-dimension", "--by"),
        ("cases,population,sex\n8731,9942,F\n", "--measure rate --by sexx", "bad-dimension", "`sex`"),
        ("cases,population,sex\n8731,9942,F\n", "--measure rate --by sex,sex", "bad-dimension", "twice"),
        ("cases,population,sex\n8731,9942,F\n", "--measure reri --by sex", "bad-dimension", "two levels"),
        ("cases,population\n8731,9942\n", "--measure rate --level 95", "bad-level", "0.95"),
        ("cases,population\n8731,9942\n", "--measure rate --level NaN", "bad-level", "0.95"),
        ("cases,population\n", "--measure rate", "empty-table", "standard input"),
        ("", "--measure rate", "missing-column", "standard input"),
        ("cases,population\n8731,9942,4\n8731,9942\n", "--measure rate", "ragged-row", "row 2"),
        ("cases,Cases,population\n8731,1,9942\n", "--measure rate", "repeated-column", "once"),
    ] {
        let output = estimate(table, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {}", stdout(&output));
        let message = stderr(&output);
        assert!(message.contains(&format!("error[{code}]")) && message.contains(said), "{said}: {message}");
        assert!(message.contains("help: "), "{message}");
        assert!(!message.contains("8731") && !message.contains("9942"), "{message}");
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn several_mistakes_are_told_at_once() {
    let output = estimate("cases,population\n1,2\n", "--measure rij,theill --by sex --level 2");
    assert_eq!(stderr(&output).matches("error[").count(), 4, "{}", stderr(&output));
}
