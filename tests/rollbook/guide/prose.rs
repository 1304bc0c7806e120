//! How README and guide read.

use super::{pages, readme};
use rollbook::guide::blocks::{Block, blocks};

/// How many words a sentence may have.
const LONGEST: usize = 25;

/// Sentences of the chapter of rules that are longer; each rule there is one sentence.
const LONG_RULES: usize = 10;

/// The text of a page that people wrote: without the parts made from the code.
fn written(text: &str) -> String {
    let mut parts = text.split("<!-- ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .filter_map(|part| part.strip_prefix("end -->"))
        .fold(first, |whole, part| whole + part)
}

/// The sentences of a page that are longer than they may be.
fn long_sentences(text: &str) -> Vec<String> {
    let texts = blocks(&written(text))
        .into_iter()
        .filter_map(|block| match block {
            Block::Text { text, .. } => Some(text),
            Block::Heading(..) | Block::Code { .. } | Block::Table { .. } => None,
        });
    texts
        .flat_map(|text| sentences(&text))
        .filter(|sentence| sentence.split(' ').count() > LONGEST)
        .collect()
}

/// A text cut behind full stops, question marks and colons.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let last = sentences.last_mut().unwrap();
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word
            .trim_end_matches([')', '"'])
            .ends_with(['.', '?', '!', ':'])
        {
            sentences.push(String::new());
        }
    }
    sentences
}

#[test]
fn sentences_are_short() {
    for (path, text) in pages() {
        let long = long_sentences(&text);
        let most = if path.ends_with("numbers.md") {
            LONG_RULES
        } else {
            0
        };
        assert!(long.len() <= most, "{path}: {long:#?}");
    }
}

#[test]
fn the_readme_can_be_read_to_the_end() {
    let lines = readme().lines().count();
    assert!(lines <= 300, "{lines}");
}

#[test]
fn words_of_the_first_version_are_gone() {
    let riddles = [
        "row a person",
        "one a line",
        "one a processor",
        "put together",
        "told at once",
        "are told as",
        "cannot be told",
        "what was told",
    ];
    for (path, text) in pages() {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for riddle in riddles {
            assert!(!text.contains(riddle), "{path}: {riddle}");
        }
    }
}
