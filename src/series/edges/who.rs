//! Who is who at the edges: ids of one visit, other names on one id, the order of equals.

use super::*;
use crate::finding::Code;
use crate::series::input::planned::{Planned, PlannedMeeting};

fn guest(id: &str, name: &str, from: i64) -> RecordFacts {
    RecordFacts {
        id: Some(id.into()),
        email: None,
        name: Some(name.into()),
        ..there(name, &[(from, from + 60)])
    }
}

fn named(id: &str, name: &str, from: i64) -> RecordFacts {
    RecordFacts {
        name: Some(name.into()),
        ..there(id, &[(from, from + 60)])
    }
}

/// Identities of everybody, by name.
fn identities(run: &Run) -> Vec<String> {
    run.people().map(|person| run.identities(person)).collect()
}

#[test]
fn an_id_of_a_communication_service_is_somebody_only_where_another_report_has_it() {
    let once = hour(0, vec![guest("8:acs:a_1", "Greta", 0)]);
    let again = hour(DAY, vec![guest("8:acs:a_1", "Greta", DAY)]);
    let alone = run(std::slice::from_ref(&once), RunOptions::default());
    assert_eq!(identities(&alone), ["name Greta"]);
    let both = run(&[once.clone(), again], RunOptions::default());
    assert_eq!(identities(&both), ["id 8:acs:a_1"]);
    assert_eq!(both.cells(0).len(), 2);
    // A copy says nothing new of her.
    let copy = ReportFacts {
        source: "copy.json".into(),
        ..once.clone()
    };
    assert_eq!(
        identities(&run(&[once, copy], RunOptions::default())),
        ["name Greta"]
    );
}

#[test]
fn a_guest_of_a_communication_service_with_an_address_is_known_by_it() {
    let greta = RecordFacts {
        email: Some("greta@x.example".into()),
        ..guest("8:acs:a_1", "Greta", 0)
    };
    let later = there("greta", &[(DAY, DAY + 60)]);
    let later = RecordFacts { id: None, ..later };
    let run = run(
        &[hour(0, vec![greta]), hour(DAY, vec![later])],
        RunOptions::default(),
    );
    assert_eq!(run.all_people(), 1);
}

#[test]
fn an_absence_is_unknown_where_a_guest_of_one_visit_may_be_who_is_missed() {
    for id in ["8:acs:a_1", "8:teamsvisitor:1"] {
        let records = vec![guest(id, "A. Lee", 0), there("bob", &[(0, 60)])];
        let run = run(
            &[hour(0, records)],
            roster("name,e-mail\nAnn Lee,ann@x.example\nbob,bob@x.example\n"),
        );
        let ann = person(&run, "Ann Lee");
        assert_eq!(run.outcome(ann), Outcome::Unknown, "{id}");
    }
}

#[test]
fn an_id_of_one_visit_is_one_person_within_its_report_and_another_in_the_next() {
    let visits = |from: i64| {
        let devices = [
            guest("8:teamsvisitor:1", "Greta", from),
            guest("8:teamsvisitor:1", "Greta", from),
        ];
        hour(from, devices.to_vec())
    };
    let run = run(&[visits(0), visits(DAY)], RunOptions::default());
    assert_eq!(identities(&run), ["name Greta", "name Greta"]);
    for person in run.people() {
        assert_eq!(run.tally(person).presence, Some(3600));
    }
}

/// Report, name and sentence of each other name that is told.
fn shared(run: &Run) -> Vec<(String, String, String)> {
    let found = run.findings_across();
    let names = found.filter(|across| across.finding.code == Code::IdentityShared);
    names
        .map(|across| {
            let name = across.display_name.unwrap_or_default().to_owned();
            (across.label.to_owned(), name, across.finding.message)
        })
        .collect()
}

#[test]
fn another_name_on_an_id_that_was_seen_before_is_told_once() {
    let reports = [
        hour(0, vec![named("one", "Ann Lee", 0)]),
        hour(DAY, vec![named("one", "Bo Ray", DAY)]),
        hour(2 * DAY, vec![named("one", "Bo Ray", 2 * DAY)]),
        hour(3 * DAY, vec![named("one", "LEE, Ann (Guest)", 3 * DAY)]),
    ];
    let said = "has the id or e-mail of Ann Lee in 0, and another name; both count as one person";
    let expected = [(DAY.to_string(), "Bo Ray".to_owned(), said.to_owned())];
    assert_eq!(shared(&run(&reports, RunOptions::default())), expected);
    let mut turned = reports.to_vec();
    turned.reverse();
    assert_eq!(shared(&run(&turned, RunOptions::default())), expected);
}

