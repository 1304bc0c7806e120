//! Google Meet's list of people: times of day without a date, one row for each person.

use jiff::civil::{Date, Time};

use super::clock::LocalTimes;
use super::grid::{self, Row};
use super::words;
use crate::finding::{Code, Finding};
use crate::origin::dates_in_name;

/// Returns where the wanted columns are, in the order of the words; first and last name may be
/// one.
fn columns(heading: &Row) -> Option<[Option<usize>; 6]> {
    let columns = words::MEET.map(|words| {
        let mut cells = heading.cells.iter();
        cells.position(|cell| words::is_one_of(words, cell))
    });
    let [first, _, joined, exited, duration, _] = columns;
    (first.is_some() && joined.is_some() && exited.is_some() && duration.is_some())
        .then_some(columns)
}

/// Returns whether rows are such a list.
pub(super) fn is_one(rows: &[Row]) -> bool {
    rows.first()
        .is_some_and(|heading| columns(heading).is_some())
}

/// Returns the rows with whole times: name, join, leave, duration, e-mail; `None` for
/// anything else.
///
/// # Errors
/// A finding where nothing says the day.
pub(super) fn rows(
    text: &str,
    name: &str,
    local: &LocalTimes,
) -> Option<Result<Vec<Row>, Finding>> {
    let rows = grid::SIGNS
        .into_iter()
        .filter_map(|sign| grid::rows(text, sign));
    let rows = rows.into_iter().find(|rows| is_one(rows))?;
    let (heading, below) = rows.split_first()?;
    let columns = columns(heading)?;
    let Some(date) = local.date.or_else(|| dates_in_name(name).next()) else {
        let said = "holds times of day and no date; say it with --date, such as --date 2026-11-23";
        return Some(Err(Finding::of_document(Code::DateAmbiguous, said)));
    };
    let whole = |row: &Row| {
        let [first, last, joined, exited, duration, email] =
            columns.map(|at| at.map_or("", |at| row.cell(at)));
        let cells = [
            format!("{first} {last}").trim().to_owned(),
            on(date, joined),
            on(date, exited),
            duration.to_owned(),
            email.to_owned(),
        ];
        Row {
            line: row.line,
            cells: cells.to_vec(),
        }
    };
    Some(Ok(std::iter::once(heading)
        .chain(below)
        .map(whole)
        .collect()))
}

/// Puts a date in front of a time of day; what is no time of day stays as it is.
fn on(date: Date, clock: &str) -> String {
    let plain = clock.replace(['\u{a0}', '\u{202f}'], " ");
    let is_clock = plain.contains(':') && plain.starts_with(|sign: char| sign.is_ascii_digit());
    match is_clock {
        true => format!("{} {plain}", date.to_datetime(Time::midnight()).date()),
        false => plain,
    }
}
