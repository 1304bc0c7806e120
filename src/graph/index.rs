//! The archive's index: one JSON object a line, of which the last of a report counts.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::names::is_file_name;
use crate::storage::folder::{Durability, OutputFolder, StorageError};

/// The index in its archive.
pub(super) const INDEX: &str = ".rollbook/index.ndjson";

/// What the index knows, by meeting and report.
pub(super) type Entries = BTreeMap<(String, String), IndexEntry>;

/// An archive that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another run uses it.
    #[error("another run uses the archive `{path}`")]
    InUse {
        /// The archive.
        path: PathBuf,
    },
    /// The index is damaged.
    #[error("line {line} of `{path}` cannot be read")]
    Index {
        /// The index.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// A file cannot be read or written.
    #[error("could not use `{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error(transparent)]
    Output(#[from] StorageError),
}

impl ArchiveError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "wait until it has ended; no two runs may write into one archive",
            Self::Index { .. } => {
                "move the index away: the next run then fetches everything again that the service still has"
            }
            Self::File { .. } | Self::Output(_) => {
                "check the free space, and that you may write into the archive"
            }
        }
    }
}

/// What the index knows of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexEntry {
    /// The meeting's id.
    pub meeting: String,
    /// The report's id.
    pub report: String,
    /// Its file, relative to the archive.
    pub file: String,
    /// The requests whose answers are in the file, without secrets.
    pub requests: Vec<String>,
    /// When it was fetched last.
    pub fetched: Timestamp,
    /// The entity tag that the service gave.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub etag: Option<String>,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// The length of the file, in bytes.
    pub bytes: u64,
    /// The SHA-256 of what the meeting's list says of the report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub listed: Option<String>,
    /// Earlier versions that were kept, relative to the archive.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub earlier: Vec<String>,
}

/// Reads an index; what a killed run did not finish is left out.
pub(super) fn read(path: &Path) -> Result<Entries, ArchiveError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => {
            return Err(ArchiveError::File {
                path: path.to_owned(),
                source,
            });
        }
    };
    // What follows the last line break is a line that a killed run did not finish.
    let whole = memchr::memrchr(b'\n', &text).map_or(0, |at| at + 1);
    let mut entries = BTreeMap::new();
    for (index, line) in text[..whole].split(|&byte| byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        let entry = parse(line).map_err(|source| ArchiveError::Index {
            path: path.to_owned(),
            line: index + 1,
            source,
        })?;
        entries.insert((entry.meeting.clone(), entry.report.clone()), entry);
    }
    Ok(entries)
}

/// Reads a line. Whoever changed the file's name could else have any file overwritten.
fn parse(line: &[u8]) -> serde_json::Result<IndexEntry> {
    let entry: IndexEntry = serde_json::from_slice(line)?;
    if is_file_name(&entry.file, &entry.meeting, &entry.report) {
        Ok(entry)
    } else {
        let told = format!("the report's file cannot be `{}`", entry.file);
        Err(serde::de::Error::custom(told))
    }
}

/// Writes an index anew, a line a report.
pub(super) fn rewrite(folder: &OutputFolder, entries: &Entries) -> Result<(), ArchiveError> {
    let lines: Vec<_> = entries.values().map(line_of).collect();
    folder.write(INDEX, &lines.concat(), Durability::Synced)?;
    Ok(())
}

/// The line of a report.
pub(super) fn line_of(entry: &IndexEntry) -> Vec<u8> {
    let mut line = serde_json::to_vec(entry).unwrap_or_default();
    line.push(b'\n');
    line
}
