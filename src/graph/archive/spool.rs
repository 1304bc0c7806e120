//! A report on its way to the disk: in memory while it is small, else in the archive, in a
//! file that has no name of a report yet.

use std::io::Write;
use std::sync::Arc;

use crate::graph::archive::index::ArchiveError;
use crate::storage::digest::sha256;
use crate::storage::folder::{OutputFile, OutputFolder, StorageError};

/// How much of a report is kept in memory.
const HELD: usize = 8 * 1024 * 1024;

/// Where it is written until it has a name; hidden, and removed by the next run if need be.
const PLACE: &str = ".rollbook/report";

/// The bytes of a report.
#[derive(Debug)]
pub enum Body {
    /// In memory.
    Held(Vec<u8>),
    /// On the disk, as a file that is not finished.
    Filed(Box<OutputFile>),
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Held(bytes)
    }
}

impl Body {
    /// Returns how many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Filed(file) => file.bytes(),
        }
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the SHA-256 of all of them.
    pub fn sha256(&self) -> String {
        match self {
            Self::Held(bytes) => sha256(bytes),
            Self::Filed(file) => file.sha256().expect("an archive keeps digests"),
        }
    }
}

/// Takes the bytes of a report one after the other.
pub(in crate::graph) struct Spool {
    folder: Arc<OutputFolder>,
    body: Body,
}

impl Spool {
    /// Begins a report that is to be kept in this archive's folder.
    pub(in crate::graph) fn new(folder: Arc<OutputFolder>) -> Self {
        let body = Body::Held(Vec::new());
        Self { folder, body }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub(in crate::graph) fn add(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        let failed = |file: &OutputFile, source| {
            let path = file.path().to_owned();
            ArchiveError::Output(StorageError::Write { path, source })
        };
        if let Body::Held(held) = &mut self.body {
            if held.len() + bytes.len() <= HELD {
                held.extend_from_slice(bytes);
                return Ok(());
            }
            let mut file = Box::new(self.folder.create(PLACE)?);
            let written = file.write_all(held);
            written.map_err(|source| failed(&file, source))?;
            self.body = Body::Filed(file);
        }
        let Body::Filed(file) = &mut self.body else {
            return Ok(());
        };
        let written = file.write_all(bytes);
        written.map_err(|source| failed(file, source))
    }

    /// Returns the whole report.
    pub(in crate::graph) fn finish(self) -> Body {
        self.body
    }
}
