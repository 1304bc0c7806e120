//! Golden outputs: what the program makes of `samples/`, kept in `tests/golden`, so that
//! a reviewer sees in a diff what a change does to users.
//!
//! `cargo test --test rollbook rewrite -- --ignored` writes them anew. They hold what
//! changed, not what is right: that is for the other tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use scraper::{ElementRef, Html, Node};

use crate::support::{COURSE, convert, files, place, project, rollbook, stderr, stdout};

const FOLDER: &str = "tests/golden";

/// The samples of one report, and the list of several.
const SHOWN: [&str; 6] = [
    "all-hands",
    "every-finding",
    "legacy-report",
    "one-to-one",
    "webinar",
    "weekly-stand-up",
];

/// The pages whose text is kept: the first ones, and one of each kind.
const PAGES: [&str; 6] = [
    "index.html",
    "register.html",
    "meetings/2026-09-19-session-1.html",
    "people/Fatima-el-Sayed.html",
    "tables/departments.html",
    "tables/missed.html",
];

/// Every output that is kept, by its path below the folder.
fn outputs() -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let folder = place();
    let course = folder.path().join("course");
    let options = [&COURSE[..], &["--format", "csv,html"]].concat();
    let output = convert(&["samples/course"], &course, &options);
    outputs.insert("course/said.txt".into(), said(&output, folder.path()));
    outputs.extend(texts(&course.join("csv"), "course/csv"));
    for page in PAGES {
        let text = fs::read_to_string(course.join(page)).unwrap_or_else(|_| panic!("{page}"));
        outputs.insert(format!("course/{page}.txt"), text_of_page(&text));
    }
    let json = folder.path().join("json");
    convert(
        &["samples/legacy-report.json"],
        &json,
        &["--format", "json"],
    );
    outputs.extend(texts(&json.join("json"), "legacy-report"));
    for sample in SHOWN {
        let file = format!("samples/{sample}.json");
        let output = rollbook().args(["show", &file]).output().unwrap();
        outputs.insert(format!("show/{sample}.txt"), stdout(&output));
    }
    outputs
}

/// Returns what was said, with the place of the outputs named alike on every machine.
fn said(output: &std::process::Output, folder: &Path) -> String {
    [stdout(output), stderr(output)]
        .concat()
        .replace(folder.to_str().unwrap(), "OUTPUT")
}

fn texts(folder: &Path, below: &str) -> Vec<(String, String)> {
    let text = |(name, bytes)| (format!("{below}/{name}"), String::from_utf8(bytes).unwrap());
    files(folder).into_iter().map(text).collect()
}

/// Returns the text of a page: a line for each row of a table and each other block.
fn text_of_page(page: &str) -> String {
    let page = Html::parse_document(page);
    let mut lines = Vec::new();
    add_text(page.root_element(), &mut lines);
    let mut text = String::new();
    for line in lines {
        let words: Vec<_> = line.split_whitespace().collect();
        if !words.is_empty() {
            text.push_str(&words.join(" "));
            text.push('\n');
        }
    }
    text
}

fn add_text(element: ElementRef<'_>, lines: &mut Vec<String>) {
    const UNSEEN: [&str; 4] = ["style", "script", "template", "head"];
    const IN_A_LINE: [&str; 14] = [
        "a", "abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "sup", "td", "th",
        "time",
    ];
    for child in element.children() {
        match child.value() {
            Node::Text(text) => match lines.last_mut() {
                Some(line) => line.push_str(text),
                None => lines.push(text.to_string()),
            },
            Node::Element(named) if UNSEEN.contains(&named.name()) => {}
            Node::Element(named) => {
                let is_block = !IN_A_LINE.contains(&named.name());
                let is_cell = ["td", "th"].contains(&named.name());
                if is_block {
                    lines.push(String::new());
                }
                if is_cell && let Some(line) = lines.last_mut().filter(|line| !line.is_empty()) {
                    line.push_str(" | ");
                }
                add_text(ElementRef::wrap(child).unwrap(), lines);
                if is_block {
                    lines.push(String::new());
                }
            }
            _ => {}
        }
    }
}

/// Returns the first line in which two texts differ, for a message.
fn first_difference(kept: &str, made: &str) -> String {
    let (mut kept, mut made, mut number) = (kept.lines(), made.lines(), 1);
    loop {
        match (kept.next(), made.next()) {
            (Some(one), Some(other)) if one == other => number += 1,
            (one, other) => {
                let shown = |line: Option<&str>| line.unwrap_or("(end)").to_owned();
                return format!("line {number}\n- {}\n+ {}", shown(one), shown(other));
            }
        }
    }
}

#[test]
fn the_outputs_of_the_samples_are_those_that_are_kept() {
    let kept: BTreeMap<_, _> = texts(&project(FOLDER), "")
        .into_iter()
        .map(|(name, text)| (name.trim_start_matches('/').to_owned(), text))
        .collect();
    let made = outputs();
    let advice =
        "look at the change, and keep it by: cargo test --test rollbook rewrite -- --ignored";
    assert!(
        kept.keys().eq(made.keys()),
        "other files than before; {advice}"
    );
    for (name, made) in &made {
        let kept = &kept[name];
        assert!(
            kept == made,
            "{name}, {}\n{advice}",
            first_difference(kept, made)
        );
    }
}

#[test]
#[ignore = "writes the golden outputs anew"]
fn rewrite_the_golden_outputs() {
    let folder = project(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    for (name, text) in outputs() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
