//! The CSV files that the Teams client lets organizers download, in any language.
//!
//! Three families: the attendance list (name, action, time), the Meeting Summary (a head,
//! then a row for each join) and the sectioned report (`1.` head, `2.` people, `3.` joins).
//! Zoom's list of participants is built like the second; Google Meet's has a module of its own.
//! Which one it is, and what each column holds, is told by structure first and by words
//! second. Of a sectioned report, section 3 gives the intervals and section 2 the totals.

pub mod clock;
pub(super) mod grid;
pub mod json_times;
mod length;
mod meet;
mod people;
mod table;
mod words;

use jiff::civil::DateTime;

use super::shape::{PlacedReport, Reports, Shape, Sheet};
use super::wire::{List, Object, Records, Report, Scalar};
use crate::finding::{Code, Finding, Location, Place};
use crate::model::report::{Rows, SourceKind};
use clock::{Evidence, LocalTimes, Parts};
use grid::Row;
use people::{Person, Stay};
use table::{Columns, Table};

/// Reads a CSV file of Teams; `None` where the text is something else.
///
/// `name` is the file's, which may hold its date.
pub fn reports(
    text: &str,
    name: &str,
    local: &LocalTimes,
) -> Option<Result<Reports<'static>, Finding>> {
    // Nearly all texts are JSON, and many are one line of megabytes.
    if text.trim_start().starts_with(['{', '[', '<']) {
        return None;
    }
    let found = grid::SIGNS.into_iter().find_map(|sign| {
        let rows = grid::rows(text, sign)?;
        let layout = Layout::of(&rows)?;
        Some((rows, layout))
    });
    let Some((rows, layout)) = found else {
        return meet::rows(text, name, local).map(|rows| {
            let rows = rows?;
            let people = Table {
                heading: 0,
                rows: 1..rows.len(),
            };
            let layout = Layout {
                kind: SourceKind::Meet,
                head: 0..0,
                people: Some(people),
                joins: None,
            };
            read(&rows, &layout, name, local)
        });
    };
    Some(read(&rows, &layout, name, local))
}

/// Returns whether a text that begins so may be one of these files.
pub(super) fn may_be_one(beginning: &str) -> bool {
    // The last line may be cut.
    let end = beginning.rfind('\n').map_or(beginning.len(), |at| at + 1);
    grid::SIGNS.into_iter().any(|sign| {
        let rows = grid::rows(&beginning[..end], sign).unwrap_or_default();
        let begins = rows.first().is_some_and(|row| section(row) == Some(1));
        begins || Layout::of(&rows).is_some() || meet::is_one(&rows)
    })
}

/// Returns whether a text has the numbered sections of a report, whatever is in them.
pub(super) fn has_sections(beginning: &str) -> bool {
    grid::SIGNS.into_iter().any(|sign| {
        let rows = grid::rows(beginning, sign).unwrap_or_default();
        let numbers: Vec<_> = rows.iter().filter_map(section).collect();
        numbers.starts_with(&[1, 2])
    })
}

/// Returns whether a text is a table: at least two rows of equally many cells, or addresses
/// alone.
pub(super) fn is_a_table(beginning: &str) -> bool {
    let end = beginning.rfind('\n').unwrap_or(beginning.len());
    let text = &beginning[..end];
    let mut lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let first = lines.next();
    let addresses =
        first.is_some_and(|line| line.contains('@')) && lines.all(|line| line.contains('@'));
    let equal = |sign| {
        let rows = grid::rows(text, sign).unwrap_or_default();
        let width = rows.first().map_or(0, |row| row.cells.len());
        width > 1 && rows.len() > 1 && rows.iter().all(|row| row.cells.len() == width)
    };
    addresses || grid::SIGNS.into_iter().any(equal)
}

/// Returns whether a text is a table with a heading for names or addresses, and without times.
pub(super) fn is_a_list_of_people(beginning: &str) -> bool {
    let end = beginning.rfind('\n').unwrap_or(beginning.len());
    grid::SIGNS.into_iter().any(|sign| {
        let rows = grid::rows(&beginning[..end], sign).unwrap_or_default();
        let Some((heading, below)) = rows.split_first() else {
            return false;
        };
        let mut headings = heading.cells.iter().map(|cell| cell.to_lowercase());
        let known = headings.any(|cell| {
            let plain = cell.replace(['-', '_', ' '], "");
            matches!(
                plain.as_str(),
                "name" | "email" | "mail" | "displayname" | "emailaddress" | "registrationid"
            )
        });
        let mut cells = below.iter().flat_map(|row| &row.cells);
        known && heading.filled() > 1 && !cells.any(|cell| Parts::read(cell).is_some())
    })
}

