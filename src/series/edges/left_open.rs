//! Lists made during a meeting, in which who stayed has no leave, and times that say little.

use super::*;
use crate::model::report::SourceKind;
use crate::series::input::planned::Planned;
use crate::zone::Zone;

/// Returns a record of somebody who was there at these minutes, and from the last one on.
fn stayed(name: &str, stays: &[(i64, i64)], open: i64) -> RecordFacts {
    RecordFacts {
        timed: false,
        broken: true,
        open: Some(at(open)),
        ..there(name, stays)
    }
}

/// Returns a run of a list of a meeting that the plan ends at minute 60, at 11:00.
fn list(window: (i64, i64), records: Vec<RecordFacts>) -> Run {
    let mut list = ReportFacts::made_up("list", Stay::new(at(window.0), at(window.1)), records);
    (list.report_id, list.kind) = (None, SourceKind::AttendanceList);
    let rows = sheet("title,end,file\nA,2026-10-05 11:00,list.json\n");
    let options = RunOptions {
        planned: Planned::read(&rows, &Zone::utc()).unwrap().list,
        ..RunOptions::default()
    };
    run(&[list], options)
}

fn minutes(run: &Run, name: &str) -> Option<i64> {
    let cell = run.cells(person(run, name)).next().unwrap();
    cell.presence().map(|span| span.whole_seconds() / 60)
}

#[test]
fn who_stayed_was_there_until_the_planned_end() {
    let ann = RecordFacts {
        doubled: vec![Stay::new(at(6), at(8)).unwrap()],
        ..stayed("ann", &[(5, 8)], 10)
    };
    let bob = there("bob", &[(5, 20)]);
    let run = list((5, 20), vec![bob, ann]);
    let meeting = &run.meetings()[0];
    assert_eq!(
        (meeting.begin(), meeting.finish()),
        (Some(at(5)), Some(at(60)))
    );
    assert_eq!(
        (minutes(&run, "ann"), minutes(&run, "bob")),
        (Some(53), Some(15))
    );
    // 53 of 55 minutes.
    assert_eq!(share(&run, "ann").as_deref(), Some("0.9636"));
    let cell = run.cells(person(&run, "ann")).next().unwrap();
    assert_eq!(cell.doubled, [Stay::new(at(6), at(8)).unwrap()]);
}

#[test]
fn whose_open_stay_begins_first_begins_the_meeting() {
    let run = list(
        (5, 20),
        vec![there("bob", &[(5, 20)]), stayed("ann", &[], 2)],
    );
    assert_eq!(run.meetings()[0].begin(), Some(at(2)));
}

#[test]
fn who_joined_at_the_planned_end_or_later_left_at_a_time_that_nobody_knows() {
    for join in [60, 61] {
        let bob = there("bob", &[(5, 20)]);
        let run = list((5, join), vec![bob, stayed("ann", &[], join)]);
        assert_eq!(minutes(&run, "ann"), None, "{join}");
    }
    let run = list(
        (5, 59),
        vec![there("bob", &[(5, 20)]), stayed("ann", &[], 59)],
    );
    assert_eq!(minutes(&run, "ann"), Some(1));
}

#[test]
fn a_meeting_without_length_has_no_share_in_the_mean_of_all() {
    let moment = ReportFacts {
        window: Stay::new(at(0), at(0)),
        ..hour(0, vec![there("ann", &[(0, 0)])])
    };
    let full = hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])]);
    let run = run(&[moment, full], RunOptions::default());
    let mean = run.overall().all.sums.mean_share();
    assert_eq!(mean.map(|mean| mean.to_string()).as_deref(), Some("1.0000"));
}

#[test]
fn hidden_times_of_a_meeting_without_length_are_judged_by_minutes() {
    let status = |minutes: i64| {
        let moment = ReportFacts {
            window: Stay::new(at(0), at(0)),
            ..hour(0, vec![hidden("ann", Some(30))])
        };
        let rule = format!("[present]\nminutes = {minutes}\n");
        verdicts(&run(&[moment], rules(&rule)), "ann").remove(0).0
    };
    assert_eq!([status(30), status(31)], [Status::Present, Status::Partial]);
}

#[test]
fn how_many_were_there_at_once_is_not_known_where_nobodys_times_are() {
    let mean = |records: Vec<RecordFacts>| {
        let run = run(&[hour(0, records)], RunOptions::default());
        run.numbers(0).mean_concurrency.map(|mean| mean.to_string())
    };
    assert_eq!(mean(vec![hidden("ann", Some(30))]), None);
    let both = vec![hidden("ann", Some(30)), there("bob", &[(0, 30)])];
    assert_eq!(mean(both).as_deref(), Some("0.50"));
}

#[test]
fn totals_of_two_people_are_from_the_first_join_of_either_to_the_last_leave() {
    let lacking = ReportFacts {
        missing: Some(MissingData::NoRecords),
        ..hour(DAY, Vec::new())
    };
    let records = vec![there("ann", &[(5, 60)]), there("bob", &[(0, 50)])];
    let run = run(
        &[hour(0, records), lacking],
        roster("name,e-mail\nann,ann@x.example\nbob,bob@x.example\n"),
    );
    let [ann, bob] = ["ann", "bob"].map(|name| run.tally(person(&run, name)));
    for [one, other] in [[&ann, &bob], [&bob, &ann]] {
        let mut both = *one;
        both.add(other);
        assert_eq!(
            (both.first_join, both.last_leave),
            (Some(at(0)), Some(at(60)))
        );
        // 105 of 240 minutes: two people, two meetings of an hour.
        let (counted, length) = both.least_share().unwrap();
        assert_eq!(counted * 240, length * 105);
    }
}

#[test]
fn somebody_is_called_as_in_the_last_meeting_in_which_they_had_a_name() {
    let called = |name: &str, from: i64| {
        let record = RecordFacts {
            name: Some(name.into()),
            ..there("ann", &[(from, from + 60)])
        };
        hour(from, vec![record])
    };
    let reports = [
        called("Ann", 0),
        called("Ann Lee", DAY),
        called("Ann", 2 * DAY),
    ];
    for reports in [
        reports.clone(),
        [&reports[2], &reports[1], &reports[0]].map(Clone::clone),
    ] {
        let run = run(&reports, RunOptions::default());
        assert_eq!(run.name(0), Some("Ann"));
    }
}
