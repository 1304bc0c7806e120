//! Chapters as text for a terminal: lines of at most a width, none of Markdown's signs.

use super::blocks::{Block, blocks};
use crate::formats::plain::columns::{left, width, wrap};

/// The least room for a cell that is broken into lines.
const LEAST_CELL: usize = 28;

/// The blanks between two columns.
const GAP: usize = 2;

/// Returns Markdown as lines of at most `most` columns; lines of code stay as they are.
pub fn text(markdown: &str, most: usize) -> String {
    let mut printed = String::new();
    let mut before: Option<Block> = None;
    for block in blocks(markdown) {
        if let Some(before) = &before
            && !(is_item(before) && is_item(&block))
        {
            printed.push('\n');
        }
        for line in lines(&block, most) {
            printed.push_str(line.trim_end());
            printed.push('\n');
        }
        before = Some(block);
    }
    printed
}

fn is_item(block: &Block) -> bool {
    matches!(block, Block::Text { marker, .. } if !marker.is_empty())
}

/// Returns the lines of one block.
fn lines(block: &Block, most: usize) -> Vec<String> {
    match block {
        Block::Heading(level, title) => heading(*level, title, most),
        Block::Text {
            indent,
            marker,
            text,
        } => hanging(*indent, marker, text, most),
        Block::Code { indent, lines } => {
            let blanks = " ".repeat(indent + 4);
            lines.iter().map(|line| format!("{blanks}{line}")).collect()
        }
        Block::Table { indent, rows } => table(rows, *indent, most),
    }
}

fn heading(level: usize, title: &str, most: usize) -> Vec<String> {
    let mut lines = wrap(title, most);
    let sign = match level {
        1 => "=",
        2 => "-",
        _ => return lines,
    };
    let longest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    lines.push(sign.repeat(longest));
    lines
}

/// Returns a text whose lines all begin where the first one does, behind its sign.
fn hanging(indent: usize, marker: &str, text: &str, most: usize) -> Vec<String> {
    let sign = match marker {
        "" => String::new(),
        marker => format!("{marker} "),
    };
    let first = indent + width(&sign);
    let room = most.saturating_sub(first).max(LEAST_CELL);
    let lines = wrap(text, room).into_iter().enumerate();
    let begin = |number| match number {
        0 => format!("{}{sign}", " ".repeat(indent)),
        _ => " ".repeat(first),
    };
    lines.map(|(number, line)| begin(number) + &line).collect()
}

/// Returns a table as columns where they have room, else as an entry per row.
fn table(rows: &[Vec<String>], indent: usize, most: usize) -> Vec<String> {
    let Some(headings) = rows.first() else {
        return Vec::new();
    };
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let mut widths: Vec<_> = (0..headings.len()).map(wide).collect();
    let Some((last, others)) = widths.split_last_mut() else {
        return Vec::new();
    };
    let taken = indent + others.iter().map(|column| column + GAP).sum::<usize>();
    let room = most.saturating_sub(taken);
    if *last <= room || room >= LEAST_CELL {
        *last = room.min(*last);
        let lines = rows.iter().enumerate();
        lines
            .flat_map(|(at, row)| columns(row, &widths, indent, at == 0))
            .collect()
    } else {
        let entry = |row: &Vec<String>| entry(headings, row, indent, most);
        rows[1..].iter().flat_map(entry).collect()
    }
}

/// Returns a row in columns, its last cell in as many lines as it needs.
fn columns(row: &[String], widths: &[usize], indent: usize, is_heading: bool) -> Vec<String> {
    let (last, others) = widths
        .split_last()
        .map_or((0, widths), |(last, others)| (*last, others));
    let blanks = " ".repeat(indent);
    let cells = others.iter().zip(row);
    let begin: String = cells
        .map(|(wide, cell)| left(cell, *wide) + &" ".repeat(GAP))
        .collect();
    let cell = row.get(others.len()).map_or("", String::as_str);
    let lines = wrap(cell, last).into_iter().enumerate();
    let mut lines: Vec<_> = lines
        .map(|(number, line)| match number {
            0 => format!("{blanks}{begin}{line}"),
            _ => format!("{blanks}{}{line}", " ".repeat(width(&begin))),
        })
        .collect();
    if is_heading {
        let rules: Vec<_> = widths.iter().map(|wide| "-".repeat(*wide)).collect();
        lines.push(blanks + &rules.join(&" ".repeat(GAP)));
    }
    lines
}

/// Returns a row as its first cell, and below it each other cell with its heading.
fn entry(headings: &[String], row: &[String], indent: usize, most: usize) -> Vec<String> {
    let mut lines = match row.first().map(String::as_str) {
        None | Some("") => Vec::new(),
        Some(first) => hanging(indent, "", first, most),
    };
    let others = headings.iter().zip(row).skip(1);
    for (heading, cell) in others.filter(|(_, cell)| !cell.is_empty()) {
        let text = match heading.as_str() {
            "" => cell.clone(),
            heading => format!("{heading}: {cell}"),
        };
        lines.extend(hanging(indent + 4, "", &text, most));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_hang_behind_their_sign_and_stand_close() {
        let printed = text("* one two three\n* four\n\nFive.\n", 30);
        assert_eq!(printed, "* one two three\n* four\n\nFive.\n");
        let printed = text("* a line that is longer than thirty columns\n", 30);
        assert_eq!(printed, "* a line that is longer than\n  thirty columns\n");
    }

    #[test]
    fn headings_are_underlined() {
        assert_eq!(text("# One\n\n## `two`\n", 80), "One\n===\n\ntwo\n---\n");
    }

    #[test]
    fn the_last_column_is_broken_into_lines() {
        let printed = text(
            "| code | meaning |\n|---|---|\n| `a-b` | a meaning that takes more than one line |\n",
            40,
        );
        let expected = "\
code  meaning
----  ----------------------------------
a-b   a meaning that takes more than one
      line
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_table_without_room_for_columns_has_an_entry_per_row() {
        let printed = text(
            "| code | severity | advice |\n|---|---|---|\n| a-code-that-is-long | warning-sign | Look. |\n",
            36,
        );
        let expected = "a-code-that-is-long\n    severity: warning-sign\n    advice: Look.\n";
        assert_eq!(printed, expected);
    }
}
