//! What nobody knows of a meeting is on neither side of a rate; what is not certain of one
//! person is due, and no claim against them.

use super::*;
use crate::series::input::planned::Planned;
use crate::series::meetings::meeting::State;
use crate::zone::Zone;

/// Returns what is left of a report that could not be read.
fn unread(name: &str) -> ReportFacts {
    let mut facts = ReportFacts::made_up(name, None, Vec::new());
    facts.series = String::new();
    facts.report_id = None;
    // Nothing is known of any of them, and yet they are several.
    facts.digest = 0;
    facts.missing = Some(MissingData::FailedReport);
    facts
}

/// Returns an hour in which bob was, and perhaps somebody whom nobody can tell.
fn with_guest(from: i64) -> ReportFacts {
    let guest = RecordFacts {
        id: None,
        email: None,
        ..there("guest", &[(from, from + 60)])
    };
    hour(from, vec![there("bob", &[(from, from + 60)]), guest])
}

fn without_ann(from: i64) -> ReportFacts {
    hour(from, vec![there("bob", &[(from, from + 60)])])
}

fn with_ann(from: i64) -> ReportFacts {
    hour(from, vec![there("ann", &[(from, from + 60)])])
}

fn listed() -> RunOptions {
    roster("name,e-mail\nann,ann@x.example\nbob,bob@x.example\n")
}

fn planned(rows: &str, options: RunOptions) -> RunOptions {
    let rows = sheet(&format!("title,start,end\n{rows}"));
    RunOptions {
        planned: Planned::read(&rows, &Zone::utc()).unwrap().list,
        ..options
    }
}

#[test]
fn no_show_is_only_who_was_certainly_absent_from_each() {
    let outcome = |reports: &[ReportFacts]| {
        let run = run(reports, listed());
        run.outcome(person(&run, "ann"))
    };
    let absences = [without_ann(0), without_ann(DAY)];
    assert_eq!(outcome(&absences), Outcome::NoShow);
    let one_unknown = [without_ann(0), without_ann(DAY), with_guest(2 * DAY)];
    assert_eq!(outcome(&one_unknown), Outcome::AbsentWhereKnown);
    let all_unknown = [with_guest(0), with_guest(DAY), unread("lost")];
    assert_eq!(outcome(&all_unknown), Outcome::Unknown);
}

#[test]
fn attended_all_is_only_who_is_known_to_have_come_to_each() {
    let outcome = |reports: &[ReportFacts]| {
        let run = run(reports, listed());
        run.outcome(person(&run, "ann"))
    };
    assert_eq!(outcome(&[with_ann(0)]), Outcome::AttendedAll);
    let unknown = [with_ann(0), with_guest(DAY)];
    assert_eq!(outcome(&unknown), Outcome::AttendedSome);
}

#[test]
fn a_meeting_with_a_report_is_due_for_whom_it_leaves_unknown_and_their_share_is_not_known() {
    let run = run(&[without_ann(0), with_guest(DAY)], listed());
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((ann.attended, ann.due), (0, 2));
    assert_eq!((ann.uncertain, ann.not_known), (1, 0));
    assert_eq!(share(&run, "ann"), None);
}

#[test]
fn a_meeting_of_which_nobody_knows_is_due_for_nobody() {
    let plan = "A,2026-10-05 10:00,2026-10-05 11:00\nB,2026-10-06 10:00,2026-10-06 11:00\n";
    // The third day's report is there, so that the second is in the past.
    let reports = [with_ann(0), with_ann(2 * DAY), unread("lost")];
    let run = run(&reports, planned(plan, listed()));
    let states: Vec<_> = run.meetings().iter().map(|one| one.state).collect();
    assert_eq!(
        states,
        [State::Held, State::Unreported, State::Held, State::Unread]
    );
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((ann.attended, ann.due, ann.not_known), (2, 2, 2));
    assert_eq!(ann.count(Status::Unknown), 2);
    let bob = run.tally(person(&run, "bob"));
    assert_eq!((bob.attended, bob.due, bob.not_known), (0, 2, 2));
}

