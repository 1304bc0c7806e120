//! Times without a zone or a date.

use super::*;

#[test]
fn times_of_day_without_a_date_need_the_day() {
    let options = [&BERLIN[..], &["--date", "2026-11-23"]].concat();
    // Ada was away for five minutes, and the list does not say which.
    let expected = [row("Zoë Brandão", "5400", ""), row("Ada Byron", "", "")];
    assert_eq!(people("meet.csv", &options), expected);
    let file = project("tests/fixtures/teams-csv/meet.csv");
    assert_eq!(
        findings(&file, &BERLIN),
        [("date-ambiguous".to_owned(), None, String::new())]
    );
    let place = place();
    let named = place.path().join("2026-11-23 Budget.csv");
    fs::copy(file, &named).unwrap();
    let codes: Vec<_> = findings(&named, &BERLIN)
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(codes, ["window-missing", "intervals-missing"]);
}

#[test]
fn an_attendance_list_ends_when_it_is_said() {
    let expected = [
        row("Zoë Brandão", "5400", ""),
        // 09:05:00 to 09:25:30 and 09:30 to 10:30.
        row("Ada Byron", "4830", ""),
        row("Gast (Convidado)", "600", ""),
    ];
    let options = [&BERLIN[..], &["--end", "10:30"]].concat();
    assert_eq!(people("list-pt.csv", &options), expected);
}

#[test]
fn an_attendance_list_ends_when_its_meeting_was_planned_to_end() {
    let place = place();
    let plan = place.path().join("plan.csv");
    // In Berlin the list begins at 9:00.
    let times = "2026-11-23T09:00:00+01:00,2026-11-23T10:15:00+01:00";
    fs::write(&plan, format!("title,start,end\nPlanning,{times}\n")).unwrap();
    let tables = ["--format", "csv", "--tables", "records,attendance"];
    let plan = ["--meetings", plan.to_str().unwrap()];
    let options = [&tables[..], &BERLIN, &plan].concat();
    let output = place.path().join("output");
    let run = convert(&["tests/fixtures/teams-csv/list-pt.csv"], &output, &options);
    assert!(run.status.success(), "{}", stderr(&run));
    let column = |table: &str, name: &str| {
        let rows = csv_rows(&output.join(format!("csv/{table}.csv")));
        let cells = rows
            .iter()
            .map(|row| (row[name].clone(), row["presence_seconds"].clone()));
        cells.collect::<std::collections::BTreeMap<_, _>>()
    };
    let expected = |seconds: [&str; 3]| {
        let names = ["Zoë Brandão", "Ada Byron", "Gast (Convidado)"].map(str::to_owned);
        std::collections::BTreeMap::from_iter(names.into_iter().zip(seconds.map(str::to_owned)))
    };
    // What the file says is not touched: who has no leave is not known to have stayed.
    assert_eq!(column("records", "display_name"), expected(["", "", "600"]));
    assert_eq!(
        column("attendance", "display_name"),
        expected(["4500", "3930", "600"])
    );
}

#[test]
fn both_readings_of_a_date_are_said_and_either_may_be_asked_for() {
    let file = "tests/fixtures/date-ambiguous.csv";
    let run = rollbook()
        .args(["check", file])
        .args(BERLIN)
        .output()
        .unwrap();
    let said = stdout(&run);
    for reading in [
        "2026-12-11 with --date-order dmy",
        "2026-11-12 with --date-order mdy",
    ] {
        assert!(said.contains(reading), "{said}");
    }
    for (order, start) in [
        ("dmy", "2026-12-11T08:00:00Z"),
        ("mdy", "2026-11-12T08:00:00Z"),
    ] {
        let output = place();
        let tables = [
            "--format",
            "csv",
            "--tables",
            "records",
            "--date-order",
            order,
        ];
        let run = convert(&[file], output.path(), &[&tables[..], &BERLIN].concat());
        assert!(run.status.success(), "{}", stderr(&run));
        let rows = csv_rows(&output.path().join("csv/records.csv"));
        assert_eq!(rows[0]["first_join"], start);
    }
}

#[test]
fn the_zone_that_people_look_at_is_taken_and_said() {
    let output = place();
    let tables = [
        "--format",
        "csv",
        "--tables",
        "records,findings",
        "--timezone",
        "Asia/Tokyo",
    ];
    let run = convert(&["tests/fixtures/zone-unknown.csv"], output.path(), &tables);
    assert!(run.status.success(), "{}", stderr(&run));
    let records = csv_rows(&output.path().join("csv/records.csv"));
    assert_eq!(records[0]["first_join"], "2026-11-23T00:00:00Z");
    let findings = csv_rows(&output.path().join("csv/findings.csv"));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["code"], "zone-assumed");
    assert!(
        findings[0]["finding"].contains("Asia/Tokyo"),
        "{findings:?}"
    );
}

#[test]
fn an_order_that_is_asked_for_spoils_no_file_that_tells_its_own() {
    let options = [&BERLIN[..], &["--date-order", "mdy"]].concat();
    let expected = people("sections-de.csv", &BERLIN);
    assert_eq!(people("sections-de.csv", &options), expected);
}
