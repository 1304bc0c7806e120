//! `rollbook.toml`: what could be typed, written down.
//!
//! What a file says becomes words of the command line, behind those that were typed. So
//! every option can be written down, is read by the same rules, and means the same.

mod entries;
mod find;
pub mod init;
#[cfg(test)]
mod laws;
mod words;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command};

use rollbook::decode::encoding;
use rollbook::series::input::faults::{FileProblem, problem};

use crate::plan::ConfigPlan;
use entries::{Entries, Entry};
use find::Found;
use words::Words;

/// The file's name.
pub const NAME: &str = "rollbook.toml";

/// Which file is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigArgs {
    /// Take what is not typed from this file [default: the rollbook.toml beside the inputs or in this folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Read no rollbook.toml
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub enum Refused {
    /// It has a fault.
    File(FileProblem),
    /// It is not clear which one is meant, or it may not say this.
    Usage(String),
}

impl From<FileProblem> for Refused {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

/// The words that lead to a command that has a file.
type Lead = &'static [&'static str];

/// The commands that have a file.
const COMMANDS: [Lead; 3] = [
    &["convert"],
    &["fetch", "reports"],
    &["doctor", "fetch", "reports"],
];

/// The command whose options stand above all tables, and the one that has tables.
const TOP: Lead = COMMANDS[0];
const IN_TABLES: Lead = COMMANDS[1];

/// What a run takes from a file.
pub struct Config {
    path: PathBuf,
    bytes: Vec<u8>,
    lead: Lead,
    taken: Vec<(Entry, Words)>,
}

impl Config {
    /// Returns what a file says beside what was typed; `None` where there is no file, or
    /// the command has none.
    ///
    /// # Errors
    /// When the file has a fault, or two could be meant.
    pub fn beside(words: &[OsString], whole: &Command) -> Result<Option<Self>, Refused> {
        if !find::may_be(words) {
            return match words
                .iter()
                .any(|word| word.as_encoded_bytes().starts_with(b"--profile"))
            {
                true => Err(Refused::Usage(format!(
                    "--profile names a part of {NAME}, and there is none here"
                ))),
                false => Ok(None),
            };
        }
        // What lacks may stand in the file.
        let lenient = whole.clone().ignore_errors(true);
        let Ok(typed) = lenient.try_get_matches_from(words) else {
            return Ok(None);
        };
        let Some((lead, typed)) = command_of(&typed) else {
            return Ok(None);
        };
        let found = find::find(typed)?;
        found
            .map(|found| Self::read(found, lead, whole, typed))
            .transpose()
    }

    fn read(
        found: Found,
        lead: Lead,
        whole: &Command,
        typed: &ArgMatches,
    ) -> Result<Self, Refused> {
        let file = found.path.to_string_lossy().into_owned();
        let bytes = fs::read(&found.path)
            .map_err(|error| problem(&file, format!("could not be read: {error}")))?;
        let text = encoding::text(&bytes).map_err(|finding| problem(&file, finding.message))?;
        let mut whole = whole.clone();
        whole.build();
        let entries = Entries::read(&file, text, &whole)?;
        let entries = match lead == TOP {
            true => entries.top,
            false => {
                let profile = typed.get_one::<String>("profile").map(String::as_str);
                entries.of_fetch(&file, profile)?
            }
        };
        let command = command_at(&whole, lead);
        let mut taken = Vec::new();
        for entry in entries {
            let Some(arg) = entries::argument(command, &entry.key) else {
                continue;
            };
            if words::is_settled(arg, command, typed) {
                continue;
            }
            found.refuse_to_lead_away(&file, &entry)?;
            let words = Words::of(arg, &entry.value, found.folder());
            taken.push((
                entry.clone(),
                words.map_err(|said| entry.problem(&file, said))?,
            ));
        }
        Ok(Self {
            path: found.path,
            bytes,
            lead,
            taken,
        })
    }

    /// Adds what it says behind what was typed.
    pub fn add_to(&self, typed: Vec<OsString>) -> Vec<OsString> {
        let end = typed.iter().position(|word| word == "--");
        let mut words = typed;
        let rest = words.split_off(end.unwrap_or(words.len()));
        let mut inputs = Vec::new();
        for (_, said) in &self.taken {
            match said {
                Words::Options(options) => words.extend(options.iter().cloned()),
                Words::Inputs(paths) => inputs.extend(paths.iter().cloned()),
            }
        }
        let mark = (!inputs.is_empty() && rest.is_empty()).then(|| OsString::from("--"));
        words.extend(rest.into_iter().chain(mark).chain(inputs));
        words
    }

    /// Returns which line of the file is at fault where the command line is not understood;
    /// `None` where what was typed may be.
    pub fn at_fault(&self, whole: &Command) -> Option<FileProblem> {
        let file = self.path.to_string_lossy();
        self.taken.iter().find_map(|(entry, words)| {
            let Words::Options(options) = words else {
                return None;
            };
            let lead = ["rollbook"].iter().chain(self.lead).map(OsString::from);
            let alone = lead.chain(options.iter().cloned());
            let error = whole.clone().try_get_matches_from(alone).err()?;
            let about_value = [ErrorKind::InvalidValue, ErrorKind::ValueValidation];
            about_value
                .contains(&error.kind())
                .then(|| entry.problem(&file, words::reason(&error)))
        })
    }

    /// Returns what the plan tells of it.
    pub fn plan(&self) -> ConfigPlan {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        ConfigPlan {
            name: name.to_string_lossy().into_owned(),
            bytes: self.bytes.clone(),
            taken: (self.taken.iter())
                .map(|(entry, _)| entry.key.clone())
                .collect(),
        }
    }
}

/// Returns the command that has a file, and what was typed for it.
fn command_of(typed: &ArgMatches) -> Option<(Lead, &ArgMatches)> {
    COMMANDS.into_iter().find_map(|lead| {
        let matches =
            (lead.iter()).try_fold(typed, |matches, word| matches.subcommand_matches(word));
        Some((lead, matches?))
    })
}

/// Returns the command that these words lead to.
fn command_at<'c>(whole: &'c Command, lead: Lead) -> &'c Command {
    let inner = |command: &'c Command, word: &&str| command.find_subcommand(word);
    let found = lead.iter().try_fold(whole, inner);
    found.unwrap_or(whole)
}

/// Returns the folder that a file lies in; empty for the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
