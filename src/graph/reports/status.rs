//! The statuses of reports and meetings, and what each asks of whoever runs the archive.

use serde::Serialize;

use crate::graph::ErrorMeaning;
use crate::graph::http::error::GraphError;

/// What became of a report or a meeting; for a meeting the worst of its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It was in the archive already.
    Unchanged,
    /// It is in the archive now.
    Fetched,
    /// It is in the archive now, and differs from what was there.
    Changed,
    /// It is a meeting of another provider than Teams.
    Foreign,
    /// It ended long ago and left no report: it was never held, or keeps no attendance.
    NotHeld,
    /// The report is past the year for which the service keeps it.
    Expired,
    /// It is a meeting in a channel, and the service does not give it to this user.
    Channel,
    /// The user has no mailbox, and so no calendar.
    NoMailbox,
    /// There is none yet.
    Pending,
    /// The service no longer has it.
    Gone,
    /// The service does not give it to this user.
    Forbidden,
    /// It could not be fetched.
    Failed,
}

/// What must be done, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// All is well.
    Nothing,
    /// It will come by itself, or turn out never to come.
    Time,
    /// Somebody must look at it.
    Repair,
    /// A permission or a policy is missing.
    Permission,
    /// The sign-in is refused.
    SignIn,
}

impl Status {
    /// All, from best to worst.
    pub const ALL: [Self; 12] = [
        Self::Unchanged,
        Self::Fetched,
        Self::Changed,
        Self::Foreign,
        Self::NotHeld,
        Self::Expired,
        Self::Channel,
        Self::NoMailbox,
        Self::Pending,
        Self::Gone,
        Self::Forbidden,
        Self::Failed,
    ];

    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Fetched => "fetched",
            Self::Changed => "changed",
            Self::Foreign => "foreign",
            Self::NotHeld => "not-held",
            Self::Expired => "expired",
            Self::Channel => "channel",
            Self::NoMailbox => "no-mailbox",
            Self::Pending => "pending",
            Self::Gone => "gone",
            Self::Forbidden => "forbidden",
            Self::Failed => "failed",
        }
    }

    /// Returns the status that an error comes to.
    pub fn of(error: &GraphError) -> Self {
        match error.cause.meaning() {
            Some(
                ErrorMeaning::AccessPolicy
                | ErrorMeaning::MailboxPolicy
                | ErrorMeaning::Licence
                | ErrorMeaning::Permission
                | ErrorMeaning::NotOrganizer
                | ErrorMeaning::WrongUser,
            ) => Self::Forbidden,
            Some(ErrorMeaning::NotFound | ErrorMeaning::UnknownReport) => Self::Gone,
            Some(ErrorMeaning::Expired) => Self::Expired,
            Some(ErrorMeaning::NoMailbox) => Self::NoMailbox,
            Some(
                ErrorMeaning::SignInAgain
                | ErrorMeaning::LinkNotEncoded
                | ErrorMeaning::Busy
                | ErrorMeaning::Mistake
                | ErrorMeaning::Other,
            )
            | None => Self::Failed,
        }
    }

    /// Returns what must be done about it, until it has settled.
    pub const fn need(self) -> Need {
        match self {
            Self::Unchanged | Self::Fetched | Self::Changed | Self::Foreign | Self::NotHeld => {
                Need::Nothing
            }
            Self::Expired | Self::Channel | Self::NoMailbox | Self::Pending => Need::Time,
            Self::Gone | Self::Failed => Need::Repair,
            Self::Forbidden => Need::Permission,
        }
    }

    /// Returns whether it stays as it is, whoever waits or looks.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Foreign | Self::NotHeld | Self::Expired | Self::Channel | Self::NoMailbox
        )
    }
}
