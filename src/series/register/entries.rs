//! The register: who was in which meeting, and what they were there.

use std::ops::Range;

use crate::finding::CodeSet;
use crate::model::interval::Stay;
use crate::model::reason::{Excuse, Ground, StatusReason};
use crate::model::role::Role;
use crate::model::status::{Status, Verdict};
use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::collect::collection::{Collection, RoleId};
use crate::series::collect::records::Record;
use crate::series::collect::texts::TextId;
use crate::series::identity::people::People;
use crate::series::identity::person::PersonId;
use crate::series::input::roster::RosterEntry;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::{Meeting, State};
use crate::series::register::status_rules::{Attended, Held, Hidden};
use crate::stats::known::add_known;
use crate::stats::presence::{self, Stays};

/// A person in a meeting, with all records of all its reports united.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'r> {
    /// Who.
    pub person: PersonId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// When they were there; united.
    pub stays: &'r [Stay],
    /// The stretches in which they were there twice, as with two devices.
    pub doubled: &'r [Stay],
    /// Whether a report tells when.
    pub timed: bool,
    /// What is known of their time where a record does not tell all of it.
    hidden: Option<Hidden>,
    /// The highest of their roles in it, by its number.
    pub role: RoleId,
    /// How many records.
    pub records: u32,
    /// What was found in them.
    pub codes: CodeSet,
    /// Σ of the records' reported totals, in seconds.
    pub reported_total: Option<i64>,
    /// Σ of the records' interval sums, in seconds.
    pub interval_sum: Option<i64>,
}

impl<'r> Cell<'r> {
    /// Returns the cell of a single record.
    fn of_record(person: PersonId, meeting: MeetingId, record: Record<'r>) -> Self {
        let stays = record.stays();
        Self {
            person,
            meeting,
            stays,
            doubled: record.doubled(),
            timed: record.is_timed(),
            hidden: hidden_alone(record, presence::presence(stays)),
            role: record.role(),
            records: 1,
            codes: record.codes(),
            reported_total: record.reported_total(),
            interval_sum: record.interval_sum(),
        }
    }

    /// Returns the presence; `None` where the reports do not tell when.
    pub fn presence(&self) -> Option<Span> {
        self.timed.then(|| presence::presence(self.stays))
    }

    /// Returns the first join and the last leave.
    pub fn span(&self) -> Option<(Instant, Instant)> {
        Some((self.stays.first()?.join(), self.stays.last()?.leave()))
    }

    /// Returns by what it is judged.
    pub(in crate::series) const fn attended(&self) -> Attended<'r> {
        Attended {
            stays: self.stays,
            hidden: self.hidden,
        }
    }
}

/// What several records come to.
#[derive(Debug)]
struct United {
    stays: Stays,
    doubled: Stays,
    /// The cell without these.
    rest: Cell<'static>,
}

impl United {
    /// Unites the records of a person in a meeting, of which there are several.
    fn of(
        collection: &Collection,
        meeting: (MeetingId, &Meeting),
        group: &[(PersonId, u32)],
    ) -> Self {
        let records = || group.iter().map(|&(_, at)| collection.record(at));
        let roles = records().map(Record::role);
        let (mut stays, mut doubled) = (Stays::new(), Stays::new());
        let mut rest = Cell {
            person: group[0].0,
            meeting: meeting.0,
            stays: &[],
            doubled: &[],
            timed: false,
            hidden: None,
            role: roles
                .min_by_key(|&role| collection.role(role))
                .unwrap_or_default(),
            records: group.len() as u32,
            codes: CodeSet::default(),
            reported_total: None,
            interval_sum: None,
        };
        for record in records() {
            stays.extend_from_slice(record.stays());
            doubled.extend_from_slice(record.doubled());
            rest.timed |= record.is_timed();
            rest.codes.unite(record.codes());
            add_known(&mut rest.reported_total, record.reported_total());
            add_known(&mut rest.interval_sum, record.interval_sum());
        }
        doubled.extend(presence::overlaps(&stays));
        presence::unite(&mut stays);
        presence::unite(&mut doubled);
        rest.hidden = hidden(collection, meeting.1, group, presence::presence(&stays));
        Self {
            stays,
            doubled,
            rest,
        }
    }

