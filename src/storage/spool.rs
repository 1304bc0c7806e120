//! Bytes that belong to many files, on the disk until all are known.
//!
//! So many files can be written one after the other, whatever the order in which their
//! bytes come, and few are open at a time. The spool has no name, or goes with the run.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use super::folder::OutputFolder;

/// How many bytes are held before they go to the disk.
const HELD: usize = 32 * 1024 * 1024;

/// How hard they are compressed: as little as is worth anything, since they are read once.
const LEVEL: i32 = 1;

/// Bytes by key, in the order in which they came.
#[derive(Debug)]
pub struct Spool<K> {
    file: File,
    end: u64,
    held: BTreeMap<K, Vec<u8>>,
    held_bytes: usize,
    pieces: BTreeMap<K, Vec<Piece>>,
    limit: usize,
}

/// Some bytes of a key on the disk.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: u64,
    packed: usize,
    length: usize,
}

impl<K: Ord + Clone> Spool<K> {
    /// Begins one on the disk of this folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(folder: &OutputFolder) -> io::Result<Self> {
        Ok(Self {
            file: tempfile::tempfile_in(folder.path())?,
            end: 0,
            held: BTreeMap::new(),
            held_bytes: 0,
            pieces: BTreeMap::new(),
            limit: HELD,
        })
    }

    /// Adds bytes to those of a key.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn append(&mut self, key: &K, bytes: &[u8]) -> io::Result<()> {
        match self.held.get_mut(key) {
            Some(held) => held.extend_from_slice(bytes),
            None => drop(self.held.insert(key.clone(), bytes.to_vec())),
        }
        self.held_bytes += bytes.len();
        if self.held_bytes >= self.limit {
            self.put_down()?;
        }
        Ok(())
    }

    /// Returns all keys, in their order.
    pub fn keys(&self) -> Vec<K> {
        let mut keys: Vec<_> = self.pieces.keys().chain(self.held.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().cloned().collect()
    }

    /// Hands over the bytes of a key in their order, and forgets them.
    ///
    /// # Errors
    /// When they cannot be read back, or are not taken.
    pub fn take<E: From<io::Error>>(
        &mut self,
        key: &K,
        mut out: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        for piece in self.pieces.remove(key).unwrap_or_default() {
            out(&self.read(piece)?)?;
        }
        self.held.remove(key).map_or(Ok(()), |held| out(&held))
    }

    fn put_down(&mut self) -> io::Result<()> {
        self.held_bytes = 0;
        for (key, bytes) in std::mem::take(&mut self.held) {
            let packed = zstd::bulk::compress(&bytes, LEVEL)?;
            self.file.write_all(&packed)?;
            let piece = Piece {
                at: self.end,
                packed: packed.len(),
                length: bytes.len(),
            };
            self.end += packed.len() as u64;
            self.pieces.entry(key).or_default().push(piece);
        }
        Ok(())
    }

    fn read(&mut self, piece: Piece) -> io::Result<Vec<u8>> {
        let mut packed = vec![0; piece.packed];
        self.file.seek(SeekFrom::Start(piece.at))?;
        self.file.read_exact(&mut packed)?;
        zstd::bulk::decompress(&packed, piece.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::folder::Existing;

    #[test]
    fn bytes_come_back_by_key_in_their_order_whatever_is_held() {
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        for limit in [1, 7, HELD] {
            let mut spool = Spool::begin(&folder).unwrap();
            spool.limit = limit;
            for number in 0..20_u8 {
                let key = ["a", "b", "c"][usize::from(number % 3)];
                spool.append(&key, &[number]).unwrap();
            }
            assert_eq!(spool.keys(), ["a", "b", "c"]);
            for (at, key) in spool.keys().iter().enumerate() {
                let mut bytes = Vec::new();
                let take = |piece: &[u8]| {
                    bytes.extend_from_slice(piece);
                    Ok::<_, io::Error>(())
                };
                spool.take(key, take).unwrap();
                let expected: Vec<_> = (0..20_u8).filter(|n| usize::from(n % 3) == at).collect();
                assert_eq!(bytes, expected);
            }
            assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
        }
    }
}
