//! Which meetings, and whose.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use jiff::civil::Date;

use rollbook::graph::reports::Source;
use rollbook::graph::reports::directory::Organizers;
use rollbook::graph::reports::endpoints::{EventKind, Owner, Wanted};

use crate::plan::fetch::{Days, MeetingsPlan, OrganizersFrom, parse_join_id};

/// Which meetings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Meetings")]
#[group(skip)]
#[command(group = ArgGroup::new("calendars").multiple(true).args(["organizer", "organizers_from"]))]
pub struct Meetings {
    /// Fetch from this online meeting; may be repeated, as all of these
    #[arg(long, value_name = "ID")]
    pub meeting: Vec<String>,

    /// Fetch from the online meeting with this link to join it
    #[arg(long, value_name = "URL")]
    pub join_link: Vec<String>,

    /// Fetch from the online meeting with this meeting id in its invitation
    #[arg(long, value_name = "DIGITS", value_parser = parse_join_id)]
    pub join_id: Vec<String>,

    /// Fetch from all sessions of this webinar
    #[arg(long, value_name = "ID")]
    pub webinar: Vec<String>,

    /// Fetch from all sessions of this town hall
    #[arg(long, value_name = "ID")]
    pub townhall: Vec<String>,

    /// Fetch from all online meetings in this user's calendar that they organize; `me` is whoever signed in
    #[arg(long, value_name = "USER")]
    pub organizer: Vec<String>,

    /// The same for the users that a file names, one per line, by principal name, e-mail address or object id; - is standard input, group:ID the members of a group, all everybody
    #[arg(long, value_name = "FILE|-|group:ID|all", value_parser = parse_organizers_from)]
    pub organizers_from: Vec<OrganizersFrom>,

    /// Find the meetings of the organizers in their calendars, or in the call records of the last 30 days: those that were held, also without an event
    #[arg(long, value_enum, default_value_t, requires = "calendars")]
    pub source: SourceChoice,

    /// Fetch from all webinars and town halls of this organizer, by object id; `me` is whoever signed in, all everybody
    #[arg(long, value_name = "USER_ID|me|all", value_parser = EventsOf::parse)]
    pub events_of: Vec<EventsOf>,

    /// Fetch from the meetings that this file names, one per line
    #[arg(long, value_name = "FILE")]
    pub meetings_from: Vec<PathBuf>,

    /// Object id of the organizer of --meeting, --join-link, --join-id and of the file's lines [default: whoever signed in]
    #[arg(long, value_name = "USER_ID")]
    pub user: Option<String>,

    /// First day of the calendars, in UTC [default: --days before the last]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "calendars")]
    pub from: Option<Date>,

    /// Last day of the calendars, in UTC [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "calendars")]
    pub to: Option<Date>,

    /// Look this many days back in the calendars
    #[arg(
        long,
        value_name = "N",
        default_value = "30",
        requires = "calendars",
        conflicts_with = "from"
    )]
    pub days: u16,
}

impl Meetings {
    pub fn plan(self) -> MeetingsPlan {
        let typed = |user: &String| match user.as_str() {
            "me" => OrganizersFrom::Typed(Organizers::Me),
            user => OrganizersFrom::Typed(Organizers::Named(user.to_owned())),
        };
        let typed = self.organizer.iter().map(typed);
        MeetingsPlan {
            owner: self.owner(),
            named: self.named(),
            organizers: typed.chain(self.organizers_from.iter().cloned()).collect(),
            listed_in: self.meetings_from,
            source: match self.source {
                SourceChoice::Calendars => Source::Calendars,
                SourceChoice::CallRecords => Source::CallRecords,
            },
            days: Days {
                first: self.from,
                last: self.to,
                back: self.days,
            },
        }
    }

    /// Returns whose meetings those are that are named without organizer.
    fn owner(&self) -> Owner {
        self.user.clone().map_or(Owner::Me, Owner::User)
    }

    /// Returns the meetings that are named.
    fn named(&self) -> Vec<Wanted> {
        let owner = || self.owner();
        let meetings = self.meeting.iter().cloned();
        let links = self.join_link.iter().cloned();
        let ids = self.join_id.iter().cloned();
        let webinars = self.webinar.iter().cloned();
        let town_halls = self.townhall.iter().cloned();
        let events = self.events_of.iter().flat_map(|EventsOf(owner)| {
            let kinds = [EventKind::Webinar, EventKind::TownHall];
            kinds.map(|kind| Wanted::Events(kind, owner.clone()))
        });
        meetings
            .map(|id| Wanted::Meeting(owner(), id))
            .chain(links.map(|link| Wanted::JoinLink(owner(), link)))
            .chain(ids.map(|id| Wanted::JoinId(owner(), id)))
            .chain(webinars.map(|id| Wanted::Event(EventKind::Webinar, id)))
            .chain(town_halls.map(|id| Wanted::Event(EventKind::TownHall, id)))
            .chain(events)
            .collect()
    }
}

fn parse_organizers_from(text: &str) -> Result<OrganizersFrom, String> {
    match (text, text.strip_prefix("group:")) {
        ("", _) | (_, Some("")) => {
            Err("name a file, - for standard input, group:ID or all".to_owned())
        }
        ("-", _) => Ok(OrganizersFrom::Stdin),
        ("all", _) => Ok(OrganizersFrom::Typed(Organizers::All)),
        (_, Some(id)) => Ok(OrganizersFrom::Typed(Organizers::Group(id.to_owned()))),
        (path, None) => Ok(OrganizersFrom::File(path.into())),
    }
}

/// Whose webinars and town halls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsOf(pub Option<Owner>);

impl EventsOf {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "" => Err("name an organizer, me or all".to_owned()),
            "all" => Ok(Self(None)),
            "me" => Ok(Self(Some(Owner::Me))),
            id => Ok(Self(Some(Owner::User(id.to_owned())))),
        }
    }
}

/// Where the meetings of organizers are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SourceChoice {
    /// In their calendars
    #[default]
    Calendars,
    /// In the tenant's call records
    CallRecords,
}
