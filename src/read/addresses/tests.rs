//! Address files in the shapes that authorities export.

use jiff::civil::date;

use super::super::ChildKey;
use super::*;
use crate::domain::area::AreaCode;

/// Reads a file of the children `c1` and `c2` under an edition of 2021 areas.
fn read(text: &str) -> Result<(Vec<Address>, Wanted, Findings), Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("addresses.csv");
    std::fs::write(&path, text).unwrap();
    let mut keys = ChildKeys::default();
    keys.key(b"c1");
    keys.key(b"c2");
    let mut findings = Findings::default();
    let (addresses, wanted) = addresses(&path, &keys, Vintage::Lsoa21, &mut findings)?;
    Ok((addresses, wanted, findings))
}

fn places(text: &str) -> Vec<AddressPlace> {
    read(text).unwrap().0.iter().map(|address| address.place).collect()
}

fn area(vintage: Vintage, code: &str) -> AddressPlace {
    AddressPlace::area(vintage, AreaCode::parse(code.as_bytes()).unwrap())
}

#[test]
fn postcodes_are_numbered_in_the_order_of_meeting_whatever_their_spelling() {
    let (addresses, wanted, findings) = read(
        "child_id,postcode,start,end\n\
         c1,AB1 2CD,2020-01-01,2021-01-01\nc1,ef3 4gh,2021-01-02,\nc2,ab12cd,01/05/2020,NULL\n",
    )
    .unwrap();
    let places: Vec<_> = addresses.iter().map(|address| address.place).collect();
    assert!(places == [0, 1, 0].map(|number| AddressPlace::Postcode(Some(number))));
    assert_eq!(wanted.len(), 2);
    assert!(addresses[0].end == Some(date(2021, 1, 1)) && addresses[1].end.is_none());
    assert!(addresses[2].child == ChildKey(1) && addresses[2].start == Some(date(2020, 5, 1)));
    assert_eq!(findings, Findings::default());
}

#[test]
fn ssd_address_is_read_with_its_own_column_names() {
    let (addresses, _, findings) = read(
        "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date,\
         addr_address_end_date,addr_address_postcode\n\
         9,\"{\"\"ROOM\"\": \"\"1, 2\"\"}\",c1,HOME,2020-01-01 00:00:00.000,1900-01-01 00:00:00,AB12CD\n",
    )
    .unwrap();
    assert!(addresses[0].start == Some(date(2020, 1, 1)) && addresses[0].end.is_none());
    assert!(addresses[0].place == AddressPlace::Postcode(Some(0)));
    assert_eq!(findings, Findings::default());
}

#[test]
fn a_plain_area_is_of_the_edition_and_a_labelled_one_of_its_label() {
    assert!(
        places("child_id,lsoa,start,end\nc1,E01000001,2020-01-01,\n")[0]
            == area(Vintage::Lsoa21, "E01000001")
    );
    assert!(
        places("child_id,LSOA11CD,start,end\nc1,E01000001,2020-01-01,\n")[0]
            == area(Vintage::Lsoa11, "E01000001")
    );
}

#[test]
fn the_area_of_the_edition_comes_before_the_postcode_and_that_before_the_other_area() {
    let text = "child_id,lsoa11,postcode,lsoa21,start,end\n\
                c1,E01000001,AB1 2CD,E01000002,2020-01-01,\n\
                c1,E01000001,AB1 2CD,,2020-01-01,\n\
                c1,E01000001,,,2020-01-01,\n\
                c1,,,,2020-01-01,\n";
    let expected = [
        area(Vintage::Lsoa21, "E01000002"),
        AddressPlace::Postcode(Some(0)),
        area(Vintage::Lsoa11, "E01000001"),
        AddressPlace::Unreadable,
    ];
    assert!(places(text) == expected);
}

#[test]
fn a_place_that_cannot_be_read_is_kept_as_unreadable_and_noted() {
    let (addresses, wanted, findings) =
        read("child_id,postcode,start,end\nc1,nowhere at all,2020-01-01,\nc1,,2020-01-01,\n").unwrap();
    assert!(addresses.iter().all(|address| address.place == AddressPlace::Unreadable));
    assert!(wanted.is_empty());
    assert_eq!(findings.count(Code::BadPostcode), 2);
}

#[test]
fn children_of_no_return_are_counted_and_passed_over() {
    let (addresses, wanted, findings) =
        read("child_id,postcode,start,end\nx,AB1 2CD,2020-01-01,\n,AB1 2CD,2020-01-01,\n c1 ,AB1 2CE,2020-01-01,\n")
            .unwrap();
    assert_eq!((addresses.len(), wanted.len()), (1, 1));
    assert_eq!((findings.count(Code::UnknownChild), findings.count(Code::NoChildId)), (1, 1));
}

#[test]
fn dates_that_are_missing_or_wrong_are_noted_and_never_invented() {
    let (addresses, _, findings) = read(
        "child_id,postcode,start,end\n\
         c1,AB1 2CD,,2020-01-01\nc1,AB1 2CD,soon,\nc1,AB1 2CD,2020-01-01,9999-12-31\nc1,AB1 2CD,2020-02-01,2020-01-31\n",
    )
    .unwrap();
    assert_eq!(addresses.len(), 3);
    assert!(addresses[0].start.is_none() && addresses[1].start.is_none() && addresses[2].end.is_none());
    assert_eq!(findings.count(Code::NoAddressStart), 2);
    assert_eq!(findings.count(Code::BadDate), 1);
    assert_eq!(findings.count(Code::DateOutOfRange), 1);
    assert_eq!(findings.count(Code::AddressEndsBeforeStart), 1);
}

#[test]
fn columns_that_are_missing_are_named() {
    let error = read("child_id,town,start\nc1,x,2020-01-01\n").err().unwrap();
    assert_eq!(error.code, Code::MissingColumn);
    assert_eq!(error.message, "there are no columns `postcode` or `lsoa`, `end`");
}
