//! A meeting as pages and plain text show it: what its rows say, and its people over time.

use std::sync::OnceLock;

use super::cell::Cell;
use super::over_time::{OverTime, PeriodSums};
use super::value::{Baseline, Decimal, Instant, Span, Status, Stay, Step};
use super::view::View;
use super::{Table, findings};
use crate::finding::{CodeCounts, CodeSet, Severity};
use crate::model::natural_order::Natural;
use crate::model::role::Role;
use crate::series::Run;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::Meeting;
use crate::series::register::entries::Entry;
use crate::series::register::numbers::{Attendance, MeetingNumbers};
use crate::stats::concurrency::Concurrency;
use crate::stats::roles::GroupStats;
use crate::untrusted::visible;
use crate::zone::Zone;

/// A meeting with everything that is shown of it.
#[derive(Debug)]
pub struct MeetingView<'r> {
    run: &'r Run,
    id: MeetingId,
    meeting: &'r Meeting,
    /// Computed when they are first asked for.
    numbers: OnceLock<MeetingNumbers>,
}

pub use crate::series::meetings::meeting::{State, WindowSource};

/// What the people of a meeting come to; what is not known is missing.
#[derive(Clone, Copy, Debug)]
pub struct MeetingSums {
    /// People with a record, each counted once.
    pub participants: u64,
    /// Σ time in the meeting, in whole seconds.
    pub presence_seconds: Option<i64>,
    /// The mean of their shares.
    pub mean_share: Option<Decimal>,
    /// People present at a time, averaged over the meeting.
    pub mean_concurrency: Option<Decimal>,
    /// People who came late; missing where nobody is judged.
    pub late: Option<u64>,
    /// People who left early, likewise.
    pub left_early: Option<u64>,
    /// Σ reported totals in seconds.
    pub reported_total: Option<i64>,
    /// Σ interval sums in seconds.
    pub interval_sum: Option<i64>,
}

/// One session of a meeting: a report that was merged into it.
#[derive(Clone, Copy, Debug)]
pub struct SessionView<'r> {
    /// The report, by its file's name.
    pub report: &'r str,
    /// The file, and the line where it holds several documents.
    pub source: &'r str,
    /// When it took place; `None` where nothing is known of it.
    pub window: Option<Stay>,
}

/// A person in a meeting, or somebody who had to come.
#[derive(Clone, Debug)]
pub struct PersonInMeeting<'r> {
    run: &'r Run,
    entry: Entry<'r>,
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The identity's id.
    pub id: Option<&'r str>,
    role: &'r Role<'static>,
    /// Whether there is a record of them; the others had to come.
    pub was_there: bool,
    /// What the person was in the meeting, by the rules.
    pub status: Status,
    /// When they were there, united.
    pub stays: &'r [Stay],
    /// When they were there twice, as with two devices.
    pub doubled: &'r [Stay],
    attendance: Attendance,
    /// What was found in their records.
    pub codes: CodeSet,
}

