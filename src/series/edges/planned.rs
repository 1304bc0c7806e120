//! Planned meetings with several reports, reports without times, and what the plan lacks.

use super::*;
use crate::series::input::planned::Planned;
use crate::series::meetings::meeting::{State, WindowSource};
use crate::zone::Zone;

const COLUMNS: &str = "title,start,end,file,series";

fn plan(rows: &str, options: RunOptions) -> RunOptions {
    let rows = sheet(&format!("{COLUMNS}\n{rows}"));
    RunOptions {
        planned: Planned::read(&rows, &Zone::utc()).unwrap().list,
        ..options
    }
}

/// Returns the report as a file of this folder that the plan names `a.json`.
fn named(folder: &str, report: ReportFacts) -> ReportFacts {
    ReportFacts {
        source: format!("{folder}/a.json"),
        series: folder.into(),
        report_id: Some(folder.into()),
        ..report
    }
}

/// Returns the report without any time of its own.
fn timeless(report: ReportFacts) -> ReportFacts {
    ReportFacts {
        window: None,
        basis: None,
        reported: (None, None),
        ..report
    }
}

fn lacking(missing: MissingData, report: ReportFacts) -> ReportFacts {
    ReportFacts {
        missing: Some(missing),
        ..report
    }
}

fn ann(from: i64) -> ReportFacts {
    hour(from, vec![there("ann", &[(from, from + 60)])])
}

const NAMED: &str = "A,,,a.json,\n";

#[test]
fn nobody_knows_who_came_where_one_of_two_sessions_lacks_its_records() {
    let of = |second: MissingData| {
        let reports = [
            named("x", lacking(MissingData::FewerRecords, ann(0))),
            named("y", lacking(second, hour(65, Vec::new()))),
        ];
        let list = "name,e-mail\nann,ann@x.example\neve,eve@x.example\n";
        let run = run(&reports, plan(NAMED, roster(list)));
        assert_eq!(run.meetings().len(), 1);
        let tally = run.tally(person(&run, "eve"));
        (tally.due, tally.uncertain, tally.not_known)
    };
    assert_eq!(of(MissingData::NoRecords), (0, 0, 1));
    assert_eq!(of(MissingData::FailedReport), (0, 0, 1));
    assert_eq!(of(MissingData::FewerRecords), (1, 1, 0));
}

#[test]
fn a_meeting_was_held_where_one_of_its_reports_could_be_read() {
    let lost = |folder| {
        let report = timeless(hour(65, Vec::new()));
        named(folder, lacking(MissingData::FailedReport, report))
    };
    let state = |reports: &[ReportFacts]| {
        let run = run(reports, plan(NAMED, RunOptions::default()));
        assert_eq!(run.meetings().len(), 1);
        (run.meetings()[0].state, run.has_records(0))
    };
    assert_eq!(state(&[named("x", ann(0)), lost("y")]), (State::Held, true));
    assert_eq!(state(&[lost("x"), lost("y")]), (State::Unread, false));
}

#[test]
fn totals_of_reports_add_up_only_where_they_are_known_to_have_followed_each_other() {
    // Each tells half an hour and not when; without times nobody knows that they were not at once.
    let status = |reports: &[ReportFacts]| {
        let mut options = plan(NAMED, rules("[present]\nminutes = 60\n"));
        options.rules.status.clip = false;
        let run = run(reports, options);
        assert_eq!(run.meetings().len(), 1);
        verdicts(&run, "ann").remove(0).0
    };
    let half = |from: i64| hour(from, vec![hidden("ann", Some(30))]);
    let (first, second) = (named("x", half(0)), named("y", half(60)));
    assert_eq!(status(&[first.clone(), second.clone()]), Status::Present);
    let second = timeless(second);
    assert_eq!(status(&[first.clone(), second.clone()]), Status::Unknown);
    let third = named("z", half(120));
    assert_eq!(status(&[first, second, third]), Status::Unknown);
}

#[test]
fn a_planned_meeting_is_of_the_series_of_its_first_report_that_tells_a_time() {
    let reports = [named("x", timeless(ann(0))), named("y", ann(0))];
    let run = run(&reports, plan(NAMED, RunOptions::default()));
    assert_eq!(run.meetings().len(), 1);
    assert_eq!(run.text(run.meetings()[0].series), "y");
    let own = Run::of(
        Facts {
            reports: reports.to_vec(),
            documents: Vec::new(),
        },
        plan("A,,,a.json,z\n", RunOptions::default()),
    );
    assert_eq!(own.text(own.meetings()[0].series), "z");
}

#[test]
fn what_starts_as_the_last_report_ends_was_to_be_held() {
    // A plan for the very end was missed, so the plan may be out of step.
    let lacked = |start: &str| {
        let rows = format!("A,2026-10-05 10:00,2026-10-05 11:00,,\nB,{start},,,\n");
        let run = run(&[ann(0), ann(720)], plan(&rows, RunOptions::default()));
        let meetings = run.meetings().iter();
        let found: Vec<_> = meetings
            .map(|one| (one.state, one.is_unplanned, one.has_report()))
            .collect();
        found[1..].to_vec()
    };
    let held = |unplanned| (State::Held, unplanned, true);
    assert_eq!(
        lacked("2026-10-05 23:00"),
        [held(false), (State::Unreported, false, false)]
    );
    assert_eq!(
        lacked("2026-10-05 23:01"),
        [held(true), (State::Upcoming, false, false)]
    );
}

