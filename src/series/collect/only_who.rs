//! What is kept of reports whose records are read again later, some at a time: who was there,
//! and of times no more than meetings are found by.

use std::collections::BTreeMap;
use std::ops::Range;

use super::collection::{Collection, IdentityId};
use super::facts::{RecordFacts, ReportFacts};
use super::records::{Known, Records};
use crate::model::interval::Stay;
use crate::model::role::Role;
use crate::model::time::Instant;
use crate::series::meetings::day_range::DayRange;
use crate::stats::presence::{self, Stays};
use crate::zone::Zone;

/// When people were in a report, as far as meetings are found by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::series) struct ReportTimes {
    /// When anybody was there; united.
    pub anybody: Stays,
    /// The first join and the last leave of its organizers.
    pub organizer: Option<(Instant, Instant)>,
    /// Whether a record does not tell all of its times.
    pub is_hidden: bool,
}

impl ReportTimes {
    /// Returns those of records, each with its role and stays, and whether it hides some.
    pub fn of<'r>(records: impl Iterator<Item = (&'r Role<'static>, &'r [Stay], bool)>) -> Self {
        let mut times = Self::default();
        for (role, stays, is_hidden) in records {
            times.add(role, stays);
            times.is_hidden |= is_hidden;
        }
        presence::unite(&mut times.anybody);
        times
    }

    /// Adds the stays of a record, without uniting them with the others.
    fn add(&mut self, role: &Role<'static>, stays: &[Stay]) {
        let (Some(first), Some(last)) = (stays.first(), stays.last()) else {
            return;
        };
        self.anybody.extend_from_slice(stays);
        if *role == Role::Organizer {
            let (join, leave) = self.organizer.unwrap_or((first.join(), last.leave()));
            self.organizer = Some((join.min(first.join()), leave.max(last.leave())));
        }
    }

    /// Returns the first join and the last leave of anybody.
    pub fn span(&self) -> Option<(Instant, Instant)> {
        Some((self.anybody.first()?.join(), self.anybody.last()?.leave()))
    }
}

/// What stands beside records of which only is kept who they are about.
#[derive(Clone, Debug, Default)]
pub(in crate::series) struct OnlyWho {
    /// Of each report.
    times: Vec<ReportTimes>,
    /// Of records whose last stay was open, that stay as it was closed.
    closed: BTreeMap<u32, Stay>,
    /// The days that were asked for, and the zone of days.
    days: DayRange,
    zone: Zone,
}

impl OnlyWho {
    /// Notes when people were in the next report.
    pub fn add(&mut self, report: &ReportFacts) {
        let records = report.records.iter();
        let times = records.map(|one| (&one.role, &one.stays[..], !one.timed || one.broken));
        let mut times = ReportTimes::of(times);
        // There were as many stays as records before they were united.
        times.anybody.shrink_to_fit();
        self.times.push(times);
    }

    /// Returns when people were in a report.
    pub fn times(&self, report: u32) -> &ReportTimes {
        &self.times[report as usize]
    }

    /// Notes that the open stay of a record in a report was closed.
    pub fn close(&mut self, report: u32, (at, role): (u32, &Role<'static>), last: Stay) {
        let times = &mut self.times[report as usize];
        times.add(role, &[last]);
        presence::unite(&mut times.anybody);
        self.closed.insert(at, last);
    }

    /// Returns whether a record tells of a stay on the days that were asked for.
    pub fn is_on_days(&self, record: &RecordFacts) -> bool {
        !self.days.is_all() && !self.days.clip(&self.zone, &record.stays).is_empty()
    }
}

/// Who each record is about: what is left of records before some are read again.
#[derive(Debug, Default)]
pub(in crate::series) struct Whom {
    identities: Vec<IdentityId>,
    /// Where the records of each report begin; one more at the end.
    begins: Vec<u32>,
    closed: BTreeMap<u32, Stay>,
}

impl Whom {
    /// Returns where the records of a report stood among all.
    pub fn places(&self, report: u32) -> Range<usize> {
        let begin = |report: usize| self.begins[report] as usize;
        begin(report as usize)..begin(report as usize + 1)
    }

    /// Returns who the records of a report are about, in its order.
    pub fn in_report(&self, report: u32) -> &[IdentityId] {
        &self.identities[self.places(report)]
    }
}

impl Collection {
    /// Returns nothing yet; of the reports that are added it keeps who their records are about,
    /// and whether somebody was there on these days.
    pub fn only_who(days: DayRange, zone: &Zone) -> Self {
        let mut collection = Self::default();
        collection.records = Records::only_who();
        collection.only_who = Some(OnlyWho {
            days,
            zone: zone.clone(),
            ..OnlyWho::default()
        });
        collection
    }

    /// Lets go of what only finding meetings needs.
    pub(in crate::series) fn end_finding_meetings(&mut self) {
        if let Some(only_who) = &mut self.only_who {
            only_who.times = Vec::new();
        }
    }

    /// Returns whether a record tells of a stay on the days that were asked for.
    pub(in crate::series) fn was_on_days(&self, at: u32) -> bool {
        let Some(kept) = &self.only_who else {
            return false;
        };
        let closed = kept.closed.get(&at);
        let closed = closed.map(|&last| kept.days.clip(&kept.zone, &[last]));
        self.record(at).is_on_days() || closed.is_some_and(|parts| !parts.is_empty())
    }

    /// Takes out who each record is about. From then on reports have no records.
    pub(in crate::series) fn take_whom(&mut self) -> Whom {
        let mut begins: Vec<_> = self.reports.iter().map(|one| one.records().start).collect();
        begins.push(self.records.len());
        let whom = Whom {
            identities: std::mem::take(&mut self.records).into_identities(),
            begins,
            closed: self.only_who.take().unwrap_or_default().closed,
        };
        self.leave_out_records();
        whom
    }

    /// Lets go of all records.
    pub(in crate::series) fn leave_out_records(&mut self) {
        self.records = Records::default();
        let reports = self.reports.iter_mut();
        reports.for_each(|report| report.place_records(0..0));
    }

    /// Gives a report those records back that are about somebody wanted; `None` where it is not
    /// the report that was added before.
    pub(in crate::series) fn give_back(
        &mut self,
        report: u32,
        facts: ReportFacts,
        whom: &Whom,
        is_wanted: impl Fn(IdentityId) -> bool,
    ) -> Option<()> {
        let places = whom.places(report);
        let is_same = self.reports[report as usize].digest == facts.digest;
        if !is_same || places.len() != facts.records.len() {
            return None;
        }
        let first = self.records.len();
        for (at, mut record) in places.zip(facts.records) {
            let identity = whom.identities[at];
            if !is_wanted(identity) {
                continue;
            }
            if let Some(&last) = whom.closed.get(&(at as u32)) {
                record.stays.push(last);
                presence::unite(&mut record.stays);
                (record.timed, record.broken) = (true, false);
            }
            // Names, and what somebody registered by, were needed before.
            let known = Known {
                identity,
                name: None,
                role: self.role_id(&record.role),
                registration: None,
                is_on_days: false,
            };
            self.records.push(&record, known);
        }
        let places = first..self.records.len();
        self.reports[report as usize].place_records(places);
        Some(())
    }
}
