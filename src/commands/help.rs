//! `rollbook help`: a chapter of the guide, or the help of a command.

use std::io::{self, Write as _};

use rollbook::guide::{CHAPTERS, Chapter, print};

use super::{Exit, Failure};
use crate::cli::guide::Help;
use crate::cli::help;

/// How wide chapters are printed, so that they read well and go through a pager.
pub const WIDTH: usize = 80;

/// What the program says when nothing was asked of it.
const BEGIN: &str = "\
Rollbook makes registers, workbooks and pages of Microsoft Teams attendance reports.
Put the reports into a folder, and run: rollbook convert FOLDER --timezone Europe/Berlin
All commands: rollbook -h; the guide: rollbook help
";

/// Says in three lines how to begin; nothing was done.
pub fn begin() -> Result<Exit, Failure> {
    let _ = io::stderr().lock().write_all(BEGIN.as_bytes());
    Ok(Exit::Failure)
}

/// Runs the command.
pub fn run(options: &Help) -> Result<Exit, Failure> {
    let words: Vec<_> = options.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => print(&contents()),
        [name] if Chapter::named(name).is_some() => {
            print(&Chapter::named(name).map_or_else(String::new, chapter))
        }
        words => print(&of_command(words)?),
    }
}

/// Prints a text that was asked for.
pub(super) fn print(text: &str) -> Result<Exit, Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    written
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(Exit::Success)
}

fn chapter(chapter: &Chapter) -> String {
    print::text(chapter.text, WIDTH)
}

/// Returns the chapters and the commands.
fn contents() -> String {
    let mut text = String::from("# The guide\n\n| rollbook help … | |\n|---|---|\n");
    for chapter in CHAPTERS {
        text += &format!("| `{}` | {} |\n", chapter.name, chapter.title());
    }
    text += "\n# The commands\n\n| rollbook … | |\n|---|---|\n";
    for command in help::command().get_subcommands() {
        let about = command.get_about().map(ToString::to_string);
        text += &format!(
            "| `{}` | {} |\n",
            command.get_name(),
            about.unwrap_or_default()
        );
    }
    print::text(&text, WIDTH)
}

/// Returns the whole help of the command that these words lead to.
fn of_command(words: &[&str]) -> Result<String, Failure> {
    let whole = help::command();
    let mut command = &whole;
    for word in words {
        let inner = command.find_subcommand(word);
        command = inner.ok_or_else(|| unknown(&words.join(" ")))?;
    }
    let typed = [&["rollbook"], words, &["--help"]].concat();
    match whole.try_get_matches_from(typed) {
        Err(help) => Ok(help.render().to_string()),
        Ok(_) => Err(unknown(&words.join(" "))),
    }
}

fn unknown(words: &str) -> Failure {
    let chapters: Vec<_> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
    let words = words.escape_debug();
    let known = chapters.join(", ");
    Failure::Usage(format!("`{words}` is no chapter and no command; chapters are {known}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

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
