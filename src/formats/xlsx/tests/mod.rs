//! Workbooks read back as a reader's program reads them.

mod links;
mod overview;
#[path = "../../../../tests/rollbook/package/mod.rs"]
mod package;
mod row_batches;

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use jiff::civil::date;

use super::*;
use crate::decode::escapes::without_lone_surrogates;
use crate::origin::Origin;
use crate::series::{Run, RunOptions};
use crate::summary::{DocumentSummary, Rules, RunCounts, summarise};
use crate::views::evidence::EvidenceBatch;
use crate::views::run_view::RunView;

const LEGACY: &[u8] = include_bytes!("../../../../samples/legacy-report.json");

fn bytes(writer: WorkbookWriter<impl Executor>) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    writer.finish(Facts::default(), &mut file).unwrap();
    file.into_inner()
}

fn berlin() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

fn in_berlin() -> Locale {
    Locale {
        zone: berlin(),
        ..Locale::default()
    }
}

/// Returns the workbook of one report.
fn workbook_of(report: &[u8], writer: WorkbookWriter) -> Vec<u8> {
    let documents = summarise(report, &Origin::named("report.json"), &Rules::default());
    filled(&documents, &Table::ALL.map(View::whole), writer)
}

/// Returns the workbook of these documents, each report a meeting of its own.
fn filled(
    documents: &[DocumentSummary<'_>],
    views: &[View],
    mut writer: WorkbookWriter,
) -> Vec<u8> {
    let mut counts = RunCounts::default();
    for document in documents {
        let mut part = WorkbookPart::default();
        let documents = std::slice::from_ref(document);
        part.gather(views, &EvidenceBatch::whole(documents));
        counts.add(document);
        writer.append(part).unwrap();
    }
    let mut options = RunOptions::default();
    options.grouping.keep_separate = true;
    let run = Run::of(crate::series::collect::facts::Facts::of(documents), options);
    let view = RunView::new(&run, &counts);
    for shown in views {
        let mut rows = Rows::default();
        view.rows_of(shown, |row| rows.push(row));
        let targets: Vec<_> = shown.rows_led_to(&run, views).collect();
        if !rows.is_empty() {
            writer
                .append_rows_about(shown.table(), rows, &targets)
                .unwrap();
        }
    }
    let facts = Facts {
        run: Some(view),
        ..Facts::default()
    };
    let mut file = Cursor::new(Vec::new());
    writer.finish(facts, &mut file).unwrap();
    file.into_inner()
}

fn legacy() -> Vec<u8> {
    workbook_of(
        LEGACY,
        WorkbookWriter::new(&Table::ALL.map(View::whole), &in_berlin()),
    )
}

/// Reports in several shapes, with findings of every kind.
const SAMPLES: [&[u8]; 3] = [
    include_bytes!("../../../../samples/weekly-stand-up.json"),
    include_bytes!("../../../../samples/webinar.json"),
    include_bytes!("../../../../samples/every-finding.json"),
];

/// The tables between which links lead.
const TABLES: [Table; 9] = [
    Table::Meetings,
    Table::Attendance,
    Table::Roles,
    Table::Concurrency,
    Table::Reports,
    Table::ReportRoles,
    Table::Records,
    Table::Intervals,
    Table::Findings,
];

/// Returns the workbook of these reports, each a file of its own.
fn workbook_of_all(reports: &[&[u8]], tables: &[Table], limits: Limits) -> Vec<u8> {
    let views: Vec<_> = tables.iter().copied().map(View::whole).collect();
    workbook_of_views(reports, &views, limits)
}

/// Returns the same with these columns of the tables.
fn workbook_of_views(reports: &[&[u8]], views: &[View], limits: Limits) -> Vec<u8> {
    let writer = WorkbookWriter::with(views, &Locale::default(), limits);
    let reports: Vec<_> = reports
        .iter()
        .map(|report| without_lone_surrogates(report).0)
        .collect();
    let documents = (0..).zip(&reports).flat_map(|(number, report)| {
        let origin = Origin::named(&format!("{number}.json"));
        summarise(report, &origin, &Rules::default())
    });
    filled(&documents.collect::<Vec<_>>(), views, writer)
}

fn sheet(workbook: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(workbook)).unwrap();
    workbook.worksheet_range(name).unwrap()
}

