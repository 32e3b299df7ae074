//! The exact-fit lookup, whole and damaged.

use super::*;
use crate::domain::AreaCode;

fn read(text: &str) -> Result<(Successors, Findings), Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lookup.csv");
    std::fs::write(&path, text).unwrap();
    let mut findings = Findings::default();
    Ok((successors(&path, &mut findings)?, findings))
}

fn area<A: AreaKind>(code: &str) -> A {
    A::from_code(AreaCode::parse(code.as_bytes()).unwrap())
}

#[test]
fn only_unchanged_and_merged_areas_have_a_successor() {
    let (lookup, findings) = read(
        "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\n\
         E01000004,d,E01000014,x,M\nE01000001,a,E01000001,a,U\nE01000002,b,E01000012,b1,S\n\
         E01000002,b,E01000022,b2,S\nE01000003,c,E01000013,c1,X\n",
    )
    .unwrap();
    assert_eq!(findings, Findings::default());
    assert!(lookup.of(area("E01000001")) == Some(Some(area("E01000001"))));
    assert!(lookup.of(area("E01000004")) == Some(Some(area("E01000014"))));
    assert!(lookup.of(area("E01000002")) == Some(None));
    assert!(lookup.of(area("E01000003")) == Some(None));
    assert!(lookup.of(area("E01000005")).is_none());
}

#[test]
fn what_is_odd_never_becomes_a_successor() {
    let (lookup, findings) = read(
        "LSOA11CD,LSOA21CD,CHGIND\n\
         E01000001,E01000001,U\nE01000001,E01000002,U\nE01000003,E01000003,Q\nE01000004,oops,U\noops,E01000004,U\n",
    )
    .unwrap();
    for code in ["E01000001", "E01000003", "E01000004"] {
        assert!(lookup.of(area(code)) == Some(None), "{code}");
    }
    assert_eq!(findings.count(Code::SuccessorsDisagree), 1);
    assert_eq!(findings.count(Code::BadCode), 1);
    assert_eq!(findings.count(Code::BadArea), 2);
}

#[test]
fn the_best_fit_lookup_is_refused_with_the_fix() {
    let error =
        read("ObjectId,LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM,LAD22NMW\n").err().unwrap();
    assert_eq!((error.code, error.message.as_str()), (Code::MissingColumn, "there is no column `CHGIND`"));
    assert!(error.help.contains("exact-fit"), "{}", error.help);
}
