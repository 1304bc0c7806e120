//! Tables as columns: what the formats Arrow and Parquet share.
//!
//! Counts and seconds are 64-bit whole numbers, shares and means are doubles, times are
//! microseconds in UTC (Spark knows nothing finer), and texts are UTF-8. A value that is not
//! known is null. What rows hold is the same as in every other format.

pub(super) mod batches;
mod rows;
mod schema;

use std::borrow::Cow;
use std::fmt;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};

use self::batches::Batches;
use super::table_file::TableFile;
use crate::views::cell::Rows;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

pub use rows::push as push_row;
pub use schema::schema;

/// What writes batches into memory, from where they are taken piece by piece.
pub(super) trait Writer: Send {
    /// Adds a batch.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError>;

    /// Takes the bytes that stand there so far.
    fn take(&mut self) -> Vec<u8>;

    /// Returns what is left, and the end.
    fn finish(self) -> Result<Vec<u8>, ArrowError>;
}

/// Why columns in memory, whose types are those of the schema, are always written.
const NEVER_FAILS: &str = "columns of the schema's types go into memory";

/// A file of columns on its way.
pub(super) struct ColumnFile<W> {
    batches: Batches,
    writer: W,
}

impl<W> fmt::Debug for ColumnFile<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = &self.batches;
        f.debug_struct("ColumnFile")
            .field("batches", columns)
            .finish_non_exhaustive()
    }
}

impl<W: Writer> ColumnFile<W> {
    /// Begins a file of this schema, with what begins to write it.
    pub(super) fn new(schema: SchemaRef, writer: Result<W, ArrowError>) -> Self {
        Self {
            writer: writer.expect(NEVER_FAILS),
            batches: Batches::new(schema),
        }
    }
}

impl<W: Writer> TableFile for ColumnFile<W> {
    fn opening(&mut self) -> Vec<u8> {
        self.writer.take()
    }

    fn append<'r>(&mut self, rows: &'r [u8]) -> Cow<'r, [u8]> {
        let Self { batches, writer } = self;
        batches.append(rows, |batch| writer.write(batch).expect(NEVER_FAILS));
        writer.take().into()
    }

    fn closing(mut self: Box<Self>) -> Vec<u8> {
        if let Some(batch) = self.batches.finish() {
            self.writer.write(&batch).expect(NEVER_FAILS);
        }
        self.writer.finish().expect(NEVER_FAILS)
    }
}

/// Adds the rows of a batch of evidence, in the form in which they are gathered.
pub(super) fn push_evidence(view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
    batch.rows(view, |row| push_row(bytes, view.columns(), row));
}

/// Returns rows of answers in the form in which they are gathered.
pub(super) fn answers(view: &View, kept: &Rows) -> Vec<u8> {
    let mut bytes = Vec::new();
    kept.iter()
        .for_each(|row| push_row(&mut bytes, view.columns(), &row));
    bytes
}

#[cfg(test)]
mod tests;
