//! `rollbook help`: a chapter of the guide, or a text that is made already.

use std::io::{self, Write as _};

use rollbook::guide::{CHAPTERS, print};

use super::{Exit, Failure};
use crate::plan::HelpPlan;

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
pub fn run(plan: &HelpPlan) -> Result<Exit, Failure> {
    match plan {
        HelpPlan::Contents(commands) => print(&contents(commands)),
        HelpPlan::Chapter(chapter) => print(&print::text(chapter.text, WIDTH)),
        HelpPlan::Text(text) => print(text),
        HelpPlan::Unknown(words) => Err(unknown(words)),
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

/// Returns the chapters and the commands.
fn contents(commands: &[(String, String)]) -> String {
    let mut text = String::from("# The guide\n\n| rollbook help … | |\n|---|---|\n");
    for chapter in CHAPTERS {
        text += &format!("| `{}` | {} |\n", chapter.name, chapter.title());
    }
    text += "\n# The commands\n\n| rollbook … | |\n|---|---|\n";
    for (name, about) in commands {
        text += &format!("| `{name}` | {about} |\n");
    }
    print::text(&text, WIDTH)
}

fn unknown(words: &str) -> Failure {
    let chapters: Vec<_> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
    let words = words.escape_debug();
    let known = chapters.join(", ");
    Failure::Usage(format!("`{words}` is no chapter and no command; chapters are {known}").into())
}
