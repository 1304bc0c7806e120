//! The rooms of the house, and which way imports run: what a writer may name, what knows of
//! the network, threads, temporary files and the terminal.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::project;

/// The rooms from the top of the house to its ground: imports run down this list.
///
/// What was typed and what is done about it stand beside each other: neither names the
/// other, and both name the plan below them.
const ROOMS: [&[&str]; 15] = [
    &["main"],
    &["cli", "commands"],
    &["terminal"],
    &["plan", "timings"],
    &["graph", "answers", "guide"],
    &["output"],
    &["formats"],
    &["language", "views"],
    &["series", "read"],
    &["summary"],
    &["validate", "stats", "source"],
    &["decode", "storage"],
    &["pipeline", "zone"],
    &["model", "finding", "origin"],
    &[
        "executor",
        "blocks",
        "digits",
        "not_understood",
        "untrusted",
    ],
];

/// What one room may not name although it lies below it, and why.
const FORBIDDEN: [(&str, &[&str], &str); 6] = [
    (
        "formats",
        &["series", "stats", "summary", "model", "validate", "decode"],
        "writers lay out what the views settled; they compute nothing",
    ),
    (
        "graph",
        &[
            "formats", "views", "series", "language", "summary", "decode",
        ],
        "the network brings bytes and knows nothing of what is made of them",
    ),
    (
        "storage",
        &["formats", "views", "series", "summary", "language"],
        "bytes go to names; whose they are is another room's matter",
    ),
    (
        "views",
        &["language", "formats"],
        "views settle values, not words or layout",
    ),
    (
        "series",
        &["views", "formats", "storage", "language"],
        "answers know no tables",
    ),
    (
        "language",
        &["views", "series", "stats", "formats"],
        "words compute no numbers",
    ),
];

/// A source file without its tests.
struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let src = project("src");
    let src = Path::new(&src);
    let mut all = Vec::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                all.extend(source(src, path));
            }
        }
    }
    assert!(all.len() > 150, "{}", all.len());
    all
}

/// `None` for a file of tests.
fn source(src: &Path, path: PathBuf) -> Option<Source> {
    let below = path.strip_prefix(src).unwrap().to_str().unwrap().to_owned();
    let of_tests = ["tests", "/laws", "/edges"];
    let is_test = of_tests.iter().any(|part| below.contains(part));
    let room = below.split(['/', '.']).next().unwrap().to_owned();
    let text = fs::read_to_string(&path).unwrap();
    let lines = without_tests(&text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    (!is_test && room != "lib").then_some(Source { path, room, text })
}

/// The rooms that a file names.
fn named(text: &str) -> BTreeSet<&str> {
    let roots = ["crate::", "rollbook::"];
    let places = roots.iter().flat_map(|root| text.match_indices(root));
    let rooms = places.map(|(at, root)| {
        let rest = &text[at + root.len()..];
        let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
        &rest[..end.unwrap_or(rest.len())]
    });
    rooms.filter(|room| !room.is_empty()).collect()
}

fn floor(room: &str) -> usize {
    let found = ROOMS.iter().position(|rooms| rooms.contains(&room));
    found.unwrap_or_else(|| panic!("the room `{room}` has no place in the house"))
}

#[test]
fn imports_run_down_the_house() {
    for source in sources() {
        for room in named(&source.text) {
            assert!(
                room == source.room || floor(room) > floor(&source.room),
                "{:?} ({}) names {room}, which does not lie below it",
                source.path,
                source.room
            );
        }
    }
}

#[test]
fn a_room_does_not_name_what_is_none_of_its_business() {
    for source in sources() {
        for (_, forbidden, why) in FORBIDDEN.iter().filter(|(room, ..)| *room == source.room) {
            for room in named(&source.text) {
                assert!(
                    !forbidden.contains(&room),
                    "{:?} names {room}, but {why}",
                    source.path
                );
            }
        }
    }
}

#[test]
fn a_writer_cannot_get_hold_of_a_run() {
    for source in sources().iter().filter(|source| source.room == "formats") {
        let words = source
            .text
            .split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        let reaches = words.filter(|word| ["Run", "MeetingId", "PersonId"].contains(word));
        assert_eq!(reaches.count(), 0, "{:?}", source.path);
    }
}

/// Holds that only these files of the tree name one of these words.
fn only_in(words: &[&str], allowed: &[&str]) {
    for source in sources() {
        let below = source.path.to_str().unwrap().replace('\\', "/");
        let named = words.iter().find(|word| source.text.contains(**word));
        if let Some(word) = named {
            let is_allowed = allowed.iter().any(|place| below.contains(place));
            assert!(is_allowed, "{below} names {word}");
        }
    }
}

#[test]
fn threads_temporary_files_and_the_terminal_are_used_where_the_design_puts_them() {
    only_in(
        &["rayon::", "std::thread", "thread::"],
        &[
            "/pipeline.rs",
            "/storage/folder.rs",
            "/storage/leftovers.rs",
            "/timings.rs",
            "/graph/",
            "/terminal/",
            "/cli.rs",
        ],
    );
    only_in(
        &["tempfile"],
        &[
            "/storage/",
            "/graph/",
            "/formats/xlsx/mod.rs",
            "/formats/xlsx/",
        ],
    );
    only_in(
        &["io::stdout", "println!", "eprintln!", "io::stderr"],
        &["/terminal", "/commands/", "/cli/understood.rs", "/main.rs"],
    );
    only_in(&["reqwest::"], &["/graph/"]);
    only_in(&["clap"], &["/cli/", "/cli.rs"]);
}

/// A column says for itself what it is for, how wide it is, which words it holds and where
/// it leads: a format that asked for its key would not know the columns of the next table.
#[test]
fn no_format_decides_by_the_key_of_a_column() {
    for source in sources().iter().filter(|source| source.room == "formats") {
        let decides = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("match ") && line.contains(".key") || line.contains("key.starts_with")
        };
        let decided: Vec<_> = source.text.lines().filter(decides).collect();
        assert!(decided.is_empty(), "{:?}: {decided:?}", source.path);
    }
}

/// The code in front of its tests; tests in a file of their own are named among the code.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod tests {").next().unwrap()
}

/// A doc comment is a claim: one that says "Returns" stands over what gives something back.
#[test]
fn what_is_said_to_return_something_does() {
    let mut faults = Vec::new();
    for source in sources() {
        let text = fs::read_to_string(&source.path).unwrap();
        let lines: Vec<_> = without_tests(&text).lines().map(str::trim_start).collect();
        for (at, line) in lines.iter().enumerate() {
            if !line.starts_with("/// Returns ") || at > 0 && lines[at - 1].starts_with("///") {
                continue;
            }
            let below = lines[at..].iter();
            let below = below.skip_while(|line| line.starts_with("///") || line.starts_with("#["));
            let mut head = String::new();
            for line in below {
                head += line;
                if line.ends_with(['{', ';', '}']) {
                    break;
                }
            }
            if !head.contains("fn ") {
                continue;
            }
            let gives = head.split_once("->").map(|(_, given)| given.trim());
            let nothing = ["io::Result<()>", "Result<(), "];
            let gives =
                gives.is_some_and(|given| !nothing.iter().any(|one| given.starts_with(one)));
            if !gives {
                faults.push(format!("{:?}: {line}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_core_has_no_clock() {
    let clocks = [
        "SystemTime",
        "Utc::now",
        "Local::now",
        "Zoned::now",
        "Timestamp::now",
    ];
    only_in(&clocks, &["/graph/", "/commands/", "/terminal", "/main.rs"]);
}
