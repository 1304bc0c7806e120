//! Cell formats, made once. Number formats are kept in files in a form that is
//! the same in every language; Excel shows them with the reader's separators.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::language::Language;
use crate::language::words::Words;
use crate::language::workbook::WorkbookWords;
use crate::views::run_view::Naming;
use crate::zone::Zone;

/// How a sheet shows the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// As text.
    Text,
    /// As a whole number.
    Count,
    /// Seconds as a length of time that Excel can add up.
    Duration,
    /// Seconds as a plain number, beside the length of time.
    PlainSeconds,
    /// Seconds as a plain number with its sign.
    SignedSeconds,
    /// As a date with the time of day in the workbook's zone.
    Time,
    /// The same without seconds.
    Minute,
    /// A fraction in percent.
    Share,
    /// With two decimal places.
    Number,
}

/// Colours of headings: dark on light, so that a link in them can be read also in
/// programs that give links their own colour.
const HEADING_FILL: Color = Color::RGB(0xDD_EB_F7);
const HEADING: Color = Color::RGB(0x1F_4E_78);
/// Font of plain seconds, which stand beside the same value as a length of time.
const QUIET: Color = Color::RGB(0x6B_6B_6B);

/// Excel's own colour of links.
pub(super) const LINK: Color = Color::RGB(0x05_63_C1);

/// How everything in a workbook looks.
pub(super) struct Theme {
    /// The formats of cells.
    pub formats: Formats,
    /// The zone of dates and times.
    pub zone: Zone,
    /// The language of headings and of what explains.
    pub language: Language,
    /// What it is called.
    pub naming: Naming,
    /// Whether the workbook is for readers: few sheets, none of them empty.
    pub is_for_readers: bool,
}

impl Theme {
    /// Returns the words of the workbook alone.
    pub const fn words(&self) -> &'static WorkbookWords {
        self.language.workbook()
    }

    /// Returns the words that pages say too.
    pub const fn texts(&self) -> &'static Words {
        self.language.words()
    }
}

/// Returns the number format of a day and its month, where the year is known.
pub(super) const fn day_and_month(language: Language) -> &'static str {
    match language {
        Language::English => "d mmm",
        Language::German => "d\\.m\\.",
        Language::French | Language::Spanish | Language::Portuguese => "dd\\/mm",
        Language::Japanese => "m\\/d",
    }
}

/// Returns the number format of a day, its month and the time.
pub(super) const fn day_and_time(language: Language) -> &'static str {
    match language {
        Language::English => "d mmm hh:mm",
        Language::German => "d\\.m\\. hh:mm",
        Language::French | Language::Spanish | Language::Portuguese => "dd\\/mm hh:mm",
        Language::Japanese => "m\\/d hh:mm",
    }
}

/// Returns the number format of a month.
pub(super) const fn month(language: Language) -> &'static str {
    match language {
        Language::English => "yyyy-mm",
        Language::German => "mm\\.yyyy",
        Language::French | Language::Spanish | Language::Portuguese => "mm\\/yyyy",
        Language::Japanese => "yyyy\\/mm",
    }
}

/// Returns the number format of a day, in the order that the language is used to.
pub(super) const fn day(language: Language) -> &'static str {
    match language {
        Language::English => "yyyy-mm-dd",
        Language::German => "dd\\.mm\\.yyyy",
        Language::French | Language::Spanish | Language::Portuguese => "dd\\/mm\\/yyyy",
        Language::Japanese => "yyyy\\/mm\\/dd",
    }
}

/// The formats of cells.
pub(super) struct Formats {
    text_heading: Format,
    value_heading: Format,
    centred_heading: Format,
    text: Format,
    count: Format,
    duration: Format,
    plain_seconds: Format,
    signed_seconds: Format,
    time: Format,
    minute: Format,
    share: Format,
    number: Format,
    text_link: Format,
    count_link: Format,
}

