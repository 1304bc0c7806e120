//! `rollbook show`: what stands in the terminal.

use std::process::Output;

use unicode_width::UnicodeWidthStr;

use crate::support::{SYSTEM, convert, place, project, project_text, rollbook, stderr, stdout};

fn show(arguments: &[&str]) -> Output {
    rollbook()
        .arg("show")
        .args(arguments)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

#[test]
fn the_published_figures_are_shown() {
    let output = show(&["samples/legacy-report.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = stdout(&output);
    // 415 + 427 + 310 seconds, of 1558.
    for figure in [
        "0:19:12",
        "73.94%",
        "0:25:58",
        "100.00%",
        "2 (first at 18:59:52)",
    ] {
        assert!(shown.contains(figure), "{figure}: {shown}");
    }
}

#[test]
fn what_is_shown_in_a_pipe_is_plain_and_fits_80_columns() {
    let output = show(&["samples/webinar.json", "samples/all-hands.json"]);
    let shown = stdout(&output);
    assert!(!shown.contains('\u{1b}'));
    let widest = shown.lines().map(UnicodeWidthStr::width).max();
    assert_eq!(widest, Some(80));
    assert!(shown.contains("… 280 more people; --all lists everybody"));
}

#[test]
fn standard_input_and_a_file_show_the_same() {
    let from_file = stdout(&show(&["samples/one-to-one.json"]));
    let output = rollbook()
        .args(["show", "-"])
        .write_stdin(project_text("samples/one-to-one.json"))
        .output()
        .unwrap();
    let named = |text: &str| {
        text.replace("one-to-one.json", "-")
            .replace("one-to-one", "-")
    };
    let without_name = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    let from_input = stdout(&output).replace("stdin", "-");
    assert_eq!(
        without_name(&named(&from_file)).replace("samples/", ""),
        without_name(&from_input)
    );
}

#[test]
fn the_zone_and_the_language_are_the_readers() {
    let output = show(&[
        "samples/legacy-report.json",
        "--timezone",
        "Europe/Berlin",
        "--language",
        "de",
    ]);
    let shown = stdout(&output);
    assert!(
        shown.contains("Mittwoch, 16. September 2026, 20:59:46 bis 21:25:45"),
        "{shown}"
    );
    assert!(shown.contains("73,94\u{a0}%") && shown.contains("Referent"));
}

#[test]
fn a_language_that_there_is_not_is_refused_with_those_that_there_are() {
    for command in ["show", "convert"] {
        let output = rollbook()
            .args([command, "samples/one-to-one.json", "--language", "tlh"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("known are en, de, fr, es, pt, ja"));
    }
}

#[test]
fn exit_codes_are_those_of_the_other_commands() {
    let code = |arguments: &[&str]| show(arguments).status.code();
    assert_eq!(code(&["samples/webinar.json"]), Some(0));
    assert_eq!(code(&["tests/fixtures/sum-mismatch.json"]), Some(1));
    assert_eq!(
        code(&[
            "tests/fixtures/sum-mismatch.json",
            "--allow",
            "sum-mismatch"
        ]),
        Some(0)
    );
    assert_eq!(
        code(&["tests/fixtures/count-mismatch.json", "--strict"]),
        Some(1)
    );
    assert_eq!(
        code(&["no-such-file.json", "samples/webinar.json"]),
        Some(2)
    );
    assert_eq!(code(&["samples/webinar.json", "--width", "39"]), Some(2));
}

#[test]
fn what_gives_no_report_is_named_and_stops_no_other() {
    let output = show(&["tests/fixtures/syntax.json", "samples/one-to-one.json"]);
    assert!(stderr(&output).contains("error[syntax] tests/fixtures/syntax.json"));
    assert!(stdout(&output).contains("one-to-one"));
}

#[test]
fn machine_tables_are_the_same_in_every_language() {
    let tables = |language: &str| {
        let place = place();
        let input = project("samples/webinar.json");
        let options = ["--format", "csv,json", "--language", language];
        let output = convert(&[input.to_str().unwrap()], place.path(), &options);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let mut files = crate::support::files(place.path());
        files.remove("run.json");
        files
    };
    assert_eq!(tables("en"), tables("ja"));
}

#[cfg(unix)]
#[test]
fn colours_are_for_terminals_and_no_color_turns_them_off() {
    let in_terminal = |no_color: &str| {
        let program = env!("CARGO_BIN_EXE_rollbook");
        let command = format!("stty cols 100; {program} show samples/webinar.json");
        let output = assert_cmd::Command::new("script")
            .envs(SYSTEM)
            .args(["-qec", &command, "/dev/null"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("TERM", "xterm-256color")
            .env("NO_COLOR", no_color)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(in_terminal("").contains("\u{1b}[1mwebinar"));
    let plain = in_terminal("1");
    assert!(!plain.contains("\u{1b}[") && plain.contains("webinar"));
    // It is as wide as the terminal.
    let widest = plain
        .lines()
        .map(|line| line.trim_end().chars().count())
        .max();
    assert!(widest > Some(80) && widest <= Some(100), "{widest:?}");
}
