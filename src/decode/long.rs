//! Long reports: cut between records, so that no one has to hold all of it decoded.
//!
//! Where a record ends is guessed by what stands between the first two and proven
//! by decoding: a stretch that decodes to its last byte, begun where a record
//! begins, ends where a record ends. Whatever does not fit the guess is no long
//! report, and is decoded in one go.

use serde::de::IgnoredAny;

use super::wire::{Items, Records, Report};
use super::{PlacedReport, Reports, Shape, decode, plain};

/// The smallest text that is worth cutting, in bytes.
const LONG: usize = 2 * 1024 * 1024;

/// About how long a stretch is, in bytes.
const STRETCH: usize = 512 * 1024;

const RECORDS: &str = "attendanceRecords";

/// A report whose records are still text.
#[derive(Debug)]
pub struct LongReport<'a> {
    /// The report without its records.
    head: String,
    /// Its records.
    pub stretches: Vec<Stretch<'a>>,
}

/// Some records of a long report, as text.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    text: &'a str,
    /// The index of its first record in the report.
    pub first: usize,
    /// How many records it holds.
    pub len: usize,
}

/// Whether bytes are worth cutting, whatever they hold.
pub const fn is_long(bytes: &[u8]) -> bool {
    bytes.len() >= LONG
}

impl<'a> LongReport<'a> {
    /// Cuts a text that holds one long report; `None` for every other.
    pub fn cut(text: &'a str) -> Option<Self> {
        Self::cut_by(text, LONG, STRETCH)
    }

    /// The same by other sizes, in bytes.
    pub(crate) fn cut_by(text: &'a str, long: usize, stretch: usize) -> Option<Self> {
        if text.len() < long {
            return None;
        }
        let begin = begin_of_records(text)?;
        let end = begin + memchr::memrchr(b']', &text.as_bytes()[begin..])?;
        let head = [&text[..begin], &text[end..]].concat();
        let records = &text[begin..end];
        let stretches = stretches(records, between(records)?, stretch);
        let report = Self { head, stretches };
        report.decode_head().is_some().then_some(report)
    }

    /// How many records it holds.
    pub fn record_count(&self) -> usize {
        self.stretches.iter().map(|stretch| stretch.len).sum()
    }

    /// The report, with an empty list of records.
    pub fn decode_head(&self) -> Option<PlacedReport<'static>> {
        let mut documents = decode(&self.head);
        let reports = documents.pop()?.content.ok()?;
        let Reports {
            shape: Shape::Report,
            mut reports,
            ..
        } = reports
        else {
            return None;
        };
        let placed = reports.pop()?;
        let report = placed.report;
        // The list that was found is the report's own, and it stands there once.
        let own = report.records.is_empty_list() && report.odd.is_none();
        (own && reports.is_empty() && documents.is_empty()).then(|| PlacedReport {
            pointer: placed.pointer,
            records_pointer: placed.records_pointer,
            number: placed.number,
            report: Report {
                id: report.id.into_owned(),
                context: report.context.into_owned(),
                start: report.start.into_owned(),
                end: report.end.into_owned(),
                participant_count: report.participant_count.into_owned(),
                records: Records::Read(Items::default()),
                records_next_link: report.records_next_link.into_owned(),
                odd: None,
            },
        })
    }
}

impl<'a> Stretch<'a> {
    /// Decodes the records; `None` where it holds something else or another number of them.
    pub fn decode(&self) -> Option<Items<'a>> {
        plain::records(self.text, self.len)
    }
}

/// Where the first record begins, if the first list of that name is not empty.
fn begin_of_records(text: &str) -> Option<usize> {
    let quoted = format!("\"{RECORDS}\"");
    let name = memchr::memmem::find(text.as_bytes(), quoted.as_bytes())?;
    let value = text[name + quoted.len()..]
        .trim_ascii_start()
        .strip_prefix(':')?;
    let records = value.trim_ascii_start().strip_prefix('[')?;
    records
        .trim_ascii_start()
        .starts_with('{')
        .then(|| text.len() - records.len())
}

/// What stands between the first two records, with the last byte of the one and the
/// first member's name of the other.
fn between(records: &str) -> Option<&str> {
    let mut first = serde_json::Deserializer::from_str(records).into_iter::<IgnoredAny>();
    first.next()?.ok()?;
    let end = first.byte_offset();
    let next = records[end..].trim_ascii_start().strip_prefix(',')?;
    let members = next.trim_ascii_start().strip_prefix('{')?;
    let mut name = serde_json::Deserializer::from_str(members).into_iter::<&str>();
    name.next()?.ok()?;
    let name_end = records.len() - members.len() + name.byte_offset();
    Some(&records[end - 1..name_end])
}

