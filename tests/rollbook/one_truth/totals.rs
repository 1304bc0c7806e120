//! Each total is the sum of its parts, and copies change no answer.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::made_up::{Folder, any_folder};
use crate::support::{convert, csv_rows, place, stderr};

type Rows = Vec<BTreeMap<String, String>>;

const TABLES: &str =
    "meetings,people,attendance,overall,roles,hours,weeks,sessions,findings,concurrency";

fn answers(folder: &Folder, place: &Path, name: &str) -> impl Fn(&str) -> Rows + use<> {
    let mut options = folder.options(place);
    let roster = if folder.has_roster {
        ",roster,missed,departments"
    } else {
        ""
    };
    options.extend(["--format", "csv", "--tables"].map(str::to_owned));
    options.push(format!("{TABLES}{roster}"));
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    let out = place.join(name);
    let run = convert(&[place.join("reports").to_str().unwrap()], &out, &options);
    let most = if folder.has_unread { 2 } else { 1 };
    assert!(run.status.code() <= Some(most), "{}", stderr(&run));
    move |table| csv_rows(&out.join(format!("csv/{table}.csv")))
}

fn whole(row: &BTreeMap<String, String>, key: &str) -> i64 {
    row[key].parse().unwrap_or(0)
}

fn sum(rows: &[BTreeMap<String, String>], key: &str) -> i64 {
    rows.iter().map(|row| whole(row, key)).sum()
}

/// Who had to come and was absent, or there for too short; nobody else.
fn missed_is_what_attendance_says(
    missed: &[BTreeMap<String, String>],
    attendance: &[BTreeMap<String, String>],
) {
    let is_missed = |row: &&BTreeMap<String, String>| {
        row["expected"] == "required" && ["absent", "partial"].contains(&&*row["status"])
    };
    let mut expected: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in attendance.iter().filter(is_missed) {
        // Begins are in UTC, and so are the days here.
        let day = row["meeting_start"].get(..10).unwrap_or_default();
        let own = expected.entry(&row["email"]).or_default();
        own.push(format!("{} ({day})", row["meeting"]));
    }
    let told: BTreeMap<&str, Vec<String>> = missed
        .iter()
        .map(|row| {
            (
                &*row["email"],
                row["missed_meetings"]
                    .split("; ")
                    .map(str::to_owned)
                    .collect(),
            )
        })
        .collect();
    assert_eq!(told, expected);
    for row in missed {
        assert_eq!(whole(row, "missed"), expected[&*row["email"]].len() as i64);
        assert_eq!(
            whole(row, "absent") + whole(row, "partial"),
            whole(row, "missed")
        );
    }
    let counts: Vec<_> = missed.iter().map(|row| whole(row, "missed")).collect();
    assert!(counts.is_sorted_by(|one, next| one >= next), "{counts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn each_total_is_the_sum_of_its_parts(folder in any_folder()) {
        let place = place();
        folder.write(place.path());
        let table = answers(&folder, place.path(), "out");
        let (attendance, people, meetings) = (table("attendance"), table("people"), table("meetings"));
        let unread = meetings.iter().filter(|row| row["state"] == "report not read").count();
        prop_assert_eq!(unread, usize::from(folder.has_unread));
        prop_assert!(meetings.iter().all(|row| row["state"] != "no report"));
        let overall = table("overall");
        let all = overall.iter().find(|row| row["role"] == "(all roles)").unwrap();
        let there: Vec<_> = attendance.iter().filter(|row| !row["role"].is_empty()).cloned().collect();
        prop_assert_eq!(sum(&meetings, "participants"), there.len() as i64);
        prop_assert_eq!(whole(all, "participations"), there.len() as i64);
        for key in ["presence_seconds", "reported_total_seconds", "interval_sum_seconds"] {
            let total = sum(&attendance, key);
            prop_assert_eq!(sum(&people, key), total, "{}", key);
            prop_assert_eq!(sum(&meetings, key), total, "{}", key);
            prop_assert_eq!(sum(&table("roles"), key), total, "{}", key);
            prop_assert_eq!(whole(all, key), total, "{}", key);
        }
        for row in &attendance {
            let begin = format!("{}: ", row["status"]);
            prop_assert!(row["reason"].starts_with(&begin), "{:?}", row);
        }
        let late = attendance.iter().filter(|row| whole(row, "late_seconds") > 0).count() as i64;
        prop_assert_eq!(sum(&meetings, "late"), late);
        prop_assert_eq!(whole(all, "late"), late);
        // One rule: people come to the same sum as meetings, whatever their statuses.
        prop_assert_eq!(sum(&people, "late"), late);
        let early = attendance.iter().filter(|row| whole(row, "left_early_seconds") > 0).count() as i64;
        for table in [&people, &meetings] {
            prop_assert_eq!(sum(table, "left_early"), early);
        }
        prop_assert_eq!(sum(&table("hours"), "plain_sum_seconds"), sum(&people, "presence_seconds"));
        prop_assert_eq!(sum(&table("weeks"), "plain_sum_seconds"), sum(&people, "presence_seconds"));
        for status in ["present", "partial", "absent", "unknown"] {
            let count = attendance.iter().filter(|row| row["status"] == status).count() as i64;
            prop_assert_eq!(sum(&people, status), count, "{}", status);
        }
        if folder.has_roster {
            let roster: Vec<_> = table("roster").into_iter().filter(|row| row["expected"] != "unexpected").collect();
            let departments = table("departments");
            let all = departments.last().unwrap();
            for key in ["attended", "due", "late", "left_early"] {
                if ["attended", "due"].contains(&key) {
                    prop_assert_eq!(sum(&roster, key), whole(all, key), "{}", key);
                }
                prop_assert_eq!(sum(&departments[..departments.len() - 1], key), whole(all, key), "{}", key);
            }
            missed_is_what_attendance_says(&table("missed"), &attendance);
            let never = ["no-show", "absent where known"];
            let never = roster.iter().filter(|row| never.contains(&&*row["outcome"])).count();
            prop_assert_eq!(whole(all, "never_came"), never as i64);
            // Of what nobody knows who came is due for nobody, and everybody is unknown in it.
            let lost = meetings.iter().filter(|row| ["report not read", "no report"].contains(&&*row["state"]));
            let lost: Vec<_> = lost.map(|row| row["meeting"].clone()).collect();
            for row in &roster {
                let own = attendance.iter().filter(|one| one["email"] == row["email"]);
                let due = own.filter(|one| one["expected"] == "required" && one["status"] != "excused");
                let due = due.filter(|one| !lost.contains(&one["meeting"]));
                prop_assert_eq!(whole(row, "due"), due.count() as i64, "{:?}", row);
            }
            let unread: Vec<_> = attendance.iter().filter(|one| one["meeting"] == "Unread").collect();
            prop_assert_eq!(unread.len(), if folder.has_unread { roster.len() } else { 0 });
            prop_assert!(unread.iter().all(|one| one["status"] == "unknown"));
            // Nobody was due in what has not been held.
            let upcoming = meetings.iter().filter(|row| row["state"] == "upcoming").count();
            prop_assert_eq!(upcoming, usize::from(folder.has_upcoming));
            prop_assert!(attendance.iter().all(|row| row["meeting"] != "Later"));
        }
    }

    #[test]
    fn adding_a_copy_changes_no_answer_and_adds_one_finding(folder in any_folder(), copied in 0_usize..4) {
        let place = place();
        folder.write(place.path());
        let before = answers(&folder, place.path(), "before");
        let mut files: Vec<_> = fs::read_dir(place.path().join("reports")).unwrap().map(|entry| entry.unwrap().path()).collect();
        // Of what cannot be read nobody can tell whether it is a copy.
        files.retain(|file| fs::read(file).unwrap().ends_with(b"}"));
        files.sort();
        let file = &files[copied % files.len()];
        fs::copy(file, file.with_file_name("zz-copy.json")).unwrap();
        let after = answers(&folder, place.path(), "after");
        let roster: &[&str] = if folder.has_roster { &["roster", "departments"] } else { &[] };
        for table in ["meetings", "people", "attendance", "overall", "roles", "hours", "weeks", "concurrency"].iter().chain(roster) {
            prop_assert_eq!(before(table), after(table), "{}", table);
        }
        prop_assert_eq!(before("sessions").len() + 1, after("sessions").len());
        let across = |rows: Rows| rows.iter().filter(|row| row["code"].starts_with("report-")).count();
        prop_assert_eq!(across(before("findings")) + 1, across(after("findings")));
    }
}

