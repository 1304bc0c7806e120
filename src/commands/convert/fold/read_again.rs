//! Files of facts that are read more than once: a later reading takes only what it needs, and
//! sees to it that the files are still the same.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rollbook::output::Totals;
use rollbook::series::collect::collection::Collection;
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::series::input::exclusions::Exclusions;
use rollbook::series::input::faults::FileProblem;
use rollbook::series::outline::Filling;
use rollbook::storage::digest::Digests;

use super::super::Conversion;
use super::{files, problem, unreadable};
use crate::commands::Failure;
use crate::commands::series::Asked;

/// A file of facts that was read.
pub struct KnownFile {
    path: PathBuf,
    state: FileState,
    /// The number of the first report of each line among those of all files; one more at the end.
    begins: Vec<u32>,
}

/// By what a file is known to be still the same without reading it.
#[derive(PartialEq, Eq)]
struct FileState {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    /// Returns that of a file.
    ///
    /// # Errors
    /// When there is none, or it is something that can be read only once.
    fn of(path: &Path) -> Result<Self, FileProblem> {
        if path.as_os_str() == "-" {
            let said = "standard input can be read only once, and --by reads facts several times; name files";
            return Err(problem(path, None, said.into()));
        }
        let known = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !known.is_file() {
            let said =
                "is no file: it can be read only once, and --by reads facts several times; save it";
            return Err(problem(path, None, said.into()));
        }
        Ok(Self {
            bytes: known.len(),
            modified: known.modified().ok(),
        })
    }
}

/// A line that is needed.
struct NeededLine {
    number: usize,
    reports: Range<u32>,
    line: FactsLine,
}

impl KnownFile {
    fn refuse_changed(&self) -> Result<(), FileProblem> {
        match FileState::of(&self.path)? == self.state {
            true => Ok(()),
            false => Err(self.changed(None)),
        }
    }

    fn changed(&self, line: Option<usize>) -> FileProblem {
        let said = "is not as it was when it was read first; leave facts alone while they are folded, and do it again";
        problem(&self.path, line, said.into())
    }

    /// Returns the reports of all its lines.
    fn reports(&self) -> Range<u32> {
        let [first, end] = [self.begins.first(), self.begins.last()];
        first.copied().unwrap_or_default()..end.copied().unwrap_or_default()
    }

    /// Returns the reports of a line, which are counted from 1.
    fn reports_of(&self, line: usize) -> Result<Range<u32>, FileProblem> {
        match self.begins.get(line - 1..=line) {
            Some(&[first, end]) => Ok(first..end),
            _ => Err(self.changed(Some(line))),
        }
    }
}

/// Of all reports whether they are needed.
struct Needed(Vec<bool>);

impl Needed {
    fn among(&self, reports: &Range<u32>) -> usize {
        let own = &self.0[reports.start as usize..reports.end as usize];
        own.iter().filter(|needed| **needed).count()
    }
}

impl Conversion<'_> {
    /// Reads all facts for the first time.
    pub fn read_first(
        &self,
        asked: &mut Asked,
        totals: &mut Totals,
        collection: &mut Collection,
    ) -> Result<Vec<KnownFile>, Failure> {
        let (mut known, mut next) = (Vec::new(), 0);
        for path in files(&self.plan.inputs.paths)? {
            let state = FileState::of(&path)?;
            let mut begins = vec![next];
            self.read_file(&path, asked, totals, |facts| {
                next += facts.reports.len() as u32;
                begins.push(next);
                collection.add(facts);
            })?;
            begins.shrink_to_fit();
            let file = KnownFile {
                path,
                state,
                begins,
            };
            file.refuse_changed()?;
            known.push(file);
        }
        Ok(known)
    }

    /// Reads once more what a portion needs: no file, and of a file no line, that holds nothing
    /// of it.
    pub fn read_again(
        &self,
        files: &[KnownFile],
        exclusions: &Exclusions,
        filling: &mut Filling<'_>,
    ) -> Result<(), Failure> {
        let needed = Needed(filling.reports());
        // What these count was counted before.
        let mut exclusions = exclusions.clone();
        for file in files {
            file.refuse_changed()?;
            let mut missing = needed.among(&file.reports());
            if missing == 0 {
                continue;
            }
            let understand = |number: usize, text: &str| {
                let reports = file.reports_of(number)?;
                if needed.among(&reports) == 0 {
                    return Ok(None);
                }
                let line = self.understand(&file.path, number, text)?;
                Ok(Some(NeededLine {
                    number,
                    reports,
                    line,
                }))
            };
            let take = |line: Option<NeededLine>| {
                let Some(line) = line else { return Ok(()) };
                let changed = || file.changed(Some(line.number));
                let mut facts = line.line.facts;
                if facts.reports.len() != line.reports.len() {
                    return Err(changed());
                }
                exclusions.apply(&mut facts);
                for (report, facts) in line.reports.zip(facts.reports) {
                    if needed.0[report as usize] {
                        filling.take(report, facts).map_err(|_| changed())?;
                        missing -= 1;
                    }
                }
                Ok(())
            };
            self.read_lines(&file.path, Digests::None, understand, take)?;
            file.refuse_changed()?;
            if missing > 0 {
                return Err(file.changed(None).into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &Path) -> KnownFile {
        KnownFile {
            path: path.to_owned(),
            state: FileState::of(path).unwrap(),
            begins: vec![3, 4, 4, 6],
        }
    }

    #[test]
    fn a_file_that_was_written_to_meanwhile_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("one.facts");
        fs::write(&path, "1\n").unwrap();
        let file = known(&path);
        assert!(file.refuse_changed().is_ok());
        fs::write(&path, "12\n").unwrap();
        let said = file.refuse_changed().unwrap_err().to_string();
        assert!(
            said.contains("is not as it was when it was read first"),
            "{said}"
        );
        fs::remove_file(&path).unwrap();
        assert!(file.refuse_changed().is_err());
    }

    #[test]
    fn lines_are_known_by_their_number_and_more_of_them_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("one.facts");
        fs::write(&path, "").unwrap();
        let file = known(&path);
        let lines = [1, 2, 3].map(|line| file.reports_of(line).unwrap());
        assert_eq!(lines, [3..4, 4..4, 4..6]);
        assert_eq!(file.reports(), 3..6);
        let said = file.reports_of(4).unwrap_err().to_string();
        assert!(said.contains("row 4: is not as it was"), "{said}");
    }
}
