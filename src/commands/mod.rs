//! One file per command, each the story of that command.

mod archive;
mod check;
mod completions;
mod convert;
mod doctor;
mod each;
mod explain;
mod facts;
mod failure;
mod fetch;
mod help;
mod init;
mod login;
mod man;
mod online;
mod series;
mod show;
mod template;
mod verify;

use std::process::ExitCode;

use rollbook::summary::RunCounts;

use crate::plan::{FailOn, Plan, Reading};
pub use failure::Failure;

/// Does what the plan says.
///
/// # Errors
/// What ends the run before its time.
pub fn run(plan: &Plan) -> Result<Exit, Failure> {
    match plan {
        Plan::Begin => help::begin(),
        Plan::Convert(plan) => convert::run(plan),
        Plan::Facts(plan) => facts::run(plan),
        Plan::Init(plan) => init::run(plan),
        Plan::Show(plan) => show::run(plan),
        Plan::Check(plan) => check::run(plan),
        Plan::Verify(plan) => verify::run(plan),
        Plan::Template(plan) => template::run(plan),
        Plan::Fetch(plan) => fetch::run(plan),
        Plan::RepairArchive(archive) => archive::run(archive),
        Plan::Login(plan) => login::run(plan),
        Plan::Logout => login::forget(),
        Plan::Doctor(plan) => doctor::run(plan),
        Plan::Help(plan) => help::run(plan),
        Plan::Explain(word) => explain::run(word),
        Plan::Completions(script) => completions::run(script),
        Plan::ManPages(plan) => man::run(plan),
    }
}

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
    /// Returns the exit code that the counts of a run deserve.
    pub fn of(counts: &RunCounts, reading: &Reading) -> Self {
        let findings = counts.findings;
        if reading.fail_on == FailOn::Nothing {
            Self::Success
        } else if counts.failed > 0 || counts.reports == 0 {
            Self::Failure
        } else if findings.errors > 0
            || (reading.fail_on == FailOn::Warnings && findings.warnings > 0)
        {
            Self::Findings
        } else {
            Self::Success
        }
    }
}
