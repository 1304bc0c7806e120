//! `rollbook check`: reports in, findings out, nothing written.

use std::io::{self, BufWriter, Write};

use rollbook::output::table_files::{TableStream, TextLayout};
use rollbook::pipeline::{Threads, Turn, in_order};
use rollbook::source::{Piece, files, pieces};
use rollbook::stats::overall::Overall;
use rollbook::summary::{DocumentSummary, Rules, RunCounts};
use rollbook::tables::{ALL, Table};

use super::{Exit, Failure, Later, Read, Reader, count, reunited};
use crate::cli::{Check, CheckFormat};
use crate::terminal::{self, Progress};

/// About what the findings of one file take in memory, in bytes.
const PART_WEIGHT: usize = 4096;

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
    let counts = check(options, terminal::finding_lines, |lines: String| {
        stdout.write_all(lines.as_bytes())
    })?;
    let closing = terminal::checked(&counts);
    stdout
        .write_all(closing.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(counts)
}

fn as_json(options: &Check, stdout: impl Write) -> Result<RunCounts, Failure> {
    let layout = TextLayout::Json;
    let mut stream = TableStream::open(Table::Findings, layout, stdout).map_err(Failure::Stdout)?;
    let render = |documents: &[DocumentSummary<'_>]| {
        let mut texts = Vec::new();
        layout.render(&[Table::Findings], documents, &ALL, &mut texts);
        texts.concat()
    };
    let counts = check(options, render, |rendered: Vec<u8>| {
        stream.append(&rendered)
    })?;
    stream
        .finish(&Overall::default())
        .map_err(Failure::Stdout)?;
    Ok(counts)
}

/// Checks every input, makes something of each file's documents, and prints it in order.
fn check<R: Send>(
    options: &Check,
    make: impl Fn(&[DocumentSummary<'_>]) -> R + Sync,
    mut print: impl FnMut(R) -> io::Result<()>,
) -> Result<RunCounts, Failure> {
    let rules = Rules {
        severities: options.severities.policy(),
        ..Rules::default()
    };
    let jobs = options.inputs.jobs();
    let threads = Threads::new(jobs);
    let found = files::find(&options.inputs.inputs, None);
    let mut progress = Progress::new(found.entries.len(), false);
    let mut counts = RunCounts::default();
    let mut pass = |rules: &Rules, pieces: &mut (dyn Iterator<Item = Piece> + Send)| {
        let mut later = Vec::new();
        let work = |piece, turn: &mut Turn<'_, Out<R>>| {
            let reader = Reader {
                rules,
                digests: false,
                threads: &threads,
            };
            reader.read(piece, turn.order(), |out| match out {
                Read::Documents(_, documents) => {
                    turn.hand_over(Out::Made(make(documents), count(documents)));
                }
                Read::Apart(later) => turn.hand_over(Out::Later(later)),
                Read::Input(..) => {}
            });
        };
        in_order(
            jobs,
            pieces,
            work,
            |_| PART_WEIGHT,
            |out| {
                match out {
                    Out::Made(made, piece) => {
                        progress.pause(|| print(made)).map_err(Failure::Stdout)?;
                        counts.merge(&piece);
                        progress.advance(1);
                    }
                    Out::Later(piece) => later.push(piece),
                }
                Ok::<(), Failure>(())
            },
        )?;
        Ok::<_, Failure>(later)
    };
    let later = pass(&rules, &mut pieces(found.entries, jobs))?;
    let rules = reunited(&rules, &later);
    pass(&rules, &mut later.into_iter().map(|later| later.piece))?;
    Ok(counts)
}

/// What comes of a piece.
enum Out<R> {
    Made(R, RunCounts),
    Later(Later),
}
