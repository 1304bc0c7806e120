//! What may be typed about blank lists.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Inputs;
use rollbook::zone::Zone;

/// What `rollbook template --help` ends with.
pub const EXAMPLES: &str = "\
Examples:
  rollbook template roster --from reports          everybody in the reports, to be corrected
  rollbook template meetings --from reports --timezone Europe/Berlin
  rollbook template registrations --output registrations.csv
  rollbook template rules

Exit codes: 0 written; 2 it could not be, or the command was wrong.";

/// `rollbook template`.
#[derive(Debug, Args)]
pub struct Template {
    /// Which list
    #[arg(value_enum, value_name = "LIST")]
    pub kind: TemplateKind,

    /// Fill it with the people or meetings of these reports
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub from: Vec<PathBuf>,

    /// Write to this file, whose end (.xlsx or .csv) tells the form [default: LIST.xlsx; rules.toml]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,

    /// Write times in this zone
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    pub timezone: Zone,

    /// Work with this many threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// A list that `rollbook convert` reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TemplateKind {
    /// Who is expected
    Roster,
    /// What is planned
    Meetings,
    /// Which identities are one person
    Aliases,
    /// Who registered
    Registrations,
    /// Who counts as present (TOML)
    Rules,
}

impl TemplateKind {
    /// Returns the name of its file when the user tells none.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Roster => "roster.xlsx",
            Self::Meetings => "meetings.xlsx",
            Self::Aliases => "aliases.xlsx",
            Self::Registrations => "registrations.xlsx",
            Self::Rules => "rules.toml",
        }
    }
}

impl Template {
    /// Returns the reports to fill it from, as other commands have their inputs.
    pub fn inputs(&self) -> Inputs {
        Inputs {
            inputs: self.from.clone(),
            jobs: self.jobs,
        }
    }
}

fn zone(name: &str) -> Result<Zone, String> {
    Zone::named(name).ok_or_else(|| "no zone of this name, such as Europe/Berlin".into())
}
