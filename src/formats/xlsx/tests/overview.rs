//! The first sheet tells the same as the tables.

use super::*;

const TABLES: [Table; 4] = [
    Table::Meetings,
    Table::Overall,
    Table::Records,
    Table::Findings,
];

fn all() -> Vec<u8> {
    workbook_of_all(&SAMPLES, &TABLES, Limits::EXCEL)
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        Data::DateTime(time) => time.as_f64(),
        Data::Empty => 0.0,
        other => panic!("{other:?} is no number"),
    }
}

fn sum(cells: &[&Data]) -> f64 {
    cells.iter().map(|cell| number(cell)).sum()
}

/// Returns the row of the first cell in the first column that holds this text.
fn row_of(sheet: &Range<Data>, text: &str) -> usize {
    let found = sheet.rows().position(|row| row[0] == text);
    found.unwrap_or_else(|| panic!("no {text}"))
}

/// Returns the rows of the table below this heading in the first column, up to one that is
/// empty.
fn table<'s>(sheet: &'s Range<Data>, heading: &str) -> Vec<&'s [Data]> {
    let rows = sheet.rows().skip(row_of(sheet, heading) + 1);
    rows.take_while(|row| row[0] != Data::Empty).collect()
}

#[test]
fn the_large_numbers_are_sums_of_the_meetings() {
    let workbook = all();
    let (overview, meetings) = (sheet(&workbook, "Overview"), sheet(&workbook, "Meetings"));
    let captions = row_of(&overview, "Meetings");
    let figure = |caption: &str| {
        let row = overview.rows().nth(captions).unwrap();
        let at = row.iter().position(|cell| cell == caption).unwrap();
        number(&overview[(captions + 1, at)])
    };
    assert_eq!(figure("Meetings"), (meetings.height() - 1) as f64);
    assert_eq!(
        figure("Participations"),
        sum(&column(&meetings, "Participants"))
    );
    let hours = sum(&column(&meetings, "Presence (s)")) / 3600.0;
    assert!((figure("Hours of presence") - hours).abs() < 1e-9);
    let serious = sum(&column(&meetings, "Errors")) + sum(&column(&meetings, "Warnings"));
    // Those about whole documents stand in no meeting's row.
    let findings = sheet(&workbook, "Findings");
    let of_documents = column(&findings, "Report")
        .into_iter()
        .zip(column(&findings, "Severity"))
        .filter(|(report, severity)| **report == Data::Empty && **severity != "note");
    let of_documents = of_documents.count() as f64;
    assert_eq!(figure("Errors, warnings"), serious + of_documents);
}

#[test]
fn what_the_counts_of_findings_leave_out_is_said_where_the_sheet_of_all_is_there() {
    let says = |workbook: &[u8]| {
        let overview = sheet(workbook, "Overview");
        let texts = overview.rows().map(|row| row[0].to_string());
        texts
            .filter(|text| text.starts_with("Counted is what was found"))
            .count()
    };
    assert_eq!(says(&all()), 1);
    let without = workbook_of_all(&SAMPLES, &TABLES[..3], Limits::EXCEL);
    assert_eq!(says(&without), 0);
}

#[test]
fn the_roles_are_those_of_the_table_of_totals() {
    let workbook = all();
    let overall = sheet(&workbook, "Overall");
    let about = sheet(&workbook, "About");
    let shown = table(&about, "Role");
    let names = ["Organizer", "Co-organizer", "Presenter", "Attendee"];
    for (row, name) in shown.iter().zip(names) {
        assert_eq!(row[0], name);
    }
    for (at, heading) in [
        (1, "Meetings"),
        (2, "Participations"),
        (3, "Presence"),
        (4, "Mean presence"),
    ] {
        let cells: Vec<_> = shown.iter().map(|row| &row[at]).collect();
        assert_eq!(cells, column(&overall, heading), "{heading}");
    }
}

