//! Lists that can be trusted: nobody who was present becomes absent because of a heading, a
//! blank, an encoding or a date; what is not understood is refused with the way out.

mod saved;
mod who;

use crate::support::{convert, csv_rows, place, stderr, stdout};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A record of somebody who was there for a whole hour.
fn record(id: &str, email: &str, name: &str, role: &str) -> String {
    format!(
        r#"{{"id":"{id}","emailAddress":"{email}","totalAttendanceInSeconds":3600,"role":"{role}","identity":{{"id":"{id}","displayName":"{name}","tenantId":null}},"attendanceIntervals":[{{"joinDateTime":"2026-04-01T09:00:00Z","leaveDateTime":"2026-04-01T10:00:00Z","durationInSeconds":3600}}]}}"#
    )
}

/// A report of an hour on the first of April with these records.
fn report(records: &[String]) -> String {
    format!(
        r#"{{"id":"r-1","totalParticipantCount":{},"meetingStartDateTime":"2026-04-01T09:00:00Z","meetingEndDateTime":"2026-04-01T10:00:00Z","attendanceRecords":[{}]}}"#,
        records.len(),
        records.join(",")
    )
}

/// Ann, Zoë and the organizer were there.
fn three_people() -> String {
    report(&[
        record("1", "org@x.example", "Olga Organizer", "Organizer"),
        record("2", "ann.lee@x.example", "Ann Lee", "Attendee"),
        record("3", "zoe@x.example", "Zoë Müller", "Attendee"),
    ])
}

struct Run {
    code: Option<i32>,
    said: String,
    place: tempfile::TempDir,
}

impl Run {
    fn of(reports: &[String], lists: &[(&str, &str, &[u8])], options: &[&str]) -> Self {
        let place = place();
        let mut inputs = Vec::new();
        for (number, report) in reports.iter().enumerate() {
            let path = place.path().join(format!("{number}.json"));
            fs::write(&path, report).unwrap();
            inputs.push(path.to_str().unwrap().to_owned());
        }
        let mut all: Vec<String> = vec!["--format".into(), "csv".into()];
        for (option, name, bytes) in lists {
            let path = place.path().join(name);
            fs::write(&path, bytes).unwrap();
            all.extend([(*option).to_owned(), path.to_str().unwrap().to_owned()]);
        }
        all.extend(options.iter().map(|option| (*option).to_owned()));
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let output = convert(&inputs, &place.path().join("out"), &all);
        Self {
            code: output.status.code(),
            said: stdout(&output) + &stderr(&output),
            place,
        }
    }

    fn roster(text: &str) -> Self {
        Self::of(
            &[three_people()],
            &[("--roster", "roster.csv", text.as_bytes())],
            &[],
        )
    }

    fn out(&self) -> std::path::PathBuf {
        self.place.path().join("out")
    }

    /// Names and outcomes by the roster, in order of names.
    fn outcomes(&self) -> Vec<(String, String)> {
        assert_eq!(self.code, Some(0), "{}", self.said);
        let rows = csv_rows(&self.out().join("csv/roster.csv"));
        let listed = rows.iter().filter(|row| row["expected"] != "unexpected");
        listed
            .map(|row| (row["email"].clone(), row["outcome"].clone()))
            .collect()
    }
}

const ATTENDED: &str = "attended all";

#[test]
fn each_usual_heading_of_each_language_is_understood() {
    for text in [
        "name,e-mail\nAnn,ann.lee@x.example\n",
        "Nachname;Vorname;E-Mail-Adresse;Abteilung;Kostenstelle\nLee;Ann;ann.lee@x.example;Vertrieb;4711\n",
        "Nom;Adresse e-mail;Service\nAnn;ann.lee@x.example;Ventes\n",
        "Nombre;Correo electrónico;Departamento\nAnn;ann.lee@x.example;Ventas\n",
        "Nome;Endereço de e-mail;Departamento\nAnn;ann.lee@x.example;Vendas\n",
        "氏名,メールアドレス,部署\nAnn,ann.lee@x.example,営業\n",
        "userPrincipalName,displayName,mail,objectId\nu0@corp.example,Ann,ann.lee@x.example,\n",
        "User principal name,Display name\nann.lee@x.example,Ann\n",
        "UPN,mail\nann.lee_x.example#EXT#@host.example,\n",
        "#TYPE Microsoft.Graph.User\n\"DisplayName\",\"Mail\"\n\"Ann\",\"ann.lee@x.example\"\n",
        "\u{feff}sep=;\nName;E-Mail\nAnn;ann.lee@x.example\n",
        "Course 2026\nas of 1.4.2026\n\nName,E-Mail\nAnn,ann.lee@x.example\nTotal: 1,\n",
    ] {
        let outcomes = Run::roster(text).outcomes();
        assert_eq!(
            outcomes,
            [("ann.lee@x.example".into(), ATTENDED.into())],
            "{text}"
        );
    }
}

