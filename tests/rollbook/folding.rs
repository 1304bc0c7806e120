//! `rollbook facts` and `rollbook fold`: what one run makes of all reports, made of pieces.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use proptest::prelude::*;

use crate::support::{COURSE, convert, csv_rows, files, place, project, rollbook, stderr, stdout};

/// Options beside those of the course, of which every one changes answers.
const MORE: [&str; 4] = ["--passed", "attended>=6", "--format", "csv,json,html"];

/// Tables of what single reports hold, which are not in facts.
const EVIDENCE: [&str; 5] = [
    "records",
    "intervals",
    "reports",
    "report_roles",
    "findings",
];

/// The facts of these reports, a line each.
fn facts(inputs: &[String]) -> Vec<String> {
    let run = rollbook().arg("facts").args(inputs).output().unwrap();
    assert!(run.status.code() < Some(2), "{}", stderr(&run));
    stdout(&run)
        .lines()
        .map(|line| format!("{line}\n"))
        .collect()
}

pub fn fold(inputs: &[&Path], output: &Path, options: &[&str]) -> Output {
    let mut command = rollbook();
    command.arg("fold").args(inputs).arg("--output").arg(output);
    command.args(options).output().unwrap()
}

/// Everything that was written but evidence and the manifest, which names other inputs.
pub fn answers(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut written = files(folder);
    written.retain(|name, _| {
        let stem = Path::new(name).file_stem().unwrap().to_str().unwrap();
        let is_table = name.starts_with("csv/") || name.starts_with("json/");
        name != "run.json" && !(is_table && EVIDENCE.contains(&stem))
    });
    written
}

