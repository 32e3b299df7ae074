//! One fault for each rule, planted where the rule would meet it.

use super::{assert_found, put, put_in_part};

const CHART: &str = "charts/rates-assessed.svg";
const EES: &str = "data/domestic_abuse_child_protection_gradient.csv";

macro_rules! planted {
    ($($name:ident: $rule:literal in $file:expr, $from:literal => $to:literal;)+) => {
        $(#[test] fn $name() { assert_found($rule, $file, |bytes| put(bytes, $from, $to)); })+
    };
}

macro_rules! planted_in_workbook {
    ($($name:ident: $rule:literal in $part:literal, $from:literal => $to:literal;)+) => {
        $(#[test] fn $name() {
            assert_found($rule, "tables.xlsx", |bytes| put_in_part(&bytes, $part, $from, $to));
        })+
    };
}

planted! {
    a_page_in_no_language: "H01" in "briefing.html", "lang=\"en-GB\"" => "lang=\"\"";
    a_page_without_a_title: "H02" in "briefing.html", "<title>" => "<title></title><title>";
    a_page_that_skips_a_heading: "H02" in "briefing.html", "<h3" => "<h5";
    a_page_without_a_main_part: "H03" in "briefing.html", "<main id" => "<div id";
    a_page_whose_first_link_skips_nothing: "H03" in "briefing.html", "href=\"#main\"" => "href=\"#explore\"";
    a_drawing_without_a_name: "H04" in "briefing.html", "role=\"img\" aria-labelledby=\"rates-" => "role=\"img\" data-x=\"rates-";
    a_table_without_a_caption: "H05" in "briefing.html", "<caption id=\"table-" => "<p id=\"table-";
    a_heading_of_a_table_without_scope: "H05" in "briefing.html", "<th scope=\"row\">" => "<th>";
    type_that_does_not_stand_out: "H06" in "briefing.html", "--soft: #505a5f" => "--soft: #b0b0b0";
    dark_type_that_does_not_stand_out: "H06" in "briefing.html", "--link: #8cc2f5" => "--link: #30405f";
    a_part_that_scrolls_and_cannot_be_reached: "H07" in "briefing.html", "tabindex=\"0\"" => "tabindex=\"-1\"";
    a_link_that_says_nothing: "H09" in "briefing.html", "Skip to the findings" => "Click here";
    an_id_twice: "H12" in "briefing.html", "id=\"outcomes\"" => "id=\"principles\"";
    a_name_that_is_not_there: "H12" in "briefing.html", "aria-labelledby=\"summary\"" => "aria-labelledby=\"nothing\"";
    words_that_rely_on_a_colour: "H13" in "briefing.html", "Each bar is a rate" => "Look at the blue line";
    a_page_without_a_policy: "H14" in "briefing.html", "default-src 'none'" => "default-src *";
    a_page_that_fetches: "H14" in "briefing.html", "<footer>" => "<footer><img alt=\"\" src=\"https://example.org/x.png\">";
    a_style_on_an_element: "H14" in "briefing.html", "<footer>" => "<footer style=\"color:red\">";
    a_page_without_print: "H15" in "briefing.html", "@media print" => "@media tv";
    a_page_that_moves: "H17" in "briefing.html", "* { box-sizing" => "* { animation: x 1s; box-sizing";
    a_control_without_a_label: "H18" in "briefing.html", "for=\"pick-outcome\"" => "for=\"pick-period\"";

    a_chart_without_a_title: "C03" in CHART, "<title id" => "<metadata id";
    a_chart_with_a_picture_in_it: "C11" in CHART, "</svg>" => "<image href=\"x\"/></svg>";
    a_colour_of_another_palette: "C08" in CHART, "#12436D" => "#FF0000";
    text_that_stands_on_its_end: "C09" in CHART, "<text x=" => "<text transform=\"rotate(90)\" x=";
    text_that_is_small: "C09" in CHART, "font-size=\"15.5\"" => "font-size=\"9\"";
    a_bar_that_floats: "C10" in CHART, "<rect x=\"73\" y=\"" => "<rect x=\"73\" y=\"1";
    a_number_without_commas: "C13" in CHART, "Least deprived →" => "12345 deprived →";
    an_interval_without_words: "C16" in CHART, "confidence intervals</text>" => "lines</text>";
    a_symbol_without_its_meaning: "C17" in CHART, "Least deprived →" => "[c] deprived →";

    a_file_in_another_alphabet: "V01" in EES, "Total" => "Total,Total";
    columns_in_another_order: "V02" in EES, "time_period,time_identifier" => "time_identifier,time_period";
    a_column_in_capitals: "V02" in EES, "referral_children" => "Referral_children";
    a_blank_cell: "V04" in EES, "England,x" => "England,";
    a_symbol_that_is_refused: "V05" in EES, "England,x" => "England,..";
    a_column_nobody_describes: "V03" in EES, "referral_rate," => "referral_rat,";
    a_formula_in_a_file: "O01" in "data/losses.csv", "Episodes read" => "=cmd()";
}

