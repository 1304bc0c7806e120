//! SHA-256 of files, by which a run can be checked months later.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut digest = RunningDigest::default();
    digest.update(bytes);
    digest.finish()
}

/// A SHA-256 in the making.
#[derive(Clone, Debug, Default)]
pub struct RunningDigest {
    digest: Sha256,
    bytes: u64,
}

impl RunningDigest {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// Returns how many bytes were added.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the SHA-256 of all bytes added, in hexadecimal.
    pub fn finish(self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let halves = |byte: u8| [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]);
        self.digest
            .finalize()
            .into_iter()
            .flat_map(halves)
            .collect()
    }

    /// Adds everything that is read from a reader.
    pub fn of<R>(&mut self, reader: R) -> Digested<'_, R> {
        Digested {
            digest: self,
            reader,
        }
    }

    /// Adds everything that a reader gives.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read_all(mut reader: impl Read) -> io::Result<Self> {
        let mut digest = Self::default();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(digest),
                read => digest.update(&buffer[..read]),
            }
        }
    }
}

/// A reader of which all that is read is added to a digest.
#[derive(Debug)]
pub struct Digested<'d, R> {
    digest: &'d mut RunningDigest,
    reader: R,
}

impl<R: Read> Read for Digested<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // The example of FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        let read = RunningDigest::read_all(&b"abc"[..]).unwrap();
        assert_eq!((read.bytes(), read.finish().as_str()), (3, abc));
    }
}
