//! Patterns by which users name people, series and departments: `*` stands for anything.

use glob::Pattern;

use crate::series::input::aliases::{fold, name_key};

/// A name or address, in which `*` stands for anything; case does not count.
#[derive(Clone, Debug)]
pub struct NamePattern {
    typed: String,
    pattern: Pattern,
    /// The name as likely matches are found; `None` where a `*` stands in it.
    key: Option<String>,
}

impl NamePattern {
    /// Reads a pattern; every sign but `*` stands for itself.
    ///
    /// # Errors
    /// A phrase, where there is nothing to look for.
    pub fn read(typed: &str) -> Result<Self, String> {
        let folded = fold(typed);
        if folded.is_empty() {
            return Err("is empty".into());
        }
        let parts: Vec<_> = folded.split('*').map(Pattern::escape).collect();
        let pattern = Pattern::new(&parts.join("*")).map_err(|error| error.msg.to_owned())?;
        Ok(Self {
            typed: typed.to_owned(),
            pattern,
            key: (!folded.contains('*')).then(|| name_key(typed)),
        })
    }

    /// Returns it as it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns whether all of the text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.pattern.matches(&fold(text))
    }

    /// Returns whether a person's name matches, as rosters find people by their names: `Lee,
    /// Ann` is `Ann Lee (Guest)`.
    pub fn matches_name(&self, name: &str) -> bool {
        let is_key = |key: &String| !key.is_empty() && *key == name_key(name);
        self.key.as_ref().is_some_and(is_key) || self.matches(name)
    }
}

/// How many names are offered where nothing matches.
const MOST_OFFERED: usize = 5;

/// Returns the names that look most like what was typed, the likeliest first.
pub fn alike<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = pairs(&fold(typed).replace('*', " "));
    let likeness = |name: &str| {
        let own = pairs(&fold(name));
        let common = wanted.iter().filter(|pair| own.contains(pair)).count();
        100 * common / wanted.len().max(1)
    };
    let names = names.into_iter();
    let mut all: Vec<_> = names.map(|name| (likeness(name), name)).collect();
    all.retain(|(likeness, _)| *likeness >= 40);
    all.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.cmp(second)));
    all.dedup();
    all.truncate(MOST_OFFERED);
    all.into_iter().map(|(_, name)| name).collect()
}

/// Returns each two signs that stand beside each other in a word, and its first one.
fn pairs(text: &str) -> Vec<(char, char)> {
    let words = text.split_whitespace();
    words
        .flat_map(|word| {
            let signs = std::iter::once(' ').chain(word.chars());
            signs.zip(word.chars()).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        NamePattern::read(pattern).unwrap().matches_name(name)
    }

    #[test]
    fn a_name_is_found_as_rosters_find_it() {
        assert!(matches("ann lee", "LEE, Ann (Guest)"));
        assert!(matches("Lee, Ann", "Ann Lee"));
        assert!(!matches("Ann", "Ann Lee"));
        assert!(!matches("(Guest)", "Ann Lee (Guest)"));
    }

    #[test]
    fn a_star_stands_for_anything_and_nothing_else_does() {
        assert!(matches("Ann*", "ann lee"));
        assert!(matches("*@sales.example", "ann@sales.example"));
        assert!(!matches("*@sales.example", "ann@sales.example.org"));
        assert!(matches("Team [A]?", "team [a]?"));
        assert!(!matches("Team ?", "Team A"));
        assert!(NamePattern::read("  ").is_err());
    }

    #[test]
    fn what_looks_like_it_is_offered_the_likeliest_first() {
        let names = ["Anna Bergström", "Ann Lee", "Bruno Carvalho", "Anna Berg"];
        assert_eq!(alike("Ana Berg", names), ["Anna Berg", "Anna Bergström"]);
        assert_eq!(alike("Bruno", names), ["Bruno Carvalho"]);
        assert_eq!(alike("xyz", names), [""; 0]);
    }
}
