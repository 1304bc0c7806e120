//! Small tables that the user keeps beside the reports, as CSV or as an Excel workbook.
//!
//! A file is read whole, since a list of people fits in memory. Which of its sheets holds
//! the list, and where the headings stand, is found by [`table`](super::table).

use encoding_rs::WINDOWS_1252;
use jiff::civil;

use crate::decode::encoding;
use crate::series::input::addresses::clean;
use crate::series::input::dates::DateOrder;
use crate::series::input::json_list;
use crate::series::input::workbook::{self, WorkbookKind};

pub use crate::series::input::faults::{FileProblem, problem};

/// What a cell of a sheet holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, or blanks.
    Empty,
    /// A text: composed, without invisible signs, trimmed.
    Text(String),
    /// A date and time of day without a zone, as spreadsheets keep them.
    Moment(civil::DateTime),
    /// A formula whose value was not saved with the file.
    Unsaved,
}

impl Value {
    /// Returns what a text is as a value.
    pub fn of_text(text: &str) -> Self {
        match clean(text) {
            text if text.is_empty() => Self::Empty,
            text => Self::Text(text),
        }
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Where it stands, from 1.
    pub number: usize,
    /// What its cells hold.
    pub(super) values: Vec<Value>,
}

/// The rows of one sheet.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    /// The name, in a workbook of several.
    pub name: Option<String>,
    /// The rows that hold something, in order.
    pub lines: Vec<SheetRow>,
}

/// A file of the user's, of which it is not yet known what its columns mean.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The file, as typed.
    pub file: String,
    /// How dates are read that leave doubt; `None` refuses them.
    pub date_order: Option<DateOrder>,
    pub(super) tabs: Vec<Tab>,
    /// What is remarkable about how it was read.
    pub(super) notes: Vec<String>,
}

/// Where a table has a column; `None` where it has not.
pub type Column = Option<usize>;

impl Sheet {
    /// Reads a CSV file, an Excel workbook or a list that Graph answered; the bytes tell which.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FileProblem> {
        let mut sheet = Self {
            file: file.to_owned(),
            date_order: None,
            tabs: Vec::new(),
            notes: Vec::new(),
        };
        if let Some(kind) = WorkbookKind::of(bytes) {
            sheet.tabs = workbook::tabs(file, bytes, kind, &mut sheet.notes)?;
        } else {
            let text = decoded(file, bytes, &mut sheet.notes)?;
            sheet.tabs.push(match json_list::is_json(&text) {
                true => json_list::tab(file, &text)?,
                false => Tab {
                    name: None,
                    lines: csv_lines(file, &text)?,
                },
            });
        }
        for tab in &mut sheet.tabs {
            tab.lines.retain(SheetRow::is_filled);
        }
        Ok(sheet)
    }

    /// Returns the file's name without folders.
    pub fn file_name(&self) -> &str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file)
    }
}

impl SheetRow {
    /// Returns whether any cell holds something.
    pub(super) fn is_filled(&self) -> bool {
        self.values.iter().any(|value| *value != Value::Empty)
    }

    /// Returns what stands in this column.
    pub fn value(&self, column: Column) -> &Value {
        column
            .and_then(|at| self.values.get(at))
            .unwrap_or(&Value::Empty)
    }

    /// Returns the text in this column; `None` where there is none.
    pub fn text(&self, column: Column) -> Option<String> {
        match self.value(column) {
            Value::Empty | Value::Unsaved => None,
            Value::Text(text) => Some(text.clone()),
            Value::Moment(moment) => Some(moment.to_string()),
        }
    }
}

/// Returns the text of a file, in whatever encoding; another than Unicode is noted.
fn decoded(file: &str, bytes: &[u8], notes: &mut Vec<String>) -> Result<String, FileProblem> {
    let way_out = "save it as `CSV UTF-8` or as an Excel workbook (.xlsx)";
    let what_else = match bytes.trim_ascii_start() {
        [b'<', ..] => Some("is a web page or XML, whatever its name says"),
        [b'%', b'P', b'D', b'F', ..] => Some("is a PDF"),
        _ => None,
    };
    if let Some(what) = what_else {
        return Err(problem(file, format!("{what}; {way_out}")));
    }
    let unicode = encoding::utf8(bytes)
        .map_err(|finding| problem(file, format!("{}; {way_out}", finding.message)))?;
    match encoding::text(&unicode) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if unicode.contains(&0) => Err(problem(file, format!("is no text; {way_out}"))),
        Err(_) => {
            notes.push("read as Windows-1252, since it is not UTF-8".into());
            Ok(WINDOWS_1252
                .decode_without_bom_handling(&unicode)
                .0
                .into_owned())
        }
    }
}

