//! What was found, as a sentence that names what it is about.

use crate::formats::name;
use crate::language::Language;
use crate::views::to_look_at::{Subject, ToLookAt};

/// Returns the sentence with so many subjects, without the code; people are named where
/// they may be.
pub fn of(found: &ToLookAt<'_>, most: usize, is_named: bool, language: Language) -> String {
    let meaning = meaning(found, language);
    let subjects = found.subjects.iter().take(most);
    let mut subjects: Vec<_> = subjects
        .map(|one| subject(one, is_named, language))
        .collect();
    subjects.dedup();
    match subjects.len() {
        0 => meaning,
        _ => format!("{meaning} – {}", subjects.join(" · ")),
    }
}

/// Returns what the finding means, as the beginning of a sentence.
pub fn meaning(found: &ToLookAt<'_>, language: Language) -> String {
    let meaning = language.finding(found.code).meaning;
    let mut rest = meaning.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

/// Returns what a finding is about: the meeting, and the person.
pub fn subject(subject: &Subject<'_>, is_named: bool, language: Language) -> String {
    match &subject.person {
        Some(person) if is_named => {
            format!(
                "{} ({})",
                subject.title,
                name::shown(Some(person), language)
            )
        }
        _ => subject.title.clone(),
    }
}
