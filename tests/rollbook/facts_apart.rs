//! `facts --partition` and `--tables`: what single reports hold, kept apart in folders, which
//! change nothing of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::folding::{answers, course, fold};
use crate::support::{
    COURSE, convert, files, place, project, project_text, rollbook, stderr, stdout,
};

/// The forms that this program writes.
const FORMATS: &[&str] = if cfg!(feature = "arrow") {
    &["ndjson", "arrow", "parquet"]
} else {
    &["ndjson"]
};

fn apart(reports: &[String], folder: &Path, options: &[&str]) -> Output {
    let mut command = rollbook();
    command
        .arg("facts")
        .args(reports)
        .arg("--output")
        .arg(folder);
    command.args(options).output().unwrap()
}

fn written(reports: &[String], folder: &Path, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let run = apart(reports, folder, options);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    files(folder)
}

/// The folders of a file, without the file.
fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').unwrap().0
}

#[test]
fn answers_are_the_same_however_facts_are_kept_apart() {
    let place = place();
    let reports = course();
    let options = [&COURSE[..], &["--format", "csv,json"]].concat();
    let whole = place.path().join("whole");
    let words: Vec<_> = reports.iter().map(String::as_str).collect();
    convert(&words, &whole, &options);
    for keys in ["tenant", "tenant,month", "day,series", "month,tenant,day"] {
        for format in FORMATS {
            let lake = place.path().join(format!("{keys} {format}"));
            let kept = written(&reports, &lake, &["--partition", keys, "--format", format]);
            assert!(kept.keys().all(|name| {
                let named = folder_of(name)
                    .split('/')
                    .map(|folder| folder.split('=').next());
                named.eq(keys.split(',').map(Some))
            }));
            let folded = place.path().join("folded");
            let run = fold(&[&lake], &folded, &[&options[..], &["--force"]].concat());
            assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
            assert!(answers(&whole) == answers(&folded), "{keys} {format}");
        }
    }
}

#[test]
fn each_line_lies_in_the_folder_of_its_own_values_and_in_no_other() {
    let place = place();
    let reports = course();
    let lake = place.path().join("lake");
    let kept = written(&reports, &lake, &["--partition", "tenant,month,day"]);
    let mut lines = Vec::new();
    for (name, bytes) in &kept {
        for line in std::str::from_utf8(bytes).unwrap().lines() {
            let said: Value = serde_json::from_str(line).unwrap();
            let day = said["day"].as_str().unwrap();
            let tenant = said["tenant"].as_str().unwrap();
            let expected = format!("tenant={tenant}/month={}/day={day}", &day[..7]);
            assert_eq!(folder_of(name), expected);
            lines.push(line.to_owned());
        }
    }
    let run = rollbook().arg("facts").args(&reports).output().unwrap();
    let mut expected: Vec<_> = stdout(&run).lines().map(str::to_owned).collect();
    expected.sort();
    lines.sort();
    assert!(lines == expected);
}

#[test]
fn files_are_the_same_whatever_jobs_are_and_later_ones_stand_beside_them() {
    let place = place();
    let reports = course();
    for format in FORMATS {
        let lake = |name: &str| place.path().join(format!("{name} {format}"));
        let run = |reports: &[String], name: &str, jobs: &str| {
            let options = ["--partition", "month", "--format", format, "--jobs", jobs];
            written(reports, &lake(name), &options)
        };
        let one = run(&reports, "one", "1");
        assert!(one == run(&reports, "three", "3"));
        // Two runs of half of them each: nothing is replaced, and nothing refused.
        let (first, second) = reports.split_at(5);
        run(first, "two", "2");
        run(second, "two", "2");
        let out = place.path().join("out");
        let whole = answers_of(&lake("one"), &out);
        assert!(whole == answers_of(&lake("two"), &out));
    }
}

