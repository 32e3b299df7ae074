//! Where the figures come from: inputs, plan and program, by their hashes.

use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::config::Plan;
use crate::diag::{Diagnostic, unreadable};

/// What a run was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The program's version.
    pub program: &'static str,
    /// The hash of the plan's text.
    pub plan: String,
    /// Each input, by role and then in the plan's order.
    pub inputs: Vec<Input>,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What the file is for, as the plan's key has it: `cin`, `addresses`.
    pub role: &'static str,
    /// Its name, without its folder.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Provenance {
    /// Hashes the plan and every input.
    ///
    /// # Errors
    ///
    /// Returns the first file that cannot be read.
    pub fn of(plan: &Plan) -> Result<Self, Diagnostic> {
        let inputs = plan
            .inputs
            .files()
            .into_par_iter()
            .map(|(role, path)| {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Ok(Input { role, name, sha256: sha256(&path)? })
            })
            .collect::<Vec<Result<_, Diagnostic>>>();
        let inputs = inputs.into_iter().collect::<Result<_, _>>()?;
        Ok(Self { program: env!("CARGO_PKG_VERSION"), plan: sha256(&plan.path)?, inputs })
    }
}

/// Returns the SHA-256 of a file in lower-case hexadecimal.
///
/// # Errors
///
/// Returns `file-unreadable` where it cannot be read.
pub fn sha256(path: &Path) -> Result<String, Diagnostic> {
    let mut file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block).map_err(|error| unreadable(path, &error))? {
            0 => break,
            length => hasher.update(&block[..length]),
        }
    }
    Ok(hex(&hasher.finalize()))
}

/// Returns bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
