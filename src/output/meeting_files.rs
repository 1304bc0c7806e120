//! The files of single meetings: a page, and a workbook where somebody wants one.

use std::path::Path;

use super::{MEETINGS, OutputError, OutputPlan, workbook};
use crate::formats::html::site::meeting_page;
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::meeting_view::MeetingView;

/// Writes the files of one meeting; none for a planned one without a report.
///
/// # Errors
/// When a template fails, a workbook cannot be made or a file cannot be written.
pub fn write(
    folder: &OutputFolder,
    output_plan: &OutputPlan,
    meeting: &MeetingView<'_>,
) -> Result<Vec<OutputEntry>, OutputError> {
    let mut written = Vec::new();
    let Some(stem) = meeting.stem() else {
        return Ok(written);
    };
    if let Some(pages) = &output_plan.pages {
        let page = pages.meeting(meeting)?;
        let name = meeting_page(stem);
        written.push(folder.write(&name, page.as_bytes(), Durability::Buffered)?);
    }
    if output_plan.meeting_workbooks {
        let name = format!("{MEETINGS}/{stem}.xlsx");
        let bytes =
            workbook::of_one_meeting(&output_plan.meeting_sheets, &output_plan.locale(), meeting)
                .map_err(|error| workbook::workbook_error(Path::new(&name), error))?;
        written.push(folder.write(&name, &bytes, Durability::Buffered)?);
    }
    Ok(written)
}
