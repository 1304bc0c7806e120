//! All tables, each a list of typed columns: what every format lays out.
//!
//! Order, rounding and units are settled here, once, so that two formats
//! cannot disagree.

mod audience;
pub mod cell;
pub mod column;
mod concurrency;
pub mod definitions;
mod departments;
mod findings;
mod hours;
mod intervals;
mod meetings;
mod occurrences;
mod overall;
mod passed;
mod people;
mod records;
mod register;
pub mod register_wide;
mod registrations;
mod roles;
mod roster;
pub mod row;
mod suggestions;
pub mod view;

pub use departments::NO_DEPARTMENT;
pub use overall::ALL_ROLES;
pub use roles::NO_ROLE;

use std::ops::Range;

use cell::Cell;
use column::Column;
use view::View;

use crate::series::Series;
use crate::stats::overall::Overall;
use crate::summary::{DocumentSummary, MeetingSummary};

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a report.
    Meetings,
    /// One row a role over all meetings.
    Overall,
    /// One row a meeting and role.
    Roles,
    /// One row a record.
    Records,
    /// One row a join and leave.
    Intervals,
    /// One row a change of the number of people present.
    Concurrency,
    /// One row a finding.
    Findings,
    /// One row a person over all meetings.
    People,
    /// One row a person and meeting, two sessions of one meeting united.
    Register,
    /// One row a person who was expected, then one a person who came unexpected.
    Roster,
    /// One row a department of the roster, and one for all.
    Departments,
    /// One row a person and month.
    Hours,
    /// One row a person and ISO week.
    Weeks,
    /// One row a person who fulfils the rule of --passed.
    Passed,
    /// One row a registration, then one a person who came without.
    Registrations,
    /// One row a meeting: how many came, how many stayed.
    Audience,
    /// One row a report: which meeting it is a session of, and why.
    Occurrences,
    /// One row a likely match of two people, which was not applied.
    Suggestions,
}

/// All records of a document.
pub const ALL: Range<usize> = 0..usize::MAX;

impl Table {
    /// All tables, in the order in which they are shown.
    pub const ALL: [Self; 18] = [
        Self::Meetings,
        Self::People,
        Self::Register,
        Self::Roster,
        Self::Departments,
        Self::Hours,
        Self::Weeks,
        Self::Passed,
        Self::Registrations,
        Self::Audience,
        Self::Occurrences,
        Self::Suggestions,
        Self::Overall,
        Self::Roles,
        Self::Records,
        Self::Intervals,
        Self::Concurrency,
        Self::Findings,
    ];

