//! `convert --columns`: only what was chosen, in the order given, in every format.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use calamine::{Data, Reader as _, Xlsx};
use scraper::{Html, Selector};

use crate::support::{convert, csv_rows, files, place, rollbook, stderr, stdout};
use rollbook::views::Table;

/// A course and what is asked about it, so that nearly every table has rows.
const COURSE: [&str; 7] = [
    "--roster",
    "samples/course/roster.csv",
    "--meetings",
    "samples/course/meetings.csv",
    "--passed",
    "attended>=6",
    "--raw",
];

fn course(output: &Path, options: &[&str]) -> Output {
    let options = [&COURSE[..], options].concat();
    let output = convert(&["samples/course"], output, &options);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output
}

/// The lines of a CSV table as cells, the heading first.
fn csv_lines(folder: &Path, table: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join(format!("csv/{table}.csv"))).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
    let line = |line: Result<csv::StringRecord, _>| line.unwrap().iter().map(Into::into).collect();
    reader.records().map(line).collect()
}

/// The headings of a sheet.
fn sheet_headings(workbook: &Path, sheet: &str) -> Vec<String> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(workbook).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let headings = range.rows().next().unwrap().iter();
    headings.map(ToString::to_string).collect()
}

#[test]
fn every_table_can_be_written_in_any_order_of_columns() {
    let (whole, turned) = (place(), place());
    let tables: Vec<_> = Table::ALL.iter().map(|table| table.name()).collect();
    let all = [
        "--detail",
        "--format",
        "csv,json,xlsx",
        "--tables",
        &tables.join(","),
    ];
    course(whole.path(), &all);
    let backwards = |table: &Table| {
        let keys = table.columns().iter().rev().map(|column| column.key);
        format!(
            "--columns={}={}",
            table.name(),
            keys.collect::<Vec<_>>().join(",")
        )
    };
    let columns: Vec<_> = Table::ALL.iter().map(backwards).collect();
    let columns: Vec<_> = columns.iter().map(String::as_str).collect();
    course(turned.path(), &[&all[..], &columns].concat());
    for table in tables {
        let mut expected = csv_lines(whole.path(), table);
        expected.iter_mut().for_each(|line| line.reverse());
        assert_eq!(csv_lines(turned.path(), table), expected, "{table}");
        // Nobody registered for the course, and nobody looks like somebody else.
        let without = ["registrations", "suggestions"].contains(&table);
        assert!(without || expected.len() > 1, "{table}");
        let objects = |folder: &Path| -> Vec<BTreeMap<String, serde_json::Value>> {
            let text = fs::read_to_string(folder.join(format!("json/{table}.json"))).unwrap();
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(objects(turned.path()), objects(whole.path()), "{table}");
    }
    let (whole, turned) = (sheets(whole.path()), sheets(turned.path()));
    for title in Table::ALL.map(Table::title) {
        assert_eq!(turned[title], whole[title], "{title}");
    }
}

/// What stands below each heading of each sheet of a workbook.
fn sheets(folder: &Path) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(folder.join("attendance.xlsx")).unwrap();
    let columns = |sheet: calamine::Range<Data>| {
        let column = |at: usize| {
            let cells = sheet.rows().map(|row| row[at].to_string());
            let mut cells = cells.collect::<Vec<_>>().into_iter();
            (cells.next().unwrap(), cells.collect())
        };
        (0..sheet.width()).map(column).collect()
    };
    let sheets = workbook.worksheets().into_iter();
    sheets.map(|(name, sheet)| (name, columns(sheet))).collect()
}

#[test]
fn a_json_object_has_the_chosen_members_in_the_order_given() {
    let options = [
        "--format",
        "json",
        "--columns",
        "records=role,presence_seconds,email",
    ];
    let output = rollbook()
        .args(["convert", "samples/legacy-report.json", "--output", "-"])
        .args(options)
        .output()
        .unwrap();
    // The report's own figures: 1558 and 415 + 427 + 310 seconds.
    assert_eq!(
        stdout(&output),
        "[\n{\"role\":\"Organizer\",\"presence_seconds\":1558,\
         \"email\":\"ingibjoerg.thorhallsdottir@contoso.example\"},\n\
         {\"role\":\"Presenter\",\"presence_seconds\":1152,\
         \"email\":\"anselm.kraeutle@contoso.example\"}\n]\n"
    );
}

