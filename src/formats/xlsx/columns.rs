//! The last sheet: what every column of every sheet means.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::formats::{Theme, heading};
use super::layout::shown_as;
use super::links;
use super::print;
use super::values::text_width;
use crate::views::view::View;

const WIDTHS: [f64; 5] = [16.0, 24.0, 34.0, 28.0, 90.0];
/// What one line of a meaning has room for.
const LINE: usize = 90;
/// In points.
const HEIGHT_OF_A_LINE: f64 = 15.0;
const LAST: u16 = WIDTHS.len() as u16 - 1;

/// Fills the sheet; gives how many columns it explains.
pub(super) fn write(
    worksheet: &mut Worksheet,
    views: &[View],
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let words = theme.words();
    worksheet.set_name(words.columns)?.set_freeze_panes(1, 2)?;
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, width)?;
    }
    let headings = [
        words.sheet,
        theme.language.heading("Column"),
        words.shown_as,
        words.in_csv,
        words.meaning,
    ];
    for (at, text) in (0..).zip(headings) {
        worksheet.write_string_with_format(0, at, text, &heading())?;
    }
    links::way_back(worksheet, words.sheet, heading(), theme)?;
    let rows = explanations(worksheet, views, theme)?;
    worksheet.autofilter(0, 0, rows, LAST)?;
    print::paper(worksheet, words.columns, theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_area(0, 0, rows, LAST)?
        .set_repeat_rows(0, 0)?;
    Ok(rows)
}

fn explanations(
    worksheet: &mut Worksheet,
    views: &[View],
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let bold = text.clone().set_bold();
    let language = theme.language;
    let mut row = 0;
    for view in views {
        for column in view.columns() {
            row += 1;
            let shown = shown_as(column.kind, theme);
            worksheet
                .write_string_with_format(row, 0, language.heading(view.table().title()), &text)?
                .write_string_with_format(row, 1, language.heading(column.label), &bold)?;
            let meaning = language.column_meaning(column.meaning);
            // Not every program makes room for a second line by itself.
            let lines = text_width(meaning).div_ceil(LINE);
            if lines > 1 {
                worksheet.set_row_height(row, HEIGHT_OF_A_LINE * lines as f64)?;
            }
            for (at, words) in (2..).zip([&shown, column.key, meaning]) {
                worksheet.write_string_with_format(row, at, words, &text)?;
            }
        }
    }
    Ok(row)
}
