//! The workbook: a sheet a table, for people in Excel.
//!
//! Memory does not grow with the rows: a sheet's cells go to a temporary file
//! as they come. Same rows, same bytes.

mod about;
mod formats;
mod highlights;
mod layout;
mod print;
mod register;
mod sheet;
mod table_sheets;
mod values;

#[cfg(test)]
mod tests;

use std::io::{Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use crate::model::time::Instant;
use crate::tables::Table;
use crate::tables::cell::{Cell, Rows};
use crate::tables::register_wide::{Shown, WideRegister};
use crate::zone::Zone;
use formats::Formats;
use table_sheets::{Limits, TableSheets};

/// The most that gains time and loses hardly any size.
const COMPRESSION: u8 = 3;
/// 2000-01-01, when a workbook without a dated meeting was created.
const NO_MEETING: i64 = 946_684_800;

/// Why a workbook could not be made.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// The folder for temporary files cannot be used.
    #[error("could not use the folder `{0}` for temporary files")]
    TemporaryFolder(PathBuf, #[source] XlsxError),
    /// Rows came for a table that the workbook was not begun with.
    #[error("the workbook has no sheet for the table `{0}`")]
    NoSheet(&'static str),
    /// The rows of a sheet could not be written.
    #[error("could not write the sheet `{0}`")]
    Sheet(&'static str, #[source] XlsxError),
    /// The cells of a sheet could not be kept until the file is written.
    #[error("could not write temporary files; the disk may be full ({0})")]
    TemporaryFiles(String),
    /// The file could not be put together.
    #[error("could not write the workbook")]
    Workbook(#[source] XlsxError),
}

/// Takes rows and writes them as a workbook.
pub struct WorkbookWriter {
    workbook: Workbook,
    zone: Zone,
    formats: Formats,
    sheets: Vec<TableSheets>,
    latest_end: Option<Instant>,
    register: Vec<(about::Entry, Worksheet)>,
}

impl WorkbookWriter {
    /// Begins a workbook with a sheet for each of these tables, in this order;
    /// times are shown in `zone`.
    pub fn new(tables: &[Table], zone: &Zone) -> Result<Self, WorkbookError> {
        Ok(Self::with(tables, zone, Limits::EXCEL))
    }

    fn with(tables: &[Table], zone: &Zone, limits: Limits) -> Self {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let sheets = tables
            .iter()
            .map(|&table| TableSheets::new(table, zone, limits))
            .collect();
        Self {
            workbook,
            zone: zone.clone(),
            formats: Formats::new(),
            sheets,
            latest_end: None,
            register: Vec::new(),
        }
    }

    /// Puts temporary files into `folder` instead of the system's; they have no
    /// name there and vanish with the writer.
    ///
    /// They take about as much room as the workbook unpacked.
    pub fn temporary_files_in(mut self, folder: &Path) -> Result<Self, WorkbookError> {
        self.workbook
            .set_tempdir(folder)
            .map_err(|error| WorkbookError::TemporaryFolder(folder.into(), error))?;
        Ok(self)
    }

    /// Adds rows to a table's sheet below those it has; tables may take turns.
    ///
    /// After an error the workbook is lost.
    pub fn append(&mut self, table: Table, rows: &Rows) -> Result<(), WorkbookError> {
        if table == Table::Meetings {
            self.latest_end = self.latest_end.max(latest_end(rows));
        }
        let sheets = self
            .sheets
            .iter_mut()
            .find(|sheets| sheets.table() == table)
            .ok_or(WorkbookError::NoSheet(table.name()))?;
        let mut new_worksheet = || self.workbook.new_worksheet_with_constant_memory();
        keep(|| sheets.append(rows, &self.formats, &self.zone, &mut new_worksheet))?
            .map_err(|error| WorkbookError::Sheet(table.title(), error))
    }

    /// Adds the sheets of the wide register; they stand before that of its table.
    ///
    /// After an error the workbook is lost.
    pub fn add_register(&mut self, register: &WideRegister<'_>) -> Result<(), WorkbookError> {
        for shown in [Shown::Status, Shown::Presence] {
            let name = register::name(shown);
            let sheet = keep(|| {
                let mut worksheet = self.workbook.new_worksheet_with_constant_memory()?;
                let rows = register::write(&mut worksheet, register, shown, &self.formats)?;
                Ok((worksheet, rows))
            })?;
            let (worksheet, rows) =
                sheet.map_err(|error: XlsxError| WorkbookError::Sheet(name, error))?;
            let entry = about::Entry {
                meaning: register::meaning(shown),
                name: name.into(),
                rows,
            };
            self.register.push((entry, worksheet));
        }
        Ok(())
    }

    /// Adds the sheet that explains the others, and writes the file.
    ///
    /// The file tells nothing of the machine, the user or the time: it says that
    /// it was created when the last meeting ended.
    pub fn finish(self, writer: impl Write + Seek + Send) -> Result<(), WorkbookError> {
        keep(|| self.put_together(writer))?
    }

    fn put_together(mut self, writer: impl Write + Seek + Send) -> Result<(), WorkbookError> {
        let tables: Vec<_> = self.sheets.iter().map(TableSheets::table).collect();
        let mut worksheets = Vec::new();
        let mut entries = Vec::new();
        for sheets in self.sheets {
            let title = sheets.table().title();
            if sheets.table() == Table::Register {
                for (entry, worksheet) in self.register.drain(..) {
                    entries.push(entry);
                    worksheets.push(worksheet);
                }
            }
            let mut new_worksheet = || self.workbook.new_worksheet_with_constant_memory();
            let finished = sheets
                .finish(&self.formats, &self.zone, &mut new_worksheet)
                .map_err(|error| WorkbookError::Sheet(title, error))?;
            for (entry, worksheet) in finished {
                entries.push(entry);
                worksheets.push(worksheet);
            }
        }
        self.workbook
            .add_worksheet_with_constant_memory()
            .and_then(|about| about::write(about, &tables, &entries, &self.zone))
            .map_err(|error| WorkbookError::Sheet(about::NAME, error))?;
        // Readers come for the numbers; the explanations stand before them.
        if let Some(first) = worksheets.first_mut() {
            first.set_active(true);
        }
        for worksheet in worksheets {
            self.workbook.push_worksheet(worksheet);
        }
        let properties = properties(self.latest_end).map_err(WorkbookError::Workbook)?;
        self.workbook.set_properties(&properties);
        self.workbook
            .save_to_writer(writer)
            .map_err(WorkbookError::Workbook)
    }
}

/// Does what writes temporary files: where the library cannot, it panics.
fn keep<T>(work: impl FnOnce() -> T) -> Result<T, WorkbookError> {
    // Nothing is used again after an error, so nothing can be seen half done.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let owned = panic.downcast_ref::<String>().map(String::as_str);
        let reason = owned.or_else(|| panic.downcast_ref::<&str>().copied());
        WorkbookError::TemporaryFiles(reason.unwrap_or("no reason given").into())
    })
}

/// The latest end of a meeting in these rows of the table of meetings.
fn latest_end(rows: &Rows) -> Option<Instant> {
    let column = Table::Meetings
        .columns()
        .iter()
        .position(|column| column.key == "window_end")?;
    rows.iter()
        .filter_map(|row| match row[column] {
            Cell::Time(end) => Some(end),
            _ => None,
        })
        .max()
}

fn properties(latest_end: Option<Instant>) -> Result<DocProperties, XlsxError> {
    // The default is "now", which would make every run's file differ.
    let created = latest_end.map_or(NO_MEETING, Instant::unix_seconds);
    let created = ExcelDateTime::from_timestamp(created)
        .or_else(|_| ExcelDateTime::from_timestamp(NO_MEETING))?;
    Ok(DocProperties::new()
        .set_title("Attendance summary")
        .set_creation_datetime(&created))
}
