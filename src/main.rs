//! The program `rollbook`: reads what was typed, runs the command, ends with its exit code.

mod cli;
mod commands;
mod terminal;
mod timings;

use std::panic;
use std::process::ExitCode;

use cli::Command;
use commands::{Exit, Failure};
use rollbook::storage::folder;

fn main() -> ExitCode {
    terminal::end_cleanly_when_interrupted();
    terminal::keep_panics_quiet();
    match panic::catch_unwind(run) {
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

fn run() -> Result<Exit, Failure> {
    let Some(command) = cli::help::parse().command else {
        return commands::help::begin();
    };
    match command {
        Command::Convert(options) => commands::convert::run(&options),
        Command::Show(options) => commands::show::run(&options),
        Command::Check(options) => commands::check::run(&options),
        Command::Verify(options) => commands::verify::run(&options),
        Command::Template(options) => commands::template::run(&options),
        Command::Fetch(what) => commands::fetch::run(&what),
        Command::Archive(what) => commands::archive::run(&what),
        Command::Login(options) => commands::login::run(&options),
        Command::Logout => commands::login::forget(),
        Command::Doctor(options) => commands::doctor::run(&options),
        Command::Help(options) => commands::help::run(&options),
        Command::Explain(options) => commands::explain::run(&options),
        Command::Completions(options) => commands::completions::run(&options),
        Command::Man(options) => commands::man::run(&options),
    }
}
