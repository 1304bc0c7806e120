//! The tables as JSON arrays of objects, one row per line, text exactly as it was.

use super::table_file::{TableFile, TextFile};
use super::table_format::{Place, TableFormat};
use crate::language::Language;
use crate::views::cell::{Cell, Rows};
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// A JSON array of objects.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl TableFormat for Json {
    fn extension(&self) -> &'static str {
        "json"
    }

    fn file(&self, _view: &View, _place: Place) -> Box<dyn TableFile> {
        let file = TextFile::new(b"[".to_vec());
        Box::new(file.separated_by(b",").closed_by(b"\n]\n"))
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        batch.rows(view, |row| push(bytes, view.columns(), row));
    }

    fn answers(&self, view: &View, rows: &Rows) -> Vec<u8> {
        let mut bytes = Vec::new();
        rows.iter()
            .for_each(|row| push(&mut bytes, view.columns(), &row));
        bytes
    }
}

fn push(bytes: &mut Vec<u8>, columns: &[Column], row: &[Cell<'_>]) {
    bytes.extend_from_slice(b",\n");
    push_object(bytes, columns, row);
}

/// Adds a row as an object.
pub(super) fn push_object(bytes: &mut Vec<u8>, columns: &[Column], row: &[Cell<'_>]) {
    bytes.push(b'{');
    for (index, (column, cell)) in columns.iter().zip(row).enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        bytes.push(b'"');
        bytes.extend_from_slice(column.key.as_bytes());
        bytes.extend_from_slice(b"\":");
        push_value(bytes, cell);
    }
    bytes.push(b'}');
}

fn push_value(bytes: &mut Vec<u8>, cell: &Cell<'_>) {
    match cell {
        Cell::Missing => bytes.extend_from_slice(b"null"),
        Cell::Text(text) => {
            serde_json::to_writer(&mut *bytes, text).expect("a buffer takes any text")
        }
        Cell::Reason(reason) => {
            let text = Language::English.reason(reason);
            serde_json::to_writer(&mut *bytes, &text).expect("a buffer takes any text")
        }
        Cell::Integer(number) => {
            bytes.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes())
        }
        Cell::Decimal(number) => bytes.extend_from_slice(number.write(&mut [0; 32])),
        Cell::Time(instant) => {
            bytes.push(b'"');
            bytes.extend_from_slice(instant.write_iso(&mut [0; 28]));
            bytes.push(b'"');
        }
    }
}
