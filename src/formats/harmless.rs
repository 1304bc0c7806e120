//! Text that strangers wrote, made fit for a line that people look at.

use std::borrow::Cow;

/// Text that strangers wrote, fit for one line of a page or terminal.
///
/// Line breaks and tabs become blanks; other control characters and those that
/// turn the direction of the text around become `\u{fffd}`, so that they are
/// seen and do nothing. So do the signs that Unicode keeps for no text at all, which
/// neither XML nor HTML may hold. Markup is not its business: the template engine escapes all.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // All that is replaced begins with a control byte or with one of these lead bytes.
    let suspicious = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef..);
    if !text.bytes().any(suspicious) || !text.chars().any(|sign| replacement(sign).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|sign| replacement(sign).unwrap_or(sign))
            .collect(),
    )
}

const fn replacement(sign: char) -> Option<char> {
    match sign {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some('\u{fffd}')
        }
        _ if is_noncharacter(sign) => Some('\u{fffd}'),
        _ => None,
    }
}

/// Whether Unicode keeps this sign for no text at all: U+FDD0 to U+FDEF, and the last two
/// of each plane, U+FFFE and U+FFFF among them.
pub const fn is_noncharacter(sign: char) -> bool {
    matches!(sign, '\u{fdd0}'..='\u{fdef}') || sign as u32 & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_do_nothing_and_are_seen() {
        assert_eq!(harmless("Zoë – \u{1f600}"), "Zoë – \u{1f600}");
        assert!(matches!(harmless("Zoë Müller"), Cow::Borrowed(_)));
        assert_eq!(
            harmless("a\u{202e}b\0c\nd\u{2066}"),
            "a\u{fffd}b\u{fffd}c d\u{fffd}"
        );
    }

    #[test]
    fn signs_that_are_no_text_do_nothing_and_are_seen() {
        for sign in [
            '\u{fffe}',
            '\u{ffff}',
            '\u{fdd0}',
            '\u{1fffe}',
            '\u{10ffff}',
        ] {
            assert_eq!(harmless(&format!("a{sign}b")), "a\u{fffd}b");
        }
        assert_eq!(harmless("ＡＢＣ\u{fdf0}\u{fffd}"), "ＡＢＣ\u{fdf0}\u{fffd}");
    }
}
