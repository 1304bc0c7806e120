//! Reason: why somebody has a status, and what became of a report, as numbers and names.
//!
//! Words for it are another room's matter: whoever reads a reason reads it in a language.

use serde::{Deserialize, Serialize};

use super::measure::{Measure, Need};
use super::status::Status;
use super::time::Span;

/// Why something is as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Why somebody has a status.
    OfStatus(StatusReason),
    /// What became of a report, or of a planned meeting without one.
    OfReport(ReportReason),
}

impl From<StatusReason> for Reason {
    fn from(reason: StatusReason) -> Self {
        Self::OfStatus(reason)
    }
}

impl From<ReportReason> for Reason {
    fn from(reason: ReportReason) -> Self {
        Self::OfReport(reason)
    }
}

/// Why somebody has a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReason {
    /// The excuse that gave it; `None` where nobody excused it.
    pub excuse: Option<Excuse>,
    /// The status by what was found, whatever excuses it.
    pub found: Status,
    /// How late somebody joined, where that is too late.
    pub late: Option<Offset>,
    /// How early somebody left, where that is too early.
    pub early: Option<Offset>,
    /// What it rests on.
    pub ground: Ground,
}

impl StatusReason {
    /// Returns a reason that rests on what is known of the report, not on times.
    pub const fn of(found: Status, ground: Ground) -> Self {
        Self {
            excuse: None,
            found,
            late: None,
            early: None,
            ground,
        }
    }
}

/// What excuses somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Excuse {
    /// What was written down.
    Written(Box<str>),
    /// Nothing was.
    NoReason,
}

/// How late or early somebody was, and how much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// How much.
    pub by: Span,
    /// How much is forgiven.
    pub limit: Span,
    /// Against what.
    pub from: BaselineSource,
}

/// What a baseline was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaselineSource {
    /// The time that the user gave.
    Scheduled,
    /// The organizer's first join or last leave.
    Organizer,
    /// The report's start or end.
    Report,
    /// The first join or last leave of anybody.
    Observed,
}

impl BaselineSource {
    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Organizer => "organizer",
            Self::Report => "report",
            Self::Observed => "observed",
        }
    }
}

/// What a status rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// How long somebody was there, and how long they had to be.
    Measured(Measure, Need),
    /// The report tells neither when nor how long.
    NothingTold,
    /// The report has no record of the person.
    NoRecord,
    /// Somebody of this name is in the report, by another identity.
    Namesake,
    /// One of so many unidentified guests in the report may be the person.
    Guests(u32),
    /// What the meeting's data lack.
    Missing(MissingData),
}

/// Why somebody may have been there without a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MissingData {
    /// There is no report of the meeting.
    NoReport,
    /// The file that should hold the report could not be used.
    FailedReport,
    /// The report does not hold its records.
    NoRecords,
    /// The report holds fewer records than it counts participants.
    FewerRecords,
}

/// What became of a report, or of a planned meeting without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportReason {
    /// Its data lack something.
    Missing(MissingData),
    /// It is a meeting of its own.
    Alone,
    /// It is the first session of its meeting.
    FirstSession,
    /// It is a session at the same time as the one before.
    SameTime,
    /// It goes on so long after the session before.
    GoesOn(Span),
    /// It says the same as this report.
    Repeats(Box<str>),
    /// It is another version of this report.
    VersionOf(Box<str>),
    /// It is of a day that was not asked for.
    OtherDay,
    /// It is of a series that was not asked for.
    OtherSeries,
    /// It is of one person for so long, away from the meetings of the series.
    Stray(Span),
    /// The meeting is planned for a time after the last report.
    Upcoming,
    /// The meeting was cancelled by the plan.
    Cancelled,
    /// The meeting was planned, and no report is of it.
    Unreported,
}
