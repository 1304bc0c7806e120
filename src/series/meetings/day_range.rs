//! Meetings of some days only: the answers about a month, of reports of a whole year.

use jiff::civil::{Date, Time};

use crate::model::interval::Stay;
use crate::model::time::Span;
use crate::series::meetings::disposition::Disposition;
use crate::series::meetings::meeting::{Meeting, Meetings};
use crate::zone::Zone;

/// From which day to which meetings count, by the local day on which they begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayRange {
    /// The first day; `None` for no bound.
    pub from: Option<Date>,
    /// The last day; `None` for no bound.
    pub to: Option<Date>,
}

impl DayRange {
    /// Returns whether every day is in it.
    pub const fn is_all(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Returns whether a day is in it.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Returns the parts of stays that lie on these days, cut at local midnight.
    pub(in crate::series) fn clip(&self, zone: &Zone, stays: &[Stay]) -> Vec<Stay> {
        let midnight = |day: Date| zone.instant(day, Time::midnight());
        let from = self.from.and_then(midnight);
        let next = self.to.and_then(|day| day.tomorrow().ok());
        let to = next.and_then(midnight);
        let cut = |stay: &Stay| {
            let join = from.map_or(stay.join(), |from| from.max(stay.join()));
            let leave = to.map_or(stay.leave(), |to| to.min(stay.leave()));
            let is_outside =
                to.is_some_and(|to| to <= join) || from.is_some_and(|from| stay.leave() < from);
            Stay::new(join, leave).filter(|part| {
                !is_outside && (part.length() > Span::ZERO || stay.length() == Span::ZERO)
            })
        };
        stays.iter().filter_map(cut).collect()
    }

    /// Leaves out the meetings of other days, after all were found: a session of yesterday
    /// and a plan of next month shape what is there today. What has no day stays.
    pub(in crate::series) fn keep(&self, zone: &Zone, meetings: &mut Meetings) {
        if self.is_all() {
            return;
        }
        let is_kept = |meeting: &Meeting| meeting.day(zone).is_none_or(|day| self.covers(day));
        meetings.keep(is_kept, Disposition::OtherDay);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{Instant, ReadTime};
    use jiff::civil::date;

    const DAY: DayRange = DayRange {
        from: Some(date(2026, 10, 5)),
        to: Some(date(2026, 10, 5)),
    };

    fn at(text: &str) -> Instant {
        match Instant::read(&format!("2026-10-{text}:00Z")) {
            Some(ReadTime::At(instant, _)) => instant,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_first_and_the_last_day_are_among_the_days() {
        let two = DayRange {
            to: Some(date(2026, 10, 6)),
            ..DAY
        };
        let covered: Vec<_> = (3..=8)
            .filter(|&day| two.covers(date(2026, 10, day)))
            .collect();
        assert_eq!(covered, [5, 6]);
        let open = DayRange { to: None, ..DAY };
        assert!(open.covers(date(2027, 1, 1)) && !open.covers(date(2026, 10, 4)));
        assert!(DayRange::default().is_all() && !open.is_all());
    }

    #[test]
    fn stays_are_cut_at_the_midnights_of_the_zone() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let clipped = |from: &str, to: &str| {
            let stay = Stay::new(at(from), at(to)).unwrap();
            let parts = DAY.clip(&berlin, &[stay]);
            parts.first().map(|part| (part.join(), part.leave()))
        };
        // The fifth of October is from 22:00 to 22:00 in UTC.
        let part = |from: &str, to: &str| Some((at(from), at(to)));
        assert_eq!(
            clipped("04T21:30", "04T22:30"),
            part("04T22:00", "04T22:30")
        );
        assert_eq!(
            clipped("05T21:30", "05T22:30"),
            part("05T21:30", "05T22:00")
        );
        assert_eq!(
            clipped("05T09:00", "05T10:00"),
            part("05T09:00", "05T10:00")
        );
        assert_eq!(clipped("04T21:00", "04T22:00"), None);
        assert_eq!(clipped("05T22:00", "05T23:00"), None);
        assert_eq!(clipped("04T20:00", "04T21:00"), None);
        // Who came for no time at all came on that day.
        assert_eq!(
            clipped("04T22:00", "04T22:00"),
            part("04T22:00", "04T22:00")
        );
        assert_eq!(clipped("05T22:00", "05T22:00"), None);
        assert_eq!(clipped("04T21:00", "04T21:00"), None);
    }
}
