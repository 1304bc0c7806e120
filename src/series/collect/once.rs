//! Values kept once: many records and reports have one that others have, too.

use std::hash::{BuildHasher as _, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Values by number, each once.
#[derive(Clone, Debug)]
pub struct Once<T> {
    all: Vec<T>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            index: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }
}

impl<T: Eq + Hash> Once<T> {
    /// Returns the number of a value, which is kept if it is new.
    pub fn keep(&mut self, value: T) -> u32 {
        let (all, hasher) = (&mut self.all, &self.hasher);
        let hash = hasher.hash_one(&value);
        if let Some(&known) = self.index.find(hash, |&known| all[known as usize] == value) {
            return known;
        }
        let number = all.len() as u32;
        all.push(value);
        let rehash = |&known: &u32| hasher.hash_one(&all[known as usize]);
        self.index.insert_unique(hash, number, rehash);
        number
    }

    /// Returns the value of a number.
    pub fn get(&self, number: u32) -> &T {
        &self.all[number as usize]
    }

    /// Returns how many values there are.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Lets go of what only keeping needs.
    pub fn end(&mut self) {
        self.index = HashTable::new();
        self.all.shrink_to_fit();
    }
}
