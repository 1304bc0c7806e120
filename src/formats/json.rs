//! The tables as JSON arrays of objects, one row per line, text exactly as it was.

use crate::views::cell::{Cell, Rows};
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// What stands before the first row.
pub const OPENING: &[u8] = b"[";

/// What stands behind the last row.
pub const CLOSING: &[u8] = b"\n]\n";

/// Adds the rows of a batch of evidence to `bytes`, each behind a `,` and a line break;
/// the file's first comma is left out when it is put together.
pub fn rows(view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
    batch.rows(view, |row| push(bytes, view.columns(), row));
}

/// Rows of a table that were kept.
pub fn kept_rows(view: &View, kept: &Rows) -> Vec<u8> {
    let mut bytes = Vec::new();
    kept.iter()
        .for_each(|row| push(&mut bytes, view.columns(), &row));
    bytes
}

fn push(bytes: &mut Vec<u8>, columns: &[Column], row: &[Cell<'_>]) {
    bytes.extend_from_slice(b",\n{");
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
