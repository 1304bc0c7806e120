//! Rules of the chapter on numbers that files show, from a file to its tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};

use crate::support::{convert, csv_rows, place, rollbook, stderr, stdout};

type Row = BTreeMap<String, String>;

/// Returns a report of one hour, from this time on in UTC.
fn report(start: &str, records: &[Value]) -> Value {
    let end = start.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(1);
    json!({
        "id": format!("report at {start}"),
        "totalParticipantCount": records.len(),
        "meetingStartDateTime": start,
        "meetingEndDateTime": end.to_string(),
        "attendanceRecords": records,
    })
}

/// Returns a record with these intervals, by their joins, leaves and durations.
fn record(who: &str, role: &str, total: i64, intervals: &[(&str, &str, Option<i64>)]) -> Value {
    let interval = |&(join, leave, seconds): &(&str, &str, Option<i64>)| json!({"joinDateTime": join, "leaveDateTime": leave, "durationInSeconds": seconds});
    let intervals: Vec<_> = intervals.iter().map(interval).collect();
    json!({
        "id": who,
        "emailAddress": format!("{who}@x.example"),
        "totalAttendanceInSeconds": total,
        "role": role,
        "identity": {"id": who, "displayName": who, "tenantId": "t"},
        "attendanceIntervals": intervals,
    })
}

/// Returns a record of somebody who was there for an hour from this time on.
fn whole(who: &str, start: &str) -> Value {
    let end = start.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(1);
    record(
        who,
        "Attendee",
        3600,
        &[(start, &end.to_string(), Some(3600))],
    )
}

/// Converts these files with these options; returns what was said and the tables.
fn run(files: &[(&str, String)], options: &[&str]) -> (String, impl Fn(&str) -> Vec<Row> + use<>) {
    let place = place();
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for (name, text) in files {
        // A list stands beside the reports.
        let folder = if name.ends_with(".csv") {
            place.path()
        } else {
            &reports
        };
        fs::write(folder.join(name), text).unwrap();
    }
    let of_lists = |option: &&str| match option.ends_with(".csv") {
        true => place.path().join(option).to_str().unwrap().to_owned(),
        false => (*option).to_owned(),
    };
    let options: Vec<_> = options.iter().map(of_lists).collect();
    let mut options: Vec<_> = options.iter().map(String::as_str).collect();
    options.extend(["--format", "csv", "--raw", "--tables"]);
    options.push("people,attendance,meetings,sessions,records,report_roles");
    let out = place.path().join("out");
    let ran = convert(&[reports.to_str().unwrap()], &out, &options);
    assert_ne!(ran.status.code(), Some(1), "{}", stderr(&ran));
    let said = stdout(&ran);
    (said, move |table: &str| {
        let _ = &place;
        csv_rows(&out.join(format!("csv/{table}.csv")))
    })
}

fn column<'r>(rows: &'r [Row], key: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[key].as_str()).collect()
}

#[test]
fn what_the_closing_lines_call_due_for_nobody_is_due_for_nobody_in_the_tables() {
    let (nine, two) = ("2026-10-05T09:00:00Z", "2026-10-05T14:00:00Z");
    let at = |start| report(start, &[whole("ann", start), whole("bob", start)]).to_string();
    let files = [
        ("a.json", at(nine)),
        ("b.json", at(two)),
        (
            "plan.csv",
            "title,start,end\nA,2026-10-05 09:00,2026-10-05 10:00\n".into(),
        ),
        (
            "roster.csv",
            "name,e-mail\nann,ann@x.example\nbob,bob@x.example\n".into(),
        ),
    ];
    for roster in [&[][..], &["--roster", "roster.csv"]] {
        let (said, table) = run(&files, &[&["--meetings", "plan.csv"], roster].concat());
        assert!(
            said.contains("1 meeting not on it, or called off, due for nobody"),
            "{said}"
        );
        let people = table("people");
        assert_eq!(column(&people, "meetings"), ["2", "2"]);
        assert_eq!(column(&people, "attended_of_due"), ["1 of 1", "1 of 1"]);
        let rows = table("attendance");
        let expected: Vec<_> = rows.iter().filter(|row| row["meeting"] == "b").collect();
        assert_eq!(expected.len(), 2);
        assert!(expected.iter().all(|row| row["expected"] == "not expected"));
    }
}

