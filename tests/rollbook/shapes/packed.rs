//! Packed, damaged and wrapped in other files.

use super::*;

#[test]
fn what_powershell_redirects_is_read() {
    let place = place();
    let text = project_text("samples/webinar.json");
    for (name, to_bytes) in [
        ("le.json", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("be.json", u16::to_be_bytes),
    ] {
        let bytes: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect();
        fs::write(place.path().join(name), bytes).unwrap();
    }
    fs::write(place.path().join("mark.json"), format!("\u{feff}{text}")).unwrap();
    assert_eq!(sources(place.path()), ["be.json", "le.json", "mark.json"]);
}

#[test]
fn packed_files_are_read_and_named_by_their_members() {
    let place = place();
    let one = fs::read(project("samples/one-to-one.json")).unwrap();
    let lines = fs::read(project("tests/fixtures/clean/ndjson.ndjson")).unwrap();
    fs::write(place.path().join("a.json.gz"), gzip(&one)).unwrap();
    fs::write(
        place.path().join("b.json.zst"),
        zstd::encode_all(&one[..], 1).unwrap(),
    )
    .unwrap();
    fs::write(place.path().join("c.ndjson.gz"), gzip(&lines)).unwrap();
    let mut archive = zip::ZipWriter::new(fs::File::create(place.path().join("d.zip")).unwrap());
    for (name, bytes) in [
        ("2026/one.json", &one),
        ("lines.ndjson", &lines),
        ("notes.txt", &one),
    ] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    assert_eq!(
        sources(place.path()),
        [
            "a.json.gz",
            "b.json.zst",
            "c.ndjson.gz:1",
            "c.ndjson.gz:2",
            "c.ndjson.gz:3",
            "d.zip/2026/one.json",
            "d.zip/lines.ndjson:1",
            "d.zip/lines.ndjson:2",
            "d.zip/lines.ndjson:3",
        ]
    );
}

#[test]
fn a_damaged_archive_and_one_that_expands_without_end_cost_only_themselves() {
    let (input, output) = (place(), place());
    fs::copy(
        project("samples/one-to-one.json"),
        input.path().join("good.json"),
    )
    .unwrap();
    let whole = gzip(&fs::read(project("samples/one-to-one.json")).unwrap());
    fs::write(input.path().join("cut.json.gz"), &whole[..whole.len() / 2]).unwrap();
    fs::write(
        input.path().join("bomb.json.gz"),
        gzip(&vec![b' '; 80 << 20]),
    )
    .unwrap();
    let run = convert(
        &[input.path().to_str().unwrap()],
        output.path(),
        &["--format", "csv"],
    );
    assert_eq!(run.status.code(), Some(2));
    let findings = csv_rows(&output.path().join("csv/findings.csv"));
    let found: Vec<_> = findings
        .iter()
        .map(|row| (row["source"].as_str(), row["code"].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("bomb.json.gz", "archive-too-large"),
            ("cut.json.gz", "archive-damaged")
        ]
    );
    assert_eq!(csv_rows(&output.path().join("csv/reports.csv")).len(), 1);
}

#[test]
fn a_batch_answer_gives_its_reports_and_names_the_refused_request() {
    let output = place();
    let run = convert(
        &["tests/fixtures/shapes/batch.json"],
        output.path(),
        &["--format", "csv"],
    );
    assert_eq!(run.status.code(), Some(1));
    let records = csv_rows(&output.path().join("csv/records.csv"));
    assert_eq!(
        records[0]["pointer"],
        "/responses/1/body/attendanceRecords/0"
    );
    let findings = csv_rows(&output.path().join("csv/findings.csv"));
    assert!(
        findings[0]["finding"].contains("7f0f3c1e-5b52-4a53-9c1f-0b8a2f8a9e01"),
        "{findings:?}"
    );
}

#[test]
fn what_powershell_flattened_is_told_with_the_command_that_saves_it_whole() {
    let run = rollbook()
        .args([
            "check",
            "tests/fixtures/depth-lost.json",
            "--format",
            "json",
        ])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stdout).contains("ConvertTo-Json -Depth 10"));
}

#[test]
fn members_under_other_names_are_placed_where_the_document_has_them() {
    let output = place();
    convert(
        &["tests/fixtures/shapes/third-party-keys.json"],
        output.path(),
        &["--format", "csv"],
    );
    let intervals = csv_rows(&output.path().join("csv/intervals.csv"));
    assert_eq!(intervals[0]["pointer"], "/records/0/intervals/0");
}

#[test]
fn lists_that_stand_as_json_in_a_text_are_opened() {
    let mut folded: Value = serde_json::from_str(&report()).unwrap();
    for member in ["identity", "attendanceIntervals"] {
        let member = &mut folded["attendanceRecords"][0][member];
        *member = Value::String(member.to_string());
    }
    let record = folded.to_string();
    folded["attendanceRecords"] = Value::String(folded["attendanceRecords"].to_string());
    let lines = format!(
        "{record}\n{}\n{folded}\n",
        report().replace(['\n', '\r'], "")
    );
    for (name, content, reports) in [
        ("record.json", &record, 1),
        ("records.json", &folded.to_string(), 1),
        ("lines.json", &lines, 3),
        ("lines.ndjson", &lines, 3),
    ] {
        let rows = table(name, content.as_bytes(), "records");
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row["display_name"].as_str(),
                    row["presence_seconds"].as_str(),
                )
            })
            .collect();
        assert_eq!(told, vec![("Zoë Brandão", "1800"); reports], "{name}");
        let findings = table(name, content.as_bytes(), "findings");
        let codes: Vec<_> = findings.iter().map(|row| row["code"].as_str()).collect();
        assert!(
            codes.contains(&"wrapped") && !codes.contains(&"wrong-type"),
            "{name}: {codes:?}"
        );
    }
}

#[test]
fn names_in_json_that_were_saved_in_the_wrong_encoding_are_read_or_told() {
    let report = report();
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(&report);
    let rows = table("western.json", &western, "records");
    assert_eq!(rows[0]["display_name"], "Zoë Brandão");
    let said = table("western.json", &western, "findings");
    assert_eq!(
        (said.len(), said[0]["code"].as_str()),
        (1, "encoding-assumed")
    );
    let garbled = report.replace("Zoë", "ZoÃ«");
    let said = table("garbled.json", garbled.as_bytes(), "findings");
    assert_eq!((said.len(), said[0]["code"].as_str()), (1, "text-garbled"));
    assert_eq!(said[0]["pointer"], "/attendanceRecords/0");
}

#[test]
fn reports_that_were_appended_in_another_encoding_are_read_and_told() {
    let report = |id: &str| {
        format!(
            r#"{{"id": "{id}", "totalParticipantCount": 0, "meetingStartDateTime": "2026-11-03T10:00:00Z",
  "meetingEndDateTime": "2026-11-03T10:20:00Z", "attendanceRecords": []}}"#
        ) + "\n"
    };
    let (first, second) = (report("ã"), report("ł"));
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    for bytes in [
        [first.as_bytes(), &utf16(&second)].concat(),
        [b"\xff\xfe", &utf16(&first)[..], second.as_bytes()].concat(),
    ] {
        let place = place();
        let file = place.path().join("two.json");
        fs::write(&file, bytes).unwrap();
        let run = rollbook().arg("check").arg(&file).output().unwrap();
        let said = crate::support::stdout(&run) + &stderr(&run);
        assert!(said.contains("Checked 2 reports"), "{said}");
        assert!(said.contains("note[encoding-assumed]"), "{said}");
    }
}
