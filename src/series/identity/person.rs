//! A person: what they are called, which identities they have, and by which rule.

use smallvec::SmallVec;

use crate::series::collect::collection::{Collection, Identity, IdentityId, Key, Seen};
use crate::series::collect::texts::{TextId, Texts};
use crate::series::input::aliases::Aliases;
use crate::series::input::roster::RosterEntry;

/// The number of a person.
pub type PersonId = u32;

/// By what somebody is known as one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Tenant and identity id.
    Account,
    /// E-mail address.
    Email,
    /// Identity id, and records without one that have its e-mail address.
    AccountAndEmail,
    /// The user's aliases, which begin in this row.
    Alias(usize),
    /// The user's roster: this row names several identities, or somebody never seen.
    Roster(usize),
    /// Nothing: one record without id and e-mail, or the records of one visit.
    Unidentified,
}

impl Rule {
    /// Returns the rule in words.
    pub fn words(self) -> String {
        match self {
            Self::Account => "identity id".into(),
            Self::Email => "e-mail".into(),
            Self::AccountAndEmail => "identity id, and its e-mail".into(),
            Self::Alias(row) => format!("alias, row {row}"),
            Self::Roster(row) => format!("roster, row {row}"),
            Self::Unidentified => "unidentified: this report only".into(),
        }
    }
}

/// One person.
#[derive(Clone, Debug)]
pub struct Person {
    /// What the person is called.
    pub name: Option<TextId>,
    /// The e-mail address, the latest seen.
    pub email: Option<TextId>,
    /// The identities, in order of their keys.
    pub identities: SmallVec<[IdentityId; 1]>,
    /// By what they are one person.
    pub rule: Rule,
    /// The entries of the roster, by their index.
    pub roster: SmallVec<[u32; 1]>,
}

impl Person {
    /// Returns whether a record is about the person, who may be on the roster alone.
    pub fn is_found(&self) -> bool {
        !self.identities.is_empty()
    }

    /// Returns whether nothing is known by which the person could be known again.
    pub fn is_unidentified(&self) -> bool {
        self.rule == Rule::Unidentified
    }
}

/// Who put identities together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::series) enum Owner {
    /// The user's aliases: this person of them.
    Alias(usize),
    /// The user's roster: this entry of it.
    Roster(usize),
}

/// A person whose parts are known.
#[derive(Default)]
pub(in crate::series) struct Draft {
    pub identities: SmallVec<[IdentityId; 1]>,
    pub roster: SmallVec<[u32; 1]>,
}

impl Draft {
    /// Returns the person, called as the user calls them, else as they were called last.
    pub fn person(
        mut self,
        collection: &mut Collection,
        owner: Option<Owner>,
        aliases: &Aliases,
        entries: &[RosterEntry],
    ) -> Person {
        self.identities
            .sort_by_cached_key(|&identity| identity_label(collection, identity));
        let entry = self.roster.first().map(|&index| &entries[index as usize]);
        let own = |seen: fn(&Identity) -> &[Seen]| latest(collection, &self.identities, seen);
        let (name, email) = (
            own(|identity| &identity.names),
            own(|identity| &identity.emails),
        );
        let rule = self.rule(collection, owner, aliases, entries);
        let texts = &mut collection.texts;
        let entry_name = entry.and_then(|entry| entry.name.as_deref());
        let label = match owner {
            Some(Owner::Alias(index)) => Some(aliases.people[index].person.as_str()),
            _ => None,
        };
        // The user's own words come before what somebody called themselves.
        let label = entry_name.or(label.filter(|label| !label.contains('@')));
        Person {
            name: texts.keep_some(label).or(name),
            email: texts
                .keep_some(entry.and_then(|entry| entry.email.as_deref()))
                .or(email),
            identities: self.identities,
            rule,
            roster: self.roster,
        }
    }

    fn rule(
        &self,
        collection: &Collection,
        owner: Option<Owner>,
        aliases: &Aliases,
        entries: &[RosterEntry],
    ) -> Rule {
        let keys = || {
            let identities = self.identities.iter();
            identities.map(|&identity| collection.identities[identity as usize].key)
        };
        let accounts = keys().filter(|key| matches!(key, Key::Account(..))).count();
        match (owner, self.identities.as_slice()) {
            (_, []) => Rule::Roster(
                self.roster
                    .first()
                    .map_or(0, |&at| entries[at as usize].row),
            ),
            (Some(Owner::Alias(index)), _) => Rule::Alias(aliases.people[index].row),
            (Some(Owner::Roster(index)), _) if accounts > 1 => Rule::Roster(entries[index].row),
            (_, [_]) if accounts == 1 => Rule::Account,
            (_, [_]) if keys().any(|key| matches!(key, Key::Email(_))) => Rule::Email,
            (_, [_]) => Rule::Unidentified,
            (_, _) if accounts > 1 => Rule::Account,
            (_, _) => Rule::AccountAndEmail,
        }
    }
}

/// Returns the text seen last with any of these identities; of equals the first in the
/// alphabet.
fn latest(
    collection: &Collection,
    identities: &[IdentityId],
    seen: fn(&Identity) -> &[Seen],
) -> Option<TextId> {
    let texts = &collection.texts;
    identities
        .iter()
        .flat_map(|&identity| seen(&collection.identities[identity as usize]))
        .max_by(|one, other| {
            let alphabet = texts.get(other.text).cmp(texts.get(one.text));
            one.last.cmp(&other.last).then(alphabet)
        })
        .map(|seen| seen.text)
}

/// Returns an identity as tables write it.
pub(in crate::series) fn identity_label(collection: &Collection, identity: IdentityId) -> String {
    let texts: &Texts = &collection.texts;
    let known = &collection.identities[identity as usize];
    match known.key {
        Key::Account(Some(tenant), id) => {
            format!("id {} (tenant {})", texts.get(id), texts.get(tenant))
        }
        Key::Account(None, id) => format!("id {}", texts.get(id)),
        Key::Email(email) => format!("e-mail {}", texts.get(email)),
        Key::Unidentified(_) => {
            let name = known.names.first().map(|seen| texts.get(seen.text));
            name.map_or_else(|| "nobody named".into(), |name| format!("name {name}"))
        }
    }
}
