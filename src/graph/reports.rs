//! The meetings' reports: find and list them, get those that are new, keep them.

use std::cell::RefCell;
use std::pin::pin;

use futures_util::future::try_join;
use futures_util::{StreamExt, stream};
use serde_json::value::RawValue;
use tokio::sync::{Semaphore, mpsc};

use super::WRITERS;
use super::answer::Content;
use super::archive::{Archive, ArchiveError, Fetched, Stored, content_digest};
use super::client::Graph;
use super::endpoints::{Found, Lead, Meeting, Owner, Wanted, follow, leads};
use super::error::GraphError;
use super::join_link::{self, Kind};
use super::outcome::{MeetingOutcome, Reason, ReportOutcome, Status};
use super::paging::{Element, list};
use super::query::Query;
use super::report::{Listed, is_settled};
use super::troubles::NO_REPORT;
use super::warnings::warnings;
use super::whole;

/// How many reports of one meeting are asked for at a time, as many as a batch takes;
/// the client lets through as many as are allowed in all.
const AHEAD: usize = 20;

/// What to fetch, and how.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// What is to be fetched.
    pub wanted: Vec<Wanted>,
    /// OData parameters of the user's own.
    pub odata: Vec<(String, String)>,
    /// Which of the service's two ways of giving reports to use.
    pub shape: Shape,
    /// Which reports that are in the archive to ask for again.
    pub again: AskAgain,
}

/// The service's two ways of giving reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A list of reports, each with its records.
    #[default]
    Current,
    /// The newest report alone, in one answer (beta).
    Legacy,
}

/// Which reports that are in the archive are asked for again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskAgain {
    /// Those of which the list says something new, or that may still grow.
    #[default]
    WhereChanged,
    /// All.
    All,
}

/// Fetches everything into the archive, and gives `done` each meeting's outcome in order.
///
/// # Errors
/// When the archive cannot be written; what cannot be fetched is in the outcomes.
pub async fn fetch(
    graph: &Graph,
    archive: &mut Archive,
    task: &Task,
    mut done: impl FnMut(MeetingOutcome),
) -> Result<(), ArchiveError> {
    let visit = Visit {
        graph,
        room: Semaphore::new(graph.most_at_a_time() + WRITERS),
        archive: &RefCell::new(archive),
        task,
    };
    // Searching and fetching are waited for side by side. A search inside the stream of
    // meetings would not be polled while all places are taken, and would keep its permits.
    let (find, mut found) = mpsc::unbounded_channel();
    let search = async {
        let leads = async |wanted| (wanted, leads(graph, wanted).await);
        let each = stream::iter(&task.wanted).map(leads).buffered(AHEAD);
        // Nobody listens any more only when the run ends early.
        each.for_each(async |found| drop(find.send(found))).await;
        drop(find);
        Ok(())
    };
    let visits = async {
        let steps = stream::poll_fn(|context| found.poll_recv(context))
            .flat_map(|(wanted, found)| stream::iter(steps(wanted, found)));
        let mut meetings = pin!(
            steps
                .map(|step| visit.step(step))
                .buffered(graph.most_at_a_time())
        );
        while let Some(outcome) = meetings.next().await {
            done(outcome?);
        }
        Ok(())
    };
    try_join(search, visits).await.map(|((), ())| ())
}

/// What was asked for, and the next thing to do about it.
struct Step<'w> {
    wanted: &'w Wanted,
    found: Result<Found, Box<MeetingOutcome>>,
}

fn steps(wanted: &Wanted, found: Result<Vec<Found>, GraphError>) -> Vec<Step<'_>> {
    let without = |status, reason| {
        let user = wanted.owner().map(ToString::to_string);
        let mut outcome = MeetingOutcome::without_reports(wanted.to_string(), user, status, reason);
        outcome.place = wanted.place();
        vec![Step {
            wanted,
            found: Err(Box::new(outcome)),
        }]
    };
    match found {
        Err(error) => without(Status::of(&error), Reason::from(&error)),
        Ok(found) if found.is_empty() => without(Status::Unchanged, nothing_there()),
        Ok(found) => found
            .into_iter()
            .map(|found| Step {
                wanted,
                found: Ok(found),
            })
            .collect(),
    }
}

