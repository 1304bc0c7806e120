//! Running the program and reading what it wrote.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// What the system says of zone and language in all tests, wherever they run.
pub const SYSTEM: [(&str, &str); 2] = [("TZ", "UTC"), ("LC_ALL", "C")];

/// The lists and the zone of the sample course, as the README names them.
pub const COURSE: [&str; 6] = [
    "--roster",
    "samples/course/roster.csv",
    "--meetings",
    "samples/course/meetings.csv",
    "--timezone",
    "Europe/Berlin",
];

/// The program, run where the project lies.
pub fn rollbook() -> Command {
    Command::from_std(program())
}

/// The same for tests that look at it while it runs.
pub fn program() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rollbook"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).envs(SYSTEM);
    command
}

/// A place for outputs that goes away with the test.
pub fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// A file or folder of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of the project as text.
pub fn project_text(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8")
}

/// The bytes, packed.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Converts and hands back the exit code and what was said; asserts nothing.
pub fn convert(inputs: &[&str], output: &Path, options: &[&str]) -> Output {
    rollbook()
        .arg("convert")
        .args(inputs)
        .arg("--output")
        .arg(output)
        .args(options)
        .output()
        .expect("it runs")
}

/// The rows of a CSV table, each by column.
pub fn csv_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table is valid CSV")
}

/// Every file below a folder with its bytes, by its relative path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}
