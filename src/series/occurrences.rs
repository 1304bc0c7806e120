//! Occurrences: which reports are one meeting, which tell nothing new, which are strays.

use std::collections::HashMap;

use hashbrown::HashSet;
use smallvec::{SmallVec, smallvec};

use super::collection::{Collection, Report};
use super::people::PersonId;
use super::planned::{Planned, PlannedMeeting};
use super::sketch::Gap;
use super::texts::TextId;
use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::stats::presence::{self, Stays};
use crate::stats::punctuality::{Baseline, BaselineSource};

/// The number of an occurrence, in order of time.
pub type OccurrenceId = u32;

/// How reports are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Sessions that begin at most so long after the one before may be one meeting.
    pub merge_within: Span,
    /// A meeting of one person that is shorter is a stray.
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

/// One meeting that took place, or should have.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// What people call it: the planned title, else the label of its first report.
    pub title: TextId,
    /// The series it belongs to.
    pub series: TextId,
    /// When it took place: the planned time, else the reports' windows, united.
    pub windows: Stays,
    /// Against what people are late.
    pub start: Option<Baseline>,
    /// Against what people leave early.
    pub end: Option<Baseline>,
    /// Its reports, in order.
    pub(super) reports: SmallVec<[u32; 1]>,
    /// Why somebody may have been there without a record.
    pub gap: Option<Gap>,
}

impl Occurrence {
    /// When it began; `None` where nothing tells.
    pub fn begin(&self) -> Option<Instant> {
        self.windows.first().map(|window| window.join())
    }

    /// Whether there is a report of it.
    pub fn has_report(&self) -> bool {
        !self.reports.is_empty()
    }

    /// How long it took, without the breaks between its sessions.
    pub fn length(&self) -> Span {
        presence::presence(&self.windows)
    }
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a meeting of its own.
    Alone(OccurrenceId),
    /// It and other reports are one meeting; so long after the session before.
    Merged(OccurrenceId, Option<Span>),
    /// It says the same as another report, and counts once.
    Repeated(u32),
    /// It is another version of a report, and the fuller one counts.
    Superseded(u32),
    /// One person for a moment, away from the meetings of the series.
    Stray(Span),
}

/// The meetings behind the reports.
#[derive(Debug, Default)]
pub struct Occurrences {
    /// In order of time.
    pub list: Vec<Occurrence>,
    /// What became of each report, in the reports' order.
    pub fates: Vec<(u32, Fate)>,
}

/// The reports that count, in order, and why the others do not.
pub(super) fn distinct(collection: &Collection) -> (Vec<u32>, Vec<(u32, Fate)>) {
    let mut kept: Vec<u32> = Vec::new();
    let mut dropped = Vec::new();
    let mut by_digest: HashMap<u64, u32> = HashMap::new();
    let mut by_id: HashMap<(TextId, Option<Instant>), usize> = HashMap::new();
    for index in collection.sorted_reports() {
        let report = &collection.reports[index as usize];
        let says_something = report.report_id.is_some() || !collection.records(report).is_empty();
        if says_something && let Some(&first) = by_digest.get(&report.digest) {
            dropped.push((index, Fate::Repeated(first)));
            continue;
        }
        by_digest.insert(report.digest, index);
        let start = report.window.map(Stay::join);
        match report.report_id.map(|id| (id, start)) {
            Some(key) if by_id.contains_key(&key) => {
                let at = by_id[&key];
                let (fuller, other) = fuller(collection, kept[at], index);
                kept[at] = fuller;
                dropped.push((other, Fate::Superseded(fuller)));
            }
            Some(key) => {
                by_id.insert(key, kept.len());
                kept.push(index);
            }
            None => kept.push(index),
        }
    }
    (kept, dropped)
}

/// Of two versions of a report the one that ends later or has more records, and the other.
fn fuller(collection: &Collection, one: u32, other: u32) -> (u32, u32) {
    let size = |index: u32| {
        let report = &collection.reports[index as usize];
        let end = report.window.map(Stay::leave);
        (end, collection.records(report).len(), report.digest)
    };
    if size(other) > size(one) {
        (other, one)
    } else {
        (one, other)
    }
}

