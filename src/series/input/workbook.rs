//! The sheets of an Excel workbook, of today's or of the old kind: both epochs, ISO dates,
//! merged cells, formulas.

use std::fmt::Display;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Dimensions, Range, Reader as _, Xls, Xlsx};
use jiff::civil;

use crate::series::input::dates::read_day;
use crate::series::input::faults::{FileProblem, problem};
use crate::series::input::sheets::{SheetRow, Tab, Value};

/// How a workbook is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    /// A zip archive, `.xlsx`.
    Zipped,
    /// The compound file of old, `.xls`; a workbook with a password is one, too.
    Compound,
}

impl WorkbookKind {
    /// Returns the kind that bytes begin as; `None` where they are no workbook.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zipped),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::Compound),
            _ => None,
        }
    }
}

/// Returns the sheets that hold something, in their order.
///
/// # Errors
/// When it is no workbook.
pub(super) fn tabs(
    file: &str,
    bytes: &[u8],
    kind: WorkbookKind,
    notes: &mut Vec<String>,
) -> Result<Vec<Tab>, FileProblem> {
    let mut own_notes = Vec::new();
    let read = || match kind {
        WorkbookKind::Zipped => zipped(file, bytes, &mut own_notes),
        WorkbookKind::Compound => compound(file, bytes),
    };
    // The library trusts what a workbook says of itself, and panics where it was cut. What it
    // had read by then is thrown away.
    let tabs = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let said = "is a damaged workbook; open it in Excel and save it again, as .xlsx";
        Err(problem(file, said.into()))
    })?;
    notes.extend(own_notes);
    Ok(tabs)
}

