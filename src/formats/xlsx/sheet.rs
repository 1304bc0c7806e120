//! One sheet: a heading row, rows in order, and what can be set only at the end.

use rust_xlsxwriter::{Format, Table as ExcelTable, TableColumn, TableStyle, Worksheet, XlsxError};

use super::cells::{Value, link_text, value};
use super::formats::{Formats, Theme};
use super::layout::{Layout, SheetColumn};
use super::links::{self, Targets};
use super::values::text_width;
use super::{highlights, print};
use crate::views::Table;
use crate::views::cell::Cell;

/// How many rows go where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most rows that are held back to become an Excel table.
    pub held: usize,
    /// The most rows below a sheet's heading.
    pub sheet: u32,
    /// The most links on a sheet.
    pub links: usize,
    /// The rows of a sheet that are made at a time.
    pub batch: usize,
    /// The fewest rows at the end of a sheet that are made so.
    pub fewest: usize,
}

impl Limits {
    /// Excel's own, as many rows held back as cost a few megabytes, and batches that are
    /// some hundred times the work of beginning one, the last of a sheet some dozen times.
    pub const EXCEL: Self = Self {
        held: 8_000,
        sheet: EXCEL_ROWS - 1,
        links: links::MOST_ON_A_SHEET,
        batch: 512,
        fewest: 64,
    };
}

/// The rows that a sheet of Excel has.
pub(super) const EXCEL_ROWS: u32 = 1_048_576;

/// Two lines of heading, in points.
const HEADING_HEIGHT: f64 = 33.0;
const NARROWEST: usize = 9;
/// What the filter button takes of a heading, in digits.
const FILTER_BUTTON: usize = 3;
/// Blank space beside the values of a column, in digits.
const PADDING: usize = 2;

/// How the rows of a sheet can be filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter<'n> {
    /// As an Excel table of this name over so many rows, which must be known before the first.
    Table(&'n str, u32),
    /// By filter buttons alone, set when the last row is known.
    Buttons,
}

/// A sheet that takes rows.
pub(super) struct Sheet {
    worksheet: Worksheet,
    rows: u32,
    widths: Vec<usize>,
    links: usize,
    /// Whether the library was given a cell below the heading.
    has_cells: bool,
}

/// A row on its way into a sheet.
#[derive(Clone, Copy)]
pub(super) struct SheetRow<'r> {
    /// Its cells, those of the table.
    pub cells: &'r [Cell<'r>],
    /// The rows it leads to.
    pub targets: Targets,
    /// How many rows and links a sheet has at most.
    pub limits: Limits,
}

impl SheetRow<'_> {
    /// Returns the table and row that the cell of a column leads to, on a sheet that has so
    /// many links already; none where it is zero or empty, or the sheet has no room.
    pub fn link(&self, column: &SheetColumn, links: usize) -> Option<(Table, u32)> {
        let leads_to = column.leads_to(&self.cells[column.index], self.targets);
        leads_to.filter(|_| links < self.limits.links)
    }
}

impl Sheet {
    /// Begins a sheet with its heading row.
    pub fn begin(
        mut worksheet: Worksheet,
        name: &str,
        layout: &Layout,
        theme: &Theme,
        filter: Filter<'_>,
    ) -> Result<Self, XlsxError> {
        worksheet.set_name(name)?;
        worksheet.set_freeze_panes(1, layout.frozen)?;
        worksheet.set_row_height(0, HEADING_HEIGHT)?;
        set_column_formats(&mut worksheet, layout, theme)?;
        match filter {
            Filter::Table(name, rows) if rows > 0 => {
                let last = (layout.columns.len() - 1) as u16;
                let table = excel_table(name, layout, &theme.formats);
                worksheet.add_table(0, 0, rows, last, &table)?;
            }
            Filter::Table(..) | Filter::Buttons => {
                for (at, column) in (0..).zip(&layout.columns) {
                    let format = theme.formats.heading(column.show);
                    worksheet.write_string_with_format(0, at, &column.heading, format)?;
                }
            }
        }
        let first = &layout.columns[0];
        let format = theme.formats.heading(first.show).clone();
        links::way_back(&mut worksheet, &first.heading, format, theme)?;
        let widths = layout.columns.iter().map(heading_width).collect();
        Ok(Self {
            worksheet,
            rows: 0,
            widths,
            // The way back to the first sheet.
            links: 1,
            has_cells: false,
        })
    }

    /// Leaves room for so many rows and links that come from elsewhere.
    pub fn leave_room(&mut self, rows: u32, links: usize) {
        self.rows += rows;
        self.links += links;
    }

    /// Makes columns at least so wide.
    pub fn widen(&mut self, widths: &[usize]) {
        for (known, &width) in self.widths.iter_mut().zip(widths) {
            *known = width.max(*known);
        }
    }

    /// Adds a row below the last.
    pub fn push(
        &mut self,
        layout: &Layout,
        row: SheetRow<'_>,
        theme: &Theme,
    ) -> Result<(), XlsxError> {
        self.rows += 1;
        for (at, column) in layout.columns.iter().enumerate() {
            let cell = &row.cells[column.index];
            let Some((value, width)) = value(column, cell, self.widths[at], theme) else {
                continue;
            };
            self.widths[at] = self.widths[at].max(width);
            let format = self.link(at as u16, column, &row, theme)?;
            self.write(at as u16, value, format)?;
        }
        Ok(())
    }

