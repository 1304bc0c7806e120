//! Names as people see them.
//!
//! A name is what a person or a directory wrote: it may be missing, or made of blanks and
//! of signs that nobody sees, and then it is no label for a row.

use std::borrow::Cow;

use crate::language::Language;
use crate::model::identity::visible;
use crate::model::record::AttendanceRecord;

/// Returns a name as people see it: `(no name)` in their language if there is nothing to see.
pub fn shown(name: Option<&str>, language: Language) -> &str {
    name.and_then(visible).unwrap_or(language.words().no_name)
}

/// Returns the label of a record: its name, else `(no name)` with the address or the id.
pub fn label<'r>(record: &'r AttendanceRecord<'_>, language: Language) -> Cow<'r, str> {
    let seen = |text: Option<&'r str>| text.and_then(visible);
    let identity = &record.identity;
    if let Some(name) = seen(identity.display_name.as_deref()) {
        return name.into();
    }
    let nobody = language.words().no_name;
    let known = seen(record.email.as_deref()).or_else(|| seen(identity.id.as_deref()));
    known.map_or(nobody.into(), |known| format!("{nobody} {known}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, email: &str, id: &str) -> AttendanceRecord<'static> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned().into());
        let mut record = AttendanceRecord {
            email: some(email),
            ..AttendanceRecord::default()
        };
        record.identity.display_name = some(name);
        record.identity.id = some(id);
        record
    }

    #[test]
    fn a_name_that_is_seen_is_the_label() {
        let anna = record("Anna", "a@x.example", "7");
        assert_eq!(label(&anna, Language::English), "Anna");
        assert_eq!(shown(Some("Anna"), Language::English), "Anna");
    }

    #[test]
    fn without_a_name_the_address_or_the_id_is_told() {
        let labels = [("a@x.example", "7"), ("\u{200b}", "7"), ("", "")].map(|(email, id)| {
            label(&record(" \u{2800}", email, id), Language::German).into_owned()
        });
        let expected = ["(ohne Namen) a@x.example", "(ohne Namen) 7", "(ohne Namen)"];
        assert_eq!(labels, expected);
        assert_eq!(shown(Some("\u{3164}"), Language::English), "(no name)");
        assert_eq!(shown(None, Language::English), "(no name)");
    }
}
