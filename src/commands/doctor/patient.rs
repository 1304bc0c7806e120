//! What a command is going to ask for, and so what it needs.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use rollbook::graph::auth::permissions::Permission;
use rollbook::graph::checks::Needs;
use rollbook::graph::reports::directory::Organizers;
use rollbook::graph::reports::endpoints::{DayRange, EventKind, Lead, Owner, Wanted, each_once};

use crate::cli::account::{Before, Doctor};
use crate::cli::fetch::{ArtifactFile, Fetch, Reports, SourceChoice};
use crate::commands::fetch::wanted;
use crate::commands::online::OnlineFailure;

/// What a command is going to ask for.
pub struct Patient {
    /// What it needs of a token.
    pub needs: Needs,
    /// Whose calendars it reads.
    pub organizers: Vec<Organizers>,
    /// Whether it reads them, and not call records.
    pub calendars: bool,
    /// The days of the calendars.
    pub days: DayRange,
    /// Whose meetings it names.
    pub owners: Vec<Owner>,
    /// The meetings that it names by id.
    pub meetings: Vec<(Owner, String)>,
    /// The webinars and town halls that it names.
    pub events: Vec<(EventKind, String)>,
}

impl Patient {
    /// Returns what the doctor is to look at.
    ///
    /// # Errors
    /// When a file that names it cannot be read.
    pub fn of(options: &Doctor) -> Result<Self, OnlineFailure> {
        match &options.before {
            None => {
                let owner = options.user.clone().map_or(Owner::Me, Owner::User);
                let meeting = options
                    .meeting
                    .clone()
                    .map(|id| Wanted::Meeting(owner.clone(), id));
                let mut patient = Self::new(meeting.into_iter().collect(), Vec::new());
                patient.owners = vec![owner.clone()];
                patient.needs.me = owner == Owner::Me;
                patient.needs.permissions = vec![Permission::Attendance, Permission::Meetings];
                Ok(patient)
            }
            Some(Before::Fetch(Fetch::Reports(options))) => Self::of_reports(options),
            Some(Before::Fetch(Fetch::Registrations(options))) => {
                let (kind, id) = options.event();
                let mut patient = Self::new(vec![Wanted::Event(kind, id.to_owned())], Vec::new());
                patient.needs.permissions = vec![Permission::Events];
                Ok(patient)
            }
            Some(Before::Fetch(
                Fetch::AttendeeReport(options)
                | Fetch::Recording(options)
                | Fetch::AlternativeRecording(options),
            )) => Ok(Self::of_file(options)),
        }
    }

    fn of_reports(options: &Reports) -> Result<Self, OnlineFailure> {
        let meetings = wanted::meetings(&options.meetings)?;
        let organizers = wanted::organizers(&options.meetings)?;
        let mut patient = Self::new(meetings, organizers);
        patient.days = options.meetings.days(Timestamp::now());
        if options.meetings.source == SourceChoice::CallRecords {
            let permissions = &mut patient.needs.permissions;
            permissions.retain(|&permission| permission != Permission::Calendars);
            permissions.push(Permission::CallRecords);
            patient.calendars = false;
        }
        Ok(patient)
    }

    fn of_file(options: &ArtifactFile) -> Self {
        let owner = options.user.clone().map_or(Owner::Me, Owner::User);
        let named = match options.lead() {
            Lead::Meeting(meeting) => Wanted::Meeting(owner, meeting.id().to_owned()),
            Lead::JoinLink(owner, link) => Wanted::JoinLink(owner, link),
            Lead::JoinId(owner, digits) => Wanted::JoinId(owner, digits),
        };
        Self::new(vec![named], Vec::new())
    }

    fn new(wanted: Vec<Wanted>, organizers: Vec<Organizers>) -> Self {
        let mut permissions = BTreeSet::from([Permission::Attendance]);
        let (mut meetings, mut events) = (Vec::new(), Vec::new());
        let owners = wanted.iter().filter_map(Wanted::owner).cloned();
        let owners: Vec<_> = each_once(owners).collect();
        for wanted in wanted {
            match wanted {
                Wanted::Meeting(owner, id) => meetings.push((owner, id)),
                Wanted::JoinLink(..) | Wanted::JoinId(..) => {
                    permissions.insert(Permission::Meetings);
                }
                Wanted::Events(..) => {
                    permissions.insert(Permission::Events);
                }
                Wanted::Event(kind, id) => {
                    permissions.insert(Permission::Events);
                    events.push((kind, id));
                }
                Wanted::Calendar(..) | Wanted::Held(..) => {}
            }
        }
        for organizers in &organizers {
            permissions.extend([Permission::Meetings, Permission::Calendars]);
            match organizers {
                Organizers::Me => {}
                Organizers::Named(name) if !name.contains('@') => {}
                Organizers::Named(_) | Organizers::All => {
                    permissions.insert(Permission::Users);
                }
                Organizers::Group(_) => {
                    permissions.insert(Permission::Groups);
                }
            }
        }
        let me = owners.contains(&Owner::Me) || organizers.contains(&Organizers::Me);
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        Self {
            needs: Needs {
                permissions: permissions.into_iter().collect(),
                me,
            },
            organizers,
            calendars: true,
            days: DayRange {
                first: today,
                last: today,
            },
            owners,
            meetings,
            events,
        }
    }

    /// The user, where the name is an object id.
    pub fn as_named(organizers: &Organizers) -> Option<Owner> {
        match organizers {
            Organizers::Me => Some(Owner::Me),
            Organizers::Named(name) if !name.contains('@') => Some(Owner::User(name.clone())),
            Organizers::Named(_) | Organizers::Group(_) | Organizers::All => None,
        }
    }
}
