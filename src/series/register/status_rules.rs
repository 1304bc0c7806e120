//! Judging: who has which status, by rules that are told with every answer.

use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::series::register::status::{Status, Verdict};
use crate::series::register::threshold::{Measured, Need, time};
use crate::stats::presence;
use crate::stats::punctuality::Baseline;

/// The rules of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRules {
    /// To be present.
    pub present: Need,
    /// Who was there for less was not there at all.
    pub partial: Option<Need>,
    /// How late is not late; `None` where nobody is late.
    pub late: Option<Span>,
    /// How early is not early; `None` where nobody leaves early.
    pub left_early: Option<Span>,
    /// Whether only time inside the meeting's window counts.
    pub clip: bool,
}

impl Default for StatusRules {
    /// Three quarters of the meeting; five minutes' grace; only time inside the window.
    fn default() -> Self {
        Self {
            present: Need::Share(750_000),
            partial: None,
            late: Some(Span::minutes(5)),
            left_early: Some(Span::minutes(5)),
            clip: true,
        }
    }
}

/// What is known of somebody in a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Attended<'s> {
    /// The stays, united.
    pub stays: &'s [Stay],
    /// Whether the reports tell when.
    pub timed: bool,
    /// The reported total in seconds, which is all there is where times are hidden.
    pub reported_total: Option<i64>,
}

/// The meeting that it is held against.
#[derive(Clone, Copy, Debug)]
pub struct Held<'s> {
    /// When it took place.
    pub windows: &'s [Stay],
    /// Against what people are late.
    pub start: Option<Baseline>,
    /// Against what people leave early.
    pub end: Option<Baseline>,
}

impl StatusRules {
    /// The time that counts: inside the meeting's windows, or all of it.
    pub fn counted(&self, stays: &[Stay], windows: &[Stay]) -> Span {
        if !self.clip || windows.is_empty() {
            return presence::presence(stays);
        }
        let inside = windows
            .iter()
            .map(|&window| presence::presence_inside(stays, window));
        inside.fold(Span::ZERO, |sum, part| sum + part)
    }

    /// Judges somebody who has a record; the reason is written only where it is wanted.
    pub fn judge(&self, attended: Attended<'_>, held: Held<'_>) -> Status {
        self.measure(attended, held)
            .map_or(Status::Unknown, |measured| measured.status)
    }

    /// Judges somebody who has a record, and says why.
    pub fn explain(&self, attended: Attended<'_>, held: Held<'_>) -> Verdict {
        let Some(measured) = self.measure(attended, held) else {
            return Verdict {
                status: Status::Unknown,
                reason: "unknown: the report tells neither when nor how long".into(),
            };
        };
        let mut reason = measured.status.name().to_owned();
        reason.push_str(": ");
        if let Some((late, baseline)) = measured.late {
            let limit = self.late.unwrap_or(Span::ZERO);
            let from = baseline.source.name();
            let (late, limit) = (time(late), time(limit));
            reason.push_str(&format!(
                "joined {late} after the start ({from}) > {limit}; "
            ));
        }
        if let Some((early, baseline)) = measured.early {
            let limit = self.left_early.unwrap_or(Span::ZERO);
            let from = baseline.source.name();
            let (early, limit) = (time(early), time(limit));
            reason.push_str(&format!("left {early} before the end ({from}) > {limit}; "));
        }
        reason.push_str(&measured.compared(self.bound(measured.status)));
        Verdict {
            status: measured.status,
            reason,
        }
    }

    /// The bound that decides this status.
    fn bound(&self, status: Status) -> Need {
        match status {
            Status::Absent => self.partial.unwrap_or(self.present),
            _ => self.present,
        }
    }

    fn measure(&self, attended: Attended<'_>, held: Held<'_>) -> Option<Measured> {
        let length = presence::presence(held.windows);
        let (counted, reported) = if attended.timed {
            (self.counted(attended.stays, held.windows), false)
        } else {
            (Span::seconds(attended.reported_total?), true)
        };
        let mut measured = Measured {
            status: Status::Present,
            counted,
            length,
            reported,
            late: self.lateness(attended.stays, held.start),
            early: self.earliness(attended.stays, held.end),
        };
        measured.status = if !measured.reaches(self.present) {
            // Who was there for long enough is not absent, whatever the least is.
            let least = self.partial.is_none_or(|need| measured.reaches(need));
            if least {
                Status::Partial
            } else {
                Status::Absent
            }
        } else if measured.late.is_some() {
            Status::Late
        } else if measured.early.is_some() {
            Status::LeftEarly
        } else {
            Status::Present
        };
        Some(measured)
    }

    /// Returns how late somebody came, the whole delay: zero where it is forgiven, `None`
    /// where nobody is judged.
    pub fn delay(&self, stays: &[Stay], start: Option<Baseline>) -> Option<Span> {
        let delay = first(stays)? - start?.at;
        Some(if delay > self.late? {
            delay
        } else {
            Span::ZERO
        })
    }

    /// Returns how early somebody left, likewise.
    pub fn early_leave(&self, stays: &[Stay], end: Option<Baseline>) -> Option<Span> {
        let early = end?.at - stays.last()?.leave();
        Some(if early > self.left_early? {
            early
        } else {
            Span::ZERO
        })
    }

