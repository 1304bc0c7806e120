//! What became of each meeting and report of a run: the content of `fetch.json`.

use std::collections::BTreeMap;
use std::error::Error;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::graph::http::error::GraphError;
pub use crate::graph::reports::status::{Need, Status};

/// Why something is not in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A stable word for it, by which two nights compare.
    pub kind: &'static str,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The service's id of the request that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Our id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// Since when it has been so, as far as the archive remembers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

impl Reason {
    /// Returns a reason that is no error of a request.
    pub fn new(kind: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: hint.into(),
            request_id: None,
            client_request_id: None,
            since: None,
        }
    }
}

impl From<&GraphError> for Reason {
    fn from(error: &GraphError) -> Self {
        let client = &error.ids.client;
        Self {
            request_id: error.ids.request.clone(),
            client_request_id: (!client.is_empty()).then(|| client.clone()),
            ..Self::new(error.cause.kind(), with_causes(error), error.hint())
        }
    }
}

/// Returns an error and its causes in one line.
pub fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(&format!(": {error}"));
        cause = error.source();
    }
    message
}

/// What became of one report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportOutcome {
    /// The report's id.
    pub report: String,
    /// What became of it.
    pub status: Status,
    /// Its file, relative to the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Where the version before it is, relative to the archive, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// Why it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Whether it has been so for long enough that nobody need look.
    #[serde(skip_serializing_if = "is_false")]
    pub settled: bool,
}

impl ReportOutcome {
    /// Returns a report whose file is there.
    pub fn there(report: &str, status: Status, file: String) -> Self {
        Self {
            report: report.to_owned(),
            status,
            file: Some(file),
            earlier: None,
            reason: None,
            settled: false,
        }
    }

    /// Returns a report that is not there.
    pub fn missing(report: &str, status: Status, reason: Reason) -> Self {
        Self {
            report: report.to_owned(),
            status,
            file: None,
            earlier: None,
            reason: Some(reason),
            settled: false,
        }
    }

    /// Returns a report whose request failed.
    pub fn failed(report: &str, error: &GraphError) -> Self {
        Self::missing(report, Status::of(error), Reason::from(error))
    }
}

/// What became of one meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeetingOutcome {
    /// What was asked for.
    pub asked: String,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The meeting's id, where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Why it is not complete, where that is about the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What may be missing all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Whether it has been so for long enough that nobody need look.
    #[serde(skip_serializing_if = "is_false")]
    pub settled: bool,
    /// When it ended, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// What it is remembered by: as asked for, but the same every night.
    #[serde(skip)]
    pub place: String,
    /// Whether somebody named it, and it was not found in a calendar or list.
    #[serde(skip)]
    pub named: bool,
    /// Its reports, in the service's order.
    pub reports: Vec<ReportOutcome>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}

impl MeetingOutcome {
    /// Returns a meeting about which nothing is known but why.
    pub fn without_reports(
        asked: String,
        user: Option<String>,
        status: Status,
        reason: Reason,
    ) -> Self {
        Self {
            place: asked.clone(),
            named: true,
            asked,
            user,
            meeting: None,
            status,
            reason: Some(reason),
            warnings: Vec::new(),
            settled: false,
            ended: None,
            reports: Vec::new(),
        }
    }

    /// Returns the same, after a request about all of it failed.
    pub fn with_error(self, error: &GraphError) -> Self {
        Self {
            status: Status::of(error),
            reason: Some(Reason::from(error)),
            ..self
        }
    }

    /// Returns the same with a status and its reason.
    pub fn with(self, status: Status, reason: Reason) -> Self {
        Self {
            status,
            reason: Some(reason),
            ..self
        }
    }

    /// Returns the same of a meeting in a channel. That the service gives those to nobody is
    /// how channels are, and no fault of the set-up; a missing access policy is one.
    pub fn in_channel(mut self) -> Self {
        let of_channel = |status: Status, reason: Option<&Reason>| match status {
            Status::Forbidden | Status::Gone
                if reason.is_some_and(|reason| reason.kind != "access-policy") =>
            {
                Status::Channel
            }
            status => status,
        };
        self.status = of_channel(self.status, self.reason.as_ref());
        for report in &mut self.reports {
            report.status = of_channel(report.status, report.reason.as_ref());
        }
        if self.reason.is_none() {
            self.status = self.worst_report();
        }
        self
    }

