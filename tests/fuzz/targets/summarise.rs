//! Any bytes: no panic, all tables can be laid out, and the laws hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::decode::encoding;
use rollbook::origin::Origin;
use rollbook::formats::csv::Csv;
use rollbook::formats::json::Json;
use rollbook::formats::table_format::{TableFormat as _, TextOptions};
use rollbook::summary::{Outcome, Rules, summarise};
use rollbook::views::view::View;
use rollbook::views::Table;
use rollbook::views::evidence::EvidenceBatch;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = encoding::utf8(bytes) else { return };
    let documents = summarise(&text, &Origin::named("fuzz.json"), &Rules::default());
    assert!(!documents.is_empty(), "every input has an outcome");
    for document in &documents {
        assert_eq!(document.outcome == Outcome::Converted, !document.reports.is_empty());
        assert!(document.outcome == Outcome::Converted || !document.findings.is_empty());
        for meeting in &document.reports {
            for (record, attendance) in meeting.report.records().iter().zip(&meeting.stats.records) {
                if let (Some(presence), Some(first), Some(last)) =
                    (attendance.presence, attendance.first_join, attendance.last_leave)
                {
                    assert!(presence <= last - first, "{:?}", record.position);
                }
            }
        }
    }
    let batch = EvidenceBatch::whole(&documents);
    for view in Table::ALL.map(View::whole) {
        let mut text = Vec::new();
        Csv(TextOptions::default()).evidence(&view, &batch, &mut text);
        assert!(std::str::from_utf8(&text).is_ok());
        let mut text = Vec::new();
        Json.evidence(&view, &batch, &mut text);
        let array = [b"[", text.strip_prefix(b",").unwrap_or(&text), b"]"].concat();
        serde_json::from_slice::<serde_json::Value>(&array).expect("JSON tables are JSON");
    }
});
