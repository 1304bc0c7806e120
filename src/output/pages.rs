//! Pages: an index, a page a meeting, and the register.

use super::OutputError;
use super::{MEETINGS, Totals};
use crate::finding::CodeSet;
use crate::formats::html::site::{INDEX, Site};
use crate::formats::html::{Index, IndexEntry, PERIODS, Pages, TemplateError};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::summary::DocumentSummary;
use crate::views::Table;
use crate::views::cell::Rows;

/// What the pages of one piece come to.
#[derive(Debug, Default)]
pub struct PagePart {
    /// The file's name in the output folder, and the page.
    pages: Vec<(String, String)>,
    /// Where each meeting's page is, and what was found in it.
    entries: Vec<IndexEntry>,
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
                let name = format!("{MEETINGS}/{}.html", meeting.stem);
                self.pages.push((name.clone(), pages.meeting(meeting)?));
                let mut codes = CodeSet::default();
                for finding in &meeting.findings {
                    codes.insert(finding.code);
                }
                self.entries.push(IndexEntry { page: name, codes });
            }
        }
        Ok(())
    }

    /// Writes the pages that were not written yet.
    ///
    /// # Errors
    /// When a page cannot be written.
    pub fn write(&mut self, folder: &OutputFolder) -> Result<Vec<OutputEntry>, OutputError> {
        let write = |(name, page): (String, String)| {
            Ok(folder.write(&name, page.as_bytes(), Durability::Buffered)?)
        };
        self.pages.drain(..).map(write).collect()
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        self.pages.iter().map(|(_, page)| page.len()).sum::<usize>() + self.meetings.weight()
    }
}

/// The index, in the making: the pages it leads to are written before it.
#[derive(Debug, Default)]
pub struct PageFiles {
    meetings: Rows,
    troubled: Rows,
    entries: Vec<IndexEntry>,
}

impl PageFiles {
    /// Remembers the rows of the index of one piece.
    pub fn append(&mut self, part: PagePart) {
        self.entries.extend(part.entries);
        self.meetings.append(&part.meetings);
        self.troubled.append(&part.troubled);
    }

    /// Writes the index; it comes after the pages of periods that it leads to.
    ///
    /// # Errors
    /// When a template fails or a page cannot be written.
    pub fn finish(
        self,
        folder: &OutputFolder,
        pages: &Pages,
        site: &Site,
        totals: &Totals,
    ) -> Result<Vec<OutputEntry>, OutputError> {
        let made = pages.index(&Index {
            meetings: &self.meetings,
            entries: &self.entries,
            troubled: &self.troubled,
            overall: &totals.overall,
            counts: &totals.counts,
            site,
        })?;
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
}