planted_in_workbook! {
    sheets_in_another_order: "X01" in "xl/workbook.xml", "name=\"Cover\"" => "name=\"Front\"";
    a_sheet_with_a_space_in_its_name: "X02" in "xl/workbook.xml", "name=\"Table_1\"" => "name=\"Table 1\"";
    a_blank_sheet: "X03" in "xl/worksheets/sheet3.xml", "<sheetData>" => "<sheetData></sheetData><sheetDatum>";
    a_hidden_sheet: "X04" in "xl/workbook.xml", "name=\"Table_1\"" => "state=\"hidden\" name=\"Table_1\"";
    a_hidden_row: "X04" in "xl/worksheets/sheet4.xml", "<row r=\"2\"" => "<row hidden=\"1\" r=\"2\"";
    a_locked_workbook: "X06" in "xl/workbook.xml", "<sheets>" => "<workbookProtection lockStructure=\"1\"/><sheets>";
    a_workbook_without_a_title: "X07" in "docProps/core.xml", "<dc:title>" => "<dc:title></dc:title><dc:subject>";
    a_workbook_without_a_language: "X07" in "docProps/core.xml", "<dc:language>en-GB</dc:language>" => "";
    a_workbook_that_opens_elsewhere: "X08" in "xl/workbook.xml", "<workbookView " => "<workbookView activeTab=\"2\" ";
    contents_that_leave_a_table_out: "X11" in "xl/sharedStrings.xml", "<t>Table_2</t>" => "<t>Table_3</t>";
    a_note_nobody_lists: "X12" in "xl/sharedStrings.xml", "<t>[note 1]</t>" => "<t>[note 99]</t>";
    a_sheet_without_a_title: "X13" in "xl/worksheets/sheet4.xml", "<c r=\"A1\"" => "<c r=\"ZA1\"";
    a_sheet_that_does_not_say_what_it_holds: "X14" in "xl/sharedStrings.xml", "This worksheet contains one table." => "One table.";
    a_blank_row_above_a_table: "X15" in "xl/tables/table3.xml", "ref=\"A6:" => "ref=\"A30:";
    a_table_that_starts_elsewhere: "X16" in "xl/tables/table3.xml", "ref=\"A6:" => "ref=\"B6:";
    something_below_a_table: "X18" in "xl/worksheets/sheet4.xml", "<row r=\"2\"" => "<row r=\"900\"><c r=\"A900\"><v>1</v></c></row><row r=\"2\"";
    a_header_of_a_page: "X20" in "xl/worksheets/sheet4.xml", "</sheetData>" => "</sheetData><headerFooter><oddHeader>x</oddHeader></headerFooter>";
    a_table_not_marked_up: "X21" in "xl/worksheets/_rels/sheet4.xml.rels", "/table\"" => "/other\"";
    a_table_without_a_name_of_its_own: "X22" in "xl/tables/table3.xml", "displayName=\"table_" => "displayName=\"Table1\" x=\"";
    merged_cells: "X23" in "xl/worksheets/sheet4.xml", "</sheetData>" => "</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";
    a_table_without_a_header_row: "X25" in "xl/tables/table3.xml", "totalsRowShown" => "headerRowCount=\"0\" totalsRowShown";
    two_headers_alike: "X26" in "xl/tables/table3.xml", "name=\"Children\"" => "name=\"Deprivation decile\"";
    a_blank_cell_in_a_table: "X27" in "xl/worksheets/sheet4.xml", "<c r=\"B8\"" => "<c r=\"ZB3\"";
    a_filter: "X28" in "xl/tables/table3.xml", "<tableColumns" => "<autoFilter ref=\"A6:B7\"/><tableColumns";
    a_frozen_pane: "X28" in "xl/worksheets/sheet4.xml", "<sheetData>" => "<pane ySplit=\"1\"/><sheetData>";
    a_dash_for_a_number: "X30" in "xl/sharedStrings.xml", "<t>[c]</t>" => "<t>-</t>";
    a_symbol_beside_words: "X30" in "xl/sharedStrings.xml", "<t>[c]</t>" => "<t>about 4 [c]</t>";
    a_note_by_a_star: "X31" in "xl/sharedStrings.xml", "1 (most deprived)" => "1 (most deprived)*";
    pale_type: "X33" in "xl/styles.xml", "FF1A5A96" => "FFCCCCCC";
    filled_cells: "X34" in "xl/styles.xml", "patternType=\"gray125\"" => "patternType=\"solid\"";
    small_type: "X35" in "xl/styles.xml", "<sz val=\"12\"/>" => "<sz val=\"8\"/>";
    type_with_serifs: "X35" in "xl/styles.xml", "<name val=\"Arial\"/>" => "<name val=\"Times New Roman\"/>";
    a_link_that_says_here: "X36" in "xl/sharedStrings.xml", "<t>Table_1</t>" => "<t>here</t>";
    a_narrow_column: "X37" in "xl/worksheets/sheet4.xml", "width=\"" => "width=\"2\" w=\"";
    a_formula: "X38" in "xl/worksheets/sheet4.xml", "<c r=\"B7\"" => "<c r=\"ZA4\"><f>1+1</f><v>2</v></c><c r=\"B7\"";
}

