//! Answers about some people or series alone: all of theirs, and nothing of others.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use calamine::Reader as _;

use crate::support::{COURSE, convert, csv_rows, files, place, stderr, stdout};

const ALL_FORMATS: [&str; 4] = [
    "--format",
    "xlsx,html,csv,json,ndjson",
    "--passed",
    "attended>=1",
];

fn course(folder: &Path, options: &[&str]) -> String {
    let run = convert(
        &["samples/course"],
        folder,
        &[&COURSE[..], options].concat(),
    );
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    stdout(&run)
}

fn refused(options: &[&str]) -> String {
    let place = place();
    let out = place.path().join("out");
    let run = convert(&["samples/course"], &out, &[&COURSE[..], options].concat());
    assert_eq!(run.status.code(), Some(2));
    assert!(!out.exists() || files(&out).is_empty());
    stderr(&run)
}

/// Everybody of the course, on the roster or in a report: department, and each name and
/// address of theirs.
fn everybody() -> Vec<(String, BTreeSet<String>)> {
    let place = place();
    course(
        place.path(),
        &["--format", "csv", "--raw", "--tables", "roster,people"],
    );
    let table = |name: &str| csv_rows(&place.path().join(format!("csv/{name}.csv")));
    let identities = table("people");
    let own = |email: &str, name: &str| {
        let rows = identities.iter();
        let rows = rows.filter(|row| row["email"] == email && row["display_name"] == name);
        rows.flat_map(|row| [row["identity_id"].clone(), row["display_name"].clone()])
            .collect::<Vec<_>>()
    };
    let rows = table("roster");
    let person = |row: &std::collections::BTreeMap<String, String>| {
        let (name, email) = (&row["display_name"], &row["email"]);
        let mut words = BTreeSet::from([name.clone(), email.clone()]);
        words.extend(own(email, name));
        // A family name alone would do, too.
        words.extend(name.split_whitespace().last().map(str::to_owned));
        words.retain(|word| word.chars().count() > 3);
        (row["department"].clone(), words)
    };
    rows.iter().map(person).collect()
}

/// All that a file says, unpacked where it is packed.
fn unpacked(name: &str, bytes: &[u8]) -> String {
    if !name.ends_with(".xlsx") {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        part.read_to_string(&mut text).unwrap();
    }
    text
}

/// Asserts that no word of a stranger stands in any file, nor in a file's name.
fn says_nothing_of(strangers: &[&BTreeSet<String>], folder: &Path) {
    let written = files(folder);
    assert!(written.contains_key("run.json"));
    for (name, bytes) in &written {
        let text = unpacked(name, bytes);
        for word in strangers.iter().copied().flatten() {
            assert!(!text.contains(word.as_str()), "{word} in {name}");
            assert!(!name.contains(word.as_str()), "{word} in {name}");
        }
    }
}

fn with(
    everybody: &[(String, BTreeSet<String>)],
    is_own: impl Fn(&(String, BTreeSet<String>)) -> bool,
) -> [Vec<&BTreeSet<String>>; 2] {
    let (own, others): (Vec<_>, Vec<_>) = everybody.iter().partition(|one| is_own(one));
    assert!(!own.is_empty() && others.len() > 10);
    [own, others].map(|list| list.into_iter().map(|(_, words)| words).collect())
}

#[test]
fn what_is_written_of_a_person_says_nothing_of_anybody_else() {
    let everybody = everybody();
    let [_, others] = with(&everybody, |(_, words)| words.contains("Anna Bergström"));
    for detail in [
        &[][..],
        &[
            "--detail",
            "--exclude",
            "Gastdozent",
            "--exclude",
            "Emeka Okafor",
        ],
    ] {
        let place = place();
        let options = [&["--person", "bergström, ANNA"], &ALL_FORMATS[..], detail].concat();
        let said = course(place.path(), &options);
        assert!(said.contains("other people\n"), "{said}");
        says_nothing_of(&others, place.path());
        let pages = files(place.path());
        let pages = pages.keys().filter(|name| name.ends_with(".html"));
        assert_eq!(pages.collect::<Vec<_>>(), ["people/Anna-Bergström.html"]);
        let page = fs::read_to_string(place.path().join("people/Anna-Bergström.html")).unwrap();
        assert!(page.contains("anna.bergstroem@northwind.example"));
        // A page that can be handed on alone leads nowhere.
        assert!(!page.contains("href=\"../"));
    }
}

#[test]
fn what_is_written_of_a_department_says_nothing_of_anybody_else() {
    let everybody = everybody();
    let place = place();
    let options = [&["--department", "sales"], &ALL_FORMATS[..], &["--detail"]].concat();
    course(place.path(), &options);
    let [own, others] = with(&everybody, |(department, _)| department == "Sales");
    says_nothing_of(&others, place.path());
    let people = csv_rows(&place.path().join("csv/people.csv"));
    assert_eq!(people.len(), own.len());
    let index = fs::read_to_string(place.path().join("index.html")).unwrap();
    assert!(index.contains("Attendance of Sales") || index.contains("Sales – attendance"));
    // Page by page the same as the department's own folder in a run of everybody.
    let split = place.path().join("split");
    let options = [
        &["--split-by", "department"],
        &ALL_FORMATS[..],
        &["--detail"],
    ]
    .concat();
    course(&split, &options);
    for name in [
        "index.html",
        "register.html",
        "tables/missed.html",
        "people/Emeka-Okafor.html",
    ] {
        let own = fs::read_to_string(place.path().join(name)).unwrap();
        let part = fs::read_to_string(split.join("departments/Sales").join(name)).unwrap();
        assert!(own == part, "{name}");
    }
}

