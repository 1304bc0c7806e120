//! Facts: what a report leaves behind once its evidence is written.
//!
//! A plain value, free of the document, that can be written down and read again.
//! A [`Run`](crate::series::Run) is a fold over facts, in whatever order they come.

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher};

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use crate::finding::{Code, CodeCounts, CodeSet, Finding, SeverityCounts};
use crate::model::Text;
use crate::model::identity::is_placeholder_id;
use crate::model::interval::{AttendanceInterval, Stay};
use crate::model::reason::MissingData;
use crate::model::record::AttendanceRecord;
use crate::model::report::SourceKind;
use crate::model::role::Role;
use crate::model::time::Instant;
use crate::series::input::addresses::matched_address;
use crate::stats::presence::{self, Stays};
use crate::stats::{WindowBasis, united_stays};
use crate::summary::{DocumentSummary, Outcome, ReportSummary};

/// How many findings of one code are kept with their sentences; the others are counted.
pub const FINDINGS_KEPT: usize = 50;

/// The facts of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportFacts {
    pub(crate) label: String,
    pub(crate) source: String,
    /// The name of files made of it, without extension; safe, and unique in a run.
    pub(crate) stem: String,
    /// What it was given together with: its folder, or its file where that holds several.
    pub(crate) series: String,
    /// The meeting's title, where the file says it.
    pub(crate) title: Option<String>,
    /// What it was read from.
    pub(crate) kind: SourceKind,
    pub(crate) report_id: Option<String>,
    pub(crate) meeting_id: Option<String>,
    pub(crate) window: Option<Stay>,
    pub(crate) basis: Option<WindowBasis>,
    /// Start and end as the service gives them, where one alone may be known.
    pub(crate) reported: (Option<Instant>, Option<Instant>),
    pub(crate) missing: Option<MissingData>,
    /// How many records it has, also where they are not kept.
    pub(crate) record_count: usize,
    pub(crate) records: Vec<RecordFacts>,
    pub(crate) findings: Vec<FindingFacts>,
    /// All findings by code, those not kept among them.
    pub(crate) codes: CodeCounts,
    /// Equal where two reports say the same; made anew when facts are read again, as it is
    /// not the same in every version of the program.
    #[serde(skip)]
    pub(crate) digest: u64,
}

/// The facts of one record.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub(crate) struct RecordFacts {
    pub id: Option<String>,
    pub tenant: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub registration: Option<String>,
    pub role: Role<'static>,
    /// United; in order.
    pub stays: Stays,
    /// The stretches in which the person was there twice, as with two devices.
    pub doubled: Vec<Stay>,
    /// Whether the report tells when the person was there.
    pub timed: bool,
    /// Whether an interval lacks a time, so that the stays do not tell everything.
    #[serde(default)]
    pub broken: bool,
    /// When the one stay begins that a list made during the meeting leaves without end.
    #[serde(default)]
    pub open: Option<Instant>,
    pub reported_total: Option<i64>,
    pub interval_sum: Option<i64>,
    pub codes: CodeSet,
}

/// A finding, and the name of the person whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingFacts {
    /// The finding.
    pub finding: Finding,
    /// The display name in the record that it is about, where it is about one.
    pub display_name: Option<String>,
}

/// The facts of a document beside its reports: what was found in the document itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// The file, and the line where it holds several documents.
    pub source: String,
    /// What was found in it.
    pub findings: Vec<Finding>,
}

/// Everything that a document leaves behind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Its reports, or one of the report that it should have held.
    pub reports: Vec<ReportFacts>,
    /// What was found in documents themselves; none where nothing was.
    pub documents: Vec<DocumentFacts>,
}

