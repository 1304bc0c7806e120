//! Which findings are not told beside others: every case of the guide, and what it gives.

use serde_json::{Value, json};

use super::{Rules, summarise};
use crate::finding::Code;
use crate::origin::Origin;

/// Returns a report with one record, in which everything agrees.
fn report() -> Value {
    json!({
        "id": "r",
        "totalParticipantCount": 1,
        "meetingStartDateTime": "2026-11-23T09:00:00Z",
        "meetingEndDateTime": "2026-11-23T10:00:00Z",
        "attendanceRecords": [{
            "id": "1",
            "emailAddress": "ann@x.example",
            "totalAttendanceInSeconds": 600,
            "role": "Attendee",
            "identity": {"id": "1", "displayName": "Ann"},
            "attendanceIntervals": [{
                "joinDateTime": "2026-11-23T09:00:00Z",
                "leaveDateTime": "2026-11-23T09:10:00Z",
                "durationInSeconds": 600
            }]
        }]
    })
}

const RECORD: &str = "/attendanceRecords/0";
const INTERVAL: &str = "/attendanceRecords/0/attendanceIntervals/0";

/// Returns the codes found where these members say something else.
fn found(changes: &[(&str, Value)]) -> Vec<Code> {
    let mut report = report();
    for (pointer, value) in changes {
        let (object, member) = pointer.rsplit_once('/').unwrap();
        report.pointer_mut(object).unwrap()[member] = value.clone();
    }
    codes(&report.to_string())
}

fn codes(text: &str) -> Vec<Code> {
    let documents = summarise(text.as_bytes(), &Origin::named("x.json"), &Rules::default());
    let findings = documents
        .iter()
        .flat_map(|document| document.all_findings());
    let mut codes: Vec<_> = findings.map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes
}

/// Returns a change of a member of the report, the record or the interval.
fn at(below: &str, member: &str, value: Value) -> (String, Value) {
    (format!("{below}/{member}"), value)
}

fn holds(changes: &[(String, Value)], expected: &[Code]) {
    let changes: Vec<_> = changes
        .iter()
        .map(|(at, value)| (&**at, value.clone()))
        .collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found(&changes), expected, "{changes:?}");
}

#[test]
fn in_the_report_as_it_is_everything_agrees() {
    assert_eq!(found(&[]), []);
}

