//! Roles in rank order.
//!
//! `role` is an open string in Graph: known names compare without regard to
//! case, everything else is kept as written.

use std::cmp::Ordering;

use super::Text;

/// What somebody was in a meeting, from the most responsible to the least.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "Option<String>", from = "Option<String>")]
pub enum Role<'a> {
    /// Called the meeting.
    Organizer,
    /// Helps the organizer.
    Coorganizer,
    /// Runs a live event's broadcast.
    Producer,
    /// May present.
    Presenter,
    /// Takes part.
    Attendee,
    /// The service says `None`: it knows no role for this person.
    None,
    /// A role this version does not know, verbatim.
    Other(Text<'a>),
    /// The report gives no role.
    #[default]
    Missing,
}

const KNOWN: [(&str, Role<'static>); 6] = [
    ("Organizer", Role::Organizer),
    ("Coorganizer", Role::Coorganizer),
    ("Producer", Role::Producer),
    ("Presenter", Role::Presenter),
    ("Attendee", Role::Attendee),
    ("None", Role::None),
];

impl From<Role<'_>> for Option<String> {
    fn from(role: Role<'_>) -> Self {
        role.name().map(str::to_owned)
    }
}

impl From<Option<String>> for Role<'_> {
    fn from(name: Option<String>) -> Self {
        name.map_or(Self::Missing, |name| Self::read(name.into()))
    }
}

impl<'a> Role<'a> {
    /// Reads a role name, ignoring ASCII case; unknown names are kept verbatim.
    pub fn read(name: Text<'a>) -> Self {
        KNOWN
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&name))
            .map_or_else(|| Self::Other(name), |(_, role)| role.clone())
    }

    /// Returns the role's name; `None` where the report gives no role.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Organizer => Some("Organizer"),
            Self::Coorganizer => Some("Coorganizer"),
            Self::Producer => Some("Producer"),
            Self::Presenter => Some("Presenter"),
            Self::Attendee => Some("Attendee"),
            Self::None => Some("None"),
            Self::Other(name) => Some(name),
            Self::Missing => None,
        }
    }

    fn rank(&self) -> usize {
        match self {
            Self::Organizer => 0,
            Self::Coorganizer => 1,
            Self::Producer => 2,
            Self::Presenter => 3,
            Self::Attendee => 4,
            Self::None => 5,
            Self::Other(_) => 6,
            Self::Missing => 7,
        }
    }

    /// Returns the same role, free of the document it was read from.
    pub fn into_owned(self) -> Role<'static> {
        match self {
            Self::Organizer => Role::Organizer,
            Self::Coorganizer => Role::Coorganizer,
            Self::Producer => Role::Producer,
            Self::Presenter => Role::Presenter,
            Self::Attendee => Role::Attendee,
            Self::None => Role::None,
            Self::Other(name) => Role::Other(Text::Owned(name.into_owned())),
            Self::Missing => Role::Missing,
        }
    }
}

/// By rank; unknown roles after the known ones, by name; a missing role last.
impl Ord for Role<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank()
            .cmp(&other.rank())
            .then_with(|| self.name().cmp(&other.name()))
    }
}

impl PartialOrd for Role<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_roles_ignore_case_and_unknown_ones_stay_verbatim() {
        assert_eq!(Role::read("oRGANIZER".into()), Role::Organizer);
        assert_eq!(
            Role::read("Dragon Tamer".into()).name(),
            Some("Dragon Tamer")
        );
    }

    #[test]
    fn roles_sort_by_rank_then_unknown_by_name_then_missing() {
        let mut roles = [
            Role::Missing,
            Role::read("Zed".into()),
            Role::None,
            Role::read("Abe".into()),
            Role::Organizer,
        ];
        roles.sort();
        let names: Vec<_> = roles.iter().map(Role::name).collect();
        assert_eq!(
            names,
            [
                Some("Organizer"),
                Some("None"),
                Some("Abe"),
                Some("Zed"),
                None
            ]
        );
    }
}
