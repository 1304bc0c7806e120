//! Each finding code is found where its fixture says, and nowhere else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{project_text, rollbook, stdout};
use rollbook::finding::Code;

/// Codes whose inputs are no text; they are tested where the program runs into them.
const MADE_AT_RUN_TIME: [Code; 6] = [
    // Where reports are held against each other, in `teams_csv` and `laws`.
    Code::ReportRepeated,
    Code::ReportSuperseded,
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
fn every_code_has_a_fixture_named_after_it() {
    let expectations = expectations("tests/fixtures/README.md", "tests/fixtures");
    let of_fixtures: BTreeSet<String> = expectations
        .into_iter()
        .flat_map(|(_, expected)| expected)
        .map(|(code, _, _)| code)
        .collect();
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
