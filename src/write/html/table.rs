//! What the page of a table across meetings is made from: any table, by its columns.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::Look;
use super::engine::role_name;
use super::record::{Record, list, text};
use super::sentence::sentence;
use super::site::{Site, table_page};
use crate::language::Language;
use crate::series::status::Status;
use crate::tables::cell::{Cell, Rows};
use crate::tables::column::{Column, Kind};
use crate::tables::view::View;

/// How many rows a page has; what is more goes on on another.
pub const ROWS: usize = 5_000;

/// How many signs of a text stand in one line, so that tables do not grow too wide.
const ONE_LINE: usize = 44;

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
            list(page.rows.iter().map(|row| cells(columns, &row, look))),
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

fn cells(columns: &[Column], row: &[Cell<'_>], look: Look<'_>) -> Value {
    let cells = columns.iter().zip(row).map(|(column, cell)| {
        Value::from_object(Shown {
            text: shown(column, cell, look).map_or(Value::from(()), |shown| text(&shown)),
            number: column.kind != Kind::Text,
            sort: sort(cell),
            long: matches!(cell, Cell::Text(text) if text.chars().count() > ONE_LINE),
            tone: tone(column.key, cell),
        })
    });
    list(cells)
}

/// By what a cell is sorted, where the digits that are shown do not say it: the digits of
/// a date stand in another order in most languages.
fn sort(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Time(instant) => Value::from(instant.as_ticks()),
        Cell::Missing | Cell::Text(_) | Cell::Integer(_) | Cell::Decimal(_) => Value::from(()),
    }
}

/// A cell as people read it; `None` where nothing is known.
fn shown(column: &Column, cell: &Cell<'_>, look: Look<'_>) -> Option<String> {
    let Look { zone, language } = look;
    match cell {
        Cell::Missing => None,
        Cell::Text(text) => Some(match column.key {
            "role" => role_name(text, language).to_owned(),
            "status" | "outcome" | "turnout" | "expected" | "decision" => {
                language.value(text).to_owned()
            }
            _ => text.to_string(),
        }),
        Cell::Integer(number) => Some(whole(column.kind, *number, language)),
        Cell::Decimal(number) => Some(fraction(column.kind, number.as_f64(), language)),
        Cell::Time(instant) => Some(language.clock(zone.local(*instant), None)),
    }
}

fn whole(kind: Kind, number: i64, language: Language) -> String {
    match kind {
        Kind::Seconds | Kind::MeanSeconds => language.duration(number),
        Kind::SignedSeconds => language.signed_duration(number),
        Kind::Text | Kind::Count | Kind::Time | Kind::Share | Kind::Number => {
            language.count(number)
        }
    }
}

fn fraction(kind: Kind, number: f64, language: Language) -> String {
    match kind {
        Kind::Seconds | Kind::SignedSeconds | Kind::MeanSeconds => language.mean_duration(number),
        Kind::Share => language.percent(number),
        Kind::Text | Kind::Count | Kind::Time | Kind::Number => language.decimal(number),
    }
}

/// The colour of a word that says how somebody fared; the word itself says it to who sees none.
fn tone(key: &str, cell: &Cell<'_>) -> Option<&'static str> {
    let Cell::Text(word) = cell else { return None };
    match key {
        "status" => Status::ALL
            .into_iter()
            .find(|status| status.name() == word)
            .map(status_tone),
        "letter" => Status::ALL
            .into_iter()
            .find(|status| status.letter() == word)
            .map(status_tone),
        "outcome" | "turnout" => Some(outcome_tone(word)),
        _ => None,
    }
}

/// The style of a status.
pub const fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Present => "fine",
        Status::Late | Status::LeftEarly | Status::Partial => "warning",
        Status::Absent => "error",
        Status::Excused | Status::Unknown => "note",
    }
}

fn outcome_tone(word: &str) -> &'static str {
    if word.starts_with("no-show") {
        "error"
    } else if word.starts_with("attended some") {
        "warning"
    } else if word.starts_with("attended") {
        "fine"
    } else {
        "note"
    }
}

/// A cell on a page. A big table has a hundred thousand, so it is no map.
#[derive(Debug)]
struct Shown {
    text: Value,
    number: bool,
    sort: Value,
    long: bool,
    tone: Option<&'static str>,
}

impl Object for Shown {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            "text" => Some(self.text.clone()),
            "number" => Some(self.number.into()),
            "sort" => Some(self.sort.clone()),
            "long" => Some(self.long.into()),
            "tone" => Some(self.tone.map_or(Value::from(()), Value::from)),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["text", "number", "sort", "long", "tone"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Instant;
    use crate::stats::decimal::Decimal;
    use crate::zone::Zone;

    #[test]
    fn values_are_shown_by_the_kind_of_their_column() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let shown = |kind, cell: Cell<'_>, language| {
            let column = Column {
                key: "any",
                label: "Any",
                kind,
                meaning: "any",
            };
            let look = Look {
                zone: &zone,
                language,
            };
            shown(&column, &cell, look).unwrap()
        };
        let english = |kind, cell| shown(kind, cell, Language::English);
        assert_eq!(english(Kind::Seconds, Cell::from(27_360_i64)), "7:36:00");
        assert_eq!(english(Kind::Count, Cell::from(27_360_i64)), "27,360");
        let share = || Cell::from(Decimal::new(9500, 4));
        assert_eq!(english(Kind::Share, share()), "95.00%");
        assert_eq!(shown(Kind::Share, share(), Language::Portuguese), "95,00%");
        let hours = Cell::from(Decimal::hundredths(760));
        assert_eq!(english(Kind::Number, hours), "7.60");
        let epoch = Cell::from(Instant::from_ticks(0));
        assert_eq!(english(Kind::Time, epoch), "1970-01-01 01:00:00");
    }

    #[test]
    fn every_status_has_the_same_colour_as_word_and_as_letter() {
        for status in Status::ALL {
            let of = |key, word: &'static str| tone(key, &Cell::from(word));
            assert_eq!(of("status", status.name()), of("letter", status.letter()));
            assert!(of("status", status.name()).is_some(), "{status:?}");
        }
    }
}
