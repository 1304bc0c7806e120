//! The CSV files that Teams lets organizers download: every family, language and encoding.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rollbook::decode::teams::clock::{DateOrder, LocalTimes};
use rollbook::origin::Origin;
use rollbook::summary::{Rules, summarise};
use rollbook::zone::Zone;
use serde_json::Value;

use crate::support::{convert, csv_rows, place, project, project_text, rollbook, stderr, stdout};

const BERLIN: [&str; 2] = ["--input-timezone", "Europe/Berlin"];

/// Name, presence and role of each record in a file.
fn people(file: &str, options: &[&str]) -> Vec<(String, String, String)> {
    let output = place();
    let input = format!("tests/fixtures/teams-csv/{file}");
    let tables = ["--format", "csv", "--tables", "records"];
    let run = convert(&[&input], output.path(), &[&tables[..], options].concat());
    assert!(run.status.success(), "{file}: {}", stderr(&run));
    let rows = csv_rows(&output.path().join("csv/records.csv"));
    let cells = |key: &str, row: &std::collections::BTreeMap<String, String>| row[key].clone();
    rows.iter()
        .map(|row| {
            (
                cells("display_name", row),
                cells("presence_seconds", row),
                cells("role", row),
            )
        })
        .collect()
}

fn row(name: &str, seconds: &str, role: &str) -> (String, String, String) {
    (name.into(), seconds.into(), role.into())
}

#[test]
fn every_family_language_and_encoding_gives_the_people_and_their_time() {
    let (organizer, presenter, attendee) = ("Organizer", "Presenter", "Attendee");
    for (file, expected) in [
        (
            "summary-en.csv",
            vec![
                row("Zoë Brandão", "5405", organizer),
                row("Ada Byron", "3030", presenter),
                row("Gast (Guest)", "600", attendee),
            ],
        ),
        (
            "summary-fr-excel.csv",
            vec![
                row("Zoë Brandão", "5405", organizer),
                row("Byron; Ada", "1230", presenter),
            ],
        ),
        (
            "sections-de.csv",
            vec![
                row("Zoë Brandão", "5405", organizer),
                row("Ada Byron", "3030", presenter),
                row("Gast", "600", attendee),
            ],
        ),
        (
            "sections-ja.csv",
            vec![
                row("架空 花子", "5405", organizer),
                row("架空 太郎", "1230", presenter),
            ],
        ),
        (
            "sections-unknown-language.csv",
            vec![
                row("Brandão, Zoë", "5405", organizer),
                row("Byron, Ada", "1230", presenter),
            ],
        ),
        (
            "webinar-en.csv",
            vec![
                row("Zoë Brandão", "1800", organizer),
                row("Ada Byron", "600", attendee),
            ],
        ),
        (
            "zoom.csv",
            vec![
                row("Zoë Brandão", "5405", ""),
                row("Ada Byron (ada)", "3030", ""),
            ],
        ),
        (
            "list-pt.csv",
            vec![
                row("Zoë Brandão", "", ""),
                row("Ada Byron", "", ""),
                row("Gast (Convidado)", "600", ""),
            ],
        ),
    ] {
        assert_eq!(people(file, &BERLIN), expected, "{file}");
    }
}

#[test]
fn times_of_day_without_a_date_need_the_day() {
    let options = [&BERLIN[..], &["--date", "2026-11-23"]].concat();
    // Ada was away for five minutes, and the list does not say which.
    let expected = [row("Zoë Brandão", "5400", ""), row("Ada Byron", "", "")];
    assert_eq!(people("meet.csv", &options), expected);
    let file = project("tests/fixtures/teams-csv/meet.csv");
    assert_eq!(
        findings(&file, &BERLIN),
        [("date-ambiguous".to_owned(), None, String::new())]
    );
    let place = place();
    let named = place.path().join("2026-11-23 Budget.csv");
    fs::copy(file, &named).unwrap();
    let codes: Vec<_> = findings(&named, &BERLIN)
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(codes, ["window-missing", "intervals-missing"]);
}

#[test]
fn an_attendance_list_ends_when_it_is_said() {
    let expected = [
        row("Zoë Brandão", "5400", ""),
        // 09:05:00 to 09:25:30 and 09:30 to 10:30.
        row("Ada Byron", "4830", ""),
        row("Gast (Convidado)", "600", ""),
    ];
    let options = [&BERLIN[..], &["--end", "10:30"]].concat();
    assert_eq!(people("list-pt.csv", &options), expected);
}

