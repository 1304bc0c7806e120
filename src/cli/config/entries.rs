//! What stands in the file, line by line, and what may stand there.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, Command};
use toml::de::{DeTable, DeValue};

use rollbook::series::input::faults::{FileProblem, problem};

use super::{IN_TABLES, TOP, command_at};

/// The table of what is fetched, and the one whose tables are what may be fetched in its place.
const FETCH: &str = "fetch";
const PROFILES: &str = "profile";

/// Options that say which file is read, and so cannot stand in one.
const NOT_IN_A_FILE: [&str; 4] = ["config", "no-config", "profile", "help"];

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The option's long name, or that of what is read.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Where it stands, from 1.
    pub row: usize,
}

impl Entry {
    /// Returns a fault of it.
    pub fn problem(&self, file: &str, said: String) -> FileProblem {
        FileProblem {
            row: Some(self.row),
            ..problem(file, said)
        }
    }
}

/// A value, with text, numbers and dates as they would be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One.
    One(String),
    /// Yes or no.
    Switch(bool),
    /// Several.
    Several(Vec<String>),
}

/// All that a file says.
#[derive(Debug, Default)]
pub struct Entries {
    /// What `convert` takes.
    pub top: Vec<Entry>,
    fetch: Vec<Entry>,
    profiles: BTreeMap<String, Vec<Entry>>,
}

impl Entries {
    /// Reads a file's text, in which only options of the commands may stand.
    ///
    /// # Errors
    /// When it is no TOML, or holds a word that is no option, each with its place.
    pub fn read(file: &str, text: &str, whole: &Command) -> Result<Self, FileProblem> {
        let row = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let at = |span: Option<std::ops::Range<usize>>, said: String| FileProblem {
            row: span.map(|span| row(span.start)),
            ..problem(file, said)
        };
        let table = DeTable::parse(text)
            .map_err(|error| at(error.span(), error.message().to_owned()))?
            .into_inner();
        let (top, fetch) = (command_at(whole, TOP), command_at(whole, IN_TABLES));
        let mut read = Self::default();
        for (key, value) in sorted(&table) {
            let key_at = key.span();
            match (key.get_ref().as_ref(), value.get_ref()) {
                (FETCH, DeValue::Table(table)) => {
                    read.fetch = section(table, fetch, &at, "fetch reports")?;
                }
                (PROFILES, DeValue::Table(profiles)) => {
                    for (name, value) in sorted(profiles) {
                        let DeValue::Table(table) = value.get_ref() else {
                            let said = format!("a profile is a table, such as [{PROFILES}.night]");
                            return Err(at(Some(name.span()), said));
                        };
                        let entries = section(table, fetch, &at, "fetch reports")?;
                        read.profiles.insert(name.get_ref().to_string(), entries);
                    }
                }
                (name @ (FETCH | PROFILES), _) => {
                    let said = format!("`{name}` is a table, such as [{name}]");
                    return Err(at(Some(key_at), said));
                }
                (name, DeValue::Table(_)) => {
                    let said = format!(
                        "there is no table [{name}]; there are [{FETCH}] and [{PROFILES}.NAME]"
                    );
                    return Err(at(Some(key_at), said));
                }
                _ => {}
            }
        }
        let plain = |value: &DeValue<'_>| !matches!(value, DeValue::Table(_));
        let table = (table.into_iter()).filter(|(_, value)| plain(value.get_ref()));
        read.top = section(&table.collect(), top, &at, "convert")?;
        Ok(read)
    }

    /// Returns what `fetch reports` takes: what the profile says, and else the table of
    /// what is fetched.
    ///
    /// # Errors
    /// When there is no profile of this name.
    pub fn of_fetch(
        mut self,
        file: &str,
        profile: Option<&str>,
    ) -> Result<Vec<Entry>, FileProblem> {
        let Some(name) = profile else {
            return Ok(self.fetch);
        };
        let Some(mut entries) = self.profiles.remove(name) else {
            let names: Vec<_> = self.profiles.keys().map(String::as_str).collect();
            let said = match names.as_slice() {
                [] => format!("there is no profile in it; write one as [{PROFILES}.{name}]"),
                names => format!(
                    "there is no profile `{name}`; there are {}",
                    names.join(", ")
                ),
            };
            return Err(problem(file, said));
        };
        let own: Vec<_> = entries.iter().map(|entry| entry.key.clone()).collect();
        let others = self.fetch.into_iter();
        entries.extend(others.filter(|entry| !own.contains(&entry.key)));
        Ok(entries)
    }
}

