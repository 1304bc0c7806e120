//! What comes of one piece of the input, in parts of bounded size.

use std::ops::Range;

use rollbook::executor::Executor as _;
use rollbook::origin::Origin;
use rollbook::output::{Keep, OutputPlan, RenderedBatch, document_counts};
use rollbook::pipeline::{OrderedSink, Threads};
use rollbook::read::{Later, Read, Reader};
use rollbook::series::collect::facts::Facts;
use rollbook::source::Piece;
use rollbook::storage::digest::RunningDigest;
use rollbook::storage::manifest::InputEntry;
use rollbook::summary::{DocumentSummary, Outcome, ReportSummary, RunCounts, Trouble};
use rollbook::views::ALL;
use rollbook::views::evidence::EvidenceBatch;

use crate::timings::{Stage, Timings};

/// How much of a piece is laid out before it is handed over, in bytes.
const PART: usize = 1024 * 1024;

/// What a part of a piece comes to.
#[derive(Default)]
pub struct Part {
    pub rendered: RenderedBatch,
    pub counts: RunCounts,
    pub troubles: Vec<Trouble>,
    /// Inputs read to their end, and the beginning of one that is not.
    pub inputs: Vec<InputEntry>,
    open_input: Option<InputEntry>,
    pub later: Vec<Later>,
    pub facts: Facts,
}

impl Part {
    /// Adds documents of one input, but for what is laid out of them.
    fn count(&mut self, input: &Origin, documents: &[DocumentSummary<'_>], keep: Keep) {
        for document in documents {
            let known = document.outcome != Outcome::Unreadable;
            let shape = known.then_some(document.shape);
            let counts = RunCounts::of(std::slice::from_ref(document));
            self.open_input(input).add(&document_counts(&counts), shape);
        }
        self.counts.merge(&RunCounts::of(documents));
        self.troubles.extend(Trouble::among(documents));
        match keep {
            Keep::Facts => documents.iter().for_each(|one| self.facts.add(one)),
            Keep::Versions => documents
                .iter()
                .for_each(|one| self.facts.add_versions(one)),
            Keep::Nothing => {}
        }
    }

    /// Returns the entry of the input that is being read.
    fn open_input(&mut self, origin: &Origin) -> &mut InputEntry {
        let name = || InputEntry {
            name: origin.name.to_string(),
            ..InputEntry::default()
        };
        self.open_input.get_or_insert_with(name)
    }

    fn end_input(&mut self, origin: &Origin, digest: Option<RunningDigest>) {
        let entry = InputEntry {
            name: origin.name.to_string(),
            bytes: digest.as_ref().map(RunningDigest::bytes),
            sha256: digest.and_then(RunningDigest::finish),
            ..self.open_input.take().unwrap_or_default()
        };
        self.inputs.push(entry);
    }

    /// Takes what is ready to be handed over, with an input that goes on told in part.
    fn hand_over(&mut self) -> Self {
        let mut part = std::mem::take(self);
        part.inputs.extend(part.open_input.take());
        part
    }

    /// About how much memory it takes, in bytes.
    fn weight(&self) -> usize {
        self.rendered.weight() + self.facts.weight()
    }
}

/// Takes the parts of a piece's result.
pub type Parts<'t> = OrderedSink<'t, Part>;

/// About how much memory a part takes, in bytes.
pub fn weight(part: &Part) -> usize {
    part.weight()
}

/// What is made of a piece: its evidence laid out, and its facts.
pub struct Work<'w> {
    pub output_plan: &'w OutputPlan,
    pub threads: &'w Threads,
    pub timings: &'w Timings,
}

impl Work<'_> {
    /// Reads a piece, lays out what is in it, and hands that over in parts.
    pub fn on(&self, piece: Piece, reader: &Reader<'_, &Threads, Timings>, sink: &mut Parts<'_>) {
        let mut part = Part::default();
        let order = sink.order();
        reader.read(piece, &|| order.wait(), |out| {
            match out {
                Read::Documents(input, documents) => {
                    part.count(input, documents, self.output_plan.keep());
                    self.lay_out(documents, &mut part, sink);
                }
                Read::SplitDocument(later) => part.later.push(later),
                Read::Input(origin, digest) => part.end_input(origin, digest),
            }
            if part.weight() >= PART {
                sink.hand_over(part.hand_over());
            }
        });
        sink.hand_over(part.hand_over());
    }

    /// Lays documents out into `part`; a long one in batches of records, by all threads,
    /// each a part for itself.
    fn lay_out(&self, documents: &[DocumentSummary<'_>], part: &mut Part, sink: &mut Parts<'_>) {
        let lay_out = |records: &Range<usize>, rendered: &mut RenderedBatch| {
            let lay_out = || {
                self.output_plan
                    .evidence(&EvidenceBatch::of(documents, records.clone()), rendered)
            };
            self.timings.time(Stage::LayOut, lay_out);
        };
        let Some(batches) = batches(documents) else {
            return lay_out(&ALL, &mut part.rendered);
        };
        sink.hand_over(part.hand_over());
        for some in batches.chunks(BATCHES) {
            let laid_out = self.threads.map(some.to_vec(), |records| {
                let mut part = Part::default();
                lay_out(&records, &mut part.rendered);
                part
            });
            laid_out.into_iter().for_each(|part| sink.hand_over(part));
        }
    }
}

/// How many records of a long report are laid out at a time.
const BATCH: usize = 1024;

/// How many batches are laid out before they are handed over.
const BATCHES: usize = 8;

/// Returns the batches of the records of a long document; `None` where all are laid out at
/// once.
fn batches(documents: &[DocumentSummary<'_>]) -> Option<Vec<Range<usize>>> {
    let [document] = documents else { return None };
    let records = |summary: &ReportSummary<'_>| summary.report.records().len();
    let records: usize = document.reports.iter().map(records).sum();
    if records <= 2 * BATCH {
        return None;
    }
    let mut batches: Vec<_> = (0..records)
        .step_by(BATCH)
        .map(|from| from..from + BATCH)
        .collect();
    // Behind the last record there may be meetings without any.
    if let Some(last) = batches.last_mut() {
        last.end = usize::MAX;
    }
    Some(batches)
}
