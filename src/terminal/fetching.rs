//! What `fetch` prints: each trouble when it comes, and at the end what is missing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use rollbook::graph::archive::UnreadLine;
use rollbook::graph::live_event::artifacts::{Downloaded, Step};
use rollbook::graph::reports::outcome::{MeetingOutcome, Need, Part, Reason, Run, Status};
use rollbook::graph::reports::plan::Planned;
use rollbook::untrusted::escaped;

use super::{counted, grouped, log, to_stderr, to_stdout};

/// How many troubles are told; the others are counted at the end.
const MOST_TROUBLES: usize = 50;

/// What `fetch reports` says while and after it works.
pub struct FetchReport {
    quiet: bool,
    /// What has been so since before is only counted.
    started: Timestamp,
    troubles: usize,
    spinner: ProgressBar,
}

impl FetchReport {
    /// Begins to show progress, on a terminal only.
    pub fn new(quiet: bool, started: Timestamp) -> Self {
        let spinner = super::bar(None, quiet || !log::is_watched());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} meetings, {elapsed}")
        {
            spinner.set_style(style);
        }
        if !spinner.is_hidden() {
            spinner.enable_steady_tick(Duration::from_millis(200));
        }
        Self {
            quiet,
            started,
            troubles: 0,
            spinner,
        }
    }

    /// Tells what is wrong with a meeting, where something is.
    pub fn meeting(&mut self, outcome: &MeetingOutcome) {
        self.spinner.inc(1);
        if log::is_json() {
            return event(outcome);
        }
        // A calendar without meetings is worth a note, though not every night.
        if self.quiet && outcome.status == Status::Unchanged && outcome.warnings.is_empty() {
            return;
        }
        let told = troubles(outcome, self.started);
        let room = MOST_TROUBLES.saturating_sub(self.troubles);
        let said: String = told.iter().take(room).map(String::as_str).collect();
        self.troubles += told.len();
        self.spinner.suspend(|| to_stderr(&said));
    }

    /// Tells what was fetched, what is missing, and where everything is.
    pub fn fetched(&self, run: &Run, archive: &Path, file: &Path) {
        self.spinner.finish_and_clear();
        ended(run);
        let hidden = self.troubles.saturating_sub(MOST_TROUBLES);
        if hidden > 0 {
            let (hidden, file) = (grouped(hidden), escaped(&file.to_string_lossy()));
            to_stderr(&format!(
                "{hidden} more not shown here: `{file}` has them all\n"
            ));
        }
        if self.quiet && run.complete {
            return;
        }
        if !log::is_json() {
            to_stderr(&as_before(run, self.started));
        }
        to_stdout(&summary(run, archive, file));
    }
}

/// Logs what became of a meeting; what was there already is told by the run's own event.
fn event(outcome: &MeetingOutcome) {
    let reason = outcome.reason.as_ref();
    let new = outcome.reports.iter();
    let new = new.filter(|report| matches!(report.status, Status::Fetched | Status::Changed));
    let new = new.count();
    let (asked, status) = (outcome.asked.as_str(), outcome.status.name());
    let (kind, why) = match reason {
        Some(reason) => (reason.kind, reason.message.as_str()),
        None => Default::default(),
    };
    let hint = reason.map_or("", |reason| reason.hint.as_str());
    let reports = outcome.reports.len();
    let settled = outcome.settled;
    match outcome.status.need() {
        Need::Nothing if new == 0 && reason.is_none() => {
            tracing::debug!(asked, status, reports, new, "meeting");
        }
        Need::Nothing => tracing::info!(asked, status, reports, new, kind, why, "meeting"),
        Need::Time => tracing::info!(asked, status, settled, reports, new, kind, why, "meeting"),
        Need::Repair | Need::Permission | Need::SignIn => {
            tracing::error!(
                asked, status, settled, reports, new, kind, why, hint, "meeting"
            );
        }
    }
    for report in &outcome.reports {
        let id = report.report.as_str();
        if let Some(reason) = &report.reason {
            let (kind, why, hint) = (reason.kind, reason.message.as_str(), reason.hint.as_str());
            let status = report.status.name();
            tracing::warn!(asked, report = id, status, kind, why, hint, "report");
        }
    }
    for warning in &outcome.warnings {
        tracing::warn!(asked, warning, "meeting");
    }
}

