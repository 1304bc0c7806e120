//! Laws that hold for series with all of it mixed: hidden times, excuses, strays, plans,
//! registrations, two roles of one person, copies.

mod cut;
mod portions;
mod sums;

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{LENGTH, Who, compute, record};
use crate::model::interval::Stay;
use crate::model::measure::{Measure, Need};
use crate::model::reason::{Ground, MissingData, StatusReason};
use crate::model::role::Role;
use crate::model::status::{Status, Verdict};
use crate::model::time::{Instant, Span, TICKS_PER_SECOND};
use crate::series::collect::facts::{RecordFacts, ReportFacts};
use crate::series::input::planned::{Planned, PlannedMeeting};
use crate::series::input::registrations::Registrations;
use crate::series::input::roster::Roster;
use crate::series::input::rules_file::RulesFile;
use crate::series::input::sheets::Sheet;
use crate::series::register::hours::Calendar;
use crate::series::register::status_rules::StatusRules;
use crate::series::{Run, RunOptions};
use crate::stats::presence::{self, Stays};

const DAY: i64 = 24 * 3600;
/// 2026-10-30 in UTC, so that a month ends among the meetings.
const BEGIN: i64 = 1_793_318_400;

/// What a record tells of somebody's time, in seconds of the meeting.
#[derive(Clone, Debug)]
enum Told {
    When(Vec<(i64, i64)>),
    Total(i64),
    Nothing,
    /// An interval lacks a time.
    Part((i64, i64), i64),
}

#[derive(Clone, Debug)]
struct Record {
    who: u8,
    told: Told,
    presents: bool,
    registration: Option<u8>,
}

#[derive(Clone, Debug)]
struct Report {
    /// In seconds after the beginning of the first day.
    start: i64,
    records: Vec<Record>,
    lacks_records: bool,
    /// Whether its file could not be read.
    is_unread: bool,
    is_copied: bool,
    /// Whether it ends as it starts.
    is_a_moment: bool,
}

/// A series with its lists.
#[derive(Clone, Debug)]
struct Series {
    reports: Vec<Report>,
    /// Starts, whether there is an end, and whether it was called off.
    plan: Vec<(i64, bool, bool)>,
    roster: Option<Vec<u8>>,
    excused: Vec<(u8, i64)>,
    registered: Option<Vec<u8>>,
    least_minutes: Option<u8>,
    clip: bool,
    is_judged: bool,
    keep_separate: bool,
    /// By how many days everything is later.
    shift: i64,
    /// Whether files, records and rows stand the other way round.
    turned: bool,
}

fn told() -> impl Strategy<Value = Told> {
    let stay = || (-300_i64..3500, 0_i64..3600);
    prop_oneof![
        4 => prop::collection::vec(stay(), 0..3).prop_map(Told::When),
        2 => (0_i64..4000).prop_map(Told::Total),
        1 => Just(Told::Nothing),
        1 => (stay(), 0_i64..4000).prop_map(|(stay, total)| Told::Part(stay, total)),
    ]
}

