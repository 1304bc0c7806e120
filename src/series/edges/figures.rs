//! Figures and reasons at the edges, one rule each.

use super::*;

#[test]
fn one_of_two_that_were_due_is_some() {
    let reports = [
        hour(0, vec![there("ann", &[(0, 60)]), there("bob", &[(0, 60)])]),
        hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]),
    ];
    let run = run(
        &reports,
        roster("name,e-mail\nann,ann@x.example\nbob,bob@x.example\n"),
    );
    assert_eq!(run.outcome(person(&run, "ann")), Outcome::AttendedSome);
    assert_eq!(run.outcome(person(&run, "bob")), Outcome::AttendedAll);
}

#[test]
fn what_somebody_came_to_before_their_days_is_not_attended_of_due() {
    let reports = [
        hour(0, vec![there("ann", &[(0, 60)]), there("eve", &[(0, 60)])]),
        hour(DAY, vec![there("eve", &[(DAY, DAY + 60)])]),
    ];
    let run = run(
        &reports,
        roster("name,e-mail,from\nann,ann@x.example,2026-10-07\n"),
    );
    let (ann, eve) = (person(&run, "ann"), person(&run, "eve"));
    let totals = |person| {
        (
            run.tally(person).attended,
            run.due(person, &run.tally(person)),
        )
    };
    assert_eq!(totals(ann), (0, Some(0)));
    assert_eq!(run.outcome(ann), Outcome::CameNothingDue);
    assert_eq!(totals(eve), (2, None));
    assert_eq!(run.outcome(eve), Outcome::Unexpected);
}

#[test]
fn whoever_fulfils_one_of_two_conditions_does_not_pass() {
    let reports = [hour(0, vec![there("ann", &[(0, 50)])])];
    let passes = |rule: &str| {
        let options = RunOptions {
            passed: Some(rule.parse().unwrap()),
            ..RunOptions::default()
        };
        run(&reports, options).passed().count() == 1
    };
    assert!(passes("attended>=1 and hours>=0.8"));
    assert!(!passes("attended>=1 and hours>=0.9") && !passes("hours>=0.9 and attended>=1"));
}

#[test]
fn hidden_times_of_reports_at_the_same_time_do_not_add_up() {
    let id = |mut report: ReportFacts| {
        report.meeting_id = Some("m".into());
        report
    };
    let both = |second: i64| {
        let sessions = [
            id(hour(
                0,
                vec![hidden("ann", Some(40)), there("bob", &[(0, 60)])],
            )),
            id(hour(
                second,
                vec![
                    hidden("ann", Some(40)),
                    there("bob", &[(second, second + 60)]),
                ],
            )),
        ];
        let run = run(&sessions, RunOptions::default());
        assert_eq!(run.meetings().len(), 1);
        verdicts(&run, "ann").remove(0).1
    };
    assert!(
        both(30).starts_with("unknown: between 40 min and 80 min of 90 min"),
        "{}",
        both(30)
    );
    assert!(
        both(60).starts_with("unknown: 80 min of 120 min")
            || both(60).starts_with("partial: 80 min of 120 min"),
        "{}",
        both(60)
    );
}

#[test]
fn what_is_told_beside_a_record_that_tells_nothing_is_the_least() {
    let reason = |records: Vec<RecordFacts>| {
        let run = run(&[hour(0, records)], RunOptions::default());
        verdicts(&run, "ann").remove(0)
    };
    let (status, said) = reason(vec![hidden("ann", None), there("ann", &[(0, 30)])]);
    assert_eq!(status, Status::Unknown);
    assert!(
        said.starts_with("unknown: between 30 min and 60 min of 60 min"),
        "{said}"
    );
    let (status, said) = reason(vec![hidden("ann", Some(0))]);
    assert_eq!(status, Status::Partial);
    assert!(
        said.starts_with("partial: ") && said.contains("0 s of 60 min"),
        "{said}"
    );
}

