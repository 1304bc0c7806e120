//! A blank list for people to fill in: a workbook with drop-downs and remarks, or CSV.

use rust_xlsxwriter::{DataValidation, Format, Note, Workbook, XlsxError};

use super::csv::{BYTE_ORDER_MARK, kept_rows};
use super::table_format::TextOptions;
use crate::views::cell::{Cell, Rows};

/// One column of a blank list.
#[derive(Clone, Copy, Debug)]
pub struct BlankColumn {
    /// The heading.
    pub heading: &'static str,
    /// What belongs into it.
    pub remark: &'static str,
    /// What may be chosen; anything where it names nothing.
    pub choices: &'static [&'static str],
}

/// A list to be filled in.
#[derive(Clone, Debug)]
pub struct BlankList {
    /// What the sheet is called.
    pub name: &'static str,
    /// The columns, in order.
    pub columns: &'static [BlankColumn],
    /// What is known already, as wide as the columns.
    pub rows: Vec<Vec<String>>,
}

/// So many rows have drop-downs.
const ROWS: u32 = 1000;

impl BlankList {
    /// Returns the list as CSV, with a remark on each column above it.
    pub fn csv(&self) -> Vec<u8> {
        let mut remarks = String::new();
        for column in self.columns {
            remarks.push_str(&format!(
                "# {}: {}\r\n",
                column.heading,
                column.remark.replace('"', "'")
            ));
        }
        let mut rows = Rows::default();
        let headings: Vec<_> = self
            .columns
            .iter()
            .map(|column| Cell::from(column.heading))
            .collect();
        rows.push(&headings);
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(|text| Cell::from(text.as_str())).collect();
            rows.push(&cells);
        }
        [
            BYTE_ORDER_MARK,
            remarks.as_bytes(),
            &kept_rows(&rows, &TextOptions::default()),
        ]
        .concat()
    }

    /// Returns the list as an Excel workbook.
    ///
    /// # Errors
    /// When a text is longer than a cell may be.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let bold = Format::new().set_bold();
        let text = Format::new().set_num_format("@");
        for (at, column) in (0..).zip(self.columns) {
            sheet.set_column_width(at, 24)?;
            // Texts stay what was typed: no address becomes a link and no id a number.
            sheet.set_column_format(at, &text)?;
            sheet.write_string_with_format(0, at, column.heading, &bold)?;
            sheet.insert_note(0, at, &Note::new(column.remark).add_author_prefix(false))?;
            if !column.choices.is_empty() {
                let choices = DataValidation::new().allow_list_strings(column.choices)?;
                sheet.add_data_validation(1, at, ROWS, at, &choices)?;
            }
        }
        for (number, row) in (1..).zip(&self.rows) {
            for (at, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string_with_format(number, at, cell, &text)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        workbook.save_to_buffer()
    }
}
