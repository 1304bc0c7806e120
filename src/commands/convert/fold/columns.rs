//! Facts in columns: the texts of one column of Arrow or Parquet.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rollbook::series::input::faults::FileProblem;
use rollbook::storage::digest::{Digests, RunningDigest};
use rollbook::views::facts_rows::LINE;

use super::{ColumnKind, problem, unreadable};

/// Takes the number of a row, from 1, and its line of facts.
type Take<'t> = &'t mut dyn FnMut(usize, &str) -> Result<(), FileProblem>;

/// Hands over each line of a file, and returns the digest of the whole.
///
/// What begins with its end, as Parquet does, cannot come from standard input.
pub fn read(
    path: &Path,
    kind: ColumnKind,
    digests: Digests,
    reader: impl BufRead,
    take: Take<'_>,
) -> Result<RunningDigest, FileProblem> {
    let mut lines = Lines {
        path,
        rows: 0,
        take,
    };
    let broken = |error: ArrowError| lines_broken(path, 0, &error);
    match kind {
        ColumnKind::ArrowStream => {
            let mut digest = digests.begin();
            let watched = Watched::new(digest.of(reader));
            let mut reader = guarded(|| StreamReader::try_new(watched, None)).map_err(broken)?;
            lines.take_all(&mut reader)?;
            if reader.get_ref().ended {
                let said = "it ends without the mark of its end".to_owned();
                return Err(lines_broken(path, lines.rows, &ArrowError::IpcError(said)));
            }
            // What stands behind the end of the stream belongs to the file, too.
            let rest = io::copy(reader.get_mut(), &mut io::sink());
            rest.map_err(|error| broken(error.into()))?;
            drop(reader);
            Ok(digest)
        }
        ColumnKind::ArrowFile => {
            let file = open(path)?;
            let reader = guarded(|| FileReader::try_new_buffered(file, None));
            let mut reader = reader.map_err(broken)?;
            lines.take_all(&mut reader)?;
            digest_of(path, digests)
        }
        ColumnKind::Parquet => {
            let file = open(path)?;
            let reader = guarded(|| {
                let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
                let of_facts = ProjectionMask::columns(builder.parquet_schema(), [LINE]);
                // Without that column the others are named.
                let builder = match builder.schema().field_with_name(LINE) {
                    Ok(_) => builder.with_projection(of_facts),
                    Err(_) => builder,
                };
                Ok(builder.with_batch_size(BATCH).build()?)
            });
            lines.take_all(&mut reader.map_err(broken)?)?;
            digest_of(path, digests)
        }
    }
}

/// Does something with a file that somebody else wrote.
///
/// The libraries trust what a file says of itself here and there, and panic where it was
/// damaged. What they had read by then is thrown away.
fn guarded<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let damaged = || ArrowError::ParseError("the file is damaged".into());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(damaged()))
}

/// A reader that notes when there is nothing left.
///
/// A stream of Arrow ends with a mark, behind which nobody reads: one that was cut between
/// two batches is known by somebody having read to its end.
struct Watched<R> {
    reader: R,
    ended: bool,
}

impl<R> Watched<R> {
    const fn new(reader: R) -> Self {
        let ended = false;
        Self { reader, ended }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(bytes)?;
        self.ended |= read == 0 && !bytes.is_empty();
        Ok(read)
    }
}

/// How many rows of Parquet are held at a time.
const BATCH: usize = 1024;

fn open(path: &Path) -> Result<File, FileProblem> {
    if path.as_os_str() == "-" {
        let said = "standard input takes lines of facts, or a stream of Arrow; name a file of Parquet or of Arrow itself";
        return Err(problem(path, None, said.into()));
    }
    File::open(path).map_err(|error| unreadable(path, &error))
}

fn digest_of(path: &Path, digests: Digests) -> Result<RunningDigest, FileProblem> {
    let digest = digests.of_file(&mut open(path)?);
    digest.map_err(|error| unreadable(path, &error))
}

/// A file whose lines are handed over.
struct Lines<'l> {
    path: &'l Path,
    /// How many rows were handed over.
    rows: usize,
    take: Take<'l>,
}

impl Lines<'_> {
    fn take_all(
        &mut self,
        batches: &mut dyn Iterator<Item = Result<RecordBatch, ArrowError>>,
    ) -> Result<(), FileProblem> {
        loop {
            let batch = guarded(|| batches.next().transpose());
            let batch = batch.map_err(|error| lines_broken(self.path, self.rows, &error))?;
            let Some(batch) = batch else { return Ok(()) };
            self.take_batch(&batch)?;
        }
    }

    fn take_batch(&mut self, batch: &RecordBatch) -> Result<(), FileProblem> {
        let column = batch.column_by_name(LINE).ok_or_else(|| {
            let schema = batch.schema();
            let known: Vec<_> = schema
                .fields()
                .iter()
                .map(|field| field.name().as_str())
                .collect();
            let known = known.join(", ");
            let said = format!("has no column `{LINE}`, but {known}; write it with rollbook facts");
            problem(self.path, None, said)
        })?;
        if !matches!(
            column.data_type(),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        ) {
            let other = column.data_type();
            let said = format!("is of the type {other}, and text is expected");
            return Err(in_column(self.path, self.rows + 1, said));
        }
        for at in 0..batch.num_rows() {
            self.rows += 1;
            if column.is_null(at) {
                let said = "is empty, and a line of facts is expected";
                return Err(in_column(self.path, self.rows, said.into()));
            }
            (self.take)(self.rows, text(column, at))?;
        }
        Ok(())
    }
}

/// Returns a text of a column of texts, in one of the forms that Arrow has for them.
fn text(column: &dyn Array, at: usize) -> &str {
    match column.data_type() {
        DataType::LargeUtf8 => column.as_string::<i64>().value(at),
        DataType::Utf8View => column.as_string_view().value(at),
        _ => column.as_string::<i32>().value(at),
    }
}

fn in_column(path: &Path, row: usize, said: String) -> FileProblem {
    FileProblem {
        column: Some(LINE.into()),
        ..problem(path, Some(row), said)
    }
}

fn lines_broken(path: &Path, rows: usize, error: &ArrowError) -> FileProblem {
    let said = format!("cannot be read behind row {rows}: {error}; write it again");
    problem(path, None, said)
}
