//! Nothing that names a child or a place leaves a table through a message or a printed value.
//!
//! Every identifying cell holds a mark; every reader is run on sound and on faulty files; the marks are then
//! looked for in everything it says.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use social_gradient::diag::{Diagnostic, Findings, json, text};
use social_gradient::domain::{Edition, Index, Vintage};
use social_gradient::read::{
    Address, ChildKeys, Postcode, Wanted, addresses, deprivation, population, postcodes, successors,
};

/// A child, a postcode, an area, a date and a word, in every spelling they are read in.
const MARKS: [&str; 9] = [
    "CANARY",
    "ZQ7 9XJ",
    "ZQ79XJ",
    "9XJ",
    "E01977779",
    "1977779",
    "2017-07-17",
    "17/07/2017",
    "17 July 2017",
];

/// What the readers said.
#[derive(Default)]
struct Heard(String);

impl Heard {
    fn hear<T>(&mut self, read: Result<T, Diagnostic>, findings: &Findings) -> Option<T> {
        write!(self.0, "{findings:?}").unwrap();
        for diagnostic in findings.diagnostics() {
            write!(self.0, "{}{}{diagnostic:?}", text(&diagnostic), json(&diagnostic)).unwrap();
        }
        if let Err(error) = &read {
            write!(self.0, "{}{}{error:?}", text(error), json(error)).unwrap();
        }
        read.ok()
    }

    fn addresses(&mut self, path: &Path) -> Option<(Vec<Address>, Wanted)> {
        let mut keys = ChildKeys::default();
        keys.key(b"CANARY1");
        let mut findings = Findings::default();
        let read = addresses(path, &keys, Vintage::Lsoa21, &mut findings);
        self.hear(read, &findings)
    }

    /// Runs every reader on a file, whatever it holds.
    fn everything(&mut self, path: &Path) {
        let mut wanted = Wanted::default();
        let mut places = Vec::new();
        if let Some(read) = self.addresses(path) {
            (places, wanted) = read;
            write!(self.0, "{wanted:?}").unwrap();
        }
        for vintage in [Vintage::Lsoa11, Vintage::Lsoa21] {
            let mut findings = Findings::default();
            let read = postcodes(path, &wanted, vintage, &mut places, &mut findings);
            self.hear(read, &findings);
        }
        for edition in Edition::ALL {
            for &index in Index::ALL {
                let mut findings = Findings::default();
                let read = deprivation(path, index, *edition, &mut findings);
                self.hear(read, &findings);
            }
        }
        let mut findings = Findings::default();
        let read = population(path, None, &mut findings);
        self.hear(read, &findings);
        let mut findings = Findings::default();
        let read = successors(path, &mut findings);
        self.hear(read, &findings);
    }
}

#[test]
fn no_reader_ever_says_what_a_row_holds() {
    let ages: String = (0..18).map(|age| format!(",{age}")).collect();
    let counts = ",1".repeat(18);
    let mark = "CANARY1,ZQ7 9XJ,E01977779,2017-07-17,17/07/2017";
    let mut tables = vec![
        // Sound rows, then rows with one thing wrong in each.
        format!(
            "child_id,postcode,lsoa11,start,end\n{mark}\nCANARY2,ZQ7 9XJ,,2017-07-17,\nCANARY1,CANARY,CANARY,CANARY,CANARY\n\
             CANARY1,ZQ7 9XJ,,17/07/2017,2017-07-16\nCANARY1,ZQ7 9XJ\n,ZQ7 9XJ,,,\nCANARY1,,,9999-07-17,1717-07-17\n"
        ),
        "pcds,lsoa21,lsoa11\nZQ7 9XJ,E01977779,CANARY\nZQ79XJ,CANARY,E01977778\nCANARY,,\n".to_owned(),
        "LSOA code (2021),Local Authority District code (2024),Index of Multiple Deprivation (IMD) Rank,\
         Index of Multiple Deprivation (IMD) Decile,Index of Multiple Deprivation (IMD) Score\n\
         E01977779,E06000001,1,1,CANARY\nE01977779,E06000001,1,1,0\nE01977778,CANARY,1,1,0\nE01977777,E06000001,CANARY,CANARY,1\n"
            .to_owned(),
        format!("area_code,sex{ages}\nE01977779,All{counts}\nE01977779,All{counts}\nCANARY,All{counts}\nE01977778,CANARY{counts}\nE01977779,Male,CANARY\n"),
        "LSOA11CD,LSOA21CD,CHGIND\nE01977779,E01977779,U\nE01977779,E01977778,U\nE01977778,CANARY,U\nE01977777,,CANARY\n"
            .to_owned(),
        // No header at all, so that rows are looked at as if they were headers.
        format!("{mark}\n").repeat(30),
        // A title that begins as it should and goes on as it should not.
        format!("{mark}\nchild_id,postcode,start\n{mark}\n"),
        format!("child_id,postcode,start,end\nCANARY1,\"ZQ7 9XJ,{}", "CANARY".repeat(300_000)),
        format!("child_id,postcode,start,end\n{}", "CANARY1,".repeat(10_000)),
        "child_id,postcode,start,end\nCANARY1,ZQ7 9XJ,\0,\n".to_owned(),
    ];
    let mut heard = Heard::default();
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("table.csv");
    for table in tables.drain(..) {
        std::fs::write(&path, &table).unwrap();
        heard.everything(&path);
        // The same with bytes that are no text, and cut off.
        std::fs::write(&path, [table.as_bytes(), b"CANARY1,\xff,ZQ7 9XJ\n"].concat()).unwrap();
        heard.everything(&path);
        std::fs::write(&path, &table.as_bytes()[..table.len() * 2 / 3]).unwrap();
        heard.everything(&path);
    }
    write!(heard.0, "{:?}", Postcode::parse("ZQ7 9XJ")).unwrap();
    for code in
        ["unknown-child", "bad-date", "bad-postcode", "ragged-row", "not-utf8", "file-too-large", "bad-rank"]
    {
        assert!(heard.0.contains(code), "the faults are not all there: {code}");
    }
    for mark in MARKS {
        assert!(!heard.0.contains(mark), "{mark} was said");
    }
}
