//! What a command is going to ask for, and so what it needs.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use rollbook::graph::auth::permissions::Permission;
use rollbook::graph::checks::Needs;
use rollbook::graph::reports::Source;
use rollbook::graph::reports::directory::Organizers;
use rollbook::graph::reports::endpoints::{DayRange, EventKind, Lead, Owner, Wanted, each_once};

use crate::commands::fetch::wanted;
use crate::commands::online::OnlineFailure;
use crate::plan::fetch::{FetchPlan, FilePlan, ReportsPlan};
use crate::plan::online::{Before, DoctorPlan};

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
    pub fn of(plan: &DoctorPlan) -> Result<Self, OnlineFailure> {
        match &plan.before {
            Before::Reading(owner, meeting) => {
                let meeting = meeting.clone();
                let meeting = meeting.map(|id| Wanted::Meeting(owner.clone(), id));
                let mut patient = Self::new(meeting.into_iter().collect(), Vec::new());
                patient.owners = vec![owner.clone()];
                patient.needs.me = *owner == Owner::Me;
                patient.needs.permissions = vec![Permission::Attendance, Permission::Meetings];
                Ok(patient)
            }
            Before::Fetch(FetchPlan::Reports(plan)) => Self::of_reports(plan),
            Before::Fetch(FetchPlan::Registrations(plan)) => {
                let (kind, id) = plan.event.clone();
                let mut patient = Self::new(vec![Wanted::Event(kind, id)], Vec::new());
                patient.needs.permissions = vec![Permission::Events];
                Ok(patient)
            }
            Before::Fetch(FetchPlan::File(plan)) => Ok(Self::of_file(plan)),
        }
    }

    fn of_reports(plan: &ReportsPlan) -> Result<Self, OnlineFailure> {
        let meetings = wanted::meetings(&plan.meetings)?;
        let organizers = wanted::organizers(&plan.meetings)?;
        let mut patient = Self::new(meetings, organizers);
        patient.days = plan.meetings.days.at(Timestamp::now());
        if plan.meetings.source == Source::CallRecords {
            let permissions = &mut patient.needs.permissions;
            permissions.retain(|&permission| permission != Permission::Calendars);
            permissions.push(Permission::CallRecords);
            patient.calendars = false;
        }
        Ok(patient)
    }

    fn of_file(plan: &FilePlan) -> Self {
        let named = match plan.request.meeting.clone() {
            Lead::Meeting(meeting) => Wanted::Meeting(plan.owner.clone(), meeting.id().to_owned()),
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

    /// Returns the user, where the name is an object id.
    pub fn as_named(organizers: &Organizers) -> Option<Owner> {
        match organizers {
            Organizers::Me => Some(Owner::Me),
            Organizers::Named(name) if !name.contains('@') => Some(Owner::User(name.clone())),
            Organizers::Named(_) | Organizers::Group(_) | Organizers::All => None,
        }
    }
}
