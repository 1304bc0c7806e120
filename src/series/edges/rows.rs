//! Which rows and cells of a list are read, and who is who by them.

use super::*;
use crate::series::identity::person::Rule;
use crate::series::input::addresses::{addresses, clean};
use crate::series::input::aliases::{Aliases, name_key};
use crate::series::input::name_pattern::NamePattern;

fn entries(text: &str) -> Vec<(Option<String>, Option<String>)> {
    let list = Roster::read(&sheet(text)).unwrap().list;
    let entries = list.entries.into_iter();
    entries.map(|entry| (entry.name, entry.email)).collect()
}

fn aliases(text: &str, options: RunOptions) -> RunOptions {
    RunOptions {
        aliases: Aliases::read(&sheet(text)).unwrap().list,
        ..options
    }
}

#[test]
fn a_total_is_a_word_for_one_and_numbers_and_no_row_of_somebody() {
    let count = |row: &str| entries(&format!("name,id,department\nann,1,\n{row}\n")).len();
    for total in ["Total,22,", "Gesamt: 22,,", "Total (22),22,22.0"] {
        assert_eq!(count(total), 1, "{total}");
    }
    for somebody in [
        "Total,22,Sales 1",
        "Total,22,Sales",
        "Anna Total,22,",
        "bob,22,22",
    ] {
        assert_eq!(count(somebody), 2, "{somebody}");
    }
}

#[test]
fn the_row_with_most_of_the_headings_is_theirs() {
    let list = "Name\nand addresses\nname,e-mail\nann,ann@x.example\n";
    let ann = (Some("ann".into()), Some("ann@x.example".into()));
    assert_eq!(entries(list), [ann]);
}

#[test]
fn remarks_stand_above_a_list_and_within_it_are_rows() {
    let list = "#TYPE People\nname,e-mail\n#1 Ann,ann@x.example\n";
    let ann = (Some("#1 Ann".into()), Some("ann@x.example".into()));
    assert_eq!(entries(list), [ann]);
}

#[test]
fn the_sign_between_cells_is_that_of_the_most_rows() {
    // One comma more than semicolons, and all of them in one cell.
    let list = "name;e-mail\nLee, Ann, Dr, X, Y;ann@x.example;\n";
    let ann = (
        Some("Lee, Ann, Dr, X, Y".into()),
        Some("ann@x.example".into()),
    );
    assert_eq!(entries(list), [ann]);
}

#[test]
fn a_name_is_more_than_what_stands_behind_one() {
    assert_eq!(name_key("Lee, Ann (Guest) | Contoso"), "ann lee");
    assert_eq!(name_key("| Contoso"), "contoso |");
    let named = |name: &str| {
        let pattern = NamePattern::read("(Guest)").unwrap();
        pattern.matches_name(name)
    };
    assert!(named("(guest)") && !named("(Host)") && !named("Ann (Host)"));
}

#[test]
fn an_address_for_chat_is_one_where_there_is_no_other() {
    assert_eq!(addresses("SIP:ann@x.example"), ["ann@x.example"]);
    assert_eq!(
        addresses("SIP:ann@x.example SMTP:lee@x.example"),
        ["lee@x.example"]
    );
    assert_eq!(clean(" Ann\tLee "), "Ann Lee");
}

#[test]
fn an_alias_lends_its_name_to_a_row_that_has_no_more_than_that() {
    let guest = || RecordFacts {
        id: None,
        email: None,
        ..there("the guest", &[(0, 60)])
    };
    let list = "person,name\nbob,another guest\nann,the guest\n";
    let found = |row: &str| {
        let options = aliases(list, roster(&format!("name,e-mail\n{row}\n")));
        let run = run(&[hour(0, vec![guest()])], options);
        run.match_rate().unwrap().found
    };
    assert_eq!((found("ann,"), found("bob,")), (1, 0));
    assert_eq!(found("ann,ann@x.example"), 0);
}

