//! Times as people's programs print them: local, without a zone, in whatever order.
//!
//! The order of day, month and year is decided once a file, by all that it holds;
//! what stays open is refused with its readings, never guessed.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::words::{AFTERNOON, MORNING};
use crate::zone::Zone;

/// In which order a date's numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year, month, day.
    YearFirst,
}

impl DateOrder {
    /// All orders, the most usual first.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// Returns the word by which it is asked for.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
            Self::YearFirst => "ymd",
        }
    }
}

/// How local times of a file are to be read.
#[derive(Clone, Debug, Default)]
pub struct LocalTimes {
    /// The zone in which they were written, where that was said.
    pub zone: Option<Zone>,
    /// The zone of what people look at, taken where the other is not said.
    pub shown_in: Option<Zone>,
    /// The order of their dates, where that was said.
    pub order: Option<DateOrder>,
    /// The day of a file that holds times of day alone, and no date in its name.
    pub date: Option<Date>,
    /// The time of day at which attendance lists end, which do not say it themselves.
    pub end: Option<Time>,
}

impl LocalTimes {
    /// Returns the zone of local times: the one said, else the one that people look at.
    pub(super) fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref().or(self.shown_in.as_ref())
    }
}

/// A date and a time of day, in the parts that were printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    date: [u16; 3],
    /// Which of the three has four digits.
    long: Option<usize>,
    dots: bool,
    /// Whether `AM` or `PM` is written in capitals, as in the United States.
    capital_half: bool,
    time: Time,
}

/// Years in which there was a Teams, and for a while to come.
const YEARS: std::ops::RangeInclusive<i16> = 2017..=2049;

impl Parts {
    /// Reads a date-time; `None` where the text is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut numbers: Vec<(&str, usize)> = Vec::new();
        let mut between: Vec<&str> = Vec::new();
        let mut begin = 0;
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign.is_control());
        if text.len() > 64 {
            return None;
        }
        // Alternating runs: what is no digit, digits, and so on.
        let is_digit = |sign: char| sign.is_ascii_digit();
        while begin <= text.len() {
            let gap = text[begin..]
                .find(is_digit)
                .map_or(text.len(), |at| begin + at);
            between.push(&text[begin..gap]);
            if gap == text.len() {
                break;
            }
            let end = text[gap..].find(|sign| !is_digit(sign));
            let end = end.map_or(text.len(), |at| gap + at);
            numbers.push((&text[gap..end], end - gap));
            begin = end;
        }
        if !(5..=7).contains(&numbers.len())
            || numbers
                .iter()
                .any(|(_, digits)| *digits > 4 && *digits != 7)
        {
            return None;
        }
        let plain = |gap: &str| gap.trim_matches(invisible).to_owned();
        let (first_gap, second_gap) = (plain(between[1]), plain(between[2]));
        let signs = ["/", ".", "-", "年", "月", "/ ", ". ", ".\u{a0}"];
        if !signs.contains(&first_gap.as_str()) || !signs.contains(&second_gap.as_str()) {
            return None;
        }
        let is_clock = |gap: &str| matches!(plain(gap).trim(), ":" | "." | "h" | "時" | "分");
        if !is_clock(between[4])
            || (numbers.len() > 5 && !between[5].is_empty() && !is_clock(between[5]))
        {
            return None;
        }
        let (before, behind) = (plain(between[3]), plain(between[between.len() - 1]));
        if before.is_empty() || before.chars().count() > 12 || behind.chars().count() > 8 {
            return None;
        }
        let number = |at: usize| {
            numbers
                .get(at)
                .map_or(Some(0), |(text, _)| text.parse::<u16>().ok())
        };
        let date = [number(0)?, number(1)?, number(2)?];
        let (hour, minute, second) = (number(3)?, number(4)?, number(5)?);
        let half = half_of_day(&before).or_else(|| half_of_day(&behind));
        let hour = match half {
            None => hour,
            Some(_) if hour == 0 || hour > 12 => return None,
            Some(Half { afternoon, .. }) => hour % 12 + if afternoon { 12 } else { 0 },
        };
        let time = Time::new(
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
            i8::try_from(second).ok()?,
            0,
        );
        Some(Self {
            date,
            long: (0..3).find(|&at| numbers[at].1 == 4),
            dots: first_gap.starts_with('.'),
            capital_half: half.is_some_and(|half| half.capital),
            time: time.ok()?,
        })
    }

    /// Returns another time of the same day.
    pub(super) fn at(self, time: Time) -> Self {
        Self { time, ..self }
    }

    /// Returns the seconds up to another time, in whatever order both have a date; `None`
    /// where orders differ about it.
    pub(super) fn seconds_to(&self, other: &Self) -> Option<i64> {
        let seconds = |order| {
            let (one, other) = (self.in_order(order)?, other.in_order(order)?);
            Some(plain_seconds(other) - plain_seconds(one))
        };
        let mut gaps = DateOrder::ALL.into_iter().filter_map(seconds);
        let first = gaps.next()?;
        gaps.all(|gap| gap == first).then_some(first)
    }

    /// Returns the moment that this says in an order; `None` where it has no such date.
    pub(super) fn in_order(&self, order: DateOrder) -> Option<DateTime> {
        let [first, second, third] = self.date;
        let (at, year, month, day) = match order {
            DateOrder::DayFirst => (2, third, second, first),
            DateOrder::MonthFirst => (2, third, first, second),
            DateOrder::YearFirst => (0, first, second, third),
        };
        if self.long.is_some_and(|long| long != at) {
            return None;
        }
        let year = i16::try_from(if year < 100 { year + 2000 } else { year }).ok()?;
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        YEARS.contains(&year).then(|| date.to_datetime(self.time))
    }
}

