//! Unfinished files that a run left behind when it was ended by force.
//!
//! A run holds a lock on each file that it has not finished. The system gives the lock
//! back when the run ends, however it ends: what nobody holds, nobody will finish.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

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

/// How long it may take a run to take the lock of a file that it has just made.
const UNTIL_HELD: Duration = Duration::from_millis(200);

/// Returns the unfinished files in an output folder that no run holds, sorted by path.
///
/// Waits a fifth of a second where there are any: a run makes a file, then takes its lock, and
/// what is found between the two is no leftover.
pub fn find(folder: &Path) -> Vec<PathBuf> {
    find_at_two_looks(folder, || thread::sleep(UNTIL_HELD))
}

fn find_at_two_looks(folder: &Path, wait: impl FnOnce()) -> Vec<PathBuf> {
    let is_free = |path: &PathBuf| lock(path).is_some();
    let paths = unfinished(folder).map(DirEntry::into_path);
    let mut found: Vec<_> = paths.filter(is_free).collect();
    if !found.is_empty() {
        wait();
        found.retain(is_free);
    }
    found.sort();
    found
}

/// Removes the unfinished files in an output folder that no run holds; returns their number.
pub(super) fn remove(folder: &Path) -> usize {
    let is_removed = |path: &&PathBuf| {
        // Held while it is removed, so that its own run cannot begin to use it.
        let lock = lock(path);
        lock.is_some() && fs::remove_file(path).is_ok()
    };
    find(folder).iter().filter(is_removed).count()
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

    #[test]
    fn what_a_run_at_work_has_just_made_and_not_yet_locked_is_no_leftover() {
        let place = tempfile::tempdir().unwrap();
        let [left, taken, gone] =
            [".rollbook-left", ".rollbook-take", ".rollbook-gone"].map(|name| {
                let path = place.path().join(name);
                fs::write(&path, "").unwrap();
                path
            });
        let mut held = None;
        let found = find_at_two_looks(place.path(), || {
            held = lock(&taken);
            fs::remove_file(&gone).unwrap();
        });
        assert!(held.is_some());
        assert_eq!(found, [left]);
    }

    #[test]
    fn where_everything_is_held_nobody_waits() {
        let place = tempfile::tempdir().unwrap();
        let held = create_held(place.path()).unwrap();
        let found = find_at_two_looks(place.path(), || panic!("waited"));
        assert_eq!(found, Vec::<PathBuf>::new());
        drop(held);
    }
}