#[test]
fn another_name_on_an_address_is_told_whether_it_is_one_person_or_two() {
    let box_of = |id: Option<&str>, name: &str, from: i64| RecordFacts {
        id: id.map(str::to_owned),
        email: Some("box@x.example".into()),
        ..named("any", name, from)
    };
    let of = |second: Option<&str>| {
        let reports = [
            hour(0, vec![box_of(Some("one"), "Ann Lee", 0)]),
            hour(DAY, vec![box_of(second, "Bo Ray", DAY)]),
        ];
        let told = shared(&run(&reports, RunOptions::default()));
        let [(_, name, said)] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(name, "Bo Ray");
        said.rsplit("; ").next().unwrap().to_owned()
    };
    assert_eq!(of(None), "both count as one person");
    assert_eq!(of(Some("two")), "they count as two people");
}

#[test]
fn other_names_in_one_report_are_told_by_its_evidence_alone() {
    for records in [
        [named("one", "Ann Lee", 0), named("one", "Bo Ray", 0)],
        [named("one", "Bo Ray", 0), named("one", "Ann Lee", 0)],
    ] {
        let run = run(&[hour(0, records.to_vec())], RunOptions::default());
        assert_eq!(shared(&run), []);
    }
}

#[test]
fn whom_the_user_puts_together_may_have_any_name() {
    let mut options = roster("name,id\nAnn,one\n");
    options
        .aliases
        .people
        .push(crate::series::input::aliases::Alias {
            person: "Ann".into(),
            row: 2,
            claims: ["one", "two"]
                .map(|id| crate::series::input::aliases::Claim::Account(None, id.into()))
                .to_vec(),
        });
    let reports = [
        hour(0, vec![named("one", "Ann Lee", 0)]),
        hour(DAY, vec![named("two", "Ann Ray", DAY)]),
    ];
    let run = run(&reports, options);
    assert_eq!((run.all_people(), shared(&run)), (1, vec![]));
}

#[test]
fn what_starts_alike_stands_by_the_numbers_in_its_labels() {
    let report = |number: usize| {
        let person = there(&format!("Guest {number}"), &[(0, 60)]);
        let mut facts = hour(0, vec![person]);
        facts.label = format!("list #{number}");
        facts.source = "list.json".into();
        // Ids are arbitrary, and so is their order.
        facts.report_id = Some(format!("{}", 100 - number));
        facts
    };
    let reports: Vec<_> = [10, 9, 2].map(report).to_vec();
    let run = run(&reports, RunOptions::default());
    let titles: Vec<_> = run
        .meetings()
        .iter()
        .map(|one| run.text(one.title))
        .collect();
    let labels = ["list #2", "list #9", "list #10"];
    assert_eq!(titles, labels);
    let shown: Vec<_> = run.dispositions().map(|(label, ..)| label).collect();
    assert_eq!(shown, labels);
    let names: Vec<_> = run
        .people()
        .map(|person| run.name(person).unwrap())
        .collect();
    assert_eq!(names, ["Guest 2", "Guest 9", "Guest 10"]);
}

#[test]
fn departments_stand_by_the_numbers_in_their_names() {
    let list =
        "name,e-mail,department\na,a@x.example,Team 10\nb,b@x.example,Team 9\nc,c@x.example,\n";
    let run = run(&[hour(0, vec![there("a", &[(0, 60)])])], roster(list));
    let names = ["Team 9", "Team 10"].map(|name| Some(name.to_owned()));
    assert_eq!(run.departments(), [vec![None], names.to_vec()].concat());
}

/// Returns a plan of one meeting at minute 0, two hours long.
fn planned(series: Option<&str>) -> RunOptions {
    let meeting = PlannedMeeting {
        title: Some("Course".into()),
        start: Some(at(0)),
        end: Some(at(120)),
        series: series.map(str::to_owned),
        ..PlannedMeeting::default()
    };
    RunOptions {
        planned: Planned {
            meetings: vec![meeting],
        },
        ..RunOptions::default()
    }
}

