//! Records in compact form: there are very many, and most are like others in all but who it was
//! and when.

use std::ops::Range;

use crate::finding::CodeSet;
use crate::model::interval::Stay;
use crate::model::time::Span;
use crate::series::collect::collection::{IdentityId, RoleId};
use crate::series::collect::facts::RecordFacts;
use crate::series::collect::once::Once;
use crate::series::collect::texts::TextId;
use crate::series::identity::people::People;
use crate::series::identity::person::PersonId;

/// Who a record is about, and what it has in common with others.
#[derive(Clone, Copy, Debug)]
struct Who {
    identity: IdentityId,
    /// Its kind, by number.
    kind: u32,
}

/// Where the stays of a record begin, and its reported total.
#[derive(Clone, Copy, Debug)]
struct Time {
    first_stay: u32,
    /// −1 where the report gives none; the service counts in 32 bits.
    reported_total: i32,
}

/// What many records have in common. In the worst case each record has a kind of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kind {
    codes: CodeSet,
    stays: u32,
    /// How many stays behind these are those in which the person was there twice.
    doubled: u32,
    /// Which of the names of their identity it has.
    name: Option<u32>,
    role: RoleId,
    timed: bool,
    /// Whether an interval lacks a time.
    broken: bool,
    is_registered: bool,
    is_on_days: bool,
    sum: Sum,
}

impl Kind {
    /// Returns the kind of a record of which nothing is kept but who it is about.
    fn of_whom(known: Known) -> Self {
        Self {
            codes: CodeSet::default(),
            stays: 0,
            doubled: 0,
            name: known.name,
            role: known.role,
            timed: false,
            broken: false,
            is_registered: false,
            is_on_days: known.is_on_days,
            sum: Sum::None,
        }
    }
}

/// Where the sum of a record's intervals stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sum {
    /// The report gives none.
    None,
    /// It is the reported total.
    Total,
    /// It is another, which stands beside the records.
    Other,
}

/// All records of a run, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(in crate::series) struct Records {
    who: Vec<Who>,
    /// Of each record; nothing where only who they are about is kept.
    times: Vec<Time>,
    is_only_who: bool,
    kinds: Once<Kind>,
    /// Of each record its stays, then those in which the person was there twice.
    stays: Vec<Stay>,
    /// Of few records, in order: the sum of the intervals that is not the reported total.
    sums: Vec<(u32, i64)>,
    /// Of few records, in order: the registration.
    registrations: Vec<(u32, TextId)>,
}

/// What a collection makes of the texts of a record.
#[derive(Clone, Copy, Debug)]
pub(in crate::series) struct Known {
    /// Who it is about.
    pub identity: IdentityId,
    /// Which of the identity's names it has.
    pub name: Option<u32>,
    /// The role.
    pub role: RoleId,
    /// The registration.
    pub registration: Option<TextId>,
    /// Whether it tells of a stay on the days that were asked for, where only who records are
    /// about is kept.
    pub is_on_days: bool,
}

impl Records {
    /// Returns none yet, of which only will be kept who they are about, by which name, and in
    /// which role.
    pub fn only_who() -> Self {
        Self {
            is_only_who: true,
            ..Self::default()
        }
    }

    /// Returns how many there are.
    pub fn len(&self) -> u32 {
        self.who.len() as u32
    }

    /// Returns the identity of each record, and lets go of all else.
    pub fn into_identities(self) -> Vec<IdentityId> {
        // The memory of the records becomes that of the list, and its rest is given back.
        let mut identities: Vec<_> = self.who.into_iter().map(|who| who.identity).collect();
        identities.shrink_to_fit();
        identities
    }

