//! What is taken from the system where nobody typed it.

use super::*;

#[cfg(unix)]
#[test]
fn what_was_made_is_shown_by_the_systems_own_opener() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = place();
    course(place.path());
    let opener = place.path().join("xdg-open");
    fs::write(
        &opener,
        "#!/bin/sh\necho \"$1\" > \"$OPENED.new\" && mv \"$OPENED.new\" \"$OPENED\"\n",
    )
    .unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", place.path().display());
    for (format, shown) in [
        ("html,xlsx", "a/index.html"),
        ("xlsx", "b/attendance.xlsx"),
        ("csv", "c/"),
    ] {
        let folder = shown.split('/').next().unwrap();
        let opened = place.path().join(format!("opened-{folder}"));
        let output = rollbook()
            .current_dir(place.path())
            .env("PATH", &path)
            .env("OPENED", &opened)
            .args(["reports", "--open", "--output", folder, "--format", format])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        // It goes on by itself.
        let waited = (0..200).find(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            opened.exists()
        });
        assert!(waited.is_some(), "{format}");
        assert_eq!(fs::read_to_string(&opened).unwrap().trim_end(), shown);
    }
    let refused = run(place.path(), &["reports", "--open", "--output", "-"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// Converts a sample with these variables, and returns what was said and the folder.
fn on_a_system(variables: &[(&str, &str)], words: &[&str]) -> (String, tempfile::TempDir) {
    let place = place();
    let mut command = rollbook();
    let names = ["LC_ALL", "LC_MESSAGES", "LANG", "TZ"];
    names.iter().for_each(|name| {
        command.env_remove(name);
    });
    let output = command
        .envs(variables.iter().copied())
        .args(["convert", "samples/one-to-one.json", "--output"])
        .arg(place.path().join("out"))
        .args(words)
        .output()
        .unwrap();
    (stdout(&output), place)
}

#[test]
fn zone_and_language_are_the_systems_unless_typed_and_both_are_named() {
    let berlin = [("TZ", "Europe/Berlin"), ("LANG", "de_DE.UTF-8")];
    for (variables, words, zone, language, of_system) in [
        (
            &berlin[..],
            &[][..],
            "Europe/Berlin",
            "de",
            Some("timezone,language"),
        ),
        (
            &berlin,
            &["--language", "fr"],
            "Europe/Berlin",
            "fr",
            Some("timezone"),
        ),
        (
            &berlin,
            &["--timezone", "Asia/Tokyo"],
            "Asia/Tokyo",
            "de",
            Some("language"),
        ),
        (
            &berlin,
            &["--timezone", "UTC", "--language", "en"],
            "UTC",
            "en",
            None,
        ),
        (
            &[
                ("TZ", "UTC"),
                ("LANG", "de"),
                ("LC_MESSAGES", "es_MX"),
                ("LC_ALL", ""),
            ],
            &[],
            "UTC",
            "es",
            Some("timezone,language"),
        ),
        (
            &[("TZ", "Mars/Olympus"), ("LC_ALL", "nl_NL")],
            &[],
            "UTC",
            "en",
            Some("timezone,language"),
        ),
    ] {
        let (told, place) = on_a_system(variables, words);
        let out = place.path().join("out");
        let options = &manifest(&out)["options"];
        assert_eq!(options["timezone"], zone, "{variables:?}");
        assert_eq!(options["language"], language, "{variables:?}");
        assert_eq!(
            options["of the system"].as_str(),
            of_system,
            "{variables:?}"
        );
        let page = fs::read_to_string(out.join("index.html")).unwrap();
        assert!(
            page.contains(&format!("lang=\"{language}\"")),
            "{variables:?}"
        );
        let city = zone.rsplit('/').next().unwrap();
        assert!(page.contains(city), "{variables:?}");
        let line = told
            .lines()
            .find(|line| line.starts_with("As on this computer"));
        assert_eq!(line.is_some(), of_system.is_some(), "{told}");
        let names = |option: &str| line.is_some_and(|line| line.contains(option));
        let asked = |option: &str| of_system.is_some_and(|names| names.contains(option));
        assert_eq!(names("--timezone"), asked("timezone"), "{told}");
        assert_eq!(names("--language"), asked("language"), "{told}");
        assert!(!asked("timezone") || line.unwrap().contains(zone), "{told}");
    }
}

#[test]
fn the_systems_zone_is_not_that_of_a_file_that_names_none() {
    let findings = |words: &[&str]| {
        let output = rollbook()
            .env("TZ", "Europe/Berlin")
            .args([
                "convert",
                "tests/fixtures/teams-csv",
                "--output",
                "-",
                "--tables",
                "findings",
            ])
            .args(words)
            .output();
        stdout(&output.unwrap())
    };
    assert!(findings(&[]).contains("zone-unknown"));
    for named in ["--timezone", "--input-timezone"] {
        assert!(!findings(&[named, "Europe/Berlin"]).contains("zone-unknown"));
    }
}

#[test]
fn files_that_are_dropped_are_read_in_this_computers_zone_and_that_is_said() {
    let place = place();
    let folder = place.path().join("downloads");
    fs::create_dir(&folder).unwrap();
    let file = "sections-de.csv";
    fs::copy(
        project("tests/fixtures/teams-csv").join(file),
        folder.join(file),
    )
    .unwrap();
    let dropped = |words: &[&str]| {
        let mut command = rollbook();
        command.env("TZ", "Europe/Berlin").arg(&folder).args(words);
        command.output().unwrap()
    };
    let output = dropped(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(
        told.contains("times, also those of CSV files, are in Europe/Berlin"),
        "{told}"
    );
    let text = fs::read_to_string(place.path().join("attendance-summary/run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(run["options"]["input-timezone"], "Europe/Berlin");
    // A zone that was typed is the one that counts, and nothing is said of files.
    let output = dropped(&["--timezone", "America/New_York"]);
    assert!(
        !stdout(&output).contains("also those"),
        "{}",
        stdout(&output)
    );
}
