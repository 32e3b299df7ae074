//! Returns as case systems write them.

use std::io::Write;

use super::*;
use crate::diag::Place;
use crate::domain::codes::{Ethnicity, Factor, Sex};
use crate::read::Birth;
use jiff::civil::date;

const CHILD: &str = "<LAchildID>SECRET1</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex>";

fn message(reference: &str, children: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year>\
         <ReferenceDate>{reference}</ReferenceDate></CollectionDetails><Source><LEA>990</LEA></Source></Header>\
         <Children>{children}</Children></Message>"
    )
}

fn child(identifiers: &str, details: &str) -> String {
    format!(
        "<Child><ChildIdentifiers>{identifiers}</ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>{details}</Child>"
    )
}

fn episode(inner: &str) -> String {
    format!(
        "<CINdetails><CINreferralDate>2023-05-01</CINreferralDate><ReferralSource>3A</ReferralSource>{inner}<ReferralNFA>0</ReferralNFA></CINdetails>"
    )
}

fn read(texts: &[impl AsRef<[u8]>]) -> Result<(Tables, Findings), Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let path = folder.path().join(format!("{number}.xml"));
        File::create(&path).unwrap().write_all(text.as_ref()).unwrap();
        paths.push(path);
    }
    let (mut tables, mut findings) = (Tables::default(), Findings::default());
    returns(&paths, &mut tables, &mut ChildKeys::default(), &mut findings, &|_| {})?;
    Ok((tables, findings))
}

fn one(children: &str) -> (Tables, Findings) {
    read(&[message("2024-03-31", children)]).unwrap()
}

#[test]
fn a_return_is_hashed_as_it_is_read_to_its_last_byte() {
    let text =
        format!("\u{feff}{}\n\n<!-- the end -->\n", message("2024-03-31", &child(CHILD, &episode(""))));
    let (tables, _) = read(std::slice::from_ref(&text)).unwrap();
    let hash = crate::provenance::digest(text.as_bytes());
    assert_eq!(tables.hashes.into_values().collect::<Vec<_>>(), [hash]);
}

#[test]
fn a_fault_at_the_beginning_of_a_long_return_stops_it() {
    let long = child(CHILD, &episode("")).repeat(40_000);
    let refused = read(&[message("2024-03-31", &format!("<Child></Wrong></Child>{long}"))]).err().unwrap();
    assert_eq!(refused.code, Code::XmlMalformed);
}

#[test]
fn factors_belong_to_the_assessment_they_stand_in() {
    let assessments = "<Assessments><AssessmentActualStartDate>2023-05-02</AssessmentActualStartDate>\
        <AssessmentAuthorisationDate>2023-06-01</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>\
        <AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>3a</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>\
        <Assessments><AssessmentActualStartDate>2023-07-02</AssessmentActualStartDate></Assessments>";
    let (tables, findings) = one(&child(CHILD, &episode(assessments)));
    assert_eq!(findings, Findings::default());
    assert_eq!(tables.assessments.len(), 2);
    assert!(
        tables.assessments[0].factors.holds(Factor::F3A) && tables.assessments[0].factors.holds(Factor::F3B)
    );
    assert!(tables.assessments[1].factors.is_empty() && tables.assessments[1].authorised.is_none());
}

#[test]
fn absent_empty_and_self_closed_factor_groups_are_all_missing() {
    let done = "<AssessmentAuthorisationDate>2023-06-01</AssessmentAuthorisationDate>";
    for group in [
        "",
        "<FactorsIdentifiedAtAssessment/>",
        "<FactorsIdentifiedAtAssessment>\n</FactorsIdentifiedAtAssessment>",
    ] {
        let (tables, findings) =
            one(&child(CHILD, &episode(&format!("<Assessments>{done}{group}</Assessments>"))));
        assert!(tables.assessments[0].factors.is_empty(), "{group}");
        assert_eq!(findings.count(Code::FactorsMissing), 1, "{group}");
    }
}

#[test]
fn both_elements_and_both_value_sets_of_sex_are_read() {
    for (element, expected) in [
        ("<Sex>M</Sex>", Sex::Male),
        ("<Sex>1</Sex>", Sex::Male),
        ("<GenderCurrent>2</GenderCurrent>", Sex::Female),
        ("<GenderCurrent>9</GenderCurrent>", Sex::Unknown),
        ("<Sex>U</Sex>", Sex::Unknown),
    ] {
        let identifiers =
            format!("<LAchildID>a</LAchildID><PersonBirthDate>2015-01-01</PersonBirthDate>{element}");
        let (tables, findings) = one(&child(&identifiers, &episode("")));
        assert_eq!(tables.children[0].sex, expected, "{element}");
        assert_eq!(findings, Findings::default(), "{element}");
    }
}

