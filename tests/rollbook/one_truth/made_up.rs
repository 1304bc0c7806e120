//! Made-up folders of reports, with a plan and a roster.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A meeting of the series, on a day of its own.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Who is there, by number, and from which minute to which.
    people: Vec<(u8, i64, i64)>,
    /// Whether it was interrupted for some minutes in the middle.
    pub is_restarted: bool,
    /// Whether the report lies there a second time.
    pub is_copied: bool,
    /// Whether an older, shorter version lies there, too.
    pub has_older_version: bool,
    /// Whether the tenant hides when people came and left.
    hides_times: bool,
    /// Whether it stands in the plan, which begins ten minutes after people do.
    is_planned: bool,
}

/// A folder of reports.
#[derive(Clone, Debug)]
pub struct Folder {
    pub meetings: Vec<Meeting>,
    /// Whether somebody clicked the link again a week after the last meeting.
    pub has_stray: bool,
    /// Whether a meeting is planned for a time after all reports.
    pub has_upcoming: bool,
    pub has_roster: bool,
    /// Whether the file of a planned meeting, named after its day, was cut off.
    pub has_unread: bool,
}

const LENGTH: i64 = 60;

fn any_meeting() -> impl Strategy<Value = Meeting> {
    let stay = (0_i64..30, 1_i64..70);
    let person = (1_u8..7, stay).prop_map(|(who, (from, length))| (who, from, from + length));
    let people = prop::collection::vec(person, 2..7);
    // Who goes on after a restart was there before: else it is a meeting of other guests.
    let through = |(who, join, leave): (u8, i64, i64)| (who, join.min(20), leave.max(40));
    (people, any::<[bool; 5]>()).prop_map(move |(people, flags)| Meeting {
        people: match flags[0] {
            true => people.into_iter().map(through).collect(),
            false => people,
        },
        is_restarted: flags[0],
        is_copied: flags[1],
        has_older_version: flags[2] && !flags[0],
        hides_times: flags[3] && !flags[0],
        is_planned: flags[4],
    })
}

pub fn any_folder() -> impl Strategy<Value = Folder> {
    let meetings = prop::collection::vec(any_meeting(), 1..5);
    (meetings, any::<[bool; 4]>()).prop_map(|(meetings, flags)| Folder {
        meetings,
        has_stray: flags[0],
        has_upcoming: flags[1],
        has_roster: flags[2],
        has_unread: flags[3],
    })
}

fn start_of(number: usize) -> Timestamp {
    let first: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    first + SignedDuration::from_hours(24 * number as i64)
}

/// A record of somebody from one minute to another.
fn record(who: u8, start: Timestamp, stays: &[(i64, i64)], hides_times: bool) -> Value {
    let at = |minute: i64| (start + minute.minutes()).to_string();
    let intervals: Vec<_> = stays
        .iter()
        .map(|&(from, to)| {
            json!({"joinDateTime": at(from), "leaveDateTime": at(to), "durationInSeconds": 60 * (to - from)})
        })
        .collect();
    let total: i64 = stays.iter().map(|(from, to)| 60 * (to - from)).sum();
    json!({
        "id": format!("record-{who}"),
        "emailAddress": format!("p{who}@x.example"),
        "totalAttendanceInSeconds": total,
        "role": if who == 0 { "Organizer" } else { "Attendee" },
        "identity": {"id": format!("id-{who}"), "displayName": format!("Person {who}"), "tenantId": "t"},
        "attendanceIntervals": if hides_times { json!([]) } else { json!(intervals) },
    })
}

