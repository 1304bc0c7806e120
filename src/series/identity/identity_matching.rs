//! IdentityMatching: which identities are one person, by keys and by the user's word.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use smallvec::SmallVec;

use crate::series::collect::collection::{Collection, IdentityId, Key};
use crate::series::collect::texts::TextId;
use crate::series::identity::person::{Draft, Owner};
use crate::series::identity::suggestions::{Suggestion, conflict};
use crate::series::input::aliases::{Alias, Aliases, Claim, fold};
use crate::series::input::roster::RosterEntry;

/// What stands for an identity that is in no report that counts.
pub(in crate::series) const NEVER: u32 = u32::MAX;

/// What joining came to.
pub(in crate::series) struct Joined {
    /// Everybody, with who put their identities together.
    pub drafts: Vec<(Draft, Option<Owner>)>,
    /// Aliases that claim what another has.
    pub conflicts: Vec<Suggestion>,
}

type Identities = SmallVec<[IdentityId; 1]>;

/// What names an identity, in texts that are kept already.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum NamedBy {
    /// An id, in a tenant or in any.
    Account(Option<TextId>, TextId),
    /// An address.
    Email(TextId),
}

/// The identities that somebody may mean by a claim.
#[derive(Default)]
pub(super) struct Named {
    by_key: HashMap<NamedBy, Identities>,
    /// Those without id and address, by their folded names.
    by_name: HashMap<String, Identities>,
}

impl Named {
    /// Of these identities.
    pub(super) fn of(
        collection: &Collection,
        identities: impl Iterator<Item = IdentityId>,
    ) -> Self {
        let mut named = Self::default();
        for index in identities {
            let identity = &collection.identities[index as usize];
            let mut add = |key| named.by_key.entry(key).or_default().push(index);
            for email in &identity.emails {
                add(NamedBy::Email(email.text));
            }
            match identity.key {
                Key::Account(tenant, id) => {
                    add(NamedBy::Account(None, id));
                    if tenant.is_some() {
                        add(NamedBy::Account(tenant, id));
                    }
                }
                Key::Email(_) => {}
                Key::Unidentified(_) => {
                    for name in &identity.names {
                        let name = fold(collection.texts.get(name.text));
                        named.by_name.entry(name).or_default().push(index);
                    }
                }
            }
        }
        named
    }

    fn by_key(&self, key: NamedBy) -> Identities {
        self.by_key.get(&key).cloned().unwrap_or_default()
    }

    /// Returns those that a claim means.
    pub(super) fn by_claim(&self, collection: &Collection, claim: &Claim) -> Identities {
        let kept = |text: &str| collection.texts.find(text);
        let key = match claim {
            Claim::Name(name) => return self.by_name.get(name).cloned().unwrap_or_default(),
            Claim::Email(email) => kept(email).map(NamedBy::Email),
            Claim::Account(None, id) => kept(id).map(|id| NamedBy::Account(None, id)),
            Claim::Account(Some(tenant), id) => kept(tenant)
                .zip(kept(id))
                .map(|(tenant, id)| NamedBy::Account(Some(tenant), id)),
        };
        key.map(|key| self.by_key(key)).unwrap_or_default()
    }
}

/// Identities on their way to people.
pub(in crate::series) struct IdentityMatching<'c> {
    collection: &'c Collection,
    first_seen: &'c [u32],
    /// For each identity one of the same person; the person's root points to itself.
    parents: Vec<IdentityId>,
    owners: HashMap<IdentityId, Owner>,
    /// Roots of each roster entry; none for whom nobody was found.
    roster: HashMap<usize, Option<IdentityId>>,
    named: Named,
    conflicts: Vec<Suggestion>,
}