#[test]
fn yes_and_no_are_read_in_either_form() {
    for (text, expected) in
        [("0", Some(false)), ("1", Some(true)), ("true", Some(true)), ("False", Some(false)), ("no", None)]
    {
        let enquiry = format!(
            "<Section47><S47ActualStartDate>2023-05-02</S47ActualStartDate><ICPCnotRequired>{text}</ICPCnotRequired></Section47>"
        );
        let (tables, findings) = one(&child(CHILD, &episode(&enquiry)));
        assert_eq!(tables.enquiries[0].conference_not_required, expected, "{text}");
        assert_eq!(findings.count(Code::BadFlag), u64::from(expected.is_none()), "{text}");
    }
}

#[test]
fn stray_text_and_unknown_elements_are_passed_over_and_told() {
    let identifiers = "<LAchildID>a</LAchildID><UPNunknown>UN3</UPNunknown>PersonBirthDate\n<PersonBirthDate>2015-03-27</PersonBirthDate><New><Deep>1</Deep></New>";
    let (tables, findings) = one(&child(identifiers, &episode("")));
    assert!(matches!(tables.children[0].birth, Some(Birth::Born(born)) if born == date(2015, 3, 27)));
    assert_eq!((findings.count(Code::StrayText), findings.count(Code::UnknownElement)), (1, 1));
}

#[test]
fn pre_proceedings_are_read_and_not_unknown() {
    let (tables, findings) = one(&child(
        CHILD,
        &episode("<PreProceedingsandFGDM><PPStartDate>2023-08-01</PPStartDate></PreProceedingsandFGDM>"),
    ));
    assert!(tables.episodes[0].pre_proceedings);
    assert_eq!(findings, Findings::default());
}

#[test]
fn an_unborn_child_has_an_expected_date_only() {
    let (tables, findings) = one(&child(
        "<LAchildID>a</LAchildID><ExpectedPersonBirthDate>2024-06-01</ExpectedPersonBirthDate>",
        &episode(""),
    ));
    assert!(matches!(tables.children[0].birth, Some(Birth::Expected(_))));
    assert_eq!(findings, Findings::default());
}

#[test]
fn what_cannot_be_read_is_missing_and_never_a_default() {
    let inner = "<PrimaryNeedCode>N12</PrimaryNeedCode><CINclosureDate>2023-02-30</CINclosureDate>\
        <Assessments><AssessmentAuthorisationDate>1066-10-14</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>\
        <AssessmentFactors>RB</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>";
    let (tables, findings) = one(&child(CHILD, &episode(inner)));
    assert!(tables.episodes[0].need.is_none() && tables.episodes[0].closed.is_none());
    assert!(tables.assessments[0].authorised.is_none() && tables.assessments[0].factors.is_empty());
    assert_eq!(
        (findings.count(Code::BadCode), findings.count(Code::BadDate), findings.count(Code::DateOutOfRange)),
        (2, 1, 1)
    );
}

#[test]
fn an_episode_without_a_referral_date_is_left_out_with_its_events() {
    let nameless = "<CINdetails><Assessments></Assessments><Section47></Section47><ChildProtectionPlans></ChildProtectionPlans></CINdetails>";
    let (tables, findings) = one(&child(CHILD, &format!("{nameless}{}", episode(""))));
    assert_eq!(
        (tables.episodes.len(), tables.assessments.len(), tables.enquiries.len(), tables.plans.len()),
        (1, 0, 0, 0)
    );
    assert_eq!(findings.count(Code::NoReferralDate), 1);
    assert!(findings.has_errors());
}

#[test]
fn a_child_without_an_identifier_is_left_out_and_the_next_is_not() {
    let (tables, findings) =
        one(&format!("{}{}", child("<LAchildID/>", &episode("")), child(CHILD, &episode(""))));
    assert_eq!((tables.children.len(), tables.episodes.len()), (1, 1));
    assert!(tables.episodes[0].child == tables.children[0].key);
    assert_eq!(findings.count(Code::NoChildId), 1);
}

#[test]
fn a_child_who_comes_again_is_one_child_and_the_later_return_stands() {
    let other = CHILD.replace("<Sex>F</Sex>", "<Sex>M</Sex>");
    let later = message("2024-03-31", &child(&other, &episode("")));
    let earlier = message("2023-03-31", &child(CHILD, &episode("")));
    let (tables, findings) = read(&[later, earlier]).unwrap();
    assert_eq!(tables.children.len(), 1);
    assert_eq!(tables.children[0].sex, Sex::Male);
    let days: Vec<_> = tables.returns.iter().map(|file| file.reference).collect();
    assert_eq!(days, [date(2023, 3, 31), date(2024, 3, 31)]);
    assert_eq!(findings.count(Code::DuplicateChild), 0);
    assert_eq!(findings.count(Code::YearDisagrees), 1);
}