#[test]
fn an_attendance_list_ends_when_its_meeting_was_planned_to_end() {
    let place = place();
    let plan = place.path().join("plan.csv");
    // In Berlin the list begins at 9:00.
    let times = "2026-11-23T09:00:00+01:00,2026-11-23T10:15:00+01:00";
    fs::write(&plan, format!("title,start,end\nPlanning,{times}\n")).unwrap();
    let tables = ["--format", "csv", "--tables", "records,attendance"];
    let plan = ["--meetings", plan.to_str().unwrap()];
    let options = [&tables[..], &BERLIN, &plan].concat();
    let output = place.path().join("output");
    let run = convert(&["tests/fixtures/teams-csv/list-pt.csv"], &output, &options);
    assert!(run.status.success(), "{}", stderr(&run));
    let column = |table: &str, name: &str| {
        let rows = csv_rows(&output.join(format!("csv/{table}.csv")));
        let cells = rows
            .iter()
            .map(|row| (row[name].clone(), row["presence_seconds"].clone()));
        cells.collect::<std::collections::BTreeMap<_, _>>()
    };
    let expected = |seconds: [&str; 3]| {
        let names = ["Zoë Brandão", "Ada Byron", "Gast (Convidado)"].map(str::to_owned);
        std::collections::BTreeMap::from_iter(names.into_iter().zip(seconds.map(str::to_owned)))
    };
    // What the file says is not touched: who has no leave is not known to have stayed.
    assert_eq!(column("records", "display_name"), expected(["", "", "600"]));
    assert_eq!(
        column("attendance", "display_name"),
        expected(["4500", "3930", "600"])
    );
}

/// The findings of a file: code, line and pointer.
fn findings(file: &Path, options: &[&str]) -> Vec<(String, Option<u64>, String)> {
    let run = rollbook()
        .args(["check", "--format", "json"])
        .arg(file)
        .args(options)
        .output()
        .unwrap();
    let findings: Vec<Value> = serde_json::from_str(&stdout(&run)).expect("an array of findings");
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|one| {
            (
                text(one, "code"),
                one["line"].as_u64(),
                text(one, "pointer"),
            )
        })
        .collect()
}

#[test]
fn a_finding_in_a_table_names_the_row_and_no_pointer() {
    let place = place();
    let file = place.path().join("report.csv");
    let text = project_text("tests/fixtures/text-garbled.csv").replace('Ã', "A");
    // The join of section 3, on line 14, lasts ten minutes longer than it says.
    let text = text.replace(
        "9:30:00 AM\t30m 0s\tzoe@example.com\tOrganizer",
        "9:30:00 AM\t20m 0s\tzoe@example.com\tOrganizer",
    );
    fs::write(&file, text).unwrap();
    assert_eq!(
        findings(&file, &BERLIN),
        [
            ("duration-mismatch".to_owned(), Some(14), String::new()),
            ("sum-mismatch".to_owned(), Some(10), String::new()),
        ]
    );
}

#[test]
fn both_readings_of_a_date_are_said_and_either_may_be_asked_for() {
    let file = "tests/fixtures/date-ambiguous.csv";
    let run = rollbook()
        .args(["check", file])
        .args(BERLIN)
        .output()
        .unwrap();
    let said = stdout(&run);
    for reading in [
        "2026-12-11 with --date-order dmy",
        "2026-11-12 with --date-order mdy",
    ] {
        assert!(said.contains(reading), "{said}");
    }
    for (order, start) in [
        ("dmy", "2026-12-11T08:00:00Z"),
        ("mdy", "2026-11-12T08:00:00Z"),
    ] {
        let output = place();
        let tables = [
            "--format",
            "csv",
            "--tables",
            "records",
            "--date-order",
            order,
        ];
        let run = convert(&[file], output.path(), &[&tables[..], &BERLIN].concat());
        assert!(run.status.success(), "{}", stderr(&run));
        let rows = csv_rows(&output.path().join("csv/records.csv"));
        assert_eq!(rows[0]["first_join"], start);
    }
}

