//! Some days, series, people or a department alone: what is counted and who is in view.

use super::*;
use crate::series::input::name_pattern::NamePattern;
use crate::series::meetings::day_range::DayRange;
use crate::series::meetings::disposition::Disposition;
use crate::series::register::hours::Calendar;
use jiff::civil::date;

fn patterns(typed: &[&str]) -> Vec<NamePattern> {
    let read = |one: &&str| NamePattern::read(one).unwrap();
    typed.iter().map(read).collect()
}

/// Returns an hour of a series with these people from beginning to end.
fn of_series(series: &str, from: i64, names: &[&str]) -> ReportFacts {
    let records = names.iter().map(|name| there(name, &[(from, from + 60)]));
    ReportFacts {
        series: series.into(),
        ..hour(from, records.collect())
    }
}

fn in_view(run: &Run) -> Vec<&str> {
    let names = run.people().filter_map(|person| run.name(person));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

/// Two meetings of Excel and two of Word, one after another.
fn two_series() -> [ReportFacts; 4] {
    [
        of_series("Excel", 0, &["ann", "bob"]),
        of_series("Word", DAY, &["ann", "eve"]),
        of_series("Excel", 2 * DAY, &["bob"]),
        of_series("Word", 3 * DAY, &["eve"]),
    ]
}

#[test]
fn of_a_series_alone_its_meetings_count_and_who_was_in_one_or_on_the_roster_is_in_view() {
    let options = |typed: &[&str], options: RunOptions| RunOptions {
        series: patterns(typed),
        ..options
    };
    let excel = run(
        &two_series(),
        options(&["excel", "power*"], RunOptions::default()),
    );
    let begins: Vec<_> = excel.meetings().iter().map(|one| one.begin()).collect();
    assert_eq!(begins, [Some(at(0)), Some(at(2 * DAY))]);
    let dispositions: Vec<_> = excel.dispositions().map(|(_, _, one)| one).collect();
    let other = Disposition::OtherSeries;
    let [first, second] = [0, 1].map(Disposition::Alone);
    assert_eq!(dispositions, [first, other, second, other]);
    assert_eq!(excel.meetings_of_other_series(), 2);
    assert_eq!(in_view(&excel), ["ann", "bob"]);
    let tally = excel.tally(person(&excel, "ann"));
    assert_eq!((tally.attended, tally.due), (1, 2));
    let unknown = excel.refuse_unknown_series().unwrap_err();
    assert_eq!((&*unknown.typed, unknown.known.len()), ("power*", 2));
    let listed = run(
        &two_series(),
        options(&["excel"], roster("name,e-mail\neve,eve@x.example\n")),
    );
    assert!(listed.refuse_unknown_series().is_ok());
    assert_eq!(in_view(&listed), ["ann", "bob", "eve"]);
    let all = run(&two_series(), RunOptions::default());
    assert_eq!(
        (all.meetings().len(), all.meetings_of_other_series()),
        (4, 0)
    );
    assert_eq!(in_view(&all), ["ann", "bob", "eve"]);
}

#[test]
fn who_has_hidden_times_in_the_series_asked_for_is_in_view() {
    let options = RunOptions {
        series: patterns(&["Excel"]),
        ..RunOptions::default()
    };
    let report = ReportFacts {
        series: "Excel".into(),
        ..hour(0, vec![hidden("ann", Some(30))])
    };
    let run = run(&[report, of_series("Word", DAY, &["eve"])], options);
    assert_eq!(in_view(&run), ["ann"]);
}

#[test]
fn who_was_in_a_meeting_over_midnight_has_their_hours_of_the_next_day() {
    // From 23:00 to 01:00; the day asked for is the second.
    let (from, to) = (13 * 60, 15 * 60);
    let night = ReportFacts {
        window: Stay::new(at(from), at(to)),
        ..hour(from, vec![there("ann", &[(from, to)])])
    };
    let reports = [
        hour(0, vec![there("eve", &[(0, 60)])]),
        night,
        hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]),
    ];
    let day = Some(date(2026, 10, 6));
    let options = RunOptions {
        days: DayRange { from: day, to: day },
        ..RunOptions::default()
    };
    let run = run(&reports, options);
    assert_eq!(run.meetings().len(), 1);
    assert_eq!(in_view(&run), ["ann", "bob"]);
    let hours = run.hours(person(&run, "ann"), Calendar::Months);
    let seconds: Vec<_> = hours.values().map(|hours| hours.plain).collect();
    assert_eq!(seconds, [3600]);
    let dispositions: Vec<_> = run.dispositions().map(|(_, _, one)| one).collect();
    let other = Disposition::OtherDay;
    assert_eq!(dispositions, [other, other, Disposition::Alone(0)]);
}

#[test]
fn people_are_chosen_by_any_name_or_address_of_theirs() {
    let list = "name,e-mail\nAnnabel Lee,ann@x.example\n";
    let chosen = |typed: &[&str]| {
        let mut run = run(&two_series(), roster(list));
        assert!(!run.is_of_few());
        let left_out = run.choose_people(&patterns(typed)).map_err(|no| no.typed)?;
        assert!(run.is_of_few());
        let names = in_view(&run).into_iter().map(str::to_owned);
        Ok::<_, String>((names.collect::<Vec<_>>(), left_out))
    };
    let ann = chosen(&["ann"]).unwrap();
    assert_eq!((ann.0.len(), ann.1), (1, 2));
    for typed in ["Annabel Lee", "ANN@x.example"] {
        assert_eq!(chosen(&[typed]).as_ref(), Ok(&ann), "{typed}");
    }
    let two = chosen(&["bob@x.example", "eve"]).unwrap();
    assert_eq!(two, (vec!["bob".to_owned(), "eve".to_owned()], 1));
    assert_eq!(chosen(&["bob", "finn"]), Err("finn".to_owned()));
}

#[test]
fn of_a_department_those_on_the_roster_are_in_view() {
    let list = "name,e-mail,department\nann,ann@x.example,Sales\nbob,bob@x.example,IT\ncem,cem@x.example,\n";
    let mut sales = run(&two_series(), roster(list));
    let chosen = sales.choose_department("SALES").map_err(|no| no.known);
    assert_eq!(chosen, Ok(("Sales".to_owned(), 3)));
    assert_eq!(in_view(&sales), ["ann"]);
    let mut run = run(&two_series(), roster(list));
    let none = run.choose_department("Law").unwrap_err();
    assert_eq!(none.known, ["IT", "Sales"]);
    // Who is not on the roster is of no department, and not of that without a name.
    let everybody = run.show_department(None);
    assert_eq!((in_view(&run), everybody.len()), (vec!["cem"], 4));
    run.show(everybody);
    assert_eq!(in_view(&run), ["ann", "bob", "cem", "eve"]);
}

#[test]
fn people_of_some_series_stand_by_share_though_others_before_them_are_left_out() {
    // Ann is in no meeting of Word; of its two Bob was in one and Eve in both.
    let reports = [
        of_series("Excel", 0, &["ann"]),
        of_series("Word", DAY, &["bob", "eve"]),
        of_series("Word", 2 * DAY, &["eve"]),
    ];
    let options = RunOptions {
        series: patterns(&["word"]),
        order: crate::series::Order::Share,
        ..roster("name,e-mail\nbob,bob@x.example\neve,eve@x.example\n")
    };
    let run = run(&reports, options);
    let names: Vec<_> = run.people().filter_map(|person| run.name(person)).collect();
    assert_eq!(names, ["eve", "bob"]);
}
