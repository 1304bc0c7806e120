//! Which reports are one meeting, by rules that reports of a few people show.

use super::*;
use crate::finding::CodeSet;
use crate::series::collect::facts::{RecordFacts, ReportFacts};
use crate::series::input::planned::PlannedMeeting;
use crate::series::meetings::disposition::Disposition;
use crate::series::{Run, RunOptions};

fn at(minute: i64) -> Instant {
    Instant::from_ticks(0) + Span::minutes(minute)
}

/// Returns a report from one minute to another, with these people from beginning to end.
fn report(from: i64, to: i64, people: &[u8]) -> ReportFacts {
    let window = Stay::new(at(from), at(to));
    let record = |&number: &u8| RecordFacts {
        id: Some(format!("id {number}")),
        tenant: None,
        email: None,
        name: None,
        registration: None,
        role: if number == 0 {
            Role::Organizer
        } else {
            Role::Attendee
        },
        doubled: Vec::new(),
        codes: CodeSet::default(),
        reported_total: None,
        interval_sum: None,
        timed: true,
        broken: false,
        open: None,
        stays: window.into_iter().collect(),
    };
    let records = people.iter().map(record).collect();
    ReportFacts::made_up(&format!("{from} to {to}"), window, records)
}

fn planned(from: i64, to: i64) -> Planned {
    Planned {
        meetings: vec![PlannedMeeting {
            title: Some("Course".into()),
            start: Some(at(from)),
            end: Some(at(to)),
            ..PlannedMeeting::default()
        }],
    }
}

/// Returns the titles of the meetings, and what became of each report.
fn put_together(reports: &[&ReportFacts], planned: Planned) -> (Vec<String>, Vec<Disposition>) {
    let mut collection = Collection::default();
    reports
        .iter()
        .for_each(|report| collection.add_report((*report).clone()));
    let options = RunOptions {
        planned,
        ..RunOptions::default()
    };
    let series = Run::compute(collection, options);
    let title = |one: &crate::series::meetings::meeting::Meeting| series.text(one.title).to_owned();
    let titles = series.meetings().iter().map(title).collect();
    (
        titles,
        series
            .dispositions()
            .map(|(_, _, disposition)| disposition)
            .collect(),
    )
}

#[test]
fn a_restart_a_few_minutes_later_by_the_same_people_is_one_meeting() {
    let (first, again) = (report(0, 20, &[0, 1, 2]), report(25, 60, &[0, 1, 2, 3]));
    let (titles, dispositions) = put_together(&[&first, &again], Planned::default());
    let pause = Some(Span::minutes(5));
    assert_eq!(titles, ["0 to 20"]);
    assert_eq!(
        dispositions,
        [Disposition::Merged(0, None), Disposition::Merged(0, pause)]
    );
    let others = report(25, 60, &[0, 4, 5, 6]);
    assert_eq!(
        put_together(&[&first, &others], Planned::default()).0.len(),
        2
    );
    let later = report(36, 60, &[0, 1, 2]);
    assert_eq!(
        put_together(&[&first, &later], Planned::default()).0.len(),
        2
    );
}

#[test]
fn other_meeting_ids_are_other_meetings() {
    let with_id = |mut report: ReportFacts, id: &str| {
        report.meeting_id = Some(id.into());
        report
    };
    let channel = [
        with_id(report(0, 20, &[0, 1, 2]), "a"),
        with_id(report(25, 60, &[0, 1, 2]), "b"),
    ];
    assert_eq!(
        put_together(&[&channel[0], &channel[1]], Planned::default())
            .0
            .len(),
        2
    );
}

#[test]
fn a_restart_until_the_planned_end_is_of_the_plan() {
    let reports = [report(0, 20, &[0, 1, 2]), report(50, 60, &[0, 1, 2])];
    assert_eq!(
        put_together(&[&reports[0], &reports[1]], planned(0, 60)).0,
        ["Course"]
    );
}

#[test]
fn what_merely_takes_place_near_a_plan_is_not_of_it() {
    let course = report(1, 60, &[0, 1, 2, 3]);
    let others = [report(-45, -20, &[5, 6, 7]), report(62, 80, &[5, 6, 7])];
    for other in others {
        let (titles, dispositions) = put_together(&[&course, &other], planned(0, 60));
        assert!(titles.contains(&"Course".into()), "{titles:?}");
        assert!(titles.contains(&other.label), "{titles:?}");
        assert!(
            dispositions
                .iter()
                .all(|disposition| matches!(disposition, Disposition::Alone(_))),
            "{dispositions:?}"
        );
    }
}

#[test]
fn one_person_for_a_moment_away_from_the_series_is_set_aside() {
    let week = 7 * 24 * 60;
    let reports = [report(0, 60, &[0, 1, 2]), report(week, week + 2, &[1])];
    let (titles, dispositions) = put_together(&[&reports[0], &reports[1]], Planned::default());
    assert_eq!(titles.len(), 1);
    assert_eq!(
        dispositions,
        [Disposition::Alone(0), Disposition::Stray(Span::minutes(2))]
    );
    // A longer talk of one, or a series of one person alone, is none.
    let long = report(week, week + 10, &[1]);
    assert_eq!(
        put_together(&[&reports[0], &long], Planned::default())
            .0
            .len(),
        2
    );
    let alone = [report(0, 2, &[1]), report(week, week + 2, &[1])];
    assert_eq!(
        put_together(&[&alone[0], &alone[1]], Planned::default())
            .0
            .len(),
        2
    );
}

