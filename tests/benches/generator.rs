//! Reports for benchmarks: as Microsoft Graph writes them, the same ones every time.

use std::fmt::Write as _;

/// How many people a report has.
pub const PEOPLE: usize = 1000;

/// A report of an hour with [`PEOPLE`] people: one in three rejoins, one in fifty is late.
pub fn report() -> String {
    let mut report = format!(
        r#"{{"id":"6f7a53b2-5e70-4f0c-a2f6-5c3a8d1e0001","totalParticipantCount":{PEOPLE},"meetingStartDateTime":"2026-11-12T14:00:00Z","meetingEndDateTime":"2026-11-12T15:00:00Z","attendanceRecords":["#
    );
    for person in 0..PEOPLE {
        if person > 0 {
            report.push(',');
        }
        push_record(&mut report, person);
    }
    report.push_str("]}");
    report
}

fn push_record(report: &mut String, person: usize) {
    let role = if person == 0 { "Organizer" } else { "Attendee" };
    let stays = stays(person);
    let total: usize = stays.iter().map(|(join, leave)| leave - join).sum();
    write!(
        report,
        r##"{{"id":"record-{person}","emailAddress":"person.{person}@contoso.example","totalAttendanceInSeconds":{total},"role":"{role}","identity":{{"@odata.type":"#microsoft.graph.communicationsUserIdentity","id":"identity-{person}","displayName":"Zoë Person {person}","tenantId":"tenant-1"}},"attendanceIntervals":["##
    )
    .expect("a String takes all that is written");
    for (position, (join, leave)) in stays.iter().enumerate() {
        if position > 0 {
            report.push(',');
        }
        push_interval(report, *join, *leave);
    }
    report.push_str("]}");
}

/// Joins and leaves in seconds after the start.
fn stays(person: usize) -> Vec<(usize, usize)> {
    let join = if person % 50 == 49 { 420 } else { person % 120 };
    let leave = 3599 - person % 240;
    if person % 3 == 2 {
        vec![(join, 1500), (1560 + person % 60, leave)]
    } else {
        vec![(join, leave)]
    }
}

fn push_interval(report: &mut String, join: usize, leave: usize) {
    let (join_minute, join_second) = (join / 60, join % 60);
    let (leave_minute, leave_second) = (leave / 60, leave % 60);
    let duration = leave - join;
    write!(
        report,
        r#"{{"joinDateTime":"2026-11-12T14:{join_minute:02}:{join_second:02}.1234567Z","leaveDateTime":"2026-11-12T14:{leave_minute:02}:{leave_second:02}.1234567Z","durationInSeconds":{duration}}}"#
    )
    .expect("a String takes all that is written");
}
