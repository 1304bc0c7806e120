//! Views: which columns of a table are written, in which order.
//!
//! Every format takes its columns and its rows from here, so that a choice of columns
//! holds everywhere, and what is not chosen is not even computed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::cell::Cell;
use super::column::Column;
use super::row::{TakeRows, hand_out};
use super::{
    ALL, Table, audience, concurrency, departments, findings, hours, intervals, meetings,
    occurrences, overall, passed, people, records, register, registrations, roles, roster,
    suggestions,
};
use crate::series::Series;
use crate::series::hours::Calendar;
use crate::stats::overall::Overall;
use crate::summary::{DocumentSummary, MeetingSummary};

/// A table with all of its columns, or with some in an order of the user's own.
#[derive(Clone, Debug)]
pub struct View {
    table: Table,
    columns: Cow<'static, [Column]>,
    /// Where each of the columns stands in the table; `None` where it is whole.
    picked: Option<Vec<usize>>,
}

impl From<Table> for View {
    fn from(table: Table) -> Self {
        Self::whole(table)
    }
}

impl View {
    /// All columns of the table, in its own order.
    pub const fn whole(table: Table) -> Self {
        Self {
            table,
            columns: Cow::Borrowed(table.columns()),
            picked: None,
        }
    }

    /// These columns of the table, in this order.
    ///
    /// # Errors
    /// When there is no such column, or it is named twice; the text names the columns there are.
    pub fn of(table: Table, keys: &[&str]) -> Result<Self, String> {
        let name = table.name();
        let mut picked = Vec::with_capacity(keys.len());
        for &key in keys {
            let at = position(table.columns(), key).ok_or_else(|| {
                let known: Vec<_> = table.columns().iter().map(|column| column.key).collect();
                let known = known.join(", ");
                format!("the table `{name}` has no column `{key}`; known are {known}")
            })?;
            if picked.contains(&at) {
                return Err(format!("the column `{key}` of `{name}` is named twice"));
            }
            picked.push(at);
        }
        Ok(Self {
            table,
            columns: picked.iter().map(|&at| table.columns()[at]).collect(),
            picked: Some(picked),
        })
    }

    /// The table.
    pub const fn table(&self) -> Table {
        self.table
    }

    /// The columns, in the order in which they are written.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether all columns are written in the table's own order, since none were chosen.
    pub const fn is_whole(&self) -> bool {
        self.picked.is_none()
    }

    /// Where the column of this name is among those that are written.
    pub fn position(&self, key: &str) -> Option<usize> {
        position(&self.columns, key)
    }

    /// Hands each row of a stretch of the document's records, counted through its meetings,
    /// to `row`, in order, so that a long one need not be laid out at once.
    ///
    /// What is not about a record goes with the first one of its meeting. The rows of
    /// stretches that follow each other, the last one open-ended, are those of the document.
    pub fn rows_in(
        &self,
        document: &DocumentSummary<'_>,
        stretch: &Range<usize>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_rows_in(document, stretch, &mut row);
    }

    /// The same for what may take cells one by one.
    pub fn take_rows_in(
        &self,
        document: &DocumentSummary<'_>,
        stretch: &Range<usize>,
        take: &mut impl TakeRows,
    ) {
        if self.table == Table::Findings && stretch.start == 0 {
            self.take_document_findings(document, take);
        }
        let mut before = 0;
        for meeting in &document.meetings {
            let begins = stretch.contains(&before);
            let range = stretch.start.saturating_sub(before)..stretch.end.saturating_sub(before);
            self.take_meeting_rows(meeting, begins, &range, take);
            before += meeting.report.records().len();
        }
    }

