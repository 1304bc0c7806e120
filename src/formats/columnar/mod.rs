//! Tables as columns: what the formats Arrow and Parquet share.
//!
//! Counts and seconds are 64-bit whole numbers, shares and means are doubles, times are
//! microseconds in UTC (Spark knows nothing finer), and texts are UTF-8. A value that is not
//! known is null. What rows hold is the same as in every other format.

pub(super) mod batches;
mod rows;
mod schema;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, mem};

use arrow_array::RecordBatchWriter;
use arrow_schema::{ArrowError, SchemaRef};

use self::batches::Batches;
use super::table_file::TableFile;
use crate::views::cell::Rows;
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

pub use rows::push as push_row;
pub use schema::schema;

/// Memory into which a writer writes, and from where it is taken piece by piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        mem::take(&mut self.bytes())
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why columns in memory, whose types are those of the schema, are always written.
const NEVER_FAILS: &str = "columns of the schema's types go into memory";

/// Begins a file of these columns with what `begin` makes a writer of.
pub(super) fn file<W: RecordBatchWriter + Send + 'static>(
    columns: &[Column],
    begin: impl FnOnce(Written, &SchemaRef) -> Result<W, ArrowError>,
) -> Box<dyn TableFile> {
    let (schema, written) = (Arc::new(schema(columns)), Written::default());
    let writer = begin(written.clone(), &schema).expect(NEVER_FAILS);
    Box::new(ColumnFile {
        batches: Batches::new(schema),
        writer,
        written,
    })
}

/// A file of columns on its way.
struct ColumnFile<W> {
    batches: Batches,
    writer: W,
    written: Written,
}

impl<W> fmt::Debug for ColumnFile<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ColumnFile")
            .field("batches", &self.batches)
            .finish_non_exhaustive()
    }
}

impl<W: RecordBatchWriter + Send> TableFile for ColumnFile<W> {
    fn opening(&mut self) -> Vec<u8> {
        self.written.take()
    }

    fn append<'r>(&mut self, rows: &'r [u8]) -> Cow<'r, [u8]> {
        let Self {
            batches, writer, ..
        } = self;
        batches.append(rows, |batch| writer.write(batch).expect(NEVER_FAILS));
        self.written.take().into()
    }

    fn closing(mut self: Box<Self>) -> Vec<u8> {
        if let Some(batch) = self.batches.finish() {
            self.writer.write(&batch).expect(NEVER_FAILS);
        }
        self.writer.close().expect(NEVER_FAILS);
        self.written.take()
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
