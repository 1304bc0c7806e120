//! The CSV files that Teams lets organizers download: every family, language and encoding.

mod dates;
mod folders;
mod round_trip;

use crate::support::{convert, csv_rows, place, project, project_text, rollbook, stderr, stdout};
use proptest::prelude::*;
use rollbook::decode::teams::clock::{DateOrder, LocalTimes};
use rollbook::origin::Origin;
use rollbook::summary::{Rules, summarise};
use rollbook::zone::Zone;
use serde_json::Value;
use std::fs;
use std::path::Path;

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
fn a_meeting_is_called_by_the_title_in_its_file() {
    let output = place();
    let file = "tests/fixtures/teams-csv/summary-en.csv";
    let tables = ["--format", "csv", "--tables", "meetings"];
    convert(&[file], output.path(), &[&tables[..], &BERLIN].concat());
    let rows = csv_rows(&output.path().join("csv/meetings.csv"));
    assert_eq!(rows[0]["meeting"], "Planning, part 1");
}

/// Stays of people, in seconds from nine o'clock; each after the one before.
type Stays = Vec<(u32, u32)>;

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
