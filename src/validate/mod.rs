//! Wire structs to the model, with a finding for everything that does not add up.
//!
//! Nothing is dropped without a finding, and nothing is invented: what cannot
//! be read becomes missing, never zero.

mod epoch;
mod intervals;
#[cfg(test)]
mod laws;
pub mod lists;
mod records;
mod values;

use std::io::Read;

use crate::decode::PlacedReport;
use crate::decode::long::{LongReport, RecordBatch};
use crate::decode::split_reports::id_in_context;
use crate::decode::wire::{Items, List, Object, Record, Records, Scalar};
use crate::executor::Executor;
use crate::finding::{Code, Finding, Subject};
use crate::model::Text;
use crate::model::interval::Stay;
use crate::model::record::AttendanceRecord;
use crate::model::report::{AttendanceReport, SourceKind};
use crate::model::text_arena::TextArena;
use records::People;
use values::Reader;

/// A report with what was found in it.
#[derive(Debug)]
pub struct Validated<'a> {
    /// The report.
    pub report: AttendanceReport<'a>,
    /// What does not add up, in the order of the document.
    pub findings: Vec<Finding>,
}

/// Reads a report's values and checks them against each other.
pub fn validate(placed: PlacedReport<'_>) -> Validated<'_> {
    let (mut head, items) = Head::read(placed);
    let records = head.read_records(items);
    head.finish(records)
}

/// Reads a long report batch by batch, and keeps of its text what the records say;
/// `None` where it is not what it seemed.
///
/// Some batches are read from the disk while others are worked on, and the records of
/// those before are appended.
pub fn validate_long<'a>(
    mut long: LongReport<impl Read + Send>,
    texts: &'a TextArena,
    executor: &impl Executor,
) -> Option<Validated<'a>> {
    let (mut head, _): (Head<'a>, _) = Head::read(long.decode_head()?);
    let people = People::default();
    let (mut records, mut hashes) = (Vec::new(), Vec::new());
    let mut batches = long.read_batches()?;
    let mut read_before = Vec::new();
    while !batches.is_empty() || !read_before.is_empty() {
        let read = |batch| head.read_batch(&batch, &people, texts);
        let gather = || {
            for (some, their_hashes) in read_before {
                records.extend(some);
                hashes.extend(their_hashes);
            }
        };
        let (next, (read, ())) = executor.join(
            || long.read_batches(),
            || executor.join(|| executor.map(batches, read), gather),
        );
        read_before = Vec::with_capacity(read.len());
        for batch in read {
            let (reader, records, hashes) = batch?;
            head.reader.append(reader);
            read_before.push((records, hashes));
        }
        batches = next?;
    }
    records::find_duplicates(&mut head.reader, &mut records, &hashes);
    Some(head.finish(Some(records)))
}

/// What comes of a batch of a long report: what was found, the records, and the hashes
/// of the people they are about.
type ReadStretch<'a> = (Reader, Vec<AttendanceRecord<'a>>, Vec<Option<u64>>);

/// A report without its records, on its way.
struct Head<'a> {
    reader: Reader,
    window: Option<Stay>,
    report: AttendanceReport<'a>,
}

impl<'a> Head<'a> {
    /// Reads everything but the records.
    fn read(placed: PlacedReport<'a>) -> (Self, Records<'a>) {
        let PlacedReport {
            pointer,
            records_pointer,
            report: wire,
            sheet,
            ..
        } = placed;
        let mut reader = Reader::new(pointer.clone(), records_pointer.clone());
        let (source, title, rows) = match sheet.map(|sheet| *sheet) {
            Some(sheet) => (sheet.kind, sheet.title, Some(Box::new(sheet.rows))),
            None => (SourceKind::Service, None, None),
        };
        reader.stands_in(source, rows.clone());
        reader.odd_members(Subject::Report, wire.odd);
        let title = (title.map(Text::Owned))
            .or_else(|| reader.text(wire.subject, Subject::Report, "subject"));
        let id = reader
            .text(wire.id, Subject::Report, "id")
            .or_else(|| id_in_context(&wire.context, "attendanceReports").map(Text::Owned));
        let meeting_id = id_in_context(&wire.context, "onlineMeetings").map(Text::Owned);
        let start = reader
            .time(&wire.start, Subject::Report, "meetingStartDateTime")
            .instant();
        let end = reader
            .time(&wire.end, Subject::Report, "meetingEndDateTime")
            .instant();
        let participant_count = reader.number(
            &wire.participant_count,
            Subject::Report,
            "totalParticipantCount",
        );
        if matches!(wire.records_next_link, Scalar::Text(_)) {
            let pointer =
                reader.member_pointer(Subject::Report, "attendanceRecords@odata.nextLink");
            let said = "names a next page: this report's records are not complete".into();
            reader.add_at(Code::PageMissing, Subject::Report, pointer, said);
        }
        let window = check_window(&mut reader, start, end);
        let report = AttendanceReport {
            pointer,
            records_pointer,
            intervals_member: String::new(),
            id,
            source,
            title,
            rows,
            meeting_id,
            start,
            end,
            participant_count: participant_count.map(i64::from),
            records: None,
        };
        let head = Self {
            reader,
            window,
            report,
        };
        (head, wire.records)
    }

