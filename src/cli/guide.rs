//! What may be typed about the guide, and about completions and pages for `man`.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use rollbook::guide::Chapter;

use super::help;
use crate::plan::{HelpPlan, ManPlan};

/// What `rollbook explain --help` ends with.
pub const EXPLAIN_EXAMPLES: &str = "\
Examples:
  rollbook explain sum-mismatch
  rollbook explain 'left early'
  rollbook explain people | less";

/// What `rollbook completions --help` ends with.
pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  rollbook completions bash > ~/.local/share/bash-completion/completions/rollbook
  rollbook completions powershell >> $PROFILE";

/// `rollbook help`.
#[derive(Debug, Args)]
pub struct Help {
    /// A chapter of the guide, or a command; without one the chapters and commands are listed
    #[arg(value_name = "CHAPTER|COMMAND")]
    pub words: Vec<String>,
}

impl Help {
    pub fn plan(self) -> HelpPlan {
        let words: Vec<_> = self.words.iter().map(String::as_str).collect();
        let chapter = match words.as_slice() {
            [] => return HelpPlan::Contents(commands()),
            [name] => Chapter::named(name),
            _ => None,
        };
        match (chapter, of_command(&words)) {
            (Some(chapter), _) => HelpPlan::Chapter(chapter),
            (None, Some(help)) => HelpPlan::Text(help),
            (None, None) => HelpPlan::Unknown(words.join(" ")),
        }
    }
}

/// Returns the commands, each with what it does.
fn commands() -> Vec<(String, String)> {
    let about = |command: &Command| {
        let about = command.get_about().map(ToString::to_string);
        (command.get_name().to_owned(), about.unwrap_or_default())
    };
    help::command().get_subcommands().map(about).collect()
}

/// Returns the whole help of the command that these words lead to.
fn of_command(words: &[&str]) -> Option<String> {
    let whole = help::command();
    let mut command = &whole;
    for word in words {
        command = command.find_subcommand(word)?;
    }
    let typed = [&["rollbook"], words, &["--help"]].concat();
    let help = whole.try_get_matches_from(typed).err()?;
    Some(help.render().to_string())
}

/// `rollbook explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A finding's code, a column, a table, a status or a term of the guide
    #[arg(required = true, value_name = "WORD")]
    pub words: Vec<String>,
}

/// `rollbook completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

impl Completions {
    pub fn script(&self) -> String {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut help::command(), "rollbook", &mut script);
        String::from_utf8_lossy(&script).into_owned()
    }
}

/// `rollbook man`.
#[derive(Debug, Args)]
pub struct ManPages {
    /// The folder for the pages, one per command; pages that are there are replaced
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

impl ManPages {
    pub fn plan(self) -> ManPlan {
        let mut whole = help::command().disable_help_subcommand(true);
        whole.build();
        let mut pages = Vec::new();
        page_of_each(&whole, &mut pages);
        ManPlan {
            folder: self.folder,
            pages,
        }
    }
}

/// Adds a page for the command and for each in it.
fn page_of_each(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let inner = command.get_subcommands().filter(|one| !one.is_hide_set());
    inner.for_each(|one| page_of_each(one, pages));
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    // Memory takes everything.
    let _ = man.render(&mut page);
    pages.push((man.get_filename(), page));
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook::guide::CHAPTERS;

    #[test]
    fn no_chapter_has_the_name_of_a_command() {
        let commands = help::command();
        for chapter in CHAPTERS {
            assert!(
                commands.find_subcommand(chapter.name).is_none(),
                "{}",
                chapter.name
            );
        }
    }
}
