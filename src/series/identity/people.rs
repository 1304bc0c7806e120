//! People: which identities are one person, by which rule, and which only may be.
//!
//! Keys in order: tenant and identity id; else the e-mail address; else nothing
//! but an explicit alias. Never an empty e-mail, never a name alone.

use crate::model::natural_order::Natural;
use crate::series::collect::collection::Collection;
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
    /// Likely matches, in order.
    pub suggestions: Vec<Suggestion>,
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
        let mut suggestions = conflicts;
        suggestions.extend(suggest(&people, collection, entries));
        suggestions.sort_unstable_by(Suggestion::in_order);
        suggestions.dedup();
        Self {
            of_identity: of_identity(&people, collection.identities.len()),
            people,
            suggestions,
        }
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
fn sort(people: &mut [Person], collection: &Collection, first_seen: &[u32]) {
    let texts = &collection.texts;
    people.sort_by_cached_key(|person| {
        let name = texts.get_some(person.name).map(|name| Natural(fold(name)));
        let email = texts
            .get_some(person.email)
            .map(|email| Natural(email.to_owned()));
        let identities: Vec<_> = person
            .identities
            .iter()
            .map(|&identity| Natural(identity_label(collection, identity)))
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