#[test]
fn the_zone_that_people_look_at_is_taken_and_said() {
    let output = place();
    let tables = [
        "--format",
        "csv",
        "--tables",
        "records,findings",
        "--timezone",
        "Asia/Tokyo",
    ];
    let run = convert(&["tests/fixtures/zone-unknown.csv"], output.path(), &tables);
    assert!(run.status.success(), "{}", stderr(&run));
    let records = csv_rows(&output.path().join("csv/records.csv"));
    assert_eq!(records[0]["first_join"], "2026-11-23T00:00:00Z");
    let findings = csv_rows(&output.path().join("csv/findings.csv"));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["code"], "zone-assumed");
    assert!(
        findings[0]["finding"].contains("Asia/Tokyo"),
        "{findings:?}"
    );
}

#[test]
fn a_meeting_is_called_by_the_title_in_its_file() {
    let output = place();
    let file = "tests/fixtures/teams-csv/summary-en.csv";
    let tables = ["--format", "csv", "--tables", "meetings"];
    convert(&[file], output.path(), &[&tables[..], &BERLIN].concat());
    let rows = csv_rows(&output.path().join("csv/meetings.csv"));
    assert_eq!(rows[0]["meeting"], "Planning, part 1");
}

#[test]
fn every_family_and_language_beside_json_becomes_one_workbook() {
    let place = place();
    let fixtures = [
        "teams-csv/summary-en.csv",
        "teams-csv/summary-fr-excel.csv",
        "teams-csv/sections-de.csv",
        "teams-csv/sections-ja.csv",
        "teams-csv/list-pt.csv",
        "shapes/attendee-report.csv",
        "clean/expanded-with-odata.json",
    ];
    for file in fixtures {
        let from = project(&format!("tests/fixtures/{file}"));
        let name = file.rsplit('/').next().unwrap();
        fs::copy(from, place.path().join(name)).unwrap();
    }
    let output = place.path().join("output");
    let options = [
        "--format", "csv,xlsx", "--tables", "reports", BERLIN[0], BERLIN[1],
    ];
    let run = convert(&[place.path().to_str().unwrap()], &output, &options);
    assert!(run.status.success(), "{}", stderr(&run));
    let rows = csv_rows(&output.join("csv/reports.csv"));
    let sources: std::collections::BTreeSet<_> =
        rows.iter().map(|row| row["source"].as_str()).collect();
    let expected = fixtures.map(|file| file.rsplit('/').next().unwrap());
    assert_eq!(sources, std::collections::BTreeSet::from(expected));
    let books = crate::support::files(&output);
    let books = books.keys().filter(|name| name.ends_with(".xlsx"));
    assert_eq!(books.count(), 1);
}

/// A folder with a report of each kind, a roster, and a table that Rollbook wrote.
fn folder() -> tempfile::TempDir {
    let place = place();
    for file in ["summary-en.csv", "sections-de.csv", "list-pt.csv"] {
        let from = project(&format!("tests/fixtures/teams-csv/{file}"));
        fs::copy(from, place.path().join(file)).unwrap();
    }
    fs::copy(
        project("samples/course/roster.csv"),
        place.path().join("roster.csv"),
    )
    .unwrap();
    fs::copy(
        project("samples/one-to-one.json"),
        place.path().join("other.json"),
    )
    .unwrap();
    place
}

#[test]
fn a_folder_gives_its_teams_files_and_no_lists_or_outputs() {
    let place = folder();
    let folder = place.path().to_str().unwrap();
    let tables = ["--format", "csv", "--tables", "reports,sessions"];
    let options = [&tables[..], &BERLIN].concat();
    let output = place.path().join("first");
    let run = convert(&[folder], &output, &options);
    let said = stdout(&run) + &stderr(&run);
    assert!(said.contains("Passed over: 1 file"), "{said}");
    // What was written is no input of the next run, into another folder.
    let output = place.path().join("second");
    let run = convert(&[folder], &output, &options);
    let sources: Vec<_> = csv_rows(&output.join("csv/reports.csv"))
        .iter()
        .map(|row| row["source"].clone())
        .collect();
    assert_eq!(
        sources,
        [
            "list-pt.csv",
            "other.json",
            "sections-de.csv",
            "summary-en.csv"
        ],
        "{}",
        stderr(&run)
    );
}

