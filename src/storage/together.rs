//! Files of which all are there in the end, or none.

use std::fs;
use std::path::PathBuf;

use super::folder::{OutputFile, OutputFolder, StorageError};
use super::manifest::OutputEntry;

/// Files that get their names one after the other. Dropped before it is told to keep them,
/// it takes away those that were not there before, and the folders that it made.
#[derive(Debug)]
pub struct Together<'f> {
    folder: &'f OutputFolder,
    given: Vec<PathBuf>,
    folders: Vec<String>,
}

impl<'f> Together<'f> {
    /// Begins with none.
    pub const fn new(folder: &'f OutputFolder) -> Self {
        Self {
            folder,
            given: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// Makes a folder, and those above it, by its name with `/`.
    ///
    /// # Errors
    /// When one cannot be made, or is a link to somewhere else.
    pub fn make(&mut self, name: &str) -> Result<(), StorageError> {
        let ends = name.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([name.len()]) {
            self.folder.make(&name[..end])?;
            self.folders.push(name[..end].to_owned());
        }
        Ok(())
    }

    /// Gives a file its name.
    ///
    /// # Errors
    /// When it cannot be completed, or the name is taken.
    pub fn give(&mut self, file: OutputFile) -> Result<OutputEntry, StorageError> {
        let path = file.path().to_owned();
        let was_there = path.symlink_metadata().is_ok();
        let entry = file.finish()?;
        if !was_there {
            self.given.push(path);
        }
        Ok(entry)
    }

    /// Keeps all of them.
    pub fn keep(mut self) {
        self.given.clear();
        self.folders.clear();
    }
}

impl Drop for Together<'_> {
    fn drop(&mut self) {
        for path in &self.given {
            // There is nothing else to do about one that stays.
            let _ = fs::remove_file(path);
        }
        let folders: Vec<_> = self.folders.iter().rev().map(String::as_str).collect();
        self.folder.remove_empty(&folders);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::folder::Existing;
    use std::io::Write as _;

    fn file(folder: &OutputFolder, name: &str) -> OutputFile {
        let mut file = folder.create("new").unwrap();
        file.write_all(name.as_bytes()).unwrap();
        file.renamed(folder, name)
    }

    #[test]
    fn where_one_cannot_have_its_name_none_is_there_and_what_was_stays() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("b=1")).unwrap();
        fs::write(place.path().join("b=1/x"), "old").unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        let mut together = Together::new(&folder);
        together.make("a=1/c=2").unwrap();
        together.give(file(&folder, "a=1/c=2/x")).unwrap();
        assert!(place.path().join("a=1/c=2/x").exists());
        together.make("b=1").unwrap();
        let taken = together.give(file(&folder, "b=1/x"));
        assert!(
            matches!(taken, Err(StorageError::Write { .. })),
            "{taken:?}"
        );
        drop(together);
        assert!(!place.path().join("a=1").exists());
        assert_eq!(fs::read(place.path().join("b=1/x")).unwrap(), b"old");
    }

    #[test]
    fn all_of_them_stay_once_they_are_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        let mut together = Together::new(&folder);
        together.make("a=1").unwrap();
        together.give(file(&folder, "a=1/x")).unwrap();
        together.keep();
        assert_eq!(fs::read(place.path().join("a=1/x")).unwrap(), b"a=1/x");
    }
}
