//! Call records: the meetings that were held, also those in no calendar.

use std::collections::{HashMap, HashSet};

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
struct CallRecord {
    join_web_url: Option<String>,
    end_date_time: Option<String>,
    organizer: Option<Identities>,
    /// The newer way to name the organizer.
    #[serde(rename = "organizer_v2")]
    participant: Option<Identified>,
}

#[derive(Deserialize)]
struct Identities {
    user: Option<Identified>,
}

#[derive(Deserialize)]
struct Identified {
    id: Option<String>,
}

/// Returns the address of the call records of these days.
pub(in crate::graph) fn address(base: &GraphUrl, days: DayRange) -> Result<Url, GraphError> {
    let end = days.last.tomorrow().unwrap_or(days.last);
    let filter = format!(
        "startDateTime ge {}T00:00:00Z and startDateTime lt {end}T00:00:00Z",
        days.first
    );
    let query = Query::none().with("$filter", &filter);
    client::address(base, &["communications", "callRecords"], &query)
}

/// Returns the meetings of these organizers, or of all, that began in these days, each once.
///
/// The service keeps call records for 30 days.
pub(in crate::graph) async fn held(
    graph: &Graph,
    days: DayRange,
    organizers: Option<&[Owner]>,
) -> Result<Vec<Found>, GraphError> {
    let url = address(graph.base(), days)?;
    let records = list::<CallRecord>(graph, url, Content::Large).await?;
    let wanted: Option<HashSet<_>> = organizers.map(|owners| owners.iter().collect());
    let mut at = HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    for (record, _) in records {
        let ended = moment(record.end_date_time.as_deref());
        let Some((owner, link)) = record.meeting() else {
            continue;
        };
        if wanted
            .as_ref()
            .is_some_and(|wanted| !wanted.contains(&owner))
        {
            continue;
        }
        let first = *at
            .entry((owner.clone(), link.clone()))
            .or_insert(found.len());
        match found.get_mut(first) {
            Some(known) => known.add(ended),
            None => found.push(Found {
                lead: Lead::JoinLink(owner, link),
                ended,
                last: ended,
            }),
        }
    }
    Ok(found)
}

impl CallRecord {
    /// Returns whose meeting it was, and the link to it; calls between two people have none.
    fn meeting(self) -> Option<(Owner, String)> {
        let link = self.join_web_url.filter(|link| !link.is_empty())?;
        let user = self.organizer.and_then(|organizer| organizer.user);
        let id = user.or(self.participant).and_then(|user| user.id)?;
        Some((Owner::User(id), link))
    }
}
