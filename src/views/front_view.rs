//! The front page: attended of expected, who missed something, what is not certain, the
//! meetings and departments beside each other.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::run_view::RunView;
use super::value::{Decimal, Instant, Status};
use crate::model::natural_order::Natural;
use crate::series::identity::match_rate::{MatchRate, is_few};
use crate::series::identity::person::PersonId;
use crate::series::meetings::meeting::State;
use crate::series::register::entries::Expected;
use crate::series::register::missed::Missed;
use crate::series::register::outcome::Block;
use crate::series::register::tally::Tally;
use crate::stats::known::add_known;

/// The answers that come first.
#[derive(Clone, Debug, Default)]
pub struct FrontView<'r> {
    /// Of the meetings that were due for somebody, over all people who had to come: how
    /// many they attended, and how many there were of which somebody knows who came; `None`
    /// without a roster.
    pub turnout: Option<(u64, u64)>,
    /// Of the people of `people` those who were found in the reports, and all, where few of a
    /// roster that hardly matches were found, so that the figures say little; `None` for most
    /// rosters.
    pub few_found: Option<(usize, usize)>,
    /// People on the roster; without one people with a record.
    pub people: usize,
    /// People on the roster who came to nothing that was due, as far as is known.
    pub never_came: usize,
    /// Entries of which nobody can tell whether somebody was there.
    pub not_certain: u64,
    /// Whether a meeting has a start or an end that people are judged by.
    pub is_judged: bool,
    /// How often somebody came late, over everybody in view; `None` where nobody is judged, and
    /// where nobody in view was in a meeting.
    pub late: Option<u64>,
    /// How often somebody left early, likewise.
    pub left_early: Option<u64>,
    /// Σ time in meetings, in seconds, over everybody.
    pub presence_seconds: Option<i64>,
    /// Who missed something that was due, in the order of the table `missed`.
    pub missed: Vec<MissedPerson<'r>>,
    /// Who came late, those who did most often first.
    pub came_late: Vec<LatePerson<'r>>,
    /// Without a roster everybody, who attended most first; with one nobody.
    pub ranking: Vec<Ranked<'r>>,
    /// The meetings, in order of time.
    pub meetings: Vec<MeetingTurnout<'r>>,
    /// The departments of the roster, the lowest rate first.
    pub departments: Vec<DepartmentTurnout>,
}

/// Somebody of whom nobody said whether they were expected.
#[derive(Clone, Debug)]
pub struct Ranked<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The name of the person's page; `None` where there is none.
    pub stem: Option<&'r str>,
    /// Meetings attended.
    pub attended: u64,
    /// Meetings of the series that they were seen in.
    pub due: Option<u64>,
    /// Time in all meetings, in seconds.
    pub presence_seconds: Option<i64>,
}

/// Somebody who missed something.
#[derive(Clone, Debug)]
pub struct MissedPerson<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The department, by the roster.
    pub department: Option<&'r str>,
    /// The name of the person's page.
    pub stem: &'r str,
    /// Their place among the people in view, from 0.
    pub place: usize,
    /// What they were in each meeting that has an entry of theirs, in order.
    pub statuses: Vec<Status>,
    /// How many meetings they were absent from.
    pub absent: usize,
    /// How many meetings nobody can tell of.
    pub unknown: usize,
    /// How many meetings they were in for too short.
    pub partial: usize,
}

/// Somebody who came late.
#[derive(Clone, Debug)]
pub struct LatePerson<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The department, by the roster.
    pub department: Option<&'r str>,
    /// The name of the person's page; `None` where there is none.
    pub stem: Option<&'r str>,
    /// Their place among the people in view, from 0.
    pub place: usize,
    /// How many meetings they joined late.
    pub meetings: u64,
    /// Σ the delay in each, in seconds.
    pub delay_seconds: i64,
}

/// How many came to a meeting.
#[derive(Clone, Debug)]
pub struct MeetingTurnout<'r> {
    /// The title.
    pub title: &'r str,
    /// When it began, or was to begin.
    pub begin: Option<Instant>,
    /// The name of its page; `None` where there is no report.
    pub stem: Option<&'r str>,
    /// False where it is still to come, or was cancelled.
    pub is_held: bool,
    /// Whether it is known who came.
    pub has_records: bool,
    /// People who attended of those who had to come; without a roster people with a record.
    pub attended: u64,
    /// People who had to come; `None` without a roster, and where nobody knows who came.
    pub due: Option<u64>,
}

/// How many came of a department.
#[derive(Clone, Debug)]
pub struct DepartmentTurnout {
    /// The department; `None` for people without one.
    pub name: Option<String>,
    /// Meetings attended, over its people.
    pub attended: u64,
    /// Meetings that were due, over its people.
    pub due: u64,
}

impl FrontView<'_> {
    /// Returns attended ÷ due; `None` without a roster, and where nothing was due.
    pub fn rate(&self) -> Option<Decimal> {
        self.turnout.and_then(|(attended, due)| rate(attended, due))
    }
}

impl MeetingTurnout<'_> {
    /// Returns whether it was held and is known who came.
    pub const fn is_known(&self) -> bool {
        self.is_held && self.has_records
    }

    /// Returns the people who had to come, where it is known who came.
    pub fn expected(&self) -> Option<u64> {
        self.due.filter(|_| self.is_known())
    }

    /// Returns attended ÷ expected; `None` where nobody was expected.
    pub fn rate(&self) -> Option<Decimal> {
        self.expected().and_then(|due| rate(self.attended, due))
    }
}

impl DepartmentTurnout {
    /// Returns attended ÷ due; `None` where nothing was due.
    pub fn rate(&self) -> Option<Decimal> {
        rate(self.attended, self.due)
    }
}

