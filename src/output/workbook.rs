//! Workbooks: one over all meetings, and one a meeting for those who want it.

use std::io;
use std::ops::Range;
use std::path::Path;

use super::folder::{OutputError, OutputFile, OutputFolder};
use crate::manifest::OutputEntry;
use crate::stats::overall::Overall;
use crate::summary::{DocumentSummary, MeetingSummary};
use crate::tables::Table;
use crate::tables::cell::Rows;
use crate::tables::register_wide::WideRegister;
use crate::write::xlsx::{WorkbookError, WorkbookWriter};
use crate::zone::Zone;

/// The name of the workbook over all meetings.
pub const NAME: &str = "attendance.xlsx";

/// Adds the rows of a stretch of each document's records to `rows`, one a table.
pub fn rows(
    tables: &[Table],
    documents: &[DocumentSummary<'_>],
    stretch: &Range<usize>,
    rows: &mut Vec<Rows>,
) {
    rows.resize_with(tables.len(), Rows::default);
    for (table, rows) in tables.iter().zip(rows) {
        documents
            .iter()
            .for_each(|document| table.rows_in(document, stretch, |row| rows.push(row)));
    }
}

/// The workbook of one meeting, as bytes.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn of_one_meeting(
    tables: &[Table],
    zone: &Zone,
    meeting: &MeetingSummary<'_>,
) -> Result<Vec<u8>, WorkbookError> {
    // Totals over all meetings say nothing about one.
    let tables: Vec<_> = tables
        .iter()
        .copied()
        .filter(|&table| table != Table::Overall && !table.is_across_meetings())
        .collect();
    let mut workbook = WorkbookWriter::new(&tables, zone)?;
    for &table in &tables {
        let mut rows = Rows::default();
        table.meeting_rows(meeting, |row| rows.push(row));
        workbook.append(table, &rows)?;
    }
    let mut bytes = io::Cursor::new(Vec::new());
    workbook.finish(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// Tells which workbook could not be written.
pub fn workbook_error(path: &Path, source: WorkbookError) -> OutputError {
    OutputError::Workbook {
        path: path.to_owned(),
        source: Box::new(source),
    }
}

/// The workbook over all meetings, in the making.
pub struct WorkbookFile {
    tables: Vec<Table>,
    workbook: WorkbookWriter,
    file: OutputFile,
}

impl WorkbookFile {
    /// Begins the workbook.
    ///
    /// # Errors
    /// When the file or the temporary files of its sheets cannot be made.
    pub fn create(
        folder: &OutputFolder,
        name: &str,
        tables: &[Table],
        zone: &Zone,
    ) -> Result<Self, OutputError> {
        let file = folder.create(name)?;
        let workbook = WorkbookWriter::new(tables, zone)
            // The cells are personal data: they stay where the workbook will be.
            .and_then(|workbook| workbook.temporary_files_in(folder.path()))
            .map_err(|source| workbook_error(file.path(), source))?;
        Ok(Self {
            tables: tables.to_owned(),
            workbook,
            file,
        })
    }

    /// Adds the rows of one piece, in the order of the tables.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, rows: &[Rows]) -> Result<(), OutputError> {
        for (&table, rows) in self
            .tables
            .iter()
            .zip(rows)
            .filter(|(_, rows)| !rows.is_empty())
        {
            self.workbook
                .append(table, rows)
                .map_err(|source| workbook_error(self.file.path(), source))?;
        }
        Ok(())
    }

    /// Adds rows to the sheet of one table.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_to(&mut self, table: Table, rows: &Rows) -> Result<(), OutputError> {
        self.workbook
            .append(table, rows)
            .map_err(|source| workbook_error(self.file.path(), source))
    }

    /// Adds the sheets of the wide register.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add_register(&mut self, register: &WideRegister<'_>) -> Result<(), OutputError> {
        self.workbook
            .add_register(register)
            .map_err(|source| workbook_error(self.file.path(), source))
    }

    /// Completes the workbook and gives it its name.
    ///
    /// # Errors
    /// When it cannot be completed.
    pub fn finish(mut self, overall: &Overall) -> Result<OutputEntry, OutputError> {
        let closing_rows = |&table: &Table| {
            let mut rows = Rows::default();
            table.closing_rows(overall, |row| rows.push(row));
            rows
        };
        let closing: Vec<_> = self.tables.iter().map(closing_rows).collect();
        self.append(&closing)?;
        let Self {
            workbook, mut file, ..
        } = self;
        workbook
            .finish(&mut file)
            .map_err(|source| workbook_error(file.path(), source))?;
        file.finish()
    }
}
