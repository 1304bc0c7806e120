use super::*;
use crate::formats::arrow::Arrow;
use crate::formats::csv::Csv;
use crate::formats::parquet::Parquet;
use crate::formats::table_format::{Place, TableFormat, TextOptions};
use crate::model::decimal::Decimal;
use crate::model::time::Instant;
use crate::views::Table;
use crate::views::cell::Cell;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_ipc::reader::{FileReader, StreamReader};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::io::Cursor;
use std::sync::Arc;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
enum Kind {
    ArrowFile,
    ArrowStream,
    ParquetFile,
}

const KINDS: [Kind; 3] = [Kind::ArrowFile, Kind::ArrowStream, Kind::ParquetFile];

impl Kind {
    fn of(self) -> (&'static dyn TableFormat, Place) {
        match self {
            Self::ArrowFile => (&Arrow, Place::File),
            Self::ArrowStream => (&Arrow, Place::Stream),
            Self::ParquetFile => (&Parquet, Place::File),
        }
    }
}

/// Columns of each type: a name, a time, a share, a length.
fn view() -> View {
    let keys = [
        "display_name",
        "first_join",
        "share_of_report",
        "presence_seconds",
    ];
    View::of(Table::Records, &keys).unwrap()
}

/// The row of a number; every third knows nothing.
fn row(number: i64) -> [Cell<'static>; 4] {
    if number % 3 == 0 {
        return [Cell::Missing, Cell::Missing, Cell::Missing, Cell::Missing];
    }
    [
        Cell::from(format!("Zoë {number}")),
        // 17 ticks of 100 ns are 1 microsecond and a bit.
        Cell::from(Instant::from_ticks(number * 10_000_000 + 17)),
        Cell::from(Decimal::new(number, 4)),
        Cell::from(number),
    ]
}

/// A file of so many rows that came in pieces of this size.
fn file(kind: Kind, rows: i64, piece: usize) -> Vec<u8> {
    let (format, place) = kind.of();
    let view = view();
    let mut file = format.file(&view, place);
    let mut bytes = file.opening();
    for numbers in (0..rows).collect::<Vec<_>>().chunks(piece) {
        let mut kept = Rows::default();
        numbers.iter().for_each(|&number| kept.push(&row(number)));
        bytes.extend_from_slice(&file.append(&format.answers(&view, &kept)));
    }
    bytes.extend(file.closing());
    bytes
}

/// A file of these bytes that nobody else sees.
fn on_disk(bytes: &[u8]) -> std::fs::File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn read(kind: Kind, bytes: Vec<u8>) -> Vec<RecordBatch> {
    match kind {
        Kind::ArrowFile => {
            let read = FileReader::try_new(Cursor::new(bytes), None).unwrap();
            read.map(Result::unwrap).collect()
        }
        Kind::ArrowStream => {
            let read = StreamReader::try_new(Cursor::new(bytes), None).unwrap();
            read.map(Result::unwrap).collect()
        }
        Kind::ParquetFile => {
            let read = ParquetRecordBatchReaderBuilder::try_new(on_disk(&bytes));
            let read = read
                .unwrap()
                .with_batch_size(batches::ROWS)
                .build()
                .unwrap();
            read.map(Result::unwrap).collect()
        }
    }
}

#[test]
fn a_table_is_read_back_as_its_rows_were_and_unknown_is_null() {
    let rows = batches::ROWS as i64 + 5;
    for kind in KINDS {
        let read = read(kind, file(kind, rows, 1000));
        let lengths: Vec<_> = read.iter().map(RecordBatch::num_rows).collect();
        assert_eq!(lengths, [batches::ROWS, 5], "{kind:?}");
        let mut number = 0;
        for batch in &read {
            let names = batch.column(0).as_string::<i32>();
            let times = batch.column(1).as_primitive::<TimestampMicrosecondType>();
            let shares = batch.column(2).as_primitive::<Float64Type>();
            let seconds = batch.column(3).as_primitive::<Int64Type>();
            for at in 0..batch.num_rows() {
                if number % 3 == 0 {
                    assert!(batch.columns().iter().all(|column| column.is_null(at)));
                } else {
                    assert_eq!(names.value(at), format!("Zoë {number}"));
                    assert_eq!(times.value(at), number * 1_000_000 + 1);
                    assert_eq!(shares.value(at), number as f64 / 10_000.0);
                    assert_eq!(seconds.value(at), number);
                }
                number += 1;
            }
        }
        assert_eq!(number, rows);
    }
}

