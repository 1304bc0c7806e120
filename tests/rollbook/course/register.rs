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
    pub of_due: String,
    /// In hundredths of a percent.
    pub share: Option<i64>,
    pub presence: i64,
}

/// The register with the totals below it, which programs are not given.
#[derive(Debug)]
pub struct Register {
    pub rows: Vec<Row>,
    pub attended: Option<Vec<i64>>,
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
                let totals = &letters.1[LEADING..letters.1.len() - TRAILING];
                Self {
                    attended: Some(totals.iter().map(|cell| whole(cell)).collect()),
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
                of_due: letters[meetings.end + 2].clone(),
                share: (!share.is_empty()).then(|| hundredths(number(share) * 100.0)),
                presence: known(&letters[meetings.end + 4], seconds),
            }
        };
        assert_eq!(letters.rows.len(), times.rows.len());
        Self {
            rows: letters.rows.iter().zip(&times.rows).map(row).collect(),
            attended: None,
        }
    }

    fn of_page(folder: &Path) -> Self {
        let page = html(&folder.join("register.html"));
        let rows = page.select(&selector("tbody tr")).map(page_row).collect();
        let footer = selector("tfoot td");
        let totals = page.select(&footer).map(text);
        let totals = totals.filter(|total| !total.is_empty());
        Self {
            rows,
            attended: Some(totals.map(|total| whole(&total)).collect()),
        }
    }
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
            .map(|&cell| letter(&part(cell, "span")))
            .collect(),
        seconds: meetings
            .iter()
            .map(|&cell| known(&part(cell, "small"), clock_seconds))
            .collect(),
        of_due,
        share: share
            .strip_suffix('%')
            .map(|percent| hundredths(number(percent))),
        presence: known(&presence, clock_seconds),
    }
}

/// The sheet without the row of totals, and that row: the last that is filled in.
fn without_totals(mut grid: Grid) -> (Grid, Vec<String>) {
    let totals = grid
        .rows
        .iter()
        .position(|row| ["Attended", "Presence"].contains(&row[0].as_str()));
    let rest = grid.rows.split_off(totals.expect("there are totals"));
    let totals = rest.into_iter().next().expect("there are totals");
    (grid, totals)
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
