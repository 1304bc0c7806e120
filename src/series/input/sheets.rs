//! Small tables that the user keeps beside the reports, as CSV or as an Excel workbook.
//!
//! A sheet is read whole, since a list of people fits in memory. What is wrong
//! with it is told by file, row and column.

use std::fmt;
use std::io::Cursor;

use calamine::{Data, Reader as _};
use jiff::civil;

use crate::decode::encoding;
use crate::finding::Finding;

/// Something wrong with a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FileProblem {
    /// The file, as typed.
    pub file: String,
    /// The row, from 1, as a spreadsheet or editor counts.
    pub row: Option<usize>,
    /// The column's heading.
    pub column: Option<String>,
    /// What is wrong, with the value in it.
    pub problem: String,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// What a cell of a sheet holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, or blanks.
    Empty,
    /// A text, trimmed.
    Text(String),
    /// A date and time of day without a zone, as spreadsheets keep them.
    Moment(civil::DateTime),
}

/// One row below the heading.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Where it stands, from 1.
    pub number: usize,
    values: Vec<Value>,
}

/// A table with a heading row.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The file, as typed.
    pub file: String,
    headings: Vec<String>,
    heading_row: usize,
    /// The rows that hold something, in order.
    pub rows: Vec<SheetRow>,
}

/// Where a sheet has a column; `None` where it has not.
pub type Column = Option<usize>;

impl Sheet {
    /// Reads a CSV file or the first sheet of an Excel workbook; the bytes tell which.
    ///
    /// # Errors
    /// When it is neither or has no heading row.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FileProblem> {
        let lines = if bytes.starts_with(b"PK\x03\x04") {
            workbook_lines(file, bytes)?
        } else {
            csv_lines(file, bytes)?
        };
        Self::of_lines(file, lines)
    }

    fn of_lines(file: &str, lines: Vec<SheetRow>) -> Result<Self, FileProblem> {
        let filled = |line: &SheetRow| line.values.iter().any(|value| *value != Value::Empty);
        let mut lines = lines.into_iter().filter(filled);
        let first = lines
            .next()
            .ok_or_else(|| problem(file, "holds no heading row".into()))?;
        let heading = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Empty | Value::Moment(_) => String::new(),
        };
        Ok(Self {
            file: file.to_owned(),
            headings: first.values.iter().map(heading).collect(),
            heading_row: first.number,
            rows: lines.collect(),
        })
    }

    /// The column with one of these headings, whatever their case, blanks and signs.
    ///
    /// # Errors
    /// When two columns have one of them.
    pub fn column(&self, names: &[&str]) -> Result<Column, FileProblem> {
        let named = |heading: &str| names.iter().any(|name| plain(name) == plain(heading));
        let mut found = (0..self.headings.len()).filter(|&at| named(&self.headings[at]));
        let first = found.next();
        match found.next() {
            None => Ok(first),
            Some(second) => Err(FileProblem {
                column: Some(self.headings[second].clone()),
                row: Some(self.heading_row),
                ..problem(&self.file, "stands twice".into())
            }),
        }
    }

    /// Refuses the sheet where it has none of these columns.
    ///
    /// # Errors
    /// When all of them are missing.
    pub fn require(&self, columns: &[Column], names: &str) -> Result<(), FileProblem> {
        if columns.iter().any(Option::is_some) {
            return Ok(());
        }
        let found = self.headings.iter().filter(|heading| !heading.is_empty());
        let found = found.map(String::as_str).collect::<Vec<_>>().join(", ");
        Err(FileProblem {
            row: Some(self.heading_row),
            ..problem(
                &self.file,
                format!(
                    "needs a column {names}; the first row that is not blank is taken for the headings and has {found}"
                ),
            )
        })
    }

    /// What is wrong with the value in this row and column.
    pub fn problem_at(&self, row: &SheetRow, column: Column, said: String) -> FileProblem {
        FileProblem {
            row: Some(row.number),
            column: column.map(|at| self.headings[at].clone()),
            ..problem(&self.file, said)
        }
    }

    /// A date, as `2026-10-31`, `31.10.2026` or a spreadsheet's own.
    ///
    /// # Errors
    /// When there is something else.
    pub fn date(&self, row: &SheetRow, column: Column) -> Result<Option<civil::Date>, FileProblem> {
        match row.value(column) {
            Value::Empty => Ok(None),
            Value::Moment(moment) => Ok(Some(moment.date())),
            Value::Text(text) => read_date(text).map(Some).ok_or_else(|| {
                let said = format!(
                    "`{}` is no date; write it as 2026-10-31",
                    text.escape_debug()
                );
                self.problem_at(row, column, said)
            }),
        }
    }
}