#[test]
fn a_planned_meeting_is_one_wherever_its_sessions_lie() {
    let session = |from: i64, series: &str, people: [&str; 2]| {
        let records = people.map(|name| there(name, &[(from, from + 50)]));
        let mut facts = hour(from, records.to_vec());
        facts.window = Stay::new(at(from), at(from + 50));
        facts.series = series.into();
        facts
    };
    let first = session(0, "monday", ["ann", "bob"]);
    let again = session(60, "downloads", ["ann", "bob"]);
    for series in [None, Some("monday"), Some("course")] {
        let run = run(&[first.clone(), again.clone()], planned(series));
        assert_eq!(run.meetings().len(), 1, "{series:?}");
        assert_eq!(
            run.series_name(&run.meetings()[0]),
            series.or(Some("monday"))
        );
    }
    // Other people at that time are another meeting, planned or not.
    let others = session(60, "downloads", ["cem", "dora"]);
    assert_eq!(
        run(&[first.clone(), others], planned(None))
            .meetings()
            .len(),
        2
    );
    // What is not planned stays apart where it lies apart.
    assert_eq!(
        run(&[first.clone(), again.clone()], RunOptions::default())
            .meetings()
            .len(),
        2
    );
    let mut separate = planned(None);
    separate.grouping.keep_separate = true;
    assert_eq!(run(&[first, again], separate).meetings().len(), 2);
}

#[test]
fn who_has_two_roles_counts_under_the_higher_alone() {
    let presents = RecordFacts {
        role: Role::Presenter,
        ..there("ann", &[(30, 60)])
    };
    let records = vec![there("ann", &[(0, 20)]), presents, there("bob", &[(0, 60)])];
    let run = run(&[hour(0, records)], RunOptions::default());
    let numbers = run.numbers(0);
    let of = |role: Role<'_>| {
        let mut groups = numbers.groups.roles.iter();
        let group = groups.find(|(own, _)| *own == role);
        let participants = group.map(|(_, stats)| stats.sums.participants);
        let presence = group.and_then(|(_, stats)| stats.presence_sum());
        participants.zip(presence)
    };
    let minutes = |minutes: i64| 60 * minutes;
    assert_eq!(of(Role::Presenter), Some((1, minutes(50))));
    assert_eq!(of(Role::Attendee), Some((1, minutes(60))));
    let alone = vec![
        there("ann", &[(0, 20)]),
        RecordFacts {
            role: Role::Presenter,
            ..there("ann", &[(30, 60)])
        },
    ];
    let run = super::run(&[hour(0, alone)], RunOptions::default());
    assert_eq!(run.numbers(0).groups.roles.len(), 1);
}

#[test]
fn a_namesake_who_is_on_the_roster_makes_nobody_unknown() {
    let here = vec![named("one", "Ann Lee", 0), there("bob", &[(0, 60)])];
    let outcome = |list: &str| {
        let run = run(&[hour(0, here.clone())], roster(list));
        let missed = run.people().find(|&person| run.cells(person).len() == 0);
        run.outcome(missed.unwrap())
    };
    let both = "name,e-mail\nAnn Lee,one@x.example\nAnn Lee,other@x.example\nbob,bob@x.example\n";
    assert_eq!(outcome(both), Outcome::NoShow);
    let one = "name,e-mail\nAnn Lee,other@x.example\nbob,bob@x.example\n";
    assert_eq!(outcome(one), Outcome::Unknown);
}

#[test]
fn whoever_has_an_address_alone_is_somebody_and_due_in_each_meeting() {
    let by_address = RecordFacts {
        id: None,
        ..there("ann", &[(0, 60)])
    };
    let second = hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]);
    let run = run(&[hour(0, vec![by_address]), second], RunOptions::default());
    let ann = person(&run, "ann");
    assert!(!run.person(ann).is_unidentified());
    let tally = run.tally(ann);
    assert_eq!((tally.attended, tally.due), (1, 2));
}

#[test]
fn whoever_could_come_and_did_not_has_no_row() {
    let list = "name,e-mail,required\nann,ann@x.example,optional\nbob,bob@x.example,\n";
    let reports = [
        hour(0, vec![there("eve", &[(0, 60)])]),
        hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])]),
    ];
    let run = run(&reports, roster(list));
    let statuses = |name| {
        let verdicts = verdicts(&run, name).into_iter();
        verdicts.map(|(status, _)| status).collect::<Vec<_>>()
    };
    assert_eq!(statuses("ann"), [Status::Present]);
    assert_eq!(statuses("bob"), [Status::Absent, Status::Absent]);
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((ann.attended, ann.due), (0, 0));
}
