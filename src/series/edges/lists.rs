//! How lists and reports go together: how many match, which rows name nothing, and by how much
//! a plan is off.

use super::*;
use crate::series::identity::match_rate::MatchRate;
use crate::series::input::aliases::Aliases;
use crate::series::input::planned::Planned;
use crate::zone::Zone;

fn rate(records: Vec<RecordFacts>, list: &str) -> MatchRate {
    let run = run(&[hour(0, records)], roster(list));
    run.match_rate().unwrap()
}

/// Returns a record that tells of somebody no more than the name.
fn by_name(name: &str) -> RecordFacts {
    RecordFacts {
        id: None,
        email: None,
        ..there(name, &[(0, 60)])
    }
}

#[test]
fn both_sides_are_counted_by_who_is_on_the_list_and_who_was_seen() {
    let records = vec![
        there("ann", &[(0, 60)]),
        there("bob", &[(0, 60)]),
        there("eve", &[(0, 60)]),
        by_name("guest"),
        by_name("cid"),
    ];
    let list =
        "name,e-mail\nann,ann@x.example\nbob,bob@x.example\ncid,cid@x.example\nzoe,zoe@x.example\n";
    let rate = rate(records, list);
    assert_eq!((rate.listed, rate.found), (4, 2));
    // Of the two whom nobody saw, a guest has the name of one.
    assert_eq!(rate.namesakes, 1);
    assert_eq!((rate.identified, rate.known), (3, 2));
    assert_eq!(rate.missing, ["cid@x.example", "zoe@x.example"]);
    assert_eq!(rate.strangers, ["eve@x.example"]);
}

#[test]
fn a_guest_whom_an_alias_puts_on_the_list_is_known() {
    let aliases = "person,name\nann,the guest\n";
    let options = RunOptions {
        aliases: Aliases::read(&sheet(aliases)).unwrap().list,
        ..roster("name\nann\n")
    };
    let run = run(&[hour(0, vec![by_name("the guest")])], options);
    let rate = run.match_rate().unwrap();
    assert_eq!((rate.listed, rate.found), (1, 1));
    assert_eq!((rate.identified, rate.known), (1, 1));
    assert!(rate.missing.is_empty() && rate.strangers.is_empty());
}

#[test]
fn an_alias_that_names_a_tenant_means_the_account_of_that_tenant_alone() {
    let account = |tenant: &str, from: i64| RecordFacts {
        tenant: Some(tenant.into()),
        email: None,
        ..there("7", &[(from, 60)])
    };
    let aliases = "person,id,tenant\nann,7,home\n";
    let options = RunOptions {
        aliases: Aliases::read(&sheet(aliases)).unwrap().list,
        ..RunOptions::default()
    };
    let run = run(
        &[hour(0, vec![account("home", 0), account("other", 30)])],
        options,
    );
    let ann = run.tally(person(&run, "ann"));
    assert_eq!((run.people().count(), ann.presence), (2, Some(3600)));
}

#[test]
fn the_first_five_of_each_side_are_named() {
    let seen = (0..7).map(|number| there(&format!("s{number}"), &[(0, 60)]));
    let rows: String = (0..6)
        .map(|number| format!("l{number}@x.example\n"))
        .collect();
    let rate = rate(seen.collect(), &format!("e-mail\n{rows}"));
    let first = |side: char| (0..5).map(move |number| format!("{side}{number}@x.example"));
    assert!(rate.missing.iter().cloned().eq(first('l')));
    assert!(rate.strangers.iter().cloned().eq(first('s')));
}

#[test]
fn the_likeliest_cause_is_what_the_list_lacks_or_where_its_addresses_lie() {
    let cause = |list: &str| {
        let cause = rate(vec![there("ann", &[(0, 60)])], list).likely_cause;
        [
            "names alone",
            "no addresses",
            "another domain",
            "another course",
        ]
        .into_iter()
        .find(|words| cause.contains(words))
    };
    assert_eq!(cause("name\nbob\n"), Some("names alone"));
    assert_eq!(cause("name,id\nbob,b1\n"), Some("no addresses"));
    // A row of either kind is enough for a list that has more than names.
    assert_eq!(
        cause("name,e-mail\nbob,\ncid,cid@y.example\n"),
        Some("another domain")
    );
    assert_eq!(
        cause("name,e-mail\nbob,bob@y.example\n"),
        Some("another domain")
    );
    assert_eq!(
        cause("name,e-mail\nbob,bob@x.example\n"),
        Some("another course")
    );
    // Where nobody else has an address, no domain is another.
    let nobody = rate(Vec::new(), "e-mail\nbob@y.example\n");
    assert!(nobody.likely_cause.contains("another course"));
}

#[test]
fn rows_of_aliases_and_plans_that_name_nothing_are_told() {
    let aliases = "person,e-mail,id,name\n\
                   Ann,ann@x.example,,\n\
                   Ann,other@x.example,,\n\
                   Bob,,bob,\n\
                   Cid,,,the guest\n\
                   Dan,dan@x.example,,\n\
                   Eve,,,ann\n";
    let plan = "title,start,file,report id\n\
                A,,a.json,\n\
                B,,b.json,\n\
                C,2026-10-05 10:00,,\n\
                D,,,of b\n\
                E,,,of d\n";
    let options = RunOptions {
        aliases: Aliases::read(&sheet(aliases)).unwrap().list,
        planned: Planned::read(&sheet(plan), &Zone::utc()).unwrap().list,
        ..RunOptions::default()
    };
    let named = |file: &str, id: &str, report: ReportFacts| ReportFacts {
        source: file.into(),
        report_id: Some(id.into()),
        ..report
    };
    let bob = RecordFacts {
        email: None,
        ..there("bob", &[(0, 60)])
    };
    let first = hour(0, vec![there("ann", &[(0, 60)]), bob, by_name("the guest")]);
    let second = hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])]);
    let reports = [
        named("a.json", "of a", first),
        named("c.json", "of b", second),
    ];
    let run = run(&reports, options);
    // A name claims nobody who has an id.
    assert_eq!(run.unmatched_aliases(), [6, 7]);
    assert_eq!(run.unmatched_plans(), [3, 6]);
}

#[test]
fn how_far_a_plan_is_off_is_told_by_what_was_missed_and_what_was_held_beside_it() {
    let offset = |starts: &[&str]| {
        let rows: String = starts.iter().map(|start| format!("{start}\n")).collect();
        let planned = Planned::read(&sheet(&format!("start\n{rows}")), &Zone::utc());
        let options = RunOptions {
            planned: planned.unwrap().list,
            ..RunOptions::default()
        };
        let weeks =
            [0, 7 * DAY, 14 * DAY].map(|from| hour(from, vec![there("ann", &[(from, from + 60)])]));
        let off = run(&weeks, options).plan_offset()?;
        Some((off.minutes(), off.is_later(), off.meetings, off.unreported))
    };
    let at_eight = ["2026-10-05 08:00", "2026-10-12 08:00", "2026-10-19 08:00"];
    assert_eq!(offset(&at_eight), Some((120, false, 3, 3)));
    // Of the last one no report can be there yet.
    let at_noon = ["2026-10-05 12:00", "2026-10-12 12:00", "2026-10-19 12:00"];
    assert_eq!(offset(&at_noon), Some((120, true, 2, 2)));
    assert_eq!(
        offset(&["2026-10-05 10:00", "2026-10-12 10:00", "2026-10-19 10:00"]),
        None
    );
}
