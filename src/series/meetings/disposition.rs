//! Disposition: what became of each report, and first whether it tells anything new.

use std::collections::{HashMap, HashSet};

use crate::model::interval::Stay;
use crate::model::report::SourceKind;
use crate::model::time::{Instant, Span};
use crate::series::collect::collection::Collection;
use crate::series::collect::texts::TextId;
use crate::series::input::aliases::name_key;

/// The number of a meeting, in order of time.
pub type MeetingId = u32;

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// It is a meeting of its own.
    Alone(MeetingId),
    /// It and other reports are one meeting; so long after the session before.
    Merged(MeetingId, Option<Span>),
    /// It says the same as another report, and counts once.
    Repeated(u32),
    /// It is another version of a report, and the fuller one counts.
    Superseded(u32),
    /// One person for a moment, away from the meetings of the series.
    Stray(Span),
    /// Its meeting began on a day that was not asked for.
    OtherDay,
    /// Its meeting is of a series that was not asked for.
    OtherSeries,
}

/// Returns the reports that count, in order, and why the others do not.
pub(in crate::series) fn distinct(collection: &Collection) -> (Vec<u32>, Vec<(u32, Disposition)>) {
    let mut kept: Vec<u32> = Vec::new();
    let mut dropped = Vec::new();
    // Of three versions the two others are told of the one that counts at last.
    let mut superseded: Vec<(u32, usize)> = Vec::new();
    let mut by_digest: HashMap<u64, u32> = HashMap::new();
    let mut by_id: HashMap<(TextId, Option<Instant>), usize> = HashMap::new();
    for index in collection.sorted_reports() {
        let report = &collection.reports[index as usize];
        let says_something = report.report_id.is_some() || report.record_count > 0;
        if says_something && let Some(&first) = by_digest.get(&report.digest) {
            dropped.push((index, Disposition::Repeated(first)));
            continue;
        }
        by_digest.insert(report.digest, index);
        let start = report.window.map(Stay::join);
        match report.report_id.map(|id| (id, start)) {
            Some(key) if by_id.contains_key(&key) => {
                let at = by_id[&key];
                let (fuller, other) = fuller(collection, kept[at], index);
                kept[at] = fuller;
                superseded.push((other, at));
            }
            Some(key) => {
                by_id.insert(key, kept.len());
                kept.push(index);
            }
            None => kept.push(index),
        }
    }
    let superseded = superseded.into_iter();
    dropped.extend(superseded.map(|(other, at)| (other, Disposition::Superseded(kept[at]))));
    drop_poorer_kinds(collection, &mut kept, &mut dropped);
    (kept, dropped)
}

/// How far apart the starts of one session may be that two files tell, and its ends.
const SAME_START: Span = Span::seconds(60);

/// Drops a table of a session whose service report, or a fuller table, is there too.
fn drop_poorer_kinds(
    collection: &Collection,
    kept: &mut Vec<u32>,
    dropped: &mut Vec<(u32, Disposition)>,
) {
    let report = |index: u32| &collection.reports[index as usize];
    if kept
        .iter()
        .all(|&index| report(index).kind == SourceKind::Service)
    {
        return;
    }
    // By time, as a folder may hold thousands of both kinds.
    let mut by_start: Vec<(Instant, u32)> = kept
        .iter()
        .flat_map(|&index| {
            starts(collection, index)
                .into_iter()
                .map(move |at| (at, index))
        })
        .collect();
    by_start.sort_unstable();
    let mut poorer: HashMap<u32, u32> = HashMap::new();
    for &index in kept.iter() {
        let end = report(index).reported.1;
        let same = starts(collection, index).into_iter().flat_map(|start| {
            let first = by_start.partition_point(|&(at, _)| start - at > SAME_START);
            let near = by_start[first..].iter();
            near.take_while(move |&&(at, _)| at - start <= SAME_START)
        });
        let same = same.map(|&(_, other)| other).filter(|&other| {
            let end_together = match (end, report(other).reported.1) {
                (Some(one), Some(other)) => (other - one).max(one - other) <= SAME_START,
                _ => true,
            };
            report(other).kind < report(index).kind
                && end_together
                && are_the_same_people(collection, index, other)
        });
        if let Some(richest) = same.min_by_key(|&other| (report(other).kind, other)) {
            poorer.insert(index, richest);
        }
    }
    kept.retain(|index| !poorer.contains_key(index));
    // What a dropped one stood for is told of the one that counts.
    for (_, disposition) in dropped.iter_mut() {
        if let Disposition::Superseded(other) | Disposition::Repeated(other) = disposition {
            *other = the_one_that_counts(&poorer, *other);
        }
    }
    let mut told: Vec<_> = poorer.keys().copied().collect();
    told.sort_unstable();
    let told = told.into_iter();
    dropped.extend(told.map(|index| {
        let other = the_one_that_counts(&poorer, index);
        (index, Disposition::Superseded(other))
    }));
}

/// Follows reports to those which replace them, each of a fuller kind.
fn the_one_that_counts(poorer: &HashMap<u32, u32>, mut index: u32) -> u32 {
    while let Some(&other) = poorer.get(&index) {
        index = other;
    }
    index
}

/// Returns the start by the report, and the first join.
fn starts(collection: &Collection, index: u32) -> Vec<Instant> {
    let start = collection.reports[index as usize].window.map(Stay::join);
    let first_join = collection.times(index).span().map(|(join, _)| join);
    start.into_iter().chain(first_join).collect()
}

/// Returns whether nine of ten people of the first report are in the other, by address or name.
fn are_the_same_people(collection: &Collection, one: u32, other: u32) -> bool {
    let words = |index: u32| {
        let records = collection.records(&collection.reports[index as usize]);
        records.map(|record| {
            let identity = &collection.identities[record.identity() as usize];
            let seen = identity.emails.iter().chain(&identity.names);
            seen.map(|seen| name_key(collection.texts.get(seen.text)))
                .collect::<Vec<_>>()
        })
    };
    let known: HashSet<String> = words(other).flatten().collect();
    let own = words(one);
    let (mut all, mut shared) = (0, 0);
    for names in own {
        all += 1;
        shared += usize::from(names.iter().any(|name| known.contains(name)));
    }
    // Where only versions are kept there are no records to compare.
    let counts = [one, other].map(|index| collection.reports[index as usize].record_count);
    match all {
        0 => counts[0] == counts[1],
        all => shared * 10 >= all * 9,
    }
}

/// Of two versions of a report the one that ends later or has more records, and the other.
fn fuller(collection: &Collection, one: u32, other: u32) -> (u32, u32) {
    let size = |index: u32| {
        let report = &collection.reports[index as usize];
        let end = report.window.map(Stay::leave);
        (end, report.record_count, report.digest)
    };
    if size(other) > size(one) {
        (other, one)
    } else {
        (one, other)
    }
}
