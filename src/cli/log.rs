//! Where a run that nobody watches tells what it does.

use std::path::PathBuf;

use clap::Args;

use crate::plan::fetch::{LogFormat, LogPlan};

/// How a run is logged.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Log")]
pub struct LogArgs {
    /// Write what people read, or one JSON object per line for each event
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub log_format: LogFormat,

    /// Add the log to this file, and leave standard error empty; the file may be renamed between runs
    #[arg(long, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
}

impl LogArgs {
    pub fn plan(self) -> LogPlan {
        LogPlan {
            format: self.log_format,
            file: self.log_file,
        }
    }
}
