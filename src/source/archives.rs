//! What is packed: gzip, zstd and zip, told by their first bytes.
//!
//! A few bytes may expand to fill any memory, so what comes out is bounded by
//! size and by its ratio to what went in.

use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::decode;
use crate::finding::{Code, Finding};
use crate::origin::Origin;

use super::files::{is_document, is_table};

/// Expanding up to this size is never refused.
const ALWAYS_ALLOWED: u64 = 64 * 1024 * 1024;

/// The most that one byte may expand to; attendance reports reach about 30.
const HIGHEST_RATIO: u64 = 100;

/// The largest size that is expanded at all.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// gzip, maybe several behind each other.
    Gzip,
    /// Zstandard.
    Zstd,
    /// A zip archive with any number of members.
    Zip,
}

impl Packing {
    /// Tells by the first bytes how something is packed; `None` where it is not.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            _ => None,
        }
    }
}

/// Takes the bytes of a document, or why there are none.
pub type TakeDocument<'t> = dyn FnMut(&Origin, Result<&[u8], Finding>) + 't;

/// Hands the bytes of each document behind a file's bytes to `with`, or why there are none.
///
/// What is not packed is handed on as it is. Members of a zip archive keep its
/// order; those that are no document by their name are passed over.
pub fn unpack(bytes: &[u8], origin: &Origin, with: &mut TakeDocument<'_>) {
    match Packing::of(bytes) {
        None => with(origin, Ok(bytes)),
        Some(Packing::Zip) => unpack_members(bytes, origin, with),
        Some(packing) => match expand(bytes, packing) {
            Ok(bytes) => with(origin, Ok(&bytes)),
            Err(error) => with(origin, Err(damaged(&error))),
        },
    }
}

fn unpack_members(bytes: &[u8], origin: &Origin, with: &mut TakeDocument<'_>) {
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return with(origin, Err(damaged(&io::Error::other(error)))),
    };
    let mut members = 0;
    for index in 0..archive.len() {
        let member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                members += 1;
                with(
                    &origin.member("member", index),
                    Err(damaged(&io::Error::other(error))),
                );
                continue;
            }
        };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        let path = Path::new(&name);
        if !member.is_file() || !is_document(path) || is_of_the_system(&name) {
            continue;
        }
        members += 1;
        let compressed = Arc::new(AtomicU64::new(member.compressed_size()));
        let expanded = read_all(Bounded {
            inner: member,
            taken_in: compressed,
            given_out: 0,
        });
        let origin = origin.member(&name, index);
        match expanded {
            Ok(bytes) if Packing::of(&bytes) == Some(Packing::Zip) => {
                let nested = "is a zip archive in a zip archive; unpack the outer one first";
                with(
                    &origin,
                    Err(Finding::of_document(Code::ArchiveDamaged, nested)),
                );
            }
            // Other lists of people are passed over, as in folders.
            Ok(bytes) if is_table(path) && !decode::may_be_a_table(&bytes) => members -= 1,
            Ok(bytes) => unpack(&bytes, &origin, with),
            Err(error) => with(&origin, Err(damaged(&error))),
        }
    }
    if members == 0 {
        let nothing = match archive.index_for_name("xl/workbook.xml") {
            Some(_) => {
                "is an Excel workbook; save the sheet as CSV UTF-8, or name it with --roster or another option if it is a list of yours"
            }
            None => {
                "is a zip archive without attendance reports: no .json, .ndjson or .jsonl file in it, and no CSV file of Teams"
            }
        };
        let code = match archive.index_for_name("xl/workbook.xml") {
            Some(_) => Code::NotAttendance,
            None => Code::NoReports,
        };
        with(origin, Err(Finding::of_document(code, nothing)));
    }
}

/// Returns whether a member is what macOS puts beside the files in an archive.
fn is_of_the_system(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| part == "__MACOSX" || part.starts_with("._") || part == ".DS_Store")
}

fn expand(bytes: &[u8], packing: Packing) -> io::Result<Vec<u8>> {
    read_all(expanding(bytes, packing)?)
}

