//! Who a record is about, as far as the service says.

use super::Text;

/// The identity of a record: every part may be missing, for guests and phones most are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity<'a> {
    /// `identity.id`: an object id, `8:acs:…` for communication services, absent for phones.
    pub id: Option<Text<'a>>,
    /// `identity.displayName`: written by the person, therefore hostile input.
    pub display_name: Option<Text<'a>>,
    /// `identity.tenantId`.
    pub tenant_id: Option<Text<'a>>,
    /// The name behind `#microsoft.graph.` in `@odata.type`, such as `communicationsUserIdentity`.
    pub kind: Option<Text<'a>>,
}

/// What tells two people of one report apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PersonKey<'a> {
    /// Tenant (empty where none is given) and identity id.
    Identity(&'a str, &'a str),
    /// E-mail address, trimmed and in lower case.
    Email(String),
}

impl<'a> Identity<'a> {
    /// Returns the key of the person: tenant and id, else the e-mail address, else none.
    ///
    /// Never the name (two people may share one), never an empty e-mail (all guests
    /// share it), and never a word that stands for nothing, such as `unknown`.
    pub fn person_key(&'a self, email: Option<&str>) -> Option<PersonKey<'a>> {
        if let Some(id) = self.id.as_deref().filter(|id| !is_placeholder_id(id)) {
            let tenant = self.tenant_id.as_deref().unwrap_or("");
            return Some(PersonKey::Identity(tenant, id));
        }
        let email = email.map(str::trim).filter(|email| !is_no_address(email))?;
        Some(PersonKey::Email(email.to_lowercase()))
    }
}

/// Returns whether a text stands for nothing: empty, or a word that programs write where they
/// know nothing.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "null",
        "(null)",
        "nil",
        "none",
        "(none)",
        "unknown",
        "(unknown)",
        "undefined",
        "nan",
        "n/a",
        "n.a.",
        "#n/a",
        "k.a.",
        "empty",
        "(empty)",
        "anonymous",
        "unbekannt",
        "inconnu",
        "desconocido",
        "desconhecido",
    ];
    let text = text.trim();
    text.chars()
        .all(|sign| matches!(sign, '-' | '–' | '—' | '?' | '.' | '*'))
        || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Returns whether an identity id stands for nobody: a placeholder, or an id of zeros alone.
pub fn is_placeholder_id(id: &str) -> bool {
    let id = id.trim();
    let zeros = || id.chars().all(|sign| matches!(sign, '0' | '-' | '{' | '}'));
    is_placeholder(id) || zeros()
}

/// Returns whether an id was made up for one visit, so that nobody can be known by it again.
pub fn is_throwaway_id(id: &str) -> bool {
    begins_with(id, "8:teamsvisitor:")
}

/// Returns whether an id is one of Azure Communication Services. Most programs built on them
/// make one up for each visit; some keep it for a person, which only a second report shows.
pub fn is_communication_id(id: &str) -> bool {
    begins_with(id, "8:acs:")
}

fn begins_with(id: &str, kind: &str) -> bool {
    let start = id.trim().get(..kind.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(kind))
}

/// Returns whether two names are of different people, whatever the order of their words, the
/// form of their letters, and what stands behind them in brackets or behind a line.
pub fn names_differ(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    !one.is_empty() && !other.is_empty() && one != other
}

fn name_words(name: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization as _;
    let own = name.split(['(', '[', '|', '（', '【', '｜']).next();
    let own: String = own.unwrap_or_default().nfc().collect();
    let words = own.split(|sign: char| !sign.is_alphanumeric());
    let mut words: Vec<_> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words
}

/// Returns whether a text is no e-mail address: a placeholder, or without an `@`.
pub fn is_no_address(text: &str) -> bool {
    !text.contains('@') || is_placeholder(text)
}

/// Returns a type's name behind `#microsoft.graph.`; any other as it is.
pub fn without_namespace(kind: Text<'_>) -> Text<'_> {
    const NAMESPACE: &str = "#microsoft.graph.";
    match kind {
        Text::Borrowed(kind) => Text::Borrowed(kind.strip_prefix(NAMESPACE).unwrap_or(kind)),
        Text::Owned(kind) => Text::Owned(kind.strip_prefix(NAMESPACE).unwrap_or(&kind).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_any_order_and_form_and_whatever_is_put_behind_it() {
        for other in [
            "LEE, Zoë",
            "Zoe\u{308} Lee (Guest)",
            "Zoë  Lee｜Contoso",
            "Zoë-Lee",
            "(Guest)",
            "",
        ] {
            assert!(!names_differ("Zoë Lee", other), "{other}");
        }
        for other in ["Zoe Lee", "Zoë", "Zoë Lee-Brown", "Ann Lee"] {
            assert!(names_differ("Zoë Lee", other), "{other}");
        }
    }

    #[test]
    fn ids_of_visitors_are_known_in_any_case() {
        assert!(is_throwaway_id(" 8:TeamsVisitor:a1") && !is_throwaway_id("8:orgid:a1"));
        assert!(is_communication_id("8:acs:a_b") && !is_communication_id("8:ac\u{301}s"));
    }

    #[test]
    fn guests_without_id_and_email_have_no_key() {
        let guest = Identity {
            display_name: Some("Guest".into()),
            ..Identity::default()
        };
        assert_eq!(guest.person_key(Some("  ")), None);
        assert_eq!(
            guest.person_key(Some(" A@B.example")),
            Some(PersonKey::Email("a@b.example".into()))
        );
    }
}
