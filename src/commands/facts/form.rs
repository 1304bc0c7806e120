//! What is written of documents, how it is laid out, and what puts it together.

use std::slice;

use rollbook::formats::ndjson;
use rollbook::formats::table_file::{TableFile, TextFile};
use rollbook::formats::table_format::{ARROW, Format, PARQUET, Place};
#[cfg(feature = "arrow")]
use rollbook::formats::{arrow, columnar, parquet};
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::summary::DocumentSummary;
use rollbook::views::cell::Cell;
#[cfg(feature = "arrow")]
use rollbook::views::column::Column;
use rollbook::views::evidence::EvidenceBatch;
#[cfg(feature = "arrow")]
use rollbook::views::facts_rows::{COLUMNS, FactsRow};
#[cfg(feature = "arrow")]
use rollbook::views::row::Row as _;
use rollbook::views::view::View;

use crate::commands::Failure;
use crate::plan::{FactsFormat, FactsTable, PartitionKey};

/// A table in a form that this program can write.
#[derive(Debug)]
pub struct Form {
    what: What,
    layout: Layout,
}

#[derive(Debug)]
enum What {
    Facts,
    Evidence(View),
}

#[derive(Debug)]
enum Layout {
    /// Lines of JSON.
    Text,
    /// Columns, in a file of Parquet or of Arrow.
    #[cfg(feature = "arrow")]
    Columns {
        is_parquet: bool,
        columns: Vec<Column>,
        /// The places of those of facts among [`COLUMNS`].
        places: Vec<usize>,
    },
}

impl Form {
    /// Returns what writes a table in this format, without the columns that the names of
    /// folders say.
    pub fn of(
        table: FactsTable,
        format: FactsFormat,
        partition: &[PartitionKey],
    ) -> Result<Self, Failure> {
        let what = match table {
            FactsTable::Facts => What::Facts,
            FactsTable::Evidence(table) => What::Evidence(View::whole(table)),
        };
        let layout = match format {
            FactsFormat::Ndjson => Layout::Text,
            FactsFormat::Arrow => columns(&what, &ARROW, partition)?,
            FactsFormat::Parquet => columns(&what, &PARQUET, partition)?,
        };
        Ok(Self { what, layout })
    }

    /// Lays out what a document adds; `lines` are the facts of its reports, and say where
    /// their rows belong.
    pub fn lay_out(
        &self,
        document: &DocumentSummary<'_>,
        lines: &[FactsLine],
        place: impl Fn(&FactsLine) -> String,
        laid_out: &mut LaidOut,
    ) -> serde_json::Result<()> {
        let view = match &self.what {
            What::Facts => {
                for line in lines {
                    self.push_line(line, laid_out.at(place(line)))?;
                }
                return Ok(());
            }
            What::Evidence(view) => view,
        };
        let whole = EvidenceBatch::whole(slice::from_ref(document));
        for (document, line) in whole.documents().zip(lines) {
            let bytes = laid_out.at(place(line));
            document.findings(view, |row| self.push_row(view, row, bytes));
            // A report has a line, and a document without reports has one of its own.
            for (report, line) in document.reports().zip(lines) {
                let bytes = laid_out.at(place(line));
                report.rows(view, |row| self.push_row(view, row, bytes));
            }
        }
        Ok(())
    }

    fn push_line(&self, line: &FactsLine, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
        match &self.layout {
            Layout::Text => line.write(bytes),
            #[cfg(feature = "arrow")]
            Layout::Columns {
                columns, places, ..
            } => {
                let text = serde_json::to_string(line)?;
                FactsRow::new(line, &text)
                    .picked(places, |row| columnar::push_row(bytes, columns, row));
                Ok(())
            }
        }
    }

    fn push_row(&self, view: &View, row: &[Cell<'_>], bytes: &mut Vec<u8>) {
        match &self.layout {
            Layout::Text => ndjson::push_row(bytes, view.columns(), row),
            #[cfg(feature = "arrow")]
            Layout::Columns { columns, .. } => columnar::push_row(bytes, columns, row),
        }
    }

    /// Begins a file of such rows.
    pub fn file(&self, place: Place) -> Box<dyn TableFile> {
        match (&self.layout, place) {
            (Layout::Text, _) => Box::new(TextFile::default()),
            #[cfg(feature = "arrow")]
            (
                Layout::Columns {
                    is_parquet,
                    columns,
                    ..
                },
                place,
            ) => match is_parquet {
                true => parquet::file(columns),
                false => arrow::file(columns, place),
            },
        }
    }

    /// Returns how files of it end; by that of facts, `fold` finds them in folders.
    pub const fn extension(&self) -> &'static str {
        match (&self.layout, &self.what) {
            (Layout::Text, What::Facts) => "facts",
            (Layout::Text, What::Evidence(_)) => "ndjson",
            #[cfg(feature = "arrow")]
            (Layout::Columns { is_parquet, .. }, _) => match is_parquet {
                true => "parquet",
                false => "arrow",
            },
        }
    }
}

#[cfg(feature = "arrow")]
fn columns(what: &What, format: &Format, partition: &[PartitionKey]) -> Result<Layout, Failure> {
    let is_said = |column: &Column| partition.iter().any(|key| key.name() == column.key);
    let kept = (0..COLUMNS.len()).filter(|&at| !is_said(&COLUMNS[at]));
    let places: Vec<_> = kept.collect();
    Ok(Layout::Columns {
        is_parquet: *format == PARQUET,
        columns: match what {
            What::Facts => places.iter().map(|&at| COLUMNS[at]).collect(),
            What::Evidence(view) => view.columns().to_vec(),
        },
        places,
    })
}

#[cfg(not(feature = "arrow"))]
fn columns(_what: &What, format: &Format, _partition: &[PartitionKey]) -> Result<Layout, Failure> {
    Err(Failure::NotBuilt(format.name))
}

/// Rows as they were laid out, each with the folders where they belong.
#[derive(Debug, Default)]
pub struct LaidOut(Vec<(String, Vec<u8>)>);

impl LaidOut {
    /// Returns the bytes to which what belongs into these folders is added.
    fn at(&mut self, place: String) -> &mut Vec<u8> {
        if self.0.last().is_none_or(|(last, _)| *last != place) {
            self.0.push((place, Vec::new()));
        }
        &mut self.0.last_mut().expect("one was added").1
    }

    /// Returns the rows in their order, where there are any.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let all = self.0.iter().map(|(place, rows)| (&**place, &**rows));
        all.filter(|(_, rows)| !rows.is_empty())
    }
}
