//! How connections are made: the same trust, proxies and patience for all of them.

use std::time::Duration;

use reqwest::{Certificate, ClientBuilder, Url, redirect};

use super::address::is_loopback;

/// How this program calls itself.
const USER_AGENT: &str = concat!("rollbook/", env!("CARGO_PKG_VERSION"));

/// How long to wait for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next piece of an answer.
    pub silence: Duration,
    /// For a service that stays busy, from the last answer that came.
    pub busy: Duration,
}

/// A connection that could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The certificates cannot be read.
    #[error("could not read the certificates")]
    Certificates(#[source] reqwest::Error),
    /// There are none.
    #[error(
        "there is no certificate in the bundle: one holds blocks `-----BEGIN CERTIFICATE-----`"
    )]
    NoCertificates,
    /// Nothing else works either.
    #[error("could not set up connections")]
    Client(#[source] reqwest::Error),
}

/// What all connections share.
#[derive(Clone, Debug)]
pub struct Network {
    patience: Patience,
    certificates: Vec<Certificate>,
}

impl Network {
    /// Trusts what the system trusts and the certificates of a PEM bundle.
    ///
    /// # Errors
    /// When the bundle holds no certificate.
    pub fn new(patience: Patience, ca_bundle: Option<&[u8]>) -> Result<Self, SetupError> {
        let certificates = match ca_bundle {
            None => Vec::new(),
            Some(pem) => match Certificate::from_pem_bundle(pem) {
                Ok(none) if none.is_empty() => return Err(SetupError::NoCertificates),
                Ok(certificates) => certificates,
                Err(error) => return Err(SetupError::Certificates(error)),
            },
        };
        Ok(Self {
            patience,
            certificates,
        })
    }

    /// How long to wait for what.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// A client that follows no redirect and tells nobody where it was before.
    pub(super) fn client(&self, to: &Url) -> Result<reqwest::Client, SetupError> {
        self.builder(to).build().map_err(SetupError::Client)
    }

    /// The beginnings of such a client.
    pub(super) fn builder(&self, to: &Url) -> ClientBuilder {
        let builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.patience.connect)
            .read_timeout(self.patience.silence)
            .tls_certs_merge(self.certificates.iter().cloned());
        // A proxy elsewhere would see what is sent to this computer in the clear.
        if is_loopback(to) {
            builder.no_proxy()
        } else {
            builder
        }
    }
}
