//! Numbers, dates and times as the readers of a language write them (after the CLDR).

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};

use super::Language;
use crate::model::interval::Stay;
use crate::model::time::Instant;
use crate::zone::Zone;

/// A narrow one.
const NARROW: char = '\u{202f}';

/// How numbers are written.
struct Numbers {
    decimal: char,
    thousands: char,
    /// From how many digits on thousands stand apart.
    grouped_from: usize,
    /// What stands between a number and its percent sign.
    before_percent: &'static str,
}

impl Language {
    const fn numbers(self) -> Numbers {
        let (decimal, thousands, grouped_from, before_percent) = match self {
            Self::English | Self::Japanese => ('.', ',', 4, ""),
            Self::German => (',', '.', 4, "\u{a0}"),
            Self::French => (',', NARROW, 4, "\u{202f}"),
            Self::Spanish => (',', '.', 5, "\u{a0}"),
            Self::Portuguese => (',', '.', 4, ""),
        };
        Numbers {
            decimal,
            thousands,
            grouped_from,
            before_percent,
        }
    }

    /// Returns the decimal sign.
    pub const fn decimal_sign(self) -> char {
        self.numbers().decimal
    }

    /// Returns a whole number with its thousands apart.
    pub fn count(self, number: i64) -> String {
        let mut text = String::new();
        self.push_count(&mut text, number);
        text
    }

