//! Texts kept once: ids, names and addresses recur in every meeting.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A text that is kept; small, and equal exactly where the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(NonZeroU32);

/// A pool of texts.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pool: String,
    /// Where each text ends in the pool; it begins where the one before ends.
    ends: Vec<usize>,
    index: HashTable<TextId>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// Keeps a text, once.
    pub fn keep(&mut self, text: &str) -> TextId {
        let hash = self.hasher.hash_one(text);
        let (pool, ends) = (&self.pool, &self.ends);
        if let Some(&known) = self
            .index
            .find(hash, |&known| resolve(pool, ends, known) == text)
        {
            return known;
        }
        self.pool.push_str(text);
        self.ends.push(self.pool.len());
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let id = TextId(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX));
        let (pool, ends, hasher) = (&self.pool, &self.ends, &self.hasher);
        let rehash = |&known: &TextId| hasher.hash_one(resolve(pool, ends, known));
        self.index.insert_unique(hash, id, rehash);
        id
    }

    /// Keeps a text where there is one.
    pub fn keep_some(&mut self, text: Option<&str>) -> Option<TextId> {
        text.map(|text| self.keep(text))
    }

    /// Lets go of what only keeping and finding texts needs: from then on they are read alone.
    pub fn end(&mut self) {
        self.index = HashTable::new();
        self.pool.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Returns the text.
    pub fn get(&self, id: TextId) -> &str {
        resolve(&self.pool, &self.ends, id)
    }

    /// Returns the text, where there is one.
    pub fn get_some(&self, id: Option<TextId>) -> Option<&str> {
        id.map(|id| self.get(id))
    }

    /// Returns the id of a text that is kept already.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.index
            .find(hash, |&known| self.get(known) == text)
            .copied()
    }
}

fn resolve<'p>(pool: &'p str, ends: &[usize], id: TextId) -> &'p str {
    let at = id.0.get() as usize - 1;
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &pool[start..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_kept_once_and_come_back() {
        let mut texts = Texts::default();
        let ids: Vec<_> = ["Zoë", "", "Ann", "Zoë"]
            .map(|text| texts.keep(text))
            .to_vec();
        assert_eq!(ids[0], ids[3]);
        assert_eq!(
            [texts.get(ids[0]), texts.get(ids[1]), texts.get(ids[2])],
            ["Zoë", "", "Ann"]
        );
        assert_eq!((texts.find("Ann"), texts.find("Bob")), (Some(ids[2]), None));
    }
}
