//! A run as pages, sheets and messages show it: everything in it is read, nothing computed anew.

use super::cell::Cell;
use super::meeting_view::MeetingView;
use super::over_time::OverTime;
use super::register_wide::{TooWide, WideRegister};
use super::view::View;
use super::{Table, findings};
use crate::finding::{Code, CodeCounts, Severity, SeverityCounts};
use crate::series::Run;
use crate::series::identity::match_rate::MatchRate;
use crate::series::meetings::disposition::{Disposition, MeetingId};
use crate::series::meetings::meeting::{Meeting, State};
use crate::series::meetings::plan_offset::PlanOffset;
use crate::series::register::outcome::Outcome;
use crate::stats::roles::Sums;
use crate::summary::RunCounts;
use crate::zone::Zone;

/// The answers of a run, for writers.
#[derive(Clone, Copy, Debug)]
pub struct RunView<'r> {
    run: &'r Run,
    counts: &'r RunCounts,
}

/// What became of the reports of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionCounts {
    /// Reports that are a meeting of their own.
    pub alone: usize,
    /// Reports that are sessions of one meeting with others.
    pub merged: usize,
    /// Reports that say the same as another.
    pub repeated: usize,
    /// Reports that another replaces.
    pub superseded: usize,
    /// Reports that were set aside: one person for a moment.
    pub strays: usize,
    /// Reports of days that were not asked for.
    pub of_other_days: usize,
    /// Reports of series that were not asked for.
    pub of_other_series: usize,
}

/// What became of the people on a roster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterCounts {
    /// People on it.
    pub expected: usize,
    /// Of those, people who came to nothing that they had to come to, as far as is known.
    pub never_came: usize,
    /// Of these, people of whom some meeting is unknown.
    pub absent_where_known: usize,
    /// Of those, people of whom nobody can tell anything.
    pub unknown: usize,
    /// People who came and are not on it.
    pub unexpected: usize,
}

impl RosterCounts {
    /// Adds other people of the same roster.
    pub fn add(&mut self, other: &Self) {
        self.expected += other.expected;
        self.never_came += other.never_came;
        self.absent_where_known += other.absent_where_known;
        self.unknown += other.unknown;
        self.unexpected += other.unexpected;
    }
}

/// What meetings and their people come to, for headings and closing lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeetingCounts {
    /// Meetings of which there is a report.
    pub held: usize,
    /// Meetings of which no report could be read.
    pub unread: usize,
    /// Planned meetings without a report.
    pub unreported: usize,
    /// Planned meetings that were not held yet.
    pub upcoming: usize,
    /// Planned meetings that were cancelled.
    pub cancelled: usize,
    /// Meetings with at least one error or warning, and those of which no report could be read.
    pub to_look_at: usize,
    /// People, each counted once per meeting.
    pub participations: u64,
}

/// What all of it is called, as far as the data do not say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// What the user calls it, which comes first.
    pub typed: Option<String>,
    /// The folder that was read, where nothing else says it.
    pub folder: Option<String>,
}

impl Naming {
    /// Returns what it is called: by the user, else after its only series or meeting, else
    /// after its folder.
    pub fn of<'n>(&'n self, run: Option<&RunView<'n>>) -> Option<&'n str> {
        let subject = || run.and_then(RunView::subject);
        let typed = self.typed.as_deref();
        typed.or_else(subject).or(self.folder.as_deref())
    }
}

impl<'r> RunView<'r> {
    /// Returns a view of these answers; `counts` says what became of the documents.
    pub const fn new(run: &'r Run, counts: &'r RunCounts) -> Self {
        Self { run, counts }
    }

    /// Returns how many meetings there are, planned ones without a report among them.
    pub fn len(&self) -> usize {
        self.run.meetings().len()
    }

