//! A calendar: the online meetings that somebody organizes, by their links.

use std::collections::HashMap;

use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;

use crate::graph::http::address::GraphUrl;
use crate::graph::http::answer::Content;
use crate::graph::http::client::{self, Graph};
use crate::graph::http::error::GraphError;
use crate::graph::http::paging::list;
use crate::graph::http::query::Query;
use crate::graph::reports::endpoints::{DayRange, Found, Lead, Owner};
use crate::graph::reports::report::moment;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CalendarEvent {
    is_cancelled: Option<bool>,
    is_organizer: Option<bool>,
    online_meeting: Option<OnlineMeetingInfo>,
    end: Option<DateTimeTimeZone>,
}

/// A moment as calendars tell it; they are asked for UTC.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::graph) struct DateTimeTimeZone {
    date_time: Option<String>,
    time_zone: Option<String>,
}

impl DateTimeTimeZone {
    /// Returns the moment, where it is told in UTC.
    pub(in crate::graph) fn moment(&self) -> Option<Timestamp> {
        let utc = self.time_zone.as_deref().is_none_or(|zone| zone == "UTC");
        moment(self.date_time.as_deref()).filter(|_| utc)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnlineMeetingInfo {
    join_url: Option<String>,
}

/// How many events are asked for at a time.
pub(in crate::graph) const PAGE: &str = "100";

/// Returns the address of a calendar's days, with this many events a page.
pub(in crate::graph) fn address(
    base: &GraphUrl,
    owner: &Owner,
    days: DayRange,
    top: &str,
) -> Result<Url, GraphError> {
    let end = days.last.tomorrow().unwrap_or(days.last);
    let query = Query::none()
        .with("startDateTime", &format!("{}T00:00:00Z", days.first))
        .with("endDateTime", &format!("{end}T00:00:00Z"))
        .with("$select", "isCancelled,isOrganizer,onlineMeeting,end")
        .with("$top", top);
    let segments = [owner.segments(), vec!["calendarView"]].concat();
    client::address(base, &segments, &query)
}

/// Returns the join links of the online meetings that somebody organizes, each once: all
/// occurrences of a series share one.
pub(in crate::graph) async fn calendar(
    graph: &Graph,
    owner: &Owner,
    days: DayRange,
) -> Result<Vec<Found>, GraphError> {
    let url = address(graph.base(), owner, days, PAGE)?;
    let events = list::<CalendarEvent>(graph, url, Content::Small).await?;
    let mut at = HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    for (event, _) in events {
        let ended = event.end.as_ref().and_then(DateTimeTimeZone::moment);
        let Some(link) = event.own_link() else {
            continue;
        };
        let first = *at.entry(link.clone()).or_insert(found.len());
        match found.get_mut(first) {
            Some(known) => known.add(ended),
            None => found.push(Found {
                lead: Lead::JoinLink(owner.clone(), link),
                ended,
                last: ended,
            }),
        }
    }
    Ok(found)
}

impl CalendarEvent {
    /// Returns the link to join it, where it is the user's own online meeting and takes place.
    fn own_link(self) -> Option<String> {
        let own = self.is_organizer != Some(false) && self.is_cancelled != Some(true);
        let link = self.online_meeting.and_then(|meeting| meeting.join_url);
        link.filter(|_| own)
    }
}
