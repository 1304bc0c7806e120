//! `rollbook check`: reports in, findings out, nothing written.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use rollbook::formats::json::Json;
use rollbook::formats::table_format::TableFormat;
use rollbook::output::table_files::TableStream;
use rollbook::summary::{DocumentSummary, Rules, RunCounts};
use rollbook::views::Table;
use rollbook::views::evidence::EvidenceBatch;
use rollbook::views::view::View;

use super::each::each;
use super::{Exit, Failure};
use crate::cli::{Check, CheckFormat};
use crate::terminal;
use crate::timings::Timings;

/// What is printed as JSON.
const FINDINGS: View = View::whole(Table::Findings);

/// Runs the command.
pub fn run(options: &Check) -> Result<Exit, Failure> {
    let stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    match options.format {
        CheckFormat::Text => as_text(options, stdout),
        CheckFormat::Json => as_json(options, stdout),
    }
    .map(|counts| Exit::of(&counts, options.severities.strict))
}

fn as_text(options: &Check, mut stdout: impl Write) -> Result<RunCounts, Failure> {
    let counts = each(
        &rules(options),
        &options.inputs,
        &timings(options),
        terminal::finding_lines,
        |lines: String| stdout.write_all(lines.as_bytes()),
    )?;
    let closing = terminal::checked(&counts);
    stdout
        .write_all(closing.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(counts)
}

fn as_json(options: &Check, stdout: impl Write) -> Result<RunCounts, Failure> {
    let mut stream =
        TableStream::open(&FINDINGS, Arc::new(Json), stdout).map_err(Failure::Stdout)?;
    let render = |documents: &[DocumentSummary<'_>]| {
        let mut bytes = Vec::new();
        Json.evidence(&FINDINGS, &EvidenceBatch::whole(documents), &mut bytes);
        bytes
    };
    let counts = each(
        &rules(options),
        &options.inputs,
        &timings(options),
        render,
        |rendered: Vec<u8>| stream.append(&rendered),
    )?;
    stream.finish().map_err(Failure::Stdout)?;
    Ok(counts)
}

fn rules(options: &Check) -> Rules {
    Rules {
        severities: options.severities.policy(),
        local_times: options.local_times.local_times(None),
        ..Rules::default()
    }
}

fn timings(options: &Check) -> Timings {
    Timings::new(options.timings, options.inputs.jobs())
}
