//! Pages: the index, and the pages of periods that it may lead to.

use super::OutputError;
use crate::formats::html::site::INDEX;
use crate::formats::html::{IndexPages, PERIODS};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;

/// Writes the index; it comes after the pages of periods that it leads to.
///
/// # Errors
/// When a page cannot be written.
pub fn write_index(
    folder: &OutputFolder,
    made: &IndexPages,
) -> Result<Vec<OutputEntry>, OutputError> {
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
