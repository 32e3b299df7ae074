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
        .replace("_northbridge", "");
    write(folder, &plan)?;
    say(&format!(
        "Wrote {}: put your files in inputs/, fill the plan in, then",
        folder.join("plan.toml").display()
    ));
    say(&format!("  social-gradient check {}", folder.join("plan.toml").display()));
    Ok(ExitCode::SUCCESS)
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

fn write(folder: &Path, plan: &str) -> Result<(), Vec<Diagnostic>> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        return Err(vec![
            Diagnostic::new(Code::FolderNotEmpty, Code::FolderNotEmpty.message()).in_file(folder),
        ]);
    }
    let failed = |error: std::io::Error| vec![unreadable(folder, &error)];
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(folder.join("plan.toml"), plan).map_err(failed)
}
