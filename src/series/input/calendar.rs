//! Planned meetings out of a calendar (iCalendar, `.ics`), as Outlook and others export it:
//! recurrence, exceptions, cancelled occurrences and zones.

use calcard::Entry;
use calcard::Parser;
use calcard::common::timezone::Tz;
use calcard::icalendar::dates::TimeOrDelta;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarProperty, ICalendarStatus, ICalendarValue,
};

use crate::decode::encoding;
use crate::model::time::{Instant, TICKS_PER_SECOND};
use crate::series::input::addresses::clean;
use crate::series::input::faults::{Faults, problem};
use crate::series::input::planned::{Planned, PlannedMeeting, is_called_off};
use crate::series::input::table::{Listed, Understood};
use crate::zone::Zone;

/// How many occurrences of a calendar are read: a daily one without end fills decades.
const OCCURRENCES: usize = 5_000;

/// Returns whether bytes are a calendar.
pub fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let word = b"BEGIN:VCALENDAR";
    let start = bytes.trim_ascii_start();
    start.len() >= word.len() && start[..word.len()].eq_ignore_ascii_case(word)
}

impl Planned {
    /// Reads a calendar; times without a zone are those of `zone`.
    ///
    /// Where some entries are Teams meetings, only these are taken: the calendar of a person
    /// holds much else.
    ///
    /// # Errors
    /// When it holds no entry with a time of day, or an entry cannot be read.
    pub fn read_calendar(file: &str, bytes: &[u8], zone: &Zone) -> Result<Listed<Self>, Faults> {
        let text = encoding::text(bytes).map_err(|finding| problem(file, finding.message))?;
        let lines = |word: &str| text.lines().filter(|line| line.trim_end() == word).count();
        if lines("BEGIN:VCALENDAR") > lines("END:VCALENDAR") {
            let said = "was cut: it has no END:VCALENDAR; export the calendar again";
            return Err(problem(file, said.into()).into());
        }
        let mut reading = Reading::default();
        let mut parser = Parser::new(text);
        loop {
            match parser.entry() {
                Entry::ICalendar(calendar) => reading.add(&calendar, zone),
                Entry::Eof => break,
                _ => {}
            }
        }
        reading.listed(file)
    }
}

/// Meetings on their way out of a calendar.
#[derive(Default)]
struct Reading {
    /// Each with whether it is a Teams meeting.
    meetings: Vec<(PlannedMeeting, bool)>,
    all_day: usize,
    unreadable: Vec<String>,
}

impl Reading {
    fn add(&mut self, calendar: &ICalendar, zone: &Zone) {
        let own: Tz = zone.name().parse().unwrap_or(Tz::UTC);
        let expanded = calendar.expand_dates(own, OCCURRENCES);
        for error in &expanded.errors {
            let component = calendar.component_by_id(error.comp_id);
            let title = component.and_then(|one| text(one, &ICalendarProperty::Summary));
            self.unreadable
                .push(title.unwrap_or_else(|| "(no title)".into()));
        }
        for event in expanded.events {
            let Some(component) = calendar.component_by_id(event.comp_id) else {
                continue;
            };
            if !component.component_type.is_event() {
                continue;
            }
            if is_all_day(component) {
                self.all_day += 1;
                continue;
            }
            let instant = |seconds: i64| Instant::from_ticks(seconds * TICKS_PER_SECOND);
            let start = event.start.timestamp();
            let end = match &event.end {
                TimeOrDelta::Time(end) => end.timestamp(),
                TimeOrDelta::Delta(length) => start + length.num_seconds(),
            };
            let title = text(component, &ICalendarProperty::Summary);
            let status = component.status() == Some(&ICalendarStatus::Cancelled);
            let meeting = PlannedMeeting {
                row: self.meetings.len() + 1,
                cancelled: status || title.as_deref().is_some_and(is_called_off),
                title,
                start: Some(instant(start)),
                end: (end > start).then(|| instant(end)),
                is_endless: is_endless(component),
                ..PlannedMeeting::default()
            };
            self.meetings.push((meeting, is_teams(component)));
        }
    }

