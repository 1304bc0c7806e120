//! What spans meetings, into the files: rows come in parts, so that they are never all in memory.

use std::collections::HashSet;
use std::io::{self, Write};

use super::folder::{Durability, OutputError, OutputFolder};
use super::pages::REGISTER;
use super::table_files::{TableFiles, TableStream, TextLayout};
use super::workbook::{self, WorkbookFile};
use super::{Layouts, Outputs};
use crate::manifest::OutputEntry;
use crate::origin::file_stem;
use crate::series::Series;
use crate::stats::overall::Overall;
use crate::tables::cell::Rows;
use crate::tables::register_wide::{Shown, WideColumn, WideRegister};
use crate::tables::{NO_DEPARTMENT, Table};
use crate::write::csv;
use crate::write::xlsx::Facts;

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
    /// Writes the rows of all tables that need all meetings, the register's page and who passed.
    pub(super) fn append_series(&mut self, series: &Series) -> Result<(), OutputError> {
        let mut files = SeriesFiles {
            folder: self.folder,
            below: "",
            tables: &self.layouts.tables,
            texts: &mut self.texts,
            workbook: &mut self.workbook,
        };
        self.written
            .extend(files.append(series, &self.layouts.texts)?);
        if let Some(pages) = &self.layouts.pages
            && self.layouts.tables.contains(&Table::Register)
        {
            let page = pages.register(series)?;
            let page = self
                .folder
                .write(REGISTER, page.as_bytes(), Durability::Synced)?;
            self.written.push(page);
        }
        if self.layouts.passed_list {
            self.written.push(write_passed(self.folder, series)?);
        }
        Ok(())
    }
}

/// The files that tables across meetings go to.
struct SeriesFiles<'f> {
    folder: &'f OutputFolder,
    /// The part of the folder: empty, or ending in `/`.
    below: &'f str,
    tables: &'f [Table],
    texts: &'f mut [TableFiles],
    workbook: &'f mut Option<WorkbookFile>,
}

impl SeriesFiles<'_> {
    /// Adds all rows; gives the files that were written besides.
    fn append(
        &mut self,
        series: &Series,
        layouts: &[TextLayout],
    ) -> Result<Vec<OutputEntry>, OutputError> {
        for &table in self
            .tables
            .iter()
            .filter(|table| table.is_across_meetings())
        {
            in_parts(table, series, |rows| {
                for files in self.texts.iter_mut() {
                    files.append_to(table, rows)?;
                }
                match self.workbook {
                    Some(workbook) => workbook.append_to(table, rows),
                    None => Ok(()),
                }
            })?;
        }
        let mut written = Vec::new();
        if let Ok(register) = WideRegister::of(series)
            && self.tables.contains(&Table::Register)
        {
            if let Some(workbook) = self.workbook {
                workbook.add_register(&register)?;
            }
            for &layout in layouts {
                written.extend(self.write_wide(layout, &register)?);
            }
        }
        Ok(written)
    }

    /// Writes the wide register as CSV; in JSON a list of objects is what programs want.
    fn write_wide(
        &self,
        layout: TextLayout,
        register: &WideRegister<'_>,
    ) -> Result<Vec<OutputEntry>, OutputError> {
        let TextLayout::Csv {
            text,
            byte_order_mark,
        } = layout
        else {
            return Ok(Vec::new());
        };
        let write = |(shown, name)| {
            let mut file = self.folder.create(&format!("{}csv/{name}", self.below))?;
            let path = file.path().to_owned();
            let wide = Wide {
                register,
                shown,
                text,
                byte_order_mark,
            };
            wide.write(&mut file)
                .map_err(|source| OutputError::Write { path, source })?;
            file.finish()
        };
        WIDE_FILES.into_iter().map(write).collect()
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
pub fn write_passed(folder: &OutputFolder, series: &Series) -> Result<OutputEntry, OutputError> {
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
    folder: &OutputFolder,
    layouts: &Layouts,
    series: &mut Series,
) -> Result<Vec<OutputEntry>, OutputError> {
    let of_people = |table: &Table| OF_PEOPLE.contains(table);
    let tables: Vec<_> = layouts.tables.iter().copied().filter(of_people).collect();
    let mut stems = HashSet::new();
    let mut written = Vec::new();
    for department in series.departments() {
        let stem = unique_stem(department.as_deref().unwrap_or(NO_DEPARTMENT), &mut stems);
        let below = format!("{DEPARTMENTS}/{stem}/");
        let everybody = series.show_department(department.as_deref());
        written.extend(write_department(folder, &below, &tables, layouts, series)?);
        series.show(everybody);
    }
    Ok(written)
}

/// A safe name of a folder that no other department has, also where case does not count.
fn unique_stem(department: &str, stems: &mut HashSet<String>) -> String {
    let stem = file_stem(department);
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(|stem| stems.insert(stem.to_lowercase()))
        .unwrap_or(stem)
}

fn write_department(
    folder: &OutputFolder,
    below: &str,
    tables: &[Table],
    layouts: &Layouts,
    series: &Series,
) -> Result<Vec<OutputEntry>, OutputError> {
    folder.make(below)?;
    let text = |&layout| TableFiles::create(folder, below, tables, layout);
    let mut texts: Vec<_> = layouts.texts.iter().map(text).collect::<Result<_, _>>()?;
    let name = format!("{below}{}", workbook::NAME);
    let workbook = layouts
        .workbook
        .then(|| WorkbookFile::create(folder, &name, tables, &layouts.zone));
    let mut workbook = workbook.transpose()?;
    let mut files = SeriesFiles {
        folder,
        below,
        tables,
        texts: &mut texts,
        workbook: &mut workbook,
    };
    let mut written = files.append(series, &layouts.texts)?;
    if let Some(workbook) = workbook {
        written.push(workbook.finish(Facts::default())?);
    }
    for files in texts {
        written.extend(files.finish(&Overall::default())?);
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