#[test]
fn tables_that_nobody_chose_columns_of_stay_whole() {
    let (whole, part) = (place(), place());
    course(whole.path(), &["--format", "csv"]);
    course(
        part.path(),
        &["--format", "csv", "--columns", "records=role"],
    );
    let (whole, part) = (files(whole.path()), files(part.path()));
    assert!(whole.keys().eq(part.keys()));
    for (name, bytes) in whole {
        let differs = ["csv/records.csv", "run.json"].contains(&name.as_str());
        assert_eq!(bytes != part[&name], differs, "{name}");
    }
}

#[test]
fn a_workbook_shows_and_explains_the_chosen_columns_alone() {
    let place = place();
    let options = [
        "--format",
        "xlsx",
        "--per-meeting",
        "--columns",
        "records=record_id,presence_seconds,display_name",
        "--columns",
        "attendance=identity_id,presence_seconds,display_name",
        "--columns",
        "people=attended,display_name",
    ];
    course(place.path(), &options);
    let records = ["Record id", "Presence", "Presence (s)", "Name"];
    let attendance = ["Identity id", "Presence", "Presence (s)", "Name"];
    let all = place.path().join("attendance.xlsx");
    assert_eq!(sheet_headings(&all, "Records"), records);
    assert_eq!(sheet_headings(&all, "Attendance"), attendance);
    assert_eq!(sheet_headings(&all, "People"), ["Attended", "Name"]);
    let meetings = fs::read_dir(place.path().join("meetings")).unwrap();
    let meetings: Vec<_> = meetings.map(|entry| entry.unwrap().path()).collect();
    // Ten reports: one session was restarted, and a click a week later is none.
    assert_eq!(meetings.len(), 8);
    for meeting in meetings {
        assert_eq!(sheet_headings(&meeting, "Attendance"), attendance);
    }
    let mut workbook: Xlsx<_> = calamine::open_workbook(&all).unwrap();
    let columns = workbook.worksheet_range("Columns").unwrap();
    let explained = columns
        .rows()
        .filter(|row| row[0] == Data::String("Records".into()));
    let explained: Vec<_> = explained.map(|row| row[3].to_string()).collect();
    assert_eq!(explained, ["record_id", "presence_seconds", "display_name"]);
}

#[test]
fn a_page_of_a_table_shows_the_chosen_columns_alone() {
    let place = place();
    let options = [
        "--format",
        "html",
        "--columns",
        "people=email,first_join,display_name",
    ];
    let output = course(place.path(), &options);
    let text = fs::read_to_string(place.path().join("tables/people.html")).unwrap();
    let page = Html::parse_document(&text);
    let count = |css: &str| page.select(&Selector::parse(css).unwrap()).count();
    let headings = Selector::parse("#rows thead th").unwrap();
    let headings: Vec<String> = page
        .select(&headings)
        .map(|cell| cell.text().collect())
        .collect();
    assert_eq!(headings, ["E-mail", "First join", "Name"]);
    let rows = count("#rows tbody tr");
    assert!(rows > 20, "{rows}");
    assert_eq!(count("#rows tbody td"), 2 * rows);
    // Pages of meetings are no tables: that is told.
    let meeting = place.path().join("meetings/2026-09-19-session-1.html");
    assert!(fs::read_to_string(meeting).unwrap().contains("@"));
    assert!(stdout(&output).contains("Pages of meetings name everybody in full"));
}