/// Where the parts of a file are.
struct Layout {
    kind: SourceKind,
    /// The rows above the tables, each a key and a value.
    head: std::ops::Range<usize>,
    /// The table of people, in a sectioned report.
    people: Option<Table>,
    /// The table of joins.
    joins: Option<Table>,
}

impl Layout {
    fn of(rows: &[Row]) -> Option<Self> {
        Self::sectioned(rows)
            .or_else(|| Self::list(rows))
            .or_else(|| Self::summary(rows))
            .or_else(|| Self::zoom(rows))
    }

    fn sectioned(rows: &[Row]) -> Option<Self> {
        let mut sections: Vec<(u8, usize)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let next = sections.last().map_or(1, |(number, _)| number + 1);
            let number = section(row).filter(|&number| number >= next);
            sections.extend(number.map(|number| (number, at)));
        }
        let range = |number: u8| {
            let at = sections.iter().position(|(own, _)| *own == number)?;
            let end = sections.get(at + 1).map_or(rows.len(), |(_, next)| *next);
            Some(sections[at].1 + 1..end)
        };
        let table = |number| Table::of(rows, range(number)?);
        let (people, joins) = (table(2), table(3));
        (people.is_some() || joins.is_some()).then(|| Self {
            kind: SourceKind::Sectioned,
            head: range(1).unwrap_or(0..0),
            people,
            joins,
        })
    }

    /// Returns a heading of three columns, and below it times in the last.
    fn list(rows: &[Row]) -> Option<Self> {
        let (first, below) = rows.split_first()?;
        let is_time = |row: &Row| {
            let [name, action, time] = [0, 1, 2].map(|at| row.cell(at));
            let is_word = Parts::read(action).is_none() && !action.contains('@');
            is_word && !name.is_empty() && Parts::read(time).is_some() && row.filled() == 3
        };
        let fits = first.filled() == 3 && !is_time(first) && people::are_actions(below);
        (fits && below.iter().all(is_time)).then_some(Self {
            kind: SourceKind::AttendanceList,
            head: 0..0,
            people: None,
            joins: Some(Table {
                heading: 0,
                rows: 1..rows.len(),
            }),
        })
    }

    /// Zoom's participants, maybe below a table of one row about the meeting.
    fn zoom(rows: &[Row]) -> Option<Self> {
        let is_heading = |row: &Row| {
            let known = |cell: &String| words::is_one_of(words::ZOOM, cell);
            row.cells.iter().filter(|cell| known(cell)).count() >= 2
        };
        let heading = rows.iter().take(4).position(is_heading)?;
        let joins = Table::of(rows, heading..rows.len())?;
        Some(Self {
            kind: SourceKind::Zoom,
            head: 0..heading,
            people: None,
            joins: Some(joins),
        })
    }

    /// Returns a head of keys and values, then a table whose rows have two times.
    fn summary(rows: &[Row]) -> Option<Self> {
        let heading = rows.iter().position(|row| row.filled() >= 5)?;
        let table = Table::of(rows, heading..rows.len())?;
        let head = &rows[..heading];
        let fits = heading >= 2 && head.iter().all(|row| row.filled() <= 2);
        fits.then_some(Self {
            kind: SourceKind::MeetingSummary,
            head: 0..heading,
            people: None,
            joins: Some(table),
        })
    }
}

/// Returns the number of the section that a row begins: `2. Participants`.
fn section(row: &Row) -> Option<u8> {
    let title = row.cell(0);
    let mut signs = title.chars();
    let number = signs.next()?.to_digit(10)?;
    let rest = signs.as_str().trim_start();
    let is_title = row.filled() == 1 && rest.starts_with(['.', '．', '、', ')']);
    let words = rest.chars().skip(1).any(char::is_alphabetic);
    (is_title && words).then_some(number as u8)
}

/// What stands above the tables.
#[derive(Default)]
struct Head<'r> {
    title: Option<&'r str>,
    id: Option<&'r str>,
    count: Option<i64>,
    start: Option<Parts>,
    end: Option<Parts>,
}

