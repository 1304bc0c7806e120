//! All tables, each a list of typed columns: what every format lays out.
//!
//! Order, rounding and units are settled here, once, so that two formats
//! cannot disagree.

pub mod cell;
pub mod column;
mod concurrency;
pub mod definitions;
mod findings;
mod intervals;
mod meetings;
mod overall;
mod records;
mod roles;

pub use roles::NO_ROLE;

use cell::Cell;
use column::Column;

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
}

impl Table {
    /// All tables, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Meetings,
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
        }
    }

    /// Hands each row that one document adds to this table to `row`, in order.
    pub fn rows(self, document: &DocumentSummary<'_>, mut row: impl FnMut(&[Cell<'_>])) {
        if self == Self::Findings {
            findings::own_rows(document).for_each(|one| row(&findings::cells(&one)));
        }
        for meeting in &document.meetings {
            self.meeting_rows(meeting, &mut row);
        }
    }

    /// Hands each row that one meeting adds to this table to `row`, in order.
    pub fn meeting_rows(self, meeting: &MeetingSummary<'_>, mut row: impl FnMut(&[Cell<'_>])) {
        match self {
            Self::Meetings => row(&meetings::cells(&meetings::row(meeting))),
            // Known only when all documents have been added up.
            Self::Overall => {}
            Self::Roles => roles::rows(meeting).for_each(|one| row(&roles::cells(&one))),
            Self::Records => records::rows(meeting).for_each(|one| row(&records::cells(&one))),
            Self::Intervals => {
                intervals::rows(meeting).for_each(|one| row(&intervals::cells(&one)));
            }
            Self::Concurrency => {
                concurrency::rows(meeting).for_each(|one| row(&concurrency::cells(&one)));
            }
            Self::Findings => findings::rows(meeting).for_each(|one| row(&findings::cells(&one))),
        }
    }

    /// Hands each row of the findings table that is about the document itself to `row`.
    pub fn document_findings(document: &DocumentSummary<'_>, mut row: impl FnMut(&[Cell<'_>])) {
        findings::own_rows(document).for_each(|one| row(&findings::cells(&one)));
    }

    /// Hands each row of this table that is known only at the end to `row`, in order.
    pub fn closing_rows(self, overall: &Overall, mut row: impl FnMut(&[Cell<'_>])) {
        if self == Self::Overall {
            overall::rows(overall).for_each(|one| row(&overall::cells(&one)));
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
