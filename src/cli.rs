//! The door: what may be typed.

pub mod account;
pub mod archive;
pub mod choose;
pub mod connection;
mod environment;
pub mod fetch;
pub mod guide;
pub mod help;
mod local_times;
pub mod log;
mod rules;
pub mod series;
mod show;
pub mod template;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Time;

use rollbook::finding::{Code, Severity, SeverityPolicy};
use rollbook::formats::table_format::{self, Format};
use rollbook::series::register::passed::PassRule;
use rollbook::views::Table;
use rollbook::views::view::View;

pub use choose::Choose;
pub use local_times::LocalTimeArgs;
pub use rules::RulesArgs;
pub use series::SeriesArgs;
pub use show::Show;

/// Turn Microsoft Teams attendance reports into summaries people can rely on
///
/// Reads attendance reports saved from Microsoft Graph as JSON, checks that they
/// add up, and writes a workbook, web pages and tables. Only `fetch`, `login` and
/// `doctor` use the network.
#[derive(Debug, Parser)]
#[command(
    name = "rollbook",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do; without a command the program says how to begin
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The words after `rollbook`.
#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, made once")]
pub enum Command {
    /// Write a workbook, pages and tables from saved reports
    ///
    /// Reads files, folders and patterns, and writes an Excel workbook and web pages
    /// into a folder. What does not add up is in the findings.
    #[command(after_help = CONVERT_EXAMPLES)]
    Convert(Convert),
    /// Show saved reports in the terminal
    #[command(after_help = show::EXAMPLES)]
    Show(Show),
    /// Say what does not add up in saved reports, and write nothing
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Say whether an output folder or an archive is as it was written
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Write a blank list (roster, meetings, …) to fill in, or one filled from reports
    #[command(after_help = template::EXAMPLES)]
    Template(template::Template),
    /// Fetch reports and live-event files from Microsoft Graph
    #[command(subcommand)]
    Fetch(fetch::Fetch),
    /// Mend an archive of fetched reports
    #[command(subcommand)]
    Archive(archive::Archive),
    /// Sign in to Microsoft Graph, and keep the sign-in for later runs
    #[command(after_help = account::LOGIN_NOTE)]
    Login(account::Login),
    /// Forget the sign-in
    Logout,
    /// Check one by one what fetching needs, and say what mends it
    #[command(after_help = account::DOCTOR_NOTE)]
    Doctor(account::Doctor),
    /// Print a chapter of the guide, or the help of a command
    Help(guide::Help),
    /// Explain a finding, column, table, status or term
    #[command(after_help = guide::EXPLAIN_EXAMPLES)]
    Explain(guide::Explain),
    /// Print completions for a shell
    #[command(after_help = guide::COMPLETIONS_EXAMPLES)]
    Completions(guide::Completions),
    /// Write pages for `man` into a folder
    Man(guide::ManPages),
}

const CONVERT_EXAMPLES: &str = "\
Examples:
  rollbook convert reports                       a workbook and pages in ./attendance-summary
  rollbook convert reports --timezone Europe/Berlin --scheduled-start 09:00
  rollbook convert 'reports/2026-*.json' --format csv,json --output tables
  rollbook convert - --output - --tables records < report.json

Exit codes: 0 all converted; 1 findings of severity error (with --strict: or
warning); 2 something could not be read or written, or the command was wrong.";

const CHECK_EXAMPLES: &str = "\
Examples:
  rollbook check reports
  rollbook check reports --strict --allow window-missing
  rollbook check reports --format json

Exit codes: 0 nothing wrong; 1 findings of severity error (with --strict: or
warning); 2 something could not be read, or the command was wrong.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  rollbook verify attendance-summary
  rollbook verify attendance-summary --inputs reports

Exit codes: 0 everything is as it was; 1 something differs or is missing;
2 run.json could not be read, or the command was wrong; 6 an archive's index could
not be read.";

/// What is read.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files, folders (searched for .json, .ndjson, .jsonl and the CSV files of Teams), patterns such as '2026-*.json', or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// Work with this many threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

