//! Recognizes who a record is about, where a record before said the same of a person.
//!
//! Ids, names and addresses recur in every meeting. Looking each of them up among all texts
//! reads a dozen places of memory for each record; looking up one digest of all four reads one.
//! The digest is keyed at random, so that nobody can make up two people with the same digest.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroU32;

use hashbrown::HashTable;
use siphasher::sip128::{Hash128, SipHasher13};

use super::collection::IdentityId;
use super::facts::RecordFacts;

/// Identities by the digest of the id, tenant, address and name that a record gave them.
#[derive(Clone, Debug)]
pub(super) struct Recognized {
    known: HashTable<(Digest, Whom)>,
    hasher: SipHasher13,
    /// Room for the texts of one record.
    texts: Vec<u8>,
}

/// Of what a record says of who it is about; another for other texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest([u64; 2]);

/// An identity, and which of its names and addresses a record has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whom {
    /// The identity.
    pub identity: IdentityId,
    /// Which of its names.
    pub name: Option<Place>,
    /// Which of its addresses.
    pub email: Option<Place>,
}

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(NonZeroU32);

impl Place {
    fn new(at: u32) -> Option<Self> {
        NonZeroU32::new(at.wrapping_add(1)).map(Self)
    }

    /// Returns it, counted from 0.
    pub fn get(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Whom {
    /// Returns an identity with the places of a name and an address among its own.
    pub fn new(identity: IdentityId, name: Option<u32>, email: Option<u32>) -> Self {
        Self {
            identity,
            name: name.and_then(Place::new),
            email: email.and_then(Place::new),
        }
    }
}

impl Default for Recognized {
    fn default() -> Self {
        let key = || RandomState::new().hash_one(0);
        Self {
            known: HashTable::new(),
            hasher: SipHasher13::new_with_keys(key(), key()),
            texts: Vec::new(),
        }
    }
}

impl Recognized {
    /// Returns the digest of all that a record says of who it is about.
    pub fn digest(&mut self, record: &RecordFacts) -> Digest {
        self.texts.clear();
        for text in [&record.id, &record.tenant, &record.email, &record.name] {
            let len = text.as_ref().map_or(u64::MAX, |text| text.len() as u64);
            self.texts.extend_from_slice(&len.to_le_bytes());
            let text = text.as_deref().unwrap_or_default();
            self.texts.extend_from_slice(text.as_bytes());
        }
        let Hash128 { h1, h2 } = self.hasher.hash(&self.texts);
        Digest([h1, h2])
    }

    /// Returns who was kept with a digest.
    pub fn find(&self, digest: Digest) -> Option<Whom> {
        let found = self.known.find(digest.0[0], |(own, _)| *own == digest);
        found.map(|(_, whom)| *whom)
    }

    /// Keeps somebody who is not known yet by this digest.
    pub fn keep(&mut self, digest: Digest, whom: Whom) {
        let rehash = |(digest, _): &(Digest, Whom)| digest.0[0];
        self.known
            .insert_unique(digest.0[0], (digest, whom), rehash);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::interval::Stay;
    use crate::model::time::Instant;
    use crate::series::collect::collection::{Collection, Seen};
    use crate::series::collect::facts::ReportFacts;

    #[test]
    fn somebody_takes_32_bytes() {
        assert_eq!(size_of::<(Digest, Whom)>(), 32);
    }

    #[test]
    fn where_one_text_ends_and_the_next_begins_is_told_apart() {
        let mut recognized = Recognized::default();
        let mut digest = |texts: [Option<&str>; 4]| {
            let [id, tenant, email, name] = texts.map(|text| text.map(str::to_owned));
            recognized.digest(&RecordFacts {
                id,
                tenant,
                email,
                name,
                ..RecordFacts::made_up()
            })
        };
        let all = [
            [Some("ab"), Some("c"), None, None],
            [Some("a"), Some("bc"), None, None],
            [Some("abc"), Some(""), None, None],
            [Some("abc"), None, None, None],
            [Some("abc"), None, None, Some("")],
            [None, None, None, Some("abc")],
        ];
        let digests = all.map(&mut digest);
        for (at, one) in digests.iter().enumerate() {
            assert_eq!(digests.iter().filter(|other| one == *other).count(), 1);
            assert_eq!(*one, digest(all[at]));
        }
    }

    const VISIT: &str = "8:teamsvisitor:1";

    fn any_record() -> impl Strategy<Value = RecordFacts> {
        let text = |all: &'static [&'static str]| {
            prop::option::of(prop::sample::select(all)).prop_map(|text| text.map(str::to_owned))
        };
        let texts = (
            text(&["a1", "b2", VISIT]),
            text(&["t", ""]),
            text(&["a@x", "A@x", "b@x"]),
            text(&["Ann", "Ann ", "Bob"]),
        );
        texts.prop_map(|(id, tenant, email, name)| RecordFacts {
            id,
            tenant,
            email,
            name,
            ..RecordFacts::made_up()
        })
    }

    /// What makes an identity, by its definition: where it is made by nothing, by the place of
    /// the report and of the record, or of the visit.
    type Key = (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<(usize, usize)>,
    );

    fn key(report: usize, at: usize, record: &RecordFacts) -> Key {
        let is_visit = record.id.as_deref() == Some(VISIT);
        match (&record.id, &record.email) {
            (Some(id), _) if !is_visit => (Some(id.clone()), record.tenant.clone(), None, None),
            (_, Some(email)) => (None, None, Some(email.to_lowercase()), None),
            _ if is_visit => (None, None, None, Some((report, usize::MAX))),
            _ => (None, None, None, Some((report, at))),
        }
    }

    /// Adds a text that was seen at a time to those of somebody.
    fn see(all: &mut Vec<(String, i64)>, text: Option<&str>, seen: i64) -> Option<u32> {
        let text = text?;
        let at = all.iter().position(|(own, _)| own == text);
        let at = at.unwrap_or_else(|| {
            all.push((text.to_owned(), seen));
            all.len() - 1
        });
        all[at].1 = all[at].1.max(seen);
        Some(at as u32)
    }

    proptest! {
        #[test]
        fn people_are_known_again_by_their_keys_and_have_all_their_names(
            reports in prop::collection::vec((0_i64..5, prop::collection::vec(any_record(), 0..6)), 0..8),
        ) {
            let mut collection = Collection::default();
            let (mut keys, mut texts, mut whom) = (Vec::new(), Vec::new(), Vec::new());
            for (number, (begin, records)) in reports.into_iter().enumerate() {
                for (at, record) in records.iter().enumerate() {
                    let key = key(number, at, record);
                    let known = keys.iter().position(|known| *known == key);
                    let identity = known.unwrap_or(keys.len());
                    if known.is_none() {
                        keys.push(key);
                        texts.push((Vec::new(), Vec::new()));
                    }
                    let (names, emails) = &mut texts[identity];
                    let name = see(names, record.name.as_deref(), begin);
                    let email = record.email.as_deref().map(str::to_lowercase);
                    see(emails, email.as_deref(), begin);
                    whom.push((identity as IdentityId, name));
                }
                let at = |second: i64| Instant::from_ticks(second * 10_000_000);
                let window = Stay::new(at(begin), at(begin + 9));
                collection.add_report(ReportFacts::made_up("x", window, records));
            }
            let records = (0..collection.record_count()).map(|at| collection.record(at));
            let found: Vec<_> = records.map(|one| (one.identity(), one.name())).collect();
            prop_assert_eq!(found, whom);
            let told = |seen: &Seen| {
                let text = collection.texts.get(seen.text).to_owned();
                (text, seen.last.as_ticks() / 10_000_000)
            };
            let identities = collection.identities.iter();
            let found: Vec<(Vec<_>, Vec<_>)> = identities
                .map(|one| (one.names.iter().map(told).collect(), one.emails.iter().map(told).collect()))
                .collect();
            prop_assert_eq!(found, texts);
        }
    }
}
