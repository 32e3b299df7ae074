//! Columns of small areas, and the census that their names give away.

use crate::diag::Code;
use crate::domain::Vintage;
use crate::domain::area::AreaCode;

use super::sheet::{Column, Header, is_missing};

/// Returns the column of codes of one census: `lsoa21`, `LSOA21CD`, `lsoa11_code`, `LSOA code (2011)`, ….
pub(super) fn of(header: &Header, vintage: Vintage) -> Option<Column> {
    header.first(|name| kind(name) == Some(Some(vintage)))
}

/// Returns the column of codes of whichever census.
pub(super) fn any(header: &Header) -> Option<Column> {
    header.first(|name| kind(name).is_some())
}

/// Returns the column of codes whose name is silent on the census: `lsoa`, `lsoa_code`, `LSOACD`.
pub(super) fn unlabelled(header: &Header) -> Option<Column> {
    header.first(|name| kind(name) == Some(None))
}

/// Reads a code; `None` where the cell is missing or holds a pseudo-code, which stands for "no such area".
///
/// # Errors
///
/// Returns `bad-area` for what is not of the form of a code.
pub(super) fn code(cell: &str) -> Result<Option<AreaCode>, Code> {
    if is_missing(cell) || (cell.len() == 9 && cell.ends_with("99999999")) {
        return Ok(None);
    }
    AreaCode::parse(cell.as_bytes()).map(Some).ok_or(Code::BadArea)
}

/// Returns the census a name gives, `Some(None)` where it names areas and no census, `None` where it does not
/// name codes of lower super output areas.
fn kind(name: &str) -> Option<Option<Vintage>> {
    let name = name.replace(' ', "");
    let rest = name.strip_prefix("lsoa")?;
    match rest.replacen("code", "", 1).replacen("cd", "", 1).as_str() {
        "" => Some(None),
        "11" | "2011" => Some(Some(Vintage::Lsoa11)),
        "21" | "2021" => Some(Some(Vintage::Lsoa21)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_census_away() {
        for name in ["lsoa21", "lsoa21cd", "lsoa21 code", "lsoa 2021 code", "lsoa code 2021"] {
            assert_eq!(kind(name), Some(Some(Vintage::Lsoa21)), "{name}");
        }
        for name in ["lsoa11", "lsoa11cd", "lsoa code 2011"] {
            assert_eq!(kind(name), Some(Some(Vintage::Lsoa11)), "{name}");
        }
        for name in ["lsoa", "lsoa code", "lsoacd"] {
            assert_eq!(kind(name), Some(None), "{name}");
        }
        for name in ["lsoa01", "lsoa name", "lsoa21nm", "msoa21cd", "lsoa 2021 name", "area code"] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn a_pseudo_code_stands_for_no_area() {
        for cell in ["E99999999", "M99999999", "", "NULL"] {
            assert_eq!(code(cell), Ok(None), "{cell}");
        }
        assert_eq!(code("E0100000"), Err(Code::BadArea));
        assert!(code("E01000001").is_ok_and(|area| area.is_some()));
    }
}
