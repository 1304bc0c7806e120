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
    /// The key of the person: tenant and id, else the e-mail address, else none.
    ///
    /// Never the name (two people may share one) and never an empty e-mail
    /// (all guests share it).
    pub fn person_key(&'a self, email: Option<&str>) -> Option<PersonKey<'a>> {
        if let Some(id) = self.id.as_deref() {
            let tenant = self.tenant_id.as_deref().unwrap_or("");
            return Some(PersonKey::Identity(tenant, id));
        }
        let email = email.map(str::trim).filter(|email| !email.is_empty())?;
        Some(PersonKey::Email(email.to_lowercase()))
    }
}

/// A type's name behind `#microsoft.graph.`; any other as it is.
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
