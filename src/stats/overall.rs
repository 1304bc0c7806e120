//! Totals over all meetings of a run.

use std::collections::BTreeMap;

use super::roles::{GroupTotals, MeetingGroups, SeveralGroups};
use crate::model::role::Role;

/// Totals over all meetings: the same in whatever order they are added.
#[derive(Clone, Debug, Default)]
pub struct Overall {
    /// Each role that occurs, in rank order.
    pub roles: BTreeMap<Role<'static>, GroupTotals>,
    /// Everybody.
    pub all: GroupTotals,
}

impl Overall {
    /// Adds some meetings.
    pub fn add(&mut self, meetings: SeveralMeetings) {
        self.all.add(&meetings.all);
        for (role, groups) in meetings.roles {
            self.roles.entry(role).or_default().add(&groups);
        }
    }
}

/// The groups of some meetings, on their way to the totals: small enough for each
/// thread to gather its own.
#[derive(Debug, Default)]
pub struct SeveralMeetings {
    all: SeveralGroups,
    /// Each role that occurs, in no order.
    roles: Vec<(Role<'static>, SeveralGroups)>,
}

impl SeveralMeetings {
    /// Adds a meeting.
    pub fn add(&mut self, groups: &MeetingGroups<'_>) {
        self.all.add(&groups.all);
        for (role, group) in &groups.roles {
            let known = self.roles.iter().position(|(known, _)| known == role);
            // The name is copied once a role, and not once a meeting.
            let at = known.unwrap_or_else(|| {
                let role = role.clone().into_owned();
                self.roles.push((role, SeveralGroups::default()));
                self.roles.len() - 1
            });
            self.roles[at].1.add(group);
        }
    }
}
