//! Rules P: what the bytes of a PDF say of its accessibility. A checker of PDF/UA says more.

use super::{Fault, Faults};

/// P01, P02, P03, P04, P07 and P09.
pub(super) const RULES: usize = 6;

/// Tests a document.
pub(super) fn check(file: &str, bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Faults::of(file);
    let holds = |needle: &str| bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
    faults.when(!holds("/StructTreeRoot") || !holds("/Marked true"), "P01", "the document is not tagged");
    faults.when(
        !holds("/Lang (en-GB)") && !holds("/Lang(en-GB)"),
        "P02",
        "the document does not state its language",
    );
    faults.when(!holds("/DisplayDocTitle true"), "P03", "a reader does not show the title of the document");
    faults.when(!holds("pdfuaid"), "P01", "the document does not claim PDF/UA");
    let figures = times(bytes, "/S /Figure").max(times(bytes, "/S/Figure"));
    let told = times(bytes, "/Alt");
    faults.when(figures > told, "P04", "a picture has no words in its place");
    faults.when(!holds("/FontFile"), "P07", "fonts are not in the document");
    faults.when(!holds("/Outlines"), "P09", "the document has no bookmarks");
    faults.found
}

fn times(bytes: &[u8], needle: &str) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle.as_bytes()).count()
}