#[test]
fn files_of_one_session_count_once_and_the_fullest_counts() {
    let place = folder();
    let json = r#"{"id": "c9a1f0de-0000-4000-8000-000000000017", "totalParticipantCount": 3,
        "meetingStartDateTime": "2026-11-23T08:00:00.25Z", "meetingEndDateTime": "2026-11-23T09:30:05.75Z",
        "attendanceRecords": [RECORDS]}"#;
    let record = |email: &str, name: &str, role: &str| {
        format!(
            r#"{{"emailAddress": "{email}", "totalAttendanceInSeconds": 600, "role": "{role}", "identity": {{"id": "{name}", "displayName": "{name}"}},
            "attendanceIntervals": [{{"joinDateTime": "2026-11-23T08:10:00Z", "leaveDateTime": "2026-11-23T08:20:00Z", "durationInSeconds": 600}}]}}"#
        )
    };
    let records = [
        record("ZOE@example.com", "Zoë Brandão", "Organizer"),
        record("ada@example.com", "Ada Byron", "Presenter"),
        record("", "Gast", "Attendee"),
    ];
    fs::write(
        place.path().join("meeting.json"),
        json.replace("RECORDS", &records.join(",")),
    )
    .unwrap();
    let output = place.path().join("output");
    let tables = ["--format", "csv", "--tables", "sessions,findings"];
    let folder = place.path().to_str().unwrap();
    convert(&[folder], &output, &[&tables[..], &BERLIN].concat());
    let decisions: Vec<_> = csv_rows(&output.join("csv/sessions.csv"))
        .iter()
        .map(|row| (row["report"].clone(), row["decision"].clone()))
        .collect();
    let of = |report: &str| {
        let mut found = decisions.iter().filter(|(own, _)| own == report);
        found.next().map(|(_, decision)| decision.as_str())
    };
    assert_eq!(of("meeting"), Some("counted"), "{decisions:?}");
    for table in ["summary-en", "sections-de", "list-pt"] {
        assert_eq!(of(table), Some("not counted"), "{decisions:?}");
    }
    let findings = csv_rows(&output.join("csv/findings.csv"));
    let told = findings
        .iter()
        .filter(|row| row["code"] == "report-superseded");
    assert_eq!(told.count(), 3);
}

#[test]
fn an_order_that_is_asked_for_spoils_no_file_that_tells_its_own() {
    let options = [&BERLIN[..], &["--date-order", "mdy"]].concat();
    let expected = people("sections-de.csv", &BERLIN);
    assert_eq!(people("sections-de.csv", &options), expected);
}

#[test]
fn lists_with_a_time_in_their_third_column_are_no_attendance() {
    let place = place();
    let folder = place.path();
    for (name, text) in [
        (
            "meetings.csv",
            "title,start,end\nOne,2026-11-23 09:00,2026-11-23 10:00\n",
        ),
        (
            "registrations.csv",
            "id,name,registered\n1,Zoë,2026-11-23 09:00\n2,Ada,2026-11-23 09:00\n",
        ),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::copy(project("samples/one-to-one.json"), folder.join("one.json")).unwrap();
    let output = folder.join("output");
    let tables = ["--format", "csv", "--tables", "reports"];
    let run = convert(&[folder.to_str().unwrap()], &output, &tables);
    assert!(run.status.success(), "{}", stderr(&run));
    assert_eq!(csv_rows(&output.join("csv/reports.csv")).len(), 1);
}

/// How a made-up file is written.
#[derive(Clone, Debug)]
struct Dialect {
    separator: char,
    quoted: bool,
    line: &'static str,
    date: DateOrder,
    wide: bool,
}

impl Dialect {
    fn time(&self, second: u32) -> String {
        let (hour, minute, second) = (9 + second / 3600, second / 60 % 60, second % 60);
        match self.date {
            DateOrder::DayFirst => format!("23.11.26, {hour:02}:{minute:02}:{second:02}"),
            DateOrder::YearFirst => format!("2026/11/23 {hour}:{minute:02}:{second:02}"),
            DateOrder::MonthFirst => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = if hour > 12 { hour - 12 } else { hour };
                format!("11/23/2026, {hour}:{minute:02}:{second:02}\u{202f}{half}")
            }
        }
    }

    fn length(&self, seconds: u32) -> String {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (hours, self.date) {
            (0, DateOrder::DayFirst) => format!("{minutes} Min. {seconds} Sek."),
            (_, DateOrder::DayFirst) => format!("{hours} Std. {minutes} Min. {seconds} Sek."),
            (0, _) => format!("{minutes}m {seconds}s"),
            _ => format!("{hours}h {minutes}m {seconds}s"),
        }
    }

    fn bytes(&self, rows: &[Vec<String>]) -> Vec<u8> {
        let cell = |cell: &String| {
            let must = cell.contains([self.separator, '"']);
            match self.quoted || must {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            }
        };
        let rows = rows.iter().map(|row| {
            let cells: Vec<_> = row.iter().map(cell).collect();
            cells.join(&self.separator.to_string()) + self.line
        });
        let text: String = rows.collect();
        match self.wide {
            true => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            false => text.into_bytes(),
        }
    }
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let separators = prop::sample::select(vec!['\t', ',', ';']);
    let lines = prop::sample::select(vec!["\n", "\r\n"]);
    let dates = prop::sample::select(DateOrder::ALL.to_vec());
    (separators, any::<bool>(), lines, dates, any::<bool>()).prop_map(
        |(separator, quoted, line, date, wide)| Dialect {
            separator,
            quoted,
            line,
            date,
            wide,
        },
    )
}