fn read_all(mut reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Expands while it is read, within the bounds; zip archives are left as they are.
///
/// # Errors
/// When the packing's own header is broken.
pub fn expanding<'r>(
    reader: impl Read + Send + 'r,
    packing: Packing,
) -> io::Result<Box<dyn Read + Send + 'r>> {
    let taken_in = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted {
        inner: reader,
        count: taken_in.clone(),
    });
    Ok(match packing {
        Packing::Gzip => Box::new(Bounded {
            inner: flate2::bufread::MultiGzDecoder::new(counted),
            taken_in,
            given_out: 0,
        }),
        Packing::Zstd => Box::new(Bounded {
            inner: zstd::Decoder::with_buffer(counted)?,
            taken_in,
            given_out: 0,
        }),
        Packing::Zip => Box::new(counted),
    })
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Refuses to expand beyond the bounds.
struct Bounded<R> {
    inner: R,
    taken_in: Arc<AtomicU64>,
    given_out: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given_out += read as u64;
        let by_ratio = self
            .taken_in
            .load(Ordering::Relaxed)
            .saturating_mul(HIGHEST_RATIO);
        let most = by_ratio.clamp(ALWAYS_ALLOWED, LARGEST);
        if self.given_out > most {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                TooLarge { most },
            ));
        }
        Ok(read)
    }
}

/// Something would expand too far.
#[derive(Debug, thiserror::Error)]
#[error("would expand to more than {most} bytes, {HIGHEST_RATIO} times its size")]
struct TooLarge {
    most: u64,
}

fn damaged(error: &io::Error) -> Finding {
    match error
        .get_ref()
        .and_then(|error| error.downcast_ref::<TooLarge>())
    {
        Some(too_large) => Finding::of_document(Code::ArchiveTooLarge, too_large.to_string()),
        None => Finding::of_document(
            Code::ArchiveDamaged,
            format!("could not be unpacked: {error}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn unpacked(bytes: &[u8]) -> Vec<(String, Result<Vec<u8>, Code>)> {
        let mut documents = Vec::new();
        unpack(bytes, &Origin::named("x"), &mut |origin, result| {
            let result = result.map(<[u8]>::to_vec).map_err(|finding| finding.code);
            documents.push((origin.source(), result));
        });
        documents
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn gzip_zstd_and_plain_bytes_come_out_as_they_went_in() {
        for packed in [
            b"{}".to_vec(),
            gzip(b"{}"),
            zstd::encode_all(&b"{}"[..], 3).unwrap(),
        ] {
            assert_eq!(unpacked(&packed), [("x".into(), Ok(b"{}".to_vec()))]);
        }
        // gzip files may be put behind each other.
        let two = [gzip(b"[1,"), gzip(b"2]")].concat();
        assert_eq!(unpacked(&two), [("x".into(), Ok(b"[1,2]".to_vec()))]);
    }

    #[test]
    fn each_document_of_a_zip_archive_keeps_its_name() {
        let archive = zipped(&[
            ("a/1.json", b"{}"),
            ("readme.txt", b"no"),
            ("2.ndjson.gz", &gzip(b"[]")),
        ]);
        assert_eq!(
            unpacked(&archive),
            [
                ("x/a/1.json".into(), Ok(b"{}".to_vec())),
                ("x/2.ndjson.gz".into(), Ok(b"[]".to_vec()))
            ]
        );
        assert_eq!(
            unpacked(&zipped(&[("a.txt", b"")])),
            [("x".into(), Err(Code::NoReports))]
        );
    }

    #[test]
    fn a_broken_archive_is_named() {
        let whole = gzip(b"{\"value\": []}");
        assert_eq!(
            unpacked(&whole[..whole.len() - 6]),
            [("x".into(), Err(Code::ArchiveDamaged))]
        );
        assert_eq!(
            unpacked(b"PK\x03\x04 and nothing else"),
            [("x".into(), Err(Code::ArchiveDamaged))]
        );
    }

    #[test]
    fn what_expands_too_far_is_refused_before_it_fills_the_memory() {
        let blanks = vec![b' '; ALWAYS_ALLOWED as usize + 1];
        for packed in [gzip(&blanks), zstd::encode_all(&blanks[..], 3).unwrap()] {
            assert_eq!(
                unpacked(&packed),
                [("x".into(), Err(Code::ArchiveTooLarge))]
            );
        }
        let archive = zipped(&[("bomb.json", &blanks)]);
        assert_eq!(
            unpacked(&archive),
            [("x/bomb.json".into(), Err(Code::ArchiveTooLarge))]
        );
    }
}
