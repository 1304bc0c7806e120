//! `rollbook fetch`: from the service into an archive, and what is missing told.

mod artifact;
mod registrations;
pub mod wanted;

use std::time::Duration;

use jiff::Timestamp;

use rollbook::graph::archive::Archive;
use rollbook::graph::live_event::artifacts::Artifact;
use rollbook::graph::reports::outcome::{MeetingOutcome, Need, Reason, Run, with_causes};
use rollbook::graph::reports::plan::plan;
use rollbook::graph::reports::troubles::Troubles;
use rollbook::graph::reports::{self, AskAgain, Shape, Source, Task};
use rollbook::graph::{block_on, block_on_within};

use super::online::{OnlineFailure, connect};
use super::{Exit, Failure, convert};
use crate::cli::fetch::{Fetch, Reports, SourceChoice};
use crate::terminal;
use crate::terminal::fetching::FetchReport;
use wanted::{meetings, organizers};

/// Runs the command.
pub fn run(what: &Fetch) -> Result<Exit, Failure> {
    match what {
        Fetch::Reports(options) => reports_and_summary(options),
        Fetch::Registrations(options) => registrations::run(options),
        Fetch::AttendeeReport(options) => artifact::run(options, Artifact::AttendeeReport),
        Fetch::Recording(options) => artifact::run(options, Artifact::Recording),
        Fetch::AlternativeRecording(options) => {
            artifact::run(options, Artifact::AlternativeRecording)
        }
    }
}

/// What could be fetched is converted, also where something is missing.
fn reports_and_summary(options: &Reports) -> Result<Exit, Failure> {
    if options.dry_run {
        let task = task(options, Timestamp::now())?;
        let planned = plan(&options.connection.place.graph_url, &task);
        let planned = planned.map_err(OnlineFailure::from)?;
        terminal::fetching::planned(&planned).map_err(Failure::Stdout)?;
        return Ok(Exit::Success);
    }
    let fetched = reports(options)?;
    match options.conversion() {
        Some(conversion) => convert::run(&conversion).map(|converted| fetched.max(converted)),
        None => Ok(fetched),
    }
}

fn reports(options: &Reports) -> Result<Exit, OnlineFailure> {
    let begun = terminal::log::begin(&options.log);
    begun.map_err(|source| OnlineFailure::Log {
        path: options.log.log_file.clone().unwrap_or_default(),
        source,
    })?;
    let started = Timestamp::now();
    let task = task(options, started)?;
    tracing::info!(archive = %options.archive.display(), "run begun");
    let mut archive = Archive::open(&options.archive)?;
    let mut run = Run::begun(options.connection.place.graph_url.to_string(), started);
    terminal::fetching::unread(archive.path(), archive.unread());
    // A run that is killed leaves this, and not what the run before it did.
    archive.write_run(&run)?;
    let mut troubles = Troubles::read(archive.path());
    let mut report = FetchReport::new(options.quiet, started);
    let ended = fetch(options, &mut archive, &task, |mut outcome| {
        troubles.judge(&mut outcome, started, options.settled_after);
        report.meeting(&outcome);
        run.meetings.push(outcome);
    });
    let reason = |failure: &OnlineFailure| {
        let hint = failure.hint().unwrap_or_default();
        Reason::new(failure.kind(), with_causes(failure), hint)
    };
    run.end(ended.as_ref().err().map(reason));
    let written = archive
        .sync()
        .and_then(|()| archive.write_troubles(&troubles));
    let file = written.and_then(|()| archive.write_run(&run));
    if let Ok(file) = &file
        && (ended.is_ok() || !run.meetings.is_empty())
    {
        report.fetched(&run, archive.path(), file);
    }
    ended?;
    file?;
    Ok(exit(&run))
}

fn fetch(
    options: &Reports,
    archive: &mut Archive,
    task: &Task,
    done: impl FnMut(MeetingOutcome),
) -> Result<(), OnlineFailure> {
    let graph = connect(&options.connection)?;
    let work = async {
        graph.sign_in().await?;
        reports::fetch(&graph, archive, task, done).await?;
        Ok(())
    };
    let Some(seconds) = options.max_time else {
        return block_on(work).map_err(OnlineFailure::Network)?;
    };
    let limit = Duration::from_secs(seconds.get().into());
    let in_time = block_on_within(limit, work).map_err(OnlineFailure::Network)?;
    in_time.unwrap_or(Err(OnlineFailure::OutOfTime { seconds }))
}

/// What is pending comes by itself, the rest needs somebody.
fn exit(run: &Run) -> Exit {
    match run.need() {
        Need::Nothing => Exit::Success,
        Need::Time => Exit::Findings,
        Need::Repair => Exit::Failure,
        Need::Permission => Exit::Forbidden,
        Need::SignIn => Exit::SignIn,
    }
}

fn task(options: &Reports, now: Timestamp) -> Result<Task, OnlineFailure> {
    Ok(Task {
        wanted: meetings(&options.meetings)?,
        organizers: organizers(&options.meetings)?,
        days: options.meetings.days(now),
        source: match options.meetings.source {
            SourceChoice::Calendars => Source::Calendars,
            SourceChoice::CallRecords => Source::CallRecords,
        },
        odata: options.odata.clone(),
        shape: if options.legacy {
            Shape::Legacy
        } else {
            Shape::Current
        },
        again: if options.recheck {
            AskAgain::All
        } else {
            AskAgain::WhereChanged
        },
        settling: options.settled_after,
    })
}
