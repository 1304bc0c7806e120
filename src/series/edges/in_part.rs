//! Meetings without a length, and times of which a part is told: what is known of them counts,
//! and what is not makes no figure.

use super::*;

const LONG_ENOUGH: &str = "[present]\nminutes = 10\n";

/// Returns a report that began and ended at the same time, with these people for half an hour.
fn without_length(from: i64, names: &[&str]) -> ReportFacts {
    let there = |name: &&str| there(name, &[(from, from + 30)]);
    let mut facts = hour(from, names.iter().map(there).collect());
    facts.window = Stay::new(at(from), at(from));
    facts
}

/// Returns a record of an hour that an interval without a join belongs to, too.
fn told_in_part(name: &str, stays: &[(i64, i64)]) -> RecordFacts {
    RecordFacts {
        broken: true,
        ..there(name, stays)
    }
}

#[test]
fn a_meeting_without_a_length_adds_nothing_to_either_side_of_a_share() {
    let half = hour(0, vec![there("ann", &[(0, 30)])]);
    let reports = [half, without_length(DAY, &["ann"])];
    let known = run(&reports, rules(LONG_ENOUGH));
    let ann = known.tally(person(&known, "ann"));
    assert_eq!((ann.attended, ann.due), (2, 2));
    assert_eq!(share(&known, "ann").as_deref(), Some("0.5000"));
    // By shares nobody can say what such a meeting was, and so not what all of them were.
    let by_shares = run(&reports, RunOptions::default());
    let ann = by_shares.tally(person(&by_shares, "ann"));
    assert_eq!((ann.due, ann.uncertain), (2, 1));
    assert_eq!(share(&by_shares, "ann"), None);
}

#[test]
fn nobody_passes_by_a_share_of_meetings_one_of_which_has_no_length_to_judge_by() {
    let whole = hour(0, vec![there("ann", &[(0, 60)])]);
    let passes = |rules: RunOptions| {
        let options = RunOptions {
            passed: Some("share>=1%".parse().unwrap()),
            ..rules
        };
        let reports = [whole.clone(), without_length(DAY, &["ann"])];
        run(&reports, options).passed().count()
    };
    assert_eq!(passes(RunOptions::default()), 0);
    assert_eq!(passes(rules(LONG_ENOUGH)), 1);
}

#[test]
fn who_was_there_at_a_mark_is_unknown_where_some_times_or_records_are() {
    let marks = |records: Vec<RecordFacts>, missing| {
        let report = ReportFacts {
            missing,
            ..hour(0, records)
        };
        let audience = run(&[report], RunOptions::default()).audiences().remove(0);
        (audience.people, audience.still_there)
    };
    let half = || there("ann", &[(0, 30)]);
    let known = [Some(1), Some(0), Some(0), Some(0)];
    assert_eq!(marks(vec![half()], None), (Some(1), known));
    // Whoever may have been there by another interval, device or record is not counted out.
    let broken = told_in_part("ann", &[(0, 30)]);
    assert_eq!(marks(vec![broken], None), (Some(1), [None; 4]));
    let second = hidden("ann", Some(30));
    assert_eq!(marks(vec![half(), second], None), (Some(1), [None; 4]));
    let fewer = Some(MissingData::FewerRecords);
    assert_eq!(marks(vec![half()], fewer), (Some(1), [None; 4]));
}

#[test]
fn whoever_was_alone_for_a_moment_that_is_told_in_part_is_no_stray() {
    let full = vec![
        there("ann", &[(DAY, DAY + 60)]),
        there("bob", &[(DAY, DAY + 60)]),
    ];
    let meetings = |record: RecordFacts| {
        let reports = [hour(0, vec![record]), hour(DAY, full.clone())];
        run(&reports, RunOptions::default()).meetings().len()
    };
    assert_eq!(meetings(there("ann", &[(0, 4)])), 1);
    assert_eq!(meetings(told_in_part("ann", &[(0, 4)])), 2);
}
