//! The tables as JSON arrays of objects, one row a line, text exactly as it was.

use std::ops::Range;

use crate::summary::DocumentSummary;
use crate::views::ALL;
use crate::views::cell::{Cell, Rows};
use crate::views::column::Column;
use crate::views::view::View;

/// What stands before the first row.
pub const OPENING: &[u8] = b"[";

/// What stands behind the last row.
pub const CLOSING: &[u8] = b"\n]\n";

/// Adds the rows of some documents to `bytes`, each behind a `,` and a line break;
/// the file's first comma is left out when it is put together.
pub fn rows(view: &View, documents: &[DocumentSummary<'_>], bytes: &mut Vec<u8>) {
    rows_in(view, documents, &ALL, bytes);
}

/// The same for a stretch of each document's records; see [`View::rows_in`].
pub fn rows_in(
    view: &View,
    documents: &[DocumentSummary<'_>],
    stretch: &Range<usize>,
    bytes: &mut Vec<u8>,
) {
    let columns = view.columns();
    documents
        .iter()
        .for_each(|document| view.rows_in(document, stretch, |row| push(bytes, columns, row)));
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
