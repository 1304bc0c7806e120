//! Outcome: what became of what was expected of a person, and to which block of the register
//! they belong.

use crate::model::status::Status;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::entries::{Entry, Expected};

/// What became of what was expected of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They attended every meeting that was due.
    AttendedAll,
    /// They attended some that were due.
    AttendedSome,
    /// They came to some that were due, and attended none as far as is known.
    Partial,
    /// They came to none that they had to come to, and each absence is certain.
    NoShow,
    /// They came to none of which is known whether they did; there are others.
    AbsentWhereKnown,
    /// Of no meeting that they had to come to is known whether they did.
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
    pub const ALL: [Self; 9] = [
        Self::AttendedAll,
        Self::AttendedSome,
        Self::Partial,
        Self::NoShow,
        Self::AbsentWhereKnown,
        Self::Unknown,
        Self::NothingDue,
        Self::CameNothingDue,
        Self::Unexpected,
    ];

    /// Returns whether they came to none that they had to come to, as far as is known of any.
    pub const fn never_came(self) -> bool {
        matches!(self, Self::NoShow | Self::AbsentWhereKnown)
    }

    /// Returns the word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AttendedAll => "attended all",
            Self::AttendedSome => "attended some",
            Self::Partial => "partial",
            Self::NoShow => "no-show",
            Self::AbsentWhereKnown => "absent where known",
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
        if let Some(known) = self.settled.of(person) {
            return known.outcome;
        }
        let tally = self.tally(person);
        let seen = tally.meetings > 0;
        if self.person(person).roster.is_empty() {
            return Outcome::Unexpected;
        }
        let is_partial = |entry: &Entry<'_>| {
            entry.expected == Expected::Required && self.status(entry) == Status::Partial
        };
        match (tally.due, tally.not_known) {
            (0, 0) if seen => Outcome::CameNothingDue,
            (0, 0) => Outcome::NothingDue,
            (0, _) => Outcome::Unknown,
            (due, 0) if tally.attended == due => Outcome::AttendedAll,
            _ if tally.attended > 0 => Outcome::AttendedSome,
            // Only meetings that were due say whether somebody came when they had to.
            _ if self.register(person).any(|entry| is_partial(&entry)) => Outcome::Partial,
            (due, _) if tally.uncertain == due => Outcome::Unknown,
            (_, 0) if tally.uncertain == 0 => Outcome::NoShow,
            (_, _) => Outcome::AbsentWhereKnown,
        }
    }

    /// Returns the block of the register to which a person belongs; `None` for somebody who is
    /// neither expected nor was there.
    pub fn block(&self, person: PersonId) -> Option<Block> {
        if !self.has_roster() || !self.person(person).roster.is_empty() {
            return Some(Block::Expected);
        }
        let mut cells = self.cells(person);
        match cells.any(|cell| self.is_host(&cell)) {
            _ if self.cells(person).len() == 0 => None,
            true => Some(Block::Hosts),
            false => Some(Block::Unexpected),
        }
    }
}
