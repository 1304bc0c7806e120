//! `rollbook fetch`: from the service into an archive, and what is missing told.

mod artifact;
mod registrations;

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use rollbook::graph::archive::Archive;
use rollbook::graph::artifacts::Artifact;
use rollbook::graph::endpoints::{EventKind, Owner, Wanted, each_once};
use rollbook::graph::outcome::{MeetingOutcome, Need, Reason, Run, with_causes};
use rollbook::graph::reports::{self, AskAgain, Shape, Task};
use rollbook::graph::troubles::Troubles;
use rollbook::graph::{block_on, block_on_within};

use super::online::{OnlineFailure, connect, read};
use super::{Exit, Failure, convert};
use crate::cli::fetch::{Fetch, Reports, parse_join_id};
use crate::terminal;
use crate::terminal::fetching::FetchReport;

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
    let fetched = reports(options)?;
    match options.conversion() {
        Some(conversion) => convert::run(&conversion).map(|converted| fetched.max(converted)),
        None => Ok(fetched),
    }
}

fn reports(options: &Reports) -> Result<Exit, OnlineFailure> {
    let started = Timestamp::now();
    let task = task(options, started)?;
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
        wanted: wanted(options, now)?,
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
    })
}

/// Everything that was named, each once.
fn wanted(options: &Reports, now: Timestamp) -> Result<Vec<Wanted>, OnlineFailure> {
    let named = &options.meetings;
    let owner = named.owner();
    let days = named.days(now);
    let mut wanted = Vec::new();
    wanted.extend(
        named
            .meeting
            .iter()
            .map(|id| Wanted::Meeting(owner.clone(), id.clone())),
    );
    wanted.extend(
        named
            .join_link
            .iter()
            .map(|link| Wanted::JoinLink(owner.clone(), link.clone())),
    );
    wanted.extend(
        named
            .join_id
            .iter()
            .map(|id| Wanted::JoinId(owner.clone(), id.clone())),
    );
    wanted.extend(
        named
            .webinar
            .iter()
            .map(|id| Wanted::Event(EventKind::Webinar, id.clone())),
    );
    wanted.extend(
        named
            .townhall
            .iter()
            .map(|id| Wanted::Event(EventKind::TownHall, id.clone())),
    );
    for path in &named.meetings_from {
        wanted.extend(meetings_from(path, &owner)?);
    }
    let calendar = |owner| Wanted::Calendar(owner, days);
    wanted.extend(named.organizers().map(calendar));
    Ok(each_once(wanted.into_iter()).collect())
}

/// The meetings that a file names, one a line.
fn meetings_from(path: &Path, owner: &Owner) -> Result<Vec<Wanted>, OnlineFailure> {
    let bytes = read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            meeting_in(line, owner).ok_or_else(|| OnlineFailure::Line {
                path: path.to_owned(),
                line: index + 1,
            })
        })
        .collect()
}

/// The meeting that a line names: `MEETING` or `USER_ID,MEETING`.
fn meeting_in(line: &str, owner: &Owner) -> Option<Wanted> {
    // A link may hold commas itself.
    let pair = line.split_once(',').filter(|_| !is_link(line));
    let (owner, meeting) = match pair {
        Some((user, meeting)) => (Owner::User(user.trim().to_owned()), meeting.trim()),
        None => (owner.clone(), line),
    };
    let blank_user = matches!(&owner, Owner::User(user) if user.is_empty());
    if blank_user || meeting.is_empty() {
        None
    } else if is_link(meeting) {
        Some(Wanted::JoinLink(owner, meeting.to_owned()))
    } else if let Ok(digits) = parse_join_id(meeting) {
        Some(Wanted::JoinId(owner, digits))
    } else if meeting.contains(char::is_whitespace) {
        None
    } else {
        Some(Wanted::Meeting(owner, meeting.to_owned()))
    }
}

fn is_link(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: &str) -> Owner {
        Owner::User(id.into())
    }

    #[test]
    fn a_line_names_a_meeting_in_one_of_three_ways_and_maybe_its_organizer() {
        let me = Owner::Me;
        let link = "https://teams.example/l/meetup-join/19%3a,x";
        let named = |line: &str| meeting_in(line, &me);
        assert_eq!(
            named("MSo="),
            Some(Wanted::Meeting(me.clone(), "MSo=".into()))
        );
        assert_eq!(named(link), Some(Wanted::JoinLink(me.clone(), link.into())));
        assert_eq!(
            named("123 456"),
            Some(Wanted::JoinId(me.clone(), "123456".into()))
        );
        assert_eq!(
            named(&format!("u1, {link}")),
            Some(Wanted::JoinLink(user("u1"), link.into()))
        );
        assert_eq!(named("two words"), None);
        assert_eq!(named(",MSo="), None);
    }
}
