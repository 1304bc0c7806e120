//! `rollbook fold`: facts that were written down, in place of reports.

mod blocks;
pub(super) mod by_portion;
#[cfg_attr(not(feature = "arrow"), path = "fold/no_columns.rs")]
mod columns;
mod read_again;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rollbook::output::{Totals, document_counts};
use rollbook::series::collect::collection::Collection;
use rollbook::series::collect::facts::Facts;
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::series::input::faults::FileProblem;
use rollbook::storage::digest::{Digests, RunningDigest};
use rollbook::storage::manifest::InputEntry;
use rollbook::storage::partition::is_folder_name;
use rollbook::summary::RunCounts;
use walkdir::{DirEntry, WalkDir};

use super::Conversion;
use crate::commands::Failure;
use crate::commands::series::Asked;
use blocks::TakeText;

/// How much is read at a time, in bytes.
const BLOCK: usize = 256 * 1024;

/// How files of facts are called, for folders of them.
const EXTENSIONS: [&str; 3] = ["facts", "arrow", "parquet"];

impl Conversion<'_> {
    /// Reads all facts. A file that cannot be used ends the run: answers would be short of
    /// what it holds.
    pub(super) fn read_facts(
        &self,
        asked: &mut Asked,
        totals: &mut Totals,
        collection: &mut Collection,
    ) -> Result<(), Failure> {
        for path in files(&self.plan.inputs.paths)? {
            self.read_file(&path, asked, totals, |facts| collection.add(facts))?;
        }
        Ok(())
    }

    /// Reads the facts of a file, hands over those of each line, and notes what is counted.
    fn read_file(
        &self,
        path: &Path,
        asked: &mut Asked,
        totals: &mut Totals,
        mut take: impl FnMut(Facts),
    ) -> Result<(), Failure> {
        let mut counts = RunCounts::default();
        let understand = |number, text: &str| self.understand(path, number, text);
        let digest = self.read_lines(path, self.plan.digests, understand, |line: FactsLine| {
            let mut facts = line.facts;
            asked.exclusions.apply(&mut facts);
            take(facts);
            counts.merge(&line.counts);
            Ok(())
        })?;
        let mut input = InputEntry {
            name: path.to_string_lossy().into_owned(),
            bytes: Some(digest.bytes()),
            sha256: digest.finish(),
            ..InputEntry::default()
        };
        input.add(&document_counts(&counts), None);
        totals.add(&counts, vec![input]);
        Ok(())
    }

    /// Returns what a line of a file says.
    fn understand(&self, path: &Path, number: usize, text: &str) -> Result<FactsLine, FileProblem> {
        let policy = &self.plan.reading.rules.severities;
        let read = FactsLine::read(text, policy);
        read.map_err(|error| problem(path, Some(number), error.to_string()))
    }

    /// Hands over what is understood of each line of a file, and returns the digest of the whole.
    fn read_lines<L: Send>(
        &self,
        path: &Path,
        digests: Digests,
        understand: impl Fn(usize, &str) -> Result<L, FileProblem> + Sync,
        mut take: impl FnMut(L) -> Result<(), FileProblem>,
    ) -> Result<RunningDigest, Failure> {
        match self.plan.inputs.jobs {
            ..2 => Ok(read_texts(path, digests, &mut |number, text| {
                take(understand(number, text)?)
            })?),
            jobs => blocks::understand(
                jobs,
                |texts| read_texts(path, digests, texts),
                understand,
                take,
            ),
        }
    }
}

/// Hands over the text of each line of a file, and returns the digest of the whole.
fn read_texts(
    path: &Path,
    digests: Digests,
    take: TakeText<'_>,
) -> Result<RunningDigest, FileProblem> {
    let unreadable = |error| unreadable(path, &error);
    let mut reader: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::with_capacity(
            BLOCK,
            File::open(path).map_err(unreadable)?,
        )),
    };
    let begins = reader.fill_buf().map_err(unreadable)?;
    match ColumnKind::of(begins) {
        None => read_text(path, digests, reader, take),
        Some(kind) => columns::read(path, kind, digests, reader, take),
    }
}

/// Hands over each line of a text with its number.
fn read_text(
    path: &Path,
    digests: Digests,
    mut reader: impl BufRead,
    mut take: impl FnMut(usize, &str) -> Result<(), FileProblem>,
) -> Result<RunningDigest, FileProblem> {
    let unreadable = |error| unreadable(path, &error);
    let (mut digest, mut text, mut number) = (digests.begin(), String::new(), 0);
    loop {
        text.clear();
        if reader.read_line(&mut text).map_err(unreadable)? == 0 {
            return Ok(digest);
        }
        number += 1;
        digest.update(text.as_bytes());
        if !text.ends_with('\n') {
            let said = "ends in the middle of a line: it was cut short; write it again";
            return Err(problem(path, Some(number), said.into()));
        }
        take(number, &text)?;
    }
}

/// A form of facts in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnKind {
    ArrowFile,
    ArrowStream,
    Parquet,
}

impl ColumnKind {
    /// Returns the form of a file that begins like this; `None` for text.
    fn of(begins: &[u8]) -> Option<Self> {
        let forms = [
            (&b"ARROW1"[..], Self::ArrowFile),
            (b"\xff\xff\xff\xff", Self::ArrowStream),
            (b"PAR1", Self::Parquet),
        ];
        let form = forms.into_iter().find(|(mark, _)| begins.starts_with(mark));
        form.map(|(_, kind)| kind)
    }
}

/// Returns the files behind what was typed: files, patterns, and folders of them and of
/// partitions, each folder and pattern by name.
fn files(typed: &[PathBuf]) -> Result<Vec<PathBuf>, FileProblem> {
    let mut files = Vec::new();
    for path in typed {
        let before = files.len();
        if path.is_dir() {
            in_folder(path, &mut files)?;
        } else if path.exists() || path.as_os_str() == "-" {
            files.push(path.clone());
        } else if let Ok(found) = glob::glob(&path.to_string_lossy()) {
            files.extend(found.filter_map(Result::ok));
        }
        if files.len() == before {
            let said = "is no file of facts, and no folder or pattern of some";
            return Err(problem(path, None, said.into()));
        }
        files[before..].sort();
    }
    Ok(files)
}

/// Adds the files of a folder, and of folders in it that are called as partitions are.
fn in_folder(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), FileProblem> {
    let is_looked_into = |entry: &DirEntry| {
        let name = entry.file_name().to_str();
        entry.depth() == 0 || !entry.file_type().is_dir() || name.is_some_and(is_folder_name)
    };
    for entry in WalkDir::new(folder)
        .into_iter()
        .filter_entry(is_looked_into)
    {
        let entry = entry.map_err(|error| unreadable(folder, &error.into()))?;
        let extension = entry.path().extension().and_then(OsStr::to_str);
        let is_facts = extension.is_some_and(|extension| EXTENSIONS.contains(&extension));
        if is_facts && !entry.file_type().is_dir() {
            files.push(entry.into_path());
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> FileProblem {
    problem(path, None, format!("could not be read: {error}"))
}

fn problem(path: &Path, row: Option<usize>, problem: String) -> FileProblem {
    FileProblem {
        file: path.to_string_lossy().into_owned(),
        sheet: None,
        row,
        column: None,
        problem,
    }
}