#[test]
fn a_report_that_cannot_be_read_is_no_meeting_that_was_held() {
    let place = place();
    let reports = place.path().join("reports");
    fs::create_dir(&reports).unwrap();
    let whole = fs::read("samples/one-to-one.json").unwrap();
    fs::write(reports.join("good.json"), &whole).unwrap();
    fs::write(reports.join("cut.json"), &whole[..whole.len() / 2]).unwrap();
    let out = place.path().join("out");
    let tables = "meetings,sessions,overall,findings";
    let options = ["--format", "csv,html,xlsx", "--tables", tables];
    let run = convert(&[reports.to_str().unwrap()], &out, &options);

    assert_eq!(run.status.code(), Some(2), "{}", stderr(&run));
    let said = crate::support::stdout(&run);
    let first = said.lines().next().unwrap();
    assert!(
        first.starts_with("Converted 1 meeting of 2 people, 1 whose report could not be read"),
        "{first}"
    );
    assert!(said.contains("1 meeting with errors or warnings"), "{said}");
    let table = |name: &str| csv_rows(&out.join(format!("csv/{name}.csv")));
    let states: BTreeMap<_, _> = table("meetings")
        .into_iter()
        .map(|row| (row["meeting"].clone(), row["state"].clone()))
        .collect();
    assert_eq!(states["good"], "held");
    assert_eq!(states["cut"], "report not read");
    let sessions = table("sessions");
    let cut = sessions.iter().find(|row| row["report"] == "cut").unwrap();
    assert_eq!(cut["decision"], "report not read");
    let all = table("overall");
    let all = all.iter().find(|row| row["role"] == "(all roles)").unwrap();
    assert_eq!(all["meetings"], "1");
    let index = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(index.contains("Attendance of 1 meeting</title>"));
}
