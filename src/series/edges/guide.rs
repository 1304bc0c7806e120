//! Rules of the chapter on numbers, each by the smallest series that shows it.

use super::*;
use crate::series::input::planned::Planned;
use crate::series::meetings::meeting::State;
use crate::stats::punctuality::BaselineChoice;
use crate::zone::Zone;

/// Returns a report of these minutes with these people from beginning to end; `Org` organizes.
fn session(from: i64, to: i64, names: &[&str]) -> ReportFacts {
    let records = names.iter().map(|&name| RecordFacts {
        role: match name.starts_with("Org") {
            true => Role::Organizer,
            false => Role::Attendee,
        },
        ..there(name, &[(from, to)])
    });
    ReportFacts {
        window: Stay::new(at(from), at(to)),
        reported: (Some(at(from)), Some(at(to))),
        ..hour(from, records.collect())
    }
}

fn with_id(id: Option<&str>, report: ReportFacts) -> ReportFacts {
    ReportFacts {
        meeting_id: id.map(str::to_owned),
        ..report
    }
}

fn plan(rows: &str, options: RunOptions) -> RunOptions {
    let rows = sheet(&format!("title,start,end,status\n{rows}"));
    RunOptions {
        planned: Planned::read(&rows, &Zone::utc()).unwrap().list,
        ..options
    }
}

/// Returns the labels of the reports of each meeting.
fn meetings(reports: &[ReportFacts]) -> Vec<String> {
    let run = run(reports, RunOptions::default());
    let labels = run.meetings().iter().map(|one| run.report_labels(one));
    labels.map(Option::unwrap).collect()
}

#[test]
fn sessions_are_one_meeting_until_15_minutes_after_the_end_and_with_half_of_the_people() {
    let first = session(0, 60, &["ann", "bob", "cem", "dora"]);
    let next = |from, names: &[&str]| meetings(&[first.clone(), session(from, from + 60, names)]);
    assert_eq!(next(75, &["ann", "bob"]), ["0; 75"]);
    assert_eq!(next(76, &["ann", "bob"]).len(), 2);
    // One of two is half, and one of three is less.
    assert_eq!(next(70, &["ann", "eve"]), ["0; 70"]);
    assert_eq!(next(70, &["ann", "eve", "finn"]).len(), 2);
}

#[test]
fn another_organizer_is_another_meeting_and_none_is_no_sign() {
    let people = ["ann", "bob"];
    let by = |organizer: &'static str| [organizer, people[0], people[1]];
    let of = |names: [&[&str]; 3]| {
        let from = [0, 65, 130].into_iter().zip(names);
        let sessions: Vec<_> = from
            .map(|(from, names)| session(from, from + 60, names))
            .collect();
        meetings(&sessions)
    };
    assert_eq!(of([&by("Org 1"), &people, &by("Org 1")]), ["0; 65; 130"]);
    assert_eq!(of([&by("Org 1"), &people, &by("Org 2")]), ["0; 65", "130"]);
    // The first session may be the one without its organizer.
    assert_eq!(of([&people, &by("Org 1"), &by("Org 2")]), ["0; 65", "130"]);
}

#[test]
fn reports_with_different_meeting_ids_are_never_one_whatever_lies_between() {
    let of = |ids: [Option<&str>; 3]| {
        let from = [0, 65, 130].into_iter().zip(ids);
        let sessions: Vec<_> = from
            .map(|(from, id)| with_id(id, session(from, from + 60, &["ann", "bob"])))
            .collect();
        meetings(&sessions)
    };
    assert_eq!(of([Some("a"), None, Some("a")]), ["0; 65; 130"]);
    assert_eq!(of([Some("a"), None, Some("b")]), ["0; 65", "130"]);
    let planned = |ids: [Option<&str>; 3]| {
        let from = [0, 20, 40].into_iter().zip(ids);
        let sessions: Vec<_> = from
            .map(|(from, id)| with_id(id, session(from, from + 20, &["ann", "bob"])))
            .collect();
        let plan = plan(
            "A,2026-10-05 10:00,2026-10-05 11:00,\n",
            RunOptions::default(),
        );
        run(&sessions, plan).meetings().len()
    };
    assert_eq!(planned([None, Some("a"), Some("a")]), 1);
    assert_eq!(planned([None, Some("a"), Some("b")]), 2);
}