#[test]
fn files_that_could_not_be_read_are_as_many_meetings_whatever_they_hold() {
    let nine = "2026-10-05T09:00:00Z";
    for broken in [
        "",
        "{\"error\": {\"code\": \"NotFound\"}}",
        "{\"id\": \"x\", ",
    ] {
        let files = [
            ("a.json", report(nine, &[whole("ann", nine)]).to_string()),
            ("b.json", broken.to_owned()),
            ("c.json", broken.to_owned()),
        ];
        let (_, table) = run(&files, &[]);
        let meetings = table("meetings");
        assert_eq!(column(&meetings, "meeting"), ["a", "b", "c"], "{broken}");
        assert_eq!(
            column(&meetings, "state"),
            ["held", "report not read", "report not read"]
        );
    }
}

#[test]
fn reports_of_one_file_are_a_series_of_their_own() {
    let reports = [9, 11].map(|hour| {
        let start = format!("2026-10-05T{hour:02}:00:00Z");
        report(&start, &[whole("ann", &start)])
    });
    let other = "2026-10-06T09:00:00Z";
    let other = report(other, &[whole("bob", other)]).to_string();
    let lines = reports.each_ref().map(Value::to_string).join("\n");
    for (name, text) in [("a.json", json!(reports).to_string()), ("a.jsonl", lines)] {
        let (_, table) = run(&[(name, text), ("b.json", other.clone())], &[]);
        let people = table("people");
        assert_eq!(column(&people, "display_name"), ["ann", "bob"]);
        assert_eq!(column(&people, "due"), ["2", "1"], "{name}");
    }
}

#[test]
fn whether_somebody_was_absent_is_unknown_where_a_report_counts_more_than_it_holds() {
    let nine = "2026-10-05T09:00:00Z";
    let list = "name,e-mail\nann,ann@x.example\neve,eve@x.example\n";
    for (count, status) in [(0, "absent"), (1, "absent"), (2, "unknown")] {
        let mut report = report(nine, &[whole("ann", nine)]);
        report["totalParticipantCount"] = json!(count);
        let files = [("a.json", report.to_string()), ("r.csv", list.to_owned())];
        let (_, table) = run(&files, &["--roster", "r.csv"]);
        let rows = table("attendance");
        let eve = rows.iter().find(|row| row["display_name"] == "eve");
        assert_eq!(eve.unwrap()["status"], status, "{count}");
    }
}

#[test]
fn a_file_that_never_was_a_report_is_no_meeting() {
    let nine = "2026-10-05T09:00:00Z";
    let files = [
        ("a.json", report(nine, &[whole("ann", nine)]).to_string()),
        ("b.json", "{\"hello\": \"world\"}".to_owned()),
    ];
    let (_, table) = run(&files, &[]);
    assert_eq!(column(&table("meetings"), "meeting"), ["a"]);
}

#[test]
fn a_record_whose_total_is_0_hides_nothing() {
    let files = [(
        "a.json",
        report("2026-10-05T09:00:00Z", &[record("ann", "Attendee", 0, &[])]).to_string(),
    )];
    let (_, table) = run(&files, &[]);
    let rows = table("attendance");
    assert_eq!(column(&rows, "status"), ["partial"]);
    assert_eq!(column(&rows, "presence_seconds"), ["0"]);
    assert_eq!(column(&rows, "share"), ["0.0000"]);
}

#[test]
fn a_missing_duration_is_leave_minus_join_cut_to_whole_seconds() {
    let intervals = [
        ("2026-10-05T09:00:00Z", "2026-10-05T09:10:00Z", Some(601)),
        ("2026-10-05T09:20:00.0000001Z", "2026-10-05T09:21:00Z", None),
    ];
    let one = record("ann", "Attendee", 660, &intervals);
    let files = [("a.json", report("2026-10-05T09:00:00Z", &[one]).to_string())];
    let (_, table) = run(&files, &[]);
    // 601 as the report says, and 59.9999999 measured.
    assert_eq!(column(&table("records"), "interval_sum_seconds"), ["660"]);
    assert_eq!(column(&table("records"), "reported_total_seconds"), ["660"]);
}

#[test]
fn in_the_roles_of_one_report_each_record_counts_under_its_own_role() {
    let first = [("2026-10-05T09:00:00Z", "2026-10-05T09:20:00Z", Some(1200))];
    let second = [("2026-10-05T09:09:00Z", "2026-10-05T09:30:00Z", Some(1260))];
    let records = [
        record("ann", "Attendee", 1200, &first),
        record("ann", "Presenter", 1260, &second),
    ];
    let files = [(
        "a.json",
        report("2026-10-05T09:00:00Z", &records).to_string(),
    )];
    let (_, table) = run(&files, &[]);
    let roles = table("report_roles");
    assert_eq!(column(&roles, "role"), ["Presenter", "Attendee"]);
    assert_eq!(column(&roles, "reported_total_seconds"), ["1260", "1200"]);
    // She counts once, under the higher role, from 09:00 to 09:30.
    assert_eq!(column(&roles, "participants"), ["1", "0"]);
    assert_eq!(column(&roles, "presence_seconds"), ["1800", ""]);
}

