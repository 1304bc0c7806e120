//! Where the access token comes from, and how it stays fresh while a run lasts.

pub mod authority;
pub mod azure_credential;
pub mod browser;
pub mod certificate;
pub mod claims;
pub mod error;
pub mod permissions;
pub mod sign_in;
pub mod token;
pub mod token_cache;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use jiff::{SignedDuration, Timestamp};
pub use oauth2::ClientSecret;
use oauth2::RefreshToken;
use tokio::sync::Mutex;

use crate::graph::auth::azure_credential::AzureCredential;
use crate::graph::auth::certificate::{Certificate, CertificateError};
pub use crate::graph::auth::error::{AuthError, token};
use crate::graph::auth::sign_in::{Grant, SignIn};
use crate::graph::auth::token::Token;
use crate::graph::auth::token_cache::CachedSignIn;

/// A token is renewed when it is good for no longer than this.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// Reads a token from a file.
///
/// # Errors
/// When the file cannot be read or holds no token.
pub fn token_from_file(path: &Path) -> Result<Token, AuthError> {
    let text = std::fs::read_to_string(path).map_err(|source| AuthError::TokenFile {
        path: path.to_owned(),
        source,
    })?;
    token(&text, &format!("`{}`", path.display()))
}

/// Something that gives a token whenever one is needed.
#[derive(Debug)]
pub enum Credential {
    /// Nobody: for what needs no token.
    Nobody,
    /// A token that somebody else made; it cannot be renewed.
    Given(Token),
    /// A token that is made when it is needed.
    Made(Box<Made>),
}

impl Credential {
    /// Makes tokens in this way.
    pub fn made(way: Way) -> Self {
        Self::Made(Box::new(Made {
            way,
            held: Mutex::new(None),
        }))
    }

    /// Returns a token that is good for now.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn token(&self) -> Result<Token, AuthError> {
        match self {
            Self::Nobody => Err(AuthError::SignedOut),
            Self::Given(token) => Ok(token.clone()),
            Self::Made(made) => made.token().await,
        }
    }

    /// Forgets the token, so that the next one is fresh; tells whether that can be.
    pub(in crate::graph) async fn renew(&self) -> bool {
        match self {
            Self::Nobody | Self::Given(_) => false,
            Self::Made(made) => made.held.lock().await.take().is_some(),
        }
    }
}

/// Tokens made one after the other.
#[derive(Debug)]
pub struct Made {
    way: Way,
    held: Mutex<Option<Held>>,
}

/// A token, and until when it is good.
#[derive(Clone, Debug)]
struct Held {
    token: Token,
    expires: Timestamp,
}

impl Made {
    async fn token(&self) -> Result<Token, AuthError> {
        // Held while the token is made, so that many requests make one.
        let mut held = self.held.lock().await;
        let fresh = |held: &&Held| held.expires > Timestamp::now() + MARGIN;
        if let Some(held) = held.as_ref().filter(fresh) {
            return Ok(held.token.clone());
        }
        let made = self.way.make().await?;
        *held = Some(made.clone());
        Ok(made.token)
    }
}

/// A way to make tokens.
pub enum Way {
    /// The secret of an application.
    Secret(SignIn, ClientSecret),
    /// The certificate of an application.
    Certificate(SignIn, Box<Certificate>, PathBuf),
    /// A token that whoever runs a workload puts into this file anew from time to time.
    Workload(SignIn, PathBuf),
    /// The sign-in that is kept in this folder.
    Kept(SignIn, PathBuf),
    /// What the machine offers: its identity, or the Azure command line.
    Azure {
        /// What it is.
        kind: AzureCredential,
        /// What makes the token.
        credential: Arc<dyn TokenCredential>,
        /// For what.
        scope: String,
    },
}

/// Writes what kind of way it is, and nothing secret.
impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret(..) => "Secret",
            Self::Certificate(..) => "Certificate",
            Self::Workload(..) => "Workload",
            Self::Kept(..) => "Kept",
            Self::Azure { kind, .. } => kind.name(),
        })
    }
}

