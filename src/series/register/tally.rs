//! Tallies: what a person's entries in the register come to.

use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::disposition::MeetingId;
use crate::series::register::entries::{Entry, Expected};
use crate::series::register::status::Status;
use crate::series::register::threshold::WHOLE;
use crate::stats::decimal::Decimal;

/// A person's totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Meetings with a record.
    pub meetings: u64,
    /// Meetings that the person was due in: required by the roster and not excused;
    /// without a roster all meetings of the series that the person was seen in.
    pub due: u64,
    /// Of those, the meetings attended; of somebody who is not on the roster, all attended.
    pub attended: u64,
    /// How many meetings have each status, in the order of [`Status::ALL`].
    pub statuses: [u64; Status::ALL.len()],
    /// Σ presence in whole seconds a meeting; `None` where no report tells when.
    pub presence: Option<i64>,
    /// Σ reported totals.
    pub reported_total: Option<i64>,
    /// Σ interval sums.
    pub interval_sum: Option<i64>,
    /// The first join.
    pub first_join: Option<Instant>,
    /// The last leave.
    pub last_leave: Option<Instant>,
    /// The time that counts, in meetings that were due.
    counted: Span,
    /// The length of the meetings that were due.
    length: Span,
    /// In how many of them nobody can tell how long the person was there.
    untold: u64,
}

impl Tally {
    /// How many meetings have this status.
    pub fn count(&self, status: Status) -> u64 {
        self.statuses[status as usize]
    }

    /// The time that counts ÷ the length of what was due, 4 places; `None` where it is not
    /// known of a meeting that was due, since its length is neither attended nor missed.
    pub fn share(&self) -> Option<Decimal> {
        let (counted, length) = self.exact_share()?;
        Decimal::ratio(counted, length, 4)
    }

    /// The time that counts, and the length of what was due, in ticks; `None` likewise.
    pub fn exact_share(&self) -> Option<(i128, i128)> {
        self.least_share().filter(|_| self.untold == 0)
    }

    /// The same without what is not known: the share is at least this.
    pub fn least_share(&self) -> Option<(i128, i128)> {
        let (counted, length) = (self.counted.as_ticks(), self.length.as_ticks());
        (length > 0).then_some((counted.into(), length.into()))
    }

    /// The share in millionths, for comparing; cut, never rounded up.
    pub fn share_millionths(&self) -> Option<i128> {
        let (counted, length) = self.exact_share()?;
        Some(counted * i128::from(WHOLE) / length)
    }

    /// Attended of due in words, such as `3 of 4`; `None` where nothing was due.
    pub fn attended_of_due(&self) -> Option<String> {
        (self.due > 0).then(|| format!("{} of {}", self.attended, self.due))
    }

    /// Adds another person's totals.
    pub fn add(&mut self, other: &Self) {
        self.meetings += other.meetings;
        self.due += other.due;
        self.attended += other.attended;
        for (sum, count) in self.statuses.iter_mut().zip(other.statuses) {
            *sum += count;
        }
        for (sum, value) in [
            (&mut self.presence, other.presence),
            (&mut self.reported_total, other.reported_total),
            (&mut self.interval_sum, other.interval_sum),
        ] {
            add_known(sum, value);
        }
        self.counted = self.counted + other.counted;
        self.length = self.length + other.length;
        self.untold += other.untold;
        self.first_join = [self.first_join, other.first_join]
            .into_iter()
            .flatten()
            .min();
        self.last_leave = self.last_leave.max(other.last_leave);
    }
}

impl Run {
    /// A person's totals.
    pub fn tally(&self, person: PersonId) -> Tally {
        let mut tally = Tally::default();
        for entry in self.register(person) {
            self.count(&mut tally, &entry);
        }
        if !self.has_roster() && !self.person(person).is_unidentified() {
            self.count_series(&mut tally, person);
        }
        tally
    }