impl<'r> Head<'r> {
    /// Returns the first two times are start and end, the first number counts people; the title
    /// is told by its key, else it is the first text.
    fn of(rows: &'r [Row]) -> Self {
        let mut head = Self::default();
        let titled = |row: &&Row| words::is_one_of(words::TITLE, row.cell(0));
        let by_key = rows.iter().find(titled);
        for row in rows.iter().filter(|row| row.filled() == 2) {
            let value = row.cell(1);
            let is_title = by_key.is_some_and(|title| title.line == row.line);
            if is_title {
                continue;
            }
            match Parts::read(value) {
                Some(time) if head.start.is_none() => head.start = Some(time),
                Some(time) if head.end.is_none() => head.end = Some(time),
                Some(_) => {}
                None if is_guid(value) => head.id = Some(value),
                None if length::seconds(value).is_some() => {}
                None => match value.parse() {
                    Ok(count) => head.count = head.count.or(Some(count)),
                    Err(_) if by_key.is_none() => head.title = head.title.or(Some(value)),
                    Err(_) => {}
                },
            }
        }
        head.title = by_key.map(|row| row.cell(1)).or(head.title);
        // Programs write "null" for a meeting without title.
        head.title = head
            .title
            .filter(|title| !title.is_empty() && *title != "null");
        head
    }
}

impl<'r> Head<'r> {
    /// Returns a row of headings and a row of values; the topic is the first text that is no
    /// number.
    fn of_zoom(rows: &'r [Row]) -> Self {
        let Some(values) = rows.last().filter(|_| rows.len() == 2) else {
            return Self::default();
        };
        let mut times = values.cells.iter().filter_map(|cell| Parts::read(cell));
        let is_number = |cell: &&String| {
            cell.chars()
                .all(|sign| sign.is_ascii_digit() || sign == ' ')
        };
        let mut texts = values.cells.iter().filter(|cell| !is_number(cell));
        Self {
            title: (texts.next().map(String::as_str)).filter(|text| Parts::read(text).is_none()),
            start: times.next(),
            end: times.next(),
            ..Self::default()
        }
    }
}

fn is_guid(text: &str) -> bool {
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    text.len() == 36
        && dashes == 4
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn read(
    rows: &[Row],
    layout: &Layout,
    name: &str,
    local: &LocalTimes,
) -> Result<Reports<'static>, Finding> {
    let above = &rows[layout.head.clone()];
    let head = match layout.kind {
        SourceKind::Zoom => Head::of_zoom(above),
        _ => Head::of(above),
    };
    let columns = |table: &Table| {
        let columns = Columns::of(rows, table);
        let role = columns.role.filter(|_| layout.kind.gives_roles());
        Columns { role, ..columns }
    };
    let mut people = match (&layout.people, &layout.joins) {
        (Some(table), _) => people::of_section(rows, table, &columns(table)),
        (None, _) => Vec::new(),
    };
    if let Some(table) = &layout.joins {
        let columns = columns(table);
        match layout.kind {
            SourceKind::AttendanceList => people::of_list(rows, table, &mut people),
            _ => people::add_joins(rows, table, &columns, &mut people),
        }
    }
    people::stay_where_only_one_is_possible(&mut people, layout.kind.tolerance(0));
    if people.is_empty() {
        let said = "is an attendance report of Teams without any person";
        return Err(Finding::of_document(Code::NoReports, said));
    }
    let evidence = evidence(&head, &people, name);
    let order = settle_order(&evidence, local).map_err(|possible| {
        let mut stays = people.iter().flat_map(|person| &person.stays);
        let first = head.start.or_else(|| stays.find_map(|stay| stay.join));
        ambiguous(first, &possible)
    })?;
    local.zone().ok_or_else(without_zone)?;
    let mut times = Times {
        order,
        local,
        doubtful: Vec::new(),
    };
    let mut report = Report {
        id: text(head.id),
        start: times.of(head.start, Place::BEGINNING),
        end: times.of(head.end, Place::BEGINNING),
        participant_count: head.count.map_or(Scalar::Absent, Scalar::Integer),
        ..Report::default()
    };
    close_open_ends(&mut people, order, local);
    let places = places(&people);
    let records = people.iter().map(|person| person.record(&mut times));
    let records: Vec<_> = records.map(Object::Value).collect();
    report.records = Records::Irregular(List::Items(records));
    let mut findings = told_of_zone(&times);
    if let Some(&(place, _)) = times.doubtful.first() {
        let changes = findings
            .iter_mut()
            .filter(|one| one.code == Code::ClockChange);
        changes.for_each(|one| one.location = Location::Row(place));
    }
    let sheet = Sheet {
        kind: layout.kind,
        title: head.title.map(str::to_owned),
        rows: places,
    };
    Ok(Reports {
        shape: Shape::Teams(layout.kind),
        reports: vec![PlacedReport {
            pointer: String::new(),
            records_pointer: None,
            number: None,
            report,
            sheet: Some(Box::new(sheet)),
        }],
        findings,
    })
}

/// Decides the order of a file's dates, or returns the readings that stay possible. A file
/// that tells its order needs no option, and is not spoiled by one.
fn settle_order(
    evidence: &Evidence<'_>,
    local: &LocalTimes,
) -> Result<clock::DateOrder, Vec<clock::DateOrder>> {
    let asked = local.order.filter(|&order| evidence.allows(order));
    asked.map_or_else(|| evidence.order(), Ok)
}

