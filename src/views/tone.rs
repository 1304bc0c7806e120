//! Tone: how a word about somebody stands out, the same in every format.

use super::value::Status;
use crate::series::input::registrations::Turnout;
use crate::series::register::outcome::Outcome;

/// How a word stands out, beside what it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Fine,
    /// Less than it should be.
    Warning,
    /// Not as it should be.
    Error,
    /// Neither.
    Note,
}

impl Tone {
    /// Returns the name of the style.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Note => "note",
        }
    }

    /// Returns the tone of a status.
    pub const fn of_status(status: Status) -> Self {
        match status {
            Status::Present => Self::Fine,
            Status::Late | Status::LeftEarly | Status::Partial => Self::Warning,
            Status::Absent => Self::Error,
            Status::Excused | Status::Unknown => Self::Note,
        }
    }

    const fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::AttendedAll => Self::Fine,
            Outcome::AttendedSome | Outcome::Partial => Self::Warning,
            Outcome::NoShow | Outcome::AbsentWhereKnown => Self::Error,
            Outcome::Unknown
            | Outcome::NothingDue
            | Outcome::CameNothingDue
            | Outcome::Unexpected => Self::Note,
        }
    }

    const fn of_turnout(turnout: Turnout) -> Self {
        match turnout {
            Turnout::Attended => Self::Fine,
            Turnout::NoShow => Self::Error,
            Turnout::Unknown | Turnout::WalkIn | Turnout::Host => Self::Note,
        }
    }

    /// Returns the tone of a word in a column; `None` where words of the column have none.
    pub fn of_word(words: Words, word: &str) -> Option<Self> {
        let status = |name: fn(Status) -> &'static str| {
            let found = Status::ALL.into_iter().find(|&status| name(status) == word);
            found.map(Self::of_status)
        };
        match words {
            Words::Statuses => status(Status::name),
            Words::Letters => status(Status::letter),
            Words::Outcomes => {
                let found = Outcome::ALL.into_iter().find(|one| one.name() == word);
                found.map(Self::of_outcome)
            }
            Words::Turnouts => {
                let found = Turnout::ALL.into_iter().find(|one| one.name() == word);
                found.map(Self::of_turnout)
            }
            Words::Expected
            | Words::Decisions
            | Words::States
            | Words::SumChecks
            | Words::Severities
            | Words::Advice
            | Words::Roles
            | Words::CountsOf
            | Words::Periods
            | Words::DatedTitles
            | Words::Departments
            | Words::Names => None,
        }
    }
}

/// Which words of ours a column holds: readers see them in their language, some with a tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Words {
    /// Statuses by name.
    Statuses,
    /// Statuses by letter.
    Letters,
    /// What became of what was expected of somebody.
    Outcomes,
    /// What became of a registration.
    Turnouts,
    /// Whether somebody was expected.
    Expected,
    /// What became of a report.
    Decisions,
    /// What became of a meeting.
    States,
    /// Whether a sum is the reported total.
    SumChecks,
    /// How serious a finding is.
    Severities,
    /// What to do about a finding.
    Advice,
    /// Roles, and the word for none.
    Roles,
    /// A count of a whole in words, such as `3 of 4`.
    CountsOf,
    /// Months such as `2026-10`, and weeks.
    Periods,
    /// Titles of meetings, each with its day behind it, as in `Module 2 (2026-10-12)`.
    DatedTitles,
    /// Departments, the word for none and that for all.
    Departments,
    /// Names that people wrote, and the word for none.
    Names,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_such_a_column_has_a_tone_and_a_letter_that_of_its_status() {
        for status in Status::ALL {
            let tone = Tone::of_word(Words::Statuses, status.name());
            assert_eq!(tone, Tone::of_word(Words::Letters, status.letter()));
            assert!(tone.is_some(), "{status:?}");
        }
        let outcomes = Outcome::ALL.map(|one| Tone::of_word(Words::Outcomes, one.name()));
        let turnouts = Turnout::ALL.map(|one| Tone::of_word(Words::Turnouts, one.name()));
        assert!(outcomes.iter().chain(&turnouts).all(Option::is_some));
    }
}
