//! Runs that were ended, and disks and pipes that are full.

use super::*;

#[cfg(unix)]
#[test]
fn a_closed_standard_output_is_a_quiet_success() {
    use std::process::Stdio;
    let mut child = program()
        .args([
            "convert",
            "samples",
            "--output",
            "-",
            "--tables",
            "concurrency",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.len()),
        (Some(0), 0),
        "{output:?}"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_unfinished_file() {
    use std::process::{Command, Stdio};
    let (place, pipe) = (place(), Stdio::piped());
    // Standard input that never ends keeps the run in the middle of its work.
    let mut child = program()
        .args(["convert", "-", "--format", "csv,json,xlsx,html", "--output"])
        .arg(place.path().join("out"))
        .stdin(pipe)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let still_open = child.stdin.take();
    let waiting = place.path().join("out/csv");
    let begun = || std::fs::read_dir(&waiting).is_ok_and(|entries| entries.count() >= 6);
    for _ in 0..1500 {
        if begun() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(begun(), "the files were begun");
    Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    drop(still_open);
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(
        files(&place.path().join("out")).is_empty(),
        "{:?}",
        files(&place.path().join("out")).keys()
    );
}

#[test]
fn what_a_killed_run_left_is_found_in_every_folder_that_a_run_makes() {
    let place = place();
    let output = place.path().join("out");
    let roster = [
        "--roster",
        "samples/course/roster.csv",
        "--split-by",
        "department",
    ];
    let formats = ["--format", "csv,html,json,ndjson,xlsx", "--force"];
    let options = [&roster[..], &formats].concat();
    let run = convert(&["samples/course"], &output, &options);
    assert!(output.join("departments").exists(), "{}", stderr(&run));
    let folders = || walkdir::WalkDir::new(&output).into_iter().flatten();
    let mut planted = Vec::new();
    for folder in folders().filter(|entry| entry.file_type().is_dir()) {
        let left = folder.path().join(".rollbook-AbCdEf");
        fs::write(&left, "half").unwrap();
        planted.push(left);
    }
    assert!(planted.len() > 10, "{planted:?}");
    let verify = rollbook().arg("verify").arg(&output).output().unwrap();
    let told = String::from_utf8(verify.stdout).unwrap();
    assert_eq!(
        told.matches("is an unfinished file").count(),
        planted.len(),
        "{told}"
    );
    convert(&["samples/course"], &output, &options);
    planted.retain(|left| left.exists());
    assert!(planted.is_empty(), "{planted:?}");
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_told_by_verify_and_removed_by_the_next_run() {
    use std::process::Stdio;
    let place = place();
    let output = place.path().join("out");
    let options = ["--format", "csv,json,xlsx"];
    convert(&["samples/one-to-one.json"], &output, &options);
    let clean = files(&output);
    // Standard input that never ends keeps the run in the middle of its work.
    let mut child = program()
        .args([
            "convert",
            "-",
            "--force",
            "--format",
            "csv,json,xlsx",
            "--output",
        ])
        .arg(&output)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // By their names alone: while they are counted the run makes some and removes others.
    let unfinished = || {
        let all = walkdir::WalkDir::new(&output).into_iter().flatten();
        let files = all.filter(|entry| entry.file_type().is_file());
        let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains(".rollbook-")).count()
    };
    for _ in 0..1500 {
        if unfinished() > 6 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let verify = || {
        let run = rollbook().arg("verify").arg(&output).output().unwrap();
        (run.status.code(), String::from_utf8(run.stdout).unwrap())
    };
    assert_eq!(
        verify().0,
        Some(0),
        "files of a run at work are no leftovers"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    let left = unfinished();
    assert!(left > 6);
    let (code, said) = verify();
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        said.matches("is an unfinished file").count(),
        left,
        "{said}"
    );
    let forced = [&options[..], &["--force"]].concat();
    let run = convert(&["samples/one-to-one.json"], &output, &forced);
    let said = String::from_utf8(run.stdout).unwrap();
    let told = format!("Removed: {left} unfinished files of a run that was ended by force\n");
    assert!(said.contains(&told), "{said}");
    assert!(files(&output).keys().eq(clean.keys()));
}

#[test]
fn a_file_that_is_there_already_stops_the_run_before_it_reads_anything() {
    let place = place();
    fs::write(place.path().join("run.json"), "old").unwrap();
    let run = convert(&["no-such-input"], place.path(), &[]);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("run.json` exists already") && !said.contains("no-such-input"),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told_and_ends_with_2() {
    use std::process::Stdio;
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = program()
        .args([
            "convert",
            "samples",
            "--output",
            "-",
            "--tables",
            "intervals",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).starts_with("error: could not write to standard output"),
        "{output:?}"
    );
}
