//! Whether an archive is as it was written: each file against its digest in the index.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use crate::graph::archive::index::{self, INDEX, Index};
use crate::graph::archive::names::{EARLIER, stem};
use crate::storage::digest::sha256;
use crate::storage::manifest::Difference;

/// What was found in an archive.
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// How many reports the index knows.
    pub reports: usize,
    /// How many earlier versions it knows.
    pub earlier: usize,
    /// What is not as it was written.
    pub differences: Vec<Difference>,
}

/// Returns whether a folder is an archive.
pub fn is_archive(folder: &Path) -> bool {
    folder.join(INDEX).symlink_metadata().is_ok()
}

/// Compares all files of an archive with its index, and changes nothing.
///
/// # Errors
/// When the index cannot be read at all.
pub fn inspect(archive: &Path) -> Result<Inspection, index::ArchiveError> {
    let path = archive.join(INDEX);
    index::own_or_absent(&path)?;
    let Index { entries, unread } = index::read(&path)?;
    let mut inspection = Inspection::default();
    let mut differ = |name: &str, what: String| {
        let name = name.to_owned();
        inspection.differences.push(Difference { name, what });
    };
    for line in &unread {
        let what = format!("line {} cannot be read: {}", line.number, line.why);
        differ(INDEX, what);
    }
    let mut known = BTreeSet::new();
    let mut earlier = 0;
    for entry in entries.values() {
        known.insert(entry.file.clone());
        if let Some(what) = difference(archive, &entry.file, |bytes| sha256(bytes) == entry.sha256)
        {
            differ(&entry.file, what);
        }
        for name in &entry.earlier {
            earlier += 1;
            known.insert(name.clone());
            // The digest's beginning is in the name.
            let named = stem(name).rsplit('.').next().unwrap_or_default();
            let is_as_named = |bytes: &[u8]| sha256(bytes).starts_with(named);
            if let Some(what) = difference(archive, name, is_as_named) {
                differ(name, what);
            }
        }
    }
    for name in files(archive).filter(|name| !known.contains(name)) {
        differ(&name, "is not in the index".to_owned());
    }
    inspection.reports = entries.len();
    inspection.earlier = earlier;
    Ok(inspection)
}

/// Returns what is different about a file, if anything.
fn difference(archive: &Path, name: &str, same: impl Fn(&[u8]) -> bool) -> Option<String> {
    let path = archive.join(name);
    let folder = path
        .parent()
        .and_then(|folder| folder.symlink_metadata().ok());
    let linked = folder.is_some_and(|folder| !folder.is_dir());
    if linked || index::own_or_absent(&path).is_err() {
        return Some("is a link or a folder, and no file of the archive's own".into());
    }
    match fs::read(&path) {
        Ok(bytes) if same(&bytes) => None,
        Ok(_) => Some("was changed: its SHA-256 is another".into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("is missing".into()),
        Err(error) => Some(format!("could not be read: {error}")),
    }
}

/// Returns the names of everything in an archive that may be a report or an earlier version, by
/// name; links are named and not followed.
pub(in crate::graph) fn files(archive: &Path) -> impl Iterator<Item = String> {
    let named = {
        let archive = archive.to_owned();
        move |entry: walkdir::DirEntry| {
            let below = entry.path().strip_prefix(&archive).ok()?;
            let parts: Option<Vec<_>> = below.iter().map(|part| part.to_str()).collect();
            Some(parts?.join("/"))
        }
    };
    let all = WalkDir::new(archive)
        .max_depth(3)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let all = all.filter(|entry| !entry.file_type().is_dir());
    all.filter_map(named).filter(|name| {
        let of_versions = name.strip_prefix(EARLIER).is_some();
        let hidden = name.starts_with('.') || name.contains("/.");
        of_versions || (!hidden && name.contains('/') && name.ends_with(".json"))
    })
}
