//! What the program is to do: plain values that are ready to act on, whoever made them.
//!
//! What was typed, what a file says and what one command asks of another all become a
//! [`Plan`]. Commands know nothing else, so that they cannot tell where it came from.

pub mod convert;
pub mod fetch;
pub mod online;

use std::fmt;
use std::path::PathBuf;

use rollbook::finding::SeverityPolicy;
use rollbook::guide::Chapter;
use rollbook::language::Language;
use rollbook::model::time::Span;
use rollbook::source::Cut;
use rollbook::stats::punctuality::Punctuality;
use rollbook::storage::folder::Existing;
use rollbook::summary::Rules;
use rollbook::views::Table;
use rollbook::zone::Zone;

use convert::ConvertPlan;
use fetch::FetchPlan;
use online::{DoctorPlan, LoginPlan};

/// What one run of the program is to do.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one, made once")]
pub enum Plan {
    /// Nothing was asked: say how to begin.
    Begin,
    /// Write a workbook, pages and tables.
    Convert(Box<ConvertPlan>),
    /// Write a line of facts for each report.
    Facts(FactsPlan),
    /// Write a file that says what to do.
    Init(InitPlan),
    /// Show reports in the terminal.
    Show(ShowPlan),
    /// Say what does not add up.
    Check(CheckPlan),
    /// Say whether files are as they were written.
    Verify(VerifyPlan),
    /// Write a list to fill in.
    Template(TemplatePlan),
    /// Fetch from the service.
    Fetch(FetchPlan),
    /// Make the index of this archive anew.
    RepairArchive(PathBuf),
    /// Sign a person in.
    Login(LoginPlan),
    /// Forget the sign-in.
    Logout,
    /// Check what fetching needs.
    Doctor(DoctorPlan),
    /// Print help.
    Help(HelpPlan),
    /// Explain a word of the guide.
    Explain(String),
    /// Print this script of completions.
    Completions(String),
    /// Write pages for `man` into a folder.
    ManPages(ManPlan),
}

/// What was taken from a file that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigPlan {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The options that it set.
    pub taken: Vec<String>,
}

impl fmt::Display for ConfigPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = match self.taken.as_slice() {
            [] => "nothing".to_owned(),
            taken => taken.join(", "),
        };
        write!(f, "Taken from {}: {taken}", self.name)
    }
}

/// What `facts` does.
#[derive(Clone, Debug)]
pub struct FactsPlan {
    /// What is read.
    pub inputs: Inputs,
    /// How it is read.
    pub reading: Reading,
    /// The file, or the folder of tables and partitions; standard output where none is named.
    pub output: Option<PathBuf>,
    /// What is written into folders of its own; facts alone where nothing is named.
    pub tables: Vec<FactsTable>,
    /// By what lines are kept apart, in folders in folders.
    pub partition: Vec<PartitionKey>,
    /// In which form.
    pub format: FactsFormat,
    /// What is done with a file that is there.
    pub existing: Existing,
}

/// What single reports hold, as `facts` writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactsTable {
    /// What answers are made of.
    Facts,
    /// A table of evidence.
    Evidence(Table),
}

impl FactsTable {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Evidence(table) => table.name(),
        }
    }
}

/// By what facts are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartitionKey {
    /// The organizer's tenant.
    Tenant,
    /// What the report was given together with.
    Series,
    /// The month in UTC in which the report begins.
    Month,
    /// The day in UTC on which it begins.
    Day,
}

impl PartitionKey {
    /// Returns its name, also that of the column that it takes the place of.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Series => "series",
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

/// A form of facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactsFormat {
    /// Lines of JSON.
    #[default]
    Ndjson,
    /// Rows of Apache Arrow.
    Arrow,
    /// Rows of Apache Parquet.
    Parquet,
}

/// What `init` does.
#[derive(Clone, Debug)]
pub struct InitPlan {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub content: String,
    /// What is done with a file that is there.
    pub existing: Existing,
}

/// What is read, and by how many threads.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Files, folders, patterns, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What is taken for a document.
    pub cut: Cut,
    /// The folder below which files are named; `None`: that which all share.
    pub named_below: Option<PathBuf>,
    /// The number of threads.
    pub jobs: usize,
}

/// How documents are read, and what fails a run.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The severity of each finding, and how local times are read.
    pub rules: Rules,
    /// What fails the run.
    pub fail_on: FailOn,
}