impl Meeting {
    /// A report of what lies between two minutes of it.
    fn report(&self, id: &str, start: Timestamp, from: i64, to: i64) -> Value {
        let mut records = Vec::new();
        for who in 0..7 {
            let own = self.people.iter().filter(|person| person.0 == who);
            let organizer = (who == 0).then_some((0, 0, LENGTH));
            let stays: Vec<_> = own
                .copied()
                .chain(organizer)
                .map(|(_, join, leave)| (join.max(from), leave.min(to)))
                .filter(|(join, leave)| join < leave)
                .collect();
            if !stays.is_empty() {
                records.push(record(who, start, &stays, self.hides_times));
            }
        }
        json!({
            "id": id,
            "totalParticipantCount": records.len(),
            "meetingStartDateTime": (start + from.minutes()).to_string(),
            "meetingEndDateTime": (start + to.minutes()).to_string(),
            "attendanceRecords": records,
        })
    }
}

impl Folder {
    /// Writes the reports, `plan.csv` and `roster.csv`.
    pub fn write(&self, folder: &Path) {
        let mut plan = String::from("title,start,end,status\n");
        fs::create_dir_all(folder.join("reports")).unwrap();
        let write = |name: &str, report: &Value| {
            let path = folder.join("reports").join(name);
            fs::write(path, report.to_string()).unwrap();
        };
        for (number, meeting) in self.meetings.iter().enumerate() {
            let start = start_of(number);
            let id = format!("report-{number}");
            let whole = meeting.report(&id, start, 0, LENGTH);
            if meeting.is_restarted {
                write(
                    &format!("{number}-1.json"),
                    &meeting.report(&id, start, 0, 25),
                );
                let again = meeting.report(&format!("{id}-again"), start, 30, LENGTH);
                write(&format!("{number}-2.json"), &again);
            } else {
                write(&format!("{number}.json"), &whole);
            }
            if meeting.is_copied && !meeting.is_restarted {
                write(&format!("{number} (1).json"), &whole);
            }
            if meeting.has_older_version {
                write(
                    &format!("{number}-older.json"),
                    &meeting.report(&id, start, 0, 40),
                );
            }
            if meeting.is_planned {
                let (from, to) = (start + 10.minutes(), start + LENGTH.minutes());
                plan.push_str(&format!("Lesson {number},{from},{to},planned\n"));
            }
        }
        let after = start_of(self.meetings.len() + 7);
        if self.has_stray {
            let click = record(1, after, &[(0, 2)], false);
            let report = json!({
                "id": "stray",
                "totalParticipantCount": 1,
                "meetingStartDateTime": after.to_string(),
                "meetingEndDateTime": (after + 2.minutes()).to_string(),
                "attendanceRecords": [click],
            });
            write("stray.json", &report);
        }
        if self.has_upcoming {
            let later = after + SignedDuration::from_hours(100);
            plan.push_str(&format!("Later,{later},{},planned\n", later + 60.minutes()));
        }
        if self.has_unread {
            let start = start_of(self.meetings.len() + 3);
            plan.push_str(&format!(
                "Unread,{start},{},planned\n",
                start + 60.minutes()
            ));
            let day = start.to_string().replace("T", " ");
            let name = format!("{}.json", day.split(' ').next().unwrap());
            fs::write(folder.join("reports").join(name), r#"{"id": "#).unwrap();
        }
        fs::write(folder.join("plan.csv"), plan).unwrap();
        let listed = (1..6).map(|who| format!("Person {who},p{who}@x.example,Team {}\n", who % 2));
        let roster = format!("name,e-mail,department\n{}", listed.collect::<String>());
        fs::write(folder.join("roster.csv"), roster).unwrap();
    }

    /// The options that go with it.
    pub fn options(&self, folder: &Path) -> Vec<String> {
        let list = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let mut options = Vec::new();
        if self.has_upcoming
            || self.has_unread
            || self.meetings.iter().any(|meeting| meeting.is_planned)
        {
            options.extend(["--meetings".to_owned(), list("plan.csv")]);
        }
        if self.has_roster {
            options.extend(["--roster".to_owned(), list("roster.csv")]);
            options.push("--allow-unmatched-roster".to_owned());
        }
        options
    }
}
