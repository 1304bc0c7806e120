//! `rollbook archive`: the index and the files of an archive brought together again.

use std::path::Path;

use rollbook::graph::archive::inspection::is_archive;
use rollbook::graph::archive::repair::repair;

use super::online::OnlineFailure;
use super::{Exit, Failure};
use crate::terminal::archive::repaired;

/// Runs the command.
pub fn run(archive: &Path) -> Result<Exit, Failure> {
    // An archive whose index is gone still has its hidden folder.
    if !is_archive(archive) && !archive.join(".rollbook").is_dir() {
        let told = format!("`{}` is no archive of reports", archive.display());
        return Err(Failure::Usage(told.into()));
    }
    let done = repair(archive).map_err(OnlineFailure::from)?;
    repaired(&done);
    Ok(if done.left.is_empty() {
        Exit::Success
    } else {
        Exit::Findings
    })
}
