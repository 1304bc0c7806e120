//! Statistics of a group of participants: one role of a meeting, or all of it.

use std::collections::BTreeMap;

use super::distribution::{Distribution, Histogram};
use super::known::add_known;
use crate::model::decimal::Decimal;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};

/// What a participant adds to a group; what is not known adds nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Participant {
    /// Presence: the union of the intervals.
    pub presence: Option<Span>,
    /// The part of the presence that counts, and the length it is compared with.
    pub share: Option<(Span, Span)>,
    /// The first join.
    pub first_join: Option<Instant>,
    /// The last leave.
    pub last_leave: Option<Instant>,
    /// Times of coming back after having left.
    pub rejoins: Option<usize>,
    /// Whether they came late.
    pub late: Option<bool>,
    /// Whether they left early.
    pub left_early: Option<bool>,
}

/// What the records of a participant add to a group.
#[derive(Clone, Copy, Debug, Default)]
pub struct RecordSums {
    /// How many records.
    pub records: u64,
    /// Σ reported totals in seconds.
    pub reported_total: Option<i64>,
    /// Σ interval sums in seconds.
    pub interval_sum: Option<i64>,
}

/// Shares of participants, added exactly: parts of equal length are one fraction.
#[derive(Clone, Debug, Default)]
struct Shares {
    count: u64,
    /// The first length, in ticks, and the sum of the parts of it.
    length: i64,
    inside: i128,
    /// The sums of the parts of other lengths.
    others: BTreeMap<i64, i128>,
}

impl Shares {
    fn add(&mut self, inside: Span, length: Span) {
        self.add_sum(length.as_ticks(), inside.as_ticks().into());
        self.count += 1;
    }

    fn add_sum(&mut self, length: i64, inside: i128) {
        if self.length == 0 {
            self.length = length;
        }
        if self.length == length {
            self.inside += inside;
        } else {
            *self.others.entry(length).or_default() += inside;
        }
    }

    fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.add_sum(other.length, other.inside);
        for (&length, &inside) in &other.others {
            self.add_sum(length, inside);
        }
        self.count += other.count;
    }

    /// Returns the mean: exact for parts of one length, else from 15 digits of each length's
    /// sum.
    fn mean(&self) -> Option<Decimal> {
        const DIGITS: i128 = 1_000_000_000_000_000;
        if self.others.is_empty() {
            let whole = i128::from(self.count) * i128::from(self.length);
            return Decimal::ratio(self.inside, whole, 4);
        }
        let lengths = self
            .others
            .iter()
            .map(|(&length, &inside)| (length, inside));
        let lengths = lengths.chain([(self.length, self.inside)]);
        let sum = lengths.map(|(length, inside)| {
            let (length, inside) = (i128::from(length), inside);
            inside / length * DIGITS + (inside % length * DIGITS + length / 2) / length
        });
        Decimal::ratio(sum.sum(), i128::from(self.count) * DIGITS, 4)
    }
}

/// Sums over a group; each is over those whose value is known, and `None` where nobody's is.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// People, each counted once.
    pub participants: u64,
    /// Records; more than participants where somebody has two.
    pub records: u64,
    /// Σ reported totals in seconds.
    pub reported_total: Option<i64>,
    /// Σ interval sums in seconds.
    pub interval_sum: Option<i64>,
    /// Times of coming back after having left.
    pub rejoins: Option<u64>,
    /// People who came late.
    pub late: Option<u64>,
    /// People who left early.
    pub left_early: Option<u64>,
    /// The first join of anybody.
    pub first_join: Option<Instant>,
    /// The last leave of anybody.
    pub last_leave: Option<Instant>,
    shares: Shares,
}

impl Sums {
    fn add_records(&mut self, sums: RecordSums) {
        self.records += sums.records;
        add_known(&mut self.reported_total, sums.reported_total);
        add_known(&mut self.interval_sum, sums.interval_sum);
    }