    /// Adds a whole number with its thousands apart.
    pub fn push_count(self, text: &mut String, number: i64) {
        let numbers = self.numbers();
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number.unsigned_abs());
        if number < 0 {
            text.push('−');
        }
        if digits.len() < numbers.grouped_from {
            text.push_str(digits);
            return;
        }
        for (index, digit) in digits.char_indices() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(numbers.thousands);
            }
            text.push(digit);
        }
    }

    /// Returns a length of time as `h:mm:ss`; hours go on past a day.
    pub fn duration(self, seconds: i64) -> String {
        let mut text = String::with_capacity(10);
        self.push_duration(&mut text, seconds);
        text
    }

    /// Adds a length of time, in the form of [`Self::duration`].
    pub fn push_duration(self, text: &mut String, seconds: i64) {
        let size = seconds.unsigned_abs();
        if seconds < 0 {
            text.push('−');
        }
        match i64::try_from(size / 3600).unwrap_or(i64::MAX) {
            hours @ 0..1000 => text.push_str(itoa::Buffer::new().format(hours)),
            hours => self.push_count(text, hours),
        }
        push_two(text, size / 60 % 60);
        push_two(text, size % 60);
    }

    /// Returns a difference of times as `+h:mm:ss` or `−h:mm:ss`.
    pub fn signed_duration(self, seconds: i64) -> String {
        let mut text = String::with_capacity(10);
        self.push_signed_duration(&mut text, seconds);
        text
    }

    /// Adds a difference of times, in the form of [`Self::signed_duration`].
    pub fn push_signed_duration(self, text: &mut String, seconds: i64) {
        text.push_str(if seconds > 0 { "+" } else { "" });
        self.push_duration(text, seconds);
    }

    /// Returns a mean length of time, given in seconds with 2 decimal places, to the nearest
    /// second.
    pub fn mean_duration(self, seconds: f64) -> String {
        let mut text = String::with_capacity(10);
        self.push_mean_duration(&mut text, seconds);
        text
    }

    /// Adds a mean length of time, in the form of [`Self::mean_duration`].
    pub fn push_mean_duration(self, text: &mut String, seconds: f64) {
        // Back to exact hundredths first, so that halves round as the digits say.
        let hundredths = (seconds * 100.0).round() as i64;
        self.push_duration(text, (hundredths + 50).div_euclid(100));
    }

    /// Returns a fraction of 1 with 4 decimal places in percent: all its digits, none rounded
    /// away.
    pub fn percent(self, share: f64) -> String {
        let mut text = String::with_capacity(10);
        self.push_percent(&mut text, share);
        text
    }

    /// Adds a fraction of 1, in the form of [`Self::percent`].
    pub fn push_percent(self, text: &mut String, share: f64) {
        let numbers = self.numbers();
        let hundredths = (share * 10_000.0).round() as i64;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        text.push_str(itoa::Buffer::new().format(whole));
        text.push(numbers.decimal);
        text.extend(two_digits(rest.unsigned_abs()));
        text.push_str(numbers.before_percent);
        text.push('%');
    }

    /// Returns a fraction of 1 in percent as headings show it: one decimal place, none for a
    /// whole number; never 100 for less than all, nor 0 for more than nothing.
    pub fn rate(self, share: f64) -> String {
        let numbers = self.numbers();
        let tenths = (share * 1000.0).round() as i64;
        let tenths = match tenths {
            1000 if share < 1.0 => 999,
            0 if share > 0.0 => 1,
            tenths => tenths,
        };
        let mut text = (tenths / 10).to_string();
        if tenths % 10 != 0 {
            text.push(numbers.decimal);
            text.push_str(&(tenths % 10).to_string());
        }
        text.push_str(numbers.before_percent);
        text.push('%');
        text
    }

    /// Returns a number with 1 decimal place, as headings show it.
    pub fn tenths(self, number: f64) -> String {
        self.dressed(&format!("{number:.1}"))
    }

    /// Returns a number with 2 decimal places.
    pub fn decimal(self, number: f64) -> String {
        self.dressed(&format!("{number:.2}"))
    }

    /// Digits with the signs of the language.
    fn dressed(self, text: &str) -> String {
        match text.split_once('.') {
            Some((whole, rest)) => {
                let whole = whole
                    .parse()
                    .map_or(whole.to_owned(), |whole| self.count(whole));
                format!("{whole}{}{rest}", self.decimal_sign())
            }
            None => text.to_owned(),
        }
    }

    /// Returns a measure such as `41 min 7.5 s` or `12.5 %` with the signs and units of the
    /// language.
    pub fn measure(self, english: &str) -> String {
        match self {
            Self::English => english.to_owned(),
            Self::German | Self::French | Self::Spanish | Self::Portuguese => {
                english.replace('.', ",")
            }
            Self::Japanese => {
                let minutes = english.replace(" min ", " 分 ").replace(" min", " 分");
                match minutes.strip_suffix(" s") {
                    Some(seconds) => format!("{seconds} 秒"),
                    None => minutes,
                }
            }
        }
    }

    /// `12 October 2026`.
    pub fn plain_date(self, date: Date) -> String {
        let (day, month, year) = (date.day(), self.month_name(date), date.year());
        match self {
            Self::English => format!("{day} {month} {year}"),
            Self::German => format!("{day}. {month} {year}"),
            // The first of a month is an ordinal in French.
            Self::French if day == 1 => format!("1er {month} {year}"),
            Self::French => format!("{day} {month} {year}"),
            Self::Spanish | Self::Portuguese => format!("{day} de {month} de {year}"),
            Self::Japanese => format!("{year}年{month}{day}日"),
        }
    }

    /// `Monday, 12 October 2026`, fit for the beginning of a line.
    pub fn long_date(self, date: Date) -> String {
        let day = DAYS[self as usize][date.weekday().to_monday_zero_offset() as usize];
        let plain = self.plain_date(date);
        match self {
            Self::English | Self::German | Self::Spanish | Self::Portuguese => {
                format!("{day}, {plain}")
            }
            Self::French => format!("{day} {plain}"),
            Self::Japanese => format!("{plain}{day}"),
        }
    }

    /// `October 2026`.
    pub fn month(self, date: Date) -> String {
        let (month, year) = (self.month_name(date), date.year());
        match self {
            Self::English | Self::German | Self::French => format!("{month} {year}"),
            Self::Spanish | Self::Portuguese => format!("{month} de {year}"),
            Self::Japanese => format!("{year}年{month}"),
        }
    }

    fn month_name(self, date: Date) -> &'static str {
        MONTHS[self as usize][date.month() as usize - 1]
    }

    /// Returns a date in digits: `2026-10-12` in English, where other orders would be misread.
    pub fn short_date(self, date: Date) -> String {
        let mut text = String::with_capacity(24);
        self.push_short_date(&mut text, date);
        text
    }

    fn push_short_date(self, text: &mut String, date: Date) {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let written = match self {
            Self::English => write!(text, "{year:04}-{month:02}-{day:02}"),
            Self::German => write!(text, "{day:02}.{month:02}.{year:04}"),
            Self::French | Self::Spanish | Self::Portuguese => {
                write!(text, "{day:02}/{month:02}/{year:04}")
            }
            Self::Japanese => write!(text, "{year:04}/{month:02}/{day:02}"),
        };
        written.expect(WRITES);
    }

    /// Returns a month in digits, in the manner of [`Self::short_date`].
    pub fn short_month(self, date: Date) -> String {
        let (year, month) = (date.year(), date.month());
        match self {
            Self::English => format!("{year:04}-{month:02}"),
            Self::German => format!("{month:02}.{year:04}"),
            Self::French | Self::Spanish | Self::Portuguese => format!("{month:02}/{year:04}"),
            Self::Japanese => format!("{year:04}/{month:02}"),
        }
    }

    /// Returns the time of day, with the date before it unless that is `usual`.
    pub fn clock(self, zone: &Zone, at: Instant, usual: Option<Date>) -> String {
        let mut text = String::with_capacity(24);
        self.push_clock(&mut text, zone, at, usual);
        text
    }

    /// Adds the time of day, in the form of [`Self::clock`].
    pub fn push_clock(self, text: &mut String, zone: &Zone, at: Instant, usual: Option<Date>) {
        let time = zone.local(at);
        if usual != Some(time.date()) {
            self.push_short_date(text, time.date());
            text.push(' ');
        }
        push_time_of_day(text, time);
        push_offset_where_doubtful(text, zone, at, time);
    }

    /// Returns date, hour and minute: `2026-10-12 09:05`.
    pub fn minute(self, zone: &Zone, at: Instant) -> String {
        let time = zone.local(at);
        let mut text = self.short_date(time.date());
        text.push(' ');
        push_hour_and_minute(&mut text, time);
        push_offset_where_doubtful(&mut text, zone, at, time);
        text
    }
}

