//! The SSDA903 return as authorities send it, with its traps.

use jiff::civil::date;

use super::*;

const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n\
    c1,1,01/02/2015,WBRI,A123456789012,,\nx2,2,01/02/2016,WBRI,B123456789012,,\nc9,1,03/03/2014,REFU,UN1,,\n";
const EPISODES: &str =
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";

struct Read {
    starts: Vec<(ChildKey, Date, Option<Postcode>)>,
    children: Vec<Child>,
    findings: Findings,
}

/// Reads files of episodes, where the returns hold the children `c1` and `c2`.
fn read(files: &[&str]) -> Result<Read, Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: String, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let header = vec![write("header.csv".to_owned(), HEADER)];
    let texts = files.iter().enumerate();
    let episodes = texts.map(|(nth, rows)| write(format!("episodes{nth}.csv"), &format!("{EPISODES}{rows}")));
    let files = LookedAfter { header, episodes: episodes.collect() };
    let mut keys = ChildKeys::default();
    keys.key(b"c1");
    let second = keys.key(b"c2");
    keys.pupil("B123456789012", second);
    let (mut children, mut findings) = (Vec::new(), Findings::default());
    let starts = looked_after(&files, &mut children, &mut keys, &mut findings)?.0;
    Ok(Read { starts, children, findings })
}

fn days(files: &[&str]) -> Vec<Date> {
    read(files).unwrap().starts.iter().map(|&(_, day, _)| day).collect()
}

#[test]
fn a_period_of_care_begins_with_a_start_and_with_nothing_else() {
    let found = days(&["c1,15/02/2024,L,C2,N1,U1,PR1,,,,AB1 2CD,,\n\
          c1,01/03/2023,S,V2,N1,U1,PR1,01/06/2023,E4A,,AB1 2CD,,\n\
          c1,01/02/2024,S,V2,N1,U1,PR1,15/02/2024,X1,,AB1 2CD,,\n"]);
    assert_eq!(found, [date(2023, 3, 1), date(2024, 2, 1)]);
}

#[test]
fn a_period_that_was_open_before_the_file_begins_is_no_start() {
    assert_eq!(days(&["c1,15/02/2024,P,C2,N1,U1,PR1,,,,AB1 2CD,,\n"]), []);
}

#[test]
fn files_of_two_years_repeat_a_start_and_it_is_one() {
    let first = "c1,01/03/2023,S,V2,N1,U1,PR1,,,,AB1 2CD,,\n";
    let later = "c1,01/03/2023,S,V2,N1,U1,PR1,01/06/2023,E4A,,EF1 2CD,,\n";
    let found = read(&[first, later]).unwrap().starts;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].2, Postcode::parse("EF1 2CD"), "the later file's word stands");
}

#[test]
fn the_home_is_that_of_the_first_row_that_has_one_and_never_the_placement() {
    let found = read(&["c1,01/03/2023,S,V2,N1,U1,PR1,01/04/2023,X1,,,ZZ9 9ZZ,\n\
          c1,01/04/2023,L,C1,N1,U1,PR1,01/05/2023,E4A,,AB1 2CD,ZZ9 9ZZ,\n\
          c1,01/01/2024,S,V2,N1,U1,PR1,,,,,ZZ9 9ZZ,\n"])
    .unwrap();
    let homes: Vec<_> = found.starts.iter().map(|&(.., home)| home).collect();
    assert_eq!(homes, [Postcode::parse("AB1 2CD"), None]);
}

#[test]
fn short_breaks_and_care_that_goes_on_are_no_starts() {
    let found = read(&["c1,01/03/2023,S,V4,N1,U1,PR1,03/03/2023,E8,,AB1 2CD,,\n\
          c1,01/05/2023,S,V2,N1,U1,PR1,01/06/2023,X1,,AB1 2CD,,\n\
          c1,01/06/2023,S,C1,N1,U1,PR1,,,,AB1 2CD,,\n"])
    .unwrap();
    assert_eq!(found.starts.len(), 1);
    let counts = [Code::ShortBreaks, Code::CareContinued].map(|code| found.findings.count(code));
    assert_eq!(counts, [1, 1]);
}

#[test]
fn a_child_is_known_by_pupil_number_and_a_stranger_becomes_a_new_child() {
    let row = |id: &str| format!("{id},01/03/2023,S,V2,N1,U1,PR1,,,,AB1 2CD,,\n");
    let found = read(&[&[row("x2"), row("c9"), row("c1")].concat()]).unwrap();
    let keys: Vec<_> = found.starts.iter().map(|&(key, ..)| key.0).collect();
    assert_eq!(keys, [0, 1, 2]);
    assert!(
        found.children.len() == 1
            && found.children[0].birth == Some(super::super::Birth::Born(date(2014, 3, 3)))
    );
    let counts = [Code::MatchedByPupil, Code::CareWithoutNeed].map(|code| found.findings.count(code));
    assert_eq!(counts, [1, 1]);
}

#[test]
fn dirty_rows_are_noted_by_place_and_left_out_where_they_must_be() {
    let found = read(&["c1,31/02/2023,S,V2,N1,U1,PR1,,,,AB1 2CD,,\n\
          ,01/03/2023,S,V2,N1,U1,PR1,,,,AB1 2CD,,\n\
          c1,01/03/2023,Q,,N1,U1,PR1,,,,I28 8HAX,,\n\
          c1,01/04/2023,s,v2,N1,U1,PR1,,,,ab12cd,,\n"])
    .unwrap();
    assert_eq!(found.starts.len(), 1);
    let codes = [Code::NoCareStart, Code::NoChildId, Code::BadCode, Code::BadPostcode];
    assert_eq!(codes.map(|code| found.findings.count(code)), [1, 1, 2, 1]);
}

#[test]
fn an_episodes_file_without_the_home_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("episodes.csv");
    std::fs::write(&path, "CHILD,DECOM,RNE,LS,DEC,REC\nc1,01/03/2023,S,V2,,\n").unwrap();
    let problem = episodes::rows(&path, &mut Vec::new(), &mut Findings::default()).unwrap_err();
    assert!(problem.code == Code::MissingColumn && problem.message.contains("HOME_POST"));
}

#[test]
fn a_pupil_number_that_two_children_have_names_neither() {
    let mut keys = ChildKeys::default();
    let (one, two) = (keys.key(b"1"), keys.key(b"2"));
    keys.pupil("A1", one);
    keys.pupil("A1", one);
    assert!(keys.of_pupil("a1") == Some(one));
    keys.pupil("A1", two);
    assert!(keys.of_pupil("A1").is_none());
}