impl<'c> IdentityMatching<'c> {
    /// Returns each identity alone.
    pub fn new(collection: &'c Collection, first_seen: &'c [u32]) -> Self {
        let all = 0..collection.identities.len() as IdentityId;
        let seen = |index: &IdentityId| first_seen[*index as usize] != NEVER;
        let named = Named::of(collection, all.clone().filter(seen));
        let parents = all.collect();
        Self {
            collection,
            first_seen,
            parents,
            owners: HashMap::new(),
            roster: HashMap::new(),
            named,
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
    pub fn join_emails_to_accounts(&mut self) {
        for index in 0..self.collection.identities.len() as IdentityId {
            let candidates = match self.collection.identities[index as usize].key {
                Key::Email(email) => NamedBy::Email(email),
                Key::Account(None, id) => NamedBy::Account(None, id),
                Key::Account(Some(_), _) | Key::Unidentified(_) => continue,
            };
            let candidates = self.named.by_key(candidates);
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
    pub fn claim(&mut self, claims: &[Claim], owner: Owner) -> Option<IdentityId> {
        let mut own = None;
        let mut sorted: Vec<_> = claims.iter().collect();
        sorted.sort_unstable();
        for claim in sorted {
            for identity in self.named.by_claim(self.collection, claim) {
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
        self.conflicts.push(conflict(claim));
    }

    /// Finds whom an entry of the roster means; an alias's own stay the alias's.
    pub fn claim_by_roster(&mut self, index: usize, entry: &RosterEntry, aliases: &Aliases) {
        let mut claims = Vec::new();
        claims.extend(entry.id.clone().map(|id| Claim::Account(None, id)));
        claims.extend(entry.email.clone().map(Claim::Email));
        claims.extend(entry.other_emails.iter().cloned().map(Claim::Email));
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
        let own = Owner::Roster(index);
        let id = entry.id.clone().map(|id| Claim::Account(None, id));
        let owned = |owner: Option<&Owner>| owner.is_some_and(|&owner| owner != own);
        let by_alias = |owner: Option<&Owner>| matches!(owner, Some(Owner::Alias(_)));
        // The account says more than an address, which several people may share.
        let root = self
            .first_root(id.as_slice(), owned)
            .or_else(|| self.first_root(&claims, by_alias))
            .or_else(|| self.claim(&claims, own))
            .or_else(|| self.first_root(&claims, owned));
        self.roster.insert(index, root);
    }

    /// Gives each account to the entry of the roster that names its id, before any entry
    /// may claim it by an address.
    pub fn claim_ids_by_roster(&mut self, index: usize, entry: &RosterEntry) {
        if let Some(id) = &entry.id {
            self.claim(&[Claim::Account(None, id.clone())], Owner::Roster(index));
        }
    }

    /// Returns the person of the first identity that these claims name and whose owner
    /// passes, in the order of the claims and then of the reports.
    fn first_root(
        &mut self,
        claims: &[Claim],
        passes: impl Fn(Option<&Owner>) -> bool,
    ) -> Option<IdentityId> {
        for claim in claims {
            let mut named = self.named.by_claim(self.collection, claim);
            named.sort_by_key(|&identity| self.first_seen[identity as usize]);
            for identity in named {
                let root = self.root(identity);
                if passes(self.owners.get(&root)) {
                    return Some(root);
                }
            }
        }
        None
    }

    /// Returns everybody who was found or expected, each with who put their identities
    /// together.
    ///
    /// `order` is that of the entries by what they say.
    pub fn into_drafts(mut self, entries: &[RosterEntry], order: &[usize]) -> Joined {
        let mut by_root: BTreeMap<IdentityId, Draft> = BTreeMap::new();
        for index in 0..self.parents.len() as IdentityId {
            if self.first_seen[index as usize] == NEVER {
                continue;
            }
            let root = self.root(index);
            by_root.entry(root).or_default().identities.push(index);
        }
        let mut unseen: Vec<Draft> = Vec::new();
        for &index in order {
            let root = self.roster.get(&index).copied().flatten();
            match root {
                Some(root) => {
                    let root = self.root(root);
                    by_root.entry(root).or_default().roster.push(index as u32);
                }
                None => add_unseen(&mut unseen, index, entries),
            }
        }
        let seen = by_root
            .into_iter()
            .map(|(root, draft)| (draft, self.owners.get(&root).copied()));
        let unseen = unseen.into_iter().map(|draft| (draft, None));
        Joined {
            drafts: seen.chain(unseen).collect(),
            conflicts: self.conflicts,
        }
    }
}

/// Somebody who was expected and never seen; entries of several series are one person.
fn add_unseen(unseen: &mut Vec<Draft>, index: usize, entries: &[RosterEntry]) {
    let same = |draft: &&mut Draft| {
        draft.roster.iter().any(|&known| {
            let (one, other) = (&entries[known as usize], &entries[index]);
            (one.email.is_some() && one.email == other.email)
                || (one.id.is_some() && one.id == other.id)
        })
    };
    match unseen.iter_mut().find(same) {
        Some(draft) => draft.roster.push(index as u32),
        None => unseen.push(Draft {
            identities: SmallVec::new(),
            roster: SmallVec::from_slice(&[index as u32]),
        }),
    }
}
