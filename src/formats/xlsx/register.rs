//! The wide register as sheets: letters with colours, and presence; names stay in view.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::formats::{Formats, Show, Theme, heading};
use super::values::{cell_text, days, text_width};
use super::{highlights, links, print};
use crate::formats::column_words::in_language;
use crate::language::Language;
use crate::views::cell::Cell;
use crate::views::column::Kind;
use crate::views::register_wide::{RegisterMeeting, Shown, WideColumn, WideRegister};
use crate::views::tone::Words;
use crate::views::value::Status;

/// Returns the sheet's name.
pub(super) fn name(shown: Shown, language: Language) -> &'static str {
    language.heading(match shown {
        Shown::Status => "Register",
        Shown::Presence => "Register time",
    })
}

/// Returns what a row of the sheet is.
pub(super) const fn meaning(shown: Shown, language: Language) -> &'static str {
    let words = language.workbook();
    match shown {
        Shown::Status => words.of_register,
        Shown::Presence => words.of_register_time,
    }
}

/// Widths, in digits.
const NARROWEST: usize = 10;
const WIDEST: usize = 40;
const PADDING: usize = 3;
const HEADING_HEIGHT: f64 = 62.0;
/// The column of both counts in words.
const OF_DUE: &str = "Attended of due";

/// Fills a sheet with the register; returns the number of people in it.
pub(super) fn write(
    worksheet: &mut Worksheet,
    register: &WideRegister<'_>,
    shown: Shown,
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let formats = &theme.formats;
    let columns = register.columns(shown);
    let name = name(shown, theme.language);
    worksheet.set_name(name)?;
    worksheet.set_freeze_panes(1, 1)?;
    worksheet.set_row_height(0, HEADING_HEIGHT)?;
    let mut meetings = register.headings();
    for (at, column) in (0..).zip(&columns) {
        let format = if column.is_meeting || column.kind != Kind::Text {
            heading().set_align(FormatAlign::Center)
        } else {
            heading().set_align(FormatAlign::Left).set_indent(1)
        };
        let meeting = match column.is_meeting {
            true => meetings.next(),
            false => None,
        };
        let label = match meeting {
            Some(meeting) => of_meeting(&meeting, theme),
            None => theme
                .language
                .heading(in_words(&column.label, theme))
                .to_owned(),
        };
        worksheet.set_column_format(at, &self::format(column, formats))?;
        if at == 0 {
            links::way_back(worksheet, &label, format, theme)?;
        } else {
            worksheet.write_string_with_format(0, at, label, &format)?;
        }
    }
    let mut widths: Vec<_> = columns.iter().map(|one| narrowest(one, theme)).collect();
    let (mut rows, mut people) = (0, 0);
    let blocks = register.blocks();
    for block in &blocks {
        if blocks.len() > 1 {
            rows += 1;
            let heading = theme.language.heading(block.name());
            worksheet.write_string_with_format(rows, 0, heading, &Format::new().set_bold())?;
        }
        for &person in block.people() {
            rows += 1;
            people += 1;
            let row = register.row(person, shown);
            write_row(worksheet, rows, &columns, &row, theme.language)?;
            for (width, cell) in widths.iter_mut().zip(&row) {
                if let Cell::Text(text) = cell {
                    *width = text_width(text).min(WIDEST).max(*width);
                }
            }
        }
        rows += 1;
        let totals = register.totals(block, shown);
        write_totals(worksheet, rows, &columns, &totals, theme)?;
    }
    for (at, width) in (0..).zip(&widths) {
        worksheet.set_column_width(at, (width + PADDING) as f64)?;
    }
    if shown == Shown::Status {
        colour(worksheet, &columns, rows, theme.language)?;
        legend(worksheet, rows + 3, theme)?;
    }
    print::paper(worksheet, name, theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(print::pages(widths.iter().sum()), 0)
        .set_repeat_rows(0, 0)?
        .set_repeat_columns(0, 0)?;
    Ok(people)
}

/// Returns the width of a column before its texts are known: date and title take three lines.
fn narrowest(column: &WideColumn, theme: &Theme) -> usize {
    let label = match column.is_meeting {
        true => &*column.label,
        false => theme.language.heading(in_words(&column.label, theme)),
    };
    let words = label.split(' ').map(text_width);
    words.max().unwrap_or(0).clamp(NARROWEST, WIDEST)
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

/// Returns a meeting's heading: when it began, as readers write it, and its title.
fn of_meeting(meeting: &RegisterMeeting<'_>, theme: &Theme) -> String {
    let title = cell_text(meeting.title);
    match meeting.begin {
        Some(begin) => format!("{} {title}", theme.language.minute(&theme.zone, begin)),
        None => title.into_owned(),
    }
}

/// Returns the heading of a column that is no meeting's; readers know other words than tables.
fn in_words<'w>(label: &'w str, theme: &Theme) -> &'w str {
    match label {
        "Due" if theme.is_for_readers => "Expected meetings",
        "Share of due" if theme.is_for_readers => "Share of expected time",
        "Presence" if theme.is_for_readers => "Time in meetings",
        label => label,
    }
}

