//! Numbers at the edges: the smallest series, and what is right for them.

mod chosen;
mod figures;
mod guide;
mod in_part;
mod late;
mod left_open;
mod lists;
mod means;
mod planned;
mod reading;
mod rows;
mod sessions;
mod tables;
mod unknown;
mod who;

use crate::finding::CodeSet;
use crate::language::Language;
use crate::model::interval::Stay;
use crate::model::reason::MissingData;
use crate::model::role::Role;
use crate::model::status::Status;
use crate::model::time::{Instant, Span};
use crate::series::collect::facts::{Facts, RecordFacts, ReportFacts};
use crate::series::input::registrations::Registrations;
use crate::series::input::roster::Roster;
use crate::series::input::rules_file::RulesFile;
use crate::series::input::sheets::Sheet;
use crate::series::register::entries::Entry;
use crate::series::register::outcome::Outcome;
use crate::series::register::status_rules::StatusRules;
use crate::series::{Run, RunOptions};

/// Minute 0 is 2026-10-05, 10:00 in UTC.
fn at(minute: i64) -> Instant {
    Instant::from_ticks(1_791_194_400 * crate::model::time::TICKS_PER_SECOND)
        + Span::minutes(minute)
}

const DAY: i64 = 24 * 60;

/// Returns a record of somebody who was there at these minutes.
fn there(name: &str, stays: &[(i64, i64)]) -> RecordFacts {
    let stays = stays.iter();
    RecordFacts {
        id: Some(name.into()),
        tenant: None,
        email: Some(format!("{name}@x.example")),
        name: Some(name.into()),
        registration: None,
        role: Role::Attendee,
        stays: stays
            .filter_map(|&(join, leave)| Stay::new(at(join), at(leave)))
            .collect(),
        doubled: Vec::new(),
        timed: true,
        broken: false,
        open: None,
        reported_total: None,
        interval_sum: None,
        codes: CodeSet::default(),
    }
}

/// Returns a record that tells no more than the total, in minutes.
fn hidden(name: &str, total: Option<i64>) -> RecordFacts {
    RecordFacts {
        timed: false,
        reported_total: total.map(|minutes| minutes * 60),
        ..there(name, &[])
    }
}

/// Returns a report of an hour from this minute on.
fn hour(from: i64, records: Vec<RecordFacts>) -> ReportFacts {
    let window = Stay::new(at(from), at(from + 60));
    let mut facts = ReportFacts::made_up(&from.to_string(), window, records);
    facts.series = String::new();
    facts
}

fn run(reports: &[ReportFacts], options: RunOptions) -> Run {
    let facts = Facts {
        reports: reports.to_vec(),
        documents: Vec::new(),
    };
    Run::of(facts, options)
}

fn sheet(text: &str) -> Sheet {
    Sheet::read("list.csv", text.as_bytes()).unwrap()
}

fn roster(text: &str) -> RunOptions {
    RunOptions {
        roster: Some(Roster::read(&sheet(text)).unwrap().list),
        ..RunOptions::default()
    }
}

fn rules(text: &str) -> RunOptions {
    RunOptions {
        rules: RulesFile::read("rules.toml", text, StatusRules::default()).unwrap(),
        ..RunOptions::default()
    }
}

/// Returns the share of the person of this name.
fn share(run: &Run, name: &str) -> Option<String> {
    let tally = run.tally(person(run, name));
    tally.share().map(|share| share.to_string())
}

fn person(run: &Run, name: &str) -> u32 {
    run.people()
        .find(|&one| run.name(one) == Some(name))
        .unwrap()
}

/// Statuses and reasons of the person, by meeting.
fn verdicts(run: &Run, name: &str) -> Vec<(Status, String)> {
    let entries: Vec<Entry<'_>> = run.register(person(run, name)).collect();
    let verdict = |entry: &Entry<'_>| {
        let verdict = run.verdict(entry);
        assert_eq!(verdict.status, run.status(entry));
        (
            verdict.status,
            Language::English.reason(&verdict.reason.into()),
        )
    };
    entries.iter().map(verdict).collect()
}

