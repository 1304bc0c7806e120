//! The wide register as each format has it, read back.

use std::path::Path;

use scraper::ElementRef;

use super::read_back::{
    Format, Grid, clock_seconds, csv_grid, html, number, selector, sheet, text,
};

/// Columns of the sheets and CSV files before those of meetings, and behind them.
const LEADING: usize = 3;
const TRAILING: usize = 5;

/// A person's row.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    /// A letter a meeting, `-` for none.
    pub letters: String,
    /// The seconds in each meeting, 0 for none.
    pub seconds: Vec<i64>,
    pub attended: i64,
    pub of_due: String,
    /// In hundredths of a percent.
    pub share: Option<i64>,
    pub presence: i64,
}

/// The register with the totals below each block of people, which programs are not given.
#[derive(Debug)]
pub struct Register {
    pub rows: Vec<Row>,
    /// Of each block how many attended each meeting, and their sum at the right.
    pub totals: Option<Vec<(Vec<i64>, i64)>>,
}

impl Register {
    /// The register of an output folder.
    pub fn read(format: Format, folder: &Path) -> Self {
        match format {
            Format::Csv => {
                let file = |name| csv_grid(&folder.join("csv").join(name));
                Self::of_grids(
                    &file("register-status.csv"),
                    &file("register-wide.csv"),
                    whole,
                )
            }
            Format::Xlsx => {
                let letters = without_totals(sheet(folder, "Register"));
                let times = without_totals(sheet(folder, "Register time"));
                let register = Self::of_grids(&letters.0, &times.0, clock_seconds);
                let totals = letters.1.iter().map(|row| {
                    let behind = row.len() - TRAILING;
                    let sums = row[LEADING..behind].iter();
                    (sums.map(|cell| whole(cell)).collect(), whole(&row[behind]))
                });
                Self {
                    totals: Some(totals.collect()),
                    ..register
                }
            }
            Format::Html => Self::of_page(folder),
        }
    }

    fn of_grids(letters: &Grid, times: &Grid, seconds: fn(&str) -> i64) -> Self {
        let row = |(letters, times): (&Vec<String>, &Vec<String>)| {
            assert_eq!(letters[..LEADING], times[..LEADING]);
            let meetings = LEADING..letters.len() - TRAILING;
            let share = &letters[meetings.end + 3];
            Row {
                name: letters[0].clone(),
                letters: letters[meetings.clone()]
                    .iter()
                    .map(|cell| letter(cell))
                    .collect(),
                seconds: times[meetings.clone()]
                    .iter()
                    .map(|cell| known(cell, seconds))
                    .collect(),
                attended: whole(&letters[meetings.end]),
                of_due: letters[meetings.end + 2].clone(),
                share: (!share.is_empty()).then(|| hundredths(number(share) * 100.0)),
                presence: known(&letters[meetings.end + 4], seconds),
            }
        };
        assert_eq!(letters.rows.len(), times.rows.len());
        Self {
            rows: letters.rows.iter().zip(&times.rows).map(row).collect(),
            totals: None,
        }
    }

    fn of_page(folder: &Path) -> Self {
        let page = html(&folder.join("register.html"));
        let people = selector("tbody:not(.totals) tr:not(.block)");
        let below = selector("tbody.totals tr");
        let rows = page.select(&people);
        let totals = page.select(&below).map(|row| {
            let cells: Vec<_> = row.select(&selector("td")).map(text).collect();
            let (meetings, behind) = cells[1..].split_at(cells.len() - 4);
            let sums = meetings.iter().map(|cell| whole(cell)).collect();
            (sums, first_number(&behind[0]))
        });
        Self {
            totals: Some(totals.collect()),
            rows: rows.map(page_row).collect(),
        }
    }
}

/// The number before ` of `, or all there is.
fn first_number(cell: &str) -> i64 {
    whole(cell.split(" of ").next().unwrap())
}

fn page_row(row: ElementRef<'_>) -> Row {
    let part = |cell: ElementRef<'_>, css: &str| {
        cell.select(&selector(css))
            .next()
            .map(text)
            .unwrap_or_default()
    };
    let cells: Vec<_> = row.select(&selector("td")).collect();
    let (meetings, behind) = cells[1..].split_at(cells.len() - 4);
    let shown = |cell: ElementRef<'_>| match part(cell, ".na") {
        missing if missing.is_empty() => text(cell),
        _ => String::new(),
    };
    let [of_due, share, presence] = [0, 1, 2].map(|at| shown(behind[at]));
    Row {
        name: part(row, "th bdi"),
        letters: meetings
            .iter()
            .map(|&cell| letter(&part(cell, ".st")))
            .collect(),
        seconds: meetings
            .iter()
            .map(|&cell| known(&part(cell, "small"), clock_seconds))
            .collect(),
        attended: first_number(&of_due),
        of_due: if of_due.contains(" of ") {
            of_due
        } else {
            String::new()
        },
        share: share
            .strip_suffix('%')
            .map(|percent| exact_share(number(percent), behind[1])),
        presence: known(&presence, clock_seconds),
    }
}

/// The share that a cell is sorted by, in hundredths of a percent; it shows a tenth at most.
fn exact_share(shown: f64, cell: ElementRef<'_>) -> i64 {
    let exact = number(cell.attr("data-v").unwrap()) * 100.0;
    assert!((exact - shown).abs() < 0.0501, "{shown} % for {exact} %");
    hundredths(exact)
}

/// The people of a sheet, and the row of totals below each block of them.
fn without_totals(mut grid: Grid) -> (Grid, Vec<Vec<String>>) {
    let mut rows = std::mem::take(&mut grid.rows);
    // Below the last totals there is the legend.
    let last = rows
        .iter()
        .rposition(|row| is_totals(row.as_slice()))
        .expect("there are totals");
    rows.truncate(last + 1);
    let (totals, people) = rows.into_iter().partition(|row| is_totals(row));
    grid.rows = people;
    let is_heading = |row: &Vec<String>| row[1..].iter().all(String::is_empty);
    grid.rows.retain(|row| !is_heading(row));
    (grid, totals)
}

fn is_totals(row: &[String]) -> bool {
    ["Attended", "Presence"].contains(&row[0].as_str())
}

fn letter(cell: &str) -> String {
    if cell.is_empty() { "-" } else { cell }.to_owned()
}

fn known(cell: &str, seconds: fn(&str) -> i64) -> i64 {
    if cell.is_empty() { 0 } else { seconds(cell) }
}

fn whole(cell: &str) -> i64 {
    hundredths(number(cell)) / 100
}

fn hundredths(number: f64) -> i64 {
    (number * 100.0).round() as i64
}
