//! `rollbook fetch`: what is fetched, from where, and into what.

mod meetings;
mod values;

use std::ffi::OsStr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};
use jiff::SignedDuration;

use rollbook::graph::live_event::artifacts::{Artifact, Request};
use rollbook::graph::reports::endpoints::{EventKind, Lead, Owner};
use rollbook::graph::reports::{AskAgain, Shape};
use rollbook::storage::folder::Existing;
use rollbook::zone::Zone;

use meetings::Meetings;
use values::{parse_odata, parse_time};

use super::choices::FormatChoice;
use super::config::ConfigArgs;
use super::connection::Connection;
use super::log::LogArgs;
use super::rules::parse_zone;
use super::{Cli, Command, Convert, RulesArgs};
use crate::plan::ConfigPlan;
use crate::plan::convert::ConvertPlan;
use crate::plan::fetch::{FetchPlan, FilePlan, RegistrationsPlan, ReportsPlan, parse_join_id};

/// The words after `rollbook fetch`.
#[derive(Debug, Subcommand)]
pub enum Fetch {
    /// Fetch attendance reports into an archive, each once
    ///
    /// Lists the reports of each meeting and fetches those that the archive does not
    /// have, with all their records. Run it as often as you like: every night is well.
    #[command(after_help = REPORTS_EXAMPLES)]
    Reports(Box<Reports>),
    /// Fetch who registered for a webinar or town hall, as a CSV file for `convert --registrations`
    ///
    /// Leaves out those who cancelled, wait for a place or an approval, or were refused.
    Registrations(Registrations),
    /// Fetch a live event's attendee report, a CSV file
    #[command(after_help = ARTIFACT_NOTE)]
    AttendeeReport(ArtifactFile),
    /// Fetch a live event's recording (beta)
    #[command(after_help = ARTIFACT_NOTE)]
    Recording(ArtifactFile),
    /// Fetch a live event's recording in its other language (beta)
    #[command(after_help = ARTIFACT_NOTE)]
    AlternativeRecording(ArtifactFile),
}

const ARTIFACT_NOTE: &str = "\
The service answers with a link to another host, which lives for 60 seconds. The
download begins at once and without the token; a broken one is gone on with when
the same command runs again. Microsoft's public cloud stopped serving live-event
files on 2024-09-30.

Exit codes: 0 the file came whole; 2 it did not, or the command was wrong; 3 it is
forbidden; 4 the sign-in failed.";

const REPORTS_EXAMPLES: &str = "\
Examples:
  rollbook fetch reports --meeting MSo1… --archive reports
  rollbook fetch reports --organizer USER_ID --days 30 --archive reports
  rollbook fetch reports --user USER_ID --join-id '123 456 789 012' --archive reports
  rollbook fetch reports --meetings-from meetings.txt --archive reports
  rollbook fetch reports --organizers-from all --days 7 --archive reports
  rollbook fetch reports --meeting MSo1… --archive reports --output summary --format xlsx

Each option has an environment variable: ROLLBOOK_ORGANIZER for --organizer,
ROLLBOOK_MAX_TIME for --max-time. What is typed counts before it.

The file of --meetings-from names one meeting per line: an id, a join link or a join id,
or USER_ID,MEETING for another organizer's. Lines that begin with # are passed over.

Exit codes, of which the highest counts: 0 all is well; 1 some reports are not there
yet; 2 something is missing and will not come by itself, or the command was wrong;
3 something is forbidden; 4 the sign-in failed; 5 another run uses the archive; 6 the
archive cannot be read or written; 7 --max-time was over. With --output, what
converting ends with counts too.";

/// `rollbook fetch reports`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true).args([
    "meeting", "join_link", "join_id", "webinar", "townhall", "organizer", "organizers_from", "events_of", "meetings_from",
]))]
pub struct Reports {
    /// Which meetings
    #[command(flatten)]
    pub meetings: Meetings,

