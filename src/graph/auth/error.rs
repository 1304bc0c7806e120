//! Why there is no token, and what to do about it.

use std::io;
use std::path::PathBuf;

use oauth2::basic::BasicErrorResponse;
use reqwest::StatusCode;

use crate::graph::auth::certificate::CertificateError;
use crate::graph::auth::token::{BadToken, Token};
use crate::graph::http::error::cut;
use crate::graph::http::error_meaning::ErrorMeaning;
use crate::storage::folder::StorageError;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// Nobody signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The kept sign-in is expired and cannot be renewed.
    #[error("the sign-in has expired")]
    Expired,
    /// The file with the token cannot be read.
    #[error("could not read the token file `{path}`")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The certificate cannot be used.
    #[error("could not use the certificate `{path}`")]
    Certificate {
        /// Its file.
        path: PathBuf,
        /// Why.
        source: CertificateError,
    },
    /// What was given is no token.
    #[error("{given} does not hold an access token")]
    BadToken {
        /// Where it was given.
        given: String,
        /// Why.
        source: BadToken,
    },
    /// Something is missing to sign in with.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// The authority refuses.
    #[error("the sign-in was refused: {said}")]
    Refused {
        /// Its code and words.
        said: String,
    },
    /// The authority cannot be reached, or answers something else.
    #[error("could not sign in at {host}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        source: Box<dyn std::error::Error>,
    },
    /// The authority stayed busy, or made mistakes, until the time for waiting was used up.
    #[error("{host} answered the sign-in with {status}{}", beyond_patience(.wait_seconds.as_ref()))]
    StayedBusy {
        /// The host.
        host: String,
        /// The last status.
        status: StatusCode,
        /// The wait that would have been next, in seconds.
        wait_seconds: Option<f64>,
    },
    /// The authority answers something else.
    #[error("{host} answered the sign-in with something else than a token")]
    NoToken {
        /// The host.
        host: String,
    },
    /// The way of signing in that the machine offers does not work.
    #[error("could not sign in with {with}: {said}")]
    AzureCredential {
        /// The way.
        with: &'static str,
        /// Its words.
        said: String,
    },
    /// Nobody came back from the browser.
    #[error("nobody came back from the browser in time")]
    NobodyCame,
    /// The browser's way back cannot be opened.
    #[error("could not wait for the browser")]
    Listen(#[source] io::Error),
    /// The kept sign-in cannot be read.
    #[error("could not use `{path}`")]
    Kept {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It cannot be written.
    #[error("could not keep the sign-in")]
    NotKept {
        /// Why.
        source: Box<StorageError>,
    },
    /// The system does not say where to keep anything.
    #[error("there is no folder to keep a sign-in in")]
    NoFolder,
}

impl AuthError {
    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::SignedOut | Self::Expired => {
                "run `rollbook login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH, or put an access token into GRAPH_TOKEN or a file named with --token-file"
            }
            Self::TokenFile { .. } | Self::BadToken { .. } => {
                "put the access token alone, on one line, into the file or the variable"
            }
            Self::Certificate { source, .. } => source.hint(),
            Self::Missing(_) => "set the variable, or name the value on the command line",
            Self::Refused { said } => refusal_hint(said),
            Self::Unreachable { .. } => {
                "check the network, the proxy (HTTPS_PROXY), --ca-bundle and --authority"
            }
            Self::StayedBusy { .. } => ErrorMeaning::Busy.hint(),
            Self::NoToken { .. } => {
                "check --authority: it must be the address where your tenant signs in"
            }
            Self::AzureCredential { .. } => {
                "check that this machine has an identity, or choose another way with --sign-in"
            }
            Self::NobodyCame | Self::Listen(_) => {
                "try `rollbook login --device-code`, which needs no browser here"
            }
            Self::Kept { .. } => "run `rollbook logout`, then `rollbook login`",
            Self::NotKept { .. } | Self::NoFolder => {
                "check that your home folder is there and may be written to"
            }
        }
    }
}

fn beyond_patience(seconds: Option<&f64>) -> String {
    let told = |seconds| {
        format!(" and asks to wait {seconds:.0} s more, which is beyond the time set for waiting")
    };
    seconds.map(told).unwrap_or_default()
}

/// Takes a text as a token; `given` says where it comes from.
///
/// # Errors
/// When it holds no token.
pub fn token(text: &str, given: &str) -> Result<Token, AuthError> {
    Token::new(text).map_err(|source| AuthError::BadToken {
        given: given.to_owned(),
        source,
    })
}

