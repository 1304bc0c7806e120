//! Long sheets made in batches hold what those made in one go hold.

use proptest::prelude::*;

use super::*;
use crate::formats::xlsx::links::{NOWHERE, Targets};
use crate::views::ALL;
use crate::views::column::Kind;
use crate::views::evidence::EvidenceBatch;
use crate::views::value::Decimal;

/// Sheets that no batch of is made, and that have filter buttons.
const WHOLE: Limits = Limits {
    held: 0,
    ..Limits::EXCEL
};

/// Returns all files of the workbook's package, by name.
fn files(workbook: &[u8]) -> BTreeMap<String, String> {
    let package = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let names: Vec<_> = package
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let read = |name: String| {
        let text = part(workbook, &name).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// That two packages hold the same files; tells the first place where they do not.
fn assert_same(made: &[u8], expected: &[u8], what: &str) {
    let (made, expected) = (files(made), files(expected));
    assert!(made.keys().eq(expected.keys()), "{what}");
    for (name, text) in &expected {
        let same = made[name]
            .bytes()
            .zip(text.bytes())
            .take_while(|(a, b)| a == b);
        let same = same.count();
        let end = (same + 120).min(text.len());
        let from = &text.as_bytes()[same.saturating_sub(120)..end];
        let from = String::from_utf8_lossy(from);
        assert!(
            made[name] == *text,
            "{what}: {name} differs at {same}: {from}"
        );
    }
}

fn all(limits: Limits) -> Vec<u8> {
    workbook_of_all(&SAMPLES, &TABLES, limits)
}

#[test]
fn batches_hold_what_the_library_writes_in_one_go() {
    let whole = all(WHOLE);
    for (batch, fewest) in SIZES {
        let limits = Limits {
            batch,
            fewest,
            ..WHOLE
        };
        let what = format!("batches of {fewest} to {batch} rows");
        assert_same(&all(limits), &whole, &what);
    }
}

/// How many rows batches have, and the fewest that the last one has.
const SIZES: [(usize, usize); 7] = [(1, 1), (2, 2), (2, 1), (3, 3), (3, 1), (7, 7), (7, 2)];

#[test]
fn excel_tables_hold_what_the_library_writes_in_one_go() {
    let whole = all(Limits::EXCEL);
    for (batch, fewest) in SIZES {
        let limits = Limits {
            batch,
            fewest,
            ..Limits::EXCEL
        };
        let what = format!("tables of batches of {fewest} to {batch} rows");
        assert_same(&all(limits), &whole, &what);
    }
}

#[test]
fn batches_end_with_their_sheet() {
    for sheet in [3, 4, 7, 9] {
        let whole = all(Limits { sheet, ..WHOLE });
        for (batch, fewest) in SIZES {
            let limits = Limits {
                sheet,
                batch,
                fewest,
                ..WHOLE
            };
            assert_same(&all(limits), &whole, &format!("{batch} rows of {sheet}"));
        }
    }
}

#[test]
fn links_end_at_the_same_row_in_batches() {
    for links in [1, 2, 5, 11] {
        let whole = all(Limits { links, ..WHOLE });
        let limits = Limits {
            links,
            batch: 2,
            ..WHOLE
        };
        assert_same(&all(limits), &whole, &format!("{links} links"));
    }
}

/// Does the last item first.
struct Backwards;

impl Executor for Backwards {
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        let mut done: Vec<_> = items.into_iter().rev().map(work).collect();
        done.reverse();
        done
    }

    fn join<T: Send, R>(
        &self,
        there: impl FnOnce() -> T + Send,
        here: impl FnOnce() -> R,
    ) -> (T, R) {
        let here = here();
        (there(), here)
    }
}

#[test]
fn the_order_in_which_batches_are_made_changes_no_byte() {
    let limits = Limits { batch: 2, ..WHOLE };
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let tables = [Table::Findings];
    let mut forwards = WorkbookWriter::with(&tables.map(View::whole), &Locale::default(), limits);
    forwards
        .append_rows(Table::Findings, findings(names))
        .unwrap();
    let writer = WorkbookWriter::with(&tables.map(View::whole), &Locale::default(), limits);
    let mut backwards = writer.spread_over(Backwards);
    backwards
        .append_rows(Table::Findings, findings(names))
        .unwrap();
    let forwards = bytes(forwards);
    assert_eq!(column(&sheet(&forwards, "Findings"), "Name"), names);
    assert!(bytes(backwards) == forwards);
}

/// Returns the workbook of a report that is gathered in parts, each of so many records.
fn in_parts(report: &[u8], records: usize) -> Vec<u8> {
    let mut writer =
        WorkbookWriter::with(&TABLES.map(View::whole), &Locale::default(), Limits::EXCEL);
    let (report, _) = without_lone_surrogates(report);
    for document in summarise(&report, &Origin::named("one.json"), &Rules::default()) {
        let count: usize = document
            .reports
            .iter()
            .map(|one| one.report.records().len())
            .sum();
        for start in (0..count.max(1)).step_by(records) {
            let end = if start + records < count {
                start + records
            } else {
                ALL.end
            };
            let mut part = WorkbookPart::default();
            let documents = std::slice::from_ref(&document);
            let batch = EvidenceBatch::of(documents, start..end);
            part.gather(&TABLES.map(View::whole), &batch);
            writer.append(part).unwrap();
        }
    }
    bytes(writer)
}

#[test]
fn a_report_gathered_in_parts_gives_the_same_workbook() {
    for report in SAMPLES.into_iter().chain([LEGACY]) {
        let whole = in_parts(report, ALL.end);
        for records in 1..5 {
            assert_same(
                &in_parts(report, records),
                &whole,
                &format!("{records} records a part"),
            );
        }
    }
}

/// Returns a cell that a column of this kind may hold.
fn any_cell(kind: Kind) -> BoxedStrategy<Cell<'static>> {
    let text = prop_oneof![
        ".{0,5}",
        "[ \t\n&<>\"'_x041F\u{fffe}\u{ffff}\u{fffd}]{0,9}",
        "_?_x[0-9A-F]{4}_x[0-9a-f]{4}_",
        "Zoë 王 [a-z]{1,60}",
    ];
    let ticks = -700_000_000_000_000_000..2_500_000_000_000_000_000_i64;
    let value = match kind {
        Kind::Text => text.prop_map(Cell::from).boxed(),
        Kind::Time => ticks
            .prop_map(|ticks| Cell::from(Instant::from_ticks(ticks / 10)))
            .boxed(),
        Kind::Count | Kind::Seconds | Kind::SignedSeconds => {
            prop_oneof![0..100_i64, any::<i32>().prop_map(i64::from)]
                .prop_map(Cell::from)
                .boxed()
        }
        Kind::MeanSeconds | Kind::Share | Kind::Number => (-1_000_000..1_000_000_i64)
            .prop_map(|hundredths| Cell::from(Decimal::hundredths(hundredths)))
            .boxed(),
    };
    prop_oneof![1 => Just(Cell::Missing), 4 => value].boxed()
}

