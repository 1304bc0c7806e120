//! The door: what may be typed, and the plan that is made of it.
//!
//! Nothing else knows how the command line is read.

mod account;
mod archive;
mod choices;
mod choose;
mod config;
mod connection;
mod convert;
mod dialect;
mod environment;
mod facts;
mod fetch;
mod guide;
mod help;
mod implied;
mod local_times;
mod log;
mod rules;
mod series;
mod show;
mod system;
mod template;
mod understood;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use rollbook::finding::{Code, Severity, SeverityPolicy};
use rollbook::source::Cut;
use rollbook::summary::Rules;
use rollbook::views::Table;
use rollbook::views::view::View;
use rollbook::zone::Zone;

use crate::plan::{self, CheckFormat, CheckPlan, FailOn, Reading, VerifyPlan};
use choices::{DigestChoice, FormatChoice};
use choose::Choose;
use config::ConfigArgs;
pub use config::Refused;
use dialect::DialectArgs;
use local_times::LocalTimeArgs;
use rules::RulesArgs;
use series::SeriesArgs;
use show::Show;
pub use understood::plan;

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
    /// Write options of `convert` into rollbook.toml, for `rollbook` alone
    ///
    /// Each option that is typed becomes a line of the file, with a remark. In that folder,
    /// `rollbook` alone then runs `convert` with them.
    #[command(after_help = config::init::EXAMPLES)]
    Init(config::init::Init),
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
    /// Write the facts of each report as a line, for `fold`
    #[command(after_help = facts::FACTS_EXAMPLES)]
    Facts(facts::Facts),
    /// Write what `convert` writes, from lines of `facts`
    #[command(after_help = facts::FOLD_NOTE)]
    Fold(facts::Fold),
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
  rollbook reports --open                        a folder beside ./reports, and shown

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

Exit codes: 0 everything is as it was; 1 something differs or is missing, or a file
in the folder is not of the run; 2 run.json could not be read, or the command was
wrong; 6 an archive's index could not be read.";

/// What is read.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Files, folders (searched for .json, .ndjson, .jsonl and the CSV files of Teams), patterns such as '2026-*.json', or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// Take each line for a document, also where there is only one or none; it may say its origin: {"source": …, "line": …, "series": …, "document": …}
    #[arg(long)]
    pub lines: bool,

    /// Call files by their path below this folder, whatever else is read [default: the folder that all share]
    #[arg(long, value_name = "FOLDER")]
    pub named_below: Option<PathBuf>,

    /// Work with this many threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

impl Inputs {
    fn plan(self) -> plan::Inputs {
        plan::Inputs {
            paths: self.inputs,
            cut: match self.lines {
                true => Cut::EachLine,
                false => Cut::AsItIs,
            },
            named_below: self.named_below,
            jobs: jobs(self.jobs),
        }
    }
}

/// Returns the number of threads: one per processor where none was typed.
fn jobs(typed: Option<NonZeroUsize>) -> usize {
    let available = || std::thread::available_parallelism().ok();
    typed.or_else(available).map_or(1, NonZeroUsize::get)
}

/// How findings are judged.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub struct Severities {
    /// Let warnings fail the run as errors do
    #[arg(long)]
    pub strict: bool,

    /// End with 0 whatever was found or could not be read, which the tables tell; 2 where the run itself fails
    #[arg(long, conflicts_with = "strict")]
    pub exit_zero: bool,

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
    /// Returns the severity of each code; for a code named twice, the milder one counts.
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

    /// Returns how documents are read where people look at this zone, if one was typed.
    fn reading(&self, local_times: &LocalTimeArgs, shown_in: Option<&Zone>) -> Reading {
        Reading {
            rules: Rules {
                severities: self.policy(),
                local_times: local_times.local_times(shown_in),
                ..Rules::default()
            },
            fail_on: match (self.exit_zero, self.strict) {
                (true, _) => FailOn::Nothing,
                (false, true) => FailOn::Warnings,
                (false, false) => FailOn::Errors,
            },
        }
    }
}

/// `rollbook convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// What is read
    #[command(flatten)]
    pub inputs: Inputs,

    /// What is not typed
    #[command(flatten)]
    pub config: ConfigArgs,

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

    /// Call it so on the first page and sheet [default: the only series or meeting, else the folder]
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

    /// Which digest of each file run.json holds; `none` is faster, and `verify` cannot check the folder then
    #[arg(long, value_enum, default_value = "sha256", help_heading = "Output")]
    pub digest: DigestChoice,

    /// Show the result: the front page, else the workbook, else the folder
    #[arg(long, help_heading = "Output")]
    pub open: bool,

    /// How CSV files are written
    #[command(flatten)]
    pub dialect: DialectArgs,

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

impl Check {
    fn plan(self) -> CheckPlan {
        CheckPlan {
            reading: self.severities.reading(&self.local_times, None),
            inputs: self.inputs.plan(),
            format: self.format,
            timings: self.timings,
        }
    }
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

impl Verify {
    fn plan(self) -> VerifyPlan {
        VerifyPlan {
            folder: self.folder,
            inputs: self.inputs,
            lists: self.lists,
        }
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
            exit_zero: false,
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
