//! What is about some people alone does not stand among what is about others.

use std::fs;
use std::path::Path;

use crate::support::{COURSE, convert, files, place, rollbook, stderr, stdout};

fn course(folder: &Path, options: &[&str]) -> (Option<i32>, String, String) {
    let options = [&COURSE[..], options].concat();
    let run = convert(&["samples/course"], folder, &options);
    (run.status.code(), stdout(&run), stderr(&run))
}

fn verify(folder: &Path) -> (Option<i32>, String) {
    let run = rollbook().arg("verify").arg(folder).output().unwrap();
    (run.status.code(), stdout(&run))
}

const ANNA: [&str; 4] = ["--person", "bergström, anna", "--format", "xlsx,html"];

#[test]
fn with_force_the_page_of_a_person_stands_alone_where_everybodys_were() {
    let (used, new) = (place(), place());
    let all = ["--format", "xlsx,csv,json,html", "--per-meeting"];
    assert_eq!(course(used.path(), &all).0, Some(0));
    let before = files(used.path());
    let (code, said, failed) = course(used.path(), &[&ANNA[..], &["--force"]].concat());
    assert_eq!(code, Some(0), "{failed}");
    course(new.path(), &ANNA);
    assert!(files(used.path()) == files(new.path()));
    let after = files(used.path());
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let told = format!("Removed: {} files of earlier runs", gone.count());
    assert!(said.contains(&told), "{said}");
    assert_eq!(verify(used.path()).0, Some(0));
}

#[test]
fn a_folder_with_files_of_others_is_refused_and_stays_as_it_is() {
    let refused = |name: &str, told: &str, options: &[&str]| {
        let place = place();
        course(place.path(), &["--format", "html", "--force"]);
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = fs::read(&path).unwrap_or_default();
        bytes.push(b'\n');
        fs::write(&path, bytes).unwrap();
        let before = files(place.path());
        let (code, said, failed) = course(place.path(), options);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            failed.contains(told) && failed.contains("--output"),
            "{failed}"
        );
        assert!(failed.contains("must not stand among it"), "{failed}");
        assert!(files(place.path()) == before, "{name}");
        let (code, said) = verify(place.path());
        assert_eq!(code, Some(1));
        assert!(said.contains(name), "{said}");
    };
    let person = [&ANNA[..], &["--force"]].concat();
    let department = ["--department", "Sales", "--format", "csv", "--force"];
    // A page that somebody changed, a copy of the workbook, and files of somebody else.
    let people = "people/ (1 file)";
    refused("people/Keiko-Tanaka.html", people, &person);
    refused("people/Keiko-Tanaka.html", people, &department);
    refused("attendance (2).xlsx", "attendance (2).xlsx", &person);
    refused("old/2025/all.csv", "old/ (1 file)", &department);
}

#[test]
fn a_folder_that_no_run_wrote_to_is_refused_too() {
    let place = place();
    fs::write(place.path().join("salaries.xlsx"), "x").unwrap();
    let (code, _, failed) = course(place.path(), &ANNA);
    assert_eq!(code, Some(2));
    assert!(failed.contains("salaries.xlsx"), "{failed}");
    // What a file manager leaves in each folder is nobody's data.
    fs::rename(
        place.path().join("salaries.xlsx"),
        place.path().join(".DS_Store"),
    )
    .unwrap();
    assert_eq!(course(place.path(), &ANNA).0, Some(0));
    assert_eq!(verify(place.path()).0, Some(0));
}

#[test]
fn who_is_left_out_is_not_in_what_earlier_runs_left() {
    let place = place();
    course(place.path(), &["--format", "html"]);
    assert!(place.path().join("people/Anna-Bergström.html").exists());
    let options = ["--exclude", "Anna Berg*", "--format", "csv", "--force"];
    let (code, said, failed) = course(place.path(), &options);
    assert_eq!(code, Some(0), "{failed}");
    assert!(said.contains("of earlier runs, which this one does not write"));
    let left = files(place.path());
    assert!(
        left.keys()
            .all(|name| name.starts_with("csv/") || name == "run.json")
    );
}

#[test]
fn a_run_that_came_to_nothing_leaves_the_folder_as_it_was() {
    let place = place();
    course(place.path(), &["--format", "html"]);
    let before = files(place.path());
    let nobody = ["--person", "Nobody Knows", "--force"];
    assert_eq!(course(place.path(), &nobody).0, Some(2));
    assert!(files(place.path()) == before);
}

#[test]
fn verify_names_the_first_of_many_and_where_the_others_are() {
    let place = place();
    course(place.path(), &["--format", "csv"]);
    fs::create_dir(place.path().join("photos")).unwrap();
    for at in 0..500 {
        fs::write(place.path().join(format!("photos/{at}.jpg")), "x").unwrap();
    }
    fs::write(place.path().join("csv/a.csv"), "x").unwrap();
    let (code, said) = verify(place.path());
    assert_eq!(code, Some(1));
    assert!(
        said.contains("csv/a.csv: is of no run that is known"),
        "{said}"
    );
    assert!(
        said.contains("… and 481 more files of no run that is known: photos/ (481 files)"),
        "{said}"
    );
    assert!(
        said.contains("all as they were; 501 files beside them are not of this run"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 22, "{said}");
}

#[test]
fn reports_and_lists_may_lie_beside_what_was_made_of_them() {
    let place = place();
    let folder = place.path();
    for name in ["one-to-one.json", "course/roster.csv"] {
        let from = crate::support::project("samples").join(name);
        fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
    }
    let roster = folder.join("roster.csv");
    let roster = [
        "--roster",
        roster.to_str().unwrap(),
        "--allow-unmatched-roster",
    ];
    let report = folder.join("one-to-one.json");
    let run = convert(&[report.to_str().unwrap()], folder, &roster);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert_eq!(verify(folder).0, Some(0), "{}", verify(folder).1);
    fs::write(folder.join("roster.csv"), "name\nAnna\n").unwrap();
    assert!(
        verify(folder)
            .1
            .contains("roster.csv: is of no run that is known")
    );
}
