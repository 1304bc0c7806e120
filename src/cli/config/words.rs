//! From an entry of the file to words of the command line.

use std::any::TypeId;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::entries::{Value, name};

/// What an entry would be on the command line.
pub enum Words {
    /// Options.
    Options(Vec<OsString>),
    /// What is read.
    Inputs(Vec<OsString>),
}

impl Words {
    /// Returns the words of an entry, whose paths go on from this folder.
    ///
    /// # Errors
    /// When the option takes no such value, said in words.
    pub fn of(arg: &Arg, value: &Value, folder: &Path) -> Result<Self, String> {
        let name = name(arg);
        let several = matches!(arg.get_action(), ArgAction::Append);
        let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
        let values: Vec<_> = match (value, is_switch) {
            (Value::Switch(true), true) => return Ok(Self::Options(vec![option(name, None)])),
            (Value::Switch(false), true) => return Ok(Self::Options(Vec::new())),
            (_, true) => return Err(format!("`{name}` is true or false")),
            (Value::Switch(_), false) => {
                return Err(format!("`{name}` has a value: a text or number"));
            }
            (Value::Several(_), false) if !several && !arg.is_positional() => {
                return Err(format!("`{name}` has one value, and this is a list"));
            }
            (Value::Several(all), false) => all.iter().collect(),
            (Value::One(one), false) => vec![one],
        };
        let values = values.into_iter().map(|text| from(folder, text, arg));
        if arg.is_positional() {
            return Ok(Self::Inputs(values.collect()));
        }
        Ok(Self::Options(
            values.map(|value| option(name, Some(value))).collect(),
        ))
    }
}

/// Returns an option as one word.
fn option(name: &str, value: Option<OsString>) -> OsString {
    let mut word = OsString::from(format!("--{name}"));
    if let Some(value) = value {
        word.push("=");
        word.push(value);
    }
    word
}

/// Returns the value as it is typed where the program was called: a path goes on from the
/// folder of the file.
fn from(folder: &Path, text: &str, arg: &Arg) -> OsString {
    let path = folder.join(text);
    if arg.is_positional() && text != "-" && !path.exists() {
        // A pattern; signs of patterns in the folder's own name are none.
        let own = glob::Pattern::escape(&folder.to_string_lossy());
        return Path::new(&own).join(text).into();
    }
    let is_path = is_path(arg) && text != "-";
    // A value that may be something else is a file where there is one.
    let may_be_path = value_names(arg).any(|name| name.contains("FILE")) && path.is_file();
    match is_path || may_be_path {
        true => path.into(),
        false => text.into(),
    }
}

/// Returns whether an option is a path and nothing else.
pub fn is_path(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<PathBuf>()
}

/// Returns what an option's values are called.
pub fn value_names(arg: &Arg) -> impl Iterator<Item = &str> {
    arg.get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| name.as_str())
}

/// Returns whether what was typed, or said by a variable, leaves nothing to say for the option:
/// it was typed itself, or one that cannot stand beside it.
pub fn is_settled(arg: &Arg, command: &Command, typed: &ArgMatches) -> bool {
    let is_typed = |arg: &Arg| {
        let source = typed.value_source(arg.get_id().as_str());
        matches!(
            source,
            Some(ValueSource::CommandLine | ValueSource::EnvVariable)
        )
    };
    let excludes = |one: &Arg, other: &Arg| {
        let others = command.get_arg_conflicts_with(one);
        others
            .iter()
            .any(|against| against.get_id() == other.get_id())
    };
    let mut typed = command.get_arguments().filter(|one| is_typed(one));
    typed.any(|one| one.get_id() == arg.get_id() || excludes(one, arg) || excludes(arg, one))
}

/// Returns the sentence in which an error says what is wrong.
pub fn reason(error: &clap::Error) -> String {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default();
    first.trim_start_matches("error: ").to_owned()
}
