//! Disposition: what became of each report, and first whether it tells anything new.

use std::collections::{HashMap, HashSet};

use crate::model::interval::Stay;
use crate::model::report::SourceKind;
use crate::model::time::{Instant, Span};
use crate::series::collect::collection::Collection;
use crate::series::collect::texts::TextId;

/// The number of an meeting, in order of time.
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
}

/// The reports that count, in order, and why the others do not.
pub(in crate::series) fn distinct(collection: &Collection) -> (Vec<u32>, Vec<(u32, Disposition)>) {
    let mut kept: Vec<u32> = Vec::new();
    let mut dropped = Vec::new();
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
                dropped.push((other, Disposition::Superseded(fuller)));
            }
            Some(key) => {
                by_id.insert(key, kept.len());
                kept.push(index);
            }
            None => kept.push(index),
        }
    }
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
    let all = kept.clone();
    kept.retain(|&index| {
        let poorer = report(index);
        let richer = all
            .iter()
            .filter(|&&other| report(other).kind < poorer.kind);
        let same = richer.filter(|&&other| {
            let starts = [index, other].map(|one| starts(collection, one));
            let near = |one: &Instant| {
                let mut others = starts[1].iter();
                others.any(|other| (*other - *one).max(*one - *other) <= SAME_START)
            };
            let ends = [index, other].map(|one| report(one).reported.1);
            let end_together = match ends {
                [Some(one), Some(other)] => (other - one).max(one - other) <= SAME_START,
                _ => true,
            };
            end_together
                && starts[0].iter().any(near)
                && are_the_same_people(collection, index, other)
        });
        let same = same.min_by_key(|&&other| report(other).kind);
        if let Some(&same) = same {
            dropped.push((index, Disposition::Superseded(same)));
        }
        same.is_none()
    });
}

/// The start by the report, and the first join.
fn starts(collection: &Collection, index: u32) -> Vec<Instant> {
    let report = &collection.reports[index as usize];
    let records = collection.records(report).iter();
    let joins = records.filter_map(|record| Some(collection.stays(record).first()?.join()));
    let start = report.window.map(Stay::join);
    start.into_iter().chain(joins.min()).collect()
}

/// Whether nine of ten people of the first report are in the other, by address or name.
fn are_the_same_people(collection: &Collection, one: u32, other: u32) -> bool {
    let words = |index: u32| {
        let records = collection.records(&collection.reports[index as usize]);
        records.iter().map(|record| {
            let identity = &collection.identities[record.identity as usize];
            let seen = identity.emails.iter().chain(&identity.names);
            seen.map(|seen| plain_name(collection.texts.get(seen.text)))
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

/// A name without what the service puts behind those of guests.
fn plain_name(name: &str) -> String {
    let plain = name.split(" (").next().unwrap_or(name);
    plain.trim().to_lowercase()
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
