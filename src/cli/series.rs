//! What may be typed about people and series.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use rollbook::model::time::Span;
use rollbook::series::Order;
use rollbook::series::meetings::day_range::DayRange;
use rollbook::series::meetings::sessions::Grouping;
use rollbook::series::register::passed::PassRule;

use crate::plan::convert::{Enough, SeriesPlan};

/// People across meetings.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "People and series")]
pub struct SeriesArgs {
    /// Compare with this list of expected people (CSV or XLSX: e-mail, id or name; department, cost centre, from, to, required, series)
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,

    /// Go on where hardly anybody of the roster is in the reports, and the other way round
    #[arg(long, requires = "roster")]
    pub allow_unmatched_roster: bool,

    /// Take identities for one person as this list says (CSV or XLSX: person; e-mail, id or name)
    #[arg(long, value_name = "FILE")]
    pub aliases: Option<PathBuf>,

    /// Take titles, planned times and series of meetings from this list (CSV or XLSX: title, start, end, series, status; report id or file) or calendar (ICS)
    #[arg(long, value_name = "FILE")]
    pub meetings: Option<PathBuf>,

    /// Compare with this list of registrations (CSV, XLSX or Graph's JSON: registration id or e-mail; name, status)
    #[arg(long, value_name = "FILE")]
    pub registrations: Option<PathBuf>,

    /// List who fulfils this rule in passed.csv, such as 'attended>=6 and share>=80%' (attended, attendance, share, hours, absent, unknown)
    #[arg(long, value_name = "RULE")]
    pub passed: Option<PassRule>,

    /// Write the tables of people once more for each department of the roster
    #[arg(long, value_enum, value_name = "COLUMN", requires = "roster")]
    pub split_by: Option<SplitBy>,

    /// Leave out who matches: `bots` (well-known note takers), a name, address or id with * for anything, or a file of these
    #[arg(long, value_name = "FILE|PATTERN")]
    pub exclude: Vec<String>,

    /// Decide who was present, late or absent by the rules in this file (TOML)
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,

    /// Count as present who was there for this share of the meeting, in percent [default: 75]
    #[arg(long, value_name = "PERCENT", conflicts_with = "present_minutes")]
    pub present_share: Option<f64>,

    /// Count as present who was there for this many minutes
    #[arg(long, value_name = "MINUTES")]
    pub present_minutes: Option<u32>,

    /// Count time outside the meeting's window, too, when deciding who was present
    #[arg(long)]
    pub count_outside_window: bool,

    /// Take sessions for one meeting that begin at most this many minutes after the one before
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub merge_within: u16,

    /// Set meetings of one person aside that are shorter than this many minutes; 0 keeps all
    #[arg(long, value_name = "MINUTES", default_value_t = 10)]
    pub stray_below: u16,

    /// Keep each report a meeting of its own: merge none, set none aside
    #[arg(long)]
    pub keep_separate: bool,

    /// Answer about meetings from this day on, by the local day on which they begin
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,

    /// Answer about meetings up to this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,

    /// Answer about the meetings of one month, such as 2026-10
    #[arg(long, value_name = "MONTH", value_parser = month, conflicts_with_all = ["from", "to"])]
    pub month: Option<DayRange>,

    /// Order people by name, or by the share of what they were due
    #[arg(long, value_enum, default_value_t)]
    pub sort: OrderArg,
}

/// By what outputs are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SplitBy {
    /// By the roster's departments
    Department,
}

/// In which order people stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OrderArg {
    /// By name
    #[default]
    Name,
    /// By share, the largest first
    Share,
}

impl From<OrderArg> for Order {
    fn from(argument: OrderArg) -> Self {
        match argument {
            OrderArg::Name => Self::Name,
            OrderArg::Share => Self::Share,
        }
    }
}

/// Reads a month such as `2026-10`.
fn month(text: &str) -> Result<DayRange, String> {
    let first: Option<Date> = (text.len() == 7)
        .then(|| format!("{text}-01").parse().ok())
        .flatten();
    let range = |first: Date| DayRange {
        from: Some(first),
        to: Some(first.last_of_month()),
    };
    first
        .map(range)
        .ok_or_else(|| "no month; name one as 2026-10".into())
}

impl SeriesArgs {
    /// Returns the days that are asked for.
    pub fn days(&self) -> DayRange {
        self.month.unwrap_or(DayRange {
            from: self.from,
            to: self.to,
        })
    }

    pub fn plan(&self) -> SeriesPlan {
        let share = self.present_share.map(Enough::Percent);
        SeriesPlan {
            roster: self.roster.clone(),
            allow_unmatched_roster: self.allow_unmatched_roster,
            aliases: self.aliases.clone(),
            meetings: self.meetings.clone(),
            registrations: self.registrations.clone(),
            rules: self.rules.clone(),
            exclude: self.exclude.clone(),
            passed: self.passed.clone(),
            by_department: self.split_by == Some(SplitBy::Department),
            enough: share.or(self.present_minutes.map(Enough::Minutes)),
            count_outside_window: self.count_outside_window,
            grouping: Grouping {
                merge_within: Span::minutes(self.merge_within.into()),
                stray_below: Span::minutes(self.stray_below.into()),
                keep_separate: self.keep_separate,
            },
            days: self.days(),
            order: self.sort.into(),
        }
    }

    /// Returns the patterns and files of `--exclude` as the manifest names them: a folder of
    /// this machine is nobody's business.
    pub fn exclusions_in_force(&self) -> String {
        let name = |text: &String| {
            let path = Path::new(text);
            let file = path.file_name().filter(|_| path.is_file());
            file.map_or_else(|| text.clone(), |file| file.to_string_lossy().into_owned())
        };
        let names: Vec<_> = self.exclude.iter().map(name).collect();
        names.join(",")
    }
}
