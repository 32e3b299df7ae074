//! `manifest.json`: hashes of everything that went in and came out, and every choice between.
//!
//! It is a release like the rest: it holds no count of rows or children, no path and no time.

use serde_json::{Value, json};

use crate::config::Plan;
use crate::provenance::Provenance;
use crate::render::data::dictionary_hash;
use crate::render::folder::{File, PROGRAM};
use crate::render::release::Release;

/// Returns the manifest of a release whose other files are given.
pub(in crate::render) fn manifest(release: Release<'_>, provenance: &Provenance, files: &[File]) -> String {
    let inputs: Vec<_> = provenance
        .inputs
        .iter()
        .map(|input| json!({ "role": input.role, "name": input.name, "sha256": input.sha256 }))
        .collect();
    let outputs: Vec<_> = files
        .iter()
        .map(|file| {
            json!({
                "path": file.path, "label": "public", "bytes": file.bytes.len(), "sha256": file.sha256,
            })
        })
        .collect();
    let stated = json!({
        "program": { "name": PROGRAM, "version": provenance.program },
        "dictionary": { "sha256": dictionary_hash() },
        "plan": plan(release, &provenance.plan),
        "conventions": {
            "groups": "1 is the most deprived",
            "direction": "above 1, or positive, means worse for the more deprived",
            "rate": "children per 10,000 aged 0 to 17",
            "population": release.results.population_year,
            "derived_figures": "computed from published counts only",
            "numbers": "data files hold six decimals; pages round for print, halves away from nought",
        },
        "inputs": inputs,
        "outputs": outputs,
    });
    let mut text = serde_json::to_string_pretty(&stated).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn plan(release: Release<'_>, sha256: &str) -> Value {
    let plan: &Plan = release.plan;
    json!({
        "sha256": sha256,
        "title": plan.title,
        "site": plan.site.name,
        "districts": plan.site.districts.iter().map(|d| d.0.to_string()).collect::<Vec<_>>(),
        "period": release.window().label(),
        "index": plan.index.name(),
        "edition": plan.edition.name(),
        "basis": plan.basis.name(),
        "groupings": plan.groupings.iter().map(|g| g.count()).collect::<Vec<_>>(),
        "definitions": plan.definitions.iter().map(|d| d.name()).collect::<Vec<_>>(),
        "outcomes": plan.outcomes.iter().map(|o| o.name()).collect::<Vec<_>>(),
        "headline": plan.headline.name(),
        "address_on": plan.address_on.name(),
        "disclosure": { "hide_up_to": plan.disclosure.hide_up_to, "round_to": plan.disclosure.round_to },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    #[test]
    fn every_file_is_listed_with_its_hash_and_label() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let release = Release { results: &results, plan: &plan };
        let files = [File::new("data/a.csv", b"abc".to_vec())];
        let text = manifest(release, &made_up::provenance(), &files);
        let read: Value = serde_json::from_str(&text).unwrap();
        let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(read["outputs"][0]["sha256"], sha);
        assert_eq!(read["outputs"][0]["label"], "public");
        assert_eq!(read["inputs"][1]["role"], "addresses");
        assert_eq!(read["plan"]["period"], "2023-2025");
        assert!(!text.contains("made-up.toml"), "the plan's place on a disk is nobody's business");
    }
}
