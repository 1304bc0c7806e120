//! What a link to join a meeting tells of it, before anybody is asked.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::graph::reports::channel;

/// What kind of meeting a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum Kind {
    /// A meeting in Teams.
    Meeting,
    /// A meeting in a channel of Teams.
    Channel,
    /// A meeting of another provider.
    Foreign,
}

/// Returns the kind of meeting that a link leads to.
///
/// Links of Teams have `teams` in their host or a path of its own in every cloud, and
/// name the thread of the meeting: those of channels end otherwise than those of meetings.
pub(in crate::graph) fn kind(link: &str) -> Kind {
    let Ok(url) = Url::parse(link) else {
        return Kind::Foreign;
    };
    let host = url.host_str().unwrap_or_default();
    let teams = host.split('.').any(|label| label == "teams");
    if !teams && !url.path().starts_with("/l/meetup-join/") {
        return Kind::Foreign;
    }
    // Links are seen encoded once and twice.
    let once = percent_decode_str(url.path()).decode_utf8_lossy();
    let path = percent_decode_str(&once).decode_utf8_lossy();
    if channel::ENDS.iter().any(|end| path.contains(end)) {
        Kind::Channel
    } else {
        Kind::Meeting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_tells_teams_from_other_providers_and_channels_from_meetings() {
        let teams = "https://teams.microsoft.com/l/meetup-join";
        for (link, expected) in [
            (
                format!("{teams}/19%3ameeting_a%40thread.v2/0?context=x"),
                Kind::Meeting,
            ),
            (
                format!("{teams}/19%3aab%40thread.tacv2/16?context=x"),
                Kind::Channel,
            ),
            (
                format!("{teams}/19%253aab%2540thread.skype/16"),
                Kind::Channel,
            ),
            (
                "https://gov.teams.microsoft.us/l/meetup-join/19:x@thread.v2/0".into(),
                Kind::Meeting,
            ),
            (
                "https://teams.microsoft.com/meet/123?p=x".into(),
                Kind::Meeting,
            ),
            ("https://zoom.us/j/123".into(), Kind::Foreign),
            ("https://contoso.webex.com/meet/anna".into(), Kind::Foreign),
            (
                "https://evil.example/?https://teams.microsoft.com/".into(),
                Kind::Foreign,
            ),
            ("no link".into(), Kind::Foreign),
        ] {
            assert_eq!(kind(&link), expected, "{link}");
        }
    }
}