/// Writes what each letter means: each with its colours, one below the other.
fn legend(worksheet: &mut Worksheet, mut row: u32, theme: &Theme) -> Result<(), XlsxError> {
    let language = theme.language;
    for status in Status::ALL {
        let format = highlights::filled(highlights::of_status(status))
            .set_align(FormatAlign::Left)
            .set_indent(1);
        let text = format!("{}  {}", language.letter(status), language.status(status));
        worksheet.write_string_with_format(row, 0, text, &format)?;
        row += 1;
    }
    worksheet.write_string(row, 0, theme.words().register_empty)?;
    Ok(())
}

fn write_row(
    worksheet: &mut Worksheet,
    row: u32,
    columns: &[WideColumn],
    cells: &[Cell<'_>],
    language: Language,
) -> Result<(), XlsxError> {
    for ((at, column), cell) in (0..).zip(columns).zip(cells) {
        match cell {
            Cell::Missing => {}
            Cell::Text(letter) if column.is_meeting => {
                worksheet.write_string(row, at, in_language(Words::Letters, letter, language))?;
            }
            Cell::Text(text) => {
                worksheet.write_string(row, at, in_cell(column, text, language))?;
            }
            other => {
                worksheet.write_number(row, at, number(column, other))?;
            }
        }
    }
    Ok(())
}

/// Returns a text in a cell that is no meeting's.
fn in_cell(column: &WideColumn, text: &str, language: Language) -> String {
    let told = match column.label.as_str() {
        OF_DUE => in_language(Words::CountsOf, text, language),
        _ => text.into(),
    };
    cell_text(&told).into_owned()
}

fn number(column: &WideColumn, cell: &Cell<'_>) -> f64 {
    let number = match cell {
        Cell::Integer(number) => *number as f64,
        Cell::Decimal(number) => number.as_f64(),
        Cell::Time(instant) => instant.unix_seconds() as f64,
        Cell::Missing | Cell::Text(_) | Cell::Reason(_) => 0.0,
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
    theme: &Theme,
) -> Result<(), XlsxError> {
    for ((at, column), cell) in (0..).zip(columns).zip(cells) {
        let bold = format(column, &theme.formats)
            .set_bold()
            .set_border_top(FormatBorder::Thin);
        match cell {
            Cell::Missing => worksheet.write_blank(row, at, &bold)?,
            Cell::Text(text) => {
                // The label at the left is a heading of ours.
                let text = match at {
                    0 => theme.language.heading(text).to_owned(),
                    _ => in_cell(column, text, theme.language),
                };
                worksheet.write_string_with_format(row, at, text, &bold)?
            }
            other => worksheet.write_number_with_format(row, at, number(column, other), &bold)?,
        };
    }
    Ok(())
}

fn colour(
    worksheet: &mut Worksheet,
    columns: &[WideColumn],
    rows: u32,
    language: Language,
) -> Result<(), XlsxError> {
    let mut meetings = (0_u16..)
        .zip(columns)
        .filter(|(_, column)| column.is_meeting)
        .map(|(at, _)| at);
    let Some(first) = meetings.next().filter(|_| rows > 0) else {
        return Ok(());
    };
    let last = meetings.last().unwrap_or(first);
    highlights::letters(worksheet, (1, rows + 1), (first, last), language)
}
