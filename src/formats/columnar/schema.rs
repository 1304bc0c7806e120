//! The types of a table's columns.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, TimeUnit};

use crate::views::column::{Column, Kind};

/// Returns the schema of a table: the names and types of its columns, and what each means.
///
/// Every column may be null.
pub fn schema(columns: &[Column]) -> Schema {
    let fields: Vec<_> = columns.iter().map(field).collect();
    Schema::new(fields)
}

fn field(column: &Column) -> Field {
    let said = [("unit", column.kind.unit()), ("meaning", column.meaning)];
    let said = said.map(|(key, text)| (key.to_owned(), text.to_owned()));
    Field::new(column.key, data_type(column.kind), true).with_metadata(HashMap::from(said))
}

/// Returns the type of a kind of column.
pub(super) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Count | Kind::Seconds | Kind::SignedSeconds => DataType::Int64,
        Kind::MeanSeconds | Kind::Share | Kind::Number => DataType::Float64,
        Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC"))),
    }
}
