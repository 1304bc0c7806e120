//! The memory of blocks of a long file, used again: each block would else be new memory, which
//! the system hands out page by page, wiped.

use std::io::{self, Read};
use std::mem;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

/// Memory larger than this is given back to the system: one long line should not weigh for ever.
const MOST: usize = 1024 * 1024;

/// Memory that waits to be used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<Vec<u8>>>>);

impl Memory {
    fn take(&self) -> Vec<u8> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.pop().unwrap_or_default()
    }

    fn give_back(&self, bytes: Vec<u8>) {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(bytes);
    }

    /// Begins a block with these bytes, and room for so many more.
    pub(crate) fn begin(&self, bytes: &[u8], room: usize) -> Block {
        let mut block = Block {
            memory: self.take(),
            filled: 0,
            from: Some(self.clone()),
        };
        block.make_room(bytes.len() + room);
        block.memory[..bytes.len()].copy_from_slice(bytes);
        block.filled = bytes.len();
        block
    }
}

/// Bytes that were read.
#[derive(Debug, Default)]
pub struct Block {
    /// What is behind the bytes read was of a block before.
    memory: Vec<u8>,
    filled: usize,
    from: Option<Memory>,
}

impl Block {
    /// Reads so many bytes more, or up to the end; returns how many there were.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) fn read(&mut self, reader: &mut impl Read, most: usize) -> io::Result<usize> {
        let before = self.filled;
        self.make_room(most);
        while self.filled < before + most {
            match reader.read(&mut self.memory[self.filled..before + most]) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.filled - before)
    }

    fn make_room(&mut self, more: usize) {
        let most = self.filled + more;
        if self.memory.is_empty() {
            // New memory is zero already: the system wipes a page when it is first used.
            self.memory = vec![0; most];
        } else if self.memory.len() < most {
            self.memory.resize(most, 0);
        }
    }

    /// Takes away what is behind this place.
    pub(crate) fn truncate(&mut self, at: usize) {
        self.filled = self.filled.min(at);
    }
}

impl From<Vec<u8>> for Block {
    fn from(memory: Vec<u8>) -> Self {
        Self {
            filled: memory.len(),
            memory,
            from: None,
        }
    }
}

impl Deref for Block {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.memory[..self.filled]
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if let Some(from) = self.from.take()
            && self.memory.len() <= MOST
        {
            from.give_back(mem::take(&mut self.memory));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a pipe does.
    struct Drops<'b>(&'b [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let few = buffer.len().min(3);
            self.0.read(&mut buffer[..few])
        }
    }

    #[test]
    fn a_block_in_used_memory_holds_its_own_bytes_alone() {
        let memory = Memory::default();
        drop(memory.begin(b"a longer text of before", 5));
        let mut block = memory.begin(b"ab", 5);
        assert_eq!(block.read(&mut Drops(b"cdefghi"), 5).unwrap(), 5);
        assert_eq!(&*block, b"abcdefg");
        assert_eq!(block.read(&mut Drops(b""), 5).unwrap(), 0);
        block.truncate(3);
        assert_eq!(&*block, b"abc");
        // The one piece of memory is in use.
        assert!(memory.take().is_empty());
    }
}
