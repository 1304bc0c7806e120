//! Files, folders and patterns to a list of files, in a stated order.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf, absolute};
use std::vec;

use hashbrown::HashSet;
use walkdir::{DirEntry, WalkDir};

use super::Entry;
use crate::decode;
use crate::finding::{Code, Finding};
use crate::origin::{Origin, file_stem, without_extensions};

/// What a folder is searched for, maybe packed.
const EXTENSIONS: [&str; 4] = ["json", "ndjson", "jsonl", "csv"];

/// How a document may be packed, behind its own extension.
const PACKED: [&str; 2] = ["gz", "zst"];

/// What was found behind the inputs.
#[derive(Debug, Default)]
pub struct Found {
    /// The inputs, in order: as typed, and within a folder by name.
    pub entries: Entries,
    /// How many files were named more than once; each is read once.
    pub repeated: usize,
    /// How many files in folders are of another kind and were passed over.
    pub passed_over: usize,
}

impl Found {
    /// Names files by where they lie in this folder, whatever else is read; what lies outside
    /// has its whole path. Without a folder, they are named below the one that all share.
    pub fn named_below(mut self, folder: Option<&Path>) -> Self {
        if let Some(folder) = folder {
            self.entries.names = Names::below(&self.entries.roots, &Root::new(folder).absolute);
        }
        self
    }
}

/// The inputs. Each gets its names when its turn comes, so that of many small files the first
/// are read while the others are still without names.
#[derive(Debug, Default)]
pub struct Entries {
    has_stdin: bool,
    candidates: vec::IntoIter<Candidate>,
    roots: Vec<Root>,
    names: Names,
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if std::mem::take(&mut self.has_stdin) {
            return Some(Entry::Stdin(self.names.origin_of_stdin()));
        }
        let candidate = self.candidates.next()?;
        let below = self.roots[candidate.root].below(&candidate.typed);
        let origin = self.names.origin(candidate.root, below, &candidate.typed);
        Some(match candidate.problem {
            None => Entry::File(candidate.typed, origin),
            Some(finding) => Entry::Bad(origin, finding),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let all = usize::from(self.has_stdin) + self.candidates.len();
        (all, Some(all))
    }
}

impl ExactSizeIterator for Entries {}

/// A path on its way to an entry: what was typed, where it lies, or why it does not count.
#[derive(Debug)]
struct Candidate {
    typed: PathBuf,
    /// Which of the roots it lies below.
    root: usize,
    problem: Option<Finding>,
}

/// A folder in which files were named or found; asked for once, whatever it holds.
#[derive(Debug)]
struct Root {
    typed: PathBuf,
    absolute: PathBuf,
}

impl Root {
    fn new(typed: &Path) -> Self {
        // `absolute` refuses an empty path, which is the folder we are in.
        let named = if typed.as_os_str().is_empty() {
            Path::new(".")
        } else {
            typed
        };
        Self {
            typed: typed.to_owned(),
            absolute: absolute(named).unwrap_or_else(|_| typed.to_owned()),
        }
    }

    /// Returns the part of `path`, which lies in this folder, below it.
    fn below<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.typed).unwrap_or(path)
    }
}

/// Finds the files behind what the user typed; `-` is standard input.
///
/// A path that exists is taken as it is, else `*`, `?` and `[…]` make it a
/// pattern. Folders are searched with all their folders for `.json`, `.ndjson`,
/// `.jsonl`, `.csv` that begins as an attendance report does, the same packed as `.gz` or
/// `.zst`, and `.zip`; without hidden ones, without `output`, and without other folders
/// that Rollbook wrote. Of what is passed over, `own` is not counted: lists that are read
/// for themselves.
pub fn find(inputs: &[PathBuf], output: Option<&Path>, own: &[&Path]) -> Found {
    let mut search = Search {
        own: own.iter().filter_map(|path| absolute(path).ok()).collect(),
        output: output.and_then(|path| absolute(path).ok()),
        may_repeat: !matches!(inputs, [one] if one.is_dir()),
        ..Search::default()
    };
    for input in inputs {
        if input == Path::new("-") {
            search.stdin = true;
        } else {
            search.input(input);
        }
    }
    search.into_found()
}

#[derive(Default)]
struct Search {
    output: Option<PathBuf>,
    /// The lists of the user's own, which are read for themselves.
    own: HashSet<PathBuf>,
    stdin: bool,
    roots: Vec<Root>,
    candidates: Vec<Candidate>,
    passed_over: usize,
    /// Whether a file may have been found twice: not in one folder by itself.
    may_repeat: bool,
}