fn answers_of(lake: &Path, out: &Path) -> BTreeMap<String, Vec<u8>> {
    let run = fold(&[lake], out, &["--format", "csv", "--force"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    answers(out)
}

#[test]
fn where_one_file_is_there_already_none_is_written() {
    let place = place();
    let (lake, reports) = (place.path().join("lake"), course());
    let options = ["--partition", "month"];
    let all = written(&reports, &lake, &options);
    // The last month alone is there.
    let (last, _) = all.last_key_value().unwrap();
    for name in all.keys().filter(|name| *name != last) {
        fs::remove_dir_all(lake.join(folder_of(name))).unwrap();
    }
    let before = files(&lake);
    assert_eq!(before.len(), 1);
    let run = apart(&reports, &lake, &options);
    assert_eq!(run.status.code(), Some(2));
    let said = stderr(&run);
    assert!(
        said.contains("exists already") && said.contains("--force"),
        "{said}"
    );
    assert!(before == files(&lake));
    assert_eq!(fs::read_dir(&lake).unwrap().count(), 1);
    let run = apart(&reports, &lake, &[&options[..], &["--force"]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    assert!(all == files(&lake));
}

/// A report of people of a tenant.
fn of_tenant(tenant: &str) -> String {
    let mut report: Value = serde_json::from_str(&project_text("samples/one-to-one.json")).unwrap();
    for record in report["attendanceRecords"].as_array_mut().unwrap() {
        record["identity"]["tenantId"] = tenant.into();
    }
    report["id"] = tenant.into();
    report.to_string()
}

#[test]
fn a_tenant_that_is_no_name_of_a_folder_stays_within_the_folder() {
    let place = place();
    let long = "x".repeat(300);
    let tenants = ["../../out", "a/b=c", "..", "Zoë \u{202e}\nx", "%2F", &long];
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for (number, tenant) in tenants.iter().enumerate() {
        fs::write(reports.join(format!("{number}.json")), of_tenant(tenant)).unwrap();
    }
    let lake = place.path().join("below/lake");
    let inputs = [reports.to_str().unwrap().to_owned()];
    let kept = written(&inputs, &lake, &["--partition", "tenant"]);
    let folders: Vec<_> = kept.keys().map(|name| folder_of(name)).collect();
    assert_eq!(
        folders,
        [
            "tenant=%252F",
            "tenant=.%2E",
            "tenant=..%2F..%2Fout",
            "tenant=Zoë%20\u{202e}%0Ax",
            "tenant=__HIVE_DEFAULT_PARTITION__",
            "tenant=a%2Fb%3Dc",
        ]
    );
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
    let whole = place.path().join("whole");
    convert(&[&inputs[0]], &whole, &["--format", "csv"]);
    assert!(answers(&whole) == answers_of(&lake, &place.path().join("out")));
}

/// What single reports hold.
const EVIDENCE: [&str; 5] = [
    "reports",
    "report_roles",
    "records",
    "intervals",
    "findings",
];

/// What is found of several reports together, which no report holds.
const OF_SEVERAL: [&str; 3] = ["report-repeated", "report-superseded", "identity-shared"];

/// The rows of a table of lines, sorted; of findings those of single reports.
fn rows<'b>(table: &str, files: impl Iterator<Item = &'b Vec<u8>>) -> Vec<Value> {
    let mut rows = all_rows(files);
    let is_of_several = |row: &Value| {
        let code = row["code"].as_str().unwrap_or_default();
        table == "findings" && OF_SEVERAL.contains(&code)
    };
    rows.retain(|row| !is_of_several(row));
    rows
}

/// The rows of a table of lines, sorted.
fn all_rows<'b>(files: impl Iterator<Item = &'b Vec<u8>>) -> Vec<Value> {
    let texts = files.map(|bytes| std::str::from_utf8(bytes).unwrap());
    let lines = texts.flat_map(str::lines);
    let rows = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(Value::to_string);
    rows
}

/// Lines of many reports, among them a copy, an older version, and other names under the same ids.
fn lines_of_reports() -> Vec<String> {
    let mut all: Vec<(String, String)> = Vec::new();
    for folder in ["samples/course", "tests/fixtures"] {
        for (name, bytes) in files(Path::new(&project(folder))) {
            if let (Ok(text), true) = (String::from_utf8(bytes), name.ends_with(".json")) {
                all.push((format!("{folder}/{name}"), text));
            }
        }
    }
    let text = project_text("samples/course/2026-09-26-session-2.json");
    let mut report: Value = serde_json::from_str(&text).unwrap();
    report["attendanceRecords"].as_array_mut().unwrap().pop();
    all.push(("copy.json".into(), text));
    all.push(("version.json".into(), report.to_string()));
    let records = report["attendanceRecords"].as_array_mut().unwrap();
    records[0]["identity"]["displayName"] = "Somebody Else".into();
    report["id"] = "another".into();
    all.push(("other names.json".into(), report.to_string()));
    let line = |(source, document)| json!({"source": source, "document": document}).to_string();
    all.into_iter().map(line).collect()
}

/// Writes lines into a file of this name.
fn file_of(lines: &[String], place: &Path, name: &str) -> String {
    let file = place.join(name);
    fs::write(&file, lines.join("\n")).unwrap();
    file.into_os_string().into_string().unwrap()
}

#[test]
fn findings_of_each_part_and_those_of_fold_are_the_findings_of_one_machine() {
    let place = place();
    let lines = lines_of_reports();
    let whole = place.path().join("whole");
    let all = file_of(&lines, place.path(), "all.ndjson");
    let options = ["--format", "ndjson", "--tables", "findings", "--exit-zero"];
    convert(&[&all], &whole, &[&options[..], &["--lines"]].concat());
    let expected = all_rows(files(&whole).get("ndjson/findings.ndjson").into_iter());
    let codes = expected.iter().filter_map(|row| row["code"].as_str());
    let codes: BTreeSet<_> = codes.collect();
    for code in OF_SEVERAL {
        assert!(codes.contains(code), "{code} is not in {codes:?}");
    }
    let (mut found, mut facts) = (Vec::new(), Vec::new());
    for (number, lines) in lines.chunks(lines.len().div_ceil(3)).enumerate() {
        let part = file_of(lines, place.path(), &format!("{number}.ndjson"));
        let lake = place.path().join(format!("lake {number}"));
        let tables = ["--tables", "facts,findings", "--exit-zero", "--lines"];
        let kept = written(&[part], &lake, &tables);
        let own = kept
            .iter()
            .filter(|(name, _)| name.starts_with("findings/"));
        found.extend(all_rows(own.map(|(_, bytes)| bytes)));
        facts.push(lake.join("facts"));
    }
    let facts: Vec<_> = facts.iter().map(|path| path.as_path()).collect();
    for by in [&[][..], &["--by", "series"]] {
        let folded = place.path().join(format!("folded {}", by.len()));
        let run = fold(&facts, &folded, &[&options[..], by].concat());
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let said = stdout(&run) + &stderr(&run);
        let about = "findings table has those about several reports";
        assert!(said.contains(about), "{said}");
        let across = files(&folded);
        let mut all = found.clone();
        all.extend(all_rows(across.get("ndjson/findings.ndjson").into_iter()));
        all.sort_by_key(Value::to_string);
        for (found, expected) in all.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
        assert_eq!(all.len(), expected.len());
    }
}

#[test]
fn evidence_has_the_same_rows_however_it_is_kept_apart() {
    let place = place();
    // Documents of several reports, of none, and what cannot be read.
    let inputs = ["samples", "tests/fixtures"];
    let tables = EVIDENCE.join(",");
    let whole = place.path().join("whole");
    convert(
        &inputs,
        &whole,
        &["--format", "ndjson", "--tables", &tables],
    );
    let whole = files(&whole);
    let inputs = inputs.map(str::to_owned);
    for partition in [
        &["--partition", "tenant,month"][..],
        &["--partition", "day"],
        &[],
    ] {
        let lake = place.path().join(format!("lake {}", partition.concat()));
        let options = ["--tables", &tables, "--force", "--exit-zero"];
        let kept = written(&inputs, &lake, &[partition, &options[..]].concat());
        for table in EVIDENCE {
            let expected = whole.get(&format!("ndjson/{table}.ndjson"));
            let expected = rows(table, expected.into_iter());
            let folder = format!("{table}/");
            let own = kept.iter().filter(|(name, _)| name.starts_with(&folder));
            let found = rows(table, own.map(|(_, bytes)| bytes));
            assert!(expected.len() > 20, "{table}");
            assert!(found == expected, "{table} {partition:?}");
        }
    }
}

#[test]
fn rows_of_a_report_lie_where_its_facts_do() {
    let place = place();
    let lake = place.path().join("lake");
    let inputs = ["samples".to_owned(), "tests/fixtures".to_owned()];
    let keys = ["--partition", "tenant,day"];
    let tables = ["--tables", "facts,reports,records,findings", "--exit-zero"];
    let kept = written(&inputs, &lake, &[&keys[..], &tables].concat());
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, bytes) in &kept {
        let (table, place) = folder_of(name).split_once('/').unwrap();
        for line in std::str::from_utf8(bytes).unwrap().lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let report = match table {
                "facts" => &row["facts"]["reports"][0]["label"],
                _ => &row["report"],
            };
            places.entry(report.to_string()).or_default().push(place);
        }
    }
    places.remove("null");
    assert!(places.len() > 50, "{}", places.len());
    for (report, mut places) in places {
        places.dedup();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 1, "{report}: {places:?}");
    }
}

#[test]
fn standard_output_takes_no_folder_and_fold_looks_only_into_folders_of_values() {
    let place = place();
    let run = rollbook()
        .args(["facts", "samples/course", "--partition", "month"])
        .output();
    let run = run.unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(
        stderr(&run).contains("name it with --output"),
        "{}",
        stderr(&run)
    );
    let lake = place.path().join("lake");
    written(&course(), &lake, &["--partition", "month"]);
    for other in ["_delta_log", "old", "month=2026-09/_temporary"] {
        fs::create_dir(lake.join(other)).unwrap();
        fs::write(lake.join(other).join("a.facts"), "no facts\n").unwrap();
    }
    fs::write(lake.join("_SUCCESS"), "").unwrap();
    answers_of(&lake, &place.path().join("out"));
}
