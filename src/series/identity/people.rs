//! People: which identities are one person, by which rule, and which only may be.
//!
//! Keys in order: tenant and identity id; else the e-mail address; else nothing
//! but an explicit alias. Never an empty e-mail, never a name alone.

use hashbrown::HashMap;

use crate::model::natural_order::Natural;
use crate::series::collect::collection::Collection;
use crate::series::collect::texts::{TextId, Texts};
use crate::series::identity::identity_matching::{IdentityMatching, Joined, NEVER};
use crate::series::identity::person::{Owner, Person, PersonId, identity_label};
use crate::series::identity::suggestions::{Suggestion, suggest};
use crate::series::input::aliases::{Aliases, fold};
use crate::series::input::roster::{Roster, RosterEntry};

/// Everybody, and who each identity is.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The people, in an order that depends on nothing but them.
    pub people: Vec<Person>,
    /// Who each identity is.
    pub of_identity: Vec<PersonId>,
    /// Aliases that claim whom another has.
    pub conflicts: Vec<Suggestion>,
}

impl People {
    /// Finds the people behind the identities of a collection.
    ///
    /// `reports` are those that count, in order: who is in no other is left out.
    pub(in crate::series) fn find(
        collection: &mut Collection,
        reports: &[u32],
        aliases: &Aliases,
        roster: Option<&Roster>,
    ) -> Self {
        let first_seen = first_seen(collection, reports);
        let entries = roster.map_or(&[][..], |roster| &roster.entries);
        let Joined { drafts, conflicts } = join(collection, &first_seen, aliases, entries);
        let drafts = drafts.into_iter();
        let mut people: Vec<_> = drafts
            .map(|(draft, owner)| draft.person(collection, owner, aliases, entries))
            .collect();
        sort(&mut people, collection, &first_seen);
        Self {
            of_identity: of_identity(&people, collection.identities.len()),
            people,
            conflicts,
        }
    }

    /// Returns all likely matches, in order: conflicts of aliases, and people who are alike.
    pub(in crate::series) fn suggestions(
        &self,
        collection: &Collection,
        roster: Option<&Roster>,
    ) -> Vec<Suggestion> {
        let entries = roster.map_or(&[][..], |roster| &roster.entries);
        let mut suggestions = suggest(&self.people, collection, entries);
        if !self.conflicts.is_empty() {
            suggestions.extend_from_slice(&self.conflicts);
            suggestions.sort_by(Suggestion::in_order);
            suggestions.dedup();
        }
        suggestions
    }
}

fn join(
    collection: &Collection,
    first_seen: &[u32],
    aliases: &Aliases,
    entries: &[RosterEntry],
) -> Joined {
    let mut joining = IdentityMatching::new(collection, first_seen);
    joining.join_emails_to_accounts();
    for (index, alias) in aliases.people.iter().enumerate() {
        joining.claim(&alias.claims, Owner::Alias(index));
    }
    // By what the entries say, not by where they stand: their order decides nothing.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| {
        let entry = &entries[index];
        (entry.id.is_none(), &entry.id, &entry.email, &entry.name)
    });
    for &index in &order {
        joining.claim_ids_by_roster(index, &entries[index]);
    }
    for &index in &order {
        joining.claim_by_roster(index, &entries[index], aliases);
    }
    joining.into_drafts(entries, &order)
}

/// Returns who each of so many identities is.
fn of_identity(people: &[Person], identities: usize) -> Vec<PersonId> {
    let mut of_identity = vec![NEVER; identities];
    for (index, person) in (0..).zip(people) {
        for &identity in &person.identities {
            of_identity[identity as usize] = index;
        }
    }
    of_identity
}

/// For each identity the place of its first record in the order of the reports.
fn first_seen(collection: &Collection, reports: &[u32]) -> Vec<u32> {
    let mut first_seen = vec![NEVER; collection.identities.len()];
    let mut place = 0;
    for &report in reports {
        for record in collection.records(&collection.reports[report as usize]) {
            let first = &mut first_seen[record.identity() as usize];
            *first = place.min(*first);
            place += 1;
        }
    }
    first_seen
}

/// By name, then e-mail, then identities; unidentified records of one name by when they were seen.
fn sort(people: &mut Vec<Person>, collection: &Collection, first_seen: &[u32]) {
    let texts = &collection.texts;
    let ranks = name_ranks(people, texts);
    // Who has no name stands last.
    let rank = |person: &Person| person.name.map_or(u32::MAX, |name| ranks[&name]);
    // Places of people are sorted, which are small to move.
    let mut order: Vec<(u32, usize)> = people.iter().map(rank).zip(0..).collect();
    order.sort_unstable();
    let email = |&(_, at): &(u32, usize)| people[at].email;
    for of_one_name in order.chunk_by_mut(|one, other| one.0 == other.0) {
        of_one_name.sort_by_key(|one| texts.get_some(email(one)).map(Natural));
        for alike in of_one_name.chunk_by_mut(|one, other| email(one) == email(other)) {
            // Of one alone nothing is compared, and no key is made.
            alike.sort_by_cached_key(|&(_, at)| {
                let identities = people[at].identities.iter();
                let seen = identities.clone().map(|&at| first_seen[at as usize]).min();
                let labels: Vec<_> = identities
                    .map(|&identity| Natural(identity_label(collection, identity)))
                    .collect();
                (labels, people[at].roster.clone(), seen)
            });
        }
    }
    let mut unsorted: Vec<_> = people.drain(..).map(Some).collect();
    let sorted = order.into_iter().filter_map(|(_, at)| unsorted[at].take());
    people.extend(sorted);
}

/// Returns where the name of each person stands among all names, without regard to case: names
/// recur, and their order takes longer to find than that of numbers.
fn name_ranks(people: &[Person], texts: &Texts) -> HashMap<TextId, u32> {
    let mut names: Vec<_> = people.iter().filter_map(|person| person.name).collect();
    names.sort_unstable();
    names.dedup();
    let names = names.into_iter();
    let mut folded: Vec<_> = names
        .map(|name| (Natural(fold(texts.get(name))), name))
        .collect();
    folded.sort_unstable();
    let equal = folded.chunk_by(|(one, _), (other, _)| one == other);
    (0..)
        .zip(equal)
        .flat_map(|(rank, equal)| equal.iter().map(move |&(_, name)| (name, rank)))
        .collect()
}
