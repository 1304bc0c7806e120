//! What templates read from: rows of the tables by their columns' keys, and fields beside them.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use crate::language::Language;
use crate::untrusted::one_line;
use crate::views::cell::Cell;
use crate::views::column::{Column, Kind};

/// A row of a table with some fields more, or fields alone.
///
/// Cheaper than a map, of which every page would need one per person: a search
/// through a score of keys beats the building of a tree.
#[derive(Debug, Default)]
pub struct Record {
    columns: &'static [Column],
    cells: Vec<Value>,
    fields: Vec<(&'static str, Value)>,
}

impl Record {
    /// Returns a row of a table: each cell under its column's key.
    pub fn of_row(columns: &'static [Column], row: &[Cell<'_>]) -> Self {
        Self {
            columns,
            cells: row.iter().map(value).collect(),
            fields: Vec::new(),
        }
    }

    /// Adds a field.
    pub fn with(mut self, key: &'static str, field: impl Into<Value>) -> Self {
        self.fields.push((key, field.into()));
        self
    }

    /// Returns the names of the fields, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.fields.iter().map(|&(name, _)| name).collect()
    }

    /// Returns the value of a cell or field.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let field = self.fields.iter().find(|(known, _)| *known == key);
        field.map(|(_, value)| value).or_else(|| {
            let column = self.columns.iter().position(|column| column.key == key)?;
            self.cells.get(column)
        })
    }

    /// Returns a cell with the kind of its column.
    pub fn cell(&self, key: &str) -> Option<(Kind, &Value)> {
        let at = self.columns.iter().position(|column| column.key == key)?;
        Some((self.columns[at].kind, self.cells.get(at)?))
    }

    /// Returns the text of a cell or field, where it is one.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Returns the whole number of a cell or field, where it is one; of a time, its ticks.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.get(key)?.as_i64()
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::from_object(record)
    }
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let columns = self.columns.iter().map(|column| column.key);
        let fields = self.fields.iter().map(|(key, _)| *key);
        Enumerator::Values(columns.chain(fields).map(Value::from).collect())
    }
}

/// Returns a cell as templates see it: missing is none, a time its ticks, a decimal its number.
pub fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Missing => Value::from(()),
        Cell::Text(text) => self::text(text),
        Cell::Reason(reason) => self::text(&Language::English.reason(reason)),
        Cell::Integer(number) => Value::from(*number),
        Cell::Decimal(number) => Value::from(number.as_f64()),
        Cell::Time(instant) => Value::from(instant.as_ticks()),
    }
}

/// Text that strangers wrote.
pub fn text(text: &str) -> Value {
    Value::from(one_line(text).as_ref())
}

/// Returns a list.
pub fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    Value::from(items.into_iter().map(Into::into).collect::<Vec<Value>>())
}
