//! `rollbook verify`: is everything still as it was written.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rollbook::graph::archive::inspection::{inspect, is_archive};
use rollbook::source::Entry;
use rollbook::source::files;
use rollbook::storage::digest::WholeFile;
use rollbook::storage::leftovers;
use rollbook::storage::manifest::{
    self, Difference, Differences, InputEntry, Manifest, OutputEntry,
};
use rollbook::storage::others::{self, Within};

use super::online::OnlineFailure;
use super::{Exit, Failure};
use crate::plan::VerifyPlan;
use crate::terminal;

/// Runs the command.
pub fn run(plan: &VerifyPlan) -> Result<Exit, Failure> {
    if !plan.folder.join(manifest::NAME).exists() && is_archive(&plan.folder) {
        return Ok(archive(&plan.folder)?);
    }
    let manifest = read_manifest(&plan.folder)?;
    refuse_without_digests(&manifest, &plan.folder)?;
    let mut differences = others(&manifest, &plan.folder);
    let of_run = &mut differences.of_run;
    of_run.extend(outputs(&manifest, &plan.folder));
    of_run.extend(unfinished(&plan.folder));
    if !plan.inputs.is_empty() || !plan.lists.is_empty() {
        of_run.extend(lists(&manifest, plan));
    }
    if !plan.inputs.is_empty() {
        of_run.extend(inputs(&manifest, plan));
    }
    terminal::verified(&manifest, &differences);
    Ok(if differences.is_empty() {
        Exit::Success
    } else {
        Exit::Findings
    })
}

fn archive(folder: &Path) -> Result<Exit, OnlineFailure> {
    let found = inspect(folder)?;
    terminal::archive::inspected(&found);
    Ok(if found.differences.is_empty() {
        Exit::Success
    } else {
        Exit::Findings
    })
}

