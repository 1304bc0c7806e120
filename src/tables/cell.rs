//! Cells, and rows kept for later.

use std::borrow::Cow;

use crate::model::time::Instant;
use crate::stats::decimal::Decimal;

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
    cells: Vec<Stored>,
    width: usize,
}

#[derive(Clone, Copy, Debug)]
enum Stored {
    Missing,
    Text { start: u32, len: u32 },
    Integer(i64),
    Decimal(i64, u8),
    Time(Instant),
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

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// About how much memory they take, in bytes.
    pub fn weight(&self) -> usize {
        self.text.len() + self.cells.len() * size_of::<Stored>()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// Adds the rows of `other` behind these.
    pub fn append(&mut self, other: &Self) {
        for row in other.iter() {
            self.push(&row);
        }
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = Vec<Cell<'_>>> {
        self.cells
            .chunks(self.width.max(1))
            .map(|row| row.iter().map(|cell| self.restore(cell)).collect())
    }

    /// The cells of the row at this place, from 0; none where there is no such row.
    pub fn row(&self, at: usize) -> impl ExactSizeIterator<Item = Cell<'_>> {
        let row = self.cells.chunks(self.width.max(1)).nth(at);
        row.unwrap_or_default()
            .iter()
            .map(|cell| self.restore(cell))
    }

    fn restore(&self, stored: &Stored) -> Cell<'_> {
        match *stored {
            Stored::Missing => Cell::Missing,
            Stored::Text { start, len } => {
                let start = start as usize;
                Cell::from(&self.text[start..start + len as usize])
            }
            Stored::Integer(number) => Cell::Integer(number),
            Stored::Decimal(scaled, places) => Cell::Decimal(Decimal::new(scaled, places)),
            Stored::Time(instant) => Cell::Time(instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let row = [
            Cell::from("Zoë"),
            Cell::Missing,
            Cell::from(-3_i64),
            Cell::from(Decimal::hundredths(250)),
            Cell::from(Instant::from_ticks(5)),
        ];
        let mut rows = Rows::default();
        rows.push(&row);
        rows.push(&row);
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|kept| kept == row));
        assert!(rows.row(1).eq(row));
        assert_eq!(rows.row(2).len(), 0);
    }
}
