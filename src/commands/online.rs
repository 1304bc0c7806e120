//! What the commands that talk to the service share: the connection, and why it fails.

use std::io;
use std::path::{Path, PathBuf};

use rollbook::graph::archive::ArchiveError;
use rollbook::graph::artifacts::ArtifactError;
use rollbook::graph::auth::{AuthError, Credential, token, token_from_file};
use rollbook::graph::client::{Graph, Settings, SetupError};
use rollbook::graph::error::GraphError;

use crate::cli::fetch::Connection;

/// Why a command that talks to the service ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum OnlineFailure {
    /// There is no token.
    #[error(transparent)]
    SignIn(#[from] AuthError),
    /// The archive cannot be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Connections cannot be set up.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// A request failed.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// A live event's file could not be fetched.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// A file named on the command line cannot be read.
    #[error("could not read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line that names no meeting.
    #[error("line {line} of `{path}` names no meeting")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The system does not let the program wait for the network.
    #[error("could not use the network")]
    Network(#[source] io::Error),
}

impl OnlineFailure {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::SignIn(error) => Some(error.hint()),
            Self::Archive(error) => Some(error.hint()),
            Self::Setup(_) => Some("check the file named with --ca-bundle"),
            Self::Graph(error) => Some(error.hint()),
            Self::Artifact(error) => Some(error.hint()),
            Self::Line { .. } => Some(
                "a line is an id, a join link or a join id, or USER_ID,MEETING for another organizer's",
            ),
            Self::Read { .. } | Self::Network(_) => None,
        }
    }
}

/// Sets up the connection that the options describe; sends nothing yet.
pub fn connect(options: &Connection) -> Result<Graph, OnlineFailure> {
    let ca_bundle = options.ca_bundle.as_deref().map(read).transpose()?;
    Ok(Graph::new(Settings {
        base: options.graph_url.clone(),
        credential: credential(options)?,
        patience: options.patience(),
        parallel: options.parallel,
        ca_bundle,
    })?)
}

/// Who asks: the token file that was named, else the variable.
fn credential(options: &Connection) -> Result<Credential, AuthError> {
    if let Some(path) = &options.token_file {
        return token_from_file(path).map(Credential::Given);
    }
    match std::env::var("GRAPH_TOKEN") {
        Ok(text) => token(&text, "the variable GRAPH_TOKEN").map(Credential::Given),
        Err(_) => Err(AuthError::SignedOut),
    }
}

/// Reads a file that was named on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, OnlineFailure> {
    std::fs::read(path).map_err(|source| OnlineFailure::Read {
        path: path.to_owned(),
        source,
    })
}
