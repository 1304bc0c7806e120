//! One text file a table: CSV and JSON.

use super::OutputError;
use std::io::{self, Write};

use crate::formats::csv::TextCells;
use crate::formats::{csv, json};
use crate::spread::Spread;
use crate::storage::folder::{OutputFile, OutputFolder, StorageError};
use crate::storage::manifest::OutputEntry;
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// How a table is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextLayout {
    /// CSV.
    Csv {
        /// How text cells are written.
        text: TextCells,
        /// Whether the file begins with a byte order mark, by which Excel knows UTF-8.
        byte_order_mark: bool,
    },
    /// A JSON array of objects.
    Json,
}

impl TextLayout {
    /// The folder and the extension.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Json => "json",
        }
    }

    /// Adds the rows of a batch of evidence to `texts`, one per table.
    pub fn render(self, views: &[View], batch: &EvidenceBatch<'_>, texts: &mut Vec<Vec<u8>>) {
        texts.resize_with(views.len(), Vec::new);
        for (view, text) in views.iter().zip(texts) {
            match self {
                Self::Csv { text: cells, .. } => {
                    csv::rows(view, batch, cells, text);
                }
                Self::Json => json::rows(view, batch, text),
            }
        }
    }

    /// Rows of a table that were kept, as this layout writes them.
    pub fn kept_rows(self, view: &View, rows: &Rows) -> Vec<u8> {
        match self {
            Self::Csv { text, .. } => csv::kept_rows(rows, text),
            Self::Json => json::kept_rows(view, rows),
        }
    }

    pub(super) fn opening(self, view: &View) -> Vec<u8> {
        match self {
            Self::Csv {
                byte_order_mark, ..
            } => {
                let mark = if byte_order_mark {
                    csv::BYTE_ORDER_MARK
                } else {
                    b""
                };
                [mark, &csv::header(view)].concat()
            }
            Self::Json => json::OPENING.to_vec(),
        }
    }

    const fn closing(self) -> &'static [u8] {
        match self {
            Self::Csv { .. } => b"",
            Self::Json => json::CLOSING,
        }
    }
}

/// A table on its way into a file or to standard output.
#[derive(Debug)]
struct TableText<W> {
    view: View,
    layout: TextLayout,
    writer: W,
    begun: bool,
}

impl<W: Write> TableText<W> {
    fn open(view: &View, layout: TextLayout, mut writer: W) -> io::Result<Self> {
        writer.write_all(&layout.opening(view))?;
        Ok(Self {
            view: view.clone(),
            layout,
            writer,
            begun: false,
        })
    }

    fn append(&mut self, rows: &[u8]) -> io::Result<()> {
        let rows = self.as_next(rows);
        self.writer.write_all(rows)
    }

    /// Rows as they stand behind those that are there.
    fn as_next<'r>(&mut self, mut rows: &'r [u8]) -> &'r [u8] {
        // In JSON each row brings the comma in front of it.
        if !self.begun && self.layout == TextLayout::Json {
            rows = rows.strip_prefix(b",").unwrap_or(rows);
        }
        self.begun |= !rows.is_empty();
        rows
    }

    fn close(mut self) -> io::Result<W> {
        self.writer.write_all(self.layout.closing())?;
        self.writer.flush()?;
        Ok(self.writer)
    }
}

/// The files of one layout, one a table, in a folder named after it.
#[derive(Debug)]
pub struct TableFiles {
    tables: Vec<TableText<OutputFile>>,
}

impl TableFiles {
    /// Begins one file a table, below this part of the folder: empty, or ending in `/`.
    ///
    /// # Errors
    /// When a file cannot be made.
    pub fn create(
        folder: &OutputFolder,
        below: &str,
        views: &[View],
        layout: TextLayout,
    ) -> Result<Self, OutputError> {
        let name = layout.name();
        folder.make(&format!("{below}{name}"))?;
        let begin = |view: &View| {
            let file = folder.create(&format!("{below}{name}/{}.{name}", view.table().name()))?;
            let path = file.path().to_owned();
            TableText::open(view, layout, file)
                .map_err(|source| StorageError::Write { path, source })
        };
        Ok(Self {
            tables: views.iter().map(begin).collect::<Result<_, _>>()?,
        })
    }

    /// Adds the rows of one piece, rendered by the same layout and tables.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, rows: &[Vec<u8>], spread: &impl Spread) -> Result<(), OutputError> {
        for (table, rows) in self.tables.iter_mut().zip(rows) {
            let path = table.writer.path().to_owned();
            let rows = table.as_next(rows);
            table
                .writer
                .append(rows, spread)
                .map_err(|source| StorageError::Write { path, source })?;
        }
        Ok(())
    }

    /// Adds rows to the file of a table, where it has one.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_to(&mut self, table: Table, rows: &Rows) -> Result<(), OutputError> {
        let Some(file) = self
            .tables
            .iter_mut()
            .find(|file| file.view.table() == table)
        else {
            return Ok(());
        };
        let bytes = file.layout.kept_rows(&file.view, rows);
        let path = file.writer.path().to_owned();
        file.append(&bytes)
            .map_err(|source| StorageError::Write { path, source }.into())
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
}

impl<W: Write> TableStream<W> {
    /// Begins the table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open(view: &View, layout: TextLayout, writer: W) -> io::Result<Self> {
        TableText::open(view, layout, writer).map(|text| Self { text })
    }

    /// Adds the rows of one piece.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, rows: &[u8]) -> io::Result<()> {
        self.text.append(rows)
    }

    /// Completes the table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        self.text.close().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: View = View::whole(Table::Records);

    #[test]
    fn json_is_one_array_whatever_pieces_it_came_in() {
        let mut bytes = Vec::new();
        let mut table = TableStream::open(&RECORDS, TextLayout::Json, &mut bytes).unwrap();
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
    fn a_table_without_rows_is_an_empty_array() {
        let mut bytes = Vec::new();
        let table = TableStream::open(&RECORDS, TextLayout::Json, &mut bytes).unwrap();
        table.finish().unwrap();
        assert_eq!(bytes, b"[\n]\n");
    }
}
