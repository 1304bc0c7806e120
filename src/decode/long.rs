//! Long reports: read in batches that are cut between records, so that nobody has to
//! hold all of the text, nor all of it decoded.
//!
//! Where a record ends is guessed by what stands between the first two and proven
//! by decoding: a batch that decodes to its last byte, begun where a record
//! begins, ends where a record ends. Whatever does not fit the guess is no long
//! report, and is decoded in one go.

use std::io::{self, Read};

use memchr::memmem;
use serde::de::IgnoredAny;

use super::escapes::without_lone_surrogates;
use super::wire::{Items, Records, Report};
use super::{PlacedReport, Reports, Shape, decode, plain};
use crate::blocks::{Block, Memory};

/// The smallest text that is worth cutting, in bytes.
const LONG: u64 = 2 * 1024 * 1024;

/// About how long a batch is, in bytes: small beside the report and beside a
/// processor's cache, and long beside what handing it over costs.
const BATCH: usize = 128 * 1024;

/// How many batches are read at a time: enough for any number of threads.
const BATCHES: usize = 8;

/// How far in front of its records a report may begin, and its first two may reach, in bytes.
const LONGEST_START: usize = 1024 * 1024;

/// How much of a text's end is enough to find what stands behind the records, in bytes.
pub const ENDING: usize = 4 * 1024;

/// How Graph ends a report: for texts whose end cannot be looked at first.
pub const GRAPHS_ENDING: &[u8] = b"]}";

const RECORDS: &str = "attendanceRecords";

/// A report that is read while its records are worked on.
#[derive(Debug)]
pub struct LongReport<R> {
    reader: R,
    /// The report without its records.
    head: String,
    /// What stands between any two records, with the last byte of the one and the first
    /// member's name of the other.
    between: Vec<u8>,
    /// What stands behind the records.
    ending: Vec<u8>,
    /// What was read and not yet cut; begins where a record begins.
    rest: Block,
    memory: Memory,
    /// The batches cut off so far, and the records in them.
    batches: usize,
    records: usize,
    batch_length: usize,
    is_at_end: bool,
}

/// Some records of a long report, as text.
#[derive(Debug)]
pub struct RecordBatch {
    text: Block,
    /// Its own index in the report.
    pub index: usize,
    /// The index of its first record in the report.
    pub first: usize,
    /// How many records it holds.
    pub len: usize,
}

/// Returns whether a text of so many bytes is worth cutting, whatever it holds.
pub const fn is_long(bytes: u64) -> bool {
    bytes >= LONG
}

impl<'t> LongReport<&'t [u8]> {
    /// Begins to cut a text in memory; `None` where it holds no long report.
    pub fn within(text: &'t [u8]) -> Option<Self> {
        if !is_long(text.len() as u64) {
            return None;
        }
        Self::begin(text, text)
    }
}

impl<R: Read> LongReport<R> {
    /// Begins to read a text of which the last bytes are known, but for blanks; `None` where
    /// it holds no long report.
    pub fn begin(reader: R, end_of_text: &[u8]) -> Option<Self> {
        Self::begin_by(reader, end_of_text, BATCH)
    }

    /// Returns the same by another length of batches, in bytes.
    pub(crate) fn begin_by(reader: R, end_of_text: &[u8], batch_length: usize) -> Option<Self> {
        let ending = &end_of_text[memchr::memrchr(b']', end_of_text)?..];
        let mut report = Self {
            reader,
            head: String::new(),
            between: Vec::new(),
            ending: ending.to_vec(),
            rest: Block::default(),
            memory: Memory::default(),
            batches: 0,
            records: 0,
            batch_length,
            is_at_end: false,
        };
        while report.between.is_empty() {
            if report.rest.len() >= LONGEST_START || report.read_on().ok()? == 0 {
                return None;
            }
            report.find_records();
        }
        report.decode_head().is_some().then_some(report)
    }

    /// Reads about one batch more; how many bytes it was.
    fn read_on(&mut self) -> io::Result<usize> {
        self.rest.read(&mut self.reader, self.batch_length)
    }

    /// Takes the head off, if the first two records were read.
    fn find_records(&mut self) -> Option<()> {
        let begin = begin_of_records(&self.rest)?;
        let between = between(&self.rest[begin..])?.to_vec();
        self.head = head(&self.rest[..begin], &self.ending)?;
        self.rest = self.memory.begin(&self.rest[begin..], self.batch_length);
        self.between = between;
        Some(())
    }

