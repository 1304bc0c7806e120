//! `rollbook man`: a page for `man` per command.

use std::fs;

use super::{Exit, Failure};
use crate::cli::guide::ManPages;
use crate::cli::help;

/// Runs the command.
pub fn run(options: &ManPages) -> Result<Exit, Failure> {
    let folder = &options.folder;
    let written =
        fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(help::command(), folder));
    written.map_err(|source| Failure::ManPages {
        path: folder.clone(),
        source,
    })?;
    Ok(Exit::Success)
}