impl Inputs {
    /// The number of threads.
    pub fn jobs(&self) -> usize {
        let available = || std::thread::available_parallelism().ok();
        self.jobs.or_else(available).map_or(1, NonZeroUsize::get)
    }
}

/// How findings are judged.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub struct Severities {
    /// Let warnings fail the run as errors do
    #[arg(long)]
    pub strict: bool,

    /// Make a finding an error
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    pub deny: Vec<Code>,

    /// Make a finding a warning
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    pub warn: Vec<Code>,

    /// Make a finding a note, which never fails the run
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    pub allow: Vec<Code>,
}

impl Severities {
    /// The severity of each code; for a code named twice, the milder one counts.
    pub fn policy(&self) -> SeverityPolicy {
        let mut policy = SeverityPolicy::default();
        let lists = [
            (&self.deny, Severity::Error),
            (&self.warn, Severity::Warning),
            (&self.allow, Severity::Note),
        ];
        for (codes, severity) in lists {
            codes.iter().for_each(|&code| policy.set(code, severity));
        }
        policy
    }
}

/// `rollbook convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// What is read
    #[command(flatten)]
    pub inputs: Inputs,

    /// Write into this folder; - writes one table to standard output
    #[arg(
        long,
        short,
        value_name = "DIR",
        default_value = "attendance-summary",
        help_heading = "Output"
    )]
    pub output: PathBuf,

    /// Write these formats [default: xlsx,html; csv with --output -]
    #[arg(
        long,
        short,
        value_name = "FORMAT,…",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    pub format: Vec<FormatChoice>,

    /// Write these tables: meetings, people, attendance, roster, missed, departments, hours, weeks, passed, registrations, audience, sessions, suggestions, overall, roles, concurrency, reports, report_roles, records, intervals, findings [default: meetings, people, sessions, overall, roles, reports, records, intervals, findings, and all about series once an option asks about them; records with --output -]
    #[arg(
        long,
        short,
        value_name = "TABLE,…",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    pub tables: Vec<Table>,

    /// Write only these columns of a table, in this order, such as people=display_name,attended; may be repeated for other tables. Pages of meetings stay whole, with names and addresses
    #[arg(long, value_name = "TABLE=COLUMN,…", help_heading = "Output")]
    pub columns: Vec<View>,

    /// Call it so on the first page and sheet [default: the only series or meeting]
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub title: Option<String>,

    /// Give workbooks a sheet for each table, the evidence among them; sheets and pages of tables then have all columns
    #[arg(long, help_heading = "Output")]
    pub detail: bool,

    /// Write a workbook for each meeting too
    #[arg(long, help_heading = "Output")]
    pub per_meeting: bool,

    /// Replace files that are there already
    #[arg(long, help_heading = "Output")]
    pub force: bool,

    /// Use the page templates in this folder in place of the built-in ones of the same name
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub templates: Option<PathBuf>,

    /// Begin CSV files without a byte order mark (Excel then garbles names)
    #[arg(long, help_heading = "Output")]
    pub no_bom: bool,

    /// Leave text in CSV exactly as it is, formulas included; for programs only
    #[arg(long, help_heading = "Output")]
    pub raw: bool,

    /// Say nothing when all is well
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// Say at the end where the time went, on standard error
    #[arg(long, help_heading = "Output")]
    pub timings: bool,

    /// Zone, language and lateness
    #[command(flatten)]
    pub rules: RulesArgs,

    /// How the local times of CSV files are read
    #[command(flatten)]
    pub local_times: LocalTimeArgs,

    /// People across meetings
    #[command(flatten)]
    pub series: SeriesArgs,

    /// What answers are about
    #[command(flatten)]
    pub choose: Choose,

    /// How findings are judged
    #[command(flatten)]
    pub severities: Severities,
}

impl Convert {
    /// Returns the rule by which somebody passes.
    pub fn pass_rule(&self) -> Option<&PassRule> {
        self.series
            .passed
            .as_ref()
            .or(self.choose.certificates.as_ref())
    }