/// Says which zone was assumed, and which times clocks showed twice or never.
fn told_of_zone(times: &Times<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(zone) = times.local.zone() else {
        return findings;
    };
    if times.local.zone.is_none() {
        let said = format!(
            "has local times without a zone; read as {}, the zone of --timezone",
            zone.name()
        );
        findings.push(Finding::of_document(Code::ZoneAssumed, said));
    }
    if let Some(&(_, time)) = times.doubtful.first() {
        let said = format!(
            "{time} came twice in {}, when clocks went back, or never, when they went forward; \
             the first is taken, as for {} time(s) in this file",
            zone.name(),
            times.doubtful.len()
        );
        findings.push(Finding::of_document(Code::ClockChange, said));
    }
    findings
}

/// Local times of a file to those that Graph writes.
struct Times<'l> {
    order: clock::DateOrder,
    local: &'l LocalTimes,
    /// Times that clocks showed twice or never.
    doubtful: Vec<(Place, DateTime)>,
}

impl Times<'_> {
    fn of(&mut self, time: Option<Parts>, place: Place) -> Scalar<'static> {
        let read = time.and_then(|time| time.in_order(self.order));
        let (Some(read), Some(zone)) = (read, self.local.zone()) else {
            return Scalar::Absent;
        };
        if zone.is_doubtful(read) {
            self.doubtful.push((place, read));
        }
        zone.instant(read.date(), read.time())
            .map_or(Scalar::Absent, |instant| {
                Scalar::Text(instant.to_string().into())
            })
    }
}

fn text(text: Option<&str>) -> Scalar<'static> {
    text.filter(|text| !text.is_empty())
        .map_or(Scalar::Absent, |text| Scalar::Text(text.to_owned().into()))
}

/// Gives attendance lists the end that was asked for.
fn close_open_ends(people: &mut [Person], order: clock::DateOrder, local: &LocalTimes) {
    let Some(end) = local.end else { return };
    for stay in people.iter_mut().flat_map(|person| &mut person.stays) {
        let join = stay.join.and_then(|join| join.in_order(order));
        if let (Some(join), None, Some(time)) = (join, stay.leave, stay.join)
            && join.time() <= end
        {
            stay.leave = Some(time.at(end));
        }
    }
}

fn evidence<'t>(head: &Head<'_>, people: &[Person], name: &'t str) -> Evidence<'t> {
    let mut evidence = Evidence {
        name,
        ..Evidence::default()
    };
    evidence
        .times
        .extend(head.start.into_iter().chain(head.end));
    evidence.in_turn.extend(head.start.zip(head.end));
    for person in people {
        let first_and_last = [(person.first, person.last, person.total)];
        let stays = person.stays.iter();
        let stays = stays.map(|stay| (stay.join, stay.leave, stay.printed));
        for (at, (join, leave, lasting)) in first_and_last.into_iter().chain(stays).enumerate() {
            evidence.times.extend(join.into_iter().chain(leave));
            evidence.in_turn.extend(join.zip(leave));
            // What the first and the last time frame may be interrupted.
            if let (Some(join), Some(leave), Some(lasting), true) = (join, leave, lasting, at > 0) {
                evidence.lasting.push((join, leave, lasting));
            }
        }
    }
    evidence
}

/// Says both readings of a file whose dates can be read in more than one way.
fn ambiguous(time: Option<Parts>, possible: &[clock::DateOrder]) -> Finding {
    if possible.is_empty() {
        let said = "holds dates that fit no order of day, month and year together";
        return Finding::of_document(Code::DateAmbiguous, said);
    }
    let readings = possible.iter().filter_map(|&order| {
        let date = time?.in_order(order)?.date();
        Some(format!("{date} with --date-order {}", order.name()))
    });
    let readings: Vec<_> = readings.collect();
    let said = format!(
        "holds dates that can be read in {} ways: its first is {}",
        readings.len(),
        readings.join(", or ")
    );
    Finding::of_document(Code::DateAmbiguous, said)
}

fn without_zone() -> Finding {
    let said = "holds local times and does not say of which zone; say it with --input-timezone, \
                such as --input-timezone Europe/Berlin";
    Finding::of_document(Code::ZoneUnknown, said)
}

/// Returns where the rows of each person, and of each stay, begin.
fn places(people: &[Person]) -> Rows {
    let stays = |person: &Person| person.stays.iter().map(|stay: &Stay| stay.line).collect();
    Rows {
        records: people.iter().map(|person| person.line).collect(),
        intervals: people.iter().map(stays).collect(),
    }
}