/// Finds the meetings behind the reports that count.
pub(super) fn find(
    collection: &mut Collection,
    reports: Vec<u32>,
    dropped: Vec<(u32, Fate)>,
    of_identity: &[PersonId],
    planned: &Planned,
    grouping: Grouping,
) -> Occurrences {
    let groups = Groups::of(collection, &reports, of_identity, planned, grouping);
    let strays = groups.strays(collection, of_identity, grouping);
    let mut list: Vec<Occurrence> = Vec::new();
    let mut fates = dropped;
    let mut met = vec![false; planned.meetings.len()];
    for (group, stray) in groups.list.into_iter().zip(strays) {
        if let Some(length) = stray {
            fates.extend(
                group
                    .reports
                    .iter()
                    .map(|&report| (report, Fate::Stray(length))),
            );
            continue;
        }
        let plan = group.plan.map(|index| {
            met[index] = true;
            &planned.meetings[index]
        });
        list.push(occurrence(collection, group.reports, plan));
    }
    let unmet = planned
        .meetings
        .iter()
        .zip(met)
        .filter(|(plan, met)| !met && plan.start.is_some());
    let unmet: Vec<_> = unmet
        .map(|(plan, _)| without_report(collection, plan))
        .collect();
    list.extend(unmet);
    let texts = &collection.texts;
    list.sort_by_key(|one| {
        let names = (texts.get(one.title), texts.get(one.series));
        let sources = one
            .reports
            .first()
            .map(|&at| texts.get(collection.reports[at as usize].source));
        (
            one.begin().is_none(),
            one.begin(),
            one.windows.last().map(|last| last.leave()),
            names,
            sources,
        )
    });
    for (number, one) in (0..).zip(&list) {
        fates.extend(fates_of(collection, number, one));
    }
    let order: HashMap<u32, usize> = (0..)
        .zip(collection.sorted_reports())
        .map(|(at, index)| (index, at))
        .collect();
    fates.sort_by_key(|(report, _)| order[report]);
    Occurrences { list, fates }
}

fn fates_of(collection: &Collection, number: OccurrenceId, one: &Occurrence) -> Vec<(u32, Fate)> {
    let window = |report: u32| collection.reports[report as usize].window;
    match one.reports.as_slice() {
        [alone] => vec![(*alone, Fate::Alone(number))],
        several => several
            .iter()
            .enumerate()
            .map(|(at, &report)| {
                let before = several[..at].iter().filter_map(|&report| window(report));
                let end = before.map(Stay::leave).max();
                let pause = end
                    .zip(window(report))
                    .map(|(end, window)| window.join() - end);
                (report, Fate::Merged(number, pause))
            })
            .collect(),
    }
}

/// A planned meeting of which there is no report.
fn without_report(collection: &mut Collection, plan: &PlannedMeeting) -> Occurrence {
    let title = plan.title.as_deref().unwrap_or("(planned)");
    let windows = plan
        .start
        .and_then(|start| Stay::new(start, plan.end.unwrap_or(start)));
    Occurrence {
        title: collection.texts.keep(title),
        series: collection
            .texts
            .keep(plan.series.as_deref().unwrap_or_default()),
        windows: windows.into_iter().collect(),
        start: None,
        end: None,
        reports: smallvec![],
        gap: Some(Gap::NoReport),
    }
}

fn occurrence(
    collection: &mut Collection,
    reports: SmallVec<[u32; 1]>,
    plan: Option<&PlannedMeeting>,
) -> Occurrence {
    let own = |&report: &u32| &collection.reports[report as usize];
    let first = *own(&reports[0]);
    let scheduled = |at: Option<Instant>| {
        at.map(|at| Baseline {
            at,
            source: BaselineSource::Scheduled,
        })
    };
    let mut windows: Stays = reports
        .iter()
        .map(own)
        .filter_map(|report| report.window)
        .collect();
    presence::unite(&mut windows);
    let (start, end) = plan.map_or((None, None), |plan| (plan.start, plan.end));
    let observed_end = reports.iter().map(own).filter_map(|report| report.end);
    let one = Occurrence {
        title: first.label,
        series: first.series,
        windows: cut(windows, start, end),
        start: scheduled(start).or(first.start),
        end: scheduled(end).or(observed_end.max_by_key(|baseline| baseline.at)),
        gap: reports
            .iter()
            .map(own)
            .filter_map(|report| report.gap)
            .min(),
        reports,
    };
    let texts = &mut collection.texts;
    Occurrence {
        title: texts
            .keep_some(plan.and_then(|plan| plan.title.as_deref()))
            .unwrap_or(one.title),
        series: texts
            .keep_some(plan.and_then(|plan| plan.series.as_deref()))
            .unwrap_or(one.series),
        ..one
    }
}

/// The time that counts: the plan's, where it has both ends; else what lies on its side of one.
fn cut(windows: Stays, start: Option<Instant>, end: Option<Instant>) -> Stays {
    if let Some(planned) = start
        .zip(end)
        .and_then(|(start, end)| Stay::new(start, end))
    {
        return smallvec![planned];
    }
    let inside = |window: &Stay| {
        let join = start.map_or(window.join(), |start| start.max(window.join()));
        let leave = end.map_or(window.leave(), |end| end.min(window.leave()));
        Stay::new(join, leave)
    };
    windows.iter().filter_map(inside).collect()
}

/// Reports on their way to an occurrence.
struct Group {
    reports: SmallVec<[u32; 1]>,
    series: TextId,
    plan: Option<usize>,
    end: Option<Instant>,
}

struct Groups {
    list: Vec<Group>,
}

