//! Reading: inputs, packed or not, in any encoding and shape, split over files or not, to
//! documents with their reports.
//!
//! A long report is decoded while it is read; a report whose records were saved in another
//! file is read once more when all inputs are known.

mod envelope;

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use self::envelope::Envelope;
use crate::blocks::Block;
use crate::decode::encoding;
use crate::decode::escapes::without_lone_surrogates;
use crate::decode::long::{self, LongReport};
use crate::decode::split_reports::{ReportJoin, SplitDocument};
use crate::executor::Executor;
use crate::finding::{Code, Finding};
use crate::model::text_arena::TextArena;
use crate::origin::Origin;
use crate::pipeline::{NoThreads, OrderedSink, in_order};
use crate::source::archives::Packing;
use crate::source::{self, Piece, RestOfFile, archives, is_large};
use crate::storage::digest::{Digests, RunningDigest};
use crate::summary::{DocumentSummary, Instead, Rules, summarise, summarise_lines, summarise_long};

/// What part of reading takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Bytes from the disk, and unpacking what is read in blocks.
    Read,
    /// The digest of the inputs.
    Digest,
    /// Decode, validate and compute.
    Summarise,
}

/// Is told where the time goes.
pub trait Watch: Sync {
    /// Does some work of a step.
    fn time<R>(&self, step: Step, work: impl FnOnce() -> R) -> R;
}

/// Nobody wants to know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn time<R>(&self, _: Step, work: impl FnOnce() -> R) -> R {
        work()
    }
}