/// A family of files.
#[derive(Clone, Copy, Debug)]
enum Family {
    List,
    Summary,
    Sections,
}

/// Stays of people, in seconds from nine o'clock; each after the one before.
type Stays = Vec<(u32, u32)>;

fn rows(family: Family, people: &[Stays], dialect: &Dialect) -> Vec<Vec<String>> {
    let row = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let (start, end) = (dialect.time(0), dialect.time(14_000));
    let name = |at: usize| format!("Zoë, the {at}.");
    let email = |at: usize| format!("zoe.{at}@example.com");
    let stays = || {
        let of =
            |(at, stays): (usize, &Stays)| stays.iter().map(|stay| (at, *stay)).collect::<Vec<_>>();
        people.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    };
    let join = |at: usize, (from, to): (u32, u32)| {
        let (from_text, to_text) = (dialect.time(from), dialect.time(to));
        row(&[
            &name(at),
            &from_text,
            &to_text,
            &dialect.length(to - from),
            &email(at),
            "Presenter",
        ])
    };
    let headings = ["Nom", "Da", "Bis", "Lang", "Mejl", "Rolle"];
    match family {
        Family::List => {
            let events = stays().into_iter().flat_map(|(at, (from, to))| {
                [(from, "Joined"), (to, "Left")]
                    .map(|(time, word)| row(&[&name(at), word, &dialect.time(time)]))
            });
            std::iter::once(row(&["Full Name", "User Action", "Timestamp"]))
                .chain(events)
                .collect()
        }
        Family::Summary => {
            let head = [
                row(&["Meeting Summary"]),
                row(&["Title", "Budget"]),
                row(&["Start", &start]),
                row(&["End", &end]),
                row(&headings),
            ];
            head.into_iter()
                .chain(stays().into_iter().map(|(at, stay)| join(at, stay)))
                .collect()
        }
        Family::Sections => {
            let head = [
                row(&["1. Summary"]),
                row(&["Title", "Budget"]),
                row(&["Start", &start]),
                row(&["End", &end]),
                row(&["2. People"]),
                row(&headings),
            ];
            let person = |(at, stays): (usize, &Stays)| {
                let (first, last) = (stays[0].0, stays[stays.len() - 1].1);
                let total = stays.iter().map(|(from, to)| to - from).sum();
                row(&[
                    &name(at),
                    &dialect.time(first),
                    &dialect.time(last),
                    &dialect.length(total),
                    &email(at),
                    "Presenter",
                ])
            };
            let people = people.iter().enumerate().map(person);
            let third = [row(&["3. Joins"]), row(&headings)];
            let joins = stays().into_iter().map(|(at, stay)| join(at, stay));
            head.into_iter()
                .chain(people)
                .chain(third)
                .chain(joins)
                .collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_in_any_family_and_dialect_reads_back(
        family in prop::sample::select(vec![Family::List, Family::Summary, Family::Sections]),
        dialect in dialects(),
        people in prop::collection::vec(prop::collection::vec((1_u32..1500, 1_u32..2000), 1..4), 1..5),
    ) {
        // Pauses and lengths to stays that follow one another.
        let in_turn = |pauses: &Vec<(u32, u32)>| {
            let mut now = 0;
            pauses.iter().map(|(pause, length)| {
                let from = now + pause;
                now = from + length;
                (from, now)
            }).collect::<Stays>()
        };
        let people: Vec<Stays> = people.iter().map(in_turn).collect();
        let bytes = dialect.bytes(&rows(family, &people, &dialect));
        let bytes = rollbook::decode::encoding::utf8(&bytes).unwrap();
        let rules = Rules {
            local_times: LocalTimes { zone: Some(Zone::utc()), ..LocalTimes::default() },
            ..Rules::default()
        };
        let documents = summarise(&bytes, &Origin::named("made-up.csv"), &rules);
        prop_assert_eq!(documents[0].reports.len(), 1, "{:?}", documents[0].findings);
        let report = &documents[0].reports[0];
        let serious: Vec<_> = report.findings.iter().filter(|finding| finding.code.name() != "window-missing").collect();
        prop_assert!(serious.is_empty(), "{:?}", serious);
        let nine = 1_795_424_400_i64;
        let read: Vec<Stays> = report.report.records().iter().map(|record| {
            record.intervals().iter().map(|interval| {
                let second = |time: rollbook::model::time::Instant| (time.unix_seconds() - nine) as u32;
                (second(interval.join.unwrap()), second(interval.leave.unwrap()))
            }).collect()
        }).collect();
        prop_assert_eq!(read, people);
    }
}

#[test]
fn meetings_that_end_apart_are_two_although_the_same_people_began_both() {
    let output = place();
    // Both begin at nine with the same two people; one ends an hour before the other.
    let files =
        ["webinar-en.csv", "zoom.csv"].map(|file| format!("tests/fixtures/teams-csv/{file}"));
    let tables = ["--format", "csv", "--tables", "sessions"];
    let inputs = [files[0].as_str(), files[1].as_str()];
    convert(&inputs, output.path(), &[&tables[..], &BERLIN].concat());
    let rows = csv_rows(&output.path().join("csv/sessions.csv"));
    assert!(
        rows.iter().all(|row| row["decision"] != "not counted"),
        "{rows:?}"
    );
}

#[test]
fn columns_of_engagement_are_kept_as_written_and_are_no_roles() {
    let report = |last: [&str; 3], cells: [[&str; 3]; 2]| {
        let [zoe, ada] = cells.map(|cells| cells.join("\t"));
        format!(
            "1. Summary\nMeeting title\tPlanning\n\n2. Participants\n\
             Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\t{}\n\
             Zoë\t11/23/26, 9:00:00 AM\t11/23/26, 9:30:05 AM\t30m 5s\tzoe@example.com\t{zoe}\n\
             Ada\t11/23/26, 9:05:00 AM\t11/23/26, 9:30:00 AM\t25m 0s\tada@example.com\t{ada}\n",
            last.join("\t")
        )
    };
    let engaged = |text: String| -> Vec<(String, String)> {
        let place = place();
        let file = place.path().join("report.csv");
        fs::write(&file, text).unwrap();
        let tables = ["--format", "csv", "--tables", "records"];
        let out = place.path().join("out");
        let run = convert(
            &[file.to_str().unwrap()],
            &out,
            &[&tables[..], &BERLIN].concat(),
        );
        assert!(run.status.success(), "{}", stderr(&run));
        let rows = csv_rows(&out.join("csv/records.csv"));
        rows.iter()
            .map(|row| (row["role"].clone(), row["engagement"].clone()))
            .collect()
    };
    let pair = |role: &str, engagement: &str| (role.to_owned(), engagement.to_owned());
    let english = report(
        ["Role", "Engagement: Reactions", "Engagement: Raise; hands"],
        [["Organizer", "3", "1"], ["Attendee", "", "2"]],
    );
    let expected = [
        pair("Organizer", "Reactions=3; Raise, hands=1"),
        pair("Attendee", "Raise, hands=2"),
    ];
    assert_eq!(engaged(english), expected);
    // Without a column of roles, and in a language that nobody wrote down.
    let other = report(
        ["", "Osallistuminen : Reaktiot", "Osallistuminen： Kädet"],
        [["", "Organizer", "0"], ["", "x", ""]],
    );
    let expected = [
        pair("", "Reaktiot=Organizer; Kädet=0"),
        pair("", "Reaktiot=x"),
    ];
    assert_eq!(engaged(other), expected);
}