    fn listed(self, file: &str) -> Result<Listed<Planned>, Faults> {
        if let Some(title) = self.unreadable.first() {
            let said = format!(
                "holds {} that cannot be read, such as `{}`: its start or its recurrence is no date",
                match self.unreadable.len() {
                    1 => "an entry".into(),
                    count => format!("{count} entries"),
                },
                title.escape_debug()
            );
            return Err(problem(file, said).into());
        }
        let some_are_teams = self.meetings.iter().any(|(_, is_teams)| *is_teams);
        let all = self.meetings.len();
        let taken = self
            .meetings
            .into_iter()
            .filter(|(_, is_teams)| *is_teams || !some_are_teams);
        let mut meetings: Vec<_> = taken.map(|(meeting, _)| meeting).collect();
        meetings.sort_by_key(|meeting| meeting.start);
        if meetings.is_empty() {
            return Err(problem(file, "holds no meeting with a time of day".into()).into());
        }
        let mut notes = Vec::new();
        let mut note = |count: usize, what: &str| {
            if count > 0 {
                notes.push(format!("{what} {count}"));
            }
        };
        note(
            meetings.iter().filter(|one| one.cancelled).count(),
            "cancelled",
        );
        note(all - meetings.len(), "left out without a Teams link");
        note(self.all_day, "left out for all day");
        let noun = if meetings.len() == 1 {
            "meeting"
        } else {
            "meetings"
        };
        Ok(Listed {
            understood: Understood {
                file: file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
                holds: format!("{} {noun} of a calendar", meetings.len()),
                notes,
                ..Understood::default()
            },
            list: Planned { meetings },
        })
    }
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = component.property(property)?.values.first()?;
    value.as_text().map(clean).filter(|text| !text.is_empty())
}

/// Returns whether an entry has a date alone.
fn is_all_day(component: &ICalendarComponent) -> bool {
    let start = component.property(&ICalendarProperty::Dtstart);
    let value = start.and_then(|start| start.values.first());
    let date = value.and_then(ICalendarValue::as_partial_date_time);
    date.is_some_and(|date| date.hour.is_none())
}

/// Returns whether an entry recurs without end.
fn is_endless(component: &ICalendarComponent) -> bool {
    let rule = component.property(&ICalendarProperty::Rrule);
    rule.and_then(|rule| rule.values.first())
        .is_some_and(|value| match value {
            ICalendarValue::RecurrenceRule(rule) => rule.until.is_none() && rule.count.is_none(),
            _ => false,
        })
}

