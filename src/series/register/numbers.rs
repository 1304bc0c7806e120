//! The numbers of meetings: computed here and nowhere else, from the united stays of people.

use crate::executor::{Executor, Sequential};
use crate::finding::{Code, CodeCounts, Finding, Location, SeverityCounts, Subject};
use crate::model::decimal::Decimal;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::identity::shared_names::SharedName;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::State;
use crate::series::register::entries::{Cell, Entry};
use crate::stats::concurrency::{self, Concurrency};
use crate::stats::overall::{Overall, SeveralMeetings};
use crate::stats::roles::{MeetingGroups, Participant, RecordSums};

use crate::series::meetings::disposition::Disposition;

/// The numbers of one person in one meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Time in the meeting: the union of the stays; `None` where the reports do not tell.
    pub presence: Option<Span>,
    /// The part of it that counts, and the length of the meeting.
    pub share: Option<(Span, Span)>,
    /// The first join.
    pub first_join: Option<Instant>,
    /// The last leave.
    pub last_leave: Option<Instant>,
    /// Times of coming back after having left.
    pub rejoins: Option<usize>,
    /// The whole delay; zero where it is forgiven, `None` where nobody is judged.
    pub late: Option<Span>,
    /// How long before the end they left, likewise.
    pub left_early: Option<Span>,
}

impl Attendance {
    /// Returns the share of the meeting, 4 places.
    pub fn rounded_share(&self) -> Option<Decimal> {
        let (counted, length) = self.share?;
        Decimal::ratio(counted.as_ticks().into(), length.as_ticks().into(), 4)
    }

    fn participant(&self) -> Participant {
        let more_than_nothing = |span: Span| span > Span::ZERO;
        Participant {
            presence: self.presence,
            share: self.share,
            first_join: self.first_join,
            last_leave: self.last_leave,
            rejoins: self.rejoins,
            late: self.late.map(more_than_nothing),
            left_early: self.left_early.map(more_than_nothing),
        }
    }
}

/// The numbers of one meeting.
#[derive(Clone, Debug)]
pub struct MeetingNumbers {
    /// Sums and spreads, per role and over everybody.
    pub groups: MeetingGroups<'static>,
    /// Comings and goings; nothing where nobody's times are known.
    pub concurrency: Concurrency,
    /// Mean concurrency over the meeting's window.
    pub mean_concurrency: Option<Decimal>,
}

impl Run {
    /// Returns the numbers of a person in a meeting.
    pub fn attendance(&self, cell: &Cell<'_>) -> Attendance {
        let meeting = &self.meetings[cell.meeting as usize];
        let stays = cell.stays;
        let presence = cell.presence();
        let length = meeting.length();
        let counted = self.counted(cell).filter(|_| length > Span::ZERO);
        Attendance {
            presence,
            share: counted.map(|counted| (counted, length)),
            first_join: stays.first().map(|stay| stay.join()),
            last_leave: stays.last().map(|stay| stay.leave()),
            rejoins: presence.map(|_| stays.len().saturating_sub(1)),
            late: self.delay(cell),
            left_early: self.early_leave(cell),
        }
    }

    /// Returns how late a person was in a meeting; zero where it is forgiven, `None` where
    /// nobody is judged.
    pub fn delay(&self, cell: &Cell<'_>) -> Option<Span> {
        let start = self.meetings[cell.meeting as usize].start;
        self.status_rules().delay(cell.attended(), start)
    }

    /// Returns how long before its end a person left a meeting, likewise.
    pub fn early_leave(&self, cell: &Cell<'_>) -> Option<Span> {
        let end = self.meetings[cell.meeting as usize].end;
        self.status_rules().early_leave(cell.attended(), end)
    }

