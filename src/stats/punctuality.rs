//! Lateness and early departure, against a baseline that is named.

use jiff::civil::Time;

use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::zone::Zone;

/// Which moment counts as the meeting's beginning or end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// The scheduled time if given, else the organizer's, else the report's, else the first join or last leave.
    #[default]
    Auto,
    /// The organizer's first join and last leave.
    Organizer,
    /// The report's own start and end.
    Report,
    /// The first join and the last leave of anybody.
    Observed,
}

/// What a baseline was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaselineSource {
    /// The time that the user gave.
    Scheduled,
    /// The organizer's first join or last leave.
    Organizer,
    /// The report's start or end.
    Report,
    /// The first join or last leave of anybody.
    Observed,
}

impl BaselineSource {
    /// A word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Organizer => "organizer",
            Self::Report => "report",
            Self::Observed => "observed",
        }
    }
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
    /// How much is forgiven on each side.
    pub grace: Span,
    /// The time of day at which meetings were scheduled to start, in `zone`.
    pub scheduled_start: Option<Time>,
    /// The time of day at which meetings were scheduled to end, in `zone`.
    pub scheduled_end: Option<Time>,
    /// The zone of the scheduled times.
    pub zone: Zone,
}

impl Default for Punctuality {
    /// Automatic baselines, five minutes' grace, nothing scheduled.
    fn default() -> Self {
        Self {
            baseline: BaselineChoice::Auto,
            grace: Span::minutes(5),
            scheduled_start: None,
            scheduled_end: None,
            zone: Zone::utc(),
        }
    }
}

/// The three places a baseline may come from, for one side of the meeting.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Candidates {
    pub(super) organizer: Option<Instant>,
    pub(super) report: Option<Instant>,
    pub(super) observed: Option<Instant>,
}

impl Punctuality {
    pub(super) fn start(&self, candidates: Candidates) -> Option<Baseline> {
        self.choose(candidates, self.scheduled_start)
    }

    pub(super) fn end(&self, candidates: Candidates) -> Option<Baseline> {
        self.choose(candidates, self.scheduled_end)
    }

    fn choose(&self, candidates: Candidates, scheduled: Option<Time>) -> Option<Baseline> {
        let from = |at: Option<Instant>, source| at.map(|at| Baseline { at, source });
        let scheduled = from(
            self.scheduled_instant(candidates, scheduled),
            BaselineSource::Scheduled,
        );
        let organizer = from(candidates.organizer, BaselineSource::Organizer);
        let report = from(candidates.report, BaselineSource::Report);
        let observed = from(candidates.observed, BaselineSource::Observed);
        match self.baseline {
            BaselineChoice::Auto => scheduled.or(organizer).or(report).or(observed),
            BaselineChoice::Organizer => organizer,
            BaselineChoice::Report => report,
            BaselineChoice::Observed => observed,
        }
    }

    /// The scheduled time on the meeting's own date, nearest to what was seen.
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

    /// Lateness: first join − baseline − grace, never negative.
    pub(super) fn lateness(&self, first_join: Instant, baseline: Baseline) -> Span {
        (first_join - baseline.at - self.grace).max(Span::ZERO)
    }

    /// Early departure: baseline − last leave − grace, never negative.
    pub(super) fn early_departure(&self, last_leave: Instant, baseline: Baseline) -> Span {
        (baseline.at - last_leave - self.grace).max(Span::ZERO)
    }
}

/// The window's start and end as candidates.
pub(super) fn candidates(
    organizer: Option<Stay>,
    report: (Option<Instant>, Option<Instant>),
    observed: Option<Stay>,
) -> (Candidates, Candidates) {
    let start = Candidates {
        organizer: organizer.map(Stay::join),
        report: report.0,
        observed: observed.map(Stay::join),
    };
    let end = Candidates {
        organizer: organizer.map(Stay::leave),
        report: report.1,
        observed: observed.map(Stay::leave),
    };
    (start, end)
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
    fn grace_is_taken_off_and_lateness_is_never_negative() {
        let rules = Punctuality::default();
        let nine = Baseline {
            at: at("2026-11-02T09:00:00Z"),
            source: BaselineSource::Scheduled,
        };
        assert_eq!(
            rules.lateness(at("2026-11-02T09:07:00Z"), nine),
            Span::minutes(2)
        );
        assert_eq!(rules.lateness(at("2026-11-02T09:05:00Z"), nine), Span::ZERO);
        assert_eq!(rules.lateness(at("2026-11-02T08:00:00Z"), nine), Span::ZERO);
        assert_eq!(
            rules.early_departure(at("2026-11-02T08:50:00Z"), nine),
            Span::minutes(5)
        );
    }

    #[test]
    fn auto_takes_scheduled_then_organizer_then_report_then_observed() {
        let mut rules = Punctuality {
            scheduled_start: Some(time(9, 0, 0, 0)),
            ..Punctuality::default()
        };
        let mut all = Candidates {
            organizer: Some(at("2026-11-02T09:01:00Z")),
            report: Some(at("2026-11-02T08:59:00Z")),
            observed: Some(at("2026-11-02T08:59:30Z")),
        };
        let source = |rules: &Punctuality, all| rules.start(all).unwrap().source;
        assert_eq!(source(&rules, all), BaselineSource::Scheduled);
        rules.scheduled_start = None;
        assert_eq!(source(&rules, all), BaselineSource::Organizer);
        all.organizer = None;
        assert_eq!(source(&rules, all), BaselineSource::Report);
        all.report = None;
        assert_eq!(source(&rules, all), BaselineSource::Observed);
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
