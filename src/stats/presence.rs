//! Presence: how long somebody was in the meeting.
//!
//! Intervals may overlap (two devices) and arrive in any order.

use smallvec::SmallVec;

use crate::model::interval::Stay;
use crate::model::time::Span;

/// The stays of one person; most have one.
pub type Stays = SmallVec<[Stay; 2]>;

/// Unites stays that overlap or touch; the result is in order and has gaps between.
///
/// Leaving and joining again at the same instant is no gap.
pub fn unite(stays: &mut Stays) {
    if stays.len() < 2 {
        return;
    }
    stays.sort_unstable();
    let mut last = 0;
    for next in 1..stays.len() {
        let (before, stay) = (stays[last], stays[next]);
        if stay.join() <= before.leave() {
            let leave = before.leave().max(stay.leave());
            stays[last] =
                Stay::new(before.join(), leave).expect("the later leave is not before the join");
        } else {
            last += 1;
            stays[last] = stay;
        }
    }
    stays.truncate(last + 1);
}

/// Returns the stretches in which these stays are there twice or more, in order.
pub fn overlaps(stays: &[Stay]) -> Stays {
    let mut sorted = Stays::from_slice(stays);
    sorted.sort_unstable();
    let mut covered = None;
    let mut overlaps = Stays::new();
    for stay in sorted {
        let until = covered.unwrap_or(stay.join());
        let overlap = Stay::new(stay.join(), stay.leave().min(until));
        overlaps.extend(overlap.filter(|overlap| overlap.join() < overlap.leave()));
        covered = Some(until.max(stay.leave()));
    }
    unite(&mut overlaps);
    overlaps
}

/// Presence: the length of the union of a person's stays; give it united ones.
pub fn presence(united: &[Stay]) -> Span {
    united
        .iter()
        .fold(Span::ZERO, |sum, stay| sum + stay.length())
}

/// Returns the part of the presence that lies inside the meeting window; give it united stays.
pub fn presence_inside(united: &[Stay], window: Stay) -> Span {
    united
        .iter()
        .fold(Span::ZERO, |sum, stay| sum + stay.inside(window))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Instant;
    use proptest::prelude::*;

    fn minutes(join: i64, leave: i64) -> Stay {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        Stay::new(at(join), at(leave)).unwrap()
    }

    #[test]
    fn stays_in_any_order_overlap_where_two_of_them_are() {
        let stays = [
            minutes(50, 60),
            minutes(20, 40),
            minutes(0, 30),
            minutes(25, 28),
        ];
        assert_eq!(overlaps(&stays)[..], [minutes(20, 30)]);
        assert_eq!(overlaps(&[minutes(0, 10), minutes(10, 20)])[..], []);
    }

    fn united(stays: &[Stay]) -> Stays {
        let mut stays = Stays::from_slice(stays);
        unite(&mut stays);
        stays
    }

    #[test]
    fn overlapping_devices_count_once() {
        let stays = united(&[minutes(0, 30), minutes(10, 20), minutes(25, 40)]);
        assert_eq!(stays.as_slice(), [minutes(0, 40)]);
        assert_eq!(presence(&stays), Span::minutes(40));
    }

    #[test]
    fn touching_stays_are_one_and_gaps_stay_gaps() {
        let stays = united(&[minutes(20, 30), minutes(0, 10), minutes(10, 15)]);
        assert_eq!(stays.as_slice(), [minutes(0, 15), minutes(20, 30)]);
    }

    #[test]
    fn the_time_on_two_devices_is_found_once() {
        let stays = [
            minutes(0, 30),
            minutes(10, 20),
            minutes(12, 18),
            minutes(30, 40),
        ];
        assert_eq!(overlaps(&stays).as_slice(), [minutes(10, 20)]);
    }

    #[test]
    fn only_time_inside_the_window_counts_for_the_share() {
        let stays = united(&[minutes(-10, 10), minutes(50, 70)]);
        assert_eq!(presence_inside(&stays, minutes(0, 60)), Span::minutes(20));
        assert_eq!(presence_inside(&stays, minutes(20, 30)), Span::ZERO);
    }

    fn any_stays() -> impl Strategy<Value = Vec<Stay>> {
        let stay =
            (0_i64..1000, 0_i64..200).prop_map(|(join, length)| minutes(join, join + length));
        prop::collection::vec(stay, 0..12)
    }

    proptest! {
        #[test]
        fn presence_is_at_most_the_sum_and_at_most_the_span(stays in any_stays()) {
            let all = united(&stays);
            let sum = stays.iter().fold(Span::ZERO, |sum, stay| sum + stay.length());
            prop_assert!(presence(&all) <= sum);
            if let (Some(first), Some(last)) = (all.first(), all.last()) {
                prop_assert!(presence(&all) <= last.leave() - first.join());
            }
        }

        #[test]
        fn uniting_depends_neither_on_order_nor_on_repetition(stays in any_stays()) {
            let mut shuffled: Vec<_> = stays.iter().rev().copied().collect();
            shuffled.extend(&stays);
            prop_assert_eq!(united(&stays), united(&shuffled));
            prop_assert_eq!(united(&stays), united(&united(&stays)));
        }

        #[test]
        fn each_minute_is_present_exactly_when_a_stay_covers_it(stays in any_stays()) {
            let covered = (0..1300).filter(|&minute| {
                stays.iter().any(|stay| stay.inside(minutes(minute, minute + 1)) > Span::ZERO)
            });
            prop_assert_eq!(presence(&united(&stays)), Span::minutes(covered.count() as i64));
        }
    }
}
