//! `rollbook check`, its exit codes and severities.

use crate::support::{place, rollbook, stderr, stdout};

fn check(arguments: &[&str]) -> (Option<i32>, String) {
    let output = rollbook().arg("check").args(arguments).output().unwrap();
    (output.status.code(), stdout(&output) + &stderr(&output))
}

#[test]
fn a_clean_report_ends_with_0_and_says_so() {
    let (code, said) = check(&["tests/fixtures/clean/report.json"]);
    assert_eq!(
        (code, said.as_str()),
        (
            Some(0),
            "Checked 1 report in 1 document: 0 errors, 0 warnings, 0 notes\n"
        )
    );
}

#[test]
fn an_error_ends_with_1_and_names_file_place_and_values() {
    let (code, said) = check(&["tests/fixtures/sum-mismatch.json"]);
    assert_eq!(code, Some(1));
    let line = said.lines().next().unwrap();
    assert!(
        line.starts_with(
            "error[sum-mismatch] tests/fixtures/sum-mismatch.json /attendanceRecords/0: "
        ),
        "{line}"
    );
    assert!(line.contains("600") && line.contains("599"), "{line}");
}

#[test]
fn warnings_fail_only_under_strict() {
    let file = "tests/fixtures/count-mismatch.json";
    assert_eq!(check(&[file]).0, Some(0));
    assert_eq!(check(&[file, "--strict"]).0, Some(1));
    assert_eq!(
        check(&[file, "--strict", "--allow", "count-mismatch"]).0,
        Some(0)
    );
}

#[test]
fn severities_can_be_set_for_each_code() {
    assert_eq!(
        check(&[
            "tests/fixtures/count-mismatch.json",
            "--deny",
            "count-mismatch"
        ])
        .0,
        Some(1)
    );
    let (code, said) = check(&["tests/fixtures/sum-mismatch.json", "--warn", "sum-mismatch"]);
    assert_eq!(code, Some(0));
    assert!(said.starts_with("warning[sum-mismatch]"), "{said}");
}

#[test]
fn an_unknown_code_is_refused_with_the_known_ones() {
    let (code, said) = check(&["samples", "--deny", "sum-missmatch"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("sum-mismatch"), "{said}");
}

#[test]
fn a_document_that_gives_no_report_ends_with_2() {
    for file in [
        "syntax",
        "empty-document",
        "not-attendance",
        "error-envelope",
    ] {
        assert_eq!(
            check(&[
                &format!("tests/fixtures/{file}.json"),
                "samples/one-to-one.json"
            ])
            .0,
            Some(2),
            "{file}"
        );
    }
}

#[test]
fn a_change_notification_beside_reports_is_no_failure() {
    let (code, _) = check(&[
        "tests/fixtures/change-notification.json",
        "samples/one-to-one.json",
    ]);
    assert_eq!(code, Some(0));
}

#[test]
fn an_unreadable_input_is_named_and_ends_with_2() {
    let (code, said) = check(&["no-such-file.json", "samples/one-to-one.json"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("error[unreadable] no-such-file.json: "),
        "{said}"
    );
    assert!(said.contains("Checked 1 report in 2 documents"), "{said}");
}

#[test]
fn json_findings_are_the_findings_table() {
    let place = place();
    let output = rollbook()
        .args(["check", "samples", "--format", "json"])
        .output()
        .unwrap();
    crate::support::convert(
        &["samples"],
        place.path(),
        &["--format", "json", "--tables", "findings"],
    );
    let table = std::fs::read(place.path().join("json/findings.json")).unwrap();
    let rows = |bytes: &[u8]| serde_json::from_slice::<Vec<serde_json::Value>>(bytes).unwrap();
    let (checked, table) = (rows(&output.stdout), rows(&table));
    let (own, across) = table.split_at(checked.len());
    assert_eq!(checked, own);
    // What only shows where reports are held against each other stands behind.
    let codes: Vec<_> = across.iter().map(|row| &row["code"]).collect();
    assert_eq!(codes, ["identity-shared"]);
}

#[test]
fn check_writes_no_file() {
    let place = place();
    let sample = crate::support::project("samples/one-to-one.json");
    rollbook()
        .current_dir(place.path())
        .arg("check")
        .arg(sample)
        .assert()
        .success();
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}
