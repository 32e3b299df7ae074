//! The tables beside the returns, in their published layouts: addresses, the postcode directory (National
//! Statistics Postcode Lookup of 2025), File 7 of the Indices of Deprivation 2025, and the exact-fit lookup
//! from 2011 to 2021 areas.

use std::fmt::Write;

use crate::domain::{Axis, Date, ethnicity_place};

use super::areas::{Area, Ground, Life, MEASURES, Postcode, RANKED, Standing};
use super::dirt::ODD_ADDRESSES;
use super::families::ETHNICITIES;
use super::person::{Address, Child, Written};
use super::spec::Spec;

/// The header of File 7 of 2025 as published, one column name cut short.
const FILE_7: &str = concat!(
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name (2024),",
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),",
    "Income Score (rate),Income Rank (where 1 is most deprived),",
    "Income Decile (where 1 is most deprived 10% of LSOAs),",
    "Employment Score (rate),Employment Rank (where 1 is most deprived),",
    "Employment Decile (where 1 is most deprived 10% of LSOAs),",
    "\"Education, Skills and Training Score\",\"Education, Skills and Training Rank (where 1 is most deprived)\",",
    "\"Education, Skills and Training Decile (where 1 is most deprived 10% of LSOAs)\",",
    "Health Deprivation and Disability Score,Health Deprivation and Disability Rank (where 1 is most deprived),",
    "Health Deprivation and Disability Decile (where 1 is most deprived 10% of LSOAs),",
    "Crime Score,Crime Rank (where 1 is most deprived),Crime Decile (where 1 is most deprived 10% of LSOAs),",
    "Barriers to Housing and Services Score,Barriers to Housing and Services Rank (where 1 is most deprived),",
    "Barriers to Housing and Services Decile (where 1 is most deprived 10% of LSOAs),",
    "Living Environment Score,Living Environment Rank (where 1 is most deprived),",
    "Living Environment Decile (where 1 is most deprived 10% of LSOAs),",
    "Income Deprivation Affecting Children Index (IDACI) Score (rate),",
    "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived),",
    "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs),",
    "Income Deprivation Affecting Older People (IDAOPI) Score (rate),",
    "Income Deprivation Affecting Older People (IDAOPI) Rank (where 1 is most deprived),",
    "Income Deprivation Affecting Older People (IDAOPI) Decile (where 1 is most deprived 10% of LSOAs),",
    "Children and Young People Sub-domain Score,Children and Young People Sub-domain Rank (where 1 is most deprived),",
    "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO,",
    "Adult Skills Sub-domain Score,Adult Skills Sub-domain Rank (where 1 is most deprived),",
    "Adult Skills Sub-domain Decile (where 1 is most deprived 10% of LSOAs),",
    "Geographical Barriers Sub-domain Score,Geographical Barriers Sub-domain Rank (where 1 is most deprived),",
    "Geographical Barriers Sub-domain Decile (where 1 is most deprived 10% of LSOAs),",
    "Wider Barriers Sub-domain Score,Wider Barriers Sub-domain Rank (where 1 is most deprived),",
    "Wider Barriers Sub-domain Decile (where 1 is most deprived 10% of LSOAs),",
    "Indoors Sub-domain Score,Indoors Sub-domain Rank (where 1 is most deprived),",
    "Indoors Sub-domain Decile (where 1 is most deprived 10% of LSOAs),",
    "Outdoors Sub-domain Score,Outdoors Sub-domain Rank (where 1 is most deprived),",
    "Outdoors Sub-domain Decile (where 1 is most deprived 10% of LSOAs),",
    "Total population: mid 2022,Dependent Children aged 0-15: mid 2022,",
    "Older population aged 60 and over: mid 2022,",
    "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022\n",
);

/// The header of the postcode directory of 2025, as published.
const NSPL: &str = concat!(
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,nhser24cd,",
    "ctry25cd,rgn25cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl24cd,bua24cd,ruc21ind,",
    "oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd\n",
);

/// The score of a measure: either a share of people that falls with the square of the rank's place, or a
/// value on a scale that falls in step with it.
enum Score {
    /// From this much, for the most deprived, towards nought.
    Share(f64),
    /// From this much, for the most deprived, down to as much below nought.
    Scale(f64),
}

