//! What the guide says of one word: a finding, a column, a table, a status or a term.

use super::blocks::{Block, blocks, plain};
use super::{CHAPTERS, Chapter, print};

/// How many sentences that only mention a word are shown.
const MOST_SENTENCES: usize = 12;

/// Returns what the guide says of a word, in lines of at most `most` columns; `None`
/// where the word stands nowhere in it.
pub fn explain(word: &str, most: usize) -> Option<String> {
    let word = wanted(word);
    if word.is_empty() {
        return None;
    }
    let passages: Vec<_> = CHAPTERS
        .iter()
        .flat_map(|chapter| named(chapter, &word))
        .collect();
    let sentences: Vec<_> = CHAPTERS
        .iter()
        .flat_map(|chapter| said(chapter, &word))
        .collect();
    let mut text = String::new();
    for passage in &passages {
        text += &format!("## {} (chapter `{}`)\n\n", passage.section, passage.chapter);
        text += &passage.markdown;
        text += "\n";
    }
    if !sentences.is_empty() {
        text += "## Where the guide speaks of it\n\n";
        for (chapter, sentence) in sentences.iter().take(MOST_SENTENCES) {
            text += &format!("* {} ({chapter})\n", as_code(sentence));
        }
    }
    (!text.is_empty()).then(|| print::text(&text, most))
}

/// Returns names in the guide that look like a word which it does not hold.
pub fn alike(word: &str) -> Vec<String> {
    let word = wanted(word);
    let beginning: String = word.chars().take(4).collect();
    let mut names: Vec<_> = CHAPTERS.iter().flat_map(names).collect();
    names.retain(|name| name.starts_with(&beginning) || (word.len() > 3 && name.contains(&word)));
    names.sort();
    names.dedup();
    names.truncate(MOST_SENTENCES);
    names
}

/// A part of a chapter that is about a word.
struct Passage {
    chapter: &'static str,
    section: String,
    markdown: String,
}

/// Returns the word as names are compared: in lower case, without the signs around it.
fn wanted(word: &str) -> String {
    let word = word.trim().trim_matches('`');
    word.trim_end_matches(':').to_lowercase()
}

/// Returns whether one of the names in a cell or in bold is the word.
fn is_named(cell: &str, word: &str) -> bool {
    names_in(cell).any(|name| name == word)
}

/// Returns the names that a cell holds, such as three statuses with commas between them.
fn names_in(cell: &str) -> impl Iterator<Item = String> {
    let whole = plain(cell).to_lowercase();
    let parts: Vec<_> = whole.split(", ").map(str::to_owned).collect();
    std::iter::once(whole).chain(parts)
}

/// Returns all names of a chapter: those of tables' rows, of terms and of headings.
fn names(chapter: &Chapter) -> Vec<String> {
    let mut names = Vec::new();
    for block in blocks(chapter.text) {
        match block {
            Block::Table { rows, .. } => {
                let cells = rows.iter().skip(1).filter_map(|row| row.first());
                names.extend(cells.filter(|cell| !cell.contains(' ')).cloned());
            }
            Block::Heading(_, title) => {
                names.extend(title.split_once(": ").map(|(name, _)| name.to_owned()));
            }
            Block::Text { .. } | Block::Code { .. } => {}
        }
    }
    names.into_iter().map(|name| name.to_lowercase()).collect()
}

/// Returns the rows, terms and sections of a chapter that have the word as their name.
fn named(chapter: &'static Chapter, word: &str) -> Vec<Passage> {
    let mut search = Search {
        chapter,
        word,
        section: chapter.title().to_owned(),
        whole: None,
        headings: "",
        passages: Vec::new(),
    };
    chapter.text.lines().for_each(|line| search.line(line));
    search.passages
}

/// The way through a chapter, line by line.
struct Search<'w> {
    chapter: &'static Chapter,
    word: &'w str,
    /// The heading above the line.
    section: String,
    /// The level of the heading whose section is taken whole.
    whole: Option<usize>,
    /// The headings of the table in which the line stands; empty outside of tables.
    headings: &'static str,
    passages: Vec<Passage>,
}

impl Search<'_> {
    fn line(&mut self, line: &'static str) {
        if line.starts_with('#') && self.heading(line) {
            return;
        }
        match self.passages.last_mut() {
            Some(passage) if self.whole.is_some() => {
                passage.markdown += line;
                passage.markdown += "\n";
            }
            _ if line.trim_start().starts_with('|') => self.row(line.trim_start()),
            _ => self.term(line),
        }
    }

    /// Takes a heading; whether the section of the word begins with it.
    fn heading(&mut self, line: &str) -> bool {
        let level = line.len() - line.trim_start_matches('#').len();
        if self.whole.is_some_and(|taken| level <= taken) {
            self.whole = None;
        }
        self.section = plain(line.trim_start_matches('#').trim());
        let name = self.section.split(": ").next().unwrap_or_default();
        let begins = self.whole.is_none() && level > 1 && name.to_lowercase() == self.word;
        if begins {
            self.whole = Some(level);
            self.add(String::new());
        }
        begins
    }

    fn row(&mut self, row: &'static str) {
        let mut names = row.split('|').skip(1).take(2);
        if self.headings.is_empty() {
            self.headings = row;
        } else if names.any(|cell| is_named(cell.trim(), self.word)) {
            self.add(entry(self.headings, row));
        }
    }

    fn term(&mut self, line: &str) {
        self.headings = "";
        let bold = line
            .strip_prefix("* **")
            .and_then(|rest| rest.split_once("**"));
        if bold.is_some_and(|(term, _)| is_named(term.trim_end_matches(':'), self.word)) {
            self.add(item(self.chapter.text, line) + "\n");
        }
    }

    fn add(&mut self, markdown: String) {
        self.passages.push(Passage {
            chapter: self.chapter.name,
            section: self.section.clone(),
            markdown,
        });
    }
}

