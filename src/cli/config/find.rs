//! Where the file is.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use clap::ArgMatches;

use rollbook::series::input::faults::FileProblem;

use super::entries::{Entry, Value};
use super::{NAME, Refused, folder_of};

/// A file that is read.
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Whether somebody named it, or it lies where the program was called.
    is_own: bool,
}

/// Returns whether there may be a file: says so without knowing which words are options.
pub fn may_be(words: &[OsString]) -> bool {
    let names_one = |word: &OsString| word.as_encoded_bytes().starts_with(b"--config");
    let beside = |word: &OsString| beside(Path::new(word)).is_some();
    Path::new(NAME).is_file()
        || words
            .iter()
            .skip(1)
            .any(|word| names_one(word) || beside(word))
}

/// Returns the file of a run: the one that was named, else the one beside what is read,
/// else the one in the current folder.
pub fn find(typed: &ArgMatches) -> Result<Option<Found>, Refused> {
    if typed.get_flag("no_config") {
        return Ok(None);
    }
    if let Some(path) = typed.get_one::<PathBuf>("config") {
        let path = path.clone();
        return Ok(Some(Found { path, is_own: true }));
    }
    let inputs = typed.try_get_many::<PathBuf>("inputs").ok().flatten();
    let inputs = inputs.into_iter().flatten();
    let mut found: Vec<_> = inputs.filter_map(|input| beside(input)).collect();
    found.dedup();
    let own = Path::new(NAME);
    match found.as_slice() {
        [] => Ok(own.is_file().then(|| Found {
            path: own.to_owned(),
            is_own: true,
        })),
        [one] => Ok(Some(Found {
            path: one.clone(),
            is_own: one == own,
        })),
        [one, other, ..] => Err(Refused::Usage(format!(
            "both `{}` and `{}` could be meant; name one with --config, or read none with --no-config",
            one.display(),
            other.display()
        ))),
    }
}

/// Returns the file in the folder that is read, or in the one that it lies in.
fn beside(input: &Path) -> Option<PathBuf> {
    let own = Some(input).filter(|path| path.is_dir());
    let folders = own.into_iter().chain(input.parent());
    let mut files = folders.map(|folder| folder.join(NAME));
    files.find(|file| file.is_file())
}

impl Found {
    /// Returns the folder from which its paths go on.
    pub fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// Refuses to write elsewhere because of a file that came with what is read, and may be
    /// somebody else's.
    pub fn refuse_to_lead_away(&self, file: &str, entry: &Entry) -> Result<(), FileProblem> {
        let Value::One(path) = &entry.value else {
            return Ok(());
        };
        let stays = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if self.is_own || entry.key != "output" || Path::new(path).components().all(stays) {
            return Ok(());
        }
        let said = format!(
            "`output` leads out of the folder of this file, which nobody named; name it with --config {file} where it is yours"
        );
        Err(entry.problem(file, said))
    }
}
