//! Instants and spans in the service's own unit: ticks of 100 ns.
//!
//! Integers, because floating-point seconds lose ticks and the service floors
//! its durations at tick precision. Zones change display only.

use std::fmt;
use std::num::NonZeroU64;
use std::ops::{Add, Sub};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use crate::digits::Digits;

/// Ticks of 100 ns in one second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// From 0000-01-01 to 9999-12-31, in seconds since 1970.
const YEARS_OF_FOUR_DIGITS: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

/// Ticks in a form that is never zero, so that an `Option` of them takes no more room:
/// of a large report, most of the memory is times that may be missing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Ticks(NonZeroU64);

impl Ticks {
    const BIAS: u64 = 1 << 63;

    /// Returns the smallest `i64`, which no time comes near, becomes the next one.
    const fn new(ticks: i64) -> Self {
        match NonZeroU64::new(ticks as u64 ^ Self::BIAS) {
            Some(biased) => Self(biased),
            None => Self(NonZeroU64::MIN),
        }
    }

    const fn get(self) -> i64 {
        (self.0.get() ^ Self::BIAS) as i64
    }
}

impl Default for Ticks {
    fn default() -> Self {
        Self::new(0)
    }
}

impl fmt::Debug for Ticks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// A point in time, UTC, in ticks of 100 ns since 1970-01-01; written down as that number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "i64", from = "i64")]
pub struct Instant(Ticks);

impl From<Instant> for i64 {
    fn from(instant: Instant) -> Self {
        instant.as_ticks()
    }
}

impl From<i64> for Instant {
    fn from(ticks: i64) -> Self {
        Self::from_ticks(ticks)
    }
}

/// A length of time in ticks of 100 ns; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(Ticks);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self::ticks(0);

    /// Returns a span of this many ticks of 100 ns.
    pub const fn ticks(ticks: i64) -> Self {
        Self(Ticks::new(ticks))
    }

    /// Returns a span of this many seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self::ticks(seconds.saturating_mul(TICKS_PER_SECOND))
    }

    /// Returns a span of this many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes.saturating_mul(60))
    }

    /// Returns the span in ticks of 100 ns.
    pub const fn as_ticks(self) -> i64 {
        self.0.get()
    }

    /// Returns the whole seconds in this span, floored as the service floors
    /// `durationInSeconds`.
    pub const fn whole_seconds(self) -> i64 {
        self.as_ticks().div_euclid(TICKS_PER_SECOND)
    }
}

impl Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::ticks(self.as_ticks().saturating_add(other.as_ticks()))
    }
}

impl Sub for Span {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::ticks(self.as_ticks().saturating_sub(other.as_ticks()))
    }
}

impl Sub for Instant {
    type Output = Span;

    // Cannot overflow: years 0 to 9999 are 3.2e17 ticks apart.
    fn sub(self, other: Self) -> Span {
        Span::ticks(self.as_ticks() - other.as_ticks())
    }
}

impl Add<Span> for Instant {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self::from_ticks(self.as_ticks().saturating_add(span.as_ticks()))
    }
}

/// Whether a date-time's text said what zone it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneGiven {
    /// `Z` or an offset such as `+02:00`.
    Yes,
    /// Nothing: read as UTC, which is what Graph writes.
    No,
}

/// What a date-time's text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadTime {
    /// A point in time.
    At(Instant, ZoneGiven),
    /// 0001-01-01 or 9999-12-31, by which .NET programs say "not set".
    Unset,
}

