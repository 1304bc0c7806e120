//! The permissions that fetching needs, and what each is for.

use crate::graph::auth::claims::Claims;

/// A permission of Microsoft Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// To read attendance, and the files of live events.
    Attendance,
    /// To find meetings by link or number.
    Meetings,
    /// To find meetings in calendars.
    Calendars,
    /// To find meetings in call records.
    CallRecords,
    /// To read webinars and town halls.
    Events,
    /// To find users by name or address, and to list all.
    Users,
    /// To list the members of a group.
    Groups,
}

impl Permission {
    /// Its name, as an application has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attendance => "OnlineMeetingArtifact.Read.All",
            Self::Meetings => "OnlineMeetings.Read.All",
            Self::Calendars => "Calendars.Read",
            Self::CallRecords => "CallRecords.Read.All",
            Self::Events => "VirtualEvent.Read.All",
            Self::Users => "User.Read.All",
            Self::Groups => "GroupMember.Read.All",
        }
    }

    /// Returns whether a token has it, or one that allows more.
    pub(in crate::graph) fn is_in(self, claims: &Claims) -> bool {
        let others: &[&str] = match self {
            Self::Attendance
            | Self::Meetings
            | Self::Calendars
            | Self::CallRecords
            | Self::Events => {
                return claims.allows(self.name());
            }
            // A person's `User.Read` is about that person alone.
            Self::Users => &[
                "User.ReadWrite.All",
                "Directory.Read.All",
                "Directory.ReadWrite.All",
            ],
            Self::Groups => &[
                "GroupMember.ReadWrite.All",
                "Group.Read.All",
                "Group.ReadWrite.All",
                "Directory.Read.All",
                "Directory.ReadWrite.All",
            ],
        };
        let allows = |own: &&str| *own == self.name() || others.contains(own);
        claims.permissions().iter().any(allows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_is_there_under_its_name_or_one_that_allows_more() {
        let has = |scopes: &str, permission: Permission| {
            let scp = Some(scopes.to_owned());
            permission.is_in(&Claims {
                scp,
                ..Claims::default()
            })
        };
        assert!(has("Calendars.ReadWrite", Permission::Calendars));
        assert!(has("VirtualEvent.Read", Permission::Events));
        assert!(has("Directory.Read.All", Permission::Users));
        assert!(has("Group.Read.All", Permission::Groups));
        assert!(!has("User.Read", Permission::Users));
        assert!(!has("User.Read.All", Permission::Groups));
    }
}
