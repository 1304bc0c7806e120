//! What spans meetings, into the files: rows come in parts, so that they are never all in memory.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folder::{Durability, Existing, OutputError, OutputFolder};
use super::pages::REGISTER;
use super::table_files::{TableStream, TextLayout};
use super::{Layouts, Outputs, Totals};
use crate::origin::file_stem;
use crate::series::Series;
use crate::tables::cell::Rows;
use crate::tables::register_wide::{Shown, WideColumn, WideRegister};
use crate::tables::{NO_DEPARTMENT, Table};
use crate::write::csv;

/// How much of a table is kept before it is written, in bytes.
const PART: usize = 1024 * 1024;

/// Hands the rows of a table that needs all meetings to `take`, in parts and in order.
///
/// # Errors
/// The first error of `take`; nothing is handed out after it.
pub fn in_parts<E>(
    table: Table,
    series: &Series,
    mut take: impl FnMut(&Rows) -> Result<(), E>,
) -> Result<(), E> {
    let mut part = Rows::default();
    let mut outcome = Ok(());
    table.series_rows(series, |row| {
        if outcome.is_ok() {
            part.push(row);
            if part.weight() >= PART {
                outcome = take(&std::mem::take(&mut part));
            }
        }
    });
    outcome?;
    if part.is_empty() { Ok(()) } else { take(&part) }
}

impl Outputs<'_> {
    /// Writes the rows of all tables that need all meetings.
    pub(super) fn append_series(&mut self, series: &Series) -> Result<(), OutputError> {
        let tables = self.layouts.tables.iter();
        for &table in tables.filter(|table| table.is_across_meetings()) {
            in_parts(table, series, |rows| {
                for files in &mut self.texts {
                    files.append_to(table, rows)?;
                }
                match &mut self.workbook {
                    Some(workbook) => workbook.append_to(table, rows),
                    None => Ok(()),
                }
            })?;
        }
        if self.layouts.tables.contains(&Table::Register) {
            self.append_register(series)?;
        }
        Ok(())
    }

    /// Writes the wide register, where it is not too wide, and its page, which tells if it is.
    fn append_register(&mut self, series: &Series) -> Result<(), OutputError> {
        if let Ok(register) = WideRegister::of(series) {
            if let Some(workbook) = &mut self.workbook {
                workbook.add_register(&register)?;
            }
            for &layout in &self.layouts.texts {
                self.write_wide(layout, &register)?;
            }
        }
        if let Some(pages) = &self.layouts.pages {
            let page = pages.register(series)?;
            let path = self
                .folder
                .write(REGISTER, page.as_bytes(), Durability::Synced)?;
            self.written.push(path);
        }
        Ok(())
    }

    /// Writes the wide register as CSV; in JSON a list of objects is what programs want.
    fn write_wide(
        &mut self,
        layout: TextLayout,
        register: &WideRegister<'_>,
    ) -> Result<(), OutputError> {
        let TextLayout::Csv {
            text,
            byte_order_mark,
        } = layout
        else {
            return Ok(());
        };
        for (shown, name) in WIDE_FILES {
            let mut file = self.folder.create(&format!("csv/{name}"))?;
            let path = file.path().to_owned();
            let wide = Wide {
                register,
                shown,
                text,
                byte_order_mark,
            };
            wide.write(&mut file)
                .map_err(|source| OutputError::Write { path, source })?;
            self.written.push(file.finish()?);
        }
        Ok(())
    }
}

/// The wide registers: presence, and letters.
const WIDE_FILES: [(Shown, &str); 2] = [
    (Shown::Presence, "register-wide.csv"),
    (Shown::Status, "register-status.csv"),
];

/// A wide register on its way into a CSV file.
struct Wide<'w> {
    register: &'w WideRegister<'w>,
    shown: Shown,
    text: csv::TextCells,
    byte_order_mark: bool,
}

impl Wide<'_> {
    fn write(&self, file: &mut impl Write) -> io::Result<()> {
        if self.byte_order_mark {
            file.write_all(csv::BYTE_ORDER_MARK)?;
        }
        let columns = self.register.columns(self.shown);
        let headings = columns
            .iter()
            .map(|column: &WideColumn| column.label.as_str());
        file.write_all(&csv::headings(headings, self.text))?;
        for row in self.register.rows(self.shown) {
            let mut kept = Rows::default();
            kept.push(&row);
            file.write_all(&csv::kept_rows(&kept, self.text))?;
        }
        Ok(())
    }
}

/// The list of who passed, for programs that read nothing else.
pub const PASSED: &str = "passed.csv";

/// Writes who passed as a clean list, without the byte order mark that only Excel wants.
///
/// # Errors
/// When it cannot be written.
pub fn write_passed(folder: &OutputFolder, series: &Series) -> Result<PathBuf, OutputError> {
    let mut bytes = csv::header(Table::Passed);
    in_parts(Table::Passed, series, |rows| {
        bytes.extend(csv::kept_rows(rows, csv::TextCells::Inert));
        Ok::<(), OutputError>(())
    })?;
    folder.write(PASSED, &bytes, Durability::Synced)
}

/// The folder of what is made for single departments.
pub const DEPARTMENTS: &str = "departments";

/// The tables that tell of people, and hence of those of one department.
const OF_PEOPLE: [Table; 6] = [
    Table::People,
    Table::Register,
    Table::Roster,
    Table::Hours,
    Table::Weeks,
    Table::Passed,
];

/// Writes the tables of people once more for each department, in a folder of its own.
///
/// # Errors
/// When something cannot be written.
pub fn write_departments(
    folder: &Path,
    existing: Existing,
    layouts: &Layouts,
    series: &mut Series,
) -> Result<Vec<PathBuf>, OutputError> {
    let of_people = |table: &Table| OF_PEOPLE.contains(table);
    let layouts = Layouts {
        tables: layouts.tables.iter().copied().filter(of_people).collect(),
        zone: layouts.zone.clone(),
        texts: layouts.texts.clone(),
        workbook: layouts.workbook,
        ..Layouts::default()
    };
    let mut stems = HashSet::new();
    let mut written = Vec::new();
    for department in series.departments() {
        let stem = file_stem(department.as_deref().unwrap_or(NO_DEPARTMENT));
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let mut stems_to_try = std::iter::once(stem.clone()).chain(numbered);
        let stem = stems_to_try
            .find(|stem| stems.insert(stem.to_lowercase()))
            .unwrap_or(stem);
        let path = folder.join(DEPARTMENTS).join(stem);
        let everybody = series.show_department(department.as_deref());
        let mut outputs = Outputs::create(OutputFolder::open(&path, existing)?, &layouts)?;
        outputs.append_series(series)?;
        written.extend(outputs.finish(&Totals::default())?);
        series.show(everybody);
    }
    Ok(written)
}

/// Writes the rows of a table that needs all meetings to standard output.
///
/// # Errors
/// When they cannot be written.
pub fn to_stream<W: Write>(
    stream: &mut TableStream<W>,
    layout: TextLayout,
    table: Table,
    series: &Series,
) -> io::Result<()> {
    in_parts(table, series, |rows| {
        stream.append(&layout.kept_rows(table, rows))
    })
}
