//! Files of one document per line, cut at line breaks into blocks of bounded size.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Cut, Piece, unreadable};
use crate::blocks::{Block, Memory};
use crate::origin::Origin;
use crate::pipeline::BackgroundWorker;
use crate::storage::digest::{Digests, RunningDigest};

/// How much is read at a time; a longer line makes its own block longer.
pub(super) const BLOCK: usize = 256 * 1024;

/// Blocks of whole lines, then the end of their file.
pub(super) struct LineBlocks<R> {
    reader: R,
    origin: Origin,
    /// The line with which the next block begins.
    line: usize,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    memory: Memory,
    done: bool,
    cut: Cut,
    /// Taken at the end.
    digest: Option<Digest>,
}

impl<R: Read> LineBlocks<R> {
    pub(super) fn new(reader: R, origin: Origin, digest: Digest, cut: Cut) -> Self {
        Self {
            reader,
            origin,
            line: 1,
            rest: Vec::new(),
            memory: Memory::default(),
            done: false,
            cut,
            digest: Some(digest),
        }
    }
}

impl<R: Read> Iterator for LineBlocks<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while !self.done {
            let first = self.line;
            let block = match self.block() {
                Ok(block) => Arc::new(block),
                Err(error) => {
                    self.done = true;
                    return Some(unreadable(self.origin.at_line(Some(first)), &error));
                }
            };
            if let Some(digest) = &mut self.digest {
                digest.add(&block);
            }
            self.line += memchr::memchr_iter(b'\n', &block).count();
            // A block of blank lines is passed over; a file without any line is empty.
            let is_blank = block.trim_ascii().is_empty();
            let origin = self.origin.at_line(Some(first));
            match self.cut {
                Cut::AsItIs if !is_blank || self.line == 1 => {
                    return Some(Piece::Lines(block, origin));
                }
                Cut::EachLine if !is_blank => return Some(Piece::EachLine(block, origin)),
                Cut::AsItIs | Cut::EachLine => {}
            }
        }
        let digest = self.digest.take()?;
        Some(Piece::EndOfLines(self.origin.clone(), digest.end()))
    }
}

/// Which digests of inputs are wanted, and by whom they are made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// `None` where nobody wants any.
    pub digests: Option<Digests>,
    /// Whether a thread of its own for each file may make them; else the thread that reads
    /// does.
    pub has_threads: bool,
}

/// How the digest of a file of lines comes about.
pub(super) enum Digest {
    /// Nobody wants it.
    Unwanted,
    /// The blocks are the file's own bytes: they are added by a thread of its own, for
    /// threads take turns in reading, and would wait for each other's digests.
    OfBlocks(BackgroundWorker<Arc<Block>, RunningDigest>),
    /// The same where there is no thread for it.
    OfBlocksHere(RunningDigest),
    /// The blocks come of a packed file: of what was read of that.
    OfReads(Arc<Mutex<RunningDigest>>),
}

impl Digest {
    /// Returns the digest of all blocks, where it is wanted.
    pub(super) fn of_blocks(wanted: Wanted) -> Self {
        let Some(digests) = wanted.digests else {
            return Self::Unwanted;
        };
        let here = || Self::OfBlocksHere(digests.begin());
        // To count is not worth a thread.
        if !wanted.has_threads || digests == Digests::None {
            return here();
        }
        let add = |digest: &mut RunningDigest, block: Arc<Block>| digest.update(&block);
        let begun = BackgroundWorker::begin(digests.begin(), add);
        begun.map_or_else(|_| here(), Self::OfBlocks)
    }

    /// Returns the digest of all that is read of `reader`, where it is wanted.
    pub(super) fn of_reads<R: Read>(reader: R, wanted: Wanted) -> (Digested<R>, Self) {
        let digest = wanted.digests;
        let digest = digest.map(|digests| Arc::new(Mutex::new(digests.begin())));
        let reader = Digested {
            inner: reader,
            digest: digest.clone(),
        };
        (reader, digest.map_or(Self::Unwanted, Self::OfReads))
    }

