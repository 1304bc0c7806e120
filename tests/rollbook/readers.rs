//! The workbook that readers open: few sheets, few columns, nothing empty, answers first.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};

use crate::support::{COURSE, convert, csv_rows, place, stderr};

/// The sheets of the workbook of some reports, in order.
fn book(inputs: &[&str], folder: &Path, options: &[&str]) -> Vec<(String, Range<Data>)> {
    let output = convert(inputs, folder, options);
    assert!(output.status.code() < Some(2), "{}", stderr(&output));
    let mut book: Xlsx<_> = calamine::open_workbook(folder.join("attendance.xlsx")).unwrap();
    book.worksheets()
}

fn course(folder: &Path, options: &[&str]) -> Vec<(String, Range<Data>)> {
    let options = match options.contains(&"--format") {
        true => [&COURSE[..], options].concat(),
        false => [&COURSE[..], &["--format", "xlsx,csv", "--raw"], options].concat(),
    };
    book(&["samples/course"], folder, &options)
}

fn names(book: &[(String, Range<Data>)]) -> Vec<&str> {
    book.iter().map(|(name, _)| name.as_str()).collect()
}

fn sheet<'b>(book: &'b [(String, Range<Data>)], name: &str) -> &'b Range<Data> {
    let found = book.iter().find(|(one, _)| one == name);
    &found.unwrap_or_else(|| panic!("no sheet {name}")).1
}

