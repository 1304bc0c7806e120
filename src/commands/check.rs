//! `rollbook check`: reports in, findings out, nothing written.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use rollbook::formats::json::Json;
use rollbook::formats::table_format::TableFormat;
use rollbook::output::table_files::TableStream;
use rollbook::summary::{DocumentSummary, RunCounts};
use rollbook::views::Table;
use rollbook::views::evidence::EvidenceBatch;
use rollbook::views::view::View;

use super::each::each;
use super::{Exit, Failure};
use crate::plan::{CheckFormat, CheckPlan};
use crate::terminal;
use crate::timings::Timings;

/// What is printed as JSON.
const FINDINGS: View = View::whole(Table::Findings);

/// Runs the command.
pub fn run(plan: &CheckPlan) -> Result<Exit, Failure> {
    let stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    match plan.format {
        CheckFormat::Text => as_text(plan, stdout),
        CheckFormat::Json => as_json(plan, stdout),
    }
    .map(|counts| Exit::of(&counts, &plan.reading))
}

fn as_text(plan: &CheckPlan, mut stdout: impl Write) -> Result<RunCounts, Failure> {
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings(plan),
        terminal::finding_lines,
        |lines: String| stdout.write_all(lines.as_bytes()).map_err(Failure::Stdout),
    )?;
    let closing = terminal::checked(&counts);
    stdout
        .write_all(closing.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(counts)
}

fn as_json(plan: &CheckPlan, stdout: impl Write) -> Result<RunCounts, Failure> {
    let mut stream = TableStream::new(&FINDINGS, Arc::new(Json), stdout);
    let render = |documents: &[DocumentSummary<'_>]| {
        let mut bytes = Vec::new();
        Json.evidence(&FINDINGS, &EvidenceBatch::whole(documents), &mut bytes);
        bytes
    };
    let counts = each(
        &plan.reading.rules,
        &plan.inputs,
        &timings(plan),
        render,
        |rendered: Vec<u8>| stream.append(&rendered).map_err(Failure::Stdout),
    )?;
    stream.finish().map_err(Failure::Stdout)?;
    Ok(counts)
}

fn timings(plan: &CheckPlan) -> Timings {
    Timings::new(plan.timings, plan.inputs.jobs)
}
