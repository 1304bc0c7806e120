//! One run at a time: the lock of an archive, and what earlier runs left behind.

use std::fs::{self, File};
use std::path::Path;

use fs4::FileExt;

use crate::graph::archive::index::{ArchiveError, own_or_absent};

/// Held by the run that uses the archive.
const LOCK: &str = ".rollbook/lock";

/// How the names of files begin that are not finished.
const UNFINISHED: &str = ".rollbook-";

/// Keeps other runs out of an archive until the file is dropped.
pub(in crate::graph) fn lock(archive: &Path) -> Result<File, ArchiveError> {
    let path = archive.join(LOCK);
    let failed = |source| ArchiveError::File {
        path: path.clone(),
        source,
    };
    own_or_absent(&path)?;
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path);
    let file = file.map_err(failed)?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(file),
        Err(fs4::TryLockError::WouldBlock) => Err(ArchiveError::InUse {
            path: archive.to_owned(),
        }),
        Err(fs4::TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// Makes sure that no other run uses an archive; nothing is made or kept.
pub(in crate::graph) fn is_free(archive: &Path) -> Result<(), ArchiveError> {
    let path = archive.join(LOCK);
    match path.exists() {
        true => lock(archive).map(drop),
        false => Ok(()),
    }
}

/// Removes what killed runs left half written; this run alone uses the archive.
pub(in crate::graph) fn remove_unfinished(archive: &Path) {
    let files = walkdir::WalkDir::new(archive)
        .max_depth(3)
        .into_iter()
        .flatten();
    for file in files.filter(|entry| entry.file_type().is_file()) {
        if file
            .file_name()
            .as_encoded_bytes()
            .starts_with(UNFINISHED.as_bytes())
        {
            // One that stays is hidden, and costs nothing but its place.
            let _ = fs::remove_file(file.path());
        }
    }
}
