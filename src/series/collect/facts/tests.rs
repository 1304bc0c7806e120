use std::hash::DefaultHasher;

use proptest::prelude::*;

use super::*;
use crate::model::time::Span;

fn at(minute: i64) -> Instant {
    Instant::from_ticks(0) + Span::minutes(minute)
}

/// Returns a record with intervals of these minutes, each with or without a join and a leave.
fn record(intervals: &[(Option<i64>, Option<i64>)]) -> AttendanceRecord<'static> {
    let intervals = intervals.iter().map(|&(join, leave)| AttendanceInterval {
        join: join.map(at),
        leave: leave.map(at),
        reported_duration: None,
    });
    AttendanceRecord {
        intervals: Some(intervals.collect()),
        ..AttendanceRecord::default()
    }
}

#[test]
fn who_stayed_has_one_join_without_a_leave() {
    let open = |intervals: &[_]| open_stay(&record(intervals));
    let (whole, stays) = ((Some(0), Some(5)), (Some(10), None));
    assert_eq!(open(&[stays]), Some(at(10)));
    assert_eq!(open(&[whole, stays]), Some(at(10)));
    assert_eq!(open(&[whole]), None);
    assert_eq!(open(&[stays, (Some(12), None)]), None);
    assert_eq!(open(&[(None, Some(20))]), None);
    assert_eq!(open(&[(None, Some(20)), stays]), None);
}

#[test]
fn where_somebody_was_there_twice_is_kept_of_their_record() {
    let doubled = |intervals: &[(i64, i64)]| {
        let intervals: Vec<_> = intervals
            .iter()
            .map(|&(join, leave)| (Some(join), Some(leave)))
            .collect();
        RecordFacts::of(&record(&intervals), true, CodeSet::default()).doubled
    };
    let stay = Stay::new(at(10), at(20)).unwrap();
    assert_eq!(doubled(&[(0, 30), (10, 20)]), [stay]);
    assert_eq!(doubled(&[(0, 10), (10, 20)]), []);
}

#[test]
fn blanks_are_no_name_and_no_id() {
    let mut blank = record(&[]);
    blank.identity.id = Some("  ".into());
    blank.identity.display_name = Some(" ".into());
    let facts = RecordFacts::of(&blank, true, CodeSet::default());
    assert_eq!((facts.id, facts.name), (None, None));
}

proptest! {
    /// The standard library's hash of the same pieces is the judge.
    #[test]
    fn pieces_are_hashed_as_if_each_were_taken_at_once(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 0..9),
        number: u64,
    ) {
        let (mut content, mut judge) = (Content::default(), DefaultHasher::new());
        for piece in &pieces {
            content.write(piece);
            judge.write(piece);
            (number, piece.len() % 2 == 0).hash(&mut content);
            (number, piece.len() % 2 == 0).hash(&mut judge);
        }
        prop_assert_eq!(content.finish(), judge.finish());
    }
}
