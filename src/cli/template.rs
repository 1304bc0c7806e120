//! What may be typed about blank lists.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use rollbook::storage::folder::Existing;
use rollbook::zone::Zone;

use super::rules::parse_zone;
use super::{Inputs, system};
use crate::plan::{TemplateKind, TemplatePlan};

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

    /// Write times in this zone [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone)]
    pub timezone: Option<Zone>,

    /// Work with this many threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

impl Template {
    pub fn plan(self) -> TemplatePlan {
        TemplatePlan {
            kind: self.kind,
            from: Inputs {
                lines: false,
                inputs: self.from,
                named_below: None,
                jobs: self.jobs,
            }
            .plan(),
            output: self.output.unwrap_or_else(|| self.kind.file().into()),
            existing: match self.force {
                true => Existing::Replace,
                false => Existing::Keep,
            },
            zone: self.timezone.unwrap_or_else(system::zone),
        }
    }
}
