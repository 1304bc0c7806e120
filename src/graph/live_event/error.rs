//! Why a live event's file could not be fetched.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::StatusCode;

use crate::graph::http::error::{GraphError, is_about_certificates};
use crate::graph::http::error_meaning::ErrorMeaning;

/// A file that could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// The service gave no link.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The link is not safe.
    #[error("the service's link leads to {scheme}://{host}, and only https is safe")]
    UnsafeLink {
        /// Its scheme.
        scheme: String,
        /// Its host.
        host: String,
    },
    /// The other host refuses, also with fresh links.
    #[error("{host} answered {status} in place of the file")]
    Refused {
        /// The host.
        host: String,
        /// Its status.
        status: StatusCode,
    },
    /// The other host stayed busy until the time for waiting was used up.
    #[error(
        "{host} stayed busy ({}) and asks to wait {wait_seconds:.0} s more, which is beyond the time set for waiting",
        status.as_u16()
    )]
    StayedBusy {
        /// The host.
        host: String,
        /// Its last status.
        status: StatusCode,
        /// The wait that would have been next, in seconds.
        wait_seconds: f64,
    },
    /// The connection to the other host failed.
    #[error("the connection to {host} broke before the file was complete")]
    Broken {
        /// The host.
        host: String,
        /// Why.
        source: reqwest::Error,
    },
    /// The file ended early, or did not end.
    #[error("{host} sent {got} bytes of a file of {expected}")]
    Length {
        /// The host.
        host: String,
        /// How many came.
        got: u64,
        /// How many were announced.
        expected: u64,
    },
    /// What came is no such file.
    #[error("{host} answered with {what} in place of the file")]
    NotFile {
        /// The host.
        host: String,
        /// What it is.
        what: &'static str,
    },
    /// The file on disk.
    #[error("could not write `{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is there already.
    #[error("`{path}` exists already")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Another run is at it.
    #[error("another run is fetching `{path}`")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// Connections cannot be set up.
    #[error("could not set up connections")]
    Client(#[source] reqwest::Error),
}

impl ArtifactError {
    /// Returns the same, after which it was not worth waiting so long once more.
    pub(in crate::graph) fn given_up(self, wait: Duration) -> Self {
        match self {
            Self::Refused { host, status } if is_busy(status) => Self::StayedBusy {
                host,
                status,
                wait_seconds: wait.as_secs_f64(),
            },
            other => other,
        }
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Graph(error) => error.hint(),
            Self::UnsafeLink { .. } => "nothing was sent there; check --graph-url",
            Self::Refused { .. } => {
                "the service may have deleted the file: live-event files stopped being served in 2024 for the public cloud"
            }
            Self::StayedBusy { .. } => ErrorMeaning::Busy.hint(),
            Self::Broken { source, .. } if is_about_certificates(source) => {
                "if a proxy of your company opens connections, name its certificates with --ca-bundle"
            }
            Self::Broken { .. } | Self::Length { .. } => {
                "run the same command again: what came already is kept and not fetched twice where the host allows"
            }
            Self::NotFile { .. } => {
                "something between here and the host may have answered, such as a proxy's sign-in page"
            }
            Self::File { .. } => "name a place that you may write to with --output",
            Self::Exists { .. } => "name another file with --output, or replace it with --force",
            Self::InUse { .. } => "wait until it has ended",
            Self::Client(_) => "check the system's certificates and proxies",
        }
    }
}

/// Returns whether a host says that it has too much to do.
pub(in crate::graph) fn is_busy(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    )
}
