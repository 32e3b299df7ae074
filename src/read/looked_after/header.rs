//! Who the looked-after children are: `header.csv` of the SSDA903 return.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::codes::{Ethnicity, Sex};
use crate::read::Birth;
use crate::read::sheet::{self, Column, Header, Missing};

/// What the return says of a child.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) pupil: Option<Box<str>>,
    pub(super) birth: Option<Birth>,
    pub(super) sex: Sex,
    pub(super) ethnicity: Option<Ethnicity>,
}

impl Default for Person {
    /// A child of whom nothing is known.
    fn default() -> Self {
        Self { pupil: None, birth: None, sex: Sex::Unknown, ethnicity: None }
    }
}

struct Columns {
    child: Column,
    birth: Column,
    pupil: Option<Column>,
    sex: Option<Column>,
    ethnicity: Option<Column>,
}

/// Returns the children of every file by identifier; the last file's word stands.
pub(super) fn people(
    files: &[PathBuf],
    findings: &mut Findings,
) -> Result<HashMap<Box<str>, Person>, Diagnostic> {
    let mut people = HashMap::new();
    for path in files {
        sheet::read(path, Columns::find, findings, |columns, row, findings| {
            let cell = |column: &Option<Column>| column.as_ref().map_or("", |column| row.cell(column));
            let identifier = row.cell(&columns.child);
            let mut note = |code, column: &Column| {
                findings.note(code, path, Some(column.title()), row.number());
            };
            if sheet::is_missing(identifier) {
                note(Code::NoChildId, &columns.child);
                return Ok(());
            }
            let birth = sheet::date(row.cell(&columns.birth));
            let birth = birth.inspect_err(|&code| note(code, &columns.birth)).ok().flatten();
            let pupil = cell(&columns.pupil);
            // A pupil number is a letter and twelve signs; `UN1` to `UN7` say why there is none.
            let pupil = (pupil.len() == 13).then(|| pupil.into());
            people.insert(
                identifier.into(),
                Person {
                    pupil,
                    birth: birth.map(Birth::Born),
                    sex: Sex::from_code(cell(&columns.sex).as_bytes()).unwrap_or(Sex::Unknown),
                    ethnicity: Ethnicity::from_code(cell(&columns.ethnicity).as_bytes()),
                },
            );
            Ok(())
        })?;
    }
    Ok(people)
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        match (header.named(&["child"]), header.named(&["dob"])) {
            (Some(child), Some(birth)) => Ok(Self {
                child,
                birth,
                pupil: header.named(&["upn"]),
                sex: header.named(&["sex"]),
                ethnicity: header.named(&["ethnic"]),
            }),
            (child, birth) => {
                let lacking = [(child.is_none(), "`CHILD`"), (birth.is_none(), "`DOB`")];
                Err(Missing(lacking.into_iter().filter_map(|(lacks, name)| lacks.then_some(name)).collect()))
            }
        }
    }
}
