//! Each finding code is found where its fixture says, and nowhere else.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::{convert, place, project_text, rollbook, stderr, stdout};
use rollbook::finding::Code;

/// Codes whose inputs are no text; they are tested where the program runs into them.
const MADE_AT_RUN_TIME: [Code; 4] = [
    Code::Unreadable,
    // By an option, in `teams_csv`.
    Code::ZoneAssumed,
    Code::ArchiveDamaged,
    Code::ArchiveTooLarge,
];

/// Code, severity and pointer of one expected finding.
type Expected = (String, String, String);

/// The rows of the tables in a fixtures page: the file and its findings.
fn expectations(page: &str, folder: &str) -> Vec<(String, BTreeSet<Expected>)> {
    let text = project_text(page);
    let rows = text.lines().filter(|line| {
        line.starts_with("| `") && (line.contains("json` | `") || line.contains("csv` | `"))
    });
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let codes = cells[2].split("<br>");
        let pointers = cells[3].split("<br>");
        let findings = codes
            .zip(pointers)
            .map(|(code, pointer)| expected(code, pointer))
            .collect();
        (format!("{folder}/{}", cells[1].trim_matches('`')), findings)
    })
    .collect()
}

/// Reads "`code` (severity)" and "`"pointer"`".
fn expected(code: &str, pointer: &str) -> Expected {
    let (code, severity) = code.split_once(' ').expect("a code and its severity");
    let severity = severity.trim_matches(['(', ')']);
    (
        code.trim_matches('`').into(),
        severity.into(),
        pointer.trim_matches(['`', '"']).into(),
    )
}

/// The rows about folders whose files are held against each other: the folder, and code,
/// severity and file of its one finding.
fn expectations_across() -> Vec<(String, Expected)> {
    let text = project_text("tests/fixtures/README.md");
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains("/` | `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let folder = cells[1].trim_matches(['`', '/']);
        let (code, severity, file) = expected(cells[2], cells[3]);
        (format!("tests/fixtures/{folder}"), (code, severity, file))
    })
    .collect()
}

/// What `check --format json` finds in a file.
fn found(file: &str) -> BTreeSet<Expected> {
    let local = file.ends_with(".csv") && !file.contains("zone-unknown");
    let zone: &[&str] = match local {
        true => &["--input-timezone", "Europe/Berlin"],
        false => &[],
    };
    let output = rollbook()
        .args(["check", "--format", "json", file])
        .args(zone)
        .output()
        .unwrap();
    let findings: Vec<Value> =
        serde_json::from_str(&stdout(&output)).expect("an array of findings");
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|finding| {
            (
                text(finding, "code"),
                text(finding, "severity"),
                text(finding, "pointer"),
            )
        })
        .collect()
}

#[test]
fn each_fixture_gives_exactly_its_finding() {
    let expectations = expectations("tests/fixtures/README.md", "tests/fixtures");
    assert!(expectations.len() > 30, "the page's tables were read");
    for (file, expected) in expectations {
        assert_eq!(found(&file), expected, "{file}");
    }
}

