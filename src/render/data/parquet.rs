//! Rows as Parquet, through Arrow, with each column's description kept as metadata of its field.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::cells::{Rows, Value};
use super::schema::{Column, Kind};

/// Returns the table as the bytes of a Parquet file: the same rows, the same bytes.
///
/// # Errors
///
/// Returns what the writer has to say; nothing that rows can hold is known to cause it.
pub(in crate::render) fn parquet(rows: &Rows) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(Schema::new(rows.columns.iter().map(field).collect::<Vec<_>>()));
    let batch = batch(rows, &schema)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("social-gradient ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
    };
    let about = [("title", &column.title), ("description", &column.description)];
    let metadata: BTreeMap<_, _> = about.map(|(key, text)| (key.to_owned(), text.clone())).into();
    Field::new(&column.name, kind, !column.required).with_metadata(metadata)
}

fn batch(rows: &Rows, schema: &Arc<Schema>) -> Result<RecordBatch, ArrowError> {
    let columns = rows
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = rows.rows.iter().map(|row| &row[at]);
            match column.kind {
                Kind::Text => Arc::new(cells.map(text).collect::<StringArray>()) as ArrayRef,
                Kind::Number => Arc::new(cells.map(number).collect::<Float64Array>()),
                Kind::Flag => Arc::new(cells.map(flag).collect::<BooleanArray>()),
            }
        })
        .collect();
    RecordBatch::try_new(Arc::clone(schema), columns)
}

fn text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

const fn number(value: &Value) -> Option<f64> {
    if let Value::Number(number) = value { Some(*number) } else { None }
}

const fn flag(value: &Value) -> Option<bool> {
    if let Value::Flag(flag) = value { Some(*flag) } else { None }
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::super::cells;
    use super::*;
    use crate::render::made_up;

    #[test]
    fn the_file_reads_back_with_its_values_and_descriptions() {
        let rows = cells::results(&made_up::results());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), parquet(&rows).unwrap()).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file.reopen().unwrap()).unwrap();
        let schema = Arc::clone(builder.schema());
        for column in &rows.columns {
            let field = schema.field_with_name(&column.name).unwrap();
            assert_eq!(field.metadata().get("description"), Some(&column.description));
        }
        let read: Vec<_> = builder.build().unwrap().map(|batch| batch.unwrap()).collect();
        assert_eq!(read.iter().map(RecordBatch::num_rows).sum::<usize>(), rows.rows.len());
        let values = read[0].column_by_name("value").unwrap();
        let values = values.as_any().downcast_ref::<Float64Array>().unwrap();
        for (at, row) in rows.rows.iter().take(values.len()).enumerate() {
            assert_eq!(values.is_valid(at).then(|| values.value(at)), number(&row[10]));
        }
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let rows = cells::losses(&made_up::results());
        assert_eq!(parquet(&rows).unwrap(), parquet(&rows).unwrap());
    }
}
