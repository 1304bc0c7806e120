//! Tables as each format has them, read back by libraries that know nothing of the program,
//! and brought to one form: durations in seconds, times and shares as the data have them.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _};
use jiff::civil::{self, DateTime};
use jiff::{SignedDuration, Timestamp};
use rollbook::views::Table;
use rollbook::views::column::{Column, Kind};
use scraper::{ElementRef, Html, Selector};

/// The zone in which people read the course's times.
pub const ZONE: &str = "Europe/Berlin";

/// A format that people or programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Html,
}

pub const FORMATS: [Format; 3] = [Format::Csv, Format::Xlsx, Format::Html];

/// A table as texts: its headings, and its cells with nothing as an empty text.
pub struct Grid {
    headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// Where the column with this heading is.
    pub fn at(&self, heading: &str) -> usize {
        let found = self.headings.iter().position(|known| known == heading);
        found.unwrap_or_else(|| panic!("no column `{heading}` among {:?}", self.headings))
    }
}

impl Format {
    /// A table of the output folder, its cells in the order of its columns and in one form.
    pub fn table(self, folder: &Path, table: Table) -> Vec<Vec<String>> {
        let grid = self.grid(folder, table);
        if grid.headings.is_empty() {
            return Vec::new();
        }
        let at: Vec<_> = table
            .columns()
            .iter()
            .map(|column| grid.at(&self.heading(column)))
            .collect();
        let cell = |row: &[String], column: usize| {
            self.plain(table.columns()[column].kind, &row[at[column]])
        };
        grid.rows
            .iter()
            .map(|row| (0..at.len()).map(|column| cell(row, column)).collect())
            .collect()
    }

    fn grid(self, folder: &Path, table: Table) -> Grid {
        match self {
            Self::Csv => csv_grid(&folder.join(format!("csv/{}.csv", table.name()))),
            Self::Xlsx => sheet(folder, table.title()),
            Self::Html => page(&folder.join(format!("tables/{}.html", table.name()))),
        }
    }

    fn heading(self, column: &Column) -> String {
        match (self, column.kind) {
            (Self::Csv, _) => column.key.into(),
            (Self::Xlsx, Kind::Time) => format!("{} ({ZONE})", column.label),
            (Self::Xlsx | Self::Html, _) => column.label.into(),
        }
    }

    /// A cell in the form that all formats are compared in.
    fn plain(self, kind: Kind, cell: &str) -> String {
        match kind {
            _ if cell.is_empty() => String::new(),
            Kind::Text => cell.to_owned(),
            Kind::Count => cell.replace(',', ""),
            Kind::Number => format!("{:.2}", number(cell)),
            Kind::Seconds | Kind::SignedSeconds | Kind::MeanSeconds => match self {
                Self::Csv => format!("{}", number(cell).round()),
                Self::Xlsx | Self::Html => clock_seconds(cell).to_string(),
            },
            Kind::Share => match cell.strip_suffix('%') {
                Some(percent) => format!("{:.4}", number(percent) / 100.0),
                None => format!("{:.4}", number(cell)),
            },
            Kind::Time => match self {
                Self::Csv => local(cell),
                Self::Xlsx | Self::Html => cell.to_owned(),
            },
        }
    }
}

pub fn number(cell: &str) -> f64 {
    cell.parse()
        .unwrap_or_else(|_| panic!("`{cell}` is no number"))
}

/// `7:36:00` in seconds.
pub fn clock_seconds(cell: &str) -> i64 {
    let parts = cell.split(':').map(|part| part.parse::<i64>().unwrap());
    parts.fold(0, |sum, part| sum * 60 + part)
}

/// A time of the data as a clock in [`ZONE`] shows it.
fn local(cell: &str) -> String {
    let instant: Timestamp = cell.parse().unwrap();
    let local = instant.in_tz(ZONE).unwrap();
    local.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

pub fn csv_grid(path: &Path) -> Grid {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let lines = reader.records().map(|line| {
        let line = line.unwrap();
        line.iter().map(str::to_owned).collect()
    });
    grid(lines)
}

fn grid(mut lines: impl Iterator<Item = Vec<String>>) -> Grid {
    Grid {
        headings: lines.next().expect("there is a heading"),
        rows: lines.collect(),
    }
}

pub fn sheet(folder: &Path, name: &str) -> Grid {
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(folder.join("attendance.xlsx")).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    grid(range.rows().map(|row| row.iter().map(shown).collect()))
}

/// A cell as somebody sees it in a spreadsheet.
fn shown(cell: &Data) -> String {
    match cell {
        Data::DateTime(serial) if serial.is_duration() => {
            let seconds = seconds_of_days(serial.as_f64());
            format!(
                "{}:{:02}:{:02}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60
            )
        }
        Data::DateTime(serial) => {
            const DAY_ZERO: DateTime = civil::date(1899, 12, 30).at(0, 0, 0, 0);
            let seconds = seconds_of_days(serial.as_f64());
            let shown = DAY_ZERO + SignedDuration::from_secs(seconds);
            shown.strftime("%Y-%m-%d %H:%M:%S").to_string()
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

pub fn html(path: &Path) -> Html {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    Html::parse_document(&text)
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// The text of an element; where a line may not end is of no matter.
pub fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().replace('\u{a0}', " ")
}

/// The table of a page, below its sums; what is not known is an empty text.
fn page(path: &Path) -> Grid {
    let page = html(path);
    let known = |cell: ElementRef<'_>| match cell.select(&selector(".na")).next() {
        Some(_) => String::new(),
        None => text(cell),
    };
    let line = |row: ElementRef<'_>| row.select(&selector("th, td")).map(known).collect();
    match page.select(&selector("p.notice")).next() {
        // A page without rows says so, and has no table.
        Some(_) => grid(std::iter::once(Vec::new())),
        None => grid(page.select(&selector("table.list tr")).map(line)),
    }
}

/// Whole seconds of a number of days, by way of hundredths, so that a half reads as a half.
fn seconds_of_days(days: f64) -> i64 {
    ((days * 8_640_000.0).round() / 100.0).round() as i64
}
