//! The register: who was in which meeting, and what they were there.

use super::Series;
use super::collection::Collection;
use super::fate::OccurrenceId;
use super::judging::{Attended, Held};
use super::occurrences::Occurrence;
use super::people::People;
use super::person::PersonId;
use super::roster::RosterEntry;
use super::status::{Status, Verdict};
use super::texts::TextId;
use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::stats::presence::{self, Stays};

/// A person in a meeting, with all records of all its reports united.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Who.
    pub person: PersonId,
    /// In which meeting.
    pub occurrence: OccurrenceId,
    first_stay: u32,
    stays: u32,
    /// Whether a report tells when.
    pub timed: bool,
    /// Whether they were organizer or presenter.
    pub host: bool,
    /// The registration by which they came.
    pub registration: Option<TextId>,
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
}

impl Cells {
    /// Unites the records of each person and meeting.
    pub(super) fn of(collection: &Collection, occurrences: &[Occurrence], people: &People) -> Self {
        let mut records = sorted_records(collection, occurrences, people);
        let mut cells = Self {
            cells: Vec::with_capacity(records.len()),
            stays: Vec::with_capacity(records.len()),
            begins: Vec::with_capacity(people.people.len() + 1),
        };
        for group in records.chunk_by_mut(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (person, occurrence, _) = group[0];
            cells.begin_through(person);
            let cell = cells.unite(collection, group);
            cells.cells.push(Cell {
                person,
                occurrence,
                ..cell
            });
        }
        cells.begin_through(people.people.len() as PersonId);
        cells
    }

    /// Notes that the cells of everybody up to this person begin here at the latest.
    fn begin_through(&mut self, person: PersonId) {
        self.begins.resize(
            self.begins.len().max(person as usize + 1),
            self.cells.len() as u32,
        );
    }

    fn unite(&mut self, collection: &Collection, group: &[(PersonId, OccurrenceId, u32)]) -> Cell {
        let mut stays = Stays::new();
        let mut cell = Cell {
            person: 0,
            occurrence: 0,
            first_stay: self.stays.len() as u32,
            stays: 0,
            timed: false,
            host: false,
            registration: None,
            reported_total: -1,
            interval_sum: -1,
        };
        for &(_, _, at) in group {
            let record = collection.record(at);
            stays.extend_from_slice(collection.stays(record));
            cell.timed |= record.timed;
            cell.host |= record.host;
            cell.registration = cell.registration.or(record.registration);
            add(&mut cell.reported_total, record.reported_total());
            add(&mut cell.interval_sum, record.interval_sum());
        }
        presence::unite(&mut stays);
        cell.stays = stays.len() as u32;
        self.stays.extend(stays);
        cell
    }

    /// All cells.
    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
    }

    /// A person's cells, by meeting.
    pub fn of_person(&self, person: PersonId) -> &[Cell] {
        let begin = |person: usize| self.begins[person] as usize;
        &self.cells[begin(person as usize)..begin(person as usize + 1)]
    }

    /// When the person was there; united.
    pub fn stays(&self, cell: &Cell) -> &[Stay] {
        &self.stays[cell.first_stay as usize..(cell.first_stay + cell.stays) as usize]
    }
}

fn add(sum: &mut i64, value: Option<i64>) {
    if let Some(value) = value {
        *sum = (*sum).max(0).saturating_add(value);
    }
}