    /// Returns the numbers of a meeting.
    pub fn numbers(&self, meeting: MeetingId) -> MeetingNumbers {
        let cells: Vec<_> = self.cells_in(meeting).collect();
        let timed = cells.iter().filter(|cell| cell.presence().is_some());
        let inside = timed
            .map(|cell| self.inside(cell))
            .reduce(|one, other| one + other);
        let length = self.meetings[meeting as usize].length();
        MeetingNumbers {
            groups: self.groups_of(cells.iter().copied()),
            concurrency: concurrency_of(cells.into_iter()),
            mean_concurrency: inside.and_then(|inside| concurrency::mean(inside, length)),
        }
    }

    /// Returns the sums and spreads of a meeting alone.
    pub fn groups(&self, meeting: MeetingId) -> MeetingGroups<'static> {
        self.groups_of(self.cells_in(meeting))
    }

    /// Returns the comings and goings of a meeting alone.
    pub fn concurrency(&self, meeting: MeetingId) -> Concurrency {
        concurrency_of(self.cells_in(meeting))
    }

    fn groups_of<'r>(&'r self, cells: impl Iterator<Item = Cell<'r>>) -> MeetingGroups<'static> {
        let mut groups = MeetingGroups::new();
        for cell in cells {
            let (role, attendance) = (self.role(&cell), self.attendance(&cell));
            groups.add_records(
                role,
                RecordSums {
                    records: cell.records.into(),
                    reported_total: cell.reported_total,
                    interval_sum: cell.interval_sum,
                },
            );
            groups.add_participant(role, &attendance.participant());
        }
        groups.sort();
        groups
    }

    /// Returns the name of a role as this run keeps it.
    pub fn role_name(&self, role: &Role<'_>) -> Option<&str> {
        let known = self.collection.roles.iter().find(|known| *known == role);
        known.and_then(Role::name)
    }

    /// Returns the totals over all meetings; added up when they are first asked for.
    pub fn overall(&self) -> &Overall {
        self.overall_by(&Sequential)
    }

    /// The same, added up by this executor where they are not known yet.
    pub fn overall_by(&self, executor: &impl Executor) -> &Overall {
        self.overall.get_or_init(|| {
            let mut overall = Overall::default();
            self.add_to_overall(&mut overall, executor);
            overall
        })
    }

    /// Adds the meetings in view to totals.
    pub fn add_to_overall(&self, overall: &mut Overall, executor: &impl Executor) {
        /// Small enough for the sums of a part to stay in a cache.
        const MEETINGS_AT_ONCE: usize = 512;
        const PARTS_AT_ONCE: usize = 16;
        let all: Vec<MeetingId> = self.meeting_ids().collect();
        let parts: Vec<_> = all.chunks(MEETINGS_AT_ONCE).collect();
        for parts in parts.chunks(PARTS_AT_ONCE) {
            let several = executor.map(parts.to_vec(), |part| {
                let mut several = SeveralMeetings::default();
                for &meeting in part {
                    several.add(&self.groups(meeting));
                }
                several
            });
            several.into_iter().for_each(|several| overall.add(several));
        }
    }

    /// Returns everybody who was in a meeting or had to come, in the order of people.
    pub fn entries_in(&self, meeting: MeetingId) -> Vec<Entry<'_>> {
        let mut entries: Vec<_> = self
            .cells_in(meeting)
            .map(|cell| Entry {
                person: cell.person,
                meeting,
                expected: self.expected(cell.person, meeting),
                cell: Some(cell),
            })
            .collect();
        entries.extend(self.absent_from(meeting));
        entries.sort_by_key(|entry| entry.person);
        entries
    }

    /// Returns how many findings there are in the reports of a meeting, by severity.
    pub fn severities(&self, meeting: MeetingId) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for report in &self.meetings[meeting as usize].reports {
            let report = &self.collection.reports[*report as usize];
            counts += self.collection.codes(report).severities();
        }
        counts
    }

    /// Returns whether somebody should look at a meeting: an error or warning was found in its
    /// reports, or none of them could be read.
    pub fn needs_a_look(&self, meeting: MeetingId) -> bool {
        let found = self.severities(meeting);
        let state = self.meetings[meeting as usize].state;
        found.errors + found.warnings > 0 || state == State::Unread
    }

    /// Returns how often each code was found in the reports of a meeting.
    pub fn codes(&self, meeting: MeetingId) -> CodeCounts {
        let mut counts = CodeCounts::default();
        for report in &self.meetings[meeting as usize].reports {
            let report = &self.collection.reports[*report as usize];
            counts.merge(self.collection.codes(report));
        }
        counts
    }

    /// Returns how often each code was found in what counts: documents, the reports of
    /// meetings, and across reports.
    pub fn all_codes(&self) -> CodeCounts {
        let mut counts = CodeCounts::default();
        for meeting in 0..self.meetings.len() as MeetingId {
            counts.merge(&self.codes(meeting));
        }
        let documents = self.collection.documents.iter();
        for finding in documents.flat_map(|document| &document.findings) {
            counts.add(finding);
        }
        for across in self.findings_across() {
            counts.add(&across.finding);
        }
        counts
    }

    /// Says why another report counts in the place of this one.
    fn superseded_words(&self, report: u32, other: u32) -> String {
        let of = |report: u32| self.collection.reports[report as usize].kind;
        let label = self.report_label(other);
        match (of(report), of(other)) {
            (own, fuller) if own == fuller => format!("an older or shorter version of {label}"),
            (own, fuller) => format!(
                "the {} of the same session as {label}, a {} that says more and counts",
                own.name(),
                fuller.name()
            ),
        }
    }

    /// Returns what is found only by comparing reports: copies and older versions, then
    /// other names on an id or address, each in the order of the reports.
    pub fn findings_across(&self) -> impl Iterator<Item = AcrossFinding<'_>> {
        let names = self.shared_names.iter();
        let names = names.map(|shared| self.name_finding(shared));
        self.version_findings().chain(names)
    }

    fn name_finding(&self, shared: &SharedName) -> AcrossFinding<'_> {
        let count = match shared.is_one_person {
            true => "both count as one person",
            false => "they count as two people",
        };
        let message = format!(
            "has the id or e-mail of {} in {}, and another name; {count}",
            self.text(shared.other).escape_debug(),
            self.report_label(shared.before),
        );
        let name = Some(self.text(shared.name));
        self.across(Code::IdentityShared, shared.report, message, name)
    }

    fn across<'r>(
        &'r self,
        code: Code,
        report: u32,
        message: String,
        display_name: Option<&'r str>,
    ) -> AcrossFinding<'r> {
        let mut finding = Finding::new(code, Subject::Report, Location::document(), message);
        finding.severity = self.options.severities.severity(code);
        let report = &self.collection.reports[report as usize];
        AcrossFinding {
            finding,
            label: self.text(report.label),
            source: self.text(report.source),
            display_name,
        }
    }

    fn version_findings(&self) -> impl Iterator<Item = AcrossFinding<'_>> {
        self.dispositions
            .iter()
            .filter_map(|&(report, disposition)| {
                let (code, message) = match disposition {
                    Disposition::Repeated(other) => (
                        Code::ReportRepeated,
                        format!("says the same as {}", self.report_label(other)),
                    ),
                    Disposition::Superseded(other) => {
                        (Code::ReportSuperseded, self.superseded_words(report, other))
                    }
                    Disposition::Alone(_)
                    | Disposition::Merged(..)
                    | Disposition::Stray(_)
                    | Disposition::OtherDay
                    | Disposition::OtherSeries => return None,
                };
                Some(self.across(code, report, message, None))
            })
    }
}

/// A finding about a report that others tell.
#[derive(Debug)]
pub struct AcrossFinding<'r> {
    /// The finding.
    pub finding: Finding,
    /// The report, by its file's name.
    pub label: &'r str,
    /// The file, and the line where it holds several documents.
    pub source: &'r str,
    /// The name in the record that it is about, where it is about one.
    pub display_name: Option<&'r str>,
}

fn concurrency_of<'r>(cells: impl Iterator<Item = Cell<'r>>) -> Concurrency {
    let mut concurrency = Concurrency::default();
    cells.for_each(|cell| concurrency.add(cell.stays));
    concurrency.sort();
    concurrency
}