/// What comes out of a piece while it is read.
pub enum Read<'r> {
    /// Documents of an input, which cannot be kept.
    Documents(&'r Origin, &'r [DocumentSummary<'r>]),
    /// Documents that may have a part elsewhere: to be read again when all is known.
    SplitDocument(Later),
    /// The input was read to its end.
    Input(&'r Origin, Option<RunningDigest>),
}

/// A piece whose documents are parts of reports, to be read again with the other parts.
pub struct Later {
    /// What is to be read once more.
    pub piece: Piece,
    parts: Vec<SplitDocument>,
}

/// Reads pieces, once for what is whole and once more for what was saved apart.
pub struct Reader<'r, S, W> {
    /// How documents are judged.
    pub rules: &'r Rules,
    /// Which digest of each input is wanted; only a manifest wants any.
    pub digests: Option<Digests>,
    /// Who does parts of a long report.
    pub executor: S,
    /// Who is told where the time goes.
    pub watch: &'r W,
}

impl<S: Executor, W: Watch> Reader<'_, S, W> {
    /// Reads one piece, a large one when its turn has come, and hands what comes out of
    /// it to `with`.
    pub fn read(&self, piece: Piece, wait: &dyn Fn(), mut with: impl FnMut(Read<'_>)) {
        match piece {
            Piece::Files(files) => {
                let mut bytes = Vec::new();
                for (path, origin) in files {
                    self.file(path, origin, &mut bytes, wait, &mut with);
                }
            }
            Piece::Whole(bytes, origin) => {
                self.whole(
                    &bytes,
                    &origin,
                    || Piece::Whole(bytes.clone(), origin.clone()),
                    &mut with,
                );
            }
            Piece::Lines(bytes, origin) => {
                if is_large(&bytes, bytes.len() as u64) {
                    wait();
                }
                self.lines(&bytes, &origin, &mut with);
            }
            Piece::EachLine(bytes, origin) => {
                if is_large(&bytes, bytes.len() as u64) {
                    wait();
                }
                self.each_line(&bytes, &origin, &mut with);
            }
            Piece::EndOfLines(origin, digest) => with(Read::Input(&origin, digest)),
            Piece::Bad(origin, finding) => self.nothing(origin, finding, &mut with),
        }
    }

    /// Reads one file, into `bytes` where it has to be whole.
    fn file(
        &self,
        path: PathBuf,
        origin: Origin,
        bytes: &mut Vec<u8>,
        wait: &dyn Fn(),
        with: &mut impl FnMut(Read<'_>),
    ) {
        let begun = self.watch.time(Step::Read, || source::begin(&path, bytes));
        let read = begun.and_then(|rest| {
            let Some(mut rest) = rest else {
                return Ok(false);
            };
            if is_large(bytes, rest.length) {
                wait();
            }
            if self.long_file(bytes, &mut rest, &origin, with).is_some() {
                return Ok(true);
            }
            let read = || rest.read(bytes).map(|()| false);
            self.watch.time(Step::Read, read)
        });
        match read {
            Ok(true) => {}
            Ok(false) => {
                let again = || Piece::Files(vec![(path.clone(), origin.clone())]);
                self.whole(bytes, &origin, again, with);
            }
            Err(finding) => self.nothing(origin, finding, with),
        }
    }

    /// Works on a file of one long report while it is read; `None` where it is no such
    /// file, and nothing came of it.
    fn long_file(
        &self,
        beginning: &[u8],
        rest: &mut RestOfFile,
        input: &Origin,
        with: &mut impl FnMut(Read<'_>),
    ) -> Option<()> {
        let length = source::expanded_length(beginning, rest.length);
        if !long::is_long(length) || self.rules.reunion.is_some() {
            return None;
        }
        let packing = Packing::of(beginning);
        let end = match packing {
            None => rest.last_bytes(long::ENDING).ok()?,
            Some(Packing::Gzip | Packing::Zstd) => long::GRAPHS_ENDING.to_vec(),
            Some(Packing::Zip) => return None,
        };
        let mut digest = self.digests.map(Digests::begin);
        let mut reader: Box<dyn io::Read + Send> =
            Box::new(rest.from_the_beginning(beginning).ok()?);
        if let Some(digest) = &mut digest {
            reader = Box::new(digest.of(reader));
        }
        if let Some(packing) = packing {
            reader = archives::expanding(reader, packing).ok()?;
        }
        let texts = TextArena::default();
        let summarise = || {
            let long = LongReport::begin(reader, &end)?;
            summarise_long(long, &texts, input, self.rules, &self.executor)
        };
        let document = self.watch.time(Step::Summarise, summarise)?;
        with(Read::Documents(input, &[document]));
        with(Read::Input(input, digest));
        Some(())
    }

    fn nothing(&self, origin: Origin, finding: Finding, with: &mut impl FnMut(Read<'_>)) {
        let nothing = DocumentSummary::without_reports(origin.clone(), finding, self.rules);
        with(Read::Documents(&origin, &[nothing]));
        with(Read::Input(&origin, None));
    }

    fn lines(&self, bytes: &[u8], origin: &Origin, with: &mut impl FnMut(Read<'_>)) {
        let written = bytes;
        let (bytes, halves) = without_lone_surrogates(written);
        let one_line = !bytes.trim_ascii().contains(&b'\n');
        let texts = TextArena::default();
        let mut documents = self.watch.time(Step::Summarise, || {
            let long = one_line
                .then(|| self.long(&bytes, origin, &texts))
                .flatten();
            long.unwrap_or_else(|| summarise_lines(&bytes, origin, self.rules))
        });
        let none = documents.iter().all(|document| document.reports.is_empty());
        let instead = match none {
            true => Instead::of(&bytes, &documents, self.rules),
            false => Instead::opened(&bytes, &documents),
        };
        if let Some(instead @ (Instead::Inside(_) | Instead::Unfolded(_))) = &instead {
            documents = instead.summarise(origin, self.rules);
        }
        if halves > 0 {
            self.tell_of_halves(&mut documents, origin, written);
        }
        let later: Vec<_> = documents
            .iter()
            .filter_map(|document| Some((document.origin.line?, document.split.clone()?)))
            .collect();
        self.hand_out(origin, documents, with);
        if self.rules.reunion.is_some() || later.is_empty() {
            return;
        }
        let lines: Vec<_> = bytes.split(|&byte| byte == b'\n').collect();
        for (line, part) in later {
            let text = lines
                .get(line - origin.line.unwrap_or(1))
                .copied()
                .unwrap_or_default();
            let text = Arc::new(Block::from(text.to_owned()));
            let piece = Piece::Lines(text, origin.at_line(Some(line)));
            with(Read::SplitDocument(Later {
                piece,
                parts: vec![part],
            }));
        }
    }

    /// Reads each line as a file by itself, of the origin that it tells.
    fn each_line(&self, bytes: &[u8], input: &Origin, with: &mut impl FnMut(Read<'_>)) {
        let first = input.line.unwrap_or(1);
        let lines = bytes.split(|&byte| byte == b'\n').zip(first..);
        for (line, number) in lines.filter(|(line, _)| !line.trim_ascii().is_empty()) {
            let here = input.at_line(Some(number));
            let (document, origin) = match Envelope::read(line) {
                Some(envelope) => (envelope.document(), envelope.origin()),
                None => (Cow::Borrowed(line), here.clone()),
            };
            let again = || Piece::EachLine(Arc::new(line.to_vec().into()), here.clone());
            self.documents(
                &document,
                &origin,
                again,
                &mut |read: Read<'_>| match read {
                    Read::Documents(_, documents) => with(Read::Documents(&here, documents)),
                    Read::SplitDocument(later) => with(Read::SplitDocument(later)),
                    Read::Input(..) => {}
                },
            );
        }
    }

    /// Adds to each document how many lone surrogates were replaced in it; `bytes` still
    /// hold them, and begin on the origin's line.
    #[cold]
    fn tell_of_halves(&self, documents: &mut [DocumentSummary<'_>], origin: &Origin, bytes: &[u8]) {
        let begins: Vec<_> = documents
            .iter()
            .map(|document| document.origin.line)
            .collect();
        let mut lines = bytes.split_inclusive(|&byte| byte == b'\n');
        let mut line = origin.line.unwrap_or(1);
        for (index, document) in documents.iter_mut().enumerate() {
            let next = begins.get(index + 1).copied().flatten();
            let mut own = 0;
            while next.is_none_or(|next| line < next) {
                let Some(text) = lines.next() else { break };
                own += without_lone_surrogates(text).1;
                line += 1;
            }
            if own > 0 {
                let said =
                    format!("held half of a character in {own} place(s); replaced by U+FFFD");
                document
                    .findings
                    .push(Finding::of_document(Code::HalfCharacter, said));
                self.rules.severities.apply(&mut document.findings);
            }
        }
    }

    /// Reads the documents behind a file's bytes, packed or not, in whatever encoding.
    fn whole(
        &self,
        bytes: &[u8],
        input: &Origin,
        again: impl Fn() -> Piece,
        with: &mut impl FnMut(Read<'_>),
    ) {
        let digest = || {
            self.watch.time(Step::Digest, || {
                let mut digest = self.digests?.begin();
                digest.update(bytes);
                Some(digest)
            })
        };
        let documents = || self.documents(bytes, input, again, with);
        let is_slow = self.digests == Some(Digests::Sha256) && self.rules.reunion.is_none();
        let (digest, with) = if is_slow && is_large(bytes, bytes.len() as u64) {
            self.executor.join(digest, documents)
        } else {
            let with = documents();
            (digest(), with)
        };
        if self.rules.reunion.is_none() {
            with(Read::Input(input, digest));
        }
    }

    /// Reads the documents of one input; gives `with` back.
    fn documents<'w, F: FnMut(Read<'_>)>(
        &self,
        bytes: &[u8],
        input: &Origin,
        again: impl Fn() -> Piece,
        with: &'w mut F,
    ) -> &'w mut F {
        let mut parts = Vec::new();
        archives::unpack(bytes, input, &mut |origin, packed| match packed
            .clone()
            .and_then(encoding::utf8)
        {
            Ok(written) => {
                let two_encodings = packed.is_ok_and(encoding::goes_on_as_utf8);
                let (bytes, halves) = without_lone_surrogates(&written);
                let texts = TextArena::default();
                let documents = self.watch.time(Step::Summarise, || {
                    let long = self.long(&bytes, origin, &texts);
                    long.unwrap_or_else(|| summarise(&bytes, origin, self.rules))
                });
                let instead = Instead::of(&bytes, &documents, self.rules);
                let mut documents = match &instead {
                    Some(instead) => instead.summarise(origin, self.rules),
                    None => documents,
                };
                if halves > 0 {
                    self.tell_of_halves(&mut documents, origin, &written);
                }
                if let (true, Some(first)) = (two_encodings, documents.first_mut()) {
                    let said = encoding::TWO_ENCODINGS.to_owned();
                    first.tell(Code::EncodingAssumed, String::new(), said, self.rules);
                }
                parts.extend(self.hand_out(input, documents, with).into_iter().flatten());
            }
            Err(finding) if self.rules.reunion.is_none() => {
                let nothing = DocumentSummary::without_reports(origin.clone(), finding, self.rules);
                with(Read::Documents(input, &[nothing]));
            }
            Err(_) => {}
        });
        if !parts.is_empty() {
            with(Read::SplitDocument(Later {
                piece: again(),
                parts,
            }));
        }
        with
    }

    /// Returns the document, where the bytes hold one long report.
    fn long<'t>(
        &self,
        bytes: &[u8],
        origin: &Origin,
        texts: &'t TextArena,
    ) -> Option<Vec<DocumentSummary<'t>>> {
        let long = LongReport::within(bytes)?;
        summarise_long(long, texts, origin, self.rules, &self.executor)
            .map(|document| vec![document])
    }

    /// Hands out the documents whose turn it is: at first those that are whole, which
    /// are most, and the parts of the others; later only the others.
    fn hand_out<'d>(
        &self,
        input: &Origin,
        mut documents: Vec<DocumentSummary<'d>>,
        with: &mut impl FnMut(Read<'_>),
    ) -> Option<Vec<SplitDocument>> {
        let again = self.rules.reunion.is_some();
        if !again && documents.iter().all(|document| document.split.is_none()) {
            with(Read::Documents(input, &documents));
            return None;
        }
        let parts = documents
            .iter_mut()
            .filter_map(|document| document.split.clone())
            .collect();
        documents.retain(|document| document.split.is_some() == again);
        with(Read::Documents(input, &documents));
        (!again).then_some(parts)
    }
}

/// Reads all pieces with `jobs` threads, and once more those whose parts were saved apart.
///
/// `work` makes something of a piece by the rules in force, `take` is given what came of the
/// pieces in their order and returns those that are to be read again.
///
/// # Errors
/// The first error of `take`; nothing is read after it.
pub fn read_all<Out: Send, E: From<NoThreads>>(
    pieces: &mut (dyn Iterator<Item = Piece> + Send),
    jobs: usize,
    rules: &Rules,
    work: impl Fn(Piece, &Rules, &mut OrderedSink<'_, Out>) + Sync,
    weight: fn(&Out) -> usize,
    mut take: impl FnMut(Out) -> Result<Vec<Later>, E>,
) -> Result<(), E> {
    let mut pass = |rules: &Rules, pieces: &mut (dyn Iterator<Item = Piece> + Send)| {
        let mut later = Vec::new();
        let work = |piece, sink: &mut OrderedSink<'_, Out>| work(piece, rules, sink);
        in_order(jobs, pieces, work, weight, |out| {
            later.extend(take(out)?);
            Ok::<(), E>(())
        })?;
        Ok::<_, E>(later)
    };
    let later = pass(rules, pieces)?;
    let rules = with_parts(rules, &later);
    pass(&rules, &mut later.into_iter().map(|later| later.piece))?;
    Ok(())
}

/// Returns the rules for reading once more what was saved apart.
fn with_parts(rules: &Rules, later: &[Later]) -> Rules {
    let parts = later.iter().flat_map(|later| &later.parts);
    Rules {
        reunion: Some(ReportJoin::of(parts)),
        ..rules.clone()
    }
}
