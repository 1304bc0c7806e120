//! What the README says is what the program does.
//!
//! Parts between `<!-- name -->` and `<!-- end -->` are made from the code;
//! `cargo test --test rollbook rewrite -- --ignored` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{convert, files, place, project, project_text, rollbook, stderr, stdout};
use rollbook::finding::Code;
use rollbook::views::Table;
use rollbook::views::definitions::DEFINITIONS;

/// A part made from the code: its name, and what makes it.
type Part = (&'static str, fn() -> String);

const PARTS: [Part; 5] = [
    ("columns", columns),
    ("definitions", definitions),
    ("findings", findings),
    ("help", help),
    ("example", example),
];

/// The README with line breaks as in the repository.
fn readme() -> String {
    project_text("README.md").replace("\r\n", "\n")
}

/// Where the part of this name stands.
fn place_of(text: &str, name: &str) -> std::ops::Range<usize> {
    let opening = format!("<!-- {name} -->\n");
    let start = text.find(&opening).expect("the part begins") + opening.len();
    let end = text[start..].find("<!-- end -->").expect("the part ends");
    start..start + end
}

fn assert_part(name: &str, expected: &str) {
    let text = readme();
    let written = &text[place_of(&text, name)];
    assert!(
        written == expected,
        "the part `{name}` of README.md should read as follows; \
         `cargo test --test rollbook rewrite -- --ignored` writes it:\n{expected}"
    );
}

/// A text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn columns() -> String {
    let mut text = String::new();
    for table in Table::ALL {
        let (name, meaning) = (table.name(), table.meaning());
        let _ = write!(
            text,
            "\n#### `{name}`: {meaning}\n\n| column | heading | unit | meaning |\n|---|---|---|---|\n"
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

/// What `--help` says behind these words, at the width it has without a terminal.
fn help_of(words: &[&str]) -> String {
    let output = rollbook()
        .args(words)
        .arg("--help")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = stdout(&output);
    text.lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// The commands that the program's own help lists.
fn commands() -> Vec<String> {
    let help = help_of(&[]);
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|&name| name != "help")
        .map(str::to_owned)
        .collect()
}

fn help() -> String {
    let mut text = format!("\n```text\n{}```\n", help_of(&[]));
    for command in commands() {
        let help = help_of(&[&command]);
        let _ = write!(text, "\n#### `rollbook {command}`\n\n```text\n{help}```\n");
    }
    text + "\n"
}

/// The example in the library's own documentation, which `cargo test` runs.
fn example() -> String {
    let source = project_text("src/lib.rs").replace("\r\n", "\n");
    let lines = source.lines().skip_while(|line| *line != "//! ```").skip(1);
    let code = lines.take_while(|line| *line != "//! ```");
    let mut text = String::from("\n```rust\n");
    for line in code.map(|line| line.trim_start_matches("//!").trim_start_matches(' ')) {
        if !line.starts_with("# ") {
            let _ = writeln!(text, "{line}");
        }
    }
    text + "```\n\n"
}

/// The lines in code blocks, as far as they are commands that begin with `start`.
fn shown_commands(text: &str, start: &str) -> Vec<String> {
    let mut in_code = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code && line.trim_start().starts_with(start) {
            // Behind two blanks stands what a command is for.
            let command = line.trim_start();
            commands.push(command.split("  ").next().unwrap_or(command).to_owned());
        }
    }
    commands
}

/// A command line cut into words as shells do, as far as quotes go.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for sign in line.chars() {
        match sign {
            '\'' | '"' if quote.is_none() => quote = Some(sign),
            _ if quote == Some(sign) => quote = None,
            ' ' if quote.is_none() => words.push(String::new()),
            _ => words.last_mut().expect("there is a word").push(sign),
        }
    }
    words
}

/// The text of one section.
fn section(text: &str, heading: &str) -> String {
    let start = text.find(heading).expect("the section is there") + heading.len();
    let rest = &text[start..];
    rest[..rest.find("\n## ").unwrap_or(rest.len())].to_owned()
}

#[test]
fn the_columns_are_those_of_the_tables() {
    assert_part("columns", &columns());
}

#[test]
fn the_definitions_are_those_of_the_workbook() {
    assert_part("definitions", &definitions());
}

#[test]
fn every_finding_code_is_explained() {
    assert_part("findings", &findings());
}

#[test]
fn the_options_are_those_of_the_help() {
    assert!(commands().len() >= 2, "{:?}", commands());
    assert_part("help", &help());
}

