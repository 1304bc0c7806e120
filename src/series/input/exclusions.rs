//! Who is left out of the answers: note-taking bots, room systems, test accounts.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use glob::{MatchOptions, Pattern};

use crate::series::collect::facts::{Facts, RecordFacts};
use crate::series::input::aliases::fold;
use crate::series::input::faults::{FileProblem, problem};
use crate::series::input::sheets::Sheet;

/// The word that stands for the built-in list.
pub const BOTS: &str = "bots";

/// What note takers call themselves, in lower case. A person is hardly called so.
#[rustfmt::skip]
const WELL_KNOWN: [&str; 24] = [
    "*notetaker*", "*note taker*", "*meeting notes", "*otter.ai*", "otterpilot*", "*fireflies.ai*", "read.ai*", "*read assistant*",
    "*fathom*note*", "tl;dv*", "*tldv*", "*sembly*assistant*", "*avoma*assistant*", "*meetgeek*", "*gong*recorder*", "chorus*notetaker*",
    "*krisp*note*", "*jamie*notetaker*", "*supernormal*", "*spinach.io*", "*bluedot*", "*airgram*", "*nyota*", "*recall.ai*",
];

/// One pattern, and how many records it left out.
#[derive(Clone, Debug)]
struct Exclusion {
    pattern: Pattern,
    records: usize,
}

/// A pattern of the built-in list, which every guest is held against.
#[derive(Clone, Debug)]
struct WellKnown {
    pattern: Pattern,
    /// What stands in everything that matches.
    word: &'static str,
}

impl WellKnown {
    fn new(text: &'static str) -> Option<Self> {
        Some(Self {
            pattern: Pattern::new(text).ok()?,
            word: text.split('*').max_by_key(|word| word.len())?,
        })
    }

    fn matches(&self, name: &str) -> bool {
        name.contains(self.word) && is_match(&self.pattern, name)
    }
}

/// The built-in list, made when the first guest is seen: most small runs have none.
struct BuiltIn {
    all: Vec<WellKnown>,
    /// The words of all of them: hardly anybody is called by one.
    words: AhoCorasick,
}

static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| {
    let known = WELL_KNOWN.iter().filter_map(|known| WellKnown::new(known));
    let all: Vec<_> = known.collect();
    let words = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        // The kind that is made fastest; a small run would pay more for another than it gains.
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(all.iter().map(|known| known.word));
    BuiltIn {
        all,
        words: words.expect("so few words fit in"),
    }
});

impl BuiltIn {
    fn knows(&self, name: &str) -> bool {
        // Most names hold none of the words, which needs no copy of them to be seen.
        if name.is_ascii() && !self.words.is_match(name) {
            return false;
        }
        let name = fold(name);
        self.words.is_match(&name) && self.all.iter().any(|known| known.matches(&name))
    }
}

/// Patterns of names, addresses and ids; who matches one is in no answer.
#[derive(Clone, Debug, Default)]
pub struct Exclusions {
    list: Vec<Exclusion>,
    /// Records that look like note takers and are not left out.
    likely_bots: usize,
}

impl Exclusions {
    /// Adds a pattern, in which `*` stands for anything, or the word for well-known bots.
    ///
    /// # Errors
    /// When it is no pattern, or one for everybody.
    pub fn add(&mut self, text: &str) -> Result<(), FileProblem> {
        if fold(text) == BOTS {
            return WELL_KNOWN.iter().try_for_each(|known| self.add(known));
        }
        let folded = fold(text);
        let pattern = Pattern::new(&folded)
            .map_err(|error| problem(text, format!("is no pattern: {}", error.msg)))?;
        if folded.chars().all(|sign| matches!(sign, '*' | '?' | ' ')) {
            return Err(problem(
                text,
                "would leave everybody out; name more than `*`".into(),
            ));
        }
        self.list.push(Exclusion {
            pattern,
            records: 0,
        });
        Ok(())
    }

    /// Adds the patterns of a file: whatever stands in its cells, one per line or in columns.
    ///
    /// # Errors
    /// When a cell is no pattern.
    pub fn add_all(&mut self, sheet: &Sheet) -> Result<(), FileProblem> {
        let lines = sheet.tabs.iter().flat_map(|tab| &tab.lines);
        for line in lines {
            let texts = (0..line.values.len()).filter_map(|at| line.text(Some(at)));
            for text in texts.filter(|text| !is_heading(text)) {
                self.add(&text).map_err(|error| FileProblem {
                    row: Some(line.number),
                    ..problem(&sheet.file, format!("`{text}` {}", error.problem))
                })?;
            }
        }
        Ok(())
    }

