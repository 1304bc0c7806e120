//! Meetings that the archive remembers: found without asking, and not asked for again
//! where nothing more is to come.

use std::borrow::Cow;

use crate::graph::archive::ArchiveError;
use crate::graph::reports::channel::archived_as;
use crate::graph::reports::endpoints::{Lead, follow};
use crate::graph::reports::outcome::{MeetingOutcome, ReportOutcome, Status};
use crate::graph::reports::reasons::no_report_yet;
use crate::graph::reports::troubles::NO_REPORT;
use crate::graph::reports::visit::Visit;
use crate::graph::reports::{AskAgain, Shape};

impl Visit<'_> {
    /// Returns what became of a meeting of which nothing more was to come, and which is whole
    /// in the archive; nothing is asked for.
    pub(in crate::graph) fn remembered(
        &self,
        lead: &Lead,
        outcome: &MeetingOutcome,
    ) -> Option<MeetingOutcome> {
        let (owner, by) = lead.way()?;
        if self.task.again == AskAgain::All || !self.is_plain() {
            return None;
        }
        let archive = self.archive.borrow();
        if !archive.memory.is_settled(&owner, by, self.now) {
            return None;
        }
        let id = archive.memory.id(&owner, by, self.now)?;
        let reports = archive.reports_of(id).into_iter().map(|report| {
            let file = archive.entry(id, &report)?.file.clone();
            Some(ReportOutcome::there(&report, Status::Unchanged, file))
        });
        let reports: Vec<_> = reports.collect::<Option<_>>()?;
        let none = reports.is_empty();
        let outcome = MeetingOutcome {
            meeting: Some(id.to_owned()),
            reports,
            ..outcome.clone()
        };
        Some(if none {
            outcome.with(Status::Pending, no_report_yet())
        } else {
            outcome
        })
    }

    /// Returns whether reports are asked for as always, so that what is there is what would
    /// come.
    fn is_plain(&self) -> bool {
        self.task.shape == Shape::Current && self.task.odata.is_empty()
    }

    /// Returns whether all reports of a meeting are in the archive and grow no more. The list
    /// of a channel is that of all its meetings: it is asked for every time.
    pub(in crate::graph) fn is_whole(&self, outcome: &MeetingOutcome) -> bool {
        let archive = self.archive.borrow();
        let Some(meeting) = outcome.meeting.as_deref().filter(|_| self.is_plain()) else {
            return false;
        };
        let waits = outcome
            .reason
            .as_ref()
            .is_some_and(|reason| reason.kind == NO_REPORT);
        let there = |report: &ReportOutcome| report.status <= Status::Changed;
        let known = archive.reports_of(meeting).len() == outcome.reports.len();
        matches!(archived_as(meeting), Cow::Borrowed(_))
            && known
            && (waits || (outcome.reason.is_none() && outcome.reports.iter().all(there)))
    }

    /// Finds a meeting, where it is not remembered, and fetches its reports.
    pub(in crate::graph) async fn found(
        &self,
        lead: &Lead,
        outcome: MeetingOutcome,
    ) -> Result<MeetingOutcome, ArchiveError> {
        let way = lead.way();
        if let Some((owner, by)) = &way {
            let known = self
                .archive
                .borrow()
                .memory
                .id(owner, by, self.now)
                .map(str::to_owned);
            if let Some(id) = known {
                let visited = self.visit(&lead.known(&id), outcome.clone()).await?;
                if visited.status != Status::Gone {
                    return Ok(visited);
                }
                self.archive.borrow_mut().memory.forget(owner, by);
            }
        }
        let meeting = match follow(self.graph, lead).await {
            Ok(meeting) => meeting,
            Err(error) => return Ok(outcome.with_error(&error)),
        };
        if let Some((owner, by)) = &way {
            let memory = &mut self.archive.borrow_mut().memory;
            memory.note(owner, by, meeting.id(), self.now);
        }
        self.visit(&meeting, outcome).await
    }
}