fn csv_lines(file: &str, text: &str) -> Result<Vec<SheetRow>, FileProblem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let (mut number, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            problem(
                file,
                format!("is no CSV: {error}; save it as `CSV UTF-8` again"),
            )
        })?;
        let begin = record.position().map_or(0, |position| position.byte()) as usize;
        // Blank lines before a record belong to it, by the reader's count.
        let blank = text[begin..].len() - text[begin..].trim_start_matches(['\r', '\n']).len();
        number += text[counted..begin + blank].matches('\n').count();
        counted = begin + blank;
        let about_the_file = ["sep=", "#"].iter().any(|sign| record[0].starts_with(sign));
        // Excel's `sep=;`, PowerShell's `#TYPE` and remarks stand above the list.
        if about_the_file && lines.is_empty() {
            continue;
        }
        lines.push(SheetRow {
            number,
            values: record.iter().map(Value::of_text).collect(),
        });
    }
    Ok(lines)
}

/// How many lines are looked at to find the sign that rows are split at.
const LINES_LOOKED_AT: usize = 20;

/// Returns the sign that rows are split at: the one Excel was told, else the one in most lines.
fn delimiter(text: &str) -> u8 {
    let signs = [b',', b';', b'\t'];
    let told = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("sep="));
    if let Some(sign) = told.and_then(|sign| {
        signs
            .into_iter()
            .find(|own| sign.as_bytes().first() == Some(own))
    }) {
        return sign;
    }
    let lines = || {
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .take(LINES_LOOKED_AT)
    };
    let count = |line: &str, sign: u8| {
        let mut quoted = false;
        let outside = line.bytes().filter(|&byte| {
            quoted ^= byte == b'"';
            byte == sign && !quoted
        });
        outside.count()
    };
    // Rows of a table have a sign equally often; in a title or a number it stands by chance.
    let weight = |sign: u8| {
        let counts: Vec<_> = lines().map(|line| count(line, sign)).collect();
        let alike = counts
            .windows(2)
            .filter(|pair| pair[0] > 0 && pair[0] == pair[1]);
        (
            alike.count(),
            counts.iter().filter(|count| **count > 0).count(),
            counts.iter().sum::<usize>(),
        )
    };
    // The first of equals, which `max_by_key` would not give.
    let best = signs.into_iter().rev().max_by_key(|&sign| weight(sign));
    best.unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = Sheet::read("list.csv", bytes).unwrap();
        let texts = |row: &SheetRow| {
            let cells = 0..row.values.len();
            cells
                .map(|at| row.text(Some(at)).unwrap_or_default())
                .collect()
        };
        sheet.tabs[0].lines.iter().map(texts).collect()
    }

    #[test]
    fn text_is_read_in_either_unicode_and_else_as_windows_1252_which_is_said() {
        let utf_16: Vec<u8> = "Name\tMail\nZoë\tz@x.example\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(cells(&[b"\xff\xfe", &utf_16[..]].concat())[1][0], "Zoë");
        let latin = Sheet::read("list.csv", b"Name\nZo\xeb\n").unwrap();
        assert_eq!(latin.tabs[0].lines[1].text(Some(0)).as_deref(), Some("Zoë"));
        assert_eq!(latin.notes, ["read as Windows-1252, since it is not UTF-8"]);
    }

    #[test]
    fn rows_are_split_where_most_lines_are() {
        assert_eq!(
            cells(b"Course, spring\nName;Value\nAnn;1,5\n")[2],
            ["Ann", "1,5"]
        );
        assert_eq!(
            cells(b"\"Name, all\";Mail\nA;b\n")[0],
            ["Name, all", "Mail"]
        );
        assert_eq!(cells(b"sep=;\nName\nAnn, Lee\n")[1], ["Ann, Lee"]);
    }

    #[test]
    fn lines_about_the_file_are_no_rows_and_rows_keep_their_numbers() {
        let sheet = Sheet::read("list.csv", b"#TYPE X\n# remark\n\nName\nAnn\n").unwrap();
        assert_eq!(
            sheet.tabs[0]
                .lines
                .iter()
                .map(|row| row.number)
                .collect::<Vec<_>>(),
            [4, 5]
        );
    }

    #[test]
    fn what_is_no_list_is_named_with_the_way_out() {
        for (bytes, what) in [
            (&b"<html><table>"[..], "a web page"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
            (b"%PDF-1.7", "a PDF"),
        ] {
            let said = Sheet::read("list.xls", bytes).unwrap_err().to_string();
            assert!(said.contains(what) && said.contains("save it as"), "{said}");
        }
    }
}
