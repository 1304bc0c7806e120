//! How to reach the service, and who asks: shared by all commands that go online.

use std::num::{NonZeroU16, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use rollbook::graph::auth::authority::Authority;
use rollbook::graph::http::address::{GraphUrl, PUBLIC_CLOUD};
use rollbook::graph::http::client::Load;
use rollbook::graph::http::network::Patience;

use crate::plan::online::{self, SignInWay};

/// Where the service and its sign-in are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub struct Place {
    /// Base address of the service with its version; plain http only for this computer
    #[arg(long, value_name = "URL", default_value = PUBLIC_CLOUD, value_parser = GraphUrl::parse)]
    pub graph_url: GraphUrl,

    /// Sign in at this address [default: the one of --graph-url's cloud]
    #[arg(long, value_name = "URL", env = "AZURE_AUTHORITY_HOST", hide_env_values = true, value_parser = Authority::parse)]
    pub authority: Option<Authority>,

    /// Tenant to sign in to, an id or a domain
    #[arg(
        long,
        value_name = "TENANT",
        env = "AZURE_TENANT_ID",
        hide_env_values = true
    )]
    pub tenant: Option<String>,

    /// Application to sign in as, the id of its registration
    #[arg(
        long,
        value_name = "ID",
        env = "AZURE_CLIENT_ID",
        hide_env_values = true
    )]
    pub client_id: Option<String>,

    /// Trust the certificates in this PEM file too, such as those of a company's proxy
    #[arg(long, value_name = "FILE")]
    pub ca_bundle: Option<PathBuf>,

    /// Give up an answer when nothing of it comes for this many seconds
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub timeout: NonZeroU16,

    /// Wait at most this many seconds for a service that stays busy or out of reach
    #[arg(long, value_name = "SECONDS", default_value = "300")]
    pub retry_budget: u16,
}

impl Place {
    pub fn plan(self) -> online::Place {
        let silence = Duration::from_secs(self.timeout.get().into());
        let own = || Authority::of(&self.graph_url);
        online::Place {
            authority: self.authority.unwrap_or_else(own),
            graph_url: self.graph_url,
            tenant: self.tenant,
            client_id: self.client_id,
            ca_bundle: self.ca_bundle,
            patience: Patience {
                connect: silence.min(Duration::from_secs(10)),
                silence,
                busy: Duration::from_secs(self.retry_budget.into()),
            },
        }
    }
}

/// How to reach the service, and who asks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub struct Connection {
    /// Where the service is
    #[command(flatten)]
    pub place: Place,

    /// Sign in in this way
    #[arg(long, value_enum, default_value_t)]
    pub sign_in: SignInWay,

    /// Read the access token from this file
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,

    /// Sign in with the certificate and the key in this PEM file; AZURE_CLIENT_CERTIFICATE_PASSWORD holds its key's password, if any
    #[arg(
        long,
        value_name = "FILE",
        env = "AZURE_CLIENT_CERTIFICATE_PATH",
        hide_env_values = true
    )]
    pub certificate: Option<PathBuf>,

    /// Have this many requests under way at a time
    #[arg(long, value_name = "N", default_value = "8")]
    pub parallel: NonZeroUsize,

    /// Let up to this many small requests travel in one when more are waiting, 20 at most; 1 sends each alone
    #[arg(long, value_name = "N", default_value = "20")]
    pub batch: NonZeroUsize,

    /// Give up an answer, or a report in pages, that is larger than this, in MiB
    #[arg(long, value_name = "MIB", default_value = "128")]
    pub max_report_size: NonZeroU16,
}

impl Connection {
    pub fn plan(self) -> online::Connection {
        online::Connection {
            place: self.place.plan(),
            sign_in: self.sign_in,
            token_file: self.token_file,
            certificate: self.certificate,
            load: Load {
                parallel: self.parallel,
                together: self.batch,
                most_bytes: usize::from(self.max_report_size.get()) * 1024 * 1024,
            },
        }
    }
}
