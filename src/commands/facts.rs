//! `rollbook facts`: reports in, a line of facts out for each.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use rollbook::executor::Sequential;
use rollbook::formats::table_file::{TableFile, TextFile};
#[cfg(not(feature = "arrow"))]
use rollbook::formats::table_format;
use rollbook::formats::table_format::Place;
#[cfg(feature = "arrow")]
use rollbook::formats::{arrow, columnar, parquet};
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::storage::folder::OutputFolder;
use rollbook::summary::{DocumentSummary, RunCounts, Trouble};
#[cfg(feature = "arrow")]
use rollbook::views::facts_rows::{COLUMNS, FactsRow};
#[cfg(feature = "arrow")]
use rollbook::views::row::Row as _;

use super::each::each;
use super::{Exit, Failure};
use crate::plan::{FactsFormat, FactsPlan};
use crate::terminal::{self, NamedIn, Report};
use crate::timings::Timings;

/// Runs the command.
pub fn run(plan: &FactsPlan) -> Result<Exit, Failure> {
    let form = form(plan.format)?;
    let counts = match &plan.output {
        None => {
            let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
            let counts = write(plan, &form, Place::Stream, |bytes| stdout.write_all(bytes))?;
            stdout.flush().map_err(Failure::Stdout)?;
            counts
        }
        Some(path) => to_file(plan, &form, path)?,
    };
    Ok(Exit::of(&counts, &plan.reading))
}

fn to_file(plan: &FactsPlan, form: &Form, path: &Path) -> Result<RunCounts, Failure> {
    let (folder, name) = OutputFolder::of_file(path, plan.existing)?;
    let mut file = folder.create(&name)?;
    let counts = write(plan, form, Place::File, |bytes| {
        file.append(bytes, &Sequential)
    })?;
    file.finish()?;
    terminal::file_written(path);
    Ok(counts)
}

/// How lines are laid out, and what puts them together.
struct Form {
    push: fn(&FactsLine, &mut Vec<u8>) -> serde_json::Result<()>,
    file: fn(Place) -> Box<dyn TableFile>,
}

fn form(format: FactsFormat) -> Result<Form, Failure> {
    match format {
        FactsFormat::Ndjson => Ok(Form {
            push: FactsLine::write,
            file: |_| Box::new(TextFile::default()),
        }),
        #[cfg(feature = "arrow")]
        FactsFormat::Arrow => Ok(Form {
            push: push_row,
            file: |place| arrow::file(&COLUMNS, place),
        }),
        #[cfg(feature = "arrow")]
        FactsFormat::Parquet => Ok(Form {
            push: push_row,
            file: |_| parquet::file(&COLUMNS),
        }),
        #[cfg(not(feature = "arrow"))]
        FactsFormat::Arrow => Err(Failure::NotBuilt(table_format::ARROW.name)),
        #[cfg(not(feature = "arrow"))]
        FactsFormat::Parquet => Err(Failure::NotBuilt(table_format::PARQUET.name)),
    }
}

/// Adds a line as a row with what engines sort by.
#[cfg(feature = "arrow")]
fn push_row(line: &FactsLine, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
    let text = serde_json::to_string(line)?;
    FactsRow::new(line, &text).together(|row| columnar::push_row(bytes, &COLUMNS, row));
    Ok(())
}

/// Writes the lines of every document, and tells what could not be read.
fn write(
    plan: &FactsPlan,
    form: &Form,
    place: Place,
    mut out: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<RunCounts, Failure> {
    let policy = &plan.reading.rules.severities;
    let lines = |documents: &[DocumentSummary<'_>]| {
        let mut bytes = Vec::new();
        for line in documents.iter().flat_map(|one| FactsLine::of(one, policy)) {
            (form.push)(&line, &mut bytes)?;
        }
        Ok((bytes, Trouble::among(documents)))
    };
    let mut report = Report::new(false);
    let timings = Timings::new(false, plan.inputs.jobs);
    let mut file = (form.file)(place);
    out(&file.opening()).map_err(Failure::Stdout)?;
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings,
        lines,
        |made: serde_json::Result<(Vec<u8>, Vec<Trouble>)>| {
            let (bytes, troubles) = made?;
            report.troubles(&troubles);
            out(&file.append(&bytes))
        },
    )?;
    out(&file.closing()).map_err(Failure::Stdout)?;
    report.more_troubles(NamedIn::Check);
    Ok(counts)
}