    fn add_participant(&mut self, participant: &Participant) {
        self.participants += 1;
        let count = |counts: Option<bool>| counts.map(u64::from);
        add_known(
            &mut self.rejoins,
            participant.rejoins.map(|number| number as u64),
        );
        add_known(&mut self.late, count(participant.late));
        add_known(&mut self.left_early, count(participant.left_early));
        self.first_join = earlier(self.first_join, participant.first_join);
        self.last_leave = self.last_leave.max(participant.last_leave);
        if let Some((inside, length)) = participant.share {
            self.shares.add(inside, length);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.participants += other.participants;
        self.records += other.records;
        add_known(&mut self.reported_total, other.reported_total);
        add_known(&mut self.interval_sum, other.interval_sum);
        add_known(&mut self.rejoins, other.rejoins);
        add_known(&mut self.late, other.late);
        add_known(&mut self.left_early, other.left_early);
        self.first_join = earlier(self.first_join, other.first_join);
        self.last_leave = self.last_leave.max(other.last_leave);
        self.shares.merge(&other.shares);
    }

    /// Returns the mean of the participants' shares, rounded to 4 places once, at the end.
    pub fn mean_share(&self) -> Option<Decimal> {
        self.shares.mean()
    }
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, None) => one,
        (None, other) => other,
    }
}

/// The statistics of one group of one meeting.
#[derive(Clone, Debug, Default)]
pub struct GroupStats {
    /// Sums and extremes.
    pub sums: Sums,
    /// Each participant's presence in whole seconds, sorted; those of unknown presence left out.
    presence_seconds: Vec<u32>,
}

impl GroupStats {
    fn add_participant(&mut self, participant: &Participant) {
        self.sums.add_participant(participant);
        if let Some(presence) = participant.presence {
            self.presence_seconds
                .push(u32::try_from(presence.whole_seconds()).unwrap_or(u32::MAX));
        }
    }

    fn sort(&mut self) {
        self.presence_seconds.sort_unstable();
    }

    /// Σ presence in whole seconds; `None` where nobody's is known.
    pub fn presence_sum(&self) -> Option<i64> {
        let known = !self.presence_seconds.is_empty();
        known.then(|| self.presence_seconds.iter().copied().map(i64::from).sum())
    }

    /// Returns how presence spreads over the participants; `None` where nobody's is known.
    pub fn presence(&self) -> Option<Distribution> {
        Distribution::of_sorted(&self.presence_seconds)
    }
}

/// One group over several meetings.
#[derive(Debug, Default)]
pub(super) struct SeveralGroups {
    meetings: u64,
    sums: Sums,
    presence_seconds: Vec<u32>,
}

impl SeveralGroups {
    pub(super) fn add(&mut self, group: &GroupStats) {
        self.meetings += u64::from(group.sums.participants > 0);
        self.sums.merge(&group.sums);
        self.presence_seconds.extend(&group.presence_seconds);
    }
}

/// The statistics of one group over all meetings; the same in whatever order they are added.
#[derive(Clone, Debug, Default)]
pub struct GroupTotals {
    /// How many meetings had somebody of this group.
    pub meetings: u64,
    /// Sums and extremes over all meetings; a participant counts once a meeting.
    pub sums: Sums,
    presence_seconds: Histogram,
}

impl GroupTotals {
    pub(super) fn add(&mut self, groups: &SeveralGroups) {
        self.meetings += groups.meetings;
        self.sums.merge(&groups.sums);
        for &seconds in &groups.presence_seconds {
            self.presence_seconds.add(seconds);
        }
    }

    /// Returns how presence spreads over the participations.
    pub fn presence(&self) -> Option<Distribution> {
        self.presence_seconds.distribution()
    }
}

/// How many roles a meeting has at most, nearly always.
const USUAL_ROLES: usize = 4;