    fn read_records(&mut self, records: Records<'a>) -> Option<Vec<AttendanceRecord<'a>>> {
        let reader = &mut self.reader;
        let items = match records {
            Records::Read(items) => items,
            Records::Irregular(List::Items(items)) => Items::irregular(items),
            Records::Irregular(List::Absent | List::Null) => Items::default(),
            Records::Irregular(List::Other(json_type)) => {
                reader.wrong_type(Subject::Report, "attendanceRecords", "an array", json_type);
                return None;
            }
        };
        let count = self.report.participant_count;
        if items.is_empty() && count != Some(0) {
            let count = count.map_or_else(String::new, |count| format!(" of {count} participants"));
            let said =
                format!("does not hold the records{count}; this does not mean that nobody came");
            reader.add(Code::RecordsMissing, Subject::Report, said);
            return None;
        }
        let mut read = read_items(reader, 0, items, self.window);
        let people = People::default();
        let hashes: Vec<_> = read.iter().map(|record| people.hash(record)).collect();
        records::find_duplicates(reader, &mut read, &hashes);
        Some(read)
    }

    /// Reads some records of a long report, beside others that do the same.
    fn read_batch<'k>(
        &self,
        batch: &RecordBatch,
        people: &People,
        texts: &'k TextArena,
    ) -> Option<ReadStretch<'k>> {
        let mut reader = self.reader.beside();
        let records = read_items(&mut reader, batch.first, batch.decode()?, self.window);
        // While the records are at hand, and by all threads.
        let hashes = records.iter().map(|record| people.hash(record)).collect();
        Some((reader, texts.keep(batch.index, records)?, hashes))
    }

    fn finish(mut self, records: Option<Vec<AttendanceRecord<'a>>>) -> Validated<'a> {
        check_count(
            &mut self.reader,
            self.report.participant_count,
            records.as_deref(),
        );
        if self.report.source.is_snapshot() {
            tell_open_ends(&mut self.reader, records.as_deref().unwrap_or_default());
        }
        let intervals_member = self.reader.spelling("attendanceIntervals").to_owned();
        Validated {
            findings: self.reader.finish(),
            report: AttendanceReport {
                intervals_member,
                records,
                ..self.report
            },
        }
    }
}

fn check_window(
    reader: &mut Reader,
    start: Option<crate::model::time::Instant>,
    end: Option<crate::model::time::Instant>,
) -> Option<Stay> {
    let (Some(start), Some(end)) = (start, end) else {
        let missing = match (start, end) {
            (None, Some(_)) => "has no usable start",
            (Some(_), None) => "has no usable end",
            _ => "has no usable start and end",
        };
        reader.add(
            Code::WindowMissing,
            Subject::Report,
            format!("{missing}; the window is taken from the first join and the last leave"),
        );
        return None;
    };
    let window = Stay::new(start, end);
    if window.is_none() {
        let said = format!("ends at {end}, before it starts at {start}");
        reader.add(Code::WindowReversed, Subject::Report, said);
    }
    window
}

/// Reads the records that stand from `first` on in their list.
fn read_items<'a>(
    reader: &mut Reader,
    first: usize,
    items: Items<'a>,
    window: Option<Stay>,
) -> Vec<AttendanceRecord<'a>> {
    let Items {
        mut plain,
        irregular,
    } = items;
    let (mut irregular, mut read) = (irregular.into_iter(), Vec::new());
    let mut next = irregular.next();
    let mut read_those_before = |reader: &mut Reader, before: usize| {
        while let Some((position, item)) = next.take_if(|(position, _)| *position < before) {
            read.extend(read_irregular(reader, first + position, item, window));
            next = irregular.next();
        }
    };
    for record in &mut plain {
        read_those_before(reader, record.position);
        record.position += first;
        record.person += first;
        records::check(reader, record, window);
    }
    read_those_before(reader, usize::MAX);
    if !read.is_empty() {
        plain.extend(read);
        plain.sort_by_key(|record| record.position);
    }
    plain
}

/// Reads what a place in a list of records holds as the document says it.
fn read_irregular<'a>(
    reader: &mut Reader,
    position: usize,
    item: Object<Record<'a>>,
    window: Option<Stay>,
) -> Option<AttendanceRecord<'a>> {
    match item {
        Object::Value(record) if record == Record::default() => {
            let said = "has no member of a record, and was left out".into();
            reader.add(Code::WrongType, Subject::Record(position), said);
        }
        Object::Value(record) => return Some(records::read(reader, position, record, window)),
        // A place in a mixed list that is no record; the list says so.
        Object::Absent => {}
        Object::Null => reader.null_object(Subject::Record(position)),
        Object::Other(json_type) => reader.no_object(Subject::Record(position), json_type),
    }
    None
}

/// Tells once how many people have no last leave, because the list was made before.
fn tell_open_ends(reader: &mut Reader, records: &[AttendanceRecord<'_>]) {
    let open = records.iter().filter(|record| record.is_open()).count();
    if open > 0 {
        let said = format!(
            "was saved while the meeting went on: {open} of {} people have no last leave, and how \
             long they stayed is unknown; the last row stands for the meeting's end",
            records.len()
        );
        reader.add(Code::StayOpen, Subject::Report, said);
    }
}

fn check_count(reader: &mut Reader, count: Option<i64>, records: Option<&[AttendanceRecord<'_>]>) {
    if let (Some(count), Some(records)) = (count, records)
        && count != records.len() as i64
    {
        let said = format!(
            "says {count} participants, and the number of records is {}",
            records.len()
        );
        reader.add(Code::CountMismatch, Subject::Report, said);
    }
}
