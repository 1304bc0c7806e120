//! Native charts over cells of the first sheet.

use rust_xlsxwriter::{
    Chart, ChartAxisTickType, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartSolidFill,
    ChartType, Color, XlsxError,
};

use super::page::{LAST, Page, WIDTHS};
use crate::language::words::fill;

const BARS: Color = Color::RGB(0x2E_75_B6);
const GRID: Color = Color::RGB(0xD9_D9_D9);
const INK: Color = Color::RGB(0x40_40_40);
/// The most names on an axis.
const MOST_LABELS: u32 = 12;
/// The height of a row, in pixels.
const ROW: u32 = 20;

/// Numbers in a column of the first sheet, and what they belong to.
pub(super) struct Numbers<'n> {
    /// What the chart shows.
    pub title: &'n str,
    /// The first row, and the one behind the last.
    pub rows: (u32, u32),
    /// The column that says what each number is.
    pub names: u16,
    /// The column of the numbers.
    pub column: u16,
    /// The number format of what each is; empty where it is a text.
    pub shown: &'n str,
}

/// Where a chart stands: at the right of a table, up to the last column.
pub(super) struct Place {
    /// The first column.
    pub column: u16,
    /// The first row.
    pub top: u32,
    /// How many rows it covers.
    pub height: u32,
}

/// Places a chart.
pub(super) fn place(
    page: &mut Page<'_>,
    kind: ChartType,
    numbers: &Numbers<'_>,
    place: &Place,
) -> Result<(), XlsxError> {
    let words = page.theme.words();
    let sheet = page.name;
    let described = fill(words.chart_described, &[("title", numbers.title)]);
    let (first, end) = numbers.rows;
    let mut chart = Chart::new(kind);
    chart
        .set_width(width(place.column))
        .set_height(place.height * ROW)
        .set_alt_text(described);
    chart
        .title()
        .set_name(numbers.title)
        .set_font(ChartFont::new().set_bold().set_size(11).set_color(INK));
    let series = chart
        .add_series()
        .set_name(numbers.title)
        .set_categories((sheet, first, numbers.names, end - 1, numbers.names))
        .set_values((sheet, first, numbers.column, end - 1, numbers.column))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(BARS)));
    if kind == ChartType::Bar {
        let font = small();
        series.set_gap(45).set_data_label(
            ChartDataLabel::new()
                .show_value()
                .set_num_format("#,##0")
                .set_font(&font),
        );
    } else {
        series.set_gap(40);
    }
    chart.legend().set_hidden();
    chart
        .chart_area()
        .set_format(ChartFormat::new().set_no_border());
    axes(&mut chart, kind, numbers);
    page.worksheet
        .insert_chart(place.top, place.column, &chart)?;
    Ok(())
}

fn axes(chart: &mut Chart, kind: ChartType, numbers: &Numbers<'_>) {
    let (first, end) = numbers.rows;
    let font = small();
    let mut line = ChartFormat::new();
    line.set_line(ChartLine::new().set_color(GRID));
    // The library calls the horizontal axis x, also where it has the values.
    let is_bar = kind == ChartType::Bar;
    let names = if is_bar {
        chart.y_axis()
    } else {
        chart.x_axis()
    };
    names
        .set_font(&font)
        .set_format(&mut line)
        .set_major_tick_type(ChartAxisTickType::None);
    if is_bar {
        // Bars are drawn from below; the table is read from above.
        names.set_reverse();
    } else {
        // Else Excel would spread dates by its own calendar.
        names
            .set_text_axis(true)
            .set_label_interval((end - first).div_ceil(MOST_LABELS) as u16);
    }
    if !numbers.shown.is_empty() {
        names.set_num_format(numbers.shown);
    }
    let values = if is_bar {
        chart.x_axis()
    } else {
        chart.y_axis()
    };
    values
        .set_font(&font)
        .set_format(ChartFormat::new().set_no_line())
        .set_num_format("#,##0")
        .set_min(0)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID));
    if is_bar {
        // Each bar has its number beside it.
        values.set_hidden(true).set_major_gridlines(false);
    }
}

fn small() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9).set_color(INK);
    font
}

/// From this column to the last, in pixels.
fn width(column: u16) -> u32 {
    let columns = &WIDTHS[usize::from(column)..=usize::from(LAST)];
    columns.iter().map(|width| *width as u32 * 7 + 5).sum()
}
