//! The numbers of each role.

use super::grid::{Column, table as grid};
use super::{Lines, Locale};
use crate::untrusted::one_line_of_terminal;
use crate::views::cell::{Cell, Rows};
use crate::views::column::Kind;
use crate::views::meeting_view::MeetingView;
use crate::views::{NO_ROLE, Table};

/// Adds a row per role, and one for all where there are several.
pub fn table(meeting: &MeetingView<'_>, text: &mut Lines<'_>) {
    let locale = text.locale;
    let words = locale.language.words();
    let of = |table: Table| {
        let mut rows = Rows::default();
        meeting.rows(table, |row| rows.push(row));
        rows
    };
    let (roles, all) = (of(Table::Roles), of(Table::Meetings));
    if roles.is_empty() {
        return;
    }
    text.heading(words.by_role);
    grid(&columns(&roles, &all, locale), text);
}

/// Returns what of a role is shown: rank, heading, and the column of both tables.
fn columns(roles: &Rows, all: &Rows, locale: &Locale) -> Vec<Column> {
    let words = locale.language.words();
    let column = |rank, heading, key| Column {
        heading,
        rank,
        cells: cells(Table::Roles, roles, key, locale)
            .chain(
                cells(Table::Meetings, all, key, locale).take(if roles.len() > 1 {
                    usize::MAX
                } else {
                    0
                }),
            )
            .collect(),
    };
    let mut names = Column {
        heading: words.role,
        rank: 0,
        cells: role_names(roles, locale),
    };
    if roles.len() > 1 {
        names.cells.push(words.all_roles.to_owned());
    }
    vec![
        names,
        column(1, words.participants, "participants"),
        column(3, words.presence, "presence_seconds"),
        column(2, words.mean_share, "mean_share"),
        column(7, words.mean, "mean_presence_seconds"),
        column(6, words.median, "median_presence_seconds"),
        column(8, words.rejoins, "rejoins"),
        column(4, words.late, "late"),
        column(5, words.left_early, "left_early"),
    ]
}

fn role_names(roles: &Rows, locale: &Locale) -> Vec<String> {
    let at = Table::Roles.place("role");
    let name = |row: Vec<Cell<'_>>| match &row[at] {
        Cell::Text(name) if name != NO_ROLE => {
            one_line_of_terminal(locale.language.role(name)).into_owned()
        }
        _ => locale.language.words().no_role.to_owned(),
    };
    roles.iter().map(name).collect()
}

/// Returns the cells of a column as people read them; a dash for what is not known.
fn cells<'r>(
    table: Table,
    rows: &'r Rows,
    key: &str,
    locale: &'r Locale,
) -> impl Iterator<Item = String> + 'r {
    let at = table.place(key);
    let kind = table.columns()[at].kind;
    rows.iter().map(move |row| shown(kind, &row[at], locale))
}

fn shown(kind: Kind, cell: &Cell<'_>, locale: &Locale) -> String {
    let language = locale.language;
    match (kind, cell) {
        (Kind::Seconds, Cell::Integer(seconds)) => language.duration(*seconds),
        (_, Cell::Integer(number)) => language.count(*number),
        (Kind::Share, Cell::Decimal(share)) => language.percent(share.as_f64()),
        (Kind::MeanSeconds, Cell::Decimal(seconds)) => language.mean_duration(seconds.as_f64()),
        (_, Cell::Decimal(number)) => language.decimal(number.as_f64()),
        (_, Cell::Missing | Cell::Text(_) | Cell::Time(_) | Cell::Reason(_)) => "–".into(),
    }
}
