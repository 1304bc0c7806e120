//! The help in two sizes: `-h` has the options that matter most, `--help` all of them.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory};

use super::config::init;
use super::{Cli, environment};

/// The options that matter most where reports are converted.
const CONVERT: &[&str] = &[
    "output",
    "format",
    "force",
    "timezone",
    "language",
    "scheduled_start",
    "grace",
    "roster",
    "meetings",
    "passed",
];

/// The options in the short help of each command that has more than fit; by the last
/// word of the command.
const SHORT: [(&str, &[&str]); 12] = [
    ("convert", CONVERT),
    ("fold", CONVERT),
    ("init", CONVERT),
    (
        "facts",
        &[
            "output",
            "format",
            "force",
            "lines",
            "input_timezone",
            "exit_zero",
        ],
    ),
    (
        "show",
        &[
            "all",
            "width",
            "timezone",
            "language",
            "scheduled_start",
            "grace",
        ],
    ),
    (
        "check",
        &[
            "format",
            "strict",
            "deny",
            "warn",
            "allow",
            "input_timezone",
        ],
    ),
    (
        "reports",
        &[
            "archive",
            "output",
            "organizer",
            "organizers_from",
            "meeting",
            "join_link",
            "user",
            "days",
            "quiet",
            "dry_run",
        ],
    ),
    ("registrations", &["webinar", "townhall", "output", "force"]),
    ("attendee-report", &["meeting", "user", "output"]),
    ("recording", &["meeting", "user", "output"]),
    ("alternative-recording", &["meeting", "user", "output"]),
    ("doctor", &["user", "meeting", "report"]),
];

/// Returns the command line that understands these words.
pub fn command_for(words: &[OsString]) -> Command {
    // Variables cost half of a start, and other commands know none.
    let first = words.get(1);
    let is_online =
        first.is_some_and(|word| environment::COMMANDS.iter().any(|name| word == *name));
    let plain = match is_online {
        true => environment::command(),
        false => Cli::command(),
    };
    let plain = match first.is_some_and(|word| word == "init") {
        true => init::with_options(plain),
        false => plain,
    };
    match may_print_help(words) {
        true => in_two_sizes(plain, "rollbook"),
        false => plain,
    }
}

/// Returns whether a help may be asked for: only then its two sizes are worked out.
fn may_print_help(words: &[OsString]) -> bool {
    // A command alone prints its help where it needs more words.
    let asks = |word: &OsString| {
        let word = word.to_string_lossy();
        word == "--help" || (word.starts_with('-') && !word.starts_with("--") && word.contains('h'))
    };
    words.len() < 4 || words.iter().any(asks)
}

/// Returns whether an option of the command that was called has its usual value.
pub fn is_default(matches: &ArgMatches, option: &str) -> bool {
    let called = matches.subcommand();
    called.is_some_and(|(_, typed)| typed.value_source(option) == Some(ValueSource::DefaultValue))
}

/// Returns the program's command line with its help in two sizes.
pub fn command() -> Command {
    in_two_sizes(init::with_options(environment::command()), "rollbook")
}

/// Returns a command, and the commands in it, with examples in the long help alone.
fn in_two_sizes(mut command: Command, words: &str) -> Command {
    let name = command.get_name().to_owned();
    if let Some((_, short)) = SHORT.iter().find(|(listed, _)| *listed == name) {
        command = command.mut_args(|arg| match matters(&arg, short) {
            true => arg,
            false => arg.hide_short_help(true),
        });
        let more = format!("All options, examples and exit codes: {words} --help");
        if let Some(examples) = command.get_after_help().cloned() {
            command = command.after_long_help(examples);
        }
        command = command.after_help(more);
    }
    let names: Vec<_> = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect();
    for name in names {
        let words = format!("{words} {name}");
        command = command.mut_subcommand(name, |inner| in_two_sizes(inner, &words));
    }
    command
}

/// Returns whether an option stands in the short help of a command.
pub fn is_short(command: &str, arg: &Arg) -> bool {
    let listed = SHORT.iter().find(|(listed, _)| *listed == command);
    listed.is_some_and(|(_, short)| matters(arg, short))
}

/// Returns whether an argument stands in the short help.
fn matters(arg: &Arg, short: &[&str]) -> bool {
    let id = arg.get_id().as_str();
    arg.is_positional() || short.contains(&id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `look` with each command and the words that lead to it.
    fn each(command: &mut Command, words: &str, look: &mut impl FnMut(&mut Command, &str)) {
        look(command, words);
        for inner in command.get_subcommands_mut() {
            let words = format!("{words} {}", inner.get_name());
            each(inner, &words, look);
        }
    }

    #[test]
    fn the_short_help_of_every_command_fits_on_forty_lines_of_a_hundred_columns() {
        let mut whole = command();
        whole.build();
        let mut seen = 0;
        each(&mut whole, "rollbook", &mut |command, words| {
            let help = command.render_help().to_string();
            assert!(
                help.lines().count() <= 40,
                "{words}: {}\n{help}",
                help.lines().count()
            );
            seen += 1;
        });
        assert!(seen > 15, "{seen}");
    }

    #[test]
    fn every_option_of_a_short_help_is_one_of_its_command() {
        let mut whole = command();
        whole.build();
        let mut found = Vec::new();
        each(&mut whole, "rollbook", &mut |command, _| {
            for (_, short) in SHORT.iter().filter(|(name, _)| *name == command.get_name()) {
                let ids: Vec<_> = command
                    .get_arguments()
                    .map(|arg| arg.get_id().as_str())
                    .collect();
                let unknown: Vec<_> = short.iter().filter(|id| !ids.contains(id)).collect();
                assert_eq!(unknown, Vec::<&&str>::new(), "{}", command.get_name());
                found.push(command.get_name().to_owned());
            }
        });
        for (name, _) in SHORT {
            assert!(found.iter().any(|one| *one == name), "{name}");
        }
    }

    #[test]
    fn the_long_help_has_every_option() {
        let mut whole = command();
        whole.build();
        each(&mut whole, "rollbook", &mut |command, words| {
            let help = command.render_long_help().to_string();
            let named = command.get_arguments().filter(|arg| !arg.is_hide_set());
            for option in named.filter_map(Arg::get_long) {
                assert!(help.contains(&format!("--{option}")), "{words}: --{option}");
            }
        });
    }

    #[test]
    fn convert_shows_ten_options_that_matter() {
        let (_, short) = SHORT.iter().find(|(name, _)| *name == "convert").unwrap();
        assert_eq!(short.len(), 10);
    }
}