    /// Adds one.
    pub fn push(&mut self, record: &RecordFacts, known: Known) {
        let at = self.len();
        if self.is_only_who {
            let kind = self.kinds.keep(Kind::of_whom(known));
            let identity = known.identity;
            self.who.push(Who { identity, kind });
            return;
        }
        let total = record.reported_total;
        let total = total.map(|total| total.clamp(0, i32::MAX.into()));
        let sum = record.interval_sum.filter(|&sum| sum >= 0);
        let kind = Kind {
            codes: record.codes,
            stays: record.stays.len() as u32,
            doubled: record.doubled.len() as u32,
            name: known.name,
            role: known.role,
            timed: record.timed,
            broken: record.broken,
            is_registered: known.registration.is_some(),
            is_on_days: known.is_on_days,
            sum: match sum {
                None => Sum::None,
                known if known == total => Sum::Total,
                Some(_) => Sum::Other,
            },
        };
        if let (Sum::Other, Some(sum)) = (kind.sum, sum) {
            self.sums.push((at, sum));
        }
        let registration = known.registration.map(|id| (at, id));
        self.registrations.extend(registration);
        self.who.push(Who {
            identity: known.identity,
            kind: self.kinds.keep(kind),
        });
        self.times.push(Time {
            first_stay: self.stays.len() as u32,
            reported_total: total.map_or(-1, |total| total as i32),
        });
        self.stays.extend_from_slice(&record.stays);
        self.stays.extend_from_slice(&record.doubled);
    }

    /// Gives a record other stays, which tell all of its times.
    pub fn tell_times(&mut self, at: u32, stays: &[Stay]) {
        let doubled = self.at(at).doubled().to_vec();
        let kind = Kind {
            stays: stays.len() as u32,
            timed: true,
            broken: false,
            ..*self.at(at).kind()
        };
        self.who[at as usize].kind = self.kinds.keep(kind);
        self.times[at as usize].first_stay = self.stays.len() as u32;
        self.stays.extend_from_slice(stays);
        self.stays.extend(doubled);
    }

    /// Returns the record at this place.
    pub fn at(&self, at: u32) -> Record<'_> {
        let who = &self.who[at as usize];
        Record { all: self, at, who }
    }

    /// Returns those from one place to before another.
    pub fn range(&self, places: Range<u32>) -> impl ExactSizeIterator<Item = Record<'_>> {
        let who = &self.who[places.start as usize..places.end as usize];
        let record = |(who, at)| Record { all: self, at, who };
        who.iter().zip(places).map(record)
    }

    /// Lets go of what only adding needs.
    pub fn end(&mut self) {
        self.kinds.end();
        self.who.shrink_to_fit();
        self.times.shrink_to_fit();
        self.stays.shrink_to_fit();
    }
}

/// One record of a report.
#[derive(Clone, Copy, Debug)]
pub(in crate::series) struct Record<'c> {
    all: &'c Records,
    at: u32,
    who: &'c Who,
}

