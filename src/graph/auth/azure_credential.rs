//! Signing in as the machine does: its own identity, or the Azure command line.

use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use azure_core::http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId,
};
use reqwest::Url;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::graph::auth::{AuthError, Way};
use crate::graph::http::network::Network;

/// What the machine offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AzureCredential {
    /// The identity of a virtual machine or service in Azure.
    ManagedIdentity,
    /// Whoever signed in with `az login`.
    AzureCli,
}

/// Where a virtual machine in Azure asks for its identity.
const IDENTITY_SERVICE: &str = "169.254.169.254:80";

/// How long a machine in Azure may take to connect to it; it is on the same host.
const MOMENT: Duration = Duration::from_secs(2);

impl AzureCredential {
    /// Makes sure that there is something to ask: elsewhere than in Azure nothing answers, and
    /// that would show only after many tries.
    ///
    /// # Errors
    /// When nothing answers.
    pub(in crate::graph) async fn is_there(self) -> Result<(), AuthError> {
        let told_by_azure = ["IDENTITY_ENDPOINT", "MSI_ENDPOINT"];
        let told = told_by_azure
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        if self == Self::AzureCli || told {
            return Ok(());
        }
        if answers(IDENTITY_SERVICE).await {
            return Ok(());
        }
        Err(AuthError::AzureCredential {
            with: self.name(),
            said: format!(
                "nothing answers at {IDENTITY_SERVICE}; this machine is not in Azure, or has no identity there"
            ),
        })
    }

    pub(in crate::graph) const fn name(self) -> &'static str {
        match self {
            Self::ManagedIdentity => "the managed identity",
            Self::AzureCli => "the Azure command line",
        }
    }
}

/// Returns whether something takes connections at an address, within a moment.
async fn answers(address: &str) -> bool {
    let connected = timeout(MOMENT, TcpStream::connect(address)).await;
    connected.is_ok_and(|connected| connected.is_ok())
}

/// Whose token of the machine's: the tenant and application, where they are named.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The tenant.
    pub tenant: Option<String>,
    /// The application, or the identity that is assigned by a user.
    pub client_id: Option<String>,
}

/// Returns a way to make tokens for this scope.
///
/// # Errors
/// When the machine does not offer it.
pub fn way(
    kind: AzureCredential,
    named: Named,
    scope: String,
    network: &Network,
) -> Result<Way, AuthError> {
    let with = kind.name();
    let made: azure_core::Result<Arc<dyn TokenCredential>> = match kind {
        AzureCredential::ManagedIdentity => managed(named, network).map(|made| made as _),
        AzureCredential::AzureCli => command_line(named).map(|made| made as _),
    };
    let credential = made.map_err(|error| AuthError::AzureCredential {
        with,
        said: error.to_string(),
    })?;
    Ok(Way::Azure {
        kind,
        credential,
        scope,
    })
}

fn managed(named: Named, network: &Network) -> azure_core::Result<Arc<ManagedIdentityCredential>> {
    // The address of identities is never behind a proxy.
    let here = Url::parse("http://127.0.0.1").ok();
    ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
        user_assigned_id: named.client_id.map(UserAssignedId::ClientId),
        client_options: client_options(here, network),
    }))
}

fn command_line(named: Named) -> azure_core::Result<Arc<AzureCliCredential>> {
    AzureCliCredential::new(Some(AzureCliCredentialOptions {
        tenant_id: named.tenant,
        ..AzureCliCredentialOptions::default()
    }))
}

/// Our own connections, and few tries: a wrong certificate looks like a fault of the network.
fn client_options(to: Option<Url>, network: &Network) -> ClientOptions {
    let client = to.and_then(|to| network.client(&to).ok());
    ClientOptions {
        transport: client.map(|client| Transport::new(Arc::new(client))),
        retry: RetryOptions::exponential(ExponentialRetryOptions {
            max_retries: 2,
            ..ExponentialRetryOptions::default()
        }),
        ..ClientOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::block_on;

    #[test]
    fn where_nothing_answers_is_seen_within_moments() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        assert!(block_on(answers(&address)).unwrap());
        let start = std::time::Instant::now();
        // Nobody listens on the port for throwing away.
        assert!(!block_on(answers("127.0.0.1:9")).unwrap());
        // A network in which what is sent there gets lost.
        block_on(answers("192.0.2.1:80")).unwrap();
        assert!(start.elapsed() < 15 * MOMENT);
    }
}