/// Which findings fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Errors.
    Errors,
    /// Errors and warnings.
    Warnings,
    /// None, and nothing that could not be read.
    Nothing,
}

impl Reading {
    /// Returns the severity of each finding.
    pub fn severities(&self) -> SeverityPolicy {
        self.rules.severities.clone()
    }
}

/// What people look at, and against what they are late.
#[derive(Clone, Debug)]
pub struct Judging {
    /// The zone of what people look at.
    pub zone: Zone,
    /// Its language.
    pub language: Language,
    /// Which of the two nobody chose.
    pub of_system: OfSystem,
    /// Against what people are late or leave early.
    pub punctuality: Punctuality,
    /// How much of it is forgiven.
    pub grace: Span,
}

/// What was taken from the system, since nobody chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfSystem {
    /// The zone.
    pub zone: bool,
    /// The language.
    pub language: bool,
    /// The zone of CSV files, which name none.
    pub local_times: bool,
}

impl Judging {
    /// Says what was taken from the system; nothing where all was chosen.
    pub fn told_of_system(&self) -> String {
        let files = match self.of_system.local_times {
            true => ", also those of CSV files,",
            false => "",
        };
        let zone = format!("times{files} are in {}", self.zone.name());
        let language = format!("the language is {}", self.language.tag());
        let (said, options) = match (self.of_system.zone, self.of_system.language) {
            (false, false) => return String::new(),
            (true, false) => (zone, "--timezone names another"),
            (false, true) => (language, "--language names another"),
            (true, true) => (
                format!("{zone} and {language}"),
                "--timezone and --language name others",
            ),
        };
        format!("As on this computer, {said}; {options}")
    }
}

/// What `show` does.
#[derive(Clone, Debug)]
pub struct ShowPlan {
    /// What is read.
    pub inputs: Inputs,
    /// How it is read.
    pub reading: Reading,
    /// How it is judged and shown.
    pub judging: Judging,
    /// Whether every person and finding is listed, however many.
    pub all: bool,
    /// How wide lines are at most; `None` for as wide as the terminal.
    pub width: Option<u16>,
}

/// What `check` does.
#[derive(Clone, Debug)]
pub struct CheckPlan {
    /// What is read.
    pub inputs: Inputs,
    /// How it is read.
    pub reading: Reading,
    /// How findings are printed.
    pub format: CheckFormat,
    /// Whether the run says where the time went.
    pub timings: bool,
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckFormat {
    /// A line per finding.
    #[default]
    Text,
    /// The table of findings.
    Json,
}

/// What `verify` does.
#[derive(Clone, Debug)]
pub struct VerifyPlan {
    /// A folder of outputs, or an archive.
    pub folder: PathBuf,
    /// Inputs to compare too.
    pub inputs: Vec<PathBuf>,
    /// Lists and rules to compare too.
    pub lists: Vec<PathBuf>,
}

/// What `template` does.
#[derive(Clone, Debug)]
pub struct TemplatePlan {
    /// Which list.
    pub kind: TemplateKind,
    /// The reports to fill it from; none for a blank one.
    pub from: Inputs,
    /// Where it is written.
    pub output: PathBuf,
    /// What is done with a file that is there.
    pub existing: Existing,
    /// The zone in which times are written.
    pub zone: Zone,
}

/// A list that `convert` reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// Who is expected.
    Roster,
    /// What is planned.
    Meetings,
    /// Which identities are one person.
    Aliases,
    /// Who registered.
    Registrations,
    /// Who counts as present.
    Rules,
}

impl TemplateKind {
    /// Returns the name of its file where the user tells none.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Roster => "roster.xlsx",
            Self::Meetings => "meetings.xlsx",
            Self::Aliases => "aliases.xlsx",
            Self::Registrations => "registrations.xlsx",
            Self::Rules => "rules.toml",
        }
    }
}

/// What help is asked for.
#[derive(Clone, Debug)]
pub enum HelpPlan {
    /// The chapters of the guide and these commands, each with what it does.
    Contents(Vec<(String, String)>),
    /// A chapter.
    Chapter(&'static Chapter),
    /// A text that is made already, such as the help of a command.
    Text(String),
    /// Something that is neither a chapter nor a command.
    Unknown(String),
}

/// What `man` does.
#[derive(Clone, Debug)]
pub struct ManPlan {
    /// The folder.
    pub folder: PathBuf,
    /// The pages, each with its name.
    pub pages: Vec<(String, Vec<u8>)>,
}
