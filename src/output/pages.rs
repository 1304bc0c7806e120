//! Pages: the index, and the pages of periods that it may lead to.

use super::OutputError;
use crate::formats::html::site::{INDEX, Site};
use crate::formats::html::{PERIODS, Pages};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::run_view::RunView;

/// Writes the index; it comes after the pages of periods that it leads to.
///
/// # Errors
/// When a template fails or a page cannot be written.
pub fn write_index(
    folder: &OutputFolder,
    pages: &Pages,
    site: &Site,
    run: &RunView<'_>,
) -> Result<Vec<OutputEntry>, OutputError> {
    let made = pages.index(run, site)?;
    let mut written = Vec::new();
    if !made.periods.is_empty() {
        folder.make(PERIODS)?;
    }
    for (name, page) in &made.periods {
        written.push(folder.write(name, page.as_bytes(), Durability::Buffered)?);
    }
    written.push(folder.write(INDEX, made.index.as_bytes(), Durability::Synced)?);
    Ok(written)
}
