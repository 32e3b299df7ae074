//! Interactions of deprivation and ethnicity on ten synthetic authorities, against what is true of them.
//!
//! The truth is worked out here from the specification alone: how children of each group are spread over deciles, how often
//! they are referred at either end, and how steep each outcome is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Spec {
    country: Country,
    domestic_abuse: BTreeMap<String, Step>,
    ethnicity: BTreeMap<String, Ethnic>,
}

#[derive(Deserialize)]
struct Country {
    children_by_decile: [f64; 10],
}

#[derive(Deserialize)]
struct Step {
    relative_index: f64,
}

#[derive(Deserialize)]
struct Ethnic {
    children: f64,
    deprived: f64,
    most: f64,
    least: f64,
}

/// The codes of the five groups.
const GROUPS: [(&str, &[&str]); 5] = [
    ("White", &["WBRI", "WOTH", "WIRT", "WROM", "WIRI"]),
    ("Mixed", &["MWBC", "MWBA", "MWAS", "MOTH"]),
    ("Asian", &["APKN", "AIND", "ABAN", "AOTH", "CHNE"]),
    ("Black", &["BAFR", "BCRB", "BOTH"]),
    ("Other", &["OOTH"]),
];

fn spec() -> (String, Spec) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/albion/spec.toml");
    let text = std::fs::read_to_string(fixture).unwrap();
    let spec = toml::from_str(&text).unwrap();
    (text, spec)
}

impl Spec {
    /// Returns the rate of a group over some deciles, in a unit that all groups share.
    fn rate(&self, group: &str, deciles: std::ops::Range<usize>, outcome: &str) -> f64 {
        let (_, codes) = GROUPS.iter().find(|(name, _)| *name == group).unwrap();
        let children = self.country.children_by_decile;
        let whole: f64 = children.iter().sum();
        let share = |one: &Ethnic, rank: f64| one.children * one.deprived.powf(rank - 0.5);
        let weight =
            |one: &Ethnic, rank: f64| share(one, rank) * one.most.powf(rank) * one.least.powf(1.0 - rank);
        let (mut events, mut people) = (0.0, 0.0);
        for decile in deciles {
            let before: f64 = children[..decile].iter().sum();
            let rank = 1.0 - (before + children[decile] / 2.0) / whole;
            let all = |of: &dyn Fn(&Ethnic, f64) -> f64| {
                self.ethnicity.values().map(|one| of(one, rank)).sum::<f64>()
            };
            let own = |of: &dyn Fn(&Ethnic, f64) -> f64| {
                codes.iter().map(|code| of(&self.ethnicity[*code], rank)).sum::<f64>()
            };
            let steep = self.domestic_abuse[outcome].relative_index.powf(rank);
            events += children[decile] * steep * own(&weight) / all(&weight);
            people += children[decile] * own(&share) / all(&share);
        }
        events / people
    }

    /// Returns what a measure of additive interaction is of a group and the four most deprived deciles.
    fn additive(&self, measure: &str, group: &str, outcome: &str) -> f64 {
        let (both, first) = (self.rate(group, 0..4, outcome), self.rate("White", 0..4, outcome));
        let (second, neither) = (self.rate(group, 4..10, outcome), self.rate("White", 4..10, outcome));
        let excess = both - first - second + neither;
        match measure {
            "reri" => excess / neither,
            _ => excess / both,
        }
    }
}

/// Rows of `data/results.csv` of ten authorities, by column.
static ROWS: LazyLock<Vec<BTreeMap<String, String>>> = LazyLock::new(|| {
    let text = spec().0.replace("authorities = 153", "authorities = 10");
    let folder = tempfile::tempdir().unwrap();
    let (file, nation) = (folder.path().join("spec.toml"), folder.path().join("nation"));
    std::fs::write(&file, text).unwrap();
    let program = |arguments: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_social-gradient")).args(arguments).status().unwrap();
        assert!(status.success());
    };
    program(&["synth", file.to_str().unwrap(), "--out", nation.to_str().unwrap()]);
    let (plan, out) = (nation.join("plan.toml"), folder.path().join("run"));
    program(&["run", plan.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()]);
    csv::Reader::from_path(out.join("data/results.csv")).unwrap().deserialize().map(Result::unwrap).collect()
});

