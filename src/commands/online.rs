//! What the commands that talk to the service share: the connection, and why it fails.

use std::fmt;
use std::io;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use rollbook::graph::ErrorMeaning;
use rollbook::graph::archive::ArchiveError;
use rollbook::graph::auth::authority::{Authority, application_scope};
use rollbook::graph::auth::azure_credential::{self, AzureCredential};
use rollbook::graph::auth::sign_in::{Application, SignIn};
use rollbook::graph::auth::token::{Token, leave_no_memory_behind};
use rollbook::graph::auth::token_cache;
use rollbook::graph::auth::{
    AuthError, ClientSecret, Credential, Way, certificate_from_file, token, token_from_file,
};
use rollbook::graph::http::client::{Graph, Settings};
use rollbook::graph::http::error::GraphError;
use rollbook::graph::http::network::{Network, SetupError, check_proxies};
use rollbook::graph::live_event::artifacts::ArtifactError;
use rollbook::graph::reports::outcome::Status;

use super::Exit;
use crate::plan::online::{Connection, Place, SignInWay};

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
    /// The log cannot be added to its file.
    #[error("could not open the log `{path}`")]
    Log {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Call records of whoever signed in.
    #[error("call records are read by an application, and nobody is `me` to it")]
    NobodysRecords,
    /// A line that names nothing.
    #[error("line {line} of `{path}` names no {named}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What it is to name.
        named: Named,
    },
    /// A file that names nobody.
    #[error("`{path}` names no organizer")]
    Nobody {
        /// The file.
        path: PathBuf,
    },
    /// The run took too long.
    #[error("the run took longer than the {seconds} s of --max-time")]
    OutOfTime {
        /// How long it was to take at most.
        seconds: NonZeroU32,
    },
    /// The system does not let the program wait for the network.
    #[error("could not use the network")]
    Network(#[source] io::Error),
}

/// What a line of a file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A meeting.
    Meeting,
    /// The organizer of meetings.
    Organizer,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Meeting => "meeting",
            Self::Organizer => "organizer",
        })
    }
}

impl OnlineFailure {
    /// Returns what the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::SignIn(error) => Some(error.hint()),
            Self::Archive(error) => Some(error.hint()),
            Self::Setup(error) => Some(error.hint()),
            Self::Graph(error) => Some(error.hint()),
            Self::Artifact(error) => Some(error.hint()),
            Self::Line {
                named: Named::Organizer,
                ..
            }
            | Self::Nobody { .. } => Some(
                "a line is a user's principal name, e-mail address or object id, and nothing else",
            ),
            Self::Line { .. } => Some(
                "a line is an id, a join link or a join id, or USER_ID,MEETING for another organizer's",
            ),
            Self::OutOfTime { .. } => Some(ErrorMeaning::Busy.hint()),
            Self::NobodysRecords => {
                Some("name the organizer, by principal name, e-mail address or object id")
            }
            Self::Log { .. } => Some("check --log-file, and that its folder may be written to"),
            Self::Read { .. } | Self::Network(_) => None,
        }
    }

    /// Returns a stable word for it, for programs.
    pub fn kind(&self) -> &'static str {
        match self.exit() {
            Exit::SignIn => "sign-in",
            Exit::InUse => "archive-in-use",
            Exit::Archive => "archive",
            Exit::OutOfTime => "out-of-time",
            Exit::Success | Exit::Findings | Exit::Failure | Exit::Forbidden => "stopped",
        }
    }

    /// Returns the exit code for it.
    pub fn exit(&self) -> Exit {
        match self {
            Self::SignIn(_) => Exit::SignIn,
            Self::Archive(ArchiveError::InUse { .. }) => Exit::InUse,
            Self::Archive(_) => Exit::Archive,
            Self::Graph(error) | Self::Artifact(ArtifactError::Graph(error)) => exit_of(error),
            Self::OutOfTime { .. } => Exit::OutOfTime,
            Self::Setup(_)
            | Self::Artifact(_)
            | Self::Read { .. }
            | Self::Log { .. }
            | Self::NobodysRecords
            | Self::Line { .. }
            | Self::Nobody { .. }
            | Self::Network(_) => Exit::Failure,
        }
    }
}

/// Returns the exit code for an error of a request.
fn exit_of(error: &GraphError) -> Exit {
    match (error.cause.meaning(), Status::of(error)) {
        (Some(ErrorMeaning::SignInAgain), _) => Exit::SignIn,
        (_, Status::Forbidden) => Exit::Forbidden,
        _ => Exit::Failure,
    }
}

/// Sets up the connection that the options describe; sends nothing yet.
pub fn connect(options: &Connection) -> Result<Graph, OnlineFailure> {
    let network = network(&options.place)?;
    let credential = credential(options, &network)?;
    Ok(connect_as(credential, options, network)?)
}

/// Sets up the connection for somebody.
pub fn connect_as(
    credential: Credential,
    options: &Connection,
    network: Network,
) -> Result<Graph, SetupError> {
    Graph::new(Settings {
        base: options.place.graph_url.clone(),
        credential,
        network,
        load: options.load,
    })
}