    /// Returns whether all of it was there already, and nothing is to be said.
    fn is_as_before(&self) -> bool {
        let quiet =
            |report: &ReportOutcome| report.status == Status::Unchanged && report.reason.is_none();
        self.status == Status::Unchanged
            && self.reason.is_none()
            && self.warnings.is_empty()
            && self.reports.iter().all(quiet)
    }

    /// Returns the worst that became of any of its reports.
    pub fn worst_report(&self) -> Status {
        let statuses = self.reports.iter().map(|report| report.status);
        statuses.max().unwrap_or(Status::Unchanged)
    }

    /// Returns what became of each of its reports, and of itself where that has a reason of its
    /// own.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let own = Part {
            status: self.status,
            reason: self.reason.as_ref(),
            settled: self.settled,
        };
        let own = self.reason.is_some().then_some(own);
        let reports = self.reports.iter().map(|report| Part {
            status: report.status,
            reason: report.reason.as_ref(),
            settled: report.settled,
        });
        own.into_iter().chain(reports)
    }
}

/// Writes the meetings of which something is to be said.
fn worth_a_word<S: Serializer>(
    meetings: &[MeetingOutcome],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(meetings.iter().filter(|meeting| !meeting.is_as_before()))
}

/// What a run did.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// The service.
    pub service: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` while it lasts, and for good where it was killed.
    pub finished: Option<Timestamp>,
    /// Whether everything that was asked for is in the archive.
    pub complete: bool,
    /// Why it ended before its time, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Reason>,
    /// How many reports there are of each status; meetings without any count as one.
    pub counts: BTreeMap<&'static str, usize>,
    /// Each meeting, in the order asked for; those of which all was there already, and
    /// nothing is to be said, are not written down.
    #[serde(serialize_with = "worth_a_word")]
    pub meetings: Vec<MeetingOutcome>,
}

impl Run {
    /// Returns a run that has only just begun.
    pub fn begun(service: String, started: Timestamp) -> Self {
        Self {
            service,
            started,
            finished: None,
            complete: false,
            stopped: None,
            counts: BTreeMap::new(),
            meetings: Vec::new(),
        }
    }

    /// Notes that it has ended, and why, where that was before its time.
    pub fn end(&mut self, stopped: Option<Reason>) {
        self.finished = Some(Timestamp::now());
        self.complete = stopped.is_none() && self.need() == Need::Nothing;
        self.stopped = stopped;
        self.counts = BTreeMap::new();
        for part in self.meetings.iter().flat_map(MeetingOutcome::parts) {
            *self.counts.entry(part.status.name()).or_default() += 1;
        }
    }

    /// Returns each report's outcome, and that of each meeting without any.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.meetings.iter().flat_map(MeetingOutcome::parts)
    }

    /// Returns how many reports have this status; meetings without any report count as one.
    pub fn count(&self, status: Status) -> usize {
        self.parts().filter(|part| part.status == status).count()
    }

    /// Returns what must be done about the run: the most that any part of it needs.
    pub fn need(&self) -> Need {
        let needs = self.parts().map(|part| part.need());
        needs.max().unwrap_or(Need::Nothing)
    }
}

/// What became of one report, or of a meeting without any.
#[derive(Clone, Copy, Debug)]
pub struct Part<'o> {
    /// What became of it.
    pub status: Status,
    /// Why it is not there.
    pub reason: Option<&'o Reason>,
    /// Whether it has been so for long enough that nobody need look.
    pub settled: bool,
}

impl Part<'_> {
    /// Returns what must be done about it.
    pub fn need(&self) -> Need {
        let signed_out = self.reason.is_some_and(|reason| reason.kind == "sign-in");
        match self.status.need() {
            Need::Time | Need::Repair if self.settled => Need::Nothing,
            Need::Repair if signed_out => Need::SignIn,
            need => need,
        }
    }
}
