//! One file a command, each the story of that command.

pub mod check;
pub mod convert;
mod failure;
pub mod verify;

use std::process::ExitCode;

use rollbook::decode::encoding;
use rollbook::digest::RunningDigest;
use rollbook::finding::Finding;
use rollbook::origin::Origin;
use rollbook::source::{self, Piece, archives};
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

/// What comes out of a piece while it is read.
enum Read<'r> {
    /// Documents of an input, which cannot be kept.
    Documents(&'r Origin, &'r [DocumentSummary<'r>]),
    /// The input was read to its end.
    Input(&'r Origin, Option<RunningDigest>),
}

/// Reads one piece and hands what comes out of it to `with`.
fn read(piece: Piece, rules: &Rules, mut with: impl FnMut(Read<'_>)) {
    match piece {
        Piece::Files(files) => {
            let mut bytes = Vec::new();
            for (path, origin) in files {
                match source::read(&path, &mut bytes) {
                    Ok(()) => read_whole(&bytes, &origin, rules, &mut with),
                    Err(finding) => read_nothing(origin, finding, rules, &mut with),
                }
            }
        }
        Piece::Whole(bytes, origin) => read_whole(&bytes, &origin, rules, &mut with),
        Piece::Lines(bytes, origin) => {
            with(Read::Documents(
                &origin,
                &summarise_lines(&bytes, &origin, rules),
            ));
        }
        Piece::EndOfLines(origin, digest) => with(Read::Input(&origin, Some(digest))),
        Piece::Bad(origin, finding) => read_nothing(origin, finding, rules, &mut with),
    }
}

fn read_nothing(origin: Origin, finding: Finding, rules: &Rules, with: &mut impl FnMut(Read<'_>)) {
    let nothing = DocumentSummary::without_reports(origin.clone(), finding, rules);
    with(Read::Documents(&origin, &[nothing]));
    with(Read::Input(&origin, None));
}

/// Summarises the documents behind a file's bytes, packed or not, in whatever encoding.
fn read_whole(bytes: &[u8], input: &Origin, rules: &Rules, with: &mut impl FnMut(Read<'_>)) {
    archives::unpack(
        bytes,
        input,
        &mut |origin, bytes| match bytes.and_then(encoding::utf8) {
            Ok(bytes) => with(Read::Documents(input, &summarise(&bytes, origin, rules))),
            Err(finding) => {
                let nothing = DocumentSummary::without_reports(origin.clone(), finding, rules);
                with(Read::Documents(input, &[nothing]));
            }
        },
    );
    let mut digest = RunningDigest::default();
    digest.update(bytes);
    with(Read::Input(input, Some(digest)));
}

/// The counts of the documents of one piece.
fn count(documents: &[DocumentSummary<'_>]) -> RunCounts {
    let mut counts = RunCounts::default();
    documents.iter().for_each(|document| counts.add(document));
    counts
}
