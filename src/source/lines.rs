//! Files of one document a line, cut at line breaks into blocks of bounded size.

use std::io::{self, Read};

use super::{Piece, unreadable};
use crate::origin::Origin;

/// How much is read at a time; a longer line makes its own block longer.
pub(super) const BLOCK: usize = 256 * 1024;

/// Blocks of whole lines.
pub(super) struct LineBlocks<R> {
    reader: R,
    origin: Origin,
    /// The line with which the next block begins.
    line: usize,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    done: bool,
}

impl<R: Read> LineBlocks<R> {
    pub(super) fn new(reader: R, origin: Origin) -> Self {
        Self {
            reader,
            origin,
            line: 1,
            rest: Vec::new(),
            done: false,
        }
    }
}

impl<R: Read> Iterator for LineBlocks<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while !self.done {
            let first = self.line;
            let block = match self.block() {
                Ok(block) => block,
                Err(error) => {
                    self.done = true;
                    return Some(unreadable(self.origin.at_line(Some(first)), &error));
                }
            };
            self.line += memchr::memchr_iter(b'\n', &block).count();
            // A block of blank lines is passed over; a file without any line is empty.
            if !block.trim_ascii().is_empty() || self.line == 1 {
                return Some(Piece::Lines(block, self.origin.at_line(Some(first))));
            }
        }
        None
    }
}

impl<R: Read> LineBlocks<R> {
    /// Reads on to the end of a line, or of the file.
    fn block(&mut self) -> io::Result<Vec<u8>> {
        let mut block = std::mem::take(&mut self.rest);
        block.reserve(BLOCK);
        loop {
            let searched = block.len();
            let mut more = self.reader.by_ref().take(BLOCK as u64);
            if more.read_to_end(&mut block)? == 0 {
                self.done = true;
                return Ok(block);
            }
            if let Some(at) = memchr::memrchr(b'\n', &block[searched..]) {
                self.rest = block.split_off(searched + at + 1);
                return Ok(block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[u8]) -> Vec<(usize, Vec<u8>)> {
        LineBlocks::new(text, Origin::named("x.ndjson"))
            .map(|piece| match piece {
                Piece::Lines(bytes, origin) => (origin.line.unwrap(), bytes),
                other => panic!("{other:?}"),
            })
            .collect()
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