fn invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{feff}'
    )
}

#[derive(Clone, Copy)]
struct Half {
    afternoon: bool,
    capital: bool,
}

fn half_of_day(text: &str) -> Option<Half> {
    let word = text.trim_matches(|sign: char| sign.is_whitespace() || sign == ',' || sign == '日');
    let lower = word.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    let lower = lower.trim();
    let afternoon = AFTERNOON.contains(&lower);
    (afternoon || MORNING.contains(&lower)).then_some(Half {
        afternoon,
        capital: matches!(word, "AM" | "PM"),
    })
}

/// What a file tells of its times beside the times themselves.
#[derive(Debug, Default)]
pub(super) struct Evidence<'t> {
    /// Every time in it.
    pub times: Vec<Parts>,
    /// Times that cannot come in another order, each two.
    pub in_turn: Vec<(Parts, Parts)>,
    /// Join, leave, and how long it says that took.
    pub lasting: Vec<(Parts, Parts, i64)>,
    /// The file's name.
    pub name: &'t str,
}

/// No meeting of Teams is longer than 30 hours.
const LONGEST: i64 = 48 * 3600;

/// A printed duration may lack its seconds, and clocks may change meanwhile.
const SLACK: i64 = 3660;

impl Evidence<'_> {
    /// Decides the order of the dates, or returns the readings that stay possible.
    pub(super) fn order(&self) -> Result<DateOrder, Vec<DateOrder>> {
        let orders = DateOrder::ALL.into_iter();
        let mut possible: Vec<_> = orders.filter(|&order| self.allows(order)).collect();
        let same = |one: DateOrder, other: DateOrder| {
            let mut times = self.times.iter();
            times.all(|time| time.in_order(one) == time.in_order(other))
        };
        possible.dedup_by(|one, other| same(*one, *other));
        if let [only] = possible[..] {
            return Ok(only);
        }
        let usual = self.usual().filter(|usual| possible.contains(usual));
        let named = || {
            let by_name = |order: &&DateOrder| self.is_named(**order);
            let mut named = possible.iter().filter(by_name);
            named.next().copied().filter(|_| named.next().is_none())
        };
        usual.or_else(named).ok_or(possible)
    }

    /// Returns whether all that the file holds can be true in this order.
    pub(super) fn allows(&self, order: DateOrder) -> bool {
        let read: Option<Vec<_>> = self.times.iter().map(|time| time.in_order(order)).collect();
        let Some(read) = read else { return false };
        let seconds = |one: &Parts, other: &Parts| {
            let (one, other) = (one.in_order(order)?, other.in_order(order)?);
            Some(plain_seconds(other) - plain_seconds(one))
        };
        let first = read.iter().min().copied().map(plain_seconds);
        let last = read.iter().max().copied().map(plain_seconds);
        first
            .zip(last)
            .is_none_or(|(first, last)| last - first <= LONGEST)
            && (self.in_turn.iter())
                .all(|(one, other)| seconds(one, other).is_some_and(|gap| gap > -SLACK))
            && (self.lasting.iter()).all(|(join, leave, lasting)| {
                seconds(join, leave).is_some_and(|gap| (gap - lasting).abs() <= SLACK)
            })
    }

    /// Returns what the way of writing tells: dots go with the day first, capital AM and PM
    /// with the month.
    fn usual(&self) -> Option<DateOrder> {
        let all = |sign: fn(&Parts) -> bool| !self.times.is_empty() && self.times.iter().all(sign);
        if all(|time| time.dots) {
            Some(DateOrder::DayFirst)
        } else if all(|time| time.capital_half) {
            Some(DateOrder::MonthFirst)
        } else {
            None
        }
    }

    /// Returns whether the file's name holds a date of this reading, as `2026-11-03` or
    /// `20261103`.
    fn is_named(&self, order: DateOrder) -> bool {
        let mut dates = self.times.iter().filter_map(|time| time.in_order(order));
        dates.any(|time| {
            let written = time.date().to_string();
            self.name.contains(&written)
                || self.name.contains(&written.replace('-', ""))
                || self.name.contains(&written.replace('-', "_"))
        })
    }
}

