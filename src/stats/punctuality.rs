//! Lateness and early departure, against a baseline that is named.

use jiff::civil::Time;

use crate::model::reason::BaselineSource;
use crate::model::time::Instant;
use crate::zone::Zone;

/// Which moment counts as the meeting's beginning or end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// The planned or scheduled time; without one nobody is judged.
    #[default]
    Scheduled,
    /// The organizer's first join and last leave.
    Organizer,
    /// The report's own start and end.
    Report,
    /// The first join and the last leave of anybody.
    Observed,
}

/// A moment against which people are late or leave early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Baseline {
    /// The moment.
    pub at: Instant,
    /// Where it comes from.
    pub source: BaselineSource,
}

/// How lateness and early departure are judged.
#[derive(Clone, Debug)]
pub struct Punctuality {
    /// Which moments count.
    pub baseline: BaselineChoice,
    /// The time of day at which meetings were scheduled to start, in `zone`.
    pub scheduled_start: Option<Time>,
    /// The time of day at which meetings were scheduled to end, in `zone`.
    pub scheduled_end: Option<Time>,
    /// The zone of the scheduled times.
    pub zone: Zone,
}

impl Default for Punctuality {
    /// Scheduled times alone, and none given.
    fn default() -> Self {
        Self {
            baseline: BaselineChoice::Scheduled,
            scheduled_start: None,
            scheduled_end: None,
            zone: Zone::utc(),
        }
    }
}

/// Where a baseline may come from, for one side of a meeting.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidates {
    /// The time that the user's plan gives for this meeting.
    pub planned: Option<Instant>,
    /// The organizer's first join or last leave.
    pub organizer: Option<Instant>,
    /// The first start or last end of its reports.
    pub report: Option<Instant>,
    /// The first join or last leave of anybody.
    pub observed: Option<Instant>,
}

impl Punctuality {
    /// Returns the moment against which people are late; `None` where nobody is judged.
    pub fn start(&self, candidates: Candidates) -> Option<Baseline> {
        self.choose(candidates, self.scheduled_start)
    }

    /// Returns the moment against which people leave early; `None` where nobody is judged.
    pub fn end(&self, candidates: Candidates) -> Option<Baseline> {
        self.choose(candidates, self.scheduled_end)
    }

    fn choose(&self, candidates: Candidates, scheduled: Option<Time>) -> Option<Baseline> {
        let from = |at: Option<Instant>, source| at.map(|at| Baseline { at, source });
        // A plan knows its own meeting; a time of day is said of all.
        let scheduled = candidates
            .planned
            .or_else(|| self.scheduled_instant(candidates, scheduled));
        let scheduled = from(scheduled, BaselineSource::Scheduled);
        let organizer = from(candidates.organizer, BaselineSource::Organizer);
        let report = from(candidates.report, BaselineSource::Report);
        let observed = from(candidates.observed, BaselineSource::Observed);
        match self.baseline {
            BaselineChoice::Scheduled => scheduled,
            BaselineChoice::Organizer => organizer,
            BaselineChoice::Report => report,
            BaselineChoice::Observed => observed,
        }
    }

    /// Returns the scheduled time on the meeting's own date, nearest to what was seen.
    fn scheduled_instant(&self, candidates: Candidates, time: Option<Time>) -> Option<Instant> {
        let seen = candidates.report.or(candidates.observed)?;
        let date = self.zone.local(seen).date();
        // A meeting just after midnight may belong to a schedule just before it.
        let days = [date.yesterday().ok(), Some(date), date.tomorrow().ok()];
        let instants = days
            .into_iter()
            .flatten()
            .filter_map(|day| self.zone.instant(day, time?));
        instants.min_by_key(|&at| (at - seen).as_ticks().abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn at(text: &str) -> Instant {
        match Instant::read(text) {
            Some(crate::model::time::ReadTime::At(instant, _)) => instant,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_a_schedule_nobody_is_judged_unless_another_moment_is_asked_for() {
        let all = Candidates {
            planned: Some(at("2026-11-02T09:02:00Z")),
            organizer: Some(at("2026-11-02T09:01:00Z")),
            report: Some(at("2026-11-02T08:59:00Z")),
            observed: Some(at("2026-11-02T08:59:30Z")),
        };
        let unplanned = Candidates {
            planned: None,
            ..all
        };
        let source = |rules: &Punctuality, all| rules.start(all).map(|baseline| baseline.source);
        let mut rules = Punctuality::default();
        assert_eq!(source(&rules, all), Some(BaselineSource::Scheduled));
        assert_eq!(source(&rules, unplanned), None);
        rules.scheduled_start = Some(time(9, 0, 0, 0));
        assert_eq!(rules.start(all).unwrap().at, all.planned.unwrap());
        assert_eq!(
            rules.start(unplanned).unwrap().at,
            at("2026-11-02T09:00:00Z")
        );
        for (baseline, source_of) in [
            (BaselineChoice::Organizer, BaselineSource::Organizer),
            (BaselineChoice::Report, BaselineSource::Report),
            (BaselineChoice::Observed, BaselineSource::Observed),
        ] {
            rules.baseline = baseline;
            assert_eq!(source(&rules, all), Some(source_of));
            assert_eq!(source(&rules, Candidates::default()), None);
        }
    }

    #[test]
    fn a_scheduled_time_holds_in_its_zone_on_the_meetings_own_date() {
        let rules = Punctuality {
            scheduled_start: Some(time(0, 0, 0, 0)),
            zone: Zone::named("Europe/Berlin").unwrap(),
            ..Punctuality::default()
        };
        let seen = Candidates {
            report: Some(at("2026-11-02T22:58:00Z")),
            ..Candidates::default()
        };
        assert_eq!(rules.start(seen).unwrap().at, at("2026-11-02T23:00:00Z"));
    }
}