fn read_manifest(folder: &Path) -> Result<Manifest, Failure> {
    let path = folder.join(manifest::NAME);
    let read = std::fs::read_to_string(&path).and_then(|json| {
        Manifest::read(&json).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    read.map_err(|source| Failure::Manifest { path, source })
}

/// Refuses a run that kept no digests: whatever were said of its files, nobody could know it.
fn refuse_without_digests(manifest: &Manifest, folder: &Path) -> Result<(), Failure> {
    let is_without = |output: &OutputEntry| output.sha256.is_none();
    match manifest.outputs.iter().any(is_without) {
        true => Err(Failure::NoDigests {
            path: folder.join(manifest::NAME),
        }),
        false => Ok(()),
    }
}

fn outputs(manifest: &Manifest, folder: &Path) -> Vec<Difference> {
    let check = |output: &OutputEntry| {
        let what = match output.leads_elsewhere() {
            true => "is no file of this folder, and run.json was changed".into(),
            false => compare(
                &folder.join(&output.name),
                output.bytes,
                output.sha256.as_deref(),
            )?,
        };
        Some(Difference {
            name: output.name.clone(),
            what,
        })
    };
    manifest.outputs.iter().filter_map(check).collect()
}

/// Names the unfinished files that a run left behind when it was ended by force.
fn unfinished(folder: &Path) -> impl Iterator<Item = Difference> {
    leftovers::find(folder)
        .into_iter()
        .map(move |path| Difference {
            name: path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned(),
            what: "is an unfinished file of a run that was ended by force; \
               the next `convert` into this folder removes it"
                .into(),
        })
}

/// Names the files in the folder that are not of this run: those that earlier runs left, and
/// those that nobody knows. Inputs may lie beside what was made of them.
fn others(manifest: &Manifest, folder: &Path) -> Differences {
    let of_run: BTreeSet<_> = names(&manifest.outputs).collect();
    let earlier: HashMap<_, _> = names(&manifest.earlier).zip(&manifest.earlier).collect();
    let others = others::find(folder, &of_run, Within::All);
    let inputs = manifest.inputs.iter();
    let inputs: HashMap<_, _> = inputs.map(|input| (input.name.as_str(), input)).collect();
    let mut differences = Differences::default();
    for name in others.files {
        let path = folder.join(&name);
        let left = earlier.get(name.as_str());
        if let Some(entry) = left {
            let change = compare(&path, entry.bytes, entry.sha256.as_deref());
            let change = change.map_or_else(String::new, |change| format!("; it {change}"));
            let what = format!("is left from an earlier run, and not of this one{change}");
            differences.earlier.push(Difference { name, what });
        } else if !inputs
            .get(name.as_str())
            .is_some_and(|input| is_input(input, &path))
        {
            let what = "is of no run that is known".into();
            differences.unknown.push(Difference { name, what });
        }
    }
    let closed = others.closed.into_iter().map(|name| Difference {
        name,
        what: "could not be looked into".into(),
    });
    differences.unknown.extend(closed);
    differences
}

fn names(entries: &[OutputEntry]) -> impl Iterator<Item = &str> {
    entries.iter().map(|entry| entry.name.as_str())
}

/// Returns whether a file is what the run read by its name.
fn is_input(input: &InputEntry, path: &Path) -> bool {
    input.sha256.is_some() && compare_input(input, Some(path), "").is_none()
}

/// Compares the inputs that the user names with those of the manifest, by name.
fn inputs(manifest: &Manifest, plan: &VerifyPlan) -> Vec<Difference> {
    let found = files::find(&plan.inputs, Some(&plan.folder), &[]);
    let paths: HashMap<String, _> = found
        .entries
        .filter_map(|entry| match entry {
            Entry::File(path, origin) => Some((origin.name.to_string(), path)),
            Entry::Stdin(_) | Entry::Bad(..) => None,
        })
        .collect();
    let of_documents = manifest.inputs.iter().filter(|input| !input.is_own());
    of_documents
        .filter_map(|input| {
            let path = paths.get(&input.name).map(PathBuf::as_path);
            compare_input(input, path, "is not among the inputs named")
        })
        .collect()
}

/// Compares the user's own files, named as lists or lying in a folder that is named.
fn lists(manifest: &Manifest, plan: &VerifyPlan) -> Vec<Difference> {
    let folders = plan.inputs.iter().filter(|path| path.is_dir());
    let named: Vec<_> = plan.lists.iter().chain(folders).collect();
    let own = manifest.inputs.iter().filter(|input| input.is_own());
    own.filter_map(|input| {
        let path = named.iter().find_map(|path| own_file(&input.name, path));
        compare_input(input, path.as_deref(), "is not named; name it with --lists")
    })
    .collect()
}

/// Returns the file of this name that is meant, or lies in the folder that is meant, by a path.
fn own_file(name: &str, path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.join(name)).filter(|path| path.is_file());
    }
    let own = path.file_name()?.to_string_lossy() == name;
    own.then(|| path.to_owned())
}

/// Returns what is different about an input; nothing where it could not be read at the time.
fn compare_input(input: &InputEntry, path: Option<&Path>, missing: &str) -> Option<Difference> {
    let (bytes, sha256) = (input.bytes?, input.sha256.as_deref());
    let what = match path {
        Some(path) => compare(path, bytes, sha256)?,
        None => missing.to_owned(),
    };
    Some(Difference {
        name: input.name.clone(),
        what,
    })
}

/// Returns what is different about a file, if anything, as far as its digest was kept.
fn compare(path: &Path, bytes: u64, sha256: Option<&str>) -> Option<String> {
    let whole = match File::open(path).and_then(WholeFile::read) {
        Ok(whole) => whole,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some("is missing".into()),
        Err(error) => return Some(format!("could not be read: {error}")),
    };
    if whole.bytes != bytes {
        return Some(format!("has {} bytes, and had {bytes}", whole.bytes));
    }
    let is_changed = sha256.is_some_and(|sha256| whole.sha256 != sha256);
    is_changed.then(|| "was changed: its SHA-256 is another".into())
}