#[test]
fn reports_of_one_file_are_called_by_its_name_and_their_place_in_it() {
    let reports = [9, 10].map(|hour| {
        let start = format!("2026-10-05T{hour:02}:00:00Z");
        report(&start, &[whole("ann", &start)])
    });
    let lines = reports.each_ref().map(Value::to_string).join("\n");
    for (name, text, labels) in [
        (
            "list.json",
            json!(reports).to_string(),
            ["list #1", "list #2"],
        ),
        ("lines.jsonl", lines, ["lines.jsonl:1", "lines.jsonl:2"]),
    ] {
        let (_, table) = run(&[(name, text)], &["--keep-separate"]);
        assert_eq!(column(&table("sessions"), "report"), labels);
    }
}

#[test]
fn a_scheduled_time_that_clocks_skip_or_show_twice_is_the_first_by_the_offset_before() {
    let baseline = |start: &str, scheduled: &str| {
        let files = [("a.json", report(start, &[whole("ann", start)]).to_string())];
        let zone = [
            "--timezone",
            "Europe/Berlin",
            "--scheduled-start",
            scheduled,
        ];
        let (_, table) = run(&files, &zone);
        column(&table("meetings"), "late_baseline")[0].to_owned()
    };
    // 2026-10-25, 02:30 in Berlin is 00:30 and 01:30 in UTC: the first.
    let twice = baseline("2026-10-25T01:30:00Z", "02:30");
    assert_eq!(twice, "2026-10-25T00:30:00Z");
    // 2026-03-29, 02:30 is skipped: by the offset before, +01:00, it is 01:30 in UTC.
    let skipped = baseline("2026-03-29T01:20:00Z", "02:30");
    assert_eq!(skipped, "2026-03-29T01:30:00Z");
}

#[test]
fn a_workbook_tells_which_of_two_times_is_meant_and_keeps_others_as_dates() {
    let place = place();
    // 02:30 in Berlin, before and after the clocks are put back, and an hour later.
    let starts = [
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-10-25T02:30:00Z",
    ];
    for (number, start) in starts.iter().enumerate() {
        let text = report(start, &[whole("ann", start)]).to_string();
        fs::write(place.path().join(format!("{number}.json")), text).unwrap();
    }
    let out = place.path().join("out");
    let options = [
        "--timezone",
        "Europe/Berlin",
        "--tables",
        "reports",
        "--format",
        "xlsx",
        "--keep-separate",
    ];
    let ran = convert(&[place.path().to_str().unwrap()], &out, &options);
    assert!(ran.status.success(), "{}", stderr(&ran));
    let mut book: Xlsx<_> = calamine::open_workbook(out.join("attendance.xlsx")).unwrap();
    let sheet = book.worksheet_range("Reports").unwrap();
    let heading = |cell: &Data| cell.to_string().starts_with("Start");
    let at = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .position(heading)
        .unwrap();
    let cells: Vec<_> = sheet.rows().skip(1).map(|row| &row[at]).collect();
    let shown = |cell: &Data| {
        matches!(cell, Data::DateTime(_))
            .then(String::new)
            .unwrap_or(cell.to_string())
    };
    let twice = ["2026-10-25 02:30 UTC+02:00", "2026-10-25 02:30 UTC+01:00"];
    assert_eq!(
        cells.iter().map(|cell| shown(cell)).collect::<Vec<_>>(),
        [twice[0], twice[1], ""]
    );
}

/// Returns the row of somebody in a table.
fn row_of<'r>(rows: &'r [Row], name: &str) -> &'r Row {
    let row = rows.iter().find(|row| row["display_name"] == name);
    row.unwrap()
}

#[test]
fn an_interval_without_times_or_duration_adds_nothing_and_no_intervals_are_0_beside_a_total_of_0() {
    let (nine, quarter) = ("2026-10-05T09:00:00Z", "2026-10-05T09:15:00.9Z");
    let told = (nine, quarter, None);
    let mut ann = record("ann", "Attendee", 900, &[told, told]);
    ann["attendanceIntervals"][1]["leaveDateTime"] = Value::Null;
    let none = |who: &str, total: Value, intervals: Value| {
        let mut record = record(who, "Attendee", 0, &[]);
        record["totalAttendanceInSeconds"] = total;
        record["attendanceIntervals"] = intervals;
        record
    };
    let records = [
        ann,
        none("bob", json!(0), json!([])),
        none("cid", json!(0), Value::Null),
        none("dan", json!(60), json!([])),
        none("eve", Value::Null, json!([])),
    ];
    let (_, table) = run(&[("a.json", report(nine, &records).to_string())], &[]);
    for table in [table("attendance"), table("records")] {
        let sums = column(&table, "interval_sum_seconds");
        assert_eq!(sums, ["900", "0", "0", "", ""]);
    }
}

