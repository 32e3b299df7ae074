//! The population workbook, as the Office for National Statistics lays out its estimates for small areas by
//! single year of age and sex: a sheet for each year, the header on its fourth row.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::areas::{Area, Ground, Standing};
use super::spec::Spec;
use super::tables::district;

/// Makes the workbook; the same areas give the same bytes.
///
/// # Errors
///
/// Returns what the writer of workbooks returns, such as for a sheet that is too large.
pub(super) fn population(spec: &Spec, ground: &Ground) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2025, 11, 1)?;
    let properties = DocProperties::new().set_title("Synthetic data").set_author("Synthetic data");
    workbook.set_properties(&properties.set_creation_datetime(&made));
    let notes = workbook.add_worksheet().set_name("Notes")?;
    let banner =
        format!("SYNTHETIC DATA. {} is a made-up authority: no area in this workbook exists.", spec.name);
    notes.write_string(0, 0, banner)?;
    notes.write_string(
        1,
        0,
        "The layout is that of the small area population estimates by single year of age and sex.",
    )?;
    for estimate in 0..ground.areas[0].people.len() {
        let year = spec.years.last - spec.years.returns + i16::try_from(estimate).unwrap_or(0);
        sheet(spec, ground, workbook.add_worksheet(), estimate, year)?;
    }
    workbook.save_to_buffer()
}

fn sheet(
    spec: &Spec,
    ground: &Ground,
    sheet: &mut Worksheet,
    estimate: usize,
    year: i16,
) -> Result<(), XlsxError> {
    sheet.set_name(format!("Mid-{year} LSOA 2021"))?;
    sheet.write_string(
        0,
        0,
        format!("Mid-{year} population estimates, 2021 lower super output areas: SYNTHETIC DATA"),
    )?;
    sheet.write_string(1, 0, "This worksheet contains one table. The header is on row 4.")?;
    let mut header: Vec<String> =
        ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"]
            .map(String::from)
            .into();
    header.extend(["F", "M"].iter().flat_map(|sex| (0..=90).map(move |age| format!("{sex}{age}"))));
    for (column, name) in (0..).zip(&header) {
        sheet.write_string(3, column, name)?;
    }
    let counted = |area: &&Area| matches!(area.standing, Standing::Home | Standing::Neighbour);
    for (row, area) in (4..).zip(ground.areas.iter().filter(counted)) {
        let (code, name) = district(spec, area);
        for (column, text) in (0..).zip([code, name, &area.code, &area.name]) {
            sheet.write_string(row, column, text)?;
        }
        let people: Vec<u32> = area.people[estimate].iter().flatten().copied().collect();
        sheet.write_number(row, 4, people.iter().sum::<u32>())?;
        for (column, &number) in (5..).zip(&people) {
            sheet.write_number(row, column, number)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn sheets_read_back_with_the_header_on_row_four_and_the_childrens_total() {
        let spec = Spec::northbridge();
        let ground = Ground::make(&spec);
        let bytes = population(&spec, &ground).unwrap();
        let mut workbook = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(
            workbook.sheet_names(),
            ["Notes", "Mid-2022 LSOA 2021", "Mid-2023 LSOA 2021", "Mid-2024 LSOA 2021"]
        );
        let sheet = workbook.worksheet_range("Mid-2024 LSOA 2021").unwrap();
        let header: Vec<_> = sheet.rows().nth(3).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!((header.len(), header[4].as_str(), header[96].as_str()), (187, "Total", "M0"));
        let number = |cell: &Data| match cell {
            Data::Float(number) => *number,
            _ => 0.0,
        };
        let home = sheet.rows().skip(4).filter(|row| row[0].to_string() == spec.place.district);
        let children: f64 =
            home.map(|row| row[5..23].iter().chain(&row[96..114]).map(number).sum::<f64>()).sum();
        assert_eq!(children, ground.children(2).iter().sum::<f64>());
    }
}
