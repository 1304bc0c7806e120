//! The attendee report of a live event: CSV with a row for each join and each leave.
//!
//! It tells who came when, and no more: no start or end of the event, no totals.
//! Its headings are English in all languages, its times UTC. What order day and
//! month have must show in the file; else the times stay as they are, and are
//! told as unreadable.

use std::borrow::Cow;
use std::collections::HashMap;

use super::live_time::TimeOrder;
use super::shape::{PlacedReport, Reports, Shape, Sheet};
use super::teams::clock::DateOrder;
use super::teams::grid::line_of;
use super::wire::{Identity, Interval, List, Object, Record, Records, Report, Scalar};
use crate::finding::{Code, Finding};
use crate::model::report::{Rows, SourceKind};

/// The headings without which a row tells nothing.
const SESSION: &str = "sessionid";
const PARTICIPANT: &str = "participantid";
const NAME: &str = "fullname";
const TIME: &str = "utceventtimestamp";
const ACTION: &str = "action";
const ROLE: &str = "role";

/// Reads an attendee report; `None` where the text is something else.
pub(super) fn reports(
    text: &str,
    asked: Option<DateOrder>,
) -> Option<Result<Reports<'static>, Finding>> {
    // Nearly all texts are JSON, and many are one line of megabytes.
    if text.trim_ascii_start().starts_with(['{', '[']) {
        return None;
    }
    Some(read(text, delimiter(text)? as u8, asked))
}

/// Returns what stands between the cells of an attendee report; `None` for anything else.
pub(super) fn delimiter(text: &str) -> Option<char> {
    let first = text.lines().next()?;
    [',', ';', '\t']
        .into_iter()
        .find(|&sign| Columns::of(first.split(sign)).is_some())
}

/// Where the columns are.
struct Columns {
    session: usize,
    participant: usize,
    name: Option<usize>,
    time: usize,
    action: usize,
    role: Option<usize>,
}

impl Columns {
    fn of<'h>(headings: impl Iterator<Item = &'h str>) -> Option<Self> {
        let letters = |heading: &str| -> String {
            let signs = heading.chars().filter(char::is_ascii_alphanumeric);
            signs.map(|sign| sign.to_ascii_lowercase()).collect()
        };
        let headings: Vec<_> = headings.map(letters).collect();
        let place = |name| headings.iter().position(|heading| heading == name);
        Some(Self {
            session: place(SESSION)?,
            participant: place(PARTICIPANT)?,
            name: place(NAME),
            time: place(TIME)?,
            action: place(ACTION)?,
            role: place(ROLE),
        })
    }
}

fn read(text: &str, delimiter: u8, asked: Option<DateOrder>) -> Result<Reports<'static>, Finding> {
    let broken = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Finding::of_document(
            Code::Syntax,
            format!("is no valid CSV at line {line}: {error}"),
        )
    };
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(delimiter).flexible(true);
    let mut reader = reader.from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(broken)?.iter());
    let rows = reader.into_records().collect::<csv::Result<Vec<_>>>();
    let rows = rows.map_err(broken)?;
    let Some(columns) = columns.filter(|_| !rows.is_empty()) else {
        return Err(Finding::of_document(
            Code::NoReports,
            "is an attendee report without any row",
        ));
    };
    let (records, rows) = records(text, &rows, &columns, asked);
    Ok(one_report(records, rows))
}

fn one_report(records: Vec<Record<'static>>, rows: Rows) -> Reports<'static> {
    let report = Report {
        records: Records::Irregular(List::Items(
            records.into_iter().map(Object::Value).collect(),
        )),
        ..Report::default()
    };
    Reports {
        shape: Shape::AttendeeReport,
        reports: vec![PlacedReport {
            pointer: String::new(),
            records_pointer: None,
            number: None,
            report,
            sheet: Some(Box::new(Sheet {
                kind: SourceKind::LiveEvent,
                title: None,
                rows,
            })),
        }],
        findings: Vec::new(),
    }
}

/// One participant in the making.
#[derive(Default)]
struct Participant<'r> {
    name: &'r str,
    role: &'r str,
    /// The intervals, and the session that each belongs to.
    stays: Vec<(&'r str, Interval<'static>)>,
    /// The line on which each interval begins.
    lines: Vec<usize>,
}

/// Returns a record for each participant, in the order in which they first turn up, and their
/// lines.
fn records(
    text: &str,
    rows: &[csv::StringRecord],
    columns: &Columns,
    asked: Option<DateOrder>,
) -> (Vec<Record<'static>>, Rows) {
    let times = rows.iter().map(|row| cell(row, Some(columns.time)));
    let order = TimeOrder::of(times).or(asked);
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut participants: Vec<(&str, Participant<'_>)> = Vec::new();
    for row in rows {
        let id = cell(row, Some(columns.participant));
        let session = cell(row, Some(columns.session));
        // Those without id are as many people as there are sessions.
        let key = if id.is_empty() { session } else { id };
        let place = *places.entry(key).or_insert_with(|| {
            participants.push((id, Participant::default()));
            participants.len() - 1
        });
        let participant = &mut participants[place].1;
        keep_first(&mut participant.name, cell(row, columns.name));
        keep_first(&mut participant.role, cell(row, columns.role));
        let time = order.moment(cell(row, Some(columns.time)));
        let line = line_of(text, row);
        participant.note(session, cell(row, Some(columns.action)), time, line);
    }
    let lines = Rows {
        records: participants.iter().map(|(_, one)| one.lines[0]).collect(),
        intervals: participants
            .iter()
            .map(|(_, one)| one.lines.clone())
            .collect(),
    };
    let record = |(id, participant): (&str, Participant<'_>)| participant.into_record(id);
    (participants.into_iter().map(record).collect(), lines)
}

fn cell(row: &csv::StringRecord, column: Option<usize>) -> &str {
    let cell = column.and_then(|column| row.get(column));
    cell.unwrap_or_default().trim()
}

fn keep_first<'r>(kept: &mut &'r str, new: &'r str) {
    if kept.is_empty() {
        *kept = new;
    }
}

impl<'r> Participant<'r> {
    /// Takes a row: a leave ends the last stay of its session that is open.
    fn note(&mut self, session: &'r str, action: &str, time: String, line: usize) {
        let time = Scalar::Text(Cow::Owned(time));
        if !action.eq_ignore_ascii_case("left") {
            let interval = Interval {
                join: time,
                ..Interval::default()
            };
            self.stays.push((session, interval));
            self.lines.push(line);
            return;
        }
        let mut stays = self.stays.iter_mut().rev();
        let open = stays.find(|(known, stay)| *known == session && stay.leave == Scalar::Absent);
        match open {
            Some((_, stay)) => stay.leave = time,
            None => {
                let interval = Interval {
                    leave: time,
                    ..Interval::default()
                };
                self.stays.push((session, interval));
                self.lines.push(line);
            }
        }
    }

    fn into_record(self, id: &str) -> Record<'static> {
        let text = |text: &str| match text {
            "" => Scalar::Absent,
            text => Scalar::Text(Cow::Owned(text.to_owned())),
        };
        let identity = Identity {
            id: text(id),
            display_name: text(self.name),
            ..Identity::default()
        };
        let stays = self.stays.into_iter();
        Record {
            id: text(id),
            role: text(self.role),
            identity: Object::Value(identity),
            intervals: List::Items(stays.map(|(_, stay)| Object::Value(stay)).collect()),
            ..Record::default()
        }
    }
}
