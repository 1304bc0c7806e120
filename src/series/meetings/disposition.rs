//! Disposition: what became of each report, and first whether it tells anything new.

use std::collections::HashMap;

use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::series::collect::collection::Collection;
use crate::series::collect::texts::TextId;

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
}

/// The reports that count, in order, and why the others do not.
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
    (kept, dropped)
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
