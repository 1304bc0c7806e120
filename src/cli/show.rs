//! What may be typed about showing reports in the terminal.

use clap::Args;

use super::{Inputs, LocalTimeArgs, RulesArgs, Severities};
use crate::plan::ShowPlan;

/// What `rollbook show --help` ends with.
pub const EXAMPLES: &str = "\
Examples:
  rollbook show reports/2026-11.json
  rollbook show reports/2026-1*.json --language de --timezone Europe/Berlin
  rollbook show - --all --width 120 < report.json | less

Colours are for terminals only; the variable NO_COLOR turns them off there, too.

Exit codes: 0 nothing wrong; 1 findings of severity error (with --strict: or
warning); 2 something could not be read, or the command was wrong.";

/// `rollbook show`.
#[derive(Debug, Args)]
pub struct Show {
    /// What is read
    #[command(flatten)]
    pub inputs: Inputs,

    /// List every person and every finding, however many
    #[arg(long)]
    pub all: bool,

    /// Make lines of at most this many columns, 40 or more [default: as wide as the terminal, else 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    /// Zone, language and lateness
    #[command(flatten)]
    pub rules: RulesArgs,

    /// How the local times of CSV files are read
    #[command(flatten)]
    pub local_times: LocalTimeArgs,

    /// How findings are judged
    #[command(flatten)]
    pub severities: Severities,
}

impl Show {
    pub fn plan(self) -> ShowPlan {
        ShowPlan {
            reading: (self.severities).reading(&self.local_times, self.rules.timezone.as_ref()),
            judging: self.rules.plan(false),
            inputs: self.inputs.plan(),
            all: self.all,
            width: self.width,
        }
    }
}