const EXCUSED: &str = "[[excused]]\nperson = \"ann@x.example\"\nfrom = \"2026-10-05\"\n";

#[test]
fn an_excused_meeting_counts_neither_above_nor_below_the_line() {
    let full = hour(
        DAY,
        vec![
            there("ann", &[(DAY, DAY + 60)]),
            there("bob", &[(DAY, DAY + 60)]),
        ],
    );
    for first in [
        vec![there("ann", &[(0, 30)])],
        vec![there("bob", &[(0, 60)])],
    ] {
        let run = run(&[hour(0, first), full.clone()], rules(EXCUSED));
        let tally = run.tally(person(&run, "ann"));
        assert_eq!((tally.attended, tally.due), (1, 1));
        assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
    }
}

#[test]
fn whoever_registered_twice_and_came_by_both_is_no_no_show() {
    let by = |id: &str| RecordFacts {
        registration: Some(id.into()),
        ..there("ann", &[(0, 60)])
    };
    let list = "registration id,e-mail\nR1,ann@x.example\nR2,ann2@x.example\n";
    let options = RunOptions {
        registrations: Some(Registrations::read(&sheet(list)).unwrap().list),
        ..RunOptions::default()
    };
    let run = run(&[hour(0, vec![by("R1"), by("R2")])], options);
    let turnout: Vec<_> = run.turnout().iter().map(|row| row.turnout.name()).collect();
    assert_eq!(turnout, ["attended", "attended"]);
}

#[test]
fn everybody_who_came_by_a_registration_that_was_handed_on_was_registered() {
    let by = |name: &str| RecordFacts {
        registration: Some("R1".into()),
        ..there(name, &[(0, 60)])
    };
    let list = "registration id,e-mail\nR1,ann@x.example\n";
    let options = RunOptions {
        registrations: Some(Registrations::read(&sheet(list)).unwrap().list),
        ..RunOptions::default()
    };
    let records = vec![by("ann"), by("bob"), there("eve", &[(0, 60)])];
    let audience = run(&[hour(0, records)], options).audiences().remove(0);
    assert_eq!((audience.attended, audience.walk_ins), (Some(2), Some(1)));
}

#[test]
fn the_audience_of_a_report_without_its_records_is_unknown() {
    let mut lacking = hour(0, vec![]);
    lacking.missing = Some(MissingData::FewerRecords);
    let audience = |report| run(&[report], RunOptions::default()).audiences().remove(0);
    let unknown = audience(lacking);
    assert_eq!((unknown.people, unknown.still_there), (None, [None; 4]));
    let nobody = audience(hour(0, vec![]));
    assert_eq!((nobody.people, nobody.still_there), (Some(0), [Some(0); 4]));
    let hidden = audience(hour(0, vec![hidden("ann", Some(60))]));
    assert_eq!((hidden.people, hidden.still_there), (Some(1), [None; 4]));
}

#[test]
fn the_share_of_hidden_times_is_unknown_and_not_0() {
    let second = hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])]);
    let run = run(
        &[hour(0, vec![hidden("ann", Some(60))]), second],
        RunOptions::default(),
    );
    let tally = run.tally(person(&run, "ann"));
    assert_eq!((tally.attended, tally.due), (2, 2));
    assert_eq!(share(&run, "ann"), None);
    let cell = run.cells(person(&run, "ann")).next().unwrap();
    assert_eq!(run.attendance(&cell).share, None);
}

#[test]
fn what_is_known_of_a_share_can_be_enough_to_pass() {
    let second = hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])]);
    let reports = [hour(0, vec![hidden("ann", Some(60))]), second];
    let passes = |rule: &str| {
        let options = RunOptions {
            passed: Some(rule.parse().unwrap()),
            ..RunOptions::default()
        };
        run(&reports, options).passed().count() == 1
    };
    assert!(passes("share>=50%") && !passes("share>=51%"));
    assert!(!passes("share<=50%") && !passes("share=50%"));
}

