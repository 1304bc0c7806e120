//! The languages agree with each other: same places, nothing left in English.

use std::collections::BTreeSet;

use super::words::Word;
use super::*;
use crate::finding::Code;
use crate::series::register::outcome::Block;
use crate::views::Table;
use crate::views::view::View;

/// Returns the languages beside English.
fn others() -> impl Iterator<Item = Language> {
    Language::ALL
        .into_iter()
        .filter(|&language| language != Language::English)
}

/// Returns the forms of each text, with its name.
fn texts(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    Words::KEYS.iter().flat_map(move |&key| {
        let forms = match language.words().get(key).expect("each key has a text") {
            Word::Text(text) => vec![text],
            Word::Plural(plural) => vec![plural.one, plural.other],
        };
        forms.into_iter().map(move |text| (key, text))
    })
}

/// Returns the names of the places in a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split_once('}').expect("a place is closed").0)
        .collect()
}

/// Returns how many words a text has beside its places.
fn words_in(text: &str) -> usize {
    let places = text.split(' ').filter(|word| !word.starts_with('{'));
    places.count()
}

/// Returns what stands between backticks.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn each_text_has_the_places_and_names_of_the_english_one() {
    for language in others() {
        for ((key, english), (_, text)) in texts(Language::English).zip(texts(language)) {
            assert_eq!(places(text), places(english), "{key} in {language:?}");
            assert_eq!(names(text), names(english), "{key} in {language:?}");
        }
    }
}

#[test]
fn no_text_is_empty_or_padded() {
    for language in Language::ALL {
        for (key, text) in texts(language) {
            assert!(!text.is_empty(), "{key} in {language:?}");
            assert_eq!(text, text.trim(), "{key} in {language:?}");
        }
    }
}

#[test]
fn no_text_of_several_words_is_left_in_english() {
    for language in others() {
        let pairs = texts(Language::English).zip(texts(language));
        for ((key, english), (_, text)) in pairs.filter(|((_, text), _)| words_in(text) > 1) {
            assert_ne!(text, english, "{key} in {language:?}");
        }
    }
}

#[test]
fn a_single_word_is_the_english_one_only_where_the_language_has_it_too() {
    // German and French share some words with English; these are all of them.
    let shared = [
        "pages",
        "name",
        "person",
        "median",
        "participants",
        "participations",
        "quartiles",
        "sessions",
        "status",
        "source",
        "error",
        "date",
        "signature",
        "status_absent",
        "n_documents",
        "n_errors",
        "n_participants",
    ];
    for language in others() {
        let pairs = texts(Language::English).zip(texts(language));
        for ((key, english), (_, text)) in pairs.filter(|((_, text), _)| words_in(text) <= 1) {
            // Words of several languages begin with the same letter.
            let is_letter = key.starts_with("letter_");
            assert!(
                text != english || is_letter || shared.contains(&key),
                "{key} in {language:?}"
            );
        }
    }
}

