//! Everything that is printed for people.
//!
//! Messages hold no names of people, and control characters in them (file
//! names and values are written by strangers) are shown, not sent.

pub mod account;
pub mod archive;
pub mod fetching;
pub mod log;
pub mod window;

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use rollbook::finding::{Code, Finding, Severity, SeverityCounts};
use rollbook::formats::plain::paint::Colours;
use rollbook::output::{OutputPlan, Totals};
use rollbook::series::input::exclusions::Exclusions;
use rollbook::series::input::table::Understood;
use rollbook::source::files::Found;
use rollbook::storage::earlier::Stale;
use rollbook::storage::folder;
use rollbook::storage::manifest::{Difference, Differences, Manifest};
use rollbook::storage::others;
use rollbook::summary::{DocumentSummary, RunCounts, Trouble};
use rollbook::untrusted::escaped;
use rollbook::views::Table;
use rollbook::views::register_wide::WideRegister;
use rollbook::views::run_view::{RosterCounts, RunView};
use rollbook::views::view::View;

use crate::plan::convert::{ConvertPlan, Destination};
use crate::plan::{ConfigPlan, FailOn, Judging};
use crate::timings::Told;

/// How many documents without reports are named before the rest is only counted.
const MOST_TROUBLES: usize = 20;

/// How many files that are not of a run are named before the rest is only counted.
const MOST_OTHERS: usize = 20;

/// Prints why a run ended before its time, and the way out.
pub fn failure(failure: &dyn Error, hint: Option<&str>) {
    let mut said = format!("error: {failure}\n");
    let mut cause = failure.source();
    while let Some(error) = cause {
        let _ = writeln!(said, "  caused by: {error}");
        cause = error.source();
    }
    if let Some(hint) = hint {
        let _ = writeln!(said, "  hint: {hint}");
    }
    to_stderr(&said);
}

/// Tells where a file was written.
pub fn file_written(path: &Path) {
    let path = path.to_string_lossy();
    to_stdout(&format!("Written: {}\n", escaped(&path)));
}

/// Tells into which folder so many files were written.
pub fn files_written(folder: &Path, files: usize) {
    let folder = folder.to_string_lossy();
    let files = match files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    to_stdout(&format!("Written: {files} in {}\n", escaped(&folder)));
}

/// Tells where a file that says what to do was written, and how to run it.
pub fn config_written(path: &Path) {
    let name = escaped(&path.to_string_lossy());
    let run = match path
        .parent()
        .is_none_or(|folder| folder.as_os_str().is_empty())
    {
        true => "rollbook".to_owned(),
        false => format!("rollbook --config {name}"),
    };
    to_stdout(&format!("Written: {name}\nRun it with: {run}\n"));
}

/// Tells what a run takes from a file.
pub fn configured(config: Option<&ConfigPlan>, quiet: bool) {
    if let Some(config) = config.filter(|_| !quiet) {
        to_stderr(&format!("{}\n", escaped(&config.to_string())));
    }
}

/// Shows a file or folder with the program that the system opens it with.
pub fn show(path: &Path) {
    if let Err(error) = open::that_detached(path) {
        let path = escaped(&path.to_string_lossy());
        to_stderr(&format!("warning: could not open {path}: {error}\n"));
    }
}

/// What a shell expects of a program that was interrupted: 128 + SIGINT.
pub const INTERRUPTED: u8 = 130;

/// Lets Ctrl-C and a polite kill end the program at once, with no unfinished file left.
pub fn end_cleanly_when_interrupted() {
    let end = || {
        folder::abandon();
        to_stderr("interrupted: finished files stay, unfinished ones were removed\n");
        std::process::exit(INTERRUPTED.into());
    };
    // Without the handler an interrupted run leaves files named `.rollbook-…`, and nothing worse.
    let _ = ctrlc::set_handler(end);
}

/// Where and why the last panic was, for [`own_mistake`].
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Returns how wide the terminal behind standard output is; 80 columns where there is none.
pub fn width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(80, |(terminal_size::Width(columns), _)| columns.into())
}

