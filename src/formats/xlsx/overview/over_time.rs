//! Attendance over time, with a chart: the course of one meeting, or sums by period.

use jiff::civil::{Date, Time};
use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::Content;
use super::charts::{self, Numbers, Place};
use super::page::{Page, Value, count};
use crate::formats::xlsx::formats;
use crate::formats::xlsx::formats::{Show, Theme};
use crate::formats::xlsx::values::{days, serial};
use crate::language::Language;
use crate::language::format::hour_and_minute_in;
use crate::language::workbook::WorkbookWords;
use crate::views::over_time::{Curve, OverTime, PeriodSums, Unit};
use crate::views::value::{Instant, Span};

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
const LOWEST_CHART: u32 = 11;
const HIGHEST_CHART: u32 = 18;

/// Writes how attendance went over time: of one meeting its course, of more their sums by
/// period.
pub(super) fn write(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    match content.over_time.curve() {
        Some(curve) => course(page, curve),
        None => by_period(page, content.over_time),
    }
}

fn course(page: &mut Page<'_>, curve: &Curve) -> Result<(), XlsxError> {
    let (words, texts) = (page.theme.words(), page.theme.texts());
    page.section(words.course, curve.points.len() as u32 + 1)?;
    let top = page.row;
    page.headings(&[(words.time_from, LEFT), (texts.people_present, RIGHT)])?;
    let first = page.row;
    // Within a day nobody needs the date.
    let is_within_day = curve.step < Span::minutes(60);
    let theme = page.theme;
    let shown = match is_within_day {
        true => "hh:mm",
        false => formats::day_and_time(theme.language),
    };
    // Clocks that are put back show an hour twice, and no number tells the two apart. All names
    // on an axis are of one kind, so all times are texts then.
    let is_doubtful =
        |&(from, _): &(Instant, usize)| theme.zone.is_doubtful(theme.zone.local(from));
    let are_texts = curve.points.iter().any(is_doubtful);
    for &(from, people) in &curve.points {
        let text;
        let from = if are_texts {
            text = with_offset(theme, from, is_within_day);
            Some(Value::Text(&text))
        } else {
            serial(theme.zone.local(from)).map(|from| Value::Date(from, shown))
        };
        page.table_row(&[from, count(people as u64)], false)?;
    }
    let numbers = Numbers {
        title: texts.curve_title,
        rows: (first, page.row),
        names: 0,
        column: 1,
        shown: if are_texts { "" } else { shown },
    };
    let place = Place {
        column: 3,
        top,
        height: HIGHEST_CHART,
    };
    charts::place(page, ChartType::Column, &numbers, &place)?;
    page.row = page.row.max(top + HIGHEST_CHART);
    Ok(())
}

/// Returns a time as its number format would show it, with the offset where clocks showed it
/// twice.
fn with_offset(theme: &Theme, at: Instant, is_within_day: bool) -> String {
    let time = hour_and_minute_in(&theme.zone, at);
    let date = theme.zone.local(at).date();
    match is_within_day {
        true => time,
        false => format!("{} {time}", theme.language.day_and_month(date)),
    }
}

fn by_period(page: &mut Page<'_>, over_time: &OverTime) -> Result<(), XlsxError> {
    let Some((unit, periods)) = over_time.periods() else {
        return Ok(());
    };
    let (words, texts) = (page.theme.words(), page.theme.texts());
    let is_chart = periods.len() > 1;
    let table = periods.len() as u32 + 3;
    let height = table.clamp(LOWEST_CHART, HIGHEST_CHART);
    page.section(texts.chart_title, table.max(height))?;
    let top = page.row;
    page.headings(&[
        (unit_name(unit, words), LEFT),
        (texts.meetings, RIGHT),
        (texts.participations, RIGHT),
        (texts.presence, RIGHT),
    ])?;
    let first = page.row;
    for (day, sums) in periods {
        let [meetings, participations, presence] = sums_cells(sums);
        let day = day_value(unit, day, page.theme.language);
        page.table_row(&[day, meetings, participations, presence], false)?;
    }
    let rows = (first, page.row);
    if over_time.undated().meetings > 0 {
        sums_row(page, texts.undated, over_time.undated(), false)?;
    }
    sums_row(page, words.all, over_time.totals(), true)?;
    if is_chart {
        let numbers = Numbers {
            title: words.chart_over_time,
            rows,
            names: 0,
            column: 2,
            shown: on_axis(unit, page.theme.language),
        };
        let place = Place {
            column: 5,
            top,
            height,
        };
        charts::place(page, ChartType::Column, &numbers, &place)?;
        page.row = page.row.max(top + height);
    }
    Ok(())
}

/// Returns the heading of periods of this length.
const fn unit_name(unit: Unit, words: &WorkbookWords) -> &'static str {
    match unit {
        Unit::Day => words.day,
        Unit::Week => words.week,
        Unit::Month => words.month,
        Unit::Year => words.year,
    }
}

fn sums_row(
    page: &mut Page<'_>,
    name: &str,
    sums: PeriodSums,
    is_sum: bool,
) -> Result<(), XlsxError> {
    let [meetings, participations, presence] = sums_cells(sums);
    let name = Some(Value::Text(name));
    page.table_row(&[name, meetings, participations, presence], is_sum)
}

fn sums_cells(sums: PeriodSums) -> [Option<Value<'static>>; 3] {
    let presence = Value::Number(days(sums.presence_seconds as f64), Show::Duration);
    [
        count(sums.meetings),
        count(sums.participations),
        Some(presence),
    ]
}

/// Excel knows no dates before 1900; the cell is left empty, as elsewhere what it cannot hold.
fn day_value(unit: Unit, day: Date, language: Language) -> Option<Value<'static>> {
    let number = match unit {
        Unit::Year => Some(day.year().into()),
        Unit::Day | Unit::Week | Unit::Month => serial(day.to_datetime(Time::midnight())),
    };
    let shown = match unit {
        Unit::Day | Unit::Week => formats::day(language),
        Unit::Month => formats::month(language),
        Unit::Year => YEAR,
    };
    number.map(|number| Value::Date(number, shown))
}

const YEAR: &str = "0";

/// Shorter, since the table beside it has the year.
const fn on_axis(unit: Unit, language: Language) -> &'static str {
    match unit {
        Unit::Day | Unit::Week => formats::day_and_month(language),
        Unit::Month => formats::month(language),
        Unit::Year => YEAR,
    }
}
