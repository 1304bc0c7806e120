//! One meeting: find it, list its reports, get those that are new, keep them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use serde_json::value::RawValue;
use tokio::sync::Semaphore;

use crate::graph::archive::spool::Body;
use crate::graph::archive::{Archive, ArchiveError, Fetched, Stored, content_digest};
use crate::graph::http::answer::Content;
use crate::graph::http::client::Graph;
use crate::graph::http::error::GraphError;
use crate::graph::http::paging::{Element, list};
use crate::graph::http::query::Query;
use crate::graph::reports::channel::archived_as;
use crate::graph::reports::endpoints::{Found, Lead, Meeting, Owner};
use crate::graph::reports::fetch_report::{self, Fault};
use crate::graph::reports::join_link::{self, Kind};
use crate::graph::reports::outcome::{MeetingOutcome, Reason, ReportOutcome, Status};
use crate::graph::reports::reasons::{elsewhere, no_report_yet, not_yet};
use crate::graph::reports::report::{Listed, is_settled};
use crate::graph::reports::warnings::warnings;
use crate::graph::reports::{AHEAD, AskAgain, Shape, Step, Task};

/// What each meeting's fetch needs.
pub(in crate::graph) struct Visit<'v> {
    pub(in crate::graph) graph: &'v Graph,
    /// For reports that are under way or wait to be written.
    pub(in crate::graph) room: Semaphore,
    /// How many places there are in it.
    pub(in crate::graph) places: u32,
    pub(in crate::graph) archive: &'v RefCell<&'v mut Archive>,
    /// The reports of channels so far, by thread.
    pub(in crate::graph) of_channels: RefCell<HashSet<(String, String)>>,
    pub(in crate::graph) task: &'v Task,
    /// When the run began.
    pub(in crate::graph) now: Timestamp,
}

