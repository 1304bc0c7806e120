//! Names of files that are told apart by numbers, whatever the case of their letters.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

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

/// Returns whether some of these names may be equal, whatever the case of their letters. Tells
/// it of very many names without keeping them; where it says no, none gets a number.
pub fn may_repeat<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let digest = |name: &str| {
        let mut hasher = DefaultHasher::new();
        name.to_lowercase().hash(&mut hasher);
        hasher.finish()
    };
    let mut digests: Vec<_> = names.map(digest).collect();
    digests.sort_unstable();
    digests.windows(2).any(|two| two[0] == two[1])
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

    #[test]
    fn names_repeat_where_one_of_them_would_get_a_number() {
        for names in [
            &["a", "b", "A"][..],
            &["a", "b"],
            &["É", "é"],
            &[],
            &["", ""],
        ] {
            let mut stems = Stems::default();
            let is_changed = names.iter().any(|&name| stems.give(name.into()) != name);
            assert_eq!(may_repeat(names.iter().copied()), is_changed, "{names:?}");
        }
    }
}