/// Colours for a terminal that shows them, unless `NO_COLOR` is set.
pub fn colours() -> Colours {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match io::stdout().is_terminal() && !dumb && !set("NO_COLOR") {
        true => Colours::On,
        false => Colours::Off,
    }
}

/// Keeps panics off the terminal: a library's that is turned into an error is told as
/// that error, and any other by [`own_mistake`].
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic.to_string());
    }));
}

/// Prints that the program itself is wrong.
pub fn own_mistake() {
    folder::abandon();
    let said = LAST_PANIC
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
        .unwrap_or_default();
    to_stderr(&format!(
        "error: Rollbook itself made a mistake: {}\n  hint: please report this, without the data\n",
        escaped(&said.replace('\n', " "))
    ));
}

/// Prints where the time of a run went, if that was asked for.
pub fn timings(told: Option<Told>) {
    let Some(told) = told else { return };
    let mut said = format!(
        "Took {:.2} s with {} working thread{}; in each stage, over all threads:\n",
        told.whole.as_secs_f64(),
        told.jobs,
        if told.jobs == 1 { "" } else { "s" }
    );
    for (stage, spent) in told.stages {
        let _ = writeln!(said, "  {stage:<20} {:>8.3} s", spent.as_secs_f64());
    }
    to_stderr(&said);
}

/// Returns a bar that shows on a terminal, unless it is `hidden`.
fn bar(length: Option<u64>, hidden: bool) -> ProgressBar {
    let target = if !hidden && io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    ProgressBar::with_draw_target(length, target)
}

