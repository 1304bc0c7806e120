//! CSV files among others.

use super::*;

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
