//! What an archive remembers of the service, so that the next night costs little: the
//! meetings behind links, those that have settled, and the users behind names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Where it is kept in an archive.
pub(in crate::graph) const MEMORY: &str = ".rollbook/memory.ndjson";

/// For how long it is trusted: links are met again, and names go to others.
const TRUSTED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One thing that is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    /// Whose, and by what it was found: a link, a number or a name.
    of: String,
    by: String,
    /// What was found: the id of a meeting or a user.
    id: String,
    /// When it was found.
    found: Timestamp,
    /// When nothing more was to come of it, where that is so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    settled: Option<Timestamp>,
}

/// What an archive remembers, by owner and way.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Memory {
    known: BTreeMap<(String, String), Remembered>,
}

/// Stands for the tenant in place of an owner: for the names of users.
pub(in crate::graph) const TENANT: &str = "tenant";

impl Memory {
    /// Reads what an archive remembers; a line that cannot be read is forgotten.
    pub(in crate::graph) fn read(archive: &Path) -> Self {
        // Without it everything is asked for again, which is slow and harmless.
        let text = fs::read(archive.join(MEMORY)).unwrap_or_default();
        let lines = text.split(|&byte| byte == b'\n');
        let known = lines.filter_map(|line| serde_json::from_slice::<Remembered>(line).ok());
        Self {
            known: known
                .map(|one| ((one.of.clone(), one.by.clone()), one))
                .collect(),
        }
    }

    fn get(&self, of: &str, by: &str) -> Option<&Remembered> {
        self.known.get(&(of.to_owned(), by.to_owned()))
    }

    /// Returns the id of what was found so within the last week.
    pub(in crate::graph) fn id(&self, of: &str, by: &str, now: Timestamp) -> Option<&str> {
        let known = self.get(of, by)?;
        (now.duration_since(known.found) < TRUSTED).then_some(known.id.as_str())
    }

    /// Returns whether nothing more was to come of it within the last week.
    pub(in crate::graph) fn is_settled(&self, of: &str, by: &str, now: Timestamp) -> bool {
        let settled = self.get(of, by).and_then(|known| known.settled);
        settled.is_some_and(|settled| now.duration_since(settled) < TRUSTED)
    }

    /// Notes what was found.
    pub(in crate::graph) fn note(&mut self, of: &str, by: &str, id: &str, now: Timestamp) {
        let one = Remembered {
            of: of.to_owned(),
            by: by.to_owned(),
            id: id.to_owned(),
            found: now,
            settled: None,
        };
        self.known.insert((of.to_owned(), by.to_owned()), one);
    }

    /// Notes whether nothing more is to come of what was found so.
    pub(in crate::graph) fn settle(&mut self, of: &str, by: &str, settled: Option<Timestamp>) {
        if let Some(known) = self.known.get_mut(&(of.to_owned(), by.to_owned())) {
            known.settled = settled;
        }
    }

    /// Forgets what turned out to be otherwise.
    pub(in crate::graph) fn forget(&mut self, of: &str, by: &str) {
        self.known.remove(&(of.to_owned(), by.to_owned()));
    }

    /// Returns the lines of the file, without what is trusted no longer.
    pub(in crate::graph) fn lines(&self, now: Timestamp) -> Vec<u8> {
        let mut lines = Vec::new();
        let trusted = |one: &&Remembered| now.duration_since(one.found) < TRUSTED;
        for one in self.known.values().filter(trusted) {
            lines.extend(serde_json::to_vec(one).unwrap_or_default());
            lines.push(b'\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_trusted_for_a_week_and_settles_until_it_is_found_anew() {
        let day = |number: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number);
        let mut memory = Memory::default();
        memory.note("u", "link", "M", day(0));
        assert_eq!(memory.id("u", "link", day(6)), Some("M"));
        assert_eq!(memory.id("u", "link", day(7)), None);
        assert_eq!(memory.id("v", "link", day(6)), None);
        memory.settle("u", "link", Some(day(1)));
        assert!(memory.is_settled("u", "link", day(2)) && !memory.is_settled("u", "link", day(8)));
        assert!(memory.lines(day(8)).is_empty());
        memory.note("u", "link", "M", day(2));
        assert!(!memory.is_settled("u", "link", day(2)));
    }
}
