//! What catches the eye: colours that follow the values, always beside a word or number.

use rust_xlsxwriter::{
    Color, ConditionalFormat, ConditionalFormatCell, ConditionalFormatCellRule as Rule,
    ConditionalFormatDataBar, ConditionalFormatType, Format, Worksheet, XlsxError,
};

use super::formats::Show;
use super::layout::{Layout, SheetColumn};
use crate::finding::Severity;
use crate::language::Language;
use crate::views::column::{Alarm, Kind};
use crate::views::tone::{Tone, Words};
use crate::views::value::Status;

const RED: (Color, Color) = (Color::RGB(0x9C_00_06), Color::RGB(0xFF_C7_CE));
const AMBER: (Color, Color) = (Color::RGB(0x9C_57_00), Color::RGB(0xFF_EB_9C));
const GREY: (Color, Color) = (Color::RGB(0x40_40_40), Color::RGB(0xE7_E6_E6));
const GREEN: (Color, Color) = (Color::RGB(0x00_61_00), Color::RGB(0xC6_EF_CE));
const BAR: Color = Color::RGB(0x9D_C3_E6);

/// Sets the rules of a sheet with this many rows below its heading.
pub(super) fn set(
    worksheet: &mut Worksheet,
    layout: &Layout,
    rows: u32,
    language: Language,
) -> Result<(), XlsxError> {
    if rows == 0 {
        return Ok(());
    }
    for (at, column) in (0..).zip(&layout.columns) {
        let mut cells = Cells::new(worksheet, 1, rows + 1, at);
        match column.column.words {
            Some(Words::Severities) => cells.severities(|severity| language.severity(severity))?,
            Some(Words::Statuses) => {
                for status in Status::ALL {
                    cells.word(language.status(status), of_status(status))?;
                }
            }
            Some(Words::SumChecks) => {
                cells.word(language.words().differs, RED)?;
                cells.word(language.words().not_checkable, GREY)?;
            }
            _ => {}
        }
        match column.column.alarm {
            Some(Alarm::Font(tone)) => cells.rule(stands_out(column), font(of_tone(tone)))?,
            Some(Alarm::Fill(tone)) => cells.rule(stands_out(column), filled(of_tone(tone)))?,
            None => {}
        }
        if column.show == Show::Share {
            cells.bar()?;
        }
    }
    Ok(())
}

/// Returns the numbers of a column that stand out: those that are not zero.
fn stands_out(column: &SheetColumn) -> Rule<i32> {
    match column.column.kind {
        Kind::SignedSeconds => Rule::NotEqualTo(0),
        _ => Rule::GreaterThan(0),
    }
}

/// Sets the colours of the letters of the register in these rows and columns, the last
/// row not included.
pub(super) fn letters(
    worksheet: &mut Worksheet,
    (first, end): (u32, u32),
    (left, right): (u16, u16),
    language: Language,
) -> Result<(), XlsxError> {
    for status in Status::ALL {
        let rule = ConditionalFormatCell::new()
            .set_rule(Rule::EqualTo(language.letter(status)))
            .set_format(filled(of_status(status)));
        worksheet.add_conditional_format(first, left, end - 1, right, &rule)?;
    }
    Ok(())
}

/// Font and fill of a status; its word or letter says it to who sees no colours.
pub(super) const fn of_status(status: Status) -> (Color, Color) {
    of_tone(Tone::of_status(status))
}

/// Font and fill of a tone.
const fn of_tone(tone: Tone) -> (Color, Color) {
    match tone {
        Tone::Fine => GREEN,
        Tone::Warning => AMBER,
        Tone::Error => RED,
        Tone::Note => GREY,
    }
}

/// Sets the rules of the column of severities, in words of this language, in these rows,
/// the last not included.
pub(super) fn severities(
    worksheet: &mut Worksheet,
    (first, end): (u32, u32),
    column: u16,
    language: Language,
) -> Result<(), XlsxError> {
    let name = |severity| language.severity(severity);
    Cells::new(worksheet, first, end, column).severities(name)
}

/// Sets the bars of a column of shares in these rows and the one behind them.
pub(super) fn share_bars(
    worksheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
) -> Result<(), XlsxError> {
    Cells::new(worksheet, first, last + 1, column).bar()
}

/// The cells of one column.
struct Cells<'w> {
    worksheet: &'w mut Worksheet,
    column: u16,
    first: u32,
    end: u32,
}

impl<'w> Cells<'w> {
    fn new(worksheet: &'w mut Worksheet, first: u32, end: u32, column: u16) -> Self {
        Self {
            worksheet,
            column,
            first,
            end,
        }
    }

    fn severities(&mut self, name: impl Fn(Severity) -> &'static str) -> Result<(), XlsxError> {
        self.word(name(Severity::Error), RED)?;
        self.word(name(Severity::Warning), AMBER)?;
        self.word(name(Severity::Note), GREY)
    }

    fn word(&mut self, word: &str, colours: (Color, Color)) -> Result<(), XlsxError> {
        let rule = ConditionalFormatCell::new()
            .set_rule(Rule::EqualTo(word))
            .set_format(filled(colours));
        self.add(&rule)
    }

    fn rule(&mut self, rule: Rule<i32>, format: Format) -> Result<(), XlsxError> {
        let rule = ConditionalFormatCell::new()
            .set_rule(rule)
            .set_format(format);
        self.add(&rule)
    }

    /// Adds a bar from 0 to 100 %, whatever the largest share on the sheet is.
    fn bar(&mut self) -> Result<(), XlsxError> {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(BAR)
            .set_solid_fill(true)
            .set_border_off(true);
        self.add(&bar)
    }

    fn add<C>(&mut self, rule: &C) -> Result<(), XlsxError>
    where
        C: ConditionalFormat + Send + Sync,
    {
        let (column, first, last) = (self.column, self.first, self.end - 1);
        self.worksheet
            .add_conditional_format(first, column, last, column, rule)?;
        Ok(())
    }
}

fn font((font, _): (Color, Color)) -> Format {
    Format::new().set_font_color(font)
}

pub(super) fn filled((font, fill): (Color, Color)) -> Format {
    Format::new()
        .set_font_color(font)
        .set_background_color(fill)
}
