//! `rollbook facts`: reports in, a line of facts out for each.

mod form;
mod partitions;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use rollbook::executor::Sequential;
use rollbook::formats::table_format::Place;
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::storage::folder::{OutputFolder, StorageError};
use rollbook::summary::{DocumentSummary, RunCounts, Trouble};

use self::form::Form;
use super::each::each;
use super::{Exit, Failure};
use crate::plan::FactsPlan;
use crate::terminal::{self, NamedIn, Report};
use crate::timings::Timings;

/// Runs the command.
pub fn run(plan: &FactsPlan) -> Result<Exit, Failure> {
    let form = Form::of(plan.format, &plan.partition)?;
    let counts = match (&plan.output, plan.partition.as_slice()) {
        (None, []) => {
            let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
            let counts = write(plan, &form, Place::Stream, |bytes| {
                stdout.write_all(bytes).map_err(Failure::Stdout)
            })?;
            stdout.flush().map_err(Failure::Stdout)?;
            counts
        }
        (None, _) => {
            let said = "--partition writes a folder of files; name it with --output";
            return Err(Failure::Usage(said.into()));
        }
        (Some(path), []) => to_file(plan, &form, path)?,
        (Some(path), _) => partitions::to_folder(plan, &form, path)?,
    };
    Ok(Exit::of(&counts, &plan.reading))
}

fn to_file(plan: &FactsPlan, form: &Form, path: &Path) -> Result<RunCounts, Failure> {
    let (folder, name) = OutputFolder::of_file(path, plan.existing)?;
    let mut file = folder.create(&name)?;
    let failed = |source| StorageError::Write {
        path: path.to_owned(),
        source,
    };
    let counts = write(plan, form, Place::File, |bytes| {
        Ok(file.append(bytes, &Sequential).map_err(failed)?)
    })?;
    file.finish()?;
    terminal::file_written(path);
    Ok(counts)
}

/// Writes the lines of every document behind each other.
fn write(
    plan: &FactsPlan,
    form: &Form,
    place: Place,
    mut out: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<RunCounts, Failure> {
    let mut file = form.file(place);
    out(&file.opening())?;
    let nowhere = |_: &FactsLine| String::new();
    let counts = read(plan, form, nowhere, |_, rows| out(&file.append(rows)))?;
    out(&file.closing())?;
    Ok(counts)
}

/// Lines of a document as they are laid out, and where they belong.
type Rows = Vec<(String, Vec<u8>)>;

/// Hands over the lines of every document, each with its place, and tells what could not be
/// read.
fn read(
    plan: &FactsPlan,
    form: &Form,
    place: impl Fn(&FactsLine) -> String + Sync,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), Failure>,
) -> Result<RunCounts, Failure> {
    let policy = &plan.reading.rules.severities;
    let lines = |documents: &[DocumentSummary<'_>]| {
        let mut rows = Rows::new();
        for line in documents.iter().flat_map(|one| FactsLine::of(one, policy)) {
            let place = place(&line);
            if rows.last().is_none_or(|(last, _)| *last != place) {
                rows.push((place, Vec::new()));
            }
            let (_, bytes) = rows.last_mut().expect("one was added");
            form.push(&line, bytes)?;
        }
        Ok((rows, Trouble::among(documents)))
    };
    let mut report = Report::new(false);
    let timings = Timings::new(false, plan.inputs.jobs);
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings,
        lines,
        |made: serde_json::Result<(Rows, Vec<Trouble>)>| {
            let (rows, troubles) = made.expect("facts are texts and numbers, which JSON takes");
            report.troubles(&troubles);
            rows.iter().try_for_each(|(place, rows)| take(place, rows))
        },
    )?;
    report.more_troubles(NamedIn::Check);
    Ok(counts)
}
