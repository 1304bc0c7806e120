//! Cell formats, made once. Number formats are kept in files in a form that is
//! the same in every language; Excel shows them with the reader's separators.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::layout::Show;

/// Colour of the heading row.
const HEADING_FILL: Color = Color::RGB(0x1F_4E_78);
/// Font of plain seconds, which stand beside the same value as a length of time.
const QUIET: Color = Color::RGB(0x6B_6B_6B);

/// The formats of cells.
pub(super) struct Formats {
    text_heading: Format,
    value_heading: Format,
    text: Format,
    count: Format,
    duration: Format,
    plain_seconds: Format,
    signed_seconds: Format,
    time: Format,
    share: Format,
    number: Format,
}

impl Formats {
    /// All formats.
    pub fn new() -> Self {
        Self {
            text_heading: heading().set_indent(1),
            value_heading: heading().set_align(FormatAlign::Center),
            // Keeps text off the number at its left.
            text: Format::new().set_indent(1),
            count: Format::new().set_num_format("#,##0"),
            duration: Format::new().set_num_format("[h]:mm:ss"),
            plain_seconds: Format::new().set_num_format("#,##0").set_font_color(QUIET),
            signed_seconds: Format::new().set_num_format("+#,##0;-#,##0;0"),
            time: Format::new()
                .set_num_format("yyyy-mm-dd hh:mm:ss")
                .set_align(FormatAlign::Center),
            share: Format::new().set_num_format("0.0%"),
            number: Format::new().set_num_format("0.00"),
        }
    }

    /// The format of a column's values.
    pub const fn values(&self, show: Show) -> &Format {
        match show {
            Show::Text => &self.text,
            Show::Count => &self.count,
            Show::Duration => &self.duration,
            Show::PlainSeconds => &self.plain_seconds,
            Show::SignedSeconds => &self.signed_seconds,
            Show::Time => &self.time,
            Show::Share => &self.share,
            Show::Number => &self.number,
        }
    }

    /// The format of a column's heading.
    pub const fn heading(&self, show: Show) -> &Format {
        match show {
            Show::Text => &self.text_heading,
            _ => &self.value_heading,
        }
    }
}

/// The format of headings, also on the first sheet.
pub(super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(HEADING_FILL)
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(HEADING_FILL)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}
