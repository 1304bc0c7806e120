//! Whether a list of meetings is out of step with the reports, as by its time zone.

use std::collections::BTreeMap;

use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::meetings::meeting::{Meeting, State, WindowSource};

/// The farthest that two zones of the world lie apart.
const FARTHEST: Span = Span::minutes(26 * 60);
/// Zones lie whole quarters of an hour apart.
const STEP: Span = Span::minutes(15);
/// How punctual the start of a meeting is for that.
const PUNCTUAL: Span = Span::minutes(5);

/// How far a list of meetings seems to be off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanOffset {
    /// How much later the planned meetings are than those that were held; whole quarters
    /// of an hour, and never zero.
    pub offset: Span,
    /// How many planned meetings without a report lie so from one that is not on the list.
    pub meetings: usize,
    /// How many planned meetings have no report.
    pub unreported: usize,
}

impl PlanOffset {
    /// Returns whether the planned meetings are the later ones.
    pub fn is_later(&self) -> bool {
        self.offset > Span::ZERO
    }

    /// Returns the distance in minutes, never negative.
    pub const fn minutes(&self) -> i64 {
        self.offset.whole_seconds().abs() / 60
    }
}

impl Run {
    /// Returns by how much most planned meetings without a report miss one that was held
    /// and is not on the list; `None` where no such amount stands out.
    pub fn plan_offset(&self) -> Option<PlanOffset> {
        let begins = |which: fn(&Meeting) -> bool| -> Vec<Instant> {
            let those = self.meetings().iter().filter(|one| which(one));
            those.filter_map(Meeting::begin).collect()
        };
        let unreported = begins(|one| one.state == State::Unreported);
        let unlisted = begins(|one| {
            one.state == State::Held && one.window_source != Some(WindowSource::Planned)
        });
        offset(&unreported, &unlisted)
    }
}

/// `planned` and `held` are in order of time.
fn offset(planned: &[Instant], held: &[Instant]) -> Option<PlanOffset> {
    let mut found: BTreeMap<Span, usize> = BTreeMap::new();
    for &begin in planned {
        let from = held.partition_point(|&other| begin - other > FARTHEST);
        let near = held[from..]
            .iter()
            .take_while(|&&other| other - begin <= FARTHEST);
        let mut offsets: Vec<_> = near.filter_map(|&other| steps(begin - other)).collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            *found.entry(offset).or_default() += 1;
        }
    }
    let smallest_first = |offset: &Span| std::cmp::Reverse(offset.as_ticks().abs());
    let (offset, meetings) =
        (found.into_iter()).max_by_key(|(offset, count)| (*count, smallest_first(offset)))?;
    let stands_out = match (planned.len(), held.len()) {
        (1, 1) => true,
        _ => meetings >= 2 && meetings * 2 >= planned.len(),
    };
    stands_out.then_some(PlanOffset {
        offset,
        meetings,
        unreported: planned.len(),
    })
}

/// Returns the distance in whole quarters of an hour; `None` where it is none, or zero.
fn steps(distance: Span) -> Option<Span> {
    let (distance, step) = (distance.as_ticks(), STEP.as_ticks());
    let nearest = (distance + step / 2).div_euclid(step) * step;
    let is_punctual = (distance - nearest).abs() <= PUNCTUAL.as_ticks();
    (is_punctual && nearest != 0).then_some(Span::ticks(nearest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64, minutes: i64) -> Instant {
        Instant::from_ticks(0) + Span::minutes(hours * 60 + minutes)
    }

    #[test]
    fn a_list_in_another_zone_is_seen_by_its_distance() {
        // Three weekly meetings, planned two hours after each report; people came in early.
        let held: Vec<_> = (0..3).map(|week| at(week * 168, -week)).collect();
        let planned: Vec<_> = (0..3).map(|week| at(week * 168 + 2, 0)).collect();
        let expected = PlanOffset {
            offset: Span::minutes(120),
            meetings: 3,
            unreported: 3,
        };
        assert_eq!(offset(&planned, &held), Some(expected));
        let back = offset(&held, &planned).unwrap();
        assert_eq!(back.offset, Span::minutes(-120));
    }

    #[test]
    fn meetings_that_were_missed_now_and_then_show_no_distance() {
        let held = [at(0, 0), at(168, 0), at(336, 0)];
        assert_eq!(offset(&[at(24, 0), at(200, 7), at(340, 0)], &held), None);
        assert_eq!(offset(&[], &held), None);
        assert_eq!(offset(&held, &[]), None);
    }

    #[test]
    fn half_of_what_was_missed_and_two_of_it_make_a_distance() {
        let held = [at(0, 0), at(168, 0), at(336, 0)];
        let found = |planned: &[Instant]| offset(planned, &held).map(|off| off.meetings);
        let (one, two) = (at(2, 0), at(170, 0));
        let others = [at(60, 7), at(230, 7), at(400, 7)];
        // Two of four are half; two of five are not, and one of two is but one.
        assert_eq!(found(&[one, others[0], two, others[1]]), Some(2));
        assert_eq!(found(&[one, others[0], two, others[1], others[2]]), None);
        assert_eq!(found(&[one, others[0]]), None);
        let three = [one, others[0], two, others[1], at(338, 0), others[2]];
        assert_eq!(found(&three), Some(3));
        // Where one was missed and one was held beside the plan, it is that.
        assert_eq!(offset(&[one], &held[..1]).map(|off| off.meetings), Some(1));
        assert_eq!(offset(&[one], &held[..2]), None);
    }

    #[test]
    fn a_distance_is_within_26_hours_five_minutes_of_a_quarter_and_none_of_zero() {
        let off = |hours: i64, minutes: i64| {
            let found = offset(&[at(hours, minutes)], &[at(0, 0)]);
            found.map(|off| off.offset)
        };
        let minutes = |minutes: i64| Some(Span::minutes(minutes));
        assert_eq!((off(26, 0), off(26, 1)), (minutes(26 * 60), None));
        assert_eq!((off(-26, 0), off(-26, -1)), (minutes(-26 * 60), None));
        assert_eq!((off(2, 5), off(2, 6)), (minutes(120), None));
        assert_eq!((off(2, 10), off(2, 9)), (minutes(135), None));
        assert_eq!(
            (off(0, 0), off(0, 5), off(0, 15)),
            (None, None, minutes(15))
        );
    }
}
