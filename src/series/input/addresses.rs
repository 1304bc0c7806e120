//! E-mail addresses, out of whatever a cell holds around them.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::model::identity::is_placeholder;
use crate::untrusted::is_invisible;

/// Returns a text as it is compared and shown: composed (NFC), without signs that have no
/// shape, with plain blanks, trimmed.
pub fn clean(text: &str) -> String {
    let composed: String = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    };
    if composed.is_ascii() && !composed.contains(|sign: char| sign.is_ascii_control()) {
        return composed.trim().to_owned();
    }
    let signs = composed.chars().filter_map(|sign| match sign {
        // Joiners shape letters of some scripts, and emoji; between Latin letters they are dirt.
        _ if sign.is_whitespace() => Some(' '),
        _ if is_invisible(sign) => None,
        _ => Some(sign),
    });
    signs.collect::<String>().trim().to_owned()
}

/// Returns all addresses in a cell, in lower case, the primary one first.
///
/// Reads `Name <a@b>`, `mailto:`, lists with `;`, and proxy addresses, of which the one
/// with `SMTP:` in capitals is primary.
pub fn addresses(text: &str) -> Vec<String> {
    let text = clean(text);
    let mut primary = Vec::new();
    let mut others = Vec::new();
    let mut chat = Vec::new();
    for part in text.split([
        ' ', ';', ',', '|', '<', '>', '(', ')', '[', ']', '{', '}', '"',
    ]) {
        let (scheme, address) = match part.split_once(':') {
            Some((scheme, address)) => (scheme, address),
            None => ("", part),
        };
        let address = address.split('?').next().unwrap_or_default();
        let Some(address) = address_of(address).map(Cow::into_owned) else {
            continue;
        };
        match scheme {
            "SMTP" => primary.push(address),
            "SIP" | "sip" => chat.push(address),
            _ => others.push(address),
        }
    }
    primary.append(&mut others);
    if primary.is_empty() {
        primary = chat;
    }
    let mut seen = std::collections::HashSet::new();
    primary.retain(|address| seen.insert(address.clone()));
    primary
}

/// Returns an address in lower case; `None` where the text is none.
fn address_of(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim_matches(['\'', '.', ':']);
    let (local, domain) = text.split_once('@')?;
    let whole = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    (whole && !is_placeholder(text)).then(|| lower_case(text))
}

/// Returns a text in lower case; the same where it is in lower case already, as most are.
pub fn lower_case(text: &str) -> Cow<'_, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    match text.bytes().all(is_lower) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// Returns the address at home behind the name of a guest account, such as
/// `ann_home.example#EXT#@host.example`; `None` where it is no such name.
pub fn home_address(address: &str) -> Option<String> {
    let lower = address.to_lowercase();
    let (home, _) = lower.split_once("#ext#")?;
    let (local, domain) = home.rsplit_once('_')?;
    address_of(&format!("{local}@{domain}")).map(Cow::into_owned)
}

/// Returns the address by which a record or row is matched: the home address of a guest's
/// account, else the first address in the text; `None` where there is none.
pub fn matched_address(text: &str) -> Option<Cow<'_, str>> {
    // What nearly every record holds needs no taking apart.
    let is_usual =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'@');
    if text.bytes().all(is_usual) {
        return address_of(text);
    }
    let first = addresses(text).into_iter().next()?;
    Some(home_address(&first).unwrap_or(first).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_out_of_what_stands_around_it() {
        for text in [
            "ann@x.example",
            " Ann <ann@x.example>",
            "\"Lee, Ann\" <ANN@x.example>;",
            "mailto:ann@x.example?subject=hello",
            "\u{200b}ann@x.example\u{a0}",
            "'ann@x.example'",
            "SMTP:ann@x.example",
        ] {
            assert_eq!(addresses(text), ["ann@x.example"], "{text}");
        }
    }

    #[test]
    fn of_proxy_addresses_the_one_in_capitals_is_first_and_other_services_have_none() {
        let text = "smtp:a.lee@x.example;X500:/o=x;SIP:ann@x.example;SMTP:ann@x.example";
        assert_eq!(addresses(text), ["ann@x.example", "a.lee@x.example"]);
    }

    #[test]
    fn what_is_no_address_gives_none() {
        for text in ["", "ann", "n/a", "@x.example", "ann@", "a@b@c"] {
            assert!(addresses(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_account_of_a_guest_tells_the_address_at_home() {
        let guest = "ann.lee_home.example#EXT#@host.onmicrosoft.example";
        assert_eq!(home_address(guest).as_deref(), Some("ann.lee@home.example"));
        assert_eq!(
            matched_address(guest).as_deref(),
            Some("ann.lee@home.example")
        );
        assert_eq!(home_address("ann@x.example"), None);
    }

    #[test]
    fn both_forms_of_a_letter_are_one() {
        assert_eq!(clean("Zoe\u{308}"), "Zoë");
    }
}
