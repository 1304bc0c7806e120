//! The sheets of one table: one, or more where Excel has no room for its rows in one.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Look;
use super::layout::Layout;
use super::links::{self, NOWHERE, Targets};
use super::part::LinkedRows;
use super::sheet::{Filter, Limits, Sheet, SheetRow};
use crate::tables::Table;
use crate::tables::cell::Cell;
use crate::tables::view::View;

/// A sheet to tell of.
pub(super) struct Entry {
    /// What a row of it is.
    pub meaning: &'static str,
    /// Its name.
    pub name: String,
    /// How many rows it has below the heading.
    pub rows: u32,
}

/// Makes an empty sheet.
pub(super) type NewWorksheet<'w> = dyn FnMut() -> Result<Worksheet, XlsxError> + 'w;

/// What rows need on their way into sheets.
pub(super) struct Desk<'w> {
    /// How everything looks.
    pub look: &'w Look,
    /// Makes an empty sheet.
    pub new_worksheet: &'w mut NewWorksheet<'w>,
}

/// The sheets of one table.
///
/// An Excel table must be set before its rows and must know how many there are;
/// the library also keeps an entry for each cell of it, which for 241,000 rows
/// would take hundreds of megabytes. So rows are held back at first: if they end
/// soon they become an Excel table, else they stream into a sheet that has only
/// filter buttons.
pub(super) struct TableSheets {
    view: View,
    layout: Layout,
    limits: Limits,
    rows: u32,
    held: LinkedRows,
    open: Option<Sheet>,
    full: Vec<(Entry, Worksheet)>,
    /// Where the row before leads, in a sheet that streams.
    before: Targets,
}

impl TableSheets {
    /// No sheet yet.
    pub fn new(view: &View, look: &Look, limits: Limits) -> Self {
        Self {
            view: view.clone(),
            layout: Layout::of(view, look),
            limits,
            rows: 0,
            held: LinkedRows::default(),
            open: None,
            full: Vec::new(),
            before: NOWHERE,
        }
    }

    /// The table.
    pub const fn table(&self) -> Table {
        self.view.table()
    }

    /// The table's columns that are written.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// How many rows were added.
    pub const fn rows(&self) -> u32 {
        self.rows
    }

    /// Adds rows; their targets are counted from the first rows of all.
    pub fn append(&mut self, added: &LinkedRows, desk: &mut Desk<'_>) -> Result<(), XlsxError> {
        self.rows += added.rows.len() as u32;
        let streams = self.open.is_some() || !self.full.is_empty();
        if !streams && self.held.rows.len() + added.rows.len() <= self.limits.held {
            self.held.append(added);
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        for (row, targets) in held.iter().chain(added.iter()) {
            self.stream(&row, targets, desk)?;
        }
        Ok(())
    }

    /// Writes a row to the open sheet, or to the next one when it is full.
    fn stream(
        &mut self,
        cells: &[Cell<'_>],
        targets: Targets,
        desk: &mut Desk<'_>,
    ) -> Result<(), XlsxError> {
        let mut sheet = match self.open.take() {
            Some(sheet) if sheet.rows() < self.limits.sheet => sheet,
            full => {
                if let Some(full) = full {
                    self.close(full, Filter::Buttons, desk.look)?;
                }
                self.before = NOWHERE;
                self.begin(Filter::Buttons, desk)?
            }
        };
        let row = SheetRow {
            cells,
            targets: self.sparse(targets),
            limits: self.limits,
        };
        sheet.push(&self.layout, row, desk.look)?;
        self.open = Some(sheet);
        Ok(())
    }

    /// The link that a row of a long sheet has, since all would take too much memory: the
    /// first row of a meeting leads to it, a meeting to its records, a finding to its person.
    fn sparse(&mut self, targets: Targets) -> Targets {
        let before = std::mem::replace(&mut self.before, targets);
        match self.table() {
            Table::Findings => targets.only(1),
            Table::Meetings => targets.only(0),
            _ if before.get(0) == targets.get(0) => NOWHERE,
            _ => targets.only(0),
        }
    }

    /// Ends the last sheet; gives all of them, at least one.
    pub fn finish(mut self, desk: &mut Desk<'_>) -> Result<Vec<(Entry, Worksheet)>, XlsxError> {
        if let Some(sheet) = self.open.take() {
            self.close(sheet, Filter::Buttons, desk.look)?;
        } else {
            let filter = Filter::Table(self.table().title(), self.held.rows.len() as u32);
            let mut sheet = self.begin(filter, desk)?;
            for (cells, targets) in self.held.iter() {
                let row = SheetRow {
                    cells: &cells,
                    targets,
                    limits: self.limits,
                };
                sheet.push(&self.layout, row, desk.look)?;
            }
            self.close(sheet, filter, desk.look)?;
        }
        Ok(self.full)
    }

    fn begin(&self, filter: Filter<'_>, desk: &mut Desk<'_>) -> Result<Sheet, XlsxError> {
        let worksheet = (desk.new_worksheet)()?;
        let name = self.next_name(desk.look);
        Sheet::begin(worksheet, &name, &self.layout, desk.look, filter)
    }

    fn close(&mut self, sheet: Sheet, filter: Filter<'_>, look: &Look) -> Result<(), XlsxError> {
        let entry = Entry {
            meaning: look.language.meaning(self.table().meaning()),
            name: self.next_name(look),
            rows: sheet.rows(),
        };
        let worksheet = sheet.end(&self.layout, look, filter)?;
        self.full.push((entry, worksheet));
        Ok(())
    }

    fn next_name(&self, look: &Look) -> String {
        links::sheet_name(self.table(), self.full.len(), look.language)
    }
}
