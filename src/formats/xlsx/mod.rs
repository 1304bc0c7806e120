//! The workbook: a sheet per table, for people in Excel.
//!
//! Memory does not grow with the rows: those of a long sheet go to a temporary file
//! as they come, packed. Same rows, same bytes.

mod cells;
mod columns;
mod formats;
mod highlights;
mod hours;
mod layout;
mod links;
mod overview;
mod package;
mod part;
mod person;
mod print;
mod register;
mod row_batch;
mod rows;
mod sheet;
mod table_sheets;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, IntoInnerError, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use thiserror::Error;

use crate::executor::{Executor, Sequential};
use crate::language::Language;
use crate::views::Table;
use crate::views::cell::{Cell, Rows};
use crate::views::hours_grid::{HoursGrid, HoursShown};
use crate::views::person_view::PersonView;
use crate::views::register_wide::{Shown, WideRegister};
use crate::views::run_view::Naming;
use crate::views::value::Instant;
use crate::views::value::Stay;
use crate::views::view::View;
use crate::zone::Zone;
use formats::{Formats, Theme};
use links::{Targets, leads_to};
pub use overview::Facts;
use overview::{Content, Told};
use part::LinkedRows;
pub use part::WorkbookPart;
use row_batch::{RowBatches, SheetContext, new_worksheet, sheet_file};
use sheet::Limits;
use table_sheets::{Entry, Finished, TableSheets};
use values::cell_text;

/// The most that gains time and loses hardly any size: 1 takes 40 % more room.
const COMPRESSION: u8 = 2;
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

/// How people read a workbook.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    /// The zone of dates and times.
    pub zone: Zone,
    /// The language of names of sheets, of headings and of what explains.
    pub language: Language,
    /// What it is called.
    pub naming: Naming,
}

/// Takes rows and writes them as a workbook.
pub struct WorkbookWriter<S = Sequential> {
    workbook: Workbook,
    theme: Theme,
    limits: Limits,
    folder: PathBuf,
    executor: S,
    sheets: Vec<TableSheets>,
    first_findings: BTreeMap<String, u32>,
    register: Vec<(Entry, Worksheet)>,
    hours: Option<(Entry, Worksheet)>,
    people: Vec<Worksheet>,
}

impl WorkbookWriter {
    /// Begins a workbook with a sheet for each of these tables, in this order.
    pub fn new(views: &[View], locale: &Locale) -> Self {
        Self::with(views, locale, Limits::EXCEL)
    }

    fn with(views: &[View], locale: &Locale, limits: Limits) -> Self {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let theme = Theme {
            formats: Formats::new(locale.language),
            zone: locale.zone.clone(),
            language: locale.language,
            naming: locale.naming.clone(),
            is_for_readers: views.iter().any(View::is_for_readers),
        };
        let sheets = views
            .iter()
            .map(|view| TableSheets::new(view, &theme, limits))
            .collect();
        Self {
            workbook,
            theme,
            limits,
            folder: std::env::temp_dir(),
            executor: Sequential,
            sheets,
            first_findings: BTreeMap::new(),
            register: Vec::new(),
            hours: None,
            people: Vec::new(),
        }
    }
}

impl<S: Executor> WorkbookWriter<S> {
    /// Makes long sheets in several parts at a time; the bytes are the same.
    pub fn spread_over<T: Executor>(self, executor: T) -> WorkbookWriter<T> {
        let Self {
            workbook,
            theme,
            limits,
            folder,
            executor: _,
            sheets,
            first_findings,
            register,
            hours,
            people,
        } = self;
        WorkbookWriter {
            workbook,
            theme,
            limits,
            folder,
            executor,
            sheets,
            first_findings,
            register,
            hours,
            people,
        }
    }

    /// Puts temporary files into `folder` instead of the system's; they have no
    /// name there and vanish with the writer.
    ///
    /// They take about as much room as the workbook, and for a short while a few
    /// megabytes more for each thread.
    pub fn temporary_files_in(mut self, folder: &Path) -> Result<Self, WorkbookError> {
        self.workbook
            .set_tempdir(folder)
            .map_err(|error| WorkbookError::TemporaryFolder(folder.into(), error))?;
        self.folder = folder.into();
        Ok(self)
    }

