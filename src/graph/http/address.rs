//! Addresses: the base of the service, paths below it, and what has the same origin.

use std::fmt;
use std::net::IpAddr;

use percent_encoding::utf8_percent_encode;
pub use reqwest::Url;

use crate::graph::http::query::{Query, SEGMENT};

/// Where the public cloud answers.
pub const PUBLIC_CLOUD: &str = "https://graph.microsoft.com/v1.0";

/// Why an address is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadAddress {
    /// It cannot be read as a URL.
    #[error("this is no URL; one looks like {PUBLIC_CLOUD}")]
    NotUrl,
    /// The token would cross the network in the clear.
    #[error(
        "only https keeps the token safe; plain http is for this computer's own addresses, such as http://127.0.0.1:8080/v1.0"
    )]
    Insecure,
    /// It holds a password, a query or a fragment.
    #[error("the address must be a host and a path, without user name, `?` or `#`")]
    Extras,
}

/// The id of Microsoft Graph as an application, in all clouds.
const GRAPH_ID: &str = "00000003-0000-0000-c000-000000000000";

/// The hosts of Microsoft's own clouds.
const CLOUDS: [&str; 4] = [
    "graph.microsoft.com",
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "microsoftgraph.chinacloudapi.cn",
];

/// The base of the service, with its version, such as `https://graph.microsoft.com/v1.0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphUrl(Url);

impl GraphUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is no URL, not safe for a token, or holds more than host and path.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = Url::parse(text.trim_end_matches('/')).map_err(|_| BadAddress::NotUrl)?;
        if !url.has_host() {
            return Err(BadAddress::NotUrl);
        }
        if !is_safe(&url) {
            return Err(BadAddress::Insecure);
        }
        let extras = !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some();
        if extras {
            return Err(BadAddress::Extras);
        }
        Ok(Self(url))
    }

    /// Returns whether a token for this audience is for this service. A mirror takes those of
    /// any cloud; one of Microsoft's takes its own.
    pub(in crate::graph) fn is_audience(&self, audience: &str) -> bool {
        let host = Url::parse(audience).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or(audience);
        let known = |host: &str| CLOUDS.contains(&host);
        audience == GRAPH_ID || host == self.host() || (known(host) && !known(self.host()))
    }

    /// Returns the same service in version `beta`, where the path ends with `v1.0`.
    pub fn beta(&self) -> Self {
        let mut url = self.0.clone();
        if let Some(front) = url.path().strip_suffix("v1.0").map(str::to_owned) {
            url.set_path(&format!("{front}beta"));
        }
        Self(url)
    }

    /// Returns the address of something below the base; each segment is one segment, whatever
    /// is in it.
    ///
    /// # Errors
    /// When a segment is empty, `.` or `..`, which no id is.
    pub fn below(&self, segments: &[&str], query: &Query) -> Result<Url, BadSegment> {
        let mut path = self.0.path().trim_end_matches('/').to_owned();
        for segment in segments {
            if matches!(*segment, "" | "." | "..") {
                return Err(BadSegment);
            }
            path.push('/');
            path.extend(utf8_percent_encode(segment, SEGMENT));
        }
        let mut url = self.0.clone();
        url.set_path(&path);
        url.set_query(query.encoded().as_deref());
        Ok(url)
    }

    /// Returns whether a URL has this scheme, host and port.
    pub fn is_origin_of(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }

    /// It as a URL.
    pub(in crate::graph) fn url(&self) -> &Url {
        &self.0
    }

    /// Returns the host, as people know it.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for GraphUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// An id that cannot stand in a path.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an id in the address is empty or only dots")]
pub struct BadSegment;

/// Returns the URL as messages and the index show it: without what only the service
/// understands, such as continuation tokens.
pub fn shown(url: &Url) -> String {
    let kept: Vec<_> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            [
                "$select",
                "$expand",
                "$filter",
                "$top",
                "startDateTime",
                "endDateTime",
            ]
            .contains(&name)
        })
        .collect();
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
    url.into()
}

/// Returns whether what is sent there is safe from others on the network.
pub(in crate::graph) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