    /// The name in file names and options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meetings => "meetings",
            Self::Overall => "overall",
            Self::Roles => "roles",
            Self::Records => "records",
            Self::Intervals => "intervals",
            Self::Concurrency => "concurrency",
            Self::Findings => "findings",
            Self::People => "people",
            Self::Register => "register",
            Self::Roster => "roster",
            Self::Departments => "departments",
            Self::Hours => "hours",
            Self::Weeks => "weeks",
            Self::Passed => "passed",
            Self::Registrations => "registrations",
            Self::Audience => "audience",
            Self::Occurrences => "occurrences",
            Self::Suggestions => "suggestions",
        }
    }

    /// The heading for people, also the sheet's name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings => "Meetings",
            Self::Overall => "Overall",
            Self::Roles => "Roles",
            Self::Records => "Records",
            Self::Intervals => "Intervals",
            Self::Concurrency => "Concurrency",
            Self::Findings => "Findings",
            Self::People => "People",
            Self::Register => "Attendance",
            Self::Roster => "Roster",
            Self::Departments => "Departments",
            Self::Hours => "Hours",
            Self::Weeks => "Weeks",
            Self::Passed => "Passed",
            Self::Registrations => "Registrations",
            Self::Audience => "Audience",
            Self::Occurrences => "Occurrences",
            Self::Suggestions => "Suggestions",
        }
    }

    /// What one row is.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Meetings => "one row a meeting (attendance report)",
            Self::Overall => "one row a role over all meetings, and one for all roles",
            Self::Roles => "one row a meeting and role",
            Self::Records => "one row a person and meeting (attendance record)",
            Self::Intervals => "one row a join and leave",
            Self::Concurrency => "one row a change of the number of people present",
            Self::Findings => "one row a finding, rejected and unreadable files included",
            Self::People => "one row a person over all meetings",
            Self::Register => "one row a person and meeting, two sessions of one meeting united",
            Self::Roster => {
                "one row a person who was expected, then one a person who came unexpected"
            }
            Self::Departments => "one row a department of the roster, and one for all",
            Self::Hours => "one row a person and month",
            Self::Weeks => "one row a person and ISO week",
            Self::Passed => "one row a person who fulfils the rule of --passed",
            Self::Registrations => "one row a registration, then one a person who came without",
            Self::Audience => "one row a meeting: how many came, how many stayed",
            Self::Occurrences => "one row a report: which meeting it is a session of, and why",
            Self::Suggestions => "one row a likely match of two people, which was not applied",
        }
    }

    /// The columns, in order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Meetings => &meetings::COLUMNS,
            Self::Overall => &overall::COLUMNS,
            Self::Roles => &roles::COLUMNS,
            Self::Records => &records::COLUMNS,
            Self::Intervals => &intervals::COLUMNS,
            Self::Concurrency => &concurrency::COLUMNS,
            Self::Findings => &findings::COLUMNS,
            Self::People => &people::COLUMNS,
            Self::Register => &register::COLUMNS,
            Self::Roster => &roster::COLUMNS,
            Self::Departments => &departments::COLUMNS,
            Self::Hours => &hours::COLUMNS,
            Self::Weeks => &hours::COLUMNS,
            Self::Passed => &passed::COLUMNS,
            Self::Registrations => &registrations::COLUMNS,
            Self::Audience => &audience::COLUMNS,
            Self::Occurrences => &occurrences::COLUMNS,
            Self::Suggestions => &suggestions::COLUMNS,
        }
    }

    /// Hands each row that one document adds to this table to `row`, in order.
    pub fn rows(self, document: &DocumentSummary<'_>, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).rows_in(document, &ALL, row);
    }

    /// Hands each row that one meeting adds to this table to `row`, in order.
    pub fn meeting_rows(self, meeting: &MeetingSummary<'_>, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).meeting_rows(meeting, row);
    }

    /// Hands each row of the findings table that is about the document itself to `row`.
    pub fn document_findings(document: &DocumentSummary<'_>, row: impl FnMut(&[Cell<'_>])) {
        View::whole(Self::Findings).document_findings(document, row);
    }

    /// Hands each row of this table that needs all meetings to `row`, in order.
    pub fn series_rows(self, series: &Series, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).series_rows(series, row);
    }

    /// Hands each row of this table that is known only at the end to `row`, in order.
    pub fn closing_rows(self, overall: &Overall, row: impl FnMut(&[Cell<'_>])) {
        View::whole(self).closing_rows(overall, row);
    }

    /// Whether its rows are about people and meetings over a whole run.
    pub const fn is_across_meetings(self) -> bool {
        match self {
            Self::People
            | Self::Register
            | Self::Roster
            | Self::Departments
            | Self::Hours
            | Self::Weeks
            | Self::Passed
            | Self::Registrations
            | Self::Audience
            | Self::Occurrences
            | Self::Suggestions => true,
            Self::Meetings
            | Self::Overall
            | Self::Roles
            | Self::Records
            | Self::Intervals
            | Self::Concurrency
            | Self::Findings => false,
        }
    }
}

impl std::str::FromStr for Table {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|table| table.name() == name)
            .ok_or_else(|| {
                let names: Vec<_> = Self::ALL.iter().map(|table| table.name()).collect();
                format!("there is no such table; known are {}", names.join(", "))
            })
    }
}
