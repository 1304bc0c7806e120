//! Meetings in channels: the service lists the reports of all meetings of the channel
//! under each of them, so that an archive must know them by the channel.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Ids are seen with and without padding.
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How the threads of channels end; those of meetings end otherwise.
pub(in crate::graph) const ENDS: [&str; 2] = ["@thread.tacv2", "@thread.skype"];

/// Returns the name under which an archive knows the reports of a meeting: the thread of its
/// channel, where it has one, and else its own id.
///
/// The id of a meeting is `1*USER*0**THREAD` in Base64, as far as has been seen; whatever
/// is something else is a meeting of its own.
pub(in crate::graph) fn archived_as(meeting: &str) -> Cow<'_, str> {
    thread(meeting).map_or(Cow::Borrowed(meeting), Cow::Owned)
}

fn thread(meeting: &str) -> Option<String> {
    let text = String::from_utf8(ANY_PADDING.decode(meeting).ok()?).ok()?;
    let (_, thread) = text.rsplit_once("**")?;
    let of_channel = thread.starts_with("19:") && ENDS.iter().any(|end| thread.ends_with(end));
    of_channel.then(|| thread.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meetings_of_a_channel_are_known_by_its_thread_and_others_by_their_id() {
        let id = |thread: &str| ANY_PADDING.encode(format!("1*u-1*0**{thread}"));
        let (one, channel) = (id("19:meeting_a@thread.v2"), id("19:ab@thread.tacv2"));
        assert_eq!(archived_as(&one), one);
        assert_eq!(archived_as(&channel), "19:ab@thread.tacv2");
        assert_eq!(
            archived_as(channel.trim_end_matches('=')),
            "19:ab@thread.tacv2"
        );
        for odd in ["", "M", "MSo=", "../x"] {
            assert_eq!(archived_as(odd), odd);
        }
    }
}