#[test]
fn what_the_plan_lacks_is_judged_by_the_series_of_the_planned_meetings_first_session() {
    let session = |series: &str, from: i64| ReportFacts {
        series: series.into(),
        ..ann(from)
    };
    let rows = "A,2026-10-05 10:00,2026-10-05 13:00,,\n";
    let reports = [
        session("x", 0),
        session("y", 65),
        session("x", 400),
        session("y", 600),
    ];
    let run = run(&reports, plan(rows, RunOptions::default()));
    let unplanned: Vec<_> = run.meetings().iter().map(|one| one.is_unplanned).collect();
    assert_eq!(unplanned, [false, true, false]);
}

#[test]
fn a_plan_lacks_meetings_only_where_it_tells_when_one_was_to_start() {
    let unplanned = |rows: &str| {
        let report = ReportFacts {
            source: "a.json".into(),
            ..ann(0)
        };
        let run = run(&[report, ann(400)], plan(rows, RunOptions::default()));
        let meetings = run.meetings().iter();
        meetings.map(|one| one.is_unplanned).collect::<Vec<_>>()
    };
    let named_alone = "A,,2026-10-05 11:00,a.json,\n";
    assert_eq!(unplanned(named_alone), [false, false]);
    let timed = "B,,,b.json,\nA,2026-10-05 10:00,2026-10-05 11:00,,\n";
    assert_eq!(unplanned(timed), [false, true]);
}

#[test]
fn the_times_of_a_meeting_are_observed_where_one_of_its_reports_gives_none() {
    let source = |basis| {
        let second = ReportFacts { basis, ..ann(65) };
        let run = run(&[ann(0), second], RunOptions::default());
        assert_eq!(run.meetings().len(), 1);
        run.meetings()[0].window_source
    };
    use crate::stats::WindowBasis::{Observed, Reported};
    assert_eq!(source(Some(Observed)), Some(WindowSource::Observed));
    assert_eq!(source(Some(Reported)), Some(WindowSource::Reported));
}

#[test]
fn only_one_person_alone_for_a_moment_in_whole_reports_is_set_aside() {
    let moment = |from: i64, names: &[&str]| {
        let records = names.iter().map(|name| there(name, &[(from, from + 4)]));
        hour(from, records.collect())
    };
    let meetings = |reports: &[ReportFacts]| {
        let full = hour(
            DAY,
            vec![
                there("ann", &[(DAY, DAY + 60)]),
                there("bob", &[(DAY, DAY + 60)]),
            ],
        );
        let reports = [reports, &[full]].concat();
        run(&reports, RunOptions::default()).meetings().len()
    };
    assert_eq!(meetings(&[moment(0, &["ann"])]), 1);
    assert_eq!(meetings(&[moment(0, &["ann", "bob"])]), 2);
    let second = moment(65, &["ann"]);
    assert_eq!(meetings(&[moment(0, &["ann"]), second.clone()]), 1);
    // Others may have been in the session that lacks records.
    let fewer = lacking(MissingData::FewerRecords, second);
    assert_eq!(meetings(&[moment(0, &["ann"]), fewer]), 2);
}

#[test]
fn a_day_in_a_name_decides_only_where_the_file_was_not_read_and_the_plan_has_no_report() {
    let rows = "A,2026-10-05 10:00,2026-10-05 11:00,,\nB,2026-10-06 18:00,2026-10-06 19:00,,\n";
    let meetings = |reports: &[ReportFacts]| {
        let run = run(reports, plan(rows, RunOptions::default()));
        run.meetings().len()
    };
    let as_file = |name: &str, report: ReportFacts| ReportFacts {
        source: format!("{name}.json"),
        ..report
    };
    let lost = |name: &str| {
        let report = timeless(hour(DAY, Vec::new()));
        as_file(name, lacking(MissingData::FailedReport, report))
    };
    // The file that could not be read is of B.
    assert_eq!(meetings(&[ann(0), lost("2026-10-06")]), 2);
    // Of A and B there are reports, and the file is a meeting of its own.
    let both = [ann(0), ann(DAY + 480), lost("2026-10-06")];
    assert_eq!(meetings(&both), 3);
    // What was read tells its own time, whatever its name says.
    let read = as_file("2026-10-06", ann(DAY));
    assert_eq!(meetings(&[ann(0), read]), 3);
}

#[test]
fn a_meeting_of_two_sessions_begins_with_the_first_and_ends_with_the_second() {
    let run = run(&[ann(0), ann(70)], RunOptions::default());
    let [meeting] = run.meetings() else { panic!() };
    assert_eq!(
        (meeting.begin(), meeting.finish(), meeting.length()),
        (Some(at(0)), Some(at(130)), Span::minutes(120))
    );
}

#[test]
fn one_of_several_planned_meetings_of_the_series_is_enough_to_lack_another() {
    let of_series = |series: &str, from: i64| ReportFacts {
        series: series.into(),
        ..ann(from)
    };
    let rows = "A,2026-10-05 10:00,2026-10-05 11:00,,\nB,2026-10-05 14:00,2026-10-05 15:00,,\n";
    let reports = [
        of_series("x", 0),
        of_series("y", 240),
        of_series("x", 480),
        of_series("z", 600),
    ];
    let run = run(&reports, plan(rows, RunOptions::default()));
    let unplanned: Vec<_> = run.meetings().iter().map(|one| one.is_unplanned).collect();
    assert_eq!(unplanned, [false, false, true, false]);
}

#[test]
fn times_of_which_nothing_is_known_are_taken_from_nothing() {
    let run = run(&[timeless(hour(0, Vec::new()))], RunOptions::default());
    let [meeting] = run.meetings() else { panic!() };
    assert_eq!((meeting.window_source, meeting.begin()), (None, None));
}
