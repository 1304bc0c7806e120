//! How a sheet looks on paper: A4, landscape, headings on every page.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Theme;
use super::layout::Layout;

const A4: u8 = 9;
/// The widths, in digits, that a page shows in letters one can still read.
const PAGE_WIDTH: usize = 260;

/// Sets up the paper for a sheet with this many rows and these column widths.
pub(super) fn set(
    worksheet: &mut Worksheet,
    layout: &Layout,
    rows: u32,
    widths: &[usize],
    theme: &Theme,
) -> Result<(), XlsxError> {
    let title = worksheet.name();
    // What says where a row comes from helps nobody on paper.
    let for_readers = layout.for_readers;
    let width: usize = widths[..usize::from(for_readers)].iter().sum();
    let pages = pages(width);
    paper(worksheet, &title, theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(pages, 0)
        .set_print_area(0, 0, rows, for_readers - 1)?
        .set_repeat_rows(0, 0)?;
    if pages > 1 && layout.frozen > 0 {
        worksheet.set_repeat_columns(0, layout.frozen - 1)?;
    }
    Ok(())
}

/// Returns how many pages columns of this width, in digits, take side by side.
pub(super) fn pages(width: usize) -> u16 {
    u16::try_from(width.div_ceil(PAGE_WIDTH).max(1)).unwrap_or(u16::MAX)
}

/// Sets paper size, margins, header and footer.
pub(super) fn paper(
    worksheet: &mut Worksheet,
    title: &str,
    theme: &Theme,
) -> Result<(), XlsxError> {
    worksheet
        .set_paper_size(A4)
        .set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3)
        .set_header(format!(
            "&L&\"-,Bold\"{title}&R{}",
            theme.texts().attendance_summary
        ))
        .set_footer(format!("&LRollbook&R{}", theme.words().page_of));
    Ok(())
}
