//! One file a command, each the story of that command.

pub mod check;
pub mod convert;
pub mod doctor;
mod failure;
pub mod fetch;
pub mod login;
pub mod online;

use std::process::ExitCode;

use rollbook::finding::Finding;
use rollbook::source::{self, Piece};
use rollbook::summary::{DocumentSummary, Outcome, Rules, RunCounts, summarise, summarise_lines};

pub use failure::Failure;

/// How a run ended; the README and the help tell what each code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was converted.
    Success = 0,
    /// There are findings that matter.
    Findings = 1,
    /// Something could not be read or written, or the command was wrong.
    Failure = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The exit code that the counts of a run deserve.
    pub fn of(counts: &RunCounts, strict: bool) -> Self {
        let findings = counts.findings;
        if counts.failed > 0 || counts.meetings == 0 {
            Self::Failure
        } else if findings.errors > 0 || (strict && findings.warnings > 0) {
            Self::Findings
        } else {
            Self::Success
        }
    }
}

/// A document that gave no report, and why, for the terminal.
#[derive(Debug)]
pub struct Trouble {
    /// Where it comes from, as typed.
    pub origin: String,
    /// Why there is no report.
    pub finding: Finding,
}

impl Trouble {
    /// The troubles among some documents.
    pub fn among(documents: &[DocumentSummary<'_>]) -> Vec<Self> {
        let without = documents
            .iter()
            .filter(|document| document.outcome != Outcome::Converted);
        without
            .flat_map(|document| {
                let origin = document.origin.to_string();
                document.findings.iter().map(move |finding| Self {
                    origin: origin.clone(),
                    finding: finding.clone(),
                })
            })
            .collect()
    }
}

/// Reads one piece and hands the documents of each file to `with`, which cannot keep them.
fn with_documents(piece: Piece, rules: &Rules, mut with: impl FnMut(&[DocumentSummary<'_>])) {
    let without = |origin, finding| vec![DocumentSummary::without_reports(origin, finding, rules)];
    match piece {
        Piece::Files(files) => {
            let mut bytes = Vec::new();
            for (path, origin) in files {
                match source::read(&path, &mut bytes) {
                    Ok(()) => with(&summarise(&bytes, &origin, rules)),
                    Err(finding) => with(&without(origin, finding)),
                }
            }
        }
        Piece::Whole(bytes, origin) => with(&summarise(&bytes, &origin, rules)),
        Piece::Lines(bytes, origin) => with(&summarise_lines(&bytes, &origin, rules)),
        Piece::Bad(origin, finding) => with(&without(origin, finding)),
    }
}

/// The counts of the documents of one piece.
fn count(documents: &[DocumentSummary<'_>]) -> RunCounts {
    let mut counts = RunCounts::default();
    documents.iter().for_each(|document| counts.add(document));
    counts
}
