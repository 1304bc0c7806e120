//! What the index of a department's folder is made from.

use super::Locale;
use super::front;
use super::record::{Record, text};
use super::site::{INDEX, Site};
use crate::views::Table;
use crate::views::run_view::RunView;

/// Returns everything that the template of a department may use.
pub fn context(run: &RunView<'_>, site: &Site, locale: Locale<'_>) -> Record {
    let mut own = None;
    // With one department in view its row comes first, and then that of all.
    run.rows(Table::Departments, |row| {
        own.get_or_insert_with(|| Record::of_row(Table::Departments.columns(), row));
    });
    let record = Record::default()
        .with("d", own.unwrap_or_default())
        .with("title", locale.naming.of(Some(run)).map(text));
    let record = front::add_to(record, run, None, site, locale);
    site.navigation(record, INDEX, locale.language)
}
