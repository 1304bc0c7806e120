//! Times as people write them, to those that Graph writes: the order of day and month
//! is decided once for a file, by what shows in it, and never guessed.

use super::teams::clock::DateOrder;

/// What the first number of a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Day,
    Month,
}

/// The order of day and month in a file, where it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeOrder(Option<First>);

impl TimeOrder {
    /// Decides by all times of a file: AM or PM go with the month first, dots with
    /// the day first, and no month is greater than 12.
    pub(super) fn of<'t>(times: impl Iterator<Item = &'t str>) -> Self {
        let mut shown = times.filter_map(|time| Parts::of(time)?.order());
        let first = shown.next();
        // Signs that contradict each other decide nothing.
        Self(first.filter(|&first| shown.all(|other| other == first)))
    }

    /// Returns the order that was asked for, where none shows.
    pub(super) fn or(self, asked: Option<DateOrder>) -> Self {
        let asked = match asked {
            Some(DateOrder::DayFirst) => Some(First::Day),
            Some(DateOrder::MonthFirst) => Some(First::Month),
            Some(DateOrder::YearFirst) | None => None,
        };
        Self(self.0.or(asked))
    }

    /// Returns a moment as Graph writes it, or the text as it is where it cannot be told.
    pub(super) fn moment(self, text: &str) -> String {
        self.read(text).unwrap_or_else(|| text.to_owned())
    }

    fn read(self, text: &str) -> Option<String> {
        let parts = Parts::of(text)?;
        let [first, second, third] = parts.date;
        let (year, month, day) = match (parts.year_first, self.0) {
            (true, _) => (first, second, third),
            (false, Some(First::Month)) => (third, first, second),
            (false, Some(First::Day)) => (third, second, first),
            (false, None) => return None,
        };
        let year = if year < 100 { year + 2000 } else { year };
        let (hour, time) = (parts.hour()?, &parts.rest);
        Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}{time}Z"))
    }
}

/// A time of day after a date, in its parts.
struct Parts {
    date: [u32; 3],
    year_first: bool,
    dots: bool,
    hour: u32,
    /// From the colon behind the hour to the seconds.
    rest: String,
    /// `Some(true)` for PM.
    afternoon: Option<bool>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let text = text.replace(['\u{a0}', '\u{202f}', ','], " ");
        let text = text.trim().trim_end_matches(['Z', 'z']);
        let (date, time) = text.split_once([' ', 'T'])?;
        let numbers: Vec<_> = date.split(['/', '.', '-']).collect();
        let [first, second, third] = numbers.as_slice() else {
            return None;
        };
        let number = |text: &str| text.parse::<u32>().ok();
        let time = time.trim().to_ascii_uppercase();
        let morning = time.strip_suffix("AM").map(|time| (time, false));
        let afternoon = time.strip_suffix("PM").map(|time| (time, true));
        let (clock, afternoon) = match morning.or(afternoon) {
            Some((time, afternoon)) => (time.trim(), Some(afternoon)),
            None => (time.as_str(), None),
        };
        let (hour, rest) = clock.split_once(':')?;
        let seconds = if rest.contains(':') { "" } else { ":00" };
        let plain = rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
        plain.then_some(Self {
            date: [number(first)?, number(second)?, number(third)?],
            year_first: first.len() == 4,
            dots: date.contains('.'),
            hour: number(hour)?,
            rest: format!(":{rest}{seconds}"),
            afternoon,
        })
    }

    /// Returns what this time shows of the order.
    fn order(&self) -> Option<First> {
        let [first, second, _] = self.date;
        match (first > 12, second > 12) {
            _ if self.year_first => None,
            (true, _) => Some(First::Day),
            (false, true) => Some(First::Month),
            (false, false) if self.dots => Some(First::Day),
            (false, false) => self.afternoon.map(|_| First::Month),
        }
    }

    fn hour(&self) -> Option<u32> {
        match (self.afternoon, self.hour) {
            (None, hour) => Some(hour),
            (Some(_), 0 | 13..) => None,
            (Some(false), hour) => Some(hour % 12),
            (Some(true), hour) => Some(hour % 12 + 12),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(times: &[&str]) -> Vec<String> {
        let order = TimeOrder::of(times.iter().copied());
        times.iter().map(|time| order.moment(time)).collect()
    }

    #[test]
    fn the_order_of_day_and_month_shows_in_the_file() {
        for (times, first) in [
            (
                ["4/5/2022 8:22:11 AM", "4/5/2022 1:00:00 PM"],
                "2022-04-05T08:22:11Z",
            ),
            (
                ["04/05/2022 08:22:11", "25/05/2022 09:00:00"],
                "2022-05-04T08:22:11Z",
            ),
            (
                ["04/05/2022, 08:22:11", "04/25/2022, 09:00:00"],
                "2022-04-05T08:22:11Z",
            ),
            (
                ["04.05.22 08:22:11", "04.05.22 09:00:00"],
                "2022-05-04T08:22:11Z",
            ),
            (
                ["2022-04-05T08:22:11.25Z", "2022-04-05 09:00"],
                "2022-04-05T08:22:11.25Z",
            ),
            (
                ["2022/04/05 08:22", "2022/04/05 09:00"],
                "2022-04-05T08:22:00Z",
            ),
        ] {
            assert_eq!(read(&times)[0], first, "{times:?}");
        }
    }

    #[test]
    fn what_does_not_show_is_not_guessed() {
        for times in [
            vec!["04/05/2022 08:22:11"],
            vec!["25/05/2022 08:22:11", "05/25/2022 08:22:11"],
            vec!["soon"],
            vec!["4/5/2022 13:00:00 PM"],
            vec!["1/2/3/4 5:6"],
        ] {
            assert_eq!(read(&times), times);
        }
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        let times = ["4/5/2022 12:01:00 AM", "4/5/2022 12:01:00\u{202f}PM"];
        assert_eq!(
            read(&times),
            ["2022-04-05T00:01:00Z", "2022-04-05T12:01:00Z"]
        );
    }
}
