//! What was worked out by hand, held against every format.

use std::collections::BTreeMap;
use std::fs;

use rollbook::views::Table;

use super::read_back::{FORMATS, Format, html, selector, text};
use super::register::{Register, Row};
use super::{BY_HAND, Row as HandRow, convert_course, convert_with_roster};
use crate::support::{convert, csv_rows, place, project_text};

const ALL_FORMATS: &str = "csv,xlsx,html";

#[test]
fn the_register_is_the_one_worked_out_by_hand_in_every_format() {
    let place = place();
    convert_course(place.path(), ALL_FORMATS, &[]);
    for format in FORMATS {
        let register = Register::read(format, place.path());
        assert_eq!(register.rows.len(), BY_HAND.len(), "{format:?}");
        for (row, by_hand) in register.rows.iter().zip(in_blocks().iter().flatten()) {
            let (name, letters, of_due, minutes, _) = by_hand;
            let expected = Row {
                name: (*name).into(),
                letters: (*letters).into(),
                seconds: minutes.iter().map(|minutes| minutes * 60).collect(),
                attended: (0..8).map(|session| attended(by_hand, session)).sum(),
                of_due: (*of_due).into(),
                // Held against the other formats below.
                share: row.share,
                presence: minutes.iter().sum::<i64>() * 60,
            };
            assert_eq!(*row, expected, "{format:?}");
        }
        let totals = in_blocks().map(|block| {
            let below = |session| block.iter().map(|row| attended(row, session)).sum();
            let sums: Vec<i64> = (0..8).map(below).collect();
            // What is counted at the right is what is counted below.
            let sum = sums.iter().sum();
            (sums, sum)
        });
        match format {
            Format::Csv => assert_eq!(register.totals, None),
            Format::Xlsx | Format::Html => {
                assert_eq!(register.totals, Some(totals.to_vec()), "{format:?}");
            }
        }
    }
}

/// The people in the order of the register: who was expected, hosts, who came unexpected.
fn in_blocks() -> [Vec<HandRow>; 3] {
    let of = |names: &[&str]| -> Vec<HandRow> {
        let rows = BY_HAND.iter().filter(|row| names.contains(&row.0));
        rows.copied().collect()
    };
    let hosts = ["Ingrid Solheim"];
    let unexpected = ["+49 30 *****77", "Wanda Krüger"];
    let others = [&hosts[..], &unexpected].concat();
    let expected = BY_HAND.iter().filter(|row| !others.contains(&row.0));
    [expected.copied().collect(), of(&hosts), of(&unexpected)]
}

/// Whether somebody attended a session that counts: one that was due, or any of who was
/// not expected; what somebody could come to is not counted.
fn attended((name, letters, ..): &HandRow, session: usize) -> i64 {
    let letter = letters.as_bytes()[session];
    i64::from(b"PLE".contains(&letter) && *name != "Ismael Ortega")
}

#[test]
fn shares_are_time_in_due_meetings_over_their_length_in_every_format() {
    let place = place();
    convert_course(place.path(), ALL_FORMATS, &[]);
    for format in FORMATS {
        let register = Register::read(format, place.path());
        let by_hand = in_blocks().concat();
        for (row, (name, letters, of_due, minutes, _)) in register.rows.iter().zip(&by_hand) {
            // What is due is what has a letter, for all who had to come; each meeting is planned
            // for 60 minutes.
            let due: Vec<_> = (0..8)
                .filter(|&at| letters.as_bytes()[at] != b'-')
                .collect();
            let there: i64 = due.iter().map(|&at| minutes[at]).sum();
            let hundredths = (there as f64 / (60 * due.len()) as f64 * 10_000.0).round() as i64;
            // Nobody knows the share of whom nobody can tell whether they were there.
            let known = !of_due.is_empty() && !letters.contains('?');
            let expected = known.then_some(hundredths);
            assert_eq!(row.share, expected, "{name} in {format:?}");
        }
    }
}

#[test]
fn months_end_at_midnight_in_berlin_in_every_format() {
    let place = place();
    convert_course(place.path(), ALL_FORMATS, &[]);
    let columns = Table::Hours.columns();
    let at = |key| columns.iter().position(|column| column.key == key).unwrap();
    let [name, period, hours, text, decimal] = [
        "display_name",
        "period",
        "hours_seconds",
        "hours_text",
        "hours_decimal",
    ]
    .map(at);
    let months = ["2026-09", "2026-10", "2026-11"];
    for format in FORMATS {
        let rows = format.table(place.path(), Table::Hours);
        let shown = rows.iter().map(|row| {
            let shown = [hours, text, decimal].map(|at| row[at].clone());
            ((row[name].clone(), row[period].clone()), shown)
        });
        let by_hand = BY_HAND.iter().flat_map(|(name, _, _, _, minutes)| {
            let worked = months
                .into_iter()
                .zip(minutes)
                .filter(|(_, minutes)| **minutes > 0);
            worked.map(|(month, minutes)| {
                let clock = format!("{}:{:02}", minutes / 60, minutes % 60);
                let hours = format!("{:.2}", *minutes as f64 / 60.0);
                let shown = [(minutes * 60).to_string(), clock, hours];
                (((*name).to_owned(), month.to_owned()), shown)
            })
        });
        let (shown, by_hand): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (shown.collect(), by_hand.collect());
        assert_eq!(shown, by_hand, "{format:?}");
        assert_eq!(rows.len(), by_hand.len(), "{format:?}");
    }
}

