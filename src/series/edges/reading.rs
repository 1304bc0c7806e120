//! What lists say, to the last edge: days and series of rows, statuses, distances, notes.

use super::*;
use crate::series::input::dates::read_time;
use crate::series::input::exclusions::Exclusions;
use crate::series::input::planned::Planned;
use crate::zone::Zone;

fn plan(text: &str) -> Option<Planned> {
    let read = Planned::read(&sheet(text), &Zone::utc());
    read.ok().map(|listed| listed.list)
}

/// Returns what was understood of a plan.
fn understood(text: &str) -> String {
    let read = Planned::read(&sheet(text), &Zone::utc()).unwrap();
    read.understood.to_string()
}

fn is_roster(text: &str) -> bool {
    Roster::read(&sheet(text)).is_ok()
}

#[test]
fn a_row_of_a_series_and_days_requires_there_and_then_alone() {
    let of = |series: &str, from: i64| ReportFacts {
        series: series.into(),
        ..hour(from, vec![there("bob", &[(from, from + 60)])])
    };
    let list = "name,e-mail,series,from,to\nann,ann@x.example,Excel,2026-10-05,2026-10-06\n";
    let reports = [
        of("excel", -DAY),
        of("excel", 0),
        of("word", 300),
        of("excel", DAY),
        of("excel", 2 * DAY),
    ];
    let run = run(&reports, roster(list));
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((ann.due, ann.count(Status::Absent)), (2, 2));
}

#[test]
fn days_of_one_person_may_follow_each_other_and_not_meet() {
    let rows = |second: &str| {
        format!("e-mail,from,to\na@x.example,2026-10-01,2026-10-05\na@x.example,{second},\n")
    };
    assert!(is_roster(&rows("2026-10-06")) && !is_roster(&rows("2026-10-05")));
    let days =
        |from: &str, to: &str| is_roster(&format!("e-mail,from,to\na@x.example,{from},{to}\n"));
    assert!(days("2026-10-05", "2026-10-05") && !days("2026-10-05", "2026-10-04"));
}

#[test]
fn somebody_never_seen_is_one_person_by_the_id_or_the_address_of_any_row() {
    let list = "name,e-mail,id,series\nann,ann@x.example,a1,x\nann,ann@x.example,,y\nann,,a1,z\n";
    let run = run(&[hour(0, vec![there("bob", &[(0, 60)])])], roster(list));
    assert_eq!(run.people().count(), 2);
    assert_eq!(run.person(person(&run, "ann")).roster.len(), 3);
}

#[test]
fn a_name_before_an_address_is_that_of_the_person() {
    let names = |cell: &str| {
        let list = Roster::read(&sheet(&format!("e-mail\n{cell}\n")))
            .unwrap()
            .list;
        list.entries[0].name.clone()
    };
    assert_eq!(names("Ann Lee <ann@x.example>").as_deref(), Some("Ann Lee"));
    assert_eq!(names("<ann@x.example>"), None);
    assert_eq!(names("ann@x.example <ann@x.example>"), None);
}

#[test]
fn whoever_was_unexpected_before_is_left_out_and_told() {
    let said = |last: &str| {
        let list = format!("e-mail,expected\na@x.example,required\nb@x.example,{last}\n");
        Roster::read(&sheet(&list)).unwrap().understood.to_string()
    };
    assert!(said("unexpected").contains("1 person") && said("unexpected").contains("left out 1"));
    assert!(said("optional").contains("2 people") && !said("optional").contains("left out"));
}

#[test]
fn a_least_may_be_as_much_as_is_enough_and_no_more() {
    let read = |unit: &str, enough: &str, least: &str| {
        let text = format!("[present]\n{unit} = {enough}\n[partial]\n{unit} = {least}\n");
        RulesFile::read("rules.toml", &text, StatusRules::default()).is_ok()
    };
    assert!(read("share", "0.5", "0.5") && !read("share", "0.5", "0.51"));
    assert!(read("minutes", "20", "20") && !read("minutes", "20", "21"));
}

