//! The register: who was in which meeting, and what they were there.

use crate::finding::CodeSet;
use crate::model::interval::Stay;
use crate::model::reason::{Excuse, Ground, StatusReason};
use crate::model::role::Role;
use crate::model::status::{Status, Verdict};
use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::collect::collection::{Collection, Record, RoleId};
use crate::series::collect::texts::TextId;
use crate::series::identity::people::People;
use crate::series::identity::person::PersonId;
use crate::series::input::roster::RosterEntry;
use crate::series::meetings::disposition::MeetingId;
use crate::series::meetings::meeting::{Meeting, State};
use crate::series::register::status_rules::{Attended, Held, Hidden};
use crate::stats::presence::{self, Stays};

/// A person in a meeting, with all records of all its reports united.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Who.
    pub person: PersonId,
    /// In which meeting.
    pub meeting: MeetingId,
    first_stay: u32,
    stays: u32,
    /// How many stays behind these are those in which the person was there twice.
    doubled: u32,
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
    /// Σ reported totals in seconds; −1 where there is none.
    reported_total: i64,
    /// Σ interval sums in seconds; −1 where there is none.
    interval_sum: i64,
}

impl Cell {
    /// Σ of the records' reported totals, in seconds.
    pub fn reported_total(&self) -> Option<i64> {
        (self.reported_total >= 0).then_some(self.reported_total)
    }

    /// Σ of the records' interval sums, in seconds.
    pub fn interval_sum(&self) -> Option<i64> {
        (self.interval_sum >= 0).then_some(self.interval_sum)
    }
}

/// All cells, by person and then by meeting.
#[derive(Debug, Default)]
pub struct Cells {
    cells: Vec<Cell>,
    stays: Vec<Stay>,
    /// Where each person's cells begin; one more at the end.
    begins: Vec<u32>,
    /// The cells by meeting and then by person.
    by_meeting: Vec<u32>,
    /// Where each meeting's cells begin among them; one more at the end.
    meeting_begins: Vec<u32>,
    /// Who came to which meeting by which registration, each once, by person.
    registrations: Vec<(PersonId, MeetingId, TextId)>,
}

impl Cells {
    /// Unites the records of each person and meeting.
    pub(in crate::series) fn of(
        collection: &Collection,
        meetings: &[Meeting],
        people: &People,
    ) -> Self {
        let mut records = sorted_records(collection, meetings, people);
        let mut cells = Self {
            cells: Vec::with_capacity(records.len()),
            stays: Vec::with_capacity(records.len()),
            begins: Vec::with_capacity(people.people.len() + 1),
            ..Self::default()
        };
        for group in records.chunk_by_mut(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (person, meeting, _) = group[0];
            cells.begin_through(person);
            cells.note_registrations(collection, group);
            let cell = cells.unite(collection, &meetings[meeting as usize], group);
            cells.cells.push(Cell {
                person,
                meeting,
                ..cell
            });
        }
        cells.begin_through(people.people.len() as PersonId);
        cells.sort_by_meeting(meetings.len());
        cells
    }

    fn note_registrations(
        &mut self,
        collection: &Collection,
        group: &[(PersonId, MeetingId, u32)],
    ) {
        let first = self.registrations.len();
        for &(person, meeting, at) in group {
            if let Some(id) = collection.record(at).registration {
                let one = (person, meeting, id);
                if !self.registrations[first..].contains(&one) {
                    self.registrations.push(one);
                }
            }
        }
    }

    /// Returns who came to which meeting by which registration, by person and meeting.
    pub(in crate::series) fn registrations(
        &self,
    ) -> impl Iterator<Item = (PersonId, MeetingId, TextId)> {
        self.registrations.iter().copied()
    }

    /// Counts the cells of each meeting, then puts each behind those before it.
    fn sort_by_meeting(&mut self, meetings: usize) {
        let mut begins = vec![0_u32; meetings + 1];
        for cell in &self.cells {
            begins[cell.meeting as usize + 1] += 1;
        }
        for meeting in 0..meetings {
            begins[meeting + 1] += begins[meeting];
        }
        let mut next = begins.clone();
        self.by_meeting = vec![0; self.cells.len()];
        for (at, cell) in (0..).zip(&self.cells) {
            let place = &mut next[cell.meeting as usize];
            self.by_meeting[*place as usize] = at;
            *place += 1;
        }
        self.meeting_begins = begins;
    }

