//! How well the user's lists and the reports go together, both ways.

use std::collections::{BTreeMap, HashSet};

use crate::series::Run;
use crate::series::collect::collection::Collection;
use crate::series::identity::identity_matching::Named;
use crate::series::identity::people::People;
use crate::series::identity::person::PersonId;
use crate::series::input::aliases::{Aliases, Claim};

/// How many people of each side are named.
const NAMED: usize = 5;

/// How many people of a roster are in the reports, and how many of the reports are on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchRate {
    /// People on the roster.
    pub listed: usize,
    /// Of those, people who are in a report.
    pub found: usize,
    /// Of those on the roster who are in no report, people of whose name somebody is.
    pub namesakes: usize,
    /// People in reports who can be known again.
    pub identified: usize,
    /// Of those, people on the roster.
    pub known: usize,
    /// The first people on the roster who are in no report.
    pub missing: Vec<String>,
    /// The first people in reports who are not on the roster.
    pub strangers: Vec<String>,
    /// The likeliest cause, where few match.
    pub likely_cause: &'static str,
}

impl MatchRate {
    /// Returns whether the roster and the reports belong to different people: few match both
    /// ways.
    ///
    /// A short meeting of a large roster, or a webinar full of strangers, is healthy one
    /// way; and where the names are the same, addresses differ and nobody is told absent.
    pub fn is_of_others(&self) -> bool {
        is_few(self.found + self.namesakes, self.listed) && self.knows_few()
    }

    /// Returns whether so few match, both ways, that what is told of the roster says little of
    /// who missed something; people of the same name are not known to be the same.
    pub fn is_doubtful(&self) -> bool {
        let somebody_came = self.identified + self.namesakes > 0;
        is_few(self.found, self.listed) && (self.knows_few() || self.found == 0 && somebody_came)
    }

    fn knows_few(&self) -> bool {
        is_few(self.known, self.identified)
    }
}

/// Returns whether a part is less than half.
pub const fn is_few(part: usize, whole: usize) -> bool {
    2 * part < whole
}

impl Run {
    /// Returns how well the roster and the reports go together; `None` without a roster.
    pub fn match_rate(&self) -> Option<MatchRate> {
        let roster = self.options.roster.as_ref()?;
        let mut rate = MatchRate::default();
        let mut domains = [BTreeMap::new(), BTreeMap::new()];
        for person in 0..self.people.people.len() as PersonId {
            let is_listed = !self.person(person).roster.is_empty();
            let is_found = self.person(person).is_found();
            let is_identified = is_found && (is_listed || !self.person(person).is_unidentified());
            rate.listed += usize::from(is_listed);
            rate.found += usize::from(is_listed && is_found);
            rate.identified += usize::from(is_identified);
            rate.known += usize::from(is_identified && is_listed);
            let domain = self.email(person).and_then(|email| email.rsplit_once('@'));
            if let Some((_, domain)) = domain {
                let side: &mut BTreeMap<&str, usize> = &mut domains[usize::from(!is_listed)];
                *side.entry(domain).or_default() += 1;
            }
            if is_listed && !is_found {
                rate.namesakes += usize::from(self.namesakes.contains_key(&person));
                self.name_some(person, &mut rate.missing);
            } else if is_identified && !is_listed {
                self.name_some(person, &mut rate.strangers);
            }
        }
        let only_names = roster
            .entries
            .iter()
            .all(|entry| entry.email.is_none() && entry.id.is_none());
        let most = |side: &BTreeMap<&str, usize>| {
            let largest = side.iter().max_by_key(|(_, count)| **count);
            largest.map(|(domain, _)| (*domain).to_owned())
        };
        let [own, others] = domains.each_ref().map(most);
        rate.likely_cause = if only_names {
            "the roster has names alone, and a name tells nobody apart: add a column `e-mail` or `id`"
        } else if own.is_none() {
            "the roster has no addresses: is another column taken for the id?"
        } else if others.is_some() && own != others {
            "the addresses of the roster are in another domain than those of the reports"
        } else {
            "the roster is of another course, or another column was taken for the address"
        };
        Some(rate)
    }

    fn name_some(&self, person: PersonId, named: &mut Vec<String>) {
        if named.len() < NAMED {
            let label = self.email(person).or_else(|| self.name(person));
            named.push(label.unwrap_or("(no name)").to_owned());
        }
    }

    /// Returns the first rows of aliases of which nobody is in a report.
    pub fn unmatched_aliases(&self) -> &[usize] {
        &self.unmatched_aliases
    }

    /// Returns the rows of planned meetings that name a report which is not there.
    pub fn unmatched_plans(&self) -> Vec<usize> {
        let planned = &self.options.planned;
        let reports = self.collection.reports.iter();
        let named = reports.filter_map(|report| {
            planned.naming(self.text_some(report.report_id), self.text(report.source))
        });
        let named: HashSet<usize> = named.collect();
        let names_one = |index: &usize| {
            let plan = &planned.meetings[*index];
            plan.report_id.is_some() || plan.file.is_some()
        };
        let all = (0..planned.meetings.len()).filter(names_one);
        all.filter(|index| !named.contains(index))
            .map(|index| planned.meetings[index].row)
            .collect()
    }
}

/// Finds the first rows of aliases of which nobody is among these people, while texts can be
/// found.
pub(in crate::series) fn unmatched_aliases(
    collection: &Collection,
    people: &People,
    aliases: &Aliases,
) -> Vec<usize> {
    if aliases.people.is_empty() {
        return Vec::new();
    }
    let people = people.people.iter();
    let identities = people.flat_map(|person| &person.identities).copied();
    let named = Named::of(collection, identities);
    let names_nobody = |claim: &Claim| named.by_claim(collection, claim).is_empty();
    let aliases = aliases.people.iter();
    let without = aliases.filter(|alias| alias.claims.iter().all(names_nobody));
    without.map(|alias| alias.row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate([listed, found, namesakes]: [usize; 3], [identified, known]: [usize; 2]) -> MatchRate {
        MatchRate {
            listed,
            found,
            namesakes,
            identified,
            known,
            ..MatchRate::default()
        }
    }

    #[test]
    fn few_matches_both_ways_are_another_roster_and_one_way_is_healthy() {
        assert!(rate([20, 2, 0], [20, 2]).is_of_others());
        assert!(!rate([200, 5, 0], [6, 5]).is_of_others());
        assert!(!rate([10, 9, 0], [500, 9]).is_of_others());
        // Half of both is enough.
        assert!(
            !rate([10, 5, 0], [10, 5]).is_of_others() && rate([10, 4, 0], [10, 4]).is_of_others()
        );
    }

    #[test]
    fn people_of_one_name_speak_for_the_roster() {
        assert!(!rate([6, 1, 4], [4, 1]).is_of_others());
        assert!(rate([6, 0, 2], [4, 0]).is_of_others());
    }

    #[test]
    fn a_roster_of_which_hardly_anybody_is_known_tells_little_whatever_the_names_are() {
        assert!(rate([6, 0, 6], [4, 0]).is_doubtful());
        assert!(rate([6, 0, 6], [0, 0]).is_doubtful());
        assert!(rate([6, 2, 0], [20, 2]).is_doubtful());
        assert!(!rate([200, 5, 0], [6, 5]).is_doubtful());
        // Nobody came yet.
        assert!(!rate([6, 0, 0], [0, 0]).is_doubtful());
    }

    #[test]
    fn where_nobody_can_be_known_again_nothing_is_concluded() {
        assert!(!rate([6, 0, 0], [0, 0]).is_of_others());
    }
}
