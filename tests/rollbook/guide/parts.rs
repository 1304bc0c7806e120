//! Parts of README and guide that are made from the code.
//!
//! They stand between `<!-- name -->` and `<!-- end -->`;
//! `cargo test --test rollbook rewrite -- --ignored` writes them anew.

use std::fmt::Write as _;
use std::fs;

use super::{file_of, page};
use crate::support::{project, project_text};
use rollbook::finding::Code;
use rollbook::guide::CHAPTERS;
use rollbook::views::Table;
use rollbook::views::definitions::DEFINITIONS;

/// A part made from the code: its file, its name, and what makes it.
type Part = (&'static str, &'static str, fn() -> String);

const PARTS: [Part; 5] = [
    ("README.md", "chapters", chapters),
    ("src/guide/tables.md", "columns", columns),
    ("src/guide/tables.md", "definitions", definitions),
    ("src/guide/findings.md", "findings", findings),
    ("src/guide/library.md", "example", example),
];

/// Where the part of this name stands.
fn place_of(text: &str, name: &str) -> std::ops::Range<usize> {
    let opening = format!("<!-- {name} -->\n");
    let start = text.find(&opening).expect("the part begins") + opening.len();
    let end = text[start..].find("<!-- end -->").expect("the part ends");
    start..start + end
}

/// A text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn chapters() -> String {
    let line = |name: &str, title| format!("| [{name}]({}) | {title} |\n", file_of(name));
    let chapters = CHAPTERS.iter();
    chapters
        .map(|chapter| line(chapter.name, chapter.title()))
        .collect()
}

fn columns() -> String {
    let mut text = String::new();
    for table in Table::ALL {
        let (name, meaning) = (table.name(), table.meaning());
        let _ = write!(
            text,
            "\n### `{name}`: {meaning}\n\n| column | heading | unit | meaning |\n|---|---|---|---|\n"
        );
        for column in table.columns() {
            let (label, meaning) = (cell(column.label), cell(column.meaning));
            let unit = column.kind.unit();
            let _ = writeln!(text, "| `{}` | {label} | {unit} | {meaning} |", column.key);
        }
    }
    text + "\n"
}

fn definitions() -> String {
    let line = |(name, sentence): &(&str, &str)| format!("* **{name}**: {sentence}\n");
    DEFINITIONS.iter().map(line).collect()
}

fn findings() -> String {
    let mut text =
        String::from("\n| code | severity | meaning | what to do |\n|---|---|---|---|\n");
    for code in Code::ALL {
        let (meaning, advice) = (cell(code.meaning()), cell(code.advice()));
        let severity = code.default_severity();
        let _ = writeln!(text, "| `{code}` | {severity} | {meaning} | {advice} |");
    }
    text + "\n"
}

/// The example in the library's own documentation, as a program; `cargo test` runs both.
fn example() -> String {
    let source = project_text("src/lib.rs").replace("\r\n", "\n");
    let lines = source.lines().skip_while(|line| *line != "//! ```").skip(1);
    let code = lines.take_while(|line| *line != "//! ```");
    let code = code.map(|line| line.trim_start_matches("//!").trim_start_matches(' '));
    let shown: Vec<_> = code.filter(|line| !line.starts_with("# ")).collect();
    let (uses, body): (Vec<&str>, Vec<&str>) =
        shown.iter().partition(|line| line.starts_with("use "));
    let body = body.into_iter().skip_while(|line| line.is_empty());
    let mut text = format!(
        "\n```rust\n{}\n\nfn main() -> Result<(), Box<dyn std::error::Error>> {{\n",
        uses.join("\n")
    );
    for line in body {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
    text + "    Ok(())\n}\n```\n\n"
}

#[test]
fn the_parts_made_from_the_code_are_up_to_date() {
    for (file, name, make) in PARTS {
        let text = page(file);
        let expected = make();
        assert!(
            text[place_of(&text, name)] == expected,
            "the part `{name}` of {file} should read as follows; \
             `cargo test --test rollbook rewrite -- --ignored` writes it:\n{expected}"
        );
    }
}

#[test]
fn no_part_is_left_that_nothing_makes() {
    for (file, text) in super::pages() {
        let begun = text.matches("<!-- ").count() - text.matches("<!-- end -->").count();
        let made = PARTS.iter().filter(|(own, ..)| *own == file).count();
        assert_eq!(begun, made, "{file}");
    }
}

#[test]
#[ignore = "writes README.md and the guide"]
fn rewrite_the_parts_made_from_the_code() {
    for (file, name, make) in PARTS {
        let mut text = page(file);
        text.replace_range(place_of(&text, name), &make());
        fs::write(project(file), text).unwrap();
    }
}
