//! Files out: what each format makes of a piece, and where it goes.
//!
//! [`Layouts`] is shared by all threads and only lays out; [`Outputs`] belongs
//! to one and puts the pieces behind each other, in order.

pub mod folder;
pub mod table_files;

use std::path::PathBuf;

use crate::stats::overall::Overall;
use crate::stats::roles::MeetingGroups;
use crate::summary::{DocumentSummary, RunCounts};
use crate::tables::Table;
use folder::{OutputError, OutputFolder};
use table_files::{TableFiles, TextLayout};

/// What is to be written, in which formats.
#[derive(Debug, Default)]
pub struct Layouts {
    /// The tables, in the order in which they are shown.
    pub tables: Vec<Table>,
    /// The formats that write one text file a table.
    pub texts: Vec<TextLayout>,
}

/// What the formats made of one piece, on its way to the files.
#[derive(Debug, Default)]
pub struct Rendered {
    texts: Vec<Vec<Vec<u8>>>,
}

impl Layouts {
    /// Lays out the documents of one piece.
    pub fn render(&self, documents: &[DocumentSummary<'_>]) -> Rendered {
        Rendered {
            texts: self
                .texts
                .iter()
                .map(|layout| layout.render(&self.tables, documents))
                .collect(),
        }
    }
}

impl Rendered {
    /// The rows of the first table in the first text format.
    pub fn first_table(&self) -> &[u8] {
        self.texts
            .first()
            .and_then(|tables| tables.first())
            .map_or(&[], Vec::as_slice)
    }
}

/// What is known when all pieces have been added.
#[derive(Debug, Default)]
pub struct Totals {
    /// Totals over all meetings.
    pub overall: Overall,
    /// What became of the documents.
    pub counts: RunCounts,
}

impl Totals {
    /// Adds the numbers of one piece.
    pub fn add(&mut self, counts: &RunCounts, groups: Vec<MeetingGroups<'static>>) {
        self.counts.merge(counts);
        groups
            .into_iter()
            .for_each(|groups| self.overall.add(groups));
    }
}

/// The files of a run, in the making.
#[derive(Debug)]
pub struct Outputs {
    texts: Vec<TableFiles>,
}

impl Outputs {
    /// Begins all files; refuses before any work when one of them may not be written.
    ///
    /// # Errors
    /// When a file is there already and may not be replaced, or cannot be made.
    pub fn create(folder: &OutputFolder, layouts: &Layouts) -> Result<Self, OutputError> {
        let names: Vec<_> = layouts.texts.iter().map(|layout| layout.name()).collect();
        folder.refuse_existing(&names)?;
        let texts = layouts
            .texts
            .iter()
            .map(|&layout| TableFiles::create(folder, &layouts.tables, layout));
        Ok(Self {
            texts: texts.collect::<Result<_, _>>()?,
        })
    }

    /// Adds what was made of one piece.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn append(&mut self, rendered: Rendered) -> Result<(), OutputError> {
        for (files, rows) in self.texts.iter_mut().zip(&rendered.texts) {
            files.append(rows)?;
        }
        Ok(())
    }

    /// Completes all files and gives them their names.
    ///
    /// # Errors
    /// When a file cannot be completed.
    pub fn finish(self, totals: &Totals) -> Result<Vec<PathBuf>, OutputError> {
        let finished: Result<Vec<_>, _> = self
            .texts
            .into_iter()
            .map(|files| files.finish(&totals.overall))
            .collect();
        Ok(finished?.concat())
    }
}
