//! `rollbook login`, `logout` and `doctor`.

use clap::Args;

use rollbook::graph::endpoints::Owner;

use super::connection::{Connection, Place};

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
pub struct Doctor {
    /// Check that this user's meetings may be read, by object id
    #[arg(long, value_name = "USER_ID")]
    pub user: Option<String>,

    /// Check that this meeting's reports may be read
    #[arg(long, value_name = "ID")]
    pub meeting: Option<String>,

    /// How to reach the service
    #[command(flatten)]
    pub connection: Connection,
}

impl Doctor {
    /// Whose meetings.
    pub fn owner(&self) -> Owner {
        self.user.clone().map_or(Owner::Me, Owner::User)
    }
}
