//! Certificates: one for each who passed and nobody else, from a template of the user's own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::json;

use crate::support::{COURSE, convert, csv_rows, files, place, stderr};

/// Certificates are written beside any format.
const AS_CSV: [&str; 2] = ["--format", "csv"];

fn course(folder: &Path, options: &[&str]) -> Output {
    convert(
        &["samples/course"],
        folder,
        &[&COURSE[..], &AS_CSV, options].concat(),
    )
}

/// The certificates in a folder: name of the file, and text.
fn certificates(folder: &Path) -> Vec<(String, String)> {
    let all = files(folder).into_iter();
    all.filter_map(|(name, bytes)| {
        let name = name.strip_prefix("certificates/")?.to_owned();
        Some((name, String::from_utf8(bytes).unwrap()))
    })
    .collect()
}

#[test]
fn who_is_on_the_list_has_a_certificate_and_nobody_else() {
    let place = place();
    let run = course(
        place.path(),
        &["--certificates", "attended>=6 and share>=80%"],
    );
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let passed = csv_rows(&place.path().join("passed.csv"));
    assert!(passed.len() > 10);
    let certificates = certificates(place.path());
    assert_eq!(certificates.len(), passed.len());
    let everybody: BTreeSet<_> = csv_rows(&place.path().join("csv/people.csv"))
        .into_iter()
        .map(|row| row["display_name"].clone())
        .collect();
    for row in &passed {
        let name = &row["display_name"].replace('\'', "&#x27;");
        let own = certificates
            .iter()
            .filter(|(_, text)| text.contains(&format!("<bdi>{name}</bdi>")));
        let own: Vec<_> = own.collect();
        let [(_, text)] = &own[..] else {
            panic!("{name}")
        };
        assert!(text.contains("<bdi>Night shift safety</bdi>"));
        assert!(text.contains("19 September 2026 to 7 November 2026"));
        assert!(text.contains(&format!("<dd>{} of {}</dd>", row["attended"], row["due"])));
        for other in everybody
            .iter()
            .filter(|other| **other != row["display_name"])
        {
            assert!(!text.contains(other.as_str()), "{other} in that of {name}");
        }
    }
}

#[test]
fn a_certificate_is_in_the_readers_language() {
    let headings = [
        ("en", "Certificate of attendance"),
        ("de", "Teilnahmebescheinigung"),
        ("fr", "Attestation de participation"),
        ("es", "Certificado de asistencia"),
        ("pt", "Certificado de participação"),
        ("ja", "参加証明書"),
    ];
    for (language, heading) in headings {
        let place = place();
        course(
            place.path(),
            &["--certificates", "attended>=8", "--language", language],
        );
        let all = certificates(place.path());
        let (_, text) = all.first().unwrap();
        assert!(text.contains(&format!("<h1>{heading}</h1>")), "{language}");
        assert!(text.contains(&format!("<html lang=\"{language}\">")));
    }
}

/// What is said of a template of the user's own.
fn with_template(template: &str, options: &[&str]) -> (Output, Vec<(String, String)>) {
    let place = place();
    let own = place.path().join("own.html");
    fs::write(&own, template).unwrap();
    let out = place.path().join("out");
    let template = ["--certificate-template", own.to_str().unwrap()];
    let run = course(
        &out,
        &[&["--certificates", "attended>=8"], &template[..], options].concat(),
    );
    let all = if out.exists() {
        certificates(&out)
    } else {
        Vec::new()
    };
    (run, all)
}

#[test]
fn a_template_of_the_users_own_has_its_placeholders_filled() {
    let template = "<h1>{{ name }}</h1>{{ email }}|{{ department }}|{{ title }}|{{ from }}|{{ to }}|\
                    {{ attended }} / {{ due }}|{{ rate|rate }}|{{ presence_seconds|duration }}|{{ language }}";
    let (run, all) = with_template(template, &["--title", "First <aid>", "--language", "de"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let (_, keiko) = all
        .iter()
        .find(|(name, _)| name.starts_with("Keiko"))
        .unwrap();
    assert_eq!(
        keiko,
        "<h1>Keiko Tanaka</h1>keiko.tanaka@northwind.example|Sales|First &lt;aid&gt;|\
         19. September 2026|7. November 2026|8 / 8|100\u{a0}%|7:55:00|de"
    );
}

#[test]
fn a_placeholder_that_there_is_none_of_is_told_with_file_and_line_before_any_work() {
    for (template, line, what) in [
        (
            "<p>\n{{ nmae }}",
            2,
            "there is no placeholder `nmae`; known are name, email",
        ),
        // Also where it would not be shown of everybody.
        (
            "{{ name }}\n\n{% if department is none %}{{ firm }}{% endif %}",
            3,
            "`firm`",
        ),
        ("{{ name }}\n{{ name|shout }}", 2, "filter shout is unknown"),
        ("{{ name }}\n{% if name %}", 2, "unexpected end of input"),
        (
            "{{ name }}\n\n[[nobody_knows]]",
            3,
            "there is no text `nobody_knows`",
        ),
    ] {
        let (run, all) = with_template(template, &[]);
        let said = stderr(&run);
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains("own.html"), "{said}");
        assert!(
            said.contains(&format!("in line {line}")) && said.contains(what),
            "{said}"
        );
        assert!(all.is_empty());
    }
    let place = place();
    let out = place.path().join("out");
    let nowhere = place.path().join("nowhere.html");
    let options = [
        "--certificates",
        "attended>=8",
        "--certificate-template",
        nowhere.to_str().unwrap(),
    ];
    let run = course(&out, &options);
    assert_eq!(run.status.code(), Some(2));
    assert!(stderr(&run).contains("nowhere.html"), "{}", stderr(&run));
}

#[test]
fn a_hostile_name_is_text_in_a_certificate() {
    let place = place();
    let hostile = "<script>alert(1)</script>{{ 7 * 7 }}[[name]]\u{202e}\" onload=\"x";
    let report = json!({
        "id": "r",
        "totalParticipantCount": 1,
        "meetingStartDateTime": "2026-03-02T09:00:00Z",
        "meetingEndDateTime": "2026-03-02T10:00:00Z",
        "attendanceRecords": [{
            "id": "a",
            "emailAddress": "a@x.example",
            "totalAttendanceInSeconds": 3600,
            "role": "Attendee",
            "identity": {"id": "1", "displayName": hostile, "tenantId": "t"},
            "attendanceIntervals": [{"joinDateTime": "2026-03-02T09:00:00Z", "leaveDateTime": "2026-03-02T10:00:00Z", "durationInSeconds": 3600}],
        }],
    });
    let reports = place.path().join("r.json");
    fs::write(&reports, report.to_string()).unwrap();
    let own = place.path().join("own.txt");
    fs::write(&own, "<p title=\"{{ name }}\">{{ name }}</p>").unwrap();
    for template in [&[][..], &["--certificate-template", own.to_str().unwrap()]] {
        let out = tempfile::tempdir_in(place.path()).unwrap();
        let options = [
            &["--certificates", "attended>=1", "--format", "csv"],
            template,
        ]
        .concat();
        let run = convert(&[reports.to_str().unwrap()], out.path(), &options);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let all = certificates(out.path());
        let [(_, text)] = &all[..] else {
            panic!("{all:?}")
        };
        assert!(
            !text.contains("<script>") && !text.contains("onload=\"x"),
            "{text}"
        );
        assert!(
            text.contains("&lt;script&gt;") && !text.contains('\u{202e}'),
            "{text}"
        );
        assert!(
            text.contains("{{ 7 * 7 }}") && text.contains("[[name]]"),
            "{text}"
        );
    }
}