/// The scores, in the order of the columns.
const SCORES: [Score; MEASURES] = [
    Score::Share(92.0),
    Score::Share(0.6),
    Score::Share(0.45),
    Score::Share(95.0),
    Score::Scale(3.2),
    Score::Scale(3.0),
    Score::Share(70.0),
    Score::Share(95.0),
    Score::Share(0.85),
    Score::Share(0.8),
    Score::Scale(2.9),
    Score::Share(0.65),
    Score::Scale(3.0),
    Score::Scale(7.0),
    Score::Scale(2.8),
    Score::Scale(2.9),
];

/// A row of text grows here; a string takes all that is written.
macro_rules! put {
    ($out:expr, $($arguments:tt)+) => { write!($out, $($arguments)+).expect("a string takes all that is written") };
}

/// Writes the dated addresses.
pub(super) fn addresses(children: &[Child]) -> String {
    let mut out = String::from("child_id,postcode,start,end,lsoa11,lsoa21,family\n");
    for child in children {
        for Address { start, end, written, .. } in &child.addresses {
            let (postcode, lsoa11, lsoa21) = match written {
                Written::Postcode(text) => (text.as_str(), "", ""),
                Written::Lsoa11(code) => ("", code.as_str(), ""),
                Written::Lsoa21(code) => ("", "", code.as_str()),
            };
            let (start, end, family) = (day(*start), day(*end), child.family);
            put!(out, "{},{postcode},{start},{end},{lsoa11},{lsoa21},F{family:05}\n", child.id);
        }
    }
    // An address system knows more children than the returns do.
    let unknown =
        ODD_ADDRESSES.iter().find(|(name, _)| *name == "unknown_child").map_or(0, |(_, number)| *number);
    for nth in 0..unknown {
        put!(out, "NB{:06},NB1 1AA,2020-01-0{},,,,\n", 900_000 + nth, nth + 1);
    }
    out
}

