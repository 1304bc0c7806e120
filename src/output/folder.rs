//! The output folder: either the old file or the new one, whole.
//!
//! A file is written beside its target and renamed when it is complete, so a
//! finished name is a finished file. Attendance is personal data: on Unix only
//! the owner may read what is written.

use std::fs;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::write::html::TemplateError;
use crate::write::xlsx::WorkbookError;

/// Something that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
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
    /// A workbook could not be put together.
    #[error("could not write `{path}`")]
    Workbook {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<WorkbookError>,
    },
    /// A page template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateError),
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
    /// Whether it was not there before.
    made: bool,
}

impl OutputFolder {
    /// Makes the folder and finds out whether it can be written to, before any work.
    ///
    /// # Errors
    /// When it cannot be made or written to.
    pub fn open(path: &Path, existing: Existing) -> Result<Self, OutputError> {
        let failed = |source| OutputError::Folder {
            path: path.to_owned(),
            source,
        };
        let made = !path.exists();
        make_folder(path).map_err(failed)?;
        NamedTempFile::new_in(path).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            existing,
            made,
        })
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses names that are there already, unless they may be replaced.
    ///
    /// # Errors
    /// When one of the names, relative to the folder, exists.
    pub fn refuse_existing(&self, names: &[&str]) -> Result<(), OutputError> {
        if self.existing == Existing::Replace {
            return Ok(());
        }
        let taken = names
            .iter()
            .map(|name| self.path.join(name))
            .find(|path| path.symlink_metadata().is_ok());
        taken.map_or(Ok(()), |path| Err(OutputError::Exists { path }))
    }

    /// Makes a folder in this folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(&self, name: &str) -> Result<(), OutputError> {
        let path = self.path.join(name);
        make_folder(&path).map_err(|source| OutputError::Folder { path, source })
    }

    /// Removes these folders where nothing is in them, and this one too unless it
    /// was there before.
    pub fn remove_empty(self, names: &[&str]) {
        let own = self.made.then(|| self.path.clone());
        for path in names.iter().map(|name| self.path.join(name)).chain(own) {
            // A folder that holds something, or is not there, is left as it is.
            let _ = fs::remove_dir(path);
        }
    }

    /// Begins a file; `name` is relative to the folder, and its own folder exists.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self, name: &str) -> Result<OutputFile, OutputError> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path).to_owned();
        match NamedTempFile::with_prefix_in(".rollbook-", folder) {
            Ok(file) => Ok(OutputFile {
                file: BufWriter::with_capacity(128 * 1024, file),
                path,
                existing: self.existing,
            }),
            Err(source) => Err(OutputError::Write { path, source }),
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
    ) -> Result<PathBuf, OutputError> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path);
        let written = NamedTempFile::with_prefix_in(".rollbook-", folder).and_then(|mut file| {
            file.write_all(bytes)?;
            publish(file, &path, self.existing, durability)
        });
        written
            .map(|()| path.clone())
            .map_err(|source| OutputError::Write { path, source })
    }
}

/// A file on its way to its name; dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    existing: Existing,
}

impl OutputFile {
    /// The path it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.file
            .write_all(bytes)
            .map_err(|source| OutputError::Write {
                path: self.path.clone(),
                source,
            })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When what is left cannot be written, or the name cannot be given.
    pub fn finish(self) -> Result<PathBuf, OutputError> {
        let path = self.path;
        let finished = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        finished
            .and_then(|file| publish(file, &path, self.existing, Durability::Synced))
            .map(|()| path.clone())
            .map_err(|source| OutputError::Write { path, source })
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for OutputFile {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Renames a complete file to its target.
fn publish(
    file: NamedTempFile,
    path: &Path,
    existing: Existing,
    durability: Durability,
) -> io::Result<()> {
    if durability == Durability::Synced {
        file.as_file().sync_all()?;
    }
    match existing {
        Existing::Replace => file.persist(path),
        Existing::Keep => file.persist_noclobber(path),
    }
    .map_err(|error| error.error)?;
    if durability == Durability::Synced {
        sync_folder(path.parent());
    }
    Ok(())
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
        file.append(b"half").unwrap();
        drop(file);
        assert_eq!(names(place.path()), Vec::<String>::new());
    }

    #[test]
    fn an_existing_file_stays_unless_it_may_be_replaced() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.csv"), "old").unwrap();
        let keep = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        assert!(matches!(
            keep.refuse_existing(&["a.csv"]),
            Err(OutputError::Exists { .. })
        ));
        assert!(keep.write("a.csv", b"new", Durability::Buffered).is_err());
        assert_eq!(fs::read(place.path().join("a.csv")).unwrap(), b"old");
        let replace = OutputFolder::open(place.path(), Existing::Replace).unwrap();
        replace.write("a.csv", b"new", Durability::Synced).unwrap();
        assert_eq!(fs::read(place.path().join("a.csv")).unwrap(), b"new");
        assert_eq!(names(place.path()), ["a.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(&place.path().join("new"), Existing::Keep).unwrap();
        let file = folder.write("a.csv", b"x", Durability::Buffered).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(folder.path())), (0o600, 0o700));
    }
}
