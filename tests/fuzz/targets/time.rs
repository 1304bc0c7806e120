//! Any text as a date-time: no panic, and what is read is written back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::model::time::{Instant, ReadTime, ZoneGiven};

fuzz_target!(|text: &str| {
    if let Some(ReadTime::At(instant, _)) = Instant::read(text) {
        let written = instant.to_string();
        // Offsets may carry the first and the last day over the edge of four digits.
        if written.len() <= 28 && !written.starts_with('-') {
            let again = Instant::read(&written);
            assert!(
                again == Some(ReadTime::At(instant, ZoneGiven::Yes)) || again == Some(ReadTime::Unset),
                "{text} {written}"
            );
        }
    }
});
