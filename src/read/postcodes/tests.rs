//! Postcode directories of every vintage.

use super::super::ChildKey;
use super::*;
use crate::domain::{AreaCode, AreaKind, Lsoa11, Lsoa21};

const NSPL_2011: &str = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa11,cty,ced,laua,ward,hlthau,nhser,ctry,rgn,pcon,eer,teclec,ttwa,pct,nuts,park,lsoa11,msoa11,wz11,ccg,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,stp";
const NSPL_2024: &str = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,nhser,ctry,rgn,pcon,ttwa,itl,npark,lsoa21,msoa21,wz11,sicbl,bua22,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,icb";
const NSPL_2025: &str = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,nhser24cd,ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd";
const NSPL_2026: &str = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,wd26cd,nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd";
const ONSPD_2023: &str = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21";
const BEST_FIT: &str =
    "PCD7,PCD8,PCDS,DOINTR,DOTERM,USERTYPE,OA21CD,LSOA21CD,MSOA21CD,LADCD,LSOA21NM,MSOA21NM,LADNM,LADNMW";
const TRAFFORD: &str = "postcode,ward_code,ward_name,msoa_code,msoa_hcl_name,lsoa_code,lsoa_name,locality,la_code,la_name,lon,lat";

/// Writes a row under a header: the postcode in its column, an area in each column of areas.
fn row(header: &str, postcode: &str, terminated: &str) -> String {
    let cell = |name: &str| match name.to_ascii_lowercase().as_str() {
        "pcds" | "pcd" | "pcd2" | "pcd7" | "pcd8" | "postcode" => postcode.to_owned(),
        "doterm" => terminated.to_owned(),
        "lsoa01" => "E01000001".to_owned(),
        "lsoa11" => "E01000011".to_owned(),
        "lsoa21" | "lsoa21cd" | "lsoa_code" => "E01000021".to_owned(),
        name if name.starts_with("msoa") => "E02000002".to_owned(),
        _ => String::new(),
    };
    header.split(',').map(cell).collect::<Vec<_>>().join(",")
}

/// Resolves addresses at the postcodes, which are asked for in this order.
fn resolve(asked: &[&str], text: &str) -> Result<(Vec<Address>, Directory, Findings), Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("postcodes.csv");
    std::fs::write(&path, text).unwrap();
    let mut wanted = Wanted::default();
    let mut addresses: Vec<_> = asked
        .iter()
        .map(|postcode| {
            let number = wanted.number(Postcode::parse(postcode).unwrap());
            let place = AddressPlace::Postcode(Some(number));
            Address { child: ChildKey(0), start: None, end: None, place, row: 2, family: None }
        })
        .collect();
    let mut findings = Findings::default();
    let directory = postcodes(&path, &wanted, Vintage::Lsoa21, &mut addresses, &mut findings)?;
    Ok((addresses, directory, findings))
}

fn entry(lsoa11: Option<&str>, lsoa21: Option<&str>) -> DirectoryEntry {
    let code = |code: Option<&str>| code.map(|code| AreaCode::parse(code.as_bytes()).unwrap());
    DirectoryEntry {
        lsoa11: code(lsoa11).map(Lsoa11::from_code),
        lsoa21: code(lsoa21).map(Lsoa21::from_code),
    }
}

#[test]
fn every_vintage_of_directory_resolves() {
    let (old, new) = (Some("E01000011"), Some("E01000021"));
    for (header, expected) in [
        (NSPL_2011, entry(old, None)),
        (NSPL_2024, entry(None, new)),
        (NSPL_2025, entry(None, new)),
        (NSPL_2026, entry(None, new)),
        (ONSPD_2023, entry(old, new)),
        (BEST_FIT, entry(None, new)),
        (TRAFFORD, entry(None, new)),
    ] {
        let text =
            format!("{header}\n{}\n{}\n", row(header, "E1  6AN", ""), row(header, "AB1 0AA", "199606"));
        let (addresses, directory, findings) = resolve(&["ab10aa", "E1 6AN"], &text).unwrap();
        assert!(directory.entries == [expected, expected], "{header}");
        assert!(
            addresses.iter().all(|address| matches!(address.place, AddressPlace::Postcode(Some(_)))),
            "{header}"
        );
        assert_eq!(findings, Findings::default(), "{header}");
    }
}

#[test]
fn an_address_whose_postcode_the_directory_lacks_is_marked() {
    let (addresses, directory, _) =
        resolve(&["AB1 2CD", "AB1 2CE"], "pcds,lsoa21\nAB1 2CE,E01000021\n").unwrap();
    assert!(addresses[0].place == AddressPlace::Postcode(None));
    assert!(addresses[1].place == AddressPlace::Postcode(Some(1)));
    assert!(directory.entries[1] == entry(None, Some("E01000021")));
}

#[test]
fn a_pseudo_code_or_an_empty_cell_is_a_postcode_without_an_area() {
    for area in ["E99999999", "M99999999", ""] {
        let (addresses, directory, findings) =
            resolve(&["AB1 2CD"], &format!("pcds,lsoa21\nAB1 2CD,{area}\n")).unwrap();
        assert!(addresses[0].place == AddressPlace::Postcode(Some(0)));
        assert!(directory.entries == [entry(None, None)]);
        assert_eq!(findings, Findings::default());
    }
}

#[test]
fn a_postcode_repeated_with_another_area_keeps_its_first_and_is_noted() {
    let text = "pcds,lsoa21\nAB1 2CD,E01000021\nAB1 2CD,E01000021\nAB12CD,E01000022\n";
    let (_, directory, findings) = resolve(&["AB1 2CD"], text).unwrap();
    assert!(directory.entries == [entry(None, Some("E01000021"))]);
    assert_eq!(findings.count(Code::DuplicatePostcode), 1);
}

#[test]
fn a_directory_without_areas_is_refused() {
    let error = resolve(&["AB1 2CD"], "pcds,laua\nAB1 2CD,E06000001\n").err().unwrap();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(error.message.contains("`lsoa21cd`"), "{}", error.message);
}