impl SheetRow {
    /// What stands in this column.
    pub fn value(&self, column: Column) -> &Value {
        column
            .and_then(|at| self.values.get(at))
            .unwrap_or(&Value::Empty)
    }

    /// The text in this column; `None` where there is none.
    pub fn text(&self, column: Column) -> Option<String> {
        match self.value(column) {
            Value::Empty => None,
            Value::Text(text) => Some(text.clone()),
            Value::Moment(moment) => Some(moment.to_string()),
        }
    }
}

/// A problem with the file as a whole.
pub fn problem(file: &str, problem: String) -> FileProblem {
    FileProblem {
        file: file.to_owned(),
        row: None,
        column: None,
        problem,
    }
}

/// A date as people write it without doubt: year first, or day first with dots.
pub fn read_date(text: &str) -> Option<civil::Date> {
    let parts = |sign: char| -> Option<[i16; 3]> {
        let mut parts = text.split(sign).map(|part| part.trim().parse().ok());
        let all = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(all)
    };
    let small = |number: i16| i8::try_from(number).ok();
    let (year, month, day) = match (parts('-'), parts('.')) {
        (Some([year, month, day]), _) | (None, Some([day, month, year])) => (year, month, day),
        (None, None) => return None,
    };
    let four_digits = (1000..=9999).contains(&year);
    civil::Date::new(year, small(month)?, small(day)?)
        .ok()
        .filter(|_| four_digits)
}

/// Letters and digits alone, in lower case.
fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn text_value(text: &str) -> Value {
    match text.trim() {
        "" => Value::Empty,
        text => Value::Text(text.to_owned()),
    }
}

fn csv_lines(file: &str, bytes: &[u8]) -> Result<Vec<SheetRow>, FileProblem> {
    let said = |finding: Finding| {
        let way_out = "save it as `CSV UTF-8` or as an Excel workbook";
        problem(file, format!("{}; {way_out}", finding.message))
    };
    let bytes = encoding::utf8(bytes).map_err(said)?;
    let text = encoding::text(&bytes).map_err(said)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let (mut number, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| problem(file, format!("is no CSV: {error}")))?;
        let begin = record.position().map_or(0, |position| position.byte()) as usize;
        // Blank lines before a record belong to it, by the reader's count.
        let blank = text[begin..].len() - text[begin..].trim_start_matches(['\r', '\n']).len();
        number += text[counted..begin + blank].matches('\n').count();
        counted = begin + blank;
        lines.push(SheetRow {
            number,
            values: record.iter().map(text_value).collect(),
        });
    }
    Ok(lines)
}

/// The sign that the heading row is split at.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |sign: u8| heading.bytes().filter(|&byte| byte == sign).count();
    let signs = [b',', b';', b'\t'];
    // The first of equals, which `max_by_key` would not give.
    signs
        .into_iter()
        .rev()
        .max_by_key(|&sign| count(sign))
        .unwrap_or(b',')
}

fn workbook_lines(file: &str, bytes: &[u8]) -> Result<Vec<SheetRow>, FileProblem> {
    let failed =
        |error: calamine::XlsxError| problem(file, format!("is no Excel workbook: {error}"));
    let mut workbook = calamine::Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let range = workbook
        .worksheet_range_at(0)
        .ok_or_else(|| problem(file, "holds no sheet".into()))?
        .map_err(failed)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    // Row and column count from the sheet's own corner, whatever is blank before.
    let blank = vec![Value::Empty; first_column as usize];
    let lines = range.rows().enumerate().map(|(index, row)| SheetRow {
        number: first_row as usize + index + 1,
        values: blank
            .iter()
            .cloned()
            .chain(row.iter().map(sheet_value))
            .collect(),
    });
    Ok(lines.collect())
}