#[test]
fn an_alias_that_leads_to_what_another_has_is_told() {
    let list = "person,e-mail,id\nann,ann@x.example,\nbob,,ann\n";
    let options = aliases(list, RunOptions::default());
    let run = run(&[hour(0, vec![there("ann", &[(0, 60)])])], options);
    let told: Vec<_> = run.suggestions().iter().map(|one| &*one.basis).collect();
    assert_eq!(told, ["two aliases lead to the identity with id ann"]);
}

#[test]
fn what_somebody_is_known_by_is_told() {
    let with = |id: Option<&str>, tenant: Option<&str>, email: Option<&str>| RecordFacts {
        id: id.map(Into::into),
        tenant: tenant.map(Into::into),
        email: email.map(Into::into),
        ..there("ann", &[(0, 60)])
    };
    let rules = |records: Vec<RecordFacts>, options: RunOptions| {
        let run = run(&[hour(0, records)], options);
        let rules = run.people().map(|person| run.person(person).rule);
        rules.collect::<Vec<_>>()
    };
    let alone = |records| rules(records, RunOptions::default());
    let address = Some("ann@x.example");
    let account = || with(Some("1"), Some("t"), address);
    let second = || with(Some("2"), Some("t"), address);
    assert_eq!(alone(vec![account()]), [Rule::Account]);
    assert_eq!(alone(vec![with(None, None, address)]), [Rule::Email]);
    assert_eq!(alone(vec![with(None, None, None)]), [Rule::Unidentified]);
    assert_eq!(
        alone(vec![account(), with(None, None, address)]),
        [Rule::AccountAndEmail]
    );
    assert_eq!(
        alone(vec![account(), with(Some("1"), None, None)]),
        [Rule::Account]
    );
    let list = || roster("name,e-mail\nzoe,zoe@x.example\nann,ann@x.example\n");
    let both = rules(vec![account(), second()], list());
    assert_eq!(both, [Rule::Roster(3), Rule::Roster(2)]);
    assert_eq!(
        rules(vec![account()], list()),
        [Rule::Account, Rule::Roster(2)]
    );
    let alias = aliases(
        "person,e-mail\nann@x.example,ann@x.example\n",
        RunOptions::default(),
    );
    assert_eq!(rules(vec![account()], alias), [Rule::Alias(2)]);
}

#[test]
fn an_alias_is_called_by_its_label_and_never_by_an_address() {
    let called = |label: &str| {
        let list = format!("person,e-mail\n{label},ann@x.example\n");
        let options = aliases(&list, RunOptions::default());
        let run = run(&[hour(0, vec![there("ann", &[(0, 60)])])], options);
        run.name(0).map(str::to_owned)
    };
    assert_eq!(called("Ann Lee").as_deref(), Some("Ann Lee"));
    assert_eq!(called("lee@x.example").as_deref(), Some("ann"));
}

#[test]
fn likely_matches_name_both_people_and_nobody_without_a_name() {
    let other = |id: &str, name: &str| RecordFacts {
        name: Some(name.into()),
        ..there(id, &[(0, 60)])
    };
    let run_of = |records: Vec<RecordFacts>| run(&[hour(0, records)], RunOptions::default());
    let told = |run: &Run| {
        let suggestions = run.suggestions().iter();
        let told = suggestions.map(|one| [&*one.basis, &*one.one, &*one.other].map(str::to_owned));
        told.collect::<Vec<_>>()
    };
    let alike = run_of(vec![other("1", "Ann Lee"), other("2", "Lee, Ann")]);
    assert_eq!(
        told(&alike),
        [["same name: ann lee", "Ann Lee: id 1", "Lee, Ann: id 2"]]
    );
    assert!(told(&run_of(vec![other("1", "(a)"), other("2", "(b)")])).is_empty());
}