/// Logs what a run came to.
fn ended(run: &Run) {
    let of = |status| run.count(status);
    tracing::info!(
        meetings = run.meetings.len(),
        fetched = of(Status::Fetched),
        changed = of(Status::Changed),
        unchanged = of(Status::Unchanged),
        pending = of(Status::Pending),
        forbidden = of(Status::Forbidden),
        gone = of(Status::Gone),
        failed = of(Status::Failed),
        complete = run.complete,
        "run ended"
    );
}

/// How far a download is, on a terminal only.
pub struct DownloadProgress {
    bar: ProgressBar,
}

impl DownloadProgress {
    /// Begins to show it.
    pub fn new(quiet: bool) -> Self {
        let bar = super::bar(None, quiet);
        let style = "{msg} {bar:30} {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// The download is this far.
    pub fn at(&self, step: &Step<'_>) {
        if self.bar.message().is_empty() {
            self.bar.set_message(escaped(step.host));
        }
        if let Some(total) = step.total {
            self.bar.set_length(total);
        }
        self.bar.set_position(step.done);
    }
}

impl Drop for DownloadProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Tells what a run would ask for first.
pub fn planned(planned: &[Planned]) -> io::Result<()> {
    let line = |Planned { what, address }: &Planned| {
        format!("{}\n  {}\n", escaped(what), escaped(address))
    };
    let requests: String = planned.iter().map(line).collect();
    let count = counted(planned.len(), "request");
    let mut stdout = io::stdout().lock();
    writeln!(
        stdout,
        "{requests}Begins with {count}; each calendar, meeting and report found takes more, unless it is in the archive"
    )
    .and_then(|()| stdout.flush())
}

/// Tells of lines of the index that could not be read.
pub fn unread(archive: &Path, lines: &[UnreadLine]) {
    let Some(first) = lines.first() else {
        return;
    };
    let told = format!(
        "warning[index] {} of the index cannot be read, the first is line {}: {}",
        counted(lines.len(), "line"),
        first.number,
        first.why
    );
    let hint = format!(
        "`rollbook archive repair {}` takes up the reports that they named",
        archive.display()
    );
    to_stderr(&format!("{}\n  hint: {}\n", escaped(&told), escaped(&hint)));
}

/// Tells what was downloaded, from where, and where it is.
pub fn downloaded(came: &Downloaded, path: &Path) {
    let bytes = usize::try_from(came.bytes).map_or_else(|_| came.bytes.to_string(), grouped);
    let (host, path) = (escaped(&came.host), escaped(&path.to_string_lossy()));
    to_stdout(&format!("Fetched {bytes} bytes from {host}\n  {path}\n"));
}

/// Tells how many registrations were written, and how many were left out.
pub fn registered(expected: usize, others: usize, path: &Path) {
    let left_out = match others {
        0 => String::new(),
        count => format!(", without {} cancelled, waiting or refused", grouped(count)),
    };
    let path = escaped(&path.to_string_lossy());
    to_stdout(&format!(
        "{} registrations{left_out}\n  {path}\n",
        grouped(expected)
    ));
}

/// Prints a link and nothing else.
pub fn link(link: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{link}").and_then(|()| stdout.flush())
}

fn summary(run: &Run, archive: &Path, file: &Path) -> String {
    let of = |wanted: &dyn Fn(&Part<'_>) -> bool| counts(run.parts().filter(|part| wanted(part)));
    let there = of(&|part| part.status <= Status::Changed);
    let settled = of(&|part| part.status > Status::Changed && part.need() == Need::Nothing);
    let missing = of(&|part| part.need() != Need::Nothing);
    let there = if there.is_empty() {
        "none".into()
    } else {
        there
    };
    let meetings = counted(run.meetings.len(), "meeting");
    let mut said = format!("Reports of {meetings}: {there}\n");
    if !missing.is_empty() {
        let _ = writeln!(said, "Missing: {missing}");
    }
    if !settled.is_empty() {
        let _ = writeln!(said, "Nothing to fetch: {settled}");
    }
    for path in [archive, file] {
        let _ = writeln!(said, "  {}", escaped(&path.to_string_lossy()));
    }
    said
}

/// Returns how many there are of each status, in words.
fn counts<'r>(parts: impl Iterator<Item = Part<'r>>) -> String {
    let mut counts = BTreeMap::<(bool, Status), usize>::new();
    for Part { status, .. } in parts {
        // What is new comes first.
        let key = (status == Status::Unchanged, status);
        *counts.entry(key).or_default() += 1;
    }
    let told = counts.into_iter();
    told.map(|((_, status), count)| format!("{} {}", grouped(count), status.name()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns what has been wrong since before, a line for each reason.
fn as_before(run: &Run, started: Timestamp) -> String {
    let mut known = BTreeMap::<(Status, &str), (usize, Timestamp, &Reason)>::new();
    for part in run.parts().filter(|part| part.need() != Need::Nothing) {
        let Some((reason, since)) = part.reason.and_then(|reason| Some((reason, reason.since?)))
        else {
            continue;
        };
        if since < started {
            let entry = known.entry((part.status, reason.kind));
            let (count, first, _) = entry.or_insert((0, since, reason));
            *count += 1;
            *first = since.min(*first);
        }
    }
    let mut said = String::new();
    for ((status, kind), (count, since, reason)) in known {
        let (severity, count) = (severity(status), grouped(count));
        let since = since.strftime("%Y-%m-%d");
        let _ = writeln!(
            said,
            "{severity}[{}] {count} as before ({kind}), the first since {since}\n  hint: {}",
            status.name(),
            escaped(&reason.hint)
        );
    }
    said
}

/// Returns the new troubles of a meeting, each with its hint.
fn troubles(outcome: &MeetingOutcome, started: Timestamp) -> Vec<String> {
    let asked = &outcome.asked;
    let is_news = |status: Status, settled: bool, reason: &Reason| {
        let told = !settled && (status < Status::Foreign || status.need() != Need::Nothing);
        told && reason.since.is_none_or(|since| since >= started)
    };
    let of_meeting = outcome
        .reason
        .iter()
        .filter(|reason| is_news(outcome.status, outcome.settled, reason))
        .map(|reason| lines(outcome.status, asked, reason));
    let warnings = outcome.warnings.iter();
    let warnings = warnings.map(|warning| escaped(&format!("warning: {asked}: {warning}")) + "\n");
    let of_reports = outcome.reports.iter().filter_map(|report| {
        let place = format!("{asked}, report {}", report.report);
        match (&report.reason, &report.earlier) {
            (Some(reason), _) => is_news(report.status, report.settled, reason)
                .then(|| lines(report.status, &place, reason)),
            (None, Some(earlier)) => Some(escaped(&format!(
                "note[changed] {place}: differs from what was fetched before; the earlier version is kept as {earlier}"
            )) + "\n"),
            (None, None) => None,
        }
    });
    of_meeting.chain(warnings).chain(of_reports).collect()
}

fn lines(status: Status, place: &str, reason: &Reason) -> String {
    let severity = severity(status);
    let line = format!("{severity}[{}] {place}: {}", status.name(), reason.message);
    format!("{}\n  hint: {}\n", escaped(&line), escaped(&reason.hint))
}

fn severity(status: Status) -> &'static str {
    match status.need() {
        Need::Nothing => "note",
        Need::Time => "warning",
        Need::Repair | Need::Permission | Need::SignIn => "error",
    }
}
