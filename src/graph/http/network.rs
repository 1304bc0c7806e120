//! How connections are made: the same trust, proxies and patience for all of them.

use std::ffi::OsString;
use std::time::Duration;

use reqwest::{Certificate, ClientBuilder, Url, redirect};

use crate::graph::http::address::is_loopback;

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
    /// A proxy's address that would be passed over.
    #[error("the variable {name} holds no address of a proxy that can be used")]
    Proxy {
        /// The variable; its value may hold a password.
        name: String,
    },
    /// Nothing else works either.
    #[error("could not set up connections")]
    Client(#[source] reqwest::Error),
}

impl SetupError {
    /// Returns what to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Proxy { .. } => {
                "write it as http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with signs such as @ and # in the password written as %40 and %23; or unset it"
            }
            Self::Certificates(_) | Self::NoCertificates | Self::Client(_) => {
                "check the file named with --ca-bundle"
            }
        }
    }
}

/// Checks the variables that name proxies: a connection without the proxy that somebody
/// asked for may fail late, or leave the company by another way.
///
/// # Errors
/// When one holds something else than the address of a proxy.
pub fn check_proxies(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<(), SetupError> {
    const NAMES: [&str; 3] = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];
    for (name, value) in variables {
        let name = name.to_string_lossy();
        let names_one = NAMES.iter().any(|known| known.eq_ignore_ascii_case(&name));
        if names_one && !value.is_empty() && !value.to_str().is_some_and(is_proxy) {
            let name = name.into_owned();
            return Err(SetupError::Proxy { name });
        }
    }
    Ok(())
}

/// Returns whether a text is the address of a proxy, with or without its scheme.
fn is_proxy(text: &str) -> bool {
    let text = text.trim();
    let whole = match text.contains("://") {
        true => text.to_owned(),
        false => format!("http://{text}"),
    };
    let proxy = Url::parse(&whole).ok();
    proxy.is_some_and(|proxy| matches!(proxy.scheme(), "http" | "https") && proxy.has_host())
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

    /// Returns how long to wait for what.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Returns a client that follows no redirect and tells nobody where it was before.
    pub(in crate::graph) fn client(&self, to: &Url) -> Result<reqwest::Client, SetupError> {
        self.builder(to).build().map_err(SetupError::Client)
    }

    /// Returns the beginnings of such a client.
    pub(in crate::graph) fn builder(&self, to: &Url) -> ClientBuilder {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_would_be_passed_over_is_refused_without_its_password() {
        let check = |name: &str, value: &str| {
            check_proxies([(name.into(), value.into())].into_iter())
                .map_err(|error| error.to_string())
        };
        for good in [
            "",
            "http://proxy:8080",
            "proxy.example:3128",
            "https://u:p%40x@proxy",
            " http://[::1]:1 ",
        ] {
            assert_eq!(check("https_proxy", good), Ok(()), "{good}");
        }
        for bad in [
            "http://",
            "socks5://proxy:1080",
            "http://u:p#x@pr oxy:8080",
            "proxy:port",
            "ftp://x",
        ] {
            let said = check("HTTPS_PROXY", bad).unwrap_err();
            assert!(
                said.contains("HTTPS_PROXY") && !said.contains("p#x"),
                "{said}"
            );
        }
        assert_eq!(check("NO_PROXY", "http://"), Ok(()));
    }
}