    /// Returns what all of it is about: the only series, or the only meeting.
    pub fn subject(&self) -> Option<&'r str> {
        if self.len() == 1 {
            return Some(self.meeting(0).title());
        }
        // A meeting whose report could not be read has no series that anybody knows.
        let is_known = |meeting: &&Meeting| meeting.state != State::Unread;
        let mut meetings = self.run.meetings().iter().filter(is_known);
        let series = self.run.series_name(meetings.next()?)?;
        let is_same = |meeting| self.run.series_name(meeting) == Some(series);
        meetings.all(is_same).then_some(series)
    }

    /// Returns whether there is no meeting.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the meeting at this place in order of time.
    pub fn meeting(&self, at: usize) -> MeetingView<'r> {
        MeetingView::of(self.run, at as MeetingId)
    }

    /// Returns the meetings, in order of time.
    pub fn meetings(&self) -> impl Iterator<Item = MeetingView<'r>> + use<'r> {
        let run = self.run;
        run.meeting_ids().map(move |id| MeetingView::of(run, id))
    }

    /// Hands each row of a table of answers to `row`, in order.
    pub fn rows(&self, table: Table, row: impl FnMut(&[Cell<'_>])) {
        table.answers(self.run, row);
    }

    /// Hands each row of a table of answers to `row`, with the columns chosen.
    pub fn rows_of(&self, view: &View, row: impl FnMut(&[Cell<'_>])) {
        view.answers(self.run, row);
    }

    /// Hands the rows of what was found in documents themselves and across reports to `row`.
    pub fn other_findings(&self, row: impl FnMut(Severity, Code, &[Cell<'_>])) {
        findings::beside_meetings(self.run, row);
    }

    /// Returns how often each code was found in what counts.
    pub fn codes(&self) -> CodeCounts {
        self.run.all_codes()
    }

    /// Returns how many findings there are of each severity in what counts.
    pub fn severities(&self) -> SeverityCounts {
        self.codes().severities()
    }

    /// Returns what became of the documents.
    pub const fn documents(&self) -> &'r RunCounts {
        self.counts
    }

    /// Returns what meetings and their people come to.
    pub fn meeting_counts(&self) -> MeetingCounts {
        let mut counts = MeetingCounts::default();
        for id in self.run.meeting_ids() {
            let meeting = &self.run.meetings()[id as usize];
            *match meeting.state {
                State::Held => &mut counts.held,
                State::Unread => &mut counts.unread,
                State::Unreported => &mut counts.unreported,
                State::Upcoming => &mut counts.upcoming,
                State::Cancelled => &mut counts.cancelled,
            } += 1;
            counts.to_look_at += usize::from(self.run.needs_a_look(id));
            counts.participations += self.run.cells_in(id).len() as u64;
        }
        counts
    }

    /// Returns attendance over time, by the day on which meetings began in `zone`.
    pub fn over_time(&self, zone: &Zone) -> OverTime {
        let mut over_time = OverTime::default();
        let held = |meeting: &MeetingView<'_>| meeting.stem().is_some();
        for meeting in self.meetings().filter(held) {
            meeting.add_to(&mut over_time, zone);
        }
        over_time
    }

    /// Returns whether somebody said who was expected.
    pub fn has_roster(&self) -> bool {
        self.run.has_roster()
    }

    /// Returns how many people there are.
    pub fn people(&self) -> usize {
        self.run.people().count()
    }

    /// Returns the sums over all meetings.
    pub fn sums(&self) -> &'r Sums {
        &self.run.overall().all.sums
    }

    /// Returns the answers, for other views.
    pub(super) const fn run(&self) -> &'r Run {
        self.run
    }

    /// Returns what became of the reports.
    pub fn sessions(&self) -> SessionCounts {
        let mut counts = SessionCounts::default();
        for (_, _, disposition) in self.run.dispositions() {
            *match disposition {
                Disposition::Alone(_) => &mut counts.alone,
                Disposition::Merged(..) => &mut counts.merged,
                Disposition::Repeated(_) => &mut counts.repeated,
                Disposition::Superseded(_) => &mut counts.superseded,
                Disposition::Stray(_) => &mut counts.strays,
                Disposition::OtherDay => &mut counts.of_other_days,
                Disposition::OtherSeries => &mut counts.of_other_series,
            } += 1;
        }
        counts
    }

    /// Returns what became of the people on the roster; `None` without one.
    pub fn roster(&self) -> Option<RosterCounts> {
        if !self.run.has_roster() {
            return None;
        }
        let mut counts = RosterCounts::default();
        for person in self.run.people() {
            if self.run.block(person).is_none() {
                continue;
            }
            let outcome = self.run.outcome(person);
            counts.expected += usize::from(outcome != Outcome::Unexpected);
            counts.never_came += usize::from(outcome.never_came());
            counts.absent_where_known += usize::from(outcome == Outcome::AbsentWhereKnown);
            counts.unknown += usize::from(outcome == Outcome::Unknown);
            counts.unexpected += usize::from(outcome == Outcome::Unexpected);
        }
        Some(counts)
    }

    /// Returns how well the roster and the reports go together; `None` without a roster.
    pub fn match_rate(&self) -> Option<MatchRate> {
        self.run.match_rate()
    }

    /// Returns how many meetings the plan of their series does not hold.
    pub fn unplanned(&self) -> usize {
        let meetings = self.run.meetings().iter();
        meetings.filter(|meeting| meeting.is_unplanned).count()
    }

    /// Returns by how much the list of meetings misses the reports; `None` where no amount
    /// stands out.
    pub fn plan_offset(&self) -> Option<PlanOffset> {
        self.run.plan_offset()
    }

    /// Returns the zone in which lists without one are read.
    pub fn zone_name(&self) -> &'r str {
        self.run.zone().name()
    }

    /// Returns the rows of aliases that nobody matches, and of meetings that no report matches.
    pub fn unmatched_rows(&self) -> [Vec<usize>; 2] {
        [
            self.run.unmatched_aliases().to_vec(),
            self.run.unmatched_plans(),
        ]
    }

    /// Returns how many likely matches of people were not applied.
    pub fn suggestions(&self) -> usize {
        self.run.suggestions().len()
    }

    /// Returns whether somebody is judged late or early in any meeting.
    pub fn is_judged(&self) -> bool {
        let meetings = self.run.meetings().iter();
        let held = meetings.filter(|meeting| meeting.has_report());
        held.clone().count() == 0
            || held
                .clone()
                .any(|one| one.start.is_some() || one.end.is_some())
    }

    /// Returns the register, one column per meeting.
    ///
    /// # Errors
    /// When it is too wide to be looked at.
    pub fn register(&self) -> Result<WideRegister<'r>, TooWide> {
        WideRegister::of(self.run)
    }
}
