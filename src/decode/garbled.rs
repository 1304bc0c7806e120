//! Names that a program saved in the wrong encoding.

/// Whether a text holds what letters turn into when a program takes UTF-8 for Windows-1252,
/// or a question mark in front of a letter, where another letter was lost.
pub fn is_garbled(text: &str) -> bool {
    // Nearly all names are ASCII without a question mark.
    if text.is_ascii() && memchr::memchr(b'?', text.as_bytes()).is_none() {
        return false;
    }
    let pairs = text.chars().zip(text.chars().skip(1));
    let lost = |first: char, second: char| first == '?' && second.is_alphabetic();
    pairs
        .into_iter()
        .any(|(first, second)| mistaken(first, second) || lost(first, second))
}

/// Whether two signs are what Windows-1252 makes of one letter's two bytes in UTF-8.
fn mistaken(first: char, second: char) -> bool {
    const LEADING: &str = "ÃÂÅÄâÐÑ";
    // The signs that Windows-1252 has for 0x80 to 0x9f.
    const TRAILING: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    LEADING.contains(first) && (matches!(second, '\u{80}'..='\u{bf}') || TRAILING.contains(second))
}

#[cfg(test)]
mod tests {
    use super::*;

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
