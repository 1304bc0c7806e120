//! Reports too large to be held: written to the disk page by page.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, last_run, ok};
use crate::support::{place, stderr};

const LIST: &str = "/me/onlineMeetings/M/attendanceReports";
const REPORT: &str = "/me/onlineMeetings/M/attendanceReports/r1";
const PAGES: usize = 4;

/// A report whose records come in pages of 3 MiB; all but the last record of each run.
fn paged(last: &str) -> FakeGraph {
    let graph = FakeGraph::start();
    graph.answer(LIST, ok(&json!({"value": [{"id": "r1"}]})));
    let head = json!({"id": "r1", "totalParticipantCount": PAGES, "attendanceRecords": []});
    graph.answer(REPORT, ok(&head));
    let filler = "x".repeat(3 * 1024 * 1024);
    let pages = format!("{REPORT}/attendanceRecords");
    for number in 1..=PAGES {
        let text = if number == PAGES { last } else { &filler };
        let mut page = json!({"value": [{"id": number.to_string(), "text": text}]});
        if number < PAGES {
            let next = number + 1;
            page["@odata.nextLink"] = json!(format!("{}{pages}?page={next}", graph.url()));
        }
        match number {
            1 => graph.answer(&pages, ok(&page)),
            _ => graph.answer_query(&pages, "page", &number.to_string(), ok(&page)),
        }
    }
    graph
}

/// The files of reports below a folder of an archive.
fn files(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = all.filter(|entry| entry.file_type().is_file());
    let mut files: Vec<_> = files.map(walkdir::DirEntry::into_path).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.retain(|path| !path.ends_with(".rollbook/fetch.json"));
    files.sort();
    files
}

/// The ids of the records in a file.
fn ids(file: &Path) -> Vec<String> {
    let report: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(
        (&report["id"], &report["totalParticipantCount"]),
        (&json!("r1"), &json!(PAGES))
    );
    let records = report["attendanceRecords"].as_array().unwrap().iter();
    records
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_report_in_large_pages_is_whole_and_its_earlier_version_is_kept() {
    let archive = place();
    let options = ["--meeting", "M", "--recheck"];
    let runs = [
        ("a", "fetched", 1),
        ("a", "unchanged", 1),
        ("b", "changed", 2),
    ];
    for (last, status, kept) in runs {
        let run = paged(last).fetch(archive.path(), &options);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert_eq!(last_run(archive.path())["counts"], json!({status: 1}));
        let files = files(archive.path());
        assert_eq!(files.len(), kept, "{files:?}");
        for file in &files {
            assert_eq!(ids(file), ["1", "2", "3", "4"]);
            assert!(file.metadata().unwrap().len() > 9 * 1024 * 1024);
        }
    }
    // Nothing is left half written.
    let all = walkdir::WalkDir::new(archive.path()).into_iter().flatten();
    let unfinished = all.filter(|entry| {
        entry
            .file_name()
            .to_string_lossy()
            .starts_with(".rollbook-")
    });
    assert_eq!(unfinished.count(), 0);
    let verify = crate::support::rollbook()
        .arg("verify")
        .arg(archive.path())
        .output()
        .unwrap();
    assert_eq!(verify.status.code(), Some(0), "{}", stderr(&verify));
}

#[test]
fn a_large_report_that_breaks_off_leaves_nothing() {
    let (graph, archive) = (paged("a"), place());
    let options = ["--meeting", "M", "--max-report-size", "8"];
    let run = graph.fetch(archive.path(), &options);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("larger than 8 MiB") && said.contains("--max-report-size"),
        "{said}"
    );
    assert_eq!(files(archive.path()), Vec::<PathBuf>::new());
}
