//! `rollbook init`: a file that says what to do the next time.

use super::template::write;
use super::{Exit, Failure};
use crate::plan::InitPlan;
use crate::terminal;

/// Runs the command.
pub fn run(plan: &InitPlan) -> Result<Exit, Failure> {
    write(&plan.path, plan.content.as_bytes(), plan.existing)?;
    terminal::config_written(&plan.path);
    Ok(Exit::Success)
}
