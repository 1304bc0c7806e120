//! What is to be fetched, as it was named.

use std::fmt;

use jiff::civil::Date;

use crate::graph::reports::endpoints::{EventKind, Owner};

/// What is to be fetched, as it was named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// An online meeting by id.
    Meeting(Owner, String),
    /// An online meeting by the link to join it.
    JoinLink(Owner, String),
    /// An online meeting by the number in its invitation.
    JoinId(Owner, String),
    /// All sessions of a virtual event.
    Event(EventKind, String),
    /// All online meetings in somebody's calendar that they organize.
    Calendar(Owner, DayRange),
    /// All online meetings of these organizers, or of all, that were held.
    Held(Option<Vec<Owner>>, DayRange),
    /// All webinars or town halls of an organizer, or of all.
    Events(EventKind, Option<Owner>),
}

/// Days, both included, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meeting(_, id) => write!(f, "meeting {id}"),
            Self::JoinLink(_, link) => write!(f, "join link {link}"),
            Self::JoinId(_, digits) => write!(f, "join id {digits}"),
            Self::Event(EventKind::Webinar, id) => write!(f, "webinar {id}"),
            Self::Event(EventKind::TownHall, id) => write!(f, "town hall {id}"),
            Self::Held(_, DayRange { first, last }) => {
                write!(f, "call records from {first} to {last}")
            }
            Self::Events(kind, None) => write!(f, "all {}", kind.segment()),
            Self::Events(kind, Some(owner)) => write!(f, "{} of {owner}", kind.segment()),
            Self::Calendar(owner, DayRange { first, last }) => {
                write!(f, "calendar of {owner} from {first} to {last}")
            }
        }
    }
}

impl Wanted {
    /// Returns what it is remembered by from night to night, when the days of a calendar
    /// differ.
    pub(in crate::graph) fn place(&self) -> String {
        match self {
            Self::Calendar(owner, _) => format!("calendar of {owner}"),
            Self::Held(..) => "call records".to_owned(),
            Self::Event(..) | Self::Events(..) => self.to_string(),
            Self::Meeting(owner, _) | Self::JoinLink(owner, _) | Self::JoinId(owner, _) => {
                format!("{self} of {owner}")
            }
        }
    }

    /// Returns whose it is, where that is a user.
    pub fn owner(&self) -> Option<&Owner> {
        match self {
            Self::Meeting(owner, _)
            | Self::JoinLink(owner, _)
            | Self::JoinId(owner, _)
            | Self::Calendar(owner, _) => Some(owner),
            Self::Events(_, owner) => owner.as_ref(),
            Self::Event(..) | Self::Held(..) => None,
        }
    }

    /// Returns whether meetings are found in it that nobody named.
    pub(in crate::graph) fn is_list(&self) -> bool {
        matches!(self, Self::Calendar(..) | Self::Held(..) | Self::Events(..))
    }
}
