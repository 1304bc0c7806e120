//! The people of a file, with their stays.

use std::collections::{HashMap, HashSet};

use super::clock::Parts;
use super::grid::Row;
use super::table::{Columns, Table};
use super::{Times, length, text, words};
use crate::decode::wire::{Identity, Interval, List, Object, Record, Scalar};
use crate::finding::Place;

/// Somebody in the making.
#[derive(Debug, Default)]
pub(super) struct Person {
    pub name: String,
    email: String,
    role: String,
    registration: String,
    /// What stands in the columns of engagement: `Reactions=3; Unmutes=1`.
    engagement: String,
    /// The first join and the last leave, where the file says them beside the stays.
    pub first: Option<Parts>,
    pub last: Option<Parts>,
    /// The printed total, in seconds.
    pub total: Option<i64>,
    pub stays: Vec<Stay>,
    pub line: usize,
}

/// One join, and the leave behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    pub join: Option<Parts>,
    pub leave: Option<Parts>,
    /// The printed duration, in seconds.
    pub printed: Option<i64>,
    pub line: usize,
}

impl Person {
    fn of(row: &Row, columns: &Columns) -> Self {
        let cell = |column: Option<usize>| column.map_or("", |at| row.cell(at));
        let registration = cell(columns.registration);
        let addresses = [cell(columns.email), cell(columns.upn), registration];
        let email = addresses.into_iter().find(|text| text.contains('@'));
        Self {
            name: row.cell(columns.name).to_owned(),
            email: email.unwrap_or_default().to_owned(),
            role: cell(columns.role).to_owned(),
            registration: registration.to_owned(),
            line: row.line,
            ..Self::default()
        }
    }

    /// Returns what tells the person from the others of the file: the address, else the name.
    fn key(&self) -> (String, String) {
        match self.email.as_str() {
            "" => (String::new(), self.name.to_lowercase()),
            email => (email.to_lowercase(), String::new()),
        }
    }

    /// Returns the person as a record of Graph.
    pub(super) fn record(&self, times: &mut Times<'_>) -> Record<'static> {
        let intervals = self.stays.iter().map(|stay| {
            let place = Place {
                line: stay.line,
                column: 1,
            };
            Object::Value(Interval {
                join: times.of(stay.join, place),
                leave: times.of(stay.leave, place),
                duration: stay.printed.map_or(Scalar::Absent, Scalar::Integer),
                odd: None,
            })
        });
        let intervals = List::Items(intervals.collect());
        let role = words::role(&self.role);
        let role = role.as_ref().and_then(|role| role.name());
        Record {
            email: text(Some(&self.email)),
            role: text(role.or(Some(&self.role))),
            registration_id: text(Some(&self.registration)),
            engagement: text(Some(&self.engagement)),
            total: self.total.map_or(Scalar::Absent, Scalar::Integer),
            identity: Object::Value(Identity {
                display_name: text(Some(&self.name)),
                ..Identity::default()
            }),
            intervals,
            ..Record::default()
        }
    }
}

/// Returns the people of section 2: one per row, with totals and without stays.
pub(super) fn of_section(all: &[Row], table: &Table, columns: &Columns) -> Vec<Person> {
    let rows = table.rows(all);
    let headings = &all[table.heading];
    let person = |row: &Row| Person {
        engagement: engagement(headings, row, &columns.engagement),
        first: Parts::read(row.cell(columns.join)),
        last: Parts::read(row.cell(columns.leave)),
        total: columns
            .duration
            .and_then(|at| length::seconds(row.cell(at))),
        ..Person::of(row, columns)
    };
    rows.map(person).collect()
}

/// Returns what stands in the columns of engagement, as `Reactions=3; Unmutes=1`: which
/// columns there are differs from file to file, and those of a table may not.
fn engagement(headings: &Row, row: &Row, columns: &[usize]) -> String {
    let pairs = columns.iter().filter_map(|&at| {
        let (_, name) = engagement_name(headings.cell(at))?;
        let value = row.cell(at);
        let pair = || format!("{name}={value}").replace(';', ",");
        (!value.is_empty()).then(pair)
    });
    pairs.collect::<Vec<_>>().join("; ")
}

/// Splits a heading such as `Engagement: Reactions`, in whatever language.
pub(super) fn engagement_name(heading: &str) -> Option<(&str, &str)> {
    let (kind, name) = heading.split_once([':', '：'])?;
    let (kind, name) = (kind.trim(), name.trim());
    (!kind.is_empty() && !name.is_empty()).then_some((kind, name))
}

/// Adds the joins of a table, one per row, to the people; new ones are added behind them.
pub(super) fn add_joins(rows: &[Row], table: &Table, columns: &Columns, people: &mut Vec<Person>) {
    let mut known: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        known.entry(person.key()).or_default().push(at);
    }
    for row in table.rows(rows) {
        let stay = Stay {
            join: Parts::read(row.cell(columns.join)),
            leave: Parts::read(row.cell(columns.leave)),
            printed: columns
                .duration
                .and_then(|at| length::seconds(row.cell(at))),
            line: row.line,
        };
        let person = Person::of(row, columns);
        let own = known.entry(person.key()).or_default();
        // Two guests may have one name: a stay belongs to whose first join or last leave it is.
        let fits = |at: &&usize| {
            let person = &people[**at];
            (person.first.is_some() && person.first == stay.join)
                || (person.last.is_some() && person.last == stay.leave)
        };
        let found = own.iter().find(fits).or(own.first()).copied();
        let at = found.unwrap_or_else(|| {
            own.push(people.len());
            people.push(person);
            people.len() - 1
        });
        people[at].stays.push(stay);
    }
}

