//! What the chapter on how Rollbook is made says of the tree.

use std::collections::BTreeSet;
use std::fs;

use super::page;
use crate::support::{place, project, project_text, rollbook, stdout};
use rollbook::formats::table_format::{self, Writes};
use rollbook::guide::CHAPTERS;
use rollbook::language::Language;
use rollbook::views::Table;

/// A row of the table of what can be added: what, the file to copy, the list and its file.
struct Addition {
    what: String,
    file: String,
    list: String,
    list_file: String,
}

fn additions() -> Vec<Addition> {
    let text = page("src/guide/made.md");
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| to add"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let code: Vec<_> = row.split('`').skip(1).step_by(2).collect();
        let [file, list, list_file] = code.as_slice() else {
            panic!("a file, a list and its file: {row}");
        };
        Addition {
            what: row.split('|').nth(1).unwrap().trim().to_owned(),
            file: (*file).to_owned(),
            list: (*list).to_owned(),
            list_file: (*list_file).to_owned(),
        }
    })
    .collect()
}

/// The names of files and folders in a folder, without what ends them.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(project(folder)).unwrap();
    let stems = entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_owned());
    stems
        .map(|stem| stem.to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_addition_has_one_file_and_one_list_that_are_there() {
    let additions = additions();
    let what: Vec<_> = additions.iter().map(|one| one.what.as_str()).collect();
    for needed in [
        "a format",
        "a shape",
        "a finding",
        "a kind of CSV",
        "a rule of status",
        "a column",
        "a language",
        "a command",
    ] {
        assert!(what.contains(&needed), "{needed}");
    }
    for Addition {
        what,
        file,
        list,
        list_file,
    } in additions
    {
        assert!(project(&file).is_file(), "{what}: {file}");
        let text = project_text(&list_file);
        let kinds = ["enum ", "struct ", "static ", "const ", "macro_rules! "];
        let stands = kinds.iter().any(|kind| {
            text.split(kind).skip(1).any(|rest| {
                let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
                rest[..end.unwrap_or(rest.len())] == list
            })
        });
        let by_macro = text.contains(&format!("\n{list}! {{"));
        assert!(stands || by_macro, "{what}: {list} in {list_file}");
    }
}

#[test]
fn each_room_and_file_that_the_chapter_names_is_there() {
    let text = page("src/guide/made.md");
    let named = text.split('`').skip(1).step_by(2);
    let paths = named.filter(|name| {
        ["src/", "tests/", "templates", ".ci/"]
            .iter()
            .any(|start| name.starts_with(start))
    });
    let paths: Vec<_> = paths.collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        assert!(project(path).exists(), "{path}");
    }
}

#[test]
fn each_room_of_the_tree_is_in_the_chapter() {
    let text = page("src/guide/made.md");
    let ground = ["main", "lib", "digits", "timings", "zone"];
    for room in names("src")
        .iter()
        .filter(|room| !ground.contains(&room.as_str()))
    {
        let named = [format!("`src/{room}`"), format!("`src/{room}.rs`")];
        assert!(named.iter().any(|name| text.contains(name)), "{room}");
    }
    let table = text
        .split("## ")
        .find(|part| part.starts_with("The rooms"))
        .unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    assert_eq!(rows.count(), 10, "ten lines");
}

#[test]
fn each_format_has_its_file() {
    let files = names("src/formats");
    for format in table_format::ALL {
        assert!(files.contains(format.name), "{}", format.name);
        let is_file = project(&format!("src/formats/{}.rs", format.name)).is_file();
        assert_eq!(
            is_file,
            !matches!(format.writes, Writes::Workbook | Writes::Pages),
            "{}",
            format.name
        );
    }
}

#[test]
fn each_language_has_its_files_and_no_other_has() {
    let expected: BTreeSet<_> = Language::ALL
        .iter()
        .filter(|language| **language != Language::English)
        .map(|language| language.tag().to_owned())
        .collect();
    for folder in ["words", "findings", "workbook"] {
        assert_eq!(
            names(&format!("src/language/{folder}")),
            expected,
            "{folder}"
        );
    }
}

#[test]
fn each_table_has_its_file() {
    let files = names("src/views");
    for table in Table::ALL.iter().filter(|table| **table != Table::Weeks) {
        assert!(files.contains(table.name()), "{}", table.name());
    }
}

#[test]
fn each_command_has_its_file() {
    let help = stdout(&rollbook().arg("-h").output().unwrap());
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.is_empty());
    let commands: Vec<_> = listed
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 12, "{commands:?}");
    let files = names("src/commands");
    // `logout` undoes what `login` did, and `fold` converts facts: each in the other's room.
    let own = commands
        .iter()
        .filter(|command| !["logout", "fold"].contains(command));
    for command in own {
        assert!(files.contains(*command), "{command}");
    }
}

#[test]
fn each_shape_is_made_from_a_fixture() {
    let text = project_text("src/decode/shape.rs") + &project_text("src/model/report.rs");
    // Lines such as `Self::Zoom => "Zoom report",`.
    let arms = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::"));
    let words = arms.filter_map(|arm| arm.split_once(" => \"")?.1.strip_suffix("\","));
    let expected: BTreeSet<_> = words.map(str::to_owned).collect();
    assert!(expected.len() > 8, "{expected:?}");
    let place = place();
    let mut convert = rollbook();
    convert.args([
        "convert",
        "tests/fixtures/shapes",
        "tests/fixtures/clean",
        "tests/fixtures/teams-csv",
    ]);
    convert.args([
        "tests/fixtures/stay-open.csv",
        "--timezone",
        "UTC",
        "--date",
        "2026-10-06",
        "--format",
        "csv",
    ]);
    convert
        .args(["--tables", "reports", "--output"])
        .arg(place.path());
    convert.output().unwrap();
    let manifest = fs::read_to_string(place.path().join("run.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap().iter();
    let shapes = inputs.filter_map(|input| input["shape"].as_str());
    let made: BTreeSet<_> = shapes
        .flat_map(|shape| shape.split(", "))
        .map(str::to_owned)
        .collect();
    let missing: Vec<_> = expected.difference(&made).collect();
    assert_eq!(missing, Vec::<&String>::new(), "made are {made:?}");
}

#[test]
fn the_picture_names_rooms_of_the_tree() {
    let svg = project_text("src/guide/way.svg");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    let words: Vec<_> = texts.filter_map(|node| node.text()).collect();
    let rooms = names("src");
    for room in [
        "source", "decode", "summary", "series", "views", "formats", "graph",
    ] {
        assert!(words.contains(&room) && rooms.contains(room), "{room}");
    }
    assert!(
        CHAPTERS
            .iter()
            .any(|chapter| chapter.text.contains("(way.svg)"))
    );
}
