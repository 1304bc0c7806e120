//! The sheets of one table: one, or more where Excel has no room for its rows in one.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::about::Entry;
use super::formats::Formats;
use super::layout::Layout;
use super::sheet::{EXCEL_ROWS, Filter, Sheet};
use crate::tables::Table;
use crate::tables::cell::{Cell, Rows};
use crate::zone::Zone;

/// How many rows go where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most rows that are held back to become an Excel table.
    pub held: usize,
    /// The most rows below a sheet's heading.
    pub sheet: u32,
}

impl Limits {
    /// Excel's own, and as many rows held back as cost a few megabytes.
    pub const EXCEL: Self = Self {
        held: 8_000,
        sheet: EXCEL_ROWS - 1,
    };
}

/// Makes an empty sheet.
pub(super) type NewWorksheet<'w> = dyn FnMut() -> Result<Worksheet, XlsxError> + 'w;

/// The sheets of one table.
///
/// An Excel table must be set before its rows and must know how many there are;
/// the library also keeps an entry for each cell of it, which for 241,000 rows
/// would take hundreds of megabytes. So rows are held back at first: if they end
/// soon they become an Excel table, else they stream into a sheet that has only
/// filter buttons.
pub(super) struct TableSheets {
    table: Table,
    layout: Layout,
    limits: Limits,
    held: Rows,
    open: Option<Sheet>,
    full: Vec<(Entry, Worksheet)>,
}

impl TableSheets {
    /// No sheet yet.
    pub fn new(table: Table, zone: &Zone, limits: Limits) -> Self {
        Self {
            table,
            layout: Layout::of(table, zone),
            limits,
            held: Rows::default(),
            open: None,
            full: Vec::new(),
        }
    }

    /// The table.
    pub const fn table(&self) -> Table {
        self.table
    }

    /// Adds rows.
    pub fn append(
        &mut self,
        rows: &Rows,
        formats: &Formats,
        zone: &Zone,
        new_worksheet: &mut NewWorksheet<'_>,
    ) -> Result<(), XlsxError> {
        let streams = self.open.is_some() || !self.full.is_empty();
        if !streams && self.held.len() + rows.len() <= self.limits.held {
            self.held.append(rows);
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        for row in held.iter().chain(rows.iter()) {
            self.stream(&row, formats, zone, new_worksheet)?;
        }
        Ok(())
    }

    /// Writes a row to the open sheet, or to the next one when it is full.
    fn stream(
        &mut self,
        row: &[Cell<'_>],
        formats: &Formats,
        zone: &Zone,
        new_worksheet: &mut NewWorksheet<'_>,
    ) -> Result<(), XlsxError> {
        let mut sheet = match self.open.take() {
            Some(sheet) if sheet.rows() < self.limits.sheet => sheet,
            full => {
                if let Some(full) = full {
                    self.close(full, Filter::Buttons)?;
                }
                self.begin(Filter::Buttons, formats, new_worksheet)?
            }
        };
        sheet.push(&self.layout, row, zone)?;
        self.open = Some(sheet);
        Ok(())
    }

    /// Ends the last sheet; gives all of them, at least one.
    pub fn finish(
        mut self,
        formats: &Formats,
        zone: &Zone,
        new_worksheet: &mut NewWorksheet<'_>,
    ) -> Result<Vec<(Entry, Worksheet)>, XlsxError> {
        if let Some(sheet) = self.open.take() {
            self.close(sheet, Filter::Buttons)?;
        } else {
            let filter = Filter::Table(self.table.title(), self.held.len() as u32);
            let mut sheet = self.begin(filter, formats, new_worksheet)?;
            for row in self.held.iter() {
                sheet.push(&self.layout, &row, zone)?;
            }
            self.close(sheet, filter)?;
        }
        Ok(self.full)
    }

    fn begin(
        &self,
        filter: Filter<'_>,
        formats: &Formats,
        new_worksheet: &mut NewWorksheet<'_>,
    ) -> Result<Sheet, XlsxError> {
        Sheet::begin(
            new_worksheet()?,
            &self.next_name(),
            &self.layout,
            formats,
            filter,
        )
    }

    fn close(&mut self, sheet: Sheet, filter: Filter<'_>) -> Result<(), XlsxError> {
        let entry = Entry {
            meaning: self.table.meaning(),
            name: self.next_name(),
            rows: sheet.rows(),
        };
        let worksheet = sheet.end(&self.layout, filter)?;
        self.full.push((entry, worksheet));
        Ok(())
    }

    /// `Records`, then `Records 2` and so on.
    fn next_name(&self) -> String {
        match self.full.len() {
            0 => self.table.title().into(),
            full => format!("{} {}", self.table.title(), full + 1),
        }
    }
}