#[test]
fn what_runs_beside_a_session_needs_the_id_of_that_session() {
    let people = ["ann", "bob"];
    let first = with_id(Some("a"), session(0, 60, &people));
    let again = with_id(None, session(62, 90, &people));
    let beside = |id| with_id(id, session(70, 80, &people));
    let of = |third| meetings(&[first.clone(), again.clone(), third]);
    // It has the id of the first session, and runs beside the second, which has none.
    assert_eq!(of(beside(Some("a"))), ["0; 62", "70"]);
    let again = with_id(Some("a"), session(62, 90, &people));
    assert_eq!(meetings(&[first, again, beside(Some("a"))]), ["0; 62; 70"]);
}

#[test]
fn what_may_continue_several_meetings_continues_the_one_that_began_first() {
    let people = ["ann", "bob"];
    let reports = [
        session(0, 60, &people),
        session(1, 61, &people),
        session(65, 90, &people),
    ];
    assert_eq!(meetings(&reports), ["0; 65", "1"]);
}

#[test]
fn a_merged_meeting_is_from_its_first_session_to_its_last_and_breaks_count_for_nothing() {
    let sessions = [session(0, 30, &["ann"]), session(40, 60, &["ann"])];
    let mut options = RunOptions::default();
    options.punctuality.baseline = BaselineChoice::Report;
    let run = run(&sessions, options);
    let [one] = run.meetings() else { panic!() };
    assert_eq!((one.begin(), one.finish()), (Some(at(0)), Some(at(60))));
    assert_eq!(one.length(), Span::minutes(50));
    // Of several sessions the first start and the last end count.
    let ends = [one.start, one.end].map(|baseline| baseline.map(|one| one.at));
    assert_eq!(ends, [Some(at(0)), Some(at(60))]);
    assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
}

#[test]
fn the_observed_moments_are_the_first_join_and_the_last_leave_of_anybody() {
    let records = vec![
        there("ann", &[(15, 20), (30, 45)]),
        there("bob", &[(10, 25), (40, 50)]),
        there("cem", &[(20, 30)]),
    ];
    for records in [records.clone(), records.into_iter().rev().collect()] {
        let mut options = RunOptions::default();
        options.punctuality.baseline = BaselineChoice::Observed;
        let run = run(&[hour(0, records)], options);
        let one = &run.meetings()[0];
        let ends = [one.start, one.end].map(|baseline| baseline.map(|one| one.at));
        assert_eq!(ends, [Some(at(10)), Some(at(50))]);
    }
}

#[test]
fn what_the_plan_lacks_is_set_apart_within_12_hours_where_planned_meetings_were_missed() {
    let reports = |away: i64| [session(0, 60, &["ann"]), session(away, away + 60, &["ann"])];
    let lacked = |away: i64, rows: &str| {
        let run = run(&reports(away), plan(rows, RunOptions::default()));
        let meetings = run.meetings().iter();
        let lacked = meetings.filter(|one| one.is_unplanned && one.begin() == Some(at(away)));
        lacked.count() == 1
    };
    let met = "A,2026-10-05 10:00,2026-10-05 11:00,\n";
    assert!(lacked(12 * 60 - 1, met) && lacked(12 * 60, met));
    let missed = format!("{met}B,2026-10-04 10:00,2026-10-04 11:00,\n");
    assert!(lacked(12 * 60 - 1, &missed) && !lacked(12 * 60, &missed));
    // What was called off was not missed.
    let called_off = format!("{met}B,2026-10-04 10:00,2026-10-04 11:00,cancelled\n");
    assert!(lacked(12 * 60, &called_off));
}

