//! Plain reports are read to what serde_json and validation make of them.

use proptest::prelude::*;

use super::validate;
use crate::decode::wire::Records;
use crate::decode::{PlacedReport, document, plain};

/// How a document is laid out: between members, behind a name, around brackets.
const LAYOUTS: [[&str; 3]; 3] = [[",", ":", ""], [", ", ": ", ""], [",\r\n  ", " : ", "\n\t"]];

/// Returns an object or array of `members`.
fn wrapped(members: &[String], brackets: [&str; 2], [between, _, around]: [&str; 3]) -> String {
    let [open, close] = brackets;
    format!("{open}{around}{}{around}{close}", members.join(between))
}

/// Returns a value, most often the plain one.
fn or_odd(plain: &'static [&'static str], odd: &'static [&'static str]) -> BoxedStrategy<String> {
    let plain = prop::sample::select(plain);
    let odd = prop::sample::select(odd);
    prop_oneof![30 => plain, 1 => odd]
        .prop_map(str::to_owned)
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    or_odd(
        &[r#""a""#, r#""Zoë 🙂 \u00df\n""#, r#""""#, "null"],
        &[
            "1",
            r#""\ud800""#,
            r#""\x""#,
            "\"\t\"",
            "true",
            r#"["a"]"#,
            "nul",
        ],
    )
}

fn number() -> BoxedStrategy<String> {
    or_odd(
        &["0", "600", "2147483647"],
        &[
            "-1",
            "2147483648",
            "600.0",
            "6e2",
            "01",
            r#""600""#,
            "null",
            "99999999999999999999",
        ],
    )
}

fn time() -> BoxedStrategy<String> {
    or_odd(
        &[
            r#""2026-11-23T09:00:00Z""#,
            r#""2026-11-23T09:10:00.1234567Z""#,
            r#""2026-11-23T11:00:00+02:00""#,
        ],
        &[
            r#""2026-11-23T09:00:00""#,
            r#""0001-01-01T00:00:00Z""#,
            r#""soon""#,
            "null",
            "5",
            r#""2026-11-23T09:00:00\u005a""#,
        ],
    )
}

/// Returns an object of some members, of which one may be spelled otherwise, missing, twice or
/// unknown.
fn object(
    layout: [&'static str; 3],
    members: Vec<(&'static str, BoxedStrategy<String>)>,
) -> BoxedStrategy<String> {
    let names: Vec<_> = members.iter().map(|(name, _)| *name).collect();
    let values: Vec<_> = members.into_iter().map(|(_, value)| value).collect();
    let count = names.len();
    (values, 0..80_usize, 0..count, 0..count)
        .prop_map(move |(values, turn, at, other)| {
            let mut members: Vec<_> = names
                .iter()
                .zip(values)
                .map(|(name, value)| format!("\"{name}\"{}{value}", layout[1]))
                .collect();
            match turn {
                0 => members[at] = members[at].replacen(names[at], &names[at].to_uppercase(), 1),
                1 => drop(members.remove(at)),
                2 => members.push(members[at].clone()),
                3 => members.insert(at, format!("\"new\"{}[{{\"a\": 1}}]", layout[1])),
                4..40 => members.swap(at, other),
                _ => {}
            }
            wrapped(&members, ["{", "}"], layout)
        })
        .boxed()
}

fn array(
    layout: [&'static str; 3],
    element: BoxedStrategy<String>,
    most: usize,
) -> BoxedStrategy<String> {
    let element = prop_oneof![60 => element, 1 => Just("null".to_owned())];
    prop::collection::vec(element, 0..=most)
        .prop_map(move |elements| wrapped(&elements, ["[", "]"], layout))
        .boxed()
}

fn report(layout: [&'static str; 3]) -> BoxedStrategy<String> {
    let interval = object(
        layout,
        vec![
            ("joinDateTime", time()),
            ("leaveDateTime", time()),
            ("durationInSeconds", number()),
        ],
    );
    let kind = or_odd(
        &[r##""#microsoft.graph.communicationsUserIdentity""##],
        &["null"],
    );
    let identity = object(
        layout,
        vec![
            ("@odata.type", kind),
            ("id", text()),
            ("displayName", text()),
            ("tenantId", text()),
        ],
    );
    let record = object(
        layout,
        vec![
            ("id", text()),
            ("emailAddress", text()),
            ("totalAttendanceInSeconds", number()),
            (
                "role",
                or_odd(&[r#""Attendee""#, r#""organizer""#], &[r#""Star""#, "null"]),
            ),
            (
                "identity",
                prop_oneof![9 => identity, 1 => Just("null".into())].boxed(),
            ),
            ("registrationId", text()),
            (
                "externalRegistrationInformation",
                or_odd(&["null"], &[r#"{"registrationId": "r"}"#]),
            ),
            ("attendanceIntervals", array(layout, interval, 3)),
        ],
    );
    object(
        layout,
        vec![
            ("@odata.context", text()),
            ("id", text()),
            ("totalParticipantCount", number()),
            ("meetingStartDateTime", time()),
            ("meetingEndDateTime", time()),
            ("attendanceRecords", array(layout, record, 6)),
        ],
    )
}

fn any_report() -> impl Strategy<Value = String> {
    prop::sample::select(&LAYOUTS[..]).prop_flat_map(report)
}

/// Returns how many records of a plain report were read at once; none where it is no plain
/// report.
///
/// Fails where reading it so makes a difference.
fn plain_records(text: &str) -> Option<usize> {
    let report = plain::report(text)?;
    let count = match &report.records {
        Records::Read(items) => items.plain.len(),
        Records::Irregular(_) => 0,
    };
    let mut told = document(text).expect("a plain report is a report");
    assert!(told.findings.is_empty() && told.reports.len() == 1);
    let told = told.reports.remove(0);
    let plain = PlacedReport {
        pointer: told.pointer.clone(),
        records_pointer: told.records_pointer.clone(),
        number: told.number,
        report,
        sheet: None,
    };
    let [plain, told] = [plain, told].map(validate);
    assert_eq!(plain.report, told.report);
    assert_eq!(plain.findings, told.findings);
    Some(count)
}

proptest! {
    #[test]
    fn a_plain_report_is_what_serde_json_and_validation_make_of_it(text in any_report()) {
        plain_records(&text);
    }

    #[test]
    fn what_is_broken_is_never_plain(text in any_report(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<u8>()), 1..4)) {
        let mut bytes = text.into_bytes();
        for (at, insert, byte) in edits {
            let at = at.index(bytes.len());
            match insert {
                true => bytes.insert(at, byte),
                false => bytes[at] = byte,
            }
        }
        if let Ok(text) = String::from_utf8(bytes) {
            plain_records(&text);
        }
    }
}

#[test]
fn what_graph_writes_is_plain_and_what_deserves_a_word_is_not() {
    let record = |member: &str| {
        format!(
            r##"{{"attendanceRecords": [{{"id": "a", "emailAddress": "", "totalAttendanceInSeconds": 600, "role": "Attendee", {member}
                "identity": {{"@odata.type": "#microsoft.graph.communicationsGuestIdentity", "id": null, "displayName": "Ann \u00e9", "tenantId": null}},
                "attendanceIntervals": [{{"joinDateTime": "2026-11-23T09:00:00Z", "leaveDateTime": "2026-11-23T09:10:00Z", "durationInSeconds": 600}}]}}]}}"##
        )
    };
    for member in ["", r#""registrationId": null,"#, r#""new": {"a": [1]},"#] {
        assert_eq!(plain_records(&record(member)), Some(1), "{member}");
    }
    for member in [
        r#""id": "b","#,
        r#""ID": "b","#,
        r#""email": "b","#,
        r#""registrantId": "b","#,
        r#""registrationId": 5,"#,
    ] {
        assert_eq!(plain_records(&record(member)), Some(0), "{member}");
    }
    assert_eq!(plain_records(r#"{"attendanceRecords": []}"#), Some(0));
    for text in [r#"{"attendanceRecords": null}"#, r#"{"value": []}"#, "{}"] {
        assert_eq!(plain_records(text), None, "{text}");
    }
}
