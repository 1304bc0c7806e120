//! What a report says, apart from how it is written.

use crate::storage::digest::sha256;

/// Returns the SHA-256 of what a JSON object says: its members in a stated order, without the
/// annotations that depend on how it was asked for.
pub fn content_digest(json: &[u8]) -> Option<String> {
    let mut value: serde_json::Value = serde_json::from_slice(json).ok()?;
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, _| name != "@odata.context");
    }
    Some(sha256(value.to_string().as_bytes()))
}

/// Returns whether two reports say the same, members in any order and the annotations of the
/// request left out.
pub(in crate::graph) fn say_the_same(one: &[u8], other: &[u8]) -> bool {
    one == other || content_digest(one).is_some_and(|digest| content_digest(other) == Some(digest))
}
