//! What was named: the meetings, and the organizers in whose calendars others are.

use std::io::{self, Read as _};
use std::path::Path;

use rollbook::decode::encoding;
use rollbook::graph::reports::Source;
use rollbook::graph::reports::directory::Organizers;
use rollbook::graph::reports::endpoints::{Owner, Wanted, each_once};

use crate::commands::online::{Named, OnlineFailure, read};
use crate::plan::fetch::{MeetingsPlan, OrganizersFrom, parse_join_id};

/// Returns the meetings that were named, each once.
pub fn meetings(plan: &MeetingsPlan) -> Result<Vec<Wanted>, OnlineFailure> {
    let mut wanted = plan.named.clone();
    for path in &plan.listed_in {
        wanted.extend(meetings_from(path, &plan.owner)?);
    }
    Ok(each_once(wanted.into_iter()).collect())
}

/// Returns whose calendars were named.
pub fn organizers(plan: &MeetingsPlan) -> Result<Vec<Organizers>, OnlineFailure> {
    let mut organizers = Vec::new();
    for from in &plan.organizers {
        match from {
            OrganizersFrom::Typed(typed) => organizers.push(typed.clone()),
            OrganizersFrom::File(path) => organizers.extend(users_in(path, &read(path)?)?),
            OrganizersFrom::Stdin => {
                let path = Path::new("standard input");
                let mut bytes = Vec::new();
                let read = io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|source| OnlineFailure::Read {
                    path: path.to_owned(),
                    source,
                })?;
                organizers.extend(users_in(path, &bytes)?);
            }
        }
    }
    if plan.source == Source::CallRecords && organizers.contains(&Organizers::Me) {
        return Err(OnlineFailure::NobodysRecords);
    }
    Ok(each_once(organizers.into_iter()).collect())
}

/// Returns the users that a file names; one that names nobody is a mistake.
fn users_in(path: &Path, bytes: &[u8]) -> Result<Vec<Organizers>, OnlineFailure> {
    let user = |line: &str| {
        let one = !line.contains(|sign: char| sign.is_whitespace() || ",;\"".contains(sign));
        one.then(|| Organizers::Named(line.to_owned()))
    };
    let users: Vec<_> = lines_of(path, bytes, Named::Organizer, user)?;
    if users.is_empty() {
        let path = path.to_owned();
        return Err(OnlineFailure::Nobody { path });
    }
    Ok(users)
}

/// Returns the meetings that a file names, one per line.
fn meetings_from(path: &Path, owner: &Owner) -> Result<Vec<Wanted>, OnlineFailure> {
    lines_of(path, &read(path)?, Named::Meeting, |line| {
        meeting_in(line, owner)
    })
}

/// Returns what each line of a file names; blank lines and remarks are passed over.
fn lines_of<T>(
    path: &Path,
    bytes: &[u8],
    named: Named,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, OnlineFailure> {
    let bytes = encoding::utf8(bytes).unwrap_or(bytes.into());
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            parse(line).ok_or_else(|| OnlineFailure::Line {
                path: path.to_owned(),
                line: index + 1,
                named,
            })
        })
        .collect()
}

/// Returns the meeting that a line names: `MEETING` or `USER_ID,MEETING`.
fn meeting_in(line: &str, owner: &Owner) -> Option<Wanted> {
    // A link may hold commas itself.
    let pair = line.split_once(',').filter(|_| !is_link(line));
    let (owner, meeting) = match pair {
        Some((user, meeting)) => (Owner::User(user.trim().to_owned()), meeting.trim()),
        None => (owner.clone(), line),
    };
    let blank_user = matches!(&owner, Owner::User(user) if user.is_empty());
    if blank_user || meeting.is_empty() {
        None
    } else if is_link(meeting) {
        Some(Wanted::JoinLink(owner, meeting.to_owned()))
    } else if let Ok(digits) = parse_join_id(meeting) {
        Some(Wanted::JoinId(owner, digits))
    } else if meeting.contains(char::is_whitespace) {
        None
    } else {
        Some(Wanted::Meeting(owner, meeting.to_owned()))
    }
}

fn is_link(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: &str) -> Owner {
        Owner::User(id.into())
    }

    #[test]
    fn a_line_names_an_organizer_by_name_address_or_id() {
        let named = |text: &str| users_in(Path::new("f"), text.as_bytes());
        let one = |user: &str| Organizers::Named(user.to_owned());
        let text = "\u{feff}# ours\r\nanna@contoso.example\r\n\r\n u-1 \n";
        assert_eq!(
            named(text).unwrap(),
            [one("anna@contoso.example"), one("u-1")]
        );
        let utf16: Vec<_> = "\u{feff}u-1\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(users_in(Path::new("f"), &utf16).unwrap(), [one("u-1")]);
        for wrong in ["", "# nobody", "two words", "id,name"] {
            assert!(named(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_names_a_meeting_in_one_of_three_ways_and_maybe_its_organizer() {
        let me = Owner::Me;
        let link = "https://teams.example/l/meetup-join/19%3a,x";
        let named = |line: &str| meeting_in(line, &me);
        assert_eq!(
            named("MSo="),
            Some(Wanted::Meeting(me.clone(), "MSo=".into()))
        );
        assert_eq!(named(link), Some(Wanted::JoinLink(me.clone(), link.into())));
        assert_eq!(
            named("123 456"),
            Some(Wanted::JoinId(me.clone(), "123456".into()))
        );
        assert_eq!(
            named(&format!("u1, {link}")),
            Some(Wanted::JoinLink(user("u1"), link.into()))
        );
        assert_eq!(named("two words"), None);
        assert_eq!(named(",MSo="), None);
    }
}