/// A key or value with its place.
type Placed<'t, 'i> = (
    &'t toml::Spanned<std::borrow::Cow<'i, str>>,
    &'t toml::Spanned<DeValue<'i>>,
);

/// Returns what stands in a table, in the order of its lines.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Placed<'t, 'i>> {
    let mut all: Vec<_> = table.iter().collect();
    all.sort_by_key(|(key, _)| key.span().start);
    all
}

/// Returns the entries of a table, which are options of a command.
fn section(
    table: &DeTable<'_>,
    command: &Command,
    at: &impl Fn(Option<std::ops::Range<usize>>, String) -> FileProblem,
    words: &str,
) -> Result<Vec<Entry>, FileProblem> {
    let mut entries: Vec<Entry> = Vec::new();
    for (key, value) in sorted(table) {
        let wrong = |said| Err(at(Some(key.span()), said));
        // Both ways of writing are usual in such files.
        let name = key.get_ref().replace('_', "-");
        if argument(command, &name).is_none() {
            return wrong(unknown(&name, command, words));
        }
        if entries.iter().any(|entry| entry.key == name) {
            return wrong(format!("`{name}` stands there twice"));
        }
        let value = match value_of(value.get_ref()) {
            Ok(value) => value,
            Err(said) => return wrong(format!("`{name}` {said}")),
        };
        let row = at(Some(key.span()), String::new()).row.unwrap_or_default();
        entries.push(Entry {
            key: name,
            value,
            row,
        });
    }
    Ok(entries)
}

/// Returns a value as it would be typed.
fn value_of(value: &DeValue<'_>) -> Result<Value, String> {
    let one = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().replace('_', "")),
        DeValue::Float(number) => Some(number.as_str().replace('_', "")),
        DeValue::Datetime(time) => Some(typed_time(&time.to_string())),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    };
    match value {
        DeValue::Boolean(is_on) => Ok(Value::Switch(*is_on)),
        DeValue::Array(values) => {
            let all = values.iter().map(|value| one(value.get_ref()));
            let all = all.collect::<Option<_>>().map(Value::Several);
            all.ok_or_else(|| "is a list of something else than texts".into())
        }
        value => one(value)
            .map(Value::One)
            .ok_or_else(|| "is no text, number, list, true or false".into()),
    }
}

/// Returns a time of day without seconds, as it is typed; anything else as it is.
fn typed_time(text: &str) -> String {
    let is_time = text.len() == 8 && text.as_bytes()[2] == b':';
    let time = text.strip_suffix(":00").filter(|_| is_time);
    time.unwrap_or(text).to_owned()
}

/// Returns the option, or what is read, that a key names.
pub fn argument<'c>(command: &'c Command, key: &str) -> Option<&'c Arg> {
    arguments(command).find(|arg| name(arg) == key)
}

/// Returns what may stand in a file, of a command.
pub fn arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    let may_stand = |arg: &&Arg| {
        let is_help = matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        );
        !is_help && !NOT_IN_A_FILE.contains(&name(arg))
    };
    command.get_arguments().filter(may_stand)
}

/// Returns the key of an argument.
pub fn name(arg: &Arg) -> &str {
    arg.get_long().unwrap_or(arg.get_id().as_str())
}

/// Says that a key is no option, and which one may be meant.
fn unknown(key: &str, command: &Command, words: &str) -> String {
    let key = &*key.escape_debug().to_string();
    if ["secret", "password", "token"]
        .iter()
        .any(|word| key.contains(word))
    {
        return format!(
            "`{key}` looks like a secret, which does not belong into a file that others read: set the \
             variable AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PASSWORD or GRAPH_TOKEN, or name \
             a file that only you can read with `token-file` or `certificate`"
        );
    }
    if NOT_IN_A_FILE.contains(&key) {
        return format!("`--{key}` is only typed");
    }
    let likeness = |arg: &Arg| strsim::jaro_winkler(name(arg), key);
    let nearest = arguments(command).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let hint = match nearest.filter(|arg| likeness(arg) > 0.8) {
        Some(arg) => format!("; the nearest is `{}`", name(arg)),
        None => format!("; rollbook {words} --help lists them"),
    };
    format!("`{key}` is no option of `rollbook {words}`{hint}")
}