#[test]
fn whoever_ran_one_of_the_meetings_without_a_registration_is_a_host() {
    let with_role = |name: &str, from: i64, role| RecordFacts {
        role,
        ..there(name, &[(from, from + 60)])
    };
    let first = vec![
        with_role("ann", 0, Role::Presenter),
        with_role("bob", 0, Role::Attendee),
    ];
    let second = vec![with_role("ann", DAY, Role::Attendee)];
    let list = "registration id,e-mail\nR1,eve@x.example\n";
    let turnout = |reports: &[ReportFacts]| {
        let options = RunOptions {
            registrations: Some(Registrations::read(&sheet(list)).unwrap().list),
            ..RunOptions::default()
        };
        let run = run(reports, options);
        let rows = run.turnout();
        rows.iter()
            .map(|row| row.turnout.name())
            .collect::<Vec<_>>()
    };
    let reports = [hour(0, first), hour(DAY, second)];
    assert_eq!(turnout(&reports), ["no-show", "host", "walk-in"]);
    // One meeting that may lack them is enough for nobody to know.
    let lacking = ReportFacts {
        missing: Some(MissingData::FewerRecords),
        ..reports[0].clone()
    };
    assert_eq!(turnout(&[lacking, reports[1].clone()])[0], "unknown");
}

#[test]
fn whoever_was_there_by_one_of_their_stays_was_there_at_the_mark() {
    let marks = |stays: &[(i64, i64)]| {
        let report = hour(0, vec![there("ann", stays)]);
        run(&[report], RunOptions::default())
            .audiences()
            .remove(0)
            .still_there
    };
    let none = [Some(0); 4];
    assert_eq!(
        marks(&[(0, 10), (14, 16)]),
        [Some(1), Some(0), Some(0), Some(0)]
    );
    assert_eq!(
        marks(&[(0, 10), (50, 60)]),
        [Some(0), Some(0), Some(0), Some(1)]
    );
    // Whoever came as it was over stayed until nothing.
    assert_eq!(marks(&[(60, 60)]), none);
    let mut moment = hour(0, vec![there("ann", &[(0, 10)])]);
    moment.window = Stay::new(at(0), at(0));
    let audience = run(&[moment], RunOptions::default()).audiences().remove(0);
    assert_eq!(audience.still_there, [None; 4]);
}

#[test]
fn in_a_meeting_stand_those_who_came_and_those_who_had_to() {
    let list = "name,e-mail,required\nann,ann@x.example,\nbob,bob@x.example,\n\
                opt,opt@x.example,optional\n";
    let records = vec![there("bob", &[(0, 10), (20, 60)]), there("eve", &[(0, 60)])];
    let run = run(&[hour(0, records)], roster(list));
    let entries = run.entries_in(0);
    let told: Vec<_> = entries
        .iter()
        .map(|entry| (run.name(entry.person).unwrap(), entry.cell.is_some()))
        .collect();
    assert_eq!(told, [("ann", false), ("bob", true), ("eve", true)]);
    let bob = run.tally(person(&run, "bob"));
    assert_eq!(
        (bob.first_join, bob.last_leave),
        (Some(at(0)), Some(at(60)))
    );
}

#[test]
fn the_row_of_a_registration_that_several_came_by_is_of_the_first_of_them_by_name() {
    let by = |name: &str| RecordFacts {
        registration: Some("R1".into()),
        ..there(name, &[(0, 60)])
    };
    for names in [["ann", "bob"], ["bob", "ann"]] {
        let list = "registration id,e-mail\nR1,eve@x.example\n";
        let options = RunOptions {
            registrations: Some(Registrations::read(&sheet(list)).unwrap().list),
            ..RunOptions::default()
        };
        let run = run(&[hour(0, names.map(by).to_vec())], options);
        let rows = run.turnout();
        assert_eq!(rows.len(), 1);
        assert_eq!(run.name(rows[0].person.unwrap()), Some("ann"));
    }
}
