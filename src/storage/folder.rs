//! The output folder: either the old file or the new one, whole.
//!
//! A file is written beside its target, or without a name, and gets its name when it
//! is complete, so a finished name is a finished file. Attendance is personal data: on Unix only
//! the owner may read what is written.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tempfile::NamedTempFile;

use super::{anonymous_file, leftovers};
use crate::executor::Executor;
use crate::storage::digest::{Digests, RunningDigest};
use crate::storage::manifest::OutputEntry;

/// Something that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The folder cannot be made or used.
    #[error("could not use the output folder `{path}`")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of that name is there already.
    #[error("`{path}` exists already")]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error("could not write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What is done with files that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// They stay, and nothing is written.
    Keep,
    /// They are replaced.
    Replace,
}

/// How surely a file is on the disk before its name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The disk has it: for the few files that hold everything.
    Synced,
    /// The system has it: for the many small ones, where waiting for the disk
    /// each time would take minutes.
    Buffered,
}

/// A folder that can be written to.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    existing: Existing,
    digests: Digests,
    /// Whether it was not there before.
    made: bool,
    /// How many files of runs that were ended by force were removed from it.
    leftovers: usize,
    /// Whether files without a name turned out to be of no use here.
    no_anonymous: AtomicBool,
}

impl OutputFolder {
    /// Makes the folder and finds out whether it can be written to, before any work.
    ///
    /// Unfinished files of runs that were ended by force are removed from it.
    ///
    /// # Errors
    /// When it cannot be made or written to.
    pub fn open(path: &Path, existing: Existing) -> Result<Self, StorageError> {
        let failed = |source| StorageError::Folder {
            path: path.to_owned(),
            source,
        };
        let made = !path.exists();
        make_folder(path).map_err(failed)?;
        Unfinished::create(path).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            existing,
            digests: Digests::default(),
            made,
            leftovers: if made { 0 } else { leftovers::remove(path) },
            no_anonymous: AtomicBool::new(false),
        })
    }

    /// Opens the folder of one file that is to be written, and returns it with the file's name.
    /// No digest is taken of a file that stands alone: nothing keeps it.
    ///
    /// # Errors
    /// As [`Self::open`]; and when the file is there and is to be kept.
    pub fn of_file(path: &Path, existing: Existing) -> Result<(Self, String), StorageError> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder =
            Self::open(folder.unwrap_or(Path::new(".")), existing)?.with_digests(Digests::None);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        folder.refuse_existing(&[&name])?;
        Ok((folder, name.into_owned()))
    }

    /// Takes these digests of all files from now on.
    #[must_use]
    pub fn with_digests(self, digests: Digests) -> Self {
        Self { digests, ..self }
    }

    /// Returns the folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what is done with files that are there already.
    pub const fn existing(&self) -> Existing {
        self.existing
    }

    /// Returns how many unfinished files of runs that were ended by force were removed from
    /// the folder when it was opened.
    pub const fn leftovers(&self) -> usize {
        self.leftovers
    }

    /// Refuses names that are there already, unless they may be replaced.
    ///
    /// # Errors
    /// When one of the names, relative to the folder, exists.
    pub fn refuse_existing(&self, names: &[&str]) -> Result<(), StorageError> {
        if self.existing == Existing::Replace {
            return Ok(());
        }
        let taken = names
            .iter()
            .map(|name| self.path.join(name))
            .find(|path| path.symlink_metadata().is_ok());
        taken.map_or(Ok(()), |path| Err(StorageError::Exists { path }))
    }

    /// Makes a folder in this folder; one that is a link elsewhere is refused.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(&self, name: &str) -> Result<(), StorageError> {
        let path = self.path.join(name);
        let linked = || path.symlink_metadata().is_ok_and(|kind| kind.is_symlink());
        let made = if linked() {
            Err(io::Error::other("is a link to somewhere else"))
        } else {
            make_folder(&path)
        };
        made.map_err(|source| StorageError::Folder { path, source })
    }

    /// Removes these folders where nothing is in them, and this one too unless it
    /// was there before.
    pub fn remove_empty(&self, names: &[&str]) {
        let own = self.made.then(|| self.path.clone());
        for path in names.iter().map(|name| self.path.join(name)).chain(own) {
            // A folder that holds something, or is not there, is left as it is.
            let _ = fs::remove_dir(path);
        }
    }

    /// Begins a file; `name` is relative to the folder, with `/`, and its own folder exists.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self, name: &str) -> Result<OutputFile, StorageError> {
        let path = self.path.join(name);
        match self.temporary(&path) {
            Ok(file) => Ok(OutputFile {
                file: BufWriter::with_capacity(128 * 1024, file),
                name: name.to_owned(),
                path,
                existing: self.existing,
                digests: self.digests,
                digest: Some(self.digests.begin()),
            }),
            Err(source) => Err(StorageError::Write { path, source }),
        }
    }

    /// Writes a small file in one go.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &self,
        name: &str,
        bytes: &[u8],
        durability: Durability,
    ) -> Result<OutputEntry, StorageError> {
        let path = self.path.join(name);
        let unnamed = match durability {
            Durability::Buffered => self.write_unnamed(&path, bytes),
            Durability::Synced => None,
        };
        let named = || {
            let mut file = self.temporary(&path)?;
            file.write_all(bytes)?;
            file.publish(&path, self.existing, durability)
        };
        match unnamed.unwrap_or_else(named) {
            Ok(()) => {
                let mut digest = self.digests.begin();
                digest.update(bytes);
                Ok(entry(name.to_owned(), digest))
            }
            Err(source) => Err(StorageError::Write { path, source }),
        }
    }

    /// Writes a file that has no name until it is whole; `None` where that is not the way.
    fn write_unnamed(&self, path: &Path, bytes: &[u8]) -> Option<io::Result<()>> {
        if self.no_anonymous.load(Relaxed) || is_abandoned() {
            return None;
        }
        let written = match anonymous_file::write(path, bytes) {
            // Such a file cannot replace another; where one is there, most will be.
            Some(Err(error)) if self.replaces(&error) => None,
            written => written,
        };
        self.no_anonymous.store(written.is_none(), Relaxed);
        written
    }

    fn replaces(&self, error: &io::Error) -> bool {
        self.existing == Existing::Replace && error.kind() == io::ErrorKind::AlreadyExists
    }

    fn temporary(&self, path: &Path) -> io::Result<Unfinished> {
        Unfinished::create(path.parent().unwrap_or(&self.path))
    }
}

