//! The finished package, with batches put into its long sheets.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use rust_xlsxwriter::XlsxError;
use zip::read::read_zipfile_from_stream_with_options;
use zip::{DateTime, ZipArchive, ZipReadOptions, ZipWriter};

use super::row_batch::{Packed, RowBatches, Seams, unpack};

/// Who may read a file of the package, as the library says it.
const OWNER: u32 = 0o600;

/// The beginning of a deflated file in a package, its sizes told elsewhere: the mark,
/// version 2.0, sizes behind the file, deflated, no time, 1 January 1980.
const LOCAL_HEADER: [u8; 14] = *b"PK\x03\x04\x14\0\x08\0\x08\0\0\0\x21\0";
/// Check sum and two sizes, unknown.
const UNKNOWN: [u8; 12] = [0; 12];

/// Copies a package, and puts batches into the sheets of these names, each behind its
/// heading; their links come behind the heading's link.
pub(super) fn put_together(
    package: impl Read + Seek,
    long: &mut BTreeMap<String, RowBatches>,
    writer: impl Write,
) -> Result<(), XlsxError> {
    let mut package = ZipArchive::new(package)?;
    let mut writer = ZipWriter::new_stream(writer);
    let mut put_in = 0;
    for index in 0..package.len() {
        let file = package.by_index_raw(index)?;
        let name = file.name()?.into_owned();
        let Some(batches) = long.get_mut(&name) else {
            writer.raw_copy_file(file)?;
            continue;
        };
        drop(file);
        let xml = unpack(&mut package, &name)?;
        write_sheet(&name, &xml, batches, &mut writer)?;
        put_in += 1;
    }
    if put_in < long.len() {
        let lost = "the package lacks a sheet that rows were to be put into";
        return Err(io::Error::new(io::ErrorKind::InvalidData, lost).into());
    }
    writer.finish()?;
    Ok(())
}

fn write_sheet<W: Write + Seek>(
    name: &str,
    xml: &[u8],
    batches: &mut RowBatches,
    writer: &mut ZipWriter<W>,
) -> Result<(), XlsxError> {
    let Seams { heading, link } = Seams::of(xml)?;
    let RowBatches { rows, links } = batches;
    let begin = Packed::open(&xml[..heading])?;
    let last_rows = Packed::open(&xml[heading..link])?;
    let end = Packed::last(&xml[link..])?;
    let mut all = Packed::<()>::default();
    all.count(&begin);
    all.count(rows);
    all.count(&last_rows);
    all.count(links);
    all.count(&end);
    rows.bytes.seek(SeekFrom::Start(0))?;
    let bytes = local_header(name)
        .chain(&*begin.bytes)
        .chain(&mut rows.bytes)
        .chain(&*last_rows.bytes)
        .chain(&*links.bytes)
        .chain(&*end.bytes);
    let options = ZipReadOptions::default()
        .override_crc(all.crc.sum())
        .override_compressed_size(all.len)
        .override_uncompressed_size(all.unpacked);
    let mut bytes = bytes;
    let file = read_zipfile_from_stream_with_options(&mut bytes, options)?;
    let file = file.ok_or_else(|| io::Error::other(format!("`{name}` was lost")))?;
    writer.raw_copy_file_touch(file, DateTime::default(), Some(OWNER))?;
    Ok(())
}

fn local_header(name: &str) -> Cursor<Vec<u8>> {
    let length = (name.len() as u16).to_le_bytes();
    let no_more = [0; 2];
    let parts: [&[u8]; 5] = [&LOCAL_HEADER, &UNKNOWN, &length, &no_more, name.as_bytes()];
    Cursor::new(parts.concat())
}
