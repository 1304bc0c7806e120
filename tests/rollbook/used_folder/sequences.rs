//! After any sequence of runs into one folder, it holds what the last run alone writes, and
//! beside that nothing which is not told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{convert, files, place, rollbook, stderr, stdout};

type Files = BTreeMap<String, Vec<u8>>;

/// What a run does with files of earlier runs, as the guide says it.
#[derive(Clone, Copy, PartialEq)]
enum Earlier {
    /// Those below these places, or with these names, go.
    GoIn(&'static [&'static str]),
    /// All go.
    Go,
    /// All go, and nothing else may be there.
    MustGo,
}

/// A kind of run: its options, and what it does with files of earlier runs.
type Kind = (&'static [&'static str], Earlier);

const PAGES: &[&str] = &[
    "index.html",
    "register.html",
    "meetings/*.html",
    "people/",
    "tables/",
    "periods/",
];

const KINDS: [Kind; 10] = [
    (&["--format", "csv"], Earlier::GoIn(&["csv/"])),
    (&["--format", "html"], Earlier::GoIn(PAGES)),
    (&["--format", "xlsx"], Earlier::GoIn(&["attendance.xlsx"])),
    (
        &["--format", "xlsx", "--per-meeting"],
        Earlier::GoIn(&["attendance.xlsx", "meetings/*.xlsx"]),
    ),
    (
        &["--format", "json", "--certificates", "attended>=2"],
        Earlier::GoIn(&["json/", "certificates/", "passed.csv"]),
    ),
    // Nobody passes, and those who did have no certificate any more.
    (
        &["--format", "json", "--certificates", "attended>=9"],
        Earlier::GoIn(&["json/", "certificates/", "passed.csv"]),
    ),
    (
        &["--format", "ndjson", "--split-by", "department"],
        Earlier::GoIn(&["ndjson/", "departments/"]),
    ),
    (&["--format", "csv", "--exclude", "Ben*"], Earlier::Go),
    (&["--format", "html", "--person", "Ann*"], Earlier::MustGo),
    (
        &["--format", "csv,html", "--department", "Sales"],
        Earlier::MustGo,
    ),
];

