//! Occurrences: the meetings that took place or should have, in order of time.

use std::collections::HashMap;

use smallvec::{SmallVec, smallvec};

use super::collection::Collection;
use super::fate::{Fate, OccurrenceId};
use super::person::PersonId;
use super::planned::{Planned, PlannedMeeting};
use super::sessions::{Grouping, Groups};
use super::sketch::Gap;
use super::texts::TextId;
use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::stats::presence::{self, Stays};
use crate::stats::punctuality::{Baseline, BaselineSource};

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

/// The meetings behind the reports.
#[derive(Debug, Default)]
pub struct Occurrences {
    /// In order of time.
    pub list: Vec<Occurrence>,
    /// What became of each report, in the reports' order.
    pub fates: Vec<(u32, Fate)>,
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
