//! The wide register: a row a person, a column a meeting.
//!
//! Its columns come from the data, so it is no [`Table`]: the same rows, one
//! a person and meeting, are the table `register`.

use std::collections::HashMap;

use super::Table;
use super::cell::Cell;
use super::column::Kind;
use super::view::View;
use crate::model::time::Span;
use crate::series::Series;
use crate::series::occurrences::Occurrence;
use crate::series::person::PersonId;
use crate::series::register::Entry;

/// The columns that a sheet of Excel has.
const EXCEL_COLUMNS: usize = 16_384;
/// How many cells are still of use to somebody who looks at them.
const MOST_CELLS: usize = 5_000_000;
/// Name, e-mail and department, in front.
const LEADING: [&str; 3] = ["Name", "E-mail", "Department"];
/// Totals, behind.
const TRAILING: [(&str, Kind); 5] = [
    ("Attended", Kind::Count),
    ("Due", Kind::Count),
    ("Attended of due", Kind::Text),
    ("Share of due", Kind::Share),
    ("Presence", Kind::Seconds),
];

/// What stands in the cells of meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The letter of the status.
    Status,
    /// The presence.
    Presence,
}

/// Why there is no wide register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{meetings} meetings of {people} people are more than a wide register can show; the table `register` has a row for each instead"
)]
pub struct TooWide {
    /// How many meetings there are.
    pub meetings: usize,
    /// How many people there are.
    pub people: usize,
}

/// One column.
#[derive(Clone, Debug)]
pub struct WideColumn {
    /// The heading.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is that of a meeting.
    pub is_meeting: bool,
}

/// The wide register of a run.
#[derive(Clone, Copy, Debug)]
pub struct WideRegister<'s> {
    series: &'s Series,
    people: usize,
}

impl<'s> WideRegister<'s> {
    /// Whether the register is written wide too, where these tables are written.
    ///
    /// It names everybody with address and department, which is nothing for somebody who
    /// chose the columns of the register; hence a register in part is not written wide.
    pub fn is_wanted(views: &[View]) -> bool {
        let whole = |view: &View| view.table() == Table::Register && view.is_whole();
        views.iter().any(whole)
    }

    /// The wide register, where it is not too wide.
    ///
    /// # Errors
    /// When Excel has too few columns or nobody could look at it any more.
    pub fn of(series: &'s Series) -> Result<Self, TooWide> {
        let (meetings, people) = (series.occurrences().len(), series.people().count());
        let columns = meetings + LEADING.len() + TRAILING.len();
        if columns > EXCEL_COLUMNS || meetings.saturating_mul(people) > MOST_CELLS {
            return Err(TooWide { meetings, people });
        }
        Ok(Self { series, people })
    }

    /// How many people have a row.
    pub fn people(&self) -> usize {
        self.people
    }

    /// The meetings that have a column, from left to right.
    pub fn meetings(&self) -> &'s [Occurrence] {
        self.series.occurrences()
    }

    /// The columns, from left to right.
    pub fn columns(&self, shown: Shown) -> Vec<WideColumn> {
        let fixed = |label: &str, kind| WideColumn {
            label: label.to_owned(),
            kind,
            is_meeting: false,
        };
        let kind = match shown {
            Shown::Status => Kind::Text,
            Shown::Presence => Kind::Seconds,
        };
        let mut seen: HashMap<String, usize> = HashMap::new();
        let meetings = self.meetings().iter().map(|meeting| {
            let label = self.heading(meeting);
            let number = seen.entry(label.clone()).or_default();
            *number += 1;
            let label = match *number {
                1 => label,
                number => format!("{label} ({number})"),
            };
            WideColumn {
                label,
                kind,
                is_meeting: true,
            }
        });
        let meetings: Vec<_> = meetings.collect();
        let leading = LEADING.iter().map(|label| fixed(label, Kind::Text));
        let trailing = TRAILING.iter().map(|&(label, kind)| fixed(label, kind));
        leading.chain(meetings).chain(trailing).collect()
    }

    /// A meeting's heading: local date and time of its beginning, and its title.
    pub fn heading(&self, meeting: &Occurrence) -> String {
        let title = self.series.text(meeting.title);
        match meeting.begin().map(|begin| self.series.zone().local(begin)) {
            None => title.to_owned(),
            Some(local) => {
                let (hour, minute) = (local.hour(), local.minute());
                format!("{} {hour:02}:{minute:02} {title}", local.date())
            }
        }
    }

    /// The rows, a person each; a meeting without record and without expectation is missing.
    pub fn rows(&self, shown: Shown) -> impl Iterator<Item = Vec<Cell<'s>>> {
        let register = *self;
        self.series
            .people()
            .map(move |person| register.row(person, shown))
    }

    fn row(self, person: PersonId, shown: Shown) -> Vec<Cell<'s>> {
        let series = self.series;
        let mut row = vec![
            Cell::from(series.name(person)),
            Cell::from(series.email(person)),
            Cell::from(series.department(person)),
        ];
        let meetings = row.len();
        row.resize(meetings + self.meetings().len(), Cell::Missing);
        for entry in series.register(person) {
            row[meetings + entry.occurrence as usize] = self.cell(&entry, shown);
        }
        let tally = series.tally(person);
        row.push(Cell::from(tally.attended));
        row.push(Cell::from(tally.due));
        row.push(Cell::from(tally.attended_of_due()));
        row.push(Cell::from(tally.share()));
        row.push(Cell::from(tally.presence));
        row
    }

    fn cell(self, entry: &Entry<'_>, shown: Shown) -> Cell<'s> {
        match shown {
            Shown::Status => Cell::from(self.series.status(entry).letter()),
            Shown::Presence => {
                let presence = entry.cell.and_then(|cell| self.series.presence(cell));
                Cell::from(presence.map(Span::whole_seconds))
            }
        }
    }

    /// The row below all: how many attended, or how long they were there, in each meeting.
    pub fn totals(&self, shown: Shown) -> Vec<Cell<'s>> {
        let mut sums = vec![0_i64; self.meetings().len()];
        let (mut attended, mut due, mut presence) = (0, 0, 0);
        for person in self.series.people() {
            for entry in self.series.register(person) {
                sums[entry.occurrence as usize] += self.amount(&entry, shown);
            }
            let tally = self.series.tally(person);
            attended += tally.attended;
            due += tally.due;
            presence += tally.presence.unwrap_or(0);
        }
        let label = match shown {
            Shown::Status => "Attended",
            Shown::Presence => "Presence",
        };
        let mut row = vec![Cell::from(label), Cell::Missing, Cell::Missing];
        row.extend(sums.into_iter().map(Cell::from));
        row.extend([Cell::from(attended), Cell::from(due)]);
        row.push(Cell::from(format!("{attended} of {due}")));
        row.extend([Cell::Missing, Cell::from(presence)]);
        row
    }

    fn amount(self, entry: &Entry<'_>, shown: Shown) -> i64 {
        match shown {
            Shown::Status => i64::from(self.series.status(entry).is_attended()),
            Shown::Presence => {
                let presence = entry.cell.and_then(|cell| self.series.presence(cell));
                presence.map_or(0, Span::whole_seconds)
            }
        }
    }
}
