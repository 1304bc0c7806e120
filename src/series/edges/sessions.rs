//! Sessions, tables of them, plans and hosts at the edges, one rule each.

use super::*;

#[test]
fn each_session_goes_on_after_the_latest_end_before_it() {
    use crate::series::meetings::disposition::Disposition;
    let sessions = [0, 65, 132].map(|from| hour(from, vec![there("ann", &[(from, from + 60)])]));
    let run = run(&sessions, RunOptions::default());
    assert_eq!(run.meetings().len(), 1);
    let pauses: Vec<_> = run
        .dispositions()
        .map(|(_, _, disposition)| match disposition {
            Disposition::Merged(0, pause) => pause,
            other => panic!("{other:?}"),
        })
        .collect();
    let minutes = |minutes| Some(Span::minutes(minutes));
    assert_eq!(pauses, [None, minutes(5), minutes(7)]);
}

#[test]
fn who_presents_and_is_not_on_the_roster_is_a_host() {
    use crate::series::register::outcome::Block;
    let with_role = |name: &str, role| RecordFacts {
        role,
        ..there(name, &[(0, 60)])
    };
    let records = vec![
        there("ann", &[(0, 60)]),
        with_role("eve", Role::Presenter),
        with_role("pat", Role::Attendee),
    ];
    let run = run(
        &[hour(0, records)],
        roster("name,e-mail\nann,ann@x.example\n"),
    );
    let block = |name| run.block(person(&run, name));
    assert_eq!(block("ann"), Some(Block::Expected));
    assert_eq!(block("eve"), Some(Block::Hosts));
    assert_eq!(block("pat"), Some(Block::Unexpected));
}

#[test]
fn a_table_of_a_session_whose_report_is_there_starts_and_ends_within_a_minute_of_it() {
    use crate::model::report::SourceKind;
    let meetings = |start: i64, end: i64| {
        let window = Stay::new(at(0) + Span::seconds(start), at(60) + Span::seconds(end));
        let record = RecordFacts {
            stays: window.into_iter().collect(),
            ..there("ann", &[])
        };
        let mut table = ReportFacts::made_up("table", window, vec![record]);
        (table.series, table.report_id) = (String::new(), None);
        table.kind = SourceKind::Sectioned;
        let report = hour(0, vec![there("ann", &[(0, 60)])]);
        run(&[report, table], RunOptions::default())
            .meetings()
            .len()
    };
    for (start, end) in [(60, 0), (-60, 0), (0, 60), (0, -60), (60, 60)] {
        assert_eq!(meetings(start, end), 1, "{start} {end}");
    }
    for (start, end) in [(61, 0), (-61, 0), (0, 61), (0, -61)] {
        assert_eq!(meetings(start, end), 2, "{start} {end}");
    }
}

#[test]
fn what_recurs_without_end_is_planned_until_the_last_report_ends() {
    use crate::series::input::planned::{Planned, PlannedMeeting};
    let states = |start: i64| {
        let options = RunOptions {
            planned: Planned {
                meetings: vec![PlannedMeeting {
                    start: Some(at(start)),
                    end: Some(at(start + 60)),
                    is_endless: true,
                    ..PlannedMeeting::default()
                }],
            },
            ..RunOptions::default()
        };
        let run = run(&[hour(0, vec![there("ann", &[(0, 60)])])], options);
        let meetings = run.meetings().iter();
        meetings.map(|one| one.state.name()).collect::<Vec<_>>()
    };
    assert_eq!(states(60), ["held", "no report"]);
    assert_eq!(states(61), ["held"]);
}