#[test]
fn periods_add_up_to_all_meetings() {
    let reports: Vec<_> = (0..40).map(report_of_day).collect();
    let reports: Vec<_> = reports.iter().map(String::as_bytes).collect();
    let workbook = workbook_of_all(&reports, &TABLES, Limits::EXCEL);
    let (overview, meetings) = (sheet(&workbook, "Overview"), sheet(&workbook, "Meetings"));
    assert_eq!(meetings.height(), 1 + 40);
    let rows = table(&overview, "Week from");
    let (all, weeks) = rows.split_last().unwrap();
    assert_eq!(all[0], "All");
    for (at, whole) in [
        (1, (meetings.height() - 1) as f64),
        (2, sum(&column(&meetings, "Participants"))),
        (3, sum(&column(&meetings, "Presence"))),
    ] {
        let parts: Vec<_> = weeks.iter().map(|week| &week[at]).collect();
        assert!((number(&all[at]) - whole).abs() < 1e-9);
        assert!((sum(&parts) - whole).abs() < 1e-9);
    }
    // Every week counts the meetings that began in it.
    let starts = column(&meetings, "Start (UTC)");
    for week in weeks {
        let from = number(&week[0]);
        let within = starts.iter().map(|start| number(start));
        let within = within.filter(|start| (from..from + 7.0).contains(start));
        assert_eq!(number(&week[1]), within.count() as f64);
    }
}

/// Returns a report of a meeting of an hour, so many days of four weeks after the first of
/// September.
fn report_of_day(days: u32) -> String {
    let (month, day) = (9 + days / 28, 1 + days % 28);
    let at = |hour| format!("2026-{month:02}-{day:02}T{hour}:00:00Z");
    let (begin, end) = (at("09"), at("10"));
    format!(
        r#"{{"id":"{days}","totalParticipantCount":1,"meetingStartDateTime":"{begin}","meetingEndDateTime":"{end}","attendanceRecords":[{{"id":"a","emailAddress":"anna@example.com","role":"Attendee","totalAttendanceInSeconds":3600,"identity":{{"id":"a","displayName":"Anna"}},"attendanceIntervals":[{{"joinDateTime":"{begin}","leaveDateTime":"{end}","durationInSeconds":3600}}]}}]}}"#
    )
}

#[test]
fn of_few_meetings_each_has_its_row_with_how_many_came() {
    let workbook = all();
    let (overview, meetings) = (sheet(&workbook, "Overview"), sheet(&workbook, "Meetings"));
    let rows = table(&overview, "Meeting");
    assert_eq!(rows.len() + 1, meetings.height());
    let titles: Vec<_> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(titles, column(&meetings, "Meeting"));
    // Nobody said who was expected, so that all who came are counted.
    let came = rows.iter().map(|row| &row[2]).collect::<Vec<_>>();
    assert_eq!(came, column(&meetings, "Participants"));
}

/// Returns the values that a chart keeps for programs that do not look them up, with the cells
/// they are of.
fn chart_values(xml: &str) -> (String, Vec<f64>) {
    let (_, values) = xml.split_once("<c:val>").unwrap();
    let (_, range) = values.split_once("<c:f>").unwrap();
    let kept = values.split("<c:v>").skip(1);
    let kept = kept.map(|rest| rest.split_once("</c:v>").unwrap().0.parse().unwrap());
    let range = range.split_once("</c:f>").unwrap().0.to_owned();
    (range, kept.collect())
}

/// Returns the numbers in a range such as `Overview!$C$9:$C$12`.
fn in_range(workbook: &[u8], range: &str) -> Vec<f64> {
    let (name, cells) = range.split_once('!').unwrap();
    let mut ends = cells.split(':').map(|cell| {
        let (column, row) = cell[1..].split_once('$').unwrap();
        (column.as_bytes()[0] - b'A', row.parse::<usize>().unwrap())
    });
    let (first, last) = (ends.next().unwrap(), ends.next().unwrap());
    let sheet = sheet(workbook, name);
    let column = usize::from(first.0);
    (first.1..=last.1)
        .map(|row| number(&sheet[(row - 1, column)]))
        .collect()
}

#[test]
fn charts_show_the_numbers_beside_them() {
    let workbook = all();
    let shown = |name, heading, sums: usize| {
        let sheet = sheet(&workbook, name);
        let rows = table(&sheet, heading);
        let parts = &rows[..rows.len() - sums];
        parts.iter().map(|row| number(&row[2])).collect::<Vec<_>>()
    };
    let charts = [(1, "Overview", "Meeting", 0), (2, "About", "Role", 1)];
    for (number, name, heading, sums) in charts {
        let xml = part(&workbook, &format!("xl/charts/chart{number}.xml")).unwrap();
        let (range, kept) = chart_values(&xml);
        assert_eq!(in_range(&workbook, &range), shown(name, heading, sums));
        // A chart keeps nothing of a cell that is empty.
        let known = in_range(&workbook, &range)
            .into_iter()
            .filter(|&value| value > 0.0);
        let kept = kept.into_iter().filter(|&value| value > 0.0);
        assert!(kept.eq(known), "{heading}");
    }
    assert_eq!(part(&workbook, "xl/charts/chart3.xml"), None);
}