    fn cell(&self) -> Cell<'_> {
        Cell {
            stays: &self.stays,
            doubled: &self.doubled,
            ..self.rest
        }
    }
}

/// All cells, by meeting and by person. Kept are the places of their records, since nearly every
/// cell has one record.
#[derive(Debug, Default)]
pub(in crate::series) struct Cells {
    /// Of each cell, by meeting and then by person, the record; from the number of records on,
    /// what several of them come to. The records of a meeting stand together in memory.
    records: Vec<u32>,
    /// Where each meeting's cells begin; one more at the end.
    meeting_begins: Vec<u32>,
    /// The cells of each person behind each other, by meeting: where they stand above.
    of_people: Vec<u32>,
    /// Where each person's cells begin; one more at the end.
    person_begins: Vec<u32>,
    /// What several records come to, in the order of the cells.
    united: Vec<United>,
    /// Who came to which meeting by which registration, each once, by person.
    registrations: Vec<(PersonId, MeetingId, TextId)>,
}

impl Cells {
    /// Unites the records of each person and meeting.
    pub fn of(collection: &Collection, meetings: &[Meeting], people: &People) -> Self {
        let mut cells = Self {
            meeting_begins: Vec::with_capacity(meetings.len() + 1),
            ..Self::default()
        };
        let reports = meetings.iter().flat_map(|one| &one.reports);
        let counts = reports.map(|&at| collection.reports[at as usize].records().len());
        cells.records.reserve_exact(counts.sum());
        let mut own = Vec::new();
        for meeting in (0..).zip(meetings) {
            cells.meeting_begins.push(cells.records.len() as u32);
            own.clear();
            for &report in &meeting.1.reports {
                let records = collection.records(&collection.reports[report as usize]);
                own.extend(records.map(|record| (record.person(people), record.at())));
            }
            // By person, and of one person by report.
            own.sort_by_key(|&(person, _)| person);
            for group in own.chunk_by(|(one, _), (other, _)| one == other) {
                cells.add(collection, meeting, group);
            }
        }
        cells.meeting_begins.push(cells.records.len() as u32);
        cells.registrations.sort_by_key(|&(person, _, _)| person);
        cells.sort_by_person(collection, people);
        cells
    }

    /// Adds the cell of a person in a meeting, who has these records in it.
    fn add(
        &mut self,
        collection: &Collection,
        meeting: (MeetingId, &Meeting),
        group: &[(PersonId, u32)],
    ) {
        let first = self.registrations.len();
        for &(person, at) in group {
            if let Some(id) = collection.record(at).registration() {
                let one = (person, meeting.0, id);
                if !self.registrations[first..].contains(&one) {
                    self.registrations.push(one);
                }
            }
        }
        self.records.push(match group {
            [(_, alone)] => *alone,
            several => {
                self.united.push(United::of(collection, meeting, several));
                collection.record_count() + self.united.len() as u32 - 1
            }
        });
    }

    /// Puts the cells of each person behind those of the people before them. Meetings come in
    /// their order, so that those of a person are sorted, too.
    fn sort_by_person(&mut self, collection: &Collection, people: &People) {
        let person = |&at: &u32| match self.united(collection, at) {
            Some(united) => united.rest.person,
            None => collection.record(at).person(people),
        };
        let begins = beginnings(people.people.len(), self.records.iter().map(person));
        let mut next = begins.clone();
        let mut of_people = vec![0; self.records.len()];
        for (cell, at) in (0..).zip(&self.records) {
            let next = &mut next[person(at) as usize];
            of_people[*next as usize] = cell;
            *next += 1;
        }
        (self.person_begins, self.of_people) = (begins, of_people);
    }

