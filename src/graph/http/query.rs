//! The parameters of a request, as OData writes them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that are unreserved in a URL (RFC 3986).
pub(in crate::graph) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What OData writes as it is in a query: `$select=id,name`, `$filter=a/b eq 'c'`.
const QUERY: &AsciiSet = &SEGMENT
    .remove(b'$')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b'(')
    .remove(b')');

/// The parameters of a request, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// No parameters.
    pub fn none() -> Self {
        Self::default()
    }

    /// With one parameter more; a later one of the same name replaces the earlier.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With these parameters too, which replace earlier ones of the same name.
    pub fn and<'q>(self, others: impl IntoIterator<Item = &'q (String, String)>) -> Self {
        let others = others.into_iter();
        others.fold(self, |query, (name, value)| query.with(name, value))
    }

    pub(in crate::graph) fn encoded(&self) -> Option<String> {
        let encode = |text| utf8_percent_encode(text, QUERY).to_string();
        let pairs: Vec<_> = self
            .0
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("&"))
    }
}

/// Returns a text as it stands in an OData filter.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