#[test]
fn the_example_is_the_one_that_is_tested() {
    assert_part("example", &example());
}

#[test]
#[ignore = "writes README.md"]
fn rewrite_the_parts_made_from_the_code() {
    let mut text = readme();
    for (name, make) in PARTS {
        text.replace_range(place_of(&text, name), &make());
    }
    fs::write(project("README.md"), text).unwrap();
}

#[test]
fn the_quick_start_has_two_commands_and_they_work() {
    let commands: Vec<_> = section(&readme(), "## Quick start\n")
        .split("```")
        .skip(1)
        .step_by(2)
        .flat_map(|block| block.lines().skip(1).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let [main, test] = commands.as_slice() else {
        panic!("two commands: {commands:?}");
    };
    assert_eq!(test, "cargo test");
    let arguments = main
        .strip_prefix("cargo run --release -- ")
        .expect("it runs the program");
    let place = place();
    let output = rollbook()
        .args(words(arguments))
        .arg("--output")
        .arg(place.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = files(place.path());
    assert!(written.contains_key("attendance.xlsx") && written.contains_key("index.html"));
}

#[test]
fn every_command_shown_is_understood_and_finds_its_inputs() {
    let shown = shown_commands(&readme(), "rollbook ");
    let here =
        |line: &&String| ["convert", "show", "check", "verify"].contains(&words(line)[1].as_str());
    let shown: Vec<_> = shown.iter().filter(here).collect();
    assert!(shown.len() > 8, "{shown:?}");
    let place = place();
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for name in ["2026-10.json", "2026-11.json"] {
        fs::copy(project("samples/weekly-stand-up.json"), reports.join(name)).unwrap();
    }
    fs::create_dir_all(place.path().join("samples/course")).unwrap();
    for (name, bytes) in files(&project("samples/course")) {
        fs::write(place.path().join("samples/course").join(name), bytes).unwrap();
    }
    let registrations = "registration id,name,e-mail\nr1,Anna,anna@contoso.example\n";
    fs::write(place.path().join("registrations.csv"), registrations).unwrap();
    let attendees = project("tests/fixtures/shapes/attendee-report.csv");
    fs::copy(attendees, place.path().join("attendees.csv")).unwrap();
    for line in shown {
        let command = line.split(" | ").next().unwrap_or(line);
        let replaces = command.contains(" convert ") && !command.contains(" --force");
        let (command, stdin) = command.split_once(" < ").unwrap_or((command, ""));
        let output = rollbook()
            .current_dir(place.path())
            .args(words(command).into_iter().skip(1))
            .args(replaces.then_some("--force"))
            .write_stdin(if stdin.is_empty() {
                String::new()
            } else {
                project_text("samples/one-to-one.json")
            })
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", stderr(&output));
    }
}

#[test]
fn every_output_named_is_written() {
    let place = place();
    let all = ["--format", "xlsx,html,csv,json", "--per-meeting"];
    convert(
        &["samples/webinar.json", "samples/one-to-one.json"],
        place.path(),
        &all,
    );
    let text = section(&readme(), "### What is written\n");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let named: Vec<_> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert!(named.len() > 4, "{named:?}");
    let written = files(place.path());
    for name in &named {
        assert!(
            written.contains_key(*name),
            "{name} is not in {:?}",
            written.keys()
        );
    }
    for name in written
        .keys()
        .filter(|name| !name.contains('/') || name.contains("webinar"))
    {
        assert!(named.contains(&name.as_str()), "{name} is not in README.md");
    }
}

#[test]
fn every_link_into_the_project_leads_somewhere() {
    let text = readme();
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let inside: Vec<_> = targets
        .filter(|target| !target.starts_with("http") && !target.starts_with('#'))
        .collect();
    assert!(inside.len() >= 3, "{inside:?}");
    for target in inside {
        assert!(project(target).exists(), "{target}");
    }
}

#[test]
fn the_rust_version_is_the_one_that_cargo_asks_for() {
    let needed = format!(
        "[Rust](https://rustup.rs) {}",
        env!("CARGO_PKG_RUST_VERSION")
    );
    assert!(readme().contains(&needed), "{needed}");
}

#[test]
fn pictures_are_small() {
    for picture in fs::read_dir(project("samples/pictures")).unwrap() {
        let picture = picture.unwrap();
        let size = picture.metadata().unwrap().len();
        assert!(size < 200 * 1024, "{}: {size}", picture.path().display());
        assert_eq!(Path::new(&picture.file_name()).extension().unwrap(), "png");
    }
}
