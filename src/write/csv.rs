//! Tidy CSV: RFC 4180, UTC, plain seconds, safe to open in a spreadsheet.

use std::fmt::Write as _;

use crate::stats::overall::Overall;
use crate::summary::DocumentSummary;
use crate::tables::Table;
use crate::tables::cell::{Cell, Rows};

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
pub fn header(table: Table) -> Vec<u8> {
    let mut rows = CsvRows::new(Vec::new(), TextCells::Raw);
    let keys: Vec<_> = table
        .columns()
        .iter()
        .map(|column| Cell::from(column.key))
        .collect();
    rows.push(&keys);
    rows.into_bytes()
}

/// A header row of these headings, which hold what strangers wrote.
pub fn headings<'h>(headings: impl Iterator<Item = &'h str>, text: TextCells) -> Vec<u8> {
    let mut rows = CsvRows::new(Vec::new(), text);
    rows.push(&headings.map(Cell::from).collect::<Vec<_>>());
    rows.into_bytes()
}

/// Adds the rows of some documents to `bytes`.
pub fn rows(table: Table, documents: &[DocumentSummary<'_>], text: TextCells, bytes: &mut Vec<u8>) {
    let mut rows = CsvRows::new(std::mem::take(bytes), text);
    documents
        .iter()
        .for_each(|document| table.rows(document, |row| rows.push(row)));
    *bytes = rows.into_bytes();
}

/// Rows that were kept.
pub fn kept_rows(kept: &Rows, text: TextCells) -> Vec<u8> {
    let mut rows = CsvRows::new(Vec::new(), text);
    kept.iter().for_each(|row| rows.push(&row));
    rows.into_bytes()
}

/// The rows that are known only at the end.
pub fn closing_rows(table: Table, overall: &Overall, text: TextCells) -> Vec<u8> {
    let mut rows = CsvRows::new(Vec::new(), text);
    table.closing_rows(overall, |row| rows.push(row));
    rows.into_bytes()
}

/// Rows written behind each other into one buffer.
///
/// Text is always quoted, since a spreadsheet that splits at `;` would else
/// make cells out of parts of a name; numbers and dates never are, and missing
/// is empty. The csv crate quotes by one rule for all cells of a file, so cells
/// are quoted here and it puts them together.
struct CsvRows {
    writer: csv::Writer<Vec<u8>>,
    text: TextCells,
    scratch: String,
}

impl CsvRows {
    fn new(bytes: Vec<u8>, text: TextCells) -> Self {
        let writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Never)
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(2 * 1024)
            .from_writer(bytes);
        Self {
            writer,
            text,
            scratch: String::new(),
        }
    }

    fn push(&mut self, row: &[Cell<'_>]) {
        for cell in row {
            self.field(cell)
                .expect("a buffer takes all that is written");
        }
        let end_of_row: [&[u8]; 0] = [];
        self.writer
            .write_record(end_of_row)
            .expect("a buffer takes all that is written");
    }

    fn field(&mut self, cell: &Cell<'_>) -> csv::Result<()> {
        match cell {
            Cell::Missing => self.writer.write_field([]),
            Cell::Integer(number) => self.writer.write_field(itoa::Buffer::new().format(*number)),
            Cell::Time(instant) => self.writer.write_field(instant.write_iso(&mut [0; 28])),
            Cell::Decimal(number) => {
                self.scratch.clear();
                write!(self.scratch, "{number}").expect("a String takes all that is written");
                self.writer.write_field(&self.scratch)
            }
            Cell::Text(text) => {
                quote(&mut self.scratch, text, self.text);
                self.writer.write_field(&self.scratch)
            }
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        self.writer
            .into_inner()
            .expect("a buffer takes all that is written")
    }
}

/// Puts `text` into `quoted` as one quoted field.
fn quote(quoted: &mut String, text: &str, cells: TextCells) {
    quoted.clear();
    quoted.push('"');
    match cells {
        TextCells::Inert => {
            if starts_like_formula(text) {
                quoted.push('\'');
            }
            push_escaped(
                quoted,
                text,
                |byte| byte < b' ' || byte == b'"' || byte == 0x7f,
                |quoted, byte| {
                    if byte == b'"' {
                        quoted.push_str("\"\"")
                    } else {
                        quoted.push(' ')
                    }
                },
            );
        }
        TextCells::Raw => {
            push_escaped(
                quoted,
                text,
                |byte| byte == b'"',
                |quoted, _| quoted.push_str("\"\""),
            );
        }
    }
    quoted.push('"');
}

/// Copies `text` in runs, with `replace` for each single ASCII byte that `is_special`.
fn push_escaped(
    target: &mut String,
    text: &str,
    is_special: impl Fn(u8) -> bool,
    replace: impl Fn(&mut String, u8),
) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if is_special(byte) {
            target.push_str(&text[copied..at]);
            replace(target, byte);
            copied = at + 1;
        }
    }
    target.push_str(&text[copied..]);
}

/// Whether a spreadsheet could take the text for a formula: it begins, maybe after
/// blanks or control characters, with `=`, `+`, `-`, `@` or their full-width forms, or with a tab or line
/// break (OWASP, "CSV injection").
pub fn starts_like_formula(text: &str) -> bool {
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
        let mut rows = CsvRows::new(Vec::new(), text);
        rows.push(cells);
        String::from_utf8(rows.into_bytes()).unwrap()
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
