//! Rows of a sheet as the file holds them, written here instead of by the library.
//!
//! The library takes a cell at a time into trees and out again, which for a long sheet
//! costs several times as much as everything else together. What stands here are its own
//! words: tests hold whole workbooks, and any text, against what it writes.

use rust_xlsxwriter::Format;

use super::cells::{Value, link_text, value};
use super::formats::Theme;
use super::layout::{Layout, SheetColumn};
use super::links;
use super::sheet::{SheetRow, heading_width};

/// Some rows of a sheet, with the links that lie over them.
pub(super) struct RowsXml {
    /// The rows.
    pub rows: Vec<u8>,
    /// The links.
    pub links: Vec<u8>,
    /// How wide the columns are.
    pub widths: Vec<usize>,
    columns: Vec<ColumnXml>,
    /// How many rows and links the sheet has.
    row_count: u32,
    link_count: usize,
}

/// What all cells of a column have in common.
struct ColumnXml {
    /// The column's letters.
    letters: String,
    values: CellXml,
    linked: CellXml,
}

/// What stands in a cell between its place and its value, by the kind of value.
struct CellXml {
    number: String,
    text: String,
}

impl CellXml {
    fn of(format: &Format, theme: &Theme) -> Self {
        let style = theme.formats.number(format);
        Self {
            number: format!("\" s=\"{style}\"><v>"),
            text: format!("\" s=\"{style}\" t=\"inlineStr\"><is><t"),
        }
    }
}

impl ColumnXml {
    fn new(at: usize, column: &SheetColumn, theme: &Theme) -> Self {
        Self {
            letters: letters(at),
            values: CellXml::of(theme.formats.values(column.show), theme),
            linked: CellXml::of(theme.formats.link(column.show), theme),
        }
    }

    const fn cell(&self, is_link: bool) -> &CellXml {
        if is_link { &self.linked } else { &self.values }
    }
}

/// Returns the letters of a column, counted from 0: `A` to `Z`, then `AA` and so on.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    match at / 26 {
        0 => last.into(),
        more => letters(more - 1) + last.encode_utf8(&mut [0; 4]),
    }
}

impl RowsXml {
    /// None yet, below so many rows and links of the sheet.
    pub fn below(rows: u32, links: usize, layout: &Layout, theme: &Theme) -> Self {
        let columns = layout.columns.iter().enumerate();
        Self {
            rows: Vec::new(),
            links: Vec::new(),
            widths: layout.columns.iter().map(heading_width).collect(),
            columns: columns
                .map(|(at, column)| ColumnXml::new(at, column, theme))
                .collect(),
            row_count: rows,
            link_count: links,
        }
    }

    /// Adds a row below the last.
    pub fn push(&mut self, layout: &Layout, row: SheetRow<'_>, theme: &Theme) {
        self.row_count += 1;
        let mut digits = itoa::Buffer::new();
        // Below the heading, and counted from 1.
        let number = digits.format(self.row_count + 1);
        let begin = self.rows.len();
        put(&mut self.rows, ["<row r=\"", number, "\">"]);
        let first_cell = self.rows.len();
        for (at, column) in layout.columns.iter().enumerate() {
            let cell = &row.cells[column.index];
            let Some((value, width)) = value(column, cell, self.widths[at], theme) else {
                continue;
            };
            self.widths[at] = self.widths[at].max(width);
            let xml = &self.columns[at];
            put(&mut self.rows, ["<c r=\"", &xml.letters, number]);
            let link = row.link(column, self.link_count);
            put_value(&mut self.rows, &value, xml.cell(link.is_some()));
            if let Some((table, target)) = link {
                self.link_count += 1;
                let place = links::place_of_row(table, target, row.limits.sheet, theme);
                let said = [
                    ("location", &*place),
                    ("tooltip", links::tip(table, theme.language)),
                    ("display", &link_text(cell)),
                ];
                put(&mut self.links, ["<hyperlink ref=\"", &xml.letters, number]);
                put_attributes(&mut self.links, said);
            }
        }
        match self.rows.len() == first_cell {
            // A row without cells is none.
            true => self.rows.truncate(begin),
            false => put(&mut self.rows, ["</row>"]),
        }
    }
}

