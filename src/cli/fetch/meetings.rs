//! Which meetings, and whose.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use rollbook::graph::reports::endpoints::{DayRange, Owner};

use super::values::parse_join_id;

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
    #[arg(long, value_name = "FILE|-|group:ID|all", value_parser = OrganizersFrom::parse)]
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
    /// Whose meetings those are that are named without organizer.
    pub fn owner(&self) -> Owner {
        self.user.clone().map_or(Owner::Me, Owner::User)
    }

    /// The days of the calendars.
    pub fn days(&self, now: Timestamp) -> DayRange {
        let last = self
            .to
            .unwrap_or_else(|| TimeZone::UTC.to_datetime(now).date());
        let back = jiff::Span::new().days(i64::from(self.days));
        let first = self.from.unwrap_or_else(|| last.saturating_sub(back));
        DayRange { first, last }
    }
}

/// Where organizers are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizersFrom {
    /// In a file.
    File(PathBuf),
    /// On standard input.
    Stdin,
    /// In a group, by its object id.
    Group(String),
    /// All users of the tenant are meant.
    All,
}

impl OrganizersFrom {
    fn parse(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("group:")) {
            ("", _) | (_, Some("")) => {
                Err("name a file, - for standard input, group:ID or all".to_owned())
            }
            ("-", _) => Ok(Self::Stdin),
            ("all", _) => Ok(Self::All),
            (_, Some(id)) => Ok(Self::Group(id.to_owned())),
            (path, None) => Ok(Self::File(path.into())),
        }
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
