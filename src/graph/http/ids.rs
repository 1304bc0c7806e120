//! How a request is known on both sides: what Microsoft's support asks for.

use std::fmt;

/// The ids of a request; none for what was never sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestIds {
    /// The id that the service gave it.
    pub request: Option<String>,
    /// The id that we gave it.
    pub client: String,
}

/// Writes the ids that there are, in brackets after a blank, or nothing.
impl fmt::Display for RequestIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client = Some(&self.client).filter(|id| !id.is_empty());
        match (&self.request, client) {
            (None, None) => Ok(()),
            (Some(request), None) => write!(f, " (request-id {request})"),
            (None, Some(client)) => write!(f, " (client-request-id {client})"),
            (Some(request), Some(client)) => {
                write!(f, " (request-id {request}, client-request-id {client})")
            }
        }
    }
}

/// Returns a fresh id in the form of a random UUID.
pub(in crate::graph) fn fresh_id() -> String {
    let bits = (fastrand::u128(..) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_random_uuids() {
        let id = fresh_id();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
        assert_ne!(id, fresh_id());
    }

    #[test]
    fn only_ids_that_there_are_are_shown() {
        let ids = |request: Option<&str>, client: &str| {
            let request = request.map(str::to_owned);
            let client = client.to_owned();
            RequestIds { request, client }.to_string()
        };
        assert_eq!(ids(None, ""), "");
        assert_eq!(ids(Some("r"), ""), " (request-id r)");
        assert_eq!(ids(Some("r"), "c"), " (request-id r, client-request-id c)");
    }
}
