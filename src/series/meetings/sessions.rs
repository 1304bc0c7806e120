//! Sessions: which reports are one meeting, by time, organizer and people, and which are strays.

use std::collections::{BTreeMap, HashMap};

use hashbrown::HashSet;
use smallvec::{SmallVec, smallvec};

use crate::model::interval::Stay;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};
use crate::series::collect::collection::{Collection, Report};
use crate::series::collect::texts::TextId;
use crate::series::identity::person::PersonId;
use crate::series::input::planned::Planned;
use crate::series::meetings::unread_reports;
use crate::stats::presence::{self, Stays};
use crate::zone::Zone;

/// How reports are merged into meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Sessions that begin at most so long after the one before may be one meeting.
    pub merge_within: Span,
    /// A meeting of one person who was there for less, over all its sessions, is a stray.
    pub stray_below: Span,
    /// Whether each report stays a meeting of its own.
    pub keep_separate: bool,
}

impl Default for Grouping {
    fn default() -> Self {
        Self {
            merge_within: Span::minutes(15),
            stray_below: Span::minutes(10),
            keep_separate: false,
        }
    }
}

/// Reports on their way to a meeting.
pub(in crate::series) struct Group {
    /// In order.
    pub reports: SmallVec<[u32; 1]>,
    series: TextId,
    /// The planned meeting that they are reports of.
    pub plan: Option<usize>,
    start: Option<Instant>,
    end: Option<Instant>,
}

/// Teams ends a meeting after 30 hours ("Limits and specifications for Microsoft Teams"),
/// so what goes on for longer is one meeting after another.
const LONGEST_MEETING: Span = Span::minutes(30 * 60);

/// The meetings that reports come to.
pub(in crate::series) struct Groups {
    /// In order of their first report.
    pub list: Vec<Group>,
}

impl Groups {
    /// Puts together the reports that count, which come in order of time.
    pub fn of(
        collection: &Collection,
        reports: &[u32],
        of_identity: &[PersonId],
        planned: &Planned,
        zone: &Zone,
        grouping: Grouping,
    ) -> Self {
        let mut groups = Self { list: Vec::new() };
        // Of each series the groups that a later report may still belong to.
        let mut open: HashMap<TextId, Vec<usize>> = HashMap::new();
        // Of each planned meeting its group: a plan means one meeting, wherever its reports lie.
        let mut of_plan: HashMap<usize, usize> = HashMap::new();
        let plans = Plans::of(collection, reports, of_identity, planned, zone);
        for &index in reports {
            let report = &collection.reports[index as usize];
            let start = report.window.map(Stay::join);
            let plan = plans.of_report(index);
            let end = report.window.map(Stay::leave);
            let candidates = open.entry(report.series).or_default();
            let in_reach = |group: &Group| {
                let latest = group.end.map(|end| end + grouping.merge_within);
                let known = start.zip(latest);
                known.is_some_and(|(start, latest)| start <= latest)
            };
            candidates.retain(|&at| in_reach(&groups.list[at]));
            let ends_in_time = |group: &Group| {
                let longest = group.start.map(|start| start + LONGEST_MEETING);
                let known = end.zip(longest);
                known.is_some_and(|(end, longest)| end <= longest)
            };
            let session = Session {
                collection,
                of_identity,
                report: index,
            };
            let joined = match plan {
                _ if grouping.keep_separate => None,
                // The user's own plan says which reports are one meeting.
                Some(plan) => of_plan.get(&plan).copied(),
                None => {
                    let mut unplanned = candidates.iter().copied();
                    unplanned.find(|&at| {
                        let group = &groups.list[at];
                        ends_in_time(group) && session.continues(group)
                    })
                }
            };
            match joined {
                Some(at) => {
                    let group = &mut groups.list[at];
                    group.reports.push(index);
                    group.end = group.end.max(end);
                }
                None => {
                    match plan {
                        Some(plan) => drop(of_plan.insert(plan, groups.list.len())),
                        None => candidates.push(groups.list.len()),
                    }
                    groups.list.push(Group {
                        reports: smallvec![index],
                        series: report.series,
                        plan,
                        start,
                        end,
                    });
                }
            }
        }
        groups
    }

    /// For each group its length, where it is a stray.
    pub fn strays(
        &self,
        collection: &Collection,
        of_identity: &[PersonId],
        grouping: Grouping,
    ) -> Vec<Option<Span>> {
        let people: Vec<usize> = self
            .list
            .iter()
            .map(|group| people(collection, of_identity, &group.reports).len())
            .collect();
        let busy: HashSet<TextId> = self
            .list
            .iter()
            .zip(&people)
            .filter(|(_, people)| **people > 1)
            .map(|(group, _)| group.series)
            .collect();
        let stray = |(group, &people): (&Group, &usize)| {
            let complete = |&report: &u32| collection.reports[report as usize].missing.is_none();
            let alone = people == 1
                && group.plan.is_none()
                && busy.contains(&group.series)
                && group.reports.iter().all(complete)
                && !grouping.keep_separate;
            let length = alone.then(|| presence_of_all(collection, &group.reports))?;
            length.filter(|&length| length < grouping.stray_below)
        };
        self.list.iter().zip(&people).map(stray).collect()
    }
}

/// Which planned meeting each report is of.
#[derive(Default)]
struct Plans {
    of_report: HashMap<u32, usize>,
}

