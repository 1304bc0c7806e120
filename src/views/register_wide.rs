//! The register: one row per person, one column per meeting, in blocks of people.
//!
//! Its columns come from the data, so it is no [`Table`]: the same
//! entries, one row each, are the table `attendance`.

use std::collections::HashMap;

use super::Table;
use super::cell::Cell;
use super::column::Kind;
use super::view::View;
use crate::model::reason::Reason;
use crate::model::status::{Status, Verdict};
use crate::model::time::Span;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::meeting::{Meeting, State};
use crate::series::register::entries::Entry;
use crate::series::register::outcome::Block;

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
    "{meetings} meetings of {people} people are more than a wide register can show; the table `attendance` has a row for each instead"
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
    run: &'s Run,
    people: usize,
}

impl<'s> WideRegister<'s> {
    /// Returns whether the register is written wide too, where these tables are written.
    ///
    /// It names everybody with address and department, which is nothing for somebody who
    /// chose the columns of the register; hence a register in part is not written wide.
    pub fn is_wanted(views: &[View]) -> bool {
        let whole = |view: &View| view.table() == Table::Attendance && view.is_whole();
        views.iter().any(whole)
    }

    /// Returns the wide register, where it is not too wide.
    ///
    /// # Errors
    /// When Excel has too few columns or nobody could look at it any more.
    pub fn of(run: &'s Run) -> Result<Self, TooWide> {
        let (meetings, people) = (run.meetings().len(), run.people().count());
        let columns = meetings + LEADING.len() + TRAILING.len();
        if columns > EXCEL_COLUMNS || meetings.saturating_mul(people) > MOST_CELLS {
            return Err(TooWide { meetings, people });
        }
        Ok(Self { run, people })
    }

    /// Returns how many people have a row.
    pub fn people(&self) -> usize {
        self.people
    }

    /// Returns the titles and times of the meetings that have a column, from left to right.
    pub fn headings(&self) -> impl Iterator<Item = RegisterMeeting<'s>> {
        let run = self.run;
        let meetings = self.meetings().iter();
        meetings.map(move |meeting| RegisterMeeting {
            title: run.text(meeting.title),
            begin: meeting.begin(),
            state: meeting.state,
        })
    }

    fn meetings(&self) -> &'s [Meeting] {
        self.run.meetings()
    }

    /// Returns the columns, from left to right.
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

    /// Returns a meeting's heading: local date and time of its beginning, and its title.
    fn heading(&self, meeting: &Meeting) -> String {
        let title = self.run.text(meeting.title);
        match meeting.begin().map(|begin| self.run.zone().local(begin)) {
            None => title.to_owned(),
            Some(local) => {
                let (hour, minute) = (local.hour(), local.minute());
                format!("{} {hour:02}:{minute:02} {title}", local.date())
            }
        }
    }

    /// Returns the blocks that have people, in order.
    pub fn blocks(&self) -> Vec<RegisterBlock> {
        let mut blocks: Vec<RegisterBlock> = Vec::new();
        for block in Block::ALL {
            let people: Vec<_> = self.run.people().collect();
            let own = people.into_iter();
            let people: Vec<_> = own
                .filter(|&person| self.run.block(person) == Some(block))
                .collect();
            if !people.is_empty() {
                blocks.push(RegisterBlock { block, people });
            }
        }
        blocks
    }

    /// Returns the department of a person, by the roster.
    pub fn department(&self, person: PersonId) -> Option<&'s str> {
        self.run.department(person)
    }

    /// Returns what stands in a person's row.
    pub fn person(&self, person: PersonId) -> RegisterPerson<'s> {
        let run = self.run;
        let mut cells = vec![None; self.meetings().len()];
        for entry in run.register(person) {
            let Verdict { status, reason } = run.verdict(&entry);
            let presence = entry.cell.and_then(|cell| cell.presence());
            cells[entry.meeting as usize] = Some(RegisterCell {
                status,
                reason: reason.into(),
                presence_seconds: presence.map(Span::whole_seconds),
            });
        }
        let tally = run.tally(person);
        RegisterPerson {
            name: run.name(person),
            email: run.email(person),
            stem: super::person_view::page_of(run, person),
            identities: run.identities(person),
            department: run.department(person),
            attended: tally.attended,
            due: run.due(person, &tally),
            share: tally.share(),
            presence_seconds: tally.presence,
            cells,
        }
    }

    /// Returns a row of cells: name, e-mail, department, a cell per meeting, and the totals.
    pub fn row(&self, person: PersonId, shown: Shown) -> Vec<Cell<'s>> {
        let run = self.run;
        let mut row = vec![
            Cell::from(run.name(person)),
            Cell::from(run.email(person)),
            Cell::from(run.department(person)),
        ];
        let meetings = row.len();
        row.resize(meetings + self.meetings().len(), Cell::Missing);
        for entry in run.register(person) {
            row[meetings + entry.meeting as usize] = self.cell(&entry, shown);
        }
        let tally = run.tally(person);
        row.push(Cell::from(tally.attended));
        row.push(Cell::from(run.due(person, &tally)));
        row.push(Cell::from(tally.attended_of_due()));
        row.push(Cell::from(tally.share()));
        row.push(Cell::from(tally.presence));
        row
    }

    fn cell(self, entry: &Entry<'_>, shown: Shown) -> Cell<'s> {
        match shown {
            Shown::Status => Cell::from(self.run.status(entry).letter()),
            Shown::Presence => {
                let presence = entry.cell.and_then(|cell| cell.presence());
                Cell::from(presence.map(Span::whole_seconds))
            }
        }
    }

    /// Returns the row below a block: how many of its people attended each meeting, or how long
    /// they were there; the sums at the right are those of the sums to their left.
    pub fn totals(&self, block: &RegisterBlock, shown: Shown) -> Vec<Cell<'static>> {
        let mut sums = vec![0_i64; self.meetings().len()];
        let (mut attended, mut due, mut presence) = (0, None, None);
        for &person in &block.people {
            for entry in self.run.register(person) {
                sums[entry.meeting as usize] += self.amount(&entry, shown);
            }
            let tally = self.run.tally(person);
            attended += tally.attended;
            due = sum(due, self.run.due(person, &tally));
            presence = sum(presence, tally.presence);
        }
        let label = match shown {
            Shown::Status => "Attended",
            Shown::Presence => "Presence",
        };
        let mut row = vec![Cell::from(label), Cell::Missing, Cell::Missing];
        let held = self.meetings().iter().map(|meeting| meeting.has_report());
        let sums = sums.into_iter().zip(held);
        row.extend(sums.map(|(sum, held)| match held {
            true => Cell::from(sum),
            false => Cell::Missing,
        }));
        row.extend([Cell::from(attended), Cell::from(due)]);
        row.push(Cell::from(due.map(|due| format!("{attended} of {due}"))));
        row.extend([Cell::Missing, Cell::from(presence)]);
        row
    }

    /// Returns what an entry adds to the sums below: the same meetings that count at the right.
    fn amount(self, entry: &Entry<'_>, shown: Shown) -> i64 {
        match shown {
            Shown::Status => i64::from(self.run.counts_as_attended(entry)),
            Shown::Presence => {
                let presence = entry.cell.and_then(|cell| cell.presence());
                presence.map_or(0, Span::whole_seconds)
            }
        }
    }
}