    /// Returns the cells of a meeting, by person.
    pub fn of_meeting(&self, meeting: MeetingId) -> impl Iterator<Item = &Cell> {
        let begin = |meeting: usize| self.meeting_begins[meeting] as usize;
        let range = begin(meeting as usize)..begin(meeting as usize + 1);
        let cells = self.by_meeting[range].iter();
        cells.map(|&at| &self.cells[at as usize])
    }

    /// Notes that the cells of everybody up to this person begin here at the latest.
    fn begin_through(&mut self, person: PersonId) {
        self.begins.resize(
            self.begins.len().max(person as usize + 1),
            self.cells.len() as u32,
        );
    }

    fn unite(
        &mut self,
        collection: &Collection,
        meeting: &Meeting,
        group: &[(PersonId, MeetingId, u32)],
    ) -> Cell {
        let (mut stays, mut doubled) = (Stays::new(), Stays::new());
        let mut cell = Cell {
            person: 0,
            meeting: 0,
            first_stay: self.stays.len() as u32,
            stays: 0,
            doubled: 0,
            timed: false,
            hidden: None,
            role: 0,
            records: group.len() as u32,
            codes: CodeSet::default(),
            reported_total: -1,
            interval_sum: -1,
        };
        let roles = group.iter().map(|&(_, _, at)| collection.record(at).role);
        cell.role = roles
            .min_by_key(|&role| collection.role(role))
            .unwrap_or_default();
        for &(_, _, at) in group {
            let record = collection.record(at);
            stays.extend_from_slice(collection.stays(record));
            doubled.extend_from_slice(collection.doubled(record));
            cell.timed |= record.timed;
            cell.codes.unite(record.codes);
            add(&mut cell.reported_total, record.reported_total());
            add(&mut cell.interval_sum, record.interval_sum());
        }
        if group.len() > 1 {
            doubled.extend(presence::overlaps(&stays));
            presence::unite(&mut stays);
            presence::unite(&mut doubled);
        }
        cell.hidden = hidden(collection, meeting, group, presence::presence(&stays));
        cell.stays = stays.len() as u32;
        cell.doubled = doubled.len() as u32;
        self.stays.extend(stays);
        self.stays.extend(doubled);
        cell
    }

    /// Returns all cells.
    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
    }

    /// Returns a person's cells, by meeting.
    pub fn of_person(&self, person: PersonId) -> &[Cell] {
        let begin = |person: usize| self.begins[person] as usize;
        &self.cells[begin(person as usize)..begin(person as usize + 1)]
    }

    /// Returns the stretches in which the person was there twice, as with two devices.
    pub fn doubled(&self, cell: &Cell) -> &[Stay] {
        let first = (cell.first_stay + cell.stays) as usize;
        &self.stays[first..first + cell.doubled as usize]
    }

    /// Returns when the person was there; united.
    pub fn stays(&self, cell: &Cell) -> &[Stay] {
        &self.stays[cell.first_stay as usize..(cell.first_stay + cell.stays) as usize]
    }
}

