//! The first screen: it says what the rows say, on pages and in the workbook.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader as _};

use super::convert_course;
use super::read_back::{clock_seconds, html, number, selector, text};
use crate::support::{csv_rows, place};

type Rows = Vec<BTreeMap<String, String>>;

fn overview(folder: &Path) -> Vec<String> {
    let path = folder.join("attendance.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells = sheet.rows().flatten();
    let texts = cells.filter_map(|cell| match cell {
        Data::String(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// The names of the people that a section of the page lists.
fn named(page: &scraper::Html, section: &str) -> Vec<String> {
    let css = format!("section[aria-labelledby={section}] li a");
    page.select(&selector(&css)).map(text).collect()
}

#[test]
fn a_period_ends_on_the_day_on_which_the_last_meeting_began() {
    let place = place();
    // Session 8 begins on 7 November and ends on the 8th, session 7 on 31 October.
    let runs: [(&[&str], &str); 3] = [
        (&[], "19 September 2026 to 7 November 2026"),
        (&["--month", "2026-10"], "3 October 2026 to 31 October 2026"),
        (
            &["--month", "2026-10", "--tables", "hours"],
            "3 October 2026 to 31 October 2026",
        ),
    ];
    for (at, (options, period)) in runs.into_iter().enumerate() {
        let output = place.path().join(at.to_string());
        convert_course(&output, "html,xlsx", options);
        let page = html(&output.join("index.html"));
        let lead = text(page.select(&selector("header .lead")).next().unwrap());
        assert!(lead.ends_with(period), "{lead}");
        let facts = overview(&output);
        assert!(facts[1].starts_with(period), "{facts:?}");
        let person = html(&output.join("people/Bruno-Carvalho.html"));
        let lead = text(person.select(&selector("header .lead")).next().unwrap());
        assert!(lead.ends_with(period), "{lead}");
    }
}

#[test]
fn who_came_late_stands_on_the_first_screen_by_name() {
    let place = place();
    let output = place.path().join("late");
    convert_course(&output, "csv,html,xlsx", &["--grace", "0"]);
    let rows: Rows = csv_rows(&output.join("csv/attendance.csv"));
    let is_late = |row: &&BTreeMap<String, String>| {
        row["late_seconds"]
            .parse::<i64>()
            .is_ok_and(|late| late > 0)
    };
    let mut delays: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows.iter().filter(is_late) {
        let delay: i64 = row["late_seconds"].parse().unwrap();
        *delays.entry(&row["display_name"]).or_default() += delay;
    }
    assert!(!delays.is_empty());
    let page = html(&output.join("index.html"));
    let mut listed = named(&page, "late");
    listed.sort();
    assert_eq!(listed, delays.keys().copied().collect::<Vec<_>>());
    let last = selector("section[aria-labelledby=late] li > :last-child");
    for (said, name) in page.select(&last).map(text).zip(named(&page, "late")) {
        let (_, delay) = said.split_once(" · ").unwrap();
        assert_eq!(clock_seconds(delay), delays[&*name], "{name}");
    }
    let cells = overview(&output);
    let behind = cells
        .iter()
        .position(|cell| cell == "Who came late")
        .unwrap();
    let until = cells.iter().position(|cell| cell == "By meeting").unwrap();
    let section = &cells[behind..until];
    for name in delays.keys() {
        assert!(section.iter().any(|cell| cell == name), "{section:?}");
    }
}

#[test]
fn hours_alone_are_the_first_screen_and_add_up_at_both_ends() {
    let place = place();
    let output = place.path().join("hours");
    convert_course(&output, "csv,html,xlsx", &["--tables", "hours"]);
    let rows: Rows = csv_rows(&output.join("csv/hours.csv"));
    let sum = |is_it: &dyn Fn(&BTreeMap<String, String>) -> bool| -> i64 {
        let own = rows.iter().filter(|row| is_it(row));
        own.map(|row| row["hours_seconds"].parse::<i64>().unwrap())
            .sum()
    };
    let all = sum(&|_| true);
    let months = ["2026-09", "2026-10", "2026-11"];
    for page in ["index.html", "tables/hours.html"] {
        let page = html(&output.join(page));
        assert!(named(&page, "missed").is_empty());
        let check = |section: &str, own: &dyn Fn(&str, &BTreeMap<String, String>) -> bool| {
            let css = format!("section[aria-labelledby={section}] tbody tr");
            let mut listed = 0;
            for row in page.select(&selector(&css)) {
                let name = text(row.select(&selector("th")).next().unwrap());
                let cells: Vec<_> = row.select(&selector("td")).map(text).collect();
                // Behind the name may stand the cost centre.
                let cells = &cells[cells.len() - 5..];
                for (cell, month) in cells.iter().zip(months) {
                    let seconds = match &**cell {
                        "not known" => 0,
                        cell => clock_seconds(cell),
                    };
                    let wanted = sum(&|row| own(&name, row) && row["period"] == month);
                    assert_eq!(seconds, wanted, "{name} {month}");
                }
                let total = sum(&|row| own(&name, row));
                assert_eq!(clock_seconds(&cells[3]), total, "{name}");
                assert!((number(&cells[4]) - total as f64 / 3600.0).abs() < 0.0051);
                listed += total;
            }
            assert_eq!(listed, all, "{section}");
            let css = format!("section[aria-labelledby={section}] tfoot b");
            let foot = page.select(&selector(&css)).next().unwrap();
            assert_eq!(clock_seconds(&text(foot)), all);
        };
        check("by-person", &|name, row| row["display_name"] == name);
        check("by-centre", &|name, row| {
            row["cost_centre"] == name.replace("(no cost centre)", "")
        });
    }
    let page = html(&output.join("index.html"));
    let figure = page.select(&selector(".figure")).next().unwrap();
    assert_eq!(clock_seconds(&text(figure)), all);
    let cells = overview(&output);
    for wanted in ["By cost centre", "By person", "4711", "4712"] {
        assert!(cells.iter().any(|cell| cell == wanted), "{cells:?}");
    }
    assert!(!cells.iter().any(|cell| cell == "Who missed something"));
}

#[test]
fn hours_without_names_name_nobody_on_the_first_screen() {
    let place = place();
    let output = place.path().join("hours");
    let columns = ["--columns", "hours=cost_centre,period,hours_seconds"];
    let options = [&["--tables", "hours"][..], &columns].concat();
    convert_course(&output, "html,xlsx", &options);
    let page = html(&output.join("index.html"));
    assert_eq!(named(&page, "by-person").len(), 0);
    let centres = "section[aria-labelledby=by-centre] tbody tr";
    assert_eq!(page.select(&selector(centres)).count(), 3);
    let first = std::fs::read_to_string(output.join("index.html")).unwrap();
    assert!(!first.contains("Bruno"));
    assert!(!overview(&output).iter().any(|cell| cell.contains("Bruno")));
}

#[test]
fn a_workbook_of_departments_alone_names_nobody() {
    let place = place();
    let output = place.path().join("summary");
    convert_course(&output, "xlsx", &["--tables", "departments"]);
    let path = output.join("attendance.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, range)| range.rows().flatten());
    let all: Vec<_> = cells.map(ToString::to_string).collect();
    assert!(all.iter().any(|cell| cell == "Support"));
    let people: Rows = csv_rows(Path::new("samples/course/roster.csv"));
    for person in &people {
        for told in [&person["name"], &person["e-mail"]] {
            assert!(!all.iter().any(|cell| cell.contains(&**told)), "{told}");
        }
    }
}

#[test]
fn who_passed_is_told_by_which_rule() {
    let place = place();
    let output = place.path().join("passed");
    let rule = ["--passed", "attended>=6 and share>=80%"];
    convert_course(&output, "html", &rule);
    let page = html(&output.join("tables/passed.html"));
    let header = text(page.select(&selector("header")).next().unwrap());
    let wanted = "Rule: Attended ≥ 6 · Share of expected time ≥ 80%";
    assert!(header.replace('\u{a0}', " ").contains(wanted), "{header}");
}
