//! Signing in as the machine does: its own identity, or the Azure command line.

use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_core::http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId,
};
use reqwest::Url;

use super::auth::{AuthError, Way};
use super::network::Network;

/// What the machine offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// The identity of a virtual machine or service in Azure.
    ManagedIdentity,
    /// Whoever signed in with `az login`.
    AzureCli,
}

impl Machine {
    const fn name(self) -> &'static str {
        match self {
            Self::ManagedIdentity => "the managed identity",
            Self::AzureCli => "the Azure command line",
        }
    }
}

/// Whose token of the machine's: the tenant and application, where they are named.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The tenant.
    pub tenant: Option<String>,
    /// The application, or the identity that is assigned by a user.
    pub client_id: Option<String>,
}

/// A way to make tokens for this scope.
///
/// # Errors
/// When the machine does not offer it.
pub fn way(
    machine: Machine,
    named: Named,
    scope: String,
    network: &Network,
) -> Result<Way, AuthError> {
    let with = machine.name();
    let made: azure_core::Result<Arc<dyn TokenCredential>> = match machine {
        Machine::ManagedIdentity => managed(named, network).map(|made| made as _),
        Machine::AzureCli => command_line(named).map(|made| made as _),
    };
    let credential = made.map_err(|error| AuthError::Machine {
        with,
        said: error.to_string(),
    })?;
    Ok(Way::Machine {
        with,
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
