//! Files of earlier runs in the same folder, such as the page of a report that has
//! another name now: nobody should take them for the present state.
//!
//! Only what a `run.json` says was written, and what nobody changed since, is removed; a
//! manifest may come from anybody, so no path leads out of the folder. What stays is written
//! into the next `run.json`, so that no run forgets what the ones before it left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::digest::WholeFile;
use super::leftovers::FOLDERS;
use super::manifest::{self, Manifest, OutputEntry};
use super::others::{self, FILES, Others, Within};

/// What became of the files in the folder that the run does not write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// How many files of earlier runs were removed.
    pub removed: usize,
    /// Those of earlier runs that are there still, in order.
    pub left: Vec<OutputEntry>,
    /// Those that no `run.json` speaks of, where runs write.
    pub unknown: Others,
}

/// Returns what earlier runs wrote into a folder and may have left there; nothing where there
/// is no manifest.
pub fn outputs(folder: &Path) -> Vec<OutputEntry> {
    let read = fs::read_to_string(folder.join(manifest::NAME)).ok();
    let manifest = read.and_then(|json| Manifest::read(&json).ok());
    let both = manifest.map(|manifest| [manifest.earlier, manifest.outputs]);
    // What a run writes is no longer what one before it left.
    let by_name: BTreeMap<_, _> = both
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| (entry.name.clone(), entry))
        .collect();
    by_name.into_values().collect()
}

/// Removes of what earlier runs wrote and this one did not whatever `is_to_go` says, by its
/// name, and nobody changed; tells what else is there.
pub fn remove(
    folder: &Path,
    earlier: Vec<OutputEntry>,
    written: &[OutputEntry],
    is_to_go: impl Fn(&str) -> bool,
) -> Stale {
    let written = Written::new(folder, written);
    let mut stale = Stale::default();
    for entry in earlier {
        let Some(path) = inside(folder, &entry) else {
            continue;
        };
        if written.holds(&entry.name, &path) {
            continue;
        }
        let goes = is_to_go(&entry.name) && is_as_written(&path, &entry);
        match goes && fs::remove_file(&path).is_ok() {
            true => {
                stale.removed += 1;
                remove_empty_folders(folder, &path);
            }
            false => stale.left.push(entry),
        }
    }
    let left = stale.left.iter().map(|entry| entry.name.as_str());
    let known: BTreeSet<_> = written.names.iter().copied().chain(left).collect();
    stale.unknown = others::find(folder, &known, Within::OwnPlaces);
    stale
}

/// Returns the files of earlier runs that are there as they were written, by name.
pub fn unchanged<'e>(folder: &Path, earlier: &'e [OutputEntry]) -> BTreeSet<&'e str> {
    let is_unchanged = |entry: &&OutputEntry| {
        inside(folder, entry).is_some_and(|path| is_as_written(&path, entry))
    };
    let unchanged = earlier.iter().filter(is_unchanged);
    unchanged.map(|entry| entry.name.as_str()).collect()
}

/// The files of a run.
struct Written<'w> {
    folder: &'w Path,
    names: BTreeSet<&'w str>,
    /// The names by what they are where case does not count.
    folded: BTreeMap<String, &'w str>,
}

impl<'w> Written<'w> {
    fn new(folder: &'w Path, written: &'w [OutputEntry]) -> Self {
        let names: BTreeSet<_> = written.iter().map(|entry| entry.name.as_str()).collect();
        let folded = names.iter().map(|name| (name.to_lowercase(), *name));
        Self {
            folder,
            folded: folded.collect(),
            names,
        }
    }

    /// Returns whether the run wrote this file, be it by a name with other capitals.
    fn holds(&self, name: &str, path: &Path) -> bool {
        let same_file = |own: &&str| {
            let own = self.folder.join(own).canonicalize();
            own.is_ok_and(|own| path.canonicalize().is_ok_and(|path| path == own))
        };
        let folded = || self.folded.get(&name.to_lowercase());
        self.names.contains(name) || folded().is_some_and(same_file)
    }
}

