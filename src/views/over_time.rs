//! Attendance over time: sums a day over many meetings, or the curve of a single one.
//!
//! What is kept grows with the days, not with the people.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::stats::concurrency::{Concurrency, Step};
use crate::stats::roles::GroupStats;
use crate::zone::Zone;

/// The most days, and the most weeks, that are shown one by one.
const MOST_PERIODS: i32 = 31;
/// The most days that are shown by month: three years.
const MOST_DAYS_BY_MONTH: i32 = 3 * 366;
/// The most years of which also those without a meeting are shown.
const MOST_YEARS_IN_A_ROW: i16 = 60;

/// Sums over the meetings of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodSums {
    /// Meetings that began in it.
    pub meetings: u64,
    /// Their people, counted once a meeting.
    pub participations: u64,
    /// Their presence in whole seconds.
    pub presence_seconds: i64,
}

impl PeriodSums {
    /// Returns those of one meeting, by its sums over everybody.
    pub(super) fn of_meeting(all: &GroupStats) -> Self {
        Self {
            meetings: 1,
            participations: all.sums.participants,
            presence_seconds: all.presence_sum().unwrap_or(0),
        }
    }
}

impl std::ops::AddAssign for PeriodSums {
    fn add_assign(&mut self, other: Self) {
        self.meetings += other.meetings;
        self.participations += other.participations;
        self.presence_seconds = self.presence_seconds.saturating_add(other.presence_seconds);
    }
}

/// How long the periods are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Unit {
    /// All units, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Returns the finest unit in which this stretch is still easy to take in.
    fn for_time_range(first: Date, last: Date) -> Self {
        let days = (last - first).get_days();
        if days < MOST_PERIODS {
            Self::Day
        } else if days < 7 * MOST_PERIODS {
            Self::Week
        } else if days < MOST_DAYS_BY_MONTH {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// Returns the first day of the period that a day is in.
    pub fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            // The first week of the year 0 begins before dates do.
            Self::Week => day
                .iso_week_date()
                .first_of_week()
                .map_or(day, |monday| monday.date()),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// Returns the first day of the period after the one that begins on this day.
    pub fn next(self, start: Date) -> Option<Date> {
        let length = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        start.checked_add(length).ok()
    }
}

/// The people present in one meeting, in equal steps of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// How long a step is.
    pub step: Span,
    /// For each step its beginning, and the largest number of people present at one instant in it.
    pub points: Vec<(Instant, usize)>,
}

/// Attendance over time: the same in whatever order meetings are added.
#[derive(Clone, Debug, Default)]
pub struct OverTime {
    days: BTreeMap<Date, PeriodSums>,
    undated: PeriodSums,
    stretch: Option<Stay>,
    /// Only while there is no second meeting.
    curve: Option<Curve>,
}

impl OverTime {
    /// Adds a meeting, to the day on which it began in `zone`; its comings and goings are asked
    /// for where it may be the only one.
    pub fn add(
        &mut self,
        window: Option<Stay>,
        sums: PeriodSums,
        comings: impl FnOnce() -> Concurrency,
        zone: &Zone,
    ) {
        let is_first = self.is_empty();
        self.curve = is_first.then(|| curve(&comings())).flatten();
        match window {
            Some(window) => {
                let day = zone.local(window.join()).date();
                *self.days.entry(day).or_default() += sums;
                self.stretch = united(self.stretch, Some(window));
            }
            None => self.undated += sums,
        }
    }

    /// Adds other meetings.
    pub fn merge(&mut self, other: Self) {
        if other.is_empty() {
            return;
        }
        if self.is_empty() {
            *self = other;
            return;
        }
        self.curve = None;
        for (day, sums) in other.days {
            *self.days.entry(day).or_default() += sums;
        }
        self.undated += other.undated;
        self.stretch = united(self.stretch, other.stretch);
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && self.undated.meetings == 0
    }

    /// From the first meeting's beginning to the last end.
    pub const fn stretch(&self) -> Option<Stay> {
        self.stretch
    }

    /// Returns the first and the last day on which a meeting began: a meeting belongs to the day of
    /// its start, also where it ends on the next.
    pub fn days(&self) -> Option<(Date, Date)> {
        let (first, last) = (self.days.keys().next()?, self.days.keys().next_back()?);
        Some((*first, *last))
    }

    /// Returns the curve of the meeting, where there is only one and its times are known.
    pub const fn curve(&self) -> Option<&Curve> {
        self.curve.as_ref()
    }

    /// Sums over meetings that nothing says the day of.
    pub const fn undated(&self) -> PeriodSums {
        self.undated
    }

    /// Sums over all meetings.
    pub fn totals(&self) -> PeriodSums {
        let mut totals = self.undated;
        self.days.values().for_each(|&sums| totals += sums);
        totals
    }

    /// Returns the sums of each period, by its first day, in a unit that suits the whole.
    ///
    /// Periods without a meeting are among them, so that time runs evenly; not
    /// so where they would be very many.
    pub fn periods(&self) -> Option<(Unit, BTreeMap<Date, PeriodSums>)> {
        let (&first, &last) = (self.days.keys().next()?, self.days.keys().next_back()?);
        let unit = Unit::for_time_range(first, last);
        let mut periods: BTreeMap<Date, PeriodSums> = BTreeMap::new();
        for (&day, &sums) in &self.days {
            *periods.entry(unit.start(day)).or_default() += sums;
        }
        if unit != Unit::Year || last.year() - first.year() < MOST_YEARS_IN_A_ROW {
            let starts = std::iter::successors(Some(unit.start(first)), |&start| unit.next(start));
            for start in starts.take_while(|&start| start <= last) {
                periods.entry(start).or_default();
            }
        }
        Some((unit, periods))
    }
}