impl<'r> PersonInMeeting<'r> {
    /// Returns the name of the highest role; `None` where the reports give none.
    pub fn role(&self) -> Option<&'r str> {
        self.role.name()
    }

    /// Returns the time in the meeting in seconds; `None` where the reports do not tell.
    pub fn presence_seconds(&self) -> Option<i64> {
        self.attendance.presence.map(Span::whole_seconds)
    }

    /// Returns the share of the meeting, 4 places.
    pub fn share(&self) -> Option<super::value::Decimal> {
        self.attendance.rounded_share()
    }

    /// Returns the whole delay; zero where it is forgiven, `None` where nobody is judged.
    pub const fn late(&self) -> Option<Span> {
        self.attendance.late
    }

    /// Returns how long before the end they left, likewise.
    pub const fn left_early(&self) -> Option<Span> {
        self.attendance.left_early
    }

    /// Returns whether the sum of the intervals equals the reported total; `None` where
    /// it cannot be checked.
    pub fn sums_agree(&self) -> Option<bool> {
        let cell = self.entry.cell?;
        Some(cell.reported_total? == cell.interval_sum?)
    }

    /// Hands over the row of the person in the table of attendance.
    pub fn row<T>(&self, take: impl FnOnce(&[Cell<'_>]) -> T) -> T {
        super::attendance::with_row(self.run, self.entry, take)
    }
}

impl<'r> MeetingView<'r> {
    /// Returns how late is not late; `None` where nobody ever is.
    pub const fn late_grace(&self) -> Option<Span> {
        self.run.status_rules().late
    }

    /// Returns how early a leave is none, likewise.
    pub const fn early_grace(&self) -> Option<Span> {
        self.run.status_rules().left_early
    }

    /// Returns the meeting of this number.
    pub fn of(run: &'r Run, id: MeetingId) -> Self {
        Self {
            run,
            id,
            meeting: &run.meetings()[id as usize],
            numbers: OnceLock::new(),
        }
    }

    fn numbers(&self) -> &MeetingNumbers {
        self.numbers.get_or_init(|| self.run.numbers(self.id))
    }

    /// Returns what people call it: the planned title, else the label of its first report.
    pub fn title(&self) -> &'r str {
        self.run.text(self.meeting.title)
    }

    /// Returns the name of its files, safe and unique; `None` where there is no report.
    pub fn stem(&self) -> Option<&'r str> {
        self.run.stem(self.meeting)
    }

    /// Returns when it took place or was planned, in order; breaks between sessions are gaps.
    pub fn windows(&self) -> &'r [Stay] {
        &self.meeting.windows
    }

    /// Returns from its beginning to its end, breaks included.
    pub fn window(&self) -> Option<Stay> {
        Stay::new(self.meeting.begin()?, self.meeting.finish()?)
    }

    /// Returns how long it took, without the breaks between its sessions.
    pub fn length(&self) -> Span {
        self.meeting.length()
    }

    /// Returns what that time is taken from.
    pub const fn window_source(&self) -> Option<WindowSource> {
        self.meeting.window_source
    }

    /// Returns how it stands to its reports.
    pub const fn state(&self) -> State {
        self.meeting.state
    }

    /// Returns whether its reports hold records; without them nobody knows who was there.
    pub fn has_records(&self) -> bool {
        self.run.has_records(self.id)
    }

    /// Returns its sessions, in order of time.
    pub fn sessions(&self) -> Vec<SessionView<'r>> {
        self.run
            .sessions(self.meeting)
            .map(|(report, source, window)| SessionView {
                report,
                source,
                window,
            })
            .collect()
    }

    /// Returns against what people are late; `None` where nobody is judged.
    pub const fn late_baseline(&self) -> Option<Baseline> {
        self.meeting.start
    }

    /// Returns against what people leave early; `None` where nobody is judged.
    pub const fn early_baseline(&self) -> Option<Baseline> {
        self.meeting.end
    }

    /// Returns each change of the number of people present, in order of time.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        self.numbers().concurrency.steps()
    }

    /// Returns the largest number of people present at one instant, and when it was first reached.
    pub fn peak(&self) -> Option<Step> {
        self.numbers().concurrency.peak()
    }

    /// Returns from the first join to the last leave of anybody.
    pub fn seen(&self) -> Option<Stay> {
        let sums = &self.numbers().groups.all.sums;
        Stay::new(sums.first_join?, sums.last_leave?)
    }

    /// Returns everybody who was there, by role and then by name, and behind them those who
    /// had to come and were not.
    pub fn people(&self) -> Vec<PersonInMeeting<'r>> {
        let entries = self.run.entries_in(self.id).into_iter();
        let mut people: Vec<_> = entries.map(|entry| self.person(entry)).collect();
        people.sort_by_cached_key(|person| {
            let name = person.name.and_then(visible);
            let name = name.map(|name| Natural(name.to_lowercase()));
            // People without a name stand behind those who have one.
            (!person.was_there, person.role, name.is_none(), name)
        });
        people
    }

    fn person(&self, entry: Entry<'r>) -> PersonInMeeting<'r> {
        let run = self.run;
        let cell = entry.cell;
        PersonInMeeting {
            run,
            entry,
            name: run.name(entry.person),
            email: run.email(entry.person),
            id: run.account_id(entry.person),
            role: cell.map_or(&Role::Missing, |cell| run.role(&cell)),
            was_there: cell.is_some(),
            status: run.status(&entry),
            stays: cell.map_or(&[], |cell| cell.stays),
            doubled: cell.map_or(&[], |cell| cell.doubled),
            attendance: cell.map(|cell| run.attendance(&cell)).unwrap_or_default(),
            codes: cell.map(|cell| cell.codes).unwrap_or_default(),
        }
    }

    /// Hands each row that a table has about this meeting to `row`, in order.
    pub fn rows(&self, table: Table, row: impl FnMut(&[Cell<'_>])) {
        self.rows_of(&View::whole(table), row);
    }

    /// Hands each row that a table has about this meeting to `row`, with the columns chosen.
    pub fn rows_of(&self, view: &View, row: impl FnMut(&[Cell<'_>])) {
        view.answers_of_meeting(self.run, self.id, Some(self.numbers()), row);
    }

    /// Hands the rows of its findings to `row`; of each code and report the first ones.
    pub fn findings(&self, mut row: impl FnMut(Severity, crate::finding::Code, &[Cell<'_>])) {
        for finding in findings::of_meeting(self.run, self.meeting) {
            let (severity, code) = finding.kind();
            super::row::Row::together(&finding, |cells| row(severity, code, cells));
        }
    }

    /// Returns how often each code was found in its reports.
    pub fn codes(&self) -> CodeCounts {
        self.run.codes(self.id)
    }

    /// Returns whether somebody should look at it.
    pub fn needs_a_look(&self) -> bool {
        self.run.needs_a_look(self.id)
    }

    /// Returns what its people come to.
    pub fn sums(&self) -> MeetingSums {
        let all = self.all();
        MeetingSums {
            participants: all.sums.participants,
            presence_seconds: all.presence_sum(),
            mean_share: all.sums.mean_share(),
            mean_concurrency: self.numbers().mean_concurrency,
            late: all.sums.late,
            left_early: all.sums.left_early,
            reported_total: all.sums.reported_total,
            interval_sum: all.sums.interval_sum,
        }
    }

    /// Returns attendance over time: the course of this meeting.
    pub fn over_time(&self, zone: &Zone) -> OverTime {
        let mut over_time = OverTime::default();
        let sums = PeriodSums::of_meeting(self.all());
        over_time.add(self.window(), sums, || self.concurrency().clone(), zone);
        over_time
    }

    /// Adds the meeting to attendance over time, which asks for its course only as long as it is
    /// the only one.
    pub(super) fn add_to(&self, over_time: &mut OverTime, zone: &Zone) {
        let sums = PeriodSums::of_meeting(&self.run.groups(self.id).all);
        let comings = || self.run.concurrency(self.id);
        over_time.add(self.window(), sums, comings, zone);
    }

    /// Returns the sums over everybody.
    pub(super) fn all(&self) -> &GroupStats {
        &self.numbers().groups.all
    }

    /// Returns the comings and goings of everybody.
    pub fn concurrency(&self) -> &Concurrency {
        &self.numbers().concurrency
    }

    /// Returns when it began; `None` where nothing tells.
    pub fn begin(&self) -> Option<Instant> {
        self.meeting.begin()
    }
}
