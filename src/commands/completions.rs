//! `rollbook completions`: completions for a shell.

use super::help::print;
use super::{Exit, Failure};
use crate::cli::guide::Completions;
use crate::cli::help;

/// Runs the command.
pub fn run(options: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut help::command(), "rollbook", &mut script);
    print(&String::from_utf8_lossy(&script))
}
