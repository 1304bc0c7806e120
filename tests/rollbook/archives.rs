//! An archive years later: every change is noticed, and an index that is lost or damaged
//! is made anew from the files.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fake_graph::{FakeGraph, report};
use crate::support::{files, place, rollbook, stderr, stdout};

const INDEX: &str = ".rollbook/index.ndjson";

/// Runs a command on an archive; its exit code and what it says.
fn on(archive: &Path, words: &[&str]) -> (Option<i32>, String) {
    let run = rollbook().args(words).arg(archive).output().unwrap();
    (run.status.code(), stdout(&run) + &stderr(&run))
}

/// An archive with two reports, of which the first has an earlier version.
fn filled(graph: &FakeGraph, archive: &Path) {
    let old = report("r1", "2026-10-06");
    let mut new = old.clone();
    new["totalParticipantCount"] = json!(2);
    for first in [old, new] {
        graph.reset();
        graph.meeting("M", &[first, report("r2", "2026-10-13")]);
        let run = graph.fetch(archive, &["--meeting", "M"]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    }
}

fn index(archive: &Path) -> Vec<Value> {
    let text = fs::read_to_string(archive.join(INDEX)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The file of a report.
fn file(archive: &Path, report: &str) -> PathBuf {
    let index = index(archive);
    let entry = index.iter().find(|entry| entry["report"] == report);
    archive.join(entry.unwrap()["file"].as_str().unwrap())
}

#[test]
fn verify_tells_every_change_in_an_archive() {
    let (graph, archive) = (FakeGraph::start(), place());
    filled(&graph, archive.path());
    let verify = || on(archive.path(), &["verify"]);
    let (code, said) = verify();
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("2 reports and 1 earlier version: all"),
        "{said}"
    );
    let (r1, r2) = (file(archive.path(), "r1"), file(archive.path(), "r2"));
    let text = fs::read_to_string(&r1).unwrap();
    // Of the same length.
    fs::write(&r1, text.replace("600", "900")).unwrap();
    fs::rename(&r2, r2.with_file_name("mine.json")).unwrap();
    let earlier = archive.path().join(".rollbook/earlier");
    let version = fs::read_dir(&earlier).unwrap().next().unwrap().unwrap();
    fs::write(version.path(), "{}").unwrap();
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    for told in [
        "was changed",
        "is missing",
        "is not in the index",
        "4 differences",
    ] {
        assert!(said.contains(told), "`{told}` in {said}");
    }
}

#[test]
fn a_report_that_was_changed_here_is_fetched_again_and_the_change_kept_aside() {
    let (graph, archive) = (FakeGraph::start(), place());
    filled(&graph, archive.path());
    let r2 = file(archive.path(), "r2");
    let own = fs::read_to_string(&r2).unwrap();
    let change = own.replace("600", "900");
    fs::write(&r2, &change).unwrap();
    let run = graph.fetch(archive.path(), &["--meeting", "M"]);
    assert!(stdout(&run).contains("1 changed"), "{}", stdout(&run));
    assert_eq!(fs::read_to_string(&r2).unwrap(), own);
    assert_eq!(on(archive.path(), &["verify"]).0, Some(0));
    let kept = files(archive.path());
    let changed = kept.values().filter(|bytes| **bytes == change.as_bytes());
    assert_eq!(changed.count(), 1);
}

#[test]
fn repair_makes_the_index_anew_and_changes_no_file() {
    let damages: [fn(&Path); 3] = [
        |index| fs::write(index, "").unwrap(),
        |index| fs::remove_file(index).unwrap(),
        |index| {
            let text = fs::read_to_string(index).unwrap();
            fs::write(index, text.replace("\"fetched\"", "fetched")).unwrap();
        },
    ];
    for damage in damages {
        let (graph, archive) = (FakeGraph::start(), place());
        filled(&graph, archive.path());
        let before = index(archive.path());
        let reports = |archive: &Path| {
            let all = files(archive).into_iter();
            let shown =
                all.filter(|(name, _)| name.ends_with(".json") && !name.ends_with("fetch.json"));
            shown.collect::<Vec<_>>()
        };
        let kept = reports(archive.path());
        damage(&archive.path().join(INDEX));
        let (code, said) = on(archive.path(), &["archive", "repair"]);
        assert_eq!(code, Some(0), "{said}");
        assert!(
            said.contains("taken up: 2 reports and 1 earlier version"),
            "{said}"
        );
        assert_eq!(reports(archive.path()), kept);
        let after = index(archive.path());
        for (before, after) in before.iter().zip(&after) {
            for member in ["meeting", "report", "file", "sha256", "bytes", "earlier"] {
                assert_eq!(before[member], after[member], "{member}");
            }
        }
        assert_eq!(on(archive.path(), &["verify"]).0, Some(0));
    }
}

#[test]
fn a_damaged_index_never_blocks_a_run() {
    let (graph, archive) = (FakeGraph::start(), place());
    filled(&graph, archive.path());
    let path = archive.path().join(INDEX);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen('{', "", 1)).unwrap();
    let run = graph.fetch(archive.path(), &["--meeting", "M"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    let said = stderr(&run);
    assert!(
        said.contains("1 line of the index cannot be read"),
        "{said}"
    );
    assert!(stdout(&run).contains("2 unchanged"), "{}", stdout(&run));
}

#[cfg(unix)]
#[test]
fn a_planted_link_costs_its_own_report_and_is_told_by_all() {
    let (graph, archive, other) = (FakeGraph::start(), place(), place());
    filled(&graph, archive.path());
    let r1 = file(archive.path(), "r1");
    let secret = other.path().join("secret");
    fs::write(&secret, "{}").unwrap();
    fs::remove_file(&r1).unwrap();
    std::os::unix::fs::symlink(&secret, &r1).unwrap();
    let run = graph.fetch(archive.path(), &["--meeting", "M"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("is a link or a folder"),
        "{}",
        stderr(&run)
    );
    assert!(
        stdout(&run).contains("1 unchanged\nMissing: 1 failed"),
        "{}",
        stdout(&run)
    );
    for words in [&["verify"][..], &["archive", "repair"]] {
        let (code, said) = on(archive.path(), words);
        assert!(code == Some(1) && said.contains("link"), "{said}");
    }
    assert_eq!(fs::read_to_string(&secret).unwrap(), "{}");
}

#[test]
fn the_reports_of_a_channel_are_stored_once() {
    let (graph, archive) = (FakeGraph::start(), place());
    let id = |user: &str| STANDARD.encode(format!("1*{user}*0**19:ab@thread.tacv2"));
    let (one, two) = (id("u-1"), id("u-2"));
    let both = [report("r1", "2026-10-06"), report("r2", "2026-10-13")];
    for id in [&one, &two] {
        graph.meeting(id, &both);
    }
    for again in ["2 fetched", "2 unchanged"] {
        let run = graph.fetch(archive.path(), &["--meeting", &one, "--meeting", &two]);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        assert!(stdout(&run).contains(again), "{}", stdout(&run));
        assert_eq!(index(archive.path()).len(), 2);
    }
}

#[test]
fn a_folder_that_is_no_archive_is_not_repaired() {
    let folder = place();
    let (code, said) = on(folder.path(), &["archive", "repair"]);
    assert!(code == Some(2) && said.contains("no archive"), "{said}");
    assert!(files(folder.path()).is_empty());
}
