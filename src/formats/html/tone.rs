//! Colours of words, beside what the words say themselves.

use crate::series::status::Status;
use crate::views::cell::Cell;

/// The colour of a word that says how somebody fared; the word itself says it to who sees none.
pub fn tone(key: &str, cell: &Cell<'_>) -> Option<&'static str> {
    let Cell::Text(word) = cell else { return None };
    match key {
        "status" => Status::ALL
            .into_iter()
            .find(|status| status.name() == word)
            .map(status_tone),
        "letter" => Status::ALL
            .into_iter()
            .find(|status| status.letter() == word)
            .map(status_tone),
        "outcome" | "turnout" => Some(outcome_tone(word)),
        _ => None,
    }
}

/// The style of a status.
pub const fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Present => "fine",
        Status::Late | Status::LeftEarly | Status::Partial => "warning",
        Status::Absent => "error",
        Status::Excused | Status::Unknown => "note",
    }
}

fn outcome_tone(word: &str) -> &'static str {
    if word.starts_with("no-show") {
        "error"
    } else if word.starts_with("attended some") {
        "warning"
    } else if word.starts_with("attended") {
        "fine"
    } else {
        "note"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_the_same_colour_as_word_and_as_letter() {
        for status in Status::ALL {
            let of = |key, word: &'static str| tone(key, &Cell::from(word));
            assert_eq!(of("status", status.name()), of("letter", status.letter()));
            assert!(of("status", status.name()).is_some(), "{status:?}");
        }
    }
}