fn nothing_there() -> Reason {
    Reason::new(
        "nothing",
        "there is no online meeting or session in it",
        "check the days and the user, if there should be one",
    )
}

/// What each meeting's fetch needs.
struct Visit<'v> {
    graph: &'v Graph,
    /// For reports that are under way or wait to be written.
    room: Semaphore,
    archive: &'v RefCell<&'v mut Archive>,
    task: &'v Task,
}

impl Visit<'_> {
    async fn step(&self, step: Step<'_>) -> Result<MeetingOutcome, ArchiveError> {
        let Found { lead, ended } = match step.found {
            Err(outcome) => return Ok(*outcome),
            Ok(found) => found,
        };
        let (mut asked, mut place) = (step.wanted.to_string(), step.wanted.place());
        if let (Wanted::Calendar(..), Lead::JoinLink(_, link)) = (step.wanted, &lead) {
            asked.push_str(&format!(", join link {link}"));
            place.push_str(&format!(", join link {link}"));
        }
        let outcome = MeetingOutcome {
            asked,
            place,
            named: !matches!(step.wanted, Wanted::Calendar(..)),
            user: step.wanted.owner().map(Owner::to_string),
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
        let outcome = match follow(self.graph, &lead).await {
            Ok(meeting) => {
                let outcome = MeetingOutcome {
                    meeting: Some(meeting.id().to_owned()),
                    ..outcome
                };
                self.visit(&meeting, outcome).await?
            }
            Err(error) => outcome.with_error(&error),
        };
        Ok(if kind == Kind::Channel {
            outcome.in_channel()
        } else {
            outcome
        })
    }

    async fn visit(
        &self,
        meeting: &Meeting,
        outcome: MeetingOutcome,
    ) -> Result<MeetingOutcome, ArchiveError> {
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
        let reports = stream::iter(&listed)
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

    async fn list(&self, meeting: &Meeting) -> Result<Vec<Element<Listed>>, GraphError> {
        let odata = self.task.odata.iter();
        let own = odata.filter(|(name, _)| !whole::is_about_one_report(name));
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
            .entry(meeting.id(), &listed.id)
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
        let _room = self.room.acquire().await;
        let etag = known
            .clone()
            .and_then(|known| known.etag.clone().map(|etag| (etag, known)));
        let tag = etag.as_ref().map(|(etag, _)| etag.as_str());
        let got = whole::report(self.graph, meeting, listed, tag, &self.task.odata).await;
        let got = match got {
            Err(error) => match &known {
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
        match whole::newest(self.graph, meeting, &self.task.odata).await {
            Err(error) => return Ok(outcome.with_error(&error)),
            Ok(got) if got.head.records.unwrap_or(0) == 0 => {
                outcome.status = Status::Pending;
                outcome.reason = Some(not_yet());
            }
            Ok(got) => {
                let id = got.head.legacy_id(&got.body);
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
        let judged = self.archive.borrow().judge(meeting.id(), report, fetched);
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

fn elsewhere() -> Reason {
    Reason::new(
        "foreign",
        "the meeting is held with another provider than Teams",
        "nothing: Microsoft keeps no attendance of it",
    )
}

fn no_report_yet() -> Reason {
    Reason::new(
        NO_REPORT,
        "there is no attendance report yet: the meeting is still running, was never held, or keeps no attendance",
        "run the same command again after the meeting has ended",
    )
}

fn not_yet() -> Reason {
    Reason::new(
        "empty-report",
        "the report is still empty: the meeting is running or has only just ended",
        "run the same command again later",
    )
}
