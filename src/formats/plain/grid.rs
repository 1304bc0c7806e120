//! A table for a terminal: columns as wide as they need, the least important left out.

use super::columns::{left, right, width, wrap};
use super::paint::Paint;
use super::{Lines, Locale};

/// A column of a table.
pub struct Column {
    /// The heading, broken between words.
    pub heading: &'static str,
    /// The first to be left out has the highest.
    pub rank: usize,
    /// The cells, from above.
    pub cells: Vec<String>,
}

impl Column {
    /// As wide as the longest word of its heading and its widest cell.
    fn width(&self) -> usize {
        let words = self.heading.split(' ').map(width);
        words
            .chain(self.cells.iter().map(|cell| width(cell)))
            .max()
            .unwrap_or(0)
    }
}

/// How many columns stand between two of the table.
const GAP: usize = 2;

/// Returns the columns that fit.
fn fitting<'c>(columns: &'c [Column], locale: &Locale) -> Vec<&'c Column> {
    let mut kept: Vec<&Column> = columns.iter().collect();
    let taken = |kept: &[&Column]| {
        let cells: usize = kept.iter().map(|column| column.width() + GAP).sum();
        cells.saturating_sub(GAP)
    };
    while kept.len() > 1 && taken(&kept) > locale.width {
        let last = kept.iter().map(|column| column.rank).max();
        kept.retain(|column| Some(column.rank) != last);
    }
    kept
}

/// Adds the table; the first column is on the left, numbers are on the right.
pub fn table(columns: &[Column], text: &mut Lines<'_>) {
    let locale = text.locale;
    let columns = fitting(columns, locale);
    let headings: Vec<_> = columns
        .iter()
        .map(|column| wrap(column.heading, column.width()))
        .collect();
    let height = headings.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let cell = |at: usize| {
            let heading: &Vec<String> = &headings[at];
            // Headings stand on the line above the cells.
            (line + heading.len())
                .checked_sub(height)
                .map_or("", |line| &heading[line])
        };
        let row = row(&columns, cell);
        text.line(&locale.paint(Paint::Mute, row.trim_end()));
    }
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for at in 0..rows {
        let row = row(&columns, |column| columns[column].cells[at].as_str());
        text.line(&row);
    }
}

fn row<'c>(columns: &[&Column], cell: impl Fn(usize) -> &'c str) -> String {
    let cells = columns.iter().enumerate().map(|(at, column)| match at {
        0 => left(cell(at), column.width()),
        _ => right(cell(at), column.width()),
    });
    cells.collect::<Vec<_>>().join(&" ".repeat(GAP))
}
