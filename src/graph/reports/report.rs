//! A report on its way into the archive: what must be known of it to have it whole.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::graph::archive::spool::Body;
use crate::graph::archive::{Fetched, content_digest};
use crate::graph::http::answer::Answer;
use crate::graph::http::error::{Cause, GraphError};

/// How long after a meeting its report may still grow.
const SETTLING: SignedDuration = SignedDuration::from_hours(24);

/// How many participants one place among the reports under way is for.
const PLACE: i64 = 200;

/// How many participants a report is taken to have that does not say.
const UNKNOWN: i64 = 4_000;

/// An entry of a meeting's list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::graph) struct Listed {
    pub(in crate::graph) id: String,
    meeting_start_date_time: Option<String>,
    meeting_end_date_time: Option<String>,
    total_participant_count: Option<i64>,
}

impl Listed {
    /// Returns the day on which it began, where the list says so.
    pub(in crate::graph) fn day(&self) -> Option<Date> {
        day(self.meeting_start_date_time.as_deref())
    }

    pub(in crate::graph) fn started(&self) -> Option<Timestamp> {
        moment(self.meeting_start_date_time.as_deref())
    }

    /// Returns how many people were there, where the list says so.
    pub(in crate::graph) fn participants(&self) -> Option<i64> {
        self.total_participant_count
    }

    /// Its share of the room for reports under way: large ones take that of many.
    pub(in crate::graph) fn weight(&self) -> u32 {
        let participants = self.total_participant_count.unwrap_or(UNKNOWN);
        1 + u32::try_from(participants / PLACE).unwrap_or(0)
    }

    pub(in crate::graph) fn ended(&self) -> Option<Timestamp> {
        moment(self.meeting_end_date_time.as_deref())
    }
}

/// Returns a moment as the service writes it; one without zone is UTC.
pub(in crate::graph) fn moment(text: Option<&str>) -> Option<Timestamp> {
    let text = text?;
    text.parse().or_else(|_| format!("{text}Z").parse()).ok()
}

/// Returns the day of a moment, in UTC.
fn day(text: Option<&str>) -> Option<Date> {
    moment(text).map(|moment| TimeZone::UTC.to_datetime(moment).date())
}

/// Returns whether a report was fetched late enough that it no longer grows.
pub(in crate::graph) fn is_settled(listed: &Listed, fetched: Timestamp) -> bool {
    listed
        .ended()
        .is_some_and(|end| fetched.duration_since(end) > SETTLING)
}

/// A report as it came.
pub(in crate::graph) struct Got {
    pub(in crate::graph) head: Head,
    pub(in crate::graph) body: Body,
    pub(in crate::graph) etag: Option<String>,
    pub(in crate::graph) requests: Vec<String>,
}

impl Got {
    /// Returns whether it is empty because the meeting has not ended, or has only just.
    pub(in crate::graph) fn is_empty_so_far(&self, listed: &Listed) -> bool {
        let recent = |end: Timestamp| Timestamp::now().duration_since(end) < SETTLING;
        self.head.records.unwrap_or(0) == 0 && listed.ended().is_none_or(recent)
    }

    pub(in crate::graph) fn fetched(self, day: Option<Date>, listed: Option<String>) -> Fetched {
        Fetched {
            body: self.body,
            requests: self.requests,
            etag: self.etag,
            day,
            listed,
        }
    }
}

/// What must be known of a report to fetch it whole.
#[derive(Debug)]
pub(in crate::graph) struct Head {
    /// How many records it holds; `None` where it does not say.
    pub(in crate::graph) records: Option<usize>,
    /// How many participants it counts.
    pub(in crate::graph) participants: Option<i64>,
    /// Where the rest of the records is.
    pub(in crate::graph) next: Option<String>,
    /// The first join of anybody, as written.
    pub(in crate::graph) first_join: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    id: Option<String>,
    total_participant_count: Option<i64>,
    attendance_records: Option<Vec<Record>>,
    #[serde(rename = "attendanceRecords@odata.nextLink")]
    next: Option<String>,
    error: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    attendance_intervals: Option<Vec<Interval>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Interval {
    join_date_time: Option<String>,
}

impl From<Written> for Head {
    fn from(body: Written) -> Self {
        let records = body.attendance_records.as_deref();
        let intervals = records
            .into_iter()
            .flatten()
            .flat_map(|record| record.attendance_intervals.iter().flatten());
        Self {
            first_join: intervals
                .filter_map(|interval| interval.join_date_time.clone())
                .min(),
            records: records.map(<[Record]>::len),
            participants: body.total_participant_count,
            next: body.next,
        }
    }
}

/// Returns the id by which an archive knows a report; `None` where the bytes are no report.
pub(in crate::graph) fn id_of(bytes: &[u8]) -> Option<String> {
    let body: Written = serde_json::from_slice(bytes).ok()?;
    if body.error.is_some() {
        return None;
    }
    let id = body.id.clone();
    id.or_else(|| Some(Head::from(body).legacy_id(bytes)))
}

impl Head {
    /// Returns the day of the first join, where it is a time at all.
    pub(in crate::graph) fn day(&self) -> Option<Date> {
        day(self.first_join.as_deref())
    }

    /// Reads a report that came with an answer, and makes sure that it is the one asked for.
    pub(in crate::graph) fn read(
        answer: &Answer,
        body: &[u8],
        expected: Option<&str>,
    ) -> Result<Self, GraphError> {
        let wrong = |what: &str| Err(answer.wrong(Cause::Unexpected(what.to_owned())));
        let body: Written = answer.parse_part(body)?;
        if body.error.is_some() {
            return wrong("an error in place of a report");
        }
        if let (Some(id), Some(expected)) = (&body.id, expected)
            && !id.eq_ignore_ascii_case(expected)
        {
            return wrong("another report than the one asked for");
        }
        Ok(body.into())
    }

    /// Returns what a report without id is known by: its first join, which stays while it
    /// grows.
    pub(in crate::graph) fn legacy_id(&self, body: &[u8]) -> String {
        let content = || content_digest(body).unwrap_or_default();
        format!("legacy {}", self.first_join.clone().unwrap_or_else(content))
    }
}
