//! What spans meetings, into the files: rows come in parts, so that they are never all in memory.

use super::OutputError;
use std::convert::Infallible;
use std::io::{self, Write};
use std::sync::Arc;

use super::table_files::{TableFiles, TableStream};
use super::table_pages::TablePages;
use super::workbook::WorkbookFile;
use super::{About, OutputPlan, Outputs};
use crate::executor::{Executor, Sequential};
use crate::formats::html::site::Site;
use crate::formats::html::table::TableFacts;
use crate::formats::table_format::{Place, TableFormat};
use crate::series::Run;
use crate::storage::folder::{Durability, OutputFolder, StorageError};
use crate::storage::manifest::OutputEntry;
use crate::summary::RunCounts;
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::hours_grid::HoursGrid;
use crate::views::register_wide::{Shown, WideRegister};
use crate::views::run_view::RunView;
use crate::views::view::{Stretch, View};

/// How much of a table is kept before it is written, in bytes.
const PART: usize = 1024 * 1024;

/// About how many rows a stretch has.
const ROWS: usize = 2_000;

/// How many stretches are laid out while as many are written, so that memory stays bounded.
const STRETCHES: usize = 8;

/// Lays out the rows of a table that are known only at the end, in parts, and hands them to
/// `take` in order.
///
/// # Errors
/// The first error of `take`; nothing is handed out after it.
pub fn in_parts<T: Send, E>(
    view: &View,
    run: &Run,
    executor: &impl Executor,
    lay_out: impl Fn(Rows) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    // Its few rows are one stretch, and what they are made of is all meetings.
    if view.table() == Table::Overall {
        run.overall_by(executor);
    }
    let stretches = view.stretches(run, ROWS);
    if let [stretch] = &stretches[..] {
        return one_by_one(view, run, stretch, |part| take(lay_out(part)));
    }
    let laid_out = |stretches: &[Stretch]| {
        executor.map(stretches.iter().collect(), |stretch| {
            let mut parts = Vec::new();
            let never: Result<(), Infallible> = one_by_one(view, run, stretch, |part| {
                parts.push(lay_out(part));
                Ok(())
            });
            let Ok(()) = never;
            parts
        })
    };
    let mut next = stretches.chunks(STRETCHES);
    let mut ready = next.next().map(laid_out);
    while let Some(parts) = ready {
        let stretches = next.next();
        let (laid_out, taken) = executor.join(
            || stretches.map(laid_out),
            || parts.into_iter().flatten().try_for_each(&mut take),
        );
        taken?;
        ready = laid_out;
    }
    Ok(())
}

/// Hands the rows of a stretch to `take`, in parts and in order.
fn one_by_one<E>(
    view: &View,
    run: &Run,
    stretch: &Stretch,
    mut take: impl FnMut(Rows) -> Result<(), E>,
) -> Result<(), E> {
    let mut part = Rows::default();
    let mut outcome = Ok(());
    view.answers_in(run, stretch, |row| {
        if outcome.is_ok() {
            part.push(row);
            if part.weight() >= PART {
                outcome = take(std::mem::take(&mut part));
            }
        }
    });
    outcome?;
    if part.is_empty() { Ok(()) } else { take(part) }
}

impl<S: Executor + Copy> Outputs<'_, S> {
    /// Adds the rows that a table has in this run to its files, behind those that it had in others.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append_rows(&mut self, view: &View, run: &Run) -> Result<(), OutputError> {
        append_table(&mut self.texts, view, run, &self.executor)
    }

    /// Writes the rows of all tables that are known only at the end, the register's page and who passed.
    pub(super) fn append_answers(
        &mut self,
        run: &Run,
        counts: &RunCounts,
        site: &Site,
    ) -> Result<(), OutputError> {
        let (folder, output_plan) = (self.folder, self.output_plan);
        let mut pages = table_pages(folder, "", output_plan, site)?;
        if let (Some(pages), About::Department) = (&mut pages, output_plan.about) {
            pages.department(&RunView::new(run, counts))?;
        }
        let files = SeriesFiles {
            folder,
            below: "",
            views: &output_plan.views,
            page_views: &output_plan.page_views,
            sheets: &output_plan.sheets,
            texts: &mut self.texts,
            workbook: &mut self.workbook,
            counts,
            pages,
            about: output_plan.about,
            executor: self.executor,
        };
        self.written.extend(files.append(run, &output_plan.texts)?);
        if let Some((view, format)) = &output_plan.passed_list {
            let format = format.as_ref();
            self.written.push(write_passed(folder, view, format, run)?);
        }
        Ok(())
    }
}

