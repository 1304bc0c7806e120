//! Half characters: `\ud83d` without its other half, as programs leave that cut text in
//! the middle of an emoji.
//!
//! The grammar of JSON allows them and no text can hold them, so the parser would
//! refuse the whole report for the sake of one name.

use std::borrow::Cow;

/// What stands in place of half a character.
const REPLACEMENT: &[u8] = b"\\ufffd";

/// The length of an escape such as `\ud83d`.
const ESCAPE: usize = 6;

/// Replaces lone surrogates in a JSON text, and counts them; nearly always there is
/// none, and nothing is copied.
pub fn without_lone_surrogates(text: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let mut mended = Vec::new();
    let mut copied = 0;
    let mut count = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &text[at..]) {
        at += found;
        match (
            surrogate(&text[at..]),
            text.get(at + ESCAPE..).and_then(surrogate),
        ) {
            (Some(Half::First), Some(Half::Second)) => at += 2 * ESCAPE,
            (Some(_), _) => {
                mended.extend_from_slice(&text[copied..at]);
                mended.extend_from_slice(REPLACEMENT);
                at += ESCAPE;
                copied = at;
                count += 1;
            }
            // The escaped character may be a backslash itself.
            (None, _) => at += 2,
        }
        at = at.min(text.len());
    }
    if count == 0 {
        return (Cow::Borrowed(text), 0);
    }
    mended.extend_from_slice(&text[copied..]);
    (Cow::Owned(mended), count)
}

enum Half {
    First,
    Second,
}

/// Returns which half of a character the escape at the start of `text` is, if it is one.
fn surrogate(text: &[u8]) -> Option<Half> {
    let digits = text.get(..ESCAPE)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::First),
        0xdc00..=0xdfff => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, usize) {
        let (mended, count) = without_lone_surrogates(text.as_bytes());
        (String::from_utf8(mended.into_owned()).unwrap(), count)
    }

    #[test]
    fn halves_are_replaced_and_whole_characters_stay() {
        assert_eq!(mended(r#""a\ud83d""#), (r#""a\ufffd""#.into(), 1));
        assert_eq!(
            mended(r#""\ude42\uD83D\ud83d\ude42""#),
            (r#""\ufffd\ufffd\ud83d\ude42""#.into(), 2)
        );
        for whole in [
            r#""\ud83d\ude42""#,
            r#""\\ud83d""#,
            r#""\u00e9\n""#,
            "\"é\"",
            "\\",
            r"\u",
            r"\ud83",
            "",
            r#""\u+123""#,
        ] {
            assert_eq!(mended(whole), (whole.into(), 0));
        }
    }
}
