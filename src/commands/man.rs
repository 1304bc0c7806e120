//! `rollbook man`: a page for `man` per command.

use std::fs;

use super::{Exit, Failure};
use crate::plan::ManPlan;

/// Runs the command.
pub fn run(plan: &ManPlan) -> Result<Exit, Failure> {
    let folder = &plan.folder;
    let written = fs::create_dir_all(folder).and_then(|()| {
        let mut pages = plan.pages.iter();
        pages.try_for_each(|(name, page)| fs::write(folder.join(name), page))
    });
    written.map_err(|source| Failure::ManPages {
        path: folder.clone(),
        source,
    })?;
    Ok(Exit::Success)
}