#[test]
fn nine_of_ten_people_make_a_table_one_of_the_session() {
    use crate::model::report::SourceKind;
    let people = |from: usize| -> Vec<RecordFacts> {
        let names = (from..from + 10).map(|number| format!("p{number}"));
        names.map(|name| there(&name, &[(0, 60)])).collect()
    };
    let meetings = |from: usize| {
        let window = Stay::new(at(0), at(60));
        let mut table = ReportFacts::made_up("table", window, people(from));
        (table.series, table.report_id) = (String::new(), None);
        table.kind = SourceKind::Sectioned;
        run(&[hour(0, people(0)), table], RunOptions::default())
            .meetings()
            .len()
    };
    assert_eq!([0, 1, 2].map(meetings), [1, 1, 2]);
}

#[test]
fn departments_are_those_of_the_roster_alone() {
    let records = vec![there("ann", &[(0, 60)]), there("eve", &[(0, 60)])];
    let options = roster("name,e-mail,department\nann,ann@x.example,Sales\n");
    let run = run(&[hour(0, records)], options);
    assert_eq!(run.departments(), [Some("Sales".to_owned())]);
}

#[test]
fn an_organizer_who_waited_alone_goes_on_with_whoever_comes_then() {
    let org = |from: i64| RecordFacts {
        role: Role::Organizer,
        ..there("org", &[(from, from + 60)])
    };
    let meetings = |sessions: [Vec<RecordFacts>; 2]| {
        let [first, second] = sessions;
        let reports = [hour(0, first), hour(65, second)];
        run(&reports, RunOptions::default()).meetings().len()
    };
    let guest = |name: &str, from: i64| there(name, &[(from, from + 60)]);
    assert_eq!(meetings([vec![org(0)], vec![org(65), guest("ann", 65)]]), 1);
    // One guest after another makes one meeting each.
    let first = vec![org(0), guest("ann", 0)];
    assert_eq!(meetings([first, vec![org(65), guest("bob", 65)]]), 2);
}

#[test]
fn who_is_not_on_the_roster_and_was_only_in_what_was_set_aside_is_in_no_block() {
    use crate::series::register::outcome::Block;
    let full = vec![
        there("ann", &[(DAY, DAY + 60)]),
        there("bob", &[(DAY, DAY + 60)]),
    ];
    let reports = [hour(0, vec![there("eve", &[(0, 4)])]), hour(DAY, full)];
    let run = run(&reports, roster("name,e-mail\nann,ann@x.example\n"));
    assert_eq!(run.meetings().len(), 1);
    let block = |name| run.block(person(&run, name));
    assert_eq!(block("eve"), None);
    assert_eq!(block("bob"), Some(Block::Unexpected));
}

#[test]
fn the_reason_names_the_bound_that_decided() {
    let rule = "[present]\nminutes = 45\n[partial]\nminutes = 5\n";
    let reason = |minutes: i64| {
        let run = run(&[hour(0, vec![there("ann", &[(0, minutes)])])], rules(rule));
        verdicts(&run, "ann").remove(0)
    };
    for (minutes, status, bound) in [
        (50, Status::Present, "45"),
        (20, Status::Partial, "45"),
        (2, Status::Absent, "5"),
    ] {
        let (found, said) = reason(minutes);
        assert_eq!(found, status);
        let numbers: Vec<_> = said.split(|sign: char| !sign.is_ascii_digit()).collect();
        assert!(numbers.contains(&bound), "{said}");
    }
}

#[test]
fn whoever_was_only_in_a_meeting_set_aside_stays_among_the_people_with_nothing_due() {
    let full = vec![
        there("ann", &[(DAY, DAY + 60)]),
        there("bob", &[(DAY, DAY + 60)]),
    ];
    let reports = [hour(0, vec![there("eve", &[(0, 4)])]), hour(DAY, full)];
    for options in [
        RunOptions::default(),
        roster("name,e-mail\nann,ann@x.example\n"),
    ] {
        let run = run(&reports, options);
        assert_eq!((run.meetings().len(), run.people().count()), (1, 3));
        let eve = run.tally(person(&run, "eve"));
        assert_eq!((eve.meetings, eve.due, eve.attended), (0, 0, 0));
        assert_eq!((eve.presence, share(&run, "eve")), (None, None));
    }
}
