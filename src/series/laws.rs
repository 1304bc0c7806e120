//! Laws that hold for any meetings.

mod mixed;
mod order_of_people;

use proptest::prelude::*;
use smallvec::SmallVec;

use crate::finding::{CodeSet, SeverityPolicy};
use crate::model::interval::Stay;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};
use crate::series::collect::collection::Collection;
use crate::series::collect::facts::{Facts, RecordFacts, ReportFacts};
use crate::series::collect::facts_line::FactsLine;
use crate::series::input::aliases::{Alias, Aliases, Claim};
use crate::series::meetings::sessions::Grouping;
use crate::series::register::hours::Calendar;
use crate::series::{Run, RunOptions};
use crate::stats::presence::{self, Stays};
use crate::stats::punctuality::BaselineChoice;

/// One of a few people, known by id, by e-mail or not at all.
#[derive(Clone, Copy, Debug)]
struct Who(u8);

/// A meeting of a plan: when it starts in seconds, and who is there from when for how long.
#[derive(Clone, Debug)]
struct Meeting {
    start: i64,
    records: Vec<(Who, Vec<(i64, i64)>)>,
}

const LENGTH: i64 = 3600;

fn at(seconds: i64, ticks: i64) -> Instant {
    Instant::from_ticks(seconds * crate::model::time::TICKS_PER_SECOND + ticks)
}

fn record(who: Who, mut stays: Stays) -> RecordFacts {
    presence::unite(&mut stays);
    let text = |text: String| Some(text);
    let number = who.0;
    RecordFacts {
        id: (number < 4).then(|| format!("id-{number}")),
        tenant: (number < 4).then(|| "tenant".into()),
        email: (1..7)
            .contains(&number)
            .then(|| format!("p{number}@x.example")),
        name: text(format!("Person {}", number % 5)),
        registration: None,
        role: if number == 0 {
            Role::Organizer
        } else {
            Role::Attendee
        },
        doubled: Vec::new(),
        codes: CodeSet::default(),
        reported_total: Some(presence::presence(&stays).whole_seconds()),
        interval_sum: Some(presence::presence(&stays).whole_seconds()),
        timed: true,
        broken: false,
        open: None,
        stays,
    }
}

fn report(number: usize, meeting: &Meeting) -> ReportFacts {
    let window = Stay::new(at(meeting.start, 0), at(meeting.start + LENGTH, 0));
    let records = meeting.records.iter().map(|(who, stays)| {
        let stay = |&(from, length): &(i64, i64)| {
            // Ticks that are no whole seconds, so that rounding cannot hide.
            Stay::new(
                at(meeting.start + from, from % 7),
                at(meeting.start + from + length, 9_999_999),
            )
        };
        record(*who, stays.iter().filter_map(stay).collect())
    });
    ReportFacts::made_up(&format!("meeting {number}"), window, records.collect())
}

fn meetings() -> impl Strategy<Value = Vec<Meeting>> {
    let stays = prop::collection::vec((0_i64..3000, 0_i64..900), 1..4);
    let records = prop::collection::vec(((0_u8..9).prop_map(Who), stays), 0..6);
    let meeting = (0_i64..40, records).prop_map(|(slot, records)| Meeting {
        // Two hours apart or at the same time, over a month boundary.
        start: 1_793_400_000 + slot * 7200,
        records,
    });
    prop::collection::vec(meeting, 1..8)
}

fn compute(facts: &[ReportFacts], options: RunOptions) -> Run {
    let reports = facts.to_vec();
    let documents = Vec::new();
    Run::of(Facts { reports, documents }, options)
}

fn separate() -> RunOptions {
    RunOptions {
        grouping: Grouping {
            keep_separate: true,
            ..Grouping::default()
        },
        ..RunOptions::default()
    }
}

/// Rules by which everybody is late or not, for the reports' own start.
fn judged() -> RunOptions {
    let mut options = RunOptions::default();
    options.punctuality.baseline = BaselineChoice::Report;
    options
}

