//! What spans meetings, into the files: rows come in parts, so that they are never all in memory.

use std::io::{self, Write};

use super::Outputs;
use super::folder::OutputError;
use super::table_files::{TableStream, TextLayout};
use crate::series::Series;
use crate::tables::Table;
use crate::tables::cell::Rows;

/// How much of a table is kept before it is written, in bytes.
const PART: usize = 1024 * 1024;

/// Hands the rows of a table that needs all meetings to `take`, in parts and in order.
///
/// # Errors
/// The first error of `take`; nothing is handed out after it.
pub fn in_parts<E>(
    table: Table,
    series: &Series,
    mut take: impl FnMut(&Rows) -> Result<(), E>,
) -> Result<(), E> {
    let mut part = Rows::default();
    let mut outcome = Ok(());
    table.series_rows(series, |row| {
        if outcome.is_ok() {
            part.push(row);
            if part.weight() >= PART {
                outcome = take(&std::mem::take(&mut part));
            }
        }
    });
    outcome?;
    if part.is_empty() { Ok(()) } else { take(&part) }
}

impl Outputs<'_> {
    /// Writes the rows of all tables that need all meetings.
    pub(super) fn append_series(&mut self, series: &Series) -> Result<(), OutputError> {
        let tables = self.layouts.tables.iter();
        for &table in tables.filter(|table| table.is_across_meetings()) {
            in_parts(table, series, |rows| {
                for files in &mut self.texts {
                    files.append_to(table, rows)?;
                }
                match &mut self.workbook {
                    Some(workbook) => workbook.append_to(table, rows),
                    None => Ok(()),
                }
            })?;
        }
        Ok(())
    }
}

/// Writes the rows of a table that needs all meetings to standard output.
///
/// # Errors
/// When they cannot be written.
pub fn to_stream<W: Write>(
    stream: &mut TableStream<W>,
    layout: TextLayout,
    table: Table,
    series: &Series,
) -> io::Result<()> {
    in_parts(table, series, |rows| {
        stream.append(&layout.kept_rows(table, rows))
    })
}
