//! The Markdown of the guide, as far as its chapters use it, cut into blocks.

/// A block of a chapter, without the signs of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading with its level, from 1.
    Heading(usize, String),
    /// A paragraph, or an item of a list.
    Text {
        /// The blanks before it.
        indent: usize,
        /// The sign of an item, such as `*`; empty for a paragraph.
        marker: String,
        /// What it says.
        text: String,
    },
    /// Lines of code, as they stand.
    Code {
        /// The blanks before it.
        indent: usize,
        /// The lines.
        lines: Vec<String>,
    },
    /// A table, its first row the headings.
    Table {
        /// The blanks before it.
        indent: usize,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

/// Returns the blocks of a chapter.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    markdown.lines().for_each(|line| reader.line(line));
    reader.end_of_text();
    reader.blocks
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The paragraph or item that the next line may continue, still with its signs.
    open: Option<(usize, String, String)>,
    /// Whether lines are code.
    in_code: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.starts_with("```") {
            self.fence(indent);
        } else if self.in_code {
            self.code(line);
        } else if text.is_empty() || text.starts_with("<!--") || is_definition(text) {
            self.end_of_text();
        } else if let Some(title) = text.strip_prefix('#') {
            self.end_of_text();
            let more = title.len() - title.trim_start_matches('#').len();
            let title = plain(title.trim_start_matches('#').trim());
            self.blocks.push(Block::Heading(1 + more, title));
        } else if text.starts_with('|') {
            self.row(indent, text);
        } else {
            self.words(indent, text);
        }
    }

    fn fence(&mut self, indent: usize) {
        self.end_of_text();
        self.in_code = !self.in_code;
        if self.in_code {
            let lines = Vec::new();
            self.blocks.push(Block::Code { indent, lines });
        }
    }

    fn code(&mut self, line: &str) {
        if let Some(Block::Code { indent, lines }) = self.blocks.last_mut() {
            let blanks = line.len() - line.trim_start().len();
            lines.push(line[blanks.min(*indent)..].to_owned());
        }
    }

    fn row(&mut self, indent: usize, line: &str) {
        let ended = self.open.is_some();
        self.end_of_text();
        let row = cells(line);
        match self.blocks.last_mut() {
            Some(Block::Table { rows, .. }) if !ended => {
                rows.extend((!is_rule(line)).then_some(row))
            }
            _ => {
                let rows = vec![row];
                self.blocks.push(Block::Table { indent, rows });
            }
        }
    }

    fn words(&mut self, indent: usize, text: &str) {
        if let Some((marker, rest)) = item(text) {
            self.end_of_text();
            self.open = Some((indent, marker.to_owned(), rest.to_owned()));
        } else if let Some((_, _, open)) = &mut self.open {
            open.push(' ');
            open.push_str(text);
        } else {
            self.open = Some((indent, String::new(), text.to_owned()));
        }
    }

    fn end_of_text(&mut self) {
        if let Some((indent, marker, text)) = self.open.take() {
            let text = plain(&text);
            self.blocks.push(Block::Text {
                indent,
                marker,
                text,
            });
        }
    }
}

/// Returns the sign of an item and what stands behind it.
fn item(text: &str) -> Option<(&str, &str)> {
    let (marker, rest) = text.split_once(' ')?;
    let number = marker.strip_suffix('.').unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (marker == "*" || is_number).then_some((marker, rest))
}

/// Returns whether the line says where a link leads.
fn is_definition(text: &str) -> bool {
    text.starts_with('[') && text.contains("]: ")
}

/// Returns whether the line of a table divides headings from rows.
fn is_rule(line: &str) -> bool {
    line.chars()
        .all(|sign| matches!(sign, '|' | '-' | ':' | ' '))
}

/// Returns the cells of a line of a table.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let whole = inner.replace("\\|", "\u{0}");
    let cells = whole.split('|').map(|cell| cell.replace('\u{0}', "|"));
    cells.map(|cell| plain(cell.trim())).collect()
}

/// Returns a line without the signs for code, emphasis, links and pictures.
pub fn plain(text: &str) -> String {
    let mut plain_text = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[', '!']) {
        plain_text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = one_sign(rest, &mut plain_text);
    }
    plain_text + rest
}

/// Adds what the sign at the beginning of `rest` stands for; returns what follows.
fn one_sign<'t>(rest: &'t str, plain_text: &mut String) -> &'t str {
    let sign = &rest[..1];
    let behind = &rest[1..];
    match sign {
        "`" => match behind.split_once('`') {
            Some((code, behind)) => {
                plain_text.push_str(code);
                behind
            }
            None => behind,
        },
        "*" => behind,
        "!" if behind.starts_with('[') => behind,
        "[" => match link(behind) {
            Some((label, behind)) => {
                plain_text.push_str(&plain(label));
                behind
            }
            None => {
                plain_text.push('[');
                behind
            }
        },
        sign => {
            plain_text.push_str(sign);
            behind
        }
    }
}

/// Returns the words of a link, and what follows it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, behind) = text.split_once(']')?;
    let end = match behind.chars().next()? {
        '(' => behind.find(')')?,
        '[' => behind.find(']')?,
        _ => return None,
    };
    Some((label, &behind[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_dropped_outside_code_and_kept_in_it() {
        assert_eq!(
            plain("**bold** and *soft*, `*.csv`"),
            "bold and soft, *.csv"
        );
        assert_eq!(
            plain("see [the `lists`][lists] or [a](b.md)!"),
            "see the lists or a!"
        );
        assert_eq!(plain("![a picture](way.svg) and [1]"), "a picture and [1]");
    }

    #[test]
    fn items_go_on_in_the_lines_below_and_code_keeps_its_own_indent() {
        let text = "1. **One**\n   goes on:\n\n   ```sh\n   rollbook\n     --all\n   ```\n* two\n";
        let text_of = |indent, marker: &str, text: &str| Block::Text {
            indent,
            marker: marker.into(),
            text: text.into(),
        };
        let code = Block::Code {
            indent: 3,
            lines: vec!["rollbook".into(), "  --all".into()],
        };
        let expected = [
            text_of(0, "1.", "One goes on:"),
            code,
            text_of(0, "*", "two"),
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn tables_lose_their_rule_and_keep_bars_in_cells() {
        let rows = vec![
            vec!["a".to_owned(), "b".into()],
            vec!["x | y".into(), "*".into()],
        ];
        let text = "| a | b |\n|---|---:|\n| `x \\| y` | `*` |\n";
        assert_eq!(blocks(text), [Block::Table { indent: 0, rows }]);
    }

    #[test]
    fn what_is_not_for_reading_is_left_out() {
        assert_eq!(blocks("<!-- columns -->\n[lists]: lists.md\n"), []);
        assert_eq!(blocks("## `x`: y\n"), [Block::Heading(2, "x: y".into())]);
    }
}
