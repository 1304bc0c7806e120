//! Options by environment variables: one for each option of a command that goes online, so
//! that a service's unit or a container needs no command line.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Cli;

/// The commands whose options may be set so.
pub(super) const COMMANDS: [&str; 3] = ["fetch", "login", "doctor"];

/// Returns the command line with a variable for each option: `ROLLBOOK_PARALLEL` for
/// `--parallel`.
pub(super) fn command() -> Command {
    let online = |command: Command| match COMMANDS.contains(&command.get_name()) {
        true => with_variables(command),
        false => command,
    };
    Cli::command().mut_subcommands(online)
}

fn with_variables(command: Command) -> Command {
    command
        .mut_args(with_variable)
        .mut_subcommands(with_variables)
}

/// Returns an option that has a variable of its own, which Azure's tools know too, keeps that
/// one.
fn with_variable(option: Arg) -> Arg {
    let asks = matches!(
        option.get_action(),
        ArgAction::Set | ArgAction::Append | ArgAction::SetTrue
    );
    match option.get_long().map(variable) {
        Some(name) if asks && option.get_env().is_none() => option.env(name).hide_env(true),
        _ => option,
    }
}

/// Returns the variable of an option.
fn variable(option: &str) -> OsString {
    let name = option.to_uppercase().replace('-', "_");
    format!("ROLLBOOK_{name}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_of_fetching_has_a_variable_and_no_other_command_has_one() {
        let command = command();
        command.clone().debug_assert();
        let fetch = command.find_subcommand("fetch").unwrap();
        let reports = fetch.find_subcommand("reports").unwrap();
        for option in reports.get_opts() {
            assert!(option.get_env().is_some(), "{:?}", option.get_long());
        }
        let convert = command.find_subcommand("convert").unwrap();
        assert!(convert.get_opts().all(|option| option.get_env().is_none()));
    }
}
