//! Tidy CSV: RFC 4180, UTC, plain seconds, safe to open in a spreadsheet.
//!
//! Fields are put straight into the buffer of their piece: which of them are
//! quoted is a rule of each cell here, and the csv crate knows one rule a file.
//! That crate reads back what is written here, in the tests.

use std::ops::Range;

use crate::stats::overall::Overall;
use crate::summary::DocumentSummary;
use crate::tables::ALL;
use crate::tables::cell::{Cell, Rows};
use crate::tables::view::View;

/// How text cells are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextCells {
    /// Made inert: what a spreadsheet would take for a formula gets a leading `'`,
    /// and line breaks and tabs become blanks.
    #[default]
    Inert,
    /// As they are, for programs.
    Raw,
}

/// The bytes by which Excel knows UTF-8; they go in front of a file, once.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The header row of a table.
pub fn header(view: &View) -> Vec<u8> {
    let keys = view.columns().iter().map(|column| column.key);
    headings(keys, TextCells::Raw)
}

/// A header row of these headings, which hold what strangers wrote.
pub fn headings<'h>(headings: impl Iterator<Item = &'h str>, text: TextCells) -> Vec<u8> {
    let mut bytes = Vec::new();
    push(
        &mut bytes,
        &headings.map(Cell::from).collect::<Vec<_>>(),
        text,
    );
    bytes
}

/// Adds the rows of some documents to `bytes`.
pub fn rows(view: &View, documents: &[DocumentSummary<'_>], text: TextCells, bytes: &mut Vec<u8>) {
    rows_in(view, documents, &ALL, text, bytes);
}

/// The same for a stretch of each document's records; see [`View::rows_in`].
pub fn rows_in(
    view: &View,
    documents: &[DocumentSummary<'_>],
    stretch: &Range<usize>,
    text: TextCells,
    bytes: &mut Vec<u8>,
) {
    documents
        .iter()
        .for_each(|document| view.rows_in(document, stretch, |row| push(bytes, row, text)));
}

/// Rows that were kept.
pub fn kept_rows(kept: &Rows, text: TextCells) -> Vec<u8> {
    let mut bytes = Vec::new();
    kept.iter().for_each(|row| push(&mut bytes, &row, text));
    bytes
}

/// The rows that are known only at the end.
pub fn closing_rows(view: &View, overall: &Overall, text: TextCells) -> Vec<u8> {
    let mut bytes = Vec::new();
    view.closing_rows(overall, |row| push(&mut bytes, row, text));
    bytes
}

/// Adds a row.
///
/// Text is always quoted, since a spreadsheet that splits at `;` would else
/// make cells out of parts of a name; numbers and dates never are, and missing
/// is empty.
fn push(bytes: &mut Vec<u8>, row: &[Cell<'_>], text: TextCells) {
    // A line without anything is no row to most programs.
    if let [Cell::Missing] = row {
        bytes.extend_from_slice(b"\"\"");
    }
    for (index, cell) in row.iter().enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        match cell {
            Cell::Missing => {}
            Cell::Integer(number) => {
                bytes.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes());
            }
            Cell::Time(instant) => {
                bytes.extend_from_slice(instant.write_iso(&mut [0; 28]));
            }
            Cell::Decimal(number) => bytes.extend_from_slice(number.write(&mut [0; 32])),
            Cell::Text(cell) => push_quoted(bytes, cell, text),
        }
    }
    bytes.extend_from_slice(b"\r\n");
}

impl TextCells {
    /// Whether a byte, which is a whole character then, is written as something else.
    const fn replaces(self, byte: u8) -> bool {
        match self {
            Self::Inert => byte < b' ' || byte == b'"' || byte == 0x7f,
            Self::Raw => byte == b'"',
        }
    }

    /// Whether any of the bytes is written as something else.
    fn replaces_any(self, bytes: &[u8]) -> bool {
        let any = |some: &[u8]| {
            some.iter()
                .fold(false, |any, &byte| any | self.replaces(byte))
        };
        // Looking at some bytes without a way out is what the compiler makes fast; the last
        // ones are looked at together with some of those before them.
        if let Some(last) = bytes.last_chunk::<16>() {
            let (sixteens, _) = bytes.as_chunks::<16>();
            return any(last) || sixteens.iter().any(|some| any(some));
        }
        match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => any(first) | any(last),
            _ => any(bytes),
        }
    }
}