impl Formats {
    /// Returns all formats.
    pub fn new(language: Language) -> Self {
        // Keeps values off their neighbours.
        let text = Format::new().set_align(FormatAlign::Left).set_indent(1);
        let number = Format::new().set_align(FormatAlign::Right).set_indent(1);
        let count = number.clone().set_num_format("#,##0");
        // A filter button covers the right end of a heading.
        let value_heading = heading().set_align(FormatAlign::Right).set_indent(2);
        Self {
            text_heading: heading().set_align(FormatAlign::Left).set_indent(1),
            centred_heading: heading().set_align(FormatAlign::Center),
            value_heading,
            duration: number.clone().set_num_format("[h]:mm:ss"),
            plain_seconds: count.clone().set_font_color(QUIET),
            signed_seconds: number.clone().set_num_format("+#,##0;-#,##0;0"),
            time: Format::new()
                .set_num_format(format!("{} hh:mm:ss", day(language)))
                .set_align(FormatAlign::Center),
            minute: Format::new()
                .set_num_format(format!("{} hh:mm", day(language)))
                .set_align(FormatAlign::Center),
            share: number.clone().set_num_format("0.0%"),
            number: number.set_num_format("#,##0.00"),
            text_link: linked(text.clone()),
            count_link: linked(count.clone()),
            text,
            count,
        }
    }

    /// Returns the format of a column's values.
    pub const fn values(&self, show: Show) -> &Format {
        match show {
            Show::Text => &self.text,
            Show::Count => &self.count,
            Show::Duration => &self.duration,
            Show::PlainSeconds => &self.plain_seconds,
            Show::SignedSeconds => &self.signed_seconds,
            Show::Time => &self.time,
            Show::Minute => &self.minute,
            Show::Share => &self.share,
            Show::Number => &self.number,
        }
    }

    /// Returns all formats, in an order that is always the same.
    pub fn all(&self) -> impl Iterator<Item = Format> {
        let values = [
            &self.text,
            &self.count,
            &self.duration,
            &self.plain_seconds,
            &self.signed_seconds,
            &self.time,
            &self.minute,
            &self.share,
            &self.number,
            &self.text_link,
            &self.count_link,
        ];
        let headings = [
            &self.text_heading,
            &self.value_heading,
            &self.centred_heading,
        ];
        let with_link = headings.map(|heading| way_back(heading.clone()));
        let others = values.into_iter().chain(headings).cloned();
        others.chain(with_link)
    }

    /// Returns the number by which the cells of a file name a format of [`Self::all`], if those
    /// are the first that were used.
    pub fn number(&self, format: &Format) -> usize {
        let mut distinct: Vec<Format> = Vec::new();
        for one in self.all() {
            if one == *format {
                break;
            }
            if !distinct.contains(&one) {
                distinct.push(one);
            }
        }
        // 0 is the format of what has none.
        distinct.len() + 1
    }

    /// Returns the format of a column's heading.
    pub const fn heading(&self, show: Show) -> &Format {
        match show {
            Show::Text => &self.text_heading,
            Show::Time | Show::Minute => &self.centred_heading,
            _ => &self.value_heading,
        }
    }

    /// Returns the format of a column's values that are links.
    pub const fn link(&self, show: Show) -> &Format {
        match show {
            Show::Count => &self.count_link,
            _ => &self.text_link,
        }
    }
}

/// Returns the same format, as links look.
pub(super) fn linked(format: Format) -> Format {
    format
        .set_font_color(LINK)
        .set_underline(FormatUnderline::Single)
}

/// Returns the format of a heading that leads to the first sheet.
pub(super) fn way_back(heading: Format) -> Format {
    heading.set_underline(FormatUnderline::Single)
}

/// Returns the format of headings, also on the first sheet.
pub(super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(HEADING)
        .set_background_color(HEADING_FILL)
        .set_border_bottom(FormatBorder::Medium)
        .set_border_bottom_color(HEADING)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}