/// Returns all tables of answers as text.
fn tables(run: &Run) -> Vec<String> {
    let mut rows = Vec::new();
    for table in crate::views::Table::ALL {
        table.answers(run, |row| rows.push(format!("{table:?} {row:?}")));
    }
    rows
}

/// Returns what a reader sees of the people: everything but the reports' own names.
fn shown(series: &Run) -> Vec<String> {
    let row = |person| {
        let hours = series.hours(person, Calendar::Months);
        let identities = series.identities(person);
        format!(
            "{:?} {identities} {:?} {hours:?}",
            series.name(person),
            series.tally(person)
        )
    };
    series.people().map(row).collect()
}

fn all_presence(series: &Run) -> i64 {
    series
        .people()
        .filter_map(|person| series.tally(person).presence)
        .sum()
}

proptest! {
    #[test]
    fn the_order_of_files_does_not_matter(plan in meetings(), rotation in 0_usize..8) {
        let mut facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        let before = compute(&facts, RunOptions::default());
        let middle = rotation % facts.len();
        facts.rotate_left(middle);
        facts.reverse();
        let after = compute(&facts, RunOptions::default());
        prop_assert_eq!(shown(&before), shown(&after));
        prop_assert_eq!(before.suggestions(), after.suggestions());
        prop_assert!(before.dispositions().eq(after.dispositions()));
    }

    #[test]
    fn the_same_file_given_twice_changes_nothing_and_is_said(plan in meetings(), copied in 0_usize..8) {
        let mut facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        let before = compute(&facts, RunOptions::default());
        let copied = copied % plan.len();
        let mut copy = report(copied, &plan[copied]);
        copy.source = "copy.json".into();
        facts.push(copy);
        let after = compute(&facts, RunOptions::default());
        prop_assert_eq!(shown(&before), shown(&after));
        let repeated = after.dispositions().filter(|(_, _, disposition)| matches!(disposition, crate::series::Disposition::Repeated(_)));
        prop_assert_eq!(repeated.count(), 1);
    }

    #[test]
    fn splitting_a_report_in_two_sessions_changes_no_presence(meeting in meetings(), cut in 600_i64..3000) {
        let whole = &meeting[0];
        let facts = [report(0, whole)];
        let mut halves = [report(1, whole), report(2, whole)];
        let cut = at(whole.start + cut, 0);
        for (half, first) in halves.iter_mut().zip([true, false]) {
            half.window = half.window.and_then(|window| match first {
                true => Stay::new(window.join(), cut),
                false => Stay::new(cut, window.leave()),
            });
            for record in &mut half.records {
                let side = |stay: &Stay| match first {
                    true => Stay::new(stay.join(), stay.leave().min(cut)),
                    false => Stay::new(stay.join().max(cut), stay.leave()),
                };
                record.stays = record.stays.iter().filter_map(side).collect();
            }
            half.digest = half.content_digest();
        }
        // Nobody is without a key, so that each is one person in both sessions.
        let known = |facts: &[ReportFacts]| facts.iter().all(|facts| facts.records.iter().all(|record| record.email.is_some() || record.id.is_some()));
        prop_assume!(known(&facts) && !whole.records.is_empty());
        let (one, two) = (compute(&facts, RunOptions::default()), compute(&halves, RunOptions::default()));
        prop_assert_eq!(one.meetings().len(), 1);
        prop_assert_eq!(two.meetings().len(), 1);
        prop_assert_eq!(all_presence(&one), all_presence(&two));
        let judged = |facts: &[ReportFacts]| {
            let run = compute(facts, judged());
            let cells = run.people().flat_map(|person| run.cells(person)).map(|cell| {
                let numbers = run.attendance(&cell);
                (run.name(cell.person).map(str::to_owned), numbers.late, numbers.left_early, numbers.presence)
            });
            cells.collect::<Vec<_>>()
        };
        prop_assert_eq!(judged(&facts), judged(&halves));
    }

    #[test]
    fn facts_make_the_same_run_in_any_order_however_cut_and_after_being_written_down(plan in meetings(), cut in 0_usize..8, rotation in 0_usize..8) {
        let mut facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        facts.push(report(0, &plan[0]));
        let before = tables(&compute(&facts, judged()));
        let middle = rotation % facts.len();
        facts.rotate_left(middle);
        let (one, other) = facts.split_at(cut % facts.len());
        let policy = SeverityPolicy::default();
        let written: Vec<String> = [other, one]
            .into_iter()
            .map(|reports| {
                let mut line = Vec::new();
                FactsLine::new(reports.to_vec(), &policy).write(&mut line).unwrap();
                String::from_utf8(line).unwrap()
            })
            .collect();
        let mut collection = Collection::default();
        for text in written {
            collection.add(FactsLine::read(&text, &policy).unwrap().facts);
        }
        prop_assert_eq!(before, tables(&Run::compute(collection, judged())));
    }

    #[test]
    fn presence_is_at_most_the_span(plan in meetings()) {
        let facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        let series = compute(&facts, RunOptions::default());
        for person in series.people() {
            for cell in series.cells(person) {
                let (join, leave) = cell.span().unwrap();
                prop_assert!(cell.presence().unwrap() <= leave - join);
            }
        }
    }

    #[test]
    fn register_totals_are_the_sum_of_the_records_presence(plan in meetings()) {
        let facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        // One record a person and meeting: several would be united.
        let single = |facts: &ReportFacts| {
            let mut keys: Vec<_> = facts.records.iter().map(|record| (&record.id, &record.email)).collect();
            keys.sort();
            keys.windows(2).all(|two| two[0] != two[1] || two[0] == (&None, &None))
        };
        prop_assume!(facts.iter().all(single));
        let series = compute(&facts, separate());
        let records = facts.iter().flat_map(|facts| &facts.records);
        let sum: i64 = records.map(|record| presence::presence(&record.stays).whole_seconds()).sum();
        prop_assert_eq!(all_presence(&series), sum);
    }

    #[test]
    fn months_and_weeks_add_up_to_the_total(plan in meetings()) {
        let facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        let series = compute(&facts, RunOptions::default());
        for person in series.people() {
            let months = series.hours(person, Calendar::Months);
            let weeks = series.hours(person, Calendar::Weeks);
            let plain: i64 = months.values().map(|hours| hours.plain).sum();
            prop_assert_eq!(plain, series.tally(person).presence.unwrap_or(0));
            prop_assert_eq!(plain, weeks.values().map(|hours| hours.plain).sum::<i64>());
            let once = months.values().map(|hours| hours.once()).sum::<i64>();
            prop_assert_eq!(once, weeks.values().map(|hours| hours.once()).sum::<i64>());
            let stays = series.cells(person).flat_map(|cell| cell.stays).copied();
            let mut stays: Stays = stays.collect::<SmallVec<_>>();
            presence::unite(&mut stays);
            let exact = presence::presence(&stays);
            let meetings = series.cells(person).len() as i64;
            prop_assert!((exact - Span::seconds(once)).as_ticks().abs() <= (meetings + 1) * 10_000_000);
        }
    }

    #[test]
    fn nobody_is_lost_or_doubled_by_aliasing(plan in meetings(), one in 0_u8..9, other in 0_u8..9) {
        let facts: Vec<_> = plan.iter().enumerate().map(|(number, meeting)| report(number, meeting)).collect();
        let claim = |number: u8| match number {
            0..4 => Claim::Account(None, format!("id-{number}")),
            4..7 => Claim::Email(format!("p{number}@x.example")),
            _ => Claim::Name(format!("person {}", number % 5)),
        };
        let aliases = Aliases {
            people: vec![Alias { person: "Somebody".into(), row: 2, claims: vec![claim(one), claim(other)] }],
        };
        let before = compute(&facts, RunOptions::default());
        let after = compute(&facts, RunOptions { aliases, ..RunOptions::default() });
        let identities = |series: &Run| {
            let mut all: Vec<_> = series.people().flat_map(|person| series.person(person).identities.clone()).collect();
            all.sort_unstable();
            all
        };
        prop_assert_eq!(identities(&before), identities(&after));
        prop_assert!(identities(&after).windows(2).all(|two| two[0] != two[1]));
        prop_assert!(after.people().count() <= before.people().count());
    }
}