/// Adds `text` as one quoted field.
fn push_quoted(bytes: &mut Vec<u8>, text: &str, cells: TextCells) {
    bytes.reserve(text.len() + 3);
    bytes.push(b'"');
    if cells == TextCells::Inert && starts_like_formula(text) {
        bytes.push(b'\'');
    }
    if !cells.replaces_any(text.as_bytes()) {
        bytes.extend_from_slice(text.as_bytes());
    } else {
        push_replaced(bytes, text, cells);
    }
    bytes.push(b'"');
}

/// Adds `text` with quotes doubled and what is not allowed made a blank.
#[cold]
fn push_replaced(bytes: &mut Vec<u8>, text: &str, cells: TextCells) {
    for byte in text.bytes() {
        match byte {
            b'"' => bytes.extend_from_slice(b"\"\""),
            _ if cells.replaces(byte) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
}

/// Whether a spreadsheet could take the text for a formula: it begins, maybe after
/// blanks or control characters, with `=`, `+`, `-`, `@` or their full-width forms, or with a tab or line
/// break (OWASP, "CSV injection").
pub fn starts_like_formula(text: &str) -> bool {
    // Nearly all texts are settled by their first character: a letter, a digit, the `/` of
    // a place in a file.
    let settles = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'/';
    if text.as_bytes().first().is_none_or(settles) {
        return false;
    }
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    // Control characters become blanks and would uncover what stands behind them.
    let text = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_control());
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\u{2212}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Instant;
    use crate::stats::decimal::Decimal;
    use proptest::prelude::*;

    fn line(cells: &[Cell<'_>], text: TextCells) -> String {
        let mut bytes = Vec::new();
        push(&mut bytes, cells, text);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_is_quoted_and_numbers_dates_and_missing_are_not() {
        let cells = [
            Cell::from("Ann \"A\" Lee"),
            Cell::from(-5_i64),
            Cell::from(Decimal::hundredths(1250)),
            Cell::from(Instant::from_ticks(0)),
            Cell::Missing,
        ];
        assert_eq!(
            line(&cells, TextCells::Inert),
            "\"Ann \"\"A\"\" Lee\",-5,12.50,1970-01-01T00:00:00Z,\r\n"
        );
    }

    #[test]
    fn a_row_without_any_value_is_still_a_row() {
        let written = line(&[Cell::Missing], TextCells::Inert);
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false);
        let mut reader = reader.from_reader(written.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows, [vec![""]]);
        assert_eq!(
            line(&[Cell::Missing, Cell::Missing], TextCells::Inert),
            ",\r\n"
        );
    }

    #[test]
    fn text_that_starts_like_a_formula_is_made_inert() {
        for text in [
            "=1+1", "+49 30", "-x", "@SUM", "  =1", "\0@", "\t=1", "\r=1", "＝1",
        ] {
            let written = line(&[Cell::from(text)], TextCells::Inert);
            assert!(written.starts_with("\"'"), "{text}: {written}");
        }
        assert_eq!(line(&[Cell::from("a=1")], TextCells::Inert), "\"a=1\"\r\n");
    }

    #[test]
    fn line_breaks_tabs_and_control_characters_become_blanks() {
        assert_eq!(
            line(&[Cell::from("a\r\nb\tc\0d")], TextCells::Inert),
            "\"a  b c d\"\r\n"
        );
    }

    proptest! {
        #[test]
        fn raw_text_reads_back_as_it_was(texts in prop::collection::vec(".*", 1..4)) {
            let cells: Vec<_> = texts.iter().map(|text| Cell::from(text.as_str())).collect();
            let written = line(&cells, TextCells::Raw);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let read = reader.records().next().unwrap().unwrap();
            prop_assert!(read.iter().eq(texts.iter().map(String::as_str)));
        }

        #[test]
        fn inert_text_is_one_line_and_no_formula(text in ".*") {
            let written = line(&[Cell::from(text.as_str())], TextCells::Inert);
            prop_assert_eq!(written.lines().count(), 1);
            prop_assert!(!starts_like_formula(&written[1..written.len() - 3]));
        }
    }
}
