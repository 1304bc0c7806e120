//! How facts are laid out, and what puts them together.

use rollbook::formats::table_file::{TableFile, TextFile};
use rollbook::formats::table_format::{ARROW, Format, PARQUET, Place};
#[cfg(feature = "arrow")]
use rollbook::formats::{arrow, columnar, parquet};
use rollbook::series::collect::facts_line::FactsLine;
#[cfg(feature = "arrow")]
use rollbook::views::column::Column;
#[cfg(feature = "arrow")]
use rollbook::views::facts_rows::{COLUMNS, FactsRow};
#[cfg(feature = "arrow")]
use rollbook::views::row::Row as _;

use crate::commands::Failure;
use crate::plan::{FactsFormat, PartitionKey};

/// A form of facts that this program can write.
#[derive(Debug)]
pub enum Form {
    /// Lines of JSON.
    Lines,
    /// Rows with what engines sort by.
    #[cfg(feature = "arrow")]
    Rows(Rows),
}

/// The columns that are written, and into which kind of file.
#[cfg(feature = "arrow")]
#[derive(Debug)]
pub struct Rows {
    is_parquet: bool,
    /// Their places among [`COLUMNS`].
    places: Vec<usize>,
    columns: Vec<Column>,
}

impl Form {
    /// Returns what writes this format, without the columns that the names of folders say.
    pub fn of(format: FactsFormat, partition: &[PartitionKey]) -> Result<Self, Failure> {
        match format {
            FactsFormat::Ndjson => Ok(Self::Lines),
            FactsFormat::Arrow => Self::rows(&ARROW, partition),
            FactsFormat::Parquet => Self::rows(&PARQUET, partition),
        }
    }

    #[cfg(feature = "arrow")]
    fn rows(format: &Format, partition: &[PartitionKey]) -> Result<Self, Failure> {
        let is_said = |column: &Column| partition.iter().any(|key| key.name() == column.key);
        let kept = (0..COLUMNS.len()).filter(|&at| !is_said(&COLUMNS[at]));
        let places: Vec<_> = kept.collect();
        Ok(Self::Rows(Rows {
            is_parquet: *format == PARQUET,
            columns: places.iter().map(|&at| COLUMNS[at]).collect(),
            places,
        }))
    }

    #[cfg(not(feature = "arrow"))]
    fn rows(format: &Format, _partition: &[PartitionKey]) -> Result<Self, Failure> {
        Err(Failure::NotBuilt(format.name))
    }

    /// Adds a line.
    pub fn push(&self, line: &FactsLine, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
        match self {
            Self::Lines => line.write(bytes),
            #[cfg(feature = "arrow")]
            Self::Rows(rows) => {
                let text = serde_json::to_string(line)?;
                FactsRow::new(line, &text).picked(&rows.places, |row| {
                    columnar::push_row(bytes, &rows.columns, row);
                });
                Ok(())
            }
        }
    }

    /// Begins a file of such lines.
    pub fn file(&self, place: Place) -> Box<dyn TableFile> {
        match (self, place) {
            (Self::Lines, _) => Box::new(TextFile::default()),
            #[cfg(feature = "arrow")]
            (Self::Rows(rows), _) if rows.is_parquet => parquet::file(&rows.columns),
            #[cfg(feature = "arrow")]
            (Self::Rows(rows), place) => arrow::file(&rows.columns, place),
        }
    }

    /// Returns how files of it end, by which `fold` finds them in folders.
    pub const fn extension(&self) -> &'static str {
        match self {
            Self::Lines => "facts",
            #[cfg(feature = "arrow")]
            Self::Rows(rows) if rows.is_parquet => "parquet",
            #[cfg(feature = "arrow")]
            Self::Rows(_) => "arrow",
        }
    }
}