/// The reason why writing into a string cannot fail.
const WRITES: &str = "a string takes all that is written";

/// `2026-10-12`.
pub fn iso_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `09:05`.
pub fn hour_and_minute(time: DateTime) -> String {
    let mut text = String::with_capacity(8);
    push_hour_and_minute(&mut text, time);
    text
}

/// Returns the hour and minute of an instant, with the offset where clocks showed them twice.
pub fn hour_and_minute_in(zone: &Zone, at: Instant) -> String {
    let time = zone.local(at);
    let mut text = hour_and_minute(time);
    push_offset_where_doubtful(&mut text, zone, at, time);
    text
}

fn push_hour_and_minute(text: &mut String, time: DateTime) {
    text.extend(two_digits(time.hour().unsigned_abs().into()));
    push_two(text, time.minute().unsigned_abs().into());
}

/// `09:05:12`.
pub fn time_of_day(time: DateTime) -> String {
    let mut text = String::with_capacity(8);
    push_time_of_day(&mut text, time);
    text
}

/// Returns the time of day of an instant, with the offset where clocks showed it twice.
pub fn time_of_day_in(zone: &Zone, at: Instant) -> String {
    let time = zone.local(at);
    let mut text = time_of_day(time);
    push_offset_where_doubtful(&mut text, zone, at, time);
    text
}

/// Adds the offset where clocks showed a time twice, on the night when they are put back:
/// without it 02:30 may come before 02:15.
fn push_offset_where_doubtful(text: &mut String, zone: &Zone, at: Instant, time: DateTime) {
    if zone.is_doubtful(time) {
        text.push(' ');
        text.push_str(&offset(zone, at));
    }
}

fn push_time_of_day(text: &mut String, time: DateTime) {
    push_hour_and_minute(text, time);
    push_two(text, time.second().unsigned_abs().into());
}

/// Returns how far the clocks of `zone` are from UTC at this instant: `UTC+02:00`.
pub fn offset(zone: &Zone, at: Instant) -> String {
    let seconds = zone
        .local(at)
        .duration_since(Zone::utc().local(at))
        .as_secs();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Language {
    /// Returns a day and its month, for a narrow place where the year is known: `19 Sep`.
    pub fn day_and_month(self, date: Date) -> String {
        let (day, month) = (date.day(), date.month());
        match self {
            Self::English => {
                let name: String = self.month_name(date).chars().take(3).collect();
                format!("{day} {name}")
            }
            Self::German => format!("{day}.{month}."),
            Self::French | Self::Spanish | Self::Portuguese => format!("{day:02}/{month:02}"),
            Self::Japanese => format!("{month}/{day}"),
        }
    }
}

/// Returns how far the clocks of a zone are ahead of UTC in a stretch of time: one offset, or
/// two where the clocks change in it.
pub fn offsets(zone: &Zone, stretch: Stay) -> String {
    let (first, last) = (offset(zone, stretch.join()), offset(zone, stretch.leave()));
    match first == last {
        true => first,
        false => format!("{first} → {last}"),
    }
}

/// A colon and two digits of a number below 100.
fn push_two(text: &mut String, number: u64) {
    text.push(':');
    text.extend(two_digits(number));
}

/// Returns the two digits of a number below 100.
fn two_digits(number: u64) -> [char; 2] {
    [number / 10, number].map(|digit| char::from(b'0' + (digit % 10) as u8))
}

/// Weekdays as a line begins with them, by language.
const DAYS: [[&str; 7]; 6] = [
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ],
    [
        "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche",
    ],
    [
        "Lunes",
        "Martes",
        "Miércoles",
        "Jueves",
        "Viernes",
        "Sábado",
        "Domingo",
    ],
    [
        "Segunda-feira",
        "Terça-feira",
        "Quarta-feira",
        "Quinta-feira",
        "Sexta-feira",
        "Sábado",
        "Domingo",
    ],
    [
        "月曜日",
        "火曜日",
        "水曜日",
        "木曜日",
        "金曜日",
        "土曜日",
        "日曜日",
    ],
];