#[test]
fn an_unread_file_of_a_planned_day_is_the_meeting_of_the_plan() {
    let plan = "A,2026-10-05 10:00,2026-10-05 11:00\nB,2026-10-06 10:00,2026-10-06 11:00\n";
    let titles = |name: &str| {
        let reports = [with_ann(0), with_ann(2 * DAY), unread(name)];
        let run = run(&reports, planned(plan, listed()));
        let meetings = run.meetings().iter();
        let unread = meetings.filter(|one| one.state == State::Unread);
        let unread: Vec<_> = unread.map(|one| run.text(one.title).to_owned()).collect();
        let ann = run.tally(person(&run, "ann"));
        (run.meetings().len(), unread, ann.not_known)
    };
    assert_eq!(titles("2026-10-06"), (3, vec!["B".into()], 1));
    // The first day's meeting has its report: this may be another session of it.
    let own = vec!["2026-10-05".into()];
    assert_eq!(titles("2026-10-05"), (4, own, 2));
}

#[test]
fn of_two_unread_files_of_a_planned_day_nobody_can_tell_which_it_is() {
    let plan = "B,2026-10-06 10:00,2026-10-06 11:00\n";
    let reports = [
        with_ann(2 * DAY),
        unread("2026-10-06 a"),
        unread("2026-10-06 b"),
    ];
    let run = run(&reports, planned(plan, listed()));
    assert_eq!(run.meetings().len(), 4);
}

#[test]
fn an_unread_file_that_the_plan_names_has_the_day_of_the_plan() {
    let rows = sheet("title,start,file\nB,2026-10-06 10:00,lost.json\n");
    let mut options = roster("name,e-mail,from\nann,ann@x.example,2026-10-07\n");
    options.planned = Planned::read(&rows, &Zone::utc()).unwrap().list;
    let run = run(&[with_ann(2 * DAY), unread("lost")], options);
    let lost = &run.meetings()[0];
    assert_eq!((lost.state, lost.begin()), (State::Unread, Some(at(DAY))));
    // It lies before ann's days.
    assert_eq!(run.tally(person(&run, "ann")).not_known, 0);
}

#[test]
fn whoever_passes_would_pass_whatever_the_unknown_meetings_were() {
    let reports = [with_ann(0), with_ann(DAY), with_guest(2 * DAY)];
    let passes = |reports: &[ReportFacts], rule: &str| {
        let options = RunOptions {
            passed: Some(rule.parse().unwrap()),
            ..listed()
        };
        run(reports, options)
            .passed()
            .any(|(person, tally)| tally.attended == 2 && person < 9)
    };
    for rule in ["attendance>=66%", "share>=66%", "attended>=2"] {
        assert!(passes(&reports, rule), "{rule}");
    }
    for rule in [
        "attendance>=67%",
        "share>=67%",
        "attendance=100%",
        "share<=100%",
        "attendance<=100%",
    ] {
        assert!(!passes(&reports, rule), "{rule}");
    }
    let and_lost = [with_ann(0), with_ann(DAY), unread("lost")];
    assert!(passes(&and_lost, "attendance>=66%") && !passes(&and_lost, "attendance>=67%"));
    // Nobody knows how long the third was.
    assert!(!passes(&and_lost, "share>=1%"));
    assert!(passes(&reports[..2], "share=100% and attendance=100%"));
}

#[test]
fn without_a_roster_a_report_without_its_records_is_due_for_nobody() {
    let mut lacking = hour(DAY, vec![]);
    lacking.missing = Some(MissingData::NoRecords);
    let run = run(
        &[with_ann(0), lacking, unread("lost")],
        RunOptions::default(),
    );
    let tally = run.tally(person(&run, "ann"));
    // The one that lacks its records, and the one that could not be read.
    assert_eq!((tally.attended, tally.due, tally.not_known), (1, 1, 2));
    assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
}