#[test]
fn of_one_meeting_the_course_is_shown_up_to_its_peak() {
    let workbook = workbook_of_all(&SAMPLES[1..2], &TABLES, Limits::EXCEL);
    let (overview, meetings) = (sheet(&workbook, "Overview"), sheet(&workbook, "Meetings"));
    let rows = table(&overview, "From");
    let most = rows.iter().map(|row| number(&row[1])).fold(0.0, f64::max);
    assert_eq!(most, number(column(&meetings, "Peak")[0]));
    let xml = part(&workbook, "xl/charts/chart1.xml").unwrap();
    let (range, kept) = chart_values(&xml);
    assert_eq!(kept.len(), rows.len());
    assert_eq!(in_range(&workbook, &range), kept);
}

#[test]
fn findings_are_counted_by_code_and_lead_to_the_first() {
    let workbook = all();
    let overview = sheet(&workbook, "Overview");
    let findings = sheet(&workbook, "Findings");
    let codes = column(&findings, "Code");
    let xml = part(&workbook, "xl/worksheets/sheet1.xml").unwrap();
    let rows = table(&overview, "Severity");
    assert!(rows.len() > 20);
    for row in &rows {
        // A sentence that names its subject comes first, and the code last.
        let told = row[2].to_string();
        let (sentence, code) = told.trim_end_matches(']').split_once("  [").unwrap();
        assert!(
            sentence.starts_with(char::is_uppercase) && sentence.contains(" – "),
            "{told}"
        );
        let counted = codes.iter().filter(|one| **one == code).count();
        assert_eq!(number(&row[1]), counted as f64);
        let first = codes.iter().position(|one| *one == code).unwrap() + 2;
        assert!(xml.contains(&format!("location=\"'Findings'!A{first}\"")));
    }
    let total: f64 = rows.iter().map(|row| number(&row[1])).sum();
    assert_eq!(total, codes.len() as f64);
}

#[test]
fn every_sheet_is_named_with_its_rows() {
    let workbook = all();
    let about = sheet(&workbook, "About");
    for row in table(&about, "Sheet") {
        let rows = sheet(&workbook, &row[0].to_string()).height() - 1;
        assert_eq!(number(&row[1]), rows as f64, "{}", row[0]);
    }
}

#[test]
fn a_workbook_of_people_alone_has_a_first_sheet_too() {
    let writer = WorkbookWriter::new(&[View::whole(Table::People)], &Locale::default());
    let overview = sheet(&bytes(writer), "Overview");
    assert_eq!(overview[(0, 0)], "Attendance summary");
}

#[test]
fn in_another_language_names_and_headings_follow_and_links_find_their_sheets() {
    let locale = Locale {
        language: Language::German,
        ..Locale::default()
    };
    let views = [
        Table::Meetings,
        Table::Roles,
        Table::Reports,
        Table::ReportRoles,
        Table::Records,
    ];
    let views = views.map(View::whole);
    let documents = summarise(LEGACY, &Origin::named("a.json"), &Rules::default());
    let workbook = filled(&documents, &views, WorkbookWriter::new(&views, &locale));
    assert_eq!(sheet(&workbook, "Übersicht")[(0, 0)], "Anwesenheit: a");
    let records = sheet(&workbook, "Datensätze");
    assert_eq!(column(&records, "Anwesenheit (s)").len(), 2);
    for (number, to, tip) in [
        (2, Table::Roles, "Zu den Rollen der Besprechung"),
        (3, Table::Meetings, "Zur Besprechung"),
        (4, Table::Records, "Zu den Datensätzen"),
        (4, Table::ReportRoles, "Zu den Rollen des Berichts"),
        (5, Table::Reports, "Zum Bericht"),
    ] {
        let xml = part(&workbook, &format!("xl/worksheets/sheet{number}.xml")).unwrap();
        let to = Language::German.heading(to.title());
        let link = format!("location=\"'{to}'!A2\" tooltip=\"{tip}\"");
        assert!(xml.contains(&link), "{link} in {number}");
    }
    // Queries over tables work whatever language the reader has.
    let tables = part(&workbook, "xl/tables/table1.xml").unwrap();
    assert!(tables.contains("displayName=\"Meetings\""));
}
