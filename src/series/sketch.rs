//! What series keep of one meeting: who was there when, free of the document.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::finding::Code;
use crate::model::interval::Stay;
use crate::model::record::AttendanceRecord;
use crate::model::role::Role;
use crate::stats::presence::Stays;
use crate::stats::punctuality::Baseline;
use crate::stats::united_stays;
use crate::summary::{DocumentSummary, MeetingSummary, Outcome};

/// Why somebody may have been there without a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// There is no report of the meeting.
    NoReport,
    /// The file that should hold the report could not be used.
    FailedReport,
    /// The report does not hold its records.
    NoRecords,
    /// The report holds fewer records than it counts participants.
    FewerRecords,
}

impl Gap {
    /// The gap in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoReport => "there is no report of this meeting",
            Self::FailedReport => "the report of this meeting could not be used",
            Self::NoRecords => "the report does not hold its records",
            Self::FewerRecords => "the report holds fewer records than it counts participants",
        }
    }
}

/// One meeting, in short.
#[derive(Debug)]
pub struct MeetingSketch {
    pub(super) label: String,
    pub(super) source: String,
    /// What it was given together with: its folder, or its file where that holds several.
    pub(super) series: String,
    pub(super) report_id: Option<String>,
    pub(super) meeting_id: Option<String>,
    pub(super) window: Option<Stay>,
    pub(super) start: Option<Baseline>,
    pub(super) end: Option<Baseline>,
    pub(super) gap: Option<Gap>,
    pub(super) records: Vec<RecordSketch>,
    /// Equal where two reports say the same.
    pub(super) digest: u64,
}

/// One record, in short.
#[derive(Debug, Hash)]
pub(super) struct RecordSketch {
    pub id: Option<String>,
    pub tenant: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub registration: Option<String>,
    pub organizer: bool,
    /// Organizer, co-organizer, producer or presenter.
    pub host: bool,
    /// United; in order.
    pub stays: Stays,
    /// Whether the report tells when the person was there.
    pub timed: bool,
    pub reported_total: Option<i64>,
    pub interval_sum: Option<i64>,
}

/// The sketches of a document: one a meeting, or one of the meeting that it should have told of.
pub fn sketches(document: &DocumentSummary<'_>) -> Vec<MeetingSketch> {
    let several = document.meetings.len() > 1 || document.origin.line.is_some();
    let series = match document.origin.name.rsplit_once('/') {
        _ if several => &document.origin.name,
        Some((folder, _)) => folder,
        None => "",
    };
    let failed = || matches!(document.outcome, Outcome::Rejected | Outcome::Unreadable);
    if document.meetings.is_empty() && failed() && is_a_lost_report(document) {
        return vec![MeetingSketch::lost(document, series)];
    }
    document
        .meetings
        .iter()
        .map(|meeting| MeetingSketch::of(meeting, series))
        .collect()
}

/// Whether a report was meant to be there: what is no attendance at all was never one.
fn is_a_lost_report(document: &DocumentSummary<'_>) -> bool {
    let lost = |code| {
        matches!(
            code,
            Code::Unreadable | Code::EmptyDocument | Code::Syntax | Code::ErrorEnvelope
        )
    };
    document.findings.iter().any(|finding| lost(finding.code))
}

impl MeetingSketch {
    fn of(meeting: &MeetingSummary<'_>, series: &str) -> Self {
        let report = &meeting.report;
        let records = report.records().iter().zip(&meeting.stats.records);
        let mut sketch = Self {
            label: meeting.label.clone(),
            source: meeting.source.clone(),
            series: series.to_owned(),
            report_id: report.id.as_deref().map(str::to_owned),
            meeting_id: report.meeting_id.as_deref().map(str::to_owned),
            window: meeting.stats.window.map(|(window, _)| window),
            start: meeting.stats.start_baseline,
            end: meeting.stats.end_baseline,
            gap: gap(meeting),
            records: records
                .map(|(record, attendance)| RecordSketch::of(record, attendance.presence.is_some()))
                .collect(),
            digest: 0,
        };
        sketch.digest = sketch.content_digest();
        sketch
    }

    fn lost(document: &DocumentSummary<'_>, series: &str) -> Self {
        Self {
            label: document.origin.meeting(None),
            source: document.origin.source(),
            series: series.to_owned(),
            report_id: None,
            meeting_id: None,
            window: None,
            start: None,
            end: None,
            gap: Some(Gap::FailedReport),
            records: Vec::new(),
            digest: 0,
        }
    }

    /// A digest of what the report says, wherever it was read from.
    pub(super) fn content_digest(&self) -> u64 {
        // Fixed keys, so that equal reports are equal in every thread.
        let mut hasher = DefaultHasher::new();
        (&self.report_id, self.window, &self.records).hash(&mut hasher);
        hasher.finish()
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        const TEXTS_OF_A_RECORD: usize = 120;
        size_of::<Self>() + self.records.len() * (size_of::<RecordSketch>() + TEXTS_OF_A_RECORD)
    }
}

/// Why the report may lack somebody.
fn gap(meeting: &MeetingSummary<'_>) -> Option<Gap> {
    let report = &meeting.report;
    match &report.records {
        None => Some(Gap::NoRecords),
        Some(records) => report
            .participant_count
            .filter(|&count| count > records.len() as i64)
            .map(|_| Gap::FewerRecords),
    }
}

impl RecordSketch {
    fn of(record: &AttendanceRecord<'_>, timed: bool) -> Self {
        let owned = |text: Option<&str>| {
            let text = text.map(str::trim).filter(|text| !text.is_empty());
            text.map(str::to_owned)
        };
        Self {
            id: owned(record.identity.id.as_deref()),
            tenant: owned(record.identity.tenant_id.as_deref()),
            email: owned(record.email.as_deref()),
            name: owned(record.identity.display_name.as_deref()),
            registration: owned(record.registration_id.as_deref()),
            organizer: record.role == Role::Organizer,
            host: record.role <= Role::Presenter,
            stays: united_stays(record),
            timed,
            reported_total: record.reported_total.map(i64::from),
            interval_sum: record.interval_sum(),
        }
    }
}