#[test]
fn the_sheet_of_a_person_has_the_rows_of_attendance_and_the_rule() {
    let place = place();
    let options = [
        "--person",
        "anna*",
        "--person",
        "emeka.okafor@*",
        "--format",
        "xlsx,csv",
    ];
    course(place.path(), &options);
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(place.path().join("attendance.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Person", "Person 2"]);
    let attendance = csv_rows(&place.path().join("csv/attendance.csv"));
    for (sheet, name) in [("Person", "Anna Bergström"), ("Person 2", "Emeka Okafor")] {
        let sheet = book.worksheet_range(sheet).unwrap();
        let rows: Vec<Vec<String>> = sheet
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        assert_eq!(rows[0][0], format!("Attendance of {name}"));
        let own = attendance.iter().filter(|row| row["display_name"] == name);
        let expected: Vec<_> = own
            .map(|row| ["meeting", "status", "reason", "reports"].map(|key| row[key].clone()))
            .collect();
        let shown = rows[7..7 + expected.len()].iter();
        let shown: Vec<_> = shown
            .map(|row| [0, 5, 6, 7].map(|at| row[at].clone()))
            .collect();
        assert_eq!(shown, expected);
        let rule = "Rule: Attended is who was there for at least 75 % of the meeting. Late is who joined more than 5 min after the start.";
        assert!(rows.iter().any(|row| row[0].starts_with(rule)), "{rows:?}");
        assert!(rows.last().unwrap().contains(&"Signature".to_owned()));
    }
}

#[test]
fn a_choice_that_nothing_matches_is_refused_and_says_what_there_is() {
    let said = refused(&["--person", "Ana Bergstrom"]);
    assert!(
        said.contains("no person is `Ana Bergstrom`; alike are Anna Bergström"),
        "{said}"
    );
    let said = refused(&["--person", "xyz"]);
    assert!(said.contains("nobody is called alike"), "{said}");
    let said = refused(&["--department", "Sale"]);
    assert!(
        said.contains("no department is `Sale`; there are Sales, Support"),
        "{said}"
    );
    let said = refused(&["--series", "Day*"]);
    assert!(
        said.contains("no series is `Day*`; there are Night shift safety"),
        "{said}"
    );
    let said = refused(&["--person", "anna*", "--tables", "people,meetings"]);
    assert!(
        said.contains("the table `meetings` is about everybody; with --person"),
        "{said}"
    );
    let said = refused(&["--series", "*", "--format", "csv", "--tables", "records"]);
    assert!(said.contains("--series choose meetings"), "{said}");
}

#[test]
fn a_series_alone_has_its_own_meetings_people_and_hours() {
    let place = place();
    for (series, sample) in [
        ("standup", "one-to-one.json"),
        ("town", "every-finding.json"),
    ] {
        let folder = place.path().join("reports").join(series);
        fs::create_dir_all(&folder).unwrap();
        fs::copy(Path::new("samples").join(sample), folder.join(sample)).unwrap();
    }
    let reports = place.path().join("reports");
    let table = |out: &Path, name: &str| csv_rows(&out.join(format!("csv/{name}.csv")));
    let tables = "meetings,people,attendance,hours,weeks,sessions,overall,roles";
    let chosen = |name: &str, options: &[&str]| {
        let out = place.path().join(name);
        let options = [&["--format", "csv", "--tables", tables][..], options].concat();
        let run = convert(&[reports.to_str().unwrap()], &out, &options);
        assert!(run.status.code() < Some(2), "{}", stderr(&run));
        (out, stdout(&run))
    };
    let (whole, _) = chosen("whole", &[]);
    let (part, said) = chosen("part", &["--series", "STAND*"]);
    let names: BTreeSet<_> = table(&part, "meetings")
        .into_iter()
        .map(|row| row["series"].clone())
        .collect();
    assert_eq!(names, BTreeSet::from(["standup".to_owned()]));
    // What is about one series is as it was.
    for name in ["meetings", "attendance", "roles"] {
        let is_own = |row: &&std::collections::BTreeMap<String, String>| {
            row.get("series").is_none_or(|own| own == "standup")
        };
        let whole = table(&whole, name);
        let own: Vec<_> = whole.iter().filter(is_own).cloned().collect();
        assert_eq!(table(&part, name), own, "{name}");
    }
    let seconds = |name: &str, key: &str| -> i64 {
        let rows = table(&part, name);
        rows.iter()
            .filter_map(|row| row[key].parse::<i64>().ok())
            .sum()
    };
    let presence = seconds("attendance", "presence_seconds");
    assert!(presence > 0);
    assert_eq!(seconds("people", "presence_seconds"), presence);
    assert_eq!(seconds("hours", "plain_sum_seconds"), presence);
    assert_eq!(seconds("weeks", "plain_sum_seconds"), presence);
    let left_out = table(&part, "sessions");
    let left_out = left_out.iter().filter(|row| row["decision"] == "left out");
    assert!(left_out.clone().count() > 0);
    assert!(
        left_out
            .clone()
            .all(|row| row["reason"] == "of a series that was not asked for")
    );
    assert!(said.contains("of other series\n"), "{said}");
    let manifest = fs::read_to_string(part.join("run.json")).unwrap();
    assert!(manifest.contains("\"series\":\"STAND*\""), "{manifest}");
    assert!(manifest.contains("of other series\""), "{manifest}");
}
