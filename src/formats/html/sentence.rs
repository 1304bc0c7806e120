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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_with_a_capital_and_keep_all_others() {
        assert_eq!(
            sentence("both in words, such as `3 of 4` by ISO"),
            "Both in words, such as “3 of 4” by ISO"
        );
    }
}
