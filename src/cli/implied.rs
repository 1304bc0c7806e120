//! What is meant where no command was typed: `convert`, of what a file or a path says.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Command;

use super::config;

/// The words of the command line, with the command that is meant.
pub struct Called {
    /// The words.
    pub words: Vec<OsString>,
    /// Whether only paths were named, as by dropping them on the program.
    pub by_paths: bool,
}

/// Adds `convert` where it is meant: options alone, paths alone, or nothing where the
/// current folder has a file that says what to do.
pub fn called(mut words: Vec<OsString>, whole: &Command) -> Called {
    let first = words.get(1).cloned();
    let (is_meant, by_paths) = match first {
        None => (Path::new(config::NAME).is_file(), false),
        Some(word) if whole.find_subcommand(&word).is_some() => (false, false),
        Some(word) if is_option(&word, whole) => (true, false),
        Some(word) => {
            let is_path = Path::new(&word).exists();
            (is_path, is_path)
        }
    };
    if is_meant {
        words.insert(1, "convert".into());
    }
    Called { words, by_paths }
}

/// Returns whether a word is an option of `convert`, and none of the program itself.
fn is_option(word: &OsString, whole: &Command) -> bool {
    let word = word.to_string_lossy();
    let Some(convert) = whole.find_subcommand("convert") else {
        return false;
    };
    let long = word.strip_prefix("--");
    let long = long.map(|word| word.split('=').next().unwrap_or_default());
    let short = word.strip_prefix('-').and_then(|word| word.chars().next());
    let mut options = convert.get_opts();
    options.any(|arg| match long {
        Some(long) => arg.get_long() == Some(long),
        None => arg.get_short().is_some() && arg.get_short() == short,
    })
}

/// Returns a folder for what is made of this input, beside it, of a name that is free.
pub fn folder_beside(input: &Path, name: &Path) -> PathBuf {
    let beside = input.parent().unwrap_or(Path::new("")).join(name);
    let numbered = (2..).map(|number| {
        let mut name = beside.as_os_str().to_owned();
        name.push(format!("-{number}"));
        PathBuf::from(name)
    });
    let mut names = std::iter::once(beside.clone()).chain(numbered);
    names.find(|path| !path.exists()).unwrap_or(beside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::help;

    fn meant(words: &[&str]) -> Vec<String> {
        let words = ["rollbook"].iter().chain(words).map(OsString::from);
        let called = called(words.collect(), &help::command());
        let words = called.words.into_iter().skip(1);
        words.map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn options_and_paths_alone_mean_convert_and_anything_else_is_as_typed() {
        assert_eq!(meant(&["src", "--open"]), ["convert", "src", "--open"]);
        assert_eq!(
            meant(&["--month", "2026-11"]),
            ["convert", "--month", "2026-11"]
        );
        assert_eq!(meant(&["--month=2026-11"]), ["convert", "--month=2026-11"]);
        assert_eq!(meant(&["-o", "x"]), ["convert", "-o", "x"]);
        for typed in ["-h", "--help", "--version", "-V", "show", "chek"] {
            assert_eq!(meant(&[typed]), [typed]);
        }
        assert!(meant(&[]).is_empty());
    }

    #[test]
    fn a_folder_beside_what_is_read_replaces_nothing() {
        let place = tempfile::tempdir().unwrap();
        let reports = place.path().join("reports");
        let name = Path::new("summary");
        assert_eq!(folder_beside(&reports, name), place.path().join("summary"));
        std::fs::create_dir(place.path().join("summary")).unwrap();
        assert_eq!(
            folder_beside(&reports, name),
            place.path().join("summary-2")
        );
        assert_eq!(
            folder_beside(Path::new("no-such"), name),
            Path::new("summary")
        );
    }
}
