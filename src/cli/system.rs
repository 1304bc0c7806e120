//! What the system says where nothing was typed: its zone and its language.

use std::env;

use jiff::tz::TimeZone;

use rollbook::language::Language;
use rollbook::zone::Zone;

/// Returns the zone of the system, or UTC where it has no name.
pub fn zone() -> Zone {
    named_zone().unwrap_or_default()
}

/// Returns the zone of the system; `None` where it has no name.
pub fn named_zone() -> Option<Zone> {
    let system = TimeZone::try_system().ok()?;
    Zone::named(system.iana_name()?)
}

/// Returns the language of the system, or English where it is none of those there are.
pub fn language() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let set = variables.filter_map(|name| env::var(name).ok());
    let named = set.into_iter().find(|value| !value.is_empty());
    // Elsewhere the variables say it, and none of them means none in particular.
    let of_settings = || match cfg!(any(windows, target_os = "macos")) {
        true => sys_locale::get_locale(),
        false => None,
    };
    language_of(&named.or_else(of_settings).unwrap_or_default())
}

/// Returns the language of a locale such as `de_AT.UTF-8` or `pt-BR`.
fn language_of(locale: &str) -> Language {
    let end = locale.find(|sign: char| !sign.is_ascii_alphanumeric());
    let tag = &locale[..end.unwrap_or(locale.len())];
    tag.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_has_the_language_that_it_begins_with() {
        for (locale, tag) in [
            ("de_AT.UTF-8", "de"),
            ("de", "de"),
            ("pt-PT", "pt"),
            ("ja_JP.eucJP", "ja"),
            ("fr@euro", "fr"),
            ("es", "es"),
            ("C", "en"),
            ("C.UTF-8", "en"),
            ("POSIX", "en"),
            ("", "en"),
            ("nl_NL.UTF-8", "en"),
            ("den", "en"),
        ] {
            assert_eq!(language_of(locale).tag(), tag, "{locale}");
        }
    }
}
