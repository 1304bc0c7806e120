//! Facts understood by several threads, while another reads on.

use std::path::Path;

use rollbook::pipeline::{NotNeeded, in_order_while_read};
use rollbook::series::input::faults::FileProblem;

use super::{BLOCK, problem};
use crate::commands::Failure;

/// Takes the number of a line, from 1, and its text.
pub type TakeText<'t> = &'t mut dyn FnMut(usize, &str) -> Result<(), FileProblem>;

/// Some lines behind each other.
#[derive(Default)]
struct Block {
    /// The number of the first.
    first: usize,
    text: String,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Block {
    fn push(&mut self, number: usize, text: &str) {
        if self.ends.is_empty() {
            self.first = number;
        }
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Returns the lines with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = begins
            .zip(&self.ends)
            .map(|(begin, &end)| &self.text[begin..end]);
        (self.first..).zip(texts)
    }
}

/// Runs `read` on a thread of its own and `understand` on `jobs` others, and hands each line to
/// `take` in order. Returns what `read` returns.
///
/// # Errors
/// The first in the order of lines; nothing is handed over behind it.
pub fn understand<D: Send, L: Send>(
    jobs: usize,
    read: impl FnOnce(TakeText<'_>) -> Result<D, FileProblem> + Send,
    understand: impl Fn(usize, &str) -> Result<L, FileProblem> + Sync,
    mut take: impl FnMut(L) -> Result<(), FileProblem>,
) -> Result<D, Failure> {
    let read = |hand_over: &mut dyn FnMut(Block) -> Result<(), NotNeeded>| {
        let mut block = Block::default();
        let read = read(&mut |number, text| {
            block.push(number, text);
            if block.text.len() < BLOCK {
                return Ok(());
            }
            // It is not taken where an earlier line was refused. That refusal is the one that the
            // user sees; this one only ends the reading.
            let not_needed = |_| problem(Path::new("-"), None, "is not needed".into());
            hand_over(std::mem::take(&mut block)).map_err(not_needed)
        });
        // Also where reading failed: a line before that place may be refused, which comes first.
        let _ = hand_over(block);
        read
    };
    let lines = |block: Block| -> Result<Vec<L>, FileProblem> {
        let lines = block.lines();
        lines
            .map(|(number, text)| understand(number, text))
            .collect()
    };
    let read = in_order_while_read(
        jobs,
        read,
        |block, sink| sink.hand_over(lines(block)),
        |_| BLOCK,
        |lines: Result<Vec<L>, FileProblem>| {
            lines?.into_iter().try_for_each(&mut take)?;
            Ok::<_, Failure>(())
        },
    )?;
    Ok(read?)
}
