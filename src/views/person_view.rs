//! A person's page: every meeting with status and reason, the totals, what each row rests on.

use super::front_view::rate;
use super::rule_view::RuleView;
use super::run_view::RunView;
use super::value::{Decimal, Instant, Reason, Span, Status};
use crate::series::Run;
use crate::series::identity::person::PersonId;

/// A person with everything that a proof of attendance shows.
#[derive(Clone, Debug)]
pub struct PersonView<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// All identities in words.
    pub identities: String,
    /// The name of the page.
    pub stem: &'r str,
    /// The department, by the roster.
    pub department: Option<&'r str>,
    /// The cost centre, by the roster.
    pub cost_centre: Option<&'r str>,
    /// Meetings attended.
    pub attended: u64,
    /// Meetings that were due; `None` for who is not on the roster.
    pub due: Option<u64>,
    /// The share of what was due.
    pub share: Option<Decimal>,
    /// Time in all meetings, in seconds.
    pub presence_seconds: Option<i64>,
    /// The rule by which statuses were given.
    pub rule: RuleView,
    /// The meetings, in order of time.
    pub meetings: Vec<PersonMeeting<'r>>,
}

/// What a person was in a meeting.
#[derive(Clone, Debug)]
pub struct PersonMeeting<'r> {
    /// The title.
    pub title: &'r str,
    /// When it began, or was to begin.
    pub begin: Option<Instant>,
    /// The name of its page; `None` where there is no report.
    pub stem: Option<&'r str>,
    /// The first join.
    pub first_join: Option<Instant>,
    /// The last leave.
    pub last_leave: Option<Instant>,
    /// Time in the meeting, in seconds.
    pub presence_seconds: Option<i64>,
    /// What the person was in it.
    pub status: Status,
    /// Why, with the numbers that decide.
    pub reason: Reason,
    /// The reports it rests on.
    pub reports: Option<String>,
}

/// Beyond this many people only those on the roster have a page.
const MOST_PAGES: usize = 2000;

/// Returns the name of a person's page; `None` where there is none.
///
/// Whoever is on the roster or came has one; of very many people only those on the roster.
pub(super) fn page_of(run: &Run, person: PersonId) -> Option<&str> {
    let listed = !run.person(person).roster.is_empty();
    let few = run.is_of_few() || run.all_people() <= MOST_PAGES;
    let has_page = listed || (few && run.block(person).is_some());
    has_page.then(|| run.person_stem(person))
}

impl PersonView<'_> {
    /// Returns attended ÷ due; `None` where nothing was due.
    pub fn rate(&self) -> Option<Decimal> {
        self.due.and_then(|due| rate(self.attended, due))
    }
}

impl<'r> RunView<'r> {
    /// Returns the people who have a page.
    pub fn person_pages(&self) -> Vec<PersonId> {
        let run = self.run();
        let people = run.people();
        people
            .filter(|&person| page_of(run, person).is_some())
            .collect()
    }

    /// Returns a person with their meetings.
    pub fn person(&self, person: PersonId) -> PersonView<'r> {
        let run = self.run();
        let tally = run.tally(person);
        let meetings = run.register(person).map(|entry| {
            let meeting = &run.meetings()[entry.meeting as usize];
            let attendance = entry
                .cell
                .map(|cell| run.attendance(&cell))
                .unwrap_or_default();
            let verdict = run.verdict(&entry);
            PersonMeeting {
                title: run.text(meeting.title),
                begin: meeting.begin(),
                stem: run.stem(meeting),
                first_join: attendance.first_join,
                last_leave: attendance.last_leave,
                presence_seconds: attendance.presence.map(Span::whole_seconds),
                status: verdict.status,
                reason: verdict.reason.into(),
                reports: run.report_labels(meeting),
            }
        });
        PersonView {
            name: run.name(person),
            email: run.email(person),
            identities: run.identities(person),
            stem: run.person_stem(person),
            department: run.department(person),
            cost_centre: run.cost_centre(person),
            attended: tally.attended,
            due: run.due(person, &tally),
            share: tally.share(),
            presence_seconds: tally.presence,
            rule: self.rule(),
            meetings: meetings.collect(),
        }
    }
}
