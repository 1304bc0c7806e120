//! Totals over all meetings of a run.

use std::collections::BTreeMap;

use super::roles::{GroupTotals, MeetingGroups};
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
    /// Adds a meeting.
    pub fn add(&mut self, groups: MeetingGroups<'static>) {
        self.all.add(&groups.all);
        for (role, group) in groups.roles {
            self.roles.entry(role).or_default().add(&group);
        }
    }
}
