//! Any text: what is read as a plain report is what serde_json and validation make of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::decode::{PlacedReport, document, plain};
use rollbook::validate::validate;

fuzz_target!(|text: &str| {
    let Some(report) = plain::report(text) else { return };
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
});