impl Visit<'_> {
    pub(in crate::graph) async fn step(
        &self,
        step: Step<'_>,
    ) -> Result<MeetingOutcome, ArchiveError> {
        let Found { lead, ended, last } = match step.found {
            Err(outcome) => return Ok(*outcome),
            Ok(found) => found,
        };
        let (mut asked, mut place) = (step.wanted.to_string(), step.wanted.place());
        if step.wanted.is_list() {
            let which = match &lead {
                Lead::JoinLink(_, by) => format!(", join link {by}"),
                Lead::JoinId(_, by) => format!(", join id {by}"),
                Lead::Meeting(meeting) => format!(", session {}", meeting.id()),
            };
            asked.push_str(&which);
            place.push_str(&which);
        }
        let outcome = MeetingOutcome {
            asked,
            place,
            named: !step.wanted.is_list(),
            user: step.wanted.owner().or(lead.owner()).map(Owner::to_string),
            meeting: None,
            status: Status::Unchanged,
            reason: None,
            warnings: Vec::new(),
            settled: false,
            ended,
            reports: Vec::new(),
        };
        let kind = lead.link().map_or(Kind::Meeting, join_link::kind);
        // What somebody named is asked for whatever its link looks like.
        if kind == Kind::Foreign && !outcome.named {
            return Ok(outcome.with(Status::Foreign, elsewhere()));
        }
        let settled = last.is_some_and(|last| self.now.duration_since(last) >= self.task.settling);
        if settled && let Some(outcome) = self.remembered(&lead, &outcome) {
            return Ok(outcome);
        }
        let outcome = self.found(&lead, outcome).await?;
        if let Some((owner, by)) = lead.way() {
            let settled = settled && self.is_whole(&outcome);
            let settled = settled.then_some(self.now);
            let memory = &mut self.archive.borrow_mut().memory;
            memory.settle(&owner, by, settled);
        }
        Ok(if kind == Kind::Channel {
            outcome.in_channel()
        } else {
            outcome
        })
    }

    pub(in crate::graph) async fn visit(
        &self,
        meeting: &Meeting,
        outcome: MeetingOutcome,
    ) -> Result<MeetingOutcome, ArchiveError> {
        let outcome = MeetingOutcome {
            meeting: Some(meeting.id().to_owned()),
            ..outcome
        };
        match self.task.shape {
            Shape::Current => self.current(meeting, outcome).await,
            Shape::Legacy => self.legacy(meeting, outcome).await,
        }
    }

    /// Lists the reports and fetches those that are new.
    async fn current(
        &self,
        meeting: &Meeting,
        mut outcome: MeetingOutcome,
    ) -> Result<MeetingOutcome, ArchiveError> {
        let listed = match self.list(meeting).await {
            Ok(listed) => listed,
            Err(error) => return Ok(outcome.with_error(&error)),
        };
        if listed.is_empty() {
            outcome.status = Status::Pending;
            outcome.reason = Some(no_report_yet());
            return Ok(outcome);
        }
        outcome.warnings = warnings(&listed);
        let own: Vec<_> = (listed.iter())
            .filter(|(entry, _)| self.is_first(meeting, &entry.id))
            .collect();
        let reports = stream::iter(own)
            .map(|(entry, raw)| self.report(meeting, entry, raw))
            .buffered(AHEAD);
        outcome.reports = reports
            .collect::<Vec<_>>()
            .await
            .into_iter()
            .collect::<Result<_, _>>()?;
        outcome.status = outcome.worst_report();
        Ok(outcome)
    }

    /// Returns whether no other meeting of the same channel has this report in this run.
    fn is_first(&self, meeting: &Meeting, report: &str) -> bool {
        match archived_as(meeting.id()) {
            Cow::Borrowed(_) => true,
            Cow::Owned(thread) => self
                .of_channels
                .borrow_mut()
                .insert((thread, report.to_owned())),
        }
    }

    async fn list(&self, meeting: &Meeting) -> Result<Vec<Element<Listed>>, GraphError> {
        let odata = self.task.odata.iter();
        let own = odata.filter(|(name, _)| !fetch_report::is_about_one_report(name));
        let query = Query::none().and(own);
        let segments = meeting.segments(&["attendanceReports"]);
        let url = self.graph.address(&segments, &query)?;
        list(self.graph, url, Content::Small).await
    }

    async fn report(
        &self,
        meeting: &Meeting,
        listed: &Listed,
        raw: &RawValue,
    ) -> Result<ReportOutcome, ArchiveError> {
        let digest = content_digest(raw.get().as_bytes());
        let known = self
            .archive
            .borrow()
            .entry(&archived_as(meeting.id()), &listed.id)
            .cloned();
        if let Some(known) = &known
            && self.task.again == AskAgain::WhereChanged
            && known.listed == digest
            && is_settled(listed, known.fetched)
        {
            return Ok(ReportOutcome::there(
                &listed.id,
                Status::Unchanged,
                known.file.clone(),
            ));
        }
        // Until it is written: what came and waits for the disk is bounded so.
        let places = listed.weight().min(self.places);
        let _room = self.room.acquire_many(places).await;
        let etag = known
            .clone()
            .and_then(|known| known.etag.clone().map(|etag| (etag, known)));
        let tag = etag.as_ref().map(|(etag, _)| etag.as_str());
        let spool = self.archive.borrow().spool();
        let got =
            fetch_report::report(self.graph, meeting, listed, tag, &self.task.odata, spool).await;
        let got = match got {
            Err(Fault::Archive(error)) => return Err(error),
            Err(Fault::Graph(error)) => match &known {
                // What has expired since it was fetched is safe here.
                Some(known) if Status::of(&error) == Status::Expired => {
                    let file = known.file.clone();
                    return Ok(ReportOutcome::there(&listed.id, Status::Unchanged, file));
                }
                _ => return Ok(ReportOutcome::failed(&listed.id, &error)),
            },
            Ok(got) => got,
        };
        match (got, etag) {
            (Some(got), _) if got.is_empty_so_far(listed) => Ok(ReportOutcome::missing(
                &listed.id,
                Status::Pending,
                not_yet(),
            )),
            (Some(got), _) => {
                self.keep(meeting, &listed.id, got.fetched(listed.day(), digest))
                    .await
            }
            (None, Some((_, known))) => Ok(ReportOutcome::there(
                &listed.id,
                Status::Unchanged,
                known.file,
            )),
            (None, None) => Ok(ReportOutcome::missing(
                &listed.id,
                Status::Failed,
                no_report_yet(),
            )),
        }
    }

    /// Gets the newest report alone, in the service's older shape.
    async fn legacy(
        &self,
        meeting: &Meeting,
        mut outcome: MeetingOutcome,
    ) -> Result<MeetingOutcome, ArchiveError> {
        match fetch_report::newest(self.graph, meeting, &self.task.odata).await {
            Err(error) => return Ok(outcome.with_error(&error)),
            Ok(got) if got.head.records.unwrap_or(0) == 0 => {
                outcome.status = Status::Pending;
                outcome.reason = Some(not_yet());
            }
            Ok(got) => {
                let Body::Held(body) = &got.body else {
                    return Ok(outcome.with(Status::Pending, not_yet()));
                };
                let id = got.head.legacy_id(body);
                let day = got.head.day();
                let kept = self.keep(meeting, &id, got.fetched(day, None)).await?;
                outcome.reports.push(kept);
                outcome.status = outcome.worst_report();
            }
        }
        Ok(outcome)
    }

    async fn keep(
        &self,
        meeting: &Meeting,
        report: &str,
        fetched: Fetched,
    ) -> Result<ReportOutcome, ArchiveError> {
        let judged = self
            .archive
            .borrow()
            .judge(&archived_as(meeting.id()), report, fetched);
        let (stored, entry, file) = match judged {
            // A planted link costs its own report.
            Err(error @ ArchiveError::NotOwn { .. }) => {
                let reason = Reason::new("not-own-file", error.to_string(), error.hint());
                return Ok(ReportOutcome::missing(report, Status::Failed, reason));
            }
            judged => judged?,
        };
        if let Some(file) = file {
            let written = tokio::task::spawn_blocking(move || file.run()).await;
            written.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
        }
        self.archive.borrow_mut().note(&entry)?;
        Ok(match stored {
            Stored::New => ReportOutcome::there(report, Status::Fetched, entry.file),
            Stored::Same => ReportOutcome::there(report, Status::Unchanged, entry.file),
            Stored::Changed => ReportOutcome {
                earlier: entry.earlier.last().cloned(),
                ..ReportOutcome::there(report, Status::Changed, entry.file)
            },
        })
    }
}