fn sheet_value(data: &Data) -> Value {
    match data {
        Data::Empty | Data::Error(_) => Value::Empty,
        Data::DateTime(serial) if serial.is_datetime() => {
            moment(serial.as_f64()).map_or(Value::Empty, Value::Moment)
        }
        other => text_value(&other.to_string()),
    }
}

/// The date and time behind a spreadsheet's number of days, to the nearest second.
fn moment(days: f64) -> Option<civil::DateTime> {
    const DAY_ZERO: civil::DateTime = civil::date(1899, 12, 30).at(0, 0, 0, 0);
    let seconds = (days * 86_400.0).round() as i64;
    DAY_ZERO
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet::read("list.csv", text.as_bytes()).unwrap()
    }

    #[test]
    fn headings_are_found_whatever_their_case_and_signs() {
        let sheet = sheet("Name;E-Mail\nAnn;ann@x.example\n");
        let email = sheet.column(&["email", "mail"]).unwrap();
        assert_eq!(sheet.rows[0].text(email).as_deref(), Some("ann@x.example"));
        assert_eq!(sheet.column(&["department"]), Ok(None));
    }

    #[test]
    fn a_problem_names_file_row_and_column() {
        let sheet = sheet("name,from\n\nAnn,10/11/2026\n");
        let from = sheet.column(&["from"]).unwrap();
        let said = sheet.date(&sheet.rows[0], from).unwrap_err().to_string();
        assert_eq!(
            said,
            "`list.csv`, row 3, column `from`: `10/11/2026` is no date; write it as 2026-10-31"
        );
    }

    #[test]
    fn text_of_excel_is_read_in_either_unicode_and_else_the_way_out_is_told() {
        let utf_16: Vec<u8> = "Name\tMail\nZoë\tz@x.example\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let sheet = Sheet::read("list.csv", &[b"\xff\xfe", &utf_16[..]].concat()).unwrap();
        let name = sheet.column(&["name"]).unwrap();
        assert_eq!(sheet.rows[0].text(name).as_deref(), Some("Zoë"));
        let latin = Sheet::read("list.csv", b"Name\nZo\xeb\n").unwrap_err();
        assert!(
            latin.to_string().contains("save it as `CSV UTF-8`"),
            "{latin}"
        );
    }

    #[test]
    fn dates_are_read_where_they_leave_no_doubt() {
        let day = Some(civil::date(2026, 10, 31));
        assert_eq!(read_date("2026-10-31"), day);
        assert_eq!(read_date("31.10.2026"), day);
        for doubtful in ["31.10.26", "10/31/2026", "2026-02-30", "today"] {
            assert_eq!(read_date(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn a_workbook_reads_as_the_csv_file_does_and_keeps_its_dates() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 10, 31).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_string(0, 0, "Name").unwrap();
        sheet.write_string(0, 1, "From").unwrap();
        sheet.write_string(2, 0, "Ann").unwrap();
        sheet
            .write_datetime_with_format(2, 1, &date, &format)
            .unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let sheet = Sheet::read("list.xlsx", &bytes).unwrap();
        let row = &sheet.rows[0];
        let from = sheet.column(&["from"]).unwrap();
        assert_eq!(row.number, 3);
        assert_eq!(sheet.date(row, from), Ok(Some(civil::date(2026, 10, 31))));
    }

    #[test]
    fn a_missing_column_is_told_with_the_headings_there_are() {
        let sheet = sheet("who,when\nAnn,now\n");
        let said = sheet.require(&[None, None], "e-mail or id").unwrap_err();
        assert!(said.to_string().contains("who, when"), "{said}");
    }
}
