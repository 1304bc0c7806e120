//! All tables, each a list of typed columns: what every format lays out.
//!
//! Order, rounding and units are settled here, once, so that two formats
//! cannot disagree.

mod attendance;
mod audience;
pub mod cell;
pub mod certificate_view;
pub mod column;
mod concurrency;
pub mod definitions;
mod departments;
pub mod evidence;
pub mod facts_rows;
mod findings;
pub mod first_look;
pub mod front_view;
mod hours;
pub mod hours_grid;
mod intervals;
pub mod meeting_view;
mod meetings;
mod missed;
pub mod over_time;
mod overall;
pub mod passed;
mod people;
pub mod person_view;
pub mod portioned;
mod readers;
mod records;
pub mod register_wide;
mod registrations;
mod report_roles;
mod reports;
mod roles;
mod roster;
pub mod row;
pub mod rule_view;
pub mod run_view;
mod sessions;
mod suggestions;
pub mod to_look_at;
pub mod tone;
pub mod value;
pub mod view;

pub use departments::{ALL_DEPARTMENTS, NO_DEPARTMENT};
pub use hours_grid::NO_COST_CENTRE;
pub use overall::ALL_ROLES;
pub use report_roles::NO_ROLE;

use std::ops::Range;

use cell::Cell;
use column::Column;
use view::View;

use crate::not_understood::NotUnderstood;
use crate::series::Run;
use crate::summary::DocumentSummary;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// What the service returned, as it is; known while reading.
    Evidence,
    /// What people ask about: meetings, people, departments; known when all is read.
    Answers,
}

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Table {
    /// One row per meeting, its sessions merged.
    Meetings,
    /// One row per person over all meetings.
    People,
    /// One row per person and meeting, two sessions of one meeting merged.
    Attendance,
    /// One row per person who was expected, then one per person who came unexpected.
    Roster,
    /// One row per person who missed a meeting that was due.
    Missed,
    /// One row per department of the roster, and one for all.
    Departments,
    /// One row per person and month.
    Hours,
    /// One row per person and ISO week.
    Weeks,
    /// One row per person who fulfils the rule.
    Passed,
    /// One row per registration, then one per person who came without.
    Registrations,
    /// One row per meeting: how many came, how many stayed.
    Audience,
    /// One row per report: which meeting it is a session of, or why it does not count.
    Sessions,
    /// One row per likely match of two people, which was not applied.
    Suggestions,
    /// One row per role over all meetings, and one for all roles.
    Overall,
    /// One row per meeting and role.
    Roles,
    /// One row per change of the number of people present in a meeting.
    Concurrency,
    /// One row per attendance report, as the service returned it.
    Reports,
    /// One row per report and role.
    ReportRoles,
    /// One row per attendance record, as the service returned it.
    Records,
    /// One row per join and leave.
    Intervals,
    /// One row per finding, rejected and unreadable files included.
    Findings,
}

/// All records of a document.
pub const ALL: Range<usize> = 0..usize::MAX;

impl Table {
    /// Returns the place of a column, for pages that show particular figures of a row.
    ///
    /// # Panics
    /// When the table has no such column: then what names it is to follow the table.
    pub fn place(self, key: &str) -> usize {
        let place = self.columns().iter().position(|column| column.key == key);
        place.unwrap_or_else(|| panic!("the table `{}` has no column `{key}`", self.name()))
    }

    /// All tables, in the order in which they are shown.
    pub const ALL: [Self; 21] = [
        Self::Meetings,
        Self::People,
        Self::Attendance,
        Self::Roster,
        Self::Missed,
        Self::Departments,
        Self::Hours,
        Self::Weeks,
        Self::Passed,
        Self::Registrations,
        Self::Audience,
        Self::Sessions,
        Self::Suggestions,
        Self::Overall,
        Self::Roles,
        Self::Concurrency,
        Self::Reports,
        Self::ReportRoles,
        Self::Records,
        Self::Intervals,
        Self::Findings,
    ];

