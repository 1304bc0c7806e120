//! Late: the meetings that somebody joined after their start, beyond what is forgiven.
//!
//! It counts whatever the status says: who came late and left early, or was there for too short,
//! came late as well. So people, departments and meetings come to the same sum.

use std::cmp::Reverse;

use crate::model::time::Span;
use crate::series::Run;
use crate::series::identity::person::PersonId;

/// In how many meetings somebody was late, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Late {
    /// How many meetings.
    pub meetings: u64,
    /// Σ the whole delay in each.
    pub delay: Span,
}

impl Run {
    /// Returns in how many meetings a person was late; `None` where they were in none, and where
    /// nobody is judged.
    pub fn late(&self, person: PersonId) -> Option<Late> {
        let mut late = Late::default();
        let delays = self
            .cells(person)
            .iter()
            .filter_map(|cell| self.delay(cell));
        for delay in delays.filter(|&delay| delay > Span::ZERO) {
            late.meetings += 1;
            late.delay = late.delay + delay;
        }
        (late.meetings > 0).then_some(late)
    }

    /// Returns the people in view who were late, those who were late most often first.
    pub fn all_late(&self) -> Vec<(PersonId, Late)> {
        let people = self.people();
        let mut all: Vec<_> = people
            .filter_map(|person| Some((person, self.late(person)?)))
            .collect();
        all.sort_by_key(|(_, late)| Reverse((late.meetings, late.delay)));
        all
    }
}
