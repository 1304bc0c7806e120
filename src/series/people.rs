//! People: which identities are one person, by which rule, and which only may be.
//!
//! Keys in order: tenant and identity id; else the e-mail address; else nothing
//! but an explicit alias. Never an empty e-mail, never a name alone.

use std::collections::{BTreeMap, HashMap};

use smallvec::SmallVec;

use super::aliases::{Alias, Aliases, Claim, claimed, fold, key_of, name_key};
use super::collection::{Collection, Identity, IdentityId, Key, Seen};
use super::roster::{Roster, RosterEntry};
use super::texts::{TextId, Texts};

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
    /// Nothing: one record without id and e-mail.
    Unidentified,
}

impl Rule {
    /// The rule in words.
    pub fn words(self) -> String {
        match self {
            Self::Account => "identity id".into(),
            Self::Email => "e-mail".into(),
            Self::AccountAndEmail => "identity id, and its e-mail".into(),
            Self::Alias(row) => format!("alias, row {row}"),
            Self::Roster(row) => format!("roster, row {row}"),
            Self::Unidentified => "unidentified: this record only".into(),
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
    /// Whether nothing is known by which the person could be known again.
    pub fn is_unidentified(&self) -> bool {
        self.rule == Rule::Unidentified
    }
}

/// Two that are likely one person; nothing is done about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Everybody, and who each identity is.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The people, in an order that depends on nothing but them.
    pub people: Vec<Person>,
    /// Who each identity is.
    pub of_identity: Vec<PersonId>,
    /// Likely matches, in order.
    pub suggestions: Vec<Suggestion>,
}

const ADD_ALIAS: &str =
    "If they are one person, give both rows of an aliases file the same `person`.";

impl People {
    /// Finds the people behind the identities of a collection.
    ///
    /// `reports` are those that count, in order: who is in no other is left out.
    pub(super) fn find(
        collection: &mut Collection,
        reports: &[u32],
        aliases: &Aliases,
        roster: Option<&Roster>,
    ) -> Self {
        let first_seen = first_seen(collection, reports);
        let mut joining = Joining::new(collection, first_seen);
        joining.join_emails_to_accounts();
        for (index, alias) in aliases.people.iter().enumerate() {
            joining.claim(&alias.claims, Owner::Alias(index));
        }
        let entries = roster.map_or(&[][..], |roster| &roster.entries);
        for (index, entry) in entries.iter().enumerate() {
            joining.claim_by_roster(index, entry, aliases);
        }
        joining.into_people(aliases, entries)
    }
}

/// What stands for an identity that is in no report that counts.
const NEVER: u32 = u32::MAX;

/// For each identity the place of its first record in the order of the reports.
fn first_seen(collection: &Collection, reports: &[u32]) -> Vec<u32> {
    let mut first_seen = vec![NEVER; collection.identities.len()];
    let mut place = 0;
    for &report in reports {
        for record in collection.records(&collection.reports[report as usize]) {
            let first = &mut first_seen[record.identity as usize];
            *first = place.min(*first);
            place += 1;
        }
    }
    first_seen
}

/// Who put identities together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Alias(usize),
    Roster(usize),
}

struct Joining<'c> {
    collection: &'c mut Collection,
    first_seen: Vec<u32>,
    /// For each identity one of the same person; the person's root points to itself.
    parents: Vec<IdentityId>,
    owners: HashMap<IdentityId, Owner>,
    /// Roots of each roster entry; none for whom nobody was found.
    roster: HashMap<usize, Option<IdentityId>>,
    by_claim: HashMap<Claim, SmallVec<[IdentityId; 1]>>,
    conflicts: Vec<Suggestion>,
}

impl<'c> Joining<'c> {
    fn new(collection: &'c mut Collection, first_seen: Vec<u32>) -> Self {
        let parents = (0..collection.identities.len() as IdentityId).collect();
        let mut by_claim: HashMap<Claim, SmallVec<[IdentityId; 1]>> = HashMap::new();
        let text = |id: TextId| collection.texts.get(id).to_owned();
        let seen = |index: &IdentityId| first_seen[*index as usize] != NEVER;
        for index in (0..collection.identities.len() as IdentityId).filter(seen) {
            let identity = &collection.identities[index as usize];
            let mut add = |claim| by_claim.entry(claim).or_default().push(index);
            match identity.key {
                Key::Account(tenant, id) => {
                    add(Claim::Account(None, text(id)));
                    if let Some(tenant) = tenant {
                        add(Claim::Account(Some(text(tenant)), text(id)));
                    }
                }
                Key::Email(_) => {}
                Key::Unidentified(_) => {
                    let names = identity.names.iter();
                    names.for_each(|name| add(Claim::Name(fold(&text(name.text)))));
                }
            }
            for email in &identity.emails {
                add(Claim::Email(text(email.text)));
            }
        }
        Self {
            collection,
            first_seen,
            parents,
            owners: HashMap::new(),
            roster: HashMap::new(),
            by_claim,
            conflicts: Vec::new(),
        }
    }

