//! The tables in Apache Arrow's columns, for programs that read without parsing.

use arrow_ipc::writer::{FileWriter, StreamWriter};

use super::columnar;
use super::table_file::TableFile;
use super::table_format::{Place, TableFormat};
use crate::views::cell::Rows;
use crate::views::column::Column;
use crate::views::evidence::EvidenceBatch;
use crate::views::view::View;

/// Apache Arrow: a file that can be read from anywhere, or a stream.
#[derive(Clone, Copy, Debug)]
pub struct Arrow;

impl TableFormat for Arrow {
    fn extension(&self) -> &'static str {
        "arrow"
    }

    fn file(&self, view: &View, place: Place) -> Box<dyn TableFile> {
        file(view.columns(), place)
    }

    fn evidence(&self, view: &View, batch: &EvidenceBatch<'_>, bytes: &mut Vec<u8>) {
        columnar::push_evidence(view, batch, bytes);
    }

    fn answers(&self, view: &View, kept: &Rows) -> Vec<u8> {
        columnar::answers(view, kept)
    }
}

/// Begins a file of these columns, whose rows [`columnar::push_row`] makes.
pub fn file(columns: &[Column], place: Place) -> Box<dyn TableFile> {
    match place {
        Place::File => columnar::file(columns, |bytes, schema| FileWriter::try_new(bytes, schema)),
        Place::Stream => columnar::file(columns, |bytes, schema| {
            StreamWriter::try_new(bytes, schema)
        }),
    }
}
