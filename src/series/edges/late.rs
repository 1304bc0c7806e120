//! Who came late, how often and by how much, and who left early.

use super::*;
use crate::series::input::planned::Planned;
use crate::zone::Zone;

/// Returns a run of two planned hours, of which 5 minutes are forgiven on both sides.
fn two_hours(first: Vec<RecordFacts>, second: Vec<RecordFacts>) -> Run {
    let rows = "title,start,end\nA,2026-10-05 10:00,2026-10-05 11:00\nB,2026-10-06 10:00,2026-10-06 11:00\n";
    let options = RunOptions {
        planned: Planned::read(&sheet(rows), &Zone::utc()).unwrap().list,
        ..rules("[late]\nminutes = 5\n[left_early]\nminutes = 5\n")
    };
    run(&[hour(0, first), hour(DAY, second)], options)
}

#[test]
fn people_are_late_as_often_and_as_long_as_their_delays_beyond_the_grace() {
    // Ann is 10 and 7 minutes late, Bob once 30, Cem twice no more than what is forgiven.
    let first = vec![
        there("bob", &[(30, 60)]),
        there("ann", &[(10, 60)]),
        there("cem", &[(5, 60)]),
    ];
    let second = vec![
        there("bob", &[(DAY, DAY + 60)]),
        there("ann", &[(DAY + 7, DAY + 60)]),
        there("cem", &[(DAY + 5, DAY + 60)]),
    ];
    let run = two_hours(first, second);
    let late = |name| {
        let tally = run.tally(person(&run, name));
        (tally.late, tally.delay)
    };
    let minutes = Span::minutes;
    assert_eq!(
        ["ann", "bob", "cem"].map(late),
        [
            (Some(2), minutes(17)),
            (Some(1), minutes(30)),
            (Some(0), minutes(0))
        ]
    );
}

#[test]
fn totals_add_who_came_late_and_who_left_early() {
    let first = vec![there("ann", &[(10, 60)]), there("bob", &[(0, 50)])];
    let second = vec![
        there("ann", &[(DAY + 10, DAY + 50)]),
        there("bob", &[(DAY, DAY + 40)]),
    ];
    let run = two_hours(first, second);
    let mut both = run.tally(person(&run, "ann"));
    assert_eq!((both.late, both.left_early), (Some(2), Some(1)));
    both.add(&run.tally(person(&run, "bob")));
    assert_eq!((both.late, both.left_early), (Some(2), Some(3)));
    both.add(&run.tally(person(&run, "ann")));
    assert_eq!((both.late, both.delay), (Some(4), Span::minutes(40)));
}