/// Cuts the records at about every `length` bytes, and counts them.
fn stretches<'a>(records: &'a str, between: &str, length: usize) -> Vec<Stretch<'a>> {
    let mut stretches = Vec::new();
    let (mut begin, mut first, mut count) = (0, 0, 1);
    for at in memchr::memmem::find_iter(records.as_bytes(), between) {
        let end = at + 1;
        if end - begin >= length {
            stretches.push(Stretch {
                text: &records[begin..end],
                first,
                len: count,
            });
            let comma = records[end..].find(',').map_or(0, |comma| comma + 1);
            (begin, first, count) = (end + comma, first + count, 0);
        }
        count += 1;
    }
    stretches.push(Stretch {
        text: &records[begin..],
        first,
        len: count,
    });
    stretches
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Object, Record, Scalar};
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Option<LongReport<'_>> {
        LongReport::cut_by(text, 0, 1)
    }

    /// The totals of the records, none of which is plain.
    fn totals(report: &LongReport<'_>) -> Option<Vec<Vec<Option<i64>>>> {
        let total = |(_, item): &(usize, Object<Record<'_>>)| match item {
            Object::Value(Record {
                total: Scalar::Integer(total),
                ..
            }) => Some(*total),
            _ => None,
        };
        let stretches = report.stretches.iter();
        stretches
            .map(|stretch| Some(stretch.decode()?.told.iter().map(total).collect()))
            .collect()
    }

    #[test]
    fn a_report_is_cut_between_its_records_however_it_is_laid_out() {
        for text in [
            r#"{"id":"a","attendanceRecords":[{"totalAttendanceInSeconds":1},{"totalAttendanceInSeconds":2},{"totalAttendanceInSeconds":3}]}"#,
            "{ \"attendanceRecords\" : [\n {\"totalAttendanceInSeconds\": 1} ,\n {\"totalAttendanceInSeconds\": 2} ,\n {\"totalAttendanceInSeconds\": 3}\n ],\n \"id\": \"a\" }",
        ] {
            let report = cut(text).unwrap();
            assert_eq!(totals(&report).unwrap(), [[Some(1)], [Some(2)], [Some(3)]]);
            let firsts: Vec<_> = report
                .stretches
                .iter()
                .map(|stretch| stretch.first)
                .collect();
            assert_eq!(firsts, [0, 1, 2]);
            let head = report.decode_head().unwrap().report;
            assert_eq!(head.id, Scalar::Text("a".into()));
        }
    }

    #[test]
    fn a_name_that_looks_like_the_end_of_a_record_is_no_cut() {
        let text =
            r#"{"attendanceRecords":[{"role":"},{\"role\"","id":"1"},{"role":"]},{","id":"2"}]}"#;
        assert_eq!(totals(&cut(text).unwrap()).unwrap().len(), 2);
        // What an object inside a record begins with may be what a record begins with.
        let text = r#"{"attendanceRecords":[{"a":1,"b":[{"a":1},{"a":2}]},{"a":1}]}"#;
        let report = cut(text);
        assert!(report.is_none_or(|report| totals(&report).is_none()));
    }

    #[test]
    fn everything_else_is_left_to_be_decoded_in_one_go() {
        for text in [
            r#"{"attendanceRecords":[]}"#,
            r#"{"attendanceRecords":[{"id":"1"}]}"#,
            r#"{"attendanceRecords":null}"#,
            r#"{"value":[{"attendanceRecords":[{"id":"1"},{"id":"2"}]}]}"#,
            r#"{"identity":{"attendanceRecords":[{"id":"1"},{"id":"2"}]},"id":"x"}"#,
            r#"{"attendanceRecords":[{"id":"1"},{"id":"2"}],"attendanceRecords":[]}"#,
            r#"{"AttendanceRecords":[{"id":"1"},{"id":"2"}]}"#,
            r#"{"attendanceRecords":[{"id":"1"},{"id":"2"}]"#,
            "",
        ] {
            let report = cut(text);
            assert!(
                report.is_none_or(|report| totals(&report).is_none()),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn stretches_hold_the_records_of_the_whole(names in prop::collection::vec("[]{}\\\\\",:a-c]{0,12}", 2..9), length in 1..200_usize) {
            let records: Vec<_> = names
                .iter()
                .map(|name| serde_json::json!({"id": name, "attendanceIntervals": [{"id": name}, {"id": 1}]}))
                .collect();
            let text = serde_json::json!({ "attendanceRecords": records }).to_string();
            let Some(report) = LongReport::cut_by(&text, 0, length) else {
                return Ok(());
            };
            let decoded: Option<Vec<_>> = report.stretches.iter().map(Stretch::decode).collect();
            if let Some(decoded) = decoded {
                let whole = decode(&text).remove(0).content.unwrap().reports.remove(0).report.records;
                let items: Vec<_> = decoded.into_iter().flat_map(|items| items.told).map(|(_, item)| item).collect();
                prop_assert_eq!(Records::Read(Items::told(items)), whole);
            }
        }
    }
}
