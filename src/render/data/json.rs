//! Rows as JSON: an array of objects with the names of the columns, and null for nothing.

use std::fmt::Write;

use super::cells::{Rows, Value};

/// Returns the table as JSON, a row a line.
pub(in crate::render) fn json(rows: &Rows) -> String {
    let mut text = String::from("[");
    for (at, row) in rows.rows.iter().enumerate() {
        text.push_str(if at == 0 { "\n{" } else { ",\n{" });
        for (at, (column, value)) in rows.columns.iter().zip(row).enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let name = serde_json::Value::from(column.name.as_str());
            write!(text, "{comma}{name}:{}", cell(value)).expect("a string takes all that is written");
        }
        text.push('}');
    }
    text.push_str("\n]\n");
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Missing => "null".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::*;
    use crate::domain::Results;
    use crate::render::made_up;

    #[test]
    fn the_text_is_json_and_holds_what_the_rows_hold() {
        let results = Results { site: "\"</script>\u{1b}".to_owned(), ..made_up::results() };
        let rows = cells::results(&results);
        let read: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&json(&rows)).unwrap();
        assert_eq!(read.len(), rows.rows.len());
        for (object, row) in read.iter().zip(&rows.rows) {
            assert_eq!(object["site"], results.site);
            match &row[10] {
                Value::Number(value) => assert_eq!(object["value"].as_f64(), Some(*value)),
                _ => assert!(object["value"].is_null()),
            }
        }
    }
}
