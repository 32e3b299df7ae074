//! `synth`: a synthetic authority, or a nation of them, from a specification.

use std::path::Path;
use std::process::ExitCode;

use super::init::new_folder;
use super::talk::say;
use crate::diag::Diagnostic;
use crate::synth::{self, Nation, Spec};

/// Makes the authority.
pub(super) fn synth(spec: Option<&Path>, out: &Path) -> Result<ExitCode, Vec<Diagnostic>> {
    new_folder(out)?;
    if let Some(nation) = spec.map(Nation::load).transpose().map_err(|problem| vec![problem])?.flatten() {
        synth::write_nation(&nation, out).map_err(|problem| vec![problem])?;
        say(&format!("Wrote a synthetic nation to {}. No child in it is real.", out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let spec = spec.map_or_else(|| Ok(Spec::northbridge()), Spec::load).map_err(|problem| vec![problem])?;
    synth::write(&spec, out).map_err(|problem| vec![problem])?;
    say(&format!("Wrote a synthetic authority to {}. No child in it is real.", out.display()));
    Ok(ExitCode::SUCCESS)
}
