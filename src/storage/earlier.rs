//! Files of the run before in the same folder, such as the page of a report that has
//! another name now: nobody should take them for the present state.
//!
//! Only what the earlier `run.json` says was written, and what nobody changed since, is
//! removed; a manifest may come from anybody, so no path leads out of the folder.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::digest::RunningDigest;
use super::leftovers::{DEEPEST, FOLDERS, UNFINISHED};
use super::manifest::{self, Manifest, OutputEntry};

/// What became of the files of the run before that this run does not write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// How many were removed.
    pub removed: usize,
    /// Those that are there still, by name.
    pub left: Vec<String>,
}

/// Returns what the run before wrote into a folder; nothing where there is no manifest.
pub fn outputs(folder: &Path) -> Vec<OutputEntry> {
    let read = fs::read_to_string(folder.join(manifest::NAME)).ok();
    let manifest = read.and_then(|json| Manifest::read(&json).ok());
    manifest.map_or_else(Vec::new, |manifest| manifest.outputs)
}

/// Removes what the run before wrote and this one did not, in folders of which this run
/// wrote files of the same kind; what was changed since, and what is of other kinds, stays.
pub fn remove(folder: &Path, earlier: Vec<OutputEntry>, written: &[OutputEntry]) -> Stale {
    let names: BTreeSet<_> = written.iter().map(|entry| entry.name.as_str()).collect();
    let kinds: BTreeSet<_> = names.iter().map(|name| kind(name)).collect();
    let mut stale = Stale::default();
    let gone = earlier
        .into_iter()
        .filter(|entry| !names.contains(entry.name.as_str()));
    for entry in gone {
        let Some(path) = inside(folder, &entry.name) else {
            continue;
        };
        let is_ours = kinds.contains(&kind(&entry.name)) && is_as_written(&path, &entry);
        match is_ours && fs::remove_file(&path).is_ok() {
            true => {
                stale.removed += 1;
                remove_empty_folders(folder, &path);
            }
            false => stale.left.push(entry.name),
        }
    }
    stale
}

/// Returns the files in the program's own folders that no manifest speaks of, in order.
pub fn strangers(folder: &Path, manifest: &Manifest) -> Vec<String> {
    let known: BTreeSet<_> = manifest
        .outputs
        .iter()
        .map(|entry| entry.name.as_str())
        .collect();
    let mut found = Vec::new();
    for own in FOLDERS {
        let files = WalkDir::new(folder.join(own)).max_depth(DEEPEST - 1);
        for entry in files
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
        {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let name = parts.join("/");
            let is_unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
            if !is_unfinished && !known.contains(name.as_str()) {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

/// Returns the first folder of a name and what it ends with: `meetings` and `html`.
fn kind(name: &str) -> (Option<&str>, Option<&str>) {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    (folder, name.rsplit_once('.').map(|(_, ending)| ending))
}

/// Returns the path of a file below one of the program's own folders; none for names that lead
/// out of it, or that is no file of its own there.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let own = name.split_once('/').map_or("", |(own, _)| own);
    if !FOLDERS.contains(&own) || !Path::new(name).components().all(is_plain) {
        return None;
    }
    let path = folder.join(name);
    let is_file = path.symlink_metadata().is_ok_and(|kind| kind.is_file());
    let parent = path.parent()?.canonicalize().ok()?;
    let is_below = parent.starts_with(folder.canonicalize().ok()?);
    (is_file && is_below).then_some(path)
}

fn is_as_written(path: &Path, entry: &OutputEntry) -> bool {
    let digest = File::open(path).and_then(RunningDigest::read_all);
    digest.is_ok_and(|digest| digest.bytes() == entry.bytes && digest.finish() == entry.sha256)
}

/// Removes the folders of a file that hold nothing any more, up to the output folder.
fn remove_empty_folders(folder: &Path, path: &Path) {
    let above = path
        .ancestors()
        .skip(1)
        .take_while(|above| *above != folder);
    // A folder that holds something is left as it is.
    for above in above {
        if fs::remove_dir(above).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::digest::sha256;

    fn entry(name: &str) -> OutputEntry {
        OutputEntry {
            name: name.into(),
            bytes: 1,
            sha256: sha256(b"a"),
        }
    }

    fn put(folder: &Path, name: &str, bytes: &[u8]) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn what_is_of_the_same_kind_and_as_it_was_written_goes_and_all_else_stays() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        let names = [
            "meetings/old.html",
            "meetings/changed.html",
            "meetings/old.xlsx",
            "csv/people.csv",
            "departments/sales/people/anna.html",
        ];
        names.iter().for_each(|name| put(&folder, name, b"a"));
        put(&folder, "meetings/changed.html", b"b");
        put(&folder, "notes.txt", b"a");
        put(place.path(), "outside.html", b"a");
        let mut earlier: Vec<_> = names.iter().map(|name| entry(name)).collect();
        let hostile = [
            "notes.txt",
            "../outside.html",
            "meetings/../notes.txt",
            "/etc/hosts",
        ];
        earlier.extend(hostile.map(entry));
        let written = ["meetings/new.html", "departments/support/index.html"].map(entry);
        let stale = remove(&folder, earlier, &written);
        assert_eq!(stale.removed, 2);
        let left = [
            "meetings/changed.html",
            "meetings/old.xlsx",
            "csv/people.csv",
        ];
        assert_eq!(stale.left, left);
        let is_there = |path: &str| folder.join(path).exists();
        assert!(left.into_iter().chain(["notes.txt"]).all(is_there));
        assert!(!is_there("meetings/old.html") && !is_there("departments"));
        assert!(place.path().join("outside.html").exists());
    }

    #[test]
    fn strangers_are_files_in_the_programs_own_folders_alone() {
        let place = tempfile::tempdir().unwrap();
        for name in [
            "meetings/a.html",
            "meetings/b.html",
            "people/c.html",
            "mine/d.html",
            "e.html",
        ] {
            put(place.path(), name, b"a");
        }
        let manifest = Manifest {
            outputs: vec![entry("meetings/a.html")],
            ..Manifest::default()
        };
        assert_eq!(
            strangers(place.path(), &manifest),
            ["meetings/b.html", "people/c.html"]
        );
    }
}