    /// Adds what was gathered of some documents, whose rows are linked with each other.
    ///
    /// After an error the workbook is lost.
    pub fn append(&mut self, part: WorkbookPart) -> Result<(), WorkbookError> {
        let tables = self.sheets.iter();
        let before: Vec<_> = tables
            .map(|sheets| (sheets.table(), sheets.rows()))
            .collect();
        let rows_before = |table| {
            let found = before.iter().find(|&&(one, _)| one == table);
            found.map_or(0, |&(_, rows)| rows)
        };
        for (&(table, _), mut linked) in before.iter().zip(part.tables) {
            for targets in &mut linked.targets {
                *targets = targets.after(rows_before, table);
            }
            self.append_linked(table, &linked)?;
        }
        Ok(())
    }

    /// Adds rows to a table's sheet below those it has; tables may take turns.
    ///
    /// After an error the workbook is lost.
    pub fn append_rows(&mut self, table: Table, rows: Rows) -> Result<(), WorkbookError> {
        self.append_rows_about(table, rows, &[])
    }

    /// Adds rows of which each leads to this row of one other sheet, where it
    /// has one.
    ///
    /// After an error the workbook is lost.
    pub fn append_rows_about(
        &mut self,
        table: Table,
        rows: Rows,
        targets: &[Option<u32>],
    ) -> Result<(), WorkbookError> {
        let targets = targets.iter();
        let linked = LinkedRows {
            rows,
            targets: targets
                .map(|&target| Targets::of([target.and_then(|row| i32::try_from(row).ok())]))
                .collect(),
        };
        self.append_linked(table, &linked)
    }

    /// Adds rows about the one meeting that the workbook is of: they lead to
    /// it, and its own row to the first of its roles.
    ///
    /// After an error the workbook is lost.
    pub fn append_rows_of_meeting(
        &mut self,
        table: Table,
        rows: Rows,
    ) -> Result<(), WorkbookError> {
        let has = |to: &&Table| self.sheets.iter().any(|sheets| sheets.table() == **to);
        let first = leads_to(table).first().filter(has).map(|_| 0);
        let targets = vec![first; rows.len()];
        self.append_rows_about(table, rows, &targets)
    }

    fn append_linked(&mut self, table: Table, linked: &LinkedRows) -> Result<(), WorkbookError> {
        let sheets = self
            .sheets
            .iter_mut()
            .find(|sheets| sheets.table() == table)
            .ok_or(WorkbookError::NoSheet(table.name()))?;
        if table == Table::Findings
            && let Some(code) = sheets.view().position("code")
        {
            note_first_findings(&linked.rows, code, sheets.rows(), &mut self.first_findings);
        }
        let context = SheetContext {
            theme: &self.theme,
            folder: &self.folder,
        };
        keep(|| sheets.append(linked, &mut self.workbook, context, &self.executor))?
            .map_err(|error| WorkbookError::Sheet(table.title(), error))
    }

    /// Adds the sheets of the wide register; they stand before that of its table.
    ///
    /// After an error the workbook is lost.
    pub fn add_register(&mut self, register: &WideRegister<'_>) -> Result<(), WorkbookError> {
        let shown: &[_] = match self.theme.is_for_readers {
            true => &[Shown::Status],
            false => &[Shown::Status, Shown::Presence],
        };
        for &shown in shown {
            let name = register::name(shown, self.theme.language);
            let sheet = keep(|| {
                let mut worksheet = new_worksheet(&mut self.workbook, &self.theme)?;
                let rows = register::write(&mut worksheet, register, shown, &self.theme)?;
                Ok((worksheet, rows))
            })?;
            let (worksheet, rows) =
                sheet.map_err(|error: XlsxError| WorkbookError::Sheet(name, error))?;
            let entry = Entry {
                meaning: register::meaning(shown, self.theme.language),
                name: name.into(),
                rows,
            };
            self.register.push((entry, worksheet));
        }
        Ok(())
    }

    /// Adds the sheet of hours by person and month.
    ///
    /// After an error the workbook is lost.
    pub fn add_hours(&mut self, grid: &HoursGrid<'_>) -> Result<(), WorkbookError> {
        let is_beside = self.has(Table::Hours);
        let title = if is_beside { "Hours by month" } else { "Hours" };
        let name = self.theme.language.heading(title).to_owned();
        let sheet = keep(|| {
            let mut worksheet = new_worksheet(&mut self.workbook, &self.theme)?;
            let rows = hours::write(&mut worksheet, &name, grid, &self.theme)?;
            Ok((worksheet, rows))
        })?;
        let (worksheet, rows) =
            sheet.map_err(|error: XlsxError| WorkbookError::Sheet(title, error))?;
        let meaning = self.theme.words().of_hours;
        self.hours = Some((
            Entry {
                meaning,
                name,
                rows,
            },
            worksheet,
        ));
        Ok(())
    }

