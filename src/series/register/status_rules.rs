//! Judging: who has which status, by rules that are told with every answer.

use crate::model::interval::Stay;
use crate::model::measure::{Measure, Need, Reached};
use crate::model::reason::{Ground, Offset, StatusReason};
use crate::model::status::{Status, Verdict};
use crate::model::time::{Instant, Span};
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
    /// Returns three quarters of the meeting; five minutes' grace; only time inside the window.
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
    /// The stays that are told, united.
    pub stays: &'s [Stay],
    /// What else is known where not all times are told.
    pub hidden: Option<Hidden>,
}

/// What is provable of a time that reports do not tell in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// The least that it came to, told stays included: the largest of the totals.
    pub least: Span,
    /// The most that came to it beside the told stays: the sum of the totals; `None` where
    /// nobody can tell.
    pub beyond: Option<Span>,
}

/// The meeting that it is held against.
#[derive(Clone, Copy, Debug)]
pub struct Held<'s> {
    /// When it took place.
    pub windows: &'s [Stay],
    /// How long its reports went on outside these.
    pub outside: Span,
    /// Against what people are late.
    pub start: Option<Baseline>,
    /// Against what people leave early.
    pub end: Option<Baseline>,
}

/// What was measured, and the status that it comes to.
struct Measured {
    status: Status,
    measure: Measure,
    late: Option<(Span, Baseline)>,
    early: Option<(Span, Baseline)>,
}

impl StatusRules {
    /// Returns the time that counts: inside the meeting's windows; all of it where the rules
    /// say so, or where the meeting has no length that it could lie in.
    pub fn counted(&self, stays: &[Stay], windows: &[Stay]) -> Span {
        if !self.clip || presence::presence(windows) == Span::ZERO {
            return presence::presence(stays);
        }
        let inside = windows
            .iter()
            .map(|&window| presence::presence_inside(stays, window));
        inside.fold(Span::ZERO, |sum, part| sum + part)
    }

    /// Judges somebody who has a record; the reason is written only where it is wanted.
    ///
    /// Whoever was there for long enough is late before having left early; whoever was not
    /// is partial, or absent where the rules name a least. Where times are hidden, a status
    /// is given only if both the least and the most that is possible come to it.
    pub fn judge(&self, attended: Attended<'_>, held: Held<'_>) -> Status {
        self.measure(attended, held).status
    }

    /// Judges somebody who has a record, and says why.
    pub fn explain(&self, attended: Attended<'_>, held: Held<'_>) -> Verdict {
        let measured = self.measure(attended, held);
        let unlimited = |hidden: Hidden| hidden.beyond.is_none() && hidden.least == Span::ZERO;
        let ground = match attended.hidden.is_some_and(unlimited) {
            true => Ground::NothingTold,
            false => Ground::Measured(measured.measure, self.bound(&measured)),
        };
        let offset = |(by, baseline): (Span, Baseline), limit: Option<Span>| Offset {
            by,
            limit: limit.unwrap_or(Span::ZERO),
            from: baseline.source,
        };
        Verdict {
            status: measured.status,
            reason: StatusReason {
                excuse: None,
                found: measured.status,
                late: measured.late.map(|late| offset(late, self.late)),
                early: measured.early.map(|early| offset(early, self.left_early)),
                ground,
            },
        }
    }

    /// Returns the bound that decides.
    fn bound(&self, measured: &Measured) -> Need {
        match (measured.measure.reaches(self.present), self.partial) {
            (Reached::No, Some(partial)) if measured.status != Status::Partial => partial,
            (Reached::Yes | Reached::Maybe | Reached::No, _) => self.present,
        }
    }

    fn measure(&self, attended: Attended<'_>, held: Held<'_>) -> Measured {
        let length = presence::presence(held.windows);
        let told = self.counted(attended.stays, held.windows);
        let (least, most) = match attended.hidden {
            None => (told, Some(told)),
            Some(hidden) if self.clip && length > Span::ZERO => {
                let most = hidden.beyond.map_or(length, |beyond| told + beyond);
                let most = most.min(length);
                // What was told nowhere may have been before the meeting or after it.
                let least = told.max(hidden.least - held.outside);
                (least.min(most), Some(most))
            }
            Some(hidden) => (hidden.least, hidden.beyond.map(|beyond| told + beyond)),
        };
        let measure = Measure {
            least,
            most,
            length,
            hidden: attended.hidden.is_some(),
        };
        let late = self.lateness(attended, held.start);
        let early = self.earliness(attended, held.end);
        let status = match measure.reaches(self.present) {
            Reached::Maybe => Status::Unknown,
            Reached::Yes if late.is_some() => Status::Late,
            Reached::Yes if early.is_some() => Status::LeftEarly,
            Reached::Yes => Status::Present,
            // Who was there for long enough is not absent, whatever the least is.
            Reached::No => match self.partial.map(|need| measure.reaches(need)) {
                None | Some(Reached::Yes) => Status::Partial,
                Some(Reached::No) => Status::Absent,
                Some(Reached::Maybe) => Status::Unknown,
            },
        };
        Measured {
            status,
            measure,
            late,
            early,
        }
    }

