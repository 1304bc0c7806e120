//! One session of a meeting: a `meetingAttendanceReport`.

use super::Text;
use super::interval::Stay;
use super::record::AttendanceRecord;
use super::time::Instant;

/// A `meetingAttendanceReport` with its values read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceReport<'a> {
    /// Its place in the document, as a JSON pointer; empty for the whole document.
    pub pointer: String,
    /// The pointer below which its records stand, such as `/attendanceRecords`;
    /// `None` where the document is its only record.
    pub records_pointer: Option<String>,
    /// How this document spells `attendanceIntervals`.
    pub intervals_member: String,
    /// `id`, else the one in `@odata.context`; absent in the legacy shape.
    pub id: Option<Text<'a>>,
    /// The id of the meeting it is a session of, where `@odata.context` names it.
    pub meeting_id: Option<Text<'a>>,
    /// `meetingStartDateTime`.
    pub start: Option<Instant>,
    /// `meetingEndDateTime`.
    pub end: Option<Instant>,
    /// `totalParticipantCount`, which may differ from the number of records.
    pub participant_count: Option<i64>,
    /// `attendanceRecords`; `None` where the report does not hold them,
    /// which is not the same as "nobody came".
    pub records: Option<Vec<AttendanceRecord<'a>>>,
}

impl<'a> AttendanceReport<'a> {
    /// The records, none where the report does not hold them.
    pub fn records(&self) -> &[AttendanceRecord<'a>] {
        self.records.as_deref().unwrap_or_default()
    }

    /// The record at this position of the list in the document.
    pub fn record_at(&self, position: usize) -> Option<&AttendanceRecord<'a>> {
        let records = self.records();
        let index = records.binary_search_by_key(&position, |record| record.position);
        index.ok().map(|index| &records[index])
    }

    /// The meeting window as the service gives it: start to end, when both are known and in order.
    pub fn window(&self) -> Option<Stay> {
        Stay::new(self.start?, self.end?)
    }

    /// The JSON pointer of the record at `position`.
    pub fn record_pointer(&self, position: usize) -> String {
        record_pointer(self.records_pointer.as_deref(), position)
    }

    /// The JSON pointer of an interval of the record at `position`.
    pub fn interval_pointer(&self, position: usize, interval: usize) -> String {
        format!(
            "{}/{}/{interval}",
            self.record_pointer(position),
            self.intervals_member
        )
    }
}

/// The JSON pointer of a record below `records_pointer`.
pub fn record_pointer(records_pointer: Option<&str>, position: usize) -> String {
    let Some(list) = records_pointer else {
        return String::new();
    };
    // Once a row: `format!` would cost as much as the rest of it.
    let mut number = itoa::Buffer::new();
    [list, "/", number.format(position)].concat()
}
