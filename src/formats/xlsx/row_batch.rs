//! Sheets in batches, each made and packed for itself, so that threads can share them.
//!
//! The rows of a batch, and its links, are deflated so that others can follow them in one
//! stream. Which rows make a batch depends on nothing but the rows.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::Path;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use memchr::memmem;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use zip::ZipArchive;

use super::COMPRESSION;
use super::formats::Theme;
use super::layout::Layout;
use super::part::LinkedRows;
use super::rows::RowsXml;
use super::sheet::{Limits, SheetRow};

/// The folder of temporary files, and how everything looks.
#[derive(Clone, Copy)]
pub(super) struct SheetContext<'d> {
    /// The folder.
    pub folder: &'d Path,
    /// How everything looks.
    pub theme: &'d Theme,
}

/// Returns an empty sheet of a workbook in which formats are numbered as in any other.
pub(super) fn new_worksheet(
    workbook: &mut Workbook,
    theme: &Theme,
) -> Result<Worksheet, XlsxError> {
    let mut worksheet = workbook.new_worksheet_with_constant_memory()?;
    // Formats get their numbers when they are first used. The heading takes this cell's place.
    for format in theme.formats.all() {
        worksheet.write_blank(0, 0, &format)?;
    }
    Ok(worksheet)
}

/// Deflated bytes.
#[derive(Default)]
pub(super) struct Packed<B> {
    /// The bytes.
    pub bytes: B,
    /// How many they are.
    pub len: u64,
    /// How many they were.
    pub unpacked: u64,
    /// The check sum of what they were.
    pub crc: Crc,
}

impl Packed<Vec<u8>> {
    /// Packs bytes that more may follow.
    pub fn open(bytes: &[u8]) -> io::Result<Self> {
        let mut encoder = encoder(bytes);
        encoder.write_all(bytes)?;
        encoder.flush()?;
        // Dropped, the encoder ends the stream elsewhere.
        Ok(Self::of(bytes, std::mem::take(encoder.get_mut())))
    }

    /// Packs the last bytes.
    pub fn last(bytes: &[u8]) -> io::Result<Self> {
        let mut encoder = encoder(bytes);
        encoder.write_all(bytes)?;
        Ok(Self::of(bytes, encoder.finish()?))
    }

    fn of(unpacked: &[u8], bytes: Vec<u8>) -> Self {
        let mut crc = Crc::new();
        crc.update(unpacked);
        Self {
            len: bytes.len() as u64,
            unpacked: unpacked.len() as u64,
            bytes,
            crc,
        }
    }
}

impl<B: Write> Packed<B> {
    fn append(&mut self, other: &Packed<Vec<u8>>) -> io::Result<()> {
        self.bytes.write_all(&other.bytes)?;
        self.count(other);
        Ok(())
    }
}

impl<B> Packed<B> {
    /// Counts bytes that follow these.
    pub fn count<O>(&mut self, other: &Packed<O>) {
        self.len += other.len;
        self.unpacked += other.unpacked;
        self.crc.combine(&other.crc);
    }
}

fn encoder(bytes: &[u8]) -> DeflateEncoder<Vec<u8>> {
    let room = Vec::with_capacity(bytes.len() / 4 + 64);
    DeflateEncoder::new(room, Compression::new(COMPRESSION.into()))
}

/// The batches of one sheet: what stands between its heading and its last rows.
pub(super) struct RowBatches {
    /// The rows, in a temporary file.
    pub rows: Packed<File>,
    /// The links.
    pub links: Packed<Vec<u8>>,
}

impl RowBatches {
    /// None yet.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let rows = Packed {
            bytes: tempfile::tempfile_in(folder)?,
            len: 0,
            unpacked: 0,
            crc: Crc::new(),
        };
        Ok(Self {
            rows,
            links: Packed::default(),
        })
    }

    /// Adds the next one.
    pub fn append(&mut self, batch: &RowBatch) -> io::Result<()> {
        self.rows.append(&batch.rows)?;
        self.links.append(&batch.links)
    }
}