    /// Returns how late somebody came, the whole delay: zero where it is forgiven, `None`
    /// where nobody is judged, or a hidden time may have been earlier.
    pub fn delay(&self, attended: Attended<'_>, start: Option<Baseline>) -> Option<Span> {
        let delay = first(attended.stays)? - start?.at;
        let forgiven = delay <= self.late?;
        judged(attended, delay, forgiven)
    }

    /// Returns how early somebody left, likewise.
    pub fn early_leave(&self, attended: Attended<'_>, end: Option<Baseline>) -> Option<Span> {
        let early = end?.at - attended.stays.last()?.leave();
        let forgiven = early <= self.left_early?;
        judged(attended, early, forgiven)
    }

    fn lateness(
        &self,
        attended: Attended<'_>,
        start: Option<Baseline>,
    ) -> Option<(Span, Baseline)> {
        let delay = self.delay(attended, start)?;
        (delay > Span::ZERO).then_some((delay, start?))
    }

    fn earliness(&self, attended: Attended<'_>, end: Option<Baseline>) -> Option<(Span, Baseline)> {
        let early = self.early_leave(attended, end)?;
        (early > Span::ZERO).then_some((early, end?))
    }
}

/// Returns a delay that is judged: what is hidden can only make it shorter.
fn judged(attended: Attended<'_>, delay: Span, forgiven: bool) -> Option<Span> {
    match (forgiven, attended.hidden) {
        (true, _) => Some(Span::ZERO),
        (false, None) => Some(delay),
        (false, Some(_)) => None,
    }
}

