//! The program `rollbook`: what was typed becomes a plan, the plan is run, and its exit code ends it.

mod cli;
mod commands;
mod plan;
mod terminal;
mod timings;

use std::panic;
use std::process::ExitCode;

use cli::Refused;
use commands::{Exit, Failure};
use rollbook::storage::folder;

fn main() -> ExitCode {
    terminal::end_cleanly_when_interrupted();
    terminal::keep_panics_quiet();
    let exit = match panic::catch_unwind(run) {
        // The handler has said why and is about to end the program.
        Ok(Err(_)) if folder::is_abandoned() => terminal::INTERRUPTED.into(),
        Ok(Err(failure)) if failure.is_closed_pipe() => Exit::Success.into(),
        Ok(Err(failure)) => {
            terminal::failure(&failure, failure.hint());
            failure.exit().into()
        }
        Ok(Ok(exit)) => exit.into(),
        Err(_) => {
            terminal::own_mistake();
            Exit::Failure.into()
        }
    };
    terminal::window::wait_where_own();
    exit
}

fn run() -> Result<Exit, Failure> {
    let plan = cli::plan().map_err(|refused| match refused {
        Refused::File(problem) => Failure::File(problem),
        Refused::Usage(said) => Failure::Usage(said.into()),
    })?;
    commands::run(&plan)
}
