//! `suggestions`: likely matches of people, none of them applied.

use super::column::columns;
use crate::series::Run;
use crate::series::identity::suggestions::Suggestion;

/// A likely match.
pub struct SuggestionRow<'r> {
    suggestion: &'r Suggestion,
}

/// Returns the rows of a run.
pub fn rows(series: &Run) -> impl Iterator<Item = SuggestionRow<'_>> {
    let suggestions = series.suggestions().iter();
    suggestions.map(|suggestion| SuggestionRow { suggestion })
}

columns! { row: SuggestionRow;
    basis "What they share" Text [subject] "what makes a match likely" => &*row.suggestion.basis;
    one "One" Text [sentence] "the one: name and identities" => &*row.suggestion.one;
    other "Other" Text [sentence] "the other: name and identities" => row.suggestion.other.as_str();
    advice "What to do" Text [sentence, words(Words::Advice)] "what to do about it" => row.suggestion.advice;
}
