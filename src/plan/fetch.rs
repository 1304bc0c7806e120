//! What `fetch` does.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use rollbook::graph::live_event::artifacts::Request;
use rollbook::graph::reports::directory::Organizers;
use rollbook::graph::reports::endpoints::{DayRange, EventKind, Owner, Wanted};
use rollbook::graph::reports::{AskAgain, Shape, Source};
use rollbook::storage::folder::Existing;

use super::ConfigPlan;
use super::convert::{ConvertPlan, Destination};
use super::online::Connection;

/// What is fetched.
#[derive(Clone, Debug)]
pub enum FetchPlan {
    /// Reports, into an archive.
    Reports(Box<ReportsPlan>),
    /// Who registered for an event.
    Registrations(RegistrationsPlan),
    /// A file that the service made of a live event.
    File(FilePlan),
}

/// What `fetch reports` does.
#[derive(Clone, Debug)]
pub struct ReportsPlan {
    /// Which meetings, and whose.
    pub meetings: MeetingsPlan,
    /// The archive; only a check goes without.
    pub archive: Option<PathBuf>,
    /// What is done with the archive afterwards.
    pub conversion: Option<ConvertPlan>,
    /// Which reports that are there are asked for again.
    pub again: AskAgain,
    /// After how long what does not come counts as settled.
    pub settled_after: SignedDuration,
    /// What was taken from a file.
    pub config: Option<ConfigPlan>,
    /// Whether nothing is said when all is well.
    pub quiet: bool,
    /// Which of the service's two ways of giving reports is used.
    pub shape: Shape,
    /// Whether requests are only told.
    pub dry_run: bool,
    /// After how many seconds the run ends.
    pub max_time: Option<NonZeroU32>,
    /// OData parameters of the user's own.
    pub odata: Vec<(String, String)>,
    /// How it is logged.
    pub log: LogPlan,
    /// How to reach the service.
    pub connection: Connection,
}

impl ReportsPlan {
    /// Returns the archive's folder: this one where none was named.
    pub fn archive(&self) -> &Path {
        self.archive.as_deref().unwrap_or(Path::new("."))
    }

    /// Returns the folder into which the archive is converted.
    pub fn output(&self) -> Option<&Path> {
        match &self.conversion.as_ref()?.output {
            Destination::Folder(folder, _) => Some(folder),
            Destination::Stdout => None,
        }
    }
}

/// Which meetings, and whose.
#[derive(Clone, Debug)]
pub struct MeetingsPlan {
    /// Whose meetings those are that are named without organizer.
    pub owner: Owner,
    /// The meetings that are named.
    pub named: Vec<Wanted>,
    /// Files that name meetings, one per line.
    pub listed_in: Vec<PathBuf>,
    /// The organizers whose meetings are found, and where they are named.
    pub organizers: Vec<OrganizersFrom>,
    /// Where the meetings of organizers are found.
    pub source: Source,
    /// The days on which they are.
    pub days: Days,
}

/// Where organizers are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganizersFrom {
    /// Here.
    Typed(Organizers),
    /// In a file, one per line.
    File(PathBuf),
    /// On standard input.
    Stdin,
}

/// Days up to one of them, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first; `None` for some days before the last.
    pub first: Option<Date>,
    /// The last; `None` for the day of the run.
    pub last: Option<Date>,
    /// How many days the first lies before the last where it is not named.
    pub back: u16,
}

impl Days {
    /// Returns the days for a run at this time.
    pub fn at(&self, now: Timestamp) -> DayRange {
        let today = || TimeZone::UTC.to_datetime(now).date();
        let last = self.last.unwrap_or_else(today);
        let back = jiff::Span::new().days(i64::from(self.back));
        let first = self.first.unwrap_or_else(|| last.saturating_sub(back));
        DayRange { first, last }
    }
}

/// What `fetch registrations` does.
#[derive(Clone, Debug)]
pub struct RegistrationsPlan {
    /// The kind of the event, and its id.
    pub event: (EventKind, String),
    /// The file that is written.
    pub output: PathBuf,
    /// What is done with a file that is there.
    pub existing: Existing,
    /// Whether nothing is said when all is well.
    pub quiet: bool,
    /// How to reach the service.
    pub connection: Connection,
}

/// What fetching one file of a live event does.
#[derive(Clone, Debug)]
pub struct FilePlan {
    /// The file, and the way to it.
    pub request: Request,
    /// Whose meeting it is of.
    pub owner: Owner,
    /// Where it is written; `None` where only the link to it is printed.
    pub output: Option<PathBuf>,
    /// What is done with a file that is there.
    pub existing: Existing,
    /// Whether nothing is said when all is well.
    pub quiet: bool,
    /// How to reach the service.
    pub connection: Connection,
}

/// How a run is logged.
#[derive(Clone, Debug)]
pub struct LogPlan {
    /// How an event is written.
    pub format: LogFormat,
    /// The file that is added to; standard error where there is none.
    pub file: Option<PathBuf>,
}

/// How an event is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines that people read.
    #[default]
    Text,
    /// A JSON object on a line of its own.
    Json,
}

/// Returns the digits of a meeting id as invitations print it, blanks left out.
///
/// # Errors
/// When it is not all digits, said in words.
pub fn parse_join_id(text: &str) -> Result<String, String> {
    let digits: String = text.split_whitespace().collect();
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then_some(digits).ok_or_else(|| {
        "a meeting id in an invitation is all digits, such as 123 456 789 012".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_id_is_taken_as_invitations_print_it() {
        assert_eq!(parse_join_id(" 123 456 789 "), Ok("123456789".into()));
        assert!(parse_join_id("12a").is_err() && parse_join_id(" ").is_err());
    }
}