    /// Returns who came to which meeting by which registration, by person and meeting.
    pub fn registrations(&self) -> impl Iterator<Item = (PersonId, MeetingId, TextId)> {
        self.registrations.iter().copied()
    }

    /// Returns the cells of a meeting, by person.
    pub fn of_meeting<'r>(
        &'r self,
        collection: &'r Collection,
        people: &'r People,
        meeting: MeetingId,
    ) -> impl ExactSizeIterator<Item = Cell<'r>> {
        let own = &self.records[self.within(meeting)];
        own.iter()
            .map(move |&at| match self.united(collection, at) {
                Some(united) => united.cell(),
                None => {
                    let record = collection.record(at);
                    Cell::of_record(record.person(people), meeting, record)
                }
            })
    }

    /// Returns where the cells of a meeting stand.
    fn within(&self, meeting: MeetingId) -> Range<usize> {
        let begin = |meeting: usize| self.meeting_begins[meeting] as usize;
        begin(meeting as usize)..begin(meeting as usize + 1)
    }

    /// Returns where the cells of a person stand, by meeting.
    fn cells_of(&self, person: PersonId) -> &[u32] {
        let begin = |person: usize| self.person_begins[person] as usize;
        &self.of_people[begin(person as usize)..begin(person as usize + 1)]
    }

    /// Returns where the cell of a person in a meeting stands.
    fn place(&self, person: PersonId, meeting: MeetingId) -> Option<usize> {
        let (own, within) = (self.cells_of(person), self.within(meeting));
        let at = own.partition_point(|&cell| (cell as usize) < within.start);
        let cell = *own.get(at)? as usize;
        within.contains(&cell).then_some(cell)
    }

    fn find<'r>(
        &'r self,
        collection: &'r Collection,
        person: PersonId,
        meeting: MeetingId,
    ) -> Option<Cell<'r>> {
        let place = self.place(person, meeting)?;
        Some(self.cell(collection, person, meeting, place))
    }

    fn cell<'r>(
        &'r self,
        collection: &'r Collection,
        person: PersonId,
        meeting: MeetingId,
        place: usize,
    ) -> Cell<'r> {
        let at = self.records[place];
        match self.united(collection, at) {
            Some(united) => united.cell(),
            None => Cell::of_record(person, meeting, collection.record(at)),
        }
    }

    /// Returns what several records come to, where these are behind a place.
    fn united(&self, collection: &Collection, at: u32) -> Option<&United> {
        let several = at.checked_sub(collection.record_count())?;
        Some(&self.united[several as usize])
    }

    /// Returns the meetings of a person with the places of their cells, in order.
    fn meetings_of(&self, person: PersonId) -> impl ExactSizeIterator<Item = (MeetingId, usize)> {
        let mut meeting = 0;
        self.cells_of(person).iter().map(move |&cell| {
            meeting += ends_until(&self.meeting_begins[meeting + 1..], cell);
            (meeting as MeetingId, cell as usize)
        })
    }

    /// Returns a person's cells, by meeting.
    pub fn of_person<'r>(
        &'r self,
        collection: &'r Collection,
        person: PersonId,
    ) -> impl ExactSizeIterator<Item = Cell<'r>> {
        let cells = self.meetings_of(person);
        cells.map(move |(meeting, place)| self.cell(collection, person, meeting, place))
    }
}

/// Returns how many of these ends, which are in order, lie at or before a place. Looks near the
/// beginning first: what comes next is mostly not far.
fn ends_until(ends: &[u32], place: u32) -> usize {
    let mut reach = 1;
    while ends.get(reach - 1).is_some_and(|&end| end <= place) {
        reach *= 2;
    }
    let (from, to) = (reach / 2, reach.min(ends.len()));
    from + ends[from..to].partition_point(|&end| end <= place)
}

