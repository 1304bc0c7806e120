//! `rollbook facts`: reports in, a line of facts out for each.

mod folders;
mod form;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use rollbook::executor::Sequential;
use rollbook::formats::table_format::Place;
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::storage::folder::{OutputFolder, StorageError};
use rollbook::summary::{DocumentSummary, RunCounts, Trouble};

use self::form::{Form, LaidOut};
use super::each::each;
use super::{Exit, Failure};
use crate::plan::{FactsPlan, FactsTable};
use crate::terminal::{self, NamedIn, Report};
use crate::timings::Timings;

/// Runs the command.
pub fn run(plan: &FactsPlan) -> Result<Exit, Failure> {
    let in_folders = !plan.partition.is_empty() || !plan.tables.is_empty();
    let counts = match &plan.output {
        None if in_folders => {
            let said = "--partition and --tables write a folder of files; name it with --output";
            return Err(Failure::Usage(said.into()));
        }
        None => {
            let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
            let form = Form::of(FactsTable::Facts, plan.format, &[])?;
            let counts = write(plan, form, Place::Stream, |bytes| {
                stdout.write_all(bytes).map_err(Failure::Stdout)
            })?;
            stdout.flush().map_err(Failure::Stdout)?;
            counts
        }
        Some(path) if in_folders => folders::to_folder(plan, path)?,
        Some(path) => to_file(plan, path)?,
    };
    Ok(Exit::of(&counts, &plan.reading))
}

fn to_file(plan: &FactsPlan, path: &Path) -> Result<RunCounts, Failure> {
    let form = Form::of(FactsTable::Facts, plan.format, &[])?;
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

/// Writes the facts of every document behind each other.
fn write(
    plan: &FactsPlan,
    form: Form,
    place: Place,
    mut out: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<RunCounts, Failure> {
    let mut file = form.file(place);
    out(&file.opening())?;
    let nowhere = |_: &FactsLine| String::new();
    let counts = read(plan, &[form], nowhere, |_, _, rows| out(&file.append(rows)))?;
    out(&file.closing())?;
    Ok(counts)
}

/// Hands over what every document adds to these tables, by the table's number and the
/// place of the rows, and tells what could not be read.
fn read(
    plan: &FactsPlan,
    forms: &[Form],
    place: impl Fn(&FactsLine) -> String + Sync,
    mut take: impl FnMut(usize, &str, &[u8]) -> Result<(), Failure>,
) -> Result<RunCounts, Failure> {
    let policy = &plan.reading.rules.severities;
    let lay_out = |documents: &[DocumentSummary<'_>]| {
        let mut tables: Vec<_> = forms.iter().map(|_| LaidOut::default()).collect();
        for document in documents {
            let lines = FactsLine::of(document, policy);
            for (form, laid_out) in forms.iter().zip(&mut tables) {
                form.lay_out(document, &lines, &place, laid_out)?;
            }
        }
        Ok((tables, Trouble::among(documents)))
    };
    let mut report = Report::new(false);
    let timings = Timings::new(false, plan.inputs.jobs);
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings,
        lay_out,
        |made: serde_json::Result<(Vec<LaidOut>, Vec<Trouble>)>| {
            let (tables, troubles) = made.expect("facts are texts and numbers, which JSON takes");
            report.troubles(&troubles);
            for (number, table) in tables.iter().enumerate() {
                for (place, rows) in table.rows() {
                    take(number, place, rows)?;
                }
            }
            Ok(())
        },
    )?;
    report.more_troubles(NamedIn::Check);
    Ok(counts)
}