fn first(stays: &[Stay]) -> Option<Instant> {
    stays.first().map(|stay| stay.join())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::model::reason::BaselineSource;

    fn said(verdict: Verdict) -> String {
        Language::English.reason(&verdict.reason.into())
    }

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
            hidden: None,
        };
        let windows = [minutes(0, 60)];
        let held = Held {
            windows: &windows,
            outside: Span::ZERO,
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
            said(hour(&[minutes(0, 41)])),
            "partial: left 19 min before the end (scheduled) > 5 min; 41 min of 60 min = 68 % < 75 %"
        );
        assert_eq!(
            said(hour(&[minutes(0, 60)])),
            "present: 60 min of 60 min = 100 % ≥ 75 %"
        );
        assert_eq!(
            said(hour(&[minutes(6, 60)])),
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
        let reason = said(verdict);
        assert!(
            reason.contains("< 75 %") && !reason.contains("= 75 %"),
            "{reason}"
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

    /// Of an hour, with times that are hidden: between so many seconds and as many more.
    fn hidden(rules: &StatusRules, least: i64, beyond: Option<i64>, outside: i64) -> Verdict {
        let attended = Attended {
            stays: &[],
            hidden: Some(Hidden {
                least: Span::seconds(least),
                beyond: beyond.map(Span::seconds),
            }),
        };
        let windows = [minutes(0, 60)];
        let held = Held {
            windows: &windows,
            outside: Span::seconds(outside),
            start: None,
            end: None,
        };
        let verdict = rules.explain(attended, held);
        assert_eq!(rules.judge(attended, held), verdict.status);
        verdict
    }

    #[test]
    fn hidden_times_leave_the_reported_total_to_decide() {
        let rules = StatusRules::default();
        let status = |total| hidden(&rules, total, Some(total), 0).status;
        assert_eq!(status(2700), Status::Present);
        assert_eq!(status(2699), Status::Partial);
        assert_eq!(hidden(&rules, 0, None, 0).status, Status::Unknown);
    }

    #[test]
    fn a_status_of_hidden_times_is_given_only_where_the_least_and_the_most_agree() {
        let rules = StatusRules::default();
        let of = |least: i64, beyond: i64| {
            let verdict = hidden(&rules, least * 60, Some(beyond * 60), 0);
            (verdict.status, said(verdict))
        };
        let told = "(reported totals; the times are hidden)";
        let (status, reason) = of(24, 48);
        assert_eq!(status, Status::Unknown);
        assert_eq!(
            reason,
            format!(
                "unknown: between 24 min and 48 min of 60 min = 40 % to 80 %, against 75 % {told}"
            )
        );
        let (status, reason) = of(24, 40);
        assert_eq!(status, Status::Partial);
        assert_eq!(
            reason,
            format!("partial: at most 40 min of 60 min = 67 % < 75 % {told}")
        );
        let (status, reason) = of(45, 80);
        assert_eq!(status, Status::Present);
        assert_eq!(
            reason,
            format!("present: at least 45 min of 60 min = 75 % ≥ 75 % {told}")
        );
    }

    #[test]
    fn what_may_have_been_outside_the_window_is_not_certain() {
        let rules = StatusRules::default();
        assert_eq!(hidden(&rules, 2700, Some(2700), 1).status, Status::Unknown);
        let whole = StatusRules {
            clip: false,
            ..rules
        };
        assert_eq!(hidden(&whole, 2700, Some(2700), 1).status, Status::Present);
    }

    #[test]
    fn without_clipping_the_most_is_what_is_told_and_all_that_is_hidden() {
        let rules = StatusRules {
            clip: false,
            ..StatusRules::default()
        };
        let windows = [minutes(0, 60)];
        let status = |told: i64, beyond: i64| {
            let attended = Attended {
                stays: &[minutes(0, told)],
                hidden: Some(Hidden {
                    least: Span::minutes(told),
                    beyond: Some(Span::minutes(beyond)),
                }),
            };
            let held = Held {
                windows: &windows,
                outside: Span::ZERO,
                start: None,
                end: None,
            };
            rules.judge(attended, held)
        };
        // 45 of 60 minutes are needed.
        assert_eq!(status(30, 20), Status::Unknown);
        assert_eq!(status(30, 14), Status::Partial);
        assert_eq!(status(45, 1), Status::Present);
    }

    #[test]
    fn nobody_was_there_for_longer_than_the_window_whose_time_counts() {
        let inside = StatusRules {
            present: Need::Time(Span::minutes(61)),
            ..StatusRules::default()
        };
        let everywhere = StatusRules {
            clip: false,
            ..inside.clone()
        };
        let both = |total: Option<i64>| {
            [&inside, &everywhere].map(|rules| hidden(rules, total.unwrap_or(0), total, 0).status)
        };
        // An hour is the most that the meeting had.
        assert_eq!(both(Some(7200)), [Status::Partial, Status::Present]);
        assert_eq!(both(None), [Status::Partial, Status::Unknown]);
    }

    #[test]
    fn in_a_meeting_of_days_digits_are_cut_where_rounding_would_reach_the_bound() {
        let days = [minutes(0, 4 * 24 * 60)];
        let three_quarters = Span::minutes(3 * 24 * 60);
        let reason = |ticks: i64| {
            let stays = [Stay::new(at(0), at(three_quarters.as_ticks() + ticks)).unwrap()];
            let attended = Attended {
                stays: &stays,
                hidden: None,
            };
            let held = Held {
                windows: &days,
                outside: Span::ZERO,
                start: None,
                end: None,
            };
            said(StatusRules::default().explain(attended, held))
        };
        assert_eq!(reason(0), "present: 4320 min of 5760 min = 75 % ≥ 75 %");
        assert_eq!(
            reason(-1),
            "partial: 4319 min 59 s of 5760 min = 74.9999999999 % < 75 %"
        );
    }

    #[test]
    fn hidden_times_make_nobody_late_who_may_have_joined_before() {
        let (stays, windows) = ([minutes(10, 60)], [minutes(0, 60)]);
        let start = Baseline {
            at: at(0),
            source: BaselineSource::Scheduled,
        };
        let more = Hidden {
            least: Span::minutes(50),
            beyond: Some(Span::minutes(50)),
        };
        let status = |hidden| {
            let attended = Attended {
                stays: &stays,
                hidden,
            };
            let held = Held {
                windows: &windows,
                outside: Span::ZERO,
                start: Some(start),
                end: None,
            };
            StatusRules::default().judge(attended, held)
        };
        assert_eq!(status(None), Status::Late);
        assert_eq!(status(Some(more)), Status::Present);
    }

    #[test]
    fn a_meeting_without_a_length_is_not_judged_by_shares() {
        let (stays, empty) = ([minutes(0, 60)], [minutes(0, 0)]);
        let verdict = |rules: &StatusRules, windows: &[Stay]| {
            let attended = Attended {
                stays: &stays,
                hidden: None,
            };
            let held = Held {
                windows,
                outside: Span::ZERO,
                start: None,
                end: None,
            };
            rules.explain(attended, held)
        };
        let shares = StatusRules::default();
        for windows in [&empty[..], &[]] {
            let verdict = verdict(&shares, windows);
            assert_eq!(verdict.status, Status::Unknown);
            assert_eq!(
                said(verdict),
                "unknown: not judged, for the length of the meeting is not known; 60 min there"
            );
        }
        let times = StatusRules {
            present: Need::Time(Span::minutes(45)),
            ..shares
        };
        assert_eq!(verdict(&times, &empty).status, Status::Present);
    }

    #[test]
    fn reasons_show_as_many_digits_as_tell_both_sides_apart() {
        let late = Stay::new(at(Span::minutes(5).as_ticks() + 1), minutes(0, 60).leave()).unwrap();
        let reason = said(hour(&[late]));
        assert!(
            reason
                .starts_with("late: joined 5 min 0.0000001 s after the start (scheduled) > 5 min;"),
            "{reason}"
        );
        let almost = Stay::new(at(0), at(Span::minutes(45).as_ticks() - 1)).unwrap();
        let reason = said(hour(&[almost]));
        assert!(
            reason.ends_with("44 min 59 s of 60 min = 74.999999997 % < 75 %"),
            "{reason}"
        );
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