    /// Returns whether anybody is to be left out.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes the records of those who match out of facts, and counts them.
    pub fn apply(&mut self, facts: &mut Facts) {
        for report in &mut facts.reports {
            report.records.retain(|record| !self.excludes(record));
        }
    }

    fn excludes(&mut self, record: &RecordFacts) -> bool {
        if !self.list.is_empty() {
            let keys = [&record.name, &record.email, &record.id];
            let keys: Vec<String> = keys.into_iter().flatten().map(|key| fold(key)).collect();
            let matches = |one: &&mut Exclusion| keys.iter().any(|key| is_match(&one.pattern, key));
            if let Some(exclusion) = self.list.iter_mut().find(matches) {
                exclusion.records += 1;
                return true;
            }
        }
        // Bots join as guests, who have no address; so most people need no look.
        if let (None, Some(name)) = (&record.email, &record.name) {
            self.likely_bots += usize::from(BUILT_IN.knows(name));
        }
        false
    }

    /// Returns a line on each pattern that left somebody out, and one on what it did not.
    pub fn told(&self) -> Vec<String> {
        let records = |count: usize| match count {
            1 => "1 record".to_owned(),
            count => format!("{count} records"),
        };
        let own = |one: &&Exclusion| !WELL_KNOWN.contains(&one.pattern.as_str());
        let mut lines: Vec<_> = self
            .list
            .iter()
            .filter(|one| one.records > 0 || own(one))
            .map(|one| match one.records {
                0 => format!("Left out by `{}`: nobody", one.pattern),
                count => format!("Left out by `{}`: {}", one.pattern, records(count)),
            })
            .collect();
        if self.likely_bots > 0 {
            lines.push(format!(
                "Likely note-taking bots: {}; --exclude bots leaves them out",
                records(self.likely_bots)
            ));
        }
        lines
    }
}

fn is_match(pattern: &Pattern, key: &str) -> bool {
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: false,
        require_literal_leading_dot: false,
    };
    pattern.matches_with(key, options)
}

/// Returns whether a cell is the heading of its column.
fn is_heading(text: &str) -> bool {
    use crate::series::input::headings::Field;
    let heads = [Field::Name, Field::Email, Field::Login, Field::Id];
    heads.iter().any(|field| field.rank(text).is_some()) || fold(text) == "pattern"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(patterns: &[&str], name: &str, email: Option<&str>) -> bool {
        let mut exclusions = Exclusions::default();
        patterns
            .iter()
            .for_each(|pattern| exclusions.add(pattern).unwrap());
        let keys = [Some(fold(name)), email.map(fold)];
        let mut list = exclusions.list.iter();
        list.any(|one| keys.iter().flatten().any(|key| is_match(&one.pattern, key)))
    }

    #[test]
    fn well_known_bots_are_known_by_name_and_people_are_not() {
        for bot in [
            "read.ai meeting notes",
            "Nadia's Notetaker (Otter.ai)",
            "Fireflies.ai Notetaker Olof",
        ] {
            assert!(excludes(&["bots"], bot, None), "{bot}");
        }
        for person in ["Nadia Farouk", "Noel Taker", "Anna Fathom", "Reada Ireland"] {
            assert!(!excludes(&["bots"], person, None), "{person}");
        }
    }

    #[test]
    fn likely_bots_are_those_that_the_built_in_list_would_leave_out() {
        let by_word = BUILT_IN.all.iter().map(|known| known.word);
        let around = by_word.flat_map(|word| {
            let (upper, inside) = (word.to_uppercase(), format!("Zoë's {word} note"));
            [
                word.to_owned(),
                upper,
                inside,
                format!("  {word} assistant"),
            ]
        });
        let people = ["Nadia Farouk", "Noël Taker", "ＡＮＮ", ""].map(str::to_owned);
        for name in around.chain(people) {
            let expected = excludes(&["bots"], &name, None);
            assert_eq!(BUILT_IN.knows(&name), expected, "{name}");
        }
    }

    #[test]
    fn a_pattern_is_held_against_the_whole_name_or_address() {
        let room = Some("room.aalto@northwind.example");
        assert!(excludes(&["room.*@northwind.example"], "Room Aalto", room));
        assert!(excludes(&["Room Aalto"], "room aalto", None));
        assert!(!excludes(&["room"], "Room Aalto", room));
    }

    #[test]
    fn a_pattern_for_everybody_is_refused() {
        assert!(Exclusions::default().add("*").is_err());
    }
}
