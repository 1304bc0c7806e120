//! What people came to, kept for when their records are not in memory any more.

use std::collections::HashMap;

use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::missed::Missed;
use crate::series::register::outcome::Outcome;
use crate::series::register::tally::Tally;

/// Whose totals are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of the people on the roster.
    Listed,
    /// Those of everybody who came, too.
    Everybody,
}

/// The totals of a person.
#[derive(Clone, Debug)]
pub(in crate::series) struct Totals {
    pub tally: Tally,
    pub outcome: Outcome,
    pub missed: Option<Missed>,
}

/// The totals of people.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    of: HashMap<PersonId, Totals>,
}

impl Settled {
    /// Returns those of a person, where they are kept.
    pub(in crate::series) fn of(&self, person: PersonId) -> Option<&Totals> {
        self.of.get(&person)
    }

    /// Keeps those of the people in view of a run.
    pub fn keep(&mut self, run: &Run, whose: Whose) {
        for person in run.people() {
            let is_listed = !run.person(person).roster.is_empty();
            let came = || whose == Whose::Everybody && run.cells(person).len() > 0;
            if is_listed || came() {
                let totals = Totals {
                    tally: run.tally(person),
                    outcome: run.outcome(person),
                    missed: run.missed(person),
                };
                self.of.insert(person, totals);
            }
        }
    }
}
