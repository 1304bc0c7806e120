//! Wire structs to the model, with a finding for everything that does not add up.
//!
//! Nothing is dropped without a finding, and nothing is invented: what cannot
//! be read becomes missing, never zero.

mod intervals;
mod records;
mod values;

use crate::decode::PlacedReport;
use crate::decode::apart::id_in_context;
use crate::decode::wire::{List, Object, Record, Scalar};
use crate::finding::{Code, Finding, Subject};
use crate::model::Text;
use crate::model::interval::Stay;
use crate::model::record::AttendanceRecord;
use crate::model::report::AttendanceReport;
use values::Reader;

/// A report with what was found in it.
#[derive(Debug)]
pub struct Validated<'a> {
    /// The report.
    pub report: AttendanceReport<'a>,
    /// What does not add up, in the order of the document.
    pub findings: Vec<Finding>,
}

/// Reads a report's values and checks them against each other.
pub fn validate(placed: PlacedReport<'_>) -> Validated<'_> {
    let PlacedReport {
        pointer,
        records_pointer,
        report: wire,
        ..
    } = placed;
    let mut reader = Reader::new(pointer.clone(), records_pointer.clone());
    reader.odd_members(Subject::Report, wire.odd);
    let id = reader
        .text(wire.id, Subject::Report, "id")
        .or_else(|| id_in_context(&wire.context, "attendanceReports").map(Text::Owned));
    let meeting_id = id_in_context(&wire.context, "onlineMeetings").map(Text::Owned);
    let start = reader
        .time(&wire.start, Subject::Report, "meetingStartDateTime")
        .instant();
    let end = reader
        .time(&wire.end, Subject::Report, "meetingEndDateTime")
        .instant();
    let participant_count = reader.number(
        &wire.participant_count,
        Subject::Report,
        "totalParticipantCount",
    );
    if matches!(wire.records_next_link, Scalar::Text(_)) {
        let pointer = reader.member_pointer(Subject::Report, "attendanceRecords@odata.nextLink");
        let said = "names a next page: this report's records are not complete".into();
        reader.add_at(Code::PageMissing, Subject::Report, pointer, said);
    }
    let window = check_window(&mut reader, start, end);
    let records = read_records(&mut reader, wire.records, participant_count, window);
    check_count(&mut reader, participant_count, records.as_deref());
    let intervals_member = reader.spelling("attendanceIntervals").to_owned();
    let findings = reader.finish();
    let report = AttendanceReport {
        pointer,
        records_pointer,
        intervals_member,
        id,
        meeting_id,
        start,
        end,
        participant_count,
        records,
    };
    Validated { report, findings }
}

fn check_window(
    reader: &mut Reader,
    start: Option<crate::model::time::Instant>,
    end: Option<crate::model::time::Instant>,
) -> Option<Stay> {
    let (Some(start), Some(end)) = (start, end) else {
        let missing = match (start, end) {
            (None, Some(_)) => "has no usable start",
            (Some(_), None) => "has no usable end",
            _ => "has no usable start and end",
        };
        reader.add(
            Code::WindowMissing,
            Subject::Report,
            format!("{missing}; the window is taken from the first join and the last leave"),
        );
        return None;
    };
    let window = Stay::new(start, end);
    if window.is_none() {
        let said = format!("ends at {end}, before it starts at {start}");
        reader.add(Code::WindowReversed, Subject::Report, said);
    }
    window
}

fn read_records<'a>(
    reader: &mut Reader,
    records: List<Record<'a>>,
    participant_count: Option<i64>,
    window: Option<Stay>,
) -> Option<Vec<AttendanceRecord<'a>>> {
    let items = match records {
        List::Items(items) => items,
        List::Absent | List::Null => Vec::new(),
        List::Other(json_type) => {
            reader.wrong_type(Subject::Report, "attendanceRecords", "an array", json_type);
            return None;
        }
    };
    if items.is_empty() && participant_count != Some(0) {
        let count =
            participant_count.map_or_else(String::new, |count| format!(" of {count} participants"));
        let said = format!("does not hold the records{count}; this does not mean that nobody came");
        reader.add(Code::RecordsMissing, Subject::Report, said);
        return None;
    }
    let mut read = Vec::with_capacity(items.len());
    for (position, item) in items.into_iter().enumerate() {
        match item {
            Object::Value(record) => read.push(records::read(reader, position, record, window)),
            // A place in a mixed list that is no record; the list says so.
            Object::Absent => {}
            Object::Null => reader.null_object(Subject::Record(position)),
            Object::Other(json_type) => reader.no_object(Subject::Record(position), json_type),
        }
    }
    records::find_duplicates(reader, &mut read);
    Some(read)
}

fn check_count(reader: &mut Reader, count: Option<i64>, records: Option<&[AttendanceRecord<'_>]>) {
    if let (Some(count), Some(records)) = (count, records)
        && count != records.len() as i64
    {
        let said = format!(
            "says {count} participants, and the number of records is {}",
            records.len()
        );
        reader.add(Code::CountMismatch, Subject::Report, said);
    }
}
