//! Who said that they would come to an event: the other half of who came.

use serde::Deserialize;

use crate::graph::http::answer::Content;
use crate::graph::http::client::{Graph, address};
use crate::graph::http::error::GraphError;
use crate::graph::http::paging::list;
use crate::graph::http::query::Query;
use crate::graph::reports::endpoints::EventKind;

/// The states of a registration in which nobody is expected.
const NOT_EXPECTED: [&str; 4] = [
    "canceled",
    "waitlisted",
    "pendingApproval",
    "rejectedByOrganizer",
];

/// One registration, as the service tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Its id, which the service puts into the attendance record.
    pub id: String,
    /// The first name given.
    pub first_name: Option<String>,
    /// The last name given.
    pub last_name: Option<String>,
    /// The e-mail address given.
    pub email: Option<String>,
    /// Its state, such as `registered`.
    pub status: Option<String>,
    /// When it was made.
    pub registration_date_time: Option<String>,
}

impl Registration {
    /// Returns both names, as people say them.
    pub fn name(&self) -> String {
        let names = [&self.first_name, &self.last_name];
        let names = names.into_iter().flatten().map(|name| name.trim());
        let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
        names.join(" ")
    }

    /// Returns whether somebody is expected: it was not cancelled, and waits for nothing.
    pub fn is_expected(&self) -> bool {
        let status = self.status.as_deref().unwrap_or_default();
        !NOT_EXPECTED
            .iter()
            .any(|other| other.eq_ignore_ascii_case(status))
    }
}

/// Gets all registrations of an event; those of town halls are in the service's beta only.
///
/// # Errors
/// When the service does not tell all of them.
pub async fn registrations(
    graph: &Graph,
    kind: EventKind,
    event: &str,
) -> Result<Vec<Registration>, GraphError> {
    let base = match kind {
        EventKind::Webinar => graph.base().clone(),
        EventKind::TownHall => graph.base().beta(),
    };
    let segments = [
        "solutions",
        "virtualEvents",
        kind.segment(),
        event,
        "registrations",
    ];
    let url = address(&base, &segments, &Query::none())?;
    let found = list(graph, url, Content::Large).await?;
    Ok(found
        .into_iter()
        .map(|(registration, _)| registration)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cancelled_or_waits_is_not_expected() {
        let expected = |status: Option<&str>| {
            let status = status.map(str::to_owned);
            let registration = Registration {
                status,
                ..Registration::default()
            };
            registration.is_expected()
        };
        assert!([None, Some("registered"), Some("unknownFutureValue")].map(expected) == [true; 3]);
        assert!([Some("canceled"), Some("Waitlisted")].map(expected) == [false; 2]);
    }

    #[test]
    fn a_name_is_what_there_is_of_it() {
        let name = |first: Option<&str>, last: Option<&str>| {
            let registration = Registration {
                first_name: first.map(str::to_owned),
                last_name: last.map(str::to_owned),
                ..Registration::default()
            };
            registration.name()
        };
        assert_eq!(name(Some(" Anna"), Some("Berg")), "Anna Berg");
        assert_eq!(name(None, Some("Berg")), "Berg");
        assert_eq!(name(None, None), "");
    }
}
