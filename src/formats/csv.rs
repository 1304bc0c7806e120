//! Tidy CSV: RFC 4180, UTC, plain seconds, safe to open in a spreadsheet.
//!
//! Fields are put straight into the buffer of their piece: which of them are
//! quoted is a rule of each cell here, and the csv crate knows one rule a file.
//! That crate reads back what is written here, in the tests.

use super::dialect::{DecimalSign, Times};
use super::table_file::{TableFile, TextFile};
use super::table_format::{Place, TableFormat, TextOptions};
use crate::digits::Digits;
use crate::language::Language;
use crate::views::cell::{Cell, Rows};
use crate::views::evidence::EvidenceBatch;
use crate::views::row::{Row, TakeCells, TakeRows};
use crate::views::value::Decimal;
use crate::views::value::Instant;
use crate::views::view::View;

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

/// Numbers below this are written by [`Digits`].
const LIMIT: i64 = Digits::LIMIT as i64;

/// The bytes by which Excel knows UTF-8; they go in front of a file, once.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// CSV as somebody asked for it.
#[derive(Clone, Debug)]
pub struct Csv(pub TextOptions);

impl TableFormat for Csv {
    fn extension(&self) -> &'static str {
        "csv"
    }

    fn file(&self, view: &View, _place: Place) -> Box<dyn TableFile> {
        Box::new(TextFile::new([self.mark(), &self.header(view)].concat()))
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        rows(view, batch, &self.0, bytes);
    }

    fn answers(&self, _view: &View, rows: &Rows) -> Vec<u8> {
        kept_rows(rows, &self.0)
    }

    fn wide_opening(&self, columns: &[&str]) -> Option<Vec<u8>> {
        let columns = headings(columns.iter().copied(), &self.0);
        Some([self.mark(), &columns].concat())
    }

    fn wide_rows(&self, rows: &Rows) -> Vec<u8> {
        kept_rows(rows, &self.0)
    }
}

impl Csv {
    /// Returns the header row of a table.
    fn header(&self, view: &View) -> Vec<u8> {
        let keys = view.columns().iter().map(|column| column.key);
        let as_they_are = TextOptions {
            text: TextCells::Raw,
            ..self.0.clone()
        };
        headings(keys, &as_they_are)
    }

    fn mark(&self) -> &'static [u8] {
        match self.0.byte_order_mark {
            true => BYTE_ORDER_MARK,
            false => b"",
        }
    }
}

/// Returns a header row of these headings, which hold what strangers wrote.
fn headings<'h>(headings: impl Iterator<Item = &'h str>, options: &TextOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    push(
        &mut bytes,
        &headings.map(Cell::from).collect::<Vec<_>>(),
        options,
    );
    bytes
}

/// Adds the rows of a batch of evidence to `bytes`.
fn rows(view: &View, batch: &EvidenceBatch<'_>, options: &TextOptions, bytes: &mut Vec<u8>) {
    batch.take_rows(view, &mut Lines { bytes, options });
}

/// Rows that were kept.
pub fn kept_rows(kept: &Rows, options: &TextOptions) -> Vec<u8> {
    let mut bytes = Vec::new();
    kept.iter().for_each(|row| push(&mut bytes, &row, options));
    bytes
}

/// Lines of rows as they are taken.
struct Lines<'b> {
    bytes: &'b mut Vec<u8>,
    options: &'b TextOptions,
}

impl TakeRows for Lines<'_> {
    fn whole(&mut self, row: &impl Row) {
        let begin = self.bytes.len();
        row.one_by_one(self);
        end_row(self.bytes, begin, self.options);
    }

    fn chosen(&mut self, row: &impl Row, columns: &[usize]) {
        let begin = self.bytes.len();
        row.picked_one_by_one(columns, self);
        end_row(self.bytes, begin, self.options);
    }
}

impl TakeCells for Lines<'_> {
    // Once for each column, of which nothing is left then but what its kind of cell needs.
    #[inline(always)]
    fn take(&mut self, cell: Cell<'_>) {
        push_cell(self.bytes, &cell, self.options);
    }
}

