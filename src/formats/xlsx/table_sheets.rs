//! The sheets of one table: one, or more where Excel has no room for its rows in one.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::formats::Theme;
use super::layout::Layout;
use super::links::{self, NOWHERE, Targets};
use super::part::LinkedRows;
use super::row_batch::{Begin, RowBatch, RowBatches, SheetContext, new_worksheet};
use super::sheet::{Filter, Limits, Sheet, SheetRow};
use crate::executor::Executor;
use crate::finding::Severity;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::view::View;

/// A sheet to tell of.
pub(super) struct Entry {
    /// What a row of it is.
    pub meaning: &'static str,
    /// Its name.
    pub name: String,
    /// How many rows it has below the heading.
    pub rows: u32,
}

/// A sheet that has all of its rows.
pub(super) struct Finished {
    /// What is told of it.
    pub entry: Entry,
    /// The sheet, but for the batches.
    pub worksheet: Worksheet,
    /// What stands between its heading and the other rows.
    pub batches: Option<RowBatches>,
}

/// A sheet in the making.
struct Open {
    sheet: Sheet,
    batches: Option<RowBatches>,
}

/// How many batches are made before the first of them is put into the sheet.
const BATCHES: usize = 8;

/// The sheets of one table.
///
/// An Excel table must be set before its rows and must know how many there are;
/// the library also keeps an entry for each cell of it, which for 241,000 rows
/// would take hundreds of megabytes. So rows are held back at first: if they end
/// soon they become an Excel table, else they stream into a sheet that has only
/// filter buttons. All but a few are made in batches in both.
pub(super) struct TableSheets {
    view: View,
    layout: Layout,
    limits: Limits,
    rows: u32,
    waiting: LinkedRows,
    open: Option<Open>,
    full: Vec<Finished>,
    /// Where the row before leads, in a sheet that streams.
    before: Targets,
    /// The meetings that rows before lead to, where they are in no order.
    led_to: BTreeSet<u32>,
}

/// Returns the name of a table's Excel table, which is the same in every language; Excel
/// takes no blanks in it.
fn excel_table_name(table: Table) -> String {
    table.title().replace(' ', "_")
}

impl TableSheets {
    /// No sheet yet.
    pub fn new(view: &View, theme: &Theme, limits: Limits) -> Self {
        Self {
            view: view.clone(),
            layout: Layout::of(view, theme),
            limits,
            rows: 0,
            waiting: LinkedRows::default(),
            open: None,
            full: Vec::new(),
            before: NOWHERE,
            led_to: BTreeSet::new(),
        }
    }

    /// Returns the table.
    pub const fn table(&self) -> Table {
        self.view.table()
    }

    /// Returns the table's columns that are written.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// Returns how many rows were added.
    pub const fn rows(&self) -> u32 {
        self.rows
    }

    /// Adds rows; their targets are counted from the first rows of all.
    pub fn append(
        &mut self,
        added: &LinkedRows,
        workbook: &mut Workbook,
        context: SheetContext<'_>,
        executor: &impl Executor,
    ) -> Result<(), XlsxError> {
        self.rows += added.rows.len() as u32;
        self.waiting.append(added);
        let enough = BATCHES * self.limits.batch;
        let most = match self.streams() {
            true => enough,
            false => self.limits.held.max(enough),
        };
        if self.waiting.rows.len() > most {
            self.stream(enough, workbook, context, executor)?;
        }
        Ok(())
    }

    /// Returns whether there are too many rows for an Excel table.
    fn streams(&self) -> bool {
        self.open.is_some() || !self.full.is_empty()
    }

