//! Outcome: what became of what was expected of a person, and to which block of the register
//! they belong.

use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::entries::Expected;
use crate::series::register::status::Status;

/// What became of what was expected of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They attended every meeting that was due.
    AttendedAll,
    /// They attended some that were due.
    AttendedSome,
    /// They came to some that were due, and attended none as far as is known.
    Partial,
    /// They came to none that was due, and at least one absence is certain.
    NoShow,
    /// They have no record, and no absence is certain.
    Unknown,
    /// Nothing was due, and they did not come.
    NothingDue,
    /// Nothing was due, and they came.
    CameNothingDue,
    /// They came and are not on the roster.
    Unexpected,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AttendedAll,
        Self::AttendedSome,
        Self::Partial,
        Self::NoShow,
        Self::Unknown,
        Self::NothingDue,
        Self::CameNothingDue,
        Self::Unexpected,
    ];

    /// Returns the word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AttendedAll => "attended all",
            Self::AttendedSome => "attended some",
            Self::Partial => "partial",
            Self::NoShow => "no-show",
            Self::Unknown => "unknown",
            Self::NothingDue => "nothing due",
            Self::CameNothingDue => "came, nothing due",
            Self::Unexpected => "unexpected",
        }
    }
}

/// A group of people in the register whose totals belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// On the roster; without one everybody.
    Expected,
    /// Not on the roster, and organizer, co-organizer, producer or presenter of a meeting.
    Hosts,
    /// Not on the roster, and came.
    Unexpected,
}

impl Block {
    /// All, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Expected, Self::Hosts, Self::Unexpected];

    /// Returns the heading for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expected => "Expected",
            Self::Hosts => "Hosts",
            Self::Unexpected => "Unexpected",
        }
    }
}

impl Run {
    /// Returns what became of what was expected of a person.
    pub fn outcome(&self, person: PersonId) -> Outcome {
        let tally = self.tally(person);
        let seen = tally.meetings > 0;
        if self.person(person).roster.is_empty() {
            return Outcome::Unexpected;
        }
        match (tally.due, seen) {
            (0, false) => return Outcome::NothingDue,
            (0, true) => return Outcome::CameNothingDue,
            _ if tally.attended == tally.due => return Outcome::AttendedAll,
            _ if tally.attended > 0 => return Outcome::AttendedSome,
            _ => {}
        }
        // Only meetings that were due say whether somebody came when they had to.
        let required = || {
            let entries = self.register(person);
            entries.filter(|entry| entry.expected == Expected::Required)
        };
        let mut statuses = required().map(|entry| self.status(&entry));
        if statuses.any(|status| status == Status::Partial) {
            Outcome::Partial
        } else if required().any(|entry| self.status(&entry) == Status::Absent) {
            Outcome::NoShow
        } else {
            Outcome::Unknown
        }
    }

    /// Returns the block of the register to which a person belongs; `None` for somebody who is
    /// neither expected nor was there.
    pub fn block(&self, person: PersonId) -> Option<Block> {
        if !self.has_roster() || !self.person(person).roster.is_empty() {
            return Some(Block::Expected);
        }
        let cells = self.cells(person);
        match cells.iter().any(|cell| self.is_host(cell)) {
            _ if cells.is_empty() => None,
            true => Some(Block::Hosts),
            false => Some(Block::Unexpected),
        }
    }
}