    fn add(&mut self, block: &Arc<Block>) {
        match self {
            Self::Unwanted | Self::OfReads(_) => {}
            Self::OfBlocks(aside) => aside.add(Arc::clone(block)),
            Self::OfBlocksHere(digest) => digest.update(block),
        }
    }

    fn end(self) -> Option<RunningDigest> {
        match self {
            Self::Unwanted => None,
            Self::OfBlocks(aside) => Some(aside.end()),
            Self::OfBlocksHere(digest) => Some(digest),
            Self::OfReads(digest) => Some(lock(&digest).clone()),
        }
    }
}

/// Adds what is read to a digest, if there is one, that others ask at the end.
pub(super) struct Digested<R> {
    inner: R,
    digest: Option<Arc<Mutex<RunningDigest>>>,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &self.digest {
            Some(digest) => lock(digest).of(&mut self.inner).read(buffer),
            None => self.inner.read(buffer),
        }
    }
}

fn lock(digest: &Mutex<RunningDigest>) -> MutexGuard<'_, RunningDigest> {
    digest.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Read> LineBlocks<R> {
    /// Reads on to the end of a line, or of the file.
    fn block(&mut self) -> io::Result<Block> {
        let mut block = self.memory.begin(&self.rest, BLOCK);
        self.rest.clear();
        loop {
            let searched = block.len();
            if block.read(&mut self.reader, BLOCK)? == 0 {
                self.done = true;
                return Ok(block);
            }
            if let Some(at) = memchr::memrchr(b'\n', &block[searched..]) {
                let end = searched + at + 1;
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::digest::sha256;

    /// Returns the blocks of a text and their first lines; the digest must be that of the text.
    fn blocks(text: &[u8]) -> Vec<(usize, Vec<u8>)> {
        let origin = Origin::named("x.ndjson");
        let mut blocks = Vec::new();
        let mut digests = Vec::new();
        let wanted = Wanted {
            digests: Some(Digests::Sha256),
            has_threads: true,
        };
        for piece in LineBlocks::new(text, origin, Digest::of_blocks(wanted), Cut::AsItIs) {
            match piece {
                Piece::Lines(bytes, origin) => {
                    blocks.push((origin.line.unwrap(), bytes.to_vec()));
                }
                Piece::EndOfLines(_, digest) => {
                    digests.push(digest.and_then(RunningDigest::finish))
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(digests, [Some(sha256(text))]);
        blocks
    }

    #[test]
    fn blocks_are_whole_lines_and_know_their_first_line() {
        let line = [b'x'; 1000];
        let text: Vec<u8> = (0..3000)
            .flat_map(|_| line.iter().copied().chain([b'\n']))
            .collect();
        let blocks = blocks(&text);
        assert!(blocks.len() > 1);
        let mut next = 1;
        for (first, bytes) in &blocks {
            assert_eq!((*first, bytes.last()), (next, Some(&b'\n')));
            next += bytes.len() / 1001;
        }
        assert_eq!(
            blocks
                .into_iter()
                .flat_map(|(_, bytes)| bytes)
                .collect::<Vec<_>>(),
            text
        );
    }

    #[test]
    fn a_line_longer_than_a_block_stays_whole() {
        let mut text = vec![b'x'; 2 * BLOCK + 5];
        text.extend(b"\nlast");
        let blocks = blocks(&text);
        assert_eq!(
            blocks
                .iter()
                .map(|(first, bytes)| (*first, bytes.len()))
                .collect::<Vec<_>>(),
            [(1, 2 * BLOCK + 6), (2, 4)]
        );
    }

    #[test]
    fn what_stands_behind_many_blank_lines_is_read() {
        let text = [&b"{}\n"[..], &[b'\n'; 2 * BLOCK], b"{}\n"].concat();
        let lines = |bytes: &[u8]| {
            bytes
                .trim_ascii()
                .split(|&byte| byte == b'\n')
                .filter(|line| *line == b"{}")
                .count()
        };
        let blocks = blocks(&text);
        assert_eq!(
            blocks.iter().map(|(_, bytes)| lines(bytes)).sum::<usize>(),
            2
        );
    }

    #[test]
    fn an_empty_file_is_one_empty_block() {
        assert_eq!(blocks(b""), [(1, vec![])]);
    }
}
