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
