//! Text in columns of a terminal: wide signs take two, combining ones none.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Returns how many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text cut to at most this many columns, with `…` where something is missing.
pub fn fit(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let mut end = 0;
    for (at, sign) in text.char_indices() {
        let next = at + sign.len_utf8();
        if width(&text[..next]) > room {
            break;
        }
        end = next;
    }
    // Nothing may be left behind that would join the sign behind it.
    let kept = text[..end].trim_end_matches('\u{200d}').trim_end();
    match most {
        0 => String::new(),
        _ => format!("{kept}…"),
    }
}

/// Returns the text with blanks behind it, up to this width.
pub fn left(text: &str, columns: usize) -> String {
    let text = fit(text, columns);
    let blanks = columns - width(&text).min(columns);
    text + &" ".repeat(blanks)
}

/// Returns the text with blanks before it, up to this width.
pub fn right(text: &str, columns: usize) -> String {
    let text = fit(text, columns);
    " ".repeat(columns - width(&text).min(columns)) + &text
}

/// Returns the text in lines of at most this width, broken between words.
///
/// A word that is too long is broken anywhere, as are texts without blanks, such as
/// Japanese.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let together = width(&line) + usize::from(!line.is_empty()) + width(word);
        if together > most && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for sign in word.chars() {
            if width(&line) + sign.width().unwrap_or(0) > most {
                lines.push(std::mem::take(&mut line));
            }
            line.push(sign);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_signs_take_two_columns_and_combining_ones_none() {
        assert_eq!(width("山田 太郎"), 9);
        assert_eq!(width("Zoe\u{308}"), 3);
        assert_eq!(left("山田", 6), "山田  ");
        assert_eq!(right("e\u{301}", 3), "  e\u{301}");
    }

    #[test]
    fn what_is_too_long_is_cut_between_signs_and_says_so() {
        assert_eq!(fit("Ingibjörg", 6), "Ingib…");
        assert_eq!(fit("山田太郎", 6), "山田…");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(left("山田太郎", 6), "山田… ");
        assert_eq!(fit("abc", 0), "");
    }

    #[test]
    fn lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 5), ["abcde", "fgh", "ij"]);
        assert_eq!(wrap("会議の時間帯", 6), ["会議の", "時間帯"]);
    }
}
