//! Workbooks: one over all meetings, and one per meeting for those who want it.

use super::OutputError;
use std::io;
use std::path::Path;

use crate::executor::Executor;
use crate::formats::xlsx::{Facts, Locale, WorkbookError, WorkbookPart, WorkbookWriter};
use crate::storage::folder::{OutputFile, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::hours_grid::HoursGrid;
use crate::views::meeting_view::MeetingView;
use crate::views::person_view::PersonView;
use crate::views::register_wide::WideRegister;
use crate::views::view::View;

/// The name of the workbook over all meetings.
pub const NAME: &str = "attendance.xlsx";

/// Returns the workbook of one meeting, as bytes.
///
/// # Errors
/// When the workbook cannot be made.
pub fn of_one_meeting(
    views: &[View],
    locale: &Locale,
    meeting: &MeetingView<'_>,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = WorkbookWriter::new(views, locale);
    for view in views {
        let mut rows = Rows::default();
        meeting.rows_of(view, |row| rows.push(row));
        workbook.append_rows_of_meeting(view.table(), rows)?;
    }
    let facts = Facts {
        meeting: Some(meeting),
        ..Facts::default()
    };
    let mut bytes = io::Cursor::new(Vec::new());
    workbook.finish(facts, &mut bytes)?;
    Ok(bytes.into_inner())
}

/// The tables that tell of one meeting.
pub const OF_ONE_MEETING: [Table; 5] = [
    Table::Meetings,
    Table::Attendance,
    Table::Sessions,
    Table::Roles,
    Table::Concurrency,
];

/// Tells which workbook could not be written.
pub fn workbook_error(path: &Path, source: WorkbookError) -> OutputError {
    OutputError::Workbook {
        path: path.to_owned(),
        source: Box::new(source),
    }
}

/// The workbook over all meetings, in the making.
pub struct WorkbookFile<S> {
    workbook: WorkbookWriter<S>,
    file: OutputFile,
}

impl<S: Executor> WorkbookFile<S> {
    /// Begins the workbook, whose long sheets are made in several parts at a time.
    ///
    /// # Errors
    /// When the file or the temporary files of its sheets cannot be made.
    pub fn create(
        folder: &OutputFolder,
        name: &str,
        views: &[View],
        locale: &Locale,
        executor: S,
    ) -> Result<Self, OutputError> {
        let file = folder.create(name)?;
        let workbook = WorkbookWriter::new(views, locale)
            .spread_over(executor)
            // The cells are personal data: they stay where the workbook will be.
            .temporary_files_in(folder.path())
            .map_err(|source| workbook_error(file.path(), source))?;
        Ok(Self { workbook, file })
    }

    /// Adds what was gathered of one piece.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&mut self, part: WorkbookPart) -> Result<(), OutputError> {
        self.workbook
            .append(part)
            .map_err(|source| workbook_error(self.file.path(), source))
    }

    /// Adds rows to the sheet of one table, and where each of them leads.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_to(
        &mut self,
        table: Table,
        rows: &Rows,
        targets: &[Option<u32>],
    ) -> Result<(), OutputError> {
        self.workbook
            .append_rows_about(table, rows.clone(), targets)
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

    /// Adds the sheet of hours by person and month.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add_hours(&mut self, grid: &HoursGrid<'_>) -> Result<(), OutputError> {
        self.workbook
            .add_hours(grid)
            .map_err(|source| workbook_error(self.file.path(), source))
    }

    /// Adds the sheet of a person.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add_person(&mut self, person: &PersonView<'_>) -> Result<(), OutputError> {
        self.workbook
            .add_person(person)
            .map_err(|source| workbook_error(self.file.path(), source))
    }

    /// Completes the workbook and gives it its name.
    ///
    /// # Errors
    /// When it cannot be completed.
    pub fn finish(self, facts: Facts<'_>) -> Result<OutputEntry, OutputError> {
        let Self {
            workbook, mut file, ..
        } = self;
        workbook
            .finish(facts, &mut file)
            .map_err(|source| workbook_error(file.path(), source))?;
        Ok(file.finish()?)
    }
}
