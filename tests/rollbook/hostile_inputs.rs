//! Files with their bytes cut, doubled and mixed: they become reports or a finding, and never
//! a panic; and what is read of them is the same every time.
//!
//! `PROPTEST_CASES=20000 cargo nextest run hostile_inputs` takes some minutes.

use std::fs;

use proptest::prelude::*;
use rollbook::decode::teams::clock::{DateOrder, LocalTimes};
use rollbook::decode::teams::json_times;
use rollbook::decode::{may_be_a_table, table, unfolded, wrapped};
use rollbook::origin::Origin;
use rollbook::summary::{Instead, Rules, summarise};
use rollbook::zone::Zone;

use crate::support::project;

const SEEDS: [&str; 14] = [
    "teams-csv/list-pt.csv",
    "teams-csv/meet.csv",
    "teams-csv/sections-de.csv",
    "teams-csv/sections-ja.csv",
    "teams-csv/sections-unknown-language.csv",
    "teams-csv/summary-en.csv",
    "teams-csv/summary-fr-excel.csv",
    "teams-csv/webinar-en.csv",
    "teams-csv/zoom.csv",
    "shapes/attendee-report.csv",
    "wrapped.json",
    "wrong-type.json",
    "clean/powershell.json",
    "clean/concatenated.json",
];

/// What such files are made of, and what stands where something else should.
const PIECES: [&str; 34] = [
    "\t",
    ";",
    ",",
    "\"",
    "\r\n",
    "\n\n",
    "1. ",
    "2. ",
    "3. ",
    "\u{feff}",
    "\0",
    "=1+1",
    "'",
    "-1",
    "99/99/9999",
    "11/23/26, 9:00:00 AM",
    "23.11.2026 09:00:00",
    "24:60:61",
    "1h 99m 99s",
    "null",
    "9999999999999999999",
    "1e400",
    "PT1H",
    "@",
    "a@b.example",
    "Organizer",
    "{",
    "}",
    "[",
    "]",
    "\"attendanceRecords\":",
    "\"[{\\\"id\\\":1}]\"",
    "//",
    "\u{3000}",
];

#[derive(Clone, Debug)]
enum Change {
    Cut(usize, usize),
    Double(usize, usize),
    Put(usize, usize),
    Byte(usize, u8),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = 0..4000_usize;
    let change = prop_oneof![
        (place.clone(), 1..200_usize).prop_map(|(at, len)| Change::Cut(at, len)),
        (place.clone(), 1..400_usize).prop_map(|(at, len)| Change::Double(at, len)),
        (place.clone(), 0..PIECES.len()).prop_map(|(at, which)| Change::Put(at, which)),
        (place, any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ];
    prop::collection::vec(change, 1..10)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let span = |at: usize, len: usize, bytes: &[u8]| {
            let begin = at % (bytes.len() + 1);
            begin..(begin + len).min(bytes.len())
        };
        match *change {
            Change::Cut(at, len) => drop(bytes.drain(span(at, len, &bytes))),
            Change::Double(at, len) => {
                let span = span(at, len, &bytes);
                let again = bytes[span.clone()].to_vec();
                bytes.splice(span.start..span.start, again);
            }
            Change::Put(at, which) => {
                let at = span(at, 0, &bytes).start;
                bytes.splice(at..at, PIECES[which].bytes());
            }
            Change::Byte(at, byte) => {
                let span = span(at, 1, &bytes);
                bytes[span].fill(byte);
            }
        }
    }
    bytes
}

proptest! {
    #[test]
    fn whatever_is_in_a_file_it_becomes_reports_or_a_finding(
        seed in 0..SEEDS.len(), changes in changes(), order in 0..4_usize,
    ) {
        let bytes = fs::read(project(&format!("tests/fixtures/{}", SEEDS[seed]))).unwrap();
        let bytes = changed(bytes, &changes);
        let orders = [DateOrder::DayFirst, DateOrder::MonthFirst, DateOrder::YearFirst];
        let local = LocalTimes {
            zone: Zone::named("Europe/Berlin"),
            order: orders.get(order).copied(),
            ..LocalTimes::default()
        };
        may_be_a_table(&bytes);
        let _ = table(&bytes, "list 2026-11-23.csv", &local);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            wrapped::inside(text);
            wrapped::name(text);
            unfolded::unfolded(text);
            let _ = json_times::settled(text, "list 2026-11-23.csv", &local);
            if let Some(repaired) = wrapped::repaired(text) {
                prop_assert_eq!(repaired.len(), text.len());
            }
        }
        let rules = Rules { local_times: local, ..Rules::default() };
        let origin = Origin::named("list 2026-11-23.csv");
        let documents = summarise(&bytes, &origin, &rules);
        for document in &documents {
            prop_assert!(!document.reports.is_empty() || !document.findings.is_empty());
            for summary in &document.reports {
                for attendance in &summary.stats.records {
                    let presence = attendance.presence_seconds();
                    prop_assert!(presence.is_none_or(|seconds| seconds >= 0));
                }
            }
        }
        let again = summarise(&bytes, &origin, &rules);
        prop_assert_eq!(format!("{documents:?}"), format!("{again:?}"));
        if let Some(instead) = Instead::of(&bytes, &documents, &rules) {
            instead.summarise(&origin, &rules);
        }
    }
}
