//! Choice: answers about some people, or about the meetings of some series, alone.
//!
//! Whoever is not chosen is out of view, and so in no table, page or sheet of people. How
//! they are told apart, and what everybody did, is found of all before.

use std::collections::BTreeSet;

use super::Run;
use super::identity::person::PersonId;
use super::input::aliases::fold;
use super::input::name_pattern::{NamePattern, alike};
use super::meetings::disposition::Disposition;
use super::meetings::meeting::{Meeting, Meetings};
use crate::model::natural_order::Natural;
use crate::series::collect::collection::Collection;

/// A choice that nothing matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoMatch {
    /// What was typed.
    pub typed: String,
    /// What there is: names that look like it, or all of them.
    pub known: Vec<String>,
}

/// What was left out of a run since others were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OtherSeries {
    /// The names of all series.
    pub names: Vec<String>,
    /// How many meetings were left out.
    pub meetings: usize,
}

/// Leaves out the meetings of series that match no pattern, after all were found.
pub(super) fn keep_series(
    patterns: &[NamePattern],
    collection: &Collection,
    found: &mut Meetings,
) -> OtherSeries {
    if patterns.is_empty() {
        return OtherSeries::default();
    }
    let name = |meeting: &Meeting| collection.texts.get(meeting.series);
    let names: BTreeSet<_> = found.list.iter().map(|one| Natural(name(one))).collect();
    let names = names.into_iter().map(|name| name.0.to_owned());
    let names = names.filter(|name| !name.is_empty()).collect();
    let before = found.list.len();
    let is_chosen = |meeting: &Meeting| patterns.iter().any(|one| one.matches(name(meeting)));
    found.keep(is_chosen, Disposition::OtherSeries);
    OtherSeries {
        names,
        meetings: before - found.list.len(),
    }
}

impl Run {
    /// Returns how many meetings were left out as of a series that was not asked for.
    pub fn meetings_of_other_series(&self) -> usize {
        self.other_series.meetings
    }

    /// Checks that each series that was asked for is there.
    ///
    /// # Errors
    /// The first one that is not, and the series there are.
    pub fn refuse_unknown_series(&self) -> Result<(), NoMatch> {
        let names = &self.other_series.names;
        let is_unknown = |pattern: &&NamePattern| !names.iter().any(|name| pattern.matches(name));
        match self.options.series.iter().find(is_unknown) {
            None => Ok(()),
            Some(pattern) => Err(NoMatch {
                typed: pattern.typed().to_owned(),
                known: names.clone(),
            }),
        }
    }

    /// Keeps only the people in view whom a pattern matches, by name, address or id; returns
    /// how many were left out.
    ///
    /// # Errors
    /// The first pattern that matches nobody, and names that look like it.
    pub fn choose_people(&mut self, patterns: &[NamePattern]) -> Result<usize, NoMatch> {
        let all: Vec<PersonId> = self.people().collect();
        let is_match = |pattern: &NamePattern, person: PersonId| {
            let names = [self.name(person), self.roster_name(person)];
            let mut names = names.into_iter().flatten();
            names.any(|name| pattern.matches_name(name))
                || self.keys(person).iter().any(|key| pattern.matches(key))
        };
        for pattern in patterns {
            if !all.iter().any(|&person| is_match(pattern, person)) {
                let names = all.iter().flat_map(|&person| {
                    [self.name(person), self.email(person)]
                        .into_iter()
                        .flatten()
                });
                let known = alike(pattern.typed(), names);
                return Err(NoMatch {
                    typed: pattern.typed().to_owned(),
                    known: known.into_iter().map(str::to_owned).collect(),
                });
            }
        }
        let chosen = all.iter().copied();
        let chosen: Vec<_> = chosen
            .filter(|&person| patterns.iter().any(|one| is_match(one, person)))
            .collect();
        let left_out = all.len() - chosen.len();
        self.show(chosen);
        self.is_of_few = true;
        Ok(left_out)
    }

    /// Keeps only the people in view who are of a department, by the roster; returns its
    /// name as the roster writes it, and how many people were left out.
    ///
    /// # Errors
    /// Where there is no such department: those there are.
    pub fn choose_department(&mut self, typed: &str) -> Result<(String, usize), NoMatch> {
        let departments: Vec<String> = self.departments().into_iter().flatten().collect();
        let is_it = |name: &&String| fold(name) == fold(typed);
        let Some(name) = departments.iter().find(is_it).cloned() else {
            return Err(NoMatch {
                typed: typed.to_owned(),
                known: departments,
            });
        };
        let before = self.show_department(Some(&name)).len();
        let left_out = before - self.people().count();
        Ok((name, left_out))
    }

    fn roster_name(&self, person: PersonId) -> Option<&str> {
        self.entries(person).find_map(|entry| entry.name.as_deref())
    }
}
