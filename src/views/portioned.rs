//! Of what each table of answers is made, where records are in memory a portion at a time.

use super::Table;
use crate::series::outline::Subject;

/// What must be in memory to make a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeOf {
    /// Records of some people or meetings at a time.
    Portions(Subject),
    /// Sums over meetings, which portions add up to.
    SumsOfMeetings,
    /// People and meetings without their records.
    Outline,
    /// All records at once.
    Everything,
    /// Single reports: it is no table of answers.
    Evidence,
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
            Self::Sessions | Self::Suggestions => MadeOf::Outline,
            Self::Roster | Self::Missed | Self::Departments | Self::Registrations => {
                MadeOf::Everything
            }
            Self::Reports
            | Self::ReportRoles
            | Self::Records
            | Self::Intervals
            | Self::Findings => MadeOf::Evidence,
        }
    }
}
