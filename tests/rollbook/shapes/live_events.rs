//! The attendee report of a live event.

use super::*;

/// The rows of a table made of an attendee report with this content.
fn of_attendee_report(
    content: &[u8],
    table: &str,
) -> Vec<std::collections::BTreeMap<String, String>> {
    let place = place();
    let file = place.path().join("attendees.csv");
    fs::write(&file, content).unwrap();
    let out = place.path().join("out");
    let run = convert(&[file.to_str().unwrap()], &out, &["--format", "csv"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    csv_rows(&out.join(format!("csv/{table}.csv")))
}

#[test]
fn the_attendee_report_of_a_live_event_is_read() {
    let text = project_text("tests/fixtures/shapes/attendee-report.csv");
    let records = of_attendee_report(text.as_bytes(), "records");
    let told: Vec<_> = records
        .iter()
        .map(|row| {
            ["display_name", "role", "presence_seconds", "intervals"].map(|key| row[key].as_str())
        })
        .collect();
    // 13:58 to 15:02; 14:00:30 to 14:10:30 and 14:20 to 14:25; no leave at all.
    assert_eq!(
        told,
        [
            ["Anna Berg", "Producer", "3840", "1"],
            ["Öz, Cem", "Attendee", "900", "2"],
            ["Dana", "Attendee", "", "1"],
        ]
    );
    let meeting = &of_attendee_report(text.as_bytes(), "reports")[0];
    assert_eq!(
        (meeting["report"].as_str(), meeting["window_basis"].as_str()),
        ("attendees", "observed")
    );
    assert_eq!(meeting["report_start"], "2022-04-05T13:58:00Z");
}

#[test]
fn an_attendee_report_that_a_spreadsheet_saved_again_reads_the_same() {
    let text = project_text("tests/fixtures/shapes/attendee-report.csv");
    let expected = of_attendee_report(text.as_bytes(), "records");
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    for row in csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .into_records()
    {
        writer.write_record(&row.unwrap()).unwrap();
    }
    let with_semicolons = writer.into_inner().unwrap();
    let wide = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    for content in [
        with_semicolons,
        wide(&text),
        wide(&text.replace("5 (X11, Linux)", "5")),
    ] {
        assert_eq!(of_attendee_report(&content, "records"), expected);
    }
}

#[test]
fn times_of_an_attendee_report_whose_order_does_not_show_are_told_and_not_guessed() {
    let place = place();
    let file = place.path().join("attendees.csv");
    let text = project_text("tests/fixtures/shapes/attendee-report.csv");
    fs::write(&file, text.replace(" PM", "")).unwrap();
    let run = rollbook().arg("check").arg(&file).output().unwrap();
    let said = stderr(&run) + &crate::support::stdout(&run);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(
        said.contains("time-unreadable") && said.contains("4/5/2022 1:58:00"),
        "{said}"
    );
}

#[test]
fn an_attendee_report_without_rows_is_no_report() {
    let place = place();
    let file = place.path().join("attendees.csv");
    let text = project_text("tests/fixtures/shapes/attendee-report.csv");
    fs::write(&file, text.lines().next().unwrap()).unwrap();
    let run = rollbook().arg("check").arg(&file).output().unwrap();
    let said = stderr(&run) + &crate::support::stdout(&run);
    assert!(
        said.contains("no-reports") && said.contains("without any row"),
        "{said}"
    );
}

#[test]
fn a_live_event_is_not_blamed_for_numbers_that_it_never_has() {
    let text = project_text("tests/fixtures/shapes/attendee-report.csv");
    let findings = of_attendee_report(text.as_bytes(), "findings");
    let codes: Vec<_> = findings.iter().map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, ["window-missing", "time-missing"]);
}
