//! What stands in `rollbook.toml`, and what is meant where hardly anything is typed.

mod system;

use crate::support::{files, place, project, rollbook, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Output;

/// Runs the program in a folder.
fn run(folder: &Path, words: &[&str]) -> Output {
    rollbook()
        .current_dir(folder)
        .args(words)
        .output()
        .expect("it runs")
}

/// Runs it and holds that all is well.
fn well(folder: &Path, words: &[&str]) -> Output {
    let output = run(folder, words);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{words:?}: {}",
        stderr(&output)
    );
    output
}

/// Puts the sample course into a folder of its own, its lists beside the reports.
fn course(folder: &Path) {
    let reports = folder.join("reports");
    fs::create_dir(&reports).unwrap();
    for (name, bytes) in files(&project("samples/course")) {
        let place = match name.ends_with(".csv") {
            true => folder.join(name),
            false => reports.join(name),
        };
        fs::write(place, bytes).unwrap();
    }
}

const COURSE: [&str; 9] = [
    "reports",
    "--roster",
    "roster.csv",
    "--meetings",
    "meetings.csv",
    "--timezone",
    "Europe/Berlin",
    "--passed",
    "attended>=6",
];

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap()
}

#[test]
fn next_month_is_one_word() {
    let place = place();
    course(place.path());
    let words = ["init"].iter().chain(&COURSE).copied().collect::<Vec<_>>();
    let told = stdout(&well(place.path(), &words));
    assert_eq!(told, "Written: rollbook.toml\nRun it with: rollbook\n");
    let output = well(place.path(), &[]);
    assert!(
        stderr(&output).starts_with(
            "Taken from rollbook.toml: inputs, force, timezone, roster, meetings, passed\n"
        ),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).starts_with("Converted 8 meetings of 25 people"));
    // A second time, as it is meant to be run.
    let again = stdout(&well(place.path(), &["--month", "2026-10"]));
    assert!(again.starts_with("Converted 5 meetings"), "{again}");
}

#[test]
fn a_run_from_a_file_gives_the_bytes_of_one_that_was_typed_and_says_so_in_its_manifest() {
    let place = place();
    course(place.path());
    let words = ["init"].iter().chain(&COURSE).copied().collect::<Vec<_>>();
    well(place.path(), &words);
    well(place.path(), &["--output", "by-file"]);
    let typed = ["convert", "--no-config", "--output", "typed", "--force"];
    well(
        place.path(),
        &typed.iter().chain(&COURSE).copied().collect::<Vec<_>>(),
    );
    let [mut by_file, mut typed] = ["by-file", "typed"].map(|name| files(&place.path().join(name)));
    assert!(by_file.remove("run.json").is_some() && typed.remove("run.json").is_some());
    assert!(by_file == typed && by_file.len() > 10);
    let said = manifest(&place.path().join("by-file"));
    assert_eq!(
        said["options"]["configuration"],
        "inputs,force,timezone,roster,meetings,passed"
    );
    assert_eq!(said["inputs"][0]["name"], "rollbook.toml");
    assert_eq!(said["inputs"][0]["kind"], "configuration");
    let said = manifest(&place.path().join("typed"));
    assert_eq!(said["options"].get("configuration"), None);
}

#[test]
fn paths_alone_are_converted_into_a_folder_beside_them_that_replaces_none() {
    let place = place();
    course(place.path());
    let reports = place.path().join("reports");
    // As a system does it that gives the whole path, called from anywhere.
    for name in ["attendance-summary", "attendance-summary-2"] {
        well(Path::new("/"), &[reports.to_str().unwrap()]);
        assert!(
            place.path().join(name).join("index.html").is_file(),
            "{name}"
        );
    }
    well(place.path(), &["reports", "--output", "named"]);
    assert!(place.path().join("named/index.html").is_file());
}

