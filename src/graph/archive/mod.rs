//! The archive: a folder with the service's own bytes, one file per report, and in
//! its hidden folder `.rollbook` an index of what they are.
//!
//! A report's file is whole before the index names it, and the index grows by a
//! line each time: so a run may be killed at any point and the next one goes on.

pub(in crate::graph) mod content;
pub(in crate::graph) mod exclusive;
pub(in crate::graph) mod index;
pub mod inspection;
pub(in crate::graph) mod look;
pub(in crate::graph) mod memory;
pub(in crate::graph) mod names;
pub mod repair;
pub mod spool;
pub(in crate::graph) mod stored;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

pub use crate::graph::archive::content::content_digest;
use crate::graph::archive::content::say_the_same;
use crate::graph::archive::exclusive::{lock, remove_unfinished};
pub use crate::graph::archive::index::{ArchiveError, IndexEntry, UnreadLine};
use crate::graph::archive::index::{Entries, INDEX, Index, own_or_absent};
use crate::graph::archive::memory::{MEMORY, Memory};
use crate::graph::archive::names::{EARLIER, earlier_name, file_name};
use crate::graph::archive::spool::{Body, Spool};
pub use crate::graph::archive::stored::{Fetched, ReportFile, Stored};
use crate::graph::reports::troubles::{TROUBLES, Troubles};
use crate::storage::digest::{WholeFile, sha256};
use crate::storage::folder::{Durability, Existing, OutputFolder};

/// What is no report is in here; `rollbook convert` passes hidden folders over.
const HIDDEN: &str = ".rollbook";

/// What the last run did.
const LAST_RUN: &str = ".rollbook/fetch.json";

/// An archive that this run alone uses.
#[derive(Debug)]
pub struct Archive {
    folder: Arc<OutputFolder>,
    entries: Entries,
    index: File,
    unread: Vec<UnreadLine>,
    pub(in crate::graph) memory: Memory,
    _lock: File,
}

