//! Where to sign in, and for what: each cloud has its own place.

use std::fmt;

use reqwest::Url;

use crate::graph::http::address::{BadAddress, GraphUrl, is_safe};

/// The clouds whose sign-in is elsewhere than the public one, by the host of Graph.
const NATIONAL_CLOUDS: [(&str, &str); 3] = [
    ("graph.microsoft.us", "https://login.microsoftonline.us"),
    ("dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    (
        "microsoftgraph.chinacloudapi.cn",
        "https://login.chinacloudapi.cn",
    ),
];

/// Where the public cloud signs in.
const PUBLIC: &str = "https://login.microsoftonline.com";

/// Where people and programs sign in, such as `https://login.microsoftonline.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority(Url);

impl Authority {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is no URL, or not safe for a secret.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = Url::parse(text.trim_end_matches('/')).map_err(|_| BadAddress::NotUrl)?;
        if is_safe(&url) {
            Ok(Self(url))
        } else {
            Err(BadAddress::Insecure)
        }
    }

    /// Returns the one that makes tokens for a service.
    pub fn of(service: &GraphUrl) -> Self {
        let national = NATIONAL_CLOUDS
            .iter()
            .find(|(host, _)| *host == service.host());
        let address = national.map_or(PUBLIC, |(_, address)| address);
        // Both are constants that a test reads.
        Url::parse(address)
            .map(Self)
            .unwrap_or_else(|_| Self(service.url().clone()))
    }

    pub(in crate::graph) fn host(&self) -> String {
        self.0.host_str().unwrap_or_default().to_owned()
    }

    pub(in crate::graph) fn endpoint(&self, tenant: &str, name: &str) -> Url {
        let mut url = self.0.clone();
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{path}/{tenant}/oauth2/v2.0/{name}"));
        url
    }
}

impl Authority {
    /// It as a URL.
    pub(in crate::graph) fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Returns what a program may do at a service without a user, as permissions are named in
/// requests.
pub fn application_scope(service: &GraphUrl) -> String {
    let host = service.host();
    let national = NATIONAL_CLOUDS.iter().any(|(known, _)| *known == host);
    let host = if national {
        host
    } else {
        "graph.microsoft.com"
    };
    format!("https://{host}/.default")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_signs_in_at_its_own_place() {
        for (service, authority, scope) in [
            (
                "https://graph.microsoft.com/v1.0",
                PUBLIC,
                "https://graph.microsoft.com/.default",
            ),
            (
                "https://graph.microsoft.us/v1.0",
                "https://login.microsoftonline.us",
                "https://graph.microsoft.us/.default",
            ),
            (
                "https://mirror.example/v1.0",
                PUBLIC,
                "https://graph.microsoft.com/.default",
            ),
        ] {
            let service = GraphUrl::parse(service).unwrap();
            assert_eq!(Authority::of(&service).to_string(), authority);
            assert_eq!(application_scope(&service), scope);
        }
    }

    #[test]
    fn a_secret_is_sent_over_https_or_to_this_computer_only() {
        assert_eq!(
            Authority::parse("http://login.example"),
            Err(BadAddress::Insecure)
        );
        let authority = Authority::parse("https://login.example/a/").unwrap();
        assert_eq!(
            authority.endpoint("t", "token").as_str(),
            "https://login.example/a/t/oauth2/v2.0/token"
        );
    }
}