fn zipped(file: &str, bytes: &[u8], notes: &mut Vec<String>) -> Result<Vec<Tab>, FileProblem> {
    let failed = |error: calamine::XlsxError| {
        problem(
            file,
            format!("is no Excel workbook: {error}; save it in Excel again, as .xlsx"),
        )
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let names = workbook.sheet_names();
    let content = |name: &str| {
        Ok(SheetContent {
            cells: workbook.worksheet_range(name)?,
            formulas: workbook.worksheet_formula(name)?,
            merged: workbook.merge_cells_by_sheet_name(name)?,
        })
    };
    let tabs = filled(&names, content).map_err(failed)?;
    if hides_rows(bytes) {
        notes.push("hidden rows read, too".into());
    }
    Ok(tabs)
}

fn compound(file: &str, bytes: &[u8]) -> Result<Vec<Tab>, FileProblem> {
    let failed = |error: &dyn Display| {
        let said = format!(
            "is a workbook of an old Excel that cannot be read, or one with a password ({error}); save it as `CSV UTF-8` or as an Excel workbook (.xlsx)"
        );
        problem(file, said)
    };
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let names = workbook.sheet_names();
    let content = |name: &str| -> Result<SheetContent, calamine::XlsError> {
        Ok(SheetContent {
            cells: workbook.worksheet_range(name)?,
            formulas: workbook.worksheet_formula(name)?,
            merged: workbook.merge_cells_by_sheet_name(name)?,
        })
    };
    filled(&names, content).map_err(|error| failed(&error))
}

/// What a sheet holds.
struct SheetContent {
    cells: Range<Data>,
    formulas: Range<String>,
    merged: Vec<Dimensions>,
}

/// Returns the sheets of these names that hold something.
fn filled<E>(
    names: &[String],
    mut content: impl FnMut(&str) -> Result<SheetContent, E>,
) -> Result<Vec<Tab>, E> {
    let mut tabs = Vec::new();
    let mut first_error = None;
    for name in names {
        match content(name).map(|content| lines(&content)) {
            Ok(lines) if lines.is_empty() => {}
            Ok(lines) => tabs.push(Tab {
                name: (names.len() > 1).then(|| name.clone()),
                lines,
            }),
            // A sheet that is a chart has no rows, and the list may stand on another.
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    if let (true, Some(error)) = (tabs.is_empty(), first_error) {
        return Err(error);
    }
    Ok(tabs)
}

fn lines(content: &SheetContent) -> Vec<SheetRow> {
    let SheetContent {
        cells: range,
        formulas,
        merged,
    } = content;
    let Some((first_row, first_column)) = range.start() else {
        return Vec::new();
    };
    // Row and column count from the sheet's own corner, whatever is blank before.
    let blank = vec![Value::Empty; first_column as usize];
    let mut lines: Vec<SheetRow> = Vec::new();
    for (index, row) in range.rows().enumerate() {
        let at = first_row + index as u32;
        let cells = row.iter().enumerate().map(|(index, data)| {
            let value = value(data);
            let place = (at, first_column + index as u32);
            let formula = formulas.get_value(place);
            match value {
                Value::Empty if formula.is_some_and(|formula| !formula.is_empty()) => {
                    Value::Unsaved
                }
                value => value,
            }
        });
        lines.push(SheetRow {
            number: at as usize + 1,
            values: blank.iter().cloned().chain(cells).collect(),
        });
    }
    // What a merged cell says holds for all of its rows; across columns it is a title.
    for area in merged {
        let column = area.start.1 as usize;
        let Some(top) = area.start.0.checked_sub(first_row) else {
            continue;
        };
        let said = lines
            .get(top as usize)
            .map(|line| line.value(Some(column)).clone());
        let Some(said) = said else { continue };
        let below = lines.iter_mut().skip(top as usize + 1);
        for line in below.take(area.end.0.saturating_sub(area.start.0) as usize) {
            if let Some(cell) = line.values.get_mut(column) {
                *cell = said.clone();
            }
        }
    }
    lines
}

fn value(data: &Data) -> Value {
    match data {
        Data::Empty | Data::Error(_) => Value::Empty,
        Data::DateTime(serial) if serial.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
            moment(year, [month, day, hour, minute, second], milli)
                .map_or(Value::Empty, Value::Moment)
        }
        Data::DateTimeIso(text) => match text.parse::<civil::DateTime>() {
            Ok(moment) => Value::Moment(moment),
            Err(_) => match read_day(text, None) {
                Some(day) => Value::Moment(day.to_datetime(civil::Time::midnight())),
                None => Value::of_text(text),
            },
        },
        other => Value::of_text(&other.to_string()),
    }
}

/// Returns the date and time, to the nearest second: a spreadsheet keeps fractions of a day.
fn moment(year: u16, parts: [u8; 5], milli: u16) -> Option<civil::DateTime> {
    let [month, day, hour, minute, second] = parts.map(|part| i8::try_from(part).ok());
    let year = i16::try_from(year).ok()?;
    let moment = civil::DateTime::new(year, month?, day?, hour?, minute?, second?, 0).ok()?;
    let rounded = i64::from(milli >= 500);
    moment
        .checked_add(jiff::SignedDuration::from_secs(rounded))
        .ok()
}

/// Returns whether a sheet has a row that is hidden or filtered away, which it is read in spite
/// of.
fn hides_rows(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    (0..archive.len()).any(|at| {
        let Ok(entry) = archive.by_index(at) else {
            return false;
        };
        let is_sheet = entry
            .name()
            .is_ok_and(|name| name.starts_with("xl/worksheets/sheet"));
        if !is_sheet {
            return false;
        }
        let mut text = String::new();
        let limit = 64 << 20;
        let read = std::io::Read::read_to_string(&mut std::io::Read::take(entry, limit), &mut text);
        read.is_ok()
            && text.split("<row ").skip(1).any(|row| {
                let tag = row.split('>').next().unwrap_or_default();
                tag.contains("hidden=\"1\"") || tag.contains("hidden=\"true\"")
            })
    })
}

#[cfg(test)]
mod tests {
    use calamine::Cell;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    use super::*;
    use crate::series::input::roster::Roster;
    use crate::series::input::sheets::Sheet;

    /// Returns the sheets of a workbook with this content, and what is noted of it.
    fn saved(fill: impl FnOnce(&mut Workbook)) -> (Vec<Tab>, Vec<String>) {
        let mut workbook = Workbook::new();
        fill(&mut workbook);
        let bytes = workbook.save_to_buffer().unwrap();
        let mut notes = Vec::new();
        let tabs = tabs("list.xlsx", &bytes, WorkbookKind::Zipped, &mut notes);
        (tabs.unwrap(), notes)
    }

    #[test]
    fn a_row_that_is_hidden_is_read_and_told() {
        let with = |hidden: Option<u32>| {
            let (tabs, notes) = saved(|workbook| {
                for name in ["One", "Two"] {
                    let sheet = workbook.add_worksheet().set_name(name).unwrap();
                    for row in 0..3 {
                        sheet.write(row, 0, "text").unwrap();
                    }
                    if let (Some(row), "Two") = (hidden, name) {
                        sheet.set_row_hidden(row).unwrap();
                    }
                }
            });
            assert_eq!(tabs.iter().map(|tab| tab.lines.len()).sum::<usize>(), 6);
            notes
        };
        assert!(with(None).is_empty());
        assert_eq!(with(Some(1)), ["hidden rows read, too"]);
    }

    #[test]
    fn only_sheets_that_hold_something_are_read_and_of_several_their_names() {
        let names = |count: usize| {
            let (tabs, _) = saved(|workbook| {
                workbook.add_worksheet().write(0, 0, "text").unwrap();
                for _ in 1..count {
                    workbook.add_worksheet();
                }
            });
            tabs.into_iter().map(|tab| tab.name).collect::<Vec<_>>()
        };
        assert_eq!(names(1), [None]);
        assert_eq!(names(2), [Some("Sheet1".to_owned())]);
    }

    #[test]
    fn a_formula_whose_value_was_not_saved_is_no_empty_cell() {
        let values = |formula: Option<&str>| {
            let cells = Range::from_sparse(
                [Data::Empty, Data::String("text".into())]
                    .into_iter()
                    .enumerate()
                    .map(|(column, data)| Cell::new((0, column as u32), data))
                    .collect(),
            );
            let formulas = formula.map(|formula| Cell::new((0, 0), formula.to_owned()));
            let content = SheetContent {
                cells,
                formulas: Range::from_sparse(formulas.into_iter().collect()),
                merged: Vec::new(),
            };
            lines(&content).remove(0).values
        };
        assert_eq!(values(Some("=A2"))[0], Value::Unsaved);
        assert_eq!(
            (&values(Some(""))[0], &values(None)[0]),
            (&Value::Empty, &Value::Empty)
        );
    }

    #[test]
    fn a_value_that_was_not_saved_is_refused_where_it_is_used() {
        let text = "name,e-mail,remark\nann,ann@x.example,\n";
        let mut list = Sheet::read("list.csv", text.as_bytes()).unwrap();
        let said = |list: &Sheet| {
            let read = Roster::read(list).err();
            read.map(|faults| faults.first().problem.clone())
        };
        list.tabs[0].lines[1].values[2] = Value::Unsaved;
        assert_eq!(said(&list), None);
        list.tabs[0].lines[1].values[1] = Value::Unsaved;
        assert!(said(&list).unwrap().contains("formula"));
    }

    #[test]
    fn a_time_is_to_the_nearest_second_and_a_length_of_time_is_none() {
        let (tabs, _) = saved(|workbook| {
            let sheet = workbook.add_worksheet();
            let at = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000");
            for (row, milli) in [(0, 499), (1, 500)] {
                let day = ExcelDateTime::from_ymd(2026, 10, 31).unwrap();
                let moment = day.and_hms_milli(9, 0, 0, milli).unwrap();
                sheet.write_with_format(row, 0, &moment, &at).unwrap();
            }
            let length = Format::new().set_num_format("[h]:mm");
            sheet.write_with_format(2, 0, 1.5, &length).unwrap();
        });
        let seconds = |row: usize| match tabs[0].lines[row].values[0] {
            Value::Moment(moment) => Some((moment.hour(), moment.second())),
            _ => None,
        };
        assert_eq!([0, 1, 2].map(seconds), [Some((9, 0)), Some((9, 1)), None]);
    }

    #[test]
    fn a_workbook_that_was_cut_is_refused_with_the_way_out_and_never_a_panic() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/roster.xls");
        let whole = std::fs::read(path).unwrap();
        assert!(Sheet::read("roster.xls", &whole).is_ok());
        let cut = (8..whole.len()).step_by(509);
        let refused = cut.filter_map(|length| Sheet::read("roster.xls", &whole[..length]).err());
        let refused: Vec<_> = refused.map(|problem| problem.to_string()).collect();
        assert!(
            refused.iter().all(|said| said.contains(".xlsx")),
            "{refused:?}"
        );
        assert!(
            refused
                .iter()
                .any(|said| said.contains("is a damaged workbook"))
        );
    }
}
