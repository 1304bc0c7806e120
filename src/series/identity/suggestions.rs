//! Suggestions: who may be one person, told and never applied.

use std::cmp::Ordering;
use std::sync::Arc;

use hashbrown::HashMap;
use smallvec::SmallVec;

use crate::model::natural_order::Natural;
use crate::series::collect::collection::Collection;
use crate::series::collect::texts::{TextId, Texts};
use crate::series::identity::person::{Person, PersonId, identity_label};
use crate::series::input::aliases::{Claim, claimed, key_of, name_key};
use crate::series::input::roster::RosterEntry;
use crate::untrusted::visible;

/// Two that are likely one person; nothing is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What they share.
    pub basis: Arc<str>,
    /// The one.
    pub one: Arc<str>,
    /// The other.
    pub other: String,
    /// What to do.
    pub advice: &'static str,
}

impl Suggestion {
    /// Compares two in the order in which they are told.
    pub(in crate::series) fn in_order(&self, other: &Self) -> Ordering {
        fn key(own: &Suggestion) -> [Natural<&str>; 3] {
            [&*own.basis, &*own.one, own.other.as_str()].map(Natural)
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
        basis: format!("two aliases lead to the identity with {}", claimed(claim)).into(),
        one: "the alias that comes first has it".into(),
        other: "the other has not".into(),
        advice: "Name each identity under one `person` only.",
    }
}

/// People of the same name or e-mail address, each with the first of them; in the order in which
/// they are told, each once.
pub(in crate::series) fn suggest(
    people: &[Person],
    collection: &Collection,
    entries: &[RosterEntry],
) -> Vec<Suggestion> {
    let mut likenesses = Likenesses::default();
    let mut alike: Vec<(TextId, PersonId)> = Vec::new();
    let mut own: SmallVec<[TextId; 4]> = SmallVec::new();
    for (index, person) in (0..).zip(people) {
        for &identity in &person.identities {
            let identity = &collection.identities[identity as usize];
            own.extend(
                identity
                    .names
                    .iter()
                    .filter_map(|seen| likenesses.of_name(seen.text, collection)),
            );
            own.extend(
                identity
                    .emails
                    .iter()
                    .map(|seen| likenesses.of_email(seen.text, collection)),
            );
        }
        let roster = person.roster.iter().map(|&at| &entries[at as usize]);
        let named = roster.filter_map(|entry| entry.name.as_deref());
        own.extend(named.map(|name| likenesses.of_key(&name_key(name))));
        own.sort_unstable();
        own.dedup();
        alike.extend(own.drain(..).map(|likeness| (likeness, index)));
    }
    alike.sort_unstable();
    let mut groups: Vec<_> = alike
        .chunk_by(|(one, _), (other, _)| one == other)
        .filter(|group| group.len() > 1)
        .map(|group| (Natural(likenesses.texts.get(group[0].0)), group))
        .collect();
    groups.sort_unstable_by_key(|&(likeness, _)| likeness);
    let groups = groups.into_iter();
    groups
        .flat_map(|(likeness, group)| of_group(likeness.0, group, people, collection))
        .collect()
}

/// Returns all others of a group of people who are alike, each with the first.
fn of_group(
    likeness: &str,
    group: &[(TextId, PersonId)],
    people: &[Person],
    collection: &Collection,
) -> impl Iterator<Item = Suggestion> {
    let label = |&(_, person): &(TextId, PersonId)| person_label(people, collection, person);
    let mut others: Vec<_> = group[1..].iter().map(|one| Natural(label(one))).collect();
    others.sort_unstable();
    others.dedup();
    let (basis, one): (Arc<str>, Arc<str>) =
        (format!("same {likeness}").into(), label(&group[0]).into());
    others.into_iter().map(move |other| Suggestion {
        basis: Arc::clone(&basis),
        one: Arc::clone(&one),
        other: other.0,
        advice: ADD_ALIAS,
    })
}

/// What people may share, each once: names and addresses recur in very many identities.
#[derive(Default)]
struct Likenesses {
    texts: Texts,
    /// Those of names, by the names; `None` where a name says nothing.
    of_names: HashMap<TextId, Option<TextId>>,
}

impl Likenesses {
    fn of_name(&mut self, name: TextId, collection: &Collection) -> Option<TextId> {
        if let Some(&known) = self.of_names.get(&name) {
            return known;
        }
        let key = key_of(&collection.texts, name);
        let likeness = (!key.is_empty()).then(|| self.of_key(&key));
        self.of_names.insert(name, likeness);
        likeness
    }

    fn of_key(&mut self, key: &str) -> TextId {
        self.texts.keep(&format!("name: {key}"))
    }

    fn of_email(&mut self, email: TextId, collection: &Collection) -> TextId {
        let email = collection.texts.get(email);
        self.texts.keep(&format!("e-mail: {email}"))
    }
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