impl Instant {
    /// Returns the instant this many ticks of 100 ns after 1970-01-01 00:00 UTC.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(Ticks::new(ticks))
    }

    /// Ticks of 100 ns since 1970-01-01 00:00 UTC.
    pub const fn as_ticks(self) -> i64 {
        self.0.get()
    }

    /// Whole seconds since 1970-01-01 00:00 UTC, floored.
    pub const fn unix_seconds(self) -> i64 {
        self.as_ticks().div_euclid(TICKS_PER_SECOND)
    }

    /// Returns the same instant as a chrono date-time.
    pub fn to_chrono(self) -> DateTime<Utc> {
        let nanoseconds = self.as_ticks().rem_euclid(TICKS_PER_SECOND) as u32 * 100;
        DateTime::from_timestamp(self.unix_seconds(), nanoseconds).unwrap_or_default()
    }

    /// Reads a date-time as Graph and programs that re-save its answers write it.
    ///
    /// `YYYY-MM-DDTHH:MM:SS`, then 0 to 12 fraction digits (ticks are kept, finer
    /// digits are cut), then `Z`, an offset or nothing. `None` where the text is no
    /// such date-time; a 60th second and the hour 24 are refused, since the
    /// service's durations know neither. PowerShell's `/Date(…)/` is read too.
    pub fn read(text: &str) -> Option<ReadTime> {
        if let Some(inside) = text.strip_prefix("/Date(") {
            return read_milliseconds(inside.strip_suffix(")/")?);
        }
        let (head, rest) = text.as_bytes().split_first_chunk()?;
        let [[year, month, day], [hour, minute, second]] = numbers_of_head(head)?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32)?;
        let (fraction, zone) = read_fraction(rest)?;
        let (offset_seconds, zone_given) = read_zone(zone)?;
        if matches!((year, month, day), (1, 1, 1) | (9999, 12, 31)) {
            return Some(ReadTime::Unset);
        }
        let days = i64::from(date.to_epoch_days());
        let seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset_seconds;
        // An offset may lead out of the years that have four digits.
        YEARS_OF_FOUR_DIGITS
            .contains(&seconds)
            .then_some(ReadTime::At(
                Self::from_ticks(seconds * TICKS_PER_SECOND + fraction),
                zone_given,
            ))
    }
}

/// Writes the instant as Graph does: ISO 8601, UTC, trailing zeros of the fraction trimmed.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 28];
        let text = std::str::from_utf8(self.write_iso(&mut text));
        f.write_str(text.expect("only ASCII digits and signs are put"))
    }
}

impl Instant {
    /// Writes ISO 8601 UTC into `buffer` and returns the text, which is ASCII; the `Display`
    /// that allocates nothing and checks nothing.
    pub fn write_iso(self, buffer: &mut [u8; 28]) -> &[u8] {
        let (text, end) = self.iso();
        *buffer = text;
        buffer[end] = b'Z';
        &buffer[..=end]
    }

    /// ISO 8601 UTC, and at which byte of it the `Z` stands, which is still to be put there.
    // Where it is called, so that the text need not go through memory.
    #[inline(always)]
    pub fn iso(self) -> ([u8; 28], usize) {
        let seconds = self.unix_seconds();
        let fraction = self.as_ticks() - seconds * TICKS_PER_SECOND;
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        let second = (seconds - days * SECONDS_PER_DAY) as u32;
        let date = NaiveDate::from_epoch_days(days as i32).unwrap_or_default();
        let year = date.year().unsigned_abs() % 10_000;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let date = Digits::of(year * 10_000 + date.month() * 100 + date.day());
        let time = Digits::of(hour * 10_000 + minute * 100 + second);
        let fraction = Digits::of(fraction as u32 * 10);
        let [c1, c2, y1, y2, m1, m2, d1, d2] = date.text();
        let [_, _, h1, h2, n1, n2, s1, s2] = time.text();
        let [f1, f2, f3, f4, f5, f6, f7, f8] = fraction.text();
        let text = [
            c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'.', f1, f2, f3, f4, f5, f6, f7, f8,
        ];
        // Zeros at the end are left out, and with all of them the point.
        let end = match 8 - fraction.zeros_at_end() {
            0 => 19,
            places => 20 + places,
        };
        (text, end)
    }
}

/// Reads what stands in `/Date(…)/`: milliseconds since 1970 UTC, maybe followed by
/// the zone they were shown in, which changes nothing.
fn read_milliseconds(text: &str) -> Option<ReadTime> {
    let sign = usize::from(text.starts_with('-'));
    let end = text
        .get(sign..)?
        .find(['+', '-'])
        .map_or(text.len(), |at| at + sign);
    let milliseconds: i64 = text[..end].parse().ok()?;
    const FIRST: i64 = -62_135_596_800_000;
    const LAST: i64 = 253_402_300_799_999;
    match milliseconds {
        FIRST | LAST => Some(ReadTime::Unset),
        FIRST..=LAST => {
            let ticks = milliseconds * (TICKS_PER_SECOND / 1000);
            Some(ReadTime::At(Instant::from_ticks(ticks), ZoneGiven::Yes))
        }
        _ => None,
    }
}

