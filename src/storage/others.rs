//! Files in an output folder that are not of its run: who hands the folder on should know
//! of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::leftovers::{FOLDERS, is_unfinished};
use super::manifest;
use crate::untrusted::escaped;

/// The files that a run writes into the output folder itself, beside its manifest.
pub const FILES: [&str; 4] = [
    "attendance.xlsx",
    "index.html",
    "passed.csv",
    "register.html",
];

/// What file managers put into a folder that somebody looks at.
const OF_SYSTEM: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// How the names of files begin that stand beside another one while it is open, or hold
/// what a foreign disk cannot hold of it.
const BESIDE: [&str; 3] = ["~$", ".~lock.", "._"];

/// Where files are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Where runs write: other folders are the user's own, and may be large.
    OwnPlaces,
    /// In the whole folder.
    All,
}

/// Files that are not of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Their names in the output folder, with `/`, in order; a link counts as a file.
    pub files: Vec<String>,
    /// The folders that could not be looked into.
    pub closed: Vec<String>,
}

impl Others {
    /// Returns whether there is nothing of the kind, for certain.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.closed.is_empty()
    }
}

/// Says where they are: folders with the number of their files, and the names of files in
/// the output folder itself. Files in folders are named after people, so they are not told.
impl fmt::Display for Others {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.files.iter().chain(&self.closed);
        f.write_str(&by_place(all.map(String::as_str)))
    }
}

/// Returns where files are, without the names of those in folders.
pub fn by_place<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const NAMED: usize = 10;
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let place = match name.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => name.to_owned(),
        };
        *places.entry(place).or_default() += 1;
    }
    let told = |(place, files): (&String, &usize)| match (place.ends_with('/'), files) {
        (false, _) => escaped(place),
        (true, 1) => format!("{} (1 file)", escaped(place)),
        (true, files) => format!("{} ({files} files)", escaped(place)),
    };
    let named: Vec<_> = places.iter().take(NAMED).map(told).collect();
    match places.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Finds the files of a folder that are not among those known, beside its manifest.
///
/// What systems and office programs put beside other files is passed over, and so is what a
/// run has not finished yet.
pub fn find(folder: &Path, known: &BTreeSet<&str>, within: Within) -> Others {
    let mut others = Others::default();
    let entries = WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .filter_entry(|entry| within == Within::All || is_in_own_place(entry));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || is_passed_over(&entry) => {}
            Ok(entry) => {
                let name = name_in(folder, entry.path());
                if name != manifest::NAME && !known.contains(name.as_str()) {
                    others.files.push(name);
                }
            }
            // What went away meanwhile is not there.
            Err(error) => {
                let is_there = |path: &&Path| path.symlink_metadata().is_ok();
                let closed = error.path().filter(is_there);
                others
                    .closed
                    .extend(closed.map(|path| name_in(folder, path)));
            }
        }
    }
    others.files.sort();
    others.closed.sort();
    others
}

/// Returns the name of a file in the output folder, with `/`.
fn name_in(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).iter();
    let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn is_in_own_place(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_str();
    match (entry.depth(), entry.file_type().is_dir()) {
        (1, true) => name.is_some_and(|name| FOLDERS.contains(&name)),
        (1, false) => name.is_some_and(|name| FOLDERS.contains(&name) || FILES.contains(&name)),
        _ => true,
    }
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_of_system = OF_SYSTEM.iter().any(|own| name.eq_ignore_ascii_case(own));
    let is_beside = BESIDE.iter().any(|begin| name.starts_with(begin));
    entry.file_type().is_file() && (is_of_system || is_beside || is_unfinished(entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn put(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "a").unwrap();
        }
    }

    #[test]
    fn every_file_that_is_not_known_is_found_wherever_it_is() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        put(
            folder,
            &["index.html", "meetings/a.html", "meetings/b.html", "notes"],
        );
        put(folder, &["mine/deep/er/than/all/d.html", "run.json"]);
        let known = BTreeSet::from(["index.html", "meetings/a.html"]);
        let all = find(folder, &known, Within::All);
        assert_eq!(
            all.files,
            ["meetings/b.html", "mine/deep/er/than/all/d.html", "notes"]
        );
        let told = "meetings/ (1 file), mine/ (1 file), notes";
        assert_eq!(all.to_string(), told);
        let own = find(folder, &known, Within::OwnPlaces);
        assert_eq!(own.files, ["meetings/b.html"]);
        let nothing = find(folder, &BTreeSet::new(), Within::OwnPlaces);
        assert_eq!(nothing.files.len(), 3);
    }

    #[test]
    fn what_systems_and_open_documents_leave_is_passed_over() {
        let place = tempfile::tempdir().unwrap();
        let passed_over = [
            ".DS_Store",
            "people/thumbs.db",
            "~$attendance.xlsx",
            ".~lock.attendance.xlsx#",
            "csv/._people.csv",
            "csv/.rollbook-AbCdEf",
        ];
        put(place.path(), &passed_over);
        assert!(find(place.path(), &BTreeSet::new(), Within::All).is_empty());
        put(place.path(), &["mine/.rollbook-AbCdEf"]);
        let found = find(place.path(), &BTreeSet::new(), Within::All);
        assert_eq!(found.files, ["mine/.rollbook-AbCdEf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_a_file_and_is_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let (folder, elsewhere) = (place.path().join("out"), place.path().join("elsewhere"));
        put(&elsewhere, &["secret.html"]);
        fs::create_dir(&folder).unwrap();
        std::os::unix::fs::symlink(&elsewhere, folder.join("people")).unwrap();
        for within in [Within::OwnPlaces, Within::All] {
            assert_eq!(find(&folder, &BTreeSet::new(), within).files, ["people"]);
        }
    }

    #[test]
    fn many_places_are_named_by_the_first_of_them() {
        let names: Vec<_> = (10..30).map(|at| format!("{at}/a")).collect();
        let told = by_place(names.iter().map(String::as_str));
        assert!(told.starts_with("10/ (1 file), 11/ (1 file)") && told.ends_with(" and 10 more"));
    }
}
