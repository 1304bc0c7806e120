//! Unfinished files that a run left behind when it was ended by force.
//!
//! A run holds a lock on each file that it has not finished. The system gives the lock
//! back when the run ends, however it ends: what nobody holds, nobody will finish.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::FileExt;
use tempfile::NamedTempFile;
use walkdir::{DirEntry, WalkDir};

/// How the names of files begin that are not finished.
const UNFINISHED: &str = ".rollbook-";

/// The folders that a run makes in its output folder. Others are not looked into: they
/// are the user's own, and may be large.
pub const FOLDERS: [&str; 11] = [
    "arrow",
    "certificates",
    "csv",
    "json",
    "meetings",
    "ndjson",
    "parquet",
    "people",
    "periods",
    "tables",
    "departments",
];

/// How deep below the output folder a file may lie: `departments/sales/csv/people.csv`.
const DEEPEST: usize = 4;

/// Makes a file with a name of its own in a folder, and holds its lock.
pub(super) fn create_held(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = NamedTempFile::with_prefix_in(UNFINISHED, folder)?;
        match FileExt::try_lock(file.as_file()) {
            // Another run may have taken it for a leftover before it was held.
            Ok(()) if !file.path().exists() => {}
            Ok(()) => return Ok(file),
            Err(fs4::TryLockError::WouldBlock) => {}
            // Where there are no locks, no run removes anything.
            Err(fs4::TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Returns the unfinished files in an output folder that no run holds, sorted by path.
pub fn find(folder: &Path) -> Vec<PathBuf> {
    let abandoned = |entry: &DirEntry| lock(entry.path()).is_some();
    let mut found: Vec<_> = unfinished(folder)
        .filter(abandoned)
        .map(DirEntry::into_path)
        .collect();
    found.sort();
    found
}

/// Removes the unfinished files in an output folder that no run holds; returns their number.
pub(super) fn remove(folder: &Path) -> usize {
    let removed = |entry: &DirEntry| {
        // Held while it is removed, so that its own run cannot begin to use it.
        let lock = lock(entry.path());
        lock.is_some() && fs::remove_file(entry.path()).is_ok()
    };
    unfinished(folder).filter(removed).count()
}

fn unfinished(folder: &Path) -> impl Iterator<Item = DirEntry> {
    let ours = |entry: &DirEntry| {
        let name = entry.file_name().to_str();
        entry.depth() != 1
            || !entry.file_type().is_dir()
            || name.is_some_and(|name| FOLDERS.contains(&name))
    };
    WalkDir::new(folder)
        .max_depth(DEEPEST)
        .into_iter()
        .filter_entry(ours)
        .flatten()
        .filter(is_unfinished)
}

/// Returns whether a file is one that a run has not finished, by its name and where it is.
pub(super) fn is_unfinished(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    let below = entry.depth().checked_sub(1);
    let own_folder = below.and_then(|below| entry.path().ancestors().nth(below)?.file_name());
    let is_in_own_place = match entry.depth() {
        0 | 1 => true,
        depth => {
            depth <= DEEPEST && own_folder.is_some_and(|own| FOLDERS.iter().any(|one| own == *one))
        }
    };
    is_in_own_place && entry.file_type().is_file() && name.starts_with(UNFINISHED.as_bytes())
}

/// Takes the lock of a file that nobody holds.
fn lock(path: &Path) -> Option<File> {
    // Some network file systems lock only what is open for writing.
    let file = File::options().read(true).write(true).open(path).ok()?;
    FileExt::try_lock(&file).is_ok().then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_holds_is_removed_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::create_dir_all(folder.join("departments/sales/csv")).unwrap();
        fs::create_dir_all(folder.join("photos")).unwrap();
        let left = [".rollbook-AbCdEf", "departments/sales/csv/.rollbook-123456"];
        let other = ["photos/.rollbook-xxxxxx", "rollbook-a", "people.csv"];
        for name in left.iter().chain(&other) {
            fs::write(folder.join(name), "x").unwrap();
        }
        let held = create_held(folder).unwrap();
        assert_eq!(find(folder), left.map(|name| folder.join(name)));
        assert_eq!(remove(folder), 2);
        assert_eq!(find(folder), Vec::<PathBuf>::new());
        assert!(other.iter().all(|name| folder.join(name).exists()));
        assert!(held.path().exists());
    }
}