#[test]
fn a_status_is_planned_or_cancelled_and_nothing_else() {
    let cancelled = |word: &str| {
        let read = plan(&format!("start,status\n2026-11-02 09:00,{word}\n"));
        read.map(|planned| planned.meetings[0].cancelled)
    };
    assert_eq!(
        (cancelled("held"), cancelled("geplant")),
        (Some(false), Some(false))
    );
    assert_eq!(
        (cancelled("cancelled"), cancelled("perhaps")),
        (Some(true), None)
    );
}

#[test]
fn a_plan_says_what_of_it_was_cancelled_and_what_lasts_all_day() {
    let rows = "title,start,status,all day\nA,2026-11-02 09:00,,false\n";
    let said = understood(rows);
    assert!(
        !said.contains("cancelled") && !said.contains("left out"),
        "{said}"
    );
    let more = format!("{rows}B,2026-11-03 09:00,cancelled,false\nC,2026-11-04,,true\n");
    let said = understood(&more);
    assert!(said.contains("1 of them cancelled"), "{said}");
    assert!(said.contains("left out 1 that last all day"), "{said}");
}

#[test]
fn a_planned_meeting_has_a_length() {
    let ends = |end: &str| plan(&format!("start,end\n2026-11-02 09:00,{end}\n")).is_some();
    assert!(ends("2026-11-02 09:01") && !ends("2026-11-02 09:00"));
}

#[test]
fn what_is_no_time_is_told_apart_from_a_day_without_one() {
    let said = |start: &str| {
        let read = Planned::read(&sheet(&format!("start\n{start}\n")), &Zone::utc());
        read.unwrap_err().first().problem.clone()
    };
    assert!(said("2026-11-02").contains("without a time of day"));
    assert!(said("soon").contains("no date and time"));
}

#[test]
fn an_offset_is_of_less_than_a_day() {
    let start = |offset: &str| {
        let planned = plan(&format!("start\n2026-11-02 09:00 UTC{offset}\n"))?;
        planned.meetings[0].start
    };
    assert_eq!(
        start("+23:59"),
        Some(start("+00:00").unwrap() + Span::minutes(-(24 * 60 - 1)))
    );
    assert_eq!(start("+24:00"), None);
}

#[test]
fn a_part_of_a_day_is_a_time_of_day() {
    let start = |time: &str| {
        let rows = format!("Subject,Start Date,Start Time\nA,2026-11-02,\"{time}\"\n");
        plan(&rows)?.meetings[0].start
    };
    let nine = start("09:00");
    assert!(nine.is_some());
    assert_eq!([start("0.375"), start("0,375")], [nine; 2]);
    assert_eq!((start("1"), start("-0.5")), (None, None));
}

#[test]
fn a_planned_meeting_that_names_its_report_takes_no_other() {
    let at = |minute: i64| Stay::new(at(minute), at(minute + 60)).unwrap();
    for names in ["report id\nr1", "file\na.json"] {
        let (heading, name) = names.split_once('\n').unwrap();
        let planned = plan(&format!("start,{heading}\n2026-10-05 10:00,{name}\n")).unwrap();
        assert_eq!(planned.nearest(at(0), ""), None);
    }
}

#[test]
fn a_report_is_in_reach_of_a_plan_for_an_hour_and_until_its_end() {
    let away = |plan: &Planned, minute: i64, series: &str| {
        let window = Stay::new(at(minute), at(minute + 90)).unwrap();
        let found = plan.nearest(window, series);
        found.map(|(away, index)| (away.as_ticks() / Span::minutes(1).as_ticks(), index))
    };
    let open = plan("start\n2026-10-05 10:00\n").unwrap();
    assert_eq!(
        [60, -60].map(|minute| away(&open, minute, "")),
        [Some((60, 0)); 2]
    );
    assert_eq!([61, -61].map(|minute| away(&open, minute, "")), [None; 2]);
    let long = plan("start,end\n2026-10-05 10:00,2026-10-05 14:00\n").unwrap();
    assert_eq!(away(&long, 239, ""), Some((239, 0)));
    assert_eq!(away(&long, 240, ""), None);
    // What is out of reach is no choice, whatever series it names.
    let rows = "start,end,series\n2026-10-06 10:00,2026-10-06 11:00,x\n\
                2026-10-04 10:00,2026-10-04 11:00,x\n2026-10-05 10:00,2026-10-05 11:00,\n";
    assert_eq!(away(&plan(rows).unwrap(), 5, "x"), Some((5, 2)));
}

