//! The same figure in CSV, JSON, workbook, pages, `show` and the closing lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rollbook::views::Table;
use rollbook::views::column::Kind;

use super::made_up::{Folder, any_folder};
use crate::course::read_back::{Format, html, selector, text};
use crate::support::{convert, csv_rows, place, rollbook, stderr, stdout};

type Rows = Vec<BTreeMap<String, String>>;

/// The answers that every run writes.
const ANSWERS: [Table; 6] = [
    Table::Meetings,
    Table::Sessions,
    Table::People,
    Table::Attendance,
    Table::Overall,
    Table::Roles,
];

fn tables(folder: &Folder) -> Vec<Table> {
    let of_roster = [Table::Roster, Table::Missed, Table::Departments];
    let more = of_roster.into_iter().filter(|_| folder.has_roster);
    ANSWERS.into_iter().chain(more).collect()
}

/// Converts the folder to all formats; what was said.
fn converted(folder: &Folder, place: &Path) -> String {
    folder.write(place);
    let reports = place.join("reports");
    let mut options = folder.options(place);
    let names: Vec<_> = tables(folder).iter().map(|table| table.name()).collect();
    options.extend(
        [
            "--raw",
            "--detail",
            "--timezone",
            "Europe/Berlin",
            "--format",
            "csv,json,ndjson,xlsx,html",
        ]
        .map(str::to_owned),
    );
    options.extend([
        "--tables".to_owned(),
        format!("{},findings,reports", names.join(",")),
    ]);
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    let run = convert(&[reports.to_str().unwrap()], &place.join("out"), &options);
    let most = if folder.has_unread { 2 } else { 1 };
    assert!(run.status.code() <= Some(most), "{}", stderr(&run));
    stdout(&run)
}

fn csv(place: &Path, table: Table) -> Rows {
    csv_rows(&place.join(format!("out/csv/{}.csv", table.name())))
}

/// A JSON value as CSV has it.
fn as_csv(kind: Kind, value: &serde_json::Value) -> String {
    match (kind, value) {
        (_, serde_json::Value::Null) => String::new(),
        (_, serde_json::Value::String(text)) => text.clone(),
        (Kind::Share, number) => format!("{:.4}", number.as_f64().unwrap()),
        (Kind::Number | Kind::MeanSeconds, number) => format!("{:.2}", number.as_f64().unwrap()),
        (_, number) => number.to_string(),
    }
}

fn json_is_csv(place: &Path, table: Table) {
    let text = fs::read_to_string(place.join(format!("out/json/{}.json", table.name()))).unwrap();
    let rows: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    // Lines of JSON are the elements of the array.
    let lines = place.join(format!("out/ndjson/{}.ndjson", table.name()));
    let lines = fs::read_to_string(lines).unwrap();
    let lines: Vec<BTreeMap<String, serde_json::Value>> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, rows, "{table:?}");
    let expected = csv(place, table);
    assert_eq!(rows.len(), expected.len(), "{table:?}");
    for (row, expected) in rows.iter().zip(&expected) {
        for column in table.columns() {
            let value = as_csv(column.kind, &row[column.key]);
            assert_eq!(value, expected[column.key], "{} of {table:?}", column.key);
        }
    }
}

/// The page of a meeting says what its row says.
fn pages_say_what_rows_say(place: &Path) {
    let told: Vec<_> = csv(place, Table::Meetings)
        .into_iter()
        .filter(|row| ["held", "report not read"].contains(&&*row["state"]))
        .collect();
    let index = html(&place.join("out/index.html"));
    let (rows, cells) = (selector("#meetings-table tbody tr"), selector("th, td"));
    let listed: Vec<Vec<String>> = index
        .select(&rows)
        .map(|row| row.select(&cells).map(text).collect())
        .collect();
    assert_eq!(listed.len(), told.len());
    for (meeting, listed) in told.iter().zip(&listed) {
        assert_eq!(listed[0], meeting["meeting"]);
        assert_eq!(listed[3].replace("not known", ""), meeting["participants"]);
        assert_eq!(listed[6].replace("not known", ""), meeting["late"]);
        let first = meeting["reports"].split("; ").next().unwrap();
        let page = html(&place.join(format!("out/meetings/{}.html", first.replace(' ', "_"))));
        let tiles = selector(".tiles div");
        let tile = |label: &str| {
            let tiles = page.select(&tiles);
            let mut found =
                tiles.filter(|tile| text(tile.select(&selector("dt")).next().unwrap()) == label);
            found
                .next()
                .map(|tile| text(tile.select(&selector("dd")).next().unwrap()))
        };
        let there = tile("Participants").unwrap_or_default();
        let there = there.replace("not known", "");
        assert_eq!(there, meeting["participants"]);
        let late = tile("Came late")
            .unwrap_or_default()
            .replace("not known", "");
        assert_eq!(late, meeting["late"], "{meeting:?}");
        let people = page.select(&selector("#people-table tbody tr")).count();
        let attendance = csv(place, Table::Attendance);
        let own = attendance
            .iter()
            .filter(|row| row["meeting"] == meeting["meeting"]);
        // Nobody's records are there to show where the report could not be read.
        let shown = if meeting["state"] == "held" {
            own.count()
        } else {
            0
        };
        assert_eq!(people, shown);
    }
}