impl Way {
    async fn make(&self) -> Result<Held, AuthError> {
        match self {
            Self::Secret(sign_in, secret) => Ok(sign_in.with_secret(secret).await?.into()),
            Self::Certificate(sign_in, certificate, path) => {
                let made = statement(sign_in, certificate);
                let made = made.map_err(|source| bad_certificate(path, source))?;
                Ok(sign_in.with_assertion(&made).await?.into())
            }
            Self::Workload(sign_in, path) => {
                let token = token_from_file(path)?;
                Ok(sign_in.with_assertion(token.reveal()).await?.into())
            }
            Self::Kept(sign_in, folder) => from_kept(sign_in, folder).await,
            Self::Azure {
                kind,
                credential,
                scope,
            } => {
                let with = kind.name();
                kind.is_there().await?;
                let made = credential.get_token(&[scope], None).await;
                let made = made.map_err(|error| AuthError::AzureCredential {
                    with,
                    said: error.to_string(),
                })?;
                let expires = made.expires_on.unix_timestamp();
                let expires = Timestamp::from_second(expires).unwrap_or(Timestamp::MAX);
                Ok(Held {
                    token: token(made.token.secret(), with)?,
                    expires,
                })
            }
        }
    }
}

impl From<Grant> for Held {
    fn from(grant: Grant) -> Self {
        Self {
            token: grant.token,
            expires: grant.expires,
        }
    }
}

/// Reads a certificate with its key.
///
/// # Errors
/// When the file cannot be read or is not what it must be.
pub fn certificate_from_file(
    path: &Path,
    password: Option<&str>,
) -> Result<Certificate, AuthError> {
    let read = std::fs::read(path).map_err(CertificateError::from);
    let certificate = read.and_then(|text| Certificate::read(&text, password));
    certificate.map_err(|source| bad_certificate(path, source))
}

fn bad_certificate(path: &Path, source: CertificateError) -> AuthError {
    AuthError::Certificate {
        path: path.to_owned(),
        source,
    }
}

fn statement(sign_in: &SignIn, certificate: &Certificate) -> Result<String, CertificateError> {
    let client_id = &sign_in.application().client_id;
    let audience = sign_in.token_endpoint();
    certificate.assertion(audience.as_str(), client_id, Timestamp::now())
}

/// Returns the kept token, or a fresh one, which is then kept.
async fn from_kept(sign_in: &SignIn, folder: &Path) -> Result<Held, AuthError> {
    let kept = token_cache::read(folder)?.ok_or(AuthError::SignedOut)?;
    if kept.expires > Timestamp::now() + MARGIN {
        let token = token(&kept.access_token, "the kept sign-in")?;
        return Ok(Held {
            token,
            expires: kept.expires,
        });
    }
    let refresh = kept.refresh_token.clone().ok_or(AuthError::Expired)?;
    let grant = sign_in
        .with_refresh(RefreshToken::new(refresh), &kept.scopes)
        .await?;
    token_cache::write(folder, &renewed(kept, &grant))?;
    Ok(grant.into())
}

fn renewed(kept: CachedSignIn, grant: &Grant) -> CachedSignIn {
    let refresh = grant.refresh.as_ref().map(|token| token.secret().clone());
    CachedSignIn {
        access_token: grant.token.reveal().to_owned(),
        expires: grant.expires,
        refresh_token: refresh.or(kept.refresh_token),
        ..kept
    }
}

impl CachedSignIn {
    /// Returns a sign-in that has just been made.
    pub fn new(sign_in: &SignIn, scopes: &[String], grant: &Grant) -> Self {
        let application = sign_in.application();
        Self {
            authority: application.authority.to_string(),
            tenant: application.tenant.clone(),
            client_id: application.client_id.clone(),
            scopes: scopes.to_vec(),
            access_token: grant.token.reveal().to_owned(),
            expires: grant.expires,
            refresh_token: grant.refresh.as_ref().map(|token| token.secret().clone()),
        }
    }
}