impl Facts {
    /// Returns the facts of some documents.
    pub fn of(documents: &[DocumentSummary<'_>]) -> Self {
        let mut facts = Self::default();
        documents.iter().for_each(|document| facts.add(document));
        facts
    }

    /// Adds the facts of a document.
    pub fn add(&mut self, document: &DocumentSummary<'_>) {
        let before = self.reports.len();
        self.add_without_digests(document);
        let added = self.reports[before..].iter_mut();
        added.for_each(ReportFacts::renew_digest);
    }

    /// Adds the facts of a document as they are written down, where digests have no place.
    pub(in crate::series) fn add_without_digests(&mut self, document: &DocumentSummary<'_>) {
        if !document.findings.is_empty() {
            self.documents.push(DocumentFacts {
                source: document.origin.source(),
                findings: document.findings.clone(),
            });
        }
        let several = document.reports.len() > 1 || document.origin.line.is_some();
        let series = match document.origin.name.rsplit_once('/') {
            _ if document.origin.series.is_some() => document.origin.series.as_deref(),
            _ if several => Some(&*document.origin.name),
            Some((folder, _)) => Some(folder),
            None => None,
        };
        let series = series.unwrap_or_default();
        let failed = || matches!(document.outcome, Outcome::Rejected | Outcome::Unreadable);
        if document.reports.is_empty() && failed() && is_a_lost_report(document) {
            self.reports.push(ReportFacts::lost(document, series));
        }
        let reports = document.reports.iter();
        self.reports
            .extend(reports.map(|report| ReportFacts::of(report, series)));
    }

    /// Adds of a document only what is needed for findings across reports.
    pub fn add_versions(&mut self, document: &DocumentSummary<'_>) {
        for report in &document.reports {
            let mut facts = ReportFacts::of(report, "");
            facts.renew_digest();
            self.reports.push(facts.without_times());
        }
    }

    /// Adds other facts.
    pub fn append(&mut self, mut other: Self) {
        self.reports.append(&mut other.reports);
        self.documents.append(&mut other.documents);
    }

    /// Returns about how much memory they take, in bytes.
    pub fn weight(&self) -> usize {
        let documents = self.documents.iter();
        let findings: usize = documents.map(|document| document.findings.len()).sum();
        self.reports.iter().map(ReportFacts::weight).sum::<usize>() + findings * FINDING
    }
}

/// A hasher that gathers what is written to it before it hashes: hundreds of small pieces take a
/// keyed hash several times as long as a few long ones.
#[derive(Default)]
struct Content {
    waiting: Vec<u8>,
    /// Fixed keys, so that equal reports are equal in every thread.
    hasher: SipHasher13,
}

impl Hasher for Content {
    fn write(&mut self, bytes: &[u8]) {
        /// How much waits at most, in bytes: a report may be long.
        const MOST: usize = 4 * 1024;
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= MOST {
            self.hasher.write(&self.waiting);
            self.waiting.clear();
        }
    }

    fn finish(&self) -> u64 {
        let mut hasher = self.hasher;
        hasher.write(&self.waiting);
        hasher.finish()
    }
}

/// About how much memory a finding takes, in bytes.
const FINDING: usize = 300;

/// Returns whether a report was meant to be there: what is no attendance at all was never one.
fn is_a_lost_report(document: &DocumentSummary<'_>) -> bool {
    let lost = |code| {
        matches!(
            code,
            Code::Unreadable
                | Code::EmptyDocument
                | Code::Syntax
                | Code::ErrorEnvelope
                | Code::ZoneUnknown
                | Code::DateAmbiguous
        )
    };
    document.findings.iter().any(|finding| lost(finding.code))
}

impl ReportFacts {
    fn of(summary: &ReportSummary<'_>, series: &str) -> Self {
        let report = &summary.report;
        let records = report.records().iter().zip(&summary.stats.records);
        let records = records.zip(&summary.record_codes);
        Self {
            label: summary.label.clone(),
            source: summary.source.clone(),
            stem: summary.stem.clone(),
            series: series.to_owned(),
            title: report.title.as_deref().map(str::to_owned),
            kind: report.source,
            report_id: report.id.as_deref().map(str::to_owned),
            meeting_id: report.meeting_id.as_deref().map(str::to_owned),
            window: summary.stats.window.map(|(window, _)| window),
            basis: summary.stats.window.map(|(_, basis)| basis),
            reported: (report.start, report.end),
            missing: missing_data(summary),
            record_count: report.records().len(),
            records: records
                .map(|((record, attendance), &codes)| {
                    let facts = RecordFacts::of(record, attendance.presence.is_some(), codes);
                    let open = report.source.is_snapshot().then(|| open_stay(record));
                    RecordFacts {
                        open: open.flatten(),
                        ..facts
                    }
                })
                .collect(),
            findings: kept_findings(summary),
            codes: CodeCounts::of(&summary.findings),
            digest: 0,
        }
    }