#[test]
fn a_workbook_with_macros() {
    assert_found("X05", "tables.xlsx", |bytes| {
        let added = put_in_part(&bytes, "xl/workbook.xml", "<sheets>", "<sheets>");
        let mut writer = zip::ZipWriter::new_append(std::io::Cursor::new(added)).unwrap();
        writer.start_file("xl/vbaProject.bin", zip::write::SimpleFileOptions::default()).unwrap();
        writer.finish().unwrap().into_inner()
    });
}

#[test]
fn a_document_that_is_not_tagged_titled_or_in_a_language() {
    for (rule, from) in [
        ("P01", "/StructTreeRoot"),
        ("P02", "/Lang"),
        ("P03", "/DisplayDocTitle"),
        ("P04", "/Alt"),
        ("P07", "/FontFile"),
        ("P09", "/Outlines"),
    ] {
        assert_found(rule, "briefing.pdf", |mut bytes| {
            let places: Vec<usize> = (0..bytes.len() - from.len())
                .filter(|&at| bytes[at..].starts_with(from.as_bytes()))
                .collect();
            assert!(!places.is_empty(), "{from}");
            places.into_iter().for_each(|at| bytes[at + 1] = b'X');
            bytes
        });
    }
}

#[test]
fn a_filter_without_a_total() {
    assert_found("V01", EES, |bytes| {
        String::from_utf8(bytes).unwrap().replace(",Total,", ",All,").into_bytes()
    });
}
