//! The properties of a workbook: its title and its language, which rust_xlsxwriter cannot state, and no time.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::XlsxError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Returns a workbook with other properties: title, author and language, without a time.
pub(super) fn describe(workbook: &[u8], title: &str, author: &str) -> Result<Vec<u8>, XlsxError> {
    let mut archive = ZipArchive::new(Cursor::new(workbook))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let name = file.name()?.into_owned();
        if name == "docProps/core.xml" {
            writer.start_file(&name, options)?;
            writer.write_all(core(title, author).as_bytes())?;
        } else if file.size() == 0 {
            writer.start_file(&name, options)?;
            file.read_to_end(&mut Vec::new())?;
        } else {
            writer.raw_copy_file(file)?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

fn core(title: &str, author: &str) -> String {
    // XML cannot hold control characters at all.
    let escape = |text: &str| quick_xml::escape::escape(text.replace(char::is_control, " ")).into_owned();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>",
        escape(title),
        escape(author)
    )
}
