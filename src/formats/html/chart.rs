//! Attendance over time: a column for each day, week, month or year.

use std::fmt::Write as _;

use jiff::civil::Date;
use minijinja::HtmlEscape;
use minijinja::value::Value;

use super::axis::WIDTH;
use super::calendar::Unit;
use super::periods::{Meeting, Totals};
use super::record::{Record, list};
use super::values::trusted;
use crate::language::Language;

/// The height of the chart in its own units.
const HEIGHT: i64 = 100;
/// The most columns that can still be told apart on a phone.
const MOST_COLUMNS: usize = 62;
/// The most labels below them.
const MOST_LABELS: usize = 6;

/// The chart as templates see it; none where all meetings fall into one unit.
pub fn chart(meetings: &[Meeting], language: Language) -> Value {
    let days = || meetings.iter().filter_map(|meeting| meeting.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else {
        return Value::from(());
    };
    let (unit, firsts) = columns(first, last);
    if firsts.len() < 2 {
        return Value::from(());
    }
    let mut totals = vec![Totals::default(); firsts.len()];
    for meeting in meetings {
        let column = meeting
            .day
            .and_then(|day| firsts.binary_search(&unit.first(day)).ok());
        if let Some(column) = column {
            totals[column].add(meeting);
        }
    }
    let most = totals
        .iter()
        .map(|column| column.participations)
        .max()
        .unwrap_or(0);
    let columns = firsts.iter().zip(&totals);
    let rows = columns.map(|(&first, column)| column.record(&unit.title(first, language)));
    let labels: Vec<_> = firsts
        .iter()
        .map(|&first| unit.label(first, language))
        .collect();
    Record::default()
        .with("unit", unit.name(language))
        .with("most", most)
        .with("bars", bars(&totals, most))
        .with("axis", trusted(axis(&labels)))
        .with("columns", list(rows))
        .into()
}

/// The shortest unit that makes few enough columns, and the first day of each.
fn columns(first: Date, last: Date) -> (Unit, Vec<Date>) {
    let units = Unit::ALL.into_iter().map(|unit| {
        let mut firsts = vec![unit.first(first)];
        while let Some(&latest) = firsts.last()
            && unit.next(latest) <= last
            && unit.next(latest) > latest
            && firsts.len() <= MOST_COLUMNS
        {
            firsts.push(unit.next(latest));
        }
        (unit, firsts)
    });
    let mut fitting =
        units.filter(|(unit, firsts)| *unit == Unit::Year || firsts.len() <= MOST_COLUMNS);
    fitting.next().unwrap_or((Unit::Year, Vec::new()))
}

/// The columns as one path of rectangles.
fn bars(totals: &[Totals], most: i64) -> String {
    let count = totals.len() as i64;
    let mut path = String::new();
    for (index, column) in (0..).zip(totals) {
        let (from, to) = (WIDTH * index / count, WIDTH * (index + 1) / count);
        let (gap, height) = (
            (to - from) / 6,
            column.participations * (HEIGHT - 4) / most.max(1),
        );
        let width = to - from - 2 * gap;
        if height > 0 {
            let _ = write!(path, "M{} {HEIGHT}v-{height}h{width}v{height}z", from + gap);
        }
    }
    path
}

/// Some of the labels, below the middle of their columns.
fn axis(titles: &[String]) -> String {
    let step = titles.len().div_ceil(MOST_LABELS);
    let mut labels = String::new();
    for (index, title) in titles.iter().enumerate().step_by(step) {
        let x = (index * 2 + 1) * 500 / titles.len();
        let anchor = match x {
            0..120 => "start",
            880.. => "end",
            _ => "middle",
        };
        // A label at an edge begins or ends with its column.
        let x = match anchor {
            "start" => index * 1000 / titles.len(),
            "end" => (index + 1) * 1000 / titles.len(),
            _ => x,
        };
        let (whole, tenth, title) = (x / 10, x % 10, HtmlEscape(title));
        let _ = write!(
            labels,
            r#"<text x="{whole}.{tenth}%" y="14" text-anchor="{anchor}">{title}</text>"#
        );
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_unit_is_the_shortest_that_makes_few_columns() {
        let unit = |last| columns(date(2026, 1, 5), last).0;
        assert_eq!(unit(date(2026, 1, 6)), Unit::Day);
        assert_eq!(unit(date(2026, 6, 1)), Unit::Week);
        assert_eq!(unit(date(2028, 6, 1)), Unit::Month);
        assert_eq!(unit(date(2090, 6, 1)), Unit::Year);
        assert_eq!(columns(date(2026, 1, 5), date(2026, 1, 7)).1.len(), 3);
        assert!(columns(date(1, 1, 1), date(9999, 1, 1)).1.len() <= MOST_COLUMNS + 1);
    }

    #[test]
    fn columns_are_as_high_as_their_participations() {
        let of = |participations| Totals {
            participations,
            ..Totals::default()
        };
        let path = bars(&[of(48), of(0), of(96), of(24)], 96);
        assert_eq!(
            path,
            "M41 100v-48h168v48zM541 100v-96h168v96zM791 100v-24h168v24z"
        );
    }
}
