//! Tables to bytes: a writer only lays out what the tables settled.

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod blank_list;
mod column_words;
#[cfg(feature = "arrow")]
pub mod columnar;
pub mod csv;
pub mod dialect;
pub mod html;
pub mod json;
pub mod name;
pub mod ndjson;
#[cfg(feature = "arrow")]
pub mod parquet;
pub mod plain;
mod rule;
mod sentence;
pub mod table_file;
pub mod table_format;
mod time_range;
pub mod xlsx;
