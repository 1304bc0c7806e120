//! The tables in Apache Parquet's columns, compressed, for engines such as DuckDB and Spark.

use std::io::Write;
use std::sync::Arc;

use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::columnar;
use super::columnar::batches::{ROWS, TEXT};
use super::table_file::TableFile;
use super::table_format::{Place, TableFormat};
use crate::views::cell::Rows;
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// How many rows a row group has: what a reader takes at a time, and within which a text that
/// comes again is written once.
const ROW_GROUP: usize = 16 * ROWS;

/// And how many bytes it may have, where rows are long.
const ROW_GROUP_BYTES: usize = 2 * TEXT;

/// How hard it is compressed: zstd's own usual level.
const LEVEL: i32 = 3;

/// Apache Parquet, compressed by zstd.
#[derive(Clone, Copy, Debug)]
pub struct Parquet;

impl TableFormat for Parquet {
    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn file(&self, view: &View, _place: Place) -> Box<dyn TableFile> {
        file(view.columns())
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        columnar::push_evidence(view, batch, bytes);
    }

    fn answers(&self, view: &View, kept: &Rows) -> Vec<u8> {
        columnar::answers(view, kept)
    }
}

/// Begins a file of these columns, whose rows [`columnar::push_row`] makes.
pub fn file(columns: &[Column]) -> Box<dyn TableFile> {
    columnar::file(columns, |bytes, schema| Ok(writer(bytes, schema)?))
}

fn writer<W: Write + Send>(bytes: W, schema: &SchemaRef) -> Result<ArrowWriter<W>, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_max_row_group_bytes(Some(ROW_GROUP_BYTES));
    for field in schema.fields() {
        // Hardly a time comes twice, so a dictionary of them only adds to the file.
        if matches!(field.data_type(), DataType::Timestamp(..)) {
            let column = ColumnPath::from(field.name().as_str());
            properties = properties.set_column_dictionary_enabled(column, false);
        }
    }
    ArrowWriter::try_new(bytes, Arc::clone(schema), Some(properties.build()))
}
