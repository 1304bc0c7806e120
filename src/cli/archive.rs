//! `rollbook archive`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::plan::Plan;

/// The words after `rollbook archive`.
#[derive(Debug, Subcommand)]
pub enum Archive {
    /// Make the index anew from the files and their digests; no file is changed
    #[command(after_help = REPAIR_NOTE)]
    Repair(Repair),
}

const REPAIR_NOTE: &str = "\
A file that the index does not know is taken up, and an earlier version is named with
its report again. A file that is not as the index says stays as it is; the next fetch
asks for that report again and keeps both versions.

Exit codes: 0 all is well now; 1 something is left, and said; 5 another run uses the
archive; 6 the archive cannot be read or written.";

/// `rollbook archive repair`.
#[derive(Debug, Args)]
pub struct Repair {
    /// The archive that `fetch reports` wrote
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
}

impl Archive {
    pub fn plan(self) -> Plan {
        let Self::Repair(Repair { archive }) = self;
        Plan::RepairArchive(archive)
    }
}
