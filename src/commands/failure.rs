//! What ends a run before its time.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use rollbook::output::OutputError;
use rollbook::pipeline::NoThreads;
use rollbook::series::identity::match_rate::MatchRate;
use rollbook::series::input::faults::{Faults, FileProblem};
use rollbook::storage::folder::StorageError;

use super::Exit;
use super::online::OnlineFailure;

/// Why a command could not do its work; each has a way out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An output could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Standard output could not be written.
    #[error("could not write to standard output")]
    Stdout(#[source] io::Error),
    /// Threads could not be started.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// The manifest of a folder could not be read.
    #[error("could not read `{path}`")]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A run kept no digests of its files.
    #[error("`{path}` holds no digests of its files: that run was asked for none (--digest none)")]
    NoDigests {
        /// The manifest.
        path: PathBuf,
    },
    /// A format that this program was built without.
    #[error(
        "this rollbook was built without {0}; build it with `cargo install --path . --features arrow`"
    )]
    NotBuilt(&'static str),
    /// Options that do not go together.
    #[error("{0}")]
    Usage(Cow<'static, str>),
    /// Rules that cannot hold together.
    #[error("the rules contradict each other: {0}")]
    Contradiction(String),
    /// One of the user's own files cannot be used.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// One of the user's own lists has faults.
    #[error(transparent)]
    List(#[from] Faults),
    /// The roster and the reports are of different people.
    #[error("{}", of_others(.0))]
    Unmatched(Box<MatchRate>),
    /// Something with the service.
    #[error(transparent)]
    Online(#[from] OnlineFailure),
    /// A blank list could not be made.
    #[error("could not make the list: {0}")]
    Template(String),
    /// Pages for `man` could not be written.
    #[error("could not write pages for man into `{path}`")]
    ManPages {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A template could not be read.
    #[error("could not read the templates in `{path}`")]
    Templates {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Says that hardly anybody of a roster is in the reports, and why that is likely.
fn of_others(rate: &MatchRate) -> String {
    let named = |people: &[String], count: usize| match count.saturating_sub(people.len()) {
        0 => people.join(", "),
        more => format!("{} and {more} more", people.join(", ")),
    };
    format!(
        "the roster and the reports do not belong together: of {} on the roster {} in the reports, of {} in the reports {} on it\n  \
         only on the roster: {}\n  only in the reports: {}\n  likely: {}",
        people(rate.listed),
        is_or_are(rate.found),
        people(rate.identified),
        is_or_are(rate.known),
        named(&rate.missing, rate.listed - rate.found),
        named(&rate.strangers, rate.identified - rate.known),
        rate.likely_cause
    )
}

fn people(count: usize) -> String {
    match count {
        1 => "1 person".into(),
        count => format!("{count} people"),
    }
}

fn is_or_are(count: usize) -> String {
    match count {
        0 => "none is".into(),
        1 => "1 is".into(),
        count => format!("{count} are"),
    }
}

impl Failure {
    /// Returns what the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Output(OutputError::Storage(StorageError::Exists { .. })) => {
                Some("name another folder with --output, or replace what is there with --force")
            }
            Self::Output(OutputError::Storage(StorageError::Folder { .. })) => {
                Some("name a folder that you may write to with --output")
            }
            Self::Output(OutputError::AmongOthers { .. }) => {
                Some("name a folder of its own with --output, or move these files to another place")
            }
            Self::Output(OutputError::Template(_)) => Some(
                "mend the template; without --templates and --certificate-template the built-in ones are used",
            ),
            Self::Output(
                OutputError::Storage(StorageError::Write { .. }) | OutputError::Workbook { .. },
            ) => Some("check the free space, and that no other program holds the file open"),
            Self::Manifest { .. } => Some("name a folder that `rollbook convert` wrote"),
            Self::NoDigests { .. } => Some(
                "nobody can tell what was changed since; convert again without --digest none, and verify that",
            ),
            Self::Threads(_) => Some("try fewer with --jobs"),
            Self::ManPages { .. } => Some("name a folder that you may write to"),
            Self::Templates { .. } => {
                Some("--templates names a folder with files such as meeting.html")
            }
            Self::Unmatched(_) => Some(
                "name the roster of these reports, or go on with --allow-unmatched-roster; nothing was written",
            ),
            Self::File(_) | Self::List(_) => {
                Some("nothing was written; mend the file and run again")
            }
            Self::Online(failure) => failure.hint(),
            Self::Template(_)
            | Self::Stdout(_)
            | Self::NotBuilt(_)
            | Self::Usage(_)
            | Self::Contradiction(_) => None,
        }
    }

    /// Returns the exit code for it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Online(failure) => failure.exit(),
            _ => Exit::Failure,
        }
    }

    /// Returns whether the reader of standard output went away, which is no failure.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Output(error.into())
    }
}
