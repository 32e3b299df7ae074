//! CSV files as they are exported, and as they are made to do harm.

use std::io::Read;
use std::path::Path;

use proptest::prelude::*;

use super::super::{Missing, Search};
use super::*;

/// Rows by number, each with its cells.
type Rows = Vec<(u64, Vec<String>)>;

/// Reads every cell of a table whose header has a column `a`.
fn cells(input: impl Read) -> Result<(Rows, Findings), Diagnostic> {
    let find = |header: &Header| header.named(&["a"]).ok_or(Missing(vec!["`a`"]));
    let (mut rows, mut findings) = (Vec::new(), Findings::default());
    let mut each = |_: &_, row: Row<'_>, _: &mut Findings| {
        rows.push((row.number(), (0..row.width()).map(|index| row.at(index).to_owned()).collect()));
        Ok(())
    };
    read(Path::new("t.csv"), input, &mut Search::new(&find), &mut findings, &mut each)?;
    Ok((rows, findings))
}

fn code(input: impl Read) -> Code {
    cells(input).unwrap_err().code
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn a_byte_order_mark_quotes_and_either_line_end_make_no_difference() {
    let expected = vec![row(2, &["1", "x, \"y\""]), row(3, &["2", ""])];
    for text in [
        "a,b\n1,\"x, \"\"y\"\"\"\n2,\n",
        "\u{feff}a,b\r\n1,\"x, \"\"y\"\"\"\r\n2,\r\n",
        "a , b\n 1 ,\"x, \"\"y\"\"\"\n2,",
    ] {
        assert_eq!(cells(text.as_bytes()).unwrap().0, expected, "{text}");
    }
}

#[test]
fn a_row_of_the_wrong_length_is_noted_and_left_out() {
    let (rows, findings) = cells(&b"a,b\n1,2\n3\n4,5,6\n7,8\n"[..]).unwrap();
    assert_eq!(rows, [row(2, &["1", "2"]), row(5, &["7", "8"])]);
    assert_eq!(findings.count(Code::RaggedRow), 2);
    let place = &findings.diagnostics()[0].place;
    assert!(matches!(&**place, crate::diag::Place::Row { first: 3, .. }), "{place:?}");
}

#[test]
fn a_column_without_a_name_is_tolerated() {
    assert_eq!(cells(&b",a\n0,x\n"[..]).unwrap().0, [row(2, &["0", "x"])]);
}

#[test]
fn a_header_may_stand_below_a_title() {
    let (rows, findings) = cells(&b"A title\nand a note,,\n\na,b\n1,2\n"[..]).unwrap();
    assert_eq!((rows, findings), (vec![row(5, &["1", "2"])], Findings::default()));
    let deep = format!("{}a,b\n1,2\n", "title\n".repeat(30));
    assert_eq!(code(deep.as_bytes()), Code::MissingColumn);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
    let (rows, _) = cells(&b"a,b\n\n1,\"two\nlines\"\n,\n3,4\n"[..]).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!(numbers, [3, 5]);
    let (rows, _) = cells(&b"a,b\r\n\r\n1,\"two\r\nlines\"\r\n,\r\n3,4\r\n"[..]).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!(numbers, [3, 5]);
}

#[test]
fn a_table_of_nothing_says_so() {
    assert_eq!(code(&b""[..]), Code::MissingColumn);
    assert_eq!(code(&b"a,b\n"[..]), Code::EmptyTable);
    assert_eq!(code(&b"a,b\n,\n,\n"[..]), Code::EmptyTable);
    let error = cells(&b"a,b\n1\n2\n"[..]).unwrap_err();
    assert_eq!(error.code, Code::EmptyTable);
    assert!(error.message.contains("all 2 rows"), "{}", error.message);
}

#[test]
fn what_is_not_utf8_text_is_refused() {
    for bytes in [
        &b"a,b\n1,\0\n"[..],
        b"a,b\n1,caf\xe9\n",
        b"\xff\xfea\0,\0b\0\n\0",
        b"\xfe\xff\0a\0\n",
        b"a,b\n\xc0\x80,1\n",
        b"a,b\n\xed\xa0\x80,1\n",
        // Each cell holds half a character; together they would make a whole one.
        b"a,b\n\xc3,\xa9\n",
    ] {
        assert_eq!(code(bytes), Code::NotUtf8, "{bytes:?}");
    }
}

#[test]
fn a_character_may_lie_across_two_reads() {
    let long = "é".repeat(CHUNK / 2 - 3);
    let text = format!("a,b\n1,2\n{}", format!("{},é\n", &long[..1000]).repeat(600));
    assert_eq!(cells(text.as_bytes()).unwrap().0.len(), 601);
}

#[test]
fn a_million_columns_are_refused() {
    let header = std::iter::repeat_n(b"a,", 1_000_000).flatten().copied().collect::<Vec<_>>();
    assert_eq!(code(header.as_slice()), Code::FileTooLarge);
    let wide_row = [b"a,b\n".as_slice(), &header].concat();
    assert_eq!(code(wide_row.as_slice()), Code::FileTooLarge);
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_before_it_is_held() {
    let mut line = Counted { input: std::io::repeat(b'x').take(100_000_000), read: 0 };
    assert_eq!(code((&b"a,b\n1,"[..]).chain(&mut line)), Code::FileTooLarge);
    assert!(line.read < 4 * MAX_ROW_BYTES, "{}", line.read);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_refused_before_the_file_is_held() {
    let rest = "1,2\n".repeat(1_000_000);
    let mut rest = Counted { input: rest.as_bytes(), read: 0 };
    let error = cells((&b"a,b\n1,\"oops\n"[..]).chain(&mut rest)).unwrap_err();
    assert_eq!(error.code, Code::FileTooLarge);
    assert!(error.help.contains("quotation mark"), "{}", error.help);
    assert!(rest.read < 4 * MAX_ROW_BYTES, "{}", rest.read);
}

#[test]
fn an_input_that_fails_half_way_is_an_error_and_not_an_end() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    assert_eq!(code((&b"a,b\n1,2\n"[..]).chain(Broken)), Code::FileUnreadable);
}

proptest! {
    #[test]
    fn whatever_a_writer_writes_is_read_back(
        table in proptest::collection::vec(proptest::collection::vec("[^\0]{0,12}", 3), 1..20)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let trimmed = table.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        let expected: Vec<_> = trimmed.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
        let read = cells(bytes.as_slice()).map_or_else(|_| Vec::new(), |(rows, _)| rows);
        prop_assert_eq!(read.into_iter().map(|row| row.1).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_bytes_cause_a_panic(bytes: Vec<u8>) {
        let _ = cells((&b"a,b\n"[..]).chain(bytes.as_slice()));
    }
}

/// Counts what was asked of an input.
struct Counted<R> {
    input: R,
    read: usize,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count;
        Ok(count)
    }
}
