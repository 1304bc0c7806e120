//! Text that others wrote, made fit for a line that people look at.
//!
//! Names and titles are written by strangers. What a character may do beyond being seen is
//! named here, once for every page, sheet and terminal.

use std::borrow::Cow;

/// Returns whether a sign ends a line, or stands for a blank that does more than a blank.
pub const fn is_break(sign: char) -> bool {
    matches!(
        sign,
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Returns whether a sign is a control character (C0, DEL, C1).
pub const fn is_control(sign: char) -> bool {
    matches!(sign, '\0'..='\x1f' | '\x7f'..='\u{9f}')
}

/// Returns whether a sign turns the direction of the text behind it: embeddings, overrides
/// and isolates.
pub const fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns whether a sign marks a direction at its own place: LRM and RLM.
pub const fn marks_direction(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}')
}

/// Returns whether Unicode keeps this sign for no text at all: U+FDD0 to U+FDEF, and the
/// last two of each plane, U+FFFE and U+FFFF among them. Neither XML nor HTML may hold them.
pub const fn is_noncharacter(sign: char) -> bool {
    matches!(sign, '\u{fdd0}'..='\u{fdef}') || sign as u32 & 0xfffe == 0xfffe
}

/// Returns whether a sign has no shape: blanks, controls, and what Unicode says may be left
/// out of what is shown (`Default_Ignorable_Code_Point`), with the empty Braille pattern.
pub fn is_invisible(sign: char) -> bool {
    sign.is_whitespace()
        || is_control(sign)
        || turns_direction(sign)
        || marks_direction(sign)
        || matches!(
            sign,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Returns the text if there is anything to see in it.
pub fn visible(text: &str) -> Option<&str> {
    text.contains(|sign| !is_invisible(sign)).then_some(text)
}

/// Returns the text for one line of a page.
///
/// Breaks become blanks; other control characters and those that turn the direction of the
/// text become `\u{fffd}`, so that they are seen and do nothing. So do noncharacters. Markup
/// is not its business: the template engine escapes all.
pub fn one_line(text: &str) -> Cow<'_, str> {
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
    if is_break(sign) {
        Some(' ')
    } else if is_control(sign) || turns_direction(sign) || is_noncharacter(sign) {
        Some('\u{fffd}')
    } else {
        None
    }
}

/// Returns the text for a table in a terminal: as [`one_line`], and without marks of
/// direction, which a terminal may follow across columns.
pub fn one_line_of_terminal(text: &str) -> Cow<'_, str> {
    let text = one_line(text);
    match text.contains(marks_direction) {
        true => Cow::Owned(text.replace(marks_direction, "\u{fffd}")),
        false => text,
    }
}

/// Returns the text with all that could act on a terminal shown as escapes, so that whoever
/// reads a message sees which character it was.
pub fn escaped(text: &str) -> String {
    let acts = |sign: char| {
        is_control(sign) || is_noncharacter(sign) || marks_direction(sign) || turns_direction(sign)
    };
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        if acts(sign) {
            escaped.extend(sign.escape_default());
        } else {
            escaped.push(sign);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_do_nothing_and_are_seen() {
        assert_eq!(one_line("Zoë – \u{1f600}"), "Zoë – \u{1f600}");
        assert!(matches!(one_line("Zoë Müller"), Cow::Borrowed(_)));
        assert_eq!(
            one_line("a\u{202e}b\0c\nd\u{2066}"),
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
            assert_eq!(one_line(&format!("a{sign}b")), "a\u{fffd}b");
        }
        assert_eq!(one_line("ＡＢＣ\u{fdf0}\u{fffd}"), "ＡＢＣ\u{fdf0}\u{fffd}");
    }

    #[test]
    fn blanks_and_signs_without_a_shape_are_nothing_to_see() {
        for text in [
            "",
            " \u{a0}\u{3000}",
            "\u{200b}\u{feff}",
            "\u{2800}",
            "\u{3164}",
            "\0\u{202e}",
        ] {
            assert_eq!(visible(text), None, "{text:?}");
        }
        for text in ["a", " a ", "\u{200b}王", "–"] {
            assert_eq!(visible(text), Some(text));
        }
    }

    #[test]
    fn what_could_act_on_a_terminal_is_shown_and_not_sent() {
        assert_eq!(escaped("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
        assert_eq!(escaped("a\u{fffe}"), "a\\u{fffe}");
        assert_eq!(one_line_of_terminal("a\u{200f}b\n"), "a\u{fffd}b ");
    }
}