#[test]
fn japanese_texts_are_japanese() {
    for (key, text) in texts(Language::Japanese) {
        // Places alone need no word.
        let only_places = text.starts_with('{') && text.len() < 14 || text == "?";
        let japanese =
            |sign: char| matches!(sign, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
        assert!(only_places || text.chars().any(japanese), "{key}: {text}");
    }
}

#[test]
fn every_finding_is_explained_and_asks_for_something_where_english_does() {
    for language in others() {
        for &code in Code::ALL {
            let (english, explained) = (Language::English.finding(code), language.finding(code));
            assert_ne!(explained.meaning, english.meaning, "{code} in {language:?}");
            assert!(explained.meaning.len() > 5, "{code} in {language:?}");
            assert_eq!(
                explained.advice.is_some(),
                english.advice.is_some(),
                "{code} in {language:?}"
            );
            assert_ne!(
                explained.advice.unwrap_or("-"),
                english.advice.unwrap_or("")
            );
        }
    }
}

#[test]
fn every_heading_of_a_table_has_its_form_in_each_language() {
    let readers = Table::ALL.map(|table| View::for_readers(table, true));
    let of_readers = readers.iter().flat_map(View::columns);
    let of_readers = of_readers.map(|column| column.label);
    let titles = Table::ALL.into_iter().map(Table::title);
    let labels = Table::ALL.into_iter().flat_map(Table::columns);
    let labels = labels.map(|column| column.label);
    let wanted: BTreeSet<_> = titles.chain(labels).chain(of_readers).collect();
    let known: BTreeSet<_> = headings::known().collect();
    let lacking: Vec<_> = wanted.difference(&known).collect();
    assert!(lacking.is_empty(), "add to headings.rs: {lacking:?}");
    assert!(
        known
            .iter()
            .eq(headings::known().collect::<Vec<_>>().iter()),
        "in order"
    );
}

#[test]
fn every_block_of_the_register_has_its_heading_in_each_language() {
    let known: BTreeSet<_> = headings::known().collect();
    for block in Block::ALL {
        assert!(known.contains(block.name()), "{block:?}");
    }
}

#[test]
fn no_heading_stands_twice() {
    let known: BTreeSet<_> = headings::known().collect();
    assert_eq!(known.len(), headings::known().count());
}

#[test]
fn the_register_is_called_the_same_everywhere() {
    for language in Language::ALL {
        assert_eq!(language.heading("Register"), language.words().register);
    }
}

#[test]
fn every_table_says_in_each_language_what_a_row_is() {
    let known = |meaning| meanings::MEANINGS.iter().any(|line| line[0] == meaning);
    for table in Table::ALL {
        assert!(known(table.meaning()), "{table:?}");
    }
}

#[test]
fn every_status_has_its_word_as_a_value_of_a_table_too() {
    for language in Language::ALL {
        for status in Status::ALL {
            assert_eq!(language.value(status.name()), language.status(status));
        }
    }
}

#[test]
fn letters_of_statuses_are_those_of_their_words_and_no_two_are_the_same() {
    for language in Language::ALL {
        let letters: BTreeSet<_> = Status::ALL.map(|status| language.letter(status)).into();
        assert_eq!(letters.len(), Status::ALL.len(), "{language:?}");
        for status in Status::ALL {
            let (letter, word) = (language.letter(status), language.status(status));
            let is_of_word = word.to_uppercase().contains(letter);
            assert!(is_of_word || status == Status::Unknown, "{letter} {word}");
        }
        // Nobody reads the letter of who was there as that of who was not.
        let begins = |word: Status, letter: Status| {
            let word = language.status(word).to_uppercase();
            word.starts_with(language.letter(letter))
        };
        assert!(!begins(Status::Present, Status::Absent), "{language:?}");
        assert!(!begins(Status::Absent, Status::Present), "{language:?}");
    }
    for status in Status::ALL {
        assert_eq!(Language::English.letter(status), status.letter());
    }
}

#[test]
fn headings_of_one_table_differ_in_every_language() {
    for language in Language::ALL {
        for table in Table::ALL {
            let labels = table
                .columns()
                .iter()
                .map(|column| language.heading(column.label));
            let english: BTreeSet<_> = table.columns().iter().map(|column| column.label).collect();
            let labels: BTreeSet<_> = labels.collect();
            assert_eq!(labels.len(), english.len(), "{table:?} in {language:?}");
        }
        let titles: BTreeSet<_> = Table::ALL
            .map(|table| language.heading(table.title()).to_owned())
            .into();
        assert_eq!(titles.len(), Table::ALL.len(), "sheets in {language:?}");
    }
}

#[test]
fn numbers_choose_the_form_of_their_language() {
    let meetings =
        |language: Language, number| language.counted(language.words().n_meetings, number);
    assert_eq!(meetings(Language::English, 0), "0 meetings");
    assert_eq!(meetings(Language::English, 1), "1 meeting");
    assert_eq!(meetings(Language::French, 0), "0 réunion");
    assert_eq!(meetings(Language::French, 2000), "2\u{202f}000 réunions");
    assert_eq!(meetings(Language::Portuguese, 0), "0 reunião");
    assert_eq!(meetings(Language::Spanish, 0), "0 reuniones");
    assert_eq!(meetings(Language::German, 1), "1 Besprechung");
    assert_eq!(meetings(Language::Japanese, 1), "1 件の会議");
}

#[test]
fn known_roles_are_called_as_teams_calls_them_and_others_stay() {
    let presenter = Language::ALL.map(|language| language.role("Presenter"));
    assert_eq!(
        presenter,
        [
            "Presenter",
            "Referent",
            "Présentateur",
            "Moderador",
            "Apresentador",
            "発表者"
        ]
    );
    assert_eq!(Language::German.role("Dragon Tamer"), "Dragon Tamer");
}

#[test]
fn languages_read_back_from_their_tags() {
    for language in Language::ALL {
        assert_eq!(language.tag().parse(), Ok(language));
    }
    let refused = "tlh".parse::<Language>().unwrap_err().to_string();
    assert!(refused.contains("en, de, fr, es, pt, ja"));
}

#[test]
fn every_column_is_explained_in_each_language() {
    let columns = Table::ALL.into_iter().flat_map(Table::columns);
    let meanings: BTreeSet<_> = columns.map(|column| column.meaning).collect();
    let lacking: Vec<_> = meanings
        .iter()
        .filter(|meaning| !Language::has_column_meaning(meaning))
        .collect();
    assert!(lacking.is_empty(), "add to columns.rs: {lacking:#?}");
    for language in others() {
        for meaning in &meanings {
            assert_ne!(language.column_meaning(meaning), *meaning, "{language:?}");
        }
    }
}
