//! `rollbook explain`: what the guide says of one word.

use rollbook::guide::explain;

use super::help::{WIDTH, print};
use super::{Exit, Failure};

/// Runs the command.
pub fn run(word: &str) -> Result<Exit, Failure> {
    let text = explain::explain(word, WIDTH).ok_or_else(|| unknown(word))?;
    print(&text)
}

fn unknown(word: &str) -> Failure {
    let alike = explain::alike(word);
    let word = word.escape_debug();
    let told = match alike.as_slice() {
        [] => format!("the guide does not speak of `{word}`; `rollbook help` lists its chapters"),
        names => format!(
            "the guide does not speak of `{word}`; it knows {}",
            names.join(", ")
        ),
    };
    Failure::Usage(told.into())
}