#[test]
fn what_was_understood_is_told_and_kept_in_the_manifest() {
    let run = Run::roster(
        "Name;E-Mail;Abteilung;Personalnummer\nAnn;ann.lee@x.example;A;7\nBo;bo@x.example;B;8\n",
    );
    let line =
        "roster.csv: 2 people; used name, e-mail, department (Abteilung); ignored Personalnummer";
    assert!(run.said.contains(line), "{}", run.said);
    assert!(run.said.contains("matched 1 of 2"), "{}", run.said);
    let manifest = fs::read_to_string(run.out().join("run.json")).unwrap();
    assert!(manifest.contains(line), "{manifest}");
}

#[test]
fn all_faults_are_told_at_once_and_nothing_is_written() {
    let run = Run::roster("name,e-mail,from\nAnn,ann.lee,2026-01-01\nZoë,zoe@x.example,4/1/2026\n");
    assert_eq!(run.code, Some(2));
    for part in [
        "has 2 faults",
        "row 2, column `e-mail`: `ann.lee` is no e-mail address",
        "row 3, column `from`: `4/1/2026` is no date",
        "--date-order",
    ] {
        assert!(run.said.contains(part), "{part}: {}", run.said);
    }
    assert!(!run.out().join("run.json").exists());
}

#[test]
fn the_order_of_dates_that_is_told_is_used() {
    let roster = b"name,e-mail,from\nAnn,ann.lee@x.example,4/1/2026\n";
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--date-order", "mdy"],
    );
    assert_eq!(run.outcomes()[0].1, ATTENDED);
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--date-order", "dmy"],
    );
    let from = &csv_rows(&run.out().join("csv/roster.csv"))[0]["from"];
    assert_eq!(from, "2026-01-04");
}

#[test]
fn a_roster_of_others_is_refused_before_anything_is_written() {
    let roster = b"name,e-mail\nBo,bo@y.example\nCem,cem@y.example\n";
    let run = Run::of(&[three_people()], &[("--roster", "r.csv", roster)], &[]);
    assert_eq!(run.code, Some(2));
    for part in [
        "do not belong together",
        "bo@y.example, cem@y.example",
        "another domain",
        "--allow-unmatched-roster",
    ] {
        assert!(run.said.contains(part), "{part}: {}", run.said);
    }
    assert!(!run.out().join("run.json").exists());
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &["--allow-unmatched-roster"],
    );
    assert_eq!(run.outcomes().len(), 2);
}

#[test]
fn splitting_by_department_needs_departments() {
    let roster = b"name,e-mail,departmnet\nAnn,ann.lee@x.example,A\n";
    let options = ["--split-by", "department"];
    let run = Run::of(
        &[three_people()],
        &[("--roster", "r.csv", roster)],
        &options,
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.said.contains("`departmnet` looks like it"),
        "{}",
        run.said
    );
}

