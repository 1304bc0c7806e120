//! Reports and records that were saved apart, brought together by the report's id.
//!
//! Some tools save the list of reports in one file and each report's records in
//! another. Neither is whole: the first has start, end and count, the second has
//! the people.

use std::collections::{HashMap, HashSet};

use super::shape::{Reports, Shape};
use super::wire::{List, Records, Report, Scalar};

/// What one document holds of a report that is elsewhere too, maybe.
#[derive(Clone, Debug, PartialEq)]
pub enum SplitDocument {
    /// Reports without their records.
    Reports(Vec<ReportHead>),
    /// Records without their report: ids that it may have, the surest first.
    Records(Vec<String>),
}

/// A report without its records.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportHead {
    id: String,
    start: Scalar<'static>,
    end: Scalar<'static>,
    participant_count: Scalar<'static>,
}

/// The reports whose records were found apart from them.
#[derive(Clone, Debug, Default)]
pub struct ReportJoin {
    /// Reports by id.
    heads: HashMap<String, ReportHead>,
    /// The ids that records were found for.
    with_records: HashSet<String>,
}

impl SplitDocument {
    /// Returns what `reports` hold only in part; `name` is the file's, which may tell the
    /// report's id.
    pub fn of(reports: &Reports<'_>, name: &str) -> Option<Self> {
        if matches!(reports.shape, Shape::Records | Shape::Record) {
            let in_context = reports
                .reports
                .iter()
                .filter_map(|placed| id_in_context(&placed.report.context, "attendanceReports"));
            let ids: Vec<_> = in_context.chain(guids(name)).collect();
            return (!ids.is_empty()).then_some(Self::Records(ids));
        }
        let heads: Vec<_> = reports
            .reports
            .iter()
            .filter_map(|placed| ReportHead::of(&placed.report))
            .collect();
        (!heads.is_empty()).then_some(Self::Reports(heads))
    }
}

impl ReportHead {
    fn of(report: &Report<'_>) -> Option<Self> {
        Some(Self {
            id: head_id(report)?.to_owned(),
            start: report.start.clone().into_owned(),
            end: report.end.clone().into_owned(),
            participant_count: report.participant_count.clone().into_owned(),
        })
    }
}

/// Returns the id of a report without records, in which they could be missing.
fn head_id<'r>(report: &'r Report<'_>) -> Option<&'r str> {
    let without_records = match &report.records {
        Records::Irregular(List::Absent | List::Null) => true,
        Records::Irregular(List::Other(_)) => false,
        records => records.is_empty_list(),
    };
    match &report.id {
        Scalar::Text(id) if without_records && report.participant_count != Scalar::Integer(0) => {
            Some(id)
        }
        _ => None,
    }
}

impl ReportJoin {
    /// Brings together what was found apart.
    pub fn of<'a>(parts: impl Iterator<Item = &'a SplitDocument> + Clone) -> Self {
        let mut reunion = Self::default();
        for part in parts.clone() {
            if let SplitDocument::Reports(heads) = part {
                for head in heads {
                    reunion
                        .heads
                        .entry(head.id.clone())
                        .or_insert_with(|| head.clone());
                }
            }
        }
        for part in parts {
            if let SplitDocument::Records(ids) = part {
                let known = ids
                    .iter()
                    .find(|id| reunion.heads.contains_key(*id))
                    .cloned();
                reunion.with_records.extend(known);
            }
        }
        reunion
    }

    /// Gives records their report's id, start, end and count, and takes out the
    /// reports whose records stand elsewhere.
    pub fn apply<'a>(&self, reports: &mut Reports<'a>, name: &str) {
        if let Some(SplitDocument::Records(ids)) = SplitDocument::of(reports, name) {
            let head = ids.iter().find_map(|id| self.heads.get(id));
            if let (Some(head), Some(placed)) = (head, reports.reports.last_mut()) {
                placed.report.id = Scalar::Text(head.id.clone().into());
                placed.report.start = head.start.clone();
                placed.report.end = head.end.clone();
                placed.report.participant_count = head.participant_count.clone();
            }
        } else {
            reports.reports.retain(|placed| {
                head_id(&placed.report).is_none_or(|id| !self.with_records.contains(id))
            });
        }
    }
}

