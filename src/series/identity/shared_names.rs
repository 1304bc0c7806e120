//! Different names on one id or address across reports: told, for nobody is merged in silence.
//!
//! Within one report the evidence tells of it already; here reports are held against each
//! other, and records of an account against those that have its address alone.

use std::collections::HashMap;

use hashbrown::HashSet;

use crate::model::identity::names_differ;
use crate::model::natural_order::Natural;
use crate::series::collect::collection::{Collection, IdentityId, Key};
use crate::series::collect::texts::TextId;
use crate::series::identity::person::PersonId;

/// A name on an id or address that was seen with another name before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::series) struct SharedName {
    /// The report in which it was seen first.
    pub report: u32,
    /// The name.
    pub name: TextId,
    /// The report in which the first other name was seen.
    pub before: u32,
    /// That name.
    pub other: TextId,
    /// Whether both count as one person.
    pub is_one_person: bool,
}

/// A name, and where it was seen first.
#[derive(Clone, Copy)]
struct FirstSeen {
    report: u32,
    name: TextId,
    person: PersonId,
}

/// Finds the names that differ from those seen before with the same id or address, in the
/// order of these reports.
pub(in crate::series) fn find(
    collection: &Collection,
    reports: &[u32],
    of_identity: &[PersonId],
) -> Vec<SharedName> {
    let shared = Shared::of(collection);
    let mut found = Vec::new();
    if shared.with_several_names.is_empty() {
        return found;
    }
    let differ = |one: TextId, other: TextId| {
        names_differ(collection.texts.get(one), collection.texts.get(other))
    };
    let mut known: HashMap<IdentityId, Vec<FirstSeen>> = HashMap::new();
    for &report in reports {
        let here = shared.names_in(collection, report);
        for &(root, name, identity) in &here {
            let person = of_identity[identity as usize];
            let names = known.entry(root).or_default();
            if names.iter().any(|seen| !differ(seen.name, name)) {
                continue;
            }
            let first = names.first().copied();
            names.push(FirstSeen {
                report,
                name,
                person,
            });
            let same_id = here.iter().filter(|&&(_, _, other)| other == identity);
            let told_by_evidence = same_id
                .into_iter()
                .any(|&(_, other, _)| differ(other, name));
            found.extend(first.filter(|_| !told_by_evidence).map(|first| SharedName {
                report,
                name,
                before: first.report,
                other: first.name,
                is_one_person: first.person == person,
            }));
        }
    }
    found
}

/// Which identities share an id or an address.
struct Shared {
    /// For each identity the first that shares an id or address with it.
    roots: Vec<IdentityId>,
    /// Those roots whose identities were seen with names that differ.
    with_several_names: HashSet<IdentityId>,
}

impl Shared {
    fn of(collection: &Collection) -> Self {
        let mut shared = Self {
            roots: (0..collection.identities.len() as IdentityId).collect(),
            with_several_names: HashSet::new(),
        };
        let mut first_with: HashMap<(bool, TextId), IdentityId> = HashMap::new();
        for (id, identity) in (0..).zip(&collection.identities) {
            let account = match identity.key {
                Key::Account(_, account) => Some((true, account)),
                Key::Email(_) | Key::Unidentified(_) => None,
            };
            let emails = identity.emails.iter().map(|seen| (false, seen.text));
            for key in account.into_iter().chain(emails) {
                let first = *first_with.entry(key).or_insert(id);
                shared.unite(first, id);
            }
        }
        let mut names: HashMap<IdentityId, TextId> = HashMap::new();
        for (id, identity) in (0..).zip(&collection.identities) {
            let root = shared.root(id);
            for seen in &identity.names {
                let first = *names.entry(root).or_insert(seen.text);
                let texts = [first, seen.text].map(|name| collection.texts.get(name));
                if first != seen.text && names_differ(texts[0], texts[1]) {
                    shared.with_several_names.insert(root);
                }
            }
        }
        shared
    }

    /// Returns the names in a report of identities that have several, in an order that depends
    /// on nothing but them: by root, name and identity.
    fn names_in(
        &self,
        collection: &Collection,
        report: u32,
    ) -> Vec<(IdentityId, TextId, IdentityId)> {
        let records = collection.records(&collection.reports[report as usize]);
        let named = records.filter_map(|record| {
            let root = self.root(record.identity());
            let is_one = self.with_several_names.contains(&root);
            let name = is_one.then(|| collection.name_in(record)).flatten()?;
            Some((root, name, record.identity()))
        });
        let mut named: Vec<_> = named.collect();
        let text = |id: TextId| Natural(collection.texts.get(id));
        named.sort_by_key(|&(root, name, identity)| (root, text(name), identity));
        named.dedup();
        named
    }

    fn root(&self, mut identity: IdentityId) -> IdentityId {
        while self.roots[identity as usize] != identity {
            identity = self.roots[identity as usize];
        }
        identity
    }

    fn unite(&mut self, one: IdentityId, other: IdentityId) {
        let (one, other) = (self.root(one), self.root(other));
        self.roots[one.max(other) as usize] = one.min(other);
    }
}
