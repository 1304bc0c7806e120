//! Workbooks: one over all meetings, and one a meeting for those who want it.

use super::OutputError;
use std::io;
use std::path::Path;

use crate::finding::CodeCounts;
use crate::formats::xlsx::{Facts, Locale, WorkbookError, WorkbookPart, WorkbookWriter};
use crate::spread::Spread;
use crate::stats::overall::Overall;
use crate::storage::folder::{OutputFile, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::summary::MeetingSummary;
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::register_wide::WideRegister;
use crate::views::view::View;

/// The name of the workbook over all meetings.
pub const NAME: &str = "attendance.xlsx";

/// The workbook of one meeting, as bytes.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn of_one_meeting(
    views: &[View],
    locale: &Locale,
    meeting: &MeetingSummary<'_>,
) -> Result<Vec<u8>, WorkbookError> {
    // Totals over all meetings say nothing about one.
    let of_one = |table: Table| table != Table::Overall && !table.is_across_meetings();
    let views = views.iter().filter(|view| of_one(view.table()));
    let views: Vec<_> = views.cloned().collect();
    let mut workbook = WorkbookWriter::new(&views, locale);
    let mut part = WorkbookPart::default();
    part.gather_meeting(&views, &locale.zone, meeting);
    workbook.append(part)?;
    let mut overall = Overall::default();
    overall.add_meeting(&meeting.stats.groups);
    let mut codes = CodeCounts::default();
    meeting
        .findings
        .iter()
        .for_each(|finding| codes.add(finding));
    let facts = Facts {
        meeting: Some(&meeting.label),
        overall: Some(&overall),
        codes: Some(&codes),
        documents: None,
    };
    let mut bytes = io::Cursor::new(Vec::new());
    workbook.finish(facts, &mut bytes)?;
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
pub struct WorkbookFile<S> {
    views: Vec<View>,
    workbook: WorkbookWriter<S>,
    file: OutputFile,
}

impl<S: Spread> WorkbookFile<S> {
    /// Begins the workbook, whose long sheets are made in several parts at a time.
    ///
    /// # Errors
    /// When the file or the temporary files of its sheets cannot be made.
    pub fn create(
        folder: &OutputFolder,
        name: &str,
        views: &[View],
        locale: &Locale,
        spread: S,
    ) -> Result<Self, OutputError> {
        let file = folder.create(name)?;
        let workbook = WorkbookWriter::new(views, locale)
            .spread_over(spread)
            // The cells are personal data: they stay where the workbook will be.
            .temporary_files_in(folder.path())
            .map_err(|source| workbook_error(file.path(), source))?;
        Ok(Self {
            views: views.to_owned(),
            workbook,
            file,
        })
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

    /// Adds rows to the sheet of one table.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_to(&mut self, table: Table, rows: &Rows) -> Result<(), OutputError> {
        self.workbook
            .append_rows(table, rows.clone())
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
    pub fn finish(mut self, facts: Facts<'_>) -> Result<OutputEntry, OutputError> {
        if let Some(overall) = facts.overall {
            for view in self.views.clone() {
                let mut rows = Rows::default();
                view.closing_rows(overall, |row| rows.push(row));
                if !rows.is_empty() {
                    self.append_to(view.table(), &rows)?;
                }
            }
        }
        let Self {
            workbook, mut file, ..
        } = self;
        workbook
            .finish(facts, &mut file)
            .map_err(|source| workbook_error(file.path(), source))?;
        Ok(file.finish()?)
    }
}
