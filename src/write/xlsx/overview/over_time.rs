//! Attendance over time, with a chart: the course of one meeting, or sums by period.

use jiff::civil::{Date, Time};
use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::Content;
use super::charts::{self, Numbers, Place};
use super::page::{Page, Value, count};
use crate::model::time::Span;
use crate::stats::over_time::{Curve, OverTime, PeriodSums, Unit};
use crate::write::xlsx::layout::Show;
use crate::write::xlsx::values::{days, serial};

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
const LOWEST_CHART: u32 = 11;
const HIGHEST_CHART: u32 = 18;

/// How attendance went over time: of one meeting its course, of more their sums by period.
pub(super) fn write(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    match content.over_time.curve() {
        Some(curve) => course(page, curve),
        None => by_period(page, content.over_time),
    }
}

fn course(page: &mut Page<'_>, curve: &Curve) -> Result<(), XlsxError> {
    let words = page.look.words;
    page.section(words.course, curve.points.len() as u32 + 1)?;
    let top = page.row;
    page.headings(&[(words.time, LEFT), (words.people_present, RIGHT)])?;
    let first = page.row;
    // Within a day nobody needs the date.
    let shown = match curve.step < Span::minutes(60) {
        true => "hh:mm",
        false => "yyyy-mm-dd hh:mm",
    };
    for &(from, people) in &curve.points {
        let from = serial(page.look.zone.local(from)).map(|from| Value::Date(from, shown));
        page.table_row(&[from, count(people as u64)], false)?;
    }
    let numbers = Numbers {
        title: words.chart_of_course,
        rows: (first, page.row),
        column: 1,
        shown,
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

fn by_period(page: &mut Page<'_>, over_time: &OverTime) -> Result<(), XlsxError> {
    let Some((unit, periods)) = over_time.periods() else {
        return Ok(());
    };
    let words = page.look.words;
    let is_chart = periods.len() > 1;
    let table = periods.len() as u32 + 3;
    let height = table.clamp(LOWEST_CHART, HIGHEST_CHART);
    page.section(words.over_time, table.max(height))?;
    let top = page.row;
    page.headings(&[
        (words.unit(unit), LEFT),
        (words.meetings, RIGHT),
        (words.participations, RIGHT),
        (words.presence, RIGHT),
    ])?;
    let first = page.row;
    for (day, sums) in periods {
        let [meetings, participations, presence] = sums_cells(sums);
        let day = day_value(unit, day);
        page.table_row(&[day, meetings, participations, presence], false)?;
    }
    let rows = (first, page.row);
    if over_time.undated().meetings > 0 {
        sums_row(page, words.no_date, over_time.undated(), false)?;
    }
    sums_row(page, words.all, over_time.totals(), true)?;
    if is_chart {
        let numbers = Numbers {
            title: words.chart_over_time,
            rows,
            column: 2,
            shown: on_axis(unit),
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
fn day_value(unit: Unit, day: Date) -> Option<Value<'static>> {
    match unit {
        Unit::Year => Some(Value::Date(day.year().into(), day_format(unit))),
        Unit::Day | Unit::Week | Unit::Month => {
            serial(day.to_datetime(Time::midnight())).map(|day| Value::Date(day, day_format(unit)))
        }
    }
}

const fn day_format(unit: Unit) -> &'static str {
    match unit {
        Unit::Day | Unit::Week => "yyyy-mm-dd",
        Unit::Month => "yyyy-mm",
        Unit::Year => "0",
    }
}

/// Shorter, since the table beside it has the year.
const fn on_axis(unit: Unit) -> &'static str {
    match unit {
        Unit::Day | Unit::Week => "d mmm",
        Unit::Month | Unit::Year => day_format(unit),
    }
}