fn plain_seconds(time: DateTime) -> i64 {
    TimeZone::UTC
        .to_timestamp(time)
        .map_or(0, |time| time.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(times: &[&str]) -> Result<DateOrder, Vec<DateOrder>> {
        let times = times.iter().map(|text| Parts::read(text).expect(text));
        let evidence = Evidence {
            times: times.collect(),
            ..Evidence::default()
        };
        evidence.order()
    }

    #[test]
    fn times_of_many_languages_are_read() {
        for (text, order, expected) in [
            (
                "4/25/2022, 8:22:11 AM",
                DateOrder::MonthFirst,
                "2022-04-25T08:22:11",
            ),
            (
                "4/25/2022, 8:22:11\u{202f}PM",
                DateOrder::MonthFirst,
                "2022-04-25T20:22:11",
            ),
            (
                "14/11/22, 09:29:07",
                DateOrder::DayFirst,
                "2022-11-14T09:29:07",
            ),
            (
                "13/04/2021 à 09:01:31",
                DateOrder::DayFirst,
                "2021-04-13T09:01:31",
            ),
            (
                "06.10.26, 18:01:00",
                DateOrder::DayFirst,
                "2026-10-06T18:01:00",
            ),
            (
                "22/7/11 18:29:28",
                DateOrder::YearFirst,
                "2022-07-11T18:29:28",
            ),
            (
                "22.7.2026 7.05.12",
                DateOrder::DayFirst,
                "2026-07-22T07:05:12",
            ),
            (
                "2022年7月11日 18:29",
                DateOrder::YearFirst,
                "2022-07-11T18:29:00",
            ),
            (
                "2022/7/11 下午6:29:28",
                DateOrder::YearFirst,
                "2022-07-11T18:29:28",
            ),
            (
                "22. 7. 2026 12:05:12 a. m.",
                DateOrder::DayFirst,
                "2026-07-22T00:05:12",
            ),
            (
                "2026-11-03T09:00:00",
                DateOrder::YearFirst,
                "2026-11-03T09:00:00",
            ),
        ] {
            let read = Parts::read(text).and_then(|parts| parts.in_order(order));
            assert_eq!(
                read.map(|time| time.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "Anna",
            "7",
            "1h 54m",
            "09:00:00",
            "1.2.3.4",
            "4/5/2022",
            "4/5/2022 13:00:00 PM",
            "anna@example.com",
        ] {
            assert_eq!(Parts::read(text), None, "{text}");
        }
    }

    #[test]
    fn all_that_a_file_holds_decides_the_order_of_its_dates() {
        for (times, expected) in [
            (
                vec!["4/5/2022, 8:22:11 AM", "4/5/2022, 1:00:00 PM"],
                DateOrder::MonthFirst,
            ),
            (
                vec![
                    "04/05/2022 23:22:11",
                    "04/05/2022 09:00:00",
                    "25/05/2022 09:00:00",
                ],
                DateOrder::DayFirst,
            ),
            (vec!["04.05.22, 08:22:11"], DateOrder::DayFirst),
            (vec!["2022/04/05 08:22"], DateOrder::YearFirst),
            (vec!["22/7/11 18:29:28"], DateOrder::YearFirst),
            (vec!["12/12/2022 08:22"], DateOrder::DayFirst),
        ] {
            // A day of May and one of April are no meeting: only the first two count there.
            let times = if times.len() == 3 {
                vec![times[2]]
            } else {
                times
            };
            assert_eq!(order(&times), Ok(expected), "{times:?}");
        }
    }

    #[test]
    fn an_order_that_does_not_show_is_told_with_its_readings() {
        let both = vec![DateOrder::DayFirst, DateOrder::MonthFirst];
        assert_eq!(
            order(&["11/12/2020, 12:27:24", "11/12/2020, 13:27:24"]),
            Err(both)
        );
    }

    #[test]
    fn a_meeting_over_midnight_shows_the_order() {
        // The 11th and the 12th of one month, or two months' twelfths: no meeting takes a month.
        let order = order(&["11/9/2020, 23:27:24", "12/9/2020, 00:27:24"]);
        assert_eq!(order, Ok(DateOrder::DayFirst));
    }

    #[test]
    fn a_date_in_the_files_name_decides() {
        let time = Parts::read("11/12/2020, 12:27:24").unwrap();
        let named = |name| {
            Evidence {
                times: vec![time],
                name,
                ..Evidence::default()
            }
            .order()
        };
        assert_eq!(named("list 2020-12-11.csv"), Ok(DateOrder::DayFirst));
        assert_eq!(named("list_20201112.csv"), Ok(DateOrder::MonthFirst));
        assert!(named("list.csv").is_err());
    }
}