#[test]
fn the_window_is_the_plan_or_what_lies_on_its_side_of_the_end_it_has() {
    let window = |rows: &str| {
        let run = run(
            &[session(-10, 70, &["ann"])],
            plan(rows, RunOptions::default()),
        );
        let one = &run.meetings()[0];
        (one.begin(), one.finish())
    };
    let between = |from, to| (Some(at(from)), Some(at(to)));
    let both = "A,2026-10-05 10:00,2026-10-05 11:00,\n";
    assert_eq!(window(both), between(0, 60));
    assert_eq!(window("A,2026-10-05 10:00,,\n"), between(0, 70));
    assert_eq!(window(""), between(-10, 70));
    let end_alone = sheet("title,end,file\nA,2026-10-05 11:00,-10.json\n");
    let options = RunOptions {
        planned: Planned::read(&end_alone, &Zone::utc()).unwrap().list,
        ..RunOptions::default()
    };
    let cut = run(&[session(-10, 70, &["ann"])], options);
    assert_eq!(
        (cut.meetings()[0].begin(), cut.meetings()[0].finish()),
        between(-10, 60)
    );
    let planned = Some(crate::series::meetings::meeting::WindowSource::Planned);
    assert_eq!(cut.meetings()[0].window_source, planned);
    let run = run(
        &[session(-10, 70, &["ann"])],
        plan(both, RunOptions::default()),
    );
    // 80 minutes in a meeting of 60 are 60 of 60.
    assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
    let presence = run.tally(person(&run, "ann")).presence;
    assert_eq!(presence, Some(80 * 60));
}

#[test]
fn late_wins_over_left_early_and_an_excuse_leaves_both() {
    let records = vec![
        there("ann", &[(10, 55)]),
        there("bob", &[(0, 50)]),
        there("cem", &[(0, 60)]),
        there("dora", &[(0, 10)]),
    ];
    let excuse =
        |name: &str| format!("[[excused]]\nperson = \"{name}@x.example\"\nfrom = \"2026-10-05\"\n");
    let excused: String = ["ann", "bob", "cem", "dora"].map(excuse).concat();
    for (excuses, last) in [("", Status::Partial), (&*excused, Status::Excused)] {
        let mut options = rules(&format!("[left_early]\nminutes = 4\n{excuses}"));
        options.punctuality.baseline = BaselineChoice::Report;
        let run = run(&[hour(0, records.clone())], options);
        let status = |name| verdicts(&run, name).remove(0).0;
        let all = ["ann", "bob", "cem", "dora"].map(status);
        let long_enough = [Status::Late, Status::LeftEarly, Status::Present];
        assert_eq!(all, [&long_enough[..], &[last]].concat()[..]);
    }
}

#[test]
fn of_several_rows_that_cover_a_day_one_that_requires_is_enough() {
    // One row knows the account by its address, the other by its id.
    let rows = |first: &str, second: &str| {
        let list =
            format!("name,e-mail,id,required\nann,ann@x.example,,{first}\nann,,ann,{second}\n");
        let reports = [0, DAY].map(|from| hour(from, vec![there("ann", &[(from, from + 60)])]));
        let run = run(&reports, roster(&list));
        let ann = person(&run, "ann");
        assert_eq!(run.person(ann).roster.len(), 2);
        run.due(ann, &run.tally(ann))
    };
    assert_eq!(rows("required", "optional"), Some(2));
    assert_eq!(rows("optional", "required"), Some(2));
    assert_eq!(rows("optional", "optional"), Some(0));
}

#[test]
fn what_is_to_come_or_was_called_off_is_due_for_nobody() {
    let rows = "A,2026-10-05 10:00,2026-10-05 11:00,\nB,2026-10-04 10:00,2026-10-04 11:00,cancelled\nC,2026-10-09 10:00,2026-10-09 11:00,\n";
    let list = || roster("name,e-mail\nann,ann@x.example\nbob,bob@x.example\n");
    for options in [list(), RunOptions::default()] {
        let run = run(&[session(0, 60, &["ann", "bob"])], plan(rows, options));
        let states: Vec<_> = run.meetings().iter().map(|one| one.state).collect();
        assert_eq!(states, [State::Cancelled, State::Held, State::Upcoming]);
        let ann = run.tally(person(&run, "ann"));
        assert_eq!((ann.attended, ann.due, ann.not_known), (1, 1, 0));
    }
}

