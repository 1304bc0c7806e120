//! The manifest, and `rollbook verify` against it.

use std::fs;

use serde_json::Value;

use crate::support::{convert, files, place, project, rollbook, stderr, stdout};

fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let output = rollbook().arg("verify").args(arguments).output().unwrap();
    (output.status.code(), stdout(&output))
}

#[test]
fn the_manifest_names_every_input_and_output_and_its_counts_add_up() {
    let (input, output) = (place(), place());
    let bytes = fs::read(project("samples/one-to-one.json")).unwrap();
    fs::write(input.path().join("a.json"), &bytes).unwrap();
    fs::copy(
        project("tests/fixtures/clean/ndjson.ndjson"),
        input.path().join("b.ndjson"),
    )
    .unwrap();
    fs::copy(
        project("tests/fixtures/syntax.json"),
        input.path().join("c.json"),
    )
    .unwrap();
    fs::copy(
        project("tests/fixtures/change-notification.json"),
        input.path().join("d.json"),
    )
    .unwrap();
    let all = ["--format", "xlsx,csv,html,json", "--per-meeting"];
    convert(&[input.path().to_str().unwrap()], output.path(), &all);
    let mut written = files(output.path());
    let manifest: Value = serde_json::from_slice(&written.remove("run.json").unwrap()).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    let told: Vec<_> = inputs
        .iter()
        .map(|input| {
            (
                input["name"].as_str().unwrap(),
                input["shape"].as_str().unwrap(),
                input["documents"]["all"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a.json", "report", 1),
            ("b.ndjson", "report", 3),
            ("c.json", "other", 1),
            ("d.json", "other", 1)
        ]
    );
    assert_eq!(inputs[0]["bytes"], bytes.len() as u64);
    assert_eq!(
        inputs[0]["sha256"].as_str().unwrap(),
        rollbook::storage::digest::sha256(&bytes)
    );
    let documents = &manifest["documents"];
    let count = |key: &str| documents[key].as_u64().unwrap();
    assert_eq!(count("all"), 6);
    assert_eq!(
        count("converted") + count("rejected") + count("nothing_to_convert") + count("unreadable"),
        6
    );
    let named: Vec<_> = manifest["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|output| output["name"].as_str().unwrap())
        .collect();
    assert_eq!(named.len(), written.len());
    assert!(
        named.iter().all(|name| written.contains_key(*name)),
        "{named:?}"
    );
}

#[test]
fn the_manifest_tells_the_rules_and_no_path() {
    let output = place();
    let rules = [
        "--format",
        "csv",
        "--timezone",
        "Asia/Tokyo",
        "--grace",
        "7",
        "--deny",
        "count-mismatch",
    ];
    convert(
        &[project("samples/one-to-one.json").to_str().unwrap()],
        output.path(),
        &rules,
    );
    let text = fs::read_to_string(output.path().join("run.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let option = |name: &str| manifest["options"][name].as_str().unwrap().to_owned();
    assert_eq!(
        [option("timezone"), option("grace"), option("deny")],
        ["Asia/Tokyo", "7", "count-mismatch"]
    );
    assert!(
        manifest["time_zone_database"]
            .as_str()
            .unwrap()
            .starts_with("20")
    );
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{text}");
}

#[test]
fn a_folder_as_it_was_written_is_verified() {
    let output = place();
    convert(
        &["samples"],
        output.path(),
        &["--format", "xlsx,csv,html,json"],
    );
    let (code, said) = verify(&[output.path().to_str().unwrap(), "--inputs", "samples"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("all as they were"), "{said}");
}

#[test]
fn what_was_changed_cut_or_removed_is_named() {
    let output = place();
    convert(&["samples"], output.path(), &["--format", "csv,json"]);
    let path = |name: &str| output.path().join(name);
    let records = fs::read_to_string(path("csv/records.csv")).unwrap();
    fs::write(path("csv/records.csv"), records.replacen("1558", "1658", 1)).unwrap();
    fs::write(path("csv/roles.csv"), "cut").unwrap();
    fs::remove_file(path("json/meetings.json")).unwrap();
    let (code, said) = verify(&[output.path().to_str().unwrap()]);
    assert_eq!(code, Some(1));
    for expected in [
        "csv/records.csv: was changed",
        "csv/roles.csv: has 3 bytes, and had ",
        "json/meetings.json: is missing",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn an_input_that_was_changed_is_named() {
    let (input, output) = (place(), place());
    let file = input.path().join("a.json");
    fs::copy(project("samples/one-to-one.json"), &file).unwrap();
    convert(
        &[input.path().to_str().unwrap()],
        output.path(),
        &["--format", "csv"],
    );
    fs::copy(project("samples/webinar.json"), &file).unwrap();
    let (code, said) = verify(&[
        output.path().to_str().unwrap(),
        "--inputs",
        input.path().to_str().unwrap(),
    ]);
    assert_eq!(code, Some(1));
    assert!(said.contains("a.json: has "), "{said}");
}

#[test]
fn a_folder_without_manifest_ends_with_2() {
    assert_eq!(verify(&[place().path().to_str().unwrap()]).0, Some(2));
}

/// Converts the course with a copy of its lists and rules; gives the folder they are in.
fn convert_with_own_files(output: &std::path::Path) -> tempfile::TempDir {
    let own = place();
    for list in ["roster.csv", "meetings.csv"] {
        let from = project("samples/course").join(list);
        fs::copy(from, own.path().join(list)).unwrap();
    }
    fs::write(own.path().join("rules.toml"), "[present]\nshare = 0.5\n").unwrap();
    let at = |name: &str| own.path().join(name).to_str().unwrap().to_owned();
    let (roster, meetings, rules) = (at("roster.csv"), at("meetings.csv"), at("rules.toml"));
    let options = [
        "--format",
        "csv",
        "--roster",
        &roster,
        "--meetings",
        &meetings,
    ];
    let options = [&options[..], &["--rules", &rules]].concat();
    let run = convert(&["samples/course"], output, &options);
    assert_eq!(run.status.code(), Some(0), "{}", stdout(&run));
    own
}

#[test]
fn the_users_own_files_are_inputs_that_hold_no_documents() {
    let output = place();
    let own = convert_with_own_files(output.path());
    let text = fs::read_to_string(output.path().join("run.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    let (lists, reports): (Vec<_>, Vec<_>) = inputs
        .iter()
        .partition(|input| input["kind"] != "documents");
    let told = |input: &&Value| {
        let name = input["name"].as_str().unwrap();
        let bytes = fs::read(own.path().join(name)).unwrap();
        assert_eq!(input["bytes"], bytes.len() as u64, "{name}");
        assert_eq!(
            input["sha256"],
            rollbook::storage::digest::sha256(&bytes),
            "{name}"
        );
        assert_eq!(input["documents"]["all"], 0, "{name}");
        (input["kind"].as_str().unwrap().to_owned(), name.to_owned())
    };
    let told: Vec<_> = lists.iter().map(told).collect();
    let expected = [
        ("roster", "roster.csv"),
        ("meetings", "meetings.csv"),
        ("rules", "rules.toml"),
    ];
    let expected = expected.map(|(kind, name)| (kind.to_owned(), name.to_owned()));
    assert_eq!(told, expected);
    // Documents in are those of the reports alone: converted, rejected or nothing to convert.
    let all = reports
        .iter()
        .map(|input| input["documents"]["all"].as_u64().unwrap());
    assert_eq!(manifest["documents"]["all"], all.sum::<u64>());
    assert_eq!(manifest["documents"]["converted"], reports.len());
    let folder = own.path().to_str().unwrap();
    assert!(!text.contains(folder), "the manifest holds no path: {text}");
}

#[test]
fn the_users_own_files_are_verified_with_the_inputs() {
    let output = place();
    let own = convert_with_own_files(output.path());
    let verify_with = |own: &[&str]| {
        let named = [
            output.path().to_str().unwrap(),
            "--inputs",
            "samples/course",
        ];
        verify(&[&named[..], own].concat())
    };
    let folder = own.path().to_str().unwrap();
    let (code, said) = verify_with(&["--lists", folder]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("of 10 inputs and 3 lists of your own"),
        "{said}"
    );
    let rules = own.path().join("rules.toml");
    fs::write(&rules, "[present]\nshare = 0.6\n").unwrap();
    let (code, said) = verify_with(&["--lists", rules.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(said.contains("rules.toml: was changed"), "{said}");
    // The course's own folder holds equal lists, but not the rules.
    let (_, said) = verify_with(&[]);
    assert!(said.contains("rules.toml: is not named"), "{said}");
    assert!(!said.contains("roster.csv"), "{said}");
}

#[test]
fn nothing_is_opened_that_a_changed_manifest_names_elsewhere() {
    let place = place();
    let folder = place.path().join("out");
    convert(&["samples/one-to-one.json"], &folder, &["--format", "csv"]);
    fs::write(place.path().join("secret.txt"), "12345").unwrap();
    let path = folder.join("run.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let outside = place.path().join("secret.txt").to_str().unwrap().to_owned();
    for name in ["../secret.txt", outside.as_str()] {
        manifest["outputs"][0]["name"] = name.into();
        fs::write(&path, manifest.to_string()).unwrap();
        let (code, said) = verify(&[folder.to_str().unwrap()]);
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains("is no file of this folder, and run.json was changed"),
            "{said}"
        );
        assert!(!said.contains("5 bytes"), "{said}");
    }
}

#[test]
fn without_digests_the_files_are_the_same_and_nobody_claims_to_know_what_was_changed() {
    let (input, with, without) = (place(), place(), place());
    for sample in ["one-to-one.json", "webinar.json"] {
        fs::copy(
            project(&format!("samples/{sample}")),
            input.path().join(sample),
        )
        .unwrap();
    }
    fs::copy(
        project("tests/fixtures/clean/ndjson.ndjson"),
        input.path().join("b.ndjson"),
    )
    .unwrap();
    let inputs = [input.path().to_str().unwrap()];
    let formats = ["--format", "xlsx,csv,html"];
    convert(&inputs, with.path(), &formats);
    let none = [&formats[..], &["--digest", "none"]].concat();
    convert(&inputs, without.path(), &none);

    let (mut with, mut bare) = (files(with.path()), files(without.path()));
    let manifest = |files: &mut std::collections::BTreeMap<_, Vec<u8>>| -> Value {
        serde_json::from_slice(&files.remove("run.json").unwrap()).unwrap()
    };
    let (digested, manifest) = (manifest(&mut with), manifest(&mut bare));
    assert_eq!(with, bare);
    assert_eq!(manifest["options"]["digest"], "none");
    assert!(digested["options"]["digest"].is_null());
    for side in ["inputs", "outputs"] {
        let (digested, told) = (&digested[side], manifest[side].as_array().unwrap());
        for (digested, told) in digested.as_array().unwrap().iter().zip(told) {
            assert!(digested["sha256"].is_string() && told["sha256"].is_null());
            for key in ["name", "bytes", "documents"] {
                assert_eq!(told[key], digested[key]);
            }
        }
    }

    let output = rollbook().arg("verify").arg(without.path()).output();
    let output = output.unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("holds no digests") && said.contains("hint"),
        "{said}"
    );
    // Of a page that is not written again nobody knows whether somebody changed it: it stays.
    fs::remove_file(input.path().join("webinar.json")).unwrap();
    let again = convert(&inputs, without.path(), &[&none[..], &["--force"]].concat());
    assert_eq!(again.status.code(), Some(0));
    assert!(without.path().join("meetings/webinar.html").exists());
    let manifest = fs::read_to_string(without.path().join("run.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["earlier"][0]["name"], "meetings/webinar.html");
}