    /// Adds the sheet of a person; a workbook that has such sheets has no others.
    ///
    /// After an error the workbook is lost.
    pub fn add_person(&mut self, person: &PersonView<'_>) -> Result<(), WorkbookError> {
        let number = self.people.len() + 1;
        let sheet = keep(|| {
            let mut worksheet = new_worksheet(&mut self.workbook, &self.theme)?;
            person::write(&mut worksheet, number, person, &self.theme)?;
            Ok(worksheet)
        })?;
        let worksheet = sheet.map_err(|error: XlsxError| WorkbookError::Sheet("Person", error))?;
        self.people.push(worksheet);
        Ok(())
    }

    fn has(&self, table: Table) -> bool {
        self.sheets.iter().any(|sheets| sheets.table() == table)
    }

    /// Puts what is most serious first, where no sheet leads to the rows by their numbers.
    fn sort_findings(&mut self) {
        let is_led_to = self.has(Table::Reports) || self.has(Table::Records);
        if is_led_to || !self.theme.is_for_readers {
            return;
        }
        let all = self.sheets.iter_mut();
        for sheets in all.filter(|one| one.table() == Table::Findings) {
            sheets.put_serious_first();
            let mut first: BTreeMap<String, u32> = BTreeMap::new();
            sheets.texts("code", |row, code| {
                first.entry(code.to_owned()).or_insert(row);
            });
            // Rows that are in a sheet already were not sorted, and are not handed out.
            for (code, row) in &self.first_findings {
                if !first.contains_key(code) {
                    first.insert(code.clone(), *row);
                }
            }
            self.first_findings = first;
        }
    }

    /// Adds the sheets that open and close the workbook, and writes the file.
    ///
    /// The file tells nothing of the machine, the user or the time: it says that
    /// it was created when the last meeting ended.
    pub fn finish(
        self,
        facts: Facts<'_>,
        writer: impl Write + Seek + Send,
    ) -> Result<(), WorkbookError> {
        keep(|| self.put_together(facts, writer))?
    }

    fn put_together(
        mut self,
        facts: Facts<'_>,
        writer: impl Write + Seek + Send,
    ) -> Result<(), WorkbookError> {
        if !self.people.is_empty() {
            return self.put_people_together(facts, writer);
        }
        self.sort_findings();
        let told = Told::by(self.sheets.iter().map(TableSheets::view));
        let all: Vec<_> = self.sheets.iter().map(|one| one.view().clone()).collect();
        let hours = HoursShown::alone(&all);
        // Readers' own columns are explained where the numbers are.
        let views = self.sheets.iter().map(TableSheets::view);
        let views: Vec<_> = views.filter(|one| !one.is_for_readers()).cloned().collect();
        let mut entries = Vec::new();
        let mut worksheets = Vec::new();
        let mut long = BTreeMap::new();
        for finished in self.table_worksheets()? {
            entries.push(finished.entry);
            worksheets.push(finished.worksheet);
            if let Some(batches) = finished.batches {
                // Behind the first sheet.
                long.insert(sheet_file(worksheets.len() + 1), batches);
            }
        }
        let mut columns = None;
        if !(views.is_empty() && self.theme.is_for_readers) {
            let mut worksheet = Worksheet::new();
            let rows = columns::write(&mut worksheet, &views, &self.theme)
                .map_err(|error| WorkbookError::Sheet(self.theme.words().columns, error))?;
            entries.push(Entry {
                meaning: self.theme.words().of_columns,
                name: self.theme.words().columns.into(),
                rows,
            });
            columns = Some(worksheet);
        }
        let over_time = facts.over_time(&self.theme.zone);
        let content = Content {
            theme: &self.theme,
            facts,
            over_time: &over_time,
            first_findings: &self.first_findings,
            entries: &entries,
            rows_a_sheet: self.limits.sheet,
            told,
            hours,
            explains_columns: columns.is_some(),
        };
        let mut first = Worksheet::new();
        overview::write(&mut first, &content)
            .map_err(|error| WorkbookError::Sheet(self.theme.words().overview, error))?;
        let mut about = Worksheet::new();
        overview::write_about(&mut about, &content)
            .map_err(|error| WorkbookError::Sheet(self.theme.words().about, error))?;
        let last = [about].into_iter().chain(columns);
        for worksheet in [first].into_iter().chain(worksheets).chain(last) {
            self.workbook.push_worksheet(worksheet);
        }
        let last_end = over_time.stretch().map(Stay::leave);
        let properties = properties(last_end, &self.theme, facts.subject());
        let properties = properties.map_err(WorkbookError::Workbook)?;
        self.workbook.set_properties(&properties);
        self.save(long, writer).map_err(WorkbookError::Workbook)
    }