/// Returns the pages of tables, where pages are written and there is a table to be shown.
pub(super) fn table_pages<'p>(
    folder: &'p OutputFolder,
    below: &'p str,
    output_plan: &'p OutputPlan,
    site: &'p Site,
) -> Result<Option<TablePages<'p>>, OutputError> {
    let pages = output_plan
        .pages
        .as_ref()
        .filter(|_| !site.pages.is_empty());
    let create = |pages| TablePages::create(folder, below, pages, site);
    pages.map(create).transpose()
}

/// The files that tables across meetings go to.
pub(super) struct SeriesFiles<'f, S> {
    /// The folder.
    pub folder: &'f OutputFolder,
    /// The part of the folder: empty, or ending in `/`.
    pub below: &'f str,
    /// The tables, as they are written.
    pub views: &'f [View],
    /// The tables, as their pages show them.
    pub page_views: &'f [View],
    /// The sheets of the workbook.
    pub sheets: &'f [View],
    /// One a text format.
    pub texts: &'f mut [TableFiles],
    /// The workbook, where there is one.
    pub workbook: &'f mut Option<WorkbookFile<S>>,
    /// What became of the documents.
    pub counts: &'f RunCounts,
    /// The pages, where there are any.
    pub pages: Option<TablePages<'f>>,
    /// Whom they are about.
    pub about: About,
    /// What makes their rows.
    pub executor: S,
}

impl<S: Executor> SeriesFiles<'_, S> {
    /// Adds all rows; gives the files that were written besides.
    pub fn append(
        mut self,
        run: &Run,
        formats: &[Arc<dyn TableFormat>],
    ) -> Result<Vec<OutputEntry>, OutputError> {
        for view in self.views {
            append_table(self.texts, view, run, &self.executor)?;
        }
        for view in self.page_views {
            self.append_pages(view, run)?;
        }
        if let Some(workbook) = self.workbook {
            append_sheets(workbook, self.sheets, run, &self.executor)?;
        }
        if self.about == About::People {
            return self.append_people(run);
        }
        let mut written = Vec::new();
        if WideRegister::is_wanted(self.views) {
            if let Some(pages) = &mut self.pages {
                pages.register(&RunView::new(run, self.counts))?;
            }
            written.extend(self.append_wide(run, formats)?);
        }
        if let Some(workbook) = self.workbook
            && HoursGrid::is_wanted(self.views)
        {
            workbook.add_hours(&RunView::new(run, self.counts).hours_grid())?;
        }
        written.extend(self.pages.map(TablePages::finish).unwrap_or_default());
        Ok(written)
    }

    /// Adds a sheet for each person in view.
    fn append_people(self, run: &Run) -> Result<Vec<OutputEntry>, OutputError> {
        if let Some(workbook) = self.workbook {
            let view = RunView::new(run, self.counts);
            for person in view.person_pages() {
                workbook.add_person(&view.person(person))?;
            }
        }
        Ok(Vec::new())
    }

    /// Writes the pages of one table, where it has any.
    fn append_pages(&mut self, view: &View, run: &Run) -> Result<(), OutputError> {
        let pages = self.pages.as_mut().filter(|_| view.table().has_page());
        let Some(pages) = pages else { return Ok(()) };
        let facts = table_facts(view.table(), &RunView::new(run, self.counts));
        let mut paged = pages.begin(view, facts);
        let mut people = view.pages_of_rows(run);
        let take = |rows: Rows| {
            let people: Vec<_> = people.by_ref().take(rows.len()).collect();
            pages.append(&mut paged, &rows, &people)
        };
        in_parts(view, run, &self.executor, |rows| rows, take)?;
        pages.end(&paged)
    }

    /// Adds the wide register to the formats that have one, where it is not too wide.
    fn append_wide(
        &mut self,
        run: &Run,
        formats: &[Arc<dyn TableFormat>],
    ) -> Result<Vec<OutputEntry>, OutputError> {
        let mut written = Vec::new();
        if let Ok(register) = WideRegister::of(run) {
            if let Some(workbook) = self.workbook {
                workbook.add_register(&register)?;
            }
            for format in formats {
                written.extend(self.write_wide(format.as_ref(), &register)?);
            }
        }
        Ok(written)
    }

    /// Writes the wide register, where the format has such tables.
    fn write_wide(
        &self,
        format: &dyn TableFormat,
        register: &WideRegister<'_>,
    ) -> Result<Vec<OutputEntry>, OutputError> {
        let mut written = Vec::new();
        for (shown, name) in WIDE_FILES {
            let columns = register.columns(shown);
            let labels: Vec<_> = columns.iter().map(|column| column.label.as_str()).collect();
            let Some(opening) = format.wide_opening(&labels) else {
                continue;
            };
            let (below, extension) = (self.below, format.extension());
            let name = format!("{below}{extension}/{name}.{extension}");
            let mut file = self.folder.create(&name)?;
            let path = file.path().to_owned();
            let mut write = || {
                file.write_all(&opening)?;
                for &person in register.blocks().iter().flat_map(|block| block.people()) {
                    let mut kept = Rows::default();
                    kept.push(&register.row(person, shown));
                    file.write_all(&format.wide_rows(&kept))?;
                }
                Ok(())
            };
            write().map_err(|source| StorageError::Write { path, source })?;
            written.push(file.finish()?);
        }
        Ok(written)
    }
}

