//! Status: what somebody was in a meeting, and why.

use super::reason::StatusReason;

/// What somebody was in a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// There for as long as the rule asks.
    Present,
    /// As present, after a late beginning.
    Late,
    /// As present, with an early end.
    LeftEarly,
    /// There, for less than the rule asks.
    Partial,
    /// Not there or not long enough, with an excuse.
    Excused,
    /// Expected, and not there.
    Absent,
    /// Expected, and nobody can tell.
    Unknown,
}

impl Status {
    /// All, in the order in which they are counted.
    pub const ALL: [Self; 7] = [
        Self::Present,
        Self::Late,
        Self::LeftEarly,
        Self::Partial,
        Self::Excused,
        Self::Absent,
        Self::Unknown,
    ];

    /// Returns the word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Late => "late",
            Self::LeftEarly => "left early",
            Self::Partial => "partial",
            Self::Excused => "excused",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the letter in the register.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Present => "P",
            Self::Late => "L",
            Self::LeftEarly => "E",
            Self::Partial => "T",
            Self::Excused => "X",
            Self::Absent => "A",
            Self::Unknown => "?",
        }
    }

    /// Returns whether the meeting counts as attended.
    pub const fn is_attended(self) -> bool {
        match self {
            Self::Present | Self::Late | Self::LeftEarly => true,
            Self::Partial | Self::Excused | Self::Absent | Self::Unknown => false,
        }
    }
}

/// A status with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: StatusReason,
}