#[test]
fn a_child_twice_in_one_return_is_told() {
    let (tables, findings) = one(&child(CHILD, &episode("")).repeat(2));
    assert_eq!((tables.children.len(), tables.episodes.len()), (1, 2));
    assert_eq!(findings.count(Code::DuplicateChild), 1);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let many: String = (0..6_000)
        .map(|number| {
            child(
                &format!(
                    "<LAchildID>c{}</LAchildID><PersonBirthDate>2015-13-01</PersonBirthDate>",
                    number % 4_000
                ),
                &episode("<PrimaryNeedCode>N1</PrimaryNeedCode>\n"),
            )
        })
        .collect();
    let text = message("2024-03-31", &many);
    assert!(text.len() > 2 << 20, "the text must be cut into pieces");
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| read(std::slice::from_ref(&text)).unwrap())
    };
    let ((one, found), (two, also)) = (with(1), with(2));
    assert!(one.episodes == two.episodes && one.children == two.children);
    let spots =
        |findings: &Findings| findings.diagnostics().iter().map(|d| d.message.clone()).collect::<Vec<_>>();
    assert_eq!(spots(&found), spots(&also));
    assert_eq!(found.count(Code::DuplicateChild), 2_000);
}

#[test]
fn a_document_type_is_refused_wherever_it_stands() {
    let bomb = "<!DOCTYPE m [<!ENTITY a \"aaaa\">]>";
    let text = message("2024-03-31", &child(CHILD, &episode("")));
    for hostile in [
        text.replacen("<Message>", &format!("{bomb}<Message>"), 1),
        text.replacen("<CINdetails>", &format!("{bomb}<CINdetails>"), 1),
    ] {
        assert_eq!(read(&[hostile]).err().map(|problem| problem.code), Some(Code::XmlDoctype));
    }
}

#[test]
fn a_file_that_is_cut_short_is_refused() {
    let text = message("2024-03-31", &child(CHILD, &episode("")).repeat(3));
    for keep in [text.len() - 5, text.len() - 30, text.len() / 2, text.find("</Header>").unwrap()] {
        let refused = read(&[text[..keep].to_owned()]).err().map(|problem| problem.code);
        assert!(matches!(refused, Some(Code::XmlMalformed | Code::XmlNotCin)), "{keep}: {refused:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused_by_their_line_wherever_they_stand() {
    let text = message("2024-03-31", &format!("\n{}\n", child(CHILD, &episode("")))) + "\n<!-- the end -->";
    for (part, line) in [("990", 2), ("SECRET1", 3), ("WBRI", 3), ("the end", 5)] {
        let (before, after) = text.split_once(part).unwrap();
        let refused = read(&[[before.as_bytes(), b"caf\xe9", after.as_bytes()].concat()]).err().unwrap();
        assert_eq!(refused.code, Code::NotUtf8, "{part}");
        let Place::Row { first, .. } = *refused.place else { panic!("{part}: {refused:?}") };
        assert_eq!(first, line, "{part}");
    }
}

#[test]
fn another_kind_of_xml_is_refused() {
    for text in ["", "not xml", "<html><body/></html>", "<Message><Header/></Message>"] {
        let refused = read(&[text.to_owned()]).err().map(|problem| problem.code);
        assert!(matches!(refused, Some(Code::XmlNotCin | Code::NoReferenceDate)), "{text}: {refused:?}");
    }
    let school = message("2024-03-31", "").replace(">CIN<", ">School Census<");
    assert_eq!(read(&[school]).err().map(|problem| problem.code), Some(Code::XmlNotCin));
}

#[test]
fn no_message_holds_a_value_of_a_row() {
    let inner =
        "<PrimaryNeedCode>SECRET2</PrimaryNeedCode><CINclosureDate>SECRET3</CINclosureDate><SECRET4/>SECRET5";
    let (_, findings) = one(&child(CHILD, &episode(inner)));
    assert!(findings.diagnostics().len() >= 4);
    for diagnostic in findings.diagnostics() {
        assert!(!crate::diag::text(&diagnostic).contains("SECRET"));
        assert!(!format!("{diagnostic:?}").contains("SECRET"));
    }
}

#[test]
fn ethnicity_as_recorded_includes_refused() {
    let (tables, _) = one(&child(CHILD, &episode("")).replace("WBRI", "REFU"));
    assert_eq!(tables.children[0].ethnicity, Some(Ethnicity::Refu));
}