    /// Hands each row that one meeting adds to this table to `row`, in order.
    pub fn meeting_rows(&self, meeting: &MeetingSummary<'_>, row: impl FnMut(&[Cell<'_>])) {
        self.meeting_rows_in(meeting, true, &ALL, row);
    }

    /// The same for the records in `range`; what is about the meeting itself where it `begins`.
    pub fn meeting_rows_in(
        &self,
        meeting: &MeetingSummary<'_>,
        begins: bool,
        range: &Range<usize>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_meeting_rows(meeting, begins, range, &mut row);
    }

    fn take_meeting_rows(
        &self,
        meeting: &MeetingSummary<'_>,
        begins: bool,
        range: &Range<usize>,
        take: &mut impl TakeRows,
    ) {
        let picked = self.picked.as_deref();
        match self.table {
            Table::Records => hand_out(records::rows(meeting, range), picked, take),
            Table::Intervals => hand_out(intervals::rows(meeting, range), picked, take),
            _ if !begins => {}
            Table::Meetings => hand_out(meetings::rows(meeting), picked, take),
            Table::Roles => hand_out(roles::rows(meeting), picked, take),
            Table::Concurrency => hand_out(concurrency::rows(meeting), picked, take),
            Table::Findings => hand_out(findings::rows(meeting), picked, take),
            // Known only when all documents have been added up.
            Table::Overall
            | Table::People
            | Table::Register
            | Table::Roster
            | Table::Departments
            | Table::Hours
            | Table::Weeks
            | Table::Passed
            | Table::Registrations
            | Table::Audience
            | Table::Occurrences
            | Table::Suggestions => {}
        }
    }

    /// Hands each row about the document itself to `row`, which only the findings have.
    pub fn document_findings(
        &self,
        document: &DocumentSummary<'_>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_document_findings(document, &mut row);
    }

    fn take_document_findings(&self, document: &DocumentSummary<'_>, take: &mut impl TakeRows) {
        if self.table == Table::Findings {
            let rows = findings::own_rows(document);
            hand_out(rows, self.picked.as_deref(), take);
        }
    }

    /// Hands each row of this table that needs all meetings to `row`, in order.
    pub fn series_rows(&self, series: &Series, mut row: impl FnMut(&[Cell<'_>])) {
        let take = &mut row;
        let picked = self.picked.as_deref();
        let hours = |calendar| hours::rows(series, calendar);
        match self.table {
            Table::People => hand_out(people::rows(series), picked, take),
            Table::Register => hand_out(register::rows(series), picked, take),
            Table::Roster => hand_out(roster::rows(series), picked, take),
            Table::Departments => hand_out(departments::rows(series), picked, take),
            Table::Hours => hand_out(hours(Calendar::Months), picked, take),
            Table::Weeks => hand_out(hours(Calendar::Weeks), picked, take),
            Table::Passed => hand_out(passed::rows(series), picked, take),
            Table::Registrations => {
                hand_out(registrations::rows(series), picked, take);
            }
            Table::Audience => hand_out(audience::rows(series), picked, take),
            Table::Occurrences => hand_out(occurrences::rows(series), picked, take),
            Table::Suggestions => hand_out(suggestions::rows(series), picked, take),
            Table::Meetings
            | Table::Overall
            | Table::Roles
            | Table::Records
            | Table::Intervals
            | Table::Concurrency
            | Table::Findings => {}
        }
    }

    /// Hands each row of this table that is known only at the end to `row`, in order.
    pub fn closing_rows(&self, overall: &Overall, mut row: impl FnMut(&[Cell<'_>])) {
        if self.table == Table::Overall {
            hand_out(overall::rows(overall), self.picked.as_deref(), &mut row);
        }
    }
}

fn position(columns: &[Column], key: &str) -> Option<usize> {
    columns.iter().position(|column| column.key == key)
}

/// As `--columns` takes it, and `run.json` keeps it.
impl fmt::Display for View {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.columns.iter().map(|column| column.key).collect();
        write!(formatter, "{}={}", self.table.name(), keys.join(","))
    }
}

impl FromStr for View {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (table, columns) = text
            .split_once('=')
            .ok_or("a choice of columns looks like records=display_name,role,presence_seconds")?;
        let columns: Vec<_> = columns.split(',').map(str::trim).collect();
        Self::of(table.parse()?, &columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::escapes::without_half_characters;
    use crate::origin::Origin;
    use crate::summary::{Rules, summarise};

    const SAMPLE: &[u8] = include_bytes!("../../samples/every-finding.json");

    /// The rows of a sample as text, cell by cell.
    fn rows(view: &View) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut push = |row: &[Cell<'_>]| {
            rows.push(row.iter().map(|cell| format!("{cell:?}")).collect());
        };
        let mut overall = Overall::default();
        let (sample, _) = without_half_characters(SAMPLE);
        for document in summarise(&sample, &Origin::named("a.json"), &Rules::default()) {
            view.rows_in(&document, &ALL, &mut push);
            let meetings = document.meetings.iter();
            meetings.for_each(|meeting| overall.add_meeting(&meeting.stats.groups));
        }
        view.closing_rows(&overall, push);
        rows
    }

    #[test]
    fn chosen_columns_hold_what_they_hold_in_the_whole_table() {
        let of_document = |table: &Table| !table.is_across_meetings();
        for table in Table::ALL.into_iter().filter(of_document) {
            let whole = rows(&View::whole(table));
            assert!(!whole.is_empty(), "{table:?}");
            for step in 1..=3 {
                let places = (0..table.columns().len()).rev().step_by(step);
                let keys: Vec<_> = places.clone().map(|at| table.columns()[at].key).collect();
                let view = View::of(table, &keys).unwrap();
                assert!(view.columns().iter().map(|column| column.key).eq(keys));
                let expected = whole.iter().map(|row| {
                    let cells = places.clone().map(|at| row[at].clone());
                    cells.collect::<Vec<_>>()
                });
                assert!(rows(&view).into_iter().eq(expected), "{view}");
            }
        }
    }

    #[test]
    fn a_choice_reads_back_as_it_is_kept() {
        let text = "records=role,display_name,presence_seconds";
        let view: View = text.parse().unwrap();
        assert_eq!((view.table(), view.is_whole()), (Table::Records, false));
        assert_eq!(view.position("display_name"), Some(1));
        assert_eq!(view.position("email"), None);
        assert_eq!(view.to_string(), text);
        let with_blanks: View = "records=role, display_name ,presence_seconds"
            .parse()
            .unwrap();
        assert_eq!(with_blanks.to_string(), text);
    }

    #[test]
    fn what_does_not_exist_or_comes_twice_is_refused_with_what_there_is() {
        let refused = |text: &str| text.parse::<View>().unwrap_err();
        assert!(refused("records").contains("looks like records="));
        assert!(refused("people2=email").contains("known are meetings, people,"));
        let unknown = refused("passed=mail");
        assert!(unknown.contains("no column `mail`") && unknown.contains("display_name, email"));
        assert!(refused("passed=email,due,email").contains("`email` of `passed` is named twice"));
        assert!(refused("passed=").contains("no column ``"));
    }
}
