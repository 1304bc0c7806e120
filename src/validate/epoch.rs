//! Date-times that programs write as a number since 1970.

use crate::decode::wire::Scalar;
use crate::model::time::{Instant, TICKS_PER_SECOND};

/// The first and the last second of which it is plain that a number counts seconds: those of
/// the years 2001 to 2286. No other unit gives a number of the same length for these years.
const SECONDS: std::ops::Range<i64> = 1_000_000_000..10_000_000_000;

/// Returns the instant of a number that can only be seconds, or thousandths, millionths or
/// billionths of one, since 1970.
pub(super) fn of_number(scalar: &Scalar<'_>) -> Option<Instant> {
    match scalar {
        Scalar::Integer(number) => of_integer(*number),
        Scalar::OtherNumber(number) => of_decimal(*number),
        _ => None,
    }
}

fn of_integer(number: i64) -> Option<Instant> {
    [1, 1_000, 1_000_000, 1_000_000_000]
        .into_iter()
        .find_map(|in_a_second| {
            let (seconds, rest) = (
                number.div_euclid(in_a_second),
                number.rem_euclid(in_a_second),
            );
            let rest = rest * 10_000_000 / in_a_second;
            SECONDS
                .contains(&seconds)
                .then(|| Instant::from_ticks(seconds * TICKS_PER_SECOND + rest))
        })
}

/// Seconds or milliseconds with a fraction. A number of this size is exact to half a
/// microsecond in memory, so that whole ones are what was meant.
fn of_decimal(number: f64) -> Option<Instant> {
    let seconds = if number < SECONDS.end as f64 {
        number
    } else {
        number / 1000.0
    };
    if !SECONDS.contains(&(seconds as i64)) {
        return None;
    }
    let whole = seconds.floor();
    let millionths = ((seconds - whole) * 1e6).round() as i64;
    Some(Instant::from_ticks(
        whole as i64 * TICKS_PER_SECOND + millionths * (TICKS_PER_SECOND / 1_000_000),
    ))
}

/// Returns the instant of such a number written as a text, to the tick.
pub(super) fn of_text(text: &str) -> Option<Instant> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => return of_integer(text.parse().ok()?),
    };
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: i64 = whole
        .parse()
        .ok()
        .filter(|seconds| digits && SECONDS.contains(seconds))?;
    let ticks: i64 = format!("{fraction:0<7}")[..7].parse().ok()?;
    Some(Instant::from_ticks(seconds * TICKS_PER_SECOND + ticks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_gives_the_same_instant() {
        let expected = Some(Instant::from_ticks(17_724_420_005_000_000));
        for number in [
            1_772_442_000_500,
            1_772_442_000_500_000,
            1_772_442_000_500_000_000,
        ] {
            assert_eq!(of_integer(number), expected, "{number}");
        }
        assert_eq!(of_number(&Scalar::OtherNumber(1_772_442_000.5)), expected);
        assert_eq!(of_text("1772442000.500000000"), expected);
        assert_eq!(
            of_text("1772442000.1234567"),
            Some(Instant::from_ticks(17_724_420_001_234_567))
        );
    }

    #[test]
    fn what_could_be_something_else_is_no_time() {
        for number in [0, -1, 20_261_123, 999_999_999, i64::MIN] {
            assert_eq!(of_integer(number), None, "{number}");
        }
        for number in [f64::NAN, f64::INFINITY, 0.5, -1e9, 1e300] {
            assert_eq!(of_decimal(number), None, "{number}");
        }
        for text in [
            "1772442000.",
            "1772442000.x",
            "1772442000.1.2",
            "+1.5",
            "1772442000.é",
        ] {
            assert_eq!(of_text(text).is_some(), text.ends_with('.'), "{text}");
        }
    }
}