#[test]
fn a_record_without_an_id_belongs_to_the_account_that_has_its_address() {
    let by_address = RecordFacts {
        id: None,
        ..there("ann", &[(0, 60)])
    };
    let account = there("ann", &[(DAY, DAY + 60)]);
    let reports = [
        hour(0, vec![by_address.clone()]),
        hour(DAY, vec![account.clone()]),
    ];
    assert_eq!(run(&reports, RunOptions::default()).all_people(), 1);
    // Where two accounts have it nobody can tell which of them it is.
    let other = RecordFacts {
        id: Some("other".into()),
        ..account.clone()
    };
    let reports = [hour(0, vec![by_address]), hour(DAY, vec![account, other])];
    assert_eq!(run(&reports, RunOptions::default()).all_people(), 3);
}

#[test]
fn an_account_without_its_tenant_is_the_only_one_of_its_id() {
    let account = |tenant: Option<&str>, from: i64| RecordFacts {
        tenant: tenant.map(str::to_owned),
        email: None,
        ..there("ann", &[(from, from + 60)])
    };
    let people = |reports: &[ReportFacts]| run(reports, RunOptions::default()).all_people();
    let bare = hour(0, vec![account(None, 0)]);
    let in_a = hour(DAY, vec![account(Some("a"), DAY)]);
    let in_b = hour(2 * DAY, vec![account(Some("b"), 2 * DAY)]);
    assert_eq!(people(&[bare.clone(), in_a.clone()]), 1);
    assert_eq!(people(&[bare, in_a, in_b]), 3);
}

#[test]
fn what_somebody_is_called_does_not_depend_on_the_order_of_their_rows() {
    let rows = [
        "Ann Old,ann@x.example,2026-01-01,2026-10-05",
        "Ann New,ann@x.example,2026-10-06,2026-12-31",
    ];
    let reports = [hour(0, vec![there("ann", &[(0, 60)])])];
    for rows in [rows, [rows[1], rows[0]]] {
        let list = format!("name,e-mail,from,to\n{}\n", rows.join("\n"));
        let run = run(&reports, roster(&list));
        assert_eq!(run.name(0), Some("Ann New"));
    }
}

#[test]
fn coming_back_is_counted_once_for_each_time_and_zero_is_not_late() {
    let mut options = RunOptions::default();
    options.punctuality.baseline = crate::stats::punctuality::BaselineChoice::Report;
    let records = vec![
        there("ann", &[(0, 10), (20, 30), (40, 60)]),
        there("bob", &[(5, 55)]),
        there("cem", &[(6, 54)]),
    ];
    let run = run(&[hour(0, records)], options);
    let of = |name: &str| {
        let one = run.attendance(&run.cells(person(&run, name)).next().unwrap());
        (one.rejoins, one.late, one.left_early)
    };
    let minutes = |minutes| Some(Span::minutes(minutes));
    assert_eq!(of("ann"), (Some(2), minutes(0), minutes(0)));
    assert_eq!(of("bob"), (Some(0), minutes(0), minutes(0)));
    assert_eq!(of("cem"), (Some(0), minutes(6), minutes(6)));
    let sums = &run.numbers(0).groups.all.sums;
    assert_eq!(
        (sums.rejoins, sums.late, sums.left_early),
        (Some(2), Some(1), Some(1))
    );
}

#[test]
fn totals_of_a_cell_are_those_of_its_records_and_0_is_known() {
    let of = |total: Option<i64>, sum: Option<i64>| RecordFacts {
        reported_total: total,
        interval_sum: sum,
        ..there("ann", &[(0, 60)])
    };
    let totals = |records: Vec<RecordFacts>| {
        let run = run(&[hour(0, records)], RunOptions::default());
        let (person, cell) = (person(&run, "ann"), run.cells(0).next().unwrap());
        let tally = run.tally(person);
        assert_eq!(tally.reported_total, cell.reported_total);
        assert_eq!(tally.interval_sum, cell.interval_sum);
        (cell.reported_total, cell.interval_sum)
    };
    assert_eq!(totals(vec![of(Some(0), Some(0))]), (Some(0), Some(0)));
    assert_eq!(totals(vec![of(None, None)]), (None, None));
    assert_eq!(
        totals(vec![of(Some(7), Some(5)), of(Some(3), None)]),
        (Some(10), Some(5))
    );
}

