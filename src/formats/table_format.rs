//! What a format is that writes one file per table, and the list of all formats.
//!
//! A new format of tables is a file of its own beside this one, with a
//! [`TableFormat`] in it, and a line in [`ALL`].

use std::fmt;
use std::sync::Arc;

use super::csv::{Csv, TextCells};
use super::dialect::Dialect;
use super::json::Json;
use super::ndjson::Ndjson;
use super::table_file::TableFile;
use crate::views::cell::Rows;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// A format that writes each table into a file of its own, rows behind rows.
pub trait TableFormat: fmt::Debug + Send + Sync {
    /// Returns the extension of its files, and the name of their folder.
    fn extension(&self) -> &'static str;

    /// Begins a file of this table.
    fn file(&self, view: &View, place: Place) -> Box<dyn TableFile>;

    /// Adds the rows of a batch of evidence to `bytes`.
    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>);

    /// Returns rows of answers.
    fn answers(&self, view: &View, rows: &Rows) -> Vec<u8>;

    /// Returns what stands before the first row of a table whose columns only the data
    /// tells, as the register with a column per meeting; `None` where the format has none,
    /// since its readers want rows that look alike.
    fn wide_opening(&self, _headings: &[&str]) -> Option<Vec<u8>> {
        None
    }

    /// Returns rows of such a table.
    fn wide_rows(&self, _rows: &Rows) -> Vec<u8> {
        Vec::new()
    }
}

/// Where a table goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into a file, of which a reader may begin with the end.
    File,
    /// To standard output, whose reader takes one byte after the other.
    Stream,
}

/// How files of text are written, where somebody may choose.
#[derive(Clone, Debug, Default)]
pub struct TextOptions {
    /// How cells of text are written.
    pub text: TextCells,
    /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// What stands between the cells of CSV, in its numbers and in its dates.
    pub dialect: Dialect,
}

/// What a format makes.
#[derive(Clone, Copy, Debug)]
pub enum Writes {
    /// A file per table.
    Tables(fn(TextOptions) -> Arc<dyn TableFormat>),
    /// One workbook with a sheet per table.
    Workbook,
    /// Pages that lead to each other.
    Pages,
    /// Nothing, as this program was built without it.
    Nothing,
}

/// A format that somebody can ask for.
#[derive(Debug)]
pub struct Format {
    /// Its name where it is asked for.
    pub name: &'static str,
    /// What it is, in a sentence without a full stop.
    pub meaning: &'static str,
    /// What it makes.
    pub writes: Writes,
    /// Whether it is written where nobody names a format.
    pub is_default: bool,
}

/// A workbook.
pub static XLSX: Format = Format {
    name: "xlsx",
    meaning: "An Excel workbook with a sheet per table",
    writes: Writes::Workbook,
    is_default: true,
};

/// Comma-separated values.
pub static CSV: Format = Format {
    name: "csv",
    meaning: "One file per table",
    writes: Writes::Tables(|options| Arc::new(Csv(options))),
    is_default: false,
};

/// Pages for the browser.
pub static HTML: Format = Format {
    name: "html",
    meaning: "An index, a page per meeting, and a page per table across meetings",
    writes: Writes::Pages,
    is_default: true,
};

/// Arrays of objects.
pub static JSON: Format = Format {
    name: "json",
    meaning: "One file per table, an array of objects",
    writes: Writes::Tables(|_| Arc::new(Json)),
    is_default: false,
};

/// Lines of objects.
pub static NDJSON: Format = Format {
    name: "ndjson",
    meaning: "One file per table, an object per line",
    writes: Writes::Tables(|_| Arc::new(Ndjson)),
    is_default: false,
};

/// Columns for other programs to read without parsing.
pub static ARROW: Format = Format {
    name: "arrow",
    meaning: "One file per table, columns of Apache Arrow; to standard output its stream",
    #[cfg(feature = "arrow")]
    writes: Writes::Tables(|_| Arc::new(super::arrow::Arrow)),
    #[cfg(not(feature = "arrow"))]
    writes: Writes::Nothing,
    is_default: false,
};

/// Columns, compressed, for engines such as DuckDB and Spark.
pub static PARQUET: Format = Format {
    name: "parquet",
    meaning: "One file per table, columns of Apache Parquet, for DuckDB, Power BI or Spark",
    #[cfg(feature = "arrow")]
    writes: Writes::Tables(|_| Arc::new(super::parquet::Parquet)),
    #[cfg(not(feature = "arrow"))]
    writes: Writes::Nothing,
    is_default: false,
};

/// Every format, as they are shown.
pub static ALL: [&Format; 7] = [&XLSX, &CSV, &HTML, &JSON, &NDJSON, &ARROW, &PARQUET];

impl Format {
    /// Returns the format as one of files per table; `None` where it makes something else.
    pub fn tables(&self, options: TextOptions) -> Option<Arc<dyn TableFormat>> {
        match self.writes {
            Writes::Tables(make) => Some(make(options)),
            Writes::Workbook | Writes::Pages | Writes::Nothing => None,
        }
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_format_has_a_name_and_a_folder_of_its_own() {
        let names: BTreeSet<_> = ALL.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), ALL.len());
        let built = ALL.map(|format| !matches!(format.writes, Writes::Nothing));
        assert!(built[..5].iter().all(|&built| built));
        for format in ALL {
            if let Some(tables) = format.tables(TextOptions::default()) {
                assert_eq!(tables.extension(), format.name);
            }
        }
    }
}
