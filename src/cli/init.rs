//! `init`: a commented plan, and an authority to try it on.

use std::path::Path;
use std::process::ExitCode;

use super::talk::say;
use crate::diag::{Code, Diagnostic, unreadable};
use crate::synth::{self, Spec};

/// The plan of this repository, which is also the one that is written out.
const PLAN: &str = include_str!("../../pipelines/quarterly.toml");
/// Where that plan finds its inputs.
const FIXTURE: &str = "../fixtures/northbridge/";

type Outcome = Result<ExitCode, Vec<Diagnostic>>;

/// Writes a plan to fill in.
pub(super) fn blank(folder: &Path) -> Outcome {
    let plan = plan_for("inputs/")
        .replace("Northbridge (synthetic)", "Your authority")
        .replace("E08000990", "E08000000")
        .replace("_northbridge", "")
        .replace(", \"cla_start\"]", "]");
    let lines: Vec<String> = plan
        .lines()
        .map(|line| if is_optional(line) { format!("# {line}") } else { line.to_owned() })
        .collect();
    write(folder, &aligned(&lines))?;
    let inputs = folder.join("inputs");
    std::fs::create_dir(&inputs).map_err(|error| vec![unreadable(&inputs, &error)])?;
    say(&format!(
        "Wrote {}: put your files in {}, fill the plan in, then",
        folder.join("plan.toml").display(),
        inputs.display()
    ));
    say(&format!("  social-gradient check {}", folder.join("plan.toml").display()));
    Ok(ExitCode::SUCCESS)
}

/// Returns whether a line names an input that a plan can do without.
fn is_optional(line: &str) -> bool {
    ["area_lookup =", "ethnicity =", "ethnicity_of =", "looked_after ="]
        .iter()
        .any(|key| line.starts_with(key))
}

/// Puts the notes behind neighbouring lines of a plan under each other again.
fn aligned(lines: &[String]) -> String {
    let note = |line: &str| line.find(" # ").filter(|_| !line.starts_with('['));
    let mut plan = String::new();
    for block in lines.chunk_by(|one, other| !one.is_empty() && !other.is_empty()) {
        let code = |line: &String| note(line).map_or(0, |at| line[..at].trim_end().len());
        let width = block.iter().map(code).max().unwrap_or_default();
        for line in block {
            match note(line) {
                Some(at) => plan.push_str(&format!("{:width$}{}\n", line[..at].trim_end(), &line[at..])),
                None => plan.push_str(&format!("{line}\n")),
            }
        }
    }
    plan
}

/// Writes a plan and a synthetic authority that it runs on.
pub(super) fn example(folder: &Path) -> Outcome {
    write(folder, &plan_for("northbridge/"))?;
    synth::write(&Spec::northbridge(), &folder.join("northbridge")).map_err(|problem| vec![problem])?;
    say("Wrote a plan and a synthetic authority. No child in it is real. Now run");
    say(&format!("  social-gradient run {}", folder.join("plan.toml").display()));
    Ok(ExitCode::SUCCESS)
}

fn plan_for(inputs: &str) -> String {
    PLAN.replace(FIXTURE, inputs).replace("../out/quarterly", "out")
}

/// Refuses a folder in which there is anything: nobody's files are written over.
pub(super) fn new_folder(folder: &Path) -> Result<(), Vec<Diagnostic>> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        return Err(vec![
            Diagnostic::new(Code::FolderNotEmpty, Code::FolderNotEmpty.message()).in_file(folder),
        ]);
    }
    Ok(())
}

fn write(folder: &Path, plan: &str) -> Result<(), Vec<Diagnostic>> {
    new_folder(folder)?;
    let failed = |error: std::io::Error| vec![unreadable(folder, &error)];
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(folder.join("plan.toml"), plan).map_err(failed)
}
