//! The wide register as sheets: letters with colours, and presence; names stay in view.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule as Rule, Format, FormatAlign,
    FormatBorder, Worksheet, XlsxError,
};

use super::formats::{Formats, Look, heading};
use super::layout::Show;
use super::values::{cell_text, days};
use super::{links, print};
use crate::series::status::Status;
use crate::tables::cell::Cell;
use crate::tables::column::Kind;
use crate::tables::register_wide::{Shown, WideColumn, WideRegister};

/// The sheet's name.
pub(super) const fn name(shown: Shown) -> &'static str {
    match shown {
        Shown::Status => "Register",
        Shown::Presence => "Register time",
    }
}

/// What a row of the sheet is.
pub(super) const fn meaning(shown: Shown) -> &'static str {
    match shown {
        Shown::Status => "one row a person, a column a meeting: the status as a letter",
        Shown::Presence => "one row a person, a column a meeting: the presence",
    }
}

const NAME_WIDTH: f64 = 30.0;
const MEETING_WIDTH: f64 = 12.0;
const HEADING_HEIGHT: f64 = 62.0;

/// Font and fill of a letter; the letter itself says it to who sees no colours.
const fn colours(status: Status) -> (Color, Color) {
    match status {
        Status::Present => (Color::RGB(0x00_61_00), Color::RGB(0xC6_EF_CE)),
        Status::Late | Status::LeftEarly => (Color::RGB(0x9C_57_00), Color::RGB(0xFF_EB_9C)),
        Status::Partial => (Color::RGB(0x83_3C_0B), Color::RGB(0xF8_CB_AD)),
        Status::Absent => (Color::RGB(0x9C_00_06), Color::RGB(0xFF_C7_CE)),
        Status::Excused => (Color::RGB(0x1F_4E_78), Color::RGB(0xDD_EB_F7)),
        Status::Unknown => (Color::RGB(0x40_40_40), Color::RGB(0xE7_E6_E6)),
    }
}

/// Fills a sheet with the register; gives the number of people in it.
pub(super) fn write(
    worksheet: &mut Worksheet,
    register: &WideRegister<'_>,
    shown: Shown,
    look: &Look,
) -> Result<u32, XlsxError> {
    let formats = &look.formats;
    let columns = register.columns(shown);
    worksheet.set_name(name(shown))?;
    worksheet.set_freeze_panes(1, 1)?;
    worksheet.set_row_height(0, HEADING_HEIGHT)?;
    for (at, column) in (0..).zip(&columns) {
        let width = if column.is_meeting {
            MEETING_WIDTH
        } else {
            NAME_WIDTH / 2.0
        };
        worksheet.set_column_width(at, if at < 2 { NAME_WIDTH } else { width })?;
        worksheet.set_column_format(at, &format(column, formats))?;
        worksheet.write_string_with_format(0, at, cell_text(&column.label), &heading())?;
    }
    if let Some(first) = columns.first() {
        links::way_back(worksheet, &cell_text(&first.label), heading(), look.words)?;
    }
    let mut rows = 0;
    for row in register.rows(shown) {
        rows += 1;
        write_row(worksheet, rows, &columns, &row)?;
    }
    write_totals(
        worksheet,
        rows + 1,
        &columns,
        &register.totals(shown),
        formats,
    )?;
    if shown == Shown::Status {
        colour(worksheet, &columns, rows)?;
        let legend = WideRegister::legend();
        worksheet.write_string(rows + 3, 0, legend)?;
    }
    print::paper(worksheet, name(shown), look.words)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(0, 0)
        .set_repeat_rows(0, 0)?
        .set_repeat_columns(0, 0)?;
    Ok(rows)
}

fn format(column: &WideColumn, formats: &Formats) -> Format {
    match column.kind {
        Kind::Text if column.is_meeting => Format::new().set_align(FormatAlign::Center),
        Kind::Seconds => formats.values(Show::Duration).clone(),
        Kind::Share => formats.values(Show::Share).clone(),
        Kind::Count => formats.values(Show::Count).clone(),
        _ => formats.values(Show::Text).clone(),
    }
}

fn write_row(
    worksheet: &mut Worksheet,
    row: u32,
    columns: &[WideColumn],
    cells: &[Cell<'_>],
) -> Result<(), XlsxError> {
    for ((at, column), cell) in (0..).zip(columns).zip(cells) {
        match cell {
            Cell::Missing => {}
            Cell::Text(text) => {
                worksheet.write_string(row, at, cell_text(text))?;
            }
            other => {
                worksheet.write_number(row, at, number(column, other))?;
            }
        }
    }
    Ok(())
}

fn number(column: &WideColumn, cell: &Cell<'_>) -> f64 {
    let number = match cell {
        Cell::Integer(number) => *number as f64,
        Cell::Decimal(number) => number.as_f64(),
        Cell::Time(instant) => instant.unix_seconds() as f64,
        Cell::Missing | Cell::Text(_) => 0.0,
    };
    match column.kind {
        Kind::Seconds => days(number),
        _ => number,
    }
}

fn write_totals(
    worksheet: &mut Worksheet,
    row: u32,
    columns: &[WideColumn],
    cells: &[Cell<'_>],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for ((at, column), cell) in (0..).zip(columns).zip(cells) {
        let bold = format(column, formats)
            .set_bold()
            .set_border_top(FormatBorder::Thin);
        match cell {
            Cell::Missing => worksheet.write_blank(row, at, &bold)?,
            Cell::Text(text) => {
                worksheet.write_string_with_format(row, at, cell_text(text), &bold)?
            }
            other => worksheet.write_number_with_format(row, at, number(column, other), &bold)?,
        };
    }
    Ok(())
}

fn colour(worksheet: &mut Worksheet, columns: &[WideColumn], rows: u32) -> Result<(), XlsxError> {
    let mut meetings = (0_u16..)
        .zip(columns)
        .filter(|(_, column)| column.is_meeting)
        .map(|(at, _)| at);
    let Some(first) = meetings.next().filter(|_| rows > 0) else {
        return Ok(());
    };
    let last = meetings.last().unwrap_or(first);
    for status in Status::ALL {
        let (font, fill) = colours(status);
        let format = Format::new()
            .set_font_color(font)
            .set_background_color(fill);
        let rule = ConditionalFormatCell::new()
            .set_rule(Rule::EqualTo(status.letter()))
            .set_format(format);
        worksheet.add_conditional_format(1, first, rows, last, &rule)?;
    }
    Ok(())
}