impl Search {
    fn input(&mut self, typed: &Path) {
        match typed.metadata() {
            Ok(kind) if kind.is_dir() => self.folder(typed),
            Ok(kind) => self.file(typed, kind.is_file()),
            Err(error) => match pattern(typed) {
                Some(paths) => self.pattern(typed, paths),
                None => self.bad(typed, cannot_read(&error)),
            },
        }
    }

    fn file(&mut self, typed: &Path, regular: bool) {
        let problem = (!regular).then(not_regular);
        self.candidate(typed, typed.parent().unwrap_or(Path::new("")), problem);
    }

    fn bad(&mut self, typed: &Path, finding: Finding) {
        let folder = typed.parent().unwrap_or(Path::new(""));
        self.candidate(typed, folder, Some(finding));
    }

    /// Adds a path that lies in `folder`.
    fn candidate(&mut self, typed: &Path, folder: &Path, problem: Option<Finding>) {
        let known = self.roots.last().is_some_and(|root| root.typed == folder);
        if !known {
            self.roots.push(Root::new(folder));
        }
        self.candidates.push(Candidate {
            typed: typed.to_owned(),
            root: self.roots.len() - 1,
            problem,
        });
    }

    fn pattern(&mut self, typed: &Path, paths: glob::Paths) {
        let before = self.candidates.len();
        for path in paths {
            match path {
                Ok(path) => match path.metadata() {
                    Ok(kind) if kind.is_dir() => self.folder(&path),
                    Ok(kind) => self.file(&path, kind.is_file()),
                    Err(error) => self.bad(&path, cannot_read(&error)),
                },
                Err(error) => self.bad(error.path(), cannot_read(error.error())),
            }
        }
        if self.candidates.len() == before {
            self.bad(
                typed,
                Finding::of_document(Code::Unreadable, "matches no file"),
            );
        }
    }

    fn folder(&mut self, folder: &Path) {
        let before = self.candidates.len();
        let output = self.output.clone();
        let wanted = move |entry: &DirEntry| {
            let hidden =
                entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
            let is_output = || {
                entry.file_type().is_dir()
                    && output.is_some()
                    && absolute(entry.path()).ok() == output
            };
            !hidden && !is_output() && (entry.depth() == 0 || !is_own_output(entry))
        };
        // Following links costs a look at each link only, and loops are told.
        for entry in WalkDir::new(folder)
            .follow_links(true)
            // What lies side by side shares all but its name: paths need not be taken apart.
            .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()))
            .into_iter()
            .filter_entry(wanted)
        {
            match entry {
                Ok(entry) => self.folder_entry(folder, &entry),
                Err(error) => self.folder_error(folder, &error),
            }
        }
        if self.candidates.len() == before {
            let nothing = "is a folder without attendance reports: no .json, .ndjson or .jsonl file in it, and no CSV file of Teams";
            self.bad(folder, Finding::of_document(Code::NoReports, nothing));
        }
    }

    fn folder_entry(&mut self, folder: &Path, entry: &DirEntry) {
        if entry.file_type().is_dir() {
            return;
        }
        let is_wanted = is_document(entry.path()) && !is_other_table(entry.path());
        if !is_wanted && !is_archive(entry.path()) {
            let is_own = absolute(entry.path()).is_ok_and(|path| self.own.contains(&path));
            self.passed_over += usize::from(!is_own);
            return;
        }
        let problem = (!entry.file_type().is_file()).then(not_regular);
        self.candidate(entry.path(), folder, problem);
    }

    fn folder_error(&mut self, folder: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(folder).to_owned();
        let finding = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => Finding::of_document(
                Code::Unreadable,
                format!(
                    "is a link back to `{}`, which would never end; name the folder that it leads to",
                    ancestor.display()
                ),
            ),
            (None, Some(error)) => cannot_read(error),
            (None, None) => Finding::of_document(Code::Unreadable, "could not be read"),
        };
        self.candidate(&path, folder, Some(finding));
    }

    fn into_found(mut self) -> Found {
        let before = self.candidates.len();
        if self.may_repeat {
            let roots = &self.roots;
            let mut seen = HashSet::new();
            self.candidates.retain(|candidate| {
                let root = &roots[candidate.root];
                seen.insert(root.absolute.join(root.below(&candidate.typed)))
            });
        }
        Found {
            repeated: before - self.candidates.len(),
            passed_over: self.passed_over,
            entries: Entries {
                has_stdin: self.stdin,
                candidates: self.candidates.into_iter(),
                names: Names::below(&self.roots, &shared_folder(&self.roots)),
                roots: self.roots,
            },
        }
    }
}

