//! In which order people and likely matches stand, by the definition and not by the way it is
//! found.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::model::natural_order::Natural;
use crate::series::identity::person::{Person, identity_label};
use crate::series::identity::suggestions::Suggestion;
use crate::series::input::aliases::fold;

/// Somebody in a report: an id, an e-mail address, a name, of few.
type Shown = (Option<u8>, Option<u8>, Option<&'static str>);

fn anybody() -> impl Strategy<Value = Shown> {
    let name = prop::sample::select(vec![
        None,
        Some("Ann 2"),
        Some("ann 2"),
        Some("Ann 10"),
        Some("Lee, Ann"),
        Some("Ann Lee (Guest)"),
        Some("Zoë"),
        Some("ZOË"),
        Some("()"),
    ]);
    (prop::option::of(0_u8..12), prop::option::of(0_u8..12), name)
}

fn run_of(reports: &[Vec<Shown>]) -> Run {
    let shown = |&(id, email, name): &Shown| RecordFacts {
        id: id.map(|id| format!("id{id}")),
        email: email.map(|email| format!("a{email}@x.example")),
        name: name.map(Into::into),
        ..record(Who(0), SmallVec::new())
    };
    let reports = reports.iter().enumerate().map(|(number, report)| {
        let records = report.iter().map(shown).collect();
        ReportFacts::made_up(&format!("r{number}"), None, records)
    });
    let reports: Vec<_> = reports.collect();
    compute(&reports, RunOptions::default())
}

proptest! {
    #[test]
    fn people_stand_by_name_then_address_then_identities(
        reports in prop::collection::vec(prop::collection::vec(anybody(), 0..12), 1..4),
    ) {
        let run = run_of(&reports);
        let key = |person: &Person| {
            let name = run.text_some(person.name).map(|name| Natural(fold(name)));
            let email = run.text_some(person.email).map(|email| Natural(email.to_owned()));
            let identities = person.identities.iter();
            let labels = identities.map(|&one| Natural(identity_label(&run.collection, one)));
            (name.is_none(), name, email, labels.collect::<Vec<_>>())
        };
        let people: Vec<_> = run.people().map(|person| key(run.person(person))).collect();
        prop_assert!(people.is_sorted(), "{people:?}");
    }

    #[test]
    fn likely_matches_stand_in_order_and_each_once(
        reports in prop::collection::vec(prop::collection::vec(anybody(), 0..12), 1..4),
    ) {
        let run = run_of(&reports);
        let told = run.suggestions();
        let in_order = |one: &Suggestion, other: &Suggestion| one.in_order(other) == Ordering::Less;
        prop_assert!(told.is_sorted_by(in_order), "{told:?}");
    }
}
