//! The program `rollbook`: reads what was typed, runs the command, ends with its exit code.

mod cli;
mod commands;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Convert(options) => commands::convert::run(&options),
        Command::Check(options) => commands::check::run(&options),
        Command::Fetch(what) => commands::fetch::run(&what),
        Command::Login(options) => commands::login::run(&options),
        Command::Logout => commands::login::forget(),
        Command::Doctor(options) => commands::doctor::run(&options),
    };
    outcome
        .unwrap_or_else(|failure| terminal::failure(&failure))
        .into()
}
