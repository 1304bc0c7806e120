//! Text that strangers wrote, made fit for a line that people look at.

use std::borrow::Cow;

/// Text that strangers wrote, fit for one line of a page or terminal.
///
/// Line breaks and tabs become blanks; other control characters and those that
/// turn the direction of the text around become `\u{fffd}`, so that they are
/// seen and do nothing. Markup is not its business: the template engine escapes all.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // All that is replaced begins with a control byte or with one of these lead bytes.
    let suspicious = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2);
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
        _ => None,
    }
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
}