/// Returns what is provable of somebody's time, where a record of theirs hides some.
///
/// Records of one report may be devices used at once, so that only the longest of them is
/// certain; reports that were not under way at once add up.
fn hidden(
    collection: &Collection,
    meeting: &Meeting,
    group: &[(PersonId, MeetingId, u32)],
    told: Span,
) -> Option<Hidden> {
    let records = || group.iter().map(|&(_, _, at)| collection.record(at));
    if !records().any(Record::hides_times) {
        return None;
    }
    let placed = |record: &Record| presence::presence(collection.stays(record));
    let (mut sum, mut longest) = (Span::ZERO, Span::ZERO);
    for &report in &meeting.reports {
        let report = &collection.reports[report as usize];
        let first = collection.first_record(report);
        let own = first..first + collection.records(report).len() as u32;
        let own = group.iter().filter(|(_, _, at)| own.contains(at));
        let least = own.map(|&(_, _, at)| {
            let record = collection.record(at);
            let total = Some(record).filter(|record| record.hides_times());
            placed(record).max(
                total
                    .and_then(Record::total_for_times)
                    .unwrap_or(Span::ZERO),
            )
        });
        let least = least.max().unwrap_or(Span::ZERO);
        (sum, longest) = (sum + least, longest.max(least));
    }
    let beyond = records()
        .filter(|record| record.hides_times())
        .map(|record| {
            let beyond = record.total_for_times()? - placed(record);
            Some(beyond.max(Span::ZERO))
        })
        .try_fold(Span::ZERO, |sum, beyond| Some(sum + beyond?));
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

fn add(sum: &mut i64, value: Option<i64>) {
    if let Some(value) = value {
        *sum = (*sum).max(0).saturating_add(value);
    }
}

/// Person, meeting and place of every record that counts.
fn sorted_records(
    collection: &Collection,
    meetings: &[Meeting],
    people: &People,
) -> Vec<(PersonId, MeetingId, u32)> {
    let mut all = Vec::new();
    for (number, meeting) in (0..).zip(meetings) {
        for &report in &meeting.reports {
            let report = &collection.reports[report as usize];
            let first = collection.first_record(report);
            for (at, record) in (first..).zip(collection.records(report)) {
                let person = people.of_identity[record.identity as usize];
                all.push((person, number, at));
            }
        }
    }
    all.sort_unstable();
    all
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
    pub cell: Option<&'s Cell>,
}

impl Run {
    /// Returns a person's cells, by meeting.
    pub fn cells(&self, person: PersonId) -> &[Cell] {
        self.cells.of_person(person)
    }

    /// Returns when somebody was in a meeting; united.
    pub fn stays(&self, cell: &Cell) -> &[Stay] {
        self.cells.stays(cell)
    }

    /// Returns the stretches in which somebody was in a meeting twice, as with two devices.
    pub fn doubled(&self, cell: &Cell) -> &[Stay] {
        self.cells.doubled(cell)
    }

    /// Presence in a meeting; `None` where the reports do not tell when.
    pub fn presence(&self, cell: &Cell) -> Option<Span> {
        cell.timed.then(|| presence::presence(self.stays(cell)))
    }

    /// Returns the first join and the last leave.
    pub fn span(&self, cell: &Cell) -> Option<(Instant, Instant)> {
        let stays = self.stays(cell);
        Some((stays.first()?.join(), stays.last()?.leave()))
    }

    /// Returns the highest role of somebody in a meeting.
    pub fn role(&self, cell: &Cell) -> &Role<'static> {
        self.collection.role(cell.role)
    }

    /// Returns whether they ran the meeting: organizer, co-organizer, producer or presenter.
    pub fn is_host(&self, cell: &Cell) -> bool {
        *self.role(cell) <= Role::Presenter
    }

    /// Returns the cells of a meeting, by person.
    pub fn cells_in(&self, meeting: MeetingId) -> impl Iterator<Item = &Cell> {
        self.cells.of_meeting(meeting)
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

    /// Returns a person's entries, by meeting: those with a record, and those they had to come
    /// to.
    pub fn register(&self, person: PersonId) -> impl Iterator<Item = Entry<'_>> {
        let cells = self.cells(person);
        let listed = !self.person(person).roster.is_empty();
        let all = if listed { self.meetings.len() } else { 0 };
        let entry = move |meeting: MeetingId, cell| Entry {
            person,
            meeting,
            expected: self.expected(person, meeting),
            cell,
        };
        let with_record = cells.iter().filter(move |_| !listed);
        let with_record = with_record.map(move |cell| entry(cell.meeting, Some(cell)));
        let of_listed = (0..all as MeetingId).filter_map(move |meeting| {
            let at = cells.binary_search_by_key(&meeting, |cell| cell.meeting);
            let entry = entry(meeting, at.ok().map(|at| &cells[at]));
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
            let cells = self.cells(person);
            let was_there = cells.binary_search_by_key(&meeting, |cell| cell.meeting);
            let listed = !self.person(person).roster.is_empty();
            let absent = listed && was_there.is_err();
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
                rules.judge(self.attended(cell), self.held(entry.meeting))
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
                rules.explain(self.attended(cell), self.held(entry.meeting))
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
    pub(in crate::series) fn inside(&self, cell: &Cell) -> Span {
        let windows = self.meetings[cell.meeting as usize].windows.iter();
        let stays = self.stays(cell);
        windows.fold(Span::ZERO, |sum, &window| {
            sum + presence::presence_inside(stays, window)
        })
    }

    /// Returns the time of a record that counts by the rules, where all of it is known.
    pub fn counted(&self, cell: &Cell) -> Option<Span> {
        let windows = &self.meetings[cell.meeting as usize].windows;
        let rules = &self.options.rules.status;
        let told = cell.hidden.is_none();
        told.then(|| rules.counted(self.stays(cell), windows))
    }

    pub(in crate::series) fn attended<'s>(&'s self, cell: &Cell) -> Attended<'s> {
        Attended {
            stays: self.stays(cell),
            hidden: cell.hidden,
        }
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
        let there = |&&person: &&PersonId| {
            let cells = self.cells(person);
            cells
                .binary_search_by_key(&entry.meeting, |cell| cell.meeting)
                .is_ok()
        };
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
