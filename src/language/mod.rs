//! The reader's language: the words, numbers and dates of what people look at.
//!
//! Machine tables (CSV, JSON) never pass through here. A text that lacks in a
//! language does not compile; that places for values agree, and that nothing is left
//! in English by accident, is tested.

pub mod columns;
mod findings;
pub mod format;
pub mod headings;
pub mod meanings;
pub mod reasons;
pub mod words;
pub mod workbook;

#[cfg(test)]
mod tests;

use std::str::FromStr;

use crate::finding::Severity;
use crate::model::status::Status;
use crate::not_understood::NotUnderstood;
use words::{Plural, Words, fill};

/// A language that Rollbook speaks to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese, as in Brazil.
    Portuguese,
    /// Japanese.
    Japanese,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 6] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Japanese,
    ];

    /// Returns the tag by which browsers and options know it (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Japanese => "ja",
        }
    }

    /// Returns the texts in this language.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &words::ENGLISH,
            Self::German => &words::de::WORDS,
            Self::French => &words::fr::WORDS,
            Self::Spanish => &words::es::WORDS,
            Self::Portuguese => &words::pt::WORDS,
            Self::Japanese => &words::ja::WORDS,
        }
    }

    /// Returns whether the form for one is the right one for this number.
    pub const fn is_one(self, number: i64) -> bool {
        match self {
            Self::English | Self::German | Self::Spanish => number == 1,
            Self::French | Self::Portuguese => matches!(number, 0 | 1),
            Self::Japanese => false,
        }
    }

    /// Returns a text with its number, such as `3 meetings`.
    pub fn counted(self, plural: Plural, number: usize) -> String {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let form = match self.is_one(number) {
            true => plural.one,
            false => plural.other,
        };
        fill(form, &[("n", &self.count(number))])
    }

    /// Returns a role that the service knows by this name; others stay as they were written.
    pub fn role(self, name: &str) -> &str {
        let words = self.words();
        match name {
            "Organizer" => words.organizer,
            "Coorganizer" => words.coorganizer,
            "Producer" => words.producer,
            "Presenter" => words.presenter,
            "Attendee" => words.attendee,
            "None" => words.role_none,
            other => other,
        }
    }

    /// Returns the word for a severity.
    pub const fn severity(self, severity: Severity) -> &'static str {
        let words = self.words();
        match severity {
            Severity::Error => words.error,
            Severity::Warning => words.warning,
            Severity::Note => words.note,
        }
    }

    /// Returns the word for a status in the register.
    pub const fn status(self, status: Status) -> &'static str {
        let words = self.words();
        match status {
            Status::Present => words.status_present,
            Status::Late => words.status_late,
            Status::LeftEarly => words.status_left_early,
            Status::Partial => words.status_partial,
            Status::Excused => words.status_excused,
            Status::Absent => words.status_absent,
            Status::Unknown => words.status_unknown,
        }
    }

    /// Returns the letter for a status in the register, taken from its word; machine tables
    /// have the English one.
    pub const fn letter(self, status: Status) -> &'static str {
        let words = self.words();
        match status {
            Status::Present => words.letter_present,
            Status::Late => words.letter_late,
            Status::LeftEarly => words.letter_left_early,
            Status::Partial => words.letter_partial,
            Status::Excused => words.letter_excused,
            Status::Absent => words.letter_absent,
            Status::Unknown => words.letter_unknown,
        }
    }
}

impl FromStr for Language {
    type Err = NotUnderstood;

    /// Reads a tag.
    fn from_str(tag: &str) -> Result<Self, NotUnderstood> {
        let known = Self::ALL.into_iter();
        let mut known = known.filter(|language| language.tag().eq_ignore_ascii_case(tag));
        known.next().ok_or_else(|| {
            let tags = Self::ALL.map(Self::tag).join(", ");
            format!("there is no such language; known are {tags}").into()
        })
    }
}
