//! Hours as payroll wants them: one row per person, one column per month, sums at both ends
//! and by cost centre.

use std::collections::{BTreeMap, BTreeSet};

use super::Table;
use super::run_view::RunView;
use super::value::Decimal;
use super::view::View;
use crate::model::natural_order::Natural;
use crate::series::register::hours::{Calendar, Period};

/// Hours by person and month, in seconds.
#[derive(Clone, Debug, Default)]
pub struct HoursGrid<'r> {
    /// The months, as `2026-10`, in order.
    pub months: Vec<String>,
    /// The people who were in a meeting, in order.
    pub people: Vec<HoursOfPerson<'r>>,
    /// The sums of each cost centre, by name, those without one last; empty where nobody has one.
    pub cost_centres: Vec<(Option<&'r str>, HoursRow)>,
    /// The sums of all.
    pub all: HoursRow,
}

/// What the heading of people without a cost centre is.
pub const NO_COST_CENTRE: &str = "(no cost centre)";

/// What is told of people beside their hours: what the columns tell that were chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoursShown {
    /// Their names.
    pub names: bool,
    /// Their addresses.
    pub emails: bool,
    /// Their cost centres.
    pub cost_centres: bool,
}

impl HoursShown {
    /// Returns what a table of hours tells.
    pub fn of(view: &View) -> Self {
        let tells = |key| view.position(key).is_some();
        Self {
            names: tells("display_name"),
            emails: tells("email"),
            cost_centres: tells("cost_centre"),
        }
    }

    /// Returns what is told where hours are all that is asked for; `None` where there is more.
    pub fn alone(views: &[View]) -> Option<Self> {
        let is_hours = |view: &View| matches!(view.table(), Table::Hours | Table::Weeks);
        let hours = views.iter().find(|view| view.table() == Table::Hours)?;
        views.iter().all(is_hours).then(|| Self::of(hours))
    }
}

/// A person's hours.
#[derive(Clone, Debug)]
pub struct HoursOfPerson<'r> {
    /// The name.
    pub name: Option<&'r str>,
    /// The e-mail address.
    pub email: Option<&'r str>,
    /// The department, by the roster.
    pub department: Option<&'r str>,
    /// The cost centre, by the roster.
    pub cost_centre: Option<&'r str>,
    /// The name of the person's page; `None` where there is none.
    pub stem: Option<&'r str>,
    /// The hours.
    pub row: HoursRow,
}

/// Seconds of each month, and of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoursRow {
    /// Of each month; `None` where nobody was in a meeting.
    pub months: Vec<Option<i64>>,
    /// Of all months.
    pub total: i64,
}

impl HoursRow {
    fn empty(months: usize) -> Self {
        Self {
            months: vec![None; months],
            total: 0,
        }
    }

    /// Returns the total in hours, 2 places.
    pub fn decimal_hours(&self) -> Decimal {
        Decimal::ratio(self.total.into(), 3600, 2).expect("an hour has seconds")
    }

    fn add(&mut self, other: &Self) {
        for (sum, month) in self.months.iter_mut().zip(&other.months) {
            if let Some(seconds) = month {
                *sum = Some(sum.unwrap_or(0) + seconds);
            }
        }
        self.total += other.total;
    }
}

impl HoursGrid<'_> {
    /// Returns how many cost centres there are.
    pub fn named_cost_centres(&self) -> usize {
        let named = |(name, _): &&(Option<&str>, HoursRow)| name.is_some();
        self.cost_centres.iter().filter(named).count()
    }

    /// Returns whether the grid is written too, where these tables are written.
    ///
    /// It names everybody with their address, which is nothing for somebody who chose the
    /// columns of the table.
    pub fn is_wanted(views: &[View]) -> bool {
        let whole = |view: &View| view.table() == Table::Hours && view.is_whole();
        views.iter().any(whole)
    }
}

impl<'r> RunView<'r> {
    /// Returns the hours of everybody in view, by month.
    pub fn hours_grid(&self) -> HoursGrid<'r> {
        let run = self.run();
        let hours: Vec<_> = run
            .people()
            .map(|person| (person, run.hours(person, Calendar::Months)))
            .filter(|(_, hours)| !hours.is_empty())
            .collect();
        let months: BTreeSet<Period> = hours
            .iter()
            .flat_map(|(_, one)| one.keys())
            .copied()
            .collect();
        let mut grid = HoursGrid {
            months: months.iter().map(ToString::to_string).collect(),
            all: HoursRow::empty(months.len()),
            ..HoursGrid::default()
        };
        let mut sums = BTreeMap::new();
        for (person, hours) in hours {
            let seconds = |month| hours.get(month).map(|hours| hours.once());
            let row = HoursRow {
                months: months.iter().map(seconds).collect(),
                total: hours.values().map(|hours| hours.once()).sum(),
            };
            let cost_centre = run.cost_centre(person);
            grid.all.add(&row);
            // Those without one come last.
            let sum: &mut HoursRow = sums
                .entry((cost_centre.is_none(), cost_centre.map(Natural)))
                .or_insert_with(|| HoursRow::empty(months.len()));
            sum.add(&row);
            grid.people.push(HoursOfPerson {
                name: run.name(person),
                email: run.email(person),
                department: run.department(person),
                cost_centre,
                stem: super::person_view::page_of(run, person),
                row,
            });
        }
        if sums.keys().any(|(_, cost_centre)| cost_centre.is_some()) {
            let sums = sums.into_iter();
            grid.cost_centres = sums
                .map(|((_, name), row)| (name.map(|name| name.0), row))
                .collect();
        }
        grid
    }
}
