//! Facts as rows of Arrow and Parquet, as engines carry them from `facts` to `fold`.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Int64Array, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::writer::FileWriter;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::folding::{answers, course, fold};
use crate::support::{COURSE, convert, place, rollbook, stderr};

fn write_facts(reports: &[String], file: &Path) {
    let mut command = rollbook();
    command.arg("facts").args(reports).arg("--output").arg(file);
    let run = command.output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

fn rows(file: &Path) -> Vec<RecordBatch> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

fn texts(rows: &[RecordBatch], column: &str) -> Vec<Option<String>> {
    let columns = rows
        .iter()
        .map(|batch| batch.column_by_name(column).unwrap());
    let texts = columns.flat_map(|column| {
        let column = column.as_string::<i32>();
        column
            .iter()
            .map(|text| text.map(str::to_owned))
            .collect::<Vec<_>>()
    });
    texts.collect()
}

/// A Parquet file of one column, compressed as engines do where nobody says how.
fn parquet(file: &Path, name: &str, column: ArrayRef) {
    let batch = RecordBatch::try_from_iter([(name, column)]).unwrap();
    let file = File::create(file).unwrap();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let properties = Some(properties.build());
    let mut writer = ArrowWriter::try_new(file, batch.schema(), properties).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn lines_and_rows_of_facts_fold_together_to_what_convert_makes() {
    let place = place();
    let reports = course();
    let (first, rest) = reports.split_at(3);
    let (second, third) = rest.split_at(2);
    let files = ["one.facts", "two.arrow", "three.parquet"].map(|name| place.path().join(name));
    for (reports, file) in [first, second, third].into_iter().zip(&files) {
        write_facts(reports, file);
    }
    // An engine wrote one of them anew: its rows backwards, in its own type of text.
    let mut lines = texts(&rows(&files[2]), "facts");
    lines.reverse();
    parquet(&files[2], "facts", Arc::new(LargeStringArray::from(lines)));
    let options = [&COURSE[..], &["--format", "csv,json"]].concat();
    let (whole, folded) = (place.path().join("whole"), place.path().join("folded"));
    let reports: Vec<_> = reports.iter().map(String::as_str).collect();
    convert(&reports, &whole, &options);
    // The folder of them, as engines leave one.
    let run = fold(&[place.path()], &folded, &options);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(answers(&whole) == answers(&folded));
}

#[test]
fn a_stream_of_rows_goes_from_facts_to_fold() {
    let place = place();
    let mut command = rollbook();
    command
        .arg("facts")
        .args(course())
        .args(["--format", "arrow"]);
    let facts = command.output().unwrap();
    let mut command = rollbook();
    command.args(["fold", "-", "--format", "csv", "--output"]);
    let run = command
        .arg(place.path().join("out"))
        .write_stdin(facts.stdout)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let people = fs::read_to_string(place.path().join("out/csv/people.csv")).unwrap();
    // 24 people and the heading.
    assert_eq!(people.lines().count(), 25);
}

#[test]
fn rows_tell_tenant_day_and_series_beside_the_line() {
    let place = place();
    let file = place.path().join("all.parquet");
    write_facts(&["samples/course".into()], &file);
    let rows = rows(&file);
    let known = |column| {
        let mut all: Vec<_> = texts(&rows, column).into_iter().flatten().collect();
        all.dedup();
        all
    };
    assert_eq!(known("tenant"), ["e0a580da-db4e-5cff-8c3c-405bfee89b7a"]);
    assert_eq!(known("day")[0], "2026-09-19");
    assert!(
        texts(&rows, "facts")
            .iter()
            .flatten()
            .all(|line| line.starts_with('{'))
    );
}

/// What is said of a file that is not of facts, after which nothing is there.
fn refused(place: &Path, file: &str) -> String {
    let output = place.join("out");
    let run = fold(&[&place.join(file)], &output, &[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(!output.exists());
    stderr(&run)
}

#[test]
fn columns_that_are_no_facts_are_refused_with_their_place() {
    let place = place();
    let at = |name: &str| place.path().join(name);
    parquet(
        &at("other.parquet"),
        "names",
        Arc::new(StringArray::from(vec!["Anna"])),
    );
    let other = refused(place.path(), "other.parquet");
    assert!(
        other.contains("has no column `facts`, but names"),
        "{other}"
    );
    parquet(
        &at("number.parquet"),
        "facts",
        Arc::new(Int64Array::from(vec![7])),
    );
    let number = refused(place.path(), "number.parquet");
    let expected = "row 1, column `facts`: is of the type Int64, and text is expected";
    assert!(number.contains(expected), "{number}");
    let column = StringArray::from(vec![None::<&str>]);
    parquet(&at("empty.parquet"), "facts", Arc::new(column));
    let empty = refused(place.path(), "empty.parquet");
    assert!(empty.contains("row 1, column `facts`: is empty"), "{empty}");
    let column: ArrayRef = Arc::new(StringArray::from(vec!["{\"value\":[]}"]));
    let batch = RecordBatch::try_from_iter([("facts", column)]).unwrap();
    let mut writer =
        FileWriter::try_new(File::create(at("a.arrow")).unwrap(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    let line = refused(place.path(), "a.arrow");
    assert!(line.contains("row 1: is no line of facts"), "{line}");
}

#[test]
fn columns_that_were_cut_short_are_refused() {
    let place = place();
    for name in ["all.parquet", "all.arrow"] {
        let file = place.path().join(name);
        write_facts(&course(), &file);
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        let said = refused(place.path(), name);
        assert!(
            said.contains(&format!("{name}`: cannot be read behind row 0")),
            "{said}"
        );
    }
}

#[test]
fn a_stream_that_was_cut_anywhere_is_refused() {
    let place = place();
    let mut command = rollbook();
    command
        .arg("facts")
        .args(course())
        .args(["--format", "arrow"]);
    let facts = command.output().unwrap().stdout;
    let length = |at: usize| i32::from_le_bytes(*facts[at..].first_chunk().unwrap()) as usize;
    // Behind the schema, and behind the only batch: a reader could take either for the end.
    let behind_schema = 8 + length(4);
    let behind_batch = facts.len() - 8;
    let within = (1..20).map(|part| facts.len() * part / 20);
    for cut in within.chain([9, behind_schema, behind_batch, behind_batch + 4]) {
        let mut command = rollbook();
        command
            .args(["fold", "-", "--output"])
            .arg(place.path().join("out"));
        let run = command.write_stdin(&facts[..cut]).output().unwrap();
        let said = stderr(&run);
        assert_eq!(run.status.code(), Some(2), "{cut}: {said}");
        assert!(
            said.contains("`-`: cannot be read behind row"),
            "{cut}: {said}"
        );
        assert!(!place.path().join("out").exists());
    }
}

#[test]
fn a_row_of_another_version_is_refused_with_its_place() {
    let place = place();
    let file = place.path().join("all.parquet");
    write_facts(&course(), &file);
    let mut lines = texts(&rows(&file), "facts");
    let other = lines[2].take().unwrap();
    lines[2] = Some(other.replace("\"rollbook_facts\":1", "\"rollbook_facts\":7"));
    parquet(&file, "facts", Arc::new(StringArray::from(lines)));
    let said = refused(place.path(), "all.parquet");
    assert!(said.contains("row 3: has facts of version 7"), "{said}");
}

#[test]
fn a_file_that_was_damaged_anywhere_is_read_or_refused_and_never_half_used() {
    let place = place();
    let at = |name: &str| place.path().join(name);
    for name in ["all.parquet", "all.arrow"] {
        write_facts(&course(), &at(name));
        let whole = fs::read(at(name)).unwrap();
        let mut refusals = 0;
        // Places all over the file, and more of them where it says what it holds.
        let spread = (0..15).map(|part| whole.len() * part / 15);
        let ends = (1..15).flat_map(|step| [step * 5, whole.len() - step * 7]);
        for damaged in spread.chain(ends) {
            let mut bytes = whole.clone();
            bytes[damaged] ^= 0xff;
            fs::write(at(name), bytes).unwrap();
            let run = fold(&[&at(name)], &at("out"), &["--format", "csv", "--force"]);
            let (code, said) = (run.status.code(), stderr(&run));
            if code == Some(2) {
                refusals += 1;
                assert!(
                    said.contains(name) && !at("out").exists(),
                    "{damaged}: {said}"
                );
            } else {
                assert_eq!(code, Some(0), "{damaged}: {said}");
                fs::remove_dir_all(at("out")).unwrap();
            }
        }
        assert!(refusals > 10, "{name}: {refusals}");
    }
}
