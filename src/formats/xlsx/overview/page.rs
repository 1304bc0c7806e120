//! A sheet that is written from top to bottom, section by section.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError};

use crate::formats::xlsx::formats::{self, Show, Theme};
use crate::formats::xlsx::values::{cell_text, text_width};

/// Widths of the columns: names, five columns of numbers, a gap, and room for charts.
pub(super) const WIDTHS: [f64; 12] = [
    27.0, 16.0, 16.0, 16.0, 16.0, 16.0, 3.0, 13.0, 13.0, 13.0, 13.0, 13.0,
];
/// The last column.
pub(super) const LAST: u16 = WIDTHS.len() as u16 - 1;
/// In points.
const TWO_LINES: f64 = 30.0;
/// The rows that a printed page has room for.
const ROWS_A_PAGE: u32 = 44;
/// The rows of a section that stay on one page, among them a chart's.
const ROWS_TOGETHER: u32 = 19;

pub(in crate::formats::xlsx) const ACCENT: Color = Color::RGB(0x1F_4E_78);
pub(in crate::formats::xlsx) const QUIET: Color = Color::RGB(0x59_59_59);
pub(in crate::formats::xlsx) const RULE: Color = Color::RGB(0xBF_BF_BF);

/// What a line has room for behind a name, and over the whole width, in digits.
const LINE: usize = 120;
const WIDE_LINE: usize = 145;

/// Returns a text in lines of this width; a sign that is not a blank goes to the next line
/// where a word alone is too long, as in Japanese.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let long = text_width(word);
        if used > 0 && used + long > width && long <= width {
            lines.push(String::new());
            used = 0;
        }
        for sign in word.chars() {
            let wide = text_width(sign.encode_utf8(&mut [0; 4]));
            if used + wide > width && sign != ' ' {
                lines.push(String::new());
                used = 0;
            }
            used += wide;
            lines.last_mut().expect("there is a first line").push(sign);
        }
    }
    lines
}

/// What is written into a cell.
pub(super) enum Value<'v> {
    /// A text; it may run into empty cells at its right.
    Text(&'v str),
    /// A number, and how it is shown.
    Number(f64, Show),
    /// A day.
    Date(f64, &'static str),
}

/// A large number with its caption.
pub(super) struct Figure<'f> {
    caption: &'f str,
    value: FigureValue,
}

enum FigureValue {
    Number(f64, &'static str),
    Text(String),
}

impl<'f> Figure<'f> {
    /// Returns a count of things.
    pub const fn count(caption: &'f str, count: u64) -> Self {
        Self::number(caption, count as f64, "#,##0")
    }

    /// Returns a number, and the format that shows it.
    pub const fn number(caption: &'f str, number: f64, shown: &'static str) -> Self {
        Self {
            caption,
            value: FigureValue::Number(number, shown),
        }
    }

    /// Numbers in words, such as `150 of 162`.
    pub const fn text(caption: &'f str, text: String) -> Self {
        Self {
            caption,
            value: FigureValue::Text(text),
        }
    }
}

/// The columns of large numbers: one between them is too narrow for any.
const OF_FIGURES: [u16; 8] = [0, 1, 2, 3, 4, 5, 7, 9];

/// Returns a count in a cell.
pub(super) fn count(number: u64) -> Option<Value<'static>> {
    Some(Value::Number(number as f64, Show::Count))
}

/// The sheet in the making.
pub(super) struct Page<'w> {
    pub worksheet: &'w mut Worksheet,
    pub theme: &'w Theme,
    /// The name of the sheet.
    pub name: &'static str,
    /// The row that is written next.
    pub row: u32,
    page_begins: u32,
    breaks: Vec<u32>,
}

impl<'w> Page<'w> {
    pub fn new(worksheet: &'w mut Worksheet, theme: &'w Theme, name: &'static str) -> Self {
        Self {
            worksheet,
            theme,
            name,
            row: 0,
            page_begins: 0,
            breaks: Vec::new(),
        }
    }

    /// Returns the last row, and where printed pages begin.
    pub fn end(self) -> (u32, Vec<u32>) {
        (self.row.saturating_sub(1), self.breaks)
    }

    /// Writes the title of the sheet, a line that matters and one that helps.
    pub fn title(&mut self, [title, facts, note]: [&str; 3]) -> Result<(), XlsxError> {
        let format = self::title();
        let quiet = Format::new().set_font_color(QUIET);
        self.worksheet
            .set_row_height(0, 30)?
            .write_string_with_format(0, 0, cell_text(title), &format)?
            .write_string(1, 0, facts)?
            .write_string_with_format(2, 0, note, &quiet)?;
        self.row = 4;
        Ok(())
    }