#[test]
fn pieces_of_any_size_make_the_same_bytes() {
    for kind in KINDS {
        let whole = file(kind, 500, 500);
        for piece in [1, 7, 499] {
            assert_eq!(file(kind, 500, piece), whole, "{kind:?}");
        }
    }
}

#[test]
fn a_table_without_rows_has_its_columns() {
    for kind in KINDS {
        let bytes = file(kind, 0, 1);
        let found = match kind {
            Kind::ArrowFile => FileReader::try_new(Cursor::new(bytes), None)
                .unwrap()
                .schema(),
            Kind::ArrowStream => StreamReader::try_new(Cursor::new(bytes), None)
                .unwrap()
                .schema(),
            Kind::ParquetFile => {
                let read = ParquetRecordBatchReaderBuilder::try_new(on_disk(&bytes)).unwrap();
                Arc::clone(read.schema())
            }
        };
        assert_eq!(*found, schema(view().columns()), "{kind:?}");
    }
}

#[test]
fn a_time_before_1970_is_cut_to_the_microsecond_before_it() {
    let view = View::of(Table::Records, &["first_join"]).unwrap();
    let mut kept = Rows::default();
    kept.push(&[Cell::from(Instant::from_ticks(-1))]);
    let mut file = Arrow.file(&view, Place::Stream);
    let mut bytes = file.opening();
    bytes.extend_from_slice(&file.append(&Arrow.answers(&view, &kept)));
    bytes.extend(file.closing());
    let read = read(Kind::ArrowStream, bytes);
    let times = read[0].column(0).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(times.value(0), -1);
}

/// A number without a pattern, the same for the same seed.
fn scattered(seed: u64) -> u64 {
    // The steps of SplitMix64.
    let mixed = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// An id as the service makes them, `1b4e28ba-2fa1-11d2-883f-0016d3cca427`.
fn guid(seed: u64) -> String {
    let (high, low) = (scattered(seed), scattered(!seed));
    let (first, second, third) = (high >> 32, (high >> 16) & 0xffff, high & 0xffff);
    let (fourth, fifth) = (low >> 48, low & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{fifth:012x}")
}

/// One of 10 records of a meeting a day, to which some of 2,000 people came.
fn record(number: u64) -> [Cell<'static>; 13] {
    let (meeting, position) = (number / 10, number % 10);
    let person = scattered(number) % 2_000;
    let seconds = (1_800 + scattered(number + 1) % 1_800) as i64;
    let day = meeting as i64 * 864_000_000_000;
    // Within the first ten minutes, to the tick.
    let join = day + (scattered(number + 2) % 6_000_000_000) as i64;
    [
        Cell::from(format!("reports.ndjson:{meeting}")),
        Cell::from(format!("/attendanceRecords/{position}")),
        Cell::from(guid(meeting)),
        Cell::from(guid(1_000_000 + number)),
        Cell::from(format!("Anna Schmidt {person}")),
        Cell::from(format!("anna.schmidt.{person}@contoso.example")),
        Cell::from(seconds),
        Cell::from(Decimal::new(seconds * 10_000 / 3_600, 4)),
        Cell::from(Instant::from_ticks(join)),
        Cell::from(Instant::from_ticks(join + seconds * 10_000_000)),
        Cell::from("equal"),
        Cell::from(guid(2_000_000 + person)),
        Cell::from("160eec3a-e45f-488b-b127-3dd106c48843"),
    ]
}

#[test]
fn parquet_is_an_eighth_of_csv() {
    let keys = [
        "source",
        "pointer",
        "report_id",
        "record_id",
        "display_name",
        "email",
        "presence_seconds",
        "share_of_report",
        "first_join",
        "last_leave",
        "sum_check",
        "identity_id",
        "tenant_id",
    ];
    let view = View::of(Table::Records, &keys).unwrap();
    let mut kept = Rows::default();
    (0..200_000).for_each(|number| kept.push(&record(number)));
    let csv = Csv(TextOptions::default()).answers(&view, &kept).len();
    let mut file = Parquet.file(&view, Place::File);
    let mut parquet = file.opening().len();
    parquet += file.append(&Parquet.answers(&view, &kept)).len();
    parquet += file.closing().len();
    assert!(parquet * 8 <= csv, "{parquet} bytes beside {csv} of CSV");
}
