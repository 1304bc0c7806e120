//! Templates in the reader's language: `[[key]]` in a template stands for a text of
//! [`Words`](crate::language::words::Words), put in once, before the template is compiled.
//!
//! Behind the key stand the values for the text's places, `[[from_to; from = {{ a }};
//! to = {{ b }}]]`: pieces of template, except for the number of a text that has forms
//! for one and for many, `[[n_errors; n = m.errors]]`, which is an expression.
//! A page costs no more in one language than in another.

use crate::language::Language;
use crate::language::words::{Plural, Word};

/// What is wrong with a text in a template.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, a phrase.
    pub what: String,
}

/// Returns the template with its texts in this language.
pub fn translate(template: &str, language: Language) -> Result<String, Fault> {
    let mut translated = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(at) = rest.find("[[") {
        translated.push_str(&rest[..at]);
        let line = || {
            template[..template.len() - rest.len() + at]
                .matches('\n')
                .count()
                + 1
        };
        let (inside, behind) = enclosed(&rest[at..]).ok_or_else(|| Fault {
            line: line(),
            what: "a `[[` is not closed".into(),
        })?;
        let text = text(inside, language).map_err(|what| Fault { line: line(), what })?;
        translated.push_str(&text);
        rest = behind;
    }
    Ok(translated + rest)
}

/// Returns what stands between the `[[` at the beginning and its `]]`, and what stands behind.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let step = text[at..].find(['[', ']'])?;
        at += step;
        match text.get(at..at + 2) {
            Some("[[") => depth += 1,
            Some("]]") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some((&text[2..at - 2], &text[at..]));
        }
    }
}

/// Returns one text with the values in its places.
fn text(inside: &str, language: Language) -> Result<String, String> {
    let mut parts = parts(inside).into_iter();
    let key = parts.next().unwrap_or_default().trim();
    let word = language.words().get(key);
    let word = word.ok_or_else(|| format!("there is no text `{key}`"))?;
    let mut values = Vec::new();
    for part in parts {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| format!("`{part}` of `{key}` is no value"))?;
        values.push((name.trim(), value.trim()));
    }
    match word {
        Word::Text(text) => Ok(filled(&markup(text), &values, language)?),
        Word::Plural(plural) => counted(plural, key, &values, language),
    }
}

/// Returns the parts between semicolons, those within brackets and braces left whole.
fn parts(inside: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, sign) in inside.char_indices() {
        match sign {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            ';' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    parts
}

fn filled(text: &str, values: &[(&str, &str)], language: Language) -> Result<String, String> {
    let mut filled = text.to_owned();
    for (name, value) in values {
        let place = format!("{{{name}}}");
        if !filled.contains(&place) {
            return Err(format!("the text has no place `{name}`"));
        }
        let value = translate(value, language).map_err(|fault| fault.what)?;
        filled = filled.replace(&place, &value);
    }
    Ok(filled)
}

/// Returns a text with a number, as a piece of template that chooses its form.
fn counted(
    plural: Plural,
    key: &str,
    values: &[(&str, &str)],
    language: Language,
) -> Result<String, String> {
    let [("n", number)] = values else {
        return Err(format!("`{key}` takes a number, `n`, and nothing else"));
    };
    let form = |text| markup(text).replace("{n}", &format!("{{{{ ({number})|count }}}}"));
    let (one, other) = (form(plural.one), form(plural.other));
    let most = match (language.is_one(0), language.is_one(1)) {
        (_, false) => return Ok(other),
        (false, true) => format!("({number}) == 1"),
        (true, true) => format!("({number}) <= 1"),
    };
    Ok(format!(
        "{{% if {most} %}}{one}{{% else %}}{other}{{% endif %}}"
    ))
}

/// Returns a text as markup: escaped, and what stands between backticks as code.
pub fn markup(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let mut marked = String::with_capacity(escaped.len());
    for (index, part) in escaped.split('`').enumerate() {
        match index % 2 {
            0 => marked.push_str(part),
            _ => marked.extend(["<code>", part, "</code>"]),
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(template: &str) -> Result<String, Fault> {
        translate(template, Language::German)
    }

    #[test]
    fn texts_stand_in_the_template_in_the_readers_language() {
        assert_eq!(
            german("<h2>[[meetings]]</h2>").unwrap(),
            "<h2>Besprechungen</h2>"
        );
        let range = german("[[from_to; from = {{ a|clock(day) }}; to = {{ b }}]].");
        assert_eq!(range.unwrap(), "{{ a|clock(day) }} bis {{ b }}.");
    }

    #[test]
    fn a_number_chooses_its_form_when_the_page_is_made() {
        let chosen = german("[[n_meetings; n = counts.meetings]]").unwrap();
        assert_eq!(
            chosen,
            "{% if (counts.meetings) == 1 %}{{ (counts.meetings)|count }} Besprechung\
             {% else %}{{ (counts.meetings)|count }} Besprechungen{% endif %}"
        );
        let one_form = translate("[[n_meetings; n = x]]", Language::Japanese).unwrap();
        assert_eq!(one_form, "{{ (x)|count }} 件の会議");
    }

    #[test]
    fn texts_may_stand_in_texts() {
        let nested = translate(
            "[[attendance_of; meetings = [[n_meetings; n = x]]]]!",
            Language::Japanese,
        );
        assert_eq!(nested.unwrap(), "{{ (x)|count }} 件の会議の出席状況!");
    }

    #[test]
    fn names_between_backticks_are_code_and_the_rest_is_escaped() {
        assert_eq!(markup("a < `b`"), "a &lt; <code>b</code>");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let fault = |line, what: &str| {
            Err(Fault {
                line,
                what: what.into(),
            })
        };
        assert_eq!(
            german("a\n[[meetigns]]"),
            fault(2, "there is no text `meetigns`")
        );
        assert_eq!(german("\n\n[[meetings"), fault(3, "a `[[` is not closed"));
        assert_eq!(
            german("[[at_most; m = 1]]"),
            fault(1, "the text has no place `m`")
        );
        assert_eq!(
            german("[[n_notes]]"),
            fault(1, "`n_notes` takes a number, `n`, and nothing else")
        );
    }
}
