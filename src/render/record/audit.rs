//! `audit.json`: what was hidden, by which rule, and what was tried to recover it.
//!
//! It states numbers of figures and of attempts, and of each hidden figure its class, which is the same for all:
//! never between what bounds one lies, what it holds, or for which of two reasons it is hidden.

use serde_json::{Map, Value, json};

use crate::config::Level;
use crate::disclose::Audit;
use crate::provenance::digest;
use crate::render::folder::File;

/// Returns the audit as JSON, for a release whose other files are given.
pub(in crate::render) fn audit(audit: &Audit, files: &[File]) -> String {
    let policy = audit.policy;
    let class = policy.level.name();
    let meaning = match policy.level {
        Level::Basic => "at least two values stay possible, unless it is nought",
        Level::Default => "at least three values stay possible, unless it is nought",
        Level::Strict => {
            "at least three values stay possible, unless it is nought; and where it is hidden for being small, every \
             value that is"
        }
    };
    let hidden: Vec<Value> =
        audit.tables.iter().map(|table| json!({ "table": table.table, "figures": table.figures })).collect();
    let checks: Vec<Value> = audit
        .checks
        .iter()
        .map(|check| {
            json!({
                "name": check.name,
                "attack": check.attack,
                "attacked": check.attacked,
                "relations": check.relations,
                "programmes_at_most": check.programmes,
                "tolerance": 0,
                "recovered": check.recovered,
            })
        })
        .collect();
    let each: Map<String, Value> = audit.hidden.iter().map(|name| (name.clone(), class.into())).collect();
    let stated = json!({
        "policy": {
            "name": policy.policy.name(),
            "level": policy.level.name(),
            "hide_from": 1,
            "hide_up_to": policy.hide_up_to,
            "round_to": policy.round_to,
            "coalition": policy.coalition,
        },
        "counts": audit.counts,
        "hidden": audit.hidden.len(),
        "hidden_figures": each,
        "classes": { class: meaning },
        "hidden_by_table": hidden,
        "held_beside": audit.beside,
        "merged": audit.merged,
        "could_be_merged": audit.proposed,
        "checks": checks,
        "release_sha256": release(files),
    });
    let mut text = serde_json::to_string_pretty(&stated).expect("a JSON value can be written");
    text.push('\n');
    text
}

/// Returns the hash of the other files of the release: of their paths and hashes, a line each.
fn release(files: &[File]) -> String {
    let lines: String = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
    digest(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    fn read(files: &[File]) -> Value {
        serde_json::from_str(&audit(made_up::audit().get(), files)).unwrap()
    }

    #[test]
    fn the_audit_states_the_policy_and_every_check() {
        let read = read(&[]);
        assert_eq!(read["policy"]["hide_up_to"], 7);
        assert_eq!(read["policy"]["name"], "round");
        assert_eq!(read["hidden"], 2);
        let classes = read["hidden_figures"].as_object().unwrap();
        assert!(
            classes.len() == 2
                && classes.values().all(|class| read["classes"].get(class.as_str().unwrap()).is_some())
        );
        assert_eq!(read["checks"][0]["recovered"], 0);
    }

    #[test]
    fn the_audit_is_of_one_release_and_no_other() {
        let file = |text: &str| File::new("a.csv", text.as_bytes().to_vec());
        assert_ne!(read(&[file("1")])["release_sha256"], read(&[file("2")])["release_sha256"]);
    }
}