fn sum<T: std::ops::Add<Output = T>>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}

/// People of the register whose totals belong together.
#[derive(Clone, Debug)]
pub struct RegisterBlock {
    block: Block,
    people: Vec<PersonId>,
}

impl RegisterBlock {
    /// Returns the heading.
    pub const fn name(&self) -> &'static str {
        self.block.name()
    }

    /// Returns the people, in order.
    pub fn people(&self) -> &[PersonId] {
        &self.people
    }
}

/// A person in the register.
#[derive(Clone, Debug)]
pub struct RegisterPerson<'s> {
    /// The name.
    pub name: Option<&'s str>,
    /// The e-mail address.
    pub email: Option<&'s str>,
    /// The name of the person's page; `None` where there is none.
    pub stem: Option<&'s str>,
    /// All identities in words.
    pub identities: String,
    /// The department, by the roster.
    pub department: Option<&'s str>,
    /// For each meeting what the person was in it; `None` where they neither had to come nor came.
    pub cells: Vec<Option<RegisterCell>>,
    /// Meetings attended.
    pub attended: u64,
    /// Meetings that were due; `None` for who is not on the roster.
    pub due: Option<u64>,
    /// The share of what was due.
    pub share: Option<super::value::Decimal>,
    /// Time in all meetings, in seconds.
    pub presence_seconds: Option<i64>,
}

/// A meeting that has a column in the register.
#[derive(Clone, Copy, Debug)]
pub struct RegisterMeeting<'s> {
    /// The title.
    pub title: &'s str,
    /// When it began, or was to begin.
    pub begin: Option<super::value::Instant>,
    /// How it stands to its reports.
    pub state: State,
}

/// What a person was in a meeting.
#[derive(Clone, Debug)]
pub struct RegisterCell {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: Reason,
    /// Time in the meeting, in seconds.
    pub presence_seconds: Option<i64>,
}
