//! A table in a file of Teams, and what each of its columns holds.

use std::ops::Range;

use super::clock::Parts;
use super::grid::Row;
use super::{length, people, words};

/// Where a table stands among the rows.
pub(super) struct Table {
    /// The row of its headings.
    pub heading: usize,
    /// The rows below.
    pub rows: Range<usize>,
}

impl Table {
    /// Finds a table: a row of headings, and rows that hold two times each.
    pub(super) fn of(rows: &[Row], range: Range<usize>) -> Option<Self> {
        let heading = range.clone().find(|&at| rows[at].filled() >= 4)?;
        let is_heading = times(&rows[heading]).next().is_none();
        let below = heading + 1..range.end;
        let mut whole = below.clone().filter(|&at| times(&rows[at]).count() >= 2);
        (is_heading && whole.next().is_some()).then_some(Self {
            heading,
            rows: below,
        })
    }

    /// Its rows; those without any time are of people who registered and did not come.
    pub(super) fn rows<'r>(&self, rows: &'r [Row]) -> impl Iterator<Item = &'r Row> {
        let rows = rows[self.rows.clone()].iter();
        rows.filter(|row| times(row).next().is_some())
    }
}

/// Returns the columns of a row that hold a time.
fn times(row: &Row) -> impl Iterator<Item = usize> + '_ {
    let cells = row.cells.iter().enumerate();
    cells.filter_map(|(at, cell)| Parts::read(cell).map(|_| at))
}

/// What the columns of a table hold.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Columns {
    pub name: usize,
    pub join: usize,
    pub leave: usize,
    pub duration: Option<usize>,
    pub email: Option<usize>,
    pub upn: Option<usize>,
    pub role: Option<usize>,
    pub registration: Option<usize>,
    /// Those with headings such as `Engagement: Reactions`.
    pub engagement: Vec<usize>,
}

impl Columns {
    /// Tells the columns by what they hold; roles and registrations by their headings.
    pub(super) fn of(rows: &[Row], table: &Table) -> Self {
        let headings = &rows[table.heading];
        let below = &rows[table.rows.clone()];
        let width = below.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let holds = |at: usize, is: fn(&str) -> bool| below.iter().any(|row| is(row.cell(at)));
        let find = |from: usize, is: fn(&str) -> bool| (from..width).find(|&at| holds(at, is));
        let is_time = |cell: &str| Parts::read(cell).is_some();
        let join = find(1, is_time).unwrap_or(1);
        let leave = find(join + 1, is_time).unwrap_or(join + 1);
        let duration = find(leave + 1, |cell| length::seconds(cell).is_some());
        let behind = duration.unwrap_or(leave) + 1;
        let registration = (behind..width).find(|&at| {
            let heading = headings.cell(at).to_lowercase();
            let registered = words::REGISTRATION
                .iter()
                .any(|word| heading.contains(word));
            registered && holds(at, |cell| cell.contains('@'))
        });
        // Teams puts addresses behind the times, Zoom in front of them.
        let mut addresses = (behind..width)
            .chain(1..join)
            .filter(|&at| Some(at) != registration && holds(at, |cell| cell.contains('@')));
        let first = addresses.next();
        let engagement: Vec<usize> = (behind..width)
            .filter(|&at| people::engagement_name(headings.cell(at)).is_some())
            .collect();
        let is_account = |at: usize| headings.cell(at).contains("UPN");
        let (email, upn) = match first {
            Some(first) if is_account(first) => (None, Some(first)),
            first => (first, addresses.next()),
        };
        let by_heading =
            (behind..width).find(|&at| words::is_one_of(words::ROLE, headings.cell(at)));
        let by_content = || {
            let is_role = |cell: &str| words::role(cell).is_some();
            find(behind, is_role).filter(|at| !engagement.contains(at))
        };
        let last_text = || {
            let free = |at: &usize| {
                ![email, upn, registration].contains(&Some(*at)) && !engagement.contains(at)
            };
            let is_text = |at: &usize| holds(*at, |cell| !cell.is_empty());
            // Behind the address, where the service puts it.
            let from = email.or(upn).map_or(behind, |at| behind.max(at + 1));
            (from..width).filter(free).find(is_text)
        };
        Self {
            name: 0,
            join,
            leave,
            duration,
            email,
            upn,
            role: by_heading.or_else(by_content).or_else(last_text),
            registration,
            engagement,
        }
    }
}
