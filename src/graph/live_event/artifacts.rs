//! Live-event artifacts: the service answers with a link to a file somewhere else.
//!
//! The link lives for a minute and leads to another host, which gets neither the
//! token nor a word about where the link comes from. What came of a file stays
//! beside its target until it is whole, so that a broken download goes on.

use reqwest::Url;
use tokio::time::{Instant, sleep};

use crate::graph::http::address::{GraphUrl, is_safe};
use crate::graph::http::client::{Graph, address};
use crate::graph::http::query::Query;
use crate::graph::live_event::download::PartFile;
pub use crate::graph::live_event::error::ArtifactError;
pub use crate::graph::live_event::transfer::Step;
use crate::graph::live_event::transfer::{host, pull};
use crate::graph::reports::endpoints::{Lead, follow};

/// How often a fresh link is asked for while nothing comes.
const MOST_LINKS: u32 = 4;

/// A file that the service made of a live event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// Who joined and left, as CSV.
    AttendeeReport,
    /// The recording.
    Recording,
    /// The recording in another language.
    AlternativeRecording,
}

impl Artifact {
    /// Returns the last segment of its path.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::AttendeeReport => "attendeeReport",
            Self::Recording => "recording",
            Self::AlternativeRecording => "alternativeRecording",
        }
    }

    /// Returns the version of the service that has it: recordings are in beta only.
    fn base(self, base: &GraphUrl) -> GraphUrl {
        match self {
            Self::AttendeeReport => base.clone(),
            Self::Recording | Self::AlternativeRecording => base.beta(),
        }
    }
}

/// Which file of which meeting.
#[derive(Clone, Debug)]
pub struct Request {
    /// The way to the meeting.
    pub meeting: Lead,
    /// The file.
    pub artifact: Artifact,
    /// OData parameters of the user's own, for the request for the link.
    pub odata: Vec<(String, String)>,
}

/// A file that came whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it came from.
    pub host: String,
    /// Its length, in bytes.
    pub bytes: u64,
}

/// Asks for the link to a file.
///
/// # Errors
/// When the service gives none, or one that is not safe to follow.
pub async fn link(graph: &Graph, request: &Request) -> Result<Url, ArtifactError> {
    let address = link_address(graph, request).await?;
    safe_link(graph, &address).await
}

/// Fetches a file; what came of it is kept when it fails.
///
/// # Errors
/// When it did not come whole.
pub async fn download(
    graph: &Graph,
    request: &Request,
    part: &mut PartFile,
    mut told: impl FnMut(Step<'_>),
) -> Result<Downloaded, ArtifactError> {
    let address = link_address(graph, request).await?;
    let (mut links, mut stalled) = (0, Instant::now());
    loop {
        links += 1;
        let link = safe_link(graph, &address).await?;
        let before = part.length();
        let failed = match pull(graph.network(), &link, part, &mut told).await {
            Ok(()) => {
                return Ok(Downloaded {
                    host: host(&link),
                    bytes: part.length(),
                });
            }
            Err(failed) => failed,
        };
        if part.length() > before {
            (links, stalled) = (0, Instant::now());
        }
        let again = failed.again.filter(|_| links < MOST_LINKS);
        let Some(wait) = again.map(|again| again.wait(links + 1)) else {
            return Err(*failed.error);
        };
        if Instant::now() + wait > stalled + graph.network().patience().busy {
            return Err(failed.error.given_up(wait));
        }
        sleep(wait).await;
    }
}

async fn link_address(graph: &Graph, request: &Request) -> Result<Url, ArtifactError> {
    let meeting = follow(graph, &request.meeting).await?;
    let base = request.artifact.base(graph.base());
    let segments = meeting.segments(&[request.artifact.segment()]);
    Ok(address(
        &base,
        &segments,
        &Query::none().and(&request.odata),
    )?)
}

async fn safe_link(graph: &Graph, address: &Url) -> Result<Url, ArtifactError> {
    let link = graph.link(address).await?;
    if is_safe(&link) {
        return Ok(link);
    }
    let (scheme, host) = (link.scheme().to_owned(), host(&link));
    Err(ArtifactError::UnsafeLink { scheme, host })
}