    fn lost(document: &DocumentSummary<'_>, series: &str) -> Self {
        Self {
            label: document.origin.meeting(None),
            source: document.origin.source(),
            stem: document.origin.meeting_stem(None),
            series: series.to_owned(),
            title: None,
            kind: SourceKind::Service,
            report_id: None,
            meeting_id: None,
            window: None,
            basis: None,
            reported: (None, None),
            missing: Some(MissingData::FailedReport),
            record_count: 0,
            records: Vec::new(),
            findings: Vec::new(),
            codes: CodeCounts::default(),
            digest: 0,
        }
    }

    /// Returns a report of a course that tells its window, for tests; `records` may be none.
    #[cfg(test)]
    pub(in crate::series) fn made_up(
        name: &str,
        window: Option<Stay>,
        records: Vec<RecordFacts>,
    ) -> Self {
        let mut facts = Self {
            label: name.to_owned(),
            source: format!("{name}.json"),
            stem: name.to_owned(),
            series: "course".into(),
            title: None,
            kind: SourceKind::default(),
            report_id: Some(name.to_owned()),
            meeting_id: None,
            window,
            basis: window.map(|_| WindowBasis::Reported),
            reported: (window.map(Stay::join), window.map(Stay::leave)),
            missing: None,
            record_count: records.len(),
            records,
            findings: Vec::new(),
            codes: CodeCounts::default(),
            digest: 0,
        };
        facts.digest = facts.content_digest();
        facts
    }

    /// Makes the digest anew, which is not written down.
    pub(in crate::series) fn renew_digest(&mut self) {
        self.digest = self.content_digest();
    }

    /// Returns a digest of what the report says, wherever it was read from.
    pub(in crate::series) fn content_digest(&self) -> u64 {
        let mut content = Content::default();
        (&self.report_id, self.window, self.reported).hash(&mut content);
        for record in &self.records {
            record.hash_content(&mut content);
        }
        content.finish()
    }

    /// Returns what tells copies and versions apart, and of people no more than who they are
    /// and when they came.
    fn without_times(mut self) -> Self {
        self.findings = Vec::new();
        for record in &mut self.records {
            record.stays.truncate(1);
            record.doubled = Vec::new();
        }
        self
    }

    fn weight(&self) -> usize {
        const TEXTS_OF_A_RECORD: usize = 120;
        size_of::<Self>()
            + self.records.len() * (size_of::<RecordFacts>() + TEXTS_OF_A_RECORD)
            + self.findings.len() * FINDING
    }

    /// Returns the file, and the line where it holds several documents.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns its label, which is made of its file's name.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns its id.
    pub fn report_id(&self) -> Option<&str> {
        self.report_id.as_deref()
    }

    /// Returns the meeting's id, where the service tells it.
    pub fn meeting_id(&self) -> Option<&str> {
        self.meeting_id.as_deref()
    }

    /// Returns when it began and ended, where that is known.
    pub const fn window(&self) -> Option<Stay> {
        self.window
    }

    /// Returns how many records it has.
    pub const fn record_count(&self) -> usize {
        self.record_count
    }

