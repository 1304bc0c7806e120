//! Of what each table of answers is made, where records are in memory a portion at a time.

use super::Table;
use crate::series::outline::Subject;
use crate::series::register::settled::Whose;

/// What must be in memory to make a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeOf {
    /// Records of some people or meetings at a time.
    Portions(Subject),
    /// Sums over meetings, which portions add up to.
    SumsOfMeetings,
    /// Totals of these people, which are kept of portions.
    TotalsOfPeople(Whose),
    /// People and meetings without their records.
    Outline,
    /// All records at once.
    Everything,
    /// Single reports: it is no table of answers.
    Evidence,
}

impl MadeOf {
    /// Returns what portions are about that it takes; `None` where it takes none, or more.
    pub const fn subject(self) -> Option<Subject> {
        match self {
            Self::Portions(subject) => Some(subject),
            Self::SumsOfMeetings => Some(Subject::Meetings),
            Self::TotalsOfPeople(_) => Some(Subject::People),
            Self::Outline | Self::Everything | Self::Evidence => None,
        }
    }

    /// Returns whose totals it takes.
    pub const fn totals(self) -> Option<Whose> {
        match self {
            Self::TotalsOfPeople(whose) => Some(whose),
            Self::Portions(_)
            | Self::SumsOfMeetings
            | Self::Outline
            | Self::Everything
            | Self::Evidence => None,
        }
    }
}

impl Table {
    /// Returns of what it is made.
    pub const fn made_of(self) -> MadeOf {
        match self {
            Self::People | Self::Attendance | Self::Hours | Self::Weeks | Self::Passed => {
                MadeOf::Portions(Subject::People)
            }
            Self::Meetings | Self::Roles | Self::Concurrency | Self::Audience => {
                MadeOf::Portions(Subject::Meetings)
            }
            Self::Overall => MadeOf::SumsOfMeetings,
            // Of findings those about several reports are known without records.
            Self::Sessions | Self::Suggestions | Self::Findings => MadeOf::Outline,
            Self::Roster => MadeOf::TotalsOfPeople(Whose::Everybody),
            Self::Missed | Self::Departments => MadeOf::TotalsOfPeople(Whose::Listed),
            Self::Registrations => MadeOf::Everything,
            Self::Reports | Self::ReportRoles | Self::Records | Self::Intervals => MadeOf::Evidence,
        }
    }
}