    /// Returns the name in file names and options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meetings => "meetings",
            Self::People => "people",
            Self::Attendance => "attendance",
            Self::Roster => "roster",
            Self::Missed => "missed",
            Self::Departments => "departments",
            Self::Hours => "hours",
            Self::Weeks => "weeks",
            Self::Passed => "passed",
            Self::Registrations => "registrations",
            Self::Audience => "audience",
            Self::Sessions => "sessions",
            Self::Suggestions => "suggestions",
            Self::Overall => "overall",
            Self::Roles => "roles",
            Self::Concurrency => "concurrency",
            Self::Reports => "reports",
            Self::ReportRoles => "report_roles",
            Self::Records => "records",
            Self::Intervals => "intervals",
            Self::Findings => "findings",
        }
    }

    /// Returns the heading for people, also the sheet's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings => "Meetings",
            Self::People => "People",
            Self::Attendance => "Attendance",
            Self::Roster => "Roster",
            Self::Missed => "Missed",
            Self::Departments => "Departments",
            Self::Hours => "Hours",
            Self::Weeks => "Weeks",
            Self::Passed => "Passed",
            Self::Registrations => "Registrations",
            Self::Audience => "Audience",
            Self::Sessions => "Sessions",
            Self::Suggestions => "Suggestions",
            Self::Overall => "Overall",
            Self::Roles => "Roles",
            Self::Concurrency => "Concurrency",
            Self::Reports => "Reports",
            Self::ReportRoles => "Report roles",
            Self::Records => "Records",
            Self::Intervals => "Intervals",
            Self::Findings => "Findings",
        }
    }

    /// Returns what one row is.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Meetings => "one row per meeting, its sessions merged",
            Self::People => "one row per person over all meetings",
            Self::Attendance => {
                "one row per person and meeting, two sessions of one meeting merged"
            }
            Self::Roster => {
                "one row per person who was expected, then one per person who came unexpected"
            }
            Self::Missed => "one row per person who missed a meeting that was due",
            Self::Departments => "one row per department of the roster, and one for all",
            Self::Hours => "one row per person and month",
            Self::Weeks => "one row per person and ISO week",
            Self::Passed => "one row per person who fulfils the rule",
            Self::Registrations => "one row per registration, then one per person who came without",
            Self::Audience => "one row per meeting: how many came, how many stayed",
            Self::Sessions => {
                "one row per report: which meeting it is a session of, or why it does not count"
            }
            Self::Suggestions => "one row per likely match of two people, which was not applied",
            Self::Overall => "one row per role over all meetings, and one for all roles",
            Self::Roles => "one row per meeting and role",
            Self::Concurrency => "one row per change of the number of people present in a meeting",
            Self::Reports => "one row per attendance report, as the service returned it",
            Self::ReportRoles => "one row per report and role",
            Self::Records => "one row per attendance record, as the service returned it",
            Self::Intervals => "one row per join and leave",
            Self::Findings => "one row per finding, rejected and unreadable files included",
        }
    }

    /// Returns the columns, in order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Meetings => &meetings::COLUMNS,
            Self::People => &people::COLUMNS,
            Self::Attendance => &attendance::COLUMNS,
            Self::Roster => &roster::COLUMNS,
            Self::Missed => &missed::COLUMNS,
            Self::Departments => &departments::COLUMNS,
            Self::Hours => &hours::COLUMNS,
            Self::Weeks => &hours::COLUMNS,
            Self::Passed => &passed::COLUMNS,
            Self::Registrations => &registrations::COLUMNS,
            Self::Audience => &audience::COLUMNS,
            Self::Sessions => &sessions::COLUMNS,
            Self::Suggestions => &suggestions::COLUMNS,
            Self::Overall => &overall::COLUMNS,
            Self::Roles => &roles::COLUMNS,
            Self::Concurrency => &concurrency::COLUMNS,
            Self::Reports => &reports::COLUMNS,
            Self::ReportRoles => &report_roles::COLUMNS,
            Self::Records => &records::COLUMNS,
            Self::Intervals => &intervals::COLUMNS,
            Self::Findings => &findings::COLUMNS,
        }
    }

    /// Hands each row that one document adds to this table to `row`, in order.
    pub fn rows(self, document: &DocumentSummary<'_>, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).rows_in(document, &ALL, row);
    }

    /// Hands each row of this table that is about all reports to `row`, in order.
    pub fn answers(self, run: &Run, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).answers(run, row);
    }

    /// Returns what the table is about.
    pub const fn layer(self) -> Layer {
        match self {
            Self::Reports
            | Self::ReportRoles
            | Self::Records
            | Self::Intervals
            | Self::Findings => Layer::Evidence,
            Self::Meetings
            | Self::People
            | Self::Attendance
            | Self::Roster
            | Self::Missed
            | Self::Departments
            | Self::Hours
            | Self::Weeks
            | Self::Passed
            | Self::Registrations
            | Self::Audience
            | Self::Sessions
            | Self::Suggestions
            | Self::Overall
            | Self::Roles
            | Self::Concurrency => Layer::Answers,
        }
    }

    /// Returns whether its rows are about meetings, people and departments.
    pub const fn is_answer(self) -> bool {
        matches!(self.layer(), Layer::Answers)
    }

    /// Returns whether it has a page beside the index; meetings and totals by role stand on the
    /// index itself and on the meetings' own pages.
    pub const fn has_page(self) -> bool {
        self.is_answer()
            && !matches!(
                self,
                Self::Meetings | Self::Overall | Self::Roles | Self::Concurrency
            )
    }

    /// Returns the table that a former name means today.
    fn renamed(name: &str) -> Option<Self> {
        match name {
            "register" => Some(Self::Attendance),
            "occurrences" => Some(Self::Sessions),
            _ => None,
        }
    }
}

impl std::str::FromStr for Table {
    type Err = NotUnderstood;

    fn from_str(name: &str) -> Result<Self, NotUnderstood> {
        Self::ALL
            .into_iter()
            .find(|table| table.name() == name)
            .ok_or_else(|| {
                if let Some(table) = Self::renamed(name) {
                    return format!("this table is called `{}` now", table.name()).into();
                }
                let names: Vec<_> = Self::ALL.iter().map(|table| table.name()).collect();
                format!("there is no such table; known are {}", names.join(", ")).into()
            })
    }
}