    /// Returns how many findings there are of each severity.
    pub fn severities(&self) -> SeverityCounts {
        self.codes.severities()
    }
}

/// Returns why the report may lack somebody.
fn missing_data(summary: &ReportSummary<'_>) -> Option<MissingData> {
    let report = &summary.report;
    match &report.records {
        None => Some(MissingData::NoRecords),
        Some(records) => report
            .participant_count
            .filter(|&count| count > records.len() as i64)
            .map(|_| MissingData::FewerRecords),
    }
}

/// Returns the first findings of each code, with the names of those whom they are about.
fn kept_findings(summary: &ReportSummary<'_>) -> Vec<FindingFacts> {
    let mut counts = vec![0; Code::ALL.len()];
    let first = summary.findings.iter().filter(|finding| {
        let count: &mut usize = &mut counts[finding.code as usize];
        *count += 1;
        *count <= FINDINGS_KEPT
    });
    let mut kept: Vec<_> = first
        .map(|finding| FindingFacts {
            finding: finding.clone(),
            display_name: summary.subject_name(finding).map(str::to_owned),
        })
        .collect();
    // Nearly always there are one or two, and a run keeps those of very many reports.
    kept.shrink_to_fit();
    kept
}

/// Returns when the stay without a leave begins, where it is the only one that lacks a time.
fn open_stay(record: &AttendanceRecord<'_>) -> Option<Instant> {
    let intervals = record.intervals().iter();
    let mut broken = intervals.filter(|interval| interval.stay().is_none());
    let open = broken.next().filter(|interval| interval.leave.is_none())?;
    open.join.filter(|_| broken.next().is_none())
}

fn doubled_stays(record: &AttendanceRecord<'_>) -> Vec<Stay> {
    let intervals = record.intervals().iter();
    let stays: Stays = intervals.filter_map(AttendanceInterval::stay).collect();
    presence::overlaps(&stays).into_vec()
}

impl RecordFacts {
    fn of<'r>(record: &'r AttendanceRecord<'_>, timed: bool, codes: CodeSet) -> Self {
        let trimmed = |text: &'r Option<Text<'_>>| {
            let text = text.as_deref().map(str::trim);
            text.filter(|text| !text.is_empty())
        };
        let owned = |text| trimmed(text).map(str::to_owned);
        let identity = &record.identity;
        let id = trimmed(&identity.id).filter(|id| !is_placeholder_id(id));
        let email = trimmed(&record.email).and_then(matched_address);
        let stays = united_stays(record);
        let doubled = match record.intervals().len() - stays.len() {
            0 => Vec::new(),
            _ => doubled_stays(record),
        };
        Self {
            id: id.map(str::to_owned),
            tenant: owned(&identity.tenant_id),
            email: email.map(Cow::into_owned),
            name: owned(&identity.display_name),
            registration: owned(&record.registration_id),
            role: record.role.clone().into_owned(),
            stays,
            doubled,
            timed,
            broken: record
                .intervals()
                .iter()
                .any(|interval| interval.stay().is_none()),
            open: None,
            reported_total: record.reported_total.map(i64::from),
            interval_sum: record.interval_sum(),
            codes,
        }
    }

    /// Returns a record that says nothing, for tests.
    #[cfg(test)]
    pub(in crate::series) fn made_up() -> Self {
        Self::of(&AttendanceRecord::default(), false, CodeSet::default())
    }

    /// What a copy of it would say, too; codes may differ by the file that it stands in.
    fn hash_content(&self, hasher: &mut Content) {
        (&self.id, &self.tenant, &self.email, &self.name).hash(hasher);
        (&self.registration, &self.role).hash(hasher);
        (&self.stays, &self.doubled).hash(hasher);
        (self.timed, self.broken, self.open).hash(hasher);
        (self.reported_total, self.interval_sum).hash(hasher);
    }
}

#[cfg(test)]
mod tests;
