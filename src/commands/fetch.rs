//! `rollbook fetch`: from the service into an archive, and what is missing told.

mod artifact;
mod registrations;
pub mod wanted;

use std::time::Duration;

use jiff::Timestamp;

use rollbook::graph::archive::Archive;
use rollbook::graph::reports::outcome::{MeetingOutcome, Need, Reason, Run, with_causes};
use rollbook::graph::reports::plan::plan as requests;
use rollbook::graph::reports::troubles::Troubles;
use rollbook::graph::reports::{self, Task};
use rollbook::graph::{block_on, block_on_within};

use super::online::{OnlineFailure, connect};
use super::{Exit, Failure, convert};
use crate::plan::fetch::{FetchPlan, ReportsPlan};
use crate::terminal;
use crate::terminal::fetching::FetchReport;
use wanted::{meetings, organizers};

/// Runs the command.
pub fn run(plan: &FetchPlan) -> Result<Exit, Failure> {
    match plan {
        FetchPlan::Reports(plan) => reports_and_summary(plan),
        FetchPlan::Registrations(plan) => registrations::run(plan),
        FetchPlan::File(plan) => artifact::run(plan),
    }
}

/// Returns what could be fetched is converted, also where something is missing.
fn reports_and_summary(plan: &ReportsPlan) -> Result<Exit, Failure> {
    if plan.dry_run {
        let task = task(plan, Timestamp::now())?;
        let planned = requests(&plan.connection.place.graph_url, &task);
        let planned = planned.map_err(OnlineFailure::from)?;
        terminal::fetching::planned(&planned).map_err(Failure::Stdout)?;
        return Ok(Exit::Success);
    }
    let fetched = reports(plan)?;
    match &plan.conversion {
        Some(conversion) => convert::run(conversion).map(|converted| fetched.max(converted)),
        None => Ok(fetched),
    }
}

fn reports(plan: &ReportsPlan) -> Result<Exit, OnlineFailure> {
    let begun = terminal::log::begin(&plan.log);
    begun.map_err(|source| OnlineFailure::Log {
        path: plan.log.file.clone().unwrap_or_default(),
        source,
    })?;
    terminal::configured(plan.config.as_ref(), plan.quiet);
    let started = Timestamp::now();
    let task = task(plan, started)?;
    tracing::info!(archive = %plan.archive().display(), "run begun");
    let mut archive = Archive::open(plan.archive())?;
    let mut run = Run::begun(plan.connection.place.graph_url.to_string(), started);
    terminal::fetching::unread(archive.path(), archive.unread());
    // A run that is killed leaves this, and not what the run before it did.
    archive.write_run(&run)?;
    let mut troubles = Troubles::read(archive.path());
    let mut report = FetchReport::new(plan.quiet, started);
    let ended = fetch(plan, &mut archive, &task, |mut outcome| {
        troubles.judge(&mut outcome, started, plan.settled_after);
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
    plan: &ReportsPlan,
    archive: &mut Archive,
    task: &Task,
    done: impl FnMut(MeetingOutcome),
) -> Result<(), OnlineFailure> {
    let graph = connect(&plan.connection)?;
    let work = async {
        graph.sign_in().await?;
        reports::fetch(&graph, archive, task, done).await?;
        Ok(())
    };
    let Some(seconds) = plan.max_time else {
        return block_on(work).map_err(OnlineFailure::Network)?;
    };
    let limit = Duration::from_secs(seconds.get().into());
    let in_time = block_on_within(limit, work).map_err(OnlineFailure::Network)?;
    in_time.unwrap_or(Err(OnlineFailure::OutOfTime { seconds }))
}

/// Returns what is pending comes by itself, the rest needs somebody.
fn exit(run: &Run) -> Exit {
    match run.need() {
        Need::Nothing => Exit::Success,
        Need::Time => Exit::Findings,
        Need::Repair => Exit::Failure,
        Need::Permission => Exit::Forbidden,
        Need::SignIn => Exit::SignIn,
    }
}

fn task(plan: &ReportsPlan, now: Timestamp) -> Result<Task, OnlineFailure> {
    Ok(Task {
        wanted: meetings(&plan.meetings)?,
        organizers: organizers(&plan.meetings)?,
        days: plan.meetings.days.at(now),
        source: plan.meetings.source,
        odata: plan.odata.clone(),
        shape: plan.shape,
        again: plan.again,
        settling: plan.settled_after,
    })
}
