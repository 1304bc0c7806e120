//! What `fetch` prints: each trouble when it comes, and at the end what is missing.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use rollbook::graph::artifacts::{Downloaded, Step};
use rollbook::graph::outcome::{MeetingOutcome, Reason, Run, Status};

use super::{counted, grouped, inert, to_stderr, to_stdout};

/// How many troubles are told; the others are counted at the end.
const MOST_TROUBLES: usize = 50;

/// What `fetch reports` says while and after it works.
pub struct FetchReport {
    quiet: bool,
    troubles: usize,
    spinner: ProgressBar,
}

impl FetchReport {
    /// Begins to show progress, on a terminal only.
    pub fn new(quiet: bool) -> Self {
        let spinner = super::bar(None, quiet);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} meetings, {elapsed}")
        {
            spinner.set_style(style);
        }
        if !spinner.is_hidden() {
            spinner.enable_steady_tick(Duration::from_millis(200));
        }
        Self {
            quiet,
            troubles: 0,
            spinner,
        }
    }

    /// Tells what is wrong with a meeting, where something is.
    pub fn meeting(&mut self, outcome: &MeetingOutcome) {
        self.spinner.inc(1);
        // A calendar without meetings is worth a note, though not every night.
        if self.quiet && outcome.status == Status::Unchanged && outcome.warnings.is_empty() {
            return;
        }
        let told = troubles(outcome);
        let room = MOST_TROUBLES.saturating_sub(self.troubles);
        let said: String = told.iter().take(room).map(String::as_str).collect();
        self.troubles += told.len();
        self.spinner.suspend(|| to_stderr(&said));
    }

    /// Tells what was fetched, what is missing, and where everything is.
    pub fn fetched(&self, run: &Run, archive: &Path, file: &Path) {
        self.spinner.finish_and_clear();
        let hidden = self.troubles.saturating_sub(MOST_TROUBLES);
        if hidden > 0 {
            let (hidden, file) = (grouped(hidden), inert(&file.to_string_lossy()));
            to_stderr(&format!(
                "{hidden} more not shown here: `{file}` has them all\n"
            ));
        }
        if self.quiet && run.complete {
            return;
        }
        to_stdout(&summary(run, archive, file));
    }
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
            self.bar.set_message(inert(step.host));
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

/// Tells what was downloaded, from where, and where it is.
pub fn downloaded(came: &Downloaded, path: &Path) {
    let bytes = usize::try_from(came.bytes).map_or_else(|_| came.bytes.to_string(), grouped);
    let (host, path) = (inert(&came.host), inert(&path.to_string_lossy()));
    to_stdout(&format!("Fetched {bytes} bytes from {host}\n  {path}\n"));
}

/// Tells how many registrations were written, and how many were left out.
pub fn registered(expected: usize, others: usize, path: &Path) {
    let left_out = match others {
        0 => String::new(),
        count => format!(", without {} cancelled, waiting or refused", grouped(count)),
    };
    let path = inert(&path.to_string_lossy());
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
    let parts = |statuses: &[Status]| {
        let counts = statuses.iter().map(|&status| (status, run.count(status)));
        let told = counts.filter(|(_, count)| *count > 0);
        told.map(|(status, count)| format!("{} {}", grouped(count), status.name()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let there = parts(&[Status::Fetched, Status::Changed, Status::Unchanged]);
    let missing = parts(&[
        Status::Pending,
        Status::Gone,
        Status::Forbidden,
        Status::Failed,
    ]);
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
    for path in [archive, file] {
        let _ = writeln!(said, "  {}", inert(&path.to_string_lossy()));
    }
    said
}

/// The troubles of a meeting, each with its hint.
fn troubles(outcome: &MeetingOutcome) -> Vec<String> {
    let asked = &outcome.asked;
    let of_meeting = outcome
        .reason
        .iter()
        .map(|reason| lines(outcome.status, asked, reason));
    let warnings = outcome.warnings.iter();
    let warnings = warnings.map(|warning| inert(&format!("warning: {asked}: {warning}")) + "\n");
    let of_reports = outcome.reports.iter().filter_map(|report| {
        let place = format!("{asked}, report {}", report.report);
        match (&report.reason, &report.earlier) {
            (Some(reason), _) => Some(lines(report.status, &place, reason)),
            (None, Some(earlier)) => Some(inert(&format!(
                "note[changed] {place}: differs from what was fetched before; the earlier version is kept as {earlier}"
            )) + "\n"),
            (None, None) => None,
        }
    });
    of_meeting.chain(warnings).chain(of_reports).collect()
}

fn lines(status: Status, place: &str, reason: &Reason) -> String {
    let severity = match status {
        Status::Unchanged | Status::Fetched | Status::Changed => "note",
        Status::Pending => "warning",
        Status::Gone | Status::Forbidden | Status::Failed => "error",
    };
    let line = format!("{severity}[{}] {place}: {}", status.name(), reason.message);
    format!("{}\n  hint: {}\n", inert(&line), inert(&reason.hint))
}
