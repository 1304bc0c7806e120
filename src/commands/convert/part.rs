//! What comes of one piece of the input, in parts of bounded size.

use std::ops::Range;

use rollbook::origin::Origin;
use rollbook::output::OutputError;
use rollbook::output::{Layouts, Rendered};
use rollbook::pipeline::{Threads, Turn};
use rollbook::series::sketch::{MeetingSketch, sketches};
use rollbook::source::Piece;
use rollbook::spread::Spread as _;
use rollbook::stats::overall::SeveralMeetings;
use rollbook::storage::digest::RunningDigest;
use rollbook::storage::folder::OutputFolder;
use rollbook::storage::manifest::InputEntry;
use rollbook::summary::{DocumentSummary, MeetingSummary, RunCounts, Trouble};
use rollbook::views::ALL;

use crate::commands::{Later, Read, Reader, count};
use crate::timings::{Stage, Timings};

/// How much of a piece is laid out before it is handed over, in bytes.
const PART: usize = 1024 * 1024;

/// What a part of a piece comes to.
#[derive(Default)]
pub struct Part {
    pub rendered: Rendered,
    pub counts: RunCounts,
    pub meetings: SeveralMeetings,
    pub troubles: Vec<Trouble>,
    /// Inputs read to their end, and the beginning of one that is not.
    pub inputs: Vec<InputEntry>,
    open_input: Option<InputEntry>,
    pub later: Vec<Later>,
    pub sketches: Vec<MeetingSketch>,
}

impl Part {
    /// Adds documents of one input, but for what is laid out of them.
    fn count(&mut self, input: &Origin, documents: &[DocumentSummary<'_>], needs_series: bool) {
        self.open_input(input).add(documents);
        self.counts.merge(&count(documents));
        self.troubles.extend(Trouble::among(documents));
        for meeting in documents.iter().flat_map(|document| &document.meetings) {
            self.meetings.add(&meeting.stats.groups);
        }
        if needs_series {
            self.sketches.extend(documents.iter().flat_map(sketches));
        }
    }

    /// The entry of the input that is being read.
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
            sha256: digest.map(RunningDigest::finish),
            ..self.open_input.take().unwrap_or_default()
        };
        self.inputs.push(entry);
    }

    /// What is ready to be handed over, with an input that goes on told in part.
    fn hand_over(&mut self) -> Self {
        let mut part = std::mem::take(self);
        part.inputs.extend(part.open_input.take());
        part
    }

    /// About how much memory it takes, in bytes.
    fn weight(&self) -> usize {
        let sketches = self.sketches.iter().map(MeetingSketch::weight);
        self.rendered.weight() + sketches.sum::<usize>()
    }
}

/// Takes the parts of a piece's result.
pub type Parts<'t> = Turn<'t, Result<Part, OutputError>>;

/// About how much memory a part takes, in bytes.
pub fn weight(part: &Result<Part, OutputError>) -> usize {
    part.as_ref().map_or(0, Part::weight)
}

/// What is made of a piece: laid out, and the files of single meetings written.
pub struct Work<'w> {
    pub layouts: &'w Layouts,
    pub folder: Option<&'w OutputFolder>,
    pub threads: &'w Threads,
    pub timings: &'w Timings,
}

impl Work<'_> {
    /// Reads a piece, lays out what is in it, and hands that over in parts.
    pub fn on(&self, piece: Piece, reader: &Reader<'_>, turn: &mut Parts<'_>) {
        let mut part = Part::default();
        reader.read(piece, turn.order(), |out| {
            match out {
                Read::Documents(input, documents) => {
                    part.count(input, documents, self.layouts.needs_series());
                    if let Err(error) = self.lay_out(documents, &mut part, turn) {
                        turn.hand_over(Err(error));
                    }
                }
                Read::Apart(later) => part.later.push(later),
                Read::Input(origin, digest) => part.end_input(origin, digest),
            }
            if part.weight() >= PART {
                turn.hand_over(Ok(part.hand_over()));
            }
        });
        turn.hand_over(Ok(part.hand_over()));
    }

    /// Lays documents out into `part`; a long one in stretches, by all threads, each a
    /// part for itself.
    fn lay_out(
        &self,
        documents: &[DocumentSummary<'_>],
        part: &mut Part,
        turn: &mut Parts<'_>,
    ) -> Result<(), OutputError> {
        let lay_out = |stretch: &Range<usize>, rendered: &mut Rendered| {
            let lay_out = || self.layouts.render_stretch(documents, stretch, rendered);
            self.timings.time(Stage::LayOut, lay_out)?;
            let write = |folder| rendered.write_single_meetings(folder);
            let write = || self.folder.map_or(Ok(()), write);
            self.timings.time(Stage::Write, write)
        };
        let stretches = stretches(documents);
        let Some(stretches) = stretches else {
            return lay_out(&ALL, &mut part.rendered);
        };
        turn.hand_over(Ok(part.hand_over()));
        for some in stretches.chunks(STRETCHES) {
            let laid_out = self.threads.map(some.to_vec(), |stretch| {
                let mut part = Part::default();
                lay_out(&stretch, &mut part.rendered).map(|()| part)
            });
            laid_out.into_iter().for_each(|part| turn.hand_over(part));
        }
        Ok(())
    }
}

/// How many records of a long report are laid out at a time.
const STRETCH: usize = 1024;

/// How many stretches are laid out before they are handed over.
const STRETCHES: usize = 8;

/// The stretches of the records of a long document; `None` where all are laid out at once.
fn stretches(documents: &[DocumentSummary<'_>]) -> Option<Vec<Range<usize>>> {
    let [document] = documents else { return None };
    let records = |meeting: &MeetingSummary<'_>| meeting.report.records().len();
    let records: usize = document.meetings.iter().map(records).sum();
    if records <= 2 * STRETCH {
        return None;
    }
    let mut stretches: Vec<_> = (0..records)
        .step_by(STRETCH)
        .map(|from| from..from + STRETCH)
        .collect();
    // Behind the last record there may be meetings without any.
    if let Some(last) = stretches.last_mut() {
        last.end = usize::MAX;
    }
    Some(stretches)
}
