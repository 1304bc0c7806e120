//! The first sheet, what a reader wants to know before any row, and the one that explains.
//!
//! Made of sums that were settled before, never of rows: it stays as small for
//! 20,000 meetings as for one.

mod about;
mod answers;
mod charts;
mod hours;
mod over_time;
pub(super) mod page;
mod sections;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Theme;
use super::print;
use super::table_sheets::Entry;
use crate::finding::CodeCounts;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::first_look::FirstLook;
use crate::views::front_view::{FrontView, MeetingTurnout};
use crate::views::hours_grid::HoursShown;
use crate::views::meeting_view::MeetingView;
use crate::views::over_time::OverTime;
use crate::views::run_view::RunView;
use crate::views::to_look_at::ToLookAt;
use crate::views::view::View;
use crate::zone::Zone;
use page::{LAST, Page, WIDTHS};

/// What the first sheet tells that no row of the workbook does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'f> {
    /// The meeting, where the workbook is about one alone.
    pub meeting: Option<&'f MeetingView<'f>>,
    /// The run, where it is about all meetings.
    pub run: Option<RunView<'f>>,
    /// What the run shows above its rows, where it was computed before for the index.
    pub first_look: Option<&'f FirstLook<'f>>,
    /// The department, where the run shows its people alone.
    pub department: Option<&'f str>,
}

impl Facts<'_> {
    /// Attendance over time, by the day on which meetings began in `zone`.
    pub(super) fn over_time(&self, zone: &Zone) -> OverTime {
        if let Some(first_look) = self.first_look {
            return first_look.over_time.clone();
        }
        let of_meeting = || self.meeting.map(|meeting| meeting.over_time(zone));
        let of_run = || self.of_everybody().map(|run| run.over_time(zone));
        of_meeting().or_else(of_run).unwrap_or_default()
    }

    /// Returns how often each finding was made.
    fn codes(&self) -> Option<CodeCounts> {
        let of_meeting = || self.meeting.map(MeetingView::codes);
        of_meeting().or_else(|| self.of_everybody().map(|run| run.codes()))
    }

    /// Returns what to look at, the gravest first.
    fn found(&self) -> Option<Vec<ToLookAt<'_>>> {
        if let Some(first_look) = self.first_look {
            return Some(first_look.to_look_at.clone());
        }
        let of_meeting = || self.meeting.map(MeetingView::to_look_at);
        of_meeting().or_else(|| self.of_everybody().map(|run| run.to_look_at()))
    }

    /// Returns the run, where everybody in it is in view.
    fn of_everybody(&self) -> Option<RunView<'_>> {
        self.run.filter(|_| self.department.is_none())
    }

    /// Returns the answers that come first, where the workbook is about all meetings and tells
    /// of people.
    fn front(&self) -> Option<Cow<'_, FrontView<'_>>> {
        let known = self.first_look.and_then(|first| first.front.as_ref());
        let run = self.run.filter(RunView::judges_people);
        let known = known.map(Cow::Borrowed);
        known.or_else(|| run.map(|run| Cow::Owned(run.front())))
    }

    /// Returns how many came to each meeting, by the answers that come first.
    fn turnouts<'t>(&'t self, front: Option<&'t FrontView<'t>>) -> Cow<'t, [MeetingTurnout<'t>]> {
        match (front, self.run) {
            (Some(front), _) => Cow::Borrowed(&front.meetings),
            (None, Some(run)) => Cow::Owned(run.turnouts()),
            (None, None) => Cow::Borrowed(&[]),
        }
    }

    /// Returns the meeting or department that the workbook is about.
    pub(super) fn subject(&self) -> Option<&str> {
        self.meeting.map(MeetingView::title).or(self.department)
    }

    /// Hands each row of the totals by role to `row`.
    fn by_role(&self, mut row: impl FnMut(&[Cell<'_>])) {
        if let Some(run) = self.of_everybody() {
            run.rows(Table::Overall, &mut row);
        }
    }
}

/// What sheets tell of people.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// Their names.
    pub names: bool,
    /// Their addresses.
    pub emails: bool,
    /// Their departments.
    pub departments: bool,
}

impl Told {
    /// Returns what the sheets of these tables tell, in the columns that were chosen of them.
    pub fn by<'v>(views: impl Iterator<Item = &'v View> + Clone) -> Self {
        // What was found is about few, and names them for who mends it.
        let names =
            |view: &&View| view.table().is_answer() && view.position("display_name").is_some();
        let of_people = views.filter(names);
        let tells = |key| of_people.clone().any(|view| view.position(key).is_some());
        Self {
            names: tells("display_name"),
            emails: tells("email"),
            departments: tells("department"),
        }
    }
}

/// What the sheet is made from.
pub(super) struct Content<'c> {
    pub theme: &'c Theme,
    pub facts: Facts<'c>,
    pub over_time: &'c OverTime,
    /// The first row of each finding code.
    pub first_findings: &'c BTreeMap<String, u32>,
    /// All other sheets, in order.
    pub entries: &'c [Entry],
    pub rows_a_sheet: u32,
    /// What the other sheets tell of people, and hence this one may.
    pub told: Told,
    /// What is told of people where hours are all that is asked for.
    pub hours: Option<HoursShown>,
    /// Whether a sheet says what each column means.
    pub explains_columns: bool,
}

/// Fills the first sheet: answers, and nothing that only explains.
pub(super) fn write(worksheet: &mut Worksheet, content: &Content<'_>) -> Result<(), XlsxError> {
    if let Some((shown, run)) = content.hours.zip(content.facts.run) {
        let grid = run.hours_grid();
        return lay_out(worksheet, content, content.theme.words().overview, |page| {
            let figures = hours::figures(content, &grid);
            sections::opening(page, content, &figures)?;
            hours::write(page, content, (shown, &grid))?;
            sections::findings(page, content)
        });
    }
    let front = content.facts.front();
    let turnouts = content.facts.turnouts(front.as_deref());
    lay_out(worksheet, content, content.theme.words().overview, |page| {
        let figures = sections::figures(content, front.as_deref());
        sections::opening(page, content, &figures)?;
        if !answers::write(page, content, front.as_deref(), &turnouts)? {
            over_time::write(page, content)?;
        }
        sections::findings(page, content)
    })
}

/// Fills the sheet that explains: roles, the other sheets, and what the numbers mean.
pub(super) fn write_about(
    worksheet: &mut Worksheet,
    content: &Content<'_>,
) -> Result<(), XlsxError> {
    lay_out(worksheet, content, content.theme.words().about, |page| {
        about::opening(page)?;
        about::sheets(page, content)?;
        about::definitions(page, content)?;
        about::by_role(page, content)?;
        about::reading(page)
    })
}

fn lay_out(
    worksheet: &mut Worksheet,
    content: &Content<'_>,
    name: &'static str,
    write: impl FnOnce(&mut Page<'_>) -> Result<(), XlsxError>,
) -> Result<(), XlsxError> {
    worksheet
        .set_name(name)?
        .set_screen_gridlines(false)
        .set_tab_color(page::ACCENT);
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, width)?;
    }
    let mut page = Page::new(worksheet, content.theme, name);
    write(&mut page)?;
    let (last, breaks) = page.end();
    print::paper(worksheet, name, content.theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_page_breaks(&breaks)?
        .set_print_area(0, 0, last, LAST)?;
    Ok(())
}
