//! Suggestions: who may be one person, told and never applied.

use std::cmp::Ordering;

use hashbrown::HashMap;
use smallvec::SmallVec;

use crate::model::natural_order::Natural;
use crate::series::collect::collection::Collection;
use crate::series::identity::person::{Person, PersonId, identity_label};
use crate::series::input::aliases::{Claim, claimed, key_of, name_key};
use crate::series::input::roster::RosterEntry;
use crate::untrusted::visible;

/// Two that are likely one person; nothing is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What they share.
    pub basis: String,
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// What to do.
    pub advice: &'static str,
}

impl Suggestion {
    /// Compares two in the order in which they are told.
    pub(in crate::series) fn in_order(&self, other: &Self) -> Ordering {
        fn key(own: &Suggestion) -> [Natural<&str>; 3] {
            [&own.basis, &own.one, &own.other].map(|text| Natural(text.as_str()))
        }
        key(self)
            .cmp(&key(other))
            .then(self.advice.cmp(other.advice))
    }
}

const ADD_ALIAS: &str =
    "If they are one person, give both rows of an aliases file the same `person`.";

/// Returns two aliases that lead to one identity, which the first of them has.
pub(in crate::series) fn conflict(claim: &Claim) -> Suggestion {
    Suggestion {
        basis: format!("two aliases lead to the identity with {}", claimed(claim)),
        one: "the alias that comes first has it".into(),
        other: "the other has not".into(),
        advice: "Name each identity under one `person` only.",
    }
}

/// People of the same name or e-mail address, each with the first of them; in no order.
pub(in crate::series) fn suggest(
    people: &[Person],
    collection: &Collection,
    entries: &[RosterEntry],
) -> Vec<Suggestion> {
    let texts = &collection.texts;
    let mut by_likeness: HashMap<String, SmallVec<[PersonId; 2]>> = HashMap::new();
    for (index, person) in (0..).zip(people) {
        let mut likenesses: Vec<String> = Vec::new();
        for &identity in &person.identities {
            let identity = &collection.identities[identity as usize];
            let names = identity.names.iter().map(|seen| key_of(texts, seen.text));
            likenesses.extend(
                names
                    .filter(|key| !key.is_empty())
                    .map(|key| format!("name: {key}")),
            );
            let emails = identity.emails.iter().map(|seen| texts.get(seen.text));
            likenesses.extend(emails.map(|email| format!("e-mail: {email}")));
        }
        let named = person
            .roster
            .iter()
            .filter_map(|&at| entries[at as usize].name.as_deref());
        likenesses.extend(named.map(|name| format!("name: {}", name_key(name))));
        likenesses.sort_unstable();
        likenesses.dedup();
        for likeness in likenesses {
            by_likeness.entry(likeness).or_default().push(index);
        }
    }
    let mut suggestions = Vec::new();
    for (likeness, alike) in by_likeness {
        let first = alike[0];
        for &other in &alike[1..] {
            suggestions.push(Suggestion {
                basis: format!("same {likeness}"),
                one: person_label(people, collection, first),
                other: person_label(people, collection, other),
                advice: ADD_ALIAS,
            });
        }
    }
    suggestions
}

/// Returns a person as suggestions write them: the name and all identities.
fn person_label(people: &[Person], collection: &Collection, person: PersonId) -> String {
    let person = &people[person as usize];
    let name = collection
        .texts
        .get_some(person.name)
        .and_then(visible)
        .unwrap_or("(no name)");
    let identities: Vec<_> = person
        .identities
        .iter()
        .map(|&identity| identity_label(collection, identity))
        .collect();
    match (&identities[..], collection.texts.get_some(person.email)) {
        ([], None) => format!("{name}: on the roster"),
        ([], Some(email)) => format!("{name}: on the roster with e-mail {email}"),
        _ => format!("{name}: {}", identities.join("; ")),
    }
}
