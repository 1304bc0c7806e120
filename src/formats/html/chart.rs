//! Attendance over time: a column for each day, week, month or year.

use std::fmt::Write as _;

use minijinja::HtmlEscape;
use minijinja::value::Value;

use super::axis::WIDTH;
use super::record::{Record, list};
use super::values::trusted;
use crate::language::Language;
use crate::views::over_time::OverTime;

/// The height of the chart in its own units.
const HEIGHT: i64 = 100;
/// The most labels below them.
const MOST_LABELS: usize = 6;

/// Returns the chart as templates see it; none where all meetings fall into one period.
pub fn chart(over_time: &OverTime, language: Language) -> Value {
    let Some((unit, periods)) = over_time.periods().filter(|(_, periods)| periods.len() > 1) else {
        return Value::from(());
    };
    let participations = periods.values().map(|sums| sums.participations as i64);
    let most = participations.max().unwrap_or(0);
    let rows = periods.iter().map(|(first, sums)| {
        Record::default()
            .with("title", unit.title(*first, language))
            .with("meetings", sums.meetings)
            .with("participations", sums.participations)
            .with("presence_seconds", sums.presence_seconds)
    });
    let labels: Vec<_> = periods
        .keys()
        .map(|&first| unit.label(first, language))
        .collect();
    let heights: Vec<_> = periods
        .values()
        .map(|sums| sums.participations as i64)
        .collect();
    Record::default()
        .with("unit", unit.name(language))
        .with("most", most)
        .with("bars", bars(&heights, most))
        .with("axis", trusted(axis(&labels)))
        .with("columns", list(rows))
        .into()
}

/// Returns the columns as one path of rectangles.
fn bars(heights: &[i64], most: i64) -> String {
    let count = heights.len() as i64;
    let mut path = String::new();
    for (index, participations) in (0..).zip(heights) {
        let (from, to) = (WIDTH * index / count, WIDTH * (index + 1) / count);
        let (gap, height) = ((to - from) / 6, participations * (HEIGHT - 4) / most.max(1));
        let width = to - from - 2 * gap;
        if height > 0 {
            let _ = write!(path, "M{} {HEIGHT}v-{height}h{width}v{height}z", from + gap);
        }
    }
    path
}

/// Returns some of the labels, below the middle of their columns.
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

    #[test]
    fn columns_are_as_high_as_their_participations() {
        let path = bars(&[48, 0, 96, 24], 96);
        assert_eq!(
            path,
            "M41 100v-48h168v48zM541 100v-96h168v96zM791 100v-24h168v24z"
        );
    }
}
