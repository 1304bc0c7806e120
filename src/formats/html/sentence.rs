//! Our own words, put as a sentence.

/// Our own words as a sentence of a page: with a capital, and quotes where code is meant.
pub fn sentence(words: &str) -> String {
    let mut quotes = ['“', '”'].into_iter().cycle();
    let mut signs = words.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    let quoted = |sign| match sign {
        '`' => quotes.next().unwrap_or(sign),
        sign => sign,
    };
    first.chain(signs).map(quoted).collect()
}

/// Returns a text in which no number stands apart from its sign or unit at the end of a line.
///
/// Every reason passes here: blanks are looked for, and words only beside them.
pub fn unbroken(text: &str) -> String {
    const NO_BREAK: &str = "\u{a0}";
    let mut unbroken = String::with_capacity(text.len() + 2 * NO_BREAK.len());
    let (mut written, mut word) = (0, 0);
    for blank in memchr::memchr_iter(b' ', text.as_bytes()) {
        let before = &text[word..blank];
        word = blank + 1;
        let is_sign = matches!(before, "≥" | "≤" | ">" | "<" | "=" | "÷");
        let is_number = || before.as_bytes().last().is_some_and(u8::is_ascii_digit);
        if is_sign || (is_number() && begins_with_unit(&text[word..])) {
            unbroken.push_str(&text[written..blank]);
            unbroken.push_str(NO_BREAK);
            written = word;
        }
    }
    unbroken.push_str(&text[written..]);
    unbroken
}

fn begins_with_unit(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let unit = word.trim_end_matches([',', ';', '.', ')']);
    matches!(unit, "%" | "min" | "s" | "h" | "分" | "秒")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_with_their_signs_and_units() {
        let text = "partial: present 68.3 % of it, 41 min 7.5 s < 75 %; asked ≥ 75 %";
        let shown = "partial: present 68.3\u{a0}% of it, 41\u{a0}min 7.5\u{a0}s <\u{a0}75\u{a0}%; asked ≥\u{a0}75\u{a0}%";
        assert_eq!(unbroken(text), shown);
        assert_eq!(unbroken("in 3 minutes"), "in 3 minutes");
    }

    #[test]
    fn sentences_begin_with_a_capital_and_keep_all_others() {
        assert_eq!(
            sentence("both in words, such as `3 of 4` by ISO"),
            "Both in words, such as “3 of 4” by ISO"
        );
    }
}
