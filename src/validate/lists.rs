//! The rule for lists of reports: those of one list should be of one meeting.

use std::collections::{BTreeSet, HashMap};

use crate::finding::{Code, Finding, Location, Subject};
use crate::model::identity::PersonKey;
use crate::model::record::AttendanceRecord;
use crate::model::report::AttendanceReport;
use crate::model::role::Role;

/// Tells where reports of one list have different organizers and nobody in common, such as
/// those of a channel's list, which holds other meetings' reports, too.
///
/// A report without an organizer, or where nobody can be known again, speaks against nothing.
pub fn tell_strangers(reports: &[&AttendanceReport<'_>]) -> Option<Finding> {
    let organizers: Vec<_> = reports.iter().map(|report| organizer(report)).collect();
    let known: Vec<_> = organizers.iter().flatten().collect();
    if known.windows(2).all(|pair| pair[0] == pair[1]) {
        return None;
    }
    let circles = circles(reports);
    let led = (0..)
        .zip(&organizers)
        .filter(|(_, organizer)| organizer.is_some());
    // Of each circle of people the first report that has an organizer.
    let mut firsts: Vec<usize> = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, _) in led {
        if seen.insert(circles[at]) {
            firsts.push(at);
        }
    }
    if firsts.len() < 2 {
        return None;
    }
    let several = firsts.len();
    let named = firsts.iter().take(NAMED).map(|at| format!("#{}", at + 1));
    let named: Vec<_> = named.collect();
    let said = format!(
        "holds reports of {several} organizers who share nobody, such as {}; they are likely of several meetings",
        named.join(" and ")
    );
    Some(Finding::new(
        Code::ListMixed,
        Subject::Report,
        Location::document(),
        said,
    ))
}

/// How many reports are named.
const NAMED: usize = 3;

fn organizer<'r>(report: &'r AttendanceReport<'_>) -> Option<PersonKey<'r>> {
    let mut records = report.records().iter();
    person(records.find(|record| record.role == Role::Organizer)?)
}

fn person<'r>(record: &'r AttendanceRecord<'_>) -> Option<PersonKey<'r>> {
    record.identity.person_key(record.email.as_deref())
}

/// For each report the first one that it is linked with, by people they share.
fn circles(reports: &[&AttendanceReport<'_>]) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..reports.len()).collect();
    let mut first_with: HashMap<PersonKey<'_>, usize> = HashMap::new();
    for (at, report) in reports.iter().enumerate() {
        for person in report.records().iter().filter_map(person) {
            let first = *first_with.entry(person).or_insert(at);
            let (one, other) = (root(&roots, first), root(&roots, at));
            roots[one.max(other)] = one.min(other);
        }
    }
    (0..reports.len()).map(|at| root(&roots, at)).collect()
}

fn root(roots: &[usize], mut at: usize) -> usize {
    while roots[at] != at {
        at = roots[at];
    }
    at
}