#[test]
fn an_account_that_a_row_names_by_its_id_is_not_taken_by_the_address_of_another() {
    let of_box = |id: &str| RecordFacts {
        email: Some("box@x.example".into()),
        ..there(id, &[(0, 60)])
    };
    let rows = ["a,box@x.example,id0", "b,,id1"];
    for rows in [rows, [rows[1], rows[0]]] {
        let list = format!("name,e-mail,id\n{}\n", rows.join("\n"));
        let run = run(
            &[hour(0, vec![of_box("id0"), of_box("id1")])],
            roster(&list),
        );
        let people = ["a", "b"].map(|name| run.account_id(person(&run, name)));
        assert_eq!(people, [Some("id0"), Some("id1")]);
    }
}

#[test]
fn people_who_never_came_are_one_only_by_their_id_or_address() {
    let people = |rows: &str| {
        let list = format!("name,e-mail,id,from,to\n{rows}");
        run(&[hour(0, vec![there("bob", &[(0, 60)])])], roster(&list)).all_people()
    };
    assert_eq!(people("Ann,ann@x.example,,,\nAnn,ann2@x.example,,,\n"), 3);
    assert_eq!(people("Ann,,i1,,\nAnn,,i2,,\n"), 3);
    let days = [",2026-01-01,2026-02-01", ",2026-02-02,2026-03-01"];
    let twice = |who: &str| days.map(|days| format!("{who}{days}\n")).concat();
    assert_eq!(people(&twice("Ann,ann@x.example,")), 2);
    assert_eq!(people(&twice("Ann,,i1")), 2);
}

#[test]
fn a_later_version_of_a_report_counts_and_a_copy_is_another_thing() {
    let version = |minutes: i64, names: &[&str], source: &str| {
        let records = names.iter().map(|name| there(name, &[(0, minutes)]));
        let window = Stay::new(at(0), at(minutes));
        let mut facts = ReportFacts::made_up("one", window, records.collect());
        facts.source = source.into();
        facts
    };
    let told = |reports: &[ReportFacts]| {
        let run = run(reports, RunOptions::default());
        let codes = run
            .findings_across()
            .map(|across| across.finding.code.name());
        (run.all_people(), codes.collect::<Vec<_>>())
    };
    let early = version(60, &["ann"], "a.json");
    // The same window and another person: no copy.
    let fuller = version(60, &["ann", "bob"], "b.json");
    let expected = (2, vec!["report-superseded"]);
    assert_eq!(told(&[early.clone(), fuller.clone()]), expected);
    assert_eq!(told(&[fuller.clone(), early]), expected);
    let copy = version(60, &["ann", "bob"], "c.json");
    assert_eq!(told(&[fuller.clone(), copy]), (2, vec!["report-repeated"]));
    // What ends later counts, whatever it holds.
    let later = version(70, &["cid"], "d.json");
    let run = run(&[fuller, later], RunOptions::default());
    assert_eq!((run.all_people(), run.name(0)), (1, Some("cid")));
}

#[test]
fn where_somebody_was_there_twice_is_known_by_record_and_by_report() {
    let stay = |from, to| Stay::new(at(from), at(to)).unwrap();
    let devices = RecordFacts {
        doubled: vec![stay(10, 20)],
        ..there("ann", &[(0, 40)])
    };
    let records = vec![devices, there("ann", &[(30, 60)])];
    let run = run(&[hour(0, records)], RunOptions::default());
    assert_eq!(
        run.cells(0).next().unwrap().doubled,
        [stay(10, 20), stay(30, 40)]
    );
}

#[test]
fn mean_concurrency_is_the_time_of_all_over_the_length_of_the_meeting() {
    // 60 and 30 minutes in an hour.
    let people = vec![there("ann", &[(0, 60)]), there("bob", &[(0, 30)])];
    let run = run(&[hour(0, people)], RunOptions::default());
    let mean = run.numbers(0).mean_concurrency;
    assert_eq!(mean.map(|mean| mean.as_f64()), Some(1.5));
}

#[test]
fn nothing_due_is_no_share_in_words() {
    let reports = [hour(0, vec![there("ann", &[(0, 60)])])];
    let later = "name,e-mail,from\nann,ann@x.example,2026-10-07\n";
    for (list, words) in [
        ("name,e-mail\nann,ann@x.example\n", Some("1 of 1")),
        (later, None),
    ] {
        let run = run(&reports, roster(list));
        let tally = run.tally(person(&run, "ann"));
        assert_eq!(tally.attended_of_due().as_deref(), words);
    }
}