impl Archive {
    /// Opens an archive, or makes one, and keeps other runs out until it is dropped.
    ///
    /// # Errors
    /// When another run uses it, or it cannot be read or written.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let folder = OutputFolder::open(path, Existing::Replace)?;
        folder.make(HIDDEN)?;
        folder.make(EARLIER)?;
        let lock = lock(path)?;
        remove_unfinished(path);
        own_or_absent(&path.join(INDEX))?;
        let Index { entries, unread } = index::read(&path.join(INDEX))?;
        index::set_aside(path, &unread)?;
        index::rewrite(&folder, &entries)?;
        let index_path = path.join(INDEX);
        let index = File::options().append(true).open(&index_path);
        let index = index.map_err(|source| ArchiveError::File {
            path: index_path,
            source,
        })?;
        Ok(Self {
            folder: Arc::new(folder),
            entries,
            index,
            unread,
            memory: Memory::read(path),
            _lock: lock,
        })
    }

    /// Returns the archive's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the lines of the index that could not be read when it was opened.
    pub fn unread(&self) -> &[UnreadLine] {
        &self.unread
    }

    /// Returns all that the index knows.
    pub fn entries(&self) -> impl Iterator<Item = &IndexEntry> {
        self.entries.values()
    }

    /// Returns the ids of a meeting's reports that the index knows, in order.
    pub(in crate::graph) fn reports_of(&self, meeting: &str) -> Vec<String> {
        let first = (meeting.to_owned(), String::new());
        let of_meeting = self.entries.range(first..);
        let of_meeting = of_meeting.take_while(|((own, _), _)| own == meeting);
        of_meeting.map(|((_, report), _)| report.clone()).collect()
    }

    /// Returns what the index knows of a report whose file is there as it was written.
    pub fn entry(&self, meeting: &str, report: &str) -> Option<&IndexEntry> {
        let entry = self.entries.get(&(meeting.to_owned(), report.to_owned()))?;
        let digest = self.digest(&entry.file).ok()??;
        (digest == entry.sha256).then_some(entry)
    }

    /// Begins a report that is to be kept here.
    pub(in crate::graph) fn spool(&self) -> Spool {
        Spool::new(Arc::clone(&self.folder))
    }

    /// Returns the SHA-256 of a report's file, which may be large; `None` where there is none.
    fn digest(&self, file: &str) -> Result<Option<String>, ArchiveError> {
        let Some((path, file)) = self.own_file(file)? else {
            return Ok(None);
        };
        let digest = WholeFile::read(file).map(|whole| whole.sha256);
        let digest = digest.map_err(|source| ArchiveError::File { path, source })?;
        Ok(Some(digest))
    }

    /// Opens a report's file; `None` where there is none. A link is refused, in place of the
    /// file or of its folder: what it leads to is none of ours.
    fn own_file(&self, file: &str) -> Result<Option<(PathBuf, File)>, ArchiveError> {
        let path = self.path().join(file);
        let folder = path
            .parent()
            .and_then(|folder| folder.symlink_metadata().ok());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(ArchiveError::NotOwn { path });
        }
        own_or_absent(&path)?;
        match File::open(&path) {
            Ok(file) => Ok(Some((path, file))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ArchiveError::File { path, source }),
        }
    }

    /// Returns what is in a report's file; `None` where there is none.
    fn content(&self, file: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some((path, mut file)) = self.own_file(file)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let read = file.read_to_end(&mut bytes);
        read.map_err(|source| ArchiveError::File { path, source })?;
        Ok(Some(bytes))
    }

    /// Keeps a report: [`Self::judge`], then what it leaves to do.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(
        &mut self,
        meeting: &str,
        report: &str,
        fetched: Fetched,
    ) -> Result<(Stored, IndexEntry), ArchiveError> {
        let (stored, entry, write) = self.judge(meeting, report, fetched)?;
        if let Some(write) = write {
            write.run()?;
        }
        self.note(&entry)?;
        Ok((stored, entry))
    }

    /// Finds out what becomes of a report; one that changed pushes the earlier version
    /// aside and loses nothing. The file is to be written before the entry is noted.
    ///
    /// # Errors
    /// When the earlier version cannot be put aside, or a link is in its place.
    pub fn judge(
        &self,
        meeting: &str,
        report: &str,
        fetched: Fetched,
    ) -> Result<(Stored, IndexEntry, Option<ReportFile>), ArchiveError> {
        let known = self.entries.get(&(meeting.to_owned(), report.to_owned()));
        let file = known.map_or_else(
            || file_name(meeting, report, fetched.day),
            |entry| entry.file.clone(),
        );
        let mut earlier: Vec<_> = known
            .iter()
            .flat_map(|known| known.earlier.clone())
            .collect();
        // Whatever is there is kept, whether the index knows it or not.
        let (stored, sha256, bytes) = match &fetched.body {
            Body::Held(body) => match self.content(&file)? {
                None => (Stored::New, sha256(body), body.len() as u64),
                Some(old) if say_the_same(&old, body) => {
                    (Stored::Same, sha256(&old), old.len() as u64)
                }
                Some(old) => {
                    let digest = sha256(&old);
                    earlier.extend(self.put_aside(&file, &digest, &old[..], &earlier)?);
                    (Stored::Changed, sha256(body), body.len() as u64)
                }
            },
            // Two large ones are compared by their bytes alone, and never held.
            large @ Body::Filed(_) => {
                let (digest, bytes) = (large.sha256(), large.len());
                match self.digest(&file)? {
                    None => (Stored::New, digest, bytes),
                    Some(old) if old == digest => (Stored::Same, digest, bytes),
                    Some(old) => {
                        if let Some((_, content)) = self.own_file(&file)? {
                            earlier.extend(self.put_aside(&file, &old, content, &earlier)?);
                        }
                        (Stored::Changed, digest, bytes)
                    }
                }
            }
        };
        let entry = IndexEntry {
            meeting: meeting.to_owned(),
            report: report.to_owned(),
            file,
            requests: fetched.requests,
            fetched: Timestamp::now(),
            etag: fetched.etag,
            sha256,
            bytes,
            listed: fetched.listed,
            earlier,
        };
        let write = (stored != Stored::Same).then(|| ReportFile {
            folder: Arc::clone(&self.folder),
            name: entry.file.clone(),
            body: fetched.body,
        });
        Ok((stored, entry, write))
    }

    /// Writes what a run did, for programs; returns the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_run(&self, run: &impl Serialize) -> Result<PathBuf, ArchiveError> {
        let mut json = serde_json::to_vec_pretty(run).unwrap_or_default();
        json.push(b'\n');
        self.folder.write(LAST_RUN, &json, Durability::Synced)?;
        Ok(self.folder.path().join(LAST_RUN))
    }

    /// Writes what is wrong, for the next run to know what is new.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write_troubles(&self, troubles: &Troubles) -> Result<(), ArchiveError> {
        let lines = troubles.lines(Timestamp::now());
        self.folder.write(TROUBLES, &lines, Durability::Synced)?;
        Ok(())
    }

    /// Writes the index anew, a line per report, and what is remembered, so that they last.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn sync(&mut self) -> Result<(), ArchiveError> {
        let memory = self.memory.lines(Timestamp::now());
        self.folder.write(MEMORY, &memory, Durability::Synced)?;
        index::rewrite(&self.folder, &self.entries)
    }

    /// Keeps the version that is there under a name of its own; returns the name if it is new.
    fn put_aside(
        &self,
        file: &str,
        sha256: &str,
        mut old: impl Read,
        known: &[String],
    ) -> Result<Option<String>, ArchiveError> {
        let name = earlier_name(file, sha256);
        let mut copy = self.folder.create(&name)?;
        let path = copy.path().to_owned();
        let copied = io::copy(&mut old, &mut copy);
        copied.map_err(|source| ArchiveError::File { path, source })?;
        copy.finish()?;
        Ok((!known.contains(&name)).then_some(name))
    }

    /// Notes a report whose file is written.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn note(&mut self, entry: &IndexEntry) -> Result<(), ArchiveError> {
        // One write a line: a killed run leaves at most the last one torn.
        self.index
            .write_all(&index::line_of(entry))
            .map_err(|source| ArchiveError::File {
                path: self.path().join(INDEX),
                source,
            })?;
        let key = (entry.meeting.clone(), entry.report.clone());
        self.entries.insert(key, entry.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
