//! The meetings' reports: find and list them, get those that are new, keep them.

pub(in crate::graph) mod calendar;
pub(in crate::graph) mod call_records;
pub(in crate::graph) mod channel;
pub mod directory;
pub mod endpoints;
pub(in crate::graph) mod events;
pub(in crate::graph) mod fetch_report;
pub(in crate::graph) mod join_link;
pub(in crate::graph) mod merge_pages;
pub mod outcome;
pub mod plan;
pub(in crate::graph) mod reasons;
pub(in crate::graph) mod recall;
pub mod registrations;
pub(in crate::graph) mod report;
pub(in crate::graph) mod status;
pub mod troubles;
pub(in crate::graph) mod visit;
pub(in crate::graph) mod wanted;
pub(in crate::graph) mod warnings;

use std::cell::RefCell;
use std::pin::pin;

use futures_util::future::try_join;
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, mpsc};

use crate::graph::WRITERS;
use crate::graph::archive::{Archive, ArchiveError};
use crate::graph::http::client::Graph;
use crate::graph::http::error::GraphError;
use crate::graph::reports::directory::Organizers;
use crate::graph::reports::endpoints::{DayRange, Found, Wanted, each_once, leads};
use crate::graph::reports::outcome::{MeetingOutcome, Reason, Status};
use crate::graph::reports::reasons::nothing_there;
use crate::graph::reports::visit::Visit;

/// How many reports of one meeting are asked for at a time, as many as a batch takes;
/// the client lets through as many as are allowed in all.
pub(in crate::graph) const AHEAD: usize = 20;

/// What to fetch, and how.
#[derive(Clone, Debug)]
pub struct Task {
    /// What is to be fetched.
    pub wanted: Vec<Wanted>,
    /// Whose calendars are to be looked into.
    pub organizers: Vec<Organizers>,
    /// The days of the calendars.
    pub days: DayRange,
    /// Where the meetings of the organizers are found.
    pub source: Source,
    /// OData parameters of the user's own.
    pub odata: Vec<(String, String)>,
    /// Which of the service's two ways of giving reports to use.
    pub shape: Shape,
    /// Which reports that are in the archive to ask for again.
    pub again: AskAgain,
    /// How long after its end a meeting still gets reports.
    pub settling: SignedDuration,
}

/// Where the meetings of organizers are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// In their calendars.
    #[default]
    Calendars,
    /// In the tenant's call records.
    CallRecords,
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
    let places = graph.most_at_a_time() + WRITERS;
    let visit = Visit {
        graph,
        room: Semaphore::new(places),
        places: u32::try_from(places).unwrap_or(u32::MAX),
        archive: &RefCell::new(archive),
        of_channels: RefCell::default(),
        task,
        now: Timestamp::now(),
    };
    let (organizers, missing) = organized(graph, visit.archive, task).await;
    missing.into_iter().for_each(&mut done);
    let wanted = task.wanted.iter().cloned().chain(organizers);
    let wanted: Vec<_> = each_once(wanted).collect();
    // Searching and fetching are waited for side by side. A search inside the stream of
    // meetings would not be polled while all places are taken, and would keep its permits.
    let (find, mut found) = mpsc::unbounded_channel();
    let search = async {
        let leads = async |wanted| (wanted, leads(graph, wanted).await);
        let each = stream::iter(&wanted)
            .map(leads)
            .buffered(graph.most_at_a_time());
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

/// Finds where the meetings of the organizers are looked for; those who cannot be found are
/// outcomes of their own.
async fn organized(
    graph: &Graph,
    archive: &RefCell<&mut Archive>,
    task: &Task,
) -> (Vec<Wanted>, Vec<MeetingOutcome>) {
    let (named, days) = (&task.organizers, task.days);
    let held = task.source == Source::CallRecords;
    if held && named.contains(&Organizers::All) {
        return (vec![Wanted::Held(None, days)], Vec::new());
    }
    let (owners, missing) = directory::find(graph, archive, named).await;
    let calendar = |owner| Wanted::Calendar(owner, days);
    let wanted = match held {
        true if owners.is_empty() => Vec::new(),
        true => vec![Wanted::Held(Some(owners), days)],
        false => owners.into_iter().map(calendar).collect(),
    };
    (wanted, missing)
}

/// What was asked for, and the next thing to do about it.
pub(in crate::graph) struct Step<'w> {
    pub(in crate::graph) wanted: &'w Wanted,
    pub(in crate::graph) found: Result<Found, Box<MeetingOutcome>>,
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
        Err(error) => without(Status::of(&error), why(wanted, &error)),
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

/// Returns why a list did not come, with what mends that list.
fn why(wanted: &Wanted, error: &GraphError) -> Reason {
    let mut reason = Reason::from(error);
    let hint = match (wanted, Status::of(error)) {
        (Wanted::Held(..), Status::Forbidden) => {
            "grant the application permission CallRecords.Read.All, with admin consent, then sign in again; or find meetings with --source calendars"
        }
        (Wanted::Calendar(..), Status::Gone) => {
            "check the organizer: the tenant knows no such user, or the user was deleted"
        }
        _ => return reason,
    };
    hint.clone_into(&mut reason.hint);
    reason
}
