//! One session of a meeting: a `meetingAttendanceReport`.

use super::Text;
use super::interval::Stay;
use super::record::AttendanceRecord;
use super::time::Instant;

/// What a report was read from, which tells how exact its numbers are.
///
/// The order is that of how much they say, the most first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[non_exhaustive]
pub enum SourceKind {
    /// Microsoft Graph's JSON.
    #[default]
    Service,
    /// Teams' report since 2022, in numbered sections.
    Sectioned,
    /// Teams' report of 2021 and 2022: one row for each join.
    MeetingSummary,
    /// Zoom's list of participants: one row for each join, durations in minutes, rounded up.
    Zoom,
    /// Google Meet's list of people: one row for each, in minutes, without intervals.
    Meet,
    /// The attendee report of a live event, in CSV.
    LiveEvent,
    /// The list that Teams gives while a meeting runs: no last leaves, no end.
    AttendanceList,
}

impl SourceKind {
    /// Returns a word for tables and the manifest.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "report",
            Self::LiveEvent => "attendee report",
            Self::AttendanceList => "attendance list",
            Self::Zoom => "Zoom report",
            Self::Meet => "Google Meet report",
            Self::MeetingSummary => "meeting summary",
            Self::Sectioned => "sectioned report",
        }
    }

    /// Returns whether it gives each person's total.
    pub const fn gives_totals(self) -> bool {
        matches!(self, Self::Service | Self::Sectioned | Self::Meet)
    }

    /// Returns whether it gives each person's role.
    pub const fn gives_roles(self) -> bool {
        !matches!(self, Self::AttendanceList | Self::Zoom | Self::Meet)
    }

    /// Returns whether it gives the duration of each interval in seconds.
    pub const fn gives_durations(self) -> bool {
        !matches!(self, Self::AttendanceList | Self::Zoom | Self::LiveEvent)
    }

    /// Returns whether it was made while the meeting ran, so that last leaves are missing.
    pub const fn is_snapshot(self) -> bool {
        matches!(self, Self::AttendanceList)
    }

    /// Returns by how many seconds a printed duration may differ from leave minus join.
    pub const fn tolerance(self, printed: i64) -> i64 {
        match self {
            Self::Service | Self::LiveEvent | Self::AttendanceList | Self::Zoom => 0,
            // Both times and the duration are printed in minutes.
            Self::Meet => 120,
            // From an hour on it is printed without its seconds.
            Self::MeetingSummary if printed >= 3600 => 60,
            Self::MeetingSummary | Self::Sectioned => 1,
        }
    }
}

/// The lines on which the records and intervals of a report stand in a table of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The line of each record.
    pub records: Vec<usize>,
    /// The lines of each record's intervals.
    pub intervals: Vec<Vec<usize>>,
}

impl Rows {
    /// Returns the line of a record, or of one of its intervals.
    pub fn line(&self, record: usize, interval: Option<usize>) -> Option<usize> {
        let own = |interval| self.intervals.get(record)?.get(interval).copied();
        match interval {
            None => self.records.get(record).copied(),
            Some(interval) => own(interval),
        }
    }
}

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
    /// What it was read from.
    pub source: SourceKind,
    /// The meeting's title, where the file says it.
    pub title: Option<Text<'a>>,
    /// Where its records stand, in a table of rows; `None` for JSON.
    pub rows: Option<Box<Rows>>,
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
    /// Returns the records, none where the report does not hold them.
    pub fn records(&self) -> &[AttendanceRecord<'a>] {
        self.records.as_deref().unwrap_or_default()
    }

    /// Returns the record at this position of the list in the document.
    pub fn record_at(&self, position: usize) -> Option<&AttendanceRecord<'a>> {
        let records = self.records();
        let index = records.binary_search_by_key(&position, |record| record.position);
        index.ok().map(|index| &records[index])
    }

    /// Returns the meeting window as the service gives it: start to end, when both are known
    /// and in order.
    pub fn window(&self) -> Option<Stay> {
        Stay::new(self.start?, self.end?)
    }

    /// Returns the JSON pointer of the record at `position`; its row, where it stands in a
    /// table.
    pub fn record_pointer(&self, position: usize) -> String {
        if let Some(rows) = &self.rows {
            return row_words(rows.line(position, None));
        }
        record_pointer(self.records_pointer.as_deref(), position)
    }

    /// Returns the JSON pointer of an interval of the record at `position`; its row, in a
    /// table.
    pub fn interval_pointer(&self, position: usize, interval: usize) -> String {
        if let Some(rows) = &self.rows {
            return row_words(rows.line(position, Some(interval)));
        }
        let record = self.record_pointer(position);
        let mut number = itoa::Buffer::new();
        let interval = number.format(interval);
        [&record, "/", &self.intervals_member, "/", interval].concat()
    }
}

fn row_words(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("row {line}"))
}

/// Returns the JSON pointer of a record below `records_pointer`.
pub fn record_pointer(records_pointer: Option<&str>, position: usize) -> String {
    let Some(list) = records_pointer else {
        return String::new();
    };
    // Once a row: `format!` would cost as much as the rest of it.
    let mut number = itoa::Buffer::new();
    [list, "/", number.format(position)].concat()
}