fn series() -> impl Strategy<Value = Series> {
    let record = (0_u8..9, told(), any::<bool>(), prop::option::of(0_u8..9)).prop_map(
        |(who, told, presents, registration)| Record {
            who,
            told,
            presents,
            registration,
        },
    );
    let records = prop::collection::vec(record, 0..6);
    let slots = (0_i64..4, 0_i64..3);
    let lost = (prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    let odd = (any::<bool>(), prop::bool::weighted(0.1));
    let report = (slots, records, lost, odd).prop_map(
        |((day, slot), records, (lacks_records, is_unread), (is_copied, is_a_moment))| Report {
            start: day * DAY + 9 * 3600 + slot * (LENGTH + 600),
            records,
            lacks_records,
            is_unread,
            is_copied,
            is_a_moment,
        },
    );
    let all: Vec<u8> = (1..7).collect();
    let some = move || subsequence(all.clone(), 1..6);
    let lists = (
        prop::collection::vec((0_i64..5, any::<bool>(), prop::bool::weighted(0.2)), 0..3),
        prop::option::of(some()),
        prop::collection::vec((1_u8..7, 0_i64..4), 0..3),
        prop::option::of(some()),
    );
    let rules = (
        prop::option::of(1_u8..50),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (prop::collection::vec(report, 1..6), lists, rules).prop_map(|(reports, lists, rules)| {
        let (plan, roster, excused, registered) = lists;
        let (least_minutes, clip, is_judged, keep_separate) = rules;
        let plan = plan.into_iter();
        let mut plan: Vec<_> = plan
            .map(|(day, ends, is_off)| (day * DAY + 9 * 3600, ends, is_off))
            .collect();
        plan.sort_unstable();
        plan.dedup_by_key(|(start, ..)| *start);
        Series {
            reports,
            plan,
            roster,
            excused,
            registered,
            least_minutes,
            clip,
            is_judged,
            keep_separate,
            shift: 0,
            turned: false,
        }
    })
}

impl Series {
    fn at(&self, seconds: i64) -> Instant {
        Instant::from_ticks((BEGIN + self.shift * DAY + seconds) * TICKS_PER_SECOND)
    }

    fn record(&self, start: i64, one: &Record) -> RecordFacts {
        let stay = |&(from, length): &(i64, i64)| {
            // Ticks that are no whole seconds, so that rounding cannot hide.
            let join = self.at(start + from) + Span::ticks(from.rem_euclid(7));
            let leave = self.at(start + from + length) + Span::ticks(9_999_999);
            Stay::new(join, leave)
        };
        let of = |stays: &[(i64, i64)]| {
            let mut stays: Stays = stays.iter().filter_map(stay).collect();
            presence::unite(&mut stays);
            record(Who(one.who), stays)
        };
        let mut facts = match &one.told {
            Told::When(stays) => of(stays),
            Told::Total(total) => RecordFacts {
                timed: false,
                reported_total: Some(*total),
                interval_sum: None,
                ..of(&[])
            },
            Told::Nothing => RecordFacts {
                timed: false,
                reported_total: None,
                interval_sum: None,
                ..of(&[])
            },
            Told::Part(stay, total) => RecordFacts {
                broken: true,
                open: None,
                reported_total: Some(*total),
                ..of(&[*stay])
            },
        };
        if one.presents && facts.role == Role::Attendee {
            facts.role = Role::Presenter;
        }
        facts.registration = one.registration.map(|number| format!("R{number}"));
        facts
    }

    fn facts(&self) -> Vec<ReportFacts> {
        let mut all = Vec::new();
        for (number, one) in self.reports.iter().enumerate() {
            let length = if one.is_a_moment { 0 } else { LENGTH };
            let window = Stay::new(self.at(one.start), self.at(one.start + length));
            let records = one.records.iter().filter(|_| !one.lacks_records);
            let mut records: Vec<_> = records.map(|own| self.record(one.start, own)).collect();
            if self.turned {
                records.reverse();
            }
            let mut facts = ReportFacts::made_up(&format!("meeting {number}"), window, records);
            facts.missing = one.lacks_records.then_some(MissingData::NoRecords);
            if one.is_unread {
                all.push(self.unread(number, one.start));
                continue;
            }
            if one.is_copied {
                let source = format!("copy {number}.json");
                all.push(ReportFacts {
                    source,
                    ..facts.clone()
                });
            }
            all.push(facts);
        }
        if self.turned {
            all.reverse();
        }
        all
    }

    /// Returns what is left of a report that could not be read, in a file with the day in its
    /// name.
    fn unread(&self, number: usize, start: i64) -> ReportFacts {
        let day = crate::zone::Zone::utc().local(self.at(start)).date();
        let name = format!("{day} meeting {number}");
        ReportFacts {
            report_id: None,
            digest: 0,
            missing: Some(MissingData::FailedReport),
            ..ReportFacts::made_up(&name, None, Vec::new())
        }
    }

    /// Returns a sheet of these rows.
    fn sheet(&self, headings: &str, rows: impl Iterator<Item = String>) -> Sheet {
        let mut rows: Vec<_> = rows.collect();
        if self.turned {
            rows.reverse();
        }
        let text = format!("{headings}\n{}\n", rows.join("\n"));
        Sheet::read("list.csv", text.as_bytes()).unwrap()
    }

    fn options(&self) -> RunOptions {
        let mut options = RunOptions::default();
        let excused = self.excused.iter().map(|&(who, day)| {
            let day = jiff::civil::date(2026, 10, 30)
                .checked_add(jiff::Span::new().days(day + self.shift));
            format!(
                "[[excused]]\nperson = \"p{who}@x.example\"\nfrom = \"{}\"\n",
                day.unwrap()
            )
        });
        let least = self
            .least_minutes
            .map(|minutes| format!("[partial]\nminutes = {minutes}\n"));
        let text: String = least.into_iter().chain(excused).collect();
        options.rules = RulesFile::read("rules.toml", &text, StatusRules::default()).unwrap();
        options.rules.status.clip = self.clip;
        if self.is_judged {
            options.punctuality.baseline = crate::stats::punctuality::BaselineChoice::Report;
        }
        options.grouping.keep_separate = self.keep_separate;
        let plan = self
            .plan
            .iter()
            .map(|&(start, ends, cancelled)| PlannedMeeting {
                start: Some(self.at(start)),
                end: ends.then(|| self.at(start + LENGTH)),
                series: Some("course".into()),
                cancelled,
                ..PlannedMeeting::default()
            });
        options.planned = Planned {
            meetings: plan.collect(),
        };
        if self.turned {
            options.planned.meetings.reverse();
        }
        let row = |who: &u8| format!("Person {},p{who}@x.example", who % 5);
        options.roster = self.roster.as_ref().map(|listed| {
            Roster::read(&self.sheet("name,e-mail", listed.iter().map(row)))
                .unwrap()
                .list
        });
        options.registrations = self.registered.as_ref().map(|listed| {
            let rows = listed.iter().map(|who| format!("R{who},p{who}@x.example"));
            Registrations::read(&self.sheet("registration id,e-mail", rows))
                .unwrap()
                .list
        });
        options
    }

    fn run(&self) -> Run {
        compute(&self.facts(), self.options())
    }
}

/// Returns every figure of people, meetings and lists, without instants; sorted.
fn figures(run: &Run) -> Vec<String> {
    let mut all = Vec::new();
    for person in run.people() {
        let mut tally = run.tally(person);
        (tally.first_join, tally.last_leave) = (None, None);
        let verdicts: Vec<_> = run
            .register(person)
            .map(|entry| run.verdict(&entry))
            .collect();
        let name = run.name(person);
        let outcome = run.outcome(person);
        all.push(format!("{name:?} {tally:?} {outcome:?} {verdicts:?}"));
    }
    for audience in run.audiences() {
        let (people, there) = (audience.people, audience.still_there);
        let (attended, walk_ins) = (audience.attended, audience.walk_ins);
        all.push(format!(
            "{} {people:?} {there:?} {attended:?} {walk_ins:?}",
            audience.meeting
        ));
    }
    let turnout = run.turnout();
    all.extend(turnout.iter().map(|row| {
        let email = row.registration.and_then(|one| one.email.as_deref());
        format!("{email:?} {:?}", row.turnout)
    }));
    let meetings = run.meetings().iter();
    all.extend(meetings.map(|one| format!("{:?} {:?}", one.length(), one.state)));
    all.sort_unstable();
    all
}

/// Says whether the numbers of a reason come to the status, by the definition of each.
fn implies(verdict: &Verdict) -> bool {
    let StatusReason {
        excuse,
        found,
        late,
        early,
        ground,
    } = &verdict.reason;
    let is_told = match excuse {
        Some(_) => verdict.status == Status::Excused && !found.is_attended(),
        None => verdict.status == *found,
    };
    let mut offsets = [late, early].into_iter().flatten();
    if !is_told || offsets.any(|offset| offset.by <= offset.limit) {
        return false;
    }
    let (measure, need) = match ground {
        Ground::Measured(measure, need) => (measure, need),
        Ground::NoRecord => return *found == Status::Absent,
        Ground::NothingTold | Ground::Namesake | Ground::Guests(_) | Ground::Missing(_) => {
            return *found == Status::Unknown;
        }
    };
    let is_enough = |counted: Span| match *need {
        Need::Time(needed) => counted >= needed,
        Need::Share(millionths) => {
            let [counted, length] = [counted, measure.length].map(|span| span.as_ticks() as i128);
            counted * 1_000_000 >= length * i128::from(millionths)
        }
    };
    let (least, most) = (is_enough(measure.least), measure.most.map(is_enough));
    match found {
        Status::Present => least && late.is_none() && early.is_none(),
        Status::Late => least && late.is_some(),
        Status::LeftEarly => least && late.is_none() && early.is_some(),
        Status::Partial | Status::Absent => {
            most == Some(false) && !has_no_length_for(need, measure)
        }
        Status::Unknown => has_no_length_for(need, measure) || !least && most != Some(false),
        Status::Excused => false,
    }
}

/// Says whether it is a share of a length that nobody knows.
fn has_no_length_for(need: &Need, measure: &Measure) -> bool {
    matches!(need, Need::Share(_)) && measure.length == Span::ZERO
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_records_and_rows_changes_no_figure(series in series()) {
        let turned = Series { turned: true, ..series.clone() };
        prop_assert_eq!(figures(&series.run()), figures(&turned.run()));
    }

    #[test]
    fn whole_days_later_all_figures_are_the_same(series in series(), days in 1_i64..400) {
        let later = Series { shift: days, ..series.clone() };
        prop_assert_eq!(figures(&series.run()), figures(&later.run()));
    }

    #[test]
    fn each_total_is_the_sum_of_its_parts(series in series()) {
        let run = series.run();
        for person in run.people() {
            let tally = run.tally(person);
            let entries: Vec<_> = run.register(person).collect();
            for status in Status::ALL {
                let own = entries.iter().filter(|entry| run.status(entry) == status);
                prop_assert_eq!(tally.count(status), own.count() as u64);
            }
            let attended = entries.iter().filter(|entry| run.counts_as_attended(entry));
            prop_assert_eq!(tally.attended, attended.count() as u64);
            if run.due(person, &tally).is_some() {
                prop_assert!(tally.attended <= tally.due, "{:?}", tally);
            }
            let presences = run.cells(person).filter_map(|cell| cell.presence());
            let presences: Vec<_> = presences.map(Span::whole_seconds).collect();
            prop_assert_eq!(tally.presence.unwrap_or(0), presences.iter().sum::<i64>());
            for calendar in [Calendar::Months, Calendar::Weeks] {
                let hours = run.hours(person, calendar);
                let plain: i64 = hours.values().map(|hours| hours.plain).sum();
                prop_assert_eq!(plain, tally.presence.unwrap_or(0));
                for hours in hours.values() {
                    prop_assert!(hours.parallel >= 0 && hours.once() >= 0);
                    prop_assert_eq!(hours.once(), hours.plain - hours.parallel);
                }
            }
        }
    }

    #[test]
    fn shares_are_between_none_and_all_and_nothing_unknown_is_0(series in series()) {
        let run = series.run();
        for person in run.people() {
            let mut due_and_unknown = false;
            for entry in run.register(person) {
                let Some(cell) = entry.cell else { continue };
                let numbers = run.attendance(&cell);
                if let (true, Some((counted, length))) = (series.clip, numbers.share) {
                    prop_assert!(Span::ZERO <= counted && counted <= length);
                }
                prop_assert!(cell.timed || (numbers.presence.is_none() && numbers.late.is_none()));
                let untold = run.counted(&cell).is_none();
                prop_assert!(!untold || numbers.share.is_none());
                due_and_unknown |= untold && entry.expected == crate::series::register::entries::Expected::Required && !matches!(run.status(&entry), Status::Excused | Status::Unknown);
            }
            let tally = run.tally(person);
            if let (true, Some((counted, length))) = (series.clip, tally.exact_share()) {
                prop_assert!(0 <= counted && counted <= length, "{:?}", tally);
            }
            prop_assert!(!due_and_unknown || tally.share().is_none());
        }
        for audience in run.audiences() {
            let of_all = run.meetings()[audience.meeting as usize].missing.is_none();
            let told = run.cells_in(audience.meeting).all(|cell| run.counted(&cell).is_some());
            prop_assert!(of_all && told || audience.still_there == [None; 4]);
        }
    }

    #[test]
    fn more_evidence_turns_nobody_present_into_absent(
        series in series(),
        told in told(),
        who in 0_u8..7,
        at in 0_usize..6,
    ) {
        let mut series = Series { keep_separate: true, ..series };
        series.reports.iter_mut().for_each(|report| report.is_copied = false);
        let attended = |series: &Series| {
            let run = series.run();
            let mut attended = Vec::new();
            for cell in run.people().flat_map(|person| run.cells(person)) {
                let emails = run.email(cell.person).map(str::to_owned);
                let entry = run.register(cell.person).find(|entry| entry.meeting == cell.meeting);
                attended.push((emails, run.identities(cell.person), cell.meeting, run.status(&entry.unwrap())));
            }
            attended
        };
        let before = attended(&series);
        let at = at % series.reports.len();
        series.reports[at].records.push(Record { who, told, presents: false, registration: None });
        let after = attended(&series);
        for (email, identities, meeting, status) in before.iter().filter(|one| one.0.is_some() && one.3.is_attended()) {
            let now = after.iter().find(|one| (&one.0, one.2) == (email, *meeting));
            // Where one more identity shows two people behind an address, nobody is compared.
            if let Some(now) = now.filter(|now| now.1 == *identities) {
                prop_assert!(now.3.is_attended(), "{:?} was {:?} and is {:?}", email, status, now);
            }
        }
    }

    #[test]
    fn the_numbers_of_each_reason_imply_its_status(series in series()) {
        let run = series.run();
        for person in run.people() {
            for entry in run.register(person) {
                let verdict = run.verdict(&entry);
                prop_assert!(implies(&verdict), "{:?}", verdict);
            }
        }
    }
}