/// Returns the numbers in `YYYY-MM-DDTHH:MM:SS`: those of the date, and those of the time of
/// day. A blank or `t` may stand for the `T`.
#[inline]
fn numbers_of_head(head: &[u8; 19]) -> Option<[[i64; 3]; 2]> {
    let (date, rest) = head.split_first_chunk()?;
    let mut middle = *rest.first_chunk()?;
    if matches!(middle[2], b't' | b' ') {
        middle[2] = b'T';
    }
    let date = Pairs::read(date, b"0000-00-")?;
    let middle = Pairs::read(&middle, b"00T00:00")?;
    let time = Pairs::read(head.last_chunk()?, b"00:00:00")?;
    Some([
        [date.at(0) * 100 + date.at(2), date.at(5), middle.at(0)],
        [time.at(0), time.at(3), time.at(6)],
    ])
}

/// The numbers that each two neighbours of eight digits make, read all at once.
struct Pairs(u64);

impl Pairs {
    /// `None` where the text has not this form, in which `0` stands for any digit.
    #[inline]
    fn read(text: &[u8; 8], form: &[u8; 8]) -> Option<Self> {
        const HIGHEST: u64 = 0x80 * (u64::MAX / 255);
        // By these, what is too large a byte gets its highest bit, unless it has it.
        let most = form.map(|byte| if byte == b'0' { 0x7f - 9 } else { 0x7f });
        let values = u64::from_le_bytes(*text) ^ u64::from_le_bytes(*form);
        let too_large = values | values.wrapping_add(u64::from_le_bytes(most));
        // A byte's value ten times, and its neighbour's: never more than a byte.
        let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
        (too_large & HIGHEST == 0).then_some(Self(pairs))
    }

    /// Returns the number whose first digit stands here.
    const fn at(&self, digit: usize) -> i64 {
        self.0.to_le_bytes()[digit] as i64
    }
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}

/// Splits `.1234567` from what follows; ticks, and the rest.
fn read_fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits_on) = text.strip_prefix(b".") else {
        return Some((0, text));
    };
    // Ticks are the seventh digit, with which most fractions end; finer ones are cut.
    if let Some((seven, rest)) = text.split_first_chunk()
        && let Some(pairs) = Pairs::read(seven, b".0000000")
        && !rest.first().is_some_and(u8::is_ascii_digit)
    {
        let last = pairs.at(7) / 10;
        let ticks = pairs.at(1) * 100_000 + pairs.at(3) * 1000 + pairs.at(5) * 10 + last;
        return Some((ticks, rest));
    }
    const TICK_DIGITS: usize = 7;
    let mut ticks = 0;
    let mut count = 0;
    while let Some(digit) = digits_on.get(count).filter(|byte| byte.is_ascii_digit()) {
        if count < TICK_DIGITS {
            ticks = ticks * 10 + u32::from(digit - b'0');
        }
        count += 1;
    }
    let missing = TICK_DIGITS.saturating_sub(count) as u32;
    (1..=12)
        .contains(&count)
        .then_some((i64::from(ticks * 10_u32.pow(missing)), &digits_on[count..]))
}

/// Reads `Z`, `+02:00`, or nothing; the offset in seconds east of UTC.
fn read_zone(text: &[u8]) -> Option<(i64, ZoneGiven)> {
    match text {
        [] => Some((0, ZoneGiven::No)),
        [b'Z' | b'z'] => Some((0, ZoneGiven::Yes)),
        [
            sign @ (b'+' | b'-'),
            hours @ ..,
            b':',
            minute_tens,
            minute_ones,
        ] if hours.len() == 2 => {
            let (hours, minutes) = (digits(hours)?, digits(&[*minute_tens, *minute_ones])?);
            let seconds = hours * 3600 + minutes * 60;
            (hours < 24 && minutes < 60).then_some((
                if *sign == b'-' { -seconds } else { seconds },
                ZoneGiven::Yes,
            ))
        }
        _ => None,
    }
}

