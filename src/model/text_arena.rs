//! Texts of records that outlive the text that they were read from.

use std::sync::OnceLock;

use super::Text;
use super::record::{AttendanceRecord, TEXTS};

/// More than there can be batches in what can be read.
const LEVELS: usize = 32;

/// Room for the texts of any number of batches of records.
///
/// What is kept once stays where it is, so that records can borrow it while more is
/// kept, by whichever thread.
#[derive(Debug, Default)]
pub struct TextArena {
    /// Each level has twice as many places as the one before it, the first one has one.
    levels: [OnceLock<Vec<OnceLock<String>>>; LEVELS],
}

impl TextArena {
    /// Keeps the texts of the records of one batch; the same records, that borrow
    /// what is kept. `None` where those of a batch of this index are kept already.
    pub fn keep<'k>(
        &'k self,
        batch: usize,
        records: Vec<AttendanceRecord<'_>>,
    ) -> Option<Vec<AttendanceRecord<'k>>> {
        let place = self.place(batch);
        place.set(texts_of(&records)).ok()?;
        Some(borrowing(records, place.get()?))
    }

    fn place(&self, index: usize) -> &OnceLock<String> {
        let level = (index + 1).ilog2();
        let places = 1 << level;
        let empty = || (0..places).map(|_| OnceLock::new()).collect();
        &self.levels[level as usize].get_or_init(empty)[index + 1 - places]
    }
}

/// Returns the texts of the records, one behind the other; what a record says alike with one
/// shortly before it, as most do of their tenant, only once.
fn texts_of(records: &[AttendanceRecord<'_>]) -> String {
    let mut recent = [Recent::default(); TEXTS];
    let mut texts = Vec::with_capacity(records.len() * TEXTS);
    for record in records {
        for (text, recent) in record.texts().into_iter().zip(&mut recent) {
            if let Some(text) = text.filter(|text| recent.find(text).is_none()) {
                recent.add(text);
                texts.push(text);
            }
        }
    }
    texts.concat()
}

/// Returns the same records, that borrow `texts`, which [`texts_of`] made of them.
fn borrowing<'k>(records: Vec<AttendanceRecord<'_>>, texts: &'k str) -> Vec<AttendanceRecord<'k>> {
    let mut recent = [Recent::default(); TEXTS];
    let mut rest = texts;
    let mut borrow = |text: &str, recent: &mut Recent<'k>| {
        recent.find(text).unwrap_or_else(|| {
            let (text, behind) = rest.split_at(text.len());
            rest = behind;
            recent.add(text);
            text
        })
    };
    let borrowing = |record: AttendanceRecord<'_>| {
        let texts = record.texts();
        let borrowed = std::array::from_fn(|at| {
            let text = borrow(texts[at]?, &mut recent[at]);
            Some(Text::Borrowed(text))
        });
        record.with_texts(borrowed)
    };
    records.into_iter().map(borrowing).collect()
}

/// How many texts are looked at for one that is said again: a report's people come from
/// few tenants, and are of few kinds.
const RECENT: usize = 4;

/// The last texts at one place of the records.
#[derive(Clone, Copy, Default)]
struct Recent<'t> {
    texts: [&'t str; RECENT],
    next: usize,
}

impl<'t> Recent<'t> {
    fn find(&self, text: &str) -> Option<&'t str> {
        self.texts.into_iter().find(|recent| *recent == text)
    }

    fn add(&mut self, text: &'t str) {
        self.texts[self.next] = text;
        self.next = (self.next + 1) % RECENT;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identity::Identity;
    use crate::model::role::Role;

    fn record<'a>(id: &'a str, tenant: Option<&'a str>) -> AttendanceRecord<'a> {
        AttendanceRecord {
            id: Some(id.into()),
            role: Role::read(id.into()),
            identity: Identity {
                tenant_id: tenant.map(Text::Borrowed),
                ..Identity::default()
            },
            reported_total: Some(1),
            ..AttendanceRecord::default()
        }
    }

    #[test]
    fn records_say_the_same_when_what_they_were_read_from_is_gone() {
        let texts = TextArena::default();
        let keep = |batch: usize| {
            let text = format!("Zoë {batch}");
            let records = ["1", &text, "Attendee"].map(|id| record(id, Some(&text)));
            texts.keep(batch, records.to_vec())
        };
        let kept: Vec<_> = (0..9).map(|batch| keep(batch).unwrap()).collect();
        for (batch, records) in kept.into_iter().enumerate() {
            let text = format!("Zoë {batch}");
            let said = ["1", &text, "Attendee"].map(|id| record(id, Some(&text)));
            assert_eq!(records, said);
        }
        assert!(keep(3).is_none());
    }

    #[test]
    fn what_records_say_alike_is_kept_once() {
        let records = [
            record("a", Some("t")),
            record("b", None),
            record("c", Some("t")),
            record("d", Some("u")),
            record("e", Some("t")),
        ];
        assert_eq!(texts_of(&records), "aatbbccdduee");
        assert_eq!(borrowing(records.to_vec(), "aatbbccdduee"), records);
    }
}