#[test]
fn a_baseline_of_the_organizer_is_theirs_and_nobody_elses() {
    use crate::stats::punctuality::BaselineChoice;
    let organizer = RecordFacts {
        role: Role::Organizer,
        ..there("ann", &[(5, 50)])
    };
    let records = vec![
        there("bob", &[(0, 60)]),
        organizer,
        there("eve", &[(11, 44)]),
    ];
    let mut options = RunOptions::default();
    options.punctuality.baseline = BaselineChoice::Organizer;
    let run = run(&[hour(0, records)], options);
    let meeting = &run.meetings()[0];
    let ends = [meeting.start, meeting.end].map(|baseline| baseline.map(|one| one.at));
    assert_eq!(ends, [Some(at(5)), Some(at(50))]);
    let cell = run.cells(person(&run, "eve")).next().unwrap();
    let eve = run.attendance(&cell);
    let six = Some(Span::minutes(6));
    assert_eq!((eve.late, eve.left_early), (six, six));
}

#[test]
fn a_copy_of_a_report_without_an_id_is_a_copy() {
    let report = |source: &str| ReportFacts {
        report_id: None,
        source: source.into(),
        ..hour(0, vec![there("ann", &[(0, 60)])])
    };
    let run = run(&[report("a.json"), report("b.json")], RunOptions::default());
    assert_eq!(run.meetings().len(), 1);
    assert_eq!(run.tally(person(&run, "ann")).presence, Some(3600));
}

#[test]
fn what_tells_another_join_device_or_start_is_no_copy() {
    let meetings = |[first, second]: [ReportFacts; 2]| {
        let without_id = |report: ReportFacts, file: &str| {
            let mut report = ReportFacts {
                report_id: None,
                source: file.into(),
                ..report
            };
            report.renew_digest();
            report
        };
        let reports = [without_id(first, "a.json"), without_id(second, "b.json")];
        run(&reports, RunOptions::default()).meetings().len()
    };
    // Who stays is told by the join alone, and two devices by the time spent twice.
    let open = |name: &str, join: i64| RecordFacts {
        broken: true,
        open: Some(at(join)),
        ..hidden(name, None)
    };
    let list = |ann: i64, bob: i64| hour(0, vec![open("ann", ann), open("bob", bob)]);
    assert_eq!(meetings([list(0, 20), list(0, 20)]), 1);
    assert_eq!(meetings([list(0, 20), list(20, 0)]), 2);
    let twice = |minutes: i64| {
        let doubled = Stay::new(at(0), at(minutes));
        let record = RecordFacts {
            doubled: doubled.into_iter().collect(),
            ..there("ann", &[(0, 60)])
        };
        hour(0, vec![record])
    };
    assert_eq!(meetings([twice(10), twice(10)]), 1);
    assert_eq!(meetings([twice(10), twice(20)]), 2);
    let told = |start: i64| ReportFacts {
        reported: (Some(at(start)), None),
        ..hour(0, vec![there("ann", &[(0, 60)])])
    };
    assert_eq!(meetings([told(0), told(0)]), 1);
    assert_eq!(meetings([told(0), told(5)]), 2);
}

#[test]
fn an_excuse_holds_on_its_day_and_takes_nothing_from_other_series() {
    let of = |series: &str, report: ReportFacts| ReportFacts {
        series: series.into(),
        ..report
    };
    let mut lacking = of("own", hour(90, vec![]));
    lacking.missing = Some(MissingData::NoRecords);
    let reports = [
        of("other", hour(0, vec![there("bob", &[(0, 60)])])),
        lacking,
        of("own", hour(DAY, vec![there("ann", &[(DAY, DAY + 60)])])),
        of(
            "own",
            hour(2 * DAY, vec![there("bob", &[(2 * DAY, 2 * DAY + 60)])]),
        ),
    ];
    let run = run(&reports, rules(EXCUSED));
    let ann = run.tally(person(&run, "ann"));
    // Of her own series, the one she came to and the one two days later.
    assert_eq!((ann.attended, ann.due, ann.not_known), (1, 2, 0));
}