#[test]
fn reports_held_against_each_other_give_exactly_the_finding_of_their_folder() {
    let expectations = expectations_across();
    assert_eq!(expectations.len(), 3, "the page's table was read");
    for (folder, (code, severity, file)) in expectations {
        assert!(folder.ends_with(&code), "{folder} is named after {code}");
        let place = place();
        let output = convert(&[&folder], place.path(), &["--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let table = fs::read_to_string(place.path().join("json/findings.json")).unwrap();
        let findings: Vec<Value> = serde_json::from_str(&table).unwrap();
        let [finding] = findings.as_slice() else {
            panic!("one finding in {folder}: {findings:?}");
        };
        assert_eq!(finding["code"], *code);
        assert_eq!(finding["severity"], *severity);
        let source = finding["source"].as_str().unwrap();
        assert_eq!(source.rsplit('/').next(), Some(file.as_str()), "{source}");
    }
}

#[test]
fn of_three_versions_both_older_ones_name_the_one_that_counts() {
    let early = project_text("tests/fixtures/report-superseded/1-early.json");
    let whole = project_text("tests/fixtures/report-superseded/2-whole.json");
    // The report's end a minute after the early one's; nobody's times change.
    let later = early.replacen("10:05:00.5Z", "10:06:00.5Z", 1);
    assert_ne!(later, early);
    let place = place();
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for (name, text) in [("1.json", early), ("2.json", later), ("3.json", whole)] {
        fs::write(reports.join(name), text).unwrap();
    }
    let out = place.path().join("out");
    let options = ["--format", "json", "--tables", "findings"];
    let output = convert(&[reports.to_str().unwrap()], &out, &options);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let table = fs::read_to_string(out.join("json/findings.json")).unwrap();
    let findings: Vec<Value> = serde_json::from_str(&table).unwrap();
    let said = |finding: &Value| {
        let of = |key: &str| finding[key].as_str().unwrap().to_owned();
        (of("code"), of("report"), of("finding"))
    };
    let expected = |report: &str| {
        let finding = "an older or shorter version of 3".to_owned();
        ("report-superseded".to_owned(), report.to_owned(), finding)
    };
    let said: Vec<_> = findings.iter().map(said).collect();
    assert_eq!(said, [expected("1"), expected("2")]);
}

#[test]
fn reports_held_against_each_other_have_no_finding_alone() {
    for (folder, _) in expectations_across() {
        assert_eq!(found(&folder), BTreeSet::new(), "{folder}");
    }
}

#[test]
fn every_code_has_a_fixture_named_after_it() {
    let alone = expectations("tests/fixtures/README.md", "tests/fixtures")
        .into_iter()
        .flat_map(|(_, expected)| expected);
    let across = expectations_across()
        .into_iter()
        .map(|(_, expected)| expected);
    let of_fixtures: BTreeSet<String> = alone.chain(across).map(|(code, _, _)| code).collect();
    let all = Code::ALL
        .iter()
        .filter(|code| !MADE_AT_RUN_TIME.contains(code));
    assert_eq!(
        all.map(|code| code.name().to_owned())
            .collect::<BTreeSet<_>>(),
        of_fixtures
    );
}

#[test]
fn clean_shapes_give_no_finding_at_all() {
    for file in [
        "report.json",
        "list-of-reports.json",
        "bare-array.json",
        "expanded-with-odata.json",
        "ndjson.ndjson",
        "concatenated.json",
        "subtypes.json",
        "powershell.json",
    ] {
        assert_eq!(
            found(&format!("tests/fixtures/clean/{file}")),
            BTreeSet::new(),
            "{file}"
        );
    }
}

#[test]
fn the_sample_with_every_finding_has_each_once() {
    let text = project_text("samples/README.md");
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains(") | `\""));
    let expected: BTreeSet<_> = rows
        .map(|row| {
            let cells: Vec<_> = row.split('|').map(str::trim).collect();
            expected(cells[1], cells[2])
        })
        .collect();
    assert!(expected.len() > 20, "the page's table was read");
    assert_eq!(found("samples/every-finding.json"), expected);
}

#[test]
fn other_samples_give_nothing_but_notes() {
    for file in [
        "all-hands.json",
        "excel-course",
        "legacy-report.json",
        "one-to-one.json",
        "webinar.json",
        "weekly-stand-up.json",
    ] {
        let found = found(&format!("samples/{file}"));
        assert!(
            found.iter().all(|(_, severity, _)| severity == "note"),
            "{file}: {found:?}"
        );
    }
}

#[test]
fn every_place_named_exists_in_the_document() {
    let files = expectations("tests/fixtures/README.md", "tests/fixtures").into_iter();
    for (file, findings) in files.filter(|(file, _)| file.ends_with(".json")) {
        let Ok(document) = serde_json::from_str::<Value>(&project_text(&file)) else {
            continue;
        };
        for (code, _, pointer) in findings {
            let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            let place = document
                .pointer(&pointer)
                .or_else(|| document.pointer(parent));
            assert!(place.is_some(), "{file}: {code} at {pointer}");
        }
    }
}
