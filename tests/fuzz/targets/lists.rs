//! Lists of the user's own: whatever stands in them, they are read or refused, each row once,
//! and never with a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::series::input::aliases::Aliases;
use rollbook::series::input::calendar::is_calendar;
use rollbook::series::input::dates::DateOrder;
use rollbook::series::input::exclusions::Exclusions;
use rollbook::series::input::planned::Planned;
use rollbook::series::input::registrations::Registrations;
use rollbook::series::input::roster::Roster;
use rollbook::series::input::rules_file::RulesFile;
use rollbook::series::input::sheets::Sheet;
use rollbook::series::register::status_rules::StatusRules;
use rollbook::zone::Zone;

fuzz_target!(|bytes: &[u8]| {
    // Panics in the library that opens workbooks are caught, which libFuzzer does not see.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf") {
        return;
    }
    let zone = Zone::named("Europe/Berlin").expect("the zone is bundled");
    if is_calendar(bytes) {
        let _ = Planned::read_calendar("list.ics", bytes, &zone);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = RulesFile::read("rules.toml", text, StatusRules::default());
    }
    let Ok(mut sheet) = Sheet::read("list.csv", bytes) else {
        return;
    };
    for order in [None, Some(DateOrder::DayFirst)] {
        sheet.date_order = order;
        if let Ok(planned) = Planned::read(&sheet, &zone) {
            for one in &planned.list.meetings {
                let ends = one.start.zip(one.end);
                assert!(ends.is_none_or(|(start, end)| start <= end));
            }
        }
        if let Ok(roster) = Roster::read(&sheet) {
            assert!(!roster.list.entries.is_empty());
        }
        let _ = Registrations::read(&sheet);
        let _ = Aliases::read(&sheet);
        let _ = Exclusions::default().add_all(&sheet);
    }
});