    fn put_people_together(
        mut self,
        facts: Facts<'_>,
        writer: impl Write + Seek + Send,
    ) -> Result<(), WorkbookError> {
        for worksheet in std::mem::take(&mut self.people) {
            self.workbook.push_worksheet(worksheet);
        }
        let over_time = facts.over_time(&self.theme.zone);
        let last_end = over_time.stretch().map(Stay::leave);
        let properties = properties(last_end, &self.theme, None);
        let properties = properties.map_err(WorkbookError::Workbook)?;
        self.workbook.set_properties(&properties);
        self.save(BTreeMap::new(), writer)
            .map_err(WorkbookError::Workbook)
    }

    fn save(
        mut self,
        mut long: BTreeMap<String, RowBatches>,
        writer: impl Write + Seek + Send,
    ) -> Result<(), XlsxError> {
        if long.is_empty() {
            return self.workbook.save_to_writer(writer);
        }
        let mut package = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        self.workbook.save_to_writer(&mut package)?;
        // With it go the temporary files of its sheets.
        drop(self.workbook);
        let package = package.into_inner().map_err(IntoInnerError::into_error)?;
        package::put_together(BufReader::new(package), &mut long, writer)
    }

    /// Returns the sheets of all tables, in order.
    fn table_worksheets(&mut self) -> Result<Vec<Finished>, WorkbookError> {
        let mut all = Vec::new();
        let made = |(entry, worksheet)| Finished {
            entry,
            worksheet,
            batches: None,
        };
        let is_beside = self.has(Table::Attendance);
        for sheets in std::mem::take(&mut self.sheets) {
            let table = sheets.table();
            let title = table.title();
            if table == Table::Attendance || !is_beside {
                all.extend(self.register.drain(..).map(made));
            }
            if !stands_before_hours(table) {
                all.extend(self.hours.take().map(made));
            }
            let context = SheetContext {
                theme: &self.theme,
                folder: &self.folder,
            };
            let finished = sheets.finish(&mut self.workbook, context, &self.executor);
            all.extend(finished.map_err(|error| WorkbookError::Sheet(title, error))?);
        }
        all.extend(self.register.drain(..).map(made));
        all.extend(self.hours.take().map(made));
        Ok(all)
    }
}

/// Returns whether the sheet of a table stands before that of hours by month.
const fn stands_before_hours(table: Table) -> bool {
    matches!(
        table,
        Table::Meetings | Table::People | Table::Attendance | Table::Roster | Table::Departments
    )
}

/// Notes the first row of each code, which stands in this column, in these rows of the
/// table of findings, which has so many rows before them.
fn note_first_findings(rows: &Rows, code: usize, before: u32, first: &mut BTreeMap<String, u32>) {
    for (row, cells) in (before..).zip(rows.iter()) {
        if let Cell::Text(code) = &cells[code]
            && !first.contains_key(code.as_ref())
        {
            first.insert(code.to_string(), row);
        }
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

fn properties(
    last_end: Option<Instant>,
    theme: &Theme,
    meeting: Option<&str>,
) -> Result<DocProperties, XlsxError> {
    // The default is "now", which would make every run's file differ.
    let created = last_end.map_or(NO_MEETING, Instant::unix_seconds);
    let created = ExcelDateTime::from_timestamp(created)
        .or_else(|_| ExcelDateTime::from_timestamp(NO_MEETING))?;
    Ok(DocProperties::new()
        .set_title(theme.texts().attendance_summary)
        .set_subject(meeting.map(cell_text).unwrap_or_default())
        .set_comment(concat!("Rollbook ", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&created))
}