#[test]
fn a_list_with_reports_of_strangers_is_warned_of() {
    let mixed =
        fs::read_to_string(crate::support::project("tests/fixtures/list-mixed.json")).unwrap();
    let said = |list: &str| {
        let run = Run::of(&[list.to_owned()], &[], &[]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        run.said.contains("list-mixed")
    };
    assert!(said(&mixed));
    // One who was in both, one organizer of both, or a report without an organizer.
    assert!(!said(&mixed.replace("b4\"", "b2\"")));
    assert!(!said(&mixed.replace("b3\"", "b1\"")));
    assert!(!said(&mixed.replacen("\"Organizer\"", "\"Attendee\"", 1)));
}

/// Keeps the tests above honest: a missing table is a failing test, not an empty one.
#[test]
fn a_run_without_lists_writes_no_roster() {
    let run = Run::of(&[three_people()], &[], &[]);
    assert!(!Path::new(&run.out().join("csv/roster.csv")).exists());
}

#[test]
fn a_list_whose_addresses_have_a_heading_with_a_slip_is_refused_and_never_matched_by_name() {
    let place = place();
    let roster = fs::read_to_string("samples/course/roster.csv").unwrap();
    let list = place.path().join("roster.csv");
    fs::write(&list, roster.replacen("e-mail", "e-mial", 1)).unwrap();
    let out = place.path().join("out");
    let run = convert(
        &["samples/course"],
        &out,
        &["--roster", list.to_str().unwrap()],
    );
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("looks like `e-mail`"),
        "{}",
        stderr(&run)
    );
    assert!(!out.join("index.html").exists());
}

#[test]
fn a_meetings_list_in_another_zone_is_told_and_none_of_its_meetings_taken_for_another() {
    let place = place();
    // The list is in Berlin's time, and the reports begin two hours before it, read as UTC.
    let options = ["--meetings", "samples/course/meetings.csv"];
    let options = [&options[..], &["--format", "csv", "--tables", "meetings"]].concat();
    let run = convert(&["samples/course"], &place.path().join("utc"), &options);
    let said = stdout(&run);
    assert!(
        said.contains(
            "Meetings list: 6 of 8 planned meetings without a report begin 120 min after one that is \
             not on the list: its times are read in the zone UTC, and --timezone names another"
        ),
        "{said}"
    );
    let rows = csv_rows(&place.path().join("utc/csv/meetings.csv"));
    let planned: Vec<_> = rows
        .iter()
        .filter(|row| row["meeting"].starts_with("Night shift"))
        .map(|row| row["state"].as_str())
        .collect();
    assert_eq!(planned, ["no report"; 8]);

    let options = [&options[..], &["--timezone", "Europe/Berlin"]].concat();
    let run = convert(&["samples/course"], &place.path().join("berlin"), &options);
    assert!(!stdout(&run).contains("Meetings list:"), "{}", stdout(&run));
}

/// The headings of a plan stand on its first sheet, too, below other things.
#[test]
fn a_workbook_of_our_own_is_a_plan_in_every_language() {
    let place = place();
    let plan = place.path().join("plan.csv");
    // One that left no report, one that was called off, and one that is still to come.
    let extra = "Extra 1,2026-09-05 10:00,2026-09-05 11:00,Extra,\n\
                 Extra 2,2026-09-06 10:00,2026-09-06 11:00,Extra,cancelled\n\
                 Extra 3,2099-09-06 10:00,2099-09-06 11:00,Extra,\n";
    let rows = fs::read_to_string("samples/course/meetings.csv").unwrap();
    let (heading, rows) = rows.split_once('\n').unwrap();
    let rows: String = rows.lines().map(|row| format!("{row},\n")).collect();
    fs::write(&plan, format!("{heading},status\n{rows}{extra}")).unwrap();
    let run = |meetings: &Path, out: &str, more: &[&str]| {
        let out = place.path().join(out);
        let meetings = ["--meetings", meetings.to_str().unwrap()];
        let roster = ["--roster", "samples/course/roster.csv", "--force"];
        let zone = ["--timezone", "Europe/Berlin"];
        let options = [&meetings[..], &roster, &zone, more].concat();
        let ran = convert(&["samples/course"], &out, &options);
        assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
        out
    };
    let meetings = |plan: &Path, out: &str| {
        let out = run(plan, out, &["--format", "csv", "--tables", "meetings"]);
        let rows = csv_rows(&out.join("csv/meetings.csv"));
        assert_eq!(rows.len(), 11);
        let keys = ["meeting", "series", "state", "late_baseline"];
        let told = |row: &BTreeMap<String, String>| keys.map(|key| row[key].clone());
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let wanted = meetings(&plan, "first");
    for language in ["en", "de", "fr", "es", "pt", "ja"] {
        let options = ["--format", "xlsx", "--language", language];
        let book = run(&plan, language, &options).join("attendance.xlsx");
        assert_eq!(meetings(&book, "again"), wanted, "{language}");
    }
}
