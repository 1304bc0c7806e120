//! The first sheet where hours alone are asked for: by cost centre and by person, with totals.

use rust_xlsxwriter::{FormatAlign, XlsxError};

use super::page::{Figure, Page, Value};
use super::{Content, sections};
use crate::formats::column_words::month_in_words;
use crate::formats::name;
use crate::formats::xlsx::formats::Show;
use crate::formats::xlsx::links;
use crate::formats::xlsx::values::days;
use crate::language::words::fill;
use crate::views::NO_COST_CENTRE;
use crate::views::hours_grid::{HoursGrid, HoursRow, HoursShown};

/// How many people stand on the first sheet.
const MOST_PEOPLE: usize = 40;
/// The most months that have a column each.
const MOST_MONTHS: usize = 3;

/// Returns the large numbers.
pub(super) fn figures<'c>(content: &Content<'c>, grid: &HoursGrid<'_>) -> Vec<Figure<'c>> {
    let (words, texts) = (content.theme.words(), content.theme.texts());
    let hours = grid.all.decimal_hours().as_f64();
    let meetings = content.over_time.totals().meetings;
    let mut figures = vec![
        Figure::number(words.hours, hours, "#,##0.00"),
        Figure::count(texts.people, grid.people.len() as u64),
        Figure::count(texts.months, grid.months.len() as u64),
    ];
    if !grid.cost_centres.is_empty() {
        let centres = grid.named_cost_centres() as u64;
        figures.push(Figure::count(texts.cost_centres, centres));
    }
    if meetings > 0 {
        figures.push(Figure::count(texts.meetings, meetings));
    }
    figures.extend(sections::serious(content));
    figures
}

/// Writes the hours by cost centre and by person.
pub(super) fn write(
    page: &mut Page<'_>,
    content: &Content<'_>,
    (shown, grid): (HoursShown, &HoursGrid<'_>),
) -> Result<(), XlsxError> {
    let (language, texts) = (page.theme.language, page.theme.texts());
    if shown.cost_centres && !grid.cost_centres.is_empty() {
        page.section(texts.by_cost_centre, grid.cost_centres.len() as u32 + 2)?;
        headings(page, grid, texts.cost_centre)?;
        for (name, row) in &grid.cost_centres {
            let nobody = language.heading(NO_COST_CENTRE);
            sums(page, name.unwrap_or(nobody), row, false)?;
        }
        sums(page, texts.total, &grid.all, true)?;
    }
    if shown.names {
        people(page, content, (shown, grid))?;
    }
    page.row += 1;
    let zone = page.theme.zone.name().to_owned();
    page.sentence(&fill(texts.hours_note, &[("zone", &zone)]))
}

fn people(
    page: &mut Page<'_>,
    content: &Content<'_>,
    (shown, grid): (HoursShown, &HoursGrid<'_>),
) -> Result<(), XlsxError> {
    let (language, texts) = (page.theme.language, page.theme.texts());
    page.section(
        texts.by_person,
        grid.people.len().min(MOST_PEOPLE) as u32 + 2,
    )?;
    headings(page, grid, texts.name)?;
    for person in grid.people.iter().take(MOST_PEOPLE) {
        let email = person.email.filter(|_| shown.emails);
        let label = name::label(person.name, email, None, language);
        sums(page, &label, &person.row, false)?;
    }
    sums(page, texts.total, &grid.all, true)?;
    let more = grid.people.len().saturating_sub(MOST_PEOPLE);
    let title = ["Hours by month", "Hours"].map(|title| language.heading(title));
    let mut sheets = content.entries.iter();
    if more > 0
        && let Some(sheet) = sheets.find(|entry| title.contains(&&*entry.name))
    {
        let words = page.theme.words();
        let values = [
            ("n", &*language.count(more as i64)),
            ("sheet", &*sheet.name),
        ];
        let text = fill(words.more_people, &values);
        page.link(0, links::to_sheet(&sheet.name), &text, words.to_sheet)?;
        page.row += 1;
    }
    Ok(())
}

/// Returns the months that have a column each: none where there are too many, or one alone, which
/// is the total.
fn columns(grid: &HoursGrid<'_>) -> usize {
    match grid.months.len() {
        2..=MOST_MONTHS => grid.months.len(),
        _ => 0,
    }
}

fn headings(page: &mut Page<'_>, grid: &HoursGrid<'_>, first: &str) -> Result<(), XlsxError> {
    let (language, texts) = (page.theme.language, page.theme.texts());
    let months = grid.months.iter();
    let months: Vec<_> = months
        .map(|month| month_in_words(month, language))
        .collect();
    let mut all = vec![(first, FormatAlign::Left)];
    let each = months.iter().take(columns(grid));
    all.extend(each.map(|month| (month.as_str(), FormatAlign::Right)));
    let total = match &months[..] {
        [only] => only,
        _ => texts.total,
    };
    all.extend([total, texts.decimal_hours].map(|text| (text, FormatAlign::Right)));
    page.headings(&all)
}

fn sums(page: &mut Page<'_>, name: &str, row: &HoursRow, is_sum: bool) -> Result<(), XlsxError> {
    let time = |seconds: i64| Value::Number(days(seconds as f64), Show::Duration);
    let each = match row.months.len() {
        2..=MOST_MONTHS => &row.months[..],
        _ => &[],
    };
    let mut cells = vec![Some(Value::Text(name))];
    cells.extend(each.iter().map(|month| month.map(time)));
    let hours = Value::Number(row.decimal_hours().as_f64(), Show::Number);
    cells.extend([Some(time(row.total)), Some(hours)]);
    page.table_row(&cells, is_sum)
}
