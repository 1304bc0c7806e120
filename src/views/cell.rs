//! Cells, and rows kept for later.

use std::borrow::Cow;

use crate::model::decimal::Decimal;
use crate::model::reason::Reason;
use crate::model::time::Instant;

/// One value of a table, rounded and ready; missing is not zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Missing,
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number with decimal places.
    Decimal(Decimal),
    /// A point in time.
    Time(Instant),
    /// Why something is as it is said; each format words it in a language.
    Reason(Box<Reason>),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl From<Decimal> for Cell<'_> {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl From<Reason> for Cell<'_> {
    fn from(reason: Reason) -> Self {
        Self::Reason(Box::new(reason))
    }
}

impl From<Instant> for Cell<'_> {
    fn from(instant: Instant) -> Self {
        Self::Time(instant)
    }
}

impl<'a, T: Into<Self>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// Rows of one table in compact form, free of the document they came from.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    text: String,
    reasons: Vec<Reason>,
    cells: Vec<Stored>,
    width: usize,
}

#[derive(Clone, Copy, Debug)]
enum Stored {
    Missing,
    Text {
        start: u32,
        len: u32,
    },
    Integer(i64),
    Decimal(i64, u8),
    Time(Instant),
    /// The number of a reason.
    Reason(u32),
}

impl Rows {
    /// Keeps a copy of a row; all rows have the same width.
    pub fn push(&mut self, row: &[Cell<'_>]) {
        self.width = row.len();
        for cell in row {
            let stored = match cell {
                Cell::Missing => Stored::Missing,
                Cell::Text(text) => self.store(text),
                Cell::Integer(number) => Stored::Integer(*number),
                Cell::Decimal(number) => Stored::Decimal(number.scaled(), number.places()),
                Cell::Time(instant) => Stored::Time(*instant),
                Cell::Reason(reason) => {
                    self.reasons.push((**reason).clone());
                    // As with texts, these are of one part of a table.
                    Stored::Reason(self.reasons.len() as u32 - 1)
                }
            };
            self.cells.push(stored);
        }
    }

    fn store(&mut self, text: &str) -> Stored {
        let start = self.text.len();
        self.text.push_str(text);
        // One document's rows; 4 GiB of text in one would not have been read.
        Stored::Text {
            start: start as u32,
            len: text.len() as u32,
        }
    }

    /// Returns whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// About how much memory they take, in bytes.
    pub fn weight(&self) -> usize {
        let reasons = self.reasons.len() * size_of::<Reason>();
        self.text.len() + reasons + self.cells.len() * size_of::<Stored>()
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// Adds the rows of `other` behind these.
    pub fn append(&mut self, other: &Self) {
        self.width = self.width.max(other.width);
        let (before, reasons) = (self.text.len() as u32, self.reasons.len() as u32);
        self.text.push_str(&other.text);
        self.reasons.extend_from_slice(&other.reasons);
        let cells = other.cells.iter();
        self.cells
            .extend(cells.map(|cell| cell.moved(|start| start + before, |at| at + reasons)));
    }

    /// Removes this many rows from the beginning.
    pub fn remove_first(&mut self, rows: usize) {
        self.cells.drain(..rows * self.width);
        // Texts and reasons stand in the order of their cells.
        let text = self.cells.iter().find_map(|cell| match *cell {
            Stored::Text { start, .. } => Some(start),
            _ => None,
        });
        let reason = self.cells.iter().find_map(|cell| match *cell {
            Stored::Reason(at) => Some(at),
            _ => None,
        });
        let text = text.unwrap_or(self.text.len() as u32);
        let reason = reason.unwrap_or(self.reasons.len() as u32);
        self.text.drain(..text as usize);
        self.reasons.drain(..reason as usize);
        for cell in &mut self.cells {
            *cell = cell.moved(|start| start - text, |at| at - reason);
        }
    }

    /// Returns the rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = Vec<Cell<'_>>> {
        (0..self.len()).map(|row| self.row(row).collect())
    }

    /// Returns the cells of the row at this place, from 0; none where there is no such row.
    pub fn row(&self, at: usize) -> impl ExactSizeIterator<Item = Cell<'_>> {
        let row = self.cells.chunks(self.width.max(1)).nth(at);
        let cells = row.unwrap_or_default().iter();
        cells.map(|&stored| self.shown(stored))
    }

    /// Puts the cells of a row in the place of what `cells` held.
    pub fn read<'r>(&'r self, row: usize, cells: &mut Vec<Cell<'r>>) {
        cells.clear();
        cells.extend(self.row(row));
    }

    /// Returns one cell of a row.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.shown(self.cells[row * self.width + column])
    }

    fn shown(&self, stored: Stored) -> Cell<'_> {
        match stored {
            Stored::Missing => Cell::Missing,
            Stored::Text { start, len } => {
                let start = start as usize;
                Cell::from(&self.text[start..start + len as usize])
            }
            Stored::Integer(number) => Cell::Integer(number),
            Stored::Decimal(scaled, places) => Cell::Decimal(Decimal::new(scaled, places)),
            Stored::Time(instant) => Cell::Time(instant),
            Stored::Reason(at) => Cell::from(self.reasons[at as usize].clone()),
        }
    }
}

impl Stored {
    /// Returns the same, its text or reason somewhere else.
    fn moved(self, text: impl Fn(u32) -> u32, reason: impl Fn(u32) -> u32) -> Self {
        match self {
            Self::Text { start, len } => Self::Text {
                start: text(start),
                len,
            },
            Self::Reason(at) => Self::Reason(reason(at)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reason::ReportReason;

    fn reason(report: &str) -> Cell<'static> {
        Cell::from(Reason::from(ReportReason::Repeats(report.into())))
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let row = [
            Cell::from("Zoë"),
            Cell::Missing,
            Cell::from(-3_i64),
            Cell::from(Decimal::hundredths(250)),
            Cell::from(Instant::from_ticks(5)),
            reason("a"),
        ];
        let mut rows = Rows::default();
        rows.push(&row);
        rows.push(&row);
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|kept| kept == row));
        assert!(rows.row(1).eq(row.clone()));
        assert_eq!(rows.row(2).len(), 0);
        assert_eq!(rows.cell(1, 2), row[2]);
    }

    /// There is one for each person and meeting; a reason stands beside them.
    #[test]
    fn a_cell_takes_no_more_room_for_what_a_reason_needs() {
        assert!(size_of::<Cell<'_>>() <= size_of::<Option<String>>());
        assert!(size_of::<Stored>() <= 16);
        assert!(size_of::<Reason>() <= 160);
    }

    #[test]
    fn rows_can_be_added_behind_and_removed_from_the_beginning() {
        let rows_of = |texts: &[&str]| {
            let mut rows = Rows::default();
            for text in texts {
                rows.push(&[reason(text), Cell::from(*text), Cell::from("Zoë")]);
            }
            rows
        };
        let mut rows = rows_of(&["a", "bb"]);
        rows.append(&rows_of(&["", "dddd"]));
        rows.remove_first(1);
        assert!(rows.iter().eq(rows_of(&["bb", "", "dddd"]).iter()));
        rows.remove_first(3);
        assert!(rows.is_empty());
        rows.append(&rows_of(&["e"]));
        assert!(rows.iter().eq(rows_of(&["e"]).iter()));
    }
}
