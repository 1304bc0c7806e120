//! Workbooks of every kind of input hold what Excel opens without a repair.

use std::fs;
use std::path::Path;

use crate::package::assert_sound;
use crate::support::{convert, files, place, rollbook, stderr, stdout};

/// Every workbook below a folder is sound; returns how many there are.
fn assert_all_sound(folder: &Path, what: &str) -> usize {
    let files = files(folder);
    let books = files.iter().filter(|(name, _)| name.ends_with(".xlsx"));
    books
        .map(|(name, bytes)| assert_sound(bytes, &format!("{what}: {name}")))
        .count()
}

/// Converts to workbooks that must all be sound.
fn sound(inputs: &[&str], options: &[&str]) -> usize {
    let place = place();
    let output = convert(
        inputs,
        place.path(),
        &[&["--format", "xlsx"], options].concat(),
    );
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{options:?}: {}",
        stderr(&output)
    );
    let count = assert_all_sound(place.path(), &format!("{inputs:?} {options:?}"));
    assert!(count > 0, "{options:?}: no workbook");
    count
}

#[test]
fn every_sample_in_every_option_makes_sound_workbooks() {
    let roster = ["--roster", "samples/course/roster.csv"];
    sound(&["samples"], &[]);
    for language in ["de", "fr", "es", "pt", "ja"] {
        sound(
            &["samples/webinar.json", "samples/course"],
            &["--language", language],
        );
    }
    assert!(
        sound(
            &["samples/webinar.json", "samples/course"],
            &["--per-meeting"]
        ) > 2
    );
    let split = [&roster[..], &["--split-by", "department"]].concat();
    assert!(sound(&["samples/course"], &split) > 1);
    for tables in [
        "findings",
        "records",
        "reports,report_roles",
        "attendance",
        "suggestions,people",
    ] {
        sound(&["samples/one-to-one.json"], &["--tables", tables]);
    }
    sound(&["samples/excel-course"], &["--raw"]);
}

/// A report of one meeting with these records.
fn report(records: &str) -> String {
    format!(
        r#"{{"id":"m","totalParticipantCount":1,"meetingStartDateTime":"2026-09-16T10:00:00Z","meetingEndDateTime":"2026-09-16T11:00:00Z","attendanceRecords":[{records}]}}"#
    )
}

/// A record whose every text is `text`.
fn record(text: &str, id: usize) -> String {
    let text = serde_json::Value::from(text).to_string();
    format!(
        r#"{{"id":"{id}","emailAddress":{text},"role":{text},"registrationId":{text},"identity":{{"id":"{id}","displayName":{text},"tenantId":{text}}},"totalAttendanceInSeconds":60,"attendanceIntervals":[{{"joinDateTime":"2026-09-16T10:00:00Z","leaveDateTime":"2026-09-16T10:01:00Z","durationInSeconds":60}}]}}"#
    )
}

fn sound_report(report: &str, name: &str, options: &[&str]) {
    let place = place();
    let input = place.path().join(name);
    fs::write(&input, report).unwrap();
    sound(&[input.to_str().unwrap()], options);
}

#[test]
fn empty_reports_and_reports_without_findings_make_sound_workbooks() {
    sound_report(&report(""), "empty.json", &[]);
    sound_report(&report(&record("Anna", 1)), "clean.json", &[]);
}

#[test]
fn reports_of_more_rows_than_a_table_takes_make_sound_workbooks() {
    let records: Vec<_> = (0..8_600)
        .map(|id| record("\u{fffe} Anna & <b>", id))
        .collect();
    sound_report(
        &report(&records.join(",")),
        "long.json",
        &["--tables", "meetings,records"],
    );
}

/// Every sign that XML or HTML may not hold, and some that mean something in them.
fn hostile() -> String {
    let controls = ('\0'..'\u{a0}').chain("\u{2028}\u{202e}".chars());
    let planes =
        (0..=16_u32).flat_map(|plane| [plane * 0x1_0000 + 0xfffe, plane * 0x1_0000 + 0xffff]);
    let none = planes.chain(0xfdd0..=0xfdef).filter_map(char::from_u32);
    controls
        .chain(none)
        .chain("]]>_x0041_'\"<&>".chars())
        .collect()
}

#[test]
fn texts_with_signs_that_xml_or_html_may_not_hold_make_sound_files() {
    let place = place();
    let text = hostile();
    let (records, titled) = (record(&text, 1), record(&format!("{text}b"), 2));
    let input = place.path().join("a\u{fffe}\u{ffff}\u{1ffff}b.json");
    fs::write(&input, report(&format!("{records},{titled}"))).unwrap();
    let roster = place.path().join("roster.csv");
    let address = text.replace(['\r', '\n', '"', '\0'], "");
    fs::write(
        &roster,
        format!("name,e-mail,department\n\"{address}\",a@x.example,\"{address}\"\n"),
    )
    .unwrap();
    let output = place.path().join("out");
    let options = [
        "--format",
        "xlsx,html",
        "--per-meeting",
        "--allow-unmatched-roster",
        "--roster",
    ];
    let said = convert(
        &[input.to_str().unwrap()],
        &output,
        &[&options[..], &[roster.to_str().unwrap()]].concat(),
    );
    assert!(
        matches!(said.status.code(), Some(0 | 1)),
        "{}",
        stderr(&said)
    );
    assert!(assert_all_sound(&output, "hostile") > 0);
    for (name, bytes) in files(&output) {
        if !name.ends_with(".html") {
            continue;
        }
        let page = String::from_utf8(bytes).unwrap();
        let none = page.chars().find(|&sign| {
            sign.is_control() && sign != '\n'
                || sign as u32 & 0xfffe == 0xfffe
                || matches!(sign, '\u{fdd0}'..='\u{fdef}')
        });
        assert_eq!(none, None, "{name}");
    }
}

#[test]
fn names_that_nobody_sees_leave_no_row_without_a_label() {
    let place = place();
    let input = place.path().join("blank.json");
    let nobody = |email: &str, id| {
        let record = record(" \u{200b}\u{3164}", id);
        record.replace(
            "\"emailAddress\":\" \u{200b}\u{3164}\"",
            &format!("\"emailAddress\":\"{email}\""),
        )
    };
    let records = [nobody("a@x.org", 71), nobody(" ", 72)].join(",");
    fs::write(
        &input,
        report(&records).replace("\"role\":\" \u{200b}\u{3164}\"", "\"role\":\"Attendee\""),
    )
    .unwrap();
    let input = input.to_str().unwrap();
    let shown = stdout(
        &rollbook()
            .args(["show", input, "--language", "de"])
            .output()
            .unwrap(),
    );
    assert!(shown.contains("(ohne Namen) a@x.org"), "{shown}");
    assert!(shown.contains("(ohne Namen) 72"), "{shown}");
    let output = place.path().join("out");
    convert(&[input], &output, &["--format", "html"]);
    for (name, bytes) in files(&output) {
        let page = String::from_utf8_lossy(&bytes).into_owned();
        let page = scraper::Html::parse_document(&page);
        let headers = scraper::Selector::parse("th, .names li, h1, a").unwrap();
        for header in page.select(&headers) {
            let text: String = header.text().collect();
            let is_seen = text.contains(|sign: char| {
                !sign.is_whitespace() && !matches!(sign, '\u{200b}' | '\u{3164}')
            });
            assert!(is_seen, "{name}: {}", header.html());
        }
    }
}