#[test]
fn a_document_without_a_report_has_one_finding() {
    assert_eq!(codes("{"), [Code::Syntax]);
    assert_eq!(codes(r#"{"error": {"code": "x"}}"#), [Code::ErrorEnvelope]);
}

#[test]
fn counts_are_compared_with_records_that_are_there() {
    let count = |value: Value| at("", "totalParticipantCount", value);
    holds(&[count(json!(12))], &[Code::CountMismatch]);
    let none = at("", "attendanceRecords", json!([]));
    holds(&[count(json!(12)), none], &[Code::RecordsMissing]);
    holds(&[count(json!(-1))], &[Code::NumberOutOfRange]);
    holds(&[count(json!([]))], &[Code::WrongType]);
    let page = at("", "attendanceRecords@odata.nextLink", json!("https://x"));
    holds(
        &[count(json!(12)), page],
        &[Code::CountMismatch, Code::PageMissing],
    );
}

#[test]
fn only_a_window_has_an_outside() {
    let late = at(INTERVAL, "leaveDateTime", json!("2026-11-23T10:10:00Z"));
    let join = at(INTERVAL, "joinDateTime", json!("2026-11-23T10:00:00Z"));
    let outside = [late, join];
    let with = |change: (String, Value)| [outside.to_vec(), vec![change]].concat();
    holds(&outside, &[Code::OutsideWindow]);
    let end = |value: Value| at("", "meetingEndDateTime", value);
    holds(&with(end(Value::Null)), &[Code::WindowMissing]);
    holds(
        &with(end(json!("2026-11-23T08:00:00Z"))),
        &[Code::WindowReversed],
    );
    holds(
        &[end(json!("later"))],
        &[Code::TimeUnreadable, Code::WindowMissing],
    );
    holds(
        &[end(json!("0001-01-01T00:00:00Z"))],
        &[Code::TimeUnset, Code::WindowMissing],
    );
}

#[test]
fn totals_and_intervals_are_compared_where_both_are_there() {
    let total = |value: Value| at(RECORD, "totalAttendanceInSeconds", value);
    let intervals = |value: Value| at(RECORD, "attendanceIntervals", value);
    holds(&[total(json!(599))], &[Code::SumMismatch]);
    holds(&[total(Value::Null)], &[Code::TotalMissing]);
    holds(&[total(json!(-1))], &[Code::NumberOutOfRange]);
    holds(&[total(json!({}))], &[Code::WrongType]);
    holds(&[intervals(json!([]))], &[Code::IntervalsMissing]);
    holds(&[intervals(json!([])), total(json!(0))], &[]);
    holds(&[intervals(json!("none"))], &[Code::WrongType]);
    holds(&[intervals(json!("System.Object[]"))], &[Code::DepthLost]);
}

#[test]
fn an_interval_that_lacks_a_time_or_runs_backwards_has_no_length_to_compare() {
    let join = |value: Value| at(INTERVAL, "joinDateTime", value);
    let duration = |value: Value| at(INTERVAL, "durationInSeconds", value);
    let nothing = at(RECORD, "totalAttendanceInSeconds", json!(0));
    holds(&[join(Value::Null)], &[Code::TimeMissing]);
    holds(&[join(json!("early"))], &[Code::TimeUnreadable]);
    holds(&[join(json!("0001-01-01T00:00:00Z"))], &[Code::TimeUnset]);
    holds(&[duration(Value::Null)], &[Code::DurationMissing]);
    holds(
        &[join(Value::Null), duration(Value::Null), nothing.clone()],
        &[Code::TimeMissing],
    );
    let after = join(json!("2026-11-23T11:00:00Z"));
    holds(std::slice::from_ref(&after), &[Code::IntervalReversed]);
    holds(
        &[after.clone(), duration(Value::Null), nothing],
        &[Code::IntervalReversed],
    );
    let interval = report().pointer(INTERVAL).unwrap().clone();
    let mut reversed = interval.clone();
    reversed["joinDateTime"] = json!("2026-11-23T11:00:00Z");
    let total = at(RECORD, "totalAttendanceInSeconds", json!(1200));
    let both = |other: Value| at(RECORD, "attendanceIntervals", json!([interval, other]));
    holds(
        &[both(interval.clone()), total.clone()],
        &[Code::IntervalOverlap],
    );
    holds(&[both(reversed), total], &[Code::IntervalReversed]);
}

#[test]
fn who_is_known_by_a_word_for_nothing_is_told_so_and_no_more() {
    let nobody = json!({"id": "unknown", "displayName": null});
    let identity = at(RECORD, "identity", nobody.clone());
    let address = at(RECORD, "emailAddress", json!(""));
    holds(&[identity, address.clone()], &[Code::IdentityPlaceholder]);
    let empty = at(RECORD, "identity", json!({"id": null}));
    holds(&[empty, address], &[Code::IdentityEmpty]);
    let mut record = report().pointer(RECORD).unwrap().clone();
    let twice = |record: &Value| {
        let records = at("", "attendanceRecords", json!([record, record]));
        [records, at("", "totalParticipantCount", json!(2))]
    };
    holds(&twice(&record), &[Code::DuplicateRecord]);
    record["identity"] = nobody;
    record["emailAddress"] = json!("");
    holds(&twice(&record), &[Code::IdentityPlaceholder; 2]);
}

#[test]
fn a_role_that_cannot_be_read_is_not_missing() {
    holds(&[at(RECORD, "role", Value::Null)], &[Code::RoleMissing]);
    holds(&[at(RECORD, "role", json!(5))], &[Code::WrongType]);
}

#[test]
fn what_concerns_all_of_a_report_is_told_once() {
    let local = |member: &str, time: &str| at(INTERVAL, member, json!(time));
    let times = [
        local("joinDateTime", "2026-11-23T09:00:00"),
        local("leaveDateTime", "2026-11-23T09:10:00"),
    ];
    holds(&times, &[Code::ZoneMissing]);
    let numbers = [
        at("", "totalParticipantCount", json!("1")),
        at(RECORD, "totalAttendanceInSeconds", json!("600")),
    ];
    holds(&numbers, &[Code::NumberAsText]);
}

#[test]
fn each_further_record_of_somebody_is_told_beside_another_name() {
    let record = report().pointer(RECORD).unwrap().clone();
    let mut other_name = record.clone();
    other_name["identity"]["displayName"] = json!("Bo Ray");
    let records = json!([record, record, other_name]);
    let changes = [
        at("", "attendanceRecords", records),
        at("", "totalParticipantCount", json!(3)),
    ];
    let told = [
        Code::DuplicateRecord,
        Code::DuplicateRecord,
        Code::IdentityShared,
    ];
    holds(&changes, &told);
}

#[test]
fn a_table_is_not_told_to_lack_what_it_has_no_column_for() {
    let rows = ["Ann", "Bob"].map(|name| format!("{name}\tJoined\t11/23/2026, 9:00:00 AM\n"));
    let text = format!("Full Name\tUser Action\tTimestamp\n{}", rows.concat());
    let mut rules = Rules::default();
    rules.local_times.zone = Some(crate::zone::Zone::utc());
    let documents = summarise(text.as_bytes(), &Origin::named("list.csv"), &rules);
    let findings = documents
        .iter()
        .flat_map(|document| document.all_findings());
    let codes: Vec<_> = findings.map(|finding| finding.code).collect();
    let open = codes.iter().filter(|code| **code == Code::StayOpen);
    assert_eq!(open.count(), 1, "{codes:?}");
    for lacked in [Code::TotalMissing, Code::RoleMissing, Code::DurationMissing] {
        assert!(!codes.contains(&lacked), "{codes:?}");
    }
}

#[test]
fn the_guide_names_only_codes_that_there_are() {
    let guide = include_str!("../guide/numbers.md");
    let (_, findings) = guide.split_once("## Findings").unwrap();
    let named = findings.split('`').skip(1).step_by(2);
    let unknown: Vec<_> = named.filter(|name| name.parse::<Code>().is_err()).collect();
    assert_eq!(unknown, [""; 0]);
}