/// Returns where the items of each of so many groups begin, and one more at the end, when
/// they stand by group; `groups` are those of all items.
fn beginnings(count: usize, groups: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut begins = vec![0; count + 1];
    groups.for_each(|group| begins[group as usize + 1] += 1);
    for group in 0..count {
        begins[group + 1] += begins[group];
    }
    begins
}

/// Returns what is provable of somebody's time whose one record hides some; `told` is how long
/// the stays in it are.
fn hidden_alone(record: Record<'_>, told: Span) -> Option<Hidden> {
    let total = record.hides_times().then(|| record.total_for_times())?;
    Some(Hidden {
        least: total.map_or(told, |total| total.max(told)),
        beyond: total.map(|total| (total - told).max(Span::ZERO)),
    })
}

/// Returns what is provable of somebody's time, where one of several records hides some.
///
/// Records of one report may be devices used at once, so that only the longest of them is
/// certain; reports that were not under way at once add up.
fn hidden(
    collection: &Collection,
    meeting: &Meeting,
    group: &[(PersonId, u32)],
    told: Span,
) -> Option<Hidden> {
    let alone = |&(_, at): &(PersonId, u32)| {
        let record = collection.record(at);
        let told = presence::presence(record.stays());
        (told, hidden_alone(record, told))
    };
    if !group.iter().any(|place| alone(place).1.is_some()) {
        return None;
    }
    let (mut sum, mut longest) = (Span::ZERO, Span::ZERO);
    for &report in &meeting.reports {
        let report = &collection.reports[report as usize];
        let own = report.records();
        let own = group.iter().filter(|(_, at)| own.contains(at));
        let least = own.map(|place| {
            let (told, hidden) = alone(place);
            hidden.map_or(told, |hidden| hidden.least)
        });
        let least = least.max().unwrap_or(Span::ZERO);
        (sum, longest) = (sum + least, longest.max(least));
    }
    let mut hidden = group.iter().filter_map(|place| alone(place).1);
    let beyond = hidden.try_fold(Span::ZERO, |sum, one| Some(sum + one.beyond?));
    let apart = one_after_another(collection, meeting);
    Some(Hidden {
        least: told.max(if apart { sum } else { longest }),
        beyond,
    })
}

/// Returns whether no two reports of a meeting were under way at once.
fn one_after_another(collection: &Collection, meeting: &Meeting) -> bool {
    let windows = meeting
        .reports
        .iter()
        .map(|&report| collection.reports[report as usize].window);
    let Some(mut windows) = windows.collect::<Option<Stays>>() else {
        return meeting.reports.len() < 2;
    };
    let sum = presence::presence(&windows);
    presence::unite(&mut windows);
    presence::presence(&windows) == sum
}

/// Whether somebody was expected in a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// They had to come.
    Required,
    /// They could come.
    Optional,
    /// The roster does not name them for this meeting, or the plan lacks the meeting.
    NotExpected,
    /// The meeting has not been held: nobody was due.
    NotYet,
    /// There is no roster.
    NotTold,
}

impl Expected {
    /// Returns a word for tables.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Required => Some("required"),
            Self::Optional => Some("optional"),
            Self::NotExpected => Some("not expected"),
            Self::NotYet => Some("not yet"),
            Self::NotTold => None,
        }
    }
}

/// A person's entry in the register: one meeting they were in or were expected in.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'s> {
    /// Who.
    pub person: PersonId,
    /// In which meeting.
    pub meeting: MeetingId,
    /// Whether they were expected.
    pub expected: Expected,
    /// Their records, where they have some.
    pub cell: Option<Cell<'s>>,
}

