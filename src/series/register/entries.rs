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
    fn of_record(
        collection: &'r Collection,
        person: PersonId,
        meeting: MeetingId,
        record: &Record,
    ) -> Self {
        let stays = collection.stays(record);
        Self {
            person,
            meeting,
            stays,
            doubled: collection.doubled(record),
            timed: record.timed,
            hidden: hidden_alone(record, presence::presence(stays)),
            role: record.role,
            records: 1,
            codes: record.codes,
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
        person: PersonId,
        meeting: (MeetingId, &Meeting),
        group: &[Place],
    ) -> Self {
        let records = || group.iter().map(|place| collection.record(place.at));
        let roles = records().map(|record| record.role);
        let (mut stays, mut doubled) = (Stays::new(), Stays::new());
        let mut rest = Cell {
            person,
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
            stays.extend_from_slice(collection.stays(record));
            doubled.extend_from_slice(collection.doubled(record));
            rest.timed |= record.timed;
            rest.codes.unite(record.codes);
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

/// Where it stands what a person was in a meeting.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    meeting: MeetingId,
    /// The record; from the number of records on, what several of them come to.
    at: u32,
}

/// All cells, by person and then by meeting. Kept are the places of their records, since nearly
/// every cell has one record.
#[derive(Debug, Default)]
pub(in crate::series) struct Cells {
    places: Vec<Place>,
    /// Where each person's cells begin; one more at the end.
    begins: Vec<u32>,
    /// Who was in each meeting, and `at` of their places: most is asked by meeting, and the
    /// records of a meeting stand together in memory.
    in_meetings: Vec<(PersonId, u32)>,
    /// Where each meeting's people begin among them; one more at the end.
    meeting_begins: Vec<u32>,
    /// What several records come to, in the order of the cells.
    united: Vec<United>,
    /// Who came to which meeting by which registration, each once, by person.
    registrations: Vec<(PersonId, MeetingId, TextId)>,
}

impl Cells {
    /// Unites the records of each person and meeting.
    pub fn of(collection: &Collection, meetings: &[Meeting], people: &People) -> Self {
        let mut cells = Self::default();
        cells.sort_records(collection, meetings, people);
        cells.unite(collection, meetings);
        cells.sort_by_meeting(meetings.len());
        cells
    }

    /// Puts the place of every record that counts behind those of its person. Meetings come in
    /// their order, so that those of a person are sorted, too.
    fn sort_records(&mut self, collection: &Collection, meetings: &[Meeting], people: &People) {
        let places = || {
            let reports = (0..)
                .zip(meetings)
                .flat_map(|(meeting, one)| one.reports.iter().map(move |&at| (meeting, at)));
            reports.flat_map(|(meeting, report)| {
                let report = &collection.reports[report as usize];
                let records = (collection.first_record(report)..).zip(collection.records(report));
                records.map(move |(at, record)| {
                    let person = people.of_identity[record.identity as usize];
                    (person, Place { meeting, at })
                })
            })
        };
        self.begins = beginnings(people.people.len(), places().map(|(person, _)| person));
        let all = self.begins.last().copied().unwrap_or_default();
        self.places = vec![Place::default(); all as usize];
        let mut next = self.begins.clone();
        for (person, place) in places() {
            let at = &mut next[person as usize];
            self.places[*at as usize] = place;
            *at += 1;
        }
    }

    /// Leaves one place of those that a person has in a meeting.
    fn unite(&mut self, collection: &Collection, meetings: &[Meeting]) {
        let mut places = std::mem::take(&mut self.places);
        let before = std::mem::replace(&mut self.begins, vec![0]);
        let mut kept = 0;
        for (person, own) in (0..).zip(before.windows(2)) {
            let (mut first, end) = (own[0] as usize, own[1] as usize);
            while first < end {
                let Place { meeting, .. } = places[first];
                let more = places[first..end]
                    .iter()
                    .take_while(|place| place.meeting == meeting);
                let group = &places[first..first + more.count()];
                first += group.len();
                self.note_registrations(collection, person, group);
                let at = match group {
                    [alone] => alone.at,
                    several => {
                        let of = (meeting, &meetings[meeting as usize]);
                        let united = United::of(collection, person, of, several);
                        self.united.push(united);
                        collection.record_count() + self.united.len() as u32 - 1
                    }
                };
                places[kept] = Place { meeting, at };
                kept += 1;
            }
            self.begins.push(kept as u32);
        }
        places.truncate(kept);
        self.places = places;
    }

    fn note_registrations(&mut self, collection: &Collection, person: PersonId, group: &[Place]) {
        let first = self.registrations.len();
        for place in group {
            if let Some(id) = collection.record(place.at).registration {
                let one = (person, place.meeting, id);
                if !self.registrations[first..].contains(&one) {
                    self.registrations.push(one);
                }
            }
        }
    }

    /// Returns who came to which meeting by which registration, by person and meeting.
    pub fn registrations(&self) -> impl Iterator<Item = (PersonId, MeetingId, TextId)> {
        self.registrations.iter().copied()
    }

    /// Puts the people of each meeting behind those of the meetings before it.
    fn sort_by_meeting(&mut self, meetings: usize) {
        let all = self.places.iter().map(|place| place.meeting);
        self.meeting_begins = beginnings(meetings, all);
        let mut next = self.meeting_begins.clone();
        self.in_meetings = vec![(0, 0); self.places.len()];
        for (person, own) in (0..).zip(self.begins.windows(2)) {
            for place in &self.places[own[0] as usize..own[1] as usize] {
                let at = &mut next[place.meeting as usize];
                self.in_meetings[*at as usize] = (person, place.at);
                *at += 1;
            }
        }
    }

    /// Returns the cells of a meeting, by person.
    pub fn of_meeting<'r>(
        &'r self,
        collection: &'r Collection,
        meeting: MeetingId,
    ) -> impl ExactSizeIterator<Item = Cell<'r>> {
        let begin = |meeting: usize| self.meeting_begins[meeting] as usize;
        let own = begin(meeting as usize)..begin(meeting as usize + 1);
        let own = self.in_meetings[own].iter();
        own.map(move |&(person, at)| self.cell(collection, person, Place { meeting, at }))
    }

    fn places(&self, person: PersonId) -> &[Place] {
        let begin = |person: usize| self.begins[person] as usize;
        &self.places[begin(person as usize)..begin(person as usize + 1)]
    }

    fn find<'r>(
        &'r self,
        collection: &'r Collection,
        person: PersonId,
        meeting: MeetingId,
    ) -> Option<Cell<'r>> {
        let own = self.places(person);
        let found = own.binary_search_by_key(&meeting, |place| place.meeting);
        found.ok().map(|at| self.cell(collection, person, own[at]))
    }

    fn cell<'r>(&'r self, collection: &'r Collection, person: PersonId, place: Place) -> Cell<'r> {
        let Place { meeting, at } = place;
        match at.checked_sub(collection.record_count()) {
            Some(several) => self.united[several as usize].cell(),
            None => Cell::of_record(collection, person, meeting, collection.record(at)),
        }
    }

    /// Returns a person's cells, by meeting.
    pub fn of_person<'r>(
        &'r self,
        collection: &'r Collection,
        person: PersonId,
    ) -> impl ExactSizeIterator<Item = Cell<'r>> {
        let places = self.places(person).iter();
        places.map(move |&place| self.cell(collection, person, place))
    }

    /// Returns who was in which meeting, by person.
    pub fn pairs(&self) -> impl Iterator<Item = (PersonId, MeetingId)> {
        let people = (0..).zip(self.begins.windows(2));
        people.flat_map(|(person, own)| {
            let places = self.places[own[0] as usize..own[1] as usize].iter();
            places.map(move |place| (person, place.meeting))
        })
    }
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
fn hidden_alone(record: &Record, told: Span) -> Option<Hidden> {
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
    group: &[Place],
    told: Span,
) -> Option<Hidden> {
    let alone = |place: &Place| {
        let record = collection.record(place.at);
        let told = presence::presence(collection.stays(record));
        (told, hidden_alone(record, told))
    };
    if !group.iter().any(|place| alone(place).1.is_some()) {
        return None;
    }
    let (mut sum, mut longest) = (Span::ZERO, Span::ZERO);
    for &report in &meeting.reports {
        let report = &collection.reports[report as usize];
        let first = collection.first_record(report);
        let own = first..first + collection.records(report).len() as u32;
        let own = group.iter().filter(|place| own.contains(&place.at));
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
        self.cells.of_meeting(&self.collection, meeting)
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