#[test]
fn a_registration_has_an_id_or_one_address() {
    let read = |rows: &str| {
        let read = Registrations::read(&sheet(&format!("registration id,e-mail,name\n{rows}\n")));
        read.ok()
            .map(|read| (read.list.list.len(), read.understood.to_string()))
    };
    let count = |rows: &str| read(rows).map(|read| read.0);
    assert_eq!((count("R1,"), count(",a@x.example")), (Some(1), Some(1)));
    assert_eq!(count("R1,a@x.example; b@x.example"), Some(1));
    assert_eq!(
        (count(",a@x.example; b@x.example"), count(",,Ann")),
        (None, None)
    );
    let said = |rows: &str| read(rows).unwrap().1;
    assert!(said("R1,a@x.example\nR2,a@x.example").contains("1 registered again"));
    assert!(!said("R1,a@x.example\nR2,b@x.example").contains("again"));
}

#[test]
fn half_days_have_twelve_hours() {
    let at = |text: &str| read_time(text).map(|time| time.hour());
    let hours = ["12:00 am", "12:00 pm", "1:00 pm"].map(at);
    assert_eq!(hours, [Some(0), Some(12), Some(13)]);
    let none = ["0:00 am", "13:00 am", "0:00 pm", "13:00 pm"].map(at);
    assert_eq!(none, [None; 4]);
    assert_eq!((at("09:00:00"), at("09:00:00:00")), (Some(9), None));
}

/// Returns who is left in a report of a room, a person and a note taker, and what is told.
fn left(exclusions: &mut Exclusions) -> (Vec<String>, Vec<String>) {
    let bot = RecordFacts {
        email: None,
        ..there("Nadia's Notetaker (Otter.ai)", &[(0, 60)])
    };
    let records = vec![there("room 1", &[(0, 60)]), there("ann", &[(0, 60)]), bot];
    let mut facts = Facts {
        reports: vec![hour(0, records)],
        documents: Vec::new(),
    };
    exclusions.apply(&mut facts);
    let records = facts.reports[0].records.iter();
    let names = records.filter_map(|record| record.name.clone());
    (names.collect(), exclusions.told())
}

#[test]
fn whoever_matches_by_name_address_or_id_is_left_out_and_told() {
    let bot = "Nadia's Notetaker (Otter.ai)";
    let likely = "Likely note-taking bots: 1 record; --exclude bots leaves them out";
    for pattern in ["room*", "room 1@x.example", "ROOM ?"] {
        let mut exclusions = Exclusions::default();
        assert!(exclusions.is_empty());
        exclusions.add(pattern).unwrap();
        exclusions.add("nobody*").unwrap();
        assert!(!exclusions.is_empty());
        let (names, told) = left(&mut exclusions);
        assert_eq!(names, ["ann", bot]);
        let own = format!("Left out by `{}`: 1 record", pattern.to_lowercase());
        assert_eq!(
            told,
            [own.as_str(), "Left out by `nobody*`: nobody", likely]
        );
    }
    let (names, told) = left(&mut Exclusions::default());
    assert_eq!((names.len(), told), (3, vec![likely.to_owned()]));
    // Of the well-known only those are told who were there.
    let mut bots = Exclusions::default();
    bots.add("bots").unwrap();
    let (names, told) = left(&mut bots);
    assert_eq!(names, ["room 1", "ann"]);
    assert_eq!(told, ["Left out by `*notetaker*`: 1 record"]);
}

#[test]
fn headings_of_a_list_of_patterns_are_no_patterns() {
    for heading in ["Pattern", "Name", "E-mail"] {
        let mut exclusions = Exclusions::default();
        exclusions
            .add_all(&sheet(&format!("{heading}\nann\n")))
            .unwrap();
        let (names, told) = left(&mut exclusions);
        assert_eq!((names.len(), told.len()), (2, 2), "{heading}: {told:?}");
        assert_eq!(told[0], "Left out by `ann`: 1 record");
    }
}
