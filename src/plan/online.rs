//! How to reach the service, and what `login` and `doctor` do.

use std::path::PathBuf;

use rollbook::graph::auth::authority::Authority;
use rollbook::graph::http::address::GraphUrl;
use rollbook::graph::http::client::Load;
use rollbook::graph::http::network::Patience;
use rollbook::graph::reports::endpoints::Owner;

use super::fetch::FetchPlan;

/// Where the service and its sign-in are.
#[derive(Clone, Debug)]
pub struct Place {
    /// The base address of the service.
    pub graph_url: GraphUrl,
    /// Where to sign in.
    pub authority: Authority,
    /// The tenant.
    pub tenant: Option<String>,
    /// The application.
    pub client_id: Option<String>,
    /// Certificates to trust too.
    pub ca_bundle: Option<PathBuf>,
    /// How long to wait for what.
    pub patience: Patience,
}

/// How to reach the service, and who asks.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Where the service is.
    pub place: Place,
    /// The way to sign in.
    pub sign_in: SignInWay,
    /// The file of an access token.
    pub token_file: Option<PathBuf>,
    /// The file of a certificate and its key.
    pub certificate: Option<PathBuf>,
    /// How much is asked at a time.
    pub load: Load,
}

/// Where the access token comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInWay {
    /// The first that is there.
    #[default]
    Auto,
    /// A token that was given.
    Token,
    /// A certificate.
    Certificate,
    /// A client secret.
    Secret,
    /// What `rollbook login` kept.
    Login,
    /// The identity of a machine in Azure.
    ManagedIdentity,
    /// The identity of a workload.
    WorkloadIdentity,
    /// Whoever signed in with Azure's command line.
    AzureCli,
}

/// What `login` does.
#[derive(Clone, Debug)]
pub struct LoginPlan {
    /// Where to sign in.
    pub place: Place,
    /// Whether a code is entered on another device.
    pub device_code: bool,
    /// Permissions to ask for beside those that are always needed.
    pub scopes: Vec<String>,
}

/// What `doctor` does.
#[derive(Clone, Debug)]
pub struct DoctorPlan {
    /// What is checked.
    pub before: Before,
    /// How the checks are printed.
    pub report: ReportAs,
    /// How to reach the service.
    pub connection: Connection,
}

/// What the doctor checks for.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one, made once")]
pub enum Before {
    /// That somebody's meetings may be read, or the reports of one meeting of theirs.
    Reading(Owner, Option<String>),
    /// All that a command needs.
    Fetch(FetchPlan),
}

/// How the doctor prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportAs {
    /// A line for each check.
    #[default]
    Text,
    /// One JSON object with all checks.
    Json,
}