/// Returns the way out of what the authority refuses, by its codes.
fn refusal_hint(said: &str) -> &'static str {
    let hints = [
        (
            "AADSTS7000215",
            "the client secret is wrong: take the secret's value, not its id, from the app registration",
        ),
        (
            "AADSTS7000222",
            "the client secret has expired: make a new one in the app registration",
        ),
        (
            "AADSTS700027",
            "upload the certificate, without its key, under Certificates & secrets in the app registration, and check that it has not expired",
        ),
        (
            "AADSTS70021",
            "add a federated credential to the app registration whose issuer, subject and audience are those of the workload's token",
        ),
        (
            "AADSTS700016",
            "the tenant knows no such application: check AZURE_CLIENT_ID and AZURE_TENANT_ID",
        ),
        (
            "AADSTS90002",
            "there is no such tenant: check AZURE_TENANT_ID",
        ),
        (
            "AADSTS900023",
            "there is no such tenant: check AZURE_TENANT_ID",
        ),
        (
            "AADSTS65001",
            "an administrator must consent to the permissions in the app registration",
        ),
        (
            "AADSTS7000218",
            "allow public client flows under Authentication in the app registration",
        ),
        (
            "AADSTS50011",
            "add the redirect URI http://localhost under Authentication, Mobile and desktop applications",
        ),
        (
            "AADSTS500113",
            "add the redirect URI http://localhost under Authentication, Mobile and desktop applications",
        ),
        (
            "AADSTS50020",
            "personal and guest accounts are not supported: sign in with an account of the tenant",
        ),
        (
            "AADSTS50034",
            "the tenant knows no such account: sign in with an account of the tenant, and check AZURE_TENANT_ID",
        ),
        (
            "AADSTS50057",
            "the account is disabled: an administrator can enable it in the Microsoft Entra admin centre",
        ),
        (
            "AADSTS50076",
            "a second factor is asked for: run `rollbook login`, which shows it; nightly runs sign in as an application",
        ),
        (
            "AADSTS50079",
            "a second factor must be set up first: sign in to any Microsoft 365 page with a browser, then run `rollbook login`",
        ),
        (
            "AADSTS53003",
            "a Conditional Access policy blocks this sign-in: the sign-in log in the Microsoft Entra admin centre names it; except the application, or sign in from a place that it allows",
        ),
        (
            "AADSTS530003",
            "a Conditional Access policy asks for a registered device: run `rollbook login` with the browser of such a device, or sign in as an application",
        ),
        (
            "invalid_grant",
            "the sign-in has ended: run `rollbook login` again",
        ),
        (
            "expired_token",
            "the code was not entered in time: run the command again",
        ),
        (
            "access_denied",
            "somebody declined: sign in again and accept, or ask an administrator to consent",
        ),
    ];
    let known = hints.iter().find(|(code, _)| said.contains(code));
    known.map_or(
        "look the code up at https://login.microsoftonline.com/error",
        |(_, hint)| hint,
    )
}

/// An error answer of the authority in words.
pub(in crate::graph) trait Told {
    fn told(&self) -> String;
}

impl Told for BasicErrorResponse {
    fn told(&self) -> String {
        words(self.error().as_ref(), self.error_description())
    }
}

impl Told for oauth2::DeviceCodeErrorResponse {
    fn told(&self) -> String {
        words(self.error().as_ref(), self.error_description())
    }
}

/// The longest words of the authority that are shown.
const LONGEST_WORDS: usize = 300;

/// Returns the code, and the first line of the words behind it: the others are ids and times.
fn words(code: &str, description: Option<&String>) -> String {
    let first = description
        .and_then(|text| text.lines().next())
        .unwrap_or_default();
    let first = cut(first, LONGEST_WORDS);
    if first.is_empty() {
        code.to_owned()
    } else {
        format!("{code}: {first}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_of_an_account_says_what_mends_it() {
        for (code, told) in [
            ("AADSTS50034", "no such account"),
            ("AADSTS50057", "disabled"),
            ("AADSTS50076", "rollbook login"),
            ("AADSTS53003", "Conditional Access policy blocks"),
            ("AADSTS530003", "registered device"),
        ] {
            let said = format!("invalid_grant: {code}: words");
            let hint = AuthError::Refused { said }.hint();
            assert!(hint.contains(told), "{code}: {hint}");
        }
    }
}