    /// Moves rows into sheets until no more than `left` wait.
    ///
    /// The last rows of a sheet are not made as a batch: with them the library knows
    /// how far it reaches.
    fn stream(
        &mut self,
        left: usize,
        workbook: &mut Workbook,
        context: SheetContext<'_>,
        executor: &impl Executor,
    ) -> Result<(), XlsxError> {
        while self.waiting.rows.len() > left {
            let mut open = match self.open.take() {
                Some(open) => open,
                None => self.begin(Filter::Buttons, workbook, context.theme)?,
            };
            let room = (self.limits.sheet - open.sheet.rows()) as usize;
            let rows = room.min(self.waiting.rows.len());
            // A batch that is not full is the last of its sheet.
            let is_end = left == 0 || rows == room;
            let sizes = self.batches(rows, is_end);
            if sizes.is_empty() {
                self.lead(rows);
                self.push(&mut open, rows, context.theme)?;
                if rows == room {
                    self.close(open, Filter::Buttons, context.theme)?;
                    continue;
                }
            } else {
                self.lead(sizes.iter().sum());
                self.pack(&mut open, &sizes, context, executor)?;
            }
            self.open = Some(open);
        }
        Ok(())
    }

    /// Returns how many rows each of the next batches has, of so many rows of which the library
    /// writes the last: none where they are too few.
    fn batches(&self, rows: usize, is_end: bool) -> Vec<usize> {
        let Limits { batch, fewest, .. } = self.limits;
        let packed = rows.saturating_sub(1);
        let full = (packed / batch).min(BATCHES);
        let mut sizes = vec![batch; full];
        let rest = packed - full * batch;
        if is_end && full < BATCHES && rest >= fewest {
            sizes.push(rest);
        }
        sizes
    }

    /// Moves so many rows that wait into a sheet.
    fn push(&mut self, open: &mut Open, rows: usize, theme: &Theme) -> Result<(), XlsxError> {
        self.write(&mut open.sheet, rows, theme)?;
        self.waiting.remove_first(rows);
        Ok(())
    }

    fn write(&self, sheet: &mut Sheet, rows: usize, theme: &Theme) -> Result<(), XlsxError> {
        let mut cells = Vec::new();
        for at in 0..rows {
            self.waiting.rows.read(at, &mut cells);
            let row = SheetRow {
                cells: &cells,
                targets: self.waiting.target(at),
                limits: self.limits,
            };
            sheet.push(&self.layout, row, theme)?;
        }
        Ok(())
    }

    /// Moves rows that wait into batches of these sizes of a sheet.
    fn pack(
        &mut self,
        open: &mut Open,
        sizes: &[usize],
        context: SheetContext<'_>,
        executor: &impl Executor,
    ) -> Result<(), XlsxError> {
        let mut begins = Vec::new();
        let mut next = 0;
        for &size in sizes {
            let waiting = next..next + size;
            next = waiting.end;
            let links = self.links(waiting.clone());
            begins.push(Begin {
                waiting,
                rows: open.sheet.rows(),
                links: open.sheet.links(),
            });
            open.sheet.leave_room(size as u32, links);
        }
        let (waiting, layout, limits) = (&self.waiting, &self.layout, self.limits);
        let made = executor.map(begins, |begin| {
            RowBatch::make(&begin, waiting, layout, limits, context.theme)
        });
        if open.batches.is_none() {
            open.batches = Some(RowBatches::new(context.folder)?);
        }
        for batch in made {
            let batch = batch?;
            open.sheet.widen(&batch.widths);
            if let Some(batches) = &mut open.batches {
                batches.append(&batch)?;
            }
        }
        self.waiting.remove_first(next);
        Ok(())
    }

    /// Returns how many links rows that wait have, if a sheet has room for them.
    fn links(&self, rows: Range<usize>) -> usize {
        let columns = &self.layout.columns;
        rows.filter(|&row| self.waiting.target(row) != NOWHERE)
            .flat_map(|row| columns.iter().map(move |column| (row, column)))
            .filter(|&(row, column)| {
                let cell = self.waiting.rows.cell(row, column.index);
                let leads_to = column.leads_to(&cell, self.waiting.target(row));
                leads_to.is_some()
            })
            .count()
    }

