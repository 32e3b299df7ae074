//! Returns that were read before, so that a second run reads only what changed.
//!
//! A folder for each site, in it `year=2025/CIN_Census_2025/` with one Parquet file for each kind of record and
//! `source.json`, which holds the hash of the return, of which the rest is a copy without its identifiers. A child is
//! named by keyed hashes of its identifier and its pupil number, whose key lies in the folder and is drawn when the folder is made: rows
//! of two years can be joined, rows of two folders cannot. There is no name and no postcode. Only
//! the owner may read it; it can be deleted at any time, and what cannot be read of it is read from the return again.

mod columns;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::child::Batch;
use crate::diag::{Code, Diagnostic, Findings, Spot, unreadable};
use crate::domain::Date;
use crate::private;
use crate::provenance::{hex, sha256};

/// Raised whenever what is kept, or how a return is read, changes.
const LAYOUT: u32 = 2;

/// The folder of one site.
pub struct Cache {
    folder: PathBuf,
    key: [u8; 32],
}

/// What `source.json` holds.
#[derive(Serialize, Deserialize)]
struct Source {
    layout: u32,
    program: String,
    sha256: String,
    findings: Vec<Found>,
}

/// One kind of finding in the return.
#[derive(Serialize, Deserialize)]
struct Found {
    code: String,
    column: Option<String>,
    count: u64,
    rows: Vec<u64>,
}

impl Cache {
    /// Opens the folder of a site, or makes it.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic where it cannot be made or read.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        private::folder(folder)?;
        let file = folder.join("key");
        if !file.exists() {
            let mut key = [0; 32];
            getrandom::fill(&mut key).map_err(|_| private::unwritable(&file, &"no random numbers"))?;
            private::file(&file, &key)?;
        }
        let mut key = [0; 32];
        let read = File::open(&file).and_then(|mut file| file.read_exact(&mut key));
        read.map_err(|error| unreadable(&file, &error))?;
        Ok(Self { folder: folder.to_owned(), key })
    }

    /// Returns what stands for an identifier: 128 bits of its keyed hash, in hexadecimal.
    pub(in crate::read) fn pseudonym(&self, identifier: &[u8]) -> Box<str> {
        let hash = Sha256::new().chain_update(self.key).chain_update(identifier).finalize();
        hex(&hash[..16]).into()
    }

    /// Names the children of a return by their pseudonyms.
    pub(super) fn rename(&self, batch: &mut Batch) {
        for (names, ..) in &mut batch.children {
            names.own = self.pseudonym(names.own.trim().as_bytes());
            names.pupil = names.pupil.as_ref().map(|number| self.pseudonym(number.as_bytes()));
        }
    }

    /// Returns the return from the cache, or else from `read`, whose children are then named by pseudonyms too, and kept;
    /// with it, its hash.
    ///
    /// # Errors
    ///
    /// Returns what `read` returns, and a diagnostic where the cache cannot be written.
    pub(super) fn year(
        &self,
        file: &Path,
        reference: Date,
        read: impl FnOnce() -> Result<(Batch, Findings, String), Diagnostic>,
    ) -> Result<(Batch, Findings, String), Diagnostic> {
        let stem = file.file_stem().unwrap_or_default();
        let folder = self.folder.join(format!("year={}", reference.year())).join(stem);
        if let Some(source) = source(&folder) {
            let now = sha256(file)?;
            if source.sha256 == now
                && let Some((batch, findings)) = load(&folder, source, file)
            {
                return Ok((batch, findings, now));
            }
        }
        let (mut batch, findings, sha256) = read()?;
        self.rename(&mut batch);
        store(&folder, &sha256, &batch, &findings)?;
        Ok((batch, findings, sha256))
    }
}

/// Returns what a folder says it keeps, where this program wrote it.
fn source(folder: &Path) -> Option<Source> {
    let source: Source = serde_json::from_slice(&fs::read(folder.join("source.json")).ok()?).ok()?;
    (source.layout == LAYOUT && source.program == env!("CARGO_PKG_VERSION")).then_some(source)
}

/// Returns what is kept of a return, where it is all there.
fn load(folder: &Path, source: Source, file: &Path) -> Option<(Batch, Findings)> {
    let mut findings = Findings::default();
    for found in source.findings {
        let code = Code::ALL.iter().find(|code| code.name() == found.code)?;
        let spot = Spot { count: found.count, rows: found.rows };
        findings.add(*code, file, found.column.as_deref(), &spot);
    }
    Some((columns::read(folder)?, findings))
}

/// Keeps a return. `source.json` comes last, so that what was cut short is never taken for whole.
fn store(folder: &Path, sha256: &str, batch: &Batch, findings: &Findings) -> Result<(), Diagnostic> {
    private::folder(folder)?;
    let index = folder.join("source.json");
    private::without(&index)?;
    for (name, bytes) in columns::write(batch).map_err(|error| private::unwritable(folder, &error))? {
        private::file(&folder.join(name), &bytes)?;
    }
    let found = findings.spots().map(|(code, column, spot)| Found {
        code: code.name().to_owned(),
        column: column.map(str::to_owned),
        count: spot.count,
        rows: spot.rows.clone(),
    });
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let source = Source { layout: LAYOUT, program, sha256: sha256.to_owned(), findings: found.collect() };
    let text = serde_json::to_vec_pretty(&source).expect("names and numbers can be written as JSON");
    private::file(&index, &text)
}