/// Returns the cells below a heading.
fn column<'r>(sheet: &'r Range<Data>, heading: &str) -> Vec<&'r Data> {
    let headings = sheet.rows().next().unwrap();
    let at = headings.iter().position(|cell| cell == heading);
    let at = at.unwrap_or_else(|| panic!("no {heading} in {headings:?}"));
    sheet.rows().skip(1).map(|row| &row[at]).collect()
}

/// Returns a row of the table of findings with this name in it.
fn finding(name: &str) -> Vec<Cell<'_>> {
    let columns = Table::Findings.columns().iter();
    columns
        .map(|column| match column.key {
            "display_name" => Cell::from(name),
            "severity" => Cell::from("note"),
            _ => Cell::Missing,
        })
        .collect()
}

fn findings<'n>(names: impl IntoIterator<Item = &'n str>) -> Rows {
    let mut rows = Rows::default();
    names.into_iter().for_each(|name| rows.push(&finding(name)));
    rows
}

/// Returns a workbook whose sheets hold these many rows.
fn with_limits(held: usize, sheet: u32, rows: &[Rows]) -> Vec<u8> {
    let limits = Limits {
        held,
        sheet,
        ..Limits::EXCEL
    };
    let mut writer =
        WorkbookWriter::with(&[View::whole(Table::Findings)], &Locale::default(), limits);
    for rows in rows {
        writer.append_rows(Table::Findings, rows.clone()).unwrap();
    }
    bytes(writer)
}

/// Returns one file of the workbook's package, as text.
fn part(workbook: &[u8], name: &str) -> Option<String> {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    let mut part = package.by_name(name).ok()?;
    part.read_to_string(&mut text).unwrap();
    Some(text)
}

#[test]
fn lengths_of_time_stand_as_durations_and_as_seconds() {
    let records = sheet(&legacy(), "Records");
    assert_eq!(column(&records, "Reported total (s)"), [&1558.0, &1152.0]);
    for (cell, seconds) in column(&records, "Reported total")
        .into_iter()
        .zip([1558.0, 1152.0])
    {
        let Data::DateTime(duration) = cell else {
            panic!("{cell:?} is no duration")
        };
        assert!(duration.is_duration());
        assert_eq!(duration.as_f64(), seconds / 86_400.0);
    }
}

#[test]
fn times_are_dates_in_the_zone_that_the_heading_names() {
    let records = sheet(&legacy(), "Records");
    let first = column(&records, "First join (Europe/Berlin)")[0];
    let Data::DateTime(time) = first else {
        panic!("{first:?} is no date")
    };
    assert!(time.is_datetime());
    // 18:59:46 UTC, and summer time.
    let expected = values::serial(date(2026, 9, 16).at(20, 59, 46, 0)).unwrap();
    assert_eq!(time.as_f64(), expected);
}

#[test]
fn missing_is_an_empty_cell() {
    let records = sheet(&legacy(), "Records");
    assert!(
        column(&records, "Registration id")
            .iter()
            .all(|cell| **cell == Data::Empty)
    );
}

#[test]
fn text_is_never_a_formula() {
    let name = r#"=HYPERLINK("http://x.example")"#;
    let workbook = with_limits(10, 10, &[findings([name, "http://x.example", "=1+1"])]);
    let sheet = sheet(&workbook, "Findings");
    assert_eq!(column(&sheet, "Name"), [name, "http://x.example", "=1+1"]);
    let xml = part(&workbook, "xl/worksheets/sheet2.xml").unwrap();
    assert!(!xml.contains("<f>"));
    // The way back to the first sheet is the only link.
    assert_eq!(xml.matches("<hyperlink ").count(), 1);
}

