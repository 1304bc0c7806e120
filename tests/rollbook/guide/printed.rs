//! The guide in the terminal, the help in two sizes, completions and pages for `man`.

use crate::support::{files, place, rollbook, stderr, stdout};
use rollbook::finding::Code;
use rollbook::guide::CHAPTERS;

/// What the program prints for these words.
fn printed(words: &[&str]) -> String {
    let output = rollbook().args(words).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{words:?}: {}",
        stderr(&output)
    );
    stdout(&output)
}

/// The lines of a page that are no code.
fn read(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with("    "))
}

#[test]
fn each_chapter_is_printed_in_eighty_columns_without_signs_of_markdown() {
    for chapter in CHAPTERS {
        let text = printed(&["help", chapter.name]);
        assert_eq!(
            text.lines().next(),
            Some(chapter.title()),
            "{}",
            chapter.name
        );
        for line in read(&text) {
            assert!(line.chars().count() <= 80, "{}: {line}", chapter.name);
            for sign in ["**", "](", "][", "<!--", "|--", "```", "\u{1b}"] {
                assert!(!line.contains(sign), "{}: {line}", chapter.name);
            }
        }
    }
}

#[test]
fn chapters_keep_their_facts_when_they_are_printed() {
    let findings = printed(&["help", "findings"]);
    for code in Code::ALL {
        assert!(read(&findings).any(|line| line == code.name()), "{code}");
    }
    let people = printed(&["help", "people"]);
    let one_line = people.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        one_line.contains("A absent on the roster for this meeting, and no record"),
        "{people}"
    );
}

#[test]
fn help_alone_lists_chapters_and_commands() {
    let text = printed(&["help"]);
    for chapter in CHAPTERS {
        assert!(
            text.lines().any(|line| line.starts_with(chapter.name)),
            "{}",
            chapter.name
        );
    }
    for command in ["convert", "show", "verify", "explain", "completions"] {
        assert!(
            text.lines().any(|line| line.starts_with(command)),
            "{command}"
        );
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn help_of_a_command_is_its_long_help() {
    for words in [vec!["convert"], vec!["fetch", "reports"], vec!["verify"]] {
        let asked: Vec<_> = [&["help"], words.as_slice()].concat();
        let long: Vec<_> = [words.as_slice(), &["--help"]].concat();
        let text = printed(&asked);
        assert!(text.contains("Usage: rollbook"), "{words:?}");
        assert_eq!(text, printed(&long), "{words:?}");
    }
}

#[test]
fn a_word_is_explained_in_eighty_columns() {
    for word in [
        "sum-mismatch",
        "presence_seconds",
        "people",
        "left early",
        "due",
        "pending",
    ] {
        let text = printed(&["explain", word]);
        assert!(text.to_lowercase().contains(word), "{word}: {text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{word}: {text}"
        );
    }
    let two = printed(&["explain", "left", "early"]);
    assert_eq!(two, printed(&["explain", "left early"]));
}

#[test]
fn an_unknown_word_or_chapter_is_refused_with_what_there_is() {
    let refused = |words: &[&str], way_out: &str| {
        let output = rollbook().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert_eq!(stdout(&output), "", "{words:?}");
        assert!(stderr(&output).contains(way_out), "{}", stderr(&output));
    };
    refused(&["help", "chapter-of-nothing"], "inputs, lists");
    refused(&["explain", "sum-mismatches"], "sum-mismatch");
    refused(&["explain", "\u{1b}[31mxyzzy"], "\\u{1b}[31mxyzzy");
}

#[test]
fn the_program_alone_says_in_three_lines_what_to_do() {
    let output = rollbook().output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    let said = stderr(&output);
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("rollbook convert FOLDER"), "{said}");
}

#[test]
fn the_short_help_fits_on_forty_lines() {
    for words in [
        vec![],
        vec!["convert"],
        vec!["show"],
        vec!["check"],
        vec!["fetch", "reports"],
    ] {
        let text = printed(&[words.as_slice(), &["-h"]].concat());
        assert!(
            text.lines().count() <= 40,
            "{words:?}: {}",
            text.lines().count()
        );
    }
    let short = printed(&["convert", "-h"]);
    for option in [
        "--output",
        "--timezone",
        "--roster",
        "--meetings",
        "--scheduled-start",
    ] {
        assert!(short.contains(option), "{option}: {short}");
    }
    assert!(short.contains("rollbook convert --help"), "{short}");
}

#[test]
fn completions_know_commands_and_options() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        for word in ["convert", "explain", "scheduled-start"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn there_is_a_page_for_man_of_each_command() {
    let place = place();
    let folder = place.path().join("man");
    let words = ["man", folder.to_str().unwrap()];
    printed(&words);
    let first = files(&folder);
    for name in [
        "rollbook.1",
        "rollbook-convert.1",
        "rollbook-fetch-reports.1",
    ] {
        assert!(
            first.contains_key(name),
            "{name} is not in {:?}",
            first.keys()
        );
    }
    let convert = String::from_utf8_lossy(&first["rollbook-convert.1"]);
    assert!(convert.contains("\\-\\-roster"), "{convert}");
    // Written again, they are the same.
    printed(&words);
    assert_eq!(files(&folder), first);
}
