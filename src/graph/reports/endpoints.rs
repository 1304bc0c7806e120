//! Where things are in the service: paths, and the requests to find a meeting.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;

use crate::graph::http::address::GraphUrl;
use crate::graph::http::answer::Content;
use crate::graph::http::client::{self, Graph, unexpected};
use crate::graph::http::error::{Cause, GraphError};
use crate::graph::http::paging::list;
use crate::graph::http::query::{Query, quoted};
use crate::graph::reports::calendar::{self, calendar};
use crate::graph::reports::call_records::{self, held};
use crate::graph::reports::events::{self, events, sessions};
pub use crate::graph::reports::wanted::{DayRange, Wanted};

/// Whose meetings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Whoever signed in.
    Me,
    /// A user, by object id.
    User(String),
}

impl Owner {
    /// Returns the segments of its path.
    pub fn segments(&self) -> Vec<&str> {
        match self {
            Self::Me => vec!["me"],
            Self::User(id) => vec!["users", id],
        }
    }
}

/// Writes the owner as the tables of a run name it: `me`, or the id.
impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::User(id) => f.write_str(id),
        }
    }
}

/// A kind of virtual event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A webinar.
    Webinar,
    /// A town hall.
    TownHall,
}

impl EventKind {
    /// Returns the kind's segment in a path.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Webinar => "webinars",
            Self::TownHall => "townhalls",
        }
    }
}

/// Something that has attendance reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Meeting {
    /// An online meeting.
    Online {
        /// Its organizer.
        owner: Owner,
        /// Its id.
        id: String,
    },
    /// A session of a virtual event.
    Session {
        /// The kind of event.
        kind: EventKind,
        /// The event's id.
        event: String,
        /// The session's id.
        id: String,
    },
}

impl Meeting {
    /// Returns the meeting's own id.
    pub fn id(&self) -> &str {
        match self {
            Self::Online { id, .. } | Self::Session { id, .. } => id,
        }
    }

    /// Returns whose it is, where that is a user.
    pub fn owner(&self) -> Option<&Owner> {
        match self {
            Self::Online { owner, .. } => Some(owner),
            Self::Session { .. } => None,
        }
    }

    /// Returns the path's segments, and those of something below it.
    pub fn segments<'m>(&'m self, below: &[&'m str]) -> Vec<&'m str> {
        let mut segments = match self {
            Self::Online { owner, id } => [owner.segments(), vec!["onlineMeetings", id]].concat(),
            Self::Session { kind, event, id } => {
                vec![
                    "solutions",
                    "virtualEvents",
                    kind.segment(),
                    event,
                    "sessions",
                    id,
                ]
            }
        };
        segments.extend_from_slice(below);
        segments
    }
}

/// A way to one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// The meeting is known.
    Meeting(Meeting),
    /// The link to join it is.
    JoinLink(Owner, String),
    /// The number in its invitation is.
    JoinId(Owner, String),
}

impl Lead {
    /// Returns whose it is and by what it is found, where it must be found.
    pub(in crate::graph) fn way(&self) -> Option<(String, &str)> {
        match self {
            Self::Meeting(_) => None,
            Self::JoinLink(owner, by) | Self::JoinId(owner, by) => Some((owner.to_string(), by)),
        }
    }

    /// Returns the meeting to which it leads, where its id is known after all.
    pub(in crate::graph) fn known(&self, id: &str) -> Meeting {
        match self {
            Self::Meeting(meeting) => meeting.clone(),
            Self::JoinLink(owner, _) | Self::JoinId(owner, _) => Meeting::Online {
                owner: owner.clone(),
                id: id.to_owned(),
            },
        }
    }

    /// Returns whose it is, where that is a user.
    pub(in crate::graph) fn owner(&self) -> Option<&Owner> {
        match self {
            Self::Meeting(meeting) => meeting.owner(),
            Self::JoinLink(owner, _) | Self::JoinId(owner, _) => Some(owner),
        }
    }

    /// Returns the link to join it, where that is known.
    pub(in crate::graph) fn link(&self) -> Option<&str> {
        match self {
            Self::JoinLink(_, link) => Some(link),
            Self::Meeting(_) | Self::JoinId(..) => None,
        }
    }

    /// Returns the way to an online meeting whose id is known.
    pub fn online(owner: &Owner, id: &str) -> Self {
        Self::Meeting(Meeting::Online {
            owner: owner.clone(),
            id: id.to_owned(),
        })
    }
}