#[test]
fn in_utc_session_7_lies_in_october() {
    let place = place();
    let options = ["--format", "csv", "--tables", "hours"];
    convert(&["samples/course"], place.path(), &options);
    let rows = csv_rows(&place.path().join("csv/hours.csv"));
    let october = |row: &&BTreeMap<String, String>| {
        row["display_name"] == "Keiko Tanaka" && row["period"] == "2026-10"
    };
    // 60 + 55 + 60 + 60 + 60 minutes.
    let seconds = &rows.iter().find(october).unwrap()["hours_seconds"];
    assert_eq!(*seconds, (295 * 60).to_string());
}

#[test]
fn outcomes_and_unexpected_people_are_told_in_every_format() {
    let place = place();
    convert_course(place.path(), ALL_FORMATS, &[]);
    let columns = Table::Roster.columns();
    let at = |key| columns.iter().position(|column| column.key == key).unwrap();
    let (name, outcome) = (at("display_name"), at("outcome"));
    for format in FORMATS {
        let rows = format.table(place.path(), Table::Roster);
        let with = |start: &str| -> Vec<_> {
            let rows = rows.iter().filter(|row| row[outcome].starts_with(start));
            rows.map(|row| row[name].as_str()).collect()
        };
        // In one session the phone may have been hers.
        assert!(with("no-show").is_empty(), "{format:?}");
        let absent = with("absent where known");
        assert_eq!(absent, ["Fatima el-Sayed"], "{format:?}");
        let unexpected = ["+49 30 *****77", "Ingrid Solheim", "Wanda Krüger"];
        assert_eq!(with("unexpected"), unexpected, "{format:?}");
        let some = ["Anna Bergström", "Emeka Okafor", "Hana Nováková"];
        assert_eq!(with("attended some"), some, "{format:?}");
        assert_eq!(with("attended all").len(), 17, "{format:?}");
        assert_eq!(with("came, nothing due"), ["Ismael Ortega"], "{format:?}");
        assert_eq!(rows.len(), 25, "{format:?}");
    }
}

#[test]
fn departments_add_up_in_every_format() {
    let place = place();
    convert_course(place.path(), ALL_FORMATS, &[]);
    let columns = Table::Departments.columns();
    let at = |key| columns.iter().position(|column| column.key == key).unwrap();
    let keys = ["department", "attended", "due"].map(at);
    for format in FORMATS {
        let rows = format.table(place.path(), Table::Departments);
        let shown: Vec<_> = rows
            .iter()
            .map(|row| keys.map(|key| row[key].as_str()))
            .collect();
        // Sales: 7 + 4 × 8 + 6 + 0 + 5 + 4 + 8 of 8 × 8 + 2 × 5; Support: 11 × 8.
        let by_hand = [
            ["Sales", "62", "74"],
            ["Support", "88", "88"],
            ["(all departments)", "150", "162"],
        ];
        assert_eq!(shown, by_hand, "{format:?}");
    }
}

#[test]
fn every_table_across_meetings_has_the_same_cells_in_every_format() {
    let place = place();
    let registrations = place.path().join("registrations.csv");
    fs::write(&registrations, "e-mail\nkeiko.tanaka@northwind.example\n").unwrap();
    // Somebody on the roster who is called as the phone is: to be suggested, not taken for it.
    let roster = place.path().join("roster.csv");
    let course = project_text("samples/course/roster.csv");
    fs::write(&roster, course + "+49 30 *****77,,Sales,4711,,,\n").unwrap();
    let output = place.path().join("out");
    let more = [
        "--registrations",
        registrations.to_str().unwrap(),
        "--passed",
        "attendance>=75%",
    ];
    convert_with_roster(&roster, &output, ALL_FORMATS, &more);
    let across = Table::ALL.into_iter().filter(|table| table.has_page());
    for table in across {
        let rows = Format::Csv.table(&output, table);
        assert!(!rows.is_empty(), "{table:?}");
        for format in [Format::Xlsx, Format::Html] {
            let other = format.table(&output, table);
            assert_eq!(other.len(), rows.len(), "{table:?} in {format:?}");
            for (row, other) in rows.iter().zip(&other) {
                assert_eq!(other, row, "{table:?} in {format:?}");
            }
        }
    }
}

#[test]
fn the_pages_lead_to_each_other() {
    let place = place();
    convert_course(place.path(), "html", &["--split-by", "department"]);
    let mut seen = 0;
    for folder in ["", "departments/Sales/", "departments/Support/"] {
        let below = place.path().join(folder);
        let pages = fs::read_dir(below.join("tables")).unwrap();
        let tables = pages.map(|page| page.unwrap().path());
        let others = ["index.html", "register.html"].map(|name| below.join(name));
        let people = fs::read_dir(below.join("people")).unwrap();
        let people = people.map(|page| page.unwrap().path());
        for path in tables.chain(others).chain(people) {
            let page = html(&path);
            for link in page.select(&selector("a[href]")) {
                let href = link.attr("href").unwrap();
                if let Some(target) = href.strip_prefix('#') {
                    let target = format!("[id='{target}']");
                    assert!(
                        page.select(&selector(&target)).next().is_some(),
                        "{path:?} {href}"
                    );
                    continue;
                }
                let target = path.parent().unwrap().join(href.replace("%20", " "));
                assert!(target.exists(), "{path:?} leads to {href}: {}", text(link));
                seen += 1;
                // What is handed to a department leads nowhere else.
                let inside = target.canonicalize().unwrap();
                assert!(
                    inside.starts_with(below.canonicalize().unwrap()),
                    "{path:?} {href}"
                );
            }
        }
    }
    assert!(seen > 200, "{seen}");
    let register = html(&place.path().join("departments/Sales/register.html"));
    assert_eq!(
        register.select(&selector("tbody:not(.totals) tr")).count(),
        11
    );
}
