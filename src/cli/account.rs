//! `rollbook login`, `logout` and `doctor`.

use std::path::Path;

use clap::{Args, Subcommand};

use rollbook::graph::reports::endpoints::Owner;

use super::connection::{Connection, Place};
use super::fetch::Fetch;
use crate::plan::fetch::FetchPlan;
use crate::plan::online::{self, DoctorPlan, LoginPlan, ReportAs};

/// What to know of `login`.
pub const LOGIN_NOTE: &str = "\
Signs a person in with the browser, or with a code entered on another device. What
renews the sign-in is kept in a file in your configuration folder that only you may
read, until `rollbook logout`. The application needs the redirect URI
http://localhost and public client flows allowed.

Examples:
  rollbook login --tenant contoso.example --client-id APPLICATION_ID
  rollbook login --device-code --tenant contoso.example --client-id APPLICATION_ID";

/// What to know of `doctor`.
pub const DOCTOR_NOTE: &str = "\
Checks the connection, the clock, the sign-in and its permissions, each organizer's
access policy and calendar (the first few of many), with one request for each, and
that the archive or the file to be written can be.

Examples:
  rollbook doctor --user USER_ID
  rollbook doctor fetch reports --organizer USER_ID --join-link https://…
  rollbook doctor fetch reports --organizers-from group:GROUP_ID --report json

Exit codes: 0 nothing is wrong; 2 something is, and what mends it is said.";

/// `rollbook login`.
#[derive(Debug, Args)]
pub struct Login {
    /// Enter a code on another device in place of using a browser here
    #[arg(long)]
    pub device_code: bool,

    /// Ask for this permission too: Calendars.Read for --organizer, VirtualEvent.Read for webinars and town halls
    #[arg(long, value_name = "PERMISSION")]
    pub scope: Vec<String>,

    /// Where to sign in
    #[command(flatten)]
    pub place: Place,
}

/// `rollbook doctor`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Doctor {
    /// What the doctor is to check for
    #[command(subcommand)]
    pub before: Option<Before>,

    /// Check that this user's meetings may be read, by object id
    #[arg(long, value_name = "USER_ID")]
    pub user: Option<String>,

    /// Check that this meeting's reports may be read
    #[arg(long, value_name = "ID")]
    pub meeting: Option<String>,

    /// How to print
    #[arg(long, value_enum, default_value_t, global = true)]
    pub report: ReportAs,

    /// How to reach the service
    #[command(flatten)]
    pub connection: Connection,
}

/// A command before which the doctor is asked.
#[derive(Debug, Subcommand)]
pub enum Before {
    /// Check all that this command needs, named with the same words
    #[command(
        subcommand,
        mut_subcommand("reports", |reports| reports.mut_arg("archive", |archive| {
            archive.required(false).default_value(NO_ARCHIVE).hide_default_value(true)
        }))
    )]
    Fetch(Fetch),
}

/// Stands for an archive that was not named.
const NO_ARCHIVE: &str = ".";

impl Login {
    pub fn plan(self) -> LoginPlan {
        LoginPlan {
            place: self.place.plan(),
            device_code: self.device_code,
            scopes: self.scope,
        }
    }
}

impl Doctor {
    pub fn plan(self) -> DoctorPlan {
        let Some(Before::Fetch(fetch)) = self.before else {
            let owner = self.user.map_or(Owner::Me, Owner::User);
            return DoctorPlan {
                before: online::Before::Reading(owner, self.meeting),
                report: self.report,
                connection: self.connection.plan(),
            };
        };
        let mut fetch = fetch.plan(None);
        if let FetchPlan::Reports(reports) = &mut fetch {
            reports.archive = (reports.archive.take()).filter(|path| path != Path::new(NO_ARCHIVE));
        }
        let connection = match &fetch {
            FetchPlan::Reports(plan) => &plan.connection,
            FetchPlan::Registrations(plan) => &plan.connection,
            FetchPlan::File(plan) => &plan.connection,
        };
        DoctorPlan {
            report: self.report,
            connection: connection.clone(),
            before: online::Before::Fetch(fetch),
        }
    }
}
