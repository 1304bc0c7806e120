//! The archive's index: one JSON object a line, of which the last of a report counts.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::graph::archive::names::{is_earlier_name, is_file_name};
use crate::storage::folder::{Durability, OutputFolder, StorageError};

/// The index in its archive.
pub(in crate::graph) const INDEX: &str = ".rollbook/index.ndjson";

/// Lines of it that could not be read.
pub(in crate::graph) const UNREAD: &str = ".rollbook/index-unread.ndjson";

/// What the index knows, by meeting and report.
pub(in crate::graph) type Entries = BTreeMap<(String, String), IndexEntry>;

/// An archive that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another run uses it.
    #[error("another run uses the archive `{path}`")]
    InUse {
        /// The archive.
        path: PathBuf,
    },
    /// A link or a folder is where a report is to be.
    #[error("`{path}` is no file of the archive's own: it is a link or a folder")]
    NotOwn {
        /// The place.
        path: PathBuf,
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
    /// Returns what to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "wait until it has ended; no two runs may write into one archive",
            Self::NotOwn { .. } => "find out who put it there, and move it away",
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

/// An index as it was read.
#[derive(Debug, Default)]
pub(in crate::graph) struct Index {
    /// What it knows.
    pub(in crate::graph) entries: Entries,
    /// The lines that cannot be read.
    pub(in crate::graph) unread: Vec<UnreadLine>,
}

/// A line that cannot be read.
#[derive(Clone, Debug)]
pub struct UnreadLine {
    /// Which, from 1.
    pub number: usize,
    /// Why.
    pub why: String,
    pub(in crate::graph) text: Vec<u8>,
}

/// Reads an index; what a killed run did not finish is left out.
pub(in crate::graph) fn read(path: &Path) -> Result<Index, ArchiveError> {
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
    let mut index = Index::default();
    for (number, line) in text[..whole].split(|&byte| byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        match parse(line) {
            Ok(entry) => {
                let key = (entry.meeting.clone(), entry.report.clone());
                index.entries.insert(key, entry);
            }
            Err(error) => index.unread.push(UnreadLine {
                number: number + 1,
                why: error.to_string(),
                text: line.to_owned(),
            }),
        }
    }
    Ok(index)
}

/// Reads a line. Whoever changed the file's name could else have any file overwritten.
fn parse(line: &[u8]) -> serde_json::Result<IndexEntry> {
    let entry: IndexEntry = serde_json::from_slice(line)?;
    let refused = |name: &str| {
        let told = format!("the report's file cannot be `{name}`");
        Err(serde::de::Error::custom(told))
    };
    if !is_file_name(&entry.file, &entry.meeting, &entry.report) {
        return refused(&entry.file);
    }
    match entry.earlier.iter().find(|name| !is_earlier_name(name)) {
        Some(name) => refused(name),
        None => Ok(entry),
    }
}

/// Keeps lines that cannot be read, and that the index will not have any more.
pub(in crate::graph) fn set_aside(
    archive: &Path,
    lines: &[UnreadLine],
) -> Result<(), ArchiveError> {
    if lines.is_empty() {
        return Ok(());
    }
    let path = archive.join(UNREAD);
    let text: Vec<_> = lines
        .iter()
        .flat_map(|line| [line.text.as_slice(), b"\n"].concat())
        .collect();
    let append = || {
        own_or_absent(&path)?;
        let file = fs::File::options().append(true).create(true).open(&path);
        file.and_then(|mut file| file.write_all(&text))
            .map_err(|source| ArchiveError::File {
                path: path.clone(),
                source,
            })
    };
    append()
}

/// Refuses what is no file, such as a link, where a file is to be.
pub(in crate::graph) fn own_or_absent(path: &Path) -> Result<(), ArchiveError> {
    match path.symlink_metadata() {
        Ok(kind) if !kind.is_file() => Err(ArchiveError::NotOwn {
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Writes an index anew, a line per report.
pub(in crate::graph) fn rewrite(
    folder: &OutputFolder,
    entries: &Entries,
) -> Result<(), ArchiveError> {
    let lines: Vec<_> = entries.values().map(line_of).collect();
    folder.write(INDEX, &lines.concat(), Durability::Synced)?;
    Ok(())
}

/// Returns the line of a report.
pub(in crate::graph) fn line_of(entry: &IndexEntry) -> Vec<u8> {
    let mut line = serde_json::to_vec(entry).unwrap_or_default();
    line.push(b'\n');
    line
}
