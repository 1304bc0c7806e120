//! Hours by person and month as a sheet, with sums at both ends and by cost centre.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::formats::{Show, Theme, heading};
use super::values::{cell_text, days, text_width};
use super::{links, print};
use crate::formats::column_words::month_in_words;
use crate::language::words::fill;
use crate::views::NO_COST_CENTRE;
use crate::views::hours_grid::{HoursGrid, HoursRow};

/// Widths, in digits.
const NARROWEST: usize = 12;
const WIDEST: usize = 40;
const DECIMAL: usize = 20;
const PADDING: usize = 3;

/// A text in front of the months: its heading, and what it is for each person.
struct Leading<'g> {
    heading: &'static str,
    texts: Vec<Option<&'g str>>,
}

/// Returns the columns in front of the months; those that nobody fills are left out.
fn leading<'g>(grid: &'g HoursGrid<'_>) -> Vec<Leading<'g>> {
    let people = || grid.people.iter();
    let all = [
        ("Name", people().map(|one| one.name).collect()),
        ("E-mail", people().map(|one| one.email).collect()),
        ("Department", people().map(|one| one.department).collect()),
        ("Cost centre", people().map(|one| one.cost_centre).collect()),
    ];
    let all = all.map(|(heading, texts): (_, Vec<_>)| Leading { heading, texts });
    let is_filled =
        |one: &Leading<'_>| one.heading == "Name" || one.texts.iter().any(Option::is_some);
    all.into_iter().filter(is_filled).collect()
}

/// Fills a sheet with the hours; returns how many people are on it.
pub(super) fn write(
    worksheet: &mut Worksheet,
    name: &str,
    grid: &HoursGrid<'_>,
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let leading = leading(grid);
    worksheet.set_name(name)?.set_freeze_panes(1, 1)?;
    headings(worksheet, &leading, grid, theme)?;
    let months = leading.len() as u16;
    let mut row = 0;
    for (at, person) in grid.people.iter().enumerate() {
        row += 1;
        for (column, leading) in (0..).zip(&leading) {
            if let Some(text) = leading.texts[at] {
                let format = theme.formats.values(Show::Text);
                worksheet.write_string_with_format(row, column, cell_text(text), format)?;
            }
        }
        sums(worksheet, (row, months), &person.row, theme, false)?;
    }
    let people = row;
    worksheet.autofilter(0, 0, people, months + grid.months.len() as u16 + 1)?;
    // A row between keeps sorting and filters off the sums.
    row += 2;
    let total = theme.language.heading("Total");
    label(worksheet, row, total, months, theme)?;
    sums(worksheet, (row, months), &grid.all, theme, true)?;
    if !grid.cost_centres.is_empty() {
        row += 2;
        let title = theme.language.heading("By cost centre");
        worksheet.write_string_with_format(
            row,
            0,
            title,
            &Format::new().set_bold().set_indent(1),
        )?;
        for (name, of_centre) in &grid.cost_centres {
            row += 1;
            let format = theme.formats.values(Show::Text);
            worksheet.write_string_with_format(
                row,
                0,
                cell_text(name.unwrap_or(theme.language.heading(NO_COST_CENTRE))),
                format,
            )?;
            sums(worksheet, (row, months), of_centre, theme, false)?;
        }
    }
    row += 2;
    let texts = theme.language.words();
    let note = fill(texts.hours_note, &[("zone", theme.zone.name())]);
    worksheet.write_string_with_format(row, 0, note, &Format::new().set_indent(1))?;
    let width = widths(worksheet, &leading, grid, theme)?;
    print::paper(worksheet, name, theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(print::pages(width), 0)
        .set_repeat_rows(0, 0)?
        .set_repeat_columns(0, 0)?;
    Ok(people)
}

fn headings(
    worksheet: &mut Worksheet,
    leading: &[Leading<'_>],
    grid: &HoursGrid<'_>,
    theme: &Theme,
) -> Result<(), XlsxError> {
    let left = heading().set_align(FormatAlign::Left).set_indent(1);
    let right = heading().set_align(FormatAlign::Right).set_indent(2);
    let said = |english| theme.language.heading(english);
    let texts = leading.iter().map(|one| (said(one.heading), &left));
    let months = grid.months.iter();
    let months = months.map(|month| month_in_words(month, theme.language));
    let months: Vec<_> = months.collect();
    let months = months.iter().map(|month| (&**month, &right));
    let totals = ["Total", "Total (decimal hours)"].map(|english| (said(english), &right));
    worksheet.set_row_height(0, 33)?;
    for (at, (text, format)) in (0..).zip(texts.chain(months).chain(totals)) {
        worksheet.write_string_with_format(0, at, text, format)?;
    }
    links::way_back(worksheet, said("Name"), left.clone(), theme)
}

/// Writes the label of the sums, over the columns in front of the months.
fn label(
    worksheet: &mut Worksheet,
    row: u32,
    text: &str,
    months: u16,
    theme: &Theme,
) -> Result<(), XlsxError> {
    let format = theme.formats.values(Show::Text).clone();
    let format = format.set_bold().set_border_top(FormatBorder::Thin);
    worksheet.write_string_with_format(row, 0, text, &format)?;
    for column in 1..months {
        worksheet.write_blank(row, column, &format)?;
    }
    Ok(())
}

/// Writes the months of a row, and behind them their sum as a length of time and in hours.
fn sums(
    worksheet: &mut Worksheet,
    (row, first): (u32, u16),
    hours: &HoursRow,
    theme: &Theme,
    is_total: bool,
) -> Result<(), XlsxError> {
    let dressed = |show| {
        let format = theme.formats.values(show).clone();
        match is_total {
            true => format.set_bold().set_border_top(FormatBorder::Thin),
            false => format,
        }
    };
    let duration = dressed(Show::Duration);
    let mut column = first;
    for month in &hours.months {
        if let Some(seconds) = month {
            worksheet.write_number_with_format(row, column, days(*seconds as f64), &duration)?;
        }
        column += 1;
    }
    let total = hours.total as f64;
    worksheet.write_number_with_format(row, column, days(total), &duration)?;
    let decimal = hours.decimal_hours().as_f64();
    worksheet.write_number_with_format(row, column + 1, decimal, &dressed(Show::Number))?;
    Ok(())
}

/// Sets the widths of all columns; returns their sum.
fn widths(
    worksheet: &mut Worksheet,
    leading: &[Leading<'_>],
    grid: &HoursGrid<'_>,
    theme: &Theme,
) -> Result<usize, XlsxError> {
    let of_texts = leading.iter().map(|one| {
        let texts = one.texts.iter().flatten().copied();
        let all = texts.chain([theme.language.heading(one.heading)]);
        let widest = all.map(text_width).max().unwrap_or(0);
        widest.clamp(NARROWEST, WIDEST) + PADDING
    });
    let months = grid.months.iter();
    let months = months.map(|month| month_in_words(month, theme.language));
    let months = months.map(|month| text_width(&month).max(NARROWEST) + PADDING);
    let numbers = months.chain([NARROWEST + PADDING]);
    let numbers = numbers.chain([DECIMAL]);
    let mut sum = 0;
    for (at, width) in (0..).zip(of_texts.chain(numbers)) {
        worksheet.set_column_width(at, width as f64)?;
        sum += width;
    }
    Ok(sum)
}
