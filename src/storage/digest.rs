//! SHA-256 of files, by which a run can be checked months later.

use std::io::{self, Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
}

/// Which digest of its files a run keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digests {
    /// SHA-256, by which anybody can tell later whether a file is still the same.
    #[default]
    Sha256,
    /// None: only how long each file is.
    None,
}

impl Digests {
    /// Begins the digest of one file.
    pub fn begin(self) -> RunningDigest {
        RunningDigest {
            digest: (self == Self::Sha256).then(Sha256::default),
            bytes: 0,
        }
    }

    /// Returns the digest of a whole file, wherever it was read or written before; without a
    /// digest only its length is asked for.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(self, file: &mut (impl Read + Seek)) -> io::Result<RunningDigest> {
        let mut digest = self.begin();
        match self {
            Self::Sha256 => {
                file.rewind()?;
                io::copy(&mut digest.of(file), &mut io::sink())?;
            }
            Self::None => digest.bytes = file.seek(SeekFrom::End(0))?,
        }
        Ok(digest)
    }
}

/// All bytes of a file: how many they are, and their SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeFile {
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

impl WholeFile {
    /// Reads everything that a reader gives.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(mut reader: impl Read) -> io::Result<Self> {
        let (mut digest, mut bytes) = (Sha256::default(), 0);
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match reader.read(&mut buffer)? {
                0 => break,
                read => {
                    digest.update(&buffer[..read]);
                    bytes += read as u64;
                }
            }
        }
        let sha256 = hexadecimal(digest);
        Ok(Self { bytes, sha256 })
    }
}

/// The length and, where one is wanted, the SHA-256 of a file in the making.
#[derive(Clone, Debug)]
pub struct RunningDigest {
    digest: Option<Sha256>,
    bytes: u64,
}

impl RunningDigest {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        self.bytes += bytes.len() as u64;
    }

    /// Returns how many bytes were added.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns the SHA-256 of all bytes added, in hexadecimal; `None` where none is wanted.
    pub fn finish(self) -> Option<String> {
        self.digest.map(hexadecimal)
    }

    /// Adds everything that is read from a reader.
    pub fn of<R>(&mut self, reader: R) -> Digested<'_, R> {
        Digested {
            digest: self,
            reader,
        }
    }
}

fn hexadecimal(digest: Sha256) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let halves = |byte: u8| [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]);
    digest.finalize().into_iter().flat_map(halves).collect()
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
        let read = WholeFile::read(&b"abc"[..]).unwrap();
        assert_eq!((read.bytes, read.sha256.as_str()), (3, abc));
        let running = |digests: Digests| {
            let mut digest = digests.begin();
            digest.update(b"a");
            digest.update(b"bc");
            (digest.bytes(), digest.finish())
        };
        assert_eq!(running(Digests::Sha256), (3, Some(abc.to_owned())));
        assert_eq!(running(Digests::None), (3, None));
    }
}
