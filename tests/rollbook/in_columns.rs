//! Arrow and Parquet beside lines of JSON: the same tables, value for value.

use std::fs::{self, File};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::DataType;
use chrono::DateTime;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rollbook::views::Table;
use serde_json::Value;

use crate::support::{COURSE, convert, place, rollbook, stderr};

fn all_tables() -> String {
    Table::ALL.map(Table::name).join(",")
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn parquet(path: &Path) -> Vec<RecordBatch> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

fn arrow(path: &Path) -> Vec<RecordBatch> {
    let reader = FileReader::try_new(File::open(path).unwrap(), None).unwrap();
    reader.map(Result::unwrap).collect()
}

/// A value as JSON has it; a time in microseconds.
fn value(column: &dyn Array, at: usize) -> Value {
    if column.is_null(at) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(at).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at).into(),
        DataType::Timestamp(..) => {
            let times = column.as_primitive::<TimestampMicrosecondType>();
            times.value(at).into()
        }
        other => panic!("a column of {other}"),
    }
}

/// What a line of JSON says of a column of this type.
fn expected(said: &Value, kind: &DataType) -> Value {
    match (kind, said) {
        (DataType::Timestamp(..), Value::String(text)) => DateTime::parse_from_rfc3339(text)
            .unwrap()
            .timestamp_micros()
            .into(),
        (DataType::Float64, Value::Number(number)) => number.as_f64().unwrap().into(),
        _ => said.clone(),
    }
}

fn assert_equal(table: &str, lines: &[Value], batches: &[RecordBatch]) {
    let mut lines = lines.iter();
    for batch in batches {
        let schema = batch.schema();
        for at in 0..batch.num_rows() {
            let line = lines.next().unwrap().as_object().unwrap();
            assert_eq!(line.len(), batch.num_columns(), "{table}");
            for (field, column) in schema.fields().iter().zip(batch.columns()) {
                let said = expected(&line[field.name()], field.data_type());
                assert_eq!(said, value(column, at), "{table}, {}", field.name());
                // What is not known is null, and no empty text; that is a pointer to the whole.
                let is_empty = said == "" && field.name() != "pointer";
                assert!(!is_empty, "{table}, {}", field.name());
            }
        }
    }
    assert_eq!(lines.next(), None, "{table}");
}

#[test]
fn every_table_holds_the_same_in_columns_as_in_lines() {
    let samples = ["samples"];
    let place = place();
    let tables = all_tables();
    let options = ["--tables", &tables, "--format", "ndjson,arrow,parquet"];
    let run = convert(&samples, place.path(), &[&options[..], &COURSE].concat());
    assert!(run.status.code() < Some(2), "{}", stderr(&run));
    let mut rows = 0;
    for table in Table::ALL.map(Table::name) {
        let file = |format: &str| place.path().join(format!("{format}/{table}.{format}"));
        let lines = lines(&file("ndjson"));
        rows += lines.len();
        assert_equal(table, &lines, &arrow(&file("arrow")));
        assert_equal(table, &lines, &parquet(&file("parquet")));
    }
    // The course alone has 12 reports of about 150 people each.
    assert!(rows > 3000, "{rows}");
}

#[test]
fn columns_are_the_same_bytes_whatever_jobs_are() {
    let place = place();
    let run = |jobs: &str| {
        let output = place.path().join(jobs);
        let options = ["--format", "arrow,parquet", "--jobs", jobs];
        let run = convert(&["samples"], &output, &options);
        assert!(run.status.code() < Some(2), "{}", stderr(&run));
        [
            "arrow/records.arrow",
            "parquet/records.parquet",
            "parquet/people.parquet",
        ]
        .map(|name| fs::read(output.join(name)).unwrap())
    };
    assert!(run("1") == run("3"));
}

#[test]
fn standard_output_takes_a_stream_of_arrow() {
    let mut command = rollbook();
    command.args(["convert", "samples/course", "--output", "-", "--quiet"]);
    let stream = command.args(["--format", "arrow"]).output().unwrap();
    let mut command = rollbook();
    command.args(["convert", "samples/course", "--output", "-", "--quiet"]);
    let lines = command.args(["--format", "ndjson"]).output().unwrap();
    let lines: Vec<Value> = String::from_utf8(lines.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let reader = StreamReader::try_new(&stream.stdout[..], None).unwrap();
    let batches: Vec<_> = reader.map(Result::unwrap).collect();
    assert!(!lines.is_empty());
    assert_equal("records", &lines, &batches);
}
