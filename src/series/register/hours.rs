//! Hours: how long somebody was in meetings, by month and by ISO week, in a zone.
//!
//! The plain sum adds the presence in each meeting. An instant spent in several
//! meetings at once counts in the one that was joined first, and is "in parallel" in the
//! others, so that no minute of a person's day counts twice. Months add up: whole seconds
//! are cut from running totals, not from each month by itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time};

use crate::model::interval::Stay;
use crate::model::time::Span;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::zone::Zone;

/// The periods over which hours are added.
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
    /// Returns the plain sum without what counts twice: time = plain sum − in parallel,
    /// exactly.
    pub fn once(&self) -> i64 {
        self.plain - self.parallel
    }
}

impl Calendar {
    /// Returns the period of a day, and the first day of the next.
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

    /// Returns a stay cut at the local midnights where periods end.
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
    /// Returns a person's hours, by period; where days are asked for, what lies on them, also
    /// of a meeting that began the evening before.
    pub fn hours(&self, person: PersonId, calendar: Calendar) -> BTreeMap<Period, Hours> {
        let zone = self.zone();
        let mut hours: BTreeMap<Period, Hours> = BTreeMap::new();
        let days = &self.options.days;
        let cells = self.cells_of_all_days.as_ref().unwrap_or(&self.cells);
        let stays = cells
            .of_person(&self.collection, person)
            .map(|cell| cell.stays);
        let on_days = |stays| match days.is_all() {
            true => Cow::Borrowed(stays),
            false => Cow::Owned(days.clip(zone, stays)),
        };
        let stays: Vec<Cow<'_, [Stay]>> = stays.map(on_days).collect();
        let all: Vec<&[Stay]> = stays.iter().map(AsRef::as_ref).collect();
        for (stays, once) in all.iter().zip(counted_once(&all)) {
            let (mut of_meeting, mut of_once) = (BTreeMap::new(), BTreeMap::new());
            calendar.add(zone, stays, &mut of_meeting);
            calendar.add(zone, &once, &mut of_once);
            let plain: Vec<_> = whole_seconds(&of_meeting).collect();
            for (&(period, seconds), once) in plain.iter().zip(seconds_within(&plain, &of_once)) {
                let hours = hours.entry(period).or_default();
                hours.meetings += 1;
                hours.plain += seconds;
                hours.parallel += seconds - once;
            }
        }
        hours
    }
}

/// Returns for each meeting the part of its stays in which the person was in no meeting
/// that they had joined before: each instant of their day stands in exactly one part.
fn counted_once(meetings: &[&[Stay]]) -> Vec<Vec<Stay>> {
    let mut parts = vec![Vec::new(); meetings.len()];
    let stays = (0..).zip(meetings);
    let mut stays: Vec<(Stay, usize)> = stays
        .flat_map(|(at, stays)| stays.iter().map(move |&stay| (stay, at)))
        .collect();
    stays.sort_unstable();
    let mut covered = None;
    for (stay, at) in stays {
        let from = covered.map_or(stay.join(), |until| stay.join().max(until));
        parts[at].extend(Stay::new(from, stay.leave()));
        covered = covered.max(Some(stay.leave()));
    }
    parts
}

/// Returns the whole seconds of a part in each period, never more than the whole has there,
/// so that they add up to the whole seconds of the part.
fn seconds_within(whole: &[(Period, i64)], part: &BTreeMap<Period, Span>) -> Vec<i64> {
    let mut running = Span::ZERO;
    let mut given = 0;
    let mut seconds: Vec<i64> = whole
        .iter()
        .map(|(period, most)| {
            running = running + part.get(period).copied().unwrap_or(Span::ZERO);
            let seconds = (running.whole_seconds() - given).clamp(0, *most);
            given += seconds;
            seconds
        })
        .collect();
    // What the last periods had no room for fits into earlier ones, which cut a fraction.
    for (seconds, (_, most)) in seconds.iter_mut().zip(whole).rev() {
        let room = (running.whole_seconds() - given).min(most - *seconds);
        *seconds += room;
        given += room;
    }
    seconds
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

    fn stay(from: i64, to: i64) -> Stay {
        Stay::new(Instant::from_ticks(from), Instant::from_ticks(to)).unwrap()
    }

    #[test]
    fn each_instant_counts_in_the_meeting_that_was_joined_first() {
        let (early, late) = ([stay(0, 10), stay(30, 40)], [stay(5, 35)]);
        let parts = counted_once(&[&late, &early]);
        assert_eq!(parts[1], [stay(0, 10), stay(35, 40)]);
        assert_eq!(parts[0], [stay(10, 35)]);
        let four = [&early[..1]; 4];
        let total: i64 = counted_once(&four)
            .concat()
            .iter()
            .map(|stay| stay.length().as_ticks())
            .sum();
        assert_eq!(total, 10);
    }

    #[test]
    fn a_part_has_no_second_more_in_a_period_than_the_whole() {
        let tenths = |tenths: i64| Span::ticks(tenths * 1_000_000);
        let month = |month| Period::Month(2026, month);
        let whole = BTreeMap::from([(month(1), tenths(15)), (month(2), tenths(4))]);
        let part = BTreeMap::from([(month(1), tenths(9)), (month(2), tenths(4))]);
        let whole: Vec<_> = whole_seconds(&whole).collect();
        assert_eq!(whole, [(month(1), 1), (month(2), 0)]);
        assert_eq!(seconds_within(&whole, &part), [1, 0]);
    }

    #[test]
    fn what_a_period_has_no_room_for_goes_to_the_one_before() {
        let tenths = |tenths: i64| Span::ticks(tenths * 1_000_000);
        let month = |month| Period::Month(2026, month);
        let of = |whole: [i64; 3], part: [i64; 3]| {
            let whole: Vec<_> = (1..).map(month).zip(whole).collect();
            let part = (1..).map(month).zip(part.map(tenths)).collect();
            seconds_within(&whole, &part)
        };
        // 3.6 and 7.2 seconds so far are 3, and 4 more.
        assert_eq!(of([10, 10, 10], [36, 36, 0]), [3, 4, 0]);
        // 2 seconds, of which the last month takes one and the month before the other.
        assert_eq!(of([1, 1, 1], [0, 7, 13]), [0, 1, 1]);
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
