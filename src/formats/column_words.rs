//! Words of ours in cells, as readers say them; what people wrote stays as it is.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::finding::{Code, Severity};
use crate::language::Language;
use crate::language::words::fill;
use crate::untrusted::visible;
use crate::views::tone::Words;
use crate::views::value::Status;
use crate::views::{ALL_DEPARTMENTS, NO_DEPARTMENT, NO_ROLE};

/// Returns a text of a column as a reader sees it in this language; as it is where it is
/// none of ours.
pub fn in_language(words: Words, text: &str, language: Language) -> Cow<'_, str> {
    match words {
        Words::DatedTitles => Cow::Owned(dated(text, language)),
        _ if language == Language::English => Cow::Borrowed(word(words, text, language)),
        Words::CountsOf => Cow::Owned(counts_of(text, language)),
        Words::Periods => Cow::Owned(period(text, language)),
        _ => Cow::Borrowed(word(words, text, language)),
    }
}

fn word(words: Words, word: &str, language: Language) -> &str {
    match words {
        Words::Names => visible(word).unwrap_or(language.words().no_name),
        Words::Roles if word == NO_ROLE => language.words().no_role,
        Words::Roles => language.role(word),
        _ if language == Language::English => word,
        Words::Severities => severity(word).map_or(word, |one| language.severity(one)),
        Words::Letters => status(word).map_or(word, |one| language.letter(one)),
        Words::Advice => advice(word, language),
        Words::SumChecks if word == "differs" => language.words().differs,
        Words::SumChecks if word == "not checkable" => language.words().not_checkable,
        Words::CountsOf | Words::Periods | Words::DatedTitles => word,
        Words::Statuses
        | Words::Outcomes
        | Words::Turnouts
        | Words::Expected
        | Words::Decisions
        | Words::States
        | Words::SumChecks => language.value(word),
        Words::Departments => match word {
            NO_DEPARTMENT | ALL_DEPARTMENTS => language.heading(word),
            word => word,
        },
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

/// Returns a month such as `10.2026`; a week as it is.
fn period(iso: &str, language: Language) -> String {
    let month = (iso.len() == "2026-10".len()).then(|| format!("{iso}-01").parse::<Date>());
    match month {
        Some(Ok(first)) => language.short_month(first),
        _ => iso.to_owned(),
    }
}

/// Returns what a month such as `2026-10` is called in a heading: `October 2026`.
pub fn month_in_words(iso: &str, language: Language) -> String {
    let first = format!("{iso}-01").parse::<Date>();
    first.map_or_else(|_| iso.to_owned(), |first| language.month(first))
}

/// Returns two counts in words, such as `3 von 4`.
fn counts_of(english: &str, language: Language) -> String {
    match english.split_once(" of ") {
        Some((part, whole)) => fill(language.words().n_of_m, &[("n", part), ("m", whole)]),
        None => english.to_owned(),
    }
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
        let german = |words, word| in_language(words, word, Language::German);
        assert_eq!(german(Words::Severities, "warning"), "Warnung");
        assert_eq!(german(Words::Statuses, "left early"), "früher gegangen");
        assert_eq!(german(Words::Letters, "A"), "F");
        assert_eq!(german(Words::Roles, "Dragon Tamer"), "Dragon Tamer");
        assert_eq!(german(Words::States, "held"), "abgehalten");
        assert_eq!(german(Words::CountsOf, "3 of 4"), "3 von 4");
        assert_eq!(german(Words::Periods, "2026-10"), "10.2026");
        assert_eq!(german(Words::Periods, "2026-W40"), "2026-W40");
        assert_eq!(german(Words::SumChecks, "differs"), "weicht ab");
        let advice = Language::English.finding(Code::SumMismatch).advice.unwrap();
        assert_ne!(german(Words::Advice, advice), advice);
    }

    #[test]
    fn days_behind_titles_are_in_the_readers_style_and_titles_as_they_were_written() {
        let titles = "Module 2 (2026-10-12); No day; Bad (2026-99-12)";
        let german = in_language(Words::DatedTitles, titles, Language::German);
        assert_eq!(german, "Module 2 (12.10.2026); No day; Bad (2026-99-12)");
        let english = in_language(Words::DatedTitles, "a (2026-10-12)", Language::English);
        assert_eq!(english, "a (2026-10-12)");
    }
}
