//! The first sheet: what a reader wants to know before any row.
//!
//! Made of sums that were settled before, never of rows: it stays as small for
//! 20,000 meetings as for one.

mod charts;
mod over_time;
mod page;
mod sections;

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Look;
use super::print;
use super::table_sheets::Entry;
use crate::finding::CodeCounts;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::meeting_view::MeetingView;
use crate::views::over_time::OverTime;
use crate::views::run_view::RunView;
use crate::zone::Zone;
use page::{LAST, Page, WIDTHS};

/// What the first sheet tells that no row of the workbook does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'f> {
    /// The meeting, where the workbook is about one alone.
    pub meeting: Option<&'f MeetingView<'f>>,
    /// The run, where it is about all meetings.
    pub run: Option<RunView<'f>>,
}

impl Facts<'_> {
    /// Attendance over time, by the day on which meetings began in `zone`.
    pub(super) fn over_time(&self, zone: &Zone) -> OverTime {
        let of_meeting = || self.meeting.map(|meeting| meeting.over_time(zone));
        let of_run = || self.run.map(|run| run.over_time(zone));
        of_meeting().or_else(of_run).unwrap_or_default()
    }

    /// How often each finding was made.
    fn codes(&self) -> Option<CodeCounts> {
        let of_meeting = || self.meeting.map(MeetingView::codes);
        of_meeting().or_else(|| self.run.map(|run| run.codes()))
    }

    /// Hands each row of the totals by role to `row`.
    fn by_role(&self, mut row: impl FnMut(&[Cell<'_>])) {
        if let Some(run) = self.run {
            run.rows(Table::Overall, &mut row);
        }
    }
}

/// What the sheet is made from.
pub(super) struct Content<'c> {
    pub look: &'c Look,
    pub facts: Facts<'c>,
    pub over_time: &'c OverTime,
    /// The first row of each finding code.
    pub first_findings: &'c BTreeMap<String, u32>,
    /// All other sheets, in order.
    pub entries: &'c [Entry],
    pub rows_a_sheet: u32,
}

/// Fills the sheet.
pub(super) fn write(worksheet: &mut Worksheet, content: &Content<'_>) -> Result<(), XlsxError> {
    let words = content.look.words();
    worksheet
        .set_name(words.overview)?
        .set_screen_gridlines(false)
        .set_tab_color(page::ACCENT);
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, width)?;
    }
    let mut page = Page::new(worksheet, content.look);
    sections::opening(&mut page, content)?;
    sections::by_role(&mut page, content)?;
    over_time::write(&mut page, content)?;
    sections::findings(&mut page, content)?;
    sections::sheets(&mut page, content)?;
    sections::definitions(&mut page)?;
    sections::reading(&mut page)?;
    let (last, breaks) = page.end();
    print::paper(worksheet, words.overview, content.look)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_page_breaks(&breaks)?
        .set_print_area(0, 0, last, LAST)?;
    Ok(())
}