/// Gives each file its names: none leads out of the shared folder, and no two share a stem.
#[derive(Debug, Default)]
struct Names {
    /// The name of each root below the folder that names begin in.
    roots: Vec<String>,
    stems: HashSet<String>,
}

impl Names {
    fn below(roots: &[Root], folder: &Path) -> Self {
        let name = |root: &Root| {
            let below = root.absolute.strip_prefix(folder);
            plain_name(below.unwrap_or(&root.absolute))
        };
        Self {
            roots: roots.iter().map(name).collect(),
            stems: HashSet::new(),
        }
    }

    /// Returns the origin of a file, which lies `below` this root.
    fn origin(&mut self, root: usize, below: &Path, typed: &Path) -> Origin {
        let (root, below) = (self.roots[root].as_str(), plain_name(below));
        let name = match (root, below.as_str()) {
            ("", "") => last_name(typed),
            ("", _) => below,
            (_, "") => root.to_owned(),
            _ => [root, &below].join("/"),
        };
        let stem = self.unique_stem(file_stem(without_extensions(&name)));
        Origin {
            name: name.into(),
            typed: typed.to_string_lossy().into(),
            stem: stem.into(),
            line: None,
            series: None,
        }
    }

    fn origin_of_stdin(&mut self) -> Origin {
        let stem = self.unique_stem("stdin".into());
        Origin {
            name: "stdin".into(),
            typed: "standard input".into(),
            stem: stem.into(),
            line: None,
            series: None,
        }
    }

    /// Unique also where upper and lower case are one, as on Windows.
    fn unique_stem(&mut self, stem: String) -> String {
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        std::iter::once(stem.clone())
            .chain(numbered)
            .find(|stem| self.stems.insert(stem.to_lowercase()))
            .unwrap_or(stem)
    }
}

fn last_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(OsStr::new("input"))
        .to_string_lossy()
        .into_owned()
}

/// Returns the names in a path, with `/` between them on every system.
fn plain_name(path: &Path) -> String {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

/// Returns the longest folder that all of these lie in.
fn shared_folder(roots: &[Root]) -> PathBuf {
    let folders = roots.iter().map(|root| root.absolute.clone());
    folders
        .reduce(|one, other| {
            let same = one
                .components()
                .zip(other.components())
                .take_while(|(a, b)| a == b);
            same.map(|(part, _)| part).collect()
        })
        .unwrap_or_default()
}

/// Returns the paths behind a pattern; `None` where it is none.
fn pattern(typed: &Path) -> Option<glob::Paths> {
    let text = typed
        .to_str()
        .filter(|text| text.contains(['*', '?', '[']))?;
    glob::glob(text).ok()
}

/// Returns whether a file's name says that it holds documents, maybe packed.
pub fn is_document(path: &Path) -> bool {
    let extension = document_extension(path);
    EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Returns whether a file's name says that it is a table of rows.
pub(super) fn is_table(path: &Path) -> bool {
    document_extension(path).eq_ignore_ascii_case("csv")
}

/// How much of a CSV file is read to see what it is.
const BEGINNING: u64 = 16 * 1024;

/// Returns whether a file is a table that does not begin as an attendance report does; packed
/// ones are looked at when they are read.
fn is_other_table(path: &Path) -> bool {
    if !is_table(path) || !extension_of(path).eq_ignore_ascii_case("csv") {
        return false;
    }
    let mut beginning = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    read.is_ok() && !decode::may_be_a_table(&beginning)
}

/// Returns whether a folder is one that Rollbook wrote: its manifest stands in it.
fn is_own_output(entry: &DirEntry) -> bool {
    let manifest = || fs::read_to_string(entry.path().join("run.json"));
    entry.file_type().is_dir()
        && manifest().is_ok_and(|text| text.contains("\"program\": \"rollbook "))
}

/// Returns the extension, or the one below that of the packing.
pub(super) fn document_extension(path: &Path) -> &str {
    let is_packing = |extension: &str| {
        PACKED
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    };
    match extension_of(path) {
        packed if is_packing(packed) => path
            .file_stem()
            .map_or("", |stem| extension_of(Path::new(stem))),
        other => other,
    }
}

fn extension_of(path: &Path) -> &str {
    path.extension().and_then(OsStr::to_str).unwrap_or("")
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

fn not_regular() -> Finding {
    Finding::of_document(
        Code::Unreadable,
        "is no regular file (a pipe, device or socket); pipe it in and name it `-`",
    )
}

fn cannot_read(error: &io::Error) -> Finding {
    super::cannot_read(error)
}