impl Groups {
    fn of(
        collection: &Collection,
        reports: &[u32],
        of_identity: &[PersonId],
        planned: &Planned,
        grouping: Grouping,
    ) -> Self {
        let mut groups = Self { list: Vec::new() };
        // Of each series the groups that a later report may still belong to.
        let mut open: HashMap<TextId, Vec<usize>> = HashMap::new();
        let texts = &collection.texts;
        for &index in reports {
            let report = &collection.reports[index as usize];
            let start = report.window.map(Stay::join);
            let id = texts.get_some(report.report_id);
            let plan = planned.of_report(id, texts.get(report.source), start);
            let candidates = open.entry(report.series).or_default();
            let in_reach = |group: &Group| {
                let limit = group.end.map(|end| end + grouping.merge_within);
                group.plan.is_some()
                    || start
                        .zip(limit)
                        .is_some_and(|(start, limit)| start <= limit)
            };
            candidates.retain(|&at| in_reach(&groups.list[at]));
            let joined = candidates.iter().copied().find(|&at| {
                let group = &groups.list[at];
                !grouping.keep_separate
                    && Session {
                        collection,
                        of_identity,
                        report: index,
                        plan,
                    }
                    .continues(group)
            });
            let end = report.window.map(Stay::leave);
            match joined {
                Some(at) => {
                    let group = &mut groups.list[at];
                    group.reports.push(index);
                    group.end = group.end.max(end);
                }
                None => {
                    candidates.push(groups.list.len());
                    groups.list.push(Group {
                        reports: smallvec![index],
                        series: report.series,
                        plan,
                        end,
                    });
                }
            }
        }
        groups
    }

    /// For each group its length, where it is a stray.
    fn strays(
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
            let complete = |&report: &u32| collection.reports[report as usize].gap.is_none();
            let alone = people == 1
                && group.plan.is_none()
                && busy.contains(&group.series)
                && group.reports.iter().all(complete);
            let length = longest(collection, &group.reports)?;
            let short = length < grouping.stray_below;
            (!grouping.keep_separate && alone && short).then_some(length)
        };
        self.list.iter().zip(&people).map(stray).collect()
    }
}

/// How long anybody of these reports was there.
fn longest(collection: &Collection, reports: &[u32]) -> Option<Span> {
    let records = reports
        .iter()
        .flat_map(|&report| collection.records(&collection.reports[report as usize]));
    records
        .filter(|record| record.timed)
        .map(|record| presence::presence(collection.stays(record)))
        .max()
}

/// Who is in these reports.
fn people(collection: &Collection, of_identity: &[PersonId], reports: &[u32]) -> HashSet<PersonId> {
    reports
        .iter()
        .flat_map(|&report| collection.records(&collection.reports[report as usize]))
        .map(|record| of_identity[record.identity as usize])
        .collect()
}

/// A report that may continue a meeting.
struct Session<'c> {
    collection: &'c Collection,
    of_identity: &'c [PersonId],
    report: u32,
    plan: Option<usize>,
}

impl Session<'_> {
    /// Whether it is a session of the meeting that the group holds.
    fn continues(&self, group: &Group) -> bool {
        if self.plan.is_some() || group.plan.is_some() {
            // The user's own plan says which reports are one meeting.
            return self.plan == group.plan;
        }
        let last = self.report_at(*group.reports.last().unwrap_or(&self.report));
        let own = self.report_at(self.report);
        match (last.meeting_id, own.meeting_id) {
            (Some(one), Some(other)) if one != other => return false,
            (Some(_), Some(_)) => {}
            // Without an id meetings at the same time are two.
            _ if self.overlaps(group) => return false,
            _ => {}
        }
        self.same_organizer(group) && self.same_people(group)
    }

    fn report_at(&self, index: u32) -> &Report {
        &self.collection.reports[index as usize]
    }

    fn overlaps(&self, group: &Group) -> bool {
        let start = self.report_at(self.report).window.map(Stay::join);
        start.zip(group.end).is_some_and(|(start, end)| start < end)
    }

    fn same_organizer(&self, group: &Group) -> bool {
        let organizer = |report: u32| {
            let mut records = self.collection.records(self.report_at(report)).iter();
            let organizer = records.find(|record| record.organizer)?;
            Some(self.of_identity[organizer.identity as usize])
        };
        match (organizer(group.reports[0]), organizer(self.report)) {
            (Some(one), Some(other)) => one == other,
            // A session without its organizer is no sign of another meeting.
            _ => true,
        }
    }

    /// Whether at least half of the people of the smaller one are in both.
    fn same_people(&self, group: &Group) -> bool {
        let before = people(self.collection, self.of_identity, &group.reports);
        let now = people(self.collection, self.of_identity, &[self.report]);
        let smaller = before.len().min(now.len());
        smaller > 0 && 2 * before.intersection(&now).count() >= smaller
    }
}
