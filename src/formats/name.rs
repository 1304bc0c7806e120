//! Names as people see them.
//!
//! A name is what a person or a directory wrote: it may be missing, or made of blanks and
//! of signs that nobody sees, and then it is no label for a row.

use std::borrow::Cow;

use crate::language::Language;
use crate::untrusted::visible;

/// Returns a name as people see it: `(no name)` in their language if there is nothing to see.
pub fn shown(name: Option<&str>, language: Language) -> &str {
    name.and_then(visible).unwrap_or(language.words().no_name)
}

/// Returns the label of a person: the name, else `(no name)` with the address or the id.
pub fn label<'r>(
    name: Option<&'r str>,
    email: Option<&'r str>,
    id: Option<&'r str>,
    language: Language,
) -> Cow<'r, str> {
    let seen = |text: Option<&'r str>| text.and_then(visible);
    if let Some(name) = seen(name) {
        return name.into();
    }
    let nobody = language.words().no_name;
    let known = seen(email).or_else(|| seen(id));
    known.map_or(nobody.into(), |known| format!("{nobody} {known}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_seen_is_the_label() {
        let anna = label(
            Some("Anna"),
            Some("a@x.example"),
            Some("7"),
            Language::English,
        );
        assert_eq!(anna, "Anna");
        assert_eq!(shown(Some("Anna"), Language::English), "Anna");
    }

    #[test]
    fn without_a_name_the_address_or_the_id_is_told() {
        let labels = [("a@x.example", "7"), ("\u{200b}", "7"), ("", "")].map(|(email, id)| {
            label(Some(" \u{2800}"), Some(email), Some(id), Language::German).into_owned()
        });
        let expected = ["(ohne Namen) a@x.example", "(ohne Namen) 7", "(ohne Namen)"];
        assert_eq!(labels, expected);
        assert_eq!(shown(Some("\u{3164}"), Language::English), "(no name)");
        assert_eq!(shown(None, Language::English), "(no name)");
    }
}
