//! Measure: how long somebody was there, held exactly against how long they had to be.
//!
//! Decided on ticks; numbers for words have as many digits as the decision needs.

use crate::model::decimal::Decimal;
use crate::model::time::{Span, TICKS_PER_SECOND};

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

/// How long somebody was there, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The least that it can have been.
    pub least: Span,
    /// The most; `None` where nobody can tell.
    pub most: Option<Span>,
    /// How long the meeting was; zero where that is not known.
    pub length: Span,
    /// Whether it rests on the service's totals, since times are hidden.
    pub hidden: bool,
}

/// Whether a need was met, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Even the least was enough.
    Yes,
    /// Even the most was too little.
    No,
    /// Nobody can tell.
    Maybe,
}

impl Measure {
    /// Returns whether the least is the most.
    pub fn is_exact(&self) -> bool {
        self.most == Some(self.least)
    }

    /// Returns whether it is enough.
    pub fn reaches(&self, need: Need) -> Reached {
        match need {
            // Nobody can tell a share of a length that is not known.
            Need::Share(_) if self.length == Span::ZERO => Reached::Maybe,
            _ if self.enough(self.least, need) => Reached::Yes,
            _ if self.most.is_some_and(|most| !self.enough(most, need)) => Reached::No,
            _ => Reached::Maybe,
        }
    }

    fn enough(&self, counted: Span, need: Need) -> bool {
        match need {
            Need::Time(needed) => counted >= needed,
            Need::Share(millionths) => {
                let (counted, length) = (
                    i128::from(counted.as_ticks()),
                    i128::from(self.length.as_ticks()),
                );
                counted * i128::from(WHOLE) >= length * i128::from(millionths)
            }
        }
    }

    /// Returns the share of the meeting that a time is in percent, with the fewest digits that
    /// show on which side of the bound it is.
    pub fn shown_share(&self, counted: Span, needed: u32) -> Decimal {
        let hundred = i128::from(counted.as_ticks()) * 100;
        let length = i128::from(self.length.as_ticks());
        let enough = self.enough(counted, Need::Share(needed));
        let told_apart =
            |share: &Decimal| (exact_millionths(*share) >= i64::from(needed)) == enough;
        let rounded =
            (0..=MOST_DIGITS).filter_map(|places| Decimal::ratio(hundred, length, places));
        // Of a meeting of days a tick may be less than all these digits show: there they
        // are cut, which keeps each on its side.
        let cut = || {
            let scaled = hundred * 10_i128.pow(MOST_DIGITS.into()) / length.max(1);
            Decimal::new(i64::try_from(scaled).unwrap_or(i64::MAX), MOST_DIGITS)
        };
        rounded.into_iter().find(told_apart).unwrap_or_else(cut)
    }
}

/// The most decimal places of a share in words.
const MOST_DIGITS: u8 = 10;

/// Returns the bound in percent, with the digits that it has.
pub fn shown_bound(needed: u32) -> Decimal {
    let bound = |places| Decimal::ratio(i128::from(needed) * 100, WHOLE.into(), places);
    let exact = (0..=4).filter_map(bound);
    exact
        .into_iter()
        .find(|&shown| exact_millionths(shown) == i64::from(needed))
        .unwrap_or(Decimal::new(0, 0))
}

/// Returns a number of percent in millionths of a whole; finer digits are cut.
fn exact_millionths(percent: Decimal) -> i64 {
    let unit = 10_i64.pow(percent.places().into());
    let whole = i128::from(percent.scaled()) * 10_000 / i128::from(unit);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

/// Returns a length of time in minutes and seconds, such as `41 min` or `41 min 7 s`.
pub fn time(span: Span) -> String {
    let seconds = span.as_ticks() / TICKS_PER_SECOND;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// Returns a length of time beside a bound: where whole seconds do not tell the two apart, with
/// all the digits that it has, such as `5 min 0.0000001 s`.
pub fn time_beside(span: Span, bound: Span) -> String {
    if span == bound || span.whole_seconds() != bound.whole_seconds() {
        return time(span);
    }
    let minute = Span::minutes(1).as_ticks();
    let (minutes, ticks) = (span.as_ticks() / minute, span.as_ticks() % minute);
    let (seconds, fraction) = (ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND);
    let seconds = format!("{seconds}.{fraction:07}");
    let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
    match minutes {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {seconds} s"),
    }
}
