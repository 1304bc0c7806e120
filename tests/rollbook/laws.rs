//! Laws that hold for every report, tested on generated ones.

use proptest::prelude::*;
use serde_json::{Value, json};

use rollbook::formats::csv::Csv;
use rollbook::formats::table_format::{TableFormat as _, TextOptions};
use rollbook::model::time::Instant;
use rollbook::origin::Origin;
use rollbook::summary::{DocumentSummary, Outcome, Rules, summarise};
use rollbook::views::Table;
use rollbook::views::evidence::EvidenceBatch;
use rollbook::views::view::View;

/// Join and length in ticks of 100 ns, counted from a day in 2026.
type Interval = (i64, i64);

#[derive(Clone, Debug)]
struct Person {
    name: String,
    role: &'static str,
    intervals: Vec<Interval>,
}

const DAY: i64 = 17_936_000_000_000_000;

fn iso(ticks: i64) -> String {
    Instant::from_ticks(DAY + ticks).to_string()
}

fn any_person() -> impl Strategy<Value = Person> {
    let interval = (0_i64..40_000_000_000, 0_i64..40_000_000_000);
    let role = prop::sample::select(vec!["Organizer", "Presenter", "Attendee", "Moderator"]);
    (".{0,12}", role, prop::collection::vec(interval, 1..5)).prop_map(|(name, role, intervals)| {
        Person {
            name,
            role,
            intervals,
        }
    })
}

fn any_people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(any_person(), 0..8)
}

fn seconds(interval: &Interval) -> i64 {
    interval.1 / 10_000_000
}

/// The report that the service would give of these people.
fn report(people: &[Person]) -> Value {
    let records: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(index, person)| {
            let intervals: Vec<_> = person
                .intervals
                .iter()
                .map(|interval| {
                    json!({"joinDateTime": iso(interval.0), "leaveDateTime": iso(interval.0 + interval.1),
                        "durationInSeconds": seconds(interval)})
                })
                .collect();
            json!({"id": format!("record {index}"), "emailAddress": format!("{index}@contoso.example"),
                "totalAttendanceInSeconds": person.intervals.iter().map(seconds).sum::<i64>(), "role": person.role,
                "identity": {"id": format!("person {index}"), "displayName": person.name}, "attendanceIntervals": intervals})
        })
        .collect();
    json!({"id": "r", "totalParticipantCount": people.len(), "meetingStartDateTime": iso(0),
        "meetingEndDateTime": iso(90_000_000_000), "attendanceRecords": records})
}

fn with_summary<R>(json: &Value, then: impl FnOnce(&DocumentSummary<'_>) -> R) -> R {
    let bytes = serde_json::to_vec(json).unwrap();
    let documents = summarise(&bytes, &Origin::named("law.json"), &Rules::default());
    assert_eq!(documents.len(), 1);
    then(&documents[0])
}

/// Presence in ticks by counting each tick's edge once: the slow way, to compare with.
fn covered(intervals: &[Interval]) -> i64 {
    let mut edges: Vec<_> = intervals
        .iter()
        .flat_map(|&(join, length)| [(join, 1), (join + length, -1)])
        .collect();
    edges.sort_unstable();
    let (mut open, mut since, mut sum) = (0, 0, 0);
    for (at, change) in edges {
        if open > 0 {
            sum += at - since;
        }
        open += change;
        since = at;
    }
    sum
}

/// Any JSON at all, with the members of a report in it every now and then.
fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "attendanceRecords",
            "value",
            "id",
            "role",
            "identity",
            "attendanceIntervals",
            "joinDateTime",
            "leaveDateTime",
            "durationInSeconds",
            "totalAttendanceInSeconds",
            "totalParticipantCount",
            "responses",
            "body",
            "error",
            "emailAddress",
            "displayName",
            "meetingStartDateTime",
            "records",
        ])
        .prop_map(str::to_owned),
        ".{0,4}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "2026-11-03T10:00:00Z",
            "Organizer",
            "System.Object[]",
            "/Date(1)/",
            "600"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_record_comes_out_once_with_its_seconds_unchanged(people in any_people()) {
        with_summary(&report(&people), |document| {
            let records = document.reports[0].report.records();
            prop_assert_eq!(records.len(), people.len());
            for (record, person) in records.iter().zip(&people) {
                let total: i64 = person.intervals.iter().map(seconds).sum();
                prop_assert_eq!(record.reported_total.map(i64::from), Some(total));
                prop_assert_eq!(record.interval_sum(), Some(total));
                let name = Some(person.name.as_str()).filter(|name| !name.is_empty());
                prop_assert_eq!(record.identity.display_name.as_deref(), name);
                let durations: Vec<_> = record.intervals().iter().map(|interval| interval.measured_duration()).collect();
                let expected: Vec<_> = person.intervals.iter().map(|interval| Some(seconds(interval))).collect();
                prop_assert_eq!(durations, expected);
            }
            Ok(())
        })?;
    }

    #[test]
    fn presence_is_the_time_covered_and_peaks_agree_with_it(people in any_people()) {
        with_summary(&report(&people), |document| {
            let stats = &document.reports[0].stats;
            for (attendance, person) in stats.records.iter().zip(&people) {
                prop_assert_eq!(attendance.presence.map(|span| span.as_ticks()), Some(covered(&person.intervals)));
            }
            let peak = stats.concurrency.peak().map_or(0, |peak| peak.present);
            prop_assert!(peak <= people.len());
            let last = stats.concurrency.steps().last().map_or(0, |step| step.present);
            prop_assert_eq!(last, 0, "everybody has left at the end");
            let presence: i64 = stats.records.iter().filter_map(|one| one.presence_seconds()).sum();
            prop_assert_eq!(stats.groups.all.presence().map_or(0, |spread| spread.sum), presence);
            Ok(())
        })?;
    }

    #[test]
    fn a_sum_that_was_tampered_with_is_always_found(people in prop::collection::vec(any_person(), 1..5), change in 1_i64..100) {
        let mut json = report(&people);
        let total = &mut json["attendanceRecords"][0]["totalAttendanceInSeconds"];
        *total = (total.as_i64().unwrap() + change).into();
        let found = with_summary(&json, |document| {
            document.all_findings().filter(|finding| finding.code.name() == "sum-mismatch").count()
        });
        prop_assert_eq!(found, 1);
    }

    #[test]
    fn the_order_of_intervals_changes_no_presence(person in any_person()) {
        let mut reversed = person.clone();
        reversed.intervals.reverse();
        let presence = |person: Person| with_summary(&report(&[person]), |document| document.reports[0].stats.records[0].presence);
        prop_assert_eq!(presence(person), presence(reversed));
    }

    #[test]
    fn any_json_has_an_outcome_and_never_a_panic(json in any_json()) {
        with_summary(&json, |document| {
            prop_assert_eq!(document.outcome == Outcome::Converted, !document.reports.is_empty());
            prop_assert!(document.outcome == Outcome::Converted || !document.findings.is_empty());
            let batch = EvidenceBatch::whole(std::slice::from_ref(document));
            for table in Table::ALL {
                let mut text = Vec::new();
                Csv(TextOptions::default()).evidence(&View::whole(table), &batch, &mut text);
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&text[..]);
                for row in reader.records() {
                    prop_assert_eq!(row.unwrap().len(), table.columns().len());
                }
            }
            Ok(())
        })?;
    }
}
