//! Manners towards a busy service: how long to wait, and when to give up.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// The longest wait before a try that the service did not ask for.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);

/// The first wait of a back-off, before jitter.
const FIRST_BACK_OFF: Duration = Duration::from_millis(500);

/// The longest wait that is read, in seconds: a century, which is beyond all patience.
const LONGEST_ASKED: f64 = 100.0 * 365.25 * 24.0 * 3600.0;

/// Why a request may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The service is busy, and may have said for how long.
    Busy(Option<Duration>),
    /// The connection failed.
    Connection,
    /// The service made a mistake.
    Mistake,
}

impl Again {
    /// Returns how often a request is sent at most.
    pub const fn most_tries(self) -> u32 {
        match self {
            Self::Busy(_) => 10,
            Self::Connection => 5,
            Self::Mistake => 3,
        }
    }

    /// Returns how long to wait before the try with this number, the second being 2.
    pub fn wait(self, next_try: u32) -> Duration {
        match self {
            // A little more than asked for, so that all who wait do not come at once.
            Self::Busy(Some(asked)) => asked + FIRST_BACK_OFF.mul_f64(0.5 * fastrand::f64()),
            Self::Busy(None) | Self::Connection | Self::Mistake => back_off(next_try),
        }
    }
}

/// Twice as long each time, of which half is left to chance.
fn back_off(next_try: u32) -> Duration {
    let doublings = next_try.saturating_sub(2).min(16);
    let full = FIRST_BACK_OFF
        .saturating_mul(1 << doublings)
        .min(LONGEST_BACK_OFF);
    full.mul_f64(0.5 + 0.5 * fastrand::f64())
}

/// Returns the wait that a `Retry-After` header asks for: seconds, also `2.128`, or a date.
///
/// `None` for a header that is missing or makes no sense: negative, or not a number.
/// However long it is, it is what the service asks for: whoever has no patience for it
/// gives up.
pub fn retry_after(header: Option<&str>, now: SystemTime) -> Option<Duration> {
    let text = header?.trim();
    let seconds = text
        .parse::<f64>()
        .ok()
        .or_else(|| seconds_until(text, now))?;
    let sensible = seconds >= 0.0 && seconds.is_finite();
    sensible.then(|| Duration::from_secs_f64(seconds.min(LONGEST_ASKED)))
}

/// Seconds until an HTTP date; none where it is past.
fn seconds_until(date: &str, now: SystemTime) -> Option<f64> {
    let then = moment_of_date(date)?;
    let now = Timestamp::try_from(now).ok()?;
    Some(then.duration_since(now).as_secs_f64().max(0.0))
}

/// Returns the moment that an HTTP date names.
pub(in crate::graph) fn moment_of_date(date: &str) -> Option<Timestamp> {
    // The day of the week says nothing that the rest does not.
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(date).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(header: &str) -> Option<Duration> {
        // 1994-11-06T08:49:37Z
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        retry_after(Some(header), now)
    }

    #[test]
    fn a_wait_is_read_in_seconds_fractions_and_dates() {
        assert_eq!(asked("3"), Some(Duration::from_secs(3)));
        assert_eq!(asked(" 2.128 "), Some(Duration::from_millis(2128)));
        assert_eq!(asked("0"), Some(Duration::ZERO));
        assert_eq!(
            asked("Sun, 06 Nov 1994 08:50:07 GMT"),
            Some(Duration::from_secs(30))
        );
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn a_wait_that_makes_no_sense_is_none() {
        for header in ["", "soon", "-5", "NaN", "inf"] {
            assert_eq!(asked(header), None, "{header}");
        }
        assert_eq!(retry_after(None, SystemTime::now()), None);
    }

    #[test]
    fn a_long_wait_is_not_taken_for_none() {
        assert_eq!(asked("86401"), Some(Duration::from_secs(86_401)));
        let year = Duration::from_secs(365 * 24 * 3600);
        for header in ["1e300", "Sun, 06 Nov 2094 08:49:37 GMT"] {
            assert!(asked(header) > Some(year), "{header}");
        }
    }

    #[test]
    fn what_the_service_asks_for_is_never_undercut() {
        let asked = Duration::from_millis(2128);
        assert!((0..100).all(|_| Again::Busy(Some(asked)).wait(2) >= asked));
    }

    #[test]
    fn waits_double_up_to_a_minute_and_are_left_to_chance_by_half() {
        for (next_try, milliseconds) in
            [(2, 500), (3, 1000), (5, 4000), (9, 60_000), (1000, 60_000)]
        {
            let full = Duration::from_millis(milliseconds);
            for _ in 0..100 {
                let wait = Again::Connection.wait(next_try);
                assert!(wait >= full / 2 && wait <= full, "{next_try}: {wait:?}");
            }
        }
    }
}
