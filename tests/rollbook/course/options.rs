//! The course under other options: restart, excuses, aliases, departments, who passed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{BY_HAND, convert_course};
use crate::support::{convert, csv_rows, place, stderr, stdout};

fn csv_lines(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let lines = reader.records().map(Result::unwrap);
    lines
        .map(|line| line.iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_tidy_register_has_a_row_and_a_reason_for_each_letter() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/attendance.csv"));
    let letters: usize = BY_HAND.iter().map(|row| row.1.replace('-', "").len()).sum();
    assert_eq!(rows.len(), letters);
    let mut by_person: BTreeMap<&str, String> = BTreeMap::new();
    for row in &rows {
        by_person
            .entry(&row["display_name"])
            .or_default()
            .push_str(&row["letter"]);
        assert!(row["reason"].starts_with(&row["status"]), "{row:?}");
    }
    for (name, statuses, ..) in BY_HAND {
        assert_eq!(by_person[name], statuses.replace('-', ""), "{name}");
    }
    let anna = rows.iter().find(|row| row["status"] == "partial").unwrap();
    assert!(
        anna["reason"].ends_with("41 min of 60 min = 68 % < 75 %"),
        "{anna:?}"
    );
}

#[test]
fn the_restart_is_one_meeting_and_the_stray_is_set_aside_and_said() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/sessions.csv"));
    let decisions: Vec<_> = rows.iter().map(|row| row["decision"].as_str()).collect();
    let again = self::place();
    let options = ["--format", "csv", "--roster", "samples/course/roster.csv"];
    let run = convert(&["samples/course"], again.path(), &options);
    let said = stdout(&run);
    assert!(
        said.contains("2 reports: one meeting together with others"),
        "{said}"
    );
    assert!(said.contains("1 report: set aside"), "{said}");
    let roster = "Roster: 22 people expected; 1 never came (1 of them not for certain), 0 unknown, 3 unexpected";
    assert!(said.contains(roster), "{said}");
    let mut expected = vec!["counted"; 10];
    expected[3..5].fill("merged");
    expected[9] = "set aside";
    assert_eq!(decisions, expected);
    assert_eq!(rows[4]["reason"], "goes on 5 min after the session before");
    let separate = self::place();
    convert_course(separate.path(), "csv", &["--keep-separate"]);
    let rows = csv_rows(&separate.path().join("csv/sessions.csv"));
    assert!(
        rows.iter().all(|row| row["decision"] == "counted"),
        "{rows:?}"
    );
}

#[test]
fn without_a_roster_nobody_is_absent() {
    let place = place();
    let options = ["--format", "csv", "--tables", "attendance,people"];
    convert(&["samples/course"], place.path(), &options);
    let rows = csv_rows(&place.path().join("csv/attendance.csv"));
    assert!(
        rows.iter()
            .all(|row| row["status"] != "absent" && row["status"] != "unknown")
    );
    let people = csv_rows(&place.path().join("csv/people.csv"));
    let hana = people
        .iter()
        .find(|row| row["display_name"] == "Hana Nováková")
        .unwrap();
    assert_eq!(hana["attended_of_due"], "4 of 8");
    let juergen = people
        .iter()
        .find(|row| row["display_name"] == "Jürgen Vogel")
        .unwrap();
    assert_eq!(juergen["rule"], "identity id, and its e-mail");
}

#[test]
fn a_bad_roster_is_refused_before_any_work() {
    let place = place();
    let roster = place.path().join("roster.csv");
    fs::write(&roster, "name,e-mail,from\nAnn,a@x.example,soon\n").unwrap();
    let output = place.path().join("out");
    let options = ["--roster", roster.to_str().unwrap()];
    let run = convert(&["samples/course"], &output, &options);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("row 2, column `from`: `soon` is no date"),
        "{said}"
    );
    assert!(!output.exists());
}

#[test]
fn who_passed_is_a_clean_list() {
    let place = place();
    convert_course(
        place.path(),
        "csv",
        &["--passed", "attendance>=100% and hours>=7.75"],
    );
    let passed = csv_rows(&place.path().join("passed.csv"));
    let names: Vec<_> = passed
        .iter()
        .map(|row| row["display_name"].as_str())
        .collect();
    // All who were due attended all of it and were there for 465 minutes.
    let by_hand = BY_HAND.iter().filter(|row| {
        let of_due: Vec<_> = row.2.split(" of ").collect();
        of_due.len() == 2 && of_due[0] == of_due[1] && row.3.iter().sum::<i64>() >= 465
    });
    assert_eq!(names, by_hand.map(|row| row.0).collect::<Vec<_>>());
    assert!(
        names.len() == 15 && !names.contains(&"Lars Nygård"),
        "{names:?}"
    );
}

