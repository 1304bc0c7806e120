//! What the page of a table across meetings is made from: any table, by its columns.

use std::collections::BTreeSet;

use minijinja::value::Value;

use super::Locale;
use super::hours;
use super::record::{Record, list, text};
use super::sentence::sentence;
use super::site::{Site, table_page};
use super::table_rows::TableRows;
use crate::language::Language;
use crate::views::Table;
use crate::views::cell::{Cell, Rows};
use crate::views::column::{Column, Kind};
use crate::views::hours_grid::{HoursGrid, HoursShown};
use crate::views::passed::Requirement;
use crate::views::view::View;

/// How many rows a page has; what is more goes on on another.
pub const ROWS: usize = 5_000;

/// What a table's page says above its rows.
#[derive(Clone, Debug, Default)]
pub struct TableFacts<'a> {
    /// The hours by month, of the table of hours.
    pub hours: Option<HoursGrid<'a>>,
    /// What somebody must have done to be in it, of who passed.
    pub requirements: Vec<Requirement>,
}

/// One page of a table.
#[derive(Clone, Copy, Debug)]
pub struct TablePage<'a> {
    /// The table, with the columns that are shown.
    pub view: &'a View,
    /// Its rows on this page.
    pub rows: &'a Rows,
    /// The name of the page of each row's person, as far as there are any.
    pub people: &'a [Option<String>],
    /// Which part of the table they are, from 1.
    pub part: usize,
    /// Whether another part follows.
    pub goes_on: bool,
    /// What stands above the rows, on the first page.
    pub facts: Option<&'a TableFacts<'a>>,
}

/// Returns everything that the template of a table may use.
pub(super) fn context(page: &TablePage<'_>, site: &Site, locale: Locale<'_>) -> Record {
    let language = locale.language;
    let (table, columns) = (page.view.table(), page.view.columns());
    let first = (page.part - 1) * ROWS + 1;
    let other = |part| {
        let address = table_page(table, part);
        address.rsplit('/').next().map(str::to_owned)
    };
    let record = Record::default()
        .with("table", table.name())
        .with("title", language.heading(table.title()))
        .with("meaning", sentence(language.meaning(table.meaning())))
        .with(
            "columns",
            list(columns.iter().map(|column| heading(column, language))),
        )
        .with(
            "rows",
            Value::from_object(
                TableRows::of(page.view, page.rows.clone(), locale).leading_to(page.people),
            ),
        )
        .with(
            "h",
            page.facts
                .and_then(|facts| facts.hours.as_ref())
                .map(|grid| hours::totals(grid, HoursShown::of(page.view), locale)),
        )
        .with("rule", page.facts.and_then(|facts| rule(facts, language)))
        .with("departments_in", departments(page))
        .with("department_at", page.view.position("department"))
        .with("first", first)
        .with("addresses", addresses(page))
        .with("last", first + page.rows.len() - 1)
        .with(
            "previous",
            (page.part > 1).then(|| other(page.part - 1)).flatten(),
        )
        .with("next", page.goes_on.then(|| other(page.part + 1)).flatten());
    // In all parts the navigation marks the table that they are parts of.
    site.navigation(record, &table_page(table, 1), language)
}

/// Returns the addresses on the reminder list as one line, as mail programs take it; `None` on
/// other pages, and where nobody has one.
fn addresses(page: &TablePage<'_>) -> Option<Value> {
    if page.view.table() != Table::Missed {
        return None;
    }
    let email = page.view.position("email")?;
    let rows = (0..page.rows.len()).map(|row| page.rows.cell(row, email));
    let mut addresses = Vec::new();
    for cell in rows {
        if let Cell::Text(address) = cell
            && is_one_address(&address)
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    (!addresses.is_empty()).then(|| text(&addresses.join("; ")))
}

/// Returns what somebody must have done to be in the table, such as `Attended ≥ 6`.
fn rule(facts: &TableFacts<'_>, language: Language) -> Option<String> {
    let asked = facts.requirements.iter().map(|one| {
        let bound = match (one.is_share, one.bound.fract() == 0.0) {
            (true, _) => language.rate(one.bound),
            (false, true) => language.count(one.bound as i64),
            (false, false) => language.decimal(one.bound),
        };
        let heading = language.heading(one.heading);
        format!("{heading} {}\u{a0}{bound}", one.sign)
    });
    let asked: Vec<_> = asked.collect();
    (!asked.is_empty()).then(|| asked.join(" · "))
}

/// Returns the departments of the rows, for a filter; none where nobody has one.
fn departments(page: &TablePage<'_>) -> Value {
    let Some(at) = page.view.position("department") else {
        return Value::from(());
    };
    let mut names = BTreeSet::new();
    for row in 0..page.rows.len() {
        if let Cell::Text(name) = page.rows.cell(row, at) {
            names.insert(name.into_owned());
        }
    }
    match names.len() {
        0 => Value::from(()),
        _ => Value::from_iter(names.iter().map(|name| text(name))),
    }
}

/// Returns whether a mail program takes the text for one address and nothing else.
fn is_one_address(text: &str) -> bool {
    let divides = |sign: char| {
        sign.is_whitespace() || sign.is_control() || matches!(sign, ';' | ',' | '<' | '>' | '"')
    };
    let (before, behind) = text.split_once('@').unwrap_or_default();
    let is_whole = !before.is_empty() && !behind.is_empty();
    is_whole && !behind.contains('@') && !text.contains(divides)
}

/// Returns what a column means, as a whole sentence.
fn meaning(column: &Column, language: Language) -> String {
    let stop = language.full_stop();
    format!(
        "{}{stop}",
        sentence(language.column_meaning(column.meaning))
    )
}

fn heading(column: &Column, language: Language) -> Record {
    Record::default()
        .with("key", column.key)
        .with("label", language.heading(column.label))
        .with("meaning", meaning(column, language))
        .with("number", column.kind != Kind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(emails: &[Option<&str>]) -> Option<String> {
        let view = View::of(Table::Missed, &["email"]).unwrap();
        let mut rows = Rows::default();
        for email in emails {
            rows.push(&[Cell::from(*email)]);
        }
        let page = TablePage {
            view: &view,
            rows: &rows,
            people: &[],
            part: 1,
            goes_on: false,
            facts: None,
        };
        addresses(&page).map(|line| line.to_string())
    }

    #[test]
    fn addresses_are_one_line_of_single_addresses_each_once() {
        let emails = [Some("a@x"), None, Some("b@y"), Some("a@x")];
        assert_eq!(line(&emails).as_deref(), Some("a@x; b@y"));
        let others = [
            "Ann",
            "a@x;evil@z",
            "a@x,b@y",
            "<a@x>",
            "a b@x",
            "@x",
            "a@",
            "a@b@c",
            "a@x\n",
        ];
        for other in others {
            assert_eq!(line(&[Some(other)]), None, "{other}");
        }
    }
}
