//! Statistics of a group of participants: one role of a meeting, or all of it.

use super::Attendance;
use super::decimal::Decimal;
use super::distribution::{Distribution, Histogram};
use crate::model::record::AttendanceRecord;
use crate::model::role::Role;
use crate::model::time::Instant;

/// Sums over a group; each is over those whose value is known.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// People, each counted once.
    pub participants: u64,
    /// Records; more than participants where somebody has two.
    pub records: u64,
    /// Σ reported totals in seconds; `None` where no record has one.
    pub reported_total: Option<i64>,
    /// Σ interval sums in seconds; `None` where no record has intervals.
    pub interval_sum: Option<i64>,
    /// Comings back after having left.
    pub rejoins: u64,
    /// People who came late.
    pub late: u64,
    /// People who left early.
    pub left_early: u64,
    /// The first join of anybody.
    pub first_join: Option<Instant>,
    /// The last leave of anybody.
    pub last_leave: Option<Instant>,
    share_sum: i128,
    share_count: u64,
}

impl Sums {
    fn add_record(&mut self, record: &AttendanceRecord<'_>) {
        self.records += 1;
        add_known(
            &mut self.reported_total,
            record.reported_total.map(i64::from),
        );
        add_known(&mut self.interval_sum, record.interval_sum());
    }

    fn add_participant(&mut self, attendance: &Attendance) {
        self.participants += 1;
        self.rejoins += attendance.rejoins as u64;
        self.late += u64::from(attendance.is_late());
        self.left_early += u64::from(attendance.left_early());
        self.first_join = earlier(self.first_join, attendance.first_join);
        self.last_leave = self.last_leave.max(attendance.last_leave);
        if let Some(share) = attendance.share {
            self.share_sum += i128::from(share.scaled());
            self.share_count += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.participants += other.participants;
        self.records += other.records;
        add_known(&mut self.reported_total, other.reported_total);
        add_known(&mut self.interval_sum, other.interval_sum);
        self.rejoins += other.rejoins;
        self.late += other.late;
        self.left_early += other.left_early;
        self.first_join = earlier(self.first_join, other.first_join);
        self.last_leave = self.last_leave.max(other.last_leave);
        self.share_sum += other.share_sum;
        self.share_count += other.share_count;
    }

    /// The mean of the participants' shares, each as shown; 4 places.
    pub fn mean_share(&self) -> Option<Decimal> {
        Decimal::ratio(self.share_sum, i128::from(self.share_count) * 10_000, 4)
    }
}

fn add_known(sum: &mut Option<i64>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or(0).saturating_add(value));
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
    pub(super) fn add_record(&mut self, record: &AttendanceRecord<'_>) {
        self.sums.add_record(record);
    }

    pub(super) fn add_participant(&mut self, attendance: &Attendance) {
        self.sums.add_participant(attendance);
        if let Some(seconds) = attendance.presence_seconds() {
            self.presence_seconds
                .push(u32::try_from(seconds).unwrap_or(u32::MAX));
        }
    }

    pub(super) fn sort(&mut self) {
        self.presence_seconds.sort_unstable();
    }

    /// Σ presence in whole seconds; `None` where nobody's is known.
    pub fn presence_sum(&self) -> Option<i64> {
        let known = !self.presence_seconds.is_empty();
        known.then(|| self.presence_seconds.iter().copied().map(i64::from).sum())
    }

    /// How presence spreads over the participants; `None` where nobody's is known.
    pub fn presence(&self) -> Option<Distribution> {
        Distribution::of_sorted(&self.presence_seconds)
    }
}

/// One group of some meetings, put together.
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

    /// How presence spreads over the participations.
    pub fn presence(&self) -> Option<Distribution> {
        self.presence_seconds.distribution()
    }
}

/// How many roles a meeting has at most, nearly always.
const USUAL_ROLES: usize = 4;

/// The groups of one meeting: each role in rank order, and everybody.
#[derive(Clone, Debug, Default)]
pub struct MeetingGroups<'a> {
    /// Everybody; known once all were added and sorted.
    pub all: GroupStats,
    /// Each role that occurs, in rank order.
    pub roles: Vec<(Role<'a>, GroupStats)>,
}

impl<'a> MeetingGroups<'a> {
    /// Nobody yet.
    pub(super) fn new() -> Self {
        Self {
            all: GroupStats::default(),
            roles: Vec::with_capacity(USUAL_ROLES),
        }
    }

    pub(super) fn add_record(&mut self, record: &AttendanceRecord<'a>) {
        self.role(&record.role).add_record(record);
    }

    pub(super) fn add_participant(&mut self, role: &Role<'a>, attendance: &Attendance) {
        self.role(role).add_participant(attendance);
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
    pub(super) fn sort(&mut self) {
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