/// Returns the path of a file where runs write; none for names that lead elsewhere, or of what
/// is no file of its own there.
fn inside(folder: &Path, entry: &OutputEntry) -> Option<PathBuf> {
    let name = entry.name.as_str();
    let is_ours = match name.split_once('/') {
        Some((own, _)) => FOLDERS.contains(&own),
        None => FILES.contains(&name),
    };
    if !is_ours || entry.leads_elsewhere() {
        return None;
    }
    let path = folder.join(name);
    let is_file = path.symlink_metadata().is_ok_and(|kind| kind.is_file());
    let parent = path.parent()?.canonicalize().ok()?;
    let is_below = parent.starts_with(folder.canonicalize().ok()?);
    (is_file && is_below).then_some(path)
}

/// Returns whether a file is known to be as it was written: without a digest nobody knows.
fn is_as_written(path: &Path, entry: &OutputEntry) -> bool {
    let Some(sha256) = &entry.sha256 else {
        return false;
    };
    let whole = File::open(path).and_then(WholeFile::read);
    whole.is_ok_and(|whole| whole.bytes == entry.bytes && whole.sha256 == *sha256)
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
            sha256: Some(sha256(b"a")),
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
        let earlier = names.map(entry);
        let unchanged = unchanged(&folder, &earlier);
        assert_eq!(unchanged.len(), 4, "{unchanged:?}");
        let mut earlier = earlier.to_vec();
        let hostile = [
            "notes.txt",
            "../outside.html",
            "meetings/../notes.txt",
            "/etc/hosts",
            "run.json",
        ];
        earlier.extend(hostile.map(entry));
        put(&folder, "meetings/nobodys.html", b"a");
        put(&folder, "run.json", b"a");
        let written = [entry("meetings/new.html")];
        let stale = remove(&folder, earlier, &written, |name| {
            !name.ends_with("xlsx") && !name.starts_with("csv")
        });
        assert_eq!(stale.removed, 2);
        let left = [
            "meetings/changed.html",
            "meetings/old.xlsx",
            "csv/people.csv",
        ];
        assert_eq!(stale.left, left.map(entry));
        assert_eq!(stale.unknown.files, ["meetings/nobodys.html"]);
        let is_there = |path: &str| folder.join(path).exists();
        assert!(
            left.into_iter()
                .chain(["notes.txt", "run.json"])
                .all(is_there)
        );
        assert!(!is_there("meetings/old.html") && !is_there("departments"));
        assert!(place.path().join("outside.html").exists());
    }

    #[test]
    fn what_runs_before_the_last_one_left_is_not_forgotten() {
        let place = tempfile::tempdir().unwrap();
        let changed = OutputEntry {
            bytes: 2,
            ..entry("csv/b.csv")
        };
        let manifest = Manifest {
            outputs: vec![entry("index.html"), entry("csv/b.csv")],
            earlier: vec![entry("certificates/a.html"), changed],
            ..Manifest::default()
        };
        assert!(outputs(place.path()).is_empty());
        put(place.path(), manifest::NAME, manifest.to_json().as_bytes());
        let known = outputs(place.path());
        let expected = ["certificates/a.html", "csv/b.csv", "index.html"].map(entry);
        assert_eq!(known, expected);
    }

    #[test]
    fn a_file_that_has_other_capitals_now_is_not_removed_as_another_one() {
        let place = tempfile::tempdir().unwrap();
        put(place.path(), "people/anna.html", b"a");
        let is_same = fs::read(place.path().join("people/ANNA.html")).is_ok();
        put(place.path(), "people/ANNA.html", b"a");
        let earlier = vec![entry("people/ANNA.html")];
        let stale = remove(place.path(), earlier, &[entry("people/anna.html")], |_| {
            true
        });
        assert!(place.path().join("people/anna.html").exists());
        assert_eq!(stale.removed, usize::from(!is_same));
    }
}
