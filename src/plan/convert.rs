//! What `convert` does.

use std::path::{Path, PathBuf};

use rollbook::formats::table_format::{Format, TextOptions};
use rollbook::series::Order;
use rollbook::series::input::name_pattern::NamePattern;
use rollbook::series::meetings::day_range::DayRange;
use rollbook::series::meetings::sessions::Grouping;
use rollbook::series::outline::Subject;
use rollbook::series::register::passed::PassRule;
use rollbook::storage::digest::Digests;
use rollbook::storage::folder::Existing;
use rollbook::views::Table;
use rollbook::views::view::View;

use super::{ConfigPlan, Inputs, Judging, Reading};

/// What is read, how it is judged, and what is written where.
#[derive(Clone, Debug)]
pub struct ConvertPlan {
    /// What is read.
    pub inputs: Inputs,
    /// Whether that is facts which were written down, in place of reports.
    pub of_facts: bool,
    /// With the records of which people or meetings in memory at a time tables are made; with
    /// all where nothing is named.
    pub portions: Option<PortionPlan>,
    /// How it is read.
    pub reading: Reading,
    /// How it is judged and shown.
    pub judging: Judging,
    /// What is asked across meetings.
    pub series: SeriesPlan,
    /// Whom and what answers are about.
    pub choice: ChoicePlan,
    /// Where it is written.
    pub output: Destination,
    /// The formats; the usual ones where none is named.
    pub formats: Vec<&'static Format>,
    /// The tables; the usual ones where none is named.
    pub tables: Vec<Table>,
    /// The columns of some tables.
    pub columns: Vec<View>,
    /// What it is called.
    pub title: Option<String>,
    /// Whether workbooks have a sheet per table, with all columns.
    pub detail: bool,
    /// Whether each meeting gets a workbook.
    pub per_meeting: bool,
    /// A folder of page templates.
    pub templates: Option<PathBuf>,
    /// Which digests of files `run.json` holds.
    pub digests: Digests,
    /// How files of text are written.
    pub text: TextOptions,
    /// Whether the result is shown.
    pub open: bool,
    /// What was taken from a file.
    pub config: Option<ConfigPlan>,
    /// Whether nothing is said when all is well.
    pub quiet: bool,
    /// Whether the run says where the time went.
    pub timings: bool,
    /// The options that shape the outputs, by name, as they are in force; no paths.
    pub in_force: Vec<(&'static str, String)>,
}

impl ConvertPlan {
    /// Returns the rule by which somebody passes.
    pub fn pass_rule(&self) -> Option<&PassRule> {
        let certificates = self.choice.certificates.as_ref();
        self.series.passed.as_ref().or(certificates)
    }
}

/// Tables made with some records in memory at a time.
#[derive(Clone, Debug)]
pub struct PortionPlan {
    /// What the records are about.
    pub by: Vec<PortionBy>,
    /// How many records there are at a time.
    pub records: usize,
}

/// What records in memory at a time are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortionBy {
    /// Meetings.
    Series,
    /// People.
    Person,
}

impl PortionBy {
    /// Returns the word by which it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Person => "person",
        }
    }

    /// Returns what records in memory are about.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Series => Subject::Meetings,
            Self::Person => Subject::People,
        }
    }
}

/// Whom and what answers are about; about all of them where nothing is named.
#[derive(Clone, Debug, Default)]
pub struct ChoicePlan {
    /// The series.
    pub series: Vec<NamePattern>,
    /// The department of the roster.
    pub department: Option<String>,
    /// The people.
    pub person: Vec<NamePattern>,
    /// The rule by which somebody gets a certificate.
    pub certificates: Option<PassRule>,
    /// The user's own page for certificates.
    pub certificate_template: Option<PathBuf>,
}

impl ChoicePlan {
    /// Returns the option that chooses people; `None` where answers are about everybody.
    pub fn of_people(&self) -> Option<&'static str> {
        match (self.person.is_empty(), &self.department) {
            (false, _) => Some("--person"),
            (true, Some(_)) => Some("--department"),
            (true, None) => None,
        }
    }
}

/// Where a conversion writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into a folder.
    Folder(PathBuf, Existing),
    /// One table to standard output.
    Stdout,
}

/// What is asked across meetings, and the user's own files.
#[derive(Clone, Debug, Default)]
pub struct SeriesPlan {
    /// Who is expected.
    pub roster: Option<PathBuf>,
    /// Whether a roster of other people is taken all the same.
    pub allow_unmatched_roster: bool,
    /// Which identities are one person.
    pub aliases: Option<PathBuf>,
    /// What was planned.
    pub meetings: Option<PathBuf>,
    /// Who registered.
    pub registrations: Option<PathBuf>,
    /// Who counts as present.
    pub rules: Option<PathBuf>,
    /// Who is left out: patterns, and files of patterns.
    pub exclude: Vec<String>,
    /// Who passed.
    pub passed: Option<PassRule>,
    /// Whether tables of people are written once more for each department.
    pub by_department: bool,
    /// How much is enough to be present, where the rules are not to say it.
    pub enough: Option<Enough>,
    /// Whether time outside the meeting's window counts.
    pub count_outside_window: bool,
    /// How reports are merged into meetings.
    pub grouping: Grouping,
    /// Which meetings are asked about.
    pub days: DayRange,
    /// In which order people stand.
    pub order: Order,
}

/// How much is enough to be present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Enough {
    /// A share of the meeting, in percent.
    Percent(f64),
    /// So many minutes.
    Minutes(u32),
}

impl SeriesPlan {
    /// Returns the lists and rules of the user's own.
    pub fn lists(&self) -> Vec<&Path> {
        let lists = [
            &self.roster,
            &self.aliases,
            &self.meetings,
            &self.registrations,
            &self.rules,
        ];
        lists.into_iter().flatten().map(PathBuf::as_path).collect()
    }

    /// Returns whether something is asked that only tables across meetings answer.
    pub fn is_asked(&self) -> bool {
        let files = [&self.roster, &self.aliases, &self.meetings, &self.rules];
        files.iter().any(|file| file.is_some())
            || self.enough.is_some()
            || self.passed.is_some()
            || self.count_outside_window
            || self.grouping.keep_separate
            || !self.days.is_all()
            || self.order != Order::Name
    }
}