#[test]
fn guests_without_key_stay_apart_whatever_their_name() {
    let stays: Stays = [Stay::new(at(0, 0), at(60, 0)).unwrap()]
        .into_iter()
        .collect();
    let mut meeting = report(
        0,
        &Meeting {
            start: 0,
            records: vec![],
        },
    );
    meeting.records = vec![record(Who(8), stays.clone()), record(Who(8), stays)];
    let series = compute(&[meeting], RunOptions::default());
    assert_eq!(series.people().count(), 2);
    assert_eq!(series.suggestions().len(), 1);
}

/// So many meetings an hour apart, of nobody.
fn empty_meetings(count: usize) -> Vec<ReportFacts> {
    let empty = |number: usize| Meeting {
        start: number as i64 * LENGTH,
        records: vec![],
    };
    (0..count)
        .map(|number| report(number, &empty(number)))
        .collect()
}

#[test]
fn a_register_with_more_columns_than_excel_has_is_refused() {
    use crate::views::register_wide::{Shown, WideRegister};
    // Name, e-mail and department in front, five totals behind.
    let fitting = compute(&empty_meetings(16_384 - 8), RunOptions::default());
    let columns = WideRegister::of(&fitting).unwrap().columns(Shown::Status);
    assert_eq!(columns.len(), 16_384);
    let too_wide = compute(&empty_meetings(16_384 - 7), RunOptions::default());
    assert!(WideRegister::of(&too_wide).is_err());
}

