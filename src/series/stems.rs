//! Names of files that are told apart by numbers, whatever the case of their letters.

use std::collections::{HashMap, HashSet};

/// Names that were given so far.
#[derive(Debug, Default)]
pub struct Stems {
    taken: HashSet<String>,
    /// Where numbers go on: thousands may share a name.
    next: HashMap<String, usize>,
}

impl Stems {
    /// Returns the name, with a number behind it where it was given before.
    pub fn give(&mut self, stem: String) -> String {
        let plain = stem.to_lowercase();
        if self.taken.insert(plain.clone()) {
            return stem;
        }
        let number = self.next.entry(plain).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{stem}_{number}");
            if self.taken.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_numbers_whatever_their_case() {
        let mut stems = Stems::default();
        let given = ["a", "A", "a_2", "a"].map(|name| stems.give(name.into()));
        assert_eq!(given, ["a", "A_2", "a_2_2", "a_3"]);
    }
}
