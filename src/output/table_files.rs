//! One file per table, in each format that writes tables.

use super::OutputError;
use std::io::{self, Write};
use std::sync::Arc;

use crate::executor::Executor;
use crate::formats::table_file::TableFile;
use crate::formats::table_format::{Place, TableFormat};
use crate::storage::folder::{OutputFile, OutputFolder, StorageError};
use crate::storage::manifest::OutputEntry;
use crate::views::view::View;

/// A table on its way into a file or to standard output.
#[derive(Debug)]
struct TableText<W> {
    view: View,
    format: Arc<dyn TableFormat>,
    file: Box<dyn TableFile>,
    writer: W,
}

impl<W: Write> TableText<W> {
    fn new(view: &View, format: Arc<dyn TableFormat>, place: Place, writer: W) -> Self {
        Self {
            view: view.clone(),
            file: format.file(view, place),
            format,
            writer,
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.writer.write_all(&self.file.opening())
    }

    fn append(&mut self, rows: &[u8]) -> io::Result<()> {
        self.writer.write_all(&self.file.append(rows))
    }

    fn close(mut self) -> io::Result<W> {
        self.writer.write_all(&self.file.closing())?;
        self.writer.flush()?;
        Ok(self.writer)
    }
}

impl TableText<OutputFile> {
    fn append_file(&mut self, rows: &[u8], executor: &impl Executor) -> Result<(), OutputError> {
        let bytes = self.file.append(rows);
        self.writer.append(&bytes, executor).map_err(|source| {
            let path = self.writer.path().to_owned();
            StorageError::Write { path, source }.into()
        })
    }
}

/// The files of one format, one per table, in a folder named after it.
#[derive(Debug)]
pub struct TableFiles {
    tables: Vec<TableText<OutputFile>>,
}

impl TableFiles {
    /// Begins one file per table, below this part of the folder: empty, or ending in `/`.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn create(
        folder: &OutputFolder,
        below: &str,
        views: &[View],
        format: &Arc<dyn TableFormat>,
    ) -> Result<Self, OutputError> {
        let name = format.extension();
        folder.make(&format!("{below}{name}"))?;
        let begin = |view: &View| {
            let file = folder.create(&format!("{below}{name}/{}.{name}", view.table().name()))?;
            let path = file.path().to_owned();
            let mut text = TableText::new(view, Arc::clone(format), Place::File, file);
            text.begin()
                .map_err(|source| StorageError::Write { path, source })?;
            Ok::<_, OutputError>(text)
        };
        Ok(Self {
            tables: views.iter().map(begin).collect::<Result<_, _>>()?,
        })
    }

    /// Adds the rows of one piece, rendered by the same format and tables.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(
        &mut self,
        rows: &[Vec<u8>],
        executor: &impl Executor,
    ) -> Result<(), OutputError> {
        let mut tables = self.tables.iter_mut().zip(rows);
        tables.try_for_each(|(table, rows)| table.append_file(rows, executor))
    }

    /// Returns by what the rows of a table are laid out; `None` where it has no file.
    pub fn format(&self, view: &View) -> Option<Arc<dyn TableFormat>> {
        let mut tables = self.tables.iter();
        let own = tables.find(|file| file.view.table() == view.table())?;
        Some(Arc::clone(&own.format))
    }

    /// Adds rows to the file of a table, where it has one, laid out by its format.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_to(
        &mut self,
        view: &View,
        rows: &[u8],
        executor: &impl Executor,
    ) -> Result<(), OutputError> {
        let mut tables = self.tables.iter_mut();
        match tables.find(|file| file.view.table() == view.table()) {
            Some(file) => file.append_file(rows, executor),
            None => Ok(()),
        }
    }

    /// Gives the files their names.
    ///
    /// # Errors
    /// When a file cannot be completed.
    pub fn finish(self) -> Result<Vec<OutputEntry>, OutputError> {
        let finish = |table: TableText<OutputFile>| {
            let path = table.writer.path().to_owned();
            let file = table
                .close()
                .map_err(|source| StorageError::Write { path, source })?;
            Ok(file.finish()?)
        };
        self.tables.into_iter().map(finish).collect()
    }
}

/// One table on its way to standard output.
#[derive(Debug)]
pub struct TableStream<W> {
    text: TableText<W>,
    is_begun: bool,
}

impl<W: Write> TableStream<W> {
    /// Returns the table, of which nothing is written before its first row or its end: a run that
    /// fails until then leaves nothing behind.
    pub fn new(view: &View, format: Arc<dyn TableFormat>, writer: W) -> Self {
        Self {
            text: TableText::new(view, format, Place::Stream, writer),
            is_begun: false,
        }
    }

    /// Adds the rows of one piece.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, rows: &[u8]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.begin()?;
        self.text.append(rows)
    }

    fn begin(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.is_begun, true) {
            true => Ok(()),
            false => self.text.begin(),
        }
    }

    /// Returns by what its rows are laid out.
    pub fn format(&self) -> Arc<dyn TableFormat> {
        Arc::clone(&self.text.format)
    }

    /// Completes the table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.begin()?;
        self.text.close().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::json::Json;
    use crate::views::Table;

    const RECORDS: View = View::whole(Table::Records);

    #[test]
    fn json_is_one_array_whatever_pieces_it_came_in() {
        let mut bytes = Vec::new();
        let mut table = TableStream::new(&RECORDS, Arc::new(Json), &mut bytes);
        for piece in ["", ",\n{\"a\":1}", "", ",\n{\"a\":2},\n{\"a\":3}"] {
            table.append(piece.as_bytes()).unwrap();
        }
        table.finish().unwrap();
        let read: Vec<std::collections::BTreeMap<String, u8>> =
            serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            read.iter().map(|row| row["a"]).collect::<Vec<_>>(),
            [1, 2, 3]
        );
    }

    #[test]
    fn nothing_is_written_of_a_table_before_its_first_row_or_its_end() {
        let mut bytes = Vec::new();
        let mut table = TableStream::new(&RECORDS, Arc::new(Json), &mut bytes);
        table.append(b"").unwrap();
        drop(table);
        assert_eq!(bytes, b"");
    }

    #[test]
    fn a_table_without_rows_is_an_empty_array() {
        let mut bytes = Vec::new();
        let table = TableStream::new(&RECORDS, Arc::new(Json), &mut bytes);
        table.finish().unwrap();
        assert_eq!(bytes, b"[\n]\n");
    }
}
