//! Missed: the meetings that somebody had to come to and did not attend, for certain.
//!
//! Whoever was absent missed a meeting, and so did who was there for less than the rule asks.
//! Excused is not missed, and neither is what nobody can tell.

use std::cmp::Reverse;

use crate::model::status::Status;
use crate::model::time::Instant;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::disposition::MeetingId;
use crate::series::register::entries::Expected;

/// What a person missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// Which meetings, in order of time.
    pub meetings: Vec<MeetingId>,
    /// How many of them with status absent.
    pub absent: usize,
    /// How many of them with status partial.
    pub partial: usize,
    /// When the last meeting began that they attended.
    pub last_attended: Option<Instant>,
}

impl Run {
    /// Returns what a person missed; `None` where that is nothing, for certain or as far
    /// as is known.
    pub fn missed(&self, person: PersonId) -> Option<Missed> {
        if let Some(known) = self.settled.of(person) {
            return known.missed.clone();
        }
        let mut missed = Missed::default();
        for entry in self.register(person) {
            if self.counts_as_attended(&entry) {
                let begin = self.meetings[entry.meeting as usize].begin();
                missed.last_attended = missed.last_attended.max(begin);
            }
            if entry.expected != Expected::Required {
                continue;
            }
            match self.status(&entry) {
                Status::Absent => missed.absent += 1,
                Status::Partial => missed.partial += 1,
                Status::Present
                | Status::Late
                | Status::LeftEarly
                | Status::Excused
                | Status::Unknown => continue,
            }
            missed.meetings.push(entry.meeting);
        }
        (!missed.meetings.is_empty()).then_some(missed)
    }

    /// Returns the people in view who missed something, those who missed most first.
    pub fn all_missed(&self) -> Vec<(PersonId, Missed)> {
        // Without a roster nobody had to come.
        if !self.has_roster() {
            return Vec::new();
        }
        let people = self.people();
        let mut all: Vec<_> = people
            .filter_map(|person| Some((person, self.missed(person)?)))
            .collect();
        all.sort_by_key(|(_, missed)| Reverse((missed.meetings.len(), missed.absent)));
        all
    }
}
