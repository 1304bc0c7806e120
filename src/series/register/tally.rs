//! Tallies: what a person's entries in the register come to.

use crate::model::decimal::Decimal;
use crate::model::measure::WHOLE;
use crate::model::reason::MissingData;
use crate::model::status::Status;
use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::disposition::MeetingId;
use crate::series::register::entries::{Entry, Expected};
use crate::stats::known::add_known;

/// A person's totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Meetings with a record.
    pub meetings: u64,
    /// Meetings that the person was due in and of which is known who came: required by the
    /// roster and not excused; without a roster all meetings of the series that the person
    /// was seen in.
    pub due: u64,
    /// Of those, the meetings of which is not certain whether this person came.
    pub uncertain: u64,
    /// Meetings that the person had to come to and of which nobody knows who came.
    pub not_known: u64,
    /// Of those, the meetings attended; of somebody who is not on the roster, all attended.
    pub attended: u64,
    /// How many meetings have each status, in the order of [`Status::ALL`].
    pub statuses: [u64; Status::ALL.len()],
    /// Meetings joined late, whatever the status; `None` where nobody is judged.
    pub late: Option<u64>,
    /// Σ the whole delay in them; who came late and left early, or was there for too short, came
    /// late as well, so that people, departments and meetings come to one sum.
    pub delay: Span,
    /// Meetings left early, likewise.
    pub left_early: Option<u64>,
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
    /// The length of the meetings that are not known; `None` where nobody knows that of one.
    length_not_known: Option<Span>,
}

impl Default for Tally {
    /// Returns the totals of nobody.
    fn default() -> Self {
        Self {
            meetings: 0,
            due: 0,
            uncertain: 0,
            not_known: 0,
            attended: 0,
            statuses: [0; Status::ALL.len()],
            late: None,
            delay: Span::ZERO,
            left_early: None,
            presence: None,
            reported_total: None,
            interval_sum: None,
            first_join: None,
            last_leave: None,
            counted: Span::ZERO,
            length: Span::ZERO,
            untold: 0,
            length_not_known: Some(Span::ZERO),
        }
    }
}

impl Tally {
    /// Returns how many meetings have this status.
    pub fn count(&self, status: Status) -> u64 {
        self.statuses[status as usize]
    }

    /// Returns the time that counts ÷ the length of what was due, 4 places; `None` where the
    /// time is not known of a meeting that was due, since its length is neither attended nor
    /// missed.
    pub fn share(&self) -> Option<Decimal> {
        let (counted, length) = self.exact_share()?;
        Decimal::ratio(counted, length, 4)
    }

    /// Returns the time that counts, and the length of what was due, in ticks; `None` likewise.
    pub fn exact_share(&self) -> Option<(i128, i128)> {
        self.part_of(self.length).filter(|_| self.untold == 0)
    }

    /// Returns the least that the share can be, whatever became of the meetings that are not
    /// known; `None` where one of them has no length that is known.
    pub fn least_share(&self) -> Option<(i128, i128)> {
        self.part_of(self.length + self.length_not_known?)
    }

    /// Returns the share where every meeting is known that the person had to come to.
    pub fn known_share(&self) -> Option<(i128, i128)> {
        self.exact_share().filter(|_| self.not_known == 0)
    }

    fn part_of(&self, length: Span) -> Option<(i128, i128)> {
        let (counted, length) = (self.counted.as_ticks(), length.as_ticks());
        (length > 0).then_some((counted.into(), length.into()))
    }

    /// Returns the share in millionths, for comparing; cut, never rounded up.
    pub fn share_millionths(&self) -> Option<i128> {
        let (counted, length) = self.exact_share()?;
        Some(counted * i128::from(WHOLE) / length)
    }

    /// Attended of due in words, such as `3 of 4`; `None` where nothing was due.
    pub fn attended_of_due(&self) -> Option<String> {
        (self.due > 0).then(|| format!("{} of {}", self.attended, self.due))
    }

    fn add_not_known(&mut self, length: Span) {
        self.not_known += 1;
        let sum = self.length_not_known.map(|sum| sum + length);
        self.length_not_known = sum.filter(|_| length > Span::ZERO);
    }

    /// Adds a meeting that was due, and of which nobody can tell how long the person was there.
    fn add_untold(&mut self, length: Span) {
        self.untold += 1;
        let sum = self.length_not_known;
        self.length_not_known = sum.filter(|_| length > Span::ZERO);
    }

    fn take_from_due(&mut self, length: Span) {
        self.due -= 1;
        self.length = self.length - length;
    }

    /// Adds another person's totals.
    pub fn add(&mut self, other: &Self) {
        self.meetings += other.meetings;
        self.due += other.due;
        self.uncertain += other.uncertain;
        self.not_known += other.not_known;
        self.attended += other.attended;
        for (sum, count) in self.statuses.iter_mut().zip(other.statuses) {
            *sum += count;
        }
        add_known(&mut self.late, other.late);
        self.delay = self.delay + other.delay;
        add_known(&mut self.left_early, other.left_early);
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
        let lengths = self.length_not_known.zip(other.length_not_known);
        self.length_not_known = lengths.map(|(own, other)| own + other);
        self.first_join = [self.first_join, other.first_join]
            .into_iter()
            .flatten()
            .min();
        self.last_leave = self.last_leave.max(other.last_leave);
    }
}

impl Run {
    /// Returns a person's totals.
    pub fn tally(&self, person: PersonId) -> Tally {
        if let Some(known) = self.settled.of(person) {
            return known.tally;
        }
        let mut tally = Tally::default();
        // All first: they lie all over the memory, and are fetched together so.
        let entries: Vec<_> = self.register(person).collect();
        for entry in &entries {
            self.count(&mut tally, entry);
        }
        if !self.has_roster() && !self.person(person).is_unidentified() {
            self.count_series(&mut tally, person, &entries);
        }
        tally
    }

