//! The tables as lines of JSON: an object per row and line, for programs that read as they go.

use super::json;
use super::table_file::{TableFile, TextFile};
use super::table_format::{Place, TableFormat};
use crate::views::cell::{Cell, Rows};
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// JSON lines.
#[derive(Clone, Copy, Debug)]
pub struct Ndjson;

impl TableFormat for Ndjson {
    fn extension(&self) -> &'static str {
        "ndjson"
    }

    fn file(&self, _view: &View, _place: Place) -> Box<dyn TableFile> {
        Box::new(TextFile::default())
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        batch.rows(view, |row| push_row(bytes, view.columns(), row));
    }

    fn answers(&self, view: &View, rows: &Rows) -> Vec<u8> {
        let mut bytes = Vec::new();
        rows.iter()
            .for_each(|row| push_row(&mut bytes, view.columns(), &row));
        bytes
    }
}

/// Adds a row as an object on a line of its own.
pub fn push_row(bytes: &mut Vec<u8>, columns: &[Column], row: &[Cell<'_>]) {
    json::push_object(bytes, columns, row);
    bytes.push(b'\n');
}
