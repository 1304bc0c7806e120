//! The archive: a folder with the service's own bytes, one file a report, and in
//! its hidden folder `.rollbook` an index of what they are.
//!
//! A report's file is whole before the index names it, and the index grows by a
//! line each time: so a run may be killed at any point and the next one goes on.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

pub use super::content::content_digest;
use super::content::say_the_same;
use super::exclusive::{lock, remove_unfinished};
use super::index::{self, Entries, INDEX};
pub use super::index::{ArchiveError, IndexEntry};
use super::names::file_name;
use super::troubles::{TROUBLES, Troubles};
use crate::digest::sha256;
use crate::output::folder::{Durability, Existing, OutputFolder};

/// What is no report is in here; `rollbook convert` passes hidden folders over.
const HIDDEN: &str = ".rollbook";

/// Versions of reports that changed later.
const EARLIER: &str = ".rollbook/earlier";

/// What the last run did.
const LAST_RUN: &str = ".rollbook/fetch.json";

/// A report that came whole.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The report's bytes.
    pub body: Vec<u8>,
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
    folder: Arc<OutputFolder>,
    name: String,
    body: Vec<u8>,
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
        self.folder
            .write(&self.name, &self.body, Durability::Synced)?;
        Ok(())
    }
}

/// An archive that this run alone uses.
#[derive(Debug)]
pub struct Archive {
    folder: Arc<OutputFolder>,
    entries: Entries,
    index: File,
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
        let entries = index::read(&path.join(INDEX))?;
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
            _lock: lock,
        })
    }

    /// The archive's folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What the index knows of a report whose file is there, whole.
    pub fn entry(&self, meeting: &str, report: &str) -> Option<&IndexEntry> {
        let entry = self.entries.get(&(meeting.to_owned(), report.to_owned()))?;
        let length = fs::metadata(self.path().join(&entry.file)).map(|file| file.len());
        (length.ok() == Some(entry.bytes)).then_some(entry)
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
    /// When the earlier version cannot be put aside.
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
        let old = self
            .entry(meeting, report)
            .map(|entry| self.path().join(&entry.file));
        let old = old.and_then(|path| fs::read(path).ok());
        let (stored, kept) = match &old {
            None => (Stored::New, &fetched.body),
            Some(old) if say_the_same(old, &fetched.body) => (Stored::Same, old),
            Some(old) => {
                earlier.extend(self.put_aside(&file, old, &earlier)?);
                (Stored::Changed, &fetched.body)
            }
        };
        let entry = IndexEntry {
            meeting: meeting.to_owned(),
            report: report.to_owned(),
            file,
            requests: fetched.requests,
            fetched: Timestamp::now(),
            etag: fetched.etag,
            sha256: sha256(kept),
            bytes: kept.len() as u64,
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

    /// Writes the index anew, a line a report, so that it lasts.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn sync(&mut self) -> Result<(), ArchiveError> {
        index::rewrite(&self.folder, &self.entries)
    }

    /// Keeps the version that is there under a name of its own; returns the name if it is new.
    fn put_aside(
        &self,
        file: &str,
        old: &[u8],
        known: &[String],
    ) -> Result<Option<String>, ArchiveError> {
        let stem = Path::new(file).file_stem().unwrap_or_default();
        let name = format!(
            "{EARLIER}/{}.{}.json",
            stem.to_string_lossy(),
            &sha256(old)[..12]
        );
        self.folder.write(&name, old, Durability::Synced)?;
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
mod tests {
    use super::*;

    fn report(body: &str) -> Fetched {
        Fetched {
            body: body.into(),
            requests: vec!["https://h/v1.0/x".into()],
            etag: None,
            day: Some(jiff::civil::date(2026, 10, 6)),
            listed: None,
        }
    }

    fn shown(archive: &Archive) -> Vec<String> {
        let files = walkdir::WalkDir::new(archive.path()).sort_by_file_name();
        let files = files
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file());
        files
            .filter(|entry| !entry.path().to_string_lossy().contains(HIDDEN))
            .map(|entry| fs::read_to_string(entry.path()).unwrap())
            .collect()
    }

    #[test]
    fn a_report_that_changed_is_kept_in_both_versions_and_only_the_newest_is_in_sight() {
        let place = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(place.path()).unwrap();
        assert_eq!(
            archive.store("m", "r", report("{\"a\":1}")).unwrap().0,
            Stored::New
        );
        let (stored, entry) = archive.store("m", "r", report("{\"a\":2}")).unwrap();
        assert_eq!(stored, Stored::Changed);
        assert_eq!(shown(&archive), ["{\"a\":2}"]);
        let earlier = fs::read_to_string(place.path().join(&entry.earlier[0])).unwrap();
        assert_eq!(earlier, "{\"a\":1}");
    }

    #[test]
    fn the_order_of_members_and_the_context_are_no_change() {
        let place = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(place.path()).unwrap();
        let first = r#"{"@odata.context":"users('1')","a":1,"b":2}"#;
        archive.store("m", "r", report(first)).unwrap();
        let (stored, _) = archive.store("m", "r", report(r#"{"b":2,"a":1}"#)).unwrap();
        assert_eq!(
            (stored, shown(&archive)),
            (Stored::Same, vec![first.to_owned()])
        );
    }

    #[test]
    fn an_archive_is_used_by_one_run_at_a_time() {
        let place = tempfile::tempdir().unwrap();
        let first = Archive::open(place.path()).unwrap();
        let second = Archive::open(place.path());
        assert!(
            matches!(second, Err(ArchiveError::InUse { .. })),
            "{second:?}"
        );
        drop(first);
        assert!(Archive::open(place.path()).is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_mended() {
        let place = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(place.path()).unwrap();
        let (_, entry) = archive.store("m", "r", report("{}")).unwrap();
        drop(archive);
        let index = place.path().join(INDEX);
        let torn = [
            fs::read(&index).unwrap(),
            b"{\"meeting\":\"m\",\"rep".to_vec(),
        ]
        .concat();
        fs::write(&index, torn).unwrap();
        let half = place
            .path()
            .join(&entry.file)
            .with_file_name(".rollbook-half");
        fs::write(&half, "{").unwrap();
        let archive = Archive::open(place.path()).unwrap();
        assert_eq!(archive.entry("m", "r"), Some(&entry));
        assert!(!half.exists());
    }

    #[test]
    fn a_report_whose_file_is_gone_or_cut_is_not_known() {
        let place = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(place.path()).unwrap();
        let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
        assert!(archive.entry("m", "r").is_some());
        fs::write(place.path().join(&entry.file), "{\"a\"").unwrap();
        assert_eq!(archive.entry("m", "r"), None);
    }

    #[test]
    fn an_index_that_names_a_file_elsewhere_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("archive");
        let mut archive = Archive::open(&path).unwrap();
        let (_, entry) = archive.store("m", "r", report("{\"a\":1}")).unwrap();
        drop(archive);
        fs::write(place.path().join("mine"), "{\"a\":1}").unwrap();
        let index = path.join(INDEX);
        let text = fs::read_to_string(&index).unwrap();
        for file in ["../mine", "/etc/passwd", "x/../../mine", ".rollbook/lock"] {
            fs::write(&index, text.replace(&entry.file, file)).unwrap();
            let refused = Archive::open(&path).unwrap_err();
            assert!(matches!(refused, ArchiveError::Index { line: 1, .. }));
        }
    }
}
