//! Which range of time the picture of a meeting shows.

use crate::views::value::Span;
use crate::views::value::Stay;

/// Returns the meeting's window and what was seen around it, up to the window's length on each
/// side: one wrong year must not squeeze the meeting into a line.
pub fn shown(window: Stay, seen: Option<Stay>) -> Option<Stay> {
    let reach = window.length().max(Span::minutes(10));
    let earliest = window.join() + (Span::ZERO - reach);
    let latest = window.leave() + reach;
    let from = seen.map_or(window.join(), |seen| seen.join().min(window.join()));
    let to = seen.map_or(window.leave(), |seen| seen.leave().max(window.leave()));
    Stay::new(from.max(earliest), to.min(latest))
}
