//! From the words of the command line to the plan.

use std::ffi::OsString;

use clap::FromArgMatches as _;

use super::config::{self, Config, Refused};
use super::{Cli, Command, help, implied};
use crate::plan::convert::ConvertPlan;
use crate::plan::{ConfigPlan, Plan};

/// Returns what the program is to do, by what was typed and what `rollbook.toml` says; ends
/// it where that is not understood, or asks for help.
///
/// # Errors
/// When the file cannot be used.
pub fn plan() -> Result<Plan, Refused> {
    plan_of(std::env::args_os().collect())
}

pub(super) fn plan_of(words: Vec<OsString>) -> Result<Plan, Refused> {
    let mut whole = help::command_for(&words);
    let called = implied::called(words, &whole);
    let config = Config::beside(&called.words, &whole)?;
    let words = match &config {
        Some(config) => config.add_to(called.words),
        None => called.words,
    };
    let matches = match whole.try_get_matches_from_mut(words) {
        Ok(matches) => matches,
        Err(error) => return Err(not_understood(error, config.as_ref(), &whole)),
    };
    let typed = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if let Some(typed) = matches.subcommand_matches("init") {
        return Ok(Plan::Init(config::init::plan(typed, &whole)));
    }
    let mut command = typed.command;
    if let (Some(Command::Convert(typed)), true) = (&mut command, called.by_paths) {
        typed.take_own_zone();
        if help::is_default(&matches, "output")
            && let Some(first) = typed.inputs.inputs.first()
        {
            typed.output = implied::folder_beside(first, &typed.output);
        }
    }
    let config = config.map(|config| config.plan());
    Ok(command.map_or(Plan::Begin, |command| command.plan(config)))
}

/// Tells which line of a file is at fault; ends the program where it was something typed.
fn not_understood(error: clap::Error, config: Option<&Config>, whole: &clap::Command) -> Refused {
    match config.and_then(|config| config.at_fault(whole)) {
        Some(problem) => Refused::File(problem),
        None => {
            let _ = error.print();
            if let Some(taken) = config.filter(|_| error.use_stderr()).map(Config::plan) {
                eprintln!("\n{taken}");
            }
            std::process::exit(error.exit_code());
        }
    }
}

impl Command {
    /// Returns what it asks for.
    fn plan(self, config: Option<ConfigPlan>) -> Plan {
        match self {
            Self::Convert(typed) => Plan::Convert(Box::new(ConvertPlan {
                config,
                ..typed.plan()
            })),
            Self::Facts(typed) => Plan::Facts(typed.plan()),
            Self::Fold(typed) => Plan::Convert(Box::new(typed.plan())),
            // What was typed is all that counts, and it is told already.
            Self::Init(_) => Plan::Begin,
            Self::Show(typed) => Plan::Show(typed.plan()),
            Self::Check(typed) => Plan::Check(typed.plan()),
            Self::Verify(typed) => Plan::Verify(typed.plan()),
            Self::Template(typed) => Plan::Template(typed.plan()),
            Self::Fetch(typed) => Plan::Fetch(typed.plan(config)),
            Self::Archive(typed) => typed.plan(),
            Self::Login(typed) => Plan::Login(typed.plan()),
            Self::Logout => Plan::Logout,
            Self::Doctor(typed) => Plan::Doctor(typed.plan()),
            Self::Help(typed) => Plan::Help(typed.plan()),
            Self::Explain(typed) => Plan::Explain(typed.words.join(" ")),
            Self::Completions(typed) => Plan::Completions(typed.script()),
            Self::Man(typed) => Plan::ManPages(typed.plan()),
        }
    }
}
