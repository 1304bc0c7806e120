//! Buffers that were written out, to be filled again.
//!
//! A part's rows are laid out by one thread and written by another. Buffers that grew from
//! nothing for each part would be copied as they grow, and be given back to the system from
//! the wrong thread; those that come back have room already, and stand in a near cache.

use std::sync::{Mutex, PoisonError};

/// The rows of a part: for each format that writes text, a buffer a table.
pub type Texts = Vec<Vec<Vec<u8>>>;

/// How many sets of buffers are kept; more are on the way only where writing lags behind.
const SETS: usize = 4;

/// Beyond this, in bytes, the buffers of a set are not kept: few parts are as long.
const ROOM: usize = 4 * 1024 * 1024;

/// The emptied buffers of some parts.
#[derive(Debug, Default)]
pub struct BufferPool(Mutex<Vec<Texts>>);

impl BufferPool {
    /// Empty buffers with the room that others needed, or none where all are in use.
    pub fn take(&self) -> Texts {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sets.pop().unwrap_or_default()
    }

    /// Keeps the buffers of a part that was written.
    pub fn put(&self, mut texts: Texts) {
        texts.iter_mut().flatten().for_each(Vec::clear);
        let room: usize = texts.iter().flatten().map(Vec::capacity).sum();
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if room <= ROOM && sets.len() < SETS {
            sets.push(texts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(room: usize) -> Texts {
        let mut rows = Vec::with_capacity(room);
        rows.extend_from_slice(b"rows");
        vec![vec![rows, Vec::new()]]
    }

    #[test]
    fn buffers_come_back_empty_and_with_their_room() {
        let pool = BufferPool::default();
        assert!(pool.take().is_empty());
        pool.put(texts(1000));
        let again = pool.take();
        assert_eq!(again, [[b"", b""]]);
        assert!(again[0][0].capacity() >= 1000);
        assert!(pool.take().is_empty());
    }

    #[test]
    fn what_is_kept_is_bounded_in_number_and_size() {
        let pool = BufferPool::default();
        pool.put(texts(ROOM + 1));
        assert!(pool.take().is_empty());
        (0..=SETS).for_each(|_| pool.put(texts(1)));
        assert_eq!(
            std::iter::repeat_with(|| pool.take())
                .take_while(|set| !set.is_empty())
                .count(),
            SETS
        );
    }
}
