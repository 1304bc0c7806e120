//! A folder that is used again: what earlier runs left goes, or is told.

mod among_others;
mod sequences;

use std::fs;

use rollbook::formats::table_format;
use rollbook::storage::leftovers::FOLDERS;
use rollbook::storage::others::FILES;

use crate::support::{convert, files, place, rollbook, stdout};

#[test]
fn with_force_the_pages_of_a_report_that_is_gone_go_with_it() {
    let place = place();
    let (reports, output) = (place.path().join("reports"), place.path().join("out"));
    fs::create_dir_all(&reports).unwrap();
    let copy = |from: &str, to: &str| {
        fs::copy(
            format!("{}/samples/{from}", env!("CARGO_MANIFEST_DIR")),
            reports.join(to),
        )
        .unwrap();
    };
    copy("one-to-one.json", "monday.json");
    copy("webinar.json", "webinar.json");
    let inputs = [reports.to_str().unwrap()];
    convert(&inputs, &output, &["--format", "html"]);
    let before = files(&output);
    assert!(before.contains_key("meetings/monday.html"));
    fs::rename(reports.join("monday.json"), reports.join("tuesday.json")).unwrap();
    fs::write(output.join("meetings/mine.html"), "mine").unwrap();
    let run = convert(&inputs, &output, &["--format", "html", "--force"]);
    assert!(
        stdout(&run).contains("Removed: 1 file of earlier runs, which"),
        "{}",
        stdout(&run)
    );
    let after = files(&output);
    assert!(
        after.contains_key("meetings/tuesday.html") && !after.contains_key("meetings/monday.html")
    );
    // What nobody said was ours stays, and is told.
    assert!(after.contains_key("meetings/mine.html"));
    let verified = rollbook().arg("verify").arg(&output).output().unwrap();
    let said = stdout(&verified);
    assert_eq!(verified.status.code(), Some(1), "{said}");
    assert!(
        said.contains("meetings/mine.html") && !said.contains("tuesday"),
        "{said}"
    );
}

#[test]
fn files_of_another_format_stay_and_are_told() {
    let place = place();
    let convert = |options: &[&str]| convert(&["samples/one-to-one.json"], place.path(), options);
    convert(&["--format", "csv"]);
    let tables = files(&place.path().join("csv")).len();
    let said = stdout(&convert(&["--format", "xlsx", "--force"]));
    let told = format!("but of earlier runs: csv/ ({tables} files)\n");
    assert!(said.contains(&told), "{said}");
    assert_eq!(files(&place.path().join("csv")).len(), tables);
}

#[test]
fn every_place_that_a_run_writes_to_is_known_to_be_the_programs_own() {
    let place = place();
    let roster = [
        "--roster",
        "samples/course/roster.csv",
        "--split-by",
        "department",
    ];
    let all = [
        "--format",
        "xlsx,csv,json,ndjson,html",
        "--per-meeting",
        "--certificates",
        "attended>=6",
    ];
    convert(
        &["samples/course"],
        place.path(),
        &[&all[..], &roster].concat(),
    );
    let written = files(place.path());
    let folders: std::collections::BTreeSet<_> = written
        .keys()
        .filter_map(|name| Some(name.split_once('/')?.0))
        .collect();
    assert!(folders.len() > 6, "{folders:?}");
    for folder in folders {
        assert!(FOLDERS.contains(&folder), "{folder}");
    }
    // Formats that this program may be built without have folders of their names, too.
    let of_tables = table_format::ALL.iter().map(|format| format.name);
    for name in of_tables.filter(|name| !["xlsx", "html"].contains(name)) {
        assert!(FOLDERS.contains(&name), "{name}");
    }
    let top = written.keys().filter(|name| !name.contains('/'));
    let top: Vec<_> = top.filter(|name| *name != "run.json").collect();
    assert_eq!(top, FILES);
}