#[test]
fn who_passed_is_written_by_the_options_of_every_csv() {
    let passed = ["--format", "csv", "--tables", "passed"];
    let rule = [
        "--passed",
        "attended>=1",
        "--roster",
        "samples/course/roster.csv",
    ];
    let rule = [passed, rule].concat();
    for options in [&[][..], &["--no-bom"], &["--raw"], &["--no-bom", "--raw"]] {
        let place = place();
        let run = convert(
            &["samples/course"],
            place.path(),
            &[&rule, options].concat(),
        );
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let read = |name: &str| fs::read(place.path().join(name)).unwrap();
        assert!(read("passed.csv") == read("csv/passed.csv"), "{options:?}");
    }
}

#[test]
fn each_department_has_its_own_files_with_its_own_people_only() {
    let place = place();
    convert_course(place.path(), "csv,xlsx", &["--split-by", "department"]);
    for (department, people) in [("Sales", 11), ("Support", 11)] {
        let folder = place.path().join("departments").join(department);
        assert!(folder.join("attendance.xlsx").exists());
        let rows = csv_rows(&folder.join("csv/people.csv"));
        assert_eq!(rows.len(), people, "{department}");
        assert!(rows.iter().all(|row| row["department"] == department));
        assert_eq!(
            csv_lines(&folder.join("csv/register-wide.csv")).len(),
            people + 1
        );
    }
    assert_eq!(csv_rows(&place.path().join("csv/people.csv")).len(), 25);
}

#[test]
fn an_alias_makes_the_phone_the_person_it_was() {
    let place = place();
    let aliases = place.path().join("aliases.csv");
    let rows = "person,e-mail,name\nEmeka Okafor,emeka.okafor@northwind.example,\nEmeka Okafor,,+49 30 *****77\n";
    fs::write(&aliases, rows).unwrap();
    let output = place.path().join("out");
    convert_course(&output, "csv", &["--aliases", aliases.to_str().unwrap()]);
    let letters = csv_lines(&output.join("csv/register-status.csv"));
    let of = |name: &str| -> String {
        let line = letters.iter().find(|line| line[0] == name).unwrap();
        line[3..11].concat()
    };
    // With the phone known, nobody's absence is uncertain any more.
    assert_eq!(
        (of("Emeka Okafor").as_str(), of("Fatima el-Sayed").as_str()),
        ("APPPPPPP", "AAAAAAAA")
    );
    let people = csv_rows(&output.join("csv/people.csv"));
    let emeka = people
        .iter()
        .find(|row| row["display_name"] == "Emeka Okafor")
        .unwrap();
    assert_eq!((emeka["rule"].as_str(), people.len()), ("alias, row 2", 24));
}

#[test]
fn an_excuse_counts_as_neither_due_nor_absent() {
    let place = place();
    let rules = place.path().join("rules.toml");
    let text = "[[excused]]\nperson = \"hana.novakova@northwind.example\"\nfrom = \"2026-10-17\"\nreason = \"parental leave\"\n";
    fs::write(&rules, text).unwrap();
    let output = place.path().join("out");
    convert_course(&output, "csv", &["--rules", rules.to_str().unwrap()]);
    let people = csv_rows(&output.join("csv/people.csv"));
    let hana = people
        .iter()
        .find(|row| row["display_name"] == "Hana Nováková")
        .unwrap();
    assert_eq!(
        [&hana["attended_of_due"], &hana["excused"], &hana["absent"]],
        ["4 of 4", "1", "0"]
    );
    let rows = csv_rows(&output.join("csv/attendance.csv"));
    let excused = rows.iter().find(|row| row["status"] == "excused").unwrap();
    assert!(
        excused["reason"].starts_with("excused: parental leave"),
        "{excused:?}"
    );
}

#[test]
fn registrations_are_held_against_who_came() {
    let place = place();
    let registrations = place.path().join("registrations.csv");
    let text =
        "e-mail,name\nKeiko.Tanaka@northwind.example,Keiko\nnobody@northwind.example,Nobody\n";
    fs::write(&registrations, text).unwrap();
    let output = place.path().join("out");
    let session = "samples/course/2026-09-19-session-1.json";
    let options = [
        "--format",
        "csv",
        "--registrations",
        registrations.to_str().unwrap(),
    ];
    convert(&[session], &output, &options);
    let rows = csv_rows(&output.join("csv/registrations.csv"));
    let turnout: Vec<_> = rows.iter().map(|row| row["turnout"].as_str()).collect();
    assert_eq!(turnout[..2], ["attended", "no-show"]);
    // 20 records in session 1: the organizer, Keiko, and 18 without a registration.
    let count = |kind: &str| turnout.iter().filter(|turnout| **turnout == kind).count();
    assert_eq!((count("host"), count("walk-in")), (1, 18));
    let audience = csv_rows(&output.join("csv/audience.csv"));
    let shown = [
        "people",
        "registered",
        "attended",
        "walk_ins",
        "there_at_25",
        "there_at_100",
        "peak",
    ];
    let shown = shown.map(|key| audience[0][key].as_str());
    assert_eq!(shown, ["20", "2", "1", "18", "20", "20", "20"]);
}