#[derive(Clone, Debug)]
enum Step {
    /// A run of a kind, over these of the reports.
    Run(usize, [bool; 3]),
    /// Somebody changes a file.
    Change(prop::sample::Index),
    /// Somebody puts a file of their own there.
    Put(&'static str),
    /// Somebody removes a file.
    Remove(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    let run = (0..KINDS.len(), prop::array::uniform3(any::<bool>()))
        .prop_map(|(kind, [a, b, c])| Step::Run(kind, [a || !b && !c, b, c]));
    let own = ["notes.txt", "meetings/mine.html", "mine/deep/a.csv"];
    prop_oneof![
        8 => run,
        1 => any::<prop::sample::Index>().prop_map(Step::Change),
        1 => prop::sample::select(own.to_vec()).prop_map(Step::Put),
        1 => any::<prop::sample::Index>().prop_map(Step::Remove),
    ]
}

/// The reports and the roster of a course of three days: Anna came always, Ben on two days and
/// Cleo on one.
fn write_inputs(folder: &Path) {
    let days = [
        ("monday", 2, &["Anna", "Ben", "Cleo"][..]),
        ("tuesday", 3, &["Anna", "Ben"]),
        ("wednesday", 4, &["Anna"]),
    ];
    for (name, day, people) in days {
        let [start, end] = [9, 10].map(|hour| format!("2026-03-0{day}T{hour:02}:00:00Z"));
        let record = |name: &&str| {
            json!({
                "id": name,
                "emailAddress": format!("{name}@x.example"),
                "totalAttendanceInSeconds": 3600,
                "role": "Attendee",
                "identity": {"id": name, "displayName": name, "tenantId": "t"},
                "attendanceIntervals": [{"joinDateTime": start, "leaveDateTime": end, "durationInSeconds": 3600}],
            })
        };
        let report = json!({
            "id": name,
            "totalParticipantCount": people.len(),
            "meetingStartDateTime": start,
            "meetingEndDateTime": end,
            "attendanceRecords": people.iter().map(record).collect::<Vec<_>>(),
        });
        fs::write(folder.join(format!("{name}.json")), report.to_string()).unwrap();
    }
    let roster = "name,email,department\nAnna,Anna@x.example,Sales\nBen,Ben@x.example,Support\nCleo,Cleo@x.example,Sales\n";
    fs::write(folder.join("roster.csv"), roster).unwrap();
}

/// What is known of the folder from the definition, beside what lies in it.
struct Model {
    inputs: PathBuf,
    out: PathBuf,
    /// What each kind of run alone writes.
    alone: BTreeMap<String, Files>,
    /// What runs wrote that may be there still, as they wrote it.
    ours: Files,
}

impl Model {
    fn run(&self, out: &Path, kind: usize, chosen: [bool; 3]) -> std::process::Output {
        let days = ["monday", "tuesday", "wednesday"].into_iter().zip(chosen);
        let reports = days.filter(|(_, chosen)| *chosen);
        let at = |name: String| self.inputs.join(name).to_str().unwrap().to_owned();
        let reports: Vec<_> = reports.map(|(day, _)| at(format!("{day}.json"))).collect();
        let roster = at("roster.csv".into());
        let options = [KINDS[kind].0, &["--roster", &roster, "--force"]].concat();
        let reports: Vec<_> = reports.iter().map(String::as_str).collect();
        convert(&reports, out, &options)
    }

    /// What such a run writes into a folder that was not there.
    fn alone(&mut self, kind: usize, chosen: [bool; 3]) -> Files {
        let key = format!("{kind} {chosen:?}");
        if let Some(known) = self.alone.get(&key) {
            return known.clone();
        }
        let place = place();
        let run = self.run(&place.path().join("new"), kind, chosen);
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        let written = files(&place.path().join("new"));
        self.alone.insert(key, written.clone());
        written
    }

    fn is_unchanged(&self, name: &str, bytes: &[u8]) -> bool {
        self.ours.get(name).is_some_and(|known| known == bytes)
    }

    fn step(&mut self, step: &Step) {
        let before = files(&self.out);
        let nth = |index: &prop::sample::Index| {
            let names: Vec<_> = before.keys().filter(|name| *name != "run.json").collect();
            (!names.is_empty()).then(|| self.out.join(index.get(&names)))
        };
        match step {
            Step::Run(kind, chosen) => self.check_run(&before, *kind, *chosen),
            Step::Put(name) => {
                let path = self.out.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "mine").unwrap();
            }
            Step::Change(index) => {
                if let Some(path) = nth(index) {
                    let mut bytes = fs::read(&path).unwrap();
                    bytes.push(b' ');
                    fs::write(path, bytes).unwrap();
                }
            }
            Step::Remove(index) => {
                if let Some(path) = nth(index) {
                    fs::remove_file(path).unwrap();
                }
            }
        }
    }

    fn check_run(&mut self, before: &Files, kind: usize, chosen: [bool; 3]) {
        let mut alone = self.alone(kind, chosen);
        let (manifest, own) = (alone.remove("run.json").unwrap(), alone);
        let (options, earlier) = KINDS[kind];
        let run = self.run(&self.out, kind, chosen);
        let after = files(&self.out);
        let others = before.iter().filter(|(name, _)| *name != "run.json");
        let stays = |name: &str, bytes: &[u8]| {
            let is_removed = goes(earlier, name) && self.is_unchanged(name, bytes);
            !own.contains_key(name) && !is_removed
        };
        if earlier == Earlier::MustGo {
            // A page that somebody changed is not replaced for certain, as nobody knows at the
            // beginning whose pages there will be.
            let certain = |name: &str| {
                own.contains_key(name) && (!name.contains('/') || name.starts_with("csv/"))
            };
            let mut refused = others
                .clone()
                .filter(|(name, bytes)| !self.is_unchanged(name, bytes) && !certain(name));
            if refused.next().is_some() {
                assert_eq!(run.status.code(), Some(2), "{options:?}: {}", stdout(&run));
                assert!(
                    stderr(&run).contains("must not stand among"),
                    "{}",
                    stderr(&run)
                );
                assert_eq!(&after, before);
                return;
            }
        }
        assert_eq!(run.status.code(), Some(0), "{options:?}: {}", stderr(&run));
        let left: Files = others
            .filter(|(name, bytes)| stays(name, bytes))
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect();
        let mut expected = left.clone();
        expected.extend(own.clone());
        expected.insert("run.json".into(), after["run.json"].clone());
        let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&after), names(&expected), "{options:?}");
        assert!(after == expected, "{options:?}");
        self.check_told(&left, &after["run.json"], &manifest, &stdout(&run));
        self.ours.retain(|name, _| left.contains_key(name));
        self.ours.extend(own);
    }

    /// Checks that what is left is in the manifest, named by `verify` and counted at the end of
    /// the run, and that nothing else is.
    fn check_told(&self, left: &Files, manifest: &[u8], alone: &[u8], said: &str) {
        let [mut manifest, alone]: [Value; 2] =
            [manifest, alone].map(|json| serde_json::from_slice(json).unwrap());
        let earlier = manifest.as_object_mut().unwrap().remove("earlier");
        assert_eq!(manifest, alone);
        let earlier: Vec<_> = earlier
            .iter()
            .filter_map(Value::as_array)
            .flatten()
            .collect();
        let told: BTreeSet<_> = earlier
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        let expected = left.keys().map(String::as_str);
        let expected: BTreeSet<_> = expected
            .filter(|name| self.ours.contains_key(*name))
            .collect();
        assert_eq!(told, expected);
        for one in earlier {
            let known = &self.ours[one["name"].as_str().unwrap()];
            assert_eq!(one["sha256"], rollbook::storage::digest::sha256(known));
        }
        assert_eq!(
            said.contains("but of earlier runs"),
            !told.is_empty(),
            "{said}"
        );
        let verified = rollbook().arg("verify").arg(&self.out).output().unwrap();
        let code = if left.is_empty() { 0 } else { 1 };
        assert_eq!(verified.status.code(), Some(code), "{}", stdout(&verified));
        let verified = stdout(&verified);
        let expected = left.iter().map(|(name, bytes)| match self.ours.get(name) {
            None => format!("{name}: is of no run that is known"),
            Some(known) if known == bytes => {
                format!("{name}: is left from an earlier run, and not of this one")
            }
            Some(_) => format!("{name}: is left from an earlier run, and not of this one; it has "),
        });
        let expected: Vec<_> = expected.collect();
        let named = verified.lines().filter(|line| line.contains(": is "));
        let named: Vec<_> = named.collect();
        let whose = [" earlier runs: ", " of no run that is known: "];
        let is_cut = verified
            .lines()
            .any(|line| line.starts_with('…') && whose.iter().any(|whose| line.contains(whose)));
        assert_eq!(named.len() == expected.len(), !is_cut, "{verified}");
        for line in named {
            assert!(expected.iter().any(|one| line.starts_with(one)), "{line}");
        }
    }
}