/// Writes some of the same addresses under the column names of the Standard Safeguarding Dataset.
pub(super) fn addresses_ssd(children: &[Child]) -> String {
    let mut out = String::from(concat!(
        "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date,",
        "addr_address_end_date,addr_address_postcode\n"
    ));
    let rows = children.iter().flat_map(|child| child.addresses.iter().map(move |address| (child, address)));
    for (nth, (child, address)) in rows.take(300).enumerate() {
        if let Written::Postcode(text) = &address.written {
            let postcode = text.replace(' ', "").to_uppercase();
            let (start, end) = (day(address.start), day(address.end));
            put!(out, "{},,{},HOME,{start},{end},{postcode}\n", nth + 1, child.id);
        }
    }
    out
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

/// Writes the postcode directory.
pub(super) fn directory(spec: &Spec, ground: &Ground) -> String {
    let mut out = String::from(NSPL);
    for (at, area) in ground.areas.iter().enumerate() {
        for (nth, postcode) in area.postcodes.iter().enumerate() {
            let oa = format!("E00{:06}", 990_000 + at * 10 + nth % 10);
            let codes = (
                oa.as_str(),
                district(spec, area).0,
                area.code.as_str(),
                format!("E{:08}", 2_990_000 + area.middle),
            );
            entry(&mut out, postcode, codes, area.ranks[0]);
        }
    }
    for (text, lsoa) in ground.nowhere.iter().zip(["L99999999", ""]) {
        let postcode = Postcode { text: text.clone(), life: Life::Live };
        entry(&mut out, &postcode, ("", "", lsoa, String::new()), 0);
    }
    out
}

fn entry(out: &mut String, postcode: &Postcode, codes: (&str, &str, &str, String), rank: u32) {
    let (oa, lad, lsoa, msoa) = codes;
    let (outward, inward) = postcode.text.split_once(' ').unwrap_or((&postcode.text, ""));
    let (padded, wide) = (format!("{outward:<4}{inward}"), format!("{outward:<4} {inward}"));
    let ended = if postcode.life == Life::Terminated { "202307" } else { "" };
    put!(out, "{padded},{wide},{},198001,{ended},0,,,9,{oa},E99999999,E99999999,{lad},,,", postcode.text);
    put!(out, "E92000001,,,,,E65000001,{lsoa},{msoa},,,,,,,,,,,{rank},\n");
}

/// Writes File 7 of the index, the areas of the directory that it ranks.
pub(super) fn index(spec: &Spec, ground: &Ground) -> String {
    let mut out = String::from(FILE_7);
    for area in ground.areas.iter().filter(|area| area.standing != Standing::WithoutIndex) {
        let (code, name) = district(spec, area);
        put!(out, "{},{},{code},{name}", area.code, area.name);
        for (score, &rank) in SCORES.iter().zip(&area.ranks) {
            put!(out, ",{:.3},{rank},{}", score.at(rank), (rank * 10).div_ceil(RANKED));
        }
        let aged =
            |from: usize, to: usize| -> u32 { area.people[0].iter().flat_map(|sex| &sex[from..to]).sum() };
        put!(out, ",{},{},{},{}\n", aged(0, 91), aged(0, 16), aged(60, 91), aged(18, 67));
    }
    out
}

impl Score {
    fn at(&self, rank: u32) -> f64 {
        let above = 1.0 - (f64::from(rank) - 0.5) / f64::from(RANKED);
        match self {
            Self::Share(most) => most * above * above,
            Self::Scale(most) => most * (2.0 * above - 1.0),
        }
    }
}

/// Writes the lookup from 2011 to 2021 areas.
pub(super) fn lookup(spec: &Spec, ground: &Ground) -> String {
    let mut out =
        String::from("LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId\n");
    for (nth, change) in ground.changes.iter().enumerate() {
        let (new, (old, old_name)) = (&ground.areas[change.new], &change.old);
        let (code, name) = district(spec, new);
        put!(out, "{old},{old_name},{},{},{},{code},{name},,{}\n", new.code, new.name, change.kind, nth + 1);
    }
    out
}

/// Writes people by area and ethnic group, in the layout of census table TS021 by group. The mix is that of the
/// children who are referred, so that no group is more likely to be than another.
pub(super) fn ethnic_groups(ground: &Ground) -> String {
    let mut out = String::from(concat!(
        "lsoa21_code,total_residents,\"Asian, Asian British or Asian Welsh\",",
        "\"Black, Black British, Black Welsh, Caribbean or African\",Mixed or Multiple ethnic groups,",
        "Other ethnic group,White\n"
    ));
    let mut shares = [0.0; 6];
    for (ethnicity, share) in ETHNICITIES {
        let place = ethnicity_place(Some(ethnicity));
        shares[Axis::EthnicityDetail.within(Axis::Ethnicity, place).expect("detail nests")] += share;
    }
    let [white, mixed, asian, black, other, missing] = shares;
    for area in ground.areas.iter().filter(|area| area.standing != Standing::WithoutPopulation) {
        let people: u32 = area.people[0].iter().flatten().sum();
        let group = |share: f64| (f64::from(people) * share / (1.0 - missing)).round();
        let [asian, black, mixed, other, white] = [asian, black, mixed, other, white].map(group);
        put!(out, "{},{people},{asian},{black},{mixed},{other},{white}\n", area.code);
    }
    out
}

/// Returns the code and name of the district an area lies in.
pub(super) fn district<'a>(spec: &'a Spec, area: &Area) -> (&'a str, &'a str) {
    match area.standing {
        Standing::Neighbour => (&spec.place.neighbour_district, &spec.place.neighbour_name),
        _ => (&spec.place.district, &spec.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_as_many_columns_as_the_published_files() {
        let header = csv::Reader::from_reader(FILE_7.as_bytes()).headers().unwrap().len();
        assert_eq!((header, NSPL.split(',').count()), (56, 35));
    }

    #[test]
    fn every_row_has_the_columns_of_its_header() {
        let spec = Spec::northbridge();
        let ground = Ground::make(&spec);
        for (table, rows) in
            [(directory(&spec, &ground), 867), (index(&spec, &ground), 172), (lookup(&spec, &ground), 175)]
        {
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            assert_eq!(reader.records().filter_map(Result::ok).count(), rows);
        }
    }

    #[test]
    fn scores_fall_as_ranks_rise() {
        for score in &SCORES {
            let falling = (1..RANKED).all(|rank| score.at(rank) > score.at(rank + 1));
            assert!(falling);
        }
    }

    #[test]
    fn every_kind_of_change_between_censuses_is_there() {
        let ground = Ground::make(&Spec::northbridge());
        for kind in ['U', 'S', 'M', 'X'] {
            assert!(ground.changes.iter().any(|change| change.kind == kind), "{kind}");
        }
    }
}