    /// Returns the report, with an empty list of records.
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
                subject: report.subject.into_owned(),
                records_next_link: report.records_next_link.into_owned(),
                odd: None,
            },
            sheet: None,
        })
    }

    /// Reads the next few batches, none at the end; `None` where something does not fit.
    pub fn read_batches(&mut self) -> Option<Vec<RecordBatch>> {
        let mut batches = Vec::with_capacity(BATCHES);
        while batches.len() < BATCHES && !self.is_at_end {
            batches.push(self.read_batch()?);
        }
        Some(batches)
    }

    fn read_batch(&mut self) -> Option<RecordBatch> {
        let mut searched = 0;
        loop {
            let (mut ends, mut last) = (0, None);
            for at in memmem::find_iter(&self.rest[searched..], &self.between) {
                (ends, last) = (ends + 1, Some(searched + at + 1));
            }
            if let Some(end) = last {
                return self.cut(end, ends);
            }
            searched = (self.rest.len() + 1).saturating_sub(self.between.len());
            if self.read_on().ok()? == 0 {
                return self.last_batch();
            }
        }
    }

    /// Cuts a batch of `len` records off, and the comma behind it.
    fn cut(&mut self, end: usize, len: usize) -> Option<RecordBatch> {
        let next = end + memchr::memchr(b',', &self.rest[end..])? + 1;
        let rest = self.memory.begin(&self.rest[next..], self.batch_length);
        let mut text = std::mem::replace(&mut self.rest, rest);
        text.truncate(end);
        let batch = RecordBatch {
            text,
            index: self.batches,
            first: self.records,
            len,
        };
        self.batches += 1;
        self.records += len;
        Some(batch)
    }

    /// Returns what is left at the end: the last record, if behind it stands what must.
    fn last_batch(&mut self) -> Option<RecordBatch> {
        self.is_at_end = true;
        let mut text = std::mem::take(&mut self.rest);
        let end = memchr::memrchr(b']', &text)?;
        let ends_well = are_same_but_for_blanks(&text[end..], &self.ending);
        text.truncate(end);
        ends_well.then_some(RecordBatch {
            text,
            index: self.batches,
            first: self.records,
            len: 1,
        })
    }
}

impl RecordBatch {
    /// Decodes the records; `None` where it holds something else or another number of them.
    pub fn decode(&self) -> Option<Items<'_>> {
        let text = simdutf8::basic::from_utf8(&self.text).ok()?;
        let (_, halves) = without_lone_surrogates(&self.text);
        (halves == 0)
            .then(|| plain::records(text, self.len))
            .flatten()
    }
}

/// Returns the text of a report without its records.
fn head(start: &[u8], ending: &[u8]) -> Option<String> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let head = [start, ending].concat();
    let (_, halves) = without_lone_surrogates(&head);
    (halves == 0)
        .then(|| String::from_utf8(head).ok())
        .flatten()
}

fn are_same_but_for_blanks(one: &[u8], other: &[u8]) -> bool {
    let no_blank = |byte: &&u8| !byte.is_ascii_whitespace();
    let other = other.iter().filter(no_blank);
    one.iter().filter(no_blank).eq(other)
}

/// Returns where the first record begins, if the first list of that name is not empty.
fn begin_of_records(text: &[u8]) -> Option<usize> {
    let quoted = format!("\"{RECORDS}\"");
    let name = memmem::find(text, quoted.as_bytes())?;
    let value = text[name + quoted.len()..]
        .trim_ascii_start()
        .strip_prefix(b":")?;
    let records = value.trim_ascii_start().strip_prefix(b"[")?;
    records
        .trim_ascii_start()
        .starts_with(b"{")
        .then(|| text.len() - records.len())
}