fn put<const COUNT: usize>(xml: &mut Vec<u8>, parts: [&str; COUNT]) {
    for part in parts {
        xml.extend_from_slice(part.as_bytes());
    }
}

/// Puts what stands behind a cell's place.
fn put_value(xml: &mut Vec<u8>, value: &Value<'_>, cell: &CellXml) {
    match value {
        Value::Number(number) => {
            put(xml, [&cell.number]);
            put_number(xml, *number);
            put(xml, ["</v></c>"]);
        }
        Value::Text(text) => {
            let blank = [' ', '\t', '\n'];
            let keep = match text.starts_with(blank) || text.ends_with(blank) {
                true => " xml:space=\"preserve\">",
                false => ">",
            };
            put(xml, [&cell.text, keep]);
            put_text(xml, text);
            put(xml, ["</t></is></c>"]);
        }
    }
}

/// Puts a number: a whole one without places, which programs take for a float, and none with
/// an exponent.
fn put_number(xml: &mut Vec<u8>, number: f64) {
    /// From here on not every whole number is a float.
    const NOT_EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    let whole = number as i64;
    let is_whole = whole as f64 == number && whole.unsigned_abs() < NOT_EXACT;
    if is_whole && (whole != 0 || number.is_sign_positive()) {
        return put(xml, [itoa::Buffer::new().format(whole)]);
    }
    let mut digits = zmij::Buffer::new();
    let digits = digits.format(number);
    match digits.contains('e') || digits.ends_with(".0") {
        true => put(xml, [&number.to_string()]),
        false => put(xml, [digits]),
    }
}

/// Puts the attributes that follow another one, and ends the tag.
fn put_attributes<const COUNT: usize>(xml: &mut Vec<u8>, attributes: [(&str, &str); COUNT]) {
    for (name, value) in attributes {
        put(xml, ["\" ", name, "=\""]);
        for sign in value.chars() {
            match sign {
                '&' => put(xml, ["&amp;"]),
                '"' => put(xml, ["&quot;"]),
                '<' => put(xml, ["&lt;"]),
                '>' => put(xml, ["&gt;"]),
                '\n' => put(xml, ["&#xA;"]),
                _ => put(xml, [sign.encode_utf8(&mut [0; 4])]),
            }
        }
    }
    put(xml, ["\"/>"]);
}

/// Puts the text of a cell, which has neither control characters nor those that XML may
/// not hold.
fn put_text(xml: &mut Vec<u8>, text: &str) {
    // Looking at all bytes without a way out is what the compiler makes fast.
    let maybe = |byte| matches!(byte, b'&' | b'<' | b'>' | b'_');
    if !text.bytes().fold(false, |found, byte| found | maybe(byte)) {
        return put(xml, [text]);
    }
    for (at, sign) in text.char_indices() {
        match sign {
            '&' => put(xml, ["&amp;"]),
            '<' => put(xml, ["&lt;"]),
            '>' => put(xml, ["&gt;"]),
            '_' if is_escape(&text.as_bytes()[at..]) => put(xml, ["_x005F_"]),
            _ => put(xml, [sign.encode_utf8(&mut [0; 4])]),
        }
    }
}

/// Returns whether Excel would read the beginning of a text as the number of a character:
/// `_x0041_`.
fn is_escape(text: &[u8]) -> bool {
    let Some([b'_', b'x', digits @ .., b'_']) = text.first_chunk::<7>() else {
        return false;
    };
    digits.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(number: f64) -> String {
        let mut xml = Vec::new();
        put_number(&mut xml, number);
        String::from_utf8(xml).unwrap()
    }

    #[test]
    fn whole_numbers_have_no_places() {
        let all = [0.0, -0.0, 721.0, -1.0, 46_329.5, 1.0 / 86_400.0, 1e300];
        let texts = all.map(written);
        assert_eq!(texts[..5], ["0", "-0", "721", "-1", "46329.5"]);
        assert_eq!(texts[5], "0.000011574074074074073");
        assert!(!texts[6].contains(['.', 'e']));
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_they_were(number in any::<f64>().prop_filter("finite", |one| one.is_finite())) {
            let text = written(number);
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits());
            // A number midway between two of the shortest texts, such as 2243644592997000.25, is
            // written as one of them here and as the other there.
            prop_assert_eq!(text.len(), number.to_string().len());
        }
    }
}