    /// Keep the reports in this folder
    #[arg(long, value_name = "DIR", help_heading = "Archive")]
    pub archive: PathBuf,

    /// Then convert the archive into this folder, replacing what is there
    #[arg(long, short, value_name = "DIR", help_heading = "Archive")]
    pub output: Option<PathBuf>,

    /// Write these formats into the folder of --output, as `rollbook convert` does
    #[arg(
        long,
        short,
        value_name = "FORMAT,…",
        value_delimiter = ',',
        requires = "output",
        help_heading = "Archive"
    )]
    pub format: Vec<FormatChoice>,

    /// Time zone of what people look at in the folder of --output
    #[arg(long, value_name = "ZONE", value_parser = parse_zone, requires = "output", help_heading = "Archive")]
    pub timezone: Option<Zone>,

    /// Ask again for reports that are in the archive, to see whether they changed
    #[arg(long, help_heading = "Archive")]
    pub recheck: bool,

    /// Count as settled what has been without report, refused in a channel, expired or without mailbox for so long
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = parse_time, help_heading = "Archive")]
    pub settled_after: SignedDuration,

    /// Say nothing when all is well
    #[arg(long, short, help_heading = "Archive")]
    pub quiet: bool,

    /// Fetch the newest report alone, in the older shape of the service's beta version
    #[arg(long, help_heading = "Request")]
    pub legacy: bool,

    /// Tell which requests the run would begin with, and ask and write nothing
    #[arg(long, help_heading = "Request")]
    pub dry_run: bool,

    /// End the run after this many seconds; what came is kept [default: no end]
    #[arg(long, value_name = "SECONDS", help_heading = "Request")]
    pub max_time: Option<NonZeroU32>,

    /// Send an OData parameter of your own, such as '$select=id' ($select and $expand go with each report, others with the list)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_odata, help_heading = "Request")]
    pub odata: Vec<(String, String)>,

    /// What is not typed
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Take what is not typed from [profile.NAME] of that file first, then from [fetch]
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "no_config",
        help_heading = "Configuration"
    )]
    pub profile: Option<String>,

    /// How it is logged
    #[command(flatten)]
    pub log: LogArgs,

    /// How to reach the service
    #[command(flatten)]
    pub connection: Connection,
}

impl Fetch {
    pub fn plan(self, config: Option<ConfigPlan>) -> FetchPlan {
        match self {
            Self::Reports(typed) => FetchPlan::Reports(Box::new(ReportsPlan {
                config,
                ..typed.plan()
            })),
            Self::Registrations(typed) => FetchPlan::Registrations(typed.plan()),
            Self::AttendeeReport(typed) => FetchPlan::File(typed.plan(Artifact::AttendeeReport)),
            Self::Recording(typed) => FetchPlan::File(typed.plan(Artifact::Recording)),
            Self::AlternativeRecording(typed) => {
                FetchPlan::File(typed.plan(Artifact::AlternativeRecording))
            }
        }
    }
}

impl Reports {
    /// Returns what is done with the archive afterwards; for other options there is
    /// `rollbook convert`.
    fn conversion(&self) -> Option<ConvertPlan> {
        let output = self.output.clone()?;
        let arguments = [
            OsStr::new("rollbook"),
            OsStr::new("convert"),
            OsStr::new("--"),
        ];
        let arguments = arguments.into_iter().chain([self.archive.as_os_str()]);
        let Some(Command::Convert(defaults)) = Cli::try_parse_from(arguments).ok()?.command else {
            return None;
        };
        let typed = Convert {
            output,
            format: self.format.clone(),
            rules: RulesArgs {
                timezone: self.timezone.clone().or(defaults.rules.timezone),
                ..defaults.rules
            },
            quiet: self.quiet,
            force: true,
            ..defaults
        };
        Some(typed.plan())
    }

