//! The course of the samples, worked out by hand: register, no-shows and hours, in every format.
//!
//! Eight sessions of 60 minutes, Saturdays 23:30 to 0:30 in Berlin. Session 4 was
//! restarted after 20 minutes and went on 5 minutes later, so it has 55 minutes for
//! who stayed. Session 7 begins on 31 October and ends on 1 November.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _};

use crate::support::{convert, csv_rows, place, stderr};

/// Name; the letter of each session, `-` for none; attended of due; the minutes of each
/// session; the minutes in September, October and November.
type Row = (&'static str, &'static str, &'static str, [i64; 8], [i64; 3]);

/// Full attendance: 60 + 60 | 60 + 55 + 60 + 60 + 30 | 30 + 60.
const ALL: ([i64; 8], [i64; 3]) = ([60, 60, 60, 55, 60, 60, 60, 60], [120, 265, 90]);

const BY_HAND: [Row; 25] = [
    // On the phone in session 6, without id or address.
    (
        "+49 30 *****77",
        "-----P--",
        "",
        [0, 0, 0, 0, 0, 60, 0, 0],
        [0, 60, 0],
    ),
    // 41 of 60 minutes in session 2: 68 %.
    (
        "Anna Bergström",
        "PTPPPPPP",
        "7 of 8",
        [60, 41, 60, 55, 60, 60, 60, 60],
        [101, 265, 90],
    ),
    // 6 minutes late in session 3.
    (
        "Bruno Carvalho",
        "PPLPPPPP",
        "8 of 8",
        [60, 60, 54, 55, 60, 60, 60, 60],
        [120, 259, 90],
    ),
    // Left session 4 10 minutes before its end: 20 + 25 minutes are 75 %.
    (
        "Chiara D'Amico",
        "PPPEPPPP",
        "8 of 8",
        [60, 60, 60, 45, 60, 60, 60, 60],
        [120, 255, 90],
    ),
    // On two devices for 20 minutes of session 5, which count once.
    ("Dagny Ólafsdóttir", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // Not in session 1, nor in session 6, where the phone may have been hers.
    (
        "Emeka Okafor",
        "APPPP?PP",
        "6 of 8",
        [0, 60, 60, 55, 60, 0, 60, 60],
        [60, 205, 90],
    ),
    ("Fatima el-Sayed", "AAAAA?AA", "0 of 8", [0; 8], [0; 3]),
    // On the roster from 10 October on.
    (
        "Grzegorz Wójcik",
        "---PPPPP",
        "5 of 5",
        [0, 0, 0, 55, 60, 60, 60, 60],
        [0, 205, 90],
    ),
    // On the roster until 17 October.
    (
        "Hana Nováková",
        "PPPPA---",
        "4 of 5",
        [60, 60, 60, 55, 0, 0, 0, 0],
        [120, 115, 0],
    ),
    // The trainer is not on the roster.
    ("Ingrid Solheim", "PPPPPPPP", "", ALL.0, ALL.1),
    // Could come, had not to.
    (
        "Ismael Ortega",
        "P-------",
        "",
        [60, 0, 0, 0, 0, 0, 0, 0],
        [60, 0, 0],
    ),
    // Address in other letters in session 2, without id in session 3.
    ("Jürgen Vogel", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Keiko Tanaka", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // 45 of 60 minutes in session 7 are 75 %, and 15 minutes of them in November.
    (
        "Lars Nygård",
        "PPPPPPEP",
        "8 of 8",
        [60, 60, 60, 55, 60, 60, 45, 60],
        [120, 265, 75],
    ),
    // Away for 10 minutes in session 5.
    (
        "Mireille Dubois",
        "PPPPPPPP",
        "8 of 8",
        [60, 60, 60, 55, 50, 60, 60, 60],
        [120, 255, 90],
    ),
    ("Nils Østergaard", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Olga Petrova", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Priya Raghavan", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Quentin Moreau", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Rosa Giménez", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Sven Lindqvist", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Tomasz Zieliński", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Ursula Keller", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    ("Viktor Szabó", "PPPPPPPP", "8 of 8", ALL.0, ALL.1),
    // Came once, unexpected.
    (
        "Wanda Krüger",
        "-P------",
        "",
        [0, 60, 0, 0, 0, 0, 0, 0],
        [60, 0, 0],
    ),
];

fn convert_course(output: &Path, format: &str, more: &[&str]) {
    let options = [
        "--roster",
        "samples/course/roster.csv",
        "--meetings",
        "samples/course/meetings.csv",
        "--timezone",
        "Europe/Berlin",
        "--raw",
        "--format",
        format,
    ];
    let run = convert(&["samples/course"], output, &[&options[..], more].concat());
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
}

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
fn the_register_in_csv_is_the_one_worked_out_by_hand() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let letters = csv_lines(&place.path().join("csv/register-status.csv"));
    let times = csv_lines(&place.path().join("csv/register-wide.csv"));
    assert_eq!((letters.len(), times.len()), (26, 26));
    for (number, (name, statuses, of_due, minutes, _)) in BY_HAND.iter().enumerate() {
        let (letters, times) = (&letters[number + 1], &times[number + 1]);
        let shown: String = letters[3..11]
            .iter()
            .map(|letter| if letter.is_empty() { "-" } else { letter })
            .collect();
        assert_eq!((letters[0].as_str(), shown.as_str()), (*name, *statuses));
        assert_eq!(&letters[13], of_due, "{name}");
        let seconds = times[3..11].iter().map(|cell| cell.parse().unwrap_or(0));
        assert!(
            seconds.eq(minutes.map(|minutes| minutes * 60)),
            "{name}: {times:?}"
        );
        let total = minutes.iter().sum::<i64>() * 60;
        assert_eq!(times[15].parse().unwrap_or(0), total, "{name}");
    }
}

#[test]
fn the_tidy_register_has_a_row_and_a_reason_for_each_letter() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/register.csv"));
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
fn the_register_in_the_workbook_is_the_one_worked_out_by_hand() {
    let place = place();
    convert_course(place.path(), "xlsx", &[]);
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(place.path().join("attendance.xlsx")).unwrap();
    let letters = workbook.worksheet_range("Register").unwrap();
    let times = workbook.worksheet_range("Register time").unwrap();
    let attended = |session: usize| {
        let letter = |row: &Row| row.1.as_bytes()[session];
        BY_HAND
            .iter()
            .filter(|row| b"PLE".contains(&letter(row)))
            .count() as f64
    };
    for (number, (name, statuses, of_due, minutes, _)) in (1_u32..).zip(&BY_HAND) {
        let text = |column: u32| letters.get_value((number, column)).cloned();
        assert_eq!(text(0), Some(Data::String((*name).into())));
        for (session, letter) in (3..).zip(statuses.chars()) {
            let expected = (letter != '-').then(|| Data::String(letter.into()));
            assert_eq!(
                text(session).filter(|cell| *cell != Data::Empty),
                expected,
                "{name}"
            );
        }
        let shown = text(13).unwrap_or(Data::Empty).to_string();
        assert_eq!(&shown, of_due, "{name}");
        for (session, minutes) in (3..).zip(minutes) {
            let days = match times.get_value((number, session)) {
                Some(Data::DateTime(days)) => days.as_f64(),
                Some(Data::Empty) | None => 0.0,
                other => panic!("{name}: {other:?} is no length of time"),
            };
            let shown = (days * 1440.0).round() as i64;
            assert_eq!(shown, *minutes, "{name}");
        }
    }
    for session in 0..8 {
        let total = letters.get_value((26, session as u32 + 3));
        assert_eq!(total, Some(&Data::Float(attended(session))));
    }
}

#[test]
fn the_register_page_is_the_one_worked_out_by_hand() {
    let place = place();
    convert_course(place.path(), "html", &[]);
    let page = fs::read_to_string(place.path().join("register.html")).unwrap();
    let body = page.split("<tbody>").nth(1).unwrap();
    let rows: Vec<_> = body
        .split("</tbody>")
        .next()
        .unwrap()
        .split("<tr>")
        .skip(1)
        .collect();
    assert_eq!(rows.len(), BY_HAND.len());
    for (row, (name, statuses, of_due, minutes, _)) in rows.iter().zip(&BY_HAND) {
        let cells: Vec<_> = row.split("<td").skip(1).collect();
        let written = name.replace('\'', "&#x27;");
        assert!(
            row.contains(&format!("<bdi>{written}</bdi>")),
            "{name}: {row}"
        );
        for ((cell, letter), minutes) in cells[1..9].iter().zip(statuses.chars()).zip(minutes) {
            let shown = cell
                .split("</span>")
                .next()
                .and_then(|cell| cell.rsplit('>').next());
            let expected = (letter != '-').then(|| letter.to_string());
            assert_eq!(
                shown.filter(|_| cell.contains("<span class=")),
                expected.as_deref(),
                "{name}"
            );
            let time = format!("<small>{}:{:02}:00</small>", minutes / 60, minutes % 60);
            assert_eq!(cell.contains(&time), *minutes > 0, "{name}: {cell}");
        }
        assert!(
            of_due.is_empty() || cells[9].contains(*of_due),
            "{name}: {}",
            cells[9]
        );
    }
    let index = fs::read_to_string(place.path().join("index.html")).unwrap();
    assert!(index.contains("href=\"register.html\""));
}

#[test]
fn months_end_at_midnight_in_berlin() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/hours.csv"));
    let mut shown: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in &rows {
        let seconds: i64 = row["hours_seconds"].parse().unwrap();
        assert_eq!(row["hours_seconds"], row["plain_sum_seconds"]);
        shown.insert((&row["display_name"], &row["period"]), seconds);
    }
    for (name, _, _, _, months) in BY_HAND {
        for (month, minutes) in ["2026-09", "2026-10", "2026-11"].into_iter().zip(months) {
            let seconds = shown.get(&(name, month)).copied().unwrap_or(0);
            assert_eq!(seconds, minutes * 60, "{name} {month}");
        }
    }
    // In UTC all of session 7 lies in October.
    let utc = self::place();
    let options = ["--format", "csv", "--tables", "hours"];
    convert(&["samples/course"], utc.path(), &options);
    let rows = csv_rows(&utc.path().join("csv/hours.csv"));
    let october = |row: &&BTreeMap<String, String>| {
        row["display_name"] == "Keiko Tanaka" && row["period"] == "2026-10"
    };
    assert_eq!(
        rows.iter().find(october).unwrap()["hours_seconds"],
        (295 * 60).to_string()
    );
}

#[test]
fn no_shows_and_unexpected_people_are_told() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/roster.csv"));
    let with = |start: &str| -> Vec<_> {
        let rows = rows.iter().filter(|row| row["outcome"].starts_with(start));
        rows.map(|row| row["display_name"].as_str()).collect()
    };
    assert_eq!(with("no-show"), ["Fatima el-Sayed"]);
    assert_eq!(
        with("unexpected"),
        ["+49 30 *****77", "Ingrid Solheim", "Wanda Krüger"]
    );
    assert_eq!(
        with("attended some"),
        ["Anna Bergström", "Emeka Okafor", "Hana Nováková"]
    );
    let departments = csv_rows(&place.path().join("csv/departments.csv"));
    let attended: Vec<_> = departments
        .iter()
        .map(|row| [&row["department"], &row["attended"], &row["due"]].map(String::as_str))
        .collect();
    // Sales: 7 + 4 × 8 + 6 + 0 + 5 + 4 + 8 of 8 × 8 + 2 × 5; Support: 11 × 8.
    let by_hand = [
        ["Sales", "62", "74"],
        ["Support", "88", "88"],
        ["(all departments)", "150", "162"],
    ];
    assert_eq!(attended, by_hand);
}

#[test]
fn the_restart_is_one_meeting_and_the_stray_is_set_aside_and_said() {
    let place = place();
    convert_course(place.path(), "csv", &[]);
    let rows = csv_rows(&place.path().join("csv/occurrences.csv"));
    let decisions: Vec<_> = rows.iter().map(|row| row["decision"].as_str()).collect();
    let again = self::place();
    let run = convert(&["samples/course"], again.path(), &["--format", "csv"]);
    let said = crate::support::stdout(&run);
    assert!(
        said.contains("2 reports: are sessions of one meeting"),
        "{said}"
    );
    assert!(said.contains("1 report: set aside"), "{said}");
    let mut expected = vec!["counted"; 10];
    expected[3..5].fill("merged");
    expected[9] = "set aside";
    assert_eq!(decisions, expected);
    assert_eq!(rows[4]["reason"], "goes on 5 min after the session before");
    let separate = self::place();
    convert_course(separate.path(), "csv", &["--keep-separate"]);
    let rows = csv_rows(&separate.path().join("csv/occurrences.csv"));
    assert!(
        rows.iter().all(|row| row["decision"] == "counted"),
        "{rows:?}"
    );
}

#[test]
fn without_a_roster_nobody_is_absent() {
    let place = place();
    let options = ["--format", "csv", "--tables", "register,people"];
    convert(&["samples/course"], place.path(), &options);
    let rows = csv_rows(&place.path().join("csv/register.csv"));
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
    let list = fs::read(place.path().join("passed.csv")).unwrap();
    assert!(list.starts_with(b"\"display_name\""));
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
    let rows = csv_rows(&output.join("csv/register.csv"));
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
