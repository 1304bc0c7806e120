//! One file per command, each the story of that command.

pub mod archive;
pub mod check;
pub mod completions;
pub mod convert;
pub mod doctor;
mod each;
pub mod explain;
mod failure;
pub mod fetch;
pub mod help;
pub mod login;
pub mod man;
pub mod online;
mod series;
pub mod show;
pub mod template;
pub mod verify;

use std::process::ExitCode;

use rollbook::summary::RunCounts;

pub use failure::Failure;

/// How a run ended; the guide and the help say what each code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was converted.
    Success = 0,
    /// There are findings that matter.
    Findings = 1,
    /// Something could not be read or written, or the command was wrong.
    Failure = 2,
    /// The service does not give something to this user.
    Forbidden = 3,
    /// There is no sign-in that the service takes.
    SignIn = 4,
    /// Another run uses the archive.
    InUse = 5,
    /// The archive cannot be read or written.
    Archive = 6,
    /// The run was ended before its time.
    OutOfTime = 7,
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
        if counts.failed > 0 || counts.reports == 0 {
            Self::Failure
        } else if findings.errors > 0 || (strict && findings.warnings > 0) {
            Self::Findings
        } else {
            Self::Success
        }
    }
}
