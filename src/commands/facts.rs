//! `rollbook facts`: reports in, a line of facts out for each.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use rollbook::executor::Sequential;
use rollbook::series::collect::facts_line::FactsLine;
use rollbook::storage::folder::OutputFolder;
use rollbook::summary::{DocumentSummary, RunCounts, Trouble};

use super::each::each;
use super::{Exit, Failure};
use crate::plan::FactsPlan;
use crate::terminal::{self, NamedIn, Report};
use crate::timings::Timings;

/// Runs the command.
pub fn run(plan: &FactsPlan) -> Result<Exit, Failure> {
    let counts = match &plan.output {
        None => {
            let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
            let counts = write(plan, |text| stdout.write_all(text))?;
            stdout.flush().map_err(Failure::Stdout)?;
            counts
        }
        Some(path) => to_file(plan, path)?,
    };
    Ok(Exit::of(&counts, plan.reading.strict))
}

fn to_file(plan: &FactsPlan, path: &Path) -> Result<RunCounts, Failure> {
    let (folder, name) = OutputFolder::of_file(path, plan.existing)?;
    let mut file = folder.create(&name)?;
    let counts = write(plan, |text| file.append(text, &Sequential))?;
    file.finish()?;
    terminal::file_written(path);
    Ok(counts)
}

/// Writes the lines of every document, and tells what could not be read.
fn write(
    plan: &FactsPlan,
    mut out: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<RunCounts, Failure> {
    let policy = &plan.reading.rules.severities;
    let lines = |documents: &[DocumentSummary<'_>]| {
        let mut text = Vec::new();
        for line in documents.iter().flat_map(|one| FactsLine::of(one, policy)) {
            line.write(&mut text)?;
        }
        Ok((text, Trouble::among(documents)))
    };
    let mut report = Report::new(false);
    let timings = Timings::new(false, plan.inputs.jobs);
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings,
        lines,
        |made: serde_json::Result<(Vec<u8>, Vec<Trouble>)>| {
            let (text, troubles) = made?;
            report.troubles(&troubles);
            out(&text)
        },
    )?;
    report.more_troubles(NamedIn::Check);
    Ok(counts)
}