/// Returns attended ÷ due, 4 places; `None` where nothing was due.
pub(super) fn rate(attended: u64, due: u64) -> Option<Decimal> {
    Decimal::ratio(attended.into(), due.into(), 4)
}

impl<'r> RunView<'r> {
    /// Returns the answers that come first.
    pub fn front(&self) -> FrontView<'r> {
        let run = self.run();
        let has_roster = run.has_roster();
        let rate = run.match_rate();
        let is_doubtful = rate.as_ref().is_some_and(MatchRate::is_doubtful);
        let mut found = 0;
        let mut front = FrontView {
            is_judged: self.is_judged(),
            meetings: self.turnouts(),
            ..FrontView::default()
        };
        let mut departments = std::collections::BTreeMap::new();
        let (mut attended, mut due, mut late) = (0, 0, Vec::new());
        for (place, person) in run.people().enumerate() {
            let tally = run.tally(person);
            if tally.late > Some(0) {
                late.push((place, person, tally));
            }
            add_known(&mut front.presence_seconds, tally.presence);
            add_known(&mut front.late, tally.late);
            add_known(&mut front.left_early, tally.left_early);
            if run.block(person) != Some(Block::Expected) {
                continue;
            }
            front.people += 1;
            if !has_roster {
                front.ranking.push(self.ranked(person, &tally));
                continue;
            }
            found += usize::from(run.person(person).is_found());
            front.never_came += usize::from(run.outcome(person).never_came());
            front.not_certain += tally.count(Status::Unknown);
            attended += tally.attended;
            due += tally.due;
            let department = run.department(person).map(Natural);
            let sums: &mut (u64, u64) = departments.entry(department).or_default();
            *sums = (sums.0 + tally.attended, sums.1 + tally.due);
            for entry in run.register(person) {
                let at = &mut front.meetings[entry.meeting as usize];
                let status = run.status(&entry);
                at.attended += u64::from(run.counts_as_attended(&entry));
                if run.is_due(&entry, status) {
                    at.due = Some(at.due.unwrap_or(0) + 1);
                }
            }
        }
        front.few_found =
            (is_doubtful && is_few(found, front.people)).then_some((found, front.people));
        front
            .ranking
            .sort_by_key(|one| Reverse((one.attended, one.presence_seconds)));
        front.missed = self.missed();
        late.sort_by_key(|(.., tally)| Reverse((tally.late, tally.delay)));
        let late = late.iter();
        front.came_late = late
            .map(|(place, person, tally)| self.late(*place, *person, tally))
            .collect();
        if has_roster {
            front.turnout = Some((attended, due));
            front.departments = departments
                .into_iter()
                .filter(|(_, (_, due))| *due > 0)
                .map(|(name, (attended, due))| DepartmentTurnout {
                    name: name.map(|name| name.0.to_owned()),
                    attended,
                    due,
                })
                .collect();
            let share = |one: &DepartmentTurnout| (one.attended * 10_000) / one.due;
            front.departments.sort_by_key(share);
        }
        front
    }

    /// Returns whether people are judged, as absent by a roster or as late by a start.
    ///
    /// Else the answers that come first say of single people only how often they came.
    pub fn judges_people(&self) -> bool {
        let run = self.run();
        run.has_roster() || run.meetings().iter().any(|meeting| meeting.start.is_some())
    }

    /// Returns how many came to each meeting, in order of time; with a roster nobody yet.
    pub fn turnouts(&self) -> Vec<MeetingTurnout<'r>> {
        let run = self.run();
        let meetings = run.meetings().iter();
        run.meeting_ids()
            .zip(meetings)
            .map(|(id, meeting)| MeetingTurnout {
                title: run.text(meeting.title),
                begin: meeting.begin(),
                stem: run.stem(meeting),
                is_held: !matches!(meeting.state, State::Upcoming | State::Cancelled),
                has_records: run.has_records(id),
                attended: match run.has_roster() {
                    true => 0,
                    false => run.cells_in(id).len() as u64,
                },
                due: run.has_roster().then_some(0),
            })
            .collect()
    }

    fn ranked(&self, person: PersonId, tally: &Tally) -> Ranked<'r> {
        let run = self.run();
        Ranked {
            name: run.name(person),
            email: run.email(person),
            stem: super::person_view::page_of(run, person),
            attended: tally.attended,
            due: run.due(person, tally),
            presence_seconds: tally.presence,
        }
    }

    fn missed(&self) -> Vec<MissedPerson<'r>> {
        let run = self.run();
        let places = self.places();
        let people = run.all_missed().into_iter();
        let row = |(person, missed): (PersonId, Missed)| {
            let due = run
                .register(person)
                .filter(|entry| entry.expected == Expected::Required);
            let statuses: Vec<_> = due.map(|entry| run.status(&entry)).collect();
            let is_unknown = |status: &&Status| **status == Status::Unknown;
            MissedPerson {
                name: run.name(person),
                email: run.email(person),
                department: run.department(person),
                stem: run.person_stem(person),
                place: places[&person],
                absent: missed.absent,
                unknown: statuses.iter().filter(is_unknown).count(),
                partial: missed.partial,
                statuses,
            }
        };
        people.map(row).collect()
    }

    fn late(&self, place: usize, person: PersonId, tally: &Tally) -> LatePerson<'r> {
        let run = self.run();
        LatePerson {
            name: run.name(person),
            email: run.email(person),
            department: run.department(person),
            stem: super::person_view::page_of(run, person),
            place,
            meetings: tally.late.unwrap_or(0),
            delay_seconds: tally.delay.whole_seconds(),
        }
    }

    /// Returns the place of everybody in view, as in the table of people.
    fn places(&self) -> HashMap<PersonId, usize> {
        let people = self.run().people().enumerate();
        people.map(|(place, person)| (person, place)).collect()
    }
}