/// Gives people without stays the only one that is possible: where the printed total is the
/// time from the first join to the last leave, there was no pause.
pub(super) fn stay_where_only_one_is_possible(people: &mut [Person], tolerance: i64) {
    for person in people.iter_mut().filter(|person| person.stays.is_empty()) {
        let (Some(join), Some(leave), Some(total)) = (person.first, person.last, person.total)
        else {
            continue;
        };
        if join
            .seconds_to(&leave)
            .is_some_and(|gap| (gap - total).abs() <= tolerance)
        {
            person.stays.push(Stay {
                join: Some(join),
                leave: Some(leave),
                printed: Some(total),
                line: person.line,
            });
        }
    }
}

/// Reads an attendance list: a row for each join and each leave.
pub(super) fn of_list(rows: &[Row], table: &Table, people: &mut Vec<Person>) {
    let rows = &rows[table.rows.clone()];
    let mut known: HashMap<String, usize> = HashMap::new();
    let leaves = leaving(rows);
    for row in rows {
        let name = row.cell(0);
        let at = *known.entry(name.to_lowercase()).or_insert_with(|| {
            people.push(Person {
                name: name.to_owned(),
                line: row.line,
                ..Person::default()
            });
            people.len() - 1
        });
        let (stays, time) = (&mut people[at].stays, Parts::read(row.cell(2)));
        let open = stays.iter_mut().rev().find(|stay| stay.leave.is_none());
        match (leaves(row.cell(1)), open) {
            (true, Some(stay)) => stay.leave = time,
            (is_leave, _) => stays.push(Stay {
                join: time.filter(|_| !is_leave),
                leave: time.filter(|_| is_leave),
                printed: None,
                line: row.line,
            }),
        }
    }
}

/// Tells leaving from joining: by the words, else by this: nobody leaves first.
fn leaving(rows: &[Row]) -> impl Fn(&str) -> bool {
    let mut seen = HashSet::new();
    let first = rows.iter().filter(|row| seen.insert(row.cell(0)));
    let joins: Vec<String> = first.map(|row| row.cell(1).to_lowercase()).collect();
    move |action: &str| {
        words::is_one_of(words::LEFT, action)
            || !(words::is_one_of(words::JOINED, action) || joins.contains(&action.to_lowercase()))
    }
}

/// Returns whether the second cells of rows are joins and leaves, by a known word, or because
/// they are few and somebody has two of them.
pub(super) fn are_actions(rows: &[Row]) -> bool {
    let known = |row: &Row| {
        let action = row.cell(1);
        words::is_one_of(words::JOINED, action) || words::is_one_of(words::LEFT, action)
    };
    let actions: HashSet<&str> = rows.iter().map(|row| row.cell(1)).collect();
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut changes = rows.iter().filter(|row| {
        let (name, action) = (row.cell(0), row.cell(1));
        *first.entry(name).or_insert(action) != action
    });
    rows.iter().any(known) || (actions.len() <= 3 && changes.next().is_some())
}