/// Months as they stand in a date, by language.
const MONTHS: [[&str; 12]; 6] = [
    [
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
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    [
        "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Span;

    use Language::{English, French, German, Japanese, Portuguese, Spanish};

    #[test]
    fn durations_read_as_hours_minutes_seconds_also_past_a_day() {
        assert_eq!(English.duration(1558), "0:25:58");
        assert_eq!(English.duration(90_061), "25:01:01");
        assert_eq!(English.duration(-60), "−0:01:00");
        assert_eq!(English.duration(123_456 * 3600), "123,456:00:00");
        assert_eq!(French.duration(1_000 * 3600), "1\u{202f}000:00:00");
    }

    #[test]
    fn mean_durations_round_half_up_to_seconds() {
        assert_eq!(English.mean_duration(1355.5), "0:22:36");
        assert_eq!(English.mean_duration(1355.49), "0:22:35");
    }

    #[test]
    fn shares_keep_all_their_digits_in_each_languages_form() {
        let shown = [0.9583, 1.0, 0.0, 0.0704].map(|share| English.percent(share));
        assert_eq!(shown, ["95.83%", "100.00%", "0.00%", "7.04%"]);
        let shown = Language::ALL.map(|language| language.percent(0.9583));
        let (blank, narrow) = ("95,83\u{a0}%", "95,83\u{202f}%");
        assert_eq!(shown, ["95.83%", blank, narrow, blank, "95,83%", "95.83%"]);
    }

    #[test]
    fn thousands_stand_apart_as_each_language_does_it() {
        let four = Language::ALL.map(|language| language.count(1234));
        assert_eq!(
            four,
            ["1,234", "1.234", "1\u{202f}234", "1234", "1.234", "1,234"]
        );
        assert_eq!(Spanish.count(-1_234_567), "−1.234.567");
        assert_eq!(German.decimal(1234.5), "1.234,50");
        assert_eq!(English.decimal(0.25), "0.25");
    }

    #[test]
    fn dates_are_written_as_each_language_does_it() {
        let date = jiff::civil::date(2026, 10, 1);
        let dates = [
            "Thursday, 1 October 2026",
            "Donnerstag, 1. Oktober 2026",
            "Jeudi 1er octobre 2026",
            "Jueves, 1 de octubre de 2026",
            "Quinta-feira, 1 de outubro de 2026",
            "2026年10月1日木曜日",
        ];
        assert_eq!(
            Language::ALL.map(|language| language.long_date(date)),
            dates
        );
        assert_eq!(Portuguese.month(date), "outubro de 2026");
        assert_eq!(Japanese.short_date(date), "2026/10/01");
        assert_eq!(German.short_month(date), "10.2026");
    }

    #[test]
    fn clocks_name_the_date_only_where_it_is_another() {
        let (zone, at) = (Zone::utc(), Instant::from_ticks(0) + Span::seconds(3_661));
        let day = zone.local(at).date();
        assert_eq!(English.clock(&zone, at, Some(day)), "01:01:01");
        assert_eq!(English.clock(&zone, at, None), "1970-01-01 01:01:01");
        assert_eq!(German.minute(&zone, at), "01.01.1970 01:01");
    }

    #[test]
    fn a_time_that_clocks_show_twice_has_its_offset() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // 25 October 2026, 00:30 and 01:30 UTC.
        let at =
            [1_792_888_200, 1_792_891_800].map(|at| Instant::from_ticks(0) + Span::seconds(at));
        let day = Some(berlin.local(at[0]).date());
        let shown = at.map(|at| English.clock(&berlin, at, day));
        assert_eq!(shown, ["02:30:00 UTC+02:00", "02:30:00 UTC+01:00"]);
        let hour_later = at[1] + Span::seconds(3600);
        assert_eq!(English.clock(&berlin, hour_later, day), "03:30:00");
        assert_eq!(German.minute(&berlin, at[0]), "25.10.2026 02:30 UTC+02:00");
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
}