/// Returns a row of the records, and the rows it leads to.
fn any_row() -> impl Strategy<Value = (Vec<Cell<'static>>, Targets)> {
    let columns = Table::Records.columns().iter();
    let cells: Vec<_> = columns.map(|column| any_cell(column.kind)).collect();
    let target = prop::option::of(0..9_i32);
    (cells, [target.clone(), target]).prop_map(|(cells, targets)| (cells, Targets::of(targets)))
}

/// Returns the workbook of these rows, with the sheets that they lead to.
fn workbook_of_rows(rows: &[(Vec<Cell<'_>>, Targets)], limits: Limits) -> Vec<u8> {
    let views = [Table::Reports, Table::Records, Table::Intervals].map(View::whole);
    let mut linked = LinkedRows::default();
    for (cells, targets) in rows {
        linked.rows.push(cells);
        linked.targets.push(*targets);
    }
    let mut writer = WorkbookWriter::with(&views, &in_berlin(), limits);
    let part = WorkbookPart {
        tables: vec![LinkedRows::default(), linked, LinkedRows::default()],
    };
    writer.append(part).unwrap();
    bytes(writer)
}

#[test]
fn rows_without_a_cell_make_a_sound_workbook() {
    let columns = Table::Records.columns().len();
    let blank = (vec![Cell::Missing; columns], NOWHERE);
    for (rows, held) in [(0, 9), (1, 9), (3, 9), (1, 0), (3, 0)] {
        let limits = Limits {
            held,
            batch: 1,
            ..Limits::EXCEL
        };
        let workbook = workbook_of_rows(&vec![blank.clone(); rows], limits);
        package::assert_sound(&workbook, &format!("{rows} blank rows, {held} held"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_rows_are_written_as_the_library_writes_them(rows in prop::collection::vec(any_row(), 2..12)) {
        let limits = Limits { batch: 1, ..WHOLE };
        assert_same(&workbook_of_rows(&rows, limits), &workbook_of_rows(&rows, WHOLE), "rows");
    }

    #[test]
    fn any_rows_make_a_sound_workbook(rows in prop::collection::vec(any_row(), 0..6), held in 0..6_usize) {
        let limits = Limits { held, batch: 1, ..Limits::EXCEL };
        let faults = package::faults(&workbook_of_rows(&rows, limits));
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn any_text_of_a_batch_reads_back(names in prop::collection::vec("[^\\x00-\\x1f\\x7f-\\x9f\u{2028}\u{2029}]{1,9}", 4..9)) {
        let limits = Limits { batch: 1, ..WHOLE };
        let mut writer = WorkbookWriter::with(&[View::whole(Table::Findings)], &Locale::default(), limits);
        let names: Vec<_> = names.iter().map(|name| format!("<row></row>{name}</sheetData>")).collect();
        writer.append_rows(Table::Findings, findings(names.iter().map(String::as_str))).unwrap();
        let workbook = bytes(writer);
        let sheet = sheet(&workbook, "Findings");
        let read: Vec<_> = column(&sheet, "Name").into_iter().map(Data::to_string).collect();
        let shown: Vec<_> = names.iter().map(|name| cell_text(name)).collect();
        prop_assert_eq!(read, shown);
    }
}
