//! Documents in: from what the user typed to bytes with their origin.
//!
//! After [`files::find`] no later code meets a pattern or a folder.

pub mod archives;
pub mod files;
mod lines;

use std::fs;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::blocks::Block;
use crate::finding::{Code, Finding};
use crate::origin::Origin;
use crate::storage::digest::{Digests, RunningDigest};
use archives::Packing;
use lines::{Digest, LineBlocks, Wanted};

/// One input, ready to be read.
#[derive(Debug)]
pub enum Entry {
    /// A regular file.
    File(PathBuf, Origin),
    /// Standard input.
    Stdin(Origin),
    /// Something that cannot be read, and why.
    Bad(Origin, Finding),
}

/// A piece of work for one thread.
#[derive(Debug)]
pub enum Piece {
    /// Files to be read whole, one after the other.
    Files(Vec<(PathBuf, Origin)>),
    /// A whole document, or several, in memory.
    Whole(Vec<u8>, Origin),
    /// Lines with one document each; the origin names the first line.
    Lines(Arc<Block>, Origin),
    /// The same where each line is a file by itself, as somebody said, and may tell its origin.
    EachLine(Arc<Block>, Origin),
    /// A file of lines was read to its end; with its digest, if that was wanted.
    EndOfLines(Origin, Option<RunningDigest>),
    /// Something that could not be read, and why.
    Bad(Origin, Finding),
}

/// What is taken for a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cut {
    /// A file, or each line of one, as its content tells.
    #[default]
    AsItIs,
    /// Each line, also where there is only one, or none.
    EachLine,
}

/// How many files one thread takes at a time: handing over costs more than a small file.
const FILES_AT_A_TIME: usize = 32;

/// Cuts the inputs into pieces of bounded size, in order, for `jobs` threads.
///
/// A file of one document per line is read here in blocks, so that its size does
/// not matter, and so are those `digests` of it that are wanted; all other files are left to
/// the thread that works on them.
pub fn pieces(
    entries: impl ExactSizeIterator<Item = Entry> + Send,
    jobs: usize,
    digests: Option<Digests>,
    cut: Cut,
) -> impl Iterator<Item = Piece> + Send {
    let wanted = Wanted {
        digests,
        has_threads: jobs > 1,
    };
    // Few files: each thread gets its share, and they all end at about the same time.
    let at_a_time = (entries.len() / (jobs * 4)).clamp(1, FILES_AT_A_TIME);
    let mut entries = entries.peekable();
    let groups = std::iter::from_fn(move || {
        let first = entries.next()?;
        let Entry::File(path, origin) = first else {
            return Some(other_pieces(first, wanted, cut));
        };
        if cut == Cut::EachLine {
            return Some(line_pieces(&path, origin, wanted, cut));
        }
        if is_one_document_a_line(&path) {
            return Some(line_pieces(&path, origin, wanted, cut));
        }
        let mut files = vec![(path, origin)];
        let more =
            |entry: &Entry| matches!(entry, Entry::File(path, _) if !is_one_document_a_line(path));
        while files.len() < at_a_time
            && let Some(Entry::File(path, origin)) = entries.next_if(more)
        {
            files.push((path, origin));
        }
        Some(one(Piece::Files(files)))
    });
    groups.flatten()
}

type Pieces = Box<dyn Iterator<Item = Piece> + Send>;

fn one(piece: Piece) -> Pieces {
    Box::new(std::iter::once(piece))
}

fn line_pieces(path: &Path, origin: Origin, wanted: Wanted, cut: Cut) -> Pieces {
    match lines_of(path, wanted) {
        Ok((reader, digest)) => Box::new(LineBlocks::new(reader, origin, digest, cut)),
        Err(error) => one(unreadable(origin, &error)),
    }
}

/// Returns a file of lines, expanded while it is read where it is packed, and its digest.
fn lines_of(path: &Path, wanted: Wanted) -> io::Result<(Box<dyn Read + Send>, Digest)> {
    let mut file = fs::File::open(path)?;
    let mut start = Vec::with_capacity(4);
    file.by_ref().take(4).read_to_end(&mut start)?;
    let packing = Packing::of(&start);
    let whole = io::Cursor::new(start).chain(file);
    match packing {
        None => Ok((Box::new(whole), Digest::of_blocks(wanted))),
        Some(packing) => {
            let (packed, digest) = Digest::of_reads(whole, wanted);
            Ok((archives::expanding(packed, packing)?, digest))
        }
    }
}

fn other_pieces(entry: Entry, wanted: Wanted, cut: Cut) -> Pieces {
    match entry {
        Entry::File(path, origin) => one(Piece::Files(vec![(path, origin)])),
        Entry::Stdin(origin) => match cut {
            Cut::AsItIs => stdin(origin, wanted),
            Cut::EachLine => {
                let digest = Digest::of_blocks(wanted);
                Box::new(LineBlocks::new(io::stdin(), origin, digest, cut))
            }
        },
        Entry::Bad(origin, finding) => one(Piece::Bad(origin, finding)),
    }
}