#[test]
fn the_file_beside_what_is_read_counts_wherever_the_program_is_called() {
    let place = place();
    course(place.path());
    let words = ["init"].iter().chain(&COURSE).copied().collect::<Vec<_>>();
    well(place.path(), &words);
    let reports = place.path().join("reports");
    let output = well(Path::new("/"), &[reports.to_str().unwrap()]);
    assert!(
        stderr(&output).contains("force, timezone, roster"),
        "{}",
        stderr(&output)
    );
    assert!(
        stdout(&output).contains("22 people expected"),
        "{}",
        stdout(&output)
    );
    assert!(place.path().join("attendance-summary/passed.csv").is_file());
    let plain = well(Path::new("/"), &[reports.to_str().unwrap(), "--no-config"]);
    assert!(!stdout(&plain).contains("22 people expected"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_where_that_is_said() {
    let place = place();
    well(place.path(), &["init", "a"]);
    let refused = run(place.path(), &["init", "b"]);
    assert_eq!(refused.status.code(), Some(2));
    well(place.path(), &["init", "b", "--force"]);
    let text = fs::read_to_string(place.path().join("rollbook.toml")).unwrap();
    assert!(text.contains("\ninputs = [\"b\"]\n"), "{text}");
}

#[test]
fn a_fault_in_the_file_stops_the_run_with_its_line() {
    let place = place();
    fs::write(
        place.path().join("rollbook.toml"),
        "inputs = [\".\"]\ntimezone = \"Mars\"\n",
    )
    .unwrap();
    let output = run(place.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(
        told.starts_with(
            "error: `rollbook.toml`, row 2: invalid value 'Mars' for '--timezone <ZONE>'"
        ),
        "{told}"
    );
}

#[test]
fn fetching_takes_its_table_and_says_so() {
    let place = place();
    let text = "[fetch]\narchive = \"reports\"\nmeeting = [\"MSo1\"]\ngraph-url = \"http://127.0.0.1:9/v1.0\"\n";
    fs::write(place.path().join("rollbook.toml"), text).unwrap();
    let dry = stdout(&well(place.path(), &["fetch", "reports", "--dry-run"]));
    assert!(dry.contains("127.0.0.1:9") && dry.contains("MSo1"), "{dry}");
    let output = rollbook()
        .current_dir(place.path())
        .env("GRAPH_TOKEN", "not-used")
        .args(["fetch", "reports", "--retry-budget", "0"])
        .output()
        .unwrap();
    let told = stderr(&output);
    assert!(
        told.contains("Taken from rollbook.toml: archive, meeting, graph-url"),
        "{told}"
    );
}

/// The title of the front page of a run.
fn front_title(folder: &Path, words: &[&str]) -> String {
    let output = well(folder, words);
    drop(output);
    let page = fs::read_to_string(folder.join("out/index.html")).unwrap();
    let document = scraper::Html::parse_document(&page);
    let heading = scraper::Selector::parse("h1").unwrap();
    let heading = document.select(&heading).next().unwrap();
    heading.text().collect::<String>().trim().to_owned()
}

#[test]
fn without_a_title_the_series_or_else_the_folder_names_all_of_it() {
    let place = place();
    let folder = place.path().join("Onboarding autumn");
    fs::create_dir(&folder).unwrap();
    for name in ["one-to-one.json", "webinar.json"] {
        fs::copy(project("samples").join(name), folder.join(name)).unwrap();
    }
    let convert = |input: &str, more: &[&str]| {
        let words = ["convert", input, "--output", "out", "--force"];
        front_title(
            place.path(),
            &words.iter().chain(more).copied().collect::<Vec<_>>(),
        )
    };
    for input in [
        "Onboarding autumn",
        "Onboarding autumn/*.json",
        "./Onboarding autumn/",
    ] {
        assert_eq!(convert(input, &[]), "Onboarding autumn", "{input}");
    }
    assert_eq!(convert("Onboarding autumn", &["--title", "Mine"]), "Mine");
    // One meeting has a name of its own, and several things have none in common.
    assert_eq!(
        convert("Onboarding autumn/one-to-one.json", &[]),
        "one-to-one"
    );
    let two = ["Onboarding autumn/one-to-one.json", "--title", "x"];
    assert_eq!(convert("Onboarding autumn/webinar.json", &two), "x");
    // A series comes before the folder of its folder.
    let above = place.path().join("all");
    fs::create_dir(&above).unwrap();
    fs::rename(&folder, above.join("Onboarding autumn")).unwrap();
    assert_eq!(convert("all", &[]), "Onboarding autumn");
    // Where the program is called, the folder is a dot.
    let inside = above.join("Onboarding autumn");
    let words = ["convert", ".", "--output", "out"];
    assert_eq!(front_title(&inside, &words), "Onboarding autumn");
}

#[test]
fn all_tables_of_text_are_written_in_the_dialect_that_was_asked_for() {
    let place = place();
    course(place.path());
    let words = [
        &["convert"],
        &COURSE[..],
        &["--output", "out", "--format", "csv"],
    ]
    .concat();
    let german = [&words[..], &["--csv-dialect", "excel-de"]].concat();
    well(place.path(), &german);
    let out = place.path().join("out");
    let written = files(&out);
    let texts: Vec<_> = written
        .iter()
        .filter(|(name, _)| name.ends_with(".csv"))
        .collect();
    assert!(
        texts.len() > 12 && written.contains_key("passed.csv"),
        "{}",
        texts.len()
    );
    for (name, bytes) in texts {
        let text = String::from_utf8_lossy(bytes);
        let head = text.lines().next().unwrap().trim_start_matches('\u{feff}');
        assert!(
            head.starts_with('"') && !head.contains("\",\""),
            "{name}: {head}"
        );
        assert!(text.starts_with('\u{feff}'), "{name}");
    }
    let meetings = String::from_utf8_lossy(&written["csv/meetings.csv"]).into_owned();
    // Half past eleven at night in Berlin, as the plan says.
    assert!(meetings.contains(";19.09.2026 23:30:00;"), "{meetings}");
    let people = String::from_utf8_lossy(&written["csv/people.csv"]).into_owned();
    // Of the eight hours that Bruno was due, he was there for 28,140 seconds.
    assert!(people.contains(";28140;0,9771;"), "{people}");
    let options = &manifest(&out)["options"];
    assert_eq!(options["csv-dialect"], "excel-de");
    // What is said alone comes before the dialect.
    let mixed = [
        &german[..],
        &["--force", "--delimiter", "tab", "--date-format", "iso"],
    ]
    .concat();
    well(place.path(), &mixed);
    let meetings = fs::read_to_string(out.join("csv/meetings.csv")).unwrap();
    assert!(meetings.contains("\t2026-09-19T21:30:00Z\t"), "{meetings}");
    let refused = run(
        place.path(),
        &[&words[..], &["--force", "--decimal", "comma"]].concat(),
    );
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("--delimiter"),
        "{}",
        stderr(&refused)
    );
}
