//! What the page of a table across meetings is made from: any table, by its columns.

use minijinja::value::Value;

use super::Look;
use super::record::{Record, list};
use super::sentence::sentence;
use super::site::{Site, table_page};
use super::table_rows::TableRows;
use crate::language::Language;
use crate::views::cell::Rows;
use crate::views::column::{Column, Kind};
use crate::views::view::View;

/// How many rows a page has; what is more goes on on another.
pub const ROWS: usize = 5_000;

/// One page of a table.
#[derive(Clone, Copy, Debug)]
pub struct TablePage<'a> {
    /// The table, with the columns that are shown.
    pub view: &'a View,
    /// Its rows on this page.
    pub rows: &'a Rows,
    /// Which part of the table they are, from 1.
    pub part: usize,
    /// Whether another part follows.
    pub goes_on: bool,
}

/// Everything that the template of a table may use.
pub(super) fn context(page: &TablePage<'_>, site: &Site, look: Look<'_>) -> Record {
    let language = look.language;
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
            Value::from_object(TableRows::of(columns, page.rows.clone(), look)),
        )
        .with("first", first)
        .with("last", first + page.rows.len() - 1)
        .with(
            "previous",
            (page.part > 1).then(|| other(page.part - 1)).flatten(),
        )
        .with("next", page.goes_on.then(|| other(page.part + 1)).flatten());
    // In all parts the navigation marks the table that they are parts of.
    site.navigation(record, &table_page(table, 1), language)
}

fn heading(column: &Column, language: Language) -> Record {
    Record::default()
        .with("key", column.key)
        .with("label", language.heading(column.label))
        .with("meaning", sentence(column.meaning))
        .with("number", column.kind != Kind::Text)
}