#[test]
fn what_was_not_chosen_is_in_no_file() {
    let place = place();
    let options = [
        "--format",
        "csv,json,xlsx",
        "--tables",
        "records,people,attendance,roster,hours",
        "--split-by",
        "department",
        "--columns=records=role,presence_seconds",
        "--columns=people=department,attended",
        "--columns=attendance=meeting,status",
        "--columns=roster=outcome",
        "--columns=hours=department,period",
        "--columns=passed=department,attended",
    ];
    course(place.path(), &options);
    let written = files(place.path());
    assert!(written.contains_key("passed.csv"));
    assert!(written.keys().any(|name| name.starts_with("departments/")));
    let personal = ["@", "Bergström", "Carvalho", "Okafor"];
    for (name, bytes) in written {
        for text in texts(&name, bytes) {
            for word in personal {
                assert!(!text.contains(word), "{name} holds {word}");
            }
        }
    }
}

/// The texts of a file; of a workbook those of all its parts.
fn texts(name: &str, bytes: Vec<u8>) -> Vec<String> {
    if !name.ends_with(".xlsx") {
        return vec![String::from_utf8(bytes).unwrap()];
    }
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..package.len())
        .map(|at| std::io::read_to_string(package.by_index(at).unwrap()).unwrap())
        .collect()
}

#[test]
fn the_list_of_who_passed_has_the_chosen_columns_also_where_its_table_is_not_written() {
    let place = place();
    let options = [
        "--format=csv",
        "--tables=records",
        "--columns=passed=email,due",
    ];
    course(place.path(), &options);
    let list = csv_rows(&place.path().join("passed.csv"));
    assert!(!list.is_empty());
    assert!(list.iter().all(|row| row.keys().eq(["due", "email"])));
    let run = fs::read_to_string(place.path().join("run.json")).unwrap();
    assert!(run.contains("\"columns\":\"passed=email,due\""), "{run}");
}

#[test]
fn a_run_with_chosen_columns_can_be_traced_and_repeated() {
    let (one, other) = (place(), place());
    let chosen = ["--columns=roles=role,late", "--columns=records=email,role"];
    let all = ["--format=csv,json,xlsx,html", "--per-meeting"];
    course(one.path(), &[&all[..], &chosen, &["--jobs=1"]].concat());
    // Which table was named first says nothing of the outputs.
    course(
        other.path(),
        &[&all[..], &[chosen[1], chosen[0]], &["--jobs=4"]].concat(),
    );
    assert_eq!(files(one.path()), files(other.path()));
    let run: serde_json::Value = serde_json::from_slice(&files(one.path())["run.json"]).unwrap();
    let kept = run["options"]["columns"].as_str().unwrap();
    assert_eq!(kept, "roles=role,late;records=email,role");
    let mut verify = rollbook();
    verify
        .arg("verify")
        .arg(one.path())
        .args(["--inputs", "samples/course"]);
    verify
        .args(["--lists", "samples/course"])
        .assert()
        .success();
}

#[test]
fn without_a_choice_a_run_tells_of_none() {
    let place = place();
    course(place.path(), &[]);
    let run = fs::read_to_string(place.path().join("run.json")).unwrap();
    assert!(!run.contains("columns"), "{run}");
}

#[test]
fn a_choice_that_cannot_be_kept_is_refused_before_anything_is_written() {
    let place = place();
    let refused = [
        (&["--columns=records=nam"][..], "known are report, source,"),
        (&["--columns=recods=role"], "known are meetings, people,"),
        (&["--columns=records"], "looks like records="),
        (
            &["--columns=records=role,role"],
            "`role` of `records` is named twice",
        ),
        (
            &["--columns=records=role", "--columns=records=email"],
            "names the table `records` twice",
        ),
        (
            &["--columns=concurrency=meeting"],
            "`concurrency`, which is not written; written are meetings,",
        ),
        (
            &["--columns=roles=role", "--output=-"],
            "`roles`, which is not written; written are records",
        ),
    ];
    for (options, said) in refused {
        let folder = place.path().join("none");
        let output = rollbook()
            .args(["convert", "samples/legacy-report.json"])
            .args(options)
            .args(match options.contains(&"--output=-") {
                true => Vec::new(),
                false => vec!["--output".into(), folder.clone().into_os_string()],
            })
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{options:?}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
        assert!(output.stdout.is_empty() && !folder.exists(), "{options:?}");
    }
}