    /// Whether an entry is among those that a person's total of attended meetings counts.
    pub fn counts_as_attended(&self, entry: &Entry<'_>) -> bool {
        let listed = !self.person(entry.person).roster.is_empty();
        // Of whom nothing was expected it counts what they came to all the same.
        let counts = match entry.expected {
            Expected::Required | Expected::NotTold => true,
            Expected::NotExpected => !listed,
            Expected::Optional | Expected::NotYet => false,
        };
        counts && self.status(entry).is_attended()
    }

    /// Returns how many meetings were due; `None` for who is not on the roster, of whom
    /// nothing was expected.
    pub fn due(&self, person: PersonId, tally: &Tally) -> Option<u64> {
        let judged = !self.has_roster() || !self.person(person).roster.is_empty();
        judged.then_some(tally.due)
    }

    fn count(&self, tally: &mut Tally, entry: &Entry<'_>) {
        let status = self.status(entry);
        tally.statuses[status as usize] += 1;
        if let Some(cell) = entry.cell {
            tally.meetings += 1;
            add_known(
                &mut tally.presence,
                self.presence(cell).map(Span::whole_seconds),
            );
            add_known(&mut tally.reported_total, cell.reported_total());
            add_known(&mut tally.interval_sum, cell.interval_sum());
            if let Some((join, leave)) = self.span(cell) {
                tally.first_join = Some(tally.first_join.map_or(join, |first| first.min(join)));
                tally.last_leave = tally.last_leave.max(Some(leave));
            }
        }
        let due = match entry.expected {
            Expected::Required => status != Status::Excused,
            Expected::NotTold => status != Status::Excused,
            Expected::Optional | Expected::NotExpected | Expected::NotYet => false,
        };
        tally.attended += u64::from(self.counts_as_attended(entry));
        if due {
            match entry.cell.map(|cell| self.counted(cell)) {
                Some(Some(counted)) => tally.counted = tally.counted + counted,
                Some(None) => tally.untold += 1,
                None => tally.untold += u64::from(status == Status::Unknown),
            }
        }
        // Nobody can say in which other meetings an unidentified guest was due.
        let own = self.person(entry.person).is_unidentified();
        if due && (entry.expected == Expected::Required || own) {
            tally.due += 1;
            tally.length = tally.length + self.meetings[entry.meeting as usize].length();
        }
    }

    /// Returns the meetings that an excuse covers and in which the person was not there
    /// enough: with too short a record, or with none.
    fn excused_without_roster(&self, person: PersonId) -> impl Iterator<Item = MeetingId> {
        let excused = self.excuses.contains_key(&person);
        let all = if excused { self.meetings.len() } else { 0 };
        (0..all as MeetingId).filter(move |&meeting| {
            let cells = self.cells(person);
            let at = cells.binary_search_by_key(&meeting, |cell| cell.meeting);
            let entry = Entry {
                person,
                meeting,
                expected: Expected::NotTold,
                cell: at.ok().map(|at| &cells[at]),
            };
            self.status(&entry) == Status::Excused
        })
    }

    /// Without a roster the person is held against every meeting of their series, except
    /// those that they are excused from.
    fn count_series(&self, tally: &mut Tally, person: PersonId) {
        let cells = self.cells(person).iter();
        let mut series: Vec<_> = cells
            .map(|cell| self.meetings[cell.meeting as usize].series)
            .collect();
        series.sort_unstable();
        series.dedup();
        for &series in &series {
            let (meetings, length) = self.size_of(series);
            tally.due += meetings;
            tally.length = tally.length + length;
        }
        for meeting in self.excused_without_roster(person) {
            let one = &self.meetings[meeting as usize];
            if one.is_held_against_anybody() && series.binary_search(&one.series).is_ok() {
                tally.due -= 1;
                tally.length = tally.length - one.length();
            }
        }
    }
}

fn add_known(sum: &mut Option<i64>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or(0).saturating_add(value));
    }
}
