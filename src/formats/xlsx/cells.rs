//! What stands in the cells of a sheet, whoever writes them.

use std::borrow::Cow;

use super::formats::{Show, Theme};
use super::layout::SheetColumn;
use super::values::{cell_text, days, duration_width, number_width, serial, text_width};
use crate::formats::column_words::in_language;
use crate::language::Language;
use crate::views::cell::Cell;
use crate::views::value::Instant;

const TIME_WIDTH: usize = "2026-11-02 08:00:00".len();

/// What stands in a cell of a sheet.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'c> {
    /// A number, which a duration and a time are too.
    Number(f64),
    /// A text that is not empty.
    Text(Cow<'c, str>),
}

/// Returns what a table's cell is in a column of a sheet, and how wide it is shown; none where
/// the cell is empty.
///
/// `known` is how wide the column is: for what is surely no wider, 0 is told.
pub(super) fn value<'c>(
    column: &SheetColumn,
    cell: &'c Cell<'_>,
    known: usize,
    theme: &Theme,
) -> Option<(Value<'c>, usize)> {
    let is_duration = column.show == Show::Duration;
    let (number, width) = match cell {
        Cell::Missing => return None,
        Cell::Text(text) if text.is_empty() => return None,
        Cell::Text(text) => {
            let text = match column.words {
                // In English a cell holds what machine tables hold.
                Some(words) if theme.language != Language::English => {
                    in_language(words, text, theme.language)
                }
                _ => Cow::Borrowed(&**text),
            };
            return Some(worded(text, column, known));
        }
        Cell::Reason(reason) => {
            let text = theme.language.reason(reason);
            return Some(worded(Cow::Owned(text), column, known));
        }
        Cell::Time(instant) => {
            let local = theme.zone.local(*instant);
            // A number cannot tell which of two moments with this time of day is meant.
            if theme.zone.is_doubtful(local) {
                let shown = with_offset(*instant, column.show, theme);
                let width = text_width(&shown);
                return Some((Value::Text(shown.into()), width));
            }
            match serial(local) {
                Some(number) => (number, TIME_WIDTH),
                None => {
                    let early = format!("{} {}", local.date(), local.time());
                    return Some((Value::Text(early.into()), TIME_WIDTH));
                }
            }
        }
        Cell::Integer(seconds) if is_duration => (days(*seconds as f64), duration_width(*seconds)),
        Cell::Integer(number) => (*number as f64, number_width(*number)),
        Cell::Decimal(seconds) if is_duration => {
            let seconds = seconds.as_f64();
            (days(seconds), duration_width(seconds as i64))
        }
        Cell::Decimal(number) => {
            let number = number.as_f64();
            (number, number_width(number as i64) + ".00".len())
        }
    };
    Some((Value::Number(number), width))
}

/// Returns a time that clocks show twice, with its offset: `2026-10-25 02:30:00 UTC+02:00`.
pub(super) fn with_offset(at: Instant, show: Show, theme: &Theme) -> String {
    match show {
        Show::Minute => theme.language.minute(&theme.zone, at),
        _ => theme.language.clock(&theme.zone, at, None),
    }
}

/// Returns a text as a cell holds it, and how wide it is shown.
fn worded<'c>(text: Cow<'c, str>, column: &SheetColumn, known: usize) -> (Value<'c>, usize) {
    let text = match text {
        Cow::Borrowed(text) => cell_text(text),
        Cow::Owned(text) => Cow::Owned(cell_text(&text).into_owned()),
    };
    // Counting signs costs more than counting bytes, of which there are never fewer.
    let may_widen = text.len() > known && known < column.widest;
    let width = if may_widen { text_width(&text) } else { 0 };
    (Value::Text(text), width)
}

/// Returns what a link over this cell shows.
pub(super) fn link_text<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Integer(number) => number.to_string().into(),
        Cell::Text(text) => cell_text(text),
        Cell::Missing | Cell::Decimal(_) | Cell::Time(_) | Cell::Reason(_) => "".into(),
    }
}
