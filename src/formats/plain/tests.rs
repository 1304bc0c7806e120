//! Whole texts, on reports from the samples and on hostile ones.

use super::*;
use crate::origin::Origin;
use crate::series::collect::facts::Facts;
use crate::series::{Run, RunOptions};
use crate::stats::punctuality::BaselineChoice;
use crate::summary::{Rules, RunCounts, summarise};
use paint::Colours;

const LEGACY: &[u8] = include_bytes!("../../../samples/legacy-report.json");
const ALL_HANDS: &[u8] = include_bytes!("../../../samples/all-hands.json");
const WEBINAR: &[u8] = include_bytes!("../../../samples/webinar.json");

fn locale() -> Locale {
    Locale {
        width: 80,
        colours: Colours::Off,
        extent: Extent::Beginning,
        zone: Zone::utc(),
        language: Language::English,
        grace: Span::minutes(5),
    }
}

fn shown(bytes: &[u8], locale: &Locale) -> String {
    let documents = summarise(bytes, &Origin::named("report.json"), &Rules::default());
    let mut counts = RunCounts::default();
    documents.iter().for_each(|document| counts.add(document));
    let mut options = RunOptions::default();
    options.punctuality.baseline = BaselineChoice::Organizer;
    let answers = Run::of(Facts::of(&documents), options);
    run(&RunView::new(&answers, &counts), locale)
}

/// Name, role, and stays in minutes.
type Attended<'p> = (&'p str, &'p str, &'p [(u32, u32)]);

/// Returns a report of one hour with these people.
fn report(people: &[Attended<'_>]) -> String {
    let time = |minute: u32| format!("2026-10-12T{:02}:{:02}:00Z", 9 + minute / 60, minute % 60);
    let records = people.iter().map(|(name, role, stays)| {
        let total: u32 = stays.iter().map(|(join, leave)| (leave - join) * 60).sum();
        let stays = stays.iter().map(|&(join, leave)| {
            serde_json::json!({"joinDateTime": time(join), "leaveDateTime": time(leave),
                "durationInSeconds": (leave - join) * 60})
        });
        serde_json::json!({"identity": {"id": name, "displayName": name}, "role": role,
            "totalAttendanceInSeconds": total, "attendanceIntervals": stays.collect::<Vec<_>>()})
    });
    let records: Vec<_> = records.collect();
    serde_json::json!({"id": "1", "totalParticipantCount": people.len(),
        "meetingStartDateTime": time(0), "meetingEndDateTime": time(60),
        "attendanceRecords": records})
    .to_string()
}

/// Returns an hour that can be worked out in the head.
fn one_hour() -> String {
    report(&[
        ("Anna", "Organizer", &[(0, 60)]),
        ("山田 太郎", "Attendee", &[(10, 40)]),
        ("Zoe\u{308}", "Attendee", &[(0, 15), (45, 60)]),
    ])
}

#[test]
fn a_meeting_fits_on_one_screen_with_all_its_numbers() {
    insta::assert_snapshot!(shown(one_hour().as_bytes(), &locale()));
}

#[test]
fn the_same_meeting_in_german_and_narrow() {
    let locale = Locale {
        width: 50,
        language: Language::German,
        ..locale()
    };
    insta::assert_snapshot!(shown(one_hour().as_bytes(), &locale));
}

#[test]
fn no_line_is_wider_than_asked_for() {
    let every_finding = include_bytes!("../../../samples/every-finding.json");
    let clean = crate::decode::escapes::without_lone_surrogates(every_finding).0;
    let hour = one_hour();
    for width in [40, 53, 80, 120, 200] {
        for language in Language::ALL {
            let locale = Locale {
                width,
                language,
                ..locale()
            };
            for bytes in [LEGACY, ALL_HANDS, WEBINAR, &clean, hour.as_bytes()] {
                for line in shown(bytes, &locale).lines() {
                    assert!(
                        columns::width(line) <= width,
                        "{width} {language:?}: {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn columns_stand_below_each_other_whatever_the_names() {
    let text = shown(one_hour().as_bytes(), &locale());
    let place = |name: &str| {
        let line = text.lines().find(|line| line.contains(name)).unwrap();
        columns::width(line.split_once("0:30:00").unwrap().0)
    };
    assert_eq!(place("山田"), place("Zoe\u{308}"));
}

#[test]
fn hostile_names_do_nothing_and_are_seen() {
    let name = "a\u{1b}[31m\u{202e}gpj\u{200f}\n\u{7}";
    let text = shown(report(&[(name, name, &[(0, 60)])]).as_bytes(), &locale());
    assert!(text.contains("a\u{fffd}[31m\u{fffd}gpj\u{fffd} \u{fffd}"));
    assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n'));
}

#[test]
fn many_people_are_cut_in_words_unless_all_are_asked_for() {
    let names: Vec<String> = (0..3000)
        .map(|number| format!("Person {number:04}"))
        .collect();
    let people: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), "Attendee", &[(0, 60)][..]))
        .collect();
    let report = report(&people);
    let text = shown(report.as_bytes(), &locale());
    assert!(text.lines().count() < 80);
    assert!(text.contains("… 2,960 more people; --all lists everybody"));
    let all = Locale {
        extent: Extent::All,
        ..locale()
    };
    let text = shown(report.as_bytes(), &all);
    assert_eq!(text.matches("Person ").count(), 3000);
    assert!(!text.contains("--all"));
}

#[test]
fn colours_change_no_text() {
    let colourful = Locale {
        colours: Colours::On,
        ..locale()
    };
    let coloured = shown(WEBINAR, &colourful);
    assert!(coloured.contains("\u{1b}[1m"));
    let mut plain = String::new();
    for part in coloured.split('\u{1b}') {
        let text = part.strip_prefix('[').and_then(|code| code.split_once('m'));
        plain.push_str(text.map_or(part, |(_, text)| text));
    }
    assert_eq!(plain, shown(WEBINAR, &locale()));
}

#[test]
fn a_report_without_records_says_what_that_means() {
    let silent = include_bytes!("../../../tests/fixtures/records-missing.json");
    let text = shown(silent, &locale()).replace('\n', " ");
    assert!(text.contains("The records are not in this report. That does not mean nobody came."));
    assert!(!text.contains("Came late"));
}