/// Files below this size are read without asking for it first.
const SMALL: usize = 64 * 1024;

/// Inputs from this size on are worked on one at a time, in bytes: memory follows the
/// largest of them, and not the number of threads.
pub const LARGE: u64 = 8 * 1024 * 1024;

/// How much larger packed input may become before it counts as large; attendance packs about 10 to 1.
const PACKED: u64 = 16;

/// Returns whether an input of `length` bytes that begins with `start` is large, or may be when
/// unpacked.
pub fn is_large(start: &[u8], length: u64) -> bool {
    expanded_length(start, length) >= LARGE
}

/// Returns how long an input of `length` bytes that begins with `start` may be when unpacked.
pub fn expanded_length(start: &[u8], length: u64) -> u64 {
    match Packing::of(start) {
        Some(_) => length.saturating_mul(PACKED),
        None => length,
    }
}

/// Reads a file into `bytes`, in place of what they held: whole, or the beginning of one
/// that is not small, with the rest of it to be read.
///
/// # Errors
/// A finding `unreadable` that says why.
pub fn begin(path: &Path, bytes: &mut Vec<u8>) -> Result<Option<RestOfFile>, Finding> {
    bytes.clear();
    // What one large file took is not kept for the small ones behind it.
    bytes.shrink_to(LARGE as usize);
    bytes.reserve(SMALL);
    let read = fs::File::open(path).and_then(|mut file| {
        // `File::read_to_end` asks for size and position, which costs as much as a small read.
        file.by_ref().take(SMALL as u64).read_to_end(bytes)?;
        if bytes.len() < SMALL {
            return Ok(None);
        }
        let length = file.metadata()?.len();
        Ok(Some(RestOfFile { file, length }))
    });
    read.map_err(|error| cannot_read(&error))
}

/// A file of which the beginning was read.
#[derive(Debug)]
pub struct RestOfFile {
    file: fs::File,
    /// How long the whole file says it is, in bytes.
    pub length: u64,
}

impl RestOfFile {
    /// Reads the last bytes of the file, at most so many.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn last_bytes(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let begin = self.length.saturating_sub(most as u64);
        self.file.seek(SeekFrom::Start(begin))?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Returns the whole file, piece by piece, of which `beginning` was read.
    ///
    /// # Errors
    /// When the file cannot go back.
    pub fn from_the_beginning<'r>(&'r mut self, beginning: &'r [u8]) -> io::Result<impl Read + 'r> {
        self.file.seek(SeekFrom::Start(beginning.len() as u64))?;
        Ok(beginning.chain(&self.file))
    }

    /// Reads the rest into `bytes`, behind the beginning.
    ///
    /// # Errors
    /// A finding `unreadable` that says why.
    pub fn read(mut self, bytes: &mut Vec<u8>) -> Result<(), Finding> {
        let mut read = || {
            // What says no length is no real file, cannot go back, and did not go on.
            if self.length > 0 {
                self.file.seek(SeekFrom::Start(bytes.len() as u64))?;
            }
            self.file.read_to_end(bytes)
        };
        read().map(drop).map_err(|error| cannot_read(&error))
    }
}

/// Returns whether a file's name says that it holds one document per line.
fn is_one_document_a_line(path: &Path) -> bool {
    let extension = files::document_extension(path);
    extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl")
}

/// Standard input, in blocks of lines where it holds one document per line.
fn stdin(origin: Origin, wanted: Wanted) -> Pieces {
    let mut start = Vec::new();
    let read = io::stdin()
        .lock()
        .take(lines::BLOCK as u64)
        .read_to_end(&mut start);
    let whole_lines = memchr::memrchr(b'\n', &start).map_or(0, |at| at + 1);
    let sample = String::from_utf8_lossy(&start[..whole_lines]);
    match read {
        Err(error) => one(unreadable(origin, &error)),
        Ok(_) if crate::decode::is_one_document_a_line(&sample) => {
            let whole = io::Cursor::new(start).chain(io::stdin());
            let digest = Digest::of_blocks(wanted);
            Box::new(LineBlocks::new(whole, origin, digest, Cut::AsItIs))
        }
        Ok(_) => match io::stdin().lock().read_to_end(&mut start) {
            Ok(_) => one(Piece::Whole(start, origin)),
            Err(error) => one(unreadable(origin, &error)),
        },
    }
}

fn unreadable(origin: Origin, error: &io::Error) -> Piece {
    Piece::Bad(origin, cannot_read(error))
}

fn cannot_read(error: &io::Error) -> Finding {
    Finding::of_document(Code::Unreadable, format!("could not be read: {error}"))
}
