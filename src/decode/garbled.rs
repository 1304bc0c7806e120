//! Names that a program saved in the wrong encoding.

/// Returns whether a text holds what letters turn into when a program takes UTF-8 for
/// Windows-1252, or a question mark in front of a letter, where another letter was lost.
pub fn is_garbled(text: &str) -> bool {
    // Every name is looked at, and nearly all hold neither byte: all of LEADING begin with 0xc3.
    memchr::memchr2_iter(0xc3, b'?', text.as_bytes()).any(|at| begins_garbled(&text[at..]))
}

fn begins_garbled(text: &str) -> bool {
    let mut signs = text.chars();
    let (Some(first), Some(second)) = (signs.next(), signs.next()) else {
        return false;
    };
    mistaken(first, second) || (first == '?' && second.is_alphabetic())
}

/// Returns whether two signs are what Windows-1252 makes of one letter's two bytes in UTF-8.
fn mistaken(first: char, second: char) -> bool {
    // The signs that Windows-1252 has for 0x80 to 0x9f.
    const TRAILING: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    !second.is_ascii()
        && LEADING.contains(first)
        && (matches!(second, '\u{80}'..='\u{bf}') || TRAILING.contains(second))
}

/// What the first byte of a letter turns into.
const LEADING: &str = "ÃÂÅÄâÐÑ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_first_byte_turns_into_begins_with_the_byte_that_is_looked_for() {
        assert!(
            LEADING
                .chars()
                .all(|sign| sign.to_string().as_bytes()[0] == 0xc3)
        );
    }

    #[test]
    fn letters_that_were_mistaken_or_lost_are_seen_and_names_are_left_alone() {
        for name in [
            "BrandÃ£o",
            "ZoÃ«",
            "Brand?o",
            "Tomasz ??cki",
            "Å\u{81}ukasz",
        ] {
            assert!(is_garbled(name), "{name}");
        }
        for name in [
            "Brandão",
            "Zoë",
            "Łukasz",
            "Ñuñoa",
            "Who?",
            "Ånne Ärlig",
            "鈴木",
        ] {
            assert!(!is_garbled(name), "{name}");
        }
    }
}
