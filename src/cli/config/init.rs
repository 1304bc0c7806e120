//! `rollbook init`: what was typed, written down with a remark for each line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf, absolute};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command};

use rollbook::storage::folder::Existing;

use super::words::{is_path, value_names};
use super::{NAME, TOP, command_at, entries, folder_of};
use crate::cli::{Convert, help};
use crate::plan::InitPlan;

/// What `rollbook init --help` ends with.
pub const EXAMPLES: &str = "\
Examples:
  rollbook init reports --roster roster.csv --timezone Europe/Berlin
  rollbook                                        the same again, from then on
  rollbook --month 2026-11                        and one month of it

Exit codes: 0 written; 2 it could not be, or the command was wrong.";

const BEGINNING: &str = "\
# What `rollbook` does in this folder, as it would be typed. Paths begin at this file.
# A line that begins with # says nothing: take the sign away to use it.
";

/// `rollbook init`, which takes the options of `convert`: [`with_options`] adds them.
#[derive(Debug, Args)]
pub struct Init {}

/// Adds the options of `init`, which cost a tenth of a start, to a command line that is
/// asked about it.
pub fn with_options(whole: Command) -> Command {
    whole.mut_subcommand("init", |init| {
        let about = init.get_about().cloned();
        let long = init.get_long_about().cloned();
        let init = Convert::augment_args(init);
        let init = init.mut_arg("inputs", |inputs| inputs.required(false));
        init.about(about.unwrap_or_default())
            .long_about(long.unwrap_or_default())
    })
}

/// Returns the file for what was typed.
pub fn plan(typed: &ArgMatches, whole: &Command) -> InitPlan {
    let path = typed.get_one::<PathBuf>("config");
    let path = path.map_or(Path::new(NAME), PathBuf::as_path);
    InitPlan {
        content: content(typed, command_at(whole, TOP), folder_of(path)),
        path: path.to_owned(),
        existing: match typed.get_flag("force") {
            true => Existing::Replace,
            false => Existing::Keep,
        },
    }
}

/// Returns the text of a file in this folder.
fn content(typed: &ArgMatches, command: &Command, folder: &Path) -> String {
    let mut text = BEGINNING.to_owned();
    let is_typed = |arg: &Arg| {
        let source = typed.value_source(arg.get_id().as_str());
        source == Some(ValueSource::CommandLine)
    };
    // A run that is to be repeated replaces what the one before wrote.
    let is_repeated = |arg: &Arg| entries::name(arg) == "force";
    let (said, others): (Vec<_>, Vec<_>) = entries::arguments(command)
        .partition(|arg| is_typed(arg) || arg.is_positional() || is_repeated(arg));
    for arg in said {
        let values = typed.get_raw(arg.get_id().as_str()).into_iter().flatten();
        let values: Vec<_> = values
            .map(|value| from(folder, &value.to_string_lossy(), arg))
            .collect();
        let value = match (arg.get_action(), values.as_slice()) {
            (ArgAction::SetTrue, _) => "true".to_owned(),
            (_, []) => list(&["."]),
            (ArgAction::Append, values) => list(values),
            (_, values) if arg.is_positional() => list(values),
            (_, [value, ..]) => scalar(value),
        };
        let _ = write!(
            text,
            "\n# {}\n{} = {value}\n",
            remark(arg),
            entries::name(arg)
        );
    }
    text += "\n# Others that matter; `rollbook convert --help` has all.\n";
    for arg in others
        .into_iter()
        .filter(|arg| help::is_short("convert", arg))
    {
        let value = match arg.get_action() {
            ArgAction::SetTrue => "true".to_owned(),
            ArgAction::Append => list(&value_names(arg).collect::<Vec<_>>()),
            _ => toml_text(&value_names(arg).collect::<Vec<_>>().join(" ")),
        };
        let _ = write!(
            text,
            "\n# {}\n# {} = {value}\n",
            remark(arg),
            entries::name(arg)
        );
    }
    text
}

/// Returns what an option's help begins with, without examples and defaults.
fn remark(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let ends = [" [default", " (", "; "]
        .iter()
        .filter_map(|end| help.find(end));
    let help = &help[..ends.min().unwrap_or(help.len())];
    help.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a value as it goes on from the folder of the file.
fn from(folder: &Path, text: &str, arg: &Arg) -> String {
    let path = Path::new(text);
    let is_file = value_names(arg).any(|name| name.contains("FILE")) && path.is_file();
    if folder.as_os_str().is_empty() || text == "-" || !(is_path(arg) || is_file) {
        return text.to_owned();
    }
    let whole = absolute(path).unwrap_or_else(|_| path.to_owned());
    let below = absolute(folder).ok();
    let below = below.and_then(|folder| whole.strip_prefix(folder).ok().map(Path::to_owned));
    below.unwrap_or(whole).to_string_lossy().into_owned()
}

fn list(values: &[impl AsRef<str>]) -> String {
    let values: Vec<_> = values.iter().map(|value| scalar(value.as_ref())).collect();
    format!("[{}]", values.join(", "))
}

/// Returns a number as it is, and anything else as text.
fn scalar(text: &str) -> String {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => text.to_owned(),
        _ => toml_text(text),
    }
}

fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}