    /// Returns whether an entry is among those that a person's total of attended meetings
    /// counts.
    pub fn counts_as_attended(&self, entry: &Entry<'_>) -> bool {
        // Of whom the roster expects nothing it counts what they came to all the same.
        let is_guest = self.has_roster() && self.person(entry.person).roster.is_empty();
        let counts = match entry.expected {
            Expected::Required | Expected::NotTold => true,
            Expected::NotExpected => is_guest,
            Expected::Optional | Expected::NotYet => false,
        };
        counts && self.status(entry).is_attended()
    }

    /// Returns whether a meeting counts among those that were due: the person had to come,
    /// is not excused, and there is a report that says who came.
    pub fn is_due(&self, entry: &Entry<'_>, status: Status) -> bool {
        let told = matches!(entry.expected, Expected::Required | Expected::NotTold);
        told && status != Status::Excused && !self.is_not_known(entry, status)
    }

    /// Returns whether the person had to come to a meeting of which nobody knows who came:
    /// it has no report, or one that could not be read or lacks its records.
    pub fn is_not_known(&self, entry: &Entry<'_>, status: Status) -> bool {
        let told = matches!(entry.expected, Expected::Required | Expected::NotTold);
        let missing = self.meetings[entry.meeting as usize].missing;
        let is_of_all = missing.is_some_and(|missing| missing != MissingData::FewerRecords);
        told && status == Status::Unknown && entry.cell.is_none() && is_of_all
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
            let is_some = |span: Span| u64::from(span > Span::ZERO);
            let delay = self.delay(&cell);
            add_known(&mut tally.late, delay.map(is_some));
            tally.delay = tally.delay + delay.unwrap_or(Span::ZERO);
            add_known(&mut tally.left_early, self.early_leave(&cell).map(is_some));
            add_known(
                &mut tally.presence,
                cell.presence().map(Span::whole_seconds),
            );
            add_known(&mut tally.reported_total, cell.reported_total);
            add_known(&mut tally.interval_sum, cell.interval_sum);
            if let Some((join, leave)) = cell.span() {
                tally.first_join = Some(tally.first_join.map_or(join, |first| first.min(join)));
                tally.last_leave = tally.last_leave.max(Some(leave));
            }
        }
        tally.attended += u64::from(self.counts_as_attended(entry));
        let length = self.meetings[entry.meeting as usize].length();
        if self.is_not_known(entry, status) {
            tally.add_not_known(length);
        }
        if !self.is_due(entry, status) {
            return;
        }
        let is_known = status != Status::Unknown;
        let counted = match entry.cell {
            Some(cell) => self.counted(&cell),
            None => is_known.then_some(Span::ZERO),
        };
        match counted {
            Some(counted) if length > Span::ZERO => tally.counted = tally.counted + counted,
            // No time can be held against no length.
            Some(_) if is_known => {}
            _ => tally.add_untold(length),
        }
        tally.uncertain += u64::from(status == Status::Unknown);
        // Nobody can say in which other meetings an unidentified guest was due.
        let own = self.person(entry.person).is_unidentified();
        if entry.expected == Expected::Required || own {
            tally.due += 1;
            tally.length = tally.length + length;
        }
    }

    /// Returns the meetings that an excuse covers and in which the person was not there
    /// enough: with too short a record, or with none.
    fn excused_without_roster(&self, person: PersonId) -> impl Iterator<Item = MeetingId> {
        let excused = self.excuses.contains_key(&person);
        let all = if excused { self.meetings.len() } else { 0 };
        (0..all as MeetingId)
            .filter(move |&meeting| self.status(&self.entry_of(person, meeting)) == Status::Excused)
    }

    /// Returns the entry that somebody has in a meeting without a roster, or would have.
    fn entry_of(&self, person: PersonId, meeting: MeetingId) -> Entry<'_> {
        Entry {
            person,
            meeting,
            expected: self.expected(person, meeting),
            cell: self.cell(person, meeting),
        }
    }

    /// Without a roster, where all of somebody's `entries` are meetings that they were in, the
    /// person is held against every meeting of their series, except
    /// those that the plan lacks, those that they are excused from and those of which is not
    /// known whether they came.
    fn count_series(&self, tally: &mut Tally, person: PersonId, entries: &[Entry<'_>]) {
        let series = entries.iter();
        let mut series: Vec<_> = series
            .map(|entry| self.meetings[entry.meeting as usize].series)
            .collect();
        series.sort_unstable();
        series.dedup();
        for &series in &series {
            let size = self.size_of(series);
            tally.due += size.meetings;
            tally.length = tally.length + size.length;
            for &meeting in &size.lacking {
                let entry = self.entry_of(person, meeting);
                if entry.cell.is_none() && self.status(&entry) == Status::Unknown {
                    tally.add_not_known(self.meetings[meeting as usize].length());
                }
            }
        }
        // Whoever has a record is known where the report lacks those of others.
        for entry in entries {
            let meeting = &self.meetings[entry.meeting as usize];
            let is_counted = meeting.is_known_of_all() || meeting.is_unplanned;
            if !is_counted && self.status(entry) != Status::Excused {
                tally.due += 1;
                tally.length = tally.length + meeting.length();
            }
        }
        for meeting in self.excused_without_roster(person) {
            let one = &self.meetings[meeting as usize];
            let is_counted = one.is_known_of_all() && !one.is_unplanned;
            if is_counted && series.binary_search(&one.series).is_ok() {
                tally.take_from_due(one.length());
            }
        }
    }
}
