//! Webinars and town halls: their sessions, and those of an organizer or of all.

use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Url;
use serde::Deserialize;

use crate::graph::http::address::GraphUrl;
use crate::graph::http::answer::Content;
use crate::graph::http::client::{self, Graph};
use crate::graph::http::error::GraphError;
use crate::graph::http::paging::list;
use crate::graph::http::query::{Query, quoted};
use crate::graph::reports::calendar::DateTimeTimeZone;
use crate::graph::reports::endpoints::{EventKind, Found, Lead, Meeting, Owner};

/// How many events' sessions are asked for at a time.
const AHEAD: usize = 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    id: String,
    end_date_time: Option<DateTimeTimeZone>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    status: Option<String>,
}

impl Event {
    /// Returns whether it can have been held.
    fn takes_place(&self) -> bool {
        let never = ["draft", "canceled"];
        !never
            .iter()
            .any(|status| self.status.as_deref() == Some(status))
    }
}

/// Returns where the events of an organizer are listed, or those of all.
pub(in crate::graph) fn address(
    base: &GraphUrl,
    kind: EventKind,
    owner: Option<&Owner>,
) -> Result<Url, GraphError> {
    let role = quoted("organizer");
    let of = match owner {
        None => None,
        Some(Owner::Me) => Some(format!("getByUserRole(role={role})")),
        Some(Owner::User(id)) => {
            let id = quoted(id);
            Some(format!("getByUserIdAndRole(userId={id},role={role})"))
        }
    };
    let segments = ["solutions", "virtualEvents", kind.segment()];
    let segments: Vec<_> = segments.into_iter().chain(of.as_deref()).collect();
    client::address(base, &segments, &Query::none())
}

/// Returns the sessions of all events of a kind that somebody organizes, or anybody.
pub(in crate::graph) async fn events(
    graph: &Graph,
    kind: EventKind,
    owner: Option<&Owner>,
) -> Result<Vec<Found>, GraphError> {
    let url = address(graph.base(), kind, owner)?;
    let events = list::<Event>(graph, url, Content::Large).await?;
    let events = events
        .into_iter()
        .map(|(event, _)| event)
        .filter(Event::takes_place);
    let sessions = async |event: Event| sessions(graph, kind, &event.id).await;
    let found = stream::iter(events).map(sessions).buffered(AHEAD);
    let found: Vec<Vec<Found>> = found.try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// Returns the sessions of one event.
pub(in crate::graph) async fn sessions(
    graph: &Graph,
    kind: EventKind,
    event: &str,
) -> Result<Vec<Found>, GraphError> {
    let segments = [
        "solutions",
        "virtualEvents",
        kind.segment(),
        event,
        "sessions",
    ];
    let url = graph.address(&segments, &Query::none())?;
    let found = list::<Session>(graph, url, Content::Small).await?;
    let lead = |(Session { id, end_date_time }, _)| {
        let event = event.to_owned();
        let ended = end_date_time.and_then(|end| end.moment());
        Found {
            lead: Lead::Meeting(Meeting::Session { kind, event, id }),
            ended,
            last: ended,
        }
    };
    Ok(found.into_iter().map(lead).collect())
}