/// Returns what stands between the first two records, with the last byte of the one and the
/// first member's name of the other.
fn between(records: &[u8]) -> Option<&[u8]> {
    let mut first = serde_json::Deserializer::from_slice(records).into_iter::<IgnoredAny>();
    first.next()?.ok()?;
    let end = first.byte_offset();
    let next = records[end..].trim_ascii_start().strip_prefix(b",")?;
    let members = next.trim_ascii_start().strip_prefix(b"{")?;
    let mut name = serde_json::Deserializer::from_slice(members).into_iter::<&str>();
    name.next()?.ok()?;
    let name_end = records.len() - members.len() + name.byte_offset();
    Some(&records[end - 1..name_end])
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Object, Record, Scalar};
    use super::*;
    use proptest::prelude::*;

    /// Cuts by the shortest batches.
    fn cut(text: &str) -> Option<LongReport<&[u8]>> {
        LongReport::begin_by(text.as_bytes(), text.as_bytes(), 1)
    }

    fn batches(report: &mut LongReport<&[u8]>) -> Option<Vec<RecordBatch>> {
        let mut all = Vec::new();
        loop {
            let some = report.read_batches()?;
            if some.is_empty() {
                return Some(all);
            }
            all.extend(some);
        }
    }

    /// Returns the totals of the records, none of which is plain.
    fn totals(batches: &[RecordBatch]) -> Option<Vec<Vec<Option<i64>>>> {
        let total = |(_, item): &(usize, Object<Record<'_>>)| match item {
            Object::Value(Record {
                total: Scalar::Integer(total),
                ..
            }) => Some(*total),
            _ => None,
        };
        let decoded = batches.iter().map(RecordBatch::decode);
        decoded
            .map(|items| Some(items?.irregular.iter().map(total).collect()))
            .collect()
    }

    /// Returns the totals of the records, batch by batch, of a text that fits in all.
    fn read(text: &str) -> Option<Vec<Vec<Option<i64>>>> {
        totals(&batches(&mut cut(text)?)?)
    }

    #[test]
    fn a_report_is_cut_between_its_records_however_it_is_laid_out() {
        for text in [
            r#"{"id":"a","attendanceRecords":[{"totalAttendanceInSeconds":1},{"totalAttendanceInSeconds":2},{"totalAttendanceInSeconds":3}]}"#,
            "{ \"attendanceRecords\" : [\n {\"totalAttendanceInSeconds\": 1} ,\n {\"totalAttendanceInSeconds\": 2} ,\n {\"totalAttendanceInSeconds\": 3}\n ],\n \"id\": \"a\" }",
            "\u{feff}{\"id\":\"a\",\"attendanceRecords\":[{\"totalAttendanceInSeconds\":1},{\"totalAttendanceInSeconds\":2},{\"totalAttendanceInSeconds\":3}]}",
        ] {
            let mut report = cut(text).unwrap();
            let head = report.decode_head().unwrap().report;
            assert_eq!(head.id, Scalar::Text("a".into()));
            let batches = batches(&mut report).unwrap();
            assert_eq!(totals(&batches).unwrap(), [[Some(1)], [Some(2)], [Some(3)]]);
            let firsts: Vec<_> = batches.iter().map(|batch| batch.first).collect();
            assert_eq!(firsts, [0, 1, 2]);
        }
    }

    #[test]
    fn a_name_that_looks_like_the_end_of_a_record_is_no_cut() {
        let text =
            r#"{"attendanceRecords":[{"role":"},{\"role\"","id":"1"},{"role":"]},{","id":"2"}]}"#;
        assert_eq!(read(text).unwrap().len(), 2);
        // What an object inside a record begins with may be what a record begins with.
        let text = r#"{"attendanceRecords":[{"a":1,"b":[{"a":1},{"a":2}]},{"a":1}]}"#;
        assert!(read(text).is_none());
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
            r#"{"attendanceRecords":[{"id":"1"},{"id":"2"},{"id":"#,
            r#"{"attendanceRecords":[{"id":"1"},{"id":"2"}]}{"attendanceRecords":[]}"#,
            r#"{"attendanceRecords":[{"id":"1"},{"id":"2"}]}{"id":"1"}"#,
            r#"{"attendanceRecords":[{"id":"1"},{"id":"\ud83d"}]}"#,
            r#"{"id":"\ud83d","attendanceRecords":[{"id":"1"},{"id":"2"}]}"#,
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let text = b"{\"attendanceRecords\":[{\"id\":\"1\"},{\"id\":\"\xff\"}]}";
        let mut report = LongReport::begin_by(&text[..], text, 1).unwrap();
        assert_eq!(totals(&batches(&mut report).unwrap()), None);
    }

    #[test]
    fn what_cannot_be_read_to_its_end_does_not_fit() {
        let text = br#"{"attendanceRecords":[{"id":"1"},{"id":"2"},{"id":"3"}]}"#;
        let broken = io::Error::other("the disk went away");
        let reader = text[..40].chain(Broken(Some(broken)));
        let mut report = LongReport::begin_by(reader, text, 1).unwrap();
        assert!(report.read_batches().is_none());
        // The file became longer meanwhile.
        let reader = text.chain(&b"{}"[..]);
        let mut report = LongReport::begin_by(reader, text, 1).unwrap();
        assert!(report.read_batches().is_none());
    }

    /// Fails once.
    struct Broken(Option<io::Error>);

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            self.0.take().map_or(Ok(0), Err)
        }
    }

    proptest! {
        #[test]
        fn batches_hold_the_records_of_the_whole(names in prop::collection::vec("[]{}\\\\\",:a-c]{0,12}", 2..9), length in 1..200_usize) {
            let records: Vec<_> = names
                .iter()
                .map(|name| serde_json::json!({"id": name, "attendanceIntervals": [{"id": name}, {"id": 1}]}))
                .collect();
            let text = serde_json::json!({ "attendanceRecords": records }).to_string();
            let report = LongReport::begin_by(text.as_bytes(), text.as_bytes(), length);
            let batches = report.and_then(|mut report| batches(&mut report));
            let Some(batches) = batches else {
                return Ok(());
            };
            let decoded: Option<Vec<_>> = batches.iter().map(RecordBatch::decode).collect();
            if let Some(decoded) = decoded {
                let whole = decode(&text).remove(0).content.unwrap().reports.remove(0).report.records;
                let items: Vec<_> = decoded.into_iter().flat_map(|items| items.irregular).map(|(_, item)| item).collect();
                prop_assert_eq!(Records::Read(Items::irregular(items)), whole);
            }
        }
    }
}