/// Returns how many limits there are of a measure by deprivation and ethnicity, and those that miss the truth.
fn missed(measure: &str, truth: impl Fn(&str, &str, &str) -> f64) -> (usize, Vec<String>) {
    let wanted = |row: &&BTreeMap<String, String>| {
        row["measure"] == measure
            && row["dimensions"] == "deprivation_quintile*ethnicity"
            && row["definition"] == "any"
            && ["referral", "assessed", "s47", "icpc", "cpp_start"].contains(&row["outcome"].as_str())
            && !row["lower"].is_empty()
    };
    let rows: Vec<_> = ROWS.iter().filter(wanted).collect();
    let wrong = rows.iter().filter_map(|row| {
        let (fifth, group) = row["stratum"].split_once('*').unwrap();
        let truth = truth(fifth, group, &row["outcome"]);
        let limits: (f64, f64) = (row["lower"].parse().unwrap(), row["upper"].parse().unwrap());
        let held = limits.0 <= truth && truth <= limits.1;
        (!held).then(|| format!("{measure} {} {}: {truth} in {limits:?}", row["outcome"], row["stratum"]))
    });
    (rows.len(), wrong.collect())
}

#[test]
fn rates_of_ethnic_groups_beside_each_other_in_each_fifth_are_the_true_ones() {
    let spec = spec().1;
    let (all, missed) = missed("relative_rate", |fifth, group, outcome| {
        let fifth: usize = fifth.parse().unwrap();
        let rate = |group| spec.rate(group, 2 * (fifth - 1)..2 * fifth, outcome);
        rate(group) / rate("White")
    });
    assert!(all > 80, "{all}");
    assert!(missed.len() <= all / 10, "{missed:?}");
}

#[test]
fn additive_interaction_of_deprivation_and_ethnicity_is_the_true_one() {
    let spec = spec().1;
    for (measure, fewest) in [("reri", 20), ("ap", 20)] {
        let (all, missed) = missed(measure, |_, group, outcome| spec.additive(measure, group, outcome));
        assert!(all >= fewest, "{measure}: {all}");
        assert!(missed.len() <= all / 10, "{missed:?}");
    }
    // The synergy index has no limits; above 1 it says what an excess above nought does.
    let found = |measure: &'static str| {
        ROWS.iter().filter(move |row| row["measure"] == measure && !row["value"].is_empty()).map(|row| {
            let of = ["period", "definition", "outcome", "dimensions", "stratum"]
                .map(|column| row[column].clone());
            (of, row["value"].parse::<f64>().unwrap())
        })
    };
    let excess: BTreeMap<_, f64> = found("joint_excess").collect();
    let synergy: Vec<_> = found("synergy").collect();
    assert!(synergy.len() >= 15, "{}", synergy.len());
    assert!(synergy.iter().all(|(of, value)| (*value > 1.0) == (excess[of] > 0.0)), "{synergy:?}");
    assert!(ROWS.iter().filter(|row| row["measure"] == "synergy").all(|row| row["lower"].is_empty()));
    // The gradients cross, steep for white children and nearly level for Asian ones, and the figures show it.
    let asian = ROWS.iter().find(|row| {
        row["measure"] == "reri"
            && row["dimensions"] == "deprivation_quintile*ethnicity"
            && row["stratum"].ends_with("Asian")
            && (row["definition"].as_str(), row["outcome"].as_str()) == ("any", "cpp_start")
    });
    assert!(asian.unwrap()["upper"].parse::<f64>().unwrap() < 0.0, "{asian:?}");
}
