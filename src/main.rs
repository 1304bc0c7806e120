//! The program `rollbook`: what was typed becomes a plan, the plan is run, and its exit code ends it.

mod cli;
mod commands;
mod plan;
mod terminal;
mod timings;

use std::panic;
use std::process::ExitCode;

use commands::Exit;
use rollbook::storage::folder;

fn main() -> ExitCode {
    terminal::end_cleanly_when_interrupted();
    terminal::keep_panics_quiet();
    match panic::catch_unwind(|| commands::run(&cli::plan())) {
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
    }
}