/// Returns a row of a table as a list of its cells, each with its heading.
fn entry(headings: &str, row: &str) -> String {
    let table = format!("{headings}\n|---|\n{row}\n");
    let Some(Block::Table { rows, .. }) = blocks(&table).into_iter().next() else {
        return String::new();
    };
    let [headings, row] = rows.as_slice() else {
        return String::new();
    };
    let cells = headings
        .iter()
        .zip(row)
        .filter(|(_, cell)| !cell.is_empty());
    let line = |(heading, cell): (&String, &String)| match heading.as_str() {
        "" => format!("* {}\n", as_code(cell)),
        heading => format!("* {heading}: {}\n", as_code(cell)),
    };
    cells.map(line).collect()
}

/// Returns a text that is plain already so that no sign in it means anything.
fn as_code(text: &str) -> String {
    match text.contains(['*', '[', '!']) {
        true if !text.contains('`') => format!("`{text}`"),
        _ => text.to_owned(),
    }
}

/// Returns an item of a list with the lines that continue it.
fn item(text: &str, first: &str) -> String {
    let from = text.lines().skip_while(|line| *line != first).skip(1);
    let more = from.take_while(|line| line.starts_with("  "));
    more.fold(first.to_owned(), |whole, line| {
        whole + " " + line.trim_start()
    })
}

/// Returns the items and paragraphs of a chapter that mention the word in a sentence.
fn said(chapter: &'static Chapter, word: &str) -> Vec<(&'static str, String)> {
    let texts = blocks(chapter.text)
        .into_iter()
        .filter_map(|block| match block {
            Block::Text { text, .. } => Some(text),
            Block::Heading(..) | Block::Code { .. } | Block::Table { .. } => None,
        });
    let sentences = texts.flat_map(|text| sentences(&text));
    let about = sentences.filter(|sentence| mentions(&sentence.to_lowercase(), word));
    about.map(|sentence| (chapter.name, sentence)).collect()
}

/// Returns the sentences of a text.
pub fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let last = sentences
            .last_mut()
            .expect("there is one from the beginning");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word.trim_end_matches([')', '"']).ends_with(['.', '?', '!']) {
            sentences.push(String::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Returns whether a text holds the word with no letter, digit or joining sign beside it.
fn mentions(text: &str, word: &str) -> bool {
    let joins = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_');
    text.match_indices(word).any(|(at, found)| {
        !text[..at].ends_with(joins) && !text[at + found.len()..].starts_with(joins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::model::status::Status;
    use crate::views::Table;
    use crate::views::definitions::DEFINITIONS;

    fn explained(word: &str) -> String {
        in_one_line(&explain(word, 80).unwrap_or_else(|| panic!("`{word}` is explained")))
    }

    fn in_one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_code_is_explained_with_its_advice() {
        for code in Code::ALL {
            let text = explained(code.name());
            for said in [code.meaning(), code.advice()] {
                assert!(text.contains(&plain(said)), "{code}: {text}");
            }
        }
    }

    #[test]
    fn every_table_and_every_column_is_explained() {
        for table in Table::ALL {
            let text = explained(table.name());
            assert!(text.contains(table.meaning()), "{}", table.name());
            for column in table.columns() {
                for word in [column.key, column.label] {
                    assert!(explained(word).contains(&plain(column.meaning)), "{word}");
                }
            }
        }
    }

    #[test]
    fn statuses_and_terms_are_explained() {
        for status in Status::ALL {
            let text = explained(status.name());
            let letter = format!("letter: {}", status.letter());
            assert!(text.contains(&letter), "{text}");
        }
        for (term, meaning) in DEFINITIONS {
            assert!(explained(term).contains(&plain(meaning)), "{term}");
        }
    }

    #[test]
    fn a_word_is_found_whole_and_in_any_case() {
        assert!(mentions("the grace only decides", "grace"));
        assert!(!mentions("a disgrace", "grace") && !mentions("--grace-less", "grace"));
        assert_eq!(explain("LATE", 80), explain("late", 80));
        assert_eq!(explain("xyzzy", 80), None);
        assert_eq!(explain("  ", 80), None);
    }

    #[test]
    fn names_that_are_alike_are_offered() {
        assert!(alike("sum-mismatched").contains(&"sum-mismatch".to_owned()));
        assert_eq!(alike("xyzzy"), Vec::<String>::new());
    }
}