    /// The options that shape the outputs, by name, as they are in force; no paths.
    pub fn in_force(&self) -> Vec<(&'static str, String)> {
        let time = |time: Option<Time>| time.map(|time| time.strftime("%H:%M").to_string());
        let days = self.series.days().unwrap_or_default();
        let codes = |codes: &[Code]| {
            let names: Vec<_> = codes.iter().map(|code| code.name()).collect();
            (!names.is_empty()).then(|| names.join(","))
        };
        let given = [
            ("timezone", Some(self.rules.zone().name().to_owned())),
            ("language", Some(self.rules.language.tag().to_owned())),
            (
                "baseline",
                self.rules
                    .baseline
                    .to_possible_value()
                    .map(|value| value.get_name().to_owned()),
            ),
            ("grace", Some(self.rules.grace.to_string())),
            ("scheduled-start", time(self.rules.scheduled_start)),
            ("scheduled-end", time(self.rules.scheduled_end)),
            (
                "input-timezone",
                (self.local_times.input_timezone.as_ref()).map(|zone| zone.name().to_owned()),
            ),
            (
                "date-order",
                (self.local_times.date_order)
                    .and_then(|order| Some(order.to_possible_value()?.get_name().to_owned())),
            ),
            ("date", self.local_times.date.map(|date| date.to_string())),
            ("end", time(self.local_times.end)),
            ("deny", codes(&self.severities.deny)),
            ("warn", codes(&self.severities.warn)),
            ("allow", codes(&self.severities.allow)),
            ("strict", self.severities.strict.then(|| "true".into())),
            (
                "exclude",
                (!self.series.exclude.is_empty()).then(|| match self.choose.person.is_empty() {
                    true => self.series.exclusions_in_force(),
                    // Patterns name others.
                    false => self.series.exclude.len().to_string(),
                }),
            ),
            ("from", days.from.map(|day| day.to_string())),
            ("to", days.to.map(|day| day.to_string())),
            ("raw", self.raw.then(|| "true".into())),
            ("title", self.title.clone()),
            ("detail", self.detail.then(|| "true".into())),
            (
                "own templates",
                self.templates.is_some().then(|| "true".into()),
            ),
            (
                "own certificate",
                (self.choose.certificate_template.is_some()).then(|| "true".into()),
            ),
        ];
        given
            .into_iter()
            .chain(self.choose.in_force())
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

/// `rollbook check`.
#[derive(Debug, Args)]
pub struct Check {
    /// What is read
    #[command(flatten)]
    pub inputs: Inputs,

    /// Print findings for people, or as a JSON array for programs
    #[arg(long, short, value_enum, default_value_t)]
    pub format: CheckFormat,

    /// Say at the end where the time went, on standard error
    #[arg(long)]
    pub timings: bool,

    /// How the local times of CSV files are read
    #[command(flatten)]
    pub local_times: LocalTimeArgs,

    /// How findings are judged
    #[command(flatten)]
    pub severities: Severities,
}

/// `rollbook verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The folder that `convert` wrote, or an archive that `fetch reports` wrote
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// Compare these inputs too, named as for `convert`
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub inputs: Vec<PathBuf>,

    /// Compare these lists and rules too (roster, aliases and the like), or those in this folder
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub lists: Vec<PathBuf>,
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// One line per finding
    #[default]
    Text,
    /// The findings table, as in `convert --format json`
    Json,
}

/// A format that `convert` writes: one of [`table_format::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatChoice(pub &'static Format);

const CHOICES: [FormatChoice; table_format::ALL.len()] = {
    let mut choices = [FormatChoice(&table_format::XLSX); table_format::ALL.len()];
    let mut at = 0;
    while at < choices.len() {
        choices[at] = FormatChoice(table_format::ALL[at]);
        at += 1;
    }
    choices
};

impl ValueEnum for FormatChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &CHOICES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name).help(self.0.meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_milder_severity_wins_over_a_harder_one() {
        let severities = Severities {
            strict: false,
            deny: vec![Code::CountMismatch],
            warn: vec![],
            allow: vec![Code::CountMismatch],
        };
        assert_eq!(
            severities.policy().severity(Code::CountMismatch),
            Severity::Note
        );
    }
}