/// The texts of a sheet's row.
fn texts(sheet: &Range<Data>, row: usize) -> Vec<String> {
    let row = sheet.rows().nth(row).unwrap();
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn a_course_has_eight_sheets_of_at_most_twelve_columns_and_none_is_empty() {
    let place = place();
    let book = course(place.path(), &[]);
    let expected = [
        "Overview",
        "Register",
        "People",
        "Meetings",
        "Departments",
        "Hours",
        "To check",
        "About",
    ];
    assert_eq!(names(&book), expected);
    for (name, sheet) in &book {
        assert!(sheet.height() > 1, "{name} is empty");
        // The register has a column for each meeting, the hours one for each month.
        assert!(sheet.width() <= 12 || name == "Register", "{name}");
    }
    let details = course(&place.path().join("all"), &["--detail"]);
    for name in [
        "Register time",
        "Records",
        "Intervals",
        "Findings",
        "Columns",
    ] {
        assert!(names(&details).contains(&name), "{:?}", names(&details));
    }
}

#[test]
fn one_meeting_without_lists_has_no_sheet_of_what_nobody_said() {
    let place = place();
    let book = book(&["samples/one-to-one.json"], place.path(), &[]);
    assert_eq!(names(&book), ["Overview", "People", "Meetings", "About"]);
    let headings = texts(sheet(&book, "People"), 0);
    assert!(!headings.contains(&"Department".to_owned()), "{headings:?}");
}

#[test]
fn the_overview_tells_first_how_many_came_and_who_did_not() {
    let place = place();
    let book = course(place.path(), &[]);
    let overview = sheet(&book, "Overview");
    let people = csv_rows(&place.path().join("csv/people.csv"));
    let of = |row: &std::collections::BTreeMap<String, String>, key: &str| -> u64 {
        row[key].parse().unwrap_or(0)
    };
    let roster: Vec<_> = people.iter().filter(|row| !row["due"].is_empty()).collect();
    let (attended, due) = roster.iter().fold((0, 0), |(attended, due), row| {
        (attended + of(row, "attended"), due + of(row, "due"))
    });
    let all: Vec<String> = (0..overview.height())
        .map(|at| texts(overview, at).join("|"))
        .collect();
    let at = |text: &str| {
        let found = all.iter().position(|row| row.starts_with(text));
        found.unwrap_or_else(|| panic!("no {text} in {all:#?}"))
    };
    let figures = at("Attended of expected");
    assert!(
        all[figures + 1].starts_with(&format!("{attended} of {due}|")),
        "{all:#?}"
    );
    let missed = at("Who missed something");
    let missing = |row: &&&std::collections::BTreeMap<String, String>| {
        of(row, "absent") + of(row, "unknown") + of(row, "partial") > 0
    };
    let mut expected: Vec<_> = roster.iter().filter(missing).collect();
    expected.sort_by_key(|row| std::cmp::Reverse((of(row, "absent"), of(row, "unknown"))));
    for (at, row) in (missed + 2..).zip(&expected) {
        let shown = format!(
            "{}|{}|{}|",
            row["display_name"], row["department"], row["absent"]
        );
        assert!(all[at].starts_with(&shown), "{shown}: {}", all[at]);
    }
    assert!(figures < missed && missed < at("By meeting"));
    assert!(at("By meeting") < at("By department"));
    assert!(at("By department") < at("What to look at"));
}

#[test]
fn hours_by_month_are_those_of_the_table_and_add_up() {
    let place = place();
    let book = course(place.path(), &[]);
    let grid = sheet(&book, "Hours");
    let headings = texts(grid, 0);
    let column = |name: &str| headings.iter().position(|one| one == name).unwrap();
    let seconds = |cell: &Data| match cell {
        Data::Empty => 0,
        Data::DateTime(time) => (time.as_f64() * 86_400.0).round() as i64,
        other => panic!("{other:?}"),
    };
    let rows: Vec<_> = grid.rows().skip(1).collect();
    let row_of = |name: &str| {
        let found = rows.iter().find(|row| row[0] == *name);
        *found.unwrap_or_else(|| panic!("no {name}"))
    };
    let hours = csv_rows(&place.path().join("csv/hours.csv"));
    assert!(hours.len() > 60);
    let months = [
        ("2026-09", "September 2026"),
        ("2026-10", "October 2026"),
        ("2026-11", "November 2026"),
    ];
    let months = BTreeMap::from(months);
    for row in &hours {
        let shown = row_of(&row["display_name"])[column(months[&*row["period"]])].clone();
        assert_eq!(seconds(&shown).to_string(), row["hours_seconds"], "{row:?}");
    }
    let sum = |keep: &dyn Fn(&str) -> bool| -> i64 {
        let kept = hours.iter().filter(|row| keep(&row["cost_centre"]));
        kept.map(|row| row["hours_seconds"].parse::<i64>().unwrap())
            .sum()
    };
    let total = column("Total");
    assert_eq!(seconds(&row_of("Total")[total]), sum(&|_| true));
    for centre in ["4711", "4712"] {
        assert_eq!(seconds(&row_of(centre)[total]), sum(&|one| one == centre));
    }
    assert_eq!(
        seconds(&row_of("(no cost centre)")[total]),
        sum(&str::is_empty)
    );
}

#[test]
fn in_german_no_word_of_ours_is_english_and_the_letters_are_german() {
    let place = place();
    let book = course(place.path(), &["--language", "de"]);
    let register = sheet(&book, "Anwesenheitsliste");
    let row = |name: &str| {
        let found = register.rows().find(|row| row[0] == *name);
        let row: Vec<_> = found.unwrap().iter().map(ToString::to_string).collect();
        row[3..11].concat()
    };
    // In English TPPPPPPP, AAAAA?AA and so on.
    assert_eq!(row("Fatima el-Sayed"), "FFFFF?FF");
    assert_eq!(row("Bruno Carvalho"), "AAVAAAAA");
    assert_eq!(row("Chiara D'Amico"), "AAAGAAAA");
    let legend: Vec<_> = register.rows().map(|row| row[0].to_string()).collect();
    for words in ["A  anwesend", "V  verspätet", "F  gefehlt"] {
        assert!(legend.iter().any(|line| line == words), "{legend:?}");
    }
    let meetings = sheet(&book, "Besprechungen");
    let states: Vec<_> = meetings
        .rows()
        .skip(1)
        .map(|row| row[3].to_string())
        .collect();
    assert!(
        states.iter().all(|state| state == "abgehalten"),
        "{states:?}"
    );
    // Machine tables stay as they are.
    let letters = fs::read_to_string(place.path().join("csv/register-status.csv")).unwrap();
    let absent = r#""A","A","A","A","A","?","A","A""#;
    assert!(letters.contains(absent), "{letters}");
}

#[test]
fn what_is_to_be_checked_begins_with_what_is_most_serious() {
    let place = place();
    let book = book(&["samples"], place.path(), &[]);
    let findings = sheet(&book, "To check");
    let severities: Vec<_> = findings
        .rows()
        .skip(1)
        .map(|row| row[0].to_string())
        .collect();
    let rank = |word: &String| {
        ["error", "warning", "note"]
            .iter()
            .position(|one| one == word)
    };
    assert!(severities.len() > 20);
    assert!(severities.is_sorted_by_key(rank), "{severities:?}");
}

#[test]
fn a_summary_without_people_names_nobody() {
    let place = place();
    let book = course(place.path(), &["--tables", "departments,meetings"]);
    assert_eq!(
        names(&book),
        ["Overview", "Meetings", "Departments", "About"]
    );
    for (name, sheet) in &book {
        for cell in sheet.used_cells() {
            let text = cell.2.to_string();
            let personal = ["@", "el-Sayed", "Okafor"]
                .iter()
                .any(|word| text.contains(word));
            assert!(!personal, "{name}: {text}");
        }
    }
}

#[test]
fn it_is_called_what_the_user_says_else_after_the_only_series() {
    let place = place();
    let titles = |options: &[&str]| {
        let options = [&["--format", "xlsx,html", "--force"], options].concat();
        let book = course(place.path(), &options);
        let page = fs::read_to_string(place.path().join("index.html")).unwrap();
        let page = scraper::Html::parse_document(&page);
        let heading = scraper::Selector::parse("h1").unwrap();
        let heading: String = page.select(&heading).next().unwrap().text().collect();
        (heading, texts(sheet(&book, "Overview"), 0)[0].clone())
    };
    let title = "Safety <b>& first</b>";
    let said = titles(&["--title", title]);
    assert_eq!(said, (title.to_owned(), format!("Attendance: {title}")));
    let series = "Night shift safety".to_owned();
    assert_eq!(
        titles(&[]),
        (series.clone(), format!("Attendance: {series}"))
    );
}

#[test]
fn pages_of_tables_have_at_most_twelve_columns_and_all_of_them_with_detail() {
    let place = place();
    let columns = |name: &str, options: &[&str]| {
        let folder = place.path().join(name);
        let options = [&COURSE[..], &["--format", "html"], options].concat();
        let run = convert(&["samples/course"], &folder, &options);
        assert!(run.status.code() < Some(2), "{}", stderr(&run));
        let pages = fs::read_dir(folder.join("tables")).unwrap();
        let of_page = |page: std::io::Result<fs::DirEntry>| {
            let page = page.unwrap();
            let text = fs::read_to_string(page.path()).unwrap();
            let head = text.split("<thead>").nth(1);
            let head = head.and_then(|rest| rest.split("</thead>").next());
            let count = head.map_or(0, |head| head.matches("<th ").count());
            (page.file_name().into_string().unwrap(), count)
        };
        pages
            .map(of_page)
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let (few, all) = (columns("few", &[]), columns("all", &["--detail"]));
    assert!(few.len() > 8 && few.keys().eq(all.keys()));
    for (page, count) in &few {
        assert!(
            (1..=12).contains(count) || all[page] == 0,
            "{page}: {count}"
        );
        assert!(all[page] >= *count, "{page}");
    }
    assert!(all["people.html"] > 12);
    let chosen = columns("chosen", &["--columns", "people=display_name,attended"]);
    assert_eq!(chosen["people.html"], 2);
}

#[test]
fn what_to_look_at_names_its_subject_in_a_sentence_before_any_code() {
    let place = place();
    let options = ["--format", "html"];
    let run = convert(&["samples/every-finding.json"], place.path(), &options);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    let index = fs::read_to_string(place.path().join("index.html")).unwrap();
    let section = index.split("id=\"look-at\"").nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    let lines: Vec<_> = section
        .lines()
        .filter(|line| line.starts_with("<li>"))
        .collect();
    assert!(lines.len() > 3, "{section}");
    let severities = lines.iter().map(|line| line.contains("class=\"error\""));
    assert!(
        severities.is_sorted_by(|one, next| one >= next),
        "{section}"
    );
    for line in lines {
        let (sentence, code) = line.split_once(" <small><code>").unwrap();
        let code = code.split('<').next().unwrap();
        assert!(!sentence.contains(code), "{line}");
        assert!(
            sentence.contains(": <a href=\"meetings") || sentence.contains(": <bdi>"),
            "{line}"
        );
    }
}
