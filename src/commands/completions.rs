//! `rollbook completions`: completions for a shell, which are made already.

use super::help::print;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(script: &str) -> Result<Exit, Failure> {
    print(script)
}
