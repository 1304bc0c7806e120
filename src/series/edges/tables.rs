//! A table of a session beside the session's report or another table: which of them counts.

use super::*;
use crate::model::report::SourceKind;
use crate::series::meetings::disposition::Disposition;

/// Returns a table of the first hour, of this kind, with these records.
fn table(kind: SourceKind, records: Vec<RecordFacts>) -> ReportFacts {
    let mut table = ReportFacts::made_up("table", Stay::new(at(0), at(60)), records);
    (table.series, table.report_id, table.kind) = (String::new(), None, kind);
    table
}

/// Returns how long the person of this name was in the first meeting, in minutes.
fn minutes(run: &Run, name: &str) -> i64 {
    let cell = run.cells(person(run, name)).next().unwrap();
    cell.presence().unwrap().whole_seconds() / 60
}

fn meetings(reports: &[ReportFacts]) -> usize {
    run(reports, RunOptions::default()).meetings().len()
}

#[test]
fn of_a_session_its_report_counts_and_each_table_of_it_is_told_so() {
    let reports = [
        hour(DAY, vec![there("bob", &[(DAY, DAY + 60)])]),
        table(SourceKind::Sectioned, vec![there("ann", &[(0, 30)])]),
        table(SourceKind::AttendanceList, vec![there("ann", &[(0, 20)])]),
        hour(0, vec![there("ann", &[(0, 60)])]),
    ];
    let run = run(&reports, RunOptions::default());
    assert_eq!((run.meetings().len(), minutes(&run, "ann")), (2, 60));
    let replaced = run.dispositions().filter_map(|(label, _, disposition)| {
        let Disposition::Superseded(by) = disposition else {
            return None;
        };
        Some((label, run.report_label(by)))
    });
    let replaced: Vec<_> = replaced.collect();
    assert_eq!(replaced, [("table", "0"), ("table", "0")]);
}

#[test]
fn of_two_tables_of_a_session_the_fuller_kind_counts() {
    let tables = [
        table(SourceKind::AttendanceList, vec![there("ann", &[(0, 30)])]),
        table(SourceKind::Sectioned, vec![there("ann", &[(0, 60)])]),
    ];
    let run = run(&tables, RunOptions::default());
    assert_eq!((run.meetings().len(), minutes(&run, "ann")), (1, 60));
}

#[test]
fn a_table_that_starts_with_the_first_join_is_of_the_session() {
    // The report starts ten minutes before anybody came; the table starts with who came first.
    let early = ReportFacts {
        window: Stay::new(at(-10), at(60)),
        reported: (Some(at(-10)), Some(at(60))),
        ..hour(
            0,
            vec![
                there("ann", &[(0, 20), (30, 60)]),
                there("bob", &[(40, 60)]),
            ],
        )
    };
    let records = vec![there("ann", &[(0, 60)]), there("bob", &[(35, 60)])];
    let listed = table(SourceKind::Sectioned, records);
    assert_eq!(meetings(&[early, listed]), 1);
}

#[test]
fn people_of_a_table_are_those_of_the_report_by_address_or_name() {
    let of = |email: Option<&str>, name: &str| {
        let record = RecordFacts {
            id: None,
            email: email.map(str::to_owned),
            name: Some(name.into()),
            ..there("ann", &[(0, 60)])
        };
        let report = hour(0, vec![there("ann", &[(0, 60)])]);
        meetings(&[report, table(SourceKind::Sectioned, vec![record])])
    };
    assert_eq!(of(Some("ann@x.example"), "Ann of Sales"), 1);
    assert_eq!(of(Some("a.lee@y.example"), "ann"), 1);
    assert_eq!(of(Some("a.lee@y.example"), "Ann of Sales"), 2);
}

#[test]
fn a_table_without_anybody_is_of_the_session_where_nobody_came() {
    let empty = table(SourceKind::Sectioned, Vec::new());
    assert_eq!(meetings(&[hour(0, Vec::new()), empty.clone()]), 1);
    let somebody = hour(0, vec![there("ann", &[(0, 60)])]);
    assert_eq!(meetings(&[somebody, empty]), 2);
}