#[test]
fn what_the_plan_of_its_series_lacks_is_due_for_nobody_with_and_without_a_roster() {
    let plan = "A,2026-10-05 10:00,2026-10-05 11:00\n";
    let reports = [with_ann(0), with_ann(3 * 60), without_ann(6 * 60)];
    for options in [RunOptions::default(), listed()] {
        let run = run(&reports, planned(plan, options));
        let lacked: Vec<_> = run.meetings().iter().map(|one| one.is_unplanned).collect();
        assert_eq!(lacked, [false, true, true]);
        let ann = run.tally(person(&run, "ann"));
        assert_eq!((ann.meetings, ann.attended, ann.due), (2, 1, 1));
        assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
    }
}

#[test]
fn who_came_only_to_what_the_plan_lacks_attended_nothing_that_was_due() {
    let plan = "A,2026-10-05 10:00,2026-10-05 11:00\n";
    let other = hour(3 * 60, vec![there("bob", &[(180, 240)])]);
    let run = run(&[with_ann(0), other], planned(plan, RunOptions::default()));
    let bob = run.tally(person(&run, "bob"));
    // Both are of one series, so that the first was due.
    assert_eq!((bob.meetings, bob.attended, bob.due), (1, 0, 1));
    assert_eq!(share(&run, "bob").as_deref(), Some("0.0000"));
}

#[test]
fn without_a_roster_a_report_that_lacks_records_is_due_for_those_in_it() {
    let mut lacking = with_ann(DAY);
    lacking.missing = Some(MissingData::FewerRecords);
    let first = hour(0, vec![there("ann", &[(0, 60)]), there("bob", &[(0, 60)])]);
    let run = run(&[first, lacking], RunOptions::default());
    let of = |name| {
        let tally = run.tally(person(&run, name));
        (tally.attended, tally.due, tally.not_known)
    };
    assert_eq!(of("ann"), (2, 2, 0));
    assert_eq!(of("bob"), (1, 1, 1));
    // 120 minutes of 120.
    assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
}

#[test]
fn without_a_roster_a_meeting_with_hidden_times_is_due_and_not_certain() {
    let first = hour(0, vec![hidden("ann", None), there("bob", &[(0, 60)])]);
    let run = run(&[first, with_ann(DAY)], RunOptions::default());
    let tally = run.tally(person(&run, "ann"));
    assert_eq!((tally.attended, tally.due, tally.uncertain), (1, 2, 1));
    assert_eq!(share(&run, "ann"), None);
}

#[test]
fn the_length_of_each_unknown_meeting_is_as_if_missed_for_whom_a_share_lets_pass() {
    // An hour was attended, and two planned ones of an hour each have no report.
    let plan = "A,2026-10-05 10:00,2026-10-05 11:00\nB,2026-10-04 10:00,2026-10-04 11:00\nC,2026-10-03 10:00,2026-10-03 11:00\n";
    let passes = |rule: &str| {
        let options = RunOptions {
            passed: Some(rule.parse().unwrap()),
            ..planned(plan, roster("name,e-mail\nann,ann@x.example\n"))
        };
        run(&[with_ann(0)], options).passed().count() == 1
    };
    assert!(passes("share>=33.3333%") && !passes("share>=33.3334%"));
    assert!(passes("attendance>=33.3333%") && !passes("attendance>=33.3334%"));
}

#[test]
fn a_share_in_millionths_is_time_over_length() {
    let reports = [hour(0, vec![there("ann", &[(0, 30)])])];
    let run = run(&reports, RunOptions::default());
    let tally = run.tally(person(&run, "ann"));
    assert_eq!(tally.share_millionths(), Some(500_000));
}