/// The front page and the overview of the workbook name who is on the reminder list, in its
/// order, and nobody else.
fn first_pages_name_who_missed(place: &Path) {
    let missed = csv(place, Table::Missed);
    let names = |most: usize| -> Vec<_> {
        let first = missed.iter().take(most);
        first.map(|row| row["display_name"].clone()).collect()
    };
    let index = html(&place.join("out/index.html"));
    let links = selector("section[aria-labelledby=missed] li a");
    let listed: Vec<_> = index.select(&links).map(text).collect();
    assert_eq!(listed, names(listed.len()));
    // Whoever has no room is counted.
    let below = selector("section[aria-labelledby=missed] p");
    let more = index.select(&below);
    let more = more.map(text).find(|text| text.starts_with("and "));
    let more = more.map_or(0, |text| number_before(&text, " more"));
    assert_eq!(listed.len() + more, missed.len());
    assert!(listed.len() >= missed.len().min(4));
    let book = calamine::open_workbook::<calamine::Xlsx<_>, _>(place.join("out/attendance.xlsx"));
    let overview = calamine::Reader::worksheet_range(&mut book.unwrap(), "Overview").unwrap();
    let rows: Vec<Vec<String>> = overview
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    let heading = rows.iter().position(|row| row[0] == "Who missed something");
    let below = &rows[heading.unwrap() + 1..];
    let listed = below.iter().skip(1).map(|row| row[0].clone());
    let listed: Vec<_> = listed
        .take_while(|name| name.starts_with("Person "))
        .collect();
    assert_eq!(listed, names(10));
}

/// The first number behind a word.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap();
    before
        .trim_end()
        .rsplit(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

fn show_says_what_rows_say(folder: &Folder, place: &Path) {
    let separate: Vec<_> = csv(place, Table::Meetings);
    // `show` takes no plan and no roster: the numbers of people are the same without.
    if folder
        .options(place)
        .iter()
        .any(|option| option == "--meetings")
    {
        return;
    }
    let run = rollbook()
        .args([
            "show",
            place.join("reports").to_str().unwrap(),
            "--width",
            "100",
        ])
        .output()
        .unwrap();
    let said = stdout(&run);
    let counts: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix("Participants "))
        .map(|line| line.trim().to_owned())
        .filter(|number| number.parse::<u32>().is_ok())
        .collect();
    let expected: Vec<_> = separate
        .iter()
        .map(|row| row["participants"].clone())
        .filter(|count| !count.is_empty())
        .collect();
    assert_eq!(counts, expected, "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_the_same_in_every_format(folder in any_folder()) {
        let place = place();
        let said = converted(&folder, place.path());
        let out = place.path().join("out");
        for table in tables(&folder) {
            json_is_csv(place.path(), table);
            let expected = Format::Csv.table(&out, table);
            prop_assert_eq!(Format::Xlsx.table(&out, table), expected.clone(), "{:?}", table);
            if table.has_page() {
                prop_assert_eq!(Format::Html.table(&out, table), expected, "{:?}", table);
            }
        }
        pages_say_what_rows_say(place.path());
        if folder.has_roster {
            first_pages_name_who_missed(place.path());
        }
        show_says_what_rows_say(&folder, place.path());
        let held = csv(place.path(), Table::Meetings).iter().filter(|row| row["state"] == "held").count();
        let meetings = if held == 1 { " meeting of" } else { " meetings of" };
        prop_assert_eq!(number_before(&said, meetings), held, "{}", said);
        // Copies and older versions are told, and count nowhere.
        let told = csv(place.path(), Table::Findings);
        let copies = folder.meetings.iter().filter(|one| one.is_copied && !one.is_restarted).count();
        let older = folder.meetings.iter().filter(|one| one.has_older_version).count();
        let found = |code: &str| told.iter().filter(|row| row["code"] == code).count();
        prop_assert_eq!(found("report-repeated"), copies);
        prop_assert_eq!(found("report-superseded"), older);
        prop_assert_eq!(held, folder.meetings.len());
    }
}