/// Person, meeting and place of every record that counts.
fn sorted_records(
    collection: &Collection,
    occurrences: &[Occurrence],
    people: &People,
) -> Vec<(PersonId, OccurrenceId, u32)> {
    let mut all = Vec::new();
    for (number, occurrence) in (0..).zip(occurrences) {
        for &report in &occurrence.reports {
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
    /// The roster does not name them for this meeting.
    NotExpected,
    /// There is no roster.
    NotTold,
}

impl Expected {
    /// A word for tables.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Required => Some("required"),
            Self::Optional => Some("optional"),
            Self::NotExpected => Some("not expected"),
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
    pub occurrence: OccurrenceId,
    /// Whether they were expected.
    pub expected: Expected,
    /// Their records, where they have some.
    pub cell: Option<&'s Cell>,
}

impl Series {
    /// A person's cells, by meeting.
    pub fn cells(&self, person: PersonId) -> &[Cell] {
        self.cells.of_person(person)
    }

    /// When somebody was in a meeting; united.
    pub fn stays(&self, cell: &Cell) -> &[Stay] {
        self.cells.stays(cell)
    }

    /// Presence in a meeting; `None` where the reports do not tell when.
    pub fn presence(&self, cell: &Cell) -> Option<Span> {
        cell.timed.then(|| presence::presence(self.stays(cell)))
    }

    /// The first join and the last leave.
    pub fn span(&self, cell: &Cell) -> Option<(Instant, Instant)> {
        let stays = self.stays(cell);
        Some((stays.first()?.join(), stays.last()?.leave()))
    }

    /// Whether somebody was expected in a meeting.
    pub fn expected(&self, person: PersonId, occurrence: OccurrenceId) -> Expected {
        if !self.has_roster() {
            return Expected::NotTold;
        }
        let series = self.text(self.occurrences[occurrence as usize].series);
        let day = self.day(occurrence);
        let covering = |entry: &&RosterEntry| entry.covers(series, day);
        match self.entries(person).find(covering) {
            Some(entry) if entry.required => Expected::Required,
            Some(_) => Expected::Optional,
            None => Expected::NotExpected,
        }
    }

    /// A person's entries, by meeting: those with a record, and those they had to come to.
    pub fn register(&self, person: PersonId) -> impl Iterator<Item = Entry<'_>> {
        let cells = self.cells(person);
        let listed = !self.person(person).roster.is_empty();
        let all = if listed { self.occurrences.len() } else { 0 };
        let entry = move |occurrence: OccurrenceId, cell| Entry {
            person,
            occurrence,
            expected: self.expected(person, occurrence),
            cell,
        };
        let with_record = cells.iter().filter(move |_| !listed);
        let with_record = with_record.map(move |cell| entry(cell.occurrence, Some(cell)));
        let of_listed = (0..all as OccurrenceId).filter_map(move |occurrence| {
            let at = cells.binary_search_by_key(&occurrence, |cell| cell.occurrence);
            let entry = entry(occurrence, at.ok().map(|at| &cells[at]));
            let due = entry.expected == Expected::Required;
            (due || entry.cell.is_some()).then_some(entry)
        });
        with_record.chain(of_listed)
    }

    /// What the person was in the meeting.
    pub fn status(&self, entry: &Entry<'_>) -> Status {
        let found = match entry.cell {
            Some(cell) => {
                let rules = &self.options.rules.status;
                rules.judge(self.attended(cell), self.held(entry.occurrence))
            }
            None => self.missing(entry).0,
        };
        match self.excuse(entry, found) {
            Some(_) => Status::Excused,
            None => found,
        }
    }

    /// What the person was in the meeting, and why.
    pub fn verdict(&self, entry: &Entry<'_>) -> Verdict {
        let found = match entry.cell {
            Some(cell) => {
                let rules = &self.options.rules.status;
                rules.explain(self.attended(cell), self.held(entry.occurrence))
            }
            None => {
                let (status, reason) = self.missing(entry);
                Verdict { status, reason }
            }
        };
        match self.excuse(entry, found.status) {
            None => found,
            Some(why) => Verdict {
                status: Status::Excused,
                reason: format!(
                    "excused: {}; else {}",
                    why.unwrap_or("no reason given"),
                    found.reason
                ),
            },
        }
    }

    /// The time of a record that counts by the rules, where it is known.
    pub fn counted(&self, cell: &Cell) -> Option<Span> {
        let windows = &self.occurrences[cell.occurrence as usize].windows;
        let rules = &self.options.rules.status;
        cell.timed.then(|| rules.counted(self.stays(cell), windows))
    }

    fn attended<'s>(&'s self, cell: &Cell) -> Attended<'s> {
        Attended {
            stays: self.stays(cell),
            timed: cell.timed,
            reported_total: cell.reported_total(),
        }
    }

    fn held(&self, occurrence: OccurrenceId) -> Held<'_> {
        let occurrence = &self.occurrences[occurrence as usize];
        Held {
            windows: &occurrence.windows,
            start: occurrence.start,
            end: occurrence.end,
        }
    }

    /// Why somebody without a record is absent, or may not be.
    fn missing(&self, entry: &Entry<'_>) -> (Status, String) {
        let unknown = |why: String| (Status::Unknown, format!("unknown: {why}"));
        if let Some(gap) = self.occurrences[entry.occurrence as usize].gap {
            return unknown(gap.words().into());
        }
        let there = |&&person: &&PersonId| {
            let cells = self.cells(person);
            cells
                .binary_search_by_key(&entry.occurrence, |cell| cell.occurrence)
                .is_ok()
        };
        let namesakes = self.namesakes.get(&entry.person).into_iter().flatten();
        if namesakes.filter(there).count() > 0 {
            return unknown(
                "somebody of this name is in the report, by another identity (see the suggestions)"
                    .into(),
            );
        }
        match self.unidentified[entry.occurrence as usize] {
            0 => (
                Status::Absent,
                "absent: the report has no record of this person".into(),
            ),
            1 => unknown("an unidentified guest in the report may be this person".into()),
            guests => unknown(format!(
                "one of {guests} unidentified guests in the report may be this person"
            )),
        }
    }

    /// The reason by which somebody who was not there enough is excused.
    fn excuse(&self, entry: &Entry<'_>, found: Status) -> Option<Option<&str>> {
        if !matches!(found, Status::Partial | Status::Absent | Status::Unknown) {
            return None;
        }
        let day = self.day(entry.occurrence)?;
        let excuses = self.excuses.get(&entry.person)?.iter();
        let mut excuses = excuses.map(|&at| &self.options.rules.excuses[at]);
        let excuse = excuses.find(|excuse| excuse.from <= day && day <= excuse.to)?;
        Some(excuse.reason.as_deref())
    }
}