/// A way to one meeting, and when that was to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The way.
    pub lead: Lead,
    /// When it was to end, where that is known; of a series the first that was found.
    pub ended: Option<Timestamp>,
    /// When the last of a series that was found is to end.
    pub last: Option<Timestamp>,
}

impl Found {
    /// Adds another time at which it was held, or is to be.
    pub(in crate::graph) fn add(&mut self, ended: Option<Timestamp>) {
        self.ended = self.ended.into_iter().chain(ended).min();
        // Of one whose end is unknown, more may come.
        self.last = self.last.zip(ended).map(|(last, end)| last.max(end));
    }
}

impl From<Lead> for Found {
    fn from(lead: Lead) -> Self {
        Self {
            lead,
            ended: None,
            last: None,
        }
    }
}

/// Finds the meetings behind what was named, as far as one list tells.
///
/// # Errors
/// When the service does not tell.
pub async fn leads(graph: &Graph, wanted: &Wanted) -> Result<Vec<Found>, GraphError> {
    let named = |lead: Lead| Ok(vec![lead.into()]);
    match wanted {
        Wanted::Meeting(owner, id) => named(Lead::online(owner, id)),
        Wanted::JoinLink(owner, link) => named(Lead::JoinLink(owner.clone(), link.clone())),
        Wanted::JoinId(owner, digits) => named(Lead::JoinId(owner.clone(), digits.clone())),
        Wanted::Event(kind, id) => sessions(graph, *kind, id).await,
        Wanted::Calendar(owner, days) => calendar(graph, owner, *days).await,
        Wanted::Held(owners, days) => held(graph, *days, owners.as_deref()).await,
        Wanted::Events(kind, owner) => events(graph, *kind, owner.as_ref()).await,
    }
}

/// Follows a lead to its meeting.
///
/// # Errors
/// When there is none, or the service does not tell.
pub async fn follow(graph: &Graph, lead: &Lead) -> Result<Meeting, GraphError> {
    match lead {
        Lead::Meeting(meeting) => Ok(meeting.clone()),
        Lead::JoinLink(owner, link) => find(graph, owner, &by_link(link)).await,
        Lead::JoinId(owner, digits) => find(graph, owner, &by_digits(digits)).await,
    }
}

#[derive(Deserialize)]
struct WithId {
    id: String,
}

fn by_link(link: &str) -> String {
    format!("JoinWebUrl eq {}", quoted(link))
}

fn by_digits(digits: &str) -> String {
    format!("joinMeetingIdSettings/joinMeetingId eq {}", quoted(digits))
}

/// Returns where a filter finds an online meeting.
fn where_found(base: &GraphUrl, owner: &Owner, filter: &str) -> Result<Url, GraphError> {
    let segments = [owner.segments(), vec!["onlineMeetings"]].concat();
    client::address(base, &segments, &Query::none().with("$filter", filter))
}

/// Returns the address that is asked for first.
///
/// # Errors
/// When an id cannot stand in one.
pub(in crate::graph) fn first_address(base: &GraphUrl, wanted: &Wanted) -> Result<Url, GraphError> {
    match wanted {
        Wanted::Meeting(owner, id) => {
            let segments = [
                owner.segments(),
                vec!["onlineMeetings", id, "attendanceReports"],
            ];
            client::address(base, &segments.concat(), &Query::none())
        }
        Wanted::JoinLink(owner, link) => where_found(base, owner, &by_link(link)),
        Wanted::JoinId(owner, digits) => where_found(base, owner, &by_digits(digits)),
        Wanted::Event(kind, id) => {
            let segments = ["solutions", "virtualEvents", kind.segment(), id, "sessions"];
            client::address(base, &segments, &Query::none())
        }
        Wanted::Calendar(owner, days) => calendar::address(base, owner, *days, calendar::PAGE),
        Wanted::Held(_, days) => call_records::address(base, *days),
        Wanted::Events(kind, owner) => events::address(base, *kind, owner.as_ref()),
    }
}

/// Finds the one online meeting that a filter describes.
async fn find(graph: &Graph, owner: &Owner, filter: &str) -> Result<Meeting, GraphError> {
    let url = where_found(graph.base(), owner, filter)?;
    let found = list::<WithId>(graph, url.clone(), Content::Small).await?;
    let Some((WithId { id }, _)) = found.into_iter().next() else {
        return Err(unexpected(&url, Cause::NoMeeting));
    };
    Ok(Meeting::Online {
        owner: owner.clone(),
        id,
    })
}

/// Returns the things in their order, each where it is first.
pub fn each_once<T: Clone + Eq + Hash>(things: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut seen = HashSet::new();
    things.filter(move |thing| seen.insert(thing.clone()))
}
