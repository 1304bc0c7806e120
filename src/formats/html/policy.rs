//! The content security policy: a page may use its own style and script and nothing else.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

/// Returns the policy under which only this style and this script take effect.
pub fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

/// Returns the hash of an inlined text, as browsers compute it from what stands between its
/// tags.
fn hash(text: &str) -> String {
    format!(
        "sha256-{}",
        BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// Returns a text as a browser sees it once it is inlined: lines end with a line feed.
pub fn inlined(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_browsers_compute() {
        // The example of the CSP specification.
        assert_eq!(
            hash("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }

    #[test]
    fn line_ends_are_those_that_browsers_hash() {
        assert_eq!(inlined("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