/// The files that are not finished, for [`abandon`]; `None` once no more may be begun.
static UNFINISHED: Mutex<Option<BTreeSet<PathBuf>>> = Mutex::new(Some(BTreeSet::new()));

/// Removes all files that are not finished and begins no more: for the moment
/// before the program ends in the middle of its work.
pub fn abandon() {
    let unfinished = UNFINISHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    for path in unfinished.into_iter().flatten() {
        // There is nobody left to tell.
        let _ = fs::remove_file(path);
    }
}

/// Returns whether [`abandon`] was called: what fails from then on fails because of it.
pub fn is_abandoned() -> bool {
    UNFINISHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .is_none()
}

/// A file beside its target; dropped before it is published, it goes away.
#[derive(Debug)]
struct Unfinished {
    file: NamedTempFile,
    registered: Registered,
    /// How much was written since the last time it was made to last, in bytes.
    unsynced: usize,
    /// Makes what was written before last, while more is written.
    syncing: Option<JoinHandle<io::Result<()>>>,
}

/// After so many bytes a file is made to last while the run goes on, or its end would
/// wait for all of them.
const SYNC_AFTER: usize = 32 * 1024 * 1024;

/// A path among [`UNFINISHED`], as long as this lives.
#[derive(Debug)]
struct Registered(PathBuf);

impl Drop for Registered {
    fn drop(&mut self) {
        if let Some(paths) = UNFINISHED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            paths.remove(&self.0);
        }
    }
}

impl Unfinished {
    fn create(folder: &Path) -> io::Result<Self> {
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(paths) = unfinished.as_mut() else {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        };
        let file = leftovers::create_held(folder)?;
        let registered = Registered(file.path().to_owned());
        paths.insert(registered.0.clone());
        Ok(Self {
            file,
            registered,
            unsynced: 0,
            syncing: None,
        })
    }

    fn begin_sync(&mut self) -> io::Result<()> {
        self.end_sync()?;
        let file = self.file.as_file().try_clone()?;
        let sync = move || file.sync_data();
        match thread::Builder::new().spawn(sync) {
            Ok(syncing) => self.syncing = Some(syncing),
            Err(_) => self.file.as_file().sync_data()?,
        }
        self.unsynced = 0;
        Ok(())
    }

    /// Waits for what was begun, and tells what the disk said.
    fn end_sync(&mut self) -> io::Result<()> {
        let said = self.syncing.take().map(JoinHandle::join);
        said.map_or(Ok(()), |said| said.map_err(|_| io::ErrorKind::Other)?)
    }

