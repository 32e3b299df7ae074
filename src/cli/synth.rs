//! `synth`: a synthetic authority from a specification.

use std::path::Path;
use std::process::ExitCode;

use super::talk::say;
use crate::diag::Diagnostic;
use crate::synth::{self, Spec};

/// Makes the authority.
pub(super) fn synth(spec: Option<&Path>, out: &Path) -> Result<ExitCode, Vec<Diagnostic>> {
    let spec = spec.map_or_else(|| Ok(Spec::northbridge()), Spec::load).map_err(|problem| vec![problem])?;
    synth::write(&spec, out).map_err(|problem| vec![problem])?;
    say(&format!("Wrote a synthetic authority to {}. No child in it is real.", out.display()));
    Ok(ExitCode::SUCCESS)
}