#[test]
fn two_devices_with_hidden_times_prove_the_longer_total_and_no_more_than_both() {
    let of = |totals: &[i64]| {
        let records = totals.iter().map(|&total| hidden("ann", Some(total)));
        let run = run(&[hour(0, records.collect())], RunOptions::default());
        verdicts(&run, "ann").remove(0).0
    };
    assert_eq!(of(&[24, 24]), Status::Unknown);
    assert_eq!(of(&[45, 24]), Status::Present);
    assert_eq!(of(&[20, 24]), Status::Partial);
}

#[test]
fn hidden_times_of_one_session_after_another_add_up() {
    let mut sessions = [
        hour(0, vec![hidden("ann", Some(45))]),
        hour(65, vec![hidden("ann", Some(45))]),
    ];
    let status = |sessions: &[ReportFacts]| {
        let run = run(sessions, RunOptions::default());
        assert_eq!(run.meetings().len(), 1);
        verdicts(&run, "ann").remove(0).0
    };
    assert_eq!(status(&sessions), Status::Present);
    // A device with known times beside it changes nothing of what is certain.
    sessions[0].records.push(there("ann", &[(0, 45)]));
    assert_eq!(status(&sessions), Status::Present);
}

#[test]
fn a_total_of_0_beside_an_interval_without_a_join_is_unknown() {
    let broken = RecordFacts {
        broken: true,
        open: None,
        ..hidden("ann", Some(0))
    };
    let run = run(&[hour(0, vec![broken])], RunOptions::default());
    let (status, reason) = verdicts(&run, "ann").remove(0);
    assert_eq!(status, Status::Unknown);
    assert_eq!(
        reason,
        "unknown: the report tells neither when nor how long"
    );
}

#[test]
fn an_unknown_meeting_is_on_neither_side_of_a_share() {
    let mut lacking = hour(DAY, vec![]);
    lacking.missing = Some(MissingData::NoRecords);
    let reports = [hour(0, vec![there("ann", &[(0, 60)])]), lacking];
    let run = run(&reports, roster("e-mail\nann@x.example\n"));
    assert_eq!(share(&run, "ann").as_deref(), Some("1.0000"));
}

#[test]
fn nobody_attended_some_who_attended_none() {
    let outcome = |record: RecordFacts, options: RunOptions| {
        let run = run(&[hour(0, vec![record])], options);
        run.outcome(person(&run, "ann"))
    };
    let listed = || roster("name,e-mail\nann,ann@x.example\n");
    let second = there("ann", &[(0, 1)]);
    assert_eq!(outcome(second.clone(), listed()), Outcome::Partial);
    let mut strict = listed();
    strict.rules = rules("[partial]\nminutes = 2\n").rules;
    assert_eq!(outcome(second, strict), Outcome::NoShow);
}

#[test]
fn only_meetings_that_were_due_decide_an_outcome() {
    let reports = [
        hour(0, vec![hidden("ann", None), there("bob", &[(0, 60)])]),
        hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]),
    ];
    let run = run(
        &reports,
        roster("name,e-mail,from\nann,ann@x.example,2026-10-06\n"),
    );
    assert_eq!(run.outcome(person(&run, "ann")), Outcome::NoShow);
}

#[test]
fn the_order_of_roster_rows_decides_nothing_and_every_row_is_somebody() {
    let of_box = |id: &str| RecordFacts {
        email: Some("box@x.example".into()),
        ..there(id, &[(0, 60)])
    };
    let rows = ["zero,,id0", "box,box@x.example,"];
    for rows in [rows, [rows[1], rows[0]]] {
        let list = format!("name,e-mail,id\n{}\n", rows.join("\n"));
        let run = run(
            &[hour(0, vec![of_box("id0"), of_box("id1")])],
            roster(&list),
        );
        let mut people: Vec<_> = run
            .people()
            .map(|person| {
                (
                    run.name(person),
                    run.account_id(person),
                    run.outcome(person),
                )
            })
            .collect();
        people.sort_by_key(|one| one.1);
        let expected = [
            (Some("zero"), Some("id0"), Outcome::AttendedAll),
            (Some("box"), Some("id1"), Outcome::AttendedAll),
        ];
        assert_eq!(people, expected);
    }
}
