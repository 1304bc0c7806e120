//! What explains: the other sheets, what the numbers mean, totals by role, how to read.

use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::Content;
use super::charts::{self, Numbers, Place};
use super::page::{self, Page, Value, count};
use crate::formats::xlsx::formats::Show;
use crate::formats::xlsx::highlights;
use crate::formats::xlsx::links;
use crate::formats::xlsx::values::days;
use crate::language::Language;
use crate::language::words::fill;
use crate::views::Table;
use crate::views::cell::{Cell, Rows};
use crate::views::{ALL_ROLES, NO_ROLE};
use crate::zone::Zone;

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
/// The rows that a chart takes at least.
const CHART_ROWS: u32 = 9;

/// Writes the title, and who made the workbook.
pub(super) fn opening(page: &mut Page<'_>) -> Result<(), XlsxError> {
    let words = page.theme.words();
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    page.title([words.about, words.of_about, &fill(words.made_by, &version)])?;
    links::way_back(page.worksheet, words.about, page::title(), page.theme)
}

/// Writes the names of all other sheets.
pub(super) fn sheets(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let words = page.theme.words();
    page.section(words.sheets, content.entries.len() as u32 + 1)?;
    page.headings(&[
        (words.sheet, LEFT),
        (words.rows, RIGHT),
        (words.row_is, LEFT),
    ])?;
    for entry in content.entries {
        let row = page.row;
        page.table_row(
            &[
                None,
                count(entry.rows.into()),
                Some(Value::Text(entry.meaning)),
            ],
            false,
        )?;
        page.row = row;
        page.link(0, links::to_sheet(&entry.name), &entry.name, words.to_sheet)?;
        page.row += 1;
    }
    Ok(())
}

/// Writes what each number means.
pub(super) fn definitions(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let (words, texts) = (page.theme.words(), page.theme.texts());
    let definitions = [
        (texts.presence, texts.means_presence),
        (texts.share, texts.means_share),
        (texts.late, texts.means_late),
        (texts.left_early, texts.means_left_early),
        (texts.missed, texts.means_missed),
        (texts.rejoins, texts.means_rejoins),
        (texts.reported_total, texts.means_reported_total),
        (texts.interval_sum, texts.means_interval_sum),
        (texts.sum_check, texts.means_sum_check),
        (texts.median_and_quartiles, texts.means_quartiles),
    ];
    page.section(texts.meanings, definitions.len() as u32 + 1)?;
    for (term, definition) in definitions {
        // What pages set apart as code.
        page.line(term, &definition.replace('`', ""))?;
    }
    if content.explains_columns {
        let url = links::to_sheet(words.columns);
        page.link(0, url, words.columns, words.to_sheet)?;
        page.worksheet.write_string(page.row, 1, words.of_columns)?;
        page.row += 1;
    }
    Ok(())
}

/// Writes what a reader needs to know of all sheets.
pub(super) fn reading(page: &mut Page<'_>) -> Result<(), XlsxError> {
    let words = page.theme.words();
    let zone = [
        ("zone", page.theme.zone.name()),
        ("version", Zone::DATABASE),
    ];
    let times = fill(words.times_are, &zone);
    let sentences = [
        &*times,
        words.lengths_are,
        words.empty_is,
        words.participations_are,
        words.links_lead,
        words.links_are_few,
    ];
    page.section(words.reading, sentences.len() as u32)?;
    sentences
        .into_iter()
        .try_for_each(|sentence| page.sentence(sentence))
}

/// Totals by role, with a chart.
pub(super) fn by_role(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let mut rows = Rows::default();
    content.facts.by_role(|row| rows.push(row));
    // Everybody alone is the last row.
    if rows.len() < 2 {
        return Ok(());
    }
    let (words, texts) = (page.theme.words(), page.theme.texts());
    let height = CHART_ROWS.max(rows.len() as u32 + 1);
    page.section(texts.by_role, height)?;
    let top = page.row;
    page.headings(&[
        (texts.role, LEFT),
        (texts.meetings, RIGHT),
        (texts.participations, RIGHT),
        (texts.presence, RIGHT),
        (page.theme.language.heading("Mean presence"), RIGHT),
        (texts.mean_share, RIGHT),
    ])?;
    let first = page.row;
    let sum = first + rows.len() as u32 - 1;
    let language = page.theme.language;
    for row in rows.iter() {
        let is_sum = page.row == sum;
        page.table_row(&role_cells(&row, language), is_sum)?;
    }
    highlights::share_bars(page.worksheet, (first, sum), 5)?;
    let numbers = Numbers {
        title: words.chart_of_roles,
        rows: (first, sum),
        names: 0,
        column: 2,
        shown: "",
    };
    let place = Place {
        column: 7,
        top,
        height,
    };
    charts::place(page, ChartType::Bar, &numbers, &place)?;
    page.row = page.row.max(top + height);
    Ok(())
}

/// The columns of the table of totals that the first sheet shows.
const OF_ROLE: [(&str, Show); 6] = [
    ("role", Show::Text),
    ("meetings", Show::Count),
    ("participations", Show::Count),
    ("presence_seconds", Show::Duration),
    ("mean_presence_seconds", Show::Duration),
    ("mean_share", Show::Share),
];

fn role_cells<'r>(row: &'r [Cell<'_>], language: Language) -> Vec<Option<Value<'r>>> {
    let value = |&(key, show): &(&str, Show)| {
        let number = match &row[Table::Overall.place(key)] {
            Cell::Text(role) => return Some(Value::Text(role_name(role, language))),
            Cell::Integer(number) => *number as f64,
            Cell::Decimal(number) => number.as_f64(),
            Cell::Missing | Cell::Time(_) | Cell::Reason(_) => return None,
        };
        let number = match show {
            Show::Duration => days(number),
            _ => number,
        };
        Some(Value::Number(number, show))
    };
    OF_ROLE.iter().map(value).collect()
}

/// Returns a role as the table of totals names it, in this language.
fn role_name(role: &str, language: Language) -> &str {
    match role {
        NO_ROLE => language.words().no_role,
        ALL_ROLES => language.words().all_roles,
        known => language.role(known),
    }
}