/// Adds the rows of one table to the text formats.
fn append_table(
    texts: &mut [TableFiles],
    view: &View,
    run: &Run,
    executor: &impl Executor,
) -> Result<(), OutputError> {
    if texts.is_empty() {
        return Ok(());
    }
    let formats: Vec<_> = texts.iter().map(|files| files.format(view)).collect();
    let lay_out = |rows: Rows| {
        let formats = formats.iter();
        let laid_out = formats.map(|of| Some(of.as_ref()?.answers(view, &rows)));
        laid_out.collect::<Vec<_>>()
    };
    in_parts(view, run, executor, lay_out, |parts| {
        let parts = texts.iter_mut().zip(parts);
        parts
            .filter_map(|(files, part)| Some((files, part?)))
            // The others lay out what comes next meanwhile.
            .try_for_each(|(files, part)| files.append_to(view, &part, &Sequential))
    })
}

/// Returns what the page of a table says above its rows.
fn table_facts<'r>(table: Table, run: &RunView<'r>) -> TableFacts<'r> {
    TableFacts {
        hours: (table == Table::Hours).then(|| run.hours_grid()),
        requirements: match table {
            Table::Passed => run.requirements(),
            _ => Vec::new(),
        },
    }
}

/// Adds the rows of answers to their sheets, each linked with its meeting.
fn append_sheets<S: Executor>(
    workbook: &mut WorkbookFile<S>,
    sheets: &[View],
    run: &Run,
    executor: &S,
) -> Result<(), OutputError> {
    for view in sheets {
        let mut targets = view.rows_led_to(run, sheets);
        let take = |rows: Rows| {
            let targets: Vec<_> = targets.by_ref().take(rows.len()).collect();
            workbook.append_to(view.table(), &rows, &targets)
        };
        in_parts(view, run, executor, |rows| rows, take)?;
    }
    Ok(())
}

/// The wide registers: presence, and letters.
const WIDE_FILES: [(Shown, &str); 2] = [
    (Shown::Presence, "register-wide"),
    (Shown::Status, "register-status"),
];

/// The list of who passed, for programs that read nothing else.
pub const PASSED: &str = "passed.csv";

/// Writes who passed, by the same options as every CSV of the run.
///
/// # Errors
/// When it cannot be written.
pub fn write_passed(
    folder: &OutputFolder,
    view: &View,
    format: &dyn TableFormat,
    run: &Run,
) -> Result<OutputEntry, OutputError> {
    let mut file = format.file(view, Place::File);
    let mut bytes = file.opening();
    let lay_out = |rows: Rows| format.answers(view, &rows);
    in_parts(view, run, &Sequential, lay_out, |rows| {
        bytes.extend_from_slice(&file.append(&rows));
        Ok::<(), OutputError>(())
    })?;
    bytes.extend(file.closing());
    Ok(folder.write(PASSED, &bytes, Durability::Synced)?)
}

/// Writes the rows of a table that needs all meetings to standard output.
///
/// # Errors
/// When they cannot be written.
pub fn to_stream<W: Write>(
    stream: &mut TableStream<W>,
    view: &View,
    run: &Run,
    executor: &impl Executor,
) -> io::Result<()> {
    let format = stream.format();
    let lay_out = |rows: Rows| format.answers(view, &rows);
    in_parts(view, run, executor, lay_out, |rows| stream.append(&rows))
}