#[test]
fn a_stray_is_told_by_the_time_in_all_its_sessions_together() {
    let week = 7 * 24 * 60;
    let reports = [
        report(0, 60, &[0, 1, 2]),
        report(week, week + 9, &[1]),
        report(week + 10, week + 19, &[1]),
    ];
    let (titles, dispositions) =
        put_together(&[&reports[0], &reports[1], &reports[2]], Planned::default());
    assert_eq!(titles.len(), 2);
    assert_eq!(
        dispositions[2],
        Disposition::Merged(1, Some(Span::minutes(1)))
    );
}

#[test]
fn whose_times_are_hidden_is_no_stray() {
    let week = 7 * 24 * 60;
    let mut hidden = report(week, week + 2, &[1]);
    hidden.records[0].timed = false;
    hidden.records[0].stays.clear();
    let (titles, _) = put_together(&[&report(0, 60, &[0, 1, 2]), &hidden], Planned::default());
    assert_eq!(titles.len(), 2);
}

#[test]
fn guests_of_one_organizer_one_after_another_have_a_meeting_each() {
    let talks = [
        report(0, 30, &[0, 1]),
        report(30, 60, &[0, 2]),
        report(60, 90, &[0, 3]),
    ];
    let talks: Vec<_> = talks.iter().collect();
    assert_eq!(put_together(&talks, Planned::default()).0.len(), 3);
    // The organizer alone, who waits for the guest again, is of the same meeting.
    let waiting = [report(0, 20, &[0, 1]), report(25, 30, &[0])];
    let waiting: Vec<_> = waiting.iter().collect();
    assert_eq!(put_together(&waiting, Planned::default()).0.len(), 1);
}

#[test]
fn what_starts_after_the_planned_end_is_a_meeting_of_its_own() {
    let reports = [report(0, 10, &[0, 1]), report(35, 65, &[0, 1])];
    let (titles, _) = put_together(&[&reports[0], &reports[1]], planned(0, 10));
    assert_eq!(titles, ["Course", "35 to 65"]);
}

#[test]
fn what_runs_beside_a_planned_meeting_is_a_meeting_of_its_own() {
    let reports = [report(0, 60, &[0, 1, 2]), report(5, 55, &[0, 1, 2])];
    let (titles, _) = put_together(&[&reports[0], &reports[1]], planned(0, 60));
    assert_eq!(titles, ["Course", "5 to 55"]);
    let mut session = report(5, 55, &[0, 1, 2]);
    let mut first = report(0, 60, &[0, 1, 2]);
    for report in [&mut first, &mut session] {
        report.meeting_id = Some("one".into());
    }
    let (titles, _) = put_together(&[&first, &session], planned(0, 60));
    assert_eq!(titles, ["Course"]);
}

#[test]
fn a_report_that_ends_before_it_starts_tells_no_baseline() {
    use crate::stats::punctuality::BaselineChoice;
    let baselines = |start: i64, end: i64| {
        let mut one = report(0, 60, &[0, 1]);
        one.reported = (Some(at(start)), Some(at(end)));
        let mut options = RunOptions::default();
        options.punctuality.baseline = BaselineChoice::Report;
        let mut collection = Collection::default();
        collection.add_report(one);
        let run = Run::compute(collection, options);
        let meeting = &run.meetings()[0];
        [meeting.start, meeting.end].map(|baseline| baseline.map(|one| one.at))
    };
    assert_eq!(baselines(60, 0), [None, None]);
    assert_eq!(baselines(30, 30), [None, None]);
    assert_eq!(baselines(0, 60), [Some(at(0)), Some(at(60))]);
}

#[test]
fn what_goes_on_for_longer_than_teams_lets_a_meeting_is_several() {
    // The same people, hour after hour, for 45 hours.
    let hours: Vec<_> = (0..45)
        .map(|hour| report(60 * hour, 60 * hour + 60, &[0, 1, 2]))
        .collect();
    let hours: Vec<_> = hours.iter().collect();
    let (titles, dispositions) = put_together(&hours, Planned::default());
    assert_eq!(titles, ["0 to 60", "1800 to 1860"]);
    let first = dispositions
        .iter()
        .take_while(|of| matches!(of, Disposition::Merged(0, _)));
    assert_eq!(first.count(), 30);
}

#[test]
fn what_is_too_long_for_a_meeting_leaves_it_to_those_that_come_after() {
    let days = report(25, 60 * 48, &[0, 1, 2]);
    let reports = [report(0, 20, &[0, 1, 2]), days, report(30, 60, &[0, 1, 2])];
    let (titles, _) = put_together(&reports.each_ref(), Planned::default());
    assert_eq!(titles, ["0 to 20", "25 to 2880"]);
}

#[test]
fn a_report_without_a_length_runs_beside_what_was_under_way_then() {
    let (course, moment) = (report(0, 60, &[0, 1, 2]), report(30, 30, &[0, 1, 2]));
    for planned in [Planned::default(), planned(0, 60)] {
        let (titles, _) = put_together(&[&course, &moment], planned);
        assert_eq!(titles.len(), 2, "{titles:?}");
    }
    // As it began and as it was over, nothing else was.
    for moment in [0, 60] {
        let moment = report(moment, moment, &[0, 1, 2]);
        let (titles, _) = put_together(&[&course, &moment], Planned::default());
        assert_eq!(titles.len(), 1, "{titles:?}");
    }
}
