//! Hours: how long somebody was in meetings, by month and by ISO week, in a zone.
//!
//! The plain sum adds the presence in each meeting; what was spent in two
//! meetings at once is told beside it and taken off, so that no minute of a
//! person's day counts twice. Months add up: whole seconds are cut from running
//! totals, not from each month by itself.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time};

use crate::model::interval::Stay;
use crate::model::time::Span;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::stats::presence::{self, Stays};
use crate::zone::Zone;

/// By what hours are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Calendar months.
    Months,
    /// ISO weeks, Monday to Sunday.
    Weeks,
}

/// A month or an ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Year and month.
    Month(i16, i8),
    /// ISO year and week.
    Week(i16, i8),
}

/// Writes `2026-10` or `2026-W40`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
        }
    }
}

/// What somebody spent in a period, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// Meetings with time in this period.
    pub meetings: u64,
    /// Σ presence in each meeting.
    pub plain: i64,
    /// Of that, what was spent in more than one meeting at once, beyond the first.
    pub parallel: i64,
}

impl Hours {
    /// The plain sum without what counts twice.
    pub fn once(&self) -> i64 {
        (self.plain - self.parallel).max(0)
    }
}

impl Calendar {
    /// The period of a day, and the first day of the next.
    fn period(self, day: Date) -> Option<(Period, Date)> {
        match self {
            Self::Months => {
                let next = day.last_of_month().tomorrow().ok()?;
                Some((Period::Month(day.year(), day.month()), next))
            }
            Self::Weeks => {
                let week = day.iso_week_date();
                let next = week.last_of_week().ok()?.date().tomorrow().ok()?;
                Some((Period::Week(week.year(), week.week()), next))
            }
        }
    }

    /// A stay cut at the local midnights where periods end.
    fn cut(self, zone: &Zone, stay: Stay) -> Vec<(Period, Span)> {
        let mut parts = Vec::new();
        let mut rest = Some(stay);
        while let Some(stay) = rest.take() {
            let Some((period, next)) = self.period(zone.local(stay.join()).date()) else {
                break;
            };
            let end = zone
                .instant(next, Time::midnight())
                .filter(|&end| end > stay.join());
            let end = end.map_or(stay.leave(), |end| end.min(stay.leave()));
            parts.push((period, end - stay.join()));
            rest = Stay::new(end, stay.leave()).filter(|rest| rest.length() > Span::ZERO);
        }
        parts
    }

    fn add(self, zone: &Zone, stays: &[Stay], sums: &mut BTreeMap<Period, Span>) {
        for (period, part) in stays.iter().flat_map(|&stay| self.cut(zone, stay)) {
            let sum = sums.entry(period).or_insert(Span::ZERO);
            *sum = *sum + part;
        }
    }
}

/// Whole seconds of each period, so that they add up to the whole seconds of all.
fn whole_seconds(sums: &BTreeMap<Period, Span>) -> impl Iterator<Item = (Period, i64)> {
    let mut running = Span::ZERO;
    sums.iter().map(move |(&period, &part)| {
        let before = running.whole_seconds();
        running = running + part;
        (period, running.whole_seconds() - before)
    })
}

impl Run {
    /// A person's hours, by period.
    pub fn hours(&self, person: PersonId, calendar: Calendar) -> BTreeMap<Period, Hours> {
        let zone = self.zone();
        let mut hours: BTreeMap<Period, Hours> = BTreeMap::new();
        let mut ticks = BTreeMap::new();
        let mut all = Stays::new();
        for cell in self.cells(person) {
            let stays = self.stays(cell);
            let mut of_meeting = BTreeMap::new();
            calendar.add(zone, stays, &mut of_meeting);
            calendar.add(zone, stays, &mut ticks);
            for (period, seconds) in whole_seconds(&of_meeting) {
                let hours = hours.entry(period).or_default();
                hours.meetings += 1;
                hours.plain += seconds;
            }
            all.extend_from_slice(stays);
        }
        presence::unite(&mut all);
        let mut once = BTreeMap::new();
        calendar.add(zone, &all, &mut once);
        for (period, sum) in &mut ticks {
            *sum = *sum - once.get(period).copied().unwrap_or(Span::ZERO);
        }
        for (period, seconds) in whole_seconds(&ticks) {
            hours.entry(period).or_default().parallel += seconds;
        }
        hours
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{Instant, ReadTime};

    fn at(text: &str) -> Instant {
        match Instant::read(text) {
            Some(ReadTime::At(instant, _)) => instant,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_month_ends_at_midnight_in_the_zone() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let stay = Stay::new(at("2026-10-31T22:30:00Z"), at("2026-10-31T23:45:00Z")).unwrap();
        let parts = Calendar::Months.cut(&berlin, stay);
        let expected = [
            (Period::Month(2026, 10), Span::minutes(30)),
            (Period::Month(2026, 11), Span::minutes(45)),
        ];
        assert_eq!(parts, expected);
        assert_eq!(Calendar::Months.cut(&Zone::utc(), stay).len(), 1);
    }

    #[test]
    fn a_week_is_that_of_iso_8601() {
        let day = |year, month, day| Calendar::Weeks.period(jiff::civil::date(year, month, day));
        assert_eq!(day(2027, 1, 3).unwrap().0.to_string(), "2026-W53");
        assert_eq!(day(2027, 1, 4).unwrap().0.to_string(), "2027-W01");
    }

    #[test]
    fn whole_seconds_of_periods_add_up() {
        let half = Span::ticks(5_000_000);
        let sums = (1..=4).map(|month| (Period::Month(2026, month), half));
        let seconds: Vec<_> = whole_seconds(&sums.collect())
            .map(|(_, seconds)| seconds)
            .collect();
        assert_eq!(seconds, [0, 1, 0, 1]);
    }
}
