//! Links between sheets: which row leads to which, and where that row stands.
//!
//! They are Excel's own hyperlinks laid over cells, not `HYPERLINK` formulas:
//! the cells keep text and numbers, so that filters, pivots, Power Query and
//! programs read values, and no text of strangers becomes part of a formula.
//! Excel takes 65,530 of them a sheet and keeps each in memory. Hence every row
//! has links on sheets short enough for an Excel table; on longer ones only the
//! first row of each meeting or report has one, a meeting that to its roles, a report that
//! to its records, and a finding that to its person.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::formats::{self, Theme};
use crate::language::Language;
use crate::views::Table;

/// The most links on a sheet: somewhat fewer than the 65,530 that Excel takes.
pub(super) const MOST_ON_A_SHEET: usize = 60_000;

/// Where a row leads, in the order of [`leads_to`]: numbers of rows, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Targets([i32; 3]);

/// Stands for no row.
const NONE: i32 = i32::MIN;

/// A row that leads nowhere.
pub(super) const NOWHERE: Targets = Targets([NONE; 3]);

impl Targets {
    /// Returns these targets, in the order of [`leads_to`]; one that stands before the row from
    /// which they are counted has a number below 0.
    pub fn of<const COUNT: usize>(targets: [Option<i32>; COUNT]) -> Self {
        let mut all = NOWHERE;
        for (one, target) in all.0.iter_mut().zip(targets) {
            *one = target.unwrap_or(NONE);
        }
        all
    }

    /// Returns the target at this place in [`leads_to`].
    pub fn get(self, at: usize) -> Option<u32> {
        self.0.get(at).and_then(|&row| u32::try_from(row).ok())
    }

    /// Only the target at this place.
    pub fn only(self, at: usize) -> Self {
        let mut one = NOWHERE;
        one.0[at] = self.0[at];
        one
    }

    /// Returns the same targets, counted from the first row of all; `before` tells how many
    /// rows each of the tables had.
    pub fn after(self, before: impl Fn(Table) -> u32, table: Table) -> Self {
        let mut all = self;
        for (row, &table) in all.0.iter_mut().zip(leads_to(table)) {
            if *row != NONE {
                *row = row.saturating_add_unsigned(before(table));
            }
        }
        all
    }
}

/// Returns the tables that a row of this table leads to.
pub(super) const fn leads_to(table: Table) -> &'static [Table] {
    match table {
        Table::Meetings => &[Table::Roles],
        Table::Roles | Table::Concurrency | Table::Attendance => &[Table::Meetings],
        Table::Reports => &[Table::Records, Table::ReportRoles, Table::Findings],
        Table::ReportRoles => &[Table::Reports],
        Table::Records => &[Table::Reports, Table::Intervals],
        Table::Intervals | Table::Findings => &[Table::Reports, Table::Records],
        Table::Overall
        | Table::People
        | Table::Roster
        | Table::Missed
        | Table::Departments
        | Table::Hours
        | Table::Weeks
        | Table::Passed
        | Table::Registrations
        | Table::Audience
        | Table::Sessions
        | Table::Suggestions => &[],
    }
}

/// Returns the place of `to` among the tables that a row of `table` leads to.
pub(super) fn place_of(table: Table, to: Table) -> usize {
    let at = leads_to(table).iter().position(|&other| other == to);
    at.expect("a column leads to a table that its row leads to")
}

/// Returns what pointing at a link to this table says.
pub(super) const fn tip(to: Table, language: Language) -> &'static str {
    let words = language.workbook();
    match to {
        Table::Meetings => words.to_meeting,
        Table::Records => words.to_records,
        Table::Roles => words.to_roles,
        Table::Intervals => words.to_intervals,
        Table::Findings => words.to_findings,
        Table::Reports => words.to_report,
        Table::ReportRoles => words.to_report_roles,
        _ => words.to_sheet,
    }
}

/// Returns the name of a table's sheet: `Records`, then `Records 2` and so on.
pub(super) fn sheet_name(table: Table, number: usize, theme: &Theme) -> String {
    let title = theme.language.heading(match table {
        Table::Findings if theme.is_for_readers => "To check",
        _ => table.title(),
    });
    match number {
        0 => title.into(),
        more => format!("{title} {}", more + 1),
    }
}

/// Returns the place of a table's row, counted from 0 over all its sheets of `rows_a_sheet`
/// rows.
pub(super) fn place_of_row(table: Table, row: u32, rows_a_sheet: u32, theme: &Theme) -> String {
    let sheet = sheet_name(table, (row / rows_a_sheet) as usize, theme);
    // Below the heading, and counted from 1.
    place(&sheet, row % rows_a_sheet + 2)
}

/// Returns a link to that place.
pub(super) fn to_row(table: Table, row: u32, rows_a_sheet: u32, theme: &Theme) -> Url {
    to_place(&place_of_row(table, row, rows_a_sheet, theme))
}

/// Returns a link to the first cell of a sheet.
pub(super) fn to_sheet(sheet: &str) -> Url {
    to_place(&place(sheet, 1))
}

/// Lays a link to the first sheet over a sheet's first heading, whose words stay.
pub(super) fn way_back(
    worksheet: &mut Worksheet,
    heading: &str,
    format: Format,
    theme: &Theme,
) -> Result<(), XlsxError> {
    let url = to_sheet(theme.words().overview)
        .set_text(heading)
        .set_tip(theme.words().to_overview);
    worksheet.write_url_with_format(0, 0, url, &formats::way_back(format))?;
    Ok(())
}

/// Returns the first cell of a row, as formulas and links name it.
fn place(sheet: &str, row: u32) -> String {
    format!("'{}'!A{row}", sheet.replace('\'', "''"))
}

fn to_place(place: &str) -> Url {
    Url::new(format!("internal:{place}"))
}
