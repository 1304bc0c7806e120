//! Words of ours in cells, as readers say them; what people wrote stays as it is.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::finding::{Code, Severity};
use crate::language::Language;
use crate::views::NO_ROLE;
use crate::views::value::Status;

/// Which words a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// How serious a finding is.
    Severity,
    /// A status, an outcome, a decision.
    Value,
    /// A status as a letter.
    Letter,
    /// A role.
    Role,
    /// What to do about a finding.
    Advice,
    /// Why somebody has a status, or what became of a report.
    Reason,
    /// Titles of meetings, each with its day behind it.
    Dated,
}

/// Returns which words of ours a column of this name holds.
pub fn of_column(key: &str) -> Option<Said> {
    match key {
        "severity" => Some(Said::Severity),
        "status" | "outcome" | "turnout" | "expected" | "decision" | "state" => Some(Said::Value),
        "letter" => Some(Said::Letter),
        "role" => Some(Said::Role),
        "advice" => Some(Said::Advice),
        "reason" => Some(Said::Reason),
        "missed_meetings" => Some(Said::Dated),
        _ => None,
    }
}

impl Said {
    /// Returns the word in the reader's language; as it is where it is none of ours.
    pub fn in_language(self, word: &str, language: Language) -> Cow<'_, str> {
        if self == Self::Dated {
            return Cow::Owned(dated(word, language));
        }
        if language == Language::English {
            return Cow::Borrowed(word);
        }
        Cow::Borrowed(self.word(word, language))
    }

    fn word(self, word: &str, language: Language) -> &str {
        match self {
            Self::Severity => severity(word).map_or(word, |one| language.severity(one)),
            Self::Value => language.value(word),
            Self::Letter => status(word).map_or(word, |one| language.letter(one)),
            Self::Role if word == NO_ROLE => language.words().no_role,
            Self::Role => language.role(word),
            Self::Advice => advice(word, language),
            Self::Reason | Self::Dated => word,
        }
    }
}

fn severity(word: &str) -> Option<Severity> {
    let all = [Severity::Error, Severity::Warning, Severity::Note];
    all.into_iter().find(|one| one.name() == word)
}

fn status(letter: &str) -> Option<Status> {
    let mut all = Status::ALL.into_iter();
    all.find(|status| status.letter() == letter)
}

/// Titles with their days in the reader's style, as in `Module 2 (12.10.2026)`.
fn dated(titles: &str, language: Language) -> String {
    let dated = |title: &str| {
        let day = title
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once(" ("));
        let day = day.and_then(|(title, day)| Some((title, day.parse::<Date>().ok()?)));
        match day {
            Some((title, day)) => format!("{title} ({})", language.short_date(day)),
            None => title.to_owned(),
        }
    };
    titles.split("; ").map(dated).collect::<Vec<_>>().join("; ")
}

fn advice(english: &str, language: Language) -> &str {
    let is_this = |code: &&Code| Language::English.finding(**code).advice == Some(english);
    let code = Code::ALL.iter().find(is_this);
    code.and_then(|&code| language.finding(code).advice)
        .unwrap_or(english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_see_words_of_ours_in_their_language_and_others_as_they_were_written() {
        let german = |said: Said, word| said.in_language(word, Language::German);
        assert_eq!(german(Said::Severity, "warning"), "Warnung");
        assert_eq!(german(Said::Value, "left early"), "früher gegangen");
        assert_eq!(german(Said::Letter, "A"), "F");
        assert_eq!(german(Said::Role, "Dragon Tamer"), "Dragon Tamer");
        assert_eq!(german(Said::Value, "held"), "abgehalten");
        let advice = Language::English.finding(Code::SumMismatch).advice.unwrap();
        assert_ne!(german(Said::Advice, advice), advice);
    }

    #[test]
    fn days_behind_titles_are_in_the_readers_style_and_titles_as_they_were_written() {
        let titles = "Module 2 (2026-10-12); No day; Bad (2026-99-12)";
        let german = Said::Dated.in_language(titles, Language::German);
        assert_eq!(german, "Module 2 (12.10.2026); No day; Bad (2026-99-12)");
        let english = Said::Dated.in_language("a (2026-10-12)", Language::English);
        assert_eq!(english, "a (2026-10-12)");
    }
}