pub(in crate::graph) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::http::query::quoted;

    fn base() -> GraphUrl {
        GraphUrl::parse(PUBLIC_CLOUD).unwrap()
    }

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for safe in [
            "https://graph.microsoft.us/v1.0",
            "http://127.0.0.1:80/v1.0",
            "http://[::1]/beta",
            "http://localhost:3/",
        ] {
            assert!(GraphUrl::parse(safe).is_ok(), "{safe}");
        }
        for unsafe_ in [
            "http://graph.microsoft.com/v1.0",
            "http://127.0.0.1.evil.example/",
            "http://10.0.0.1/",
            "ftp://127.0.0.1/",
        ] {
            assert_eq!(
                GraphUrl::parse(unsafe_),
                Err(BadAddress::Insecure),
                "{unsafe_}"
            );
        }
        assert_eq!(
            GraphUrl::parse("graph.microsoft.com"),
            Err(BadAddress::NotUrl)
        );
        assert_eq!(
            GraphUrl::parse("https://me:pw@host/v1.0"),
            Err(BadAddress::Extras)
        );
        assert_eq!(
            GraphUrl::parse("https://host/v1.0?a=b"),
            Err(BadAddress::Extras)
        );
    }

    #[test]
    fn an_id_is_one_segment_whatever_is_in_it() {
        let url = base().below(
            &["users", "a/../b", "onlineMeetings", "MSo@:=+/%2F?#"],
            &Query::none(),
        );
        assert_eq!(
            url.unwrap().as_str(),
            "https://graph.microsoft.com/v1.0/users/a%2F..%2Fb/onlineMeetings/MSo%40%3A%3D%2B%2F%252F%3F%23"
        );
        for id in ["", ".", ".."] {
            assert_eq!(
                base().below(&["users", id], &Query::none()),
                Err(BadSegment)
            );
        }
    }

    #[test]
    fn a_join_link_is_encoded_once_inside_a_filter() {
        let filter = format!(
            "JoinWebUrl eq {}",
            quoted("https://teams.example/l/19%3ameeting?p='1'&q=2")
        );
        let url = base()
            .below(
                &["me", "onlineMeetings"],
                &Query::none().with("$filter", &filter),
            )
            .unwrap();
        assert_eq!(
            url.query(),
            Some(
                "$filter=JoinWebUrl%20eq%20%27https://teams.example/l/19%253ameeting%3Fp%3D%27%271%27%27%26q%3D2%27"
            )
        );
    }

    #[test]
    fn the_legacy_version_is_beside_the_current_one() {
        assert_eq!(
            base().beta().to_string(),
            "https://graph.microsoft.com/beta"
        );
        let mirror = GraphUrl::parse("http://127.0.0.1:9/graph/").unwrap();
        assert_eq!(mirror.beta(), mirror);
    }

    #[test]
    fn a_parameter_of_the_users_own_replaces_ours() {
        let own = [("$expand".to_owned(), "attendanceRecords($top=5)".to_owned())];
        let query = Query::none().with("$expand", "attendanceRecords").and(&own);
        assert_eq!(
            query.encoded().as_deref(),
            Some("$expand=attendanceRecords($top%3D5)")
        );
    }

    #[test]
    fn continuation_tokens_are_not_shown() {
        let url = Url::parse("https://u:p@h/v1.0/a?$skiptoken=secret&$top=5&sig=secret#x").unwrap();
        assert_eq!(shown(&url), "https://h/v1.0/a?$top=5");
    }

    #[test]
    fn a_token_is_for_its_own_cloud_and_a_mirror_takes_any() {
        let takes = |base: &str, audience| GraphUrl::parse(base).unwrap().is_audience(audience);
        let (public, gov) = ("https://graph.microsoft.com", "https://graph.microsoft.us/");
        assert!(takes(PUBLIC_CLOUD, public) && takes(PUBLIC_CLOUD, GRAPH_ID));
        assert!(!takes(PUBLIC_CLOUD, gov) && takes("https://graph.microsoft.us/v1.0", gov));
        assert!(!takes(PUBLIC_CLOUD, "https://management.azure.com/"));
        assert!(takes("https://mirror.example/v1.0", public));
        assert!(!takes("https://mirror.example/v1.0", "api://else"));
    }
}
