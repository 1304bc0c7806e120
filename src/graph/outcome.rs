//! What became of each meeting and report of a run: the content of `fetch.json`.

use std::error::Error;

use jiff::Timestamp;
use serde::Serialize;

use super::Meaning;
use super::error::GraphError;

/// What became of a report or a meeting; for a meeting the worst of its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was in the archive already.
    Unchanged,
    /// It is in the archive now.
    Fetched,
    /// It is in the archive now, and differs from what was there.
    Changed,
    /// There is none yet.
    Pending,
    /// The service no longer has it.
    Gone,
    /// The service does not give it to this user.
    Forbidden,
    /// It could not be fetched.
    Failed,
}

impl Status {
    /// All, from best to worst.
    pub const ALL: [Self; 7] = [
        Self::Unchanged,
        Self::Fetched,
        Self::Changed,
        Self::Pending,
        Self::Gone,
        Self::Forbidden,
        Self::Failed,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Fetched => "fetched",
            Self::Changed => "changed",
            Self::Pending => "pending",
            Self::Gone => "gone",
            Self::Forbidden => "forbidden",
            Self::Failed => "failed",
        }
    }

    /// The status that an error comes to.
    pub fn of(error: &GraphError) -> Self {
        match error.cause.meaning() {
            Some(
                Meaning::AccessPolicy
                | Meaning::Permission
                | Meaning::NotOrganizer
                | Meaning::WrongUser,
            ) => Self::Forbidden,
            Some(Meaning::NotFound | Meaning::Expired | Meaning::UnknownReport) => Self::Gone,
            Some(
                Meaning::SignInAgain
                | Meaning::LinkNotEncoded
                | Meaning::Busy
                | Meaning::Mistake
                | Meaning::Other,
            )
            | None => Self::Failed,
        }
    }
}

/// Why something is not in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
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
}

impl Reason {
    /// A reason that is no error of a request.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
            request_id: None,
            client_request_id: None,
        }
    }
}

impl From<&GraphError> for Reason {
    fn from(error: &GraphError) -> Self {
        let client = &error.ids.client;
        Self {
            request_id: error.ids.request.clone(),
            client_request_id: (!client.is_empty()).then(|| client.clone()),
            ..Self::new(with_causes(error), error.hint())
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
}

impl ReportOutcome {
    /// A report whose file is there.
    pub fn there(report: &str, status: Status, file: String) -> Self {
        Self {
            report: report.to_owned(),
            status,
            file: Some(file),
            earlier: None,
            reason: None,
        }
    }

    /// A report that is not there.
    pub fn missing(report: &str, status: Status, reason: Reason) -> Self {
        Self {
            report: report.to_owned(),
            status,
            file: None,
            earlier: None,
            reason: Some(reason),
        }
    }

    /// A report whose request failed.
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
    /// Its reports, in the service's order.
    pub reports: Vec<ReportOutcome>,
}

impl MeetingOutcome {
    /// A meeting about which nothing is known but why.
    pub fn without_reports(
        asked: String,
        user: Option<String>,
        status: Status,
        reason: Reason,
    ) -> Self {
        Self {
            asked,
            user,
            meeting: None,
            status,
            reason: Some(reason),
            warnings: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// A meeting that could not be asked for.
    pub fn failed(asked: String, user: Option<String>, error: &GraphError) -> Self {
        Self::without_reports(asked, user, Status::of(error), Reason::from(error))
    }

    /// The same, after a request about all of it failed.
    pub fn with_error(self, error: &GraphError) -> Self {
        Self {
            status: Status::of(error),
            reason: Some(Reason::from(error)),
            ..self
        }
    }

    /// The worst that became of any of its reports.
    pub fn worst_report(&self) -> Status {
        let statuses = self.reports.iter().map(|report| report.status);
        statuses.max().unwrap_or(Status::Unchanged)
    }
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
    /// Each meeting, in the order asked for.
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
            meetings: Vec::new(),
        }
    }

    /// Notes that it has ended, and why, where that was before its time.
    pub fn end(&mut self, stopped: Option<Reason>) {
        self.finished = Some(Timestamp::now());
        self.complete = stopped.is_none() && self.worst() < Some(Status::Pending);
        self.stopped = stopped;
    }

    /// How many reports have this status; meetings without any report count as one.
    pub fn count(&self, status: Status) -> usize {
        let count = |meeting: &MeetingOutcome| match meeting.reports.as_slice() {
            [] => usize::from(meeting.status == status),
            reports => reports
                .iter()
                .filter(|report| report.status == status)
                .count(),
        };
        self.meetings.iter().map(count).sum()
    }

    /// The worst that became of any meeting; `None` where there is none.
    pub fn worst(&self) -> Option<Status> {
        self.meetings.iter().map(|meeting| meeting.status).max()
    }
}