#[test]
fn what_was_called_off_is_due_for_nobody_where_some_met_all_the_same() {
    let rows =
        "A,2026-10-05 10:00,2026-10-05 11:00,cancelled\nB,2026-10-06 10:00,2026-10-06 11:00,\n";
    let list = || roster("name,e-mail\nann,ann@x.example\nbob,bob@x.example\n");
    for options in [list(), RunOptions::default()] {
        let reports = [
            session(0, 60, &["ann"]),
            session(DAY, DAY + 60, &["ann", "bob"]),
        ];
        let run = run(&reports, plan(rows, options));
        assert_eq!(run.meetings()[0].state, State::Held);
        for name in ["ann", "bob"] {
            let tally = run.tally(person(&run, name));
            assert_eq!((tally.attended, tally.due), (1, 1), "{name}");
        }
    }
}

#[test]
fn a_guest_whom_nobody_can_tell_is_due_only_where_they_were_seen() {
    let guest = |from: i64| RecordFacts {
        id: None,
        email: None,
        ..there("guest", &[(from, from + 60)])
    };
    let reports =
        [0, DAY].map(|from| hour(from, vec![guest(from), there("bob", &[(from, from + 60)])]));
    let run = run(&reports, RunOptions::default());
    let totals = run.people().map(|person| {
        let tally = run.tally(person);
        (run.name(person), tally.attended, tally.due)
    });
    let of = |name, meetings| (Some(name), meetings, meetings);
    let totals: Vec<_> = totals.collect();
    assert_eq!(totals, [of("bob", 2), of("guest", 1), of("guest", 1)]);
}

#[test]
fn without_a_roster_a_meeting_in_which_somebody_was_not_seen_is_not_attended() {
    let guest = RecordFacts {
        id: None,
        email: None,
        ..there("guest", &[(DAY, DAY + 60)])
    };
    let reports = [session(0, 60, &["ann"]), hour(DAY, vec![guest])];
    let run = run(&reports, RunOptions::default());
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((ann.attended, ann.due), (1, 2));
    assert_eq!(share(&run, "ann").as_deref(), Some("0.5000"));
}

fn registered(list: &str) -> RunOptions {
    let list = sheet(&format!("registration id,e-mail\n{list}"));
    RunOptions {
        registrations: Some(Registrations::read(&list).unwrap().list),
        ..RunOptions::default()
    }
}

/// Returns what became of each registration and of who had none.
fn turnout(run: &Run) -> Vec<&'static str> {
    run.turnout().iter().map(|row| row.turnout.name()).collect()
}

fn by(registration: &str, name: &str, from: i64) -> RecordFacts {
    RecordFacts {
        registration: Some(registration.into()),
        ..there(name, &[(from, from + 60)])
    }
}

#[test]
fn registrations_apply_where_a_record_has_one_of_their_ids_and_else_everywhere() {
    let second = hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]);
    let list = "R1,ann@x.example\nR2,bob@x.example\n";
    let with = [hour(0, vec![by("R1", "ann", 0)]), second.clone()];
    // bob came to another meeting than the one that people registered for.
    assert_eq!(
        turnout(&run(&with, registered(list))),
        ["attended", "no-show"]
    );
    let without = [hour(0, vec![there("ann", &[(0, 60)])]), second];
    let all = run(&without, registered(list));
    assert_eq!(turnout(&all), ["attended", "attended"]);
}

#[test]
fn a_registration_is_found_by_its_id_before_its_address() {
    let list = "R1,ann@x.example\n";
    // eve came by ann's link.
    let records = vec![by("R1", "eve", 0), there("ann", &[(0, 60)])];
    let run = run(&[hour(0, records)], registered(list));
    let rows = run.turnout();
    assert_eq!(rows[0].matched_by, Some("registration id"));
    assert_eq!(rows[0].person, Some(person(&run, "eve")));
    assert_eq!(turnout(&run), ["attended", "walk-in"]);
}

#[test]
fn who_registered_and_was_not_seen_is_unknown_beside_a_guest_or_a_gap() {
    let list = "R1,ann@x.example\n";
    let of = |report: ReportFacts| turnout(&run(&[report], registered(list)))[0];
    let bob = || there("bob", &[(0, 60)]);
    assert_eq!(of(hour(0, vec![bob()])), "no-show");
    let guest = RecordFacts {
        id: None,
        email: None,
        ..bob()
    };
    assert_eq!(of(hour(0, vec![guest])), "unknown");
    let mut lacking = hour(0, vec![bob()]);
    lacking.missing = Some(MissingData::FewerRecords);
    assert_eq!(of(lacking), "unknown");
}
