//! Values as people read them: durations, shares, clocks.
//!
//! The tables have settled rounding and units; here a value only gets its
//! clothes, and what cannot be shown safely in a line of text is made visible.

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};

use crate::model::time::Instant;
use crate::zone::Zone;

/// Between the thousands: readers of no language take it for a decimal sign.
const THOUSANDS: char = '\u{202f}';

/// A whole number with its thousands apart.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        // Four digits read well without a gap.
        if index > 0 && digits.len() > 4 && (digits.len() - index).is_multiple_of(3) {
            text.push(THOUSANDS);
        }
        text.push(digit);
    }
    text
}

/// A length of time as `h:mm:ss`; hours go on past a day.
pub fn duration(seconds: i64) -> String {
    let size = seconds.unsigned_abs();
    let hours = count(i64::try_from(size / 3600).unwrap_or(i64::MAX));
    let sign = if seconds < 0 { "−" } else { "" };
    format!("{sign}{hours}:{:02}:{:02}", size / 60 % 60, size % 60)
}

/// A difference of times as `+h:mm:ss` or `−h:mm:ss`.
pub fn signed_duration(seconds: i64) -> String {
    let plus = if seconds > 0 { "+" } else { "" };
    plus.to_owned() + &duration(seconds)
}

/// A mean length of time, given in seconds with 2 decimal places, to the nearest second.
pub fn mean_duration(seconds: f64) -> String {
    // Back to exact hundredths first, so that halves round as the digits say.
    let hundredths = (seconds * 100.0).round() as i64;
    duration((hundredths + 50).div_euclid(100))
}

/// A fraction of 1 with 4 decimal places in percent: all its digits, none rounded away.
pub fn percent(share: f64) -> String {
    let hundredths = (share * 10_000.0).round() as i64;
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `12 October 2026`.
pub fn plain_date(date: Date) -> String {
    let month = MONTHS[date.month() as usize - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// `Monday, 12 October 2026`.
pub fn long_date(date: Date) -> String {
    let weekday = DAYS[date.weekday().to_monday_zero_offset() as usize];
    format!("{weekday}, {}", plain_date(date))
}

/// `2026-10-12`.
pub fn iso_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `09:05`.
pub fn hour_and_minute(time: DateTime) -> String {
    let mut text = String::with_capacity(8);
    push_padded(&mut text, time.hour());
    text.push(':');
    push_padded(&mut text, time.minute());
    text
}

/// `09:05:12`.
pub fn time_of_day(time: DateTime) -> String {
    let mut text = hour_and_minute(time);
    text.push(':');
    push_padded(&mut text, time.second());
    text
}

/// The time of day, with the date before it unless that is `usual`.
pub fn clock(time: DateTime, usual: Option<Date>) -> String {
    if usual == Some(time.date()) {
        return time_of_day(time);
    }
    format!("{} {}", iso_date(time.date()), time_of_day(time))
}

/// How far the clocks of `zone` are from UTC at this instant: `UTC+02:00`.
pub fn offset(zone: &Zone, at: Instant) -> String {
    let seconds = zone
        .local(at)
        .duration_since(Zone::utc().local(at))
        .as_secs();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Our own words as a sentence of a page: with a capital, and quotes where code is meant.
pub fn sentence(words: &str) -> String {
    let mut quotes = ['“', '”'].into_iter().cycle();
    let mut signs = words.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    let quoted = |sign| match sign {
        '`' => quotes.next().unwrap_or(sign),
        sign => sign,
    };
    first.chain(signs).map(quoted).collect()
}

/// Text that strangers wrote, fit for one line of a page.
///
/// Line breaks and tabs become blanks; other control characters and those that
/// turn the direction of the text around become `\u{fffd}`, so that they are
/// seen and do nothing. Markup is not its business: the engine escapes all.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // All that is replaced begins with a control byte or with one of these lead bytes.
    let suspicious = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2);
    if !text.bytes().any(suspicious) || !text.chars().any(|sign| replacement(sign).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|sign| replacement(sign).unwrap_or(sign))
            .collect(),
    )
}

const fn replacement(sign: char) -> Option<char> {
    match sign {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some('\u{fffd}')
        }
        _ => None,
    }
}

fn push_padded(text: &mut String, number: i8) {
    write!(text, "{number:02}").expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Span;

    #[test]
    fn durations_read_as_hours_minutes_seconds_also_past_a_day() {
        assert_eq!(duration(1558), "0:25:58");
        assert_eq!(duration(90_061), "25:01:01");
        assert_eq!(duration(-60), "−0:01:00");
        assert_eq!(duration(123_456 * 3600), "123\u{202f}456:00:00");
    }

    #[test]
    fn mean_durations_round_half_up_to_seconds() {
        assert_eq!(mean_duration(1355.5), "0:22:36");
        assert_eq!(mean_duration(1355.49), "0:22:35");
    }

    #[test]
    fn shares_keep_all_their_digits() {
        let shown = [0.9583, 1.0, 0.0, 0.0704].map(percent);
        assert_eq!(shown, ["95.83 %", "100.00 %", "0.00 %", "7.04 %"]);
    }

    #[test]
    fn thousands_stand_apart_from_five_digits_on() {
        assert_eq!(
            [count(9999), count(10_000), count(-1_234_567)],
            ["9999", "10\u{202f}000", "−1\u{202f}234\u{202f}567"]
        );
    }

    #[test]
    fn clocks_name_the_date_only_where_it_is_another() {
        let at = Zone::utc().local(Instant::from_ticks(0) + Span::seconds(3_661));
        assert_eq!(clock(at, Some(at.date())), "01:01:01");
        assert_eq!(clock(at, None), "1970-01-01 01:01:01");
        assert_eq!(long_date(at.date()), "Thursday, 1 January 1970");
    }

    #[test]
    fn offsets_are_those_of_the_moment() {
        let at = |seconds| Instant::from_ticks(0) + Span::seconds(seconds);
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(offset(&berlin, at(1_792_888_200)), "UTC+02:00");
        assert_eq!(offset(&berlin, at(1_792_891_800)), "UTC+01:00");
        let newfoundland = Zone::named("America/St_Johns").unwrap();
        assert_eq!(offset(&newfoundland, at(1_768_000_000)), "UTC−03:30");
    }

    #[test]
    fn sentences_begin_with_a_capital_and_keep_all_others() {
        assert_eq!(
            sentence("both in words, such as `3 of 4` by ISO"),
            "Both in words, such as “3 of 4” by ISO"
        );
    }

    #[test]
    fn control_and_direction_characters_do_nothing_and_are_seen() {
        assert_eq!(harmless("Zoë – \u{1f600}"), "Zoë – \u{1f600}");
        assert!(matches!(harmless("Zoë Müller"), Cow::Borrowed(_)));
        assert_eq!(
            harmless("a\u{202e}b\0c\nd\u{2066}"),
            "a\u{fffd}b\u{fffd}c d\u{fffd}"
        );
    }
}