#[test]
fn meetings_at_the_same_time_count_once_beside_their_plain_sum() {
    let both = Meeting {
        start: 0,
        records: vec![(Who(1), vec![(0, 600)])],
    };
    let series = compute(&[report(0, &both), report(1, &both)], separate());
    let person = series.people().next().unwrap();
    let hours = series.hours(person, Calendar::Months);
    let hours = hours.values().next().unwrap();
    // Each stay is a tick short of 601 seconds.
    assert_eq!(
        (hours.plain, hours.parallel, hours.once()),
        (1200, 600, 600)
    );
}

#[test]
fn people_of_a_larger_share_come_first_where_asked() {
    let meeting = Meeting {
        start: 0,
        records: vec![
            (Who(1), vec![(0, 600)]),
            (Who(2), vec![(0, 3000)]),
            (Who(3), vec![(0, 1800)]),
        ],
    };
    let options = RunOptions {
        order: crate::series::Order::Share,
        ..RunOptions::default()
    };
    let series = compute(&[report(0, &meeting)], options);
    let names: Vec<_> = series
        .people()
        .filter_map(|person| series.name(person))
        .collect();
    assert_eq!(names, ["Person 2", "Person 3", "Person 1"]);
}

#[test]
fn meetings_at_one_time_without_an_id_stay_two_and_sessions_of_others_apart() {
    let meeting = |start, who: &[u8]| Meeting {
        start,
        records: who
            .iter()
            .map(|&number| (Who(number), vec![(0, 3000)]))
            .collect(),
    };
    let meetings = |second: Meeting| {
        let plan = [meeting(0, &[0, 1, 2, 3]), second];
        let facts = [report(0, &plan[0]), report(1, &plan[1])];
        compute(&facts, RunOptions::default()).meetings().len()
    };
    assert_eq!(meetings(meeting(LENGTH + 300, &[0, 1, 2])), 1);
    assert_eq!(meetings(meeting(LENGTH - 300, &[0, 1, 2])), 2);
    assert_eq!(meetings(meeting(LENGTH + 901, &[0, 1, 2])), 2);
    assert_eq!(meetings(meeting(LENGTH + 300, &[4, 5, 6])), 2);
}