    fn plan(self) -> ReportsPlan {
        ReportsPlan {
            conversion: self.conversion(),
            meetings: self.meetings.plan(),
            archive: Some(self.archive),
            again: match self.recheck {
                true => AskAgain::All,
                false => AskAgain::WhereChanged,
            },
            settled_after: self.settled_after,
            config: None,
            quiet: self.quiet,
            shape: match self.legacy {
                true => Shape::Legacy,
                false => Shape::Current,
            },
            dry_run: self.dry_run,
            max_time: self.max_time,
            odata: self.odata,
            log: self.log.plan(),
            connection: self.connection.plan(),
        }
    }
}

/// `rollbook fetch registrations`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["webinar", "townhall"]))]
pub struct Registrations {
    /// Id of the webinar
    #[arg(long, value_name = "ID", help_heading = "Event")]
    pub webinar: Option<String>,

    /// Id of the town hall (beta)
    #[arg(long, value_name = "ID", help_heading = "Event")]
    pub townhall: Option<String>,

    /// Write the list to this path
    #[arg(long, short, value_name = "PATH", help_heading = "Output")]
    pub output: PathBuf,

    /// Replace a file that is there already
    #[arg(long, help_heading = "Output")]
    pub force: bool,

    /// Say nothing when all is well
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// How to reach the service
    #[command(flatten)]
    pub connection: Connection,
}

impl Registrations {
    fn plan(self) -> RegistrationsPlan {
        RegistrationsPlan {
            event: match (self.webinar, self.townhall) {
                (Some(id), _) => (EventKind::Webinar, id),
                (None, id) => (EventKind::TownHall, id.unwrap_or_default()),
            },
            output: self.output,
            existing: existing(self.force),
            quiet: self.quiet,
            connection: self.connection.plan(),
        }
    }
}

/// Returns what is done with a file that is there already.
fn existing(force: bool) -> Existing {
    match force {
        true => Existing::Replace,
        false => Existing::Keep,
    }
}

/// `rollbook fetch attendee-report`, `recording` and `alternative-recording`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["meeting", "join_link", "join_id"]))]
#[command(group = ArgGroup::new("into").required(true).args(["output", "print_link"]))]
pub struct ArtifactFile {
    /// Id of the online meeting
    #[arg(long, value_name = "ID", help_heading = "Meeting")]
    pub meeting: Option<String>,

    /// Link to join the online meeting, in place of its id
    #[arg(long, value_name = "URL", help_heading = "Meeting")]
    pub join_link: Option<String>,

    /// Meeting id in its invitation, in place of its id
    #[arg(long, value_name = "DIGITS", value_parser = parse_join_id, help_heading = "Meeting")]
    pub join_id: Option<String>,

    /// Object id of the organizer [default: whoever signed in]
    #[arg(long, value_name = "USER_ID", help_heading = "Meeting")]
    pub user: Option<String>,

    /// Write the file to this path
    #[arg(long, short, value_name = "PATH", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Replace a file that is there already
    #[arg(long, help_heading = "Output")]
    pub force: bool,

    /// Print the link to the file and fetch nothing; whoever has the link has the file
    #[arg(long, help_heading = "Output")]
    pub print_link: bool,

    /// Say nothing when all is well
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// Send an OData parameter of your own with the request for the link
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_odata, help_heading = "Request")]
    pub odata: Vec<(String, String)>,

    /// How to reach the service
    #[command(flatten)]
    pub connection: Connection,
}

impl ArtifactFile {
    fn plan(self, artifact: Artifact) -> FilePlan {
        let owner = self.user.map_or(Owner::Me, Owner::User);
        let meeting = match (self.join_link, self.join_id) {
            (Some(link), _) => Lead::JoinLink(owner.clone(), link),
            (None, Some(digits)) => Lead::JoinId(owner.clone(), digits),
            (None, None) => Lead::online(&owner, self.meeting.as_deref().unwrap_or_default()),
        };
        FilePlan {
            request: Request {
                meeting,
                artifact,
                odata: self.odata,
            },
            owner,
            output: self.output,
            existing: existing(self.force),
            quiet: self.quiet,
            connection: self.connection.plan(),
        }
    }
}