    fn lateness(&self, stays: &[Stay], start: Option<Baseline>) -> Option<(Span, Baseline)> {
        let delay = self.delay(stays, start)?;
        (delay > Span::ZERO).then_some((delay, start?))
    }

    fn earliness(&self, stays: &[Stay], end: Option<Baseline>) -> Option<(Span, Baseline)> {
        let early = self.early_leave(stays, end)?;
        (early > Span::ZERO).then_some((early, end?))
    }
}

fn first(stays: &[Stay]) -> Option<Instant> {
    stays.first().map(|stay| stay.join())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::punctuality::BaselineSource;

    fn at(ticks: i64) -> Instant {
        Instant::from_ticks(ticks)
    }

    fn minutes(join: i64, leave: i64) -> Stay {
        let at = |minute| at(Span::minutes(minute).as_ticks());
        Stay::new(at(join), at(leave)).unwrap()
    }

    fn hour(stays: &[Stay]) -> Verdict {
        explain(&StatusRules::default(), stays)
    }

    fn explain(rules: &StatusRules, stays: &[Stay]) -> Verdict {
        let nine = Baseline {
            at: at(0),
            source: BaselineSource::Scheduled,
        };
        let ten = Baseline {
            at: minutes(0, 60).leave(),
            ..nine
        };
        let attended = Attended {
            stays,
            timed: true,
            reported_total: None,
        };
        let windows = [minutes(0, 60)];
        let held = Held {
            windows: &windows,
            start: Some(nine),
            end: Some(ten),
        };
        let verdict = rules.explain(attended, held);
        assert_eq!(rules.judge(attended, held), verdict.status);
        verdict
    }

    #[test]
    fn the_reason_has_the_numbers_that_decide() {
        assert_eq!(
            hour(&[minutes(0, 41)]).reason,
            "partial: left 19 min before the end (scheduled) > 5 min; 41 min of 60 min = 68 % < 75 %"
        );
        assert_eq!(
            hour(&[minutes(0, 60)]).reason,
            "present: 60 min of 60 min = 100 % ≥ 75 %"
        );
        assert_eq!(
            hour(&[minutes(6, 60)]).reason,
            "late: joined 6 min after the start (scheduled) > 5 min; 54 min of 60 min = 90 % ≥ 75 %"
        );
    }

    #[test]
    fn a_tick_too_few_is_too_few_and_seen_as_such() {
        let almost = Stay::new(at(0), at(Span::minutes(45).as_ticks() - 1)).unwrap();
        let rules = StatusRules {
            left_early: None,
            ..StatusRules::default()
        };
        let verdict = explain(&rules, &[almost]);
        assert_eq!(verdict.status, Status::Partial);
        assert!(
            verdict.reason.contains("< 75 %") && !verdict.reason.contains("= 75 %"),
            "{}",
            verdict.reason
        );
        assert_eq!(explain(&rules, &[minutes(0, 45)]).status, Status::Present);
    }

    #[test]
    fn grace_is_included_and_a_tick_more_is_late() {
        assert_eq!(hour(&[minutes(5, 60)]).status, Status::Present);
        let late = Stay::new(at(Span::minutes(5).as_ticks() + 1), minutes(0, 60).leave()).unwrap();
        assert_eq!(hour(&[late]).status, Status::Late);
        assert_eq!(hour(&[minutes(0, 54)]).status, Status::LeftEarly);
    }

    #[test]
    fn time_outside_the_window_counts_only_without_clipping() {
        let stays = [minutes(-30, 30)];
        assert_eq!(hour(&stays).status, Status::Partial);
        let whole = StatusRules {
            clip: false,
            left_early: None,
            ..StatusRules::default()
        };
        assert_eq!(explain(&whole, &stays).status, Status::Present);
    }

    #[test]
    fn hidden_times_leave_the_reported_total_to_decide() {
        let attended = |reported_total| Attended {
            stays: &[],
            timed: false,
            reported_total,
        };
        let windows = [minutes(0, 60)];
        let held = Held {
            windows: &windows,
            start: None,
            end: None,
        };
        let rules = StatusRules::default();
        assert_eq!(rules.judge(attended(Some(2700)), held), Status::Present);
        assert_eq!(rules.judge(attended(Some(2699)), held), Status::Partial);
        assert_eq!(rules.judge(attended(None), held), Status::Unknown);
    }

    #[test]
    fn a_least_longer_than_the_meeting_makes_nobody_absent_who_was_there_for_enough() {
        let rules = StatusRules {
            partial: Some(Need::Time(Span::minutes(90))),
            ..StatusRules::default()
        };
        assert_eq!(explain(&rules, &[minutes(0, 60)]).status, Status::Present);
        assert_eq!(explain(&rules, &[minutes(0, 30)]).status, Status::Absent);
    }

    #[test]
    fn less_than_the_least_is_absence() {
        let rules = StatusRules {
            partial: Some(Need::Time(Span::minutes(2))),
            ..StatusRules::default()
        };
        assert_eq!(explain(&rules, &[minutes(0, 1)]).status, Status::Absent);
        assert_eq!(explain(&rules, &[minutes(0, 2)]).status, Status::Partial);
    }
}