    /// Renames the complete file to its target.
    fn publish(
        mut self,
        path: &Path,
        existing: Existing,
        durability: Durability,
    ) -> io::Result<()> {
        self.end_sync()?;
        if durability == Durability::Synced {
            self.file.as_file().sync_all()?;
        }
        let Self {
            file, registered, ..
        } = self;
        match existing {
            Existing::Replace => file.persist(path),
            Existing::Keep => file.persist_noclobber(path),
        }
        .map_err(|error| error.error)?;
        drop(registered);
        if durability == Durability::Synced {
            sync_folder(path.parent());
        }
        Ok(())
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.unsynced >= SYNC_AFTER {
            self.begin_sync()?;
        }
        let written = self.file.write(bytes)?;
        self.unsynced += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Unfinished {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// From so many bytes on another thread is woken to take their digest.
const MANY: usize = 256 * 1024;

/// A file on its way to its name; dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    file: BufWriter<Unfinished>,
    name: String,
    path: PathBuf,
    existing: Existing,
    digests: Digests,
    /// Of what was written so far; `None` once something was written over.
    digest: Option<RunningDigest>,
}

impl OutputFile {
    /// Returns the path it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes bytes, and takes their digest meanwhile where they are many.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, bytes: &[u8], executor: &impl Executor) -> io::Result<()> {
        match &mut self.digest {
            Some(digest) if bytes.len() >= MANY => {
                let file = &mut self.file;
                let ((), written) =
                    executor.join(|| digest.update(bytes), || file.write_all(bytes));
                written
            }
            _ => self.write_all(bytes),
        }
    }

    /// Returns how many bytes were written so far, from the beginning to the end.
    pub fn bytes(&self) -> u64 {
        self.digest.as_ref().map_or(0, RunningDigest::bytes)
    }

    /// Returns the SHA-256 of what was written so far, from the beginning to the end; `None`
    /// where the folder keeps none.
    pub fn sha256(&self) -> Option<String> {
        self.digest.clone().and_then(RunningDigest::finish)
    }

    /// Returns the same on its way to another name in this folder, on the same disk.
    #[must_use]
    pub fn renamed(self, folder: &OutputFolder, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: folder.path.join(name),
            existing: folder.existing,
            ..self
        }
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When what is left cannot be written, or the name cannot be given.
    pub fn finish(self) -> Result<OutputEntry, StorageError> {
        let Self {
            file,
            name,
            path,
            existing,
            digests,
            digest,
        } = self;
        let finished = file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|mut file| {
                let written_over = || digests.of_file(file.file.as_file_mut());
                let digest = digest.map_or_else(written_over, Ok)?;
                file.publish(&path, existing, Durability::Synced)?;
                Ok(entry(name, digest))
            });
        finished.map_err(|source| StorageError::Write { path, source })
    }
}

fn entry(name: String, digest: RunningDigest) -> OutputEntry {
    OutputEntry {
        name,
        bytes: digest.bytes(),
        sha256: digest.finish(),
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        if let Some(digest) = &mut self.digest {
            digest.update(&bytes[..written]);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for OutputFile {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.digest = None;
        self.file.seek(to)
    }
}

/// Makes the new name last; where a system cannot do that, the file is whole all the same.
fn sync_folder(folder: Option<&Path>) {
    if let Some(folder) = folder.and_then(|folder| fs::File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::digest::sha256;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing_behind() {
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        let mut file = folder.create("a.csv").unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(names(place.path()), Vec::<String>::new());
    }

    #[test]
    fn where_files_may_be_replaced_it_does_not_matter_which_are_there() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("b.html"), "old").unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Replace).unwrap();
        for name in ["a.html", "b.html", "c.html"] {
            folder
                .write(name, name.as_bytes(), Durability::Buffered)
                .unwrap();
            assert_eq!(fs::read_to_string(place.path().join(name)).unwrap(), name);
        }
        assert_eq!(names(place.path()).len(), 3);
    }

    #[test]
    fn an_existing_file_stays_unless_it_may_be_replaced() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.csv"), "old").unwrap();
        let keep = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        assert!(matches!(
            keep.refuse_existing(&["a.csv"]),
            Err(StorageError::Exists { .. })
        ));
        assert!(keep.write("a.csv", b"new", Durability::Buffered).is_err());
        assert_eq!(fs::read(place.path().join("a.csv")).unwrap(), b"old");
        let replace = OutputFolder::open(place.path(), Existing::Replace).unwrap();
        replace.write("a.csv", b"new", Durability::Synced).unwrap();
        assert_eq!(fs::read(place.path().join("a.csv")).unwrap(), b"new");
        assert_eq!(names(place.path()), ["a.csv"]);
    }

    #[test]
    fn the_digest_is_of_what_lies_there_even_when_it_was_written_over() {
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        let mut straight = folder.create("a").unwrap();
        straight.write_all(b"abc").unwrap();
        let mut over = folder.create("b").unwrap();
        over.write_all(b"xbc").unwrap();
        over.rewind().unwrap();
        over.write_all(b"a").unwrap();
        let (straight, over) = (straight.finish().unwrap(), over.finish().unwrap());
        assert_eq!(
            (straight.sha256, straight.bytes),
            (over.sha256.clone(), over.bytes)
        );
        assert_eq!(over.sha256, Some(sha256(b"abc")));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_leads_elsewhere_is_refused() {
        let (place, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(elsewhere.path(), place.path().join("meetings")).unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Replace).unwrap();
        assert!(folder.make("meetings").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(&place.path().join("new"), Existing::Keep).unwrap();
        folder.write("a.csv", b"x", Durability::Buffered).unwrap();
        let file = folder.path().join("a.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(folder.path())), (0o600, 0o700));
    }
}
