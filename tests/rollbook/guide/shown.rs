//! Commands and outputs that README and guide show.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::{page, pages, readme};
use crate::support::{convert, files, place, project, project_text, rollbook, stderr, stdout};

/// A block of code: its language and its lines.
struct CodeBlock {
    language: String,
    lines: Vec<String>,
}

fn code_blocks(text: &str) -> Vec<CodeBlock> {
    let mut blocks: Vec<CodeBlock> = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            in_code = !in_code;
            if in_code {
                let (language, lines) = (language.to_owned(), Vec::new());
                blocks.push(CodeBlock { language, lines });
            }
        } else if in_code && let Some(block) = blocks.last_mut() {
            block.lines.push(line.trim_start().to_owned());
        }
    }
    blocks
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

/// Lays out what the commands read.
fn laid_out(place: &Path) {
    let reports = place.join("reports");
    fs::create_dir(&reports).unwrap();
    for name in ["2026-10.json", "2026-11.json"] {
        fs::copy(project("samples/weekly-stand-up.json"), reports.join(name)).unwrap();
    }
    fs::create_dir_all(place.join("samples/course")).unwrap();
    for (name, bytes) in files(&project("samples/course")) {
        fs::write(place.join("samples/course").join(name), bytes).unwrap();
    }
    fs::copy(
        project("samples/one-to-one.json"),
        place.join("samples/one-to-one.json"),
    )
    .unwrap();
    let registrations = "registration id,name,e-mail\nr1,Anna,anna@contoso.example\n";
    fs::write(place.join("registrations.csv"), registrations).unwrap();
    let attendees = project("tests/fixtures/shapes/attendee-report.csv");
    fs::copy(attendees, place.join("attendees.csv")).unwrap();
}

/// Runs a command that is shown; one that needs a service is only understood.
fn run(line: &str, place: &Path) -> Output {
    // Behind two blanks stands what a command is for.
    let command = line.split("  ").next().unwrap_or(line);
    let command = command.split(" | ").next().unwrap_or(command);
    let (command, stdin) = command.split_once(" < ").unwrap_or((command, ""));
    let mut arguments: Vec<_> = words(command).into_iter().skip(1).collect();
    match arguments.first().map_or("", String::as_str) {
        "convert" | "fold" if !arguments.contains(&"--force".to_owned()) => {
            arguments.push("--force".into())
        }
        "fetch" | "doctor" | "login" | "logout" => arguments.push("--help".into()),
        _ => {}
    }
    let stdin = match stdin {
        "" => String::new(),
        _ => project_text("samples/one-to-one.json"),
    };
    let mut program = rollbook();
    program
        .current_dir(place)
        .args(arguments)
        .write_stdin(stdin);
    program.output().unwrap()
}

#[test]
fn the_quick_start_has_two_commands_and_they_work() {
    let blocks = code_blocks(&section(&readme(), "## Quick start\n"));
    let commands: Vec<_> = blocks.iter().flat_map(|block| &block.lines).collect();
    let [main, test] = commands.as_slice() else {
        panic!("two commands: {commands:?}");
    };
    assert_eq!(*test, "cargo test");
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
    for name in ["attendance.xlsx", "index.html", "register.html"] {
        assert!(written.contains_key(name), "{name}");
    }
    let departments = String::from_utf8_lossy(&written["tables/departments.html"]);
    assert!(
        departments.contains("Support"),
        "the register has departments"
    );
}

#[test]
fn every_command_shown_works_and_prints_what_is_shown() {
    let mut commands = 0;
    for (path, text) in pages() {
        let place = place();
        laid_out(place.path());
        let mut said = String::new();
        for block in code_blocks(&text) {
            for line in &block.lines {
                if block.language == "text" {
                    assert!(
                        said.contains(line.as_str()),
                        "{path}: `{line}` is not in\n{said}"
                    );
                } else if line == "rollbook" || line.starts_with("rollbook ") {
                    let output = run(line, place.path());
                    assert_eq!(
                        output.status.code(),
                        Some(0),
                        "{path}: {line}: {}",
                        stderr(&output)
                    );
                    said = stdout(&output) + &stderr(&output);
                    commands += 1;
                }
            }
            // What a block wrote down is for its own commands.
            let _ = fs::remove_file(place.path().join("rollbook.toml"));
        }
    }
    assert!(commands > 25, "{commands}");
}

#[test]
fn the_files_that_the_readme_names_are_written() {
    let place = place();
    laid_out(place.path());
    let blocks = code_blocks(&readme());
    let lines = blocks.iter().flat_map(|block| &block.lines);
    for line in lines.filter(|line| line.starts_with("rollbook convert samples/")) {
        run(line, place.path());
    }
    let text = readme();
    let named: Vec<_> = text.split('`').skip(1).step_by(2).collect();
    for name in [
        "attendance-summary/index.html",
        "attendance-summary/attendance.xlsx",
        "hours/attendance.xlsx",
        "managers/departments/Sales",
        "proof/people/Anna-Bergström.html",
        "proof/attendance.xlsx",
    ] {
        assert!(named.contains(&name), "the README names {name}");
        assert!(place.path().join(name).exists(), "{name}");
    }
}

#[test]
fn every_output_named_is_written() {
    let place = place();
    let all = ["--format", "xlsx,html,csv,json", "--per-meeting"];
    let inputs = ["samples/webinar.json", "samples/one-to-one.json"];
    convert(&inputs, place.path(), &all);
    let text = section(&page("src/guide/outputs.md"), "## Files\n");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let named: Vec<_> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert!(named.len() > 4, "{named:?}");
    let written = files(place.path());
    let with_rule = self::place();
    let rule = ["--format", "csv", "--certificates", "attended>=1"];
    convert(&inputs, with_rule.path(), &rule);
    let by_rule = files(with_rule.path());
    for name in &named {
        assert!(
            written.contains_key(*name) || by_rule.contains_key(*name),
            "{name} is not in {:?}",
            written.keys()
        );
    }
    for name in written
        .keys()
        .filter(|name| !name.contains('/') || name.contains("webinar"))
    {
        assert!(
            named.contains(&name.as_str()),
            "{name} is not in the chapter"
        );
    }
}
