//! Documents in: from what the user typed to bytes with their origin.
//!
//! After [`files::find`] no later code meets a pattern or a folder.

pub mod files;
mod lines;

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use crate::finding::{Code, Finding};
use crate::origin::Origin;
use lines::LineBlocks;

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
    /// A file to be read whole.
    File(PathBuf, Origin),
    /// A whole document, or several, in memory.
    Whole(Vec<u8>, Origin),
    /// Lines with one document each; the origin names the first line.
    Lines(Vec<u8>, Origin),
    /// Something that could not be read, and why.
    Bad(Origin, Finding),
}

/// Cuts the inputs into pieces of bounded size, in order.
///
/// A file of one document a line is read here in blocks, so that its size does
/// not matter; all other files are left to the thread that works on them.
pub fn pieces(entries: Vec<Entry>) -> impl Iterator<Item = Piece> + Send {
    entries
        .into_iter()
        .flat_map(|entry| -> Box<dyn Iterator<Item = Piece> + Send> {
            match entry {
                Entry::File(path, origin) if is_one_document_a_line(&path) => {
                    match fs::File::open(&path) {
                        Ok(file) => Box::new(LineBlocks::new(file, origin)),
                        Err(error) => Box::new(std::iter::once(unreadable(origin, &error))),
                    }
                }
                Entry::File(path, origin) => Box::new(std::iter::once(Piece::File(path, origin))),
                Entry::Stdin(origin) => stdin(origin),
                Entry::Bad(origin, finding) => {
                    Box::new(std::iter::once(Piece::Bad(origin, finding)))
                }
            }
        })
}

/// Reads a file whole.
///
/// # Errors
/// A finding `unreadable` that says why.
pub fn read(path: &PathBuf) -> Result<Vec<u8>, Finding> {
    fs::read(path).map_err(|error| cannot_read(&error))
}

/// Whether a file's name says that it holds one document a line.
fn is_one_document_a_line(path: &std::path::Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl")
}

/// Standard input, in blocks of lines where it holds one document a line.
fn stdin(origin: Origin) -> Box<dyn Iterator<Item = Piece> + Send> {
    let mut start = Vec::new();
    let read = io::stdin()
        .lock()
        .take(lines::BLOCK as u64)
        .read_to_end(&mut start);
    let whole_lines = memchr::memrchr(b'\n', &start).map_or(0, |at| at + 1);
    let sample = String::from_utf8_lossy(&start[..whole_lines]);
    match read {
        Err(error) => Box::new(std::iter::once(unreadable(origin, &error))),
        Ok(_) if crate::decode::is_one_document_a_line(&sample) => Box::new(LineBlocks::new(
            io::Cursor::new(start).chain(io::stdin()),
            origin,
        )),
        Ok(_) => match io::stdin().lock().read_to_end(&mut start) {
            Ok(_) => Box::new(std::iter::once(Piece::Whole(start, origin))),
            Err(error) => Box::new(std::iter::once(unreadable(origin, &error))),
        },
    }
}

fn unreadable(origin: Origin, error: &io::Error) -> Piece {
    Piece::Bad(origin, cannot_read(error))
}

fn cannot_read(error: &io::Error) -> Finding {
    Finding::of_document(Code::Unreadable, format!("could not be read: {error}"))
}