    /// Lays a link over a cell of the current row that leads somewhere; gives the format
    /// of such a cell.
    fn link<'l>(
        &mut self,
        at: u16,
        column: &SheetColumn,
        row: &SheetRow<'_>,
        theme: &'l Theme,
    ) -> Result<Option<&'l Format>, XlsxError> {
        let Some((table, target)) = row.link(column, self.links) else {
            return Ok(None);
        };
        self.links += 1;
        // The cell's own value is written over the text that comes with the link.
        let url = links::to_row(table, target, row.limits.sheet, theme)
            .set_text(link_text(&row.cells[column.index]))
            .set_tip(links::tip(table, theme.language));
        let format = theme.formats.link(column.show);
        self.worksheet
            .write_url_with_format(self.rows, at, url, format)?;
        Ok(Some(format))
    }

    /// Writes a value into a cell of the current row; a column's format holds for all
    /// that have none of their own.
    fn write(
        &mut self,
        at: u16,
        value: Value<'_>,
        format: Option<&Format>,
    ) -> Result<(), XlsxError> {
        self.has_cells = true;
        let (sheet, row) = (&mut self.worksheet, self.rows);
        match (value, format) {
            (Value::Number(number), None) => sheet.write_number(row, at, number)?,
            (Value::Number(number), Some(format)) => {
                sheet.write_number_with_format(row, at, number, format)?
            }
            (Value::Text(text), None) => sheet.write_string(row, at, text)?,
            (Value::Text(text), Some(format)) => {
                sheet.write_string_with_format(row, at, text, format)?
            }
        };
        Ok(())
    }

    /// Returns how many rows stand below the heading.
    pub const fn rows(&self) -> u32 {
        self.rows
    }

    /// Returns how many links it has.
    pub const fn links(&self) -> usize {
        self.links
    }

    /// Ends the sheet: sets what depends on all of its rows.
    pub fn end(
        mut self,
        layout: &Layout,
        theme: &Theme,
        filter: Filter<'_>,
    ) -> Result<Worksheet, XlsxError> {
        let last = (layout.columns.len() - 1) as u16;
        if filter == Filter::Buttons {
            self.worksheet.autofilter(0, 0, self.rows, last)?;
        }
        if !self.has_cells {
            self.leave_heading(layout, theme)?;
        }
        for (at, column) in layout.columns.iter().enumerate() {
            let width = self.widths[at].min(column.widest) + PADDING;
            // The first heading is a link, which not every program breaks into lines.
            let heading = match at {
                0 => text_width(&column.heading) + FILTER_BUTTON + PADDING,
                _ => heading_width(column),
            };
            self.widths[at] = width.max(heading).max(NARROWEST);
            self.worksheet
                .set_column_width(at as u16, self.widths[at] as f64)?;
        }
        highlights::set(&mut self.worksheet, layout, self.rows, theme.language)?;
        print::set(&mut self.worksheet, layout, self.rows, &self.widths, theme)?;
        Ok(self.worksheet)
    }
}

impl Sheet {
    /// Moves the library below the heading, to the last row; leaves no cell there.
    ///
    /// A last row that has a height is written twice by the library, and Excel repairs a
    /// sheet whose rows do not ascend.
    fn leave_heading(&mut self, layout: &Layout, theme: &Theme) -> Result<(), XlsxError> {
        let row = self.rows.max(1);
        let format = theme.formats.values(layout.columns[0].show);
        self.worksheet.write_blank(row, 0, format)?;
        self.worksheet.clear_cell(row, 0);
        Ok(())
    }
}

fn set_column_formats(
    worksheet: &mut Worksheet,
    layout: &Layout,
    theme: &Theme,
) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(&layout.columns) {
        // A column's format holds for its cells too, and costs no look-up a cell.
        worksheet.set_column_format(at, theme.formats.values(column.show))?;
    }
    Ok(())
}

fn excel_table(name: &str, layout: &Layout, formats: &Formats) -> ExcelTable {
    let columns: Vec<_> = layout
        .columns
        .iter()
        .map(|column| {
            TableColumn::new()
                .set_header(&column.heading)
                .set_header_format(formats.heading(column.show))
        })
        .collect();
    ExcelTable::new()
        .set_name(name)
        .set_style(TableStyle::Light1)
        .set_columns(&columns)
}

/// Returns the width at which a heading takes two lines, with room for the filter button.
pub(super) fn heading_width(column: &SheetColumn) -> usize {
    let words: Vec<usize> = column.heading.split(' ').map(text_width).collect();
    let line = |words: &[usize]| words.iter().sum::<usize>() + words.len().saturating_sub(1);
    let longer_line = |at| line(&words[..at]).max(line(&words[at..]));
    let narrowest = (1..=words.len()).map(longer_line).min().unwrap_or(0);
    // Bold letters are about a tenth wider.
    narrowest + narrowest / 10 + FILTER_BUTTON
}