/// Whether a file of an earlier run goes where the run does not write it.
fn goes(earlier: Earlier, name: &str) -> bool {
    let Earlier::GoIn(places) = earlier else {
        return true;
    };
    places.iter().any(|place| match place.split_once('*') {
        Some((begin, end)) => name.starts_with(begin) && name.ends_with(end),
        None if place.ends_with('/') => name.starts_with(place),
        None => name == *place,
    })
}

/// Takes these steps in a folder that is empty at first.
fn after(steps: &[Step]) {
    let place = place();
    let [inputs, out] = ["inputs", "out"].map(|name| place.path().join(name));
    fs::create_dir(&inputs).unwrap();
    fs::create_dir(&out).unwrap();
    write_inputs(&inputs);
    let (alone, ours) = Default::default();
    let mut model = Model {
        inputs,
        out,
        alone,
        ours,
    };
    for step in steps {
        model.step(step);
    }
}

/// Chance may leave a kind out, or never let it find less than before.
#[test]
fn each_kind_of_run_takes_away_what_it_wrote_itself_many_runs_ago() {
    let writers = [0, 1, 3, 4, 6];
    let all = writers.map(|kind| Step::Run(kind, [true; 3]));
    // Of one day alone there are fewer pages, and nobody passes.
    let fewer = writers.map(|kind| Step::Run(kind, [true, false, false]));
    let last = [5, 7, 1, 9, 2, 8].map(|kind| Step::Run(kind, [true; 3]));
    after(&[&all[..], &fewer, &last].concat());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn a_folder_holds_what_the_last_run_alone_writes_and_what_is_told(
        steps in prop::collection::vec(step(), 3..8),
    ) {
        after(&steps);
    }
}