    fn root(&mut self, mut identity: IdentityId) -> IdentityId {
        while self.parents[identity as usize] != identity {
            let parent = self.parents[identity as usize];
            self.parents[identity as usize] = self.parents[parent as usize];
            identity = parent;
        }
        identity
    }

    fn join(&mut self, one: IdentityId, other: IdentityId) -> IdentityId {
        let (one, other) = (self.root(one), self.root(other));
        let owner = self.owners.remove(&other);
        if let Some(owner) = owner {
            self.owners.entry(one).or_insert(owner);
        }
        self.parents[other as usize] = one;
        one
    }

    /// Records without an id belong to the only account that has their e-mail address,
    /// and an account without a tenant to the only one of the same id that has one.
    fn join_emails_to_accounts(&mut self) {
        for index in 0..self.collection.identities.len() as IdentityId {
            let candidates = match self.collection.identities[index as usize].key {
                Key::Email(email) => Claim::Email(self.collection.texts.get(email).to_owned()),
                Key::Account(None, id) => {
                    Claim::Account(None, self.collection.texts.get(id).to_owned())
                }
                Key::Account(Some(_), _) | Key::Unidentified(_) => continue,
            };
            let candidates = self.by_claim.get(&candidates).cloned().unwrap_or_default();
            let is_account = |&&other: &&IdentityId| {
                let key = self.collection.identities[other as usize].key;
                other != index && matches!(key, Key::Account(..))
            };
            let accounts: SmallVec<[IdentityId; 2]> =
                candidates.iter().filter(is_account).copied().collect();
            if let [account] = accounts[..] {
                self.join(account, index);
            }
        }
    }

    /// Puts all identities together that these claims name; gives their root.
    fn claim(&mut self, claims: &[Claim], owner: Owner) -> Option<IdentityId> {
        let mut own = None;
        let mut sorted: Vec<_> = claims.iter().collect();
        sorted.sort_unstable();
        for claim in sorted {
            for identity in self.by_claim.get(claim).cloned().unwrap_or_default() {
                let root = self.root(identity);
                match self.owners.get(&root) {
                    Some(&other) if other != owner => self.conflict(claim, owner, other),
                    _ => {
                        let joined = own.map_or(root, |own| self.join(own, root));
                        self.owners.insert(joined, owner);
                        own = Some(joined);
                    }
                }
            }
        }
        own
    }

    fn conflict(&mut self, claim: &Claim, owner: Owner, other: Owner) {
        let (Owner::Alias(_), Owner::Alias(_)) = (owner, other) else {
            return;
        };
        self.conflicts.push(Suggestion {
            basis: format!("two aliases lead to the identity with {}", claimed(claim)),
            one: "the alias that comes first has it".into(),
            other: "the other has not".into(),
            advice: "Name each identity under one `person` only.",
        });
    }

    fn claim_by_roster(&mut self, index: usize, entry: &RosterEntry, aliases: &Aliases) {
        let mut claims = Vec::new();
        claims.extend(entry.id.clone().map(|id| Claim::Account(None, id)));
        claims.extend(entry.email.clone().map(Claim::Email));
        // An alias may lend its name to an entry of the roster: both are the user's word.
        let label = entry.name.as_deref().map(fold);
        let by_label = |alias: &Alias| label.as_deref() == Some(fold(&alias.person).as_str());
        let named = aliases.people.iter().position(by_label);
        let same = |alias: &Alias| alias.claims.iter().any(|claim| claims.contains(claim));
        let alias = aliases
            .people
            .iter()
            .position(same)
            .or(named.filter(|_| claims.is_empty()));
        if let Some(alias) = alias {
            claims.extend(aliases.people[alias].claims.iter().cloned());
        }
        let owned_by_alias = self.root_of_any(&claims);
        let root = match owned_by_alias {
            Some(root) if self.owners.contains_key(&root) => Some(root),
            _ => self.claim(&claims, Owner::Roster(index)),
        };
        self.roster.insert(index, root);
    }