#[test]
fn times_are_hidden_by_no_intervals_and_by_one_that_lacks_a_time_or_runs_backwards() {
    let (nine, ten) = ("2026-10-05T09:00:00Z", "2026-10-05T10:00:00Z");
    let beside = |who: &str, join: Option<&str>, leave: Option<&str>| {
        let both = [(nine, ten, Some(3600)), (nine, ten, Some(60))];
        let mut record = record(who, "Attendee", 3660, &both);
        record["attendanceIntervals"][1]["joinDateTime"] = json!(join);
        record["attendanceIntervals"][1]["leaveDateTime"] = json!(leave);
        record
    };
    let records = [
        whole("ann", nine),
        beside("bob", None, Some(ten)),
        beside("cid", Some(nine), None),
        beside("dan", Some(ten), Some(nine)),
        record("eve", "Attendee", 3600, &[]),
    ];
    let (_, table) = run(
        &[("a.json", report(nine, &records).to_string())],
        &["--exit-zero"],
    );
    let rows = table("attendance");
    assert_eq!(column(&rows, "share"), ["1.0000", "", "", "", ""]);
}

#[test]
fn a_report_without_a_list_of_records_lacks_them_and_one_that_counts_more_lacks_some() {
    let nine = "2026-10-05T09:00:00Z";
    let list = "name,e-mail\nann,ann@x.example\neve,eve@x.example\n";
    let of_eve = |count: i64, records: Value| {
        let mut report = report(nine, &[]);
        report["totalParticipantCount"] = json!(count);
        report["attendanceRecords"] = records;
        let files = [("a.json", report.to_string()), ("r.csv", list.to_owned())];
        let (_, table) = run(&files, &["--roster", "r.csv", "--allow-unmatched-roster"]);
        let (people, rows) = (table("people"), table("attendance"));
        let due = row_of(&people, "eve")["due"].clone();
        (row_of(&rows, "eve")["status"].clone(), due)
    };
    let told = |status: &str, due: &str| (status.to_owned(), due.to_owned());
    let ann = || json!([whole("ann", nine)]);
    assert_eq!(of_eve(2, Value::Null), told("unknown", "0"));
    assert_eq!(of_eve(2, json!([])), told("unknown", "0"));
    assert_eq!(of_eve(0, json!([])), told("absent", "1"));
    assert_eq!(of_eve(2, ann()), told("unknown", "1"));
    assert_eq!(of_eve(1, ann()), told("absent", "1"));
}

#[test]
fn the_course_of_a_meeting_never_shows_two_moments_as_one_time() {
    let place = place();
    // 02:30 in Berlin, one hour before it is 02:30 again.
    let start = "2026-10-25T00:30:00Z";
    let input = place.path().join("night.json");
    fs::write(&input, report(start, &[whole("ann", start)]).to_string()).unwrap();
    let (input, out) = (input.to_str().unwrap(), place.path().join("out"));
    let zone = ["--timezone", "Europe/Berlin"];
    let options = [&zone[..], &["--format", "xlsx,html"]].concat();
    let ran = convert(&[input], &out, &options);
    assert!(ran.status.success(), "{}", stderr(&ran));
    let mut book: Xlsx<_> = calamine::open_workbook(out.join("attendance.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let course = sheet.rows().skip_while(|row| row[0] != "From");
    let times: Vec<_> = course
        .skip(1)
        .map(|row| row[0].to_string())
        .take_while(|time| time.contains(':'))
        .collect();
    let (first, last) = (&times[0], &times[times.len() - 1]);
    assert_eq!(first, "02:30 UTC+02:00");
    assert_eq!(last, "02:29 UTC+01:00");
    let different: BTreeSet<_> = times.iter().collect();
    assert_eq!((times.len(), different.len()), (60, 60));
    let shown = rollbook()
        .args([&["show", input][..], &zone].concat())
        .output();
    let shown = stdout(&shown.unwrap());
    assert!(shown.contains("  02:30 UTC+02:00 "), "{shown}");
}