/// Returns whether an entry leads to a Teams meeting.
fn is_teams(component: &ICalendarComponent) -> bool {
    let texts = component.entries.iter().flat_map(|entry| &entry.values);
    let mut texts = texts.filter_map(ICalendarValue::as_text);
    texts.any(|text| text.contains("teams.microsoft.com") || text.contains("teams.live.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{events}END:VCALENDAR\r\n")
    }

    fn read(events: &str) -> Result<Listed<Planned>, Faults> {
        let zone = Zone::named("Europe/Berlin").unwrap();
        Planned::read_calendar("folder/plan.ics", calendar(events).as_bytes(), &zone)
    }

    fn starts(events: &str) -> Vec<(String, bool)> {
        let meetings = read(events).unwrap().list.meetings;
        meetings
            .iter()
            .map(|one| (one.start.unwrap().to_string(), one.cancelled))
            .collect()
    }

    #[test]
    fn a_recurrence_is_read_with_its_exceptions_moves_and_cancellations_across_a_change_of_clocks()
    {
        let events = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Course\r\nDTSTART;TZID=W. Europe Standard Time:20261012T090000\r\nDTEND;TZID=W. Europe Standard Time:20261012T100000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=W. Europe Standard Time:20261019T090000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Course\r\nRECURRENCE-ID;TZID=W. Europe Standard Time:20261102T090000\r\nDTSTART;TZID=W. Europe Standard Time:20261103T110000\r\nDTEND;TZID=W. Europe Standard Time:20261103T120000\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n";
        assert_eq!(
            starts(events),
            [
                ("2026-10-12T07:00:00Z".into(), false),
                ("2026-10-26T08:00:00Z".into(), false),
                ("2026-11-03T10:00:00Z".into(), true),
            ]
        );
    }

    #[test]
    fn times_without_a_zone_are_those_of_the_run() {
        let events = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260601T090000\r\nDTEND:20260601T100000\r\nEND:VEVENT\r\n";
        assert_eq!(starts(events), [("2026-06-01T07:00:00Z".into(), false)]);
    }

    #[test]
    fn days_are_no_meetings_and_beside_teams_meetings_nothing_else_is_one() {
        let events = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20260601\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Dentist\r\nDTSTART:20260602T070000Z\r\nDTEND:20260602T080000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:3\r\nSUMMARY:Canceled: Course\r\nDESCRIPTION:Join at https://teams.microsoft.com/l/x\r\nDTSTART:20260603T070000Z\r\nDTEND:20260603T080000Z\r\nEND:VEVENT\r\n";
        let read = read(events).unwrap();
        assert_eq!(
            read.list.meetings[0].title.as_deref(),
            Some("Canceled: Course")
        );
        assert_eq!(
            read.understood.to_string(),
            "plan.ics: 1 meeting of a calendar; cancelled 1; left out without a Teams link 1; left out for all day 1"
        );
    }

    #[test]
    fn a_calendar_that_was_cut_is_refused() {
        let zone = Zone::utc();
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260603T070000Z\r\n";
        assert!(Planned::read_calendar("plan.ics", text.as_bytes(), &zone).is_err());
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\n")
    }

    const START: &str = "DTSTART:20260601T070000Z\r\n";

    #[test]
    fn an_entry_ends_after_its_length_and_has_no_end_where_it_takes_no_time() {
        let minutes = |lines: &str| {
            let list = read(&event(&format!("{START}{lines}"))).unwrap().list;
            let meeting = &list.meetings[0];
            let length = meeting.end? - meeting.start?;
            Some(length.whole_seconds() / 60)
        };
        assert_eq!(minutes("DURATION:PT90M\r\n"), Some(90));
        assert_eq!(minutes("DTEND:20260601T073000Z\r\n"), Some(30));
        assert_eq!(minutes("DTEND:20260601T070000Z\r\n"), None);
    }

    #[test]
    fn what_recurs_is_endless_without_a_last_day_and_a_number_of_times() {
        let endless = |rule: &str| {
            let list = read(&event(&format!("{START}{rule}"))).unwrap().list;
            list.meetings[0].is_endless
        };
        assert!(endless("RRULE:FREQ=WEEKLY\r\n") && !endless(""));
        assert!(!endless("RRULE:FREQ=WEEKLY;COUNT=2\r\n"));
        assert!(!endless("RRULE:FREQ=WEEKLY;UNTIL=20260615T070000Z\r\n"));
    }

    #[test]
    fn a_calendar_is_known_by_its_first_word() {
        assert!(is_calendar(b"BEGIN:VCALENDAR"));
        assert!(is_calendar(
            b"\xef\xbb\xbf\r\nbegin:vcalendar\r\nVERSION:2.0\r\n"
        ));
        assert!(!is_calendar(b"BEGIN:VCAL") && !is_calendar(b"title,start,end, and more"));
    }

    #[test]
    fn a_blank_title_is_none_and_what_is_not_there_is_not_told() {
        let read = read(&event(&format!("SUMMARY: \r\n{START}"))).unwrap();
        assert_eq!(read.list.meetings[0].title, None);
        assert_eq!(
            read.understood.to_string(),
            "plan.ics: 1 meeting of a calendar"
        );
    }

    #[test]
    fn a_calendar_of_days_alone_is_refused() {
        let day = event("DTSTART;VALUE=DATE:20260601\r\n");
        let said = read(&day).unwrap_err().first().problem.clone();
        assert!(said.contains("no meeting with a time of day"), "{said}");
    }
}