#[test]
fn any_text_reads_back_and_what_is_too_long_is_cut_visibly() {
    let long = "x".repeat(40_000);
    let names = ["👩‍👩‍👧", " two  blanks ", "_x0041_", "a<&>\"'", &long];
    let sheet = sheet(&with_limits(10, 10, &[findings(names)]), "Findings");
    let read = column(&sheet, "Name");
    assert_eq!(read[..3], names[..3]);
    let Data::String(cut) = read[4] else {
        panic!("{:?}", read[4])
    };
    assert_eq!(cut.len(), 32_767 + "…".len() - 1);
    assert!(cut.ends_with("x… [cut]"));
}

#[test]
fn the_same_rows_give_the_same_bytes_and_the_meeting_dates_them() {
    let workbook = legacy();
    assert_eq!(workbook, legacy());
    let core = part(&workbook, "docProps/core.xml").unwrap();
    assert!(core.contains(">2026-09-16T19:25:45Z<"), "{core}");
}

#[test]
fn few_rows_become_an_excel_table() {
    let workbook = with_limits(3, 10, &[findings(["a", "b"]), findings(["c"])]);
    let table = part(&workbook, "xl/tables/table1.xml").unwrap();
    assert!(
        table.contains(r#"displayName="Findings" ref="A1:J4""#),
        "{table}"
    );
    assert_eq!(
        column(&sheet(&workbook, "Findings"), "Name"),
        ["a", "b", "c"]
    );
}

#[test]
fn many_rows_keep_their_order_under_filter_buttons() {
    let workbook = with_limits(3, 10, &[findings(["a", "b"]), findings(["c", "d"])]);
    assert_eq!(part(&workbook, "xl/tables/table1.xml"), None);
    let xml = part(&workbook, "xl/worksheets/sheet2.xml").unwrap();
    assert!(xml.contains(r#"<autoFilter ref="A1:J5"/>"#));
    assert_eq!(
        column(&sheet(&workbook, "Findings"), "Name"),
        ["a", "b", "c", "d"]
    );
}

#[test]
fn rows_that_excel_has_no_room_for_go_on_on_a_next_sheet() {
    let workbook = with_limits(1, 2, &[findings(["a", "b", "c"]), findings(["d", "e"])]);
    let names = |name| {
        column(&sheet(&workbook, name), "Name")
            .into_iter()
            .cloned()
            .collect()
    };
    let pages: [Vec<Data>; 3] = ["Findings", "Findings 2", "Findings 3"].map(names);
    assert_eq!(pages.concat(), ["a", "b", "c", "d", "e"]);
}

#[test]
fn a_table_without_rows_has_its_headings() {
    let workbook = with_limits(10, 10, &[]);
    assert_eq!(sheet(&workbook, "Findings").rows().count(), 1);
}

#[test]
fn the_last_sheet_explains_every_column() {
    let last = sheet(&legacy(), "Columns");
    let explained = last.rows().filter(|row| row[4] != Data::Empty).count();
    let columns: usize = Table::ALL.iter().map(|table| table.columns().len()).sum();
    // And the heading.
    assert_eq!(explained, columns + 1);
}

#[test]
fn rows_of_a_table_without_a_sheet_are_refused() {
    let mut writer = WorkbookWriter::new(&[View::whole(Table::Records)], &Locale::default());
    let refused = writer.append_rows(Table::Findings, Rows::default());
    assert!(matches!(refused, Err(WorkbookError::NoSheet("findings"))));
}

#[test]
fn a_panic_over_temporary_files_is_an_error() {
    let lost: Result<(), _> = keep(|| panic!("no space on disk"));
    let error = lost.unwrap_err().to_string();
    assert!(error.ends_with("the disk may be full (no space on disk)"));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let writer = WorkbookWriter::new(&Table::ALL.map(View::whole), &Locale::default());
    let error = writer
        .temporary_files_in(Path::new("no such folder"))
        .err()
        .unwrap();
    assert!(error.to_string().contains("`no such folder`"));
}