    /// Large numbers side by side, each below its caption.
    pub fn figures(&mut self, figures: &[Figure<'_>]) -> Result<(), XlsxError> {
        let caption = Format::new()
            .set_font_color(QUIET)
            .set_font_size(10)
            .set_align(FormatAlign::Bottom)
            .set_text_wrap();
        // Not every program makes room for a second line by itself.
        let is_long = |(at, figure): (u16, &Figure<'_>)| {
            text_width(figure.caption) as f64 > WIDTHS[usize::from(at)]
        };
        if OF_FIGURES.into_iter().zip(figures).any(is_long) {
            self.worksheet.set_row_height(self.row, TWO_LINES)?;
        }
        let large = Format::new()
            .set_bold()
            .set_font_size(16)
            .set_font_color(ACCENT)
            .set_align(FormatAlign::Left);
        self.worksheet.set_row_height(self.row + 1, 24)?;
        for (at, figure) in OF_FIGURES.into_iter().zip(figures) {
            let below = self.row + 1;
            let words = as_caption(figure.caption);
            self.worksheet
                .write_string_with_format(self.row, at, words, &caption)?;
            match &figure.value {
                FigureValue::Number(number, shown) => {
                    let format = large.clone().set_num_format(*shown);
                    self.worksheet
                        .write_number_with_format(below, at, *number, &format)?;
                }
                FigureValue::Text(text) => {
                    self.worksheet
                        .write_string_with_format(below, at, text, &large)?;
                }
            }
        }
        self.row += 3;
        Ok(())
    }

    /// Writes what is explained in bold, and its explanation, in as many lines as it needs.
    pub fn line(&mut self, term: &str, text: &str) -> Result<(), XlsxError> {
        self.worksheet
            .write_string_with_format(self.row, 0, term, &Format::new().set_bold())?;
        for line in lines(text, LINE) {
            self.worksheet.write_string(self.row, 1, line)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Writes a text over the whole width, in as many lines as it needs.
    pub fn sentence(&mut self, text: &str) -> Result<(), XlsxError> {
        for line in lines(text, WIDE_LINE) {
            self.worksheet.write_string(self.row, 0, line)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Begins a section of so many rows, on the next printed page where this one has no
    /// room for them; long sections may go on on a next page.
    pub fn section(&mut self, title: &str, rows: u32) -> Result<(), XlsxError> {
        let rows = rows.min(ROWS_TOGETHER);
        self.row += 1;
        // Pages that a long section filled.
        while self.row - self.page_begins >= ROWS_A_PAGE {
            self.page_begins += ROWS_A_PAGE;
        }
        if self.row + rows + 1 - self.page_begins > ROWS_A_PAGE {
            self.breaks.push(self.row);
            self.page_begins = self.row;
        }
        let format = Format::new()
            .set_bold()
            .set_font_size(13)
            .set_font_color(ACCENT)
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(RULE);
        for column in 1..=LAST {
            self.worksheet.write_blank(self.row, column, &format)?;
        }
        self.worksheet
            .set_row_height(self.row, 24)?
            .write_string_with_format(self.row, 0, title, &format)?;
        self.row += 1;
        Ok(())
    }

    /// Headings of a table: of texts at the left of their column, of numbers at the right.
    pub fn headings(&mut self, headings: &[(&str, FormatAlign)]) -> Result<(), XlsxError> {
        // Not every program makes room for a second line by itself.
        let is_long = |(&(heading, align), width): (&(&str, FormatAlign), &f64)| {
            align == FormatAlign::Right && text_width(heading) as f64 > width - 2.0
        };
        if headings.iter().zip(&WIDTHS).any(is_long) {
            self.worksheet.set_row_height(self.row, TWO_LINES)?;
        }
        for (at, &(heading, align)) in (0..).zip(headings) {
            let is_text = align == FormatAlign::Left;
            let format = formats::heading()
                .set_align(align)
                .set_indent(indent(at, is_text));
            let format = match is_text {
                // Runs on to the right.
                true => format.unset_text_wrap(),
                false => format,
            };
            self.worksheet
                .write_string_with_format(self.row, at, heading, &format)?;
        }
        // Texts in the last column run on to the right.
        if let Some((_, FormatAlign::Left)) = headings.last() {
            for at in headings.len() as u16..=LAST {
                self.worksheet
                    .write_blank(self.row, at, &formats::heading())?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Writes one row of a table; the row of sums stands below a line.
    pub fn table_row(
        &mut self,
        values: &[Option<Value<'_>>],
        is_sum: bool,
    ) -> Result<(), XlsxError> {
        for (at, value) in (0..).zip(values) {
            let format = match value {
                Some(Value::Number(_, show)) => {
                    let format = self.theme.formats.values(*show).clone();
                    format.set_align(FormatAlign::Right).set_indent(0)
                }
                Some(Value::Date(_, shown)) => Format::new()
                    .set_num_format(*shown)
                    .set_align(FormatAlign::Left),
                Some(Value::Text(_)) | None => Format::new().set_indent(indent(at, true)),
            };
            let format = match is_sum {
                true => format.set_bold().set_border_top(FormatBorder::Thin),
                false => format,
            };
            match value {
                Some(Value::Text(text)) => self.worksheet.write_string_with_format(
                    self.row,
                    at,
                    cell_text(text),
                    &format,
                )?,
                Some(Value::Number(number, _) | Value::Date(number, _)) => self
                    .worksheet
                    .write_number_with_format(self.row, at, *number, &format)?,
                None => self.worksheet.write_blank(self.row, at, &format)?,
            };
        }
        self.row += 1;
        Ok(())
    }

    /// Writes a link in a cell of the next row, with the text that is seen.
    pub fn link(&mut self, column: u16, url: Url, text: &str, tip: &str) -> Result<(), XlsxError> {
        let url = url.set_text(text).set_tip(tip);
        let format = formats::linked(Format::new().set_indent(indent(column, true)));
        self.worksheet
            .write_url_with_format(self.row, column, url, &format)?;
        Ok(())
    }
}

/// Returns the format of a sheet's title.
pub(super) fn title() -> Format {
    Format::new()
        .set_bold()
        .set_font_size(20)
        .set_font_color(ACCENT)
}

/// Returns a text that begins with a capital, also where it is the end of a sentence elsewhere.
pub(in crate::formats::xlsx) fn as_caption(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// Returns the indent that keeps a text off the number at its left.
const fn indent(column: u16, is_text: bool) -> u8 {
    (is_text && column > 0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_or_where_there_are_none_between_signs() {
        assert_eq!(lines("one two three", 8), ["one two ", "three"]);
        assert_eq!(lines("a abcdefgh", 4), ["a ab", "cdef", "gh"]);
        assert_eq!(lines("出席状況", 4), ["出席", "状況"]);
    }
}