/// How far a run is, on a terminal only.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Begins to show progress over this many inputs.
    pub fn new(inputs: usize, quiet: bool) -> Self {
        let bar = bar(Some(inputs as u64), quiet || inputs < 2);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} files, {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// This many more inputs are done.
    pub fn advance(&mut self, inputs: usize) {
        self.bar.inc(inputs as u64);
    }

    /// Prints something without disturbing the bar.
    pub fn pause<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Where all documents without reports are named, when only some were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedIn {
    /// In the findings table, which is written.
    FindingsTable,
    /// Nowhere yet: another command tells them.
    Check,
}

impl NamedIn {
    /// Returns the findings table where it is written and its rows name the source.
    pub fn tables(views: &[View]) -> Self {
        let named =
            |view: &View| view.table() == Table::Findings && view.position("source").is_some();
        match views.iter().any(named) {
            true => Self::FindingsTable,
            false => Self::Check,
        }
    }
}

/// What `convert` says while and after it works.
pub struct Report {
    quiet: bool,
    repeated: usize,
    passed_over: usize,
    leftovers: usize,
    troubles: usize,
    merged: String,
    pages_in_full: bool,
}

impl Report {
    /// Returns nothing is said yet.
    pub fn new(quiet: bool) -> Self {
        Self {
            quiet,
            repeated: 0,
            passed_over: 0,
            leftovers: 0,
            troubles: 0,
            merged: String::new(),
            pages_in_full: false,
        }
    }

    /// Remembers what the inputs held beside reports.
    pub fn found(&mut self, found: &Found) {
        self.repeated = found.repeated;
        self.passed_over = found.passed_over;
    }

    /// Remembers how many unfinished files of earlier runs were removed.
    pub fn leftovers(&mut self, removed: usize) {
        self.leftovers = removed;
    }

    /// Remembers how reports became meetings, where there is something to tell.
    pub fn merged(&mut self, run: &RunView<'_>, output_plan: &OutputPlan) {
        self.merged.push_str(&merged(run, run.roster()));
        if output_plan.has_answers() {
            self.merged.push_str(&likely_matches(run));
        }
        if WideRegister::is_wanted(&output_plan.views)
            && let Err(too_wide) = run.register()
        {
            let _ = writeln!(self.merged, "No register: {too_wide}");
        }
    }

    /// Remembers the same of a run made in portions, which had those people of a roster.
    pub fn merged_in_portions(&mut self, run: &RunView<'_>, roster: Option<RosterCounts>) {
        self.merged.push_str(&merged(run, roster));
        self.merged.push_str(&likely_matches(run));
    }

    /// Remembers what was left out since others were chosen, to be told at the end.
    pub fn chosen(&mut self, totals: &Totals) {
        if let Some(left_out) = totals.manifest.options.get("left out") {
            let _ = writeln!(self.merged, "Left out as not chosen: {}", escaped(left_out));
        }
    }

    /// Remembers who was left out, to be told at the end.
    pub fn left_out_by(&mut self, exclusions: &Exclusions) {
        for line in exclusions.told() {
            let _ = writeln!(self.merged, "{}", escaped(&line));
        }
    }

    /// Remembers what was taken from the system, since nobody chose it.
    pub fn of_system(&mut self, judging: &Judging) {
        let told = judging.told_of_system();
        if !told.is_empty() {
            let _ = writeln!(self.merged, "{told}");
        }
    }

    /// Remembers what was understood of the user's own lists, to be told at the end.
    pub fn understood(&mut self, lists: &[Understood]) {
        for list in lists {
            let _ = writeln!(self.merged, "{}", escaped(&list.to_string()));
        }
    }

    /// Remembers which findings are written of facts.
    pub fn findings_of_facts(&mut self, views: &[View]) {
        if views.iter().any(|view| view.table() == Table::Findings) {
            self.merged.push_str(
                "The findings table has those about several reports; facts --tables findings writes the others\n",
            );
        }
    }

    /// Remembers that pages are written beside tables of which columns were chosen.
    pub fn pages_in_full(&mut self) {
        self.pages_in_full = true;
    }

    /// Names documents without reports, the first of them; [`Self::more_troubles`] counts the rest.
    pub fn troubles(&mut self, troubles: &[Trouble]) {
        let room = MOST_TROUBLES.saturating_sub(self.troubles);
        self.troubles += troubles.len();
        let named = troubles.iter().take(room);
        to_stderr(&named.map(trouble_lines).collect::<String>());
    }

    /// Counts the documents without reports that were not named, and tells where they are.
    pub fn more_troubles(&self, named_in: NamedIn) {
        let more = self.troubles.saturating_sub(MOST_TROUBLES);
        if more == 0 {
            return;
        }
        let documents = counted(more, "more document");
        let names_all = match named_in {
            NamedIn::FindingsTable => "the findings table names them all",
            NamedIn::Check => "`rollbook check` names them all",
        };
        to_stderr(&format!("… {documents} gave no report; {names_all}\n"));
    }

    /// Says that there was no report at all, which is an error unless the plan lets nothing fail the
    /// run. No folder is written then, while standard output gets a table without rows.
    pub fn nothing_found(&self, counts: &RunCounts, plan: &ConvertPlan) {
        let begin = match plan.reading.fail_on {
            FailOn::Nothing => "",
            FailOn::Warnings | FailOn::Errors => "error: ",
        };
        let inputs = counted(counts.documents(), "input");
        let end = match plan.output {
            Destination::Stdout => "",
            Destination::Folder(..) => "; nothing was written",
        };
        to_stderr(&format!("{begin}no attendance report in {inputs}{end}\n"));
    }

    /// Tells what was done and where it is.
    pub fn converted(&self, totals: &Totals, folder: &Path) {
        let counts = &totals.counts;
        if self.quiet
            && counts.failed == 0
            && self.leftovers == 0
            && totals.stale.left.is_empty()
            && totals.stale.unknown.is_empty()
            && counts.findings.errors + counts.findings.warnings == 0
        {
            return;
        }
        let parts = [
            converted(totals),
            self.left_out(),
            stale(&totals.stale),
            places(folder, &totals.manifest),
        ];
        to_stdout(&parts.concat());
    }

    /// Returns what was named and not read.
    fn left_out(&self) -> String {
        let mut said = self.merged.clone();
        if self.pages_in_full {
            said.push_str(
                "Pages of meetings name everybody in full: --columns chooses columns of tables \
                 alone; --format xlsx writes no pages\n",
            );
        }
        if self.leftovers > 0 {
            let _ = writeln!(
                said,
                "Removed: {} of a run that was ended by force",
                counted(self.leftovers, "unfinished file")
            );
        }
        if self.repeated > 0 {
            let _ = writeln!(
                said,
                "Named more than once, read once: {}",
                counted(self.repeated, "file")
            );
        }
        if self.passed_over > 0 {
            let others = counted(self.passed_over, "file");
            let _ = writeln!(
                said,
                "Passed over: {others} of other kinds (.json, .ndjson, .jsonl and the CSV files of Teams are read)"
            );
        }
        said
    }
}

fn trouble_lines(trouble: &Trouble) -> String {
    let Trouble { origin, finding } = trouble;
    let line = format!(
        "{}[{}] {origin}: {}",
        finding.severity, finding.code, finding.message
    );
    format!("{}\n  hint: {}\n", escaped(&line), finding.code.advice())
}

/// Returns the findings of some documents, one per line.
pub fn finding_lines(documents: &[DocumentSummary<'_>]) -> String {
    let mut lines = String::new();
    for document in documents {
        for finding in document.all_findings() {
            lines.push_str(&escaped(&finding_line(document, finding)));
            lines.push('\n');
        }
    }
    lines
}

fn finding_line(document: &DocumentSummary<'_>, finding: &Finding) -> String {
    let place = finding.location.to_string();
    let space = if place.is_empty() { "" } else { " " };
    format!(
        "{}[{}] {}{space}{place}: {}",
        finding.severity, finding.code, document.origin, finding.message
    )
}

/// Returns who was expected and who came, in a line; nothing where nobody counted.
fn held_against_roster(counts: Option<RosterCounts>) -> String {
    let Some(counts) = counts else {
        return String::new();
    };
    let not_for_certain = match counts.absent_where_known {
        0 => String::new(),
        some => format!(" ({} of them not for certain)", grouped(some)),
    };
    format!(
        "Roster: {} expected; {} never came{not_for_certain}, {} unknown, {} unexpected\n",
        people(counts.expected),
        grouped(counts.never_came),
        grouped(counts.unknown),
        grouped(counts.unexpected)
    )
}

/// Returns which rows of lists match nothing, and how much of a roster does.
fn unmatched(run: &RunView<'_>) -> String {
    let mut said = String::new();
    if let Some(rate) = run.match_rate() {
        let _ = write!(
            said,
            "Roster: matched {} of {}; of {} in the reports {} on it",
            rate.found,
            rate.listed,
            people(rate.identified),
            rate.known
        );
        if rate.is_doubtful() {
            let _ = write!(said, ": {}", rate.likely_cause);
        }
        said.push('\n');
    }
    let [aliases, plans] = run.unmatched_rows();
    if run.unplanned() > 0 {
        let _ = writeln!(
            said,
            "Meetings list: {} not on it, or called off, due for nobody",
            counted(run.unplanned(), "meeting")
        );
    }
    if let Some(off) = run.plan_offset() {
        let side = if off.is_later() { "after" } else { "before" };
        let _ = writeln!(
            said,
            "Meetings list: {} of {} planned meetings without a report begin {} min {side} one that \
             is not on the list: its times are read in the zone {}, and --timezone names another",
            off.meetings,
            off.unreported,
            off.minutes(),
            run.zone_name()
        );
    }
    for (what, rows) in [
        ("Aliases: nobody in the reports matches", aliases),
        ("Meetings list: no report is the one named in", plans),
    ] {
        if !rows.is_empty() {
            let _ = writeln!(said, "{what} {}", listed_rows(&rows));
        }
    }
    said
}

/// Returns the first rows by number.
fn listed_rows(rows: &[usize]) -> String {
    const NAMED: usize = 10;
    let named: Vec<_> = rows.iter().take(NAMED).map(usize::to_string).collect();
    let noun = if rows.len() == 1 { "row" } else { "rows" };
    match rows.len().saturating_sub(NAMED) {
        0 => format!("{noun} {}", named.join(", ")),
        more => format!("{noun} {} and {more} more", named.join(", ")),
    }
}

fn people(count: usize) -> String {
    match count {
        1 => "1 person".into(),
        count => format!("{} people", grouped(count)),
    }
}

/// Returns how the reports of a run became meetings; nothing where each is a meeting of its
/// own.
fn merged(run: &RunView<'_>, roster: Option<RosterCounts>) -> String {
    let sessions = run.sessions();
    let parts = [
        (sessions.merged, "one meeting together with others"),
        (sessions.repeated, "not counted, as another says the same"),
        (
            sessions.superseded,
            "not counted, as a later version is there",
        ),
        (
            sessions.strays,
            "set aside, one person for a moment away from the meetings of the series",
        ),
        (
            sessions.of_other_days,
            "left out, of days that were not asked for",
        ),
        (
            sessions.of_other_series,
            "left out, of series that were not asked for",
        ),
    ];
    let mut said = String::new();
    for (count, what) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let _ = writeln!(
            said,
            "Across meetings, {}: {what}",
            counted(count, "report")
        );
    }
    said.push_str(&held_against_roster(roster));
    said.push_str(&unmatched(run));
    if !run.is_judged() {
        said.push_str(
            "Late and left early: not judged; --meetings or --scheduled-start says when \
             meetings were to start\n",
        );
    }
    said
}

/// Returns how many people are likely one with others; nothing where none are.
fn likely_matches(run: &RunView<'_>) -> String {
    let matches = match run.suggestions() {
        0 => return String::new(),
        1 => "Likely match of people, not applied: 1".into(),
        likely => format!("Likely matches of people, not applied: {}", grouped(likely)),
    };
    format!("{matches} (--tables suggestions names them)\n")
}

/// What `verify` found, a line a difference and a closing line.
pub fn verified(manifest: &Manifest, differences: &Differences) {
    let Differences {
        of_run,
        earlier,
        unknown,
    } = differences;
    let mut said = difference_lines(of_run);
    said.push_str(&others_lines(earlier, "of earlier runs"));
    said.push_str(&others_lines(unknown, "of no run that is known"));
    let own = manifest
        .inputs
        .iter()
        .filter(|input| input.is_own())
        .count();
    let mut inputs = counted(manifest.inputs.len() - own, "input");
    if own > 0 {
        let _ = write!(inputs, " and {} of your own", counted(own, "list"));
    }
    let outputs = counted(manifest.outputs.len(), "output");
    let program = escaped(&manifest.program);
    let others = match earlier.len() + unknown.len() {
        0 => String::new(),
        1 => "; 1 file beside them is not of this run".into(),
        count => format!("; {} files beside them are not of this run", grouped(count)),
    };
    let _ = match of_run.len() {
        0 => writeln!(
            said,
            "Verified {outputs} of {inputs}, written by {program}: all as they were{others}"
        ),
        count => writeln!(
            said,
            "{} of {outputs} and {inputs}{others}",
            counted(count, "difference")
        ),
    };
    to_stdout(&said);
}

fn difference_lines(differences: &[Difference]) -> String {
    let line = |Difference { name, what }: &Difference| format!("{}: {what}\n", escaped(name));
    differences.iter().map(line).collect()
}

/// Returns the first of the files that are not of a run, and where the others are.
fn others_lines(others: &[Difference], whose: &str) -> String {
    let (named, more) = others.split_at(others.len().min(MOST_OTHERS));
    let mut lines = difference_lines(named);
    if !more.is_empty() {
        let files = counted(more.len(), "more file");
        let places = others::by_place(more.iter().map(|one| one.name.as_str()));
        let _ = writeln!(lines, "… and {files} {whose}: {places}");
    }
    lines
}

/// Returns the closing line of `check`.
pub fn checked(counts: &RunCounts) -> String {
    format!(
        "Checked {} in {}: {}\n{}",
        counted(counts.reports, "report"),
        counted(counts.documents(), "document"),
        severities(counts.findings),
        not_converted(counts),
    )
}

/// Returns what became of the files of earlier runs, and what else is in the folder.
fn stale(stale: &Stale) -> String {
    let mut said = String::new();
    if stale.removed > 0 {
        let files = counted(stale.removed, "file");
        let _ = writeln!(
            said,
            "Removed: {files} of earlier runs, which this one does not write"
        );
    }
    if !stale.left.is_empty() {
        let left = others::by_place(stale.left.iter().map(|entry| entry.name.as_str()));
        let _ = writeln!(said, "Still there, but of earlier runs: {left}");
    }
    if !stale.unknown.is_empty() {
        let unknown = &stale.unknown;
        let _ = writeln!(said, "Still there, and of no run that is known: {unknown}");
    }
    if !stale.left.is_empty() || !stale.unknown.is_empty() {
        said.push_str(
            "  `rollbook verify` names these files; nothing of this run stands in them\n",
        );
    }
    said
}

fn converted(totals: &Totals) -> String {
    let counts = &totals.counts;
    let mut said = match totals.view() {
        None => "Converted ".to_owned(),
        Some(run) => meetings(&run),
    };
    let _ = writeln!(
        said,
        "{} ({}) from {}",
        counted(counts.reports, "report"),
        counted(counts.records, "record"),
        counted(counts.converted, "document"),
    );
    said.push_str(&not_converted(counts));
    let (codes, to_look_at) = match totals.view() {
        None => (counts.codes.clone(), None),
        Some(run) => (run.codes(), Some(run.meeting_counts().to_look_at)),
    };
    let found = codes.severities();
    if found == SeverityCounts::default() {
        said.push_str("Findings: none\n");
        return said;
    }
    let _ = write!(said, "Findings: {}", severities(found));
    if let Some(to_look_at) = to_look_at {
        let meetings = counted(to_look_at, "meeting");
        let _ = write!(said, "; {meetings} with errors or warnings");
    }
    said.push('\n');
    let width = Code::ALL
        .iter()
        .map(|code| code.name().len())
        .max()
        .unwrap_or(0);
    for (code, severity, count) in codes.by_severity() {
        if severity > Severity::Note {
            // The reason behind the semicolon is for the findings table.
            let meaning = code
                .meaning()
                .split_once(';')
                .map_or(code.meaning(), |(meaning, _)| meaning);
            let (count, code) = (grouped(count), code.name());
            let _ = writeln!(said, "{count:>7} {severity:<7} {code:<width$}  {meaning}");
        }
    }
    said
}

/// Returns how many meetings there are, before the reports that they were made of.
fn meetings(run: &RunView<'_>) -> String {
    let counts = run.meeting_counts();
    let mut said = format!(
        "Converted {} of {}",
        counted(counts.held, "meeting"),
        people(run.people()),
    );
    for (count, what) in [
        (counts.unread, "whose report could not be read"),
        (counts.unreported, "planned without a report"),
        (counts.upcoming, "upcoming"),
        (counts.cancelled, "cancelled"),
    ] {
        if count > 0 {
            let _ = write!(said, ", {} {what}", grouped(count));
        }
    }
    said + ", from "
}

fn not_converted(counts: &RunCounts) -> String {
    let parts = [
        (counts.rejected, "rejected"),
        (counts.unreadable, "unreadable"),
        (counts.nothing_to_convert, "with nothing to convert"),
    ];
    let told: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", grouped(*count)))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("Not converted: {}\n", told.join(", "))
    }
}

fn severities(counts: SeverityCounts) -> String {
    format!(
        "{}, {}, {}",
        counted(counts.errors, "error"),
        counted(counts.warnings, "warning"),
        counted(counts.notes, "note")
    )
}

/// Returns where the files are, a line each, a folder of files in one.
fn places(folder: &Path, manifest: &Manifest) -> String {
    let mut told: Vec<&str> = Vec::new();
    for output in &manifest.outputs {
        let place = output
            .name
            .find('/')
            .map_or(output.name.as_str(), |end| &output.name[..=end]);
        if !told.contains(&place) {
            told.push(place);
        }
    }
    let shown = told
        .iter()
        .map(|place| escaped(&folder.join(place).to_string_lossy()));
    shown.fold(String::new(), |said, place| said + "  " + &place + "\n")
}

/// Returns a count with its noun, in the plural where that is right.
pub fn counted(count: usize, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        grouped(count),
        if count == 1 { "" } else { "s" }
    )
}

/// Returns a number with a comma between each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A closed standard error is no reason to stop.
fn to_stderr(text: &str) {
    log::tell(text);
}

/// A closed standard output is no reason to fail: the files are written.
fn to_stdout(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