    fn root_of_any(&mut self, claims: &[Claim]) -> Option<IdentityId> {
        let identity = claims
            .iter()
            .find_map(|claim| self.by_claim.get(claim)?.first().copied())?;
        Some(self.root(identity))
    }

    fn into_people(mut self, aliases: &Aliases, entries: &[RosterEntry]) -> People {
        let mut by_root: BTreeMap<IdentityId, Draft> = BTreeMap::new();
        for index in 0..self.parents.len() as IdentityId {
            if self.first_seen[index as usize] == NEVER {
                continue;
            }
            let root = self.root(index);
            by_root.entry(root).or_default().identities.push(index);
        }
        let mut unseen: Vec<Draft> = Vec::new();
        for index in 0..entries.len() {
            let root = self.roster.get(&index).copied().flatten();
            match root {
                Some(root) => {
                    let root = self.root(root);
                    by_root.entry(root).or_default().roster.push(index as u32);
                }
                None => add_unseen(&mut unseen, index, entries),
            }
        }
        let owners = std::mem::take(&mut self.owners);
        let drafts = by_root
            .into_iter()
            .map(|(root, draft)| (draft, owners.get(&root).copied()));
        let drafts: Vec<_> = drafts
            .chain(unseen.into_iter().map(|draft| (draft, None)))
            .collect();
        let collection = self.collection;
        let mut people: Vec<_> = drafts
            .into_iter()
            .map(|(draft, owner)| draft.person(collection, owner, aliases, entries))
            .collect();
        sort(&mut people, collection, &self.first_seen);
        let mut of_identity = vec![NEVER; collection.identities.len()];
        for (index, person) in (0..).zip(&people) {
            for &identity in &person.identities {
                of_identity[identity as usize] = index;
            }
        }
        let mut suggestions = self.conflicts;
        suggestions.extend(suggest(&people, collection, entries));
        suggestions.sort_unstable();
        suggestions.dedup();
        People {
            people,
            of_identity,
            suggestions,
        }
    }
}

/// Somebody who was expected and never seen; entries of several series are one person.
fn add_unseen(unseen: &mut Vec<Draft>, index: usize, entries: &[RosterEntry]) {
    let same = |draft: &&mut Draft| {
        let (one, other) = (&entries[draft.roster[0] as usize], &entries[index]);
        (one.email.is_some() && one.email == other.email)
            || (one.id.is_some() && one.id == other.id)
    };
    match unseen.iter_mut().find(same) {
        Some(draft) => draft.roster.push(index as u32),
        None => unseen.push(Draft {
            identities: SmallVec::new(),
            roster: SmallVec::from_slice(&[index as u32]),
        }),
    }
}

/// A person whose parts are known.
#[derive(Default)]
struct Draft {
    identities: SmallVec<[IdentityId; 1]>,
    roster: SmallVec<[u32; 1]>,
}

impl Draft {
    fn person(
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

/// The text seen last with any of these identities; of equals the first in the alphabet.
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

/// An identity as tables write it.
pub(super) fn identity_label(collection: &Collection, identity: IdentityId) -> String {
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

/// By name, then e-mail, then identities; unidentified records of one name by when they were seen.
fn sort(people: &mut [Person], collection: &Collection, first_seen: &[u32]) {
    let texts = &collection.texts;
    people.sort_by_cached_key(|person| {
        let name = texts.get_some(person.name).map(fold);
        let email = texts.get_some(person.email).map(str::to_owned);
        let identities: Vec<_> = person
            .identities
            .iter()
            .map(|&identity| identity_label(collection, identity))
            .collect();
        let seen = person
            .identities
            .iter()
            .map(|&identity| first_seen[identity as usize])
            .min();
        (
            name.is_none(),
            name,
            email,
            identities,
            person.roster.clone(),
            seen,
        )
    });
}

/// People of the same name or e-mail address, each with the first of them.
fn suggest(people: &[Person], collection: &Collection, entries: &[RosterEntry]) -> Vec<Suggestion> {
    let texts = &collection.texts;
    let mut by_likeness: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
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

/// A person as suggestions write them: the name and all identities.
fn person_label(people: &[Person], collection: &Collection, person: PersonId) -> String {
    let person = &people[person as usize];
    let name = collection
        .texts
        .get_some(person.name)
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
