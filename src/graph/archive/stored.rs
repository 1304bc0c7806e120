//! What is kept in an archive, and what becomes of it there.

use std::sync::Arc;

use jiff::civil::Date;

use crate::graph::archive::index::ArchiveError;
use crate::graph::archive::spool::Body;
use crate::storage::folder::{Durability, OutputFolder};

/// A report that came whole.
#[derive(Debug)]
pub struct Fetched {
    /// The report's bytes.
    pub body: Body,
    /// The requests whose answers are in it, without secrets.
    pub requests: Vec<String>,
    /// The entity tag.
    pub etag: Option<String>,
    /// The day on which the meeting began, for the file's name.
    pub day: Option<Date>,
    /// The SHA-256 of what the list says of it.
    pub listed: Option<String>,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It was not there.
    New,
    /// It was there and is the same.
    Same,
    /// It was there and is another now; both are kept.
    Changed,
}

/// A report's file that is to be written: on another thread, since disks take their time.
#[derive(Debug)]
pub struct ReportFile {
    pub(in crate::graph) folder: Arc<OutputFolder>,
    pub(in crate::graph) name: String,
    pub(in crate::graph) body: Body,
}

impl ReportFile {
    /// Writes it; the disk has it then.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn run(self) -> Result<(), ArchiveError> {
        if let Some((folder, _)) = self.name.rsplit_once('/') {
            self.folder.make(folder)?;
        }
        match self.body {
            Body::Held(bytes) => self.folder.write(&self.name, &bytes, Durability::Synced)?,
            Body::Filed(file) => file.renamed(&self.folder, &self.name).finish()?,
        };
        Ok(())
    }
}