#[test]
fn people_leave_a_meeting_bit_by_bit_in_the_drop_off_curve() {
    let place = place();
    let session = "samples/course/2026-09-26-session-2.json";
    convert(
        &[session],
        place.path(),
        &["--format", "csv", "--tables", "audience"],
    );
    let audience = csv_rows(&place.path().join("csv/audience.csv"));
    let shown = [
        "people",
        "there_at_25",
        "there_at_50",
        "there_at_75",
        "there_at_100",
    ];
    // Anna leaves after 41 of 60 minutes: before 45.
    assert_eq!(
        shown.map(|key| audience[0][key].as_str()),
        ["21", "21", "21", "20", "20"]
    );
}

#[test]
fn grace_is_forgiven_in_the_register_as_in_the_meetings_and_the_rules_file_may_say_otherwise() {
    let place = place();
    let late = |name: &str, more: &[&str]| {
        let output = place.path().join(name);
        convert_course(&output, "csv", more);
        let rows = csv_rows(&output.join("csv/attendance.csv"));
        let late = rows.iter().filter(|row| row["status"] == "late");
        late.map(|row| row["reason"].clone()).collect::<Vec<_>>()
    };
    // Bruno joined session 3 six minutes after its start, everybody else in time.
    let five = late("five", &[]);
    assert_eq!(five.len(), 1);
    assert!(
        five[0].starts_with("late: joined 6 min after the start (scheduled) > 5 min"),
        "{five:?}"
    );
    assert_eq!(late("ten", &["--grace", "10"]), [""; 0]);
    let rules = place.path().join("rules.toml");
    fs::write(&rules, "[late]\nminutes = 3\n").unwrap();
    let three = late(
        "three",
        &["--grace", "10", "--rules", rules.to_str().unwrap()],
    );
    assert!(three[0].contains("> 3 min"), "{three:?}");
}

#[test]
fn answers_about_a_month_are_those_of_its_meetings_in_the_whole_run() {
    let place = place();
    let table = |name: &str, more: &[&str]| {
        let out = place.path().join(name);
        convert_course(&out, "csv", more);
        move |table: &str| csv_rows(&out.join(format!("csv/{table}.csv")))
    };
    let whole = table("whole", &[]);
    let month = table("month", &["--month", "2026-10"]);
    let days = table("days", &["--from", "2026-10-01", "--to", "2026-10-31"]);
    // Session 7 begins at 23:30 on the last day of October in Berlin.
    let titles: Vec<_> = (3..=7).map(|n| format!("Night shift safety {n}")).collect();
    let is_kept = |row: &BTreeMap<String, String>| titles.contains(&row["meeting"]);
    for name in ["meetings", "attendance", "roles"] {
        let expected: Vec<_> = whole(name).into_iter().filter(is_kept).collect();
        assert!(expected.len() >= 5);
        assert_eq!(month(name), expected, "{name}");
        assert_eq!(days(name), expected, "{name}");
    }
    let of_october = |row: &BTreeMap<String, String>| row["period"] == "2026-10";
    let hours: Vec<_> = whole("hours").into_iter().filter(of_october).collect();
    assert_eq!(month("hours"), hours);
    // Everybody on the roster, and who came in October; the evidence is whole.
    assert_eq!(month("people").len(), 24);
    let left_out = month("sessions").into_iter();
    assert_eq!(
        left_out.filter(|row| row["decision"] == "left out").count(),
        3
    );

    // Session 1 began on the 19th at 23:30 and went on for half an hour on the 20th.
    let after = table("after", &["--from", "2026-09-20", "--to", "2026-09-20"]);
    assert!(after("meetings").is_empty());
    let anna = |row: &BTreeMap<String, String>| row["display_name"] == "Anna Bergström";
    let hours: Vec<_> = after("hours").into_iter().filter(anna).collect();
    assert_eq!(hours.len(), 1);
    assert_eq!(hours[0]["hours_seconds"], "1800");

    let vain = convert(
        &["samples/course"],
        &place.path().join("vain"),
        &[
            "--month", "2026-10", "--format", "csv", "--tables", "records",
        ],
    );
    assert_eq!(vain.status.code(), Some(2));
    assert!(stderr(&vain).contains("written whole"), "{}", stderr(&vain));
}