/// The groups of one report or meeting: each role in rank order, and everybody.
#[derive(Clone, Debug, Default)]
pub struct MeetingGroups<'a> {
    /// Everybody; known once all were added and sorted.
    pub all: GroupStats,
    /// Each role that occurs, in rank order.
    pub roles: Vec<(Role<'a>, GroupStats)>,
}

impl<'a> MeetingGroups<'a> {
    /// Nobody yet.
    pub fn new() -> Self {
        Self {
            all: GroupStats::default(),
            roles: Vec::with_capacity(USUAL_ROLES),
        }
    }

    /// Adds records of this role.
    pub fn add_records(&mut self, role: &Role<'a>, sums: RecordSums) {
        self.role(role).sums.add_records(sums);
    }

    /// Adds a participant of this role.
    pub fn add_participant(&mut self, role: &Role<'a>, participant: &Participant) {
        self.role(role).add_participant(participant);
    }

    fn role(&mut self, role: &Role<'a>) -> &mut GroupStats {
        // A meeting has a handful of roles: searching beats hashing.
        let at = self
            .roles
            .iter()
            .position(|(known, _)| known == role)
            .unwrap_or_else(|| {
                self.roles.push((role.clone(), GroupStats::default()));
                self.roles.len() - 1
            });
        &mut self.roles[at].1
    }

    /// Puts everything in order, and everybody together; call it once, after the last.
    pub fn sort(&mut self) {
        let people = self
            .roles
            .iter()
            .map(|(_, group)| group.presence_seconds.len());
        self.all.presence_seconds.reserve_exact(people.sum());
        for (_, group) in &mut self.roles {
            self.all.sums.merge(&group.sums);
            self.all.presence_seconds.extend(&group.presence_seconds);
            group.sort();
        }
        self.all.sort();
        self.roles.sort_by(|(one, _), (other, _)| one.cmp(other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_shares_of_meetings_of_two_lengths_is_that_of_the_shares() {
        let minutes = Span::minutes;
        let of = |parts: &[(i64, i64)]| {
            let mut shares = Shares::default();
            for &(inside, length) in parts {
                shares.add(minutes(inside), minutes(length));
            }
            shares
        };
        let shown = |shares: &Shares| shares.mean().map(|mean| mean.to_string());
        assert_eq!(shown(&of(&[])), None);
        // (1/2 + 1/4) / 2, of one length.
        assert_eq!(shown(&of(&[(30, 60), (15, 60)])).as_deref(), Some("0.3750"));
        // (1/3 + 1/2 + 1 + 1 + 1/2) / 5 = 3.3333… / 5.
        let (first, second) = ([(20, 60), (30, 60)], [(90, 90), (90, 90), (45, 90)]);
        let all = [&first[..], &second].concat();
        assert_eq!(shown(&of(&all)).as_deref(), Some("0.6667"));
        for (one, other) in [(&first[..], &second[..]), (&second, &first), (&all, &[])] {
            let mut merged = of(one);
            merged.merge(&of(other));
            assert_eq!(shown(&merged).as_deref(), Some("0.6667"));
            assert_eq!(merged.count, 5);
        }
    }

    #[test]
    fn a_mean_of_two_lengths_is_rounded_up_from_half_and_no_earlier() {
        let whole = 100_000_000;
        let mean = |inside: i64| {
            let mut shares = Shares::default();
            shares.add(Span::ticks(inside), Span::ticks(whole));
            shares.add(Span::ticks(whole - 7), Span::ticks(whole - 1));
            shares.mean().map(|mean| mean.to_string())
        };
        // 10006 / 10⁸ + 1 − 6 / (10⁸ − 1) is less than 1.0001, as 6 / (10⁸ − 1) is more than
        // 6 / 10⁸; half of it is less than 0.50005. One tick more is enough.
        assert_eq!(mean(10_006).as_deref(), Some("0.5000"));
        assert_eq!(mean(10_007).as_deref(), Some("0.5001"));
    }
}
