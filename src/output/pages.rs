//! Pages: an index, and a page a meeting.

use std::path::PathBuf;

use super::folder::{Durability, OutputError, OutputFolder};
use super::{MEETINGS, Totals};
use crate::summary::DocumentSummary;
use crate::tables::Table;
use crate::tables::cell::Rows;
use crate::write::html::{Index, Pages, TemplateError};

/// The name of the index.
pub const INDEX: &str = "index.html";

/// The name of the register.
pub const REGISTER: &str = "register.html";

/// What the pages of one piece come to.
#[derive(Debug, Default)]
pub struct PagePart {
    /// Stem of the file name, and the page.
    pages: Vec<(String, String)>,
    /// Rows of the index.
    meetings: Rows,
    /// Why documents gave no report.
    troubled: Rows,
}

impl PagePart {
    /// Adds a page for each meeting of these documents.
    ///
    /// # Errors
    /// When a template fails.
    pub fn render(
        &mut self,
        pages: &Pages,
        documents: &[DocumentSummary<'_>],
    ) -> Result<(), TemplateError> {
        for document in documents {
            Table::Meetings.rows(document, |row| self.meetings.push(row));
            Table::document_findings(document, |row| self.troubled.push(row));
            for meeting in &document.meetings {
                self.pages
                    .push((meeting.stem.clone(), pages.meeting(meeting)?));
            }
        }
        Ok(())
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        self.pages.iter().map(|(_, page)| page.len()).sum::<usize>() + self.meetings.weight()
    }
}

/// The pages, in the making: those of meetings are written as they come, the index last.
#[derive(Debug, Default)]
pub struct PageFiles {
    meetings: Rows,
    troubled: Rows,
    names: Vec<String>,
}

impl PageFiles {
    /// Writes the pages of one piece and remembers their rows of the index.
    ///
    /// # Errors
    /// When a page cannot be written.
    pub fn append(&mut self, folder: &OutputFolder, part: PagePart) -> Result<(), OutputError> {
        for (stem, page) in part.pages {
            let name = format!("{MEETINGS}/{stem}.html");
            folder.write(&name, page.as_bytes(), Durability::Buffered)?;
            self.names.push(name);
        }
        self.meetings.append(&part.meetings);
        self.troubled.append(&part.troubled);
        Ok(())
    }

    /// Writes the index.
    ///
    /// # Errors
    /// When a template fails or the index cannot be written.
    pub fn finish(
        self,
        folder: &OutputFolder,
        pages: &Pages,
        totals: &Totals,
    ) -> Result<PathBuf, OutputError> {
        let index = pages.index(&Index {
            meetings: &self.meetings,
            page_names: &self.names,
            troubled: &self.troubled,
            overall: &totals.overall,
            counts: &totals.counts,
        })?;
        folder.write(INDEX, index.as_bytes(), Durability::Synced)
    }
}