/// Where a batch begins.
pub(super) struct Begin {
    /// Its rows among those that wait.
    pub waiting: Range<usize>,
    /// How many rows the sheet has before it.
    pub rows: u32,
    /// How many links the sheet has before it.
    pub links: usize,
}

/// A batch of a sheet.
pub(super) struct RowBatch {
    rows: Packed<Vec<u8>>,
    links: Packed<Vec<u8>>,
    /// How wide its columns are.
    pub widths: Vec<usize>,
}

impl RowBatch {
    /// Makes a batch of rows that wait.
    pub fn make(
        begin: &Begin,
        waiting: &LinkedRows,
        layout: &Layout,
        limits: Limits,
        theme: &Theme,
    ) -> io::Result<Self> {
        let mut xml = RowsXml::below(begin.rows, begin.links, layout, theme);
        let mut cells = Vec::new();
        for at in begin.waiting.clone() {
            waiting.rows.read(at, &mut cells);
            let row = SheetRow {
                cells: &cells,
                targets: waiting.target(at),
                limits,
            };
            xml.push(layout, row, theme);
        }
        Ok(Self {
            rows: Packed::open(&xml.rows)?,
            links: Packed::open(&xml.links)?,
            widths: xml.widths,
        })
    }
}

/// Returns the name in the package of a sheet, counted from 1.
pub(super) fn sheet_file(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// Returns a file of a package.
pub(super) fn unpack(
    package: &mut ZipArchive<impl Read + io::Seek>,
    name: &str,
) -> Result<Vec<u8>, XlsxError> {
    let mut file = package.by_name(name)?;
    let mut bytes = Vec::with_capacity(file.size() as usize);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

// Text in a sheet's XML holds no `<`, so that tags are found by their letters.

const END_OF_ROWS: &[u8] = b"</sheetData>";

/// Where batches go into the XML of a sheet.
#[derive(Debug, PartialEq)]
pub(super) struct Seams {
    /// Where the heading row ends.
    pub heading: usize,
    /// Where the first link ends.
    pub link: usize,
}

impl Seams {
    /// Finds both places; without them there is no place for batches.
    pub fn of(xml: &[u8]) -> io::Result<Self> {
        let first_row = end_of(b"<row r=\"1\"", xml, 0)?;
        let heading = end_of(b"</row>", xml, first_row)?;
        // Behind the rows, or all of them would be looked through.
        let rows = memmem::rfind(xml, END_OF_ROWS).ok_or_else(|| no_seam(END_OF_ROWS))?;
        let links = end_of(b"<hyperlinks><hyperlink ", xml, rows)?;
        let link = end_of(b"/>", xml, links)?;
        Ok(Self { heading, link })
    }
}

/// Returns where the first `mark` behind `from` ends.
fn end_of(mark: &[u8], xml: &[u8], from: usize) -> io::Result<usize> {
    let found = memmem::find(&xml[from..], mark).ok_or_else(|| no_seam(mark))?;
    Ok(from + found + mark.len())
}

fn no_seam(mark: &[u8]) -> io::Error {
    let mark = String::from_utf8_lossy(mark);
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("rows were to be put into a sheet that has no `{mark}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "<row r=\"1\"><c/></row></sheetData>\
        <hyperlinks><hyperlink ref=\"A1\"/></hyperlinks>";

    #[test]
    fn rows_go_behind_the_heading_and_links_behind_its_link() {
        let Seams { heading, link } = Seams::of(SHEET.as_bytes()).unwrap();
        assert!(SHEET[..heading].ends_with("<c/></row>"));
        assert!(SHEET[link..].starts_with("</hyperlinks>"));
    }

    #[test]
    fn a_sheet_without_a_place_for_batches_is_an_error() {
        for mark in ["<row r=\"1\"", "</row>", "</sheetData>", "<hyperlinks>"] {
            let error = Seams::of(SHEET.replace(mark, "").as_bytes()).unwrap_err();
            assert!(error.to_string().contains("has no `<"), "{error}");
        }
    }
}