    /// Leaves the first rows that wait the link that a row of a long sheet has, since all
    /// would take too much memory: the first row of a meeting or report leads to it, a
    /// meeting to its roles, a report to its records, a finding to its person.
    fn lead(&mut self, rows: usize) {
        let table = self.table();
        for targets in self.waiting.targets.iter_mut().take(rows) {
            let before = std::mem::replace(&mut self.before, *targets);
            *targets = match table {
                Table::Findings => targets.only(1),
                Table::Meetings | Table::Reports => targets.only(0),
                // Its rows are in the order of people, so that meetings come again and again.
                Table::Attendance => match targets.get(0) {
                    Some(meeting) if self.led_to.insert(meeting) => targets.only(0),
                    _ => NOWHERE,
                },
                _ if before.get(0) == targets.get(0) => NOWHERE,
                _ => targets.only(0),
            };
        }
    }

    /// Puts what is most serious first, as long as no row is in a sheet yet.
    pub fn put_serious_first(&mut self) {
        let Some(severity) = self.view.position("severity") else {
            return;
        };
        if self.streams() || self.waiting.rows.len() > self.limits.held {
            return;
        }
        let rank = |row: &usize| match self.waiting.rows.cell(*row, severity) {
            Cell::Text(word) if word == Severity::Error.name() => 0,
            Cell::Text(word) if word == Severity::Warning.name() => 1,
            _ => 2,
        };
        let mut order: Vec<_> = (0..self.waiting.rows.len()).collect();
        order.sort_by_key(rank);
        let mut sorted = LinkedRows::default();
        for at in order {
            let row: Vec<_> = self.waiting.rows.row(at).collect();
            sorted.rows.push(&row);
            sorted.targets.push(self.waiting.target(at));
        }
        self.waiting = sorted;
    }

    /// Hands the text in this column of each row that waits to `take`.
    pub fn texts(&self, key: &str, mut take: impl FnMut(u32, &str)) {
        let Some(at) = self.view.position(key) else {
            return;
        };
        let before = self.rows - self.waiting.rows.len() as u32;
        for row in 0..self.waiting.rows.len() {
            if let Cell::Text(text) = self.waiting.rows.cell(row, at) {
                take(before + row as u32, &text);
            }
        }
    }

    /// Ends the last sheet; gives all of them, at least one but for readers, who need no
    /// sheet without rows.
    pub fn finish(
        mut self,
        workbook: &mut Workbook,
        context: SheetContext<'_>,
        executor: &impl Executor,
    ) -> Result<Vec<Finished>, XlsxError> {
        let rows = self.waiting.rows.len();
        if self.rows == 0 && context.theme.is_for_readers {
            return Ok(Vec::new());
        }
        if self.streams() || rows > self.limits.held {
            self.stream(0, workbook, context, executor)?;
            if let Some(open) = self.open.take() {
                self.close(open, Filter::Buttons, context.theme)?;
            }
        } else {
            let name = excel_table_name(self.table());
            let filter = Filter::Table(&name, rows as u32);
            let mut open = self.begin(filter, workbook, context.theme)?;
            loop {
                let waiting = self.waiting.rows.len();
                let sizes = self.batches(waiting, true);
                if sizes.is_empty() {
                    self.push(&mut open, waiting, context.theme)?;
                    break;
                }
                self.pack(&mut open, &sizes, context, executor)?;
            }
            self.close(open, filter, context.theme)?;
        }
        Ok(self.full)
    }

    fn begin(
        &mut self,
        filter: Filter<'_>,
        workbook: &mut Workbook,
        theme: &Theme,
    ) -> Result<Open, XlsxError> {
        self.before = NOWHERE;
        self.led_to.clear();
        let worksheet = new_worksheet(workbook, theme)?;
        let name = self.next_name(theme);
        Ok(Open {
            sheet: Sheet::begin(worksheet, &name, &self.layout, theme, filter)?,
            batches: None,
        })
    }

    fn close(&mut self, open: Open, filter: Filter<'_>, theme: &Theme) -> Result<(), XlsxError> {
        let entry = Entry {
            meaning: theme.language.meaning(self.table().meaning()),
            name: self.next_name(theme),
            rows: open.sheet.rows(),
        };
        self.full.push(Finished {
            entry,
            worksheet: open.sheet.end(&self.layout, theme, filter)?,
            batches: open.batches,
        });
        Ok(())
    }

    fn next_name(&self, theme: &Theme) -> String {
        links::sheet_name(self.table(), self.full.len(), theme)
    }
}
