//! Measure: how long somebody was there, held exactly against how long they had to be.
//!
//! Decided on ticks; words show as many digits as the decision needs.

use crate::model::time::{Span, TICKS_PER_SECOND};
use crate::series::register::status::Status;
use crate::stats::decimal::Decimal;
use crate::stats::punctuality::Baseline;

/// How long somebody must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// This many millionths of the meeting's length.
    Share(u32),
    /// This long.
    Time(Span),
}

/// Millionths in a whole.
pub const WHOLE: u32 = 1_000_000;

/// What was measured, exactly.
pub(in crate::series) struct Measured {
    pub status: Status,
    pub counted: Span,
    pub length: Span,
    /// Whether the time is the service's total, since it hides when.
    pub reported: bool,
    pub late: Option<(Span, Baseline)>,
    pub early: Option<(Span, Baseline)>,
}

impl Measured {
    /// Whether it is enough.
    pub fn reaches(&self, need: Need) -> bool {
        match need {
            Need::Time(needed) => self.counted >= needed,
            // A meeting of no known length asks for nothing but to be there.
            Need::Share(_) if self.length == Span::ZERO => self.counted > Span::ZERO,
            Need::Share(millionths) => {
                let (counted, length) = (
                    i128::from(self.counted.as_ticks()),
                    i128::from(self.length.as_ticks()),
                );
                counted * i128::from(WHOLE) >= length * i128::from(millionths)
            }
        }
    }

    /// What was measured beside the bound, such as `41 min of 60 min = 68 % < 75 %`.
    pub fn compared(&self, need: Need) -> String {
        let sign = if self.reaches(need) { "≥" } else { "<" };
        let counted = time(self.counted);
        let told = if self.reported {
            " (reported total; the times are hidden)"
        } else {
            ""
        };
        match need {
            Need::Time(needed) => format!("{counted} {sign} {}{told}", time(needed)),
            Need::Share(_) if self.length == Span::ZERO => {
                format!("{counted} of a meeting of unknown length{told}")
            }
            Need::Share(needed) => {
                let (share, needed) = self.shown_shares(needed);
                let length = time(self.length);
                format!("{counted} of {length} = {share} % {sign} {needed} %{told}")
            }
        }
    }

    /// Share and bound in percent, with the fewest digits that show which is larger.
    fn shown_shares(&self, needed: u32) -> (Decimal, Decimal) {
        let share = |places| {
            Decimal::ratio(
                i128::from(self.counted.as_ticks()) * 100,
                self.length.as_ticks().into(),
                places,
            )
        };
        let bound = |places| Decimal::ratio(i128::from(needed) * 100, WHOLE.into(), places);
        let exact =
            (0..=4).find(|&places| bound(places).map(exact_millionths) == Some(i64::from(needed)));
        let bound = bound(exact.unwrap_or(4)).unwrap_or(Decimal::new(0, 0));
        let told_apart = |&places: &u8| {
            share(places).is_some_and(|share| {
                let (share, needed) = (exact_millionths(share), i64::from(needed));
                if self.reaches(Need::Share(needed as u32)) {
                    share >= needed
                } else {
                    share < needed
                }
            })
        };
        let share = share((0..=6).find(told_apart).unwrap_or(6)).unwrap_or(Decimal::new(0, 0));
        (share, bound)
    }
}

/// A number of percent in millionths of a whole; finer digits are cut.
fn exact_millionths(percent: Decimal) -> i64 {
    let unit = 10_i64.pow(percent.places().into());
    let whole = i128::from(percent.scaled()) * 10_000 / i128::from(unit);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

/// A length of time in minutes and seconds, such as `41 min` or `41 min 7 s`.
pub fn time(span: Span) -> String {
    let seconds = span.as_ticks() / TICKS_PER_SECOND;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