/// Returns how connections are made.
pub fn network(place: &Place) -> Result<Network, OnlineFailure> {
    leave_no_memory_behind();
    check_proxies(std::env::vars_os())?;
    let ca_bundle = place.ca_bundle.as_deref().map(read).transpose()?;
    Ok(Network::new(place.patience, ca_bundle.as_deref())?)
}

/// Returns who asks.
pub fn credential(options: &Connection, network: &Network) -> Result<Credential, OnlineFailure> {
    let place = &options.place;
    let sign_in =
        || -> Result<SignIn, OnlineFailure> { Ok(SignIn::new(application(place)?, network)?) };
    let way = match chosen_way(options) {
        SignInWay::Auto => return Err(AuthError::SignedOut.into()),
        SignInWay::Token => return Ok(Credential::Given(given_token(options)?)),
        SignInWay::Certificate => certificate(options, sign_in()?)?,
        SignInWay::Secret => {
            let secret = needed("AZURE_CLIENT_SECRET")?;
            Way::Secret(sign_in()?, ClientSecret::new(secret))
        }
        SignInWay::WorkloadIdentity => {
            let file = needed("AZURE_FEDERATED_TOKEN_FILE")?;
            Way::Workload(sign_in()?, PathBuf::from(file))
        }
        SignInWay::Login => kept_way(place, network)?,
        SignInWay::ManagedIdentity => azure_way(AzureCredential::ManagedIdentity, place, network)?,
        SignInWay::AzureCli => azure_way(AzureCredential::AzureCli, place, network)?,
    };
    Ok(Credential::made(way))
}

/// Returns the way that was named, or else the first that is there.
fn chosen_way(options: &Connection) -> SignInWay {
    let there = |name: &str| variable(name).is_some();
    match options.sign_in {
        SignInWay::Auto if options.token_file.is_some() || there("GRAPH_TOKEN") => SignInWay::Token,
        SignInWay::Auto if options.certificate.is_some() => SignInWay::Certificate,
        SignInWay::Auto if there("AZURE_CLIENT_SECRET") => SignInWay::Secret,
        SignInWay::Auto if there("AZURE_FEDERATED_TOKEN_FILE") => SignInWay::WorkloadIdentity,
        SignInWay::Auto
            if token_cache::folder().is_some_and(|folder| token_cache::file(&folder).exists()) =>
        {
            SignInWay::Login
        }
        named => named,
    }
}

fn certificate(options: &Connection, sign_in: SignIn) -> Result<Way, AuthError> {
    let path = options.certificate.clone();
    let path = path.ok_or(AuthError::Missing(
        "AZURE_CLIENT_CERTIFICATE_PATH or --certificate",
    ))?;
    let password = variable("AZURE_CLIENT_CERTIFICATE_PASSWORD");
    let certificate = certificate_from_file(&path, password.as_deref())?;
    Ok(Way::Certificate(sign_in, Box::new(certificate), path))
}

fn given_token(options: &Connection) -> Result<Token, AuthError> {
    match (&options.token_file, variable("GRAPH_TOKEN")) {
        (Some(path), _) => token_from_file(path),
        (None, Some(text)) => token(&text, "the variable GRAPH_TOKEN"),
        (None, None) => Err(AuthError::Missing("GRAPH_TOKEN")),
    }
}

/// Returns the application that signs in, as the options name it.
pub fn application(place: &Place) -> Result<Application, AuthError> {
    let named = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
    Ok(Application {
        authority: place.authority.clone(),
        tenant: named(&place.tenant).ok_or(AuthError::Missing("AZURE_TENANT_ID or --tenant"))?,
        client_id: named(&place.client_id)
            .ok_or(AuthError::Missing("AZURE_CLIENT_ID or --client-id"))?,
        scope: application_scope(&place.graph_url),
    })
}

/// Returns the sign-in that `rollbook login` kept, where it was made.
fn kept_way(place: &Place, network: &Network) -> Result<Way, OnlineFailure> {
    let folder = token_cache::folder().ok_or(AuthError::NoFolder)?;
    let kept = token_cache::read(&folder)?.ok_or(AuthError::SignedOut)?;
    let authority = Authority::parse(&kept.authority).map_err(|_| AuthError::Expired)?;
    let application = Application {
        authority,
        tenant: kept.tenant,
        client_id: kept.client_id,
        scope: application_scope(&place.graph_url),
    };
    Ok(Way::Kept(SignIn::new(application, network)?, folder))
}

fn azure_way(
    credential: AzureCredential,
    place: &Place,
    network: &Network,
) -> Result<Way, OnlineFailure> {
    let named = azure_credential::Named {
        tenant: place.tenant.clone(),
        client_id: place.client_id.clone(),
    };
    let scope = application_scope(&place.graph_url);
    Ok(azure_credential::way(credential, named, scope, network)?)
}

fn needed(name: &'static str) -> Result<String, AuthError> {
    variable(name).ok_or(AuthError::Missing(name))
}

/// Returns a variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|text| !text.trim().is_empty())
}

/// Reads a file that was named on the command line.
pub fn read(path: &Path) -> Result<Vec<u8>, OnlineFailure> {
    std::fs::read(path).map_err(|source| OnlineFailure::Read {
        path: path.to_owned(),
        source,
    })
}
