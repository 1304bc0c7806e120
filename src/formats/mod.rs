//! Tables to bytes: a writer only lays out what the tables settled.

pub mod blank_list;
mod column_words;
pub mod csv;
pub mod dialect;
pub mod html;
pub mod json;
pub mod name;
pub mod ndjson;
pub mod plain;
mod rule;
mod sentence;
pub mod table_format;
mod time_range;
pub mod xlsx;
