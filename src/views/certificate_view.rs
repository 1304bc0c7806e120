//! A certificate: what is certified of somebody who passed.

use super::front_view::rate;
use super::run_view::RunView;
use super::value::{Decimal, Instant};
use crate::series::identity::person::PersonId;
use crate::series::register::tally::Tally;

/// Somebody who passed, and what they attended.
#[derive(Clone, Debug)]
pub struct CertificateView<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The id of the person's first identity that has one.
    pub identity_id: Option<&'r str>,
    /// The name of the person's page, and of the certificate.
    pub stem: &'r str,
    /// The department, by the roster.
    pub department: Option<&'r str>,
    /// Meetings attended.
    pub attended: u64,
    /// Meetings that were due; `None` for who is not on the roster.
    pub due: Option<u64>,
    /// The share of what was due.
    pub share: Option<Decimal>,
    /// Time in all meetings, in seconds.
    pub presence_seconds: Option<i64>,
}

/// What all certificates of a run are about.
#[derive(Clone, Copy, Debug)]
pub struct Certified<'r> {
    /// The only series or meeting.
    pub subject: Option<&'r str>,
    /// When the first meeting that was held began.
    pub first: Option<Instant>,
    /// When the last meeting that was held began.
    pub last: Option<Instant>,
    /// How many meetings were held.
    pub meetings: usize,
}

impl CertificateView<'_> {
    /// Returns attended ÷ due; `None` where nothing was due.
    pub fn rate(&self) -> Option<Decimal> {
        self.due.and_then(|due| rate(self.attended, due))
    }
}

impl<'r> RunView<'r> {
    /// Returns the people in view who passed, in order; nobody without a rule.
    pub fn passed(&self) -> Vec<(PersonId, Tally)> {
        self.run().passed().collect()
    }

    /// Returns what is certified of somebody who passed.
    pub fn certificate(&self, person: PersonId, tally: &Tally) -> CertificateView<'r> {
        let run = self.run();
        CertificateView {
            name: run.name(person),
            email: run.email(person),
            identity_id: run.account_id(person),
            stem: run.person_stem(person),
            department: run.department(person),
            attended: tally.attended,
            due: run.due(person, tally),
            share: tally.share(),
            presence_seconds: tally.presence,
        }
    }

    /// Returns what all certificates are about.
    pub fn certified(&self) -> Certified<'r> {
        let held = self.meetings().filter(|meeting| meeting.stem().is_some());
        let begins: Vec<_> = held.map(|meeting| meeting.begin()).collect();
        let known = || begins.iter().flatten().copied();
        Certified {
            subject: self.subject(),
            first: known().min(),
            last: known().max(),
            meetings: begins.len(),
        }
    }
}