impl Run {
    /// Returns a person's cells, by meeting.
    pub fn cells(&self, person: PersonId) -> impl ExactSizeIterator<Item = Cell<'_>> {
        self.cells.of_person(&self.collection, person)
    }

    /// Returns what a person was in a meeting, where they have a record.
    pub fn cell(&self, person: PersonId, meeting: MeetingId) -> Option<Cell<'_>> {
        self.cells.find(&self.collection, person, meeting)
    }

    /// Returns the highest role of somebody in a meeting.
    pub fn role(&self, cell: &Cell<'_>) -> &Role<'static> {
        self.collection.role(cell.role)
    }

    /// Returns whether they ran the meeting: organizer, co-organizer, producer or presenter.
    pub fn is_host(&self, cell: &Cell<'_>) -> bool {
        *self.role(cell) <= Role::Presenter
    }

    /// Returns the cells of a meeting, by person.
    pub fn cells_in(&self, meeting: MeetingId) -> impl ExactSizeIterator<Item = Cell<'_>> {
        self.cells
            .of_meeting(&self.collection, &self.people, meeting)
    }

    /// Returns whether somebody's times in a meeting are not told in full.
    pub(in crate::series) fn hides_times(&self, meeting: MeetingId) -> bool {
        self.cells_in(meeting).any(|cell| cell.hidden.is_some())
    }

    /// Returns whether somebody was expected in a meeting.
    pub fn expected(&self, person: PersonId, meeting: MeetingId) -> Expected {
        // What the plan says of a meeting holds with and without a roster.
        let planned = &self.meetings[meeting as usize];
        if planned.is_unplanned {
            return Expected::NotExpected;
        }
        if !self.has_roster() {
            return Expected::NotTold;
        }
        if matches!(planned.state, State::Upcoming | State::Cancelled) {
            return Expected::NotYet;
        }
        let series = self.text(self.meetings[meeting as usize].series);
        let day = self.day(meeting);
        let covering = |entry: &&RosterEntry| entry.covers(series, day);
        // Of several rows that cover the day one that requires is enough.
        let required = self.entries(person).filter(covering);
        match required.map(|entry| entry.required).max() {
            Some(true) => Expected::Required,
            Some(false) => Expected::Optional,
            None => Expected::NotExpected,
        }
    }

    /// Returns how many entries a person has at most, without looking at each.
    pub fn entries_at_most(&self, person: PersonId) -> usize {
        match self.person(person).roster.is_empty() {
            true => self.cells(person).len(),
            false => self.meetings.len(),
        }
    }

    /// Returns a person's entries, by meeting: those with a record, and those they had to come
    /// to.
    pub fn register(&self, person: PersonId) -> impl Iterator<Item = Entry<'_>> {
        let listed = !self.person(person).roster.is_empty();
        let all = if listed { self.meetings.len() } else { 0 };
        let entry = move |meeting: MeetingId, cell| Entry {
            person,
            meeting,
            expected: self.expected(person, meeting),
            cell,
        };
        let with_record = self.cells(person).filter(move |_| !listed);
        let with_record = with_record.map(move |cell| entry(cell.meeting, Some(cell)));
        let of_listed = (0..all as MeetingId).filter_map(move |meeting| {
            let entry = entry(meeting, self.cell(person, meeting));
            let due = entry.expected == Expected::Required;
            (due || entry.cell.is_some()).then_some(entry)
        });
        with_record.chain(of_listed)
    }

    /// Returns those who had to come to a meeting and have no record of it, in no order.
    pub(in crate::series) fn absent_from(
        &self,
        meeting: MeetingId,
    ) -> impl Iterator<Item = Entry<'_>> {
        let everybody = if self.has_roster() {
            self.people.people.len()
        } else {
            0
        };
        (0..everybody as PersonId).filter_map(move |person| {
            let listed = !self.person(person).roster.is_empty();
            let absent = listed && self.cell(person, meeting).is_none();
            let expected = self.expected(person, meeting);
            (absent && expected == Expected::Required).then_some(Entry {
                person,
                meeting,
                expected,
                cell: None,
            })
        })
    }

    /// Returns what the person was in the meeting.
    pub fn status(&self, entry: &Entry<'_>) -> Status {
        let found = match entry.cell {
            Some(cell) => {
                let rules = &self.options.rules.status;
                rules.judge(cell.attended(), self.held(entry.meeting))
            }
            None => self.missing(entry).0,
        };
        match self.excuse(entry, found) {
            Some(_) => Status::Excused,
            None => found,
        }
    }

    /// Returns what the person was in the meeting, and why.
    pub fn verdict(&self, entry: &Entry<'_>) -> Verdict {
        let found = match entry.cell {
            Some(cell) => {
                let rules = &self.options.rules.status;
                rules.explain(cell.attended(), self.held(entry.meeting))
            }
            None => {
                let (status, ground) = self.missing(entry);
                let reason = StatusReason::of(status, ground);
                Verdict { status, reason }
            }
        };
        match self.excuse(entry, found.status) {
            None => found,
            Some(why) => Verdict {
                status: Status::Excused,
                reason: StatusReason {
                    excuse: Some(why.map_or(Excuse::NoReason, |why| Excuse::Written(why.into()))),
                    ..found.reason
                },
            },
        }
    }

    /// Returns the time of somebody inside the meeting's window, whatever the rules say.
    pub(in crate::series) fn inside(&self, cell: &Cell<'_>) -> Span {
        let windows = self.meetings[cell.meeting as usize].windows.iter();
        windows.fold(Span::ZERO, |sum, &window| {
            sum + presence::presence_inside(cell.stays, window)
        })
    }

    /// Returns the time of a record that counts by the rules, where all of it is known.
    pub fn counted(&self, cell: &Cell<'_>) -> Option<Span> {
        let windows = &self.meetings[cell.meeting as usize].windows;
        let rules = &self.options.rules.status;
        let told = cell.hidden.is_none();
        told.then(|| rules.counted(cell.stays, windows))
    }

    fn held(&self, meeting: MeetingId) -> Held<'_> {
        let meeting = &self.meetings[meeting as usize];
        Held {
            windows: &meeting.windows,
            outside: meeting.outside,
            start: meeting.start,
            end: meeting.end,
        }
    }

    /// Returns why somebody without a record is absent, or may not be.
    fn missing(&self, entry: &Entry<'_>) -> (Status, Ground) {
        if let Some(gap) = self.meetings[entry.meeting as usize].missing {
            return (Status::Unknown, Ground::Missing(gap));
        }
        let there = |&&person: &&PersonId| self.cell(person, entry.meeting).is_some();
        let namesakes = self.namesakes.get(&entry.person).into_iter().flatten();
        if namesakes.filter(there).count() > 0 {
            return (Status::Unknown, Ground::Namesake);
        }
        match self.unidentified[entry.meeting as usize] {
            0 => (Status::Absent, Ground::NoRecord),
            guests => (Status::Unknown, Ground::Guests(guests)),
        }
    }

    /// Returns the reason by which somebody who was not there enough is excused.
    fn excuse(&self, entry: &Entry<'_>, found: Status) -> Option<Option<&str>> {
        if !matches!(found, Status::Partial | Status::Absent | Status::Unknown) {
            return None;
        }
        let day = self.day(entry.meeting)?;
        let excuses = self.excuses.get(&entry.person)?.iter();
        let mut excuses = excuses.map(|&at| &self.options.rules.excuses[at]);
        let excuse = excuses.find(|excuse| excuse.from <= day && day <= excuse.to)?;
        Some(excuse.reason.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_counted_as_if_each_were_looked_at() {
        let ends = [0, 0, 3, 3, 3, 4, 9, 9, 10, 20, 20, 21];
        for first in 0..=ends.len() {
            for place in 0..23 {
                let one_by_one = ends[first..].iter().take_while(|&&end| end <= place);
                assert_eq!(ends_until(&ends[first..], place), one_by_one.count());
            }
        }
    }
}