impl From<DateTime<Utc>> for Instant {
    /// Keeps ticks and cuts what is finer.
    fn from(time: DateTime<Utc>) -> Self {
        Self::from_ticks(time.timestamp() * TICKS_PER_SECOND + i64::from(time.nanosecond() / 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        match Instant::read(text) {
            Some(ReadTime::At(instant, _)) => instant,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_missing_time_takes_no_more_room_and_order_is_that_of_ticks() {
        assert_eq!(size_of::<Option<Instant>>(), size_of::<i64>());
        assert_eq!(size_of::<Option<Span>>(), size_of::<i64>());
        let ticks = [i64::MIN + 1, -5, -1, 0, 1, i64::MAX];
        assert!(ticks.map(Instant::from_ticks).is_sorted());
        assert_eq!(ticks.map(|ticks| Span::ticks(ticks).as_ticks()), ticks);
    }

    #[test]
    fn service_floors_differences_at_ticks() {
        let join = at("2021-03-16T18:59:46.598956Z");
        let leave = at("2021-03-16T19:25:45.4473057Z");
        assert_eq!((leave - join).whole_seconds(), 1558);
        assert_eq!((leave - join).as_ticks(), 15_588_483_497);
    }

    #[test]
    fn zero_to_twelve_fraction_digits_are_read_and_cut_to_ticks() {
        assert_eq!(at("1970-01-01T00:00:01Z").as_ticks(), 10_000_000);
        assert_eq!(at("1970-01-01T00:00:01.5Z").as_ticks(), 15_000_000);
        assert_eq!(
            at("1970-01-01T00:00:01.123456789012Z").as_ticks(),
            11_234_567
        );
    }

    #[test]
    fn offsets_are_taken_off_and_a_missing_zone_is_told() {
        assert_eq!(at("1970-01-01T02:00:00+02:00").as_ticks(), 0);
        assert_eq!(at("1969-12-31T19:30:00-04:30").as_ticks(), 0);
        assert_eq!(
            Instant::read("1970-01-01T00:00:00"),
            Some(ReadTime::At(Instant::from_ticks(0), ZoneGiven::No))
        );
    }

    #[test]
    fn powershell_dates_are_milliseconds_whatever_zone_they_name() {
        assert_eq!(at("/Date(1000)/").as_ticks(), 10_000_000);
        assert_eq!(at("/Date(-1000+0200)/").as_ticks(), -10_000_000);
        assert_eq!(
            Instant::read("/Date(-62135596800000)/"),
            Some(ReadTime::Unset)
        );
        for text in [
            "/Date()/",
            "/Date(1",
            "/Date(x)/",
            "/Date(-)/",
            "/Date(9223372036854775807)/",
        ] {
            assert_eq!(Instant::read(text), None, "{text}");
        }
    }

    #[test]
    fn unset_dates_are_recognised() {
        assert_eq!(Instant::read("0001-01-01T00:00:00Z"), Some(ReadTime::Unset));
        assert_eq!(
            Instant::read("9999-12-31T23:59:59.9999999Z"),
            Some(ReadTime::Unset)
        );
    }

    #[test]
    fn an_offset_that_leads_out_of_four_digit_years_is_refused() {
        assert_eq!(Instant::read("0000-01-01T00:00:00+00:01"), None);
        assert_eq!(
            at("0000-01-01T00:00:00Z").to_string(),
            "0000-01-01T00:00:00Z"
        );
        assert_eq!(
            at("9999-12-30T23:59:59.9Z").to_string(),
            "9999-12-30T23:59:59.9Z"
        );
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in [
            "",
            "2026",
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+0200",
            "2026-01-01T00:00:00Zx",
            "10026-01-01T00:00:00Z",
            "2026-01-01T00:00:00é",
            "２０２６-01-01T00:00:00Z",
        ] {
            assert_eq!(Instant::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse(ticks in -621_000_000_000_000_000_i64..2_500_000_000_000_000_000) {
            let instant = Instant::from_ticks(ticks / 10);
            prop_assert_eq!(Instant::read(&instant.to_string()), Some(ReadTime::At(instant, ZoneGiven::Yes)));
        }

        #[test]
        fn chrono_writes_the_same_instant(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0_u32..1_000_000_000) {
            let theirs = DateTime::from_timestamp(seconds, nanos / 100 * 100).unwrap();
            let date = theirs.date_naive();
            let clock = (theirs.hour(), theirs.minute(), theirs.second());
            let head = format!("{date:?}T{:02}:{:02}:{:02}", clock.0, clock.1, clock.2);
            let fraction = format!(".{:07}", theirs.nanosecond() / 100);
            let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
            prop_assert_eq!(Instant::from(theirs).to_string(), format!("{head}{fraction}Z"));
        }

        #[test]
        fn chrono_reads_the_same_instant(seconds in -60_000_000_000_i64..250_000_000_000, nanos in 0_u32..1_000_000_000) {
            let theirs = DateTime::from_timestamp(seconds, nanos / 100 * 100).unwrap();
            prop_assert_eq!(at(&theirs.to_rfc3339()), Instant::from(theirs));
            prop_assert_eq!(Instant::from(theirs).to_chrono(), theirs);
        }
    }
}
