//! Every input in turn, for `check`, which prints as it reads.

use rollbook::pipeline::{OrderedSink, Threads};
use rollbook::read::{Later, Read, Reader, read_all};
use rollbook::source::{files, pieces};
use rollbook::summary::{DocumentSummary, Rules, RunCounts};

use super::Failure;
use crate::plan::Inputs;
use crate::terminal::{self, Progress};
use crate::timings::{Stage, Timings};

/// About what is made of one file takes in memory, in bytes.
const PART_WEIGHT: usize = 4096;

/// Reads every input, makes something of each file's documents, and prints it in order.
pub fn each<R: Send>(
    rules: &Rules,
    inputs: &Inputs,
    timings: &Timings,
    make: impl Fn(&[DocumentSummary<'_>]) -> R + Sync,
    mut print: impl FnMut(R) -> Result<(), Failure>,
) -> Result<RunCounts, Failure> {
    let jobs = inputs.jobs;
    let threads = Threads::new(jobs);
    let found = timings.time(Stage::Find, || {
        files::find(&inputs.paths, None, &[]).named_below(inputs.named_below.as_deref())
    });
    let mut progress = Progress::new(found.entries.len(), false);
    let mut counts = RunCounts::default();
    let mut pieces = pieces(found.entries, jobs, None, inputs.cut);
    let mut pieces = std::iter::from_fn(|| timings.time(Stage::Read, || pieces.next()));
    let work = |piece, rules: &Rules, sink: &mut OrderedSink<'_, Out<R>>| {
        let reader = Reader {
            rules,
            digests: None,
            executor: &threads,
            watch: timings,
        };
        let order = sink.order();
        reader.read(piece, &|| order.wait(), |out| match out {
            Read::Documents(_, documents) => {
                let made = timings.time(Stage::LayOut, || make(documents));
                sink.hand_over(Out::Made(made, RunCounts::of(documents)));
            }
            Read::SplitDocument(later) => sink.hand_over(Out::Later(later)),
            Read::Input(..) => {}
        });
    };
    let weight = |_: &Out<R>| PART_WEIGHT;
    read_all(&mut pieces, jobs, rules, work, weight, |out| match out {
        Out::Made(made, piece) => {
            progress.pause(|| print(made))?;
            counts.merge(&piece);
            progress.advance(1);
            Ok::<_, Failure>(Vec::new())
        }
        Out::Later(later) => Ok(vec![later]),
    })?;
    terminal::timings(timings.told());
    Ok(counts)
}

/// What comes of a piece.
enum Out<R> {
    Made(R, RunCounts),
    Later(Later),
}
