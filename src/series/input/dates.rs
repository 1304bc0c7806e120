//! Dates and times of day as people write them, where they leave no doubt.

use jiff::civil::{Date, DateTime, Time};

pub use crate::decode::teams::clock::DateOrder;

/// The names of the months, and their shortest beginnings, in every language.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jänner", "janvier", "janv", "enero", "ene", "janeiro"],
    &["feb", "february", "februar", "février", "févr", "febrero", "fevereiro", "fev"],
    &["mar", "march", "märz", "mär", "mrz", "mars", "marzo", "março"],
    &["apr", "april", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo", "maio"],
    &["jun", "june", "juni", "juin", "junio", "junho"],
    &["jul", "july", "juli", "juillet", "juil", "julio", "julho"],
    &["aug", "august", "août", "agosto", "ago"],
    &["sep", "sept", "september", "septembre", "septiembre", "setembro", "set"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "outubro", "out"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dez", "dezember", "décembre", "déc", "diciembre", "dic", "dezembro"],
];

/// Returns a date as people write it without doubt: year first, day first with dots, or
/// with the month's name; others only where `order` tells how to read them.
pub fn read_date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    numbers(text, order).or_else(|| named(text))
}

/// Returns a date, or the date of a date and time.
pub fn read_day(text: &str, order: Option<DateOrder>) -> Option<Date> {
    read_date(text, order).or_else(|| read_moment(text, order).map(DateTime::date))
}

/// Returns a date and time of day without a zone.
pub fn read_moment(text: &str, order: Option<DateOrder>) -> Option<DateTime> {
    let mut signs = text
        .char_indices()
        .filter(|(_, sign)| matches!(sign, ' ' | 'T' | ','));
    signs.find_map(|(at, sign)| {
        let (date, time) = (&text[..at], &text[at + sign.len_utf8()..]);
        let time = read_time(time.trim_start_matches([' ', ',']))?;
        Some(read_date(date.trim_end_matches([' ', ',']), order)?.to_datetime(time))
    })
}

/// Returns a time of day: `9:00`, `09:00:00`, `8:00 AM`, `9h30`, `9:00 Uhr`.
pub fn read_time(text: &str) -> Option<Time> {
    let text = text.trim().to_lowercase();
    let text = text.trim_end_matches("uhr").trim_end();
    let (digits, half) = match text.find(|sign: char| sign.is_alphabetic() && sign != 'h') {
        Some(at) => (
            text[..at].trim_end(),
            Some(text[at..].replace(['.', ' '], "")),
        ),
        None => (text, None),
    };
    let mut parts = digits.split([':', 'h']);
    let number = |part: &str| part.parse::<i8>().ok();
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = match parts.next() {
        None | Some("") => 0,
        // A fraction of zeros is no doubt; another is more than a plan knows.
        Some(part) => number(part.trim_end_matches('0').strip_suffix('.').unwrap_or(part))?,
    };
    let hour = match half.as_deref() {
        None => hour,
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(_) => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

fn numbers(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = text.trim().replace(['年', '月'], "-").replace('日', "");
    let sign = text.chars().find(|sign| !sign.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let year_first = first.len() == 4;
    let order = match (sign, order) {
        ('-' | '/' | '.', _) if year_first => DateOrder::YearFirst,
        ('.', _) => DateOrder::DayFirst,
        ('-' | '/', Some(order)) => order,
        _ => return None,
    };
    let (year, month, day) = match order {
        DateOrder::DayFirst => (third, second, first),
        DateOrder::MonthFirst => (third, first, second),
        DateOrder::YearFirst => (first, second, third),
    };
    date(year, month.parse().ok()?, day)
}

/// Returns a date with the month's name, and words such as `de` or `of` between.
fn named(text: &str) -> Option<Date> {
    let lower = text.to_lowercase();
    let words = lower.split([' ', ',', '.', '-', '/']).filter(|word| {
        !matches!(
            *word,
            "" | "de" | "del" | "do" | "of" | "the" | "le" | "den"
        )
    });
    let words: Vec<&str> = words.collect();
    let month_of = |word: &str| MONTHS.iter().position(|names| names.contains(&word));
    let (month, day, year) = match words[..] {
        [day, month, year] if month_of(month).is_some() => (month, day, year),
        [month, day, year] => (month, day, year),
        _ => return None,
    };
    let ordinal = ["st", "nd", "rd", "th", "er", "º"];
    let day = ordinal
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    date(year, month_of(month)? as i8 + 1, day)
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let four_digits = year.len() == 4;
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok();
    date.filter(|_| four_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_leave_no_doubt() {
        let day = Some(jiff::civil::date(2026, 10, 31));
        for text in [
            "2026-10-31",
            "2026/10/31",
            "31.10.2026",
            "31 Oct 2026",
            "31. Oktober 2026",
            "October 31, 2026",
            "31 octobre 2026",
            "31 de octubre de 2026",
            "31 de outubro de 2026",
            "31-Oct-2026",
            "2026年10月31日",
        ] {
            assert_eq!(read_date(text, None), day, "{text}");
        }
        for doubtful in [
            "31.10.26",
            "10/31/2026",
            "31/10/2026",
            "31-10-2026",
            "2026-02-30",
            "today",
        ] {
            assert_eq!(read_date(doubtful, None), None, "{doubtful}");
        }
    }

    #[test]
    fn the_order_that_is_told_settles_what_is_doubtful() {
        let day = Some(jiff::civil::date(2026, 11, 10));
        assert_eq!(read_date("10/11/2026", Some(DateOrder::DayFirst)), day);
        assert_eq!(read_date("11/10/2026", Some(DateOrder::MonthFirst)), day);
        assert_eq!(read_date("10.11.2026", Some(DateOrder::MonthFirst)), day);
        assert_eq!(read_date("31/10/2026", Some(DateOrder::MonthFirst)), None);
    }

    #[test]
    fn times_of_day_are_read_by_both_clocks() {
        let at = |hour| Time::new(hour, 0, 0, 0).ok();
        for (text, hour) in [
            ("8:00", 8),
            ("08:00:00", 8),
            ("8:00 AM", 8),
            ("8:00:00 p.m.", 20),
            ("12:00 AM", 0),
            ("12:00 PM", 12),
            ("8h00", 8),
            ("8:00 Uhr", 8),
        ] {
            assert_eq!(read_time(text), at(hour), "{text}");
        }
        for bad in ["25:00", "13:00 PM", "8", "noon", "8:60"] {
            assert_eq!(read_time(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_moment_is_a_date_and_a_time() {
        let moment = Some(jiff::civil::date(2026, 6, 1).at(8, 0, 0, 0));
        for text in [
            "2026-06-01 8:00 AM",
            "2026-06-01T08:00:00",
            "1. Juni 2026, 08:00",
            "1.6.2026 08:00",
        ] {
            assert_eq!(read_moment(text, None), moment, "{text}");
        }
        assert_eq!(read_moment("2026-06-01", None), None);
        assert_eq!(
            read_day("2026-06-01T08:00:00", None),
            moment.map(DateTime::date)
        );
    }
}