impl<'c> Record<'c> {
    fn kind(self) -> &'c Kind {
        self.all.kinds.get(self.who.kind)
    }

    /// Returns where it stands among all records.
    pub fn at(self) -> u32 {
        self.at
    }

    /// Returns who it is about.
    pub fn identity(self) -> IdentityId {
        self.who.identity
    }

    /// Returns the person whom it is about.
    pub fn person(self, people: &People) -> PersonId {
        people.of_identity[self.who.identity as usize]
    }

    /// Returns which of the names of its identity it has.
    pub fn name(self) -> Option<u32> {
        self.kind().name
    }

    /// Returns the role.
    pub fn role(self) -> RoleId {
        self.kind().role
    }

    /// Returns what was found in it.
    pub fn codes(self) -> CodeSet {
        self.kind().codes
    }

    /// Returns whether it tells when the person was there.
    pub fn is_timed(self) -> bool {
        self.kind().timed
    }

    /// Returns whether it was seen to tell of a stay on the days that were asked for.
    pub fn is_on_days(self) -> bool {
        self.kind().is_on_days
    }

    /// Returns the registration.
    pub fn registration(self) -> Option<TextId> {
        let all = &self.all.registrations;
        let own = self.kind().is_registered.then_some(all)?;
        let at = own.binary_search_by_key(&self.at, |&(at, _)| at).ok()?;
        Some(own[at].1)
    }

    /// Returns the reported total, in seconds.
    pub fn reported_total(self) -> Option<i64> {
        let total = self.time()?.reported_total;
        (total >= 0).then_some(total.into())
    }

    /// Returns the sum of the intervals, in seconds.
    pub fn interval_sum(self) -> Option<i64> {
        match self.kind().sum {
            Sum::None => None,
            Sum::Total => self.reported_total(),
            Sum::Other => {
                let sums = &self.all.sums;
                let at = sums.binary_search_by_key(&self.at, |&(at, _)| at).ok()?;
                Some(sums[at].1)
            }
        }
    }

    /// Returns whether it does not tell when all of it was.
    pub fn hides_times(self) -> bool {
        let kind = self.kind();
        !kind.timed || kind.broken
    }

    /// Returns the reported total where it can stand for the times that are not told: a
    /// total of 0 beside an interval says only that the service could not count.
    pub fn total_for_times(self) -> Option<Span> {
        let total = self.reported_total()?;
        (total > 0 || !self.kind().broken).then(|| Span::seconds(total))
    }

    /// Returns the stays, united.
    pub fn stays(self) -> &'c [Stay] {
        &self.stays_and_beyond()[..self.kind().stays as usize]
    }

    fn time(self) -> Option<&'c Time> {
        self.all.times.get(self.at as usize)
    }

    /// Returns its stays, and all that stand behind them.
    fn stays_and_beyond(self) -> &'c [Stay] {
        let first = self.time().map(|time| time.first_stay as usize);
        first.map_or(&[], |first| &self.all.stays[first..])
    }

    /// Returns the stretches in which the person was there twice by this record.
    pub fn doubled(self) -> &'c [Stay] {
        let kind = self.kind();
        let first = kind.stays as usize;
        &self.stays_and_beyond()[first..first + kind.doubled as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::Code;
    use crate::model::role::Role;
    use crate::model::time::Instant;
    use crate::series::collect::texts::Texts;

    /// A run of a large tenant has hundreds of millions of records: each byte here is memory of
    /// the machine that folds them, which is to need less than 100 bytes a record in all.
    #[test]
    fn a_record_takes_sixteen_bytes_and_its_stays() {
        let record = size_of::<Who>() + size_of::<Time>();
        assert_eq!((record, size_of::<Stay>()), (16, 16));
    }

    #[test]
    fn of_a_record_only_who_it_is_about_takes_eight_bytes_and_then_four() {
        let mut records = Records::only_who();
        for at in 0..1000 {
            let known = Known {
                identity: 7 * at,
                name: Some(0),
                role: 3,
                registration: None,
                is_on_days: false,
            };
            records.push(&facts(&[i64::from(at)], 0, Some(60), Some(60)), known);
        }
        assert_eq!(size_of::<Who>(), 8);
        assert!(records.times.is_empty() && records.stays.is_empty() && records.sums.is_empty());
        let record = records.at(9);
        assert_eq!(
            (record.identity(), record.role(), record.name()),
            (63, 3, Some(0))
        );
        assert!(record.stays().is_empty() && record.doubled().is_empty());
        let identities = records.into_identities();
        assert!(identities.iter().copied().eq((0..1000).map(|at| 7 * at)));
        assert!(identities.capacity() < 1100, "{}", identities.capacity());
    }

    #[test]
    fn records_that_differ_in_time_and_person_alone_are_of_one_kind() {
        let mut records = Records::default();
        for at in 0..1000 {
            let known = Known {
                identity: at,
                name: Some(0),
                role: 0,
                registration: None,
                is_on_days: false,
            };
            records.push(&facts(&[i64::from(at)], 0, Some(at.into()), None), known);
        }
        assert_eq!((records.len(), records.kinds.len()), (1000, 1));
    }

    /// Returns a record with stays that begin at these seconds, of which the last `doubled` are
    /// those in which the person was there twice.
    fn facts(begins: &[i64], doubled: usize, total: Option<i64>, sum: Option<i64>) -> RecordFacts {
        let at = |second: i64| Instant::from_ticks(second * 10_000_000);
        let stay = |&begin: &i64| Stay::new(at(begin), at(begin + 1)).unwrap();
        let (stays, twice) = begins.split_at(begins.len() - doubled.min(begins.len()));
        RecordFacts {
            id: None,
            tenant: None,
            email: None,
            name: None,
            registration: None,
            role: Role::Attendee,
            stays: stays.iter().map(stay).collect(),
            doubled: twice.iter().map(stay).collect(),
            timed: !stays.is_empty(),
            broken: false,
            open: None,
            reported_total: total,
            interval_sum: sum,
            codes: CodeSet::default(),
        }
    }

    fn any_facts() -> impl Strategy<Value = (RecordFacts, bool, Option<u32>, RoleId)> {
        let number = || {
            prop_oneof![
                Just(None),
                (0_i64..3).prop_map(Some),
                any::<i64>().prop_map(Some),
                Just(Some(i64::from(i32::MAX) + 1)),
                Just(Some(-1)),
            ]
        };
        let begins = prop_oneof![
            prop::collection::vec(0_i64..1_000_000, 0..4),
            prop::collection::vec(0_i64..1_000_000, 300..700),
        ];
        let name = prop_oneof![
            Just(None),
            (0_u32..3).prop_map(Some),
            any::<u32>().prop_map(Some)
        ];
        let numbers = (0_usize..400, number(), number(), any::<bool>());
        let rest = (any::<[bool; 3]>(), name, any::<RoleId>());
        (begins, numbers, rest).prop_map(
            |(begins, (doubled, total, sum, is_sum_total), (flags, name, role))| {
                let sum = if is_sum_total { total } else { sum };
                let mut facts = facts(&begins, doubled, total, sum);
                (facts.timed, facts.broken) = (flags[0], flags[1]);
                if flags[2] {
                    facts
                        .codes
                        .insert(Code::ALL[begins.len() % Code::ALL.len()]);
                }
                (facts, flags[2] != flags[1], name, role)
            },
        )
    }

    /// Returns whether a record gives back what was added, with other stays where it was told
    /// some.
    fn gives_back(
        record: Record<'_>,
        (facts, known): &(RecordFacts, Known),
        told: Option<&[Stay]>,
    ) -> Result<(), TestCaseError> {
        prop_assert_eq!(record.identity(), known.identity);
        prop_assert_eq!(record.name(), known.name);
        prop_assert_eq!(record.role(), known.role);
        prop_assert_eq!(record.registration(), known.registration);
        prop_assert_eq!(record.codes(), facts.codes);
        prop_assert_eq!(record.stays(), told.unwrap_or(&facts.stays));
        prop_assert_eq!(record.doubled(), &facts.doubled[..]);
        prop_assert_eq!(record.is_timed(), facts.timed || told.is_some());
        let hides = (!facts.timed || facts.broken) && told.is_none();
        prop_assert_eq!(record.hides_times(), hides);
        let total = facts.reported_total;
        let total = total.map(|total| total.clamp(0, i32::MAX.into()));
        prop_assert_eq!(record.reported_total(), total);
        let sum = facts.interval_sum.filter(|&sum| sum >= 0);
        prop_assert_eq!(record.interval_sum(), sum);
        Ok(())
    }

    proptest! {
        #[test]
        fn what_was_added_is_given_back(
            all in prop::collection::vec(any_facts(), 0..40),
            told in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..5), 0..4),
        ) {
            let mut texts = Texts::default();
            let mut records = Records::default();
            let mut added = Vec::new();
            for (at, (facts, is_registered, name, role)) in (0..).zip(all) {
                let registration = is_registered.then(|| texts.keep(&format!("r{}", at % 3)));
                let known = Known { identity: at, name, role, registration, is_on_days: false };
                records.push(&facts, known);
                added.push((facts, known));
            }
            let mut other = std::collections::BTreeMap::new();
            for (at, count) in told.into_iter().filter(|_| !added.is_empty()) {
                let at = at.index(added.len());
                let begins: Vec<_> = (0..count as i64).map(|at| at * 7).collect();
                let stays = facts(&begins, 0, None, None).stays;
                records.tell_times(at as u32, &stays);
                other.insert(at, stays);
            }
            records.end();
            prop_assert_eq!(records.len() as usize, added.len());
            let middle = records.len() / 2;
            let halves = records.range(0..middle).chain(records.range(middle..records.len()));
            for (at, (record, added)) in halves.zip(&added).enumerate() {
                prop_assert_eq!(record.at() as usize, at);
                gives_back(record, added, other.get(&at).map(|stays| &stays[..]))?;
                gives_back(records.at(at as u32), added, other.get(&at).map(|stays| &stays[..]))?;
            }
        }
    }
}