/// Adds a row.
fn push(bytes: &mut Vec<u8>, row: &[Cell<'_>], options: &TextOptions) {
    let begin = bytes.len();
    row.iter().for_each(|cell| push_cell(bytes, cell, options));
    end_row(bytes, begin, options);
}

/// Adds a cell and what stands behind it.
///
/// Text is always quoted, since a spreadsheet that splits at `;` would else
/// make cells out of parts of a name; numbers and dates never are, and missing
/// is empty.
#[inline(always)]
fn push_cell(bytes: &mut Vec<u8>, cell: &Cell<'_>, options: &TextOptions) {
    let dialect = &options.dialect;
    match cell {
        Cell::Missing => {}
        Cell::Integer(number) => push_integer(bytes, *number),
        Cell::Time(instant) => match &dialect.times {
            Times::Utc => push_time(bytes, *instant),
            Times::Local(style, zone) => style.push(bytes, *instant, zone),
        },
        Cell::Decimal(number) => match dialect.decimal {
            DecimalSign::Point => push_decimal(bytes, *number),
            DecimalSign::Comma => push_decimal_comma(bytes, *number),
        },
        Cell::Text(cell) => push_quoted(bytes, cell, options.text),
        Cell::Reason(reason) => {
            push_quoted(bytes, &Language::English.reason(reason), options.text);
        }
    }
    bytes.push(dialect.delimiter as u8);
}

/// Ends the row that begins here, behind whose last cell stands a delimiter, too.
fn end_row(bytes: &mut Vec<u8>, begin: usize, options: &TextOptions) {
    let end = bytes.len().saturating_sub(1).max(begin);
    // A line without anything is no row to most programs.
    let nothing = bytes[begin..] == [options.dialect.delimiter as u8];
    bytes.truncate(end);
    bytes.extend_from_slice(if nothing { b"\"\"\r\n" } else { b"\r\n" });
}

/// Adds the first bytes of `text`, of which all go with one copy.
fn push_first<const N: usize>(bytes: &mut Vec<u8>, text: [u8; N], count: usize) {
    let end = bytes.len() + count;
    bytes.extend_from_slice(&text);
    bytes.truncate(end);
}

fn push_integer(bytes: &mut Vec<u8>, number: i64) {
    match number {
        // Most are that small, such as how often somebody came back.
        0..=9 => bytes.push(b'0' + number as u8),
        10..LIMIT => {
            let digits = Digits::of(number as u32);
            let first = digits.zeros_in_front();
            push_first(bytes, digits.text_from(first), 8 - first);
        }
        _ => bytes.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

fn push_decimal(bytes: &mut Vec<u8>, number: Decimal) {
    match (number.scaled(), usize::from(number.places())) {
        (scaled @ 0..LIMIT, places @ 1..=7) => {
            let digits = Digits::of(scaled as u32);
            let point = 8 - places;
            // In front of the point there is one digit at least.
            let first = digits.zeros_in_front().min(point - 1);
            push_first(bytes, digits.text_from(first), point - first);
            bytes.push(b'.');
            push_first(bytes, digits.text_from(point), places);
        }
        _ => bytes.extend_from_slice(number.write(&mut [0; 32])),
    }
}

#[cold]
fn push_decimal_comma(bytes: &mut Vec<u8>, number: Decimal) {
    let begin = bytes.len();
    push_decimal(bytes, number);
    let point = bytes[begin..].iter_mut().find(|byte| **byte == b'.');
    point.into_iter().for_each(|byte| *byte = b',');
}

fn push_time(bytes: &mut Vec<u8>, instant: Instant) {
    let (text, end) = instant.iso();
    push_first(bytes, text, end);
    bytes.push(b'Z');
}

/// Adds `text` as one quoted field.
fn push_quoted(bytes: &mut Vec<u8>, text: &str, cells: TextCells) {
    let inert = cells == TextCells::Inert && starts_like_formula(text);
    bytes.extend_from_slice(if inert { b"\"'" } else { b"\"" });
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

impl TextCells {
    /// Returns whether a byte, which is a whole character then, is written as something else.
    const fn replaces(self, byte: u8) -> bool {
        match self {
            Self::Inert => byte.is_ascii_control() || byte == b'"',
            Self::Raw => byte == b'"',
        }
    }

    /// Returns whether any byte of the text is written as something else.
    fn replaces_any(self, text: &[u8]) -> bool {
        // The last ones are looked at together with some of those before them.
        if let Some(last) = text.last_chunk() {
            let (pairs, _) = text.as_chunks();
            return pairs.iter().fold(self.replaced_in_pair(last), |any, pair| {
                any | self.replaced_in_pair(pair)
            }) != 0;
        }
        match (text.first_chunk(), text.last_chunk()) {
            (Some(first), Some(last)) => self.replaced_in(*first) | self.replaced_in(*last) != 0,
            _ => text.iter().any(|&byte| self.replaces(byte)),
        }
    }

    fn replaced_in_pair(self, bytes: &[u8; 16]) -> u64 {
        let [a, b, c, d, e, f, g, h, rest @ ..] = *bytes;
        self.replaced_in([a, b, c, d, e, f, g, h]) | self.replaced_in(rest)
    }

    /// Not zero where any of the bytes, which are UTF-8, is written as something else: all
    /// are looked at in one number, of which the highest bit of each byte counts.
    const fn replaced_in(self, bytes: [u8; 8]) -> u64 {
        const EACH: u64 = u64::from_le_bytes([1; 8]);
        let bytes = u64::from_le_bytes(bytes);
        // What is equal becomes 0, and 0 less 1 has the bit. A byte that borrows from the next
        // one has the bit itself, so that no other can be the only one.
        let quote = (bytes ^ (EACH * b'"' as u64)).wrapping_sub(EACH);
        let any = match self {
            Self::Raw => quote,
            Self::Inert => {
                let control = bytes.wrapping_sub(EACH * b' ' as u64);
                let delete = bytes.wrapping_add(EACH);
                quote | control | delete
            }
        };
        // Bytes that had the bit before belong to characters beyond ASCII.
        any & !bytes & (EACH << 7)
    }
}

/// Returns whether a spreadsheet could take the text for a formula: it begins, maybe after
/// blanks or control characters, with `=`, `+`, `-`, `@` or their full-width forms, or with a
/// tab or line break (OWASP, "CSV injection").
pub fn starts_like_formula(text: &str) -> bool {
    // Nearly all texts are settled by their first byte, which none of these signs begins with.
    !text.as_bytes().first().is_none_or(settles_formula) && is_like_formula(text)
}

/// Returns whether no text with this first byte is like a formula: it begins no blank, no
/// control character and none of the signs.
const fn settles_formula(first: &u8) -> bool {
    SETTLED[*first as usize]
}

/// A table, since bytes come at random to so many comparisons.
static SETTLED: [bool; 256] = {
    let mut settled = [true; 256];
    let mut byte = 0;
    while byte < settled.len() {
        settled[byte] = !matches!(
            byte,
            0..=0x20 | 0x2b | 0x2d | 0x3d | 0x40 | 0x7f | 0xc2 | 0xe1..=0xe3 | 0xef
        );
        byte += 1;
    }
    settled
};

fn is_like_formula(text: &str) -> bool {
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
    use crate::decode::escapes::without_lone_surrogates;
    use crate::origin::Origin;
    use crate::summary::{Rules, summarise};
    use crate::views::Table;
    use proptest::prelude::*;

    fn with(text: TextCells) -> TextOptions {
        TextOptions {
            text,
            ..TextOptions::default()
        }
    }

    fn line(cells: &[Cell<'_>], text: TextCells) -> String {
        let mut bytes = Vec::new();
        push(&mut bytes, cells, &with(text));
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
    fn a_first_byte_settles_only_what_is_no_formula() {
        for sign in '\0'..=char::MAX {
            for text in [format!("{sign}"), format!("{sign}=1")] {
                let settled = settles_formula(&text.as_bytes()[0]);
                assert!(!(settled && is_like_formula(&text)), "{text:?}");
            }
        }
    }

    #[test]
    fn a_text_that_is_changed_leaves_the_other_cells_of_its_row_and_the_rows_around_it() {
        let rows = [
            ["Ann", "-"],
            ["a\tb\"c", "+1"],
            ["\u{7f}", "=\""],
            ["Bob", "x"],
        ];
        for (text, expected) in [
            (
                TextCells::Inert,
                "\"Ann\",7,\"'-\"\r\n\"a b\"\"c\",7,\"'+1\"\r\n\" \",7,\"'=\"\"\"\r\n\"Bob\",7,\"x\"\r\n",
            ),
            (
                TextCells::Raw,
                "\"Ann\",7,\"-\"\r\n\"a\tb\"\"c\",7,\"+1\"\r\n\"\u{7f}\",7,\"=\"\"\"\r\n\"Bob\",7,\"x\"\r\n",
            ),
        ] {
            let mut bytes = Vec::new();
            for [first, last] in rows {
                let cells = [Cell::from(first), Cell::from(7_i64), Cell::from(last)];
                push(&mut bytes, &cells, &with(text));
            }
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }

    #[test]
    fn line_breaks_tabs_and_control_characters_become_blanks() {
        assert_eq!(
            line(&[Cell::from("a\r\nb\tc\0d")], TextCells::Inert),
            "\"a  b c d\"\r\n"
        );
    }

    #[test]
    fn numbers_of_any_length_are_written_in_full() {
        let powers = (0..=18).map(|power| 10_i64.pow(power));
        let numbers = powers.flat_map(|power| [power - 1, power, -power]);
        for number in numbers.chain([i64::MIN, i64::MAX]) {
            let written = line(&[Cell::from(number)], TextCells::Inert);
            assert_eq!(written, format!("{number}\r\n"));
            for places in 0..=10 {
                let number = Decimal::new(number, places);
                let written = line(&[Cell::from(number)], TextCells::Inert);
                assert_eq!(written, format!("{number}\r\n"));
            }
        }
    }

    #[test]
    fn what_is_replaced_is_found_wherever_it_stands() {
        for byte in 0..=0x7f_u8 {
            for text in [TextCells::Inert, TextCells::Raw] {
                for (length, at) in
                    (1..40).flat_map(|length| (0..length).map(move |at| (length, at)))
                {
                    for around in [b"a", "é".as_bytes()] {
                        let (before, after) = (around.repeat(at), around.repeat(length - at));
                        let found = text.replaces_any(&[before, vec![byte], after].concat());
                        assert_eq!(found, text.replaces(byte), "{byte:#x} at {at} of {length}");
                    }
                }
            }
        }
    }

    #[test]
    fn cells_that_are_taken_one_by_one_make_the_lines_of_whole_rows() {
        let sample = include_bytes!("../../samples/every-finding.json");
        let (sample, _) = without_lone_surrogates(sample);
        let documents = summarise(&sample, &Origin::named("a.json"), &Rules::default());
        let whole = [Table::Records, Table::Intervals, Table::Findings].map(View::whole);
        let backwards = whole.each_ref().map(|view| {
            let keys = view.columns().iter().rev().map(|column| column.key);
            View::of(view.table(), &keys.collect::<Vec<_>>()).unwrap()
        });
        for view in whole.into_iter().chain(backwards) {
            let (mut taken, mut pushed) = (Vec::new(), Vec::new());
            let batch = EvidenceBatch::whole(&documents);
            rows(&view, &batch, &with(TextCells::Inert), &mut taken);
            for document in &documents {
                view.rows_in(document, &crate::views::ALL, |row| {
                    push(&mut pushed, row, &with(TextCells::Inert))
                });
            }
            assert!(!taken.is_empty() && taken == pushed, "{view}");
        }
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