#[test]
fn missed_is_what_was_due_and_certainly_not_attended() {
    let bob = |from: i64| there("bob", &[(from, from + 60)]);
    let ann = |from: i64, minutes: i64| there("ann", &[(from, from + minutes)]);
    let reports = [
        hour(0, vec![bob(0)]),
        hour(DAY, vec![bob(DAY), ann(DAY, 10)]),
        hour(2 * DAY, vec![bob(2 * DAY), ann(2 * DAY, 60)]),
        with_guest(3 * DAY),
    ];
    let list = "name,e-mail,required\nann,ann@x.example,\nbob,bob@x.example,\ncem,cem@x.example,\ndora,dora@x.example,optional\n";
    let run = run(&reports, roster(list));
    let missed = run.missed(person(&run, "ann")).unwrap();
    assert_eq!(missed.meetings, [0, 1]);
    assert_eq!((missed.absent, missed.partial), (1, 1));
    assert_eq!(missed.last_attended, Some(at(2 * DAY)));
    assert_eq!(run.missed(person(&run, "bob")), None);
    assert_eq!(run.missed(person(&run, "dora")), None);
    let all: Vec<_> = run
        .all_missed()
        .into_iter()
        .map(|(who, _)| run.name(who))
        .collect();
    // cem missed three, and of the fourth nobody can tell.
    assert_eq!(all, [Some("cem"), Some("ann")]);
}

#[test]
fn who_never_came_and_had_nothing_due_did_not_come() {
    let list = "name,e-mail,from\nann,ann@x.example,2026-10-09\n";
    let outcome = |reports: &[ReportFacts]| {
        let run = run(reports, roster(list));
        run.outcome(person(&run, "ann"))
    };
    assert_eq!(outcome(&[without_ann(0)]), Outcome::NothingDue);
    assert_eq!(outcome(&[with_ann(0)]), Outcome::CameNothingDue);
}

#[test]
fn whoever_was_there_for_a_part_once_was_no_no_show() {
    let short = hour(DAY, vec![there("ann", &[(DAY, DAY + 10)])]);
    let run = run(&[without_ann(0), short], listed());
    assert_eq!(run.outcome(person(&run, "ann")), Outcome::Partial);
}

#[test]
fn whoever_presented_once_is_a_host_of_all() {
    use crate::series::register::outcome::Block;
    let presents = RecordFacts {
        role: Role::Presenter,
        ..there("eve", &[(0, 60)])
    };
    let reports = [
        hour(0, vec![presents]),
        hour(DAY, vec![there("eve", &[(DAY, DAY + 60)])]),
    ];
    let run = run(&reports, listed());
    assert_eq!(run.block(person(&run, "eve")), Some(Block::Hosts));
}

#[test]
fn a_meeting_with_an_error_or_that_nobody_could_read_needs_a_look() {
    use crate::finding::{Code, Finding};
    let with = |code: Option<Code>| {
        let mut report = with_ann(0);
        let finding = code.map(|code| Finding::of_document(code, "said"));
        finding.iter().for_each(|finding| report.codes.add(finding));
        run(&[report], RunOptions::default()).needs_a_look(0)
    };
    assert!(!with(None) && !with(Some(Code::DurationMissing)));
    assert!(with(Some(Code::SumMismatch)) && with(Some(Code::OutsideWindow)));
    let both = run(&[with_ann(0), unread("lost")], RunOptions::default());
    let looked: Vec<_> = both.meeting_ids().map(|id| both.needs_a_look(id)).collect();
    assert_eq!(looked, [false, true]);
}

/// Returns a record that tells a stay and has another without a join or leave, and the total.
fn broken(name: &str, stay: (i64, i64), total: i64) -> RecordFacts {
    RecordFacts {
        broken: true,
        reported_total: Some(total * 60),
        ..there(name, &[stay])
    }
}

#[test]
fn beside_a_told_stay_only_the_rest_of_the_total_is_hidden() {
    let verdict = |stay, total| {
        let run = run(
            &[hour(0, vec![broken("ann", stay, total)])],
            RunOptions::default(),
        );
        verdicts(&run, "ann").remove(0)
    };
    // 30 minutes are told and 10 are hidden: 40 of 60 at most.
    let (status, reason) = verdict((0, 30), 40);
    assert_eq!(status, Status::Partial, "{reason}");
    assert!(reason.contains("40 min of 60 min"), "{reason}");
    // A total that is less than what is told hides nothing more, and takes nothing away.
    let (status, reason) = verdict((0, 50), 40);
    assert_eq!(status, Status::Present, "{reason}");
    assert!(reason.contains("50 min of 60 min"), "{reason}");
}