/// Returns the id in `…attendanceReports('…')…` and the like, for the collection of this name.
pub fn id_in_context(context: &Scalar<'_>, collection: &str) -> Option<String> {
    let Scalar::Text(context) = context else {
        return None;
    };
    // Once a report: brackets are few, and looking for one costs little.
    let after = context.rmatch_indices('(').find_map(|(at, _)| {
        let after = context[at..].strip_prefix("('")?;
        context[..at].ends_with(collection).then_some(after)
    });
    let (id, _) = after?.split_once('\'')?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// Returns the GUIDs in a file's name.
fn guids(name: &str) -> impl Iterator<Item = String> + '_ {
    const LENGTH: usize = 36;
    let is_guid = |text: &[u8]| {
        text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let windows = name.as_bytes().windows(LENGTH);
    windows
        .filter(move |text| is_guid(text))
        .map(|text| String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;

    const ID: &str = "3f2a9c1e-0b7d-4e65-9a8f-1c2d3e4f5a6b";

    fn reports(text: &str) -> Reports<'_> {
        decode(text).remove(0).content.unwrap()
    }

    fn reunited<'t>(texts: &[(&str, &'t str)]) -> Vec<Reports<'t>> {
        let parts: Vec<_> = texts
            .iter()
            .filter_map(|(name, text)| SplitDocument::of(&reports(text), name))
            .collect();
        let reunion = ReportJoin::of(parts.iter());
        let apply = |&(name, text): &(&str, &'t str)| {
            let mut reports = reports(text);
            reunion.apply(&mut reports, name);
            reports
        };
        texts.iter().map(apply).collect()
    }

    const HEADS: &str = r#"{"value":[{"id":"3f2a9c1e-0b7d-4e65-9a8f-1c2d3e4f5a6b","totalParticipantCount":1,
        "meetingStartDateTime":"2026-01-01T10:00:00Z","meetingEndDateTime":"2026-01-01T11:00:00Z"},
        {"id":"other","totalParticipantCount":3}]}"#;

    #[test]
    fn records_find_their_report_by_the_context_or_the_files_name() {
        let by_context = r#"{"@odata.context":"https://x/attendanceReports('3f2a9c1e-0b7d-4e65-9a8f-1c2d3e4f5a6b')/attendanceRecords",
            "value":[{"totalAttendanceInSeconds":1}]}"#;
        let by_name = r#"[{"totalAttendanceInSeconds":1}]"#;
        for (name, text) in [
            ("records.json", by_context),
            (&format!("r-{ID}.json"), by_name),
        ] {
            let all = reunited(&[("list.json", HEADS), (name, text)]);
            let left: Vec<_> = all[0]
                .reports
                .iter()
                .map(|placed| &placed.report.id)
                .collect();
            assert_eq!(left, [&Scalar::Text("other".into())]);
            let whole = &all[1].reports[0].report;
            assert_eq!(
                (&whole.id, &whole.participant_count),
                (&Scalar::Text(ID.into()), &Scalar::Integer(1))
            );
            assert_eq!(whole.start, Scalar::Text("2026-01-01T10:00:00Z".into()));
        }
    }

    #[test]
    fn what_has_no_counterpart_stays_as_it_is() {
        let alone = reunited(&[
            ("list.json", HEADS),
            ("records.json", r#"[{"totalAttendanceInSeconds":1}]"#),
        ]);
        assert_eq!((alone[0].reports.len(), alone[1].reports.len()), (2, 1));
        assert_eq!(alone[1].reports[0].report.id, Scalar::Absent);
    }
}