impl Plans {
    /// By the plan's own word; else by time. The report nearest to a plan is of it, and
    /// another in reach only if it may be a session of the same meeting: what took place
    /// beside it, or merely at about that time, is not.
    fn of(
        collection: &Collection,
        reports: &[u32],
        of_identity: &[PersonId],
        planned: &Planned,
        zone: &Zone,
    ) -> Self {
        let texts = &collection.texts;
        let mut plans = Self::default();
        let mut in_reach: BTreeMap<usize, Vec<(Span, u32)>> = BTreeMap::new();
        if planned.meetings.is_empty() {
            return plans;
        }
        for &index in reports {
            let report = &collection.reports[index as usize];
            let id = texts.get_some(report.report_id);
            if let Some(plan) = planned.naming(id, texts.get(report.source)) {
                plans.of_report.insert(index, plan);
                continue;
            }
            let series = texts.get(report.series);
            let nearest = |window| planned.nearest(window, series);
            if let Some((away, plan)) = report.window.and_then(nearest) {
                in_reach.entry(plan).or_default().push((away, index));
            }
        }
        for (plan, mut near) in in_reach {
            // Reports come in order of time, which a stable sort keeps among equals.
            near.sort_by_key(|&(away, _)| away);
            let nearest = near[0].1;
            let mut own = vec![nearest];
            for &(_, report) in &near[1..] {
                let session = Session {
                    collection,
                    of_identity,
                    report,
                };
                let fits = own
                    .iter()
                    .all(|&other| match session.same_meeting_id(other) {
                        Some(same) => same,
                        None => !session.runs_beside(other),
                    });
                if session.is_like(&[nearest]) && fits {
                    own.push(report);
                }
            }
            let own = own.into_iter().map(|report| (report, plan));
            plans.of_report.extend(own);
        }
        let taken = &plans.of_report;
        let unread = unread_reports::plans_of(collection, reports, planned, zone, taken);
        plans.of_report.extend(unread);
        plans
    }

    fn of_report(&self, report: u32) -> Option<usize> {
        self.of_report.get(&report).copied()
    }
}

/// Returns how long somebody was in these reports: the union of all their stays; `None`
/// where a record hides its times, which may have been long.
fn presence_of_all(collection: &Collection, reports: &[u32]) -> Option<Span> {
    let mut stays = Stays::new();
    for &report in reports {
        let times = collection.times(report);
        if times.is_hidden {
            return None;
        }
        stays.extend_from_slice(&times.anybody);
    }
    presence::unite(&mut stays);
    Some(presence::presence(&stays))
}

/// Returns who is in these reports.
fn people(collection: &Collection, of_identity: &[PersonId], reports: &[u32]) -> HashSet<PersonId> {
    reports
        .iter()
        .flat_map(|&report| collection.records(&collection.reports[report as usize]))
        .map(|record| of_identity[record.identity() as usize])
        .collect()
}

/// A report that may continue a meeting.
struct Session<'c> {
    collection: &'c Collection,
    of_identity: &'c [PersonId],
    report: u32,
}

impl Session<'_> {
    /// Returns whether it is a session of the meeting that the group holds, where neither is
    /// planned.
    fn continues(&self, group: &Group) -> bool {
        // Without an id meetings at the same time are two.
        let fits = |&other: &u32| match self.same_meeting_id(other) {
            Some(same) => same,
            None => !self.runs_beside(other),
        };
        group.reports.iter().all(fits) && self.is_like(&group.reports)
    }

    /// Returns whether meeting ids, organizer and people are those of these reports.
    fn is_like(&self, reports: &[u32]) -> bool {
        let differs = |&other: &u32| self.same_meeting_id(other) == Some(false);
        !reports.iter().any(differs) && self.same_organizer(reports) && self.same_people(reports)
    }

    /// Returns whether the meeting's id is that of another report, where both have one.
    fn same_meeting_id(&self, other: u32) -> Option<bool> {
        let other = self.report_at(other).meeting_id?;
        Some(other == self.report_at(self.report).meeting_id?)
    }

    fn report_at(&self, index: u32) -> &Report {
        &self.collection.reports[index as usize]
    }

    /// Returns whether both reports were under way at the same time: each began before the
    /// other was over.
    fn runs_beside(&self, other: u32) -> bool {
        let windows = self.report_at(self.report).window;
        let windows = windows.zip(self.report_at(other).window);
        windows.is_some_and(|(one, other)| one.join() < other.leave() && other.join() < one.leave())
    }

    fn organizer(&self, report: u32) -> Option<PersonId> {
        let mut records = self.collection.records(self.report_at(report));
        let organizer =
            records.find(|record| *self.collection.role(record.role()) == Role::Organizer)?;
        Some(self.of_identity[organizer.identity() as usize])
    }

    fn same_organizer(&self, reports: &[u32]) -> bool {
        let known = reports.iter().find_map(|&report| self.organizer(report));
        match (known, self.organizer(self.report)) {
            (Some(one), Some(other)) => one == other,
            // A session without its organizer is no sign of another meeting.
            _ => true,
        }
    }

    /// Returns whether at least half of the people of the smaller one are in both.
    ///
    /// The organizer is left out: whoever receives one guest after another holds a meeting
    /// with each. Only where nobody else was there does the organizer decide.
    fn same_people(&self, reports: &[u32]) -> bool {
        let mut before = people(self.collection, self.of_identity, reports);
        let mut now = people(self.collection, self.of_identity, &[self.report]);
        let organizers = reports.iter().chain([&self.report]);
        let organizers: HashSet<_> = organizers.filter_map(|&at| self.organizer(at)).collect();
        let others = |people: &HashSet<PersonId>| !people.is_subset(&organizers);
        if others(&before) && others(&now) {
            before.retain(|person| !organizers.contains(person));
            now.retain(|person| !organizers.contains(person));
        }
        let smaller = before.len().min(now.len());
        smaller > 0 && 2 * before.intersection(&now).count() >= smaller
    }
}

#[cfg(test)]
mod tests;