/// The reports of the course and other samples, by their places in the project.
pub fn course() -> Vec<String> {
    let mut reports: Vec<_> = fs::read_dir(project("samples/course"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .map(|name| format!("samples/course/{name}"))
        .collect();
    reports.sort();
    reports
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn facts_cut_anywhere_in_any_order_make_what_one_run_makes_of_all_reports(
        lines in Just(facts(&course())).prop_shuffle(),
        cuts in prop::collection::vec(0_usize..10, 0..3),
        jobs in 1_usize..4,
    ) {
        let place = place();
        let whole = place.path().join("whole");
        let reports = course();
        let reports: Vec<_> = reports.iter().map(String::as_str).collect();
        let options = [&COURSE[..], &MORE].concat();
        convert(&reports, &whole, &options);
        let mut cuts = cuts;
        cuts.extend([0, lines.len()]);
        cuts.sort_unstable();
        let pieces: Vec<_> = cuts
            .windows(2)
            .enumerate()
            .map(|(number, cut)| {
                let path = place.path().join(format!("{number}.facts"));
                fs::write(&path, lines[cut[0]..cut[1]].concat()).unwrap();
                path
            })
            .collect();
        let pieces: Vec<_> = pieces.iter().map(|path| path.as_path()).collect();
        let folded = place.path().join("folded");
        let jobs = jobs.to_string();
        let run = fold(&pieces, &folded, &[&options[..], &["--jobs", &jobs]].concat());
        prop_assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let (whole, folded) = (answers(&whole), answers(&folded));
        prop_assert!(whole.keys().eq(folded.keys()));
        for (name, expected) in whole {
            prop_assert!(folded[&name] == expected, "{}", name);
        }
    }
}

#[test]
fn every_sample_folds_to_the_meetings_and_people_that_convert_makes() {
    let place = place();
    let (whole, folded) = (place.path().join("whole"), place.path().join("folded"));
    let written = place.path().join("all.facts");
    let run = rollbook()
        .args(["facts", "samples", "--output"])
        .arg(&written)
        .output()
        .unwrap();
    // One sample holds every finding on purpose.
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    convert(&["samples"], &whole, &["--format", "csv"]);
    let run = fold(&[&written], &folded, &["--format", "csv"]);
    assert_eq!(run.status.code(), Some(1), "{}", stderr(&run));
    for table in ["meetings", "people", "roles", "overall", "sessions"] {
        let name = format!("csv/{table}.csv");
        assert_eq!(
            csv_rows(&folded.join(&name)),
            csv_rows(&whole.join(&name)),
            "{table}"
        );
    }
}

/// What is said of a file of facts that cannot be put together with these options, after
/// which nothing is there; on standard output neither, not even a heading.
fn refused(content: &str, options: &[&str]) -> String {
    let place = place();
    let (path, output) = (place.path().join("some.facts"), place.path().join("out"));
    fs::write(&path, content).unwrap();
    let run = fold(&[&path], &output, options);
    assert_eq!(run.status.code(), Some(2));
    assert!(!output.exists());
    let table = match options.contains(&"--tables") {
        true => &[][..],
        false => &["--tables", "people"],
    };
    let streamed = fold(&[&path], Path::new("-"), &[options, table].concat());
    assert_eq!(streamed.status.code(), Some(2));
    assert_eq!(stdout(&streamed), "");
    assert_eq!(stderr(&streamed), stderr(&run));
    stderr(&run)
}

fn webinar() -> String {
    facts(&["samples/webinar.json".into()]).concat()
}

#[test]
fn facts_that_were_cut_short_or_are_none_are_refused_with_their_line_and_nothing_is_written() {
    let line = webinar();
    let cut = refused(&line[..200], &[]);
    let expected = "some.facts`, row 1: ends in the middle of a line";
    assert!(cut.contains(expected), "{cut}");
    let other = refused(&format!("{line}{{\"value\":[]}}\n"), &[]);
    assert!(other.contains("row 2: is no line of facts"), "{other}");
    let later = line.replace("\"rollbook_facts\":1", "\"rollbook_facts\":2");
    let later = refused(&later, &[]);
    assert!(later.contains("facts of version 2"), "{later}");
}

#[test]
fn of_several_lines_that_are_none_the_first_is_told_by_any_number_of_threads() {
    let mut lines = vec![webinar(); 900];
    for at in [700, 800] {
        lines[at] = "{}\n".into();
    }
    let text = lines.concat();
    // Several blocks, of which threads take one each.
    assert!(text.len() > 3 * 256 * 1024, "{}", text.len());
    for jobs in ["1", "2", "4"] {
        let said = refused(&text, &["--jobs", jobs]);
        assert!(said.contains("row 701: is no line of facts"), "{said}");
    }
}

#[test]
fn tables_of_single_reports_are_refused_as_facts_do_not_hold_them() {
    let said = refused(&webinar(), &["--tables", "records"]);
    let expected = "facts do not hold the table `records`";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn findings_that_were_judged_otherwise_are_not_put_together() {
    let said = refused(&webinar(), &["--deny", "window-missing"]);
    assert!(said.contains("this run has window-missing=error"), "{said}");
}

#[test]
fn files_of_two_machines_that_are_called_the_same_are_two_meetings_with_a_page_each() {
    let place = place();
    let mut lines = Vec::new();
    for (machine, report) in ["one", "two"].iter().zip(course()) {
        let folder = place.path().join(machine);
        fs::create_dir(&folder).unwrap();
        fs::copy(project(&report), folder.join("monday.json")).unwrap();
        lines.extend(facts(&[folder.to_str().unwrap().to_owned()]));
    }
    let mut made = Vec::new();
    for name in ["there", "back"] {
        let written = place.path().join(format!("{name}.facts"));
        fs::write(&written, lines.concat()).unwrap();
        let output = place.path().join(name);
        let options = ["--format", "csv,html", "--title", "Mondays"];
        let run = fold(&[&written], &output, &options);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        made.push(answers(&output));
        lines.reverse();
    }
    assert!(made[0].contains_key("meetings/monday.html"));
    assert!(made[0].contains_key("meetings/monday_2.html"));
    assert!(made[0] == made[1]);
}
