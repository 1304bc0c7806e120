//! Tables of rows: whatever stands in them, they become reports or a finding, and never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::decode::teams::clock::{DateOrder, LocalTimes};
use rollbook::decode::{may_be_a_table, table, wrapped};
use rollbook::validate::validate;
use rollbook::zone::Zone;

fuzz_target!(|bytes: &[u8]| {
    let local = LocalTimes {
        zone: Zone::named("Europe/Berlin"),
        order: Some(DateOrder::DayFirst),
        ..LocalTimes::default()
    };
    may_be_a_table(bytes);
    if let Some(Ok(reports)) = table(bytes, "list 2026-11-23.csv", &local) {
        for placed in reports.reports {
            let validated = validate(placed);
            assert!(validated.findings.iter().all(|finding| finding.location.pointer().is_empty()));
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        wrapped::inside(text);
        wrapped::name(text);
        if let Some(repaired) = wrapped::repaired(text) {
            assert_eq!(repaired.len(), text.len());
        }
    }
});
