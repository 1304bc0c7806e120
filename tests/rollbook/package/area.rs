//! Cells and areas of cells, by their names.

use super::*;

/// A rectangle of cells, both ends included, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

impl Area {
    /// Reads `A1`, `A1:B2` or `$A$1:$B$2`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.replace('$', "");
        let (first, last) = text.split_once(':').unwrap_or((&text, &text));
        let ((row, column), (last_row, last_column)) = (cell(first)?, cell(last)?);
        (row <= last_row && column <= last_column).then_some(Self {
            rows: (row, last_row),
            columns: (column, last_column),
        })
    }

    pub(super) const fn overlaps(&self, other: &Self) -> bool {
        self.rows.0 <= other.rows.1
            && other.rows.0 <= self.rows.1
            && self.columns.0 <= other.columns.1
            && other.columns.0 <= self.columns.1
    }
}

/// The row and column of a cell's name.
pub(super) fn cell(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|sign: char| sign.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let column = letters.bytes().try_fold(0, |column, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    let row = row.parse().ok()?;
    ((1..=ROWS).contains(&row) && (1..=COLUMNS).contains(&column)).then_some((row, column))
}