fn united(one: Option<Stay>, other: Option<Stay>) -> Option<Stay> {
    let (Some(a), Some(b)) = (one, other) else {
        return one.or(other);
    };
    Stay::new(a.join().min(b.join()), a.leave().max(b.leave()))
}

/// The most steps of a curve.
const MOST_STEPS: i64 = 60;
/// Steps that people find easy to read, in minutes.
const STEPS: [i64; 11] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440];

/// Returns the curve of a meeting; `None` where nobody was there.
fn curve(concurrency: &Concurrency) -> Option<Curve> {
    let changes: Vec<Step> = concurrency.steps().collect();
    let (first, last) = (changes.first()?.at, changes.last()?.at);
    let length = (last - first).as_ticks();
    let step = STEPS
        .into_iter()
        .map(|minutes| Span::minutes(minutes).as_ticks())
        .find(|step| length <= step * MOST_STEPS)
        .unwrap_or(length / MOST_STEPS + 1);
    let start = first.as_ticks().div_euclid(step) * step;
    let bucket = |at: Instant| ((at.as_ticks() - start) / step) as usize;
    let before = |at: Instant| Instant::from_ticks(at.as_ticks() - 1);
    let mut points: Vec<_> = (0..=bucket(before(last)) as i64)
        .map(|at| (Instant::from_ticks(start + at * step), 0))
        .collect();
    for pair in changes.windows(2) {
        for (_, most) in &mut points[bucket(pair[0].at)..=bucket(before(pair[1].at))] {
            *most = pair[0].present.max(*most);
        }
    }
    Some(Curve {
        step: Span::ticks(step),
        points,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn on(days: &[(Date, u64)]) -> OverTime {
        let mut over_time = OverTime::default();
        for &(day, participations) in days {
            let sums = PeriodSums {
                meetings: 1,
                participations,
                presence_seconds: 60,
            };
            *over_time.days.entry(day).or_default() += sums;
        }
        over_time
    }

    fn participations(over_time: &OverTime) -> (Unit, Vec<(Date, u64)>) {
        let (unit, periods) = over_time.periods().unwrap();
        let shown = periods.into_iter();
        (
            unit,
            shown
                .map(|(day, sums)| (day, sums.participations))
                .collect(),
        )
    }

    #[test]
    fn a_few_days_are_shown_by_day_and_days_between_are_zero() {
        let shown = participations(&on(&[(date(2026, 11, 2), 3), (date(2026, 11, 4), 5)]));
        let days = [
            (date(2026, 11, 2), 3),
            (date(2026, 11, 3), 0),
            (date(2026, 11, 4), 5),
        ];
        assert_eq!(shown, (Unit::Day, days.to_vec()));
    }

    #[test]
    fn weeks_begin_on_monday_and_add_up() {
        // A Wednesday, the Friday after it, and a Sunday five weeks later.
        let days = [
            (date(2026, 9, 2), 3),
            (date(2026, 9, 4), 4),
            (date(2026, 10, 11), 5),
        ];
        let (unit, weeks) = participations(&on(&days));
        assert_eq!((unit, weeks.len()), (Unit::Week, 6));
        assert_eq!(weeks[0], (date(2026, 8, 31), 7));
        assert_eq!(weeks[5], (date(2026, 10, 5), 5));
    }

    #[test]
    fn a_year_is_shown_by_month_and_many_years_by_year() {
        let (unit, months) = participations(&on(&[(date(2026, 1, 31), 1), (date(2026, 12, 1), 1)]));
        assert_eq!((unit, months.len()), (Unit::Month, 12));
        let (unit, years) = participations(&on(&[(date(2020, 5, 5), 1), (date(2026, 5, 5), 1)]));
        assert_eq!((unit, years.len()), (Unit::Year, 7));
    }

    #[test]
    fn a_wrong_date_far_away_makes_no_thousand_rows() {
        let (unit, years) = participations(&on(&[(date(1, 1, 1), 1), (date(2026, 5, 5), 1)]));
        assert_eq!((unit, years.len()), (Unit::Year, 2));
    }

    fn at(minute: i64) -> Instant {
        Instant::from_ticks(Span::minutes(minute).as_ticks())
    }

    fn curve_of(stays: &[(i64, i64)]) -> Curve {
        let mut concurrency = Concurrency::default();
        for &(join, leave) in stays {
            concurrency.add(&[Stay::new(at(join), at(leave)).unwrap()]);
        }
        concurrency.sort();
        curve(&concurrency).unwrap()
    }

    #[test]
    fn a_curve_tells_the_most_people_of_each_minute() {
        let curve = curve_of(&[(10, 14), (11, 12), (12, 13)]);
        assert_eq!(curve.step, Span::minutes(1));
        assert_eq!(
            curve.points,
            [(at(10), 1), (at(11), 2), (at(12), 2), (at(13), 1)]
        );
    }

    #[test]
    fn a_long_meeting_has_longer_steps_at_round_times() {
        let curve = curve_of(&[(3, 93), (7, 8)]);
        assert_eq!(curve.step, Span::minutes(2));
        assert_eq!(curve.points[0], (at(2), 1));
        assert_eq!(curve.points[2], (at(6), 2));
        assert_eq!(curve.points.last(), Some(&(at(92), 1)));
    }

    #[test]
    fn a_stay_of_a_lifetime_has_no_more_steps_than_others() {
        let years = 60 * 24 * 365 * 80;
        assert!(curve_of(&[(0, years), (5, 6)]).points.len() <= MOST_STEPS as usize + 1);
    }
}
